//! Slots and tokens as they show themselves without a PIN.

use std::fmt;

use cryptoki::context::Pkcs11;
use cryptoki::mechanism::MechanismType;
use cryptoki::slot::{Slot, TokenInfo as RawTokenInfo};

use crate::error::{Counted, TokenError};
use crate::pin::PinFlags;

/// The values that distinguish tokens (CK_TOKEN_INFO, PKCS#11 2.40, section 3.2).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenIdentity {
    /// Label given when the token was initialised.
    pub label: String,
    /// Serial number; recorded with every seal (B4).
    pub serial: String,
    /// Manufacturer.
    pub manufacturer: String,
    /// Model.
    pub model: String,
}

/// A token in a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenInfo {
    /// The slot that holds it.
    pub(crate) slot_id: u64,
    /// What tells it from others.
    pub identity: TokenIdentity,
    /// State of its user PIN when it was listed.
    pub pin: PinFlags,
    /// Names of its mechanisms, such as `CKM_RSA_PKCS`.
    pub mechanisms: Vec<String>,
}

/// A slot: a reader, or the place of a token within one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SlotInfo {
    /// The module's number for the slot; it may change when a reader is plugged in again.
    pub id: u64,
    /// Description by the module.
    pub description: String,
    /// Manufacturer of the reader.
    pub manufacturer: String,
    /// What is in it.
    pub content: SlotContent,
}

/// What a slot holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotContent {
    /// Nothing.
    Empty,
    /// A token without label and PIN.
    Uninitialized,
    /// A token.
    Token(TokenInfo),
    /// A token that could not be read.
    Unreadable(TokenError),
}

impl fmt::Display for TokenIdentity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TokenIdentity {
            label,
            serial,
            manufacturer,
            model,
        } = self;
        write!(
            formatter,
            "\"{label}\" ({manufacturer} {model}, serial {serial})"
        )
    }
}

/// All slots of a module. One that cannot be read does not hide the others.
pub(crate) fn slots(context: &Pkcs11) -> Result<Vec<SlotInfo>, TokenError> {
    let all = context.get_all_slots()?;
    if all.len() > MAX_SLOTS {
        return Err(TokenError::Limit {
            what: Counted::Slots,
            limit: MAX_SLOTS,
        });
    }
    all.into_iter()
        .map(|slot| describe(context, slot))
        .collect()
}

/// The tokens that are ready for use.
pub(crate) fn tokens(context: &Pkcs11) -> Result<Vec<TokenInfo>, TokenError> {
    let present = slots(context)?
        .into_iter()
        .filter_map(|slot| match slot.content {
            SlotContent::Token(token) => Some(token),
            _ => None,
        });
    Ok(present.collect())
}

/// The slot that holds the token now, which need not be the one that held it before.
pub(crate) fn slot_of(context: &Pkcs11, identity: &TokenIdentity) -> Result<Slot, TokenError> {
    let mut present = Vec::new();
    for slot in context.get_slots_with_token()? {
        // A slot that cannot be read is another's trouble.
        if let Ok(found) = context.get_token_info(slot).map(|info| identity_of(&info)) {
            if found == *identity {
                return Ok(slot);
            }
            present.push(found.to_string());
        }
    }
    Err(TokenError::TokenNotFound {
        wanted: identity.to_string(),
        present,
    })
}

/// The token in a slot.
pub(crate) fn token_in(context: &Pkcs11, slot: Slot) -> Result<TokenInfo, TokenError> {
    let info = context.get_token_info(slot)?;
    Ok(TokenInfo {
        slot_id: slot.id(),
        identity: identity_of(&info),
        pin: PinFlags::of(&info),
        mechanisms: mechanisms(context, slot)?
            .iter()
            .map(ToString::to_string)
            .collect(),
    })
}

/// The mechanisms of a token.
pub(crate) fn mechanisms(context: &Pkcs11, slot: Slot) -> Result<Vec<MechanismType>, TokenError> {
    let list = context.get_mechanism_list(slot)?;
    match list.len() {
        0..=MAX_MECHANISMS => Ok(list),
        _ => Err(TokenError::Limit {
            what: Counted::Mechanisms,
            limit: MAX_MECHANISMS,
        }),
    }
}

/// The state of a token's PIN at this moment.
pub(crate) fn pin_flags(context: &Pkcs11, slot: Slot) -> Result<PinFlags, TokenError> {
    Ok(PinFlags::of(&context.get_token_info(slot)?))
}

fn describe(context: &Pkcs11, slot: Slot) -> Result<SlotInfo, TokenError> {
    let info = context.get_slot_info(slot)?;
    let content = match info.token_present() {
        true => content(context, slot).unwrap_or_else(SlotContent::Unreadable),
        false => SlotContent::Empty,
    };
    Ok(SlotInfo {
        id: slot.id(),
        description: info.slot_description().to_owned(),
        manufacturer: info.manufacturer_id().to_owned(),
        content,
    })
}

fn content(context: &Pkcs11, slot: Slot) -> Result<SlotContent, TokenError> {
    match context.get_token_info(slot)?.token_initialized() {
        true => token_in(context, slot).map(SlotContent::Token),
        false => Ok(SlotContent::Uninitialized),
    }
}

fn identity_of(info: &RawTokenInfo) -> TokenIdentity {
    TokenIdentity {
        label: info.label().to_owned(),
        serial: info.serial_number().to_owned(),
        manufacturer: info.manufacturer_id().to_owned(),
        model: info.model().to_owned(),
    }
}

const MAX_SLOTS: usize = 256;
const MAX_MECHANISMS: usize = 4096;

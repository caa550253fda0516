//! Finding certificates and private keys.

use cryptoki::error::RvError;
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;
use openssl::bn::BigNum;

use super::TokenState;
use crate::certificate::{CertificateEntry, first_der_value};
use crate::error::{Counted, TokenError, UnknownKey};
use crate::keypair::KeySelector;
use crate::kinds::TokenKeyKind;

/// A private key as found in the present login; the handle is worthless in the next one.
#[derive(Debug, Clone)]
pub(crate) struct PrivateKey {
    pub(super) handle: ObjectHandle,
    pub(crate) selector: KeySelector,
    pub(crate) kind: TokenKeyKind,
    /// The modulus of an RSA key, big-endian without leading zeros; empty for others.
    pub(crate) modulus: Vec<u8>,
    pub(super) always_authenticate: bool,
}

impl TokenState {
    /// All certificates that show in the present state of login.
    pub(crate) fn certificates(&mut self) -> Result<Vec<CertificateEntry>, TokenError> {
        self.recovering(TokenState::read_certificates)
    }

    /// All private keys of a supported kind; there are none to see without a login.
    pub(crate) fn private_keys(&mut self) -> Result<Vec<PrivateKey>, TokenError> {
        self.recovering(|state| {
            state.require_login()?;
            let session = &state.guard()?.session;
            let handles = find(session, &[Attribute::Class(ObjectClass::PRIVATE_KEY)])?;
            let keys = handles.into_iter().map(|handle| read_key(session, handle));
            // One key of an exotic kind must not hide the others.
            keys.filter(|key| !matches!(key, Err(TokenError::KeyUnsupported { .. })))
                .collect()
        })
    }

    /// The one key that the selector means, found again after each login.
    pub(super) fn key(&mut self, selector: &KeySelector) -> Result<PrivateKey, TokenError> {
        if let Some(key) = self.keys.get(selector) {
            return Ok(key.clone());
        }
        let session = &self.guard()?.session;
        let handles = find(session, &template(selector))?;
        let key = match handles.as_slice() {
            [handle] => read_key(session, *handle)?,
            [] => {
                let present = labels(session)?;
                return Err(TokenError::KeyNotFound {
                    wanted: selector.to_string(),
                    present,
                });
            }
            _ => {
                let found = labels(session)?;
                return Err(TokenError::KeyAmbiguous {
                    wanted: selector.to_string(),
                    found,
                });
            }
        };
        self.keys.insert(selector.clone(), key.clone());
        Ok(key)
    }

    fn read_certificates(&mut self) -> Result<Vec<CertificateEntry>, TokenError> {
        let logged_in = self.believes_logged_in();
        let session = &self.guard()?.session;
        let keys = key_identifiers(session)?;
        let mut certificates = Vec::new();
        for handle in find(session, &[Attribute::Class(ObjectClass::CERTIFICATE)])? {
            if let Some(mut certificate) = read_certificate(session, handle)? {
                let paired = !certificate.id.is_empty() && keys.contains(&certificate.id);
                certificate.has_private_key = (paired || logged_in).then_some(paired);
                certificates.push(certificate);
            }
        }
        Ok(certificates)
    }
}

fn find(session: &Session, template: &[Attribute]) -> Result<Vec<ObjectHandle>, TokenError> {
    let found: Result<Vec<_>, _> = session
        .iter_objects(template)?
        .take(MAX_OBJECTS + 1)
        .collect();
    match found? {
        all if all.len() <= MAX_OBJECTS => Ok(all),
        _ => Err(TokenError::Limit {
            what: Counted::Objects,
            limit: MAX_OBJECTS,
        }),
    }
}

fn template(selector: &KeySelector) -> Vec<Attribute> {
    let mut template = vec![Attribute::Class(ObjectClass::PRIVATE_KEY)];
    if !selector.id.is_empty() {
        template.push(Attribute::Id(selector.id.clone()));
    }
    if !selector.label.is_empty() {
        template.push(Attribute::Label(selector.label.as_bytes().to_vec()));
    }
    template
}

/// `None` for an object that holds no X.509 certificate, or one beyond all measure.
fn read_certificate(
    session: &Session,
    handle: ObjectHandle,
) -> Result<Option<CertificateEntry>, TokenError> {
    let wanted = [
        AttributeType::Id,
        AttributeType::Label,
        AttributeType::Value,
    ];
    let mut entry = CertificateEntry {
        id: Vec::new(),
        label: String::new(),
        der: Vec::new(),
        has_private_key: None,
    };
    for attribute in session.get_attributes(handle, &wanted)? {
        match attribute {
            Attribute::Id(id) => entry.id = id,
            Attribute::Label(label) => entry.label = text(&label),
            Attribute::Value(value) if value.len() <= MAX_CERTIFICATE => {
                entry.der = first_der_value(&value).unwrap_or_default().to_vec();
            }
            _ => {}
        }
    }
    Ok(Some(entry).filter(|entry| !entry.der.is_empty()))
}

fn read_key(session: &Session, handle: ObjectHandle) -> Result<PrivateKey, TokenError> {
    let wanted = [
        AttributeType::Id,
        AttributeType::Label,
        AttributeType::KeyType,
        AttributeType::Modulus,
        AttributeType::EcParams,
        AttributeType::AlwaysAuthenticate,
    ];
    let mut selector = KeySelector {
        id: Vec::new(),
        label: String::new(),
    };
    let (mut key_type, mut modulus, mut parameters) = (None, Vec::new(), Vec::new());
    let mut always_authenticate = false;
    for attribute in session
        .get_attributes(handle, &wanted)
        .map_err(unreadable)?
    {
        match attribute {
            Attribute::Id(id) => selector.id = id,
            Attribute::Label(label) => selector.label = text(&label),
            Attribute::KeyType(value) => key_type = Some(value),
            Attribute::Modulus(value) => modulus = without_leading_zeros(value),
            Attribute::EcParams(value) => parameters = value,
            Attribute::AlwaysAuthenticate(value) => always_authenticate = value,
            _ => {}
        }
    }
    let kind = match key_type {
        Some(KeyType::RSA) => TokenKeyKind::rsa(bits(&modulus)?)?,
        Some(KeyType::EC) => TokenKeyKind::of_ec_parameters(&parameters)?,
        other => {
            return Err(TokenError::KeyUnsupported {
                kind: UnknownKey::Type(format!("{other:?}")),
            });
        }
    };
    Ok(PrivateKey {
        handle,
        selector,
        kind,
        modulus,
        always_authenticate,
    })
}

/// The binding refuses key types that it does not know.
fn unreadable(error: cryptoki::error::Error) -> TokenError {
    match TokenError::from(error) {
        TokenError::Binding { reason } => TokenError::KeyUnsupported {
            kind: UnknownKey::Undescribed(reason),
        },
        other => other,
    }
}

fn bits(modulus: &[u8]) -> Result<u32, TokenError> {
    let modulus = BigNum::from_slice(modulus).map_err(TokenError::crypto("reading a modulus"))?;
    Ok(modulus.num_bits().unsigned_abs())
}

/// CKA_IDs of the private keys that show; before a login usually none.
fn key_identifiers(session: &Session) -> Result<Vec<Vec<u8>>, TokenError> {
    let handles = match find(session, &[Attribute::Class(ObjectClass::PRIVATE_KEY)]) {
        // Some tokens refuse to search for what a login would show.
        Err(error) if error.code() == Some(RvError::UserNotLoggedIn) => Vec::new(),
        other => other?,
    };
    let mut identifiers = Vec::new();
    for handle in handles {
        for attribute in session.get_attributes(handle, &[AttributeType::Id])? {
            if let Attribute::Id(id) = attribute {
                identifiers.push(id);
            }
        }
    }
    Ok(identifiers)
}

/// Label and identifier of each private key, to say what there is.
fn labels(session: &Session) -> Result<Vec<String>, TokenError> {
    let handles = find(session, &[Attribute::Class(ObjectClass::PRIVATE_KEY)])?;
    let keys = handles.into_iter().map(|handle| read_key(session, handle));
    Ok(keys.flatten().map(|key| key.selector.to_string()).collect())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn without_leading_zeros(bytes: Vec<u8>) -> Vec<u8> {
    bytes.into_iter().skip_while(|&byte| byte == 0).collect()
}

const MAX_OBJECTS: usize = 1024;
/// Bytes; certificates of people have 1 to 4 KiB.
const MAX_CERTIFICATE: usize = 64 * 1024;

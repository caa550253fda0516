//! The rules for a PIN (G4): what the flags allow, and which PINs a token has refused.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use cryptoki::slot::TokenInfo as RawTokenInfo;
use secrecy::{ExposeSecret, SecretString};

use crate::error::TokenError;
use crate::kinds::TriesLeft;

/// What a token's flags say about its user PIN (PKCS#11 2.40, table 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct PinFlags {
    /// CKF_USER_PIN_INITIALIZED: there is a PIN.
    pub initialized: bool,
    /// CKF_USER_PIN_COUNT_LOW: a wrong PIN was entered since the last right one.
    pub count_low: bool,
    /// CKF_USER_PIN_FINAL_TRY: one wrong PIN more locks the token.
    pub(crate) final_try: bool,
    /// CKF_USER_PIN_LOCKED: the PIN is locked.
    pub(crate) locked: bool,
    /// CKF_PROTECTED_AUTHENTICATION_PATH: the token has a PIN pad of its own.
    pub protected_authentication_path: bool,
}

/// Whether the last try before the token locks may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FinalTry {
    /// Refuse to log in.
    #[default]
    Refuse,
    /// Use it: the person at the token has said so.
    Allow,
}

impl PinFlags {
    /// How many tries remain by these flags.
    #[must_use]
    pub fn tries_left(&self) -> TriesLeft {
        match self {
            PinFlags { locked: true, .. } => TriesLeft::Zero,
            PinFlags {
                final_try: true, ..
            } => TriesLeft::One,
            PinFlags {
                count_low: true, ..
            } => TriesLeft::Fewer,
            _ => TriesLeft::NoneReportedWrong,
        }
    }

    pub(crate) fn of(info: &RawTokenInfo) -> PinFlags {
        PinFlags {
            initialized: info.user_pin_initialized(),
            count_low: info.user_pin_count_low(),
            final_try: info.user_pin_final_try(),
            locked: info.user_pin_locked(),
            protected_authentication_path: info.protected_authentication_path(),
        }
    }

    /// Whether a login with this PIN may be attempted at all; to be asked before every C_Login.
    pub(crate) fn admit(
        &self,
        pin: Option<&SecretString>,
        final_try: FinalTry,
    ) -> Result<(), TokenError> {
        if self.locked {
            return Err(TokenError::PinLocked);
        }
        if !self.initialized {
            return Err(TokenError::PinNotInitialized);
        }
        match (self.protected_authentication_path, pin) {
            (true, Some(_)) => return Err(TokenError::PinOnPad),
            (false, None) => return Err(TokenError::PinRequired),
            (false, Some(pin)) if pin.expose_secret().is_empty() => {
                return Err(TokenError::PinRequired);
            }
            _ => {}
        }
        if self.final_try && final_try == FinalTry::Refuse {
            return Err(TokenError::PinFinalTry);
        }
        Ok(())
    }
}

impl fmt::Display for TriesLeft {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            TriesLeft::NoneReportedWrong => "the token reports no earlier wrong PIN",
            TriesLeft::Fewer => "fewer tries remain; most tokens lock after 3 wrong PINs",
            TriesLeft::One => "one last try remains",
            TriesLeft::Zero => "the token is locked now",
        })
    }
}

/// Whether two PINs are the same, in time that does not depend on where they differ.
pub(crate) fn same_pin(one: &SecretString, other: &SecretString) -> bool {
    let (one, other) = (
        one.expose_secret().as_bytes(),
        other.expose_secret().as_bytes(),
    );
    one.len() == other.len() && openssl::memcmp::eq(one, other)
}

/// The PINs that one token has refused, kept as long as the process lives.
#[derive(Default)]
pub(crate) struct RefusedPins(Mutex<Vec<SecretString>>);

impl RefusedPins {
    pub(crate) fn contain(&self, pin: &SecretString) -> bool {
        let refused = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        refused.iter().any(|earlier| same_pin(earlier, pin))
    }

    pub(crate) fn add(&self, pin: &SecretString) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(pin.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usable() -> PinFlags {
        PinFlags {
            initialized: true,
            ..PinFlags::default()
        }
    }

    fn pin() -> Option<SecretString> {
        Some(SecretString::from("1234"))
    }

    #[test]
    fn a_locked_token_is_never_asked() {
        let flags = PinFlags {
            locked: true,
            final_try: true,
            ..usable()
        };
        assert_eq!(
            flags.admit(pin().as_ref(), FinalTry::Allow),
            Err(TokenError::PinLocked)
        );
        assert_eq!(flags.tries_left(), TriesLeft::Zero);
    }

    #[test]
    fn the_final_try_needs_permission() {
        let flags = PinFlags {
            count_low: true,
            final_try: true,
            ..usable()
        };
        assert_eq!(
            flags.admit(pin().as_ref(), FinalTry::Refuse),
            Err(TokenError::PinFinalTry)
        );
        assert_eq!(flags.admit(pin().as_ref(), FinalTry::Allow), Ok(()));
        assert_eq!(flags.tries_left(), TriesLeft::One);
    }

    #[test]
    fn a_pin_pad_takes_no_pin_and_everything_else_needs_one() {
        let pad = PinFlags {
            protected_authentication_path: true,
            ..usable()
        };
        assert_eq!(
            pad.admit(pin().as_ref(), FinalTry::Refuse),
            Err(TokenError::PinOnPad)
        );
        assert_eq!(pad.admit(None, FinalTry::Refuse), Ok(()));
        assert_eq!(
            usable().admit(None, FinalTry::Refuse),
            Err(TokenError::PinRequired)
        );
        let empty = SecretString::from("");
        assert_eq!(
            usable().admit(Some(&empty), FinalTry::Refuse),
            Err(TokenError::PinRequired)
        );
    }

    #[test]
    fn a_token_without_a_pin_is_not_asked() {
        let flags = PinFlags {
            initialized: false,
            ..usable()
        };
        let refusal = Err(TokenError::PinNotInitialized);
        assert_eq!(flags.admit(pin().as_ref(), FinalTry::Allow), refusal);
    }

    #[test]
    fn remembers_exactly_what_was_refused() {
        let refused = RefusedPins::default();
        refused.add(&SecretString::from("1234"));
        assert!(refused.contain(&SecretString::from("1234")));
        assert!(!refused.contain(&SecretString::from("123")));
        assert!(!refused.contain(&SecretString::from("1235")));
    }
}

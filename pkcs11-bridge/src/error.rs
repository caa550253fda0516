//! What can go wrong between a request and a signature, and what PKCS#11 answered.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use cryptoki::error::{Error as CallError, RvError};

use crate::digest::DigestKind;
use crate::keypair::KeyKind;
use crate::mechanism::SignatureAlgorithm;
use crate::pin::TriesLeft;
use crate::uri::UriError;

/// Why a token did not do what was asked. No variant ever carries a PIN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The key URI is refused.
    #[error(transparent)]
    Uri(#[from] UriError),
    /// Neither the URI nor the configuration names a PKCS#11 library (G5).
    #[error("no PKCS#11 module is configured for this key")]
    ModuleUnnamed,
    /// The library cannot be loaded.
    #[error("the PKCS#11 module {} cannot be loaded: {reason}", path.display())]
    ModuleNotLoadable {
        /// The library as configured.
        path: PathBuf,
        /// What the operating system or the library said.
        reason: String,
    },
    /// A PKCS#11 function failed.
    #[error("{function} answered {code}")]
    Call {
        /// The PKCS#11 function, such as `C_Sign`.
        function: String,
        /// Its return code.
        code: ReturnCode,
    },
    /// The binding to PKCS#11 failed outside a function of the module.
    #[error("the PKCS#11 module misbehaved: {reason}")]
    Binding {
        /// What the binding said.
        reason: String,
    },
    /// No token fits the URI.
    #[error("no token fits {wanted}; present: {}", listed(present))]
    TokenNotFound {
        /// The URI or token asked for.
        wanted: String,
        /// The tokens that are present.
        present: Vec<String>,
    },
    /// More than one token fits the URI.
    #[error(
        "several tokens fit {wanted}: {}; name the serial number too",
        listed(found)
    )]
    TokenAmbiguous {
        /// The URI asked for.
        wanted: String,
        /// Label, model and serial number of each.
        found: Vec<String>,
    },
    /// The token gave no answer in time to a request that it had begun; it is out of use until it
    /// answers.
    #[error("the token gave no answer within {waited:?}; it is out of use until it does")]
    Stuck {
        /// How long this request waited; zero when the token was known to be stuck.
        waited: Duration,
    },
    /// The request waited too long behind others and was never begun.
    #[error("the token is busy: the request waited {waited:?} and was not begun")]
    Busy {
        /// How long this request waited.
        waited: Duration,
    },
    /// The thread that owned the token has ended; opening the token again starts a new one.
    #[error("the thread that owned the token has ended")]
    OwnerEnded,

    /// The token refused a PIN.
    #[error("{function} answered {code}: {left}")]
    PinRefused {
        /// `C_Login`.
        function: String,
        /// `CKR_PIN_INCORRECT` and its like.
        code: ReturnCode,
        /// What the token's flags say now.
        left: TriesLeft,
    },
    /// The token has refused this very PIN before; it was not offered again.
    #[error("the token has refused this PIN before: it was not tried again")]
    PinRefusedBefore,
    /// The token is in use with another PIN; this one was not tried.
    #[error("the token is logged in with another PIN: this one was not tried")]
    PinDiffers,
    /// The token is locked after wrong PINs.
    #[error("the token's PIN is locked")]
    PinLocked,
    /// One wrong PIN more would lock the token, and the caller did not allow that risk.
    #[error("the token's flags leave one last try of the PIN, which was not used")]
    PinFinalTry,
    /// The token has no user PIN yet.
    #[error("the token has no user PIN yet")]
    PinNotInitialized,
    /// The token takes a PIN, and none was given.
    #[error("the token needs a PIN")]
    PinRequired,
    /// The token takes its PIN on a pad of its own, and one was given.
    #[error("the token takes its PIN on its own pad, not from the computer")]
    PinOnPad,
    /// The private key needs a login, and there is none (or it was lost and cannot be repeated).
    #[error("the token is not logged in")]
    LoginRequired,

    /// No private key with a certificate fits the URI.
    #[error(
        "no key with a certificate fits {wanted}; on the token: {}",
        listed(present)
    )]
    KeyNotFound {
        /// The URI or the identifier asked for.
        wanted: String,
        /// Label and identifier of each key or certificate on the token.
        present: Vec<String>,
    },
    /// More than one key or certificate fits.
    #[error("several keys or certificates fit {wanted}: {}", listed(found))]
    KeyAmbiguous {
        /// The URI or the identifier asked for.
        wanted: String,
        /// Label and identifier of each.
        found: Vec<String>,
    },
    /// The certificate cannot be read.
    #[error("the certificate \"{label}\" on the token cannot be read")]
    CertificateMalformed {
        /// CKA_LABEL of the certificate.
        label: String,
    },
    /// Only RSA from 2048 bits, P-256 and P-384 sign.
    #[error("keys of this kind are not supported: {kind}")]
    KeyUnsupported {
        /// What the key is.
        kind: String,
    },
    /// The algorithm does not belong to the kind of key.
    #[error("a {key} key cannot make {algorithm} signatures")]
    AlgorithmMismatch {
        /// The key.
        key: KeyKind,
        /// The algorithm asked for.
        algorithm: SignatureAlgorithm,
    },
    /// The digest is not as long as its algorithm makes it.
    #[error("a {digest} digest has {expected} bytes, not {actual}")]
    DigestLength {
        /// The digest algorithm.
        digest: DigestKind,
        /// Its length in bytes.
        expected: usize,
        /// The length given.
        actual: usize,
    },
    /// The token lacks the mechanism for this algorithm.
    #[error("the token lacks {mechanism}; it has {}", listed(present))]
    MechanismMissing {
        /// The mechanism, such as `CKM_RSA_PKCS`.
        mechanism: String,
        /// The mechanisms that it has.
        present: Vec<String>,
    },
    /// The key asks for the PIN before each use (CKA_ALWAYS_AUTHENTICATE), and the token cannot
    /// sign a ready-made digest that way.
    #[error("the key wants its PIN at each use, and then {function} answered {code}")]
    ReauthenticationUnsupported {
        /// The PKCS#11 function that failed.
        function: String,
        /// Its return code.
        code: ReturnCode,
    },
    /// The signature has not the length that the key gives.
    #[error("the token's signature has {actual} bytes, not {expected}")]
    SignatureLength {
        /// Length in bytes by the key.
        expected: usize,
        /// Length in bytes of what the token returned.
        actual: usize,
    },
    /// The signature does not verify with the certificate: another key, or a faulty token.
    #[error("the token's signature does not verify with the certificate \"{label}\"")]
    SignatureWrong {
        /// CKA_LABEL of the certificate.
        label: String,
    },
    /// More objects or bytes than a token sensibly holds.
    #[error("the token holds more than {limit} {what}")]
    Limit {
        /// What was counted.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// OpenSSL failed at something that has no reason to fail.
    #[error("{action} failed: {reason}")]
    Crypto {
        /// What was attempted.
        action: &'static str,
        /// What OpenSSL said.
        reason: String,
    },
}

/// A PKCS#11 return code; displays as `CKR_PIN_INCORRECT`, or hexadecimal for a vendor's own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ReturnCode(RvError);

impl fmt::Display for ReturnCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            RvError::VendorDefined(code) | RvError::UnknownErrorCode(code) => {
                write!(formatter, "0x{code:08x}")
            }
            known => write!(formatter, "CKR{}", upper_snake_case(&format!("{known:?}"))),
        }
    }
}

impl fmt::Debug for ReturnCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl ReturnCode {
    /// The code as the binding names it.
    pub(crate) fn value(self) -> RvError {
        self.0
    }
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => names.join(", "),
    }
}

/// `PinIncorrect` → `_PIN_INCORRECT`.
fn upper_snake_case(name: &str) -> String {
    name.chars().fold(String::new(), |mut text, letter| {
        if letter.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(letter.to_ascii_uppercase());
        text
    })
}

impl From<CallError> for TokenError {
    fn from(error: CallError) -> TokenError {
        match error {
            CallError::Pkcs11(code, function) => TokenError::Call {
                function: format!("C_{function:?}"),
                code: ReturnCode(code),
            },
            other => TokenError::Binding {
                reason: other.to_string(),
            },
        }
    }
}

/// What may be done about a failed request, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recovery {
    /// The session is poisoned: open another one.
    Reopen,
    /// Sessions, handles, login or device are gone: begin anew.
    Reconnect,
}

impl TokenError {
    /// The recovery that the return code calls for; `None` when repeating would not help.
    pub(crate) fn recovery(&self) -> Option<Recovery> {
        match self.code()? {
            RvError::OperationActive => Some(Recovery::Reopen),
            RvError::ObjectHandleInvalid
            | RvError::KeyHandleInvalid
            | RvError::UserNotLoggedIn
            | RvError::SessionHandleInvalid
            | RvError::SessionClosed
            | RvError::SlotIdInvalid
            | RvError::TokenNotPresent
            | RvError::DeviceError
            | RvError::DeviceRemoved => Some(Recovery::Reconnect),
            _ => None,
        }
    }

    /// The return code of a failed PKCS#11 function.
    pub(crate) fn code(&self) -> Option<RvError> {
        match self {
            TokenError::Call { code, .. } => Some(code.value()),
            _ => None,
        }
    }

    /// OpenSSL's refusal of `action`.
    pub(crate) fn crypto(
        action: &'static str,
    ) -> impl FnOnce(openssl::error::ErrorStack) -> TokenError {
        move |stack| TokenError::Crypto {
            action,
            reason: stack.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use cryptoki::context::Function;

    use super::*;

    #[test]
    fn names_function_and_code() {
        let error = TokenError::from(CallError::Pkcs11(RvError::PinIncorrect, Function::Login));
        assert_eq!(error.to_string(), "C_Login answered CKR_PIN_INCORRECT");
        let vendor = RvError::VendorDefined(0x8000_0123);
        let error = TokenError::from(CallError::Pkcs11(vendor, Function::Sign));
        assert_eq!(error.to_string(), "C_Sign answered 0x80000123");
    }

    #[test]
    fn a_refused_pin_is_nothing_to_recover_from() {
        for code in [
            RvError::PinIncorrect,
            RvError::PinLocked,
            RvError::PinLenRange,
        ] {
            let error = TokenError::from(CallError::Pkcs11(code, Function::Login));
            assert_eq!(error.recovery(), None);
        }
    }

    #[test]
    fn a_removed_token_is_reconnected() {
        let error = TokenError::from(CallError::Pkcs11(RvError::DeviceRemoved, Function::Sign));
        assert_eq!(error.recovery(), Some(Recovery::Reconnect));
    }
}

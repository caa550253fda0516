//! The failures between a request and a signature, with the answer of PKCS#11.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use cryptoki::error::{Error as CallError, RvError};

use crate::kinds::DigestKind;
use crate::kinds::TokenAlgorithm;
use crate::kinds::TokenKeyKind;
use crate::kinds::TriesLeft;
use crate::uri_error::UriError;

/// Why a token did not do what was asked. No variant ever carries a PIN.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenError {
    /// The key URI is refused.
    Uri(UriError),
    /// Neither the URI nor the configuration names a PKCS#11 library (G5).
    ModuleUnnamed,
    /// The library cannot be loaded.
    ModuleNotLoadable {
        /// The library as configured.
        path: PathBuf,
        /// What the operating system or the library said.
        reason: String,
    },
    /// A PKCS#11 function failed.
    Call {
        /// The PKCS#11 function, such as `C_Sign`.
        function: String,
        /// Its return code.
        code: ReturnCode,
    },
    /// The binding to PKCS#11 failed outside a function of the module.
    Binding {
        /// What the binding said.
        reason: String,
    },
    /// No token fits the URI.
    TokenNotFound {
        /// The URI or token asked for.
        wanted: String,
        /// The tokens that are present.
        present: Vec<String>,
    },
    /// More than one token fits the URI.
    TokenAmbiguous {
        /// The URI asked for.
        wanted: String,
        /// Label, model and serial number of each.
        found: Vec<String>,
    },
    /// The token gave no answer in time to a request that it had begun; it is out of use until it
    /// answers.
    Stuck {
        /// How long this request waited; zero when the token was known to be stuck.
        waited: Duration,
    },
    /// The request waited too long behind others and was never begun.
    Busy {
        /// How long this request waited.
        waited: Duration,
    },
    /// The thread that owned the token has ended; opening the token again starts a new one.
    OwnerEnded,

    /// The token refused a PIN.
    PinRefused {
        /// `C_Login`.
        function: String,
        /// `CKR_PIN_INCORRECT` and its like.
        code: ReturnCode,
        /// What the token's flags say now.
        left: TriesLeft,
    },
    /// The token has refused this very PIN before; it was not offered again.
    PinRefusedBefore,
    /// The token is in use with another PIN; this one was not tried.
    PinDiffers,
    /// The token is locked after wrong PINs.
    PinLocked,
    /// One wrong PIN more would lock the token, and the caller did not allow that risk.
    PinFinalTry,
    /// The token has no user PIN yet.
    PinNotInitialized,
    /// The token takes a PIN, and none was given.
    PinRequired,
    /// The token takes its PIN on a pad of its own, and one was given.
    PinOnPad,
    /// The private key needs a login, and there is none (or it was lost and cannot be repeated).
    LoginRequired,

    /// No private key with a certificate fits the URI.
    KeyNotFound {
        /// The URI or the identifier asked for.
        wanted: String,
        /// Label and identifier of each key or certificate on the token.
        present: Vec<String>,
    },
    /// More than one key or certificate fits.
    KeyAmbiguous {
        /// The URI or the identifier asked for.
        wanted: String,
        /// Label and identifier of each.
        found: Vec<String>,
    },
    /// The certificate cannot be read.
    CertificateMalformed {
        /// CKA_LABEL of the certificate.
        label: String,
    },
    /// Only RSA from 2048 bits, P-256 and P-384 sign.
    KeyUnsupported {
        /// What the key is.
        kind: UnknownKey,
    },
    /// The algorithm does not belong to the kind of key.
    AlgorithmMismatch {
        /// The key.
        key: TokenKeyKind,
        /// The algorithm asked for.
        algorithm: TokenAlgorithm,
    },
    /// The digest is not as long as its algorithm makes it.
    DigestLength {
        /// The digest algorithm.
        digest: DigestKind,
        /// Its length in bytes.
        expected: usize,
        /// The length given.
        actual: usize,
    },
    /// The token lacks the mechanism for this algorithm.
    MechanismMissing {
        /// The mechanism, such as `CKM_RSA_PKCS`.
        mechanism: String,
        /// The mechanisms that it has.
        present: Vec<String>,
    },
    /// The key asks for the PIN before each use (CKA_ALWAYS_AUTHENTICATE), and the token cannot
    /// sign a ready-made digest that way.
    ReauthenticationUnsupported {
        /// The PKCS#11 function that failed.
        function: String,
        /// Its return code.
        code: ReturnCode,
    },
    /// The signature has not the length that the key gives.
    SignatureLength {
        /// Length in bytes by the key.
        expected: usize,
        /// Length in bytes of what the token returned.
        actual: usize,
    },
    /// The signature does not verify with the certificate: another key, or a faulty token.
    SignatureWrong {
        /// CKA_LABEL of the certificate.
        label: String,
    },
    /// More objects or bytes than a token sensibly holds.
    Limit {
        /// What was counted.
        what: Counted,
        /// The limit.
        limit: usize,
    },
    /// OpenSSL failed at something that has no reason to fail.
    Crypto {
        /// What was attempted.
        action: &'static str,
        /// What OpenSSL said.
        reason: String,
    },
}

/// A key that does not sign here.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownKey {
    /// RSA of this length.
    Rsa {
        /// Bits of the modulus.
        bits: u32,
    },
    /// EC on another curve than P-256 and P-384.
    Curve,
    /// Of a type of this name or number.
    Type(String),
    /// The token describes it in a way that the binding does not read.
    Undescribed(String),
}

/// What a token has a limited number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counted {
    /// Keys, certificates and other objects.
    Objects,
    /// Readers.
    Slots,
    /// Ways of signing.
    Mechanisms,
}

impl From<UriError> for TokenError {
    fn from(error: UriError) -> Self {
        Self::Uri(error)
    }
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

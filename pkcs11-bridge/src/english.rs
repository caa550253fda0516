//! What a token says, in English; `text` has the Vietnamese.

use std::fmt;

use crate::error::{Counted, TokenError, UnknownKey};

/// In English, with the advice as a sentence of its own.
impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.english(f)?;
        match self.advice() {
            Some(advice) => write!(f, ". {}", advice.en),
            None => Ok(()),
        }
    }
}

impl std::error::Error for TokenError {}

impl TokenError {
    #[allow(clippy::too_many_lines, reason = "a table of texts")]
    fn english(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uri(error) => fmt::Display::fmt(error, f),
            Self::ModuleUnnamed => f.write_str("no PKCS#11 module is configured for this key"),
            Self::ModuleNotLoadable { path, reason } => write!(
                f,
                "the PKCS#11 module {} cannot be loaded: {reason}",
                path.display()
            ),
            Self::Call { function, code } => write!(f, "{function} answered {code}"),
            Self::Binding { reason } => write!(f, "the PKCS#11 module misbehaved: {reason}"),
            Self::TokenNotFound { wanted, present } => write!(
                f,
                "no token fits {wanted}; present: {}",
                english_list(present)
            ),
            Self::TokenAmbiguous { wanted, found } => write!(
                f,
                "several tokens fit {wanted}: {}; name the serial number too",
                english_list(found)
            ),
            Self::Stuck { waited } => write!(
                f,
                "the token gave no answer within {waited:?}; it is out of use until it does"
            ),
            Self::Busy { waited } => write!(
                f,
                "the token is busy: the request waited {waited:?} and was not begun"
            ),
            Self::OwnerEnded => f.write_str("the thread that owned the token has ended"),
            Self::PinRefused {
                function,
                code,
                left,
            } => write!(f, "{function} answered {code}: {left}"),
            Self::PinRefusedBefore => {
                f.write_str("the token has refused this PIN before: it was not tried again")
            }
            Self::PinDiffers => {
                f.write_str("the token is logged in with another PIN: this one was not tried")
            }
            Self::PinLocked => f.write_str("the token's PIN is locked"),
            Self::PinFinalTry => {
                f.write_str("the token's flags leave one last try of the PIN, which was not used")
            }
            Self::PinNotInitialized => f.write_str("the token has no user PIN yet"),
            Self::PinRequired => f.write_str("the token needs a PIN"),
            Self::PinOnPad => {
                f.write_str("the token takes its PIN on its own pad, not from the computer")
            }
            Self::LoginRequired => f.write_str("the token is not logged in"),
            Self::KeyNotFound { wanted, present } => write!(
                f,
                "no key with a certificate fits {wanted}; on the token: {}",
                english_list(present)
            ),
            Self::KeyAmbiguous { wanted, found } => write!(
                f,
                "several keys or certificates fit {wanted}: {}",
                english_list(found)
            ),
            Self::CertificateMalformed { label } => {
                write!(f, "the certificate \"{label}\" on the token cannot be read")
            }
            Self::KeyUnsupported { kind } => {
                write!(f, "keys of this kind are not supported: {kind}")
            }
            Self::AlgorithmMismatch { key, algorithm } => {
                write!(f, "a {key} key cannot make {algorithm} signatures")
            }
            Self::DigestLength {
                digest,
                expected,
                actual,
            } => write!(f, "a {digest} digest has {expected} bytes, not {actual}"),
            Self::MechanismMissing { mechanism, present } => write!(
                f,
                "the token lacks {mechanism}; it has {}",
                english_list(present)
            ),
            Self::ReauthenticationUnsupported { function, code } => write!(
                f,
                "the key wants its PIN at each use, and then {function} answered {code}"
            ),
            Self::SignatureLength { expected, actual } => write!(
                f,
                "the token's signature has {actual} bytes, not {expected}"
            ),
            Self::SignatureWrong { label } => write!(
                f,
                "the token's signature does not verify with the certificate \"{label}\""
            ),
            Self::Limit { what, limit } => write!(f, "the token holds more than {limit} {what}"),
            Self::Crypto { action, reason } => write!(f, "{action} failed: {reason}"),
        }
    }
}

fn english_list(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => names.join(", "),
    }
}

impl fmt::Display for UnknownKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa { bits } => write!(f, "RSA with {bits} bits"),
            Self::Curve => f.write_str("EC on another curve than P-256 and P-384"),
            Self::Type(name) => f.write_str(name),
            Self::Undescribed(reason) => f.write_str(reason),
        }
    }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Objects => "objects",
            Self::Slots => "slots",
            Self::Mechanisms => "mechanisms",
        })
    }
}

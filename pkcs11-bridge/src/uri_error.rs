//! The failures of key URIs.

/// Why a `pkcs11:` URI is refused. No variant repeats a value that could be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UriError {
    /// The text does not begin with `pkcs11:`.
    #[error("a key URI begins with \"pkcs11:\"")]
    Scheme,
    /// The text is longer than a key URI can sensibly be.
    #[error("the key URI is {length} bytes long, more than {limit}")]
    TooLong {
        /// Length of the text in bytes.
        length: usize,
        /// Greatest length accepted, in bytes.
        limit: usize,
    },
    /// A part is not `name=value`.
    #[error("part {position} of the key URI is not name=value")]
    NotAnAttribute {
        /// Counted from 1, path and query together.
        position: usize,
    },
    /// The same attribute comes twice (RFC 7512, section 2.3).
    #[error("the key URI names \"{name}\" twice")]
    Repeated {
        /// The attribute.
        name: String,
    },
    /// A path attribute that this crate does not match by.
    #[error("the key URI names \"{name}\", which is not supported")]
    UnknownAttribute {
        /// The attribute.
        name: String,
    },
    /// `%` without two hexadecimal digits, a control character, `#`, or bytes that are not UTF-8.
    #[error("the value of \"{name}\" in the key URI is malformed")]
    Value {
        /// The attribute.
        name: String,
    },
    /// The URI carries a PIN, or says where to read one.
    #[error("a key URI must not carry a PIN (\"{name}\"): URIs end up in logs and histories")]
    Secret {
        /// `pin-value` or `pin-source`.
        name: String,
    },
    /// A URI from outside names a library to load (G5).
    #[error("\"{name}\" is accepted from the operator's own configuration only")]
    ModuleFromOutside {
        /// `module-path` or `module-name`.
        name: String,
    },
    /// The object selected is of a type that cannot sign.
    #[error("objects of type \"{value}\" cannot sign; use type=private or type=cert")]
    ObjectType {
        /// The type named.
        value: String,
    },
}

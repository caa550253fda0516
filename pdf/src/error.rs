//! The faults of a file, with their places.

mod flaw;
mod text;

pub use flaw::Flaw;

use std::fmt;

use kyso_words::counted;

use crate::limit_kind::LimitKind;
use crate::object::ObjectId;

/// Why a file cannot be read as it is written. Offsets are bytes from its start.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum PdfError {
    /// No `%PDF-` in the first 1024 bytes (ISO 32000-2, 7.5.2).
    #[error("not a PDF: no %PDF- header in the first 1024 bytes")]
    NotPdf,
    /// No `startxref` and `%%EOF` at the end (ISO 32000-2, 7.5.5).
    #[error("truncated: no startxref and %%EOF at the end of the file ({size} bytes)")]
    Truncated {
        /// Size of the file in bytes.
        size: usize,
    },
    /// Bytes stand before the header that some programs take for parts of the document, or too many of them.
    #[error(
        "{} before the %PDF- header, which some programs take for parts of the document",
        counted(*count, "byte")
    )]
    LeadingBytes {
        /// How many.
        count: usize,
    },
    /// A cross-reference section is not what the standard asks for.
    #[error("broken cross-reference at byte {offset}: {what}")]
    BrokenXref {
        /// Where the section or the entry is.
        offset: u64,
        /// What is wrong.
        what: Flaw,
    },
    /// Text that is no object.
    #[error("syntax error at byte {offset}: {what}")]
    Syntax {
        /// Where reading failed.
        offset: usize,
        /// What was expected or found.
        what: Flaw,
    },
    /// The cross-reference points to something else than this object.
    #[error("object {id} is not at byte {offset}, where the cross-reference puts it")]
    ObjectMisplaced {
        /// The object looked for.
        id: ObjectId,
        /// Where it should be.
        offset: u64,
    },
    /// An object is of another type than its place requires.
    #[error("object {id}: {what}")]
    UnexpectedObject {
        /// The object, or the one that holds it.
        id: ObjectId,
        /// What was expected.
        what: Flaw,
    },
    /// A structure that must be there is not.
    #[error("missing {what}")]
    Missing {
        /// The structure.
        what: Flaw,
    },
    /// A filter that this reader does not decode.
    #[error("stream filter {filter} is not supported here")]
    UnsupportedFilter {
        /// The filter.
        filter: UnknownFilter,
    },
    /// The encoded data of a stream are damaged.
    #[error("stream data cannot be decoded: {what}")]
    BrokenStream {
        /// What is wrong.
        what: Flaw,
    },
    /// A budget of [`Limits`](crate::Limits) is used up.
    #[error("limit reached: more than {limit} {budget}")]
    LimitReached {
        /// Name of the budget.
        budget: LimitKind,
        /// Its size.
        limit: usize,
    },
    /// Objects refer to each other in a circle.
    #[error("object {id} refers to itself")]
    Cycle {
        /// An object of the circle.
        id: ObjectId,
    },
    /// The file is encrypted, and neither the empty password nor one that was given opens it (ISO 32000-2, 7.6).
    #[error(transparent)]
    Locked(#[from] Locked),
    /// The file may be read but no signature may be added.
    #[error(transparent)]
    Unsignable(#[from] Unsignable),
}

/// A filter that this reader does not decode.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum UnknownFilter {
    /// One of this name.
    Named(String),
    /// More filters for one stream than are undone.
    MoreThan(usize),
    /// A reference, which may lead to different filters in different revisions.
    Reference,
    /// Something that is no name.
    NoName,
    /// A predictor that is not undone for samples of so many bits.
    Predictor {
        /// `/Predictor`.
        predictor: usize,
        /// `/BitsPerComponent`.
        bits: usize,
    },
}

impl fmt::Display for UnknownFilter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => formatter.write_str(name),
            Self::MoreThan(limit) => write!(formatter, "more than {limit} filters"),
            Self::Reference => formatter.write_str("a reference"),
            Self::NoName => formatter.write_str("what is no name"),
            Self::Predictor { predictor, bits } => {
                write!(formatter, "predictor {predictor} with {bits} bits")
            }
        }
    }
}

/// Why the strings and streams of an encrypted file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Locked {
    /// The empty password does not open the file.
    #[error(
        "the file needs a password to be opened; give it, or ask for a signed file that opens without one"
    )]
    PasswordNeeded,
    /// The given password is neither that of the user nor that of the owner.
    #[error("the password that was given does not open the file")]
    WrongPassword,
    /// Another security handler or cipher than the standard ones, such as
    /// encryption for the holders of certificates.
    #[error("the file is encrypted by {name}, which is not supported")]
    OtherHandler {
        /// `/Filter` of the encryption dictionary, or the method of a crypt filter.
        name: String,
    },
    /// A version of the standard security handler that is not known.
    #[error("encryption version {version}, revision {revision} is not supported")]
    Unsupported {
        /// `/V`.
        version: i64,
        /// `/R`.
        revision: i64,
    },
    /// The encryption dictionary contradicts itself.
    #[error("the encryption of the file is damaged: {what}")]
    Damaged {
        /// What is wrong.
        what: Flaw,
    },
    /// A later revision names another encryption or file identifier: what was
    /// signed would read differently.
    #[error("revision {revision} changes the encryption of the file")]
    Changed {
        /// The revision, from 1.
        revision: usize,
    },
}

/// Why no signature may be appended to a readable file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Unsignable {
    /// The file is encrypted (I4).
    #[error("the file is encrypted; sign the file without a password")]
    Encrypted,
    /// The form is an XFA form (I4).
    #[error("the file holds an XFA form; convert it to a plain PDF first")]
    Xfa,
    /// A certification signature allows no change (ISO 32000-2, 12.8.2.2; A6).
    #[error("a certification signature (DocMDP P=1) allows no further signature")]
    CertifiedNoChanges,
    /// Bytes stand before the header, so that offsets are ambiguous.
    #[error("{} before the %PDF- header", counted(*count, "byte"))]
    BytesBeforeHeader {
        /// How many.
        count: usize,
    },
    /// Bytes other than white space follow the last `%%EOF`.
    #[error("{} behind the last %%EOF", counted(*count, "byte"))]
    BytesAfterEof {
        /// How many.
        count: usize,
    },
    /// The field name is taken.
    #[error("the document already has a form field named {name}")]
    FieldNameTaken {
        /// The partial field name.
        name: String,
    },
    /// There is no such page.
    #[error("the document has {}, page {number} does not exist", counted(*count, "page"))]
    NoSuchPage {
        /// Page number asked for, from 1.
        number: usize,
        /// Number of pages.
        count: usize,
    },
    /// The signature container is larger than the room reserved.
    #[error("the signature needs {needed} bytes, {reserved} are reserved")]
    ContentsTooSmall {
        /// Size of the DER signature container.
        needed: usize,
        /// Bytes reserved in `/Contents`.
        reserved: usize,
    },
    /// The file would grow past what a classic cross-reference table can address.
    #[error("the file is {size} bytes; a cross-reference table addresses 9,999,999,999")]
    TooLarge {
        /// Size in bytes.
        size: usize,
    },
    /// The appended objects would take numbers that programs do not read (ISO 32000-2, table C.1).
    #[error("the file counts {needed} objects; programs read numbers up to 8,388,599")]
    NoObjectNumberLeft {
        /// The greatest number that would be needed.
        needed: u32,
    },
}

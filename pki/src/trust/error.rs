//! Why a trust folder cannot be used.

use std::path::PathBuf;

use openssl::error::ErrorStack;

use super::file::TrustFileError;
use crate::anchor::TrustClass;
use crate::certificate::{Certificate, CertificateError};

/// Why a trust folder cannot be used. Each names the file and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// The folder or a file cannot be read.
    #[error("{}: cannot be read ({source}); check that it exists and its permissions", path.display())]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// The reason given by the system.
        source: std::io::Error,
    },
    /// A file is larger than any certificate or list should be.
    #[error("{}: {size} bytes are more than the {limit} allowed; remove the file", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// More files than a trust folder should hold.
    #[error("{}: more than {limit} files; remove what does not belong there", path.display())]
    TooManyFiles {
        /// The folder.
        path: PathBuf,
        /// Files allowed.
        limit: usize,
    },
    /// A file holds something else than certificates and evidence about them, such as a private key.
    #[error("{}: {source}; replace it with certificates or revocation lists, PEM, DER or PKCS #7, or remove it", path.display())]
    NotTrustMaterial {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: TrustFileError,
    },
    /// A known authority is filed under the class of others: a public root under `government` would make originals (0.4).
    #[error(
        "{name} is known as {known} by its fingerprint, not as {given}; move it to where {known} authorities are, or remove it"
    )]
    WrongClass {
        /// Name of the authority.
        name: &'static str,
        /// The class that it was given.
        given: TrustClass,
        /// The class that is known.
        known: TrustClass,
    },
    /// One anchor is filed under two classes that exclude each other.
    #[error("{}: stands under {first} and under {second}; remove one of the two", certificate.subject_display())]
    TwoClasses {
        /// The certificate.
        certificate: Certificate,
        /// The class that it was given first.
        first: TrustClass,
        /// The class that it was given as well.
        second: TrustClass,
    },
    /// Nothing tells the class of an anchor in a bundle.
    #[error(
        "{}: the class of this anchor is not known; name it, or use a folder with government, public, tsa and other",
        certificate.subject_display()
    )]
    NoClass {
        /// The certificate.
        certificate: Certificate,
    },
    /// A class was named for a folder, whose subfolders give the classes.
    #[error("{}: a class is named for a bundle only; in a folder the subfolders give it", path.display())]
    ClassOfFolder {
        /// The folder.
        path: PathBuf,
    },
    /// An anchor that the path engine refuses.
    #[error("{}: {source}; remove it", certificate.subject_display())]
    UnusableAnchor {
        /// The certificate.
        certificate: Certificate,
        /// What is wrong with it.
        source: CertificateError,
    },
    /// A root whose own signature does not hold, or is of an algorithm that is not known here: it could be no anchor, and
    /// no error would say so.
    #[error(
        "{}: names itself as its issuer, but its own signature cannot be confirmed; replace it, or remove it",
        certificate.subject_display()
    )]
    UnconfirmedRoot {
        /// The certificate.
        certificate: Certificate,
    },
    /// The cryptographic library failed.
    #[error("the cryptographic library failed")]
    Library(#[from] ErrorStack),
}

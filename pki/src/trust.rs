//! The trust store: anchors, intermediates and revocation lists that an operator put into a folder (requirements
//! 0.4, F6, F9, K).
//!
//! Self-signed certificates are anchors, all others intermediates. The subfolder gives the class. A file that cannot
//! be read is an error, never skipped: a missing anchor or list must not look like an answer.

mod loading;
pub mod pinned;

use std::fmt;
use std::path::{Path, PathBuf};

use openssl::error::ErrorStack;

use crate::certificate::{Certificate, CertificateError};
use crate::crl::Crl;
use crate::path::{Answers, Engine, Purpose};
use crate::tlv::EncodingError;

/// Which kind of authority an anchor stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrustClass {
    /// The government's special-purpose authority (Ban Cơ yếu Chính phủ): counts towards originals (0.3, 0.4).
    Government,
    /// A licensed public authority.
    Public,
    /// Anything else that the operator trusts.
    Other,
    /// Timestamping only.
    Timestamping,
}

impl fmt::Display for TrustClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Government => "government",
            Self::Public => "public",
            Self::Other => "other",
            Self::Timestamping => "timestamping",
        })
    }
}

/// A self-signed certificate that paths may end in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustAnchor {
    /// The certificate.
    pub certificate: Certificate,
    /// What it is trusted as.
    pub class: TrustClass,
}

/// Anchors, intermediates and revocation lists.
pub struct TrustStore {
    anchors: Vec<TrustAnchor>,
    intermediates: Vec<Certificate>,
    crls: Vec<Crl>,
    ignored: Vec<PathBuf>,
    /// Anchors for documents, and for timestamps.
    documents: Engine,
    timestamps: Engine,
    answers: Answers,
}

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
    /// A file with the name of a certificate holds something else.
    #[error("{}: {source}; replace it with a PEM or DER certificate, or remove it", path.display())]
    NotCertificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: CertificateError,
    },
    /// A file with the name of a revocation list holds something else.
    #[error("{}: not a revocation list ({source}); fetch it again, or remove it", path.display())]
    NotCrl {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: EncodingError,
    },
    /// A PEM file holds no certificate or list, or something beside them, such as a private key.
    #[error("{}: holds a PEM block {label:?}, which does not belong into a trust folder; remove it", path.display())]
    UnexpectedBlock {
        /// The file.
        path: PathBuf,
        /// Label of the block; empty when there is no block at all.
        label: String,
    },
    /// An anchor that the path engine refuses.
    #[error("{}: {source}; remove it", certificate.subject_display())]
    UnusableAnchor {
        /// The certificate.
        certificate: Certificate,
        /// What is wrong with it.
        source: CertificateError,
    },
    /// The cryptographic library failed.
    #[error("the cryptographic library failed")]
    Library(#[from] ErrorStack),
}

impl TrustStore {
    /// Loads a folder: `government/`, `public/`, `tsa/` and `other/` give the class; certificates directly in `dir`
    /// count as government. Files whose extension is not pem, crt, cer, der or crl are listed by
    /// [`TrustStore::ignored`].
    ///
    /// # Errors
    /// When the folder or one file in it cannot be read or holds something else.
    pub fn load(dir: &Path) -> Result<Self, TrustError> {
        let loaded = loading::load(dir)?;
        let store = Self::new(loaded.certificates, loaded.crls)?;
        Ok(Self {
            ignored: loaded.ignored,
            ..store
        })
    }

    /// A store of these certificates, self-signed ones as anchors, and lists.
    ///
    /// # Errors
    /// When an anchor cannot be used by the path engine.
    pub fn new(
        certificates: impl IntoIterator<Item = (Certificate, TrustClass)>,
        crls: Vec<Crl>,
    ) -> Result<Self, TrustError> {
        let mut anchors: Vec<TrustAnchor> = Vec::new();
        let mut intermediates: Vec<Certificate> = Vec::new();
        for (certificate, class) in certificates {
            let anchor = TrustAnchor { certificate, class };
            if !anchor.certificate.is_self_signed() {
                if !intermediates.contains(&anchor.certificate) {
                    intermediates.push(anchor.certificate);
                }
            } else if !anchors.contains(&anchor) {
                anchors.push(anchor);
            }
        }
        anchors.sort_by_key(|anchor| anchor.class);
        let all = anchors.iter().map(|anchor| &anchor.certificate);
        let all = all.chain(&intermediates);
        Ok(Self {
            answers: Answers::new(all, &crls),
            documents: engine(&anchors, Purpose::DocumentSigning)?,
            timestamps: engine(&anchors, Purpose::Timestamping)?,
            anchors,
            intermediates,
            crls,
            ignored: Vec::new(),
        })
    }

    /// The anchors, by class.
    #[must_use]
    pub fn anchors(&self) -> &[TrustAnchor] {
        &self.anchors
    }

    /// The certificates that are not anchors.
    #[must_use]
    pub fn intermediates(&self) -> &[Certificate] {
        &self.intermediates
    }

    /// The revocation lists.
    #[must_use]
    pub fn crls(&self) -> &[Crl] {
        &self.crls
    }

    /// Files that were passed over because of their extension, and folders that have no class.
    #[must_use]
    pub fn ignored(&self) -> &[PathBuf] {
        &self.ignored
    }

    pub(crate) fn answers(&self) -> &Answers {
        &self.answers
    }

    pub(crate) fn engine(&self, purpose: Purpose) -> &Engine {
        match purpose {
            Purpose::Timestamping => &self.timestamps,
            _ => &self.documents,
        }
    }

    /// The anchor of this certificate that counts for `purpose`.
    pub(crate) fn anchor(
        &self,
        certificate: &Certificate,
        purpose: Purpose,
    ) -> Option<&TrustAnchor> {
        self.anchors
            .iter()
            .find(|anchor| anchor.certificate == *certificate && counts(anchor.class, purpose))
    }
}

impl fmt::Debug for TrustStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TrustStore")
            .field("anchors", &self.anchors.len())
            .field("intermediates", &self.intermediates.len())
            .field("crls", &self.crls.len())
            .field("answers", self.answers.known())
            .finish()
    }
}

fn counts(class: TrustClass, purpose: Purpose) -> bool {
    class != TrustClass::Timestamping || purpose == Purpose::Timestamping
}

fn engine(anchors: &[TrustAnchor], purpose: Purpose) -> Result<Engine, TrustError> {
    let counting = anchors
        .iter()
        .filter(|anchor| counts(anchor.class, purpose));
    let mut certificates = Vec::new();
    for anchor in counting {
        let x509 = anchor.certificate.x509();
        certificates.push(x509.map_err(|source| TrustError::UnusableAnchor {
            certificate: anchor.certificate.clone(),
            source,
        })?);
    }
    Ok(Engine::new(certificates)?)
}

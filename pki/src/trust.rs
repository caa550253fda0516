//! The trust store: anchors, intermediates and revocation lists that an operator put into a folder or a bundle
//! (requirements 0.4, F6, F9, K; ADR 0017).
//!
//! Self-signed certificates are anchors, all others intermediates. The class comes from the subfolder; in a bundle from
//! the operator or, for the known authorities, from their fingerprints. An authority whose fingerprint is known is never
//! taken for another kind, because the class decides what is an original. A file that cannot be read is an error, never
//! skipped: a missing anchor or list must not look like an answer.

mod classes;
mod error;
mod file;
mod loading;
pub mod pinned;
mod pkcs7;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::anchor::{TrustAnchor, TrustClass};
use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::memory::Memories;
use crate::ocsp::OcspResponse;
use crate::path::{Answers, Engine, Purpose};
pub use error::TrustError;
pub use file::{TrustFile, TrustFileError};

/// A file of a trust folder: its path, and its contents or why it has none.
pub type TrustFolderFile = (PathBuf, Result<TrustFile, TrustError>);

/// Anchors, intermediates, revocation lists and OCSP responses.
///
/// ```
/// use std::path::Path;
///
/// use kyso_pki::{TrustClass, TrustStore};
///
/// let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/viewers/found/trust");
/// let trust = TrustStore::load(&folder)?;
///
/// // What lies directly in the folder counts as the government's.
/// assert!(trust.anchors().iter().all(|anchor| anchor.class == TrustClass::Government));
/// assert_eq!((trust.anchors().len(), trust.crls().len()), (3, 3));
/// # Ok::<(), kyso_pki::TrustError>(())
/// ```
pub struct TrustStore {
    anchors: Vec<TrustAnchor>,
    intermediates: Vec<Certificate>,
    crls: Vec<Crl>,
    ocsp_responses: Vec<OcspResponse>,
    repeated: Vec<Certificate>,
    ignored: Vec<PathBuf>,
    /// One for each anchor.
    engines: Vec<Engine>,
    answers: Answers,
    memories: Memories,
}

impl TrustStore {
    /// Loads a folder, or a bundle of authorities that are all known: [`TrustStore::load_as`] without a class.
    ///
    /// # Errors
    /// As [`TrustStore::load_as`].
    pub fn load(path: &Path) -> Result<Self, TrustError> {
        Self::load_as(path, None)
    }

    /// The files of a folder that it would be loaded from, in that order, each with its contents or with why it has none.
    ///
    /// # Errors
    /// When the folder itself cannot be read.
    pub fn files(dir: &Path) -> Result<Vec<TrustFolderFile>, TrustError> {
        let (files, _) = loading::files(dir)?;
        let held = files.into_iter().map(|(path, _)| {
            let contents = loading::contents(&path);
            (path, contents)
        });
        Ok(held.collect())
    }

    /// Loads a folder or a bundle.
    ///
    /// In a folder `government/`, `public/`, `tsa/` and `other/` give the class; certificates directly in it count as
    /// government. Files whose extension is not pem, crt, cer, der, crl, p7b, p7c, ocsp or ors are listed by
    /// [`TrustStore::ignored`]. A bundle is one file with any number of certificates and lists; its anchors are of
    /// `class`, or without one of the class that is known by their fingerprints.
    ///
    /// # Errors
    /// When the folder or one file in it cannot be read or holds something else, or the class of an anchor is not
    /// known or contradicts what is known.
    pub fn load_as(path: &Path, class: Option<TrustClass>) -> Result<Self, TrustError> {
        let loaded = match (path.is_dir(), class) {
            (true, Some(_)) => {
                return Err(TrustError::ClassOfFolder {
                    path: path.to_owned(),
                });
            }
            (true, None) => loading::folder(path)?,
            (false, _) => loading::bundle(path)?,
        };
        let certificates = loaded.certificates.into_iter();
        let certificates = certificates.map(|(certificate, folder)| {
            let class = classes::choose(&certificate, folder.or(class))?;
            Ok((certificate, class))
        });
        let certificates = certificates.collect::<Result<Vec<_>, TrustError>>()?;
        let store = Self::with_responses(certificates, loaded.crls, loaded.ocsp_responses)?;
        Ok(Self {
            ignored: loaded.ignored,
            ..store
        })
    }

    /// A store of these certificates, self-signed ones as anchors, and lists.
    ///
    /// # Errors
    /// When an anchor cannot be used by the path engine, or its class contradicts what is known or another.
    pub fn new(
        certificates: impl IntoIterator<Item = (Certificate, TrustClass)>,
        crls: Vec<Crl>,
    ) -> Result<Self, TrustError> {
        Self::with_responses(certificates, crls, Vec::new())
    }

    /// As [`TrustStore::new`], with OCSP responses.
    ///
    /// # Errors
    /// As [`TrustStore::new`].
    fn with_responses(
        certificates: impl IntoIterator<Item = (Certificate, TrustClass)>,
        crls: Vec<Crl>,
        ocsp_responses: Vec<OcspResponse>,
    ) -> Result<Self, TrustError> {
        let mut anchors: Vec<TrustAnchor> = Vec::new();
        let mut intermediates: Vec<Certificate> = Vec::new();
        let mut repeated = Vec::new();
        for (certificate, class) in certificates {
            let anchor = TrustAnchor { certificate, class };
            if anchors.contains(&anchor) || intermediates.contains(&anchor.certificate) {
                repeated.push(anchor.certificate);
            } else if !anchor.certificate.is_self_signed() {
                intermediates.push(anchor.certificate);
            } else {
                classes::check(&anchor, &anchors)?;
                anchors.push(anchor);
            }
        }
        classes::check_roots(&anchors, &intermediates)?;
        anchors.sort_by_key(|anchor| anchor.class);
        let all = anchors.iter().map(|anchor| &anchor.certificate);
        let all = all.chain(&intermediates);
        Ok(Self {
            answers: Answers::new(all, &crls, &ocsp_responses),
            engines: anchors.iter().map(engine).collect::<Result<_, _>>()?,
            anchors,
            intermediates,
            crls,
            ocsp_responses,
            repeated,
            ignored: Vec::new(),
            memories: Memories::default(),
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

    /// The OCSP responses.
    #[must_use]
    pub fn ocsp_responses(&self) -> &[OcspResponse] {
        &self.ocsp_responses
    }

    /// Every further copy of a certificate that is there already.
    #[must_use]
    pub fn repeated(&self) -> &[Certificate] {
        &self.repeated
    }

    /// Files that were passed over because of their extension, and folders that have no class.
    #[must_use]
    pub fn ignored(&self) -> &[PathBuf] {
        &self.ignored
    }

    /// What a user of this store remembers from one question to the next: one value of each kind,
    /// which nothing else sees, and which ends with the store. It must change no answer (ADR 0010).
    #[must_use]
    pub fn memory<M: Default + Send + Sync + 'static>(&self) -> Arc<M> {
        self.memories.of()
    }

    pub(crate) fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The engine that trusts this anchor and no other.
    pub(crate) fn engine(&self, anchor: &Certificate) -> Option<&Engine> {
        let mut engines = self.anchors.iter().zip(&self.engines);
        let found = engines.find(|(one, _)| one.certificate == *anchor);
        found.map(|(_, engine)| engine)
    }

    /// The anchors that count for `purpose`.
    pub(crate) fn anchors_for(&self, purpose: Purpose) -> impl Iterator<Item = &Certificate> {
        let anchors = self.anchors.iter();
        let counting = anchors.filter(move |anchor| counts(anchor.class, purpose));
        counting.map(|anchor| &anchor.certificate)
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

fn engine(anchor: &TrustAnchor) -> Result<Engine, TrustError> {
    let x509 = anchor.certificate.x509();
    let x509 = x509.map_err(|source| TrustError::UnusableAnchor {
        certificate: anchor.certificate.clone(),
        source,
    })?;
    Ok(Engine::new(x509)?)
}

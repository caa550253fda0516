//! Certificates, lists and responses that other files carried (ADR 0010).

use kyso_pki::{CertificateCache, Crl, DigestCache, KnownCertificates, OcspResponse};

use crate::recall::Recall;

/// The memory of them.
#[derive(Debug)]
pub(crate) struct Memory {
    certificates: CertificateCache,
    pub(super) lists: DigestCache<Crl>,
    pub(super) responses: DigestCache<OcspResponse>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            certificates: CertificateCache::default(),
            lists: DigestCache::new(MAX_REMEMBERED),
            responses: DigestCache::new(MAX_REMEMBERED),
        }
    }
}

impl Recall<Memory> {
    /// The certificates that were read before.
    pub(crate) fn certificates(&self) -> KnownCertificates<'_> {
        self.memory()
            .map_or(KnownCertificates::none(), |(memory, file)| {
                memory.certificates.of_file(file)
            })
    }
}

/// Lists and responses of each kind that are remembered.
const MAX_REMEMBERED: usize = 256;

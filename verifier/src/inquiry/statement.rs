//! The common interface of lists and responses, for judging them.

use kyso_pki::{Certificate, Crl, DigestAlgorithm, OcspResponse, SignatureAlgorithm};

/// A signed statement about revocation.
pub(super) trait Statement {
    /// Whether it names `certificate` as that of its signer.
    fn names(&self, certificate: &Certificate) -> bool;
    /// Whether the key of `certificate` signed it.
    fn is_by(&self, certificate: &Certificate) -> bool;
    /// Its SHA-256.
    fn digest(&self) -> [u8; 32];
    /// How it is signed.
    fn algorithm(&self) -> Option<SignatureAlgorithm>;
    /// Whether it is a list signed with SHA-1. In a response the requester chooses part of what is signed, the nonce, so
    /// that collisions may be of use.
    fn is_sha1_list(&self) -> bool;
}

impl Statement for Crl {
    fn names(&self, certificate: &Certificate) -> bool {
        self.is_from(certificate)
    }

    fn is_by(&self, certificate: &Certificate) -> bool {
        self.is_signed_by(certificate).unwrap_or(false)
    }

    fn digest(&self) -> [u8; 32] {
        self.sha256()
    }

    fn algorithm(&self) -> Option<SignatureAlgorithm> {
        self.signature_algorithm()
    }

    fn is_sha1_list(&self) -> bool {
        let digest = self.signature_algorithm().map(|one| one.digest_algorithm());
        digest == Some(DigestAlgorithm::Sha1)
    }
}

impl Statement for OcspResponse {
    fn names(&self, certificate: &Certificate) -> bool {
        self.is_from(certificate)
    }

    fn is_by(&self, certificate: &Certificate) -> bool {
        self.is_signed_by(certificate).unwrap_or(false)
    }

    fn digest(&self) -> [u8; 32] {
        self.sha256()
    }

    fn algorithm(&self) -> Option<SignatureAlgorithm> {
        self.signature_algorithm()
    }

    fn is_sha1_list(&self) -> bool {
        false
    }
}

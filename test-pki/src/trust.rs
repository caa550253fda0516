//! What an operator would trust: the roots that have a class, and everything below them.

use jiff::Timestamp;
use kyso_pki::{Certificate, TrustClass, TrustStore};

use crate::description::RootClass;
use crate::pki::{PkiError, TestPki};

impl TestPki {
    /// The roots that have a class, and all their sub-authorities; no revocation lists.
    ///
    /// # Errors
    /// When a certificate cannot be issued.
    pub fn trust_store(&self) -> Result<TrustStore, PkiError> {
        Ok(TrustStore::new(self.trusted()?, Vec::new())?)
    }

    /// As [`TestPki::trust_store`], with the revocation lists that these authorities published at the time `at`.
    ///
    /// # Errors
    /// When a certificate or list cannot be issued.
    pub fn trust_store_with_lists(&self, at: Timestamp) -> Result<TrustStore, PkiError> {
        let ids = self.trusted_ids();
        let lists = ids.map(|(id, _)| self.revocation_list(id, at));
        let lists = lists.collect::<Result<_, _>>()?;
        Ok(TrustStore::new(self.trusted()?, lists)?)
    }

    fn trusted(&self) -> Result<Vec<(Certificate, TrustClass)>, PkiError> {
        let ids = self.trusted_ids();
        let classed = ids.filter_map(|(id, class)| Some((id, class.trust()?)));
        let certificate = |(id, class)| Ok((self.certificate(id)?, class));
        classed.map(certificate).collect()
    }

    /// Authorities below roots that have a class.
    pub(crate) fn trusted_ids(&self) -> impl Iterator<Item = (&str, RootClass)> {
        let ids = self.authority_members().map(|(id, _)| id);
        let classed = ids.filter_map(|id| Some((id, self.class_of(id)?)));
        classed.filter(|(_, class)| *class != RootClass::None)
    }

    fn class_of(&self, id: &str) -> Option<RootClass> {
        let entry = &self.authority_member(id).ok()?.entry;
        match &entry.issuer {
            Some(issuer) => self.class_of(issuer.get_ref()),
            None => entry.class,
        }
    }
}

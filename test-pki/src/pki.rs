//! A PKI made from a description, for one moment.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use jiff::Timestamp;
use kyso_issuing::{
    Access, Authority, CertificateRequest, IssuingError, Profile, Subject, Validity,
};
use kyso_pki::{Certificate, Crl, Pkcs12Key, TrustError};
use openssl::sha::sha256;
use toml::Spanned;

use crate::description::{
    AuthorityEntry, Description, HolderEntry, KeyName, RevocationEntry, Span,
};
use crate::keys::key_of;

/// Authorities and holders. Certificates are issued when they are first asked for; clones share them.
#[derive(Debug, Clone)]
pub struct TestPki {
    now: Timestamp,
    base_url: String,
    authorities: Arc<BTreeMap<String, AuthorityMember>>,
    holders: Arc<BTreeMap<String, HolderMember>>,
    lists: Arc<Mutex<HashMap<(String, Timestamp), Crl>>>,
}

/// Why something of a PKI cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PkiError {
    /// The description names no such member.
    #[error("the test PKI has no {kind} {id:?}")]
    Unknown {
        /// What was looked for.
        kind: &'static str,
        /// The id.
        id: String,
    },
    /// A certificate or list cannot be issued.
    #[error("{id:?} cannot be issued: {source}")]
    Issuing {
        /// The member.
        id: String,
        /// Why.
        source: IssuingError,
    },
    /// The trust store cannot be made.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// A file cannot be written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A time lies outside the years that can be named.
    #[error("{id:?}: its times lie outside the calendar")]
    Time {
        /// The member.
        id: String,
    },
}

#[derive(Debug)]
pub(crate) struct AuthorityMember {
    pub(crate) entry: AuthorityEntry,
    made: OnceLock<Authority>,
}

#[derive(Debug)]
pub(crate) struct HolderMember {
    pub(crate) entry: HolderEntry,
    made: OnceLock<Pkcs12Key>,
}

impl TestPki {
    /// The PKI of `description` as it is at the time `now`; `base_url`, such as
    /// `http://127.0.0.1:8080`, replaces `{base}` in the addresses of certificates.
    ///
    /// # Errors
    /// [`PkiError::Time`] when a time lies outside the calendar.
    pub fn generate(
        description: &Description,
        now: Timestamp,
        base_url: &str,
    ) -> Result<Self, PkiError> {
        let authorities = description.authorities.iter().map(|entry| {
            let (entry, made) = (entry.clone(), OnceLock::new());
            (entry.id.get_ref().clone(), AuthorityMember { entry, made })
        });
        let holders = description.holders.iter().map(|entry| {
            let (entry, made) = (entry.clone(), OnceLock::new());
            (entry.id.get_ref().clone(), HolderMember { entry, made })
        });
        let pki = Self {
            now: whole_second(now),
            base_url: base_url.trim_end_matches('/').to_owned(),
            authorities: Arc::new(authorities.collect()),
            holders: Arc::new(holders.collect()),
            lists: Arc::default(),
        };
        pki.check_times()?;
        Ok(pki)
    }

    /// The moment for which it was made.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// A holder: key, certificate and the chain up to the root.
    ///
    /// # Errors
    /// When there is none with this id, or it cannot be issued.
    pub fn holder(&self, id: &str) -> Result<Pkcs12Key, PkiError> {
        let member = self.holder_member(id)?;
        if let Some(made) = member.made.get() {
            return Ok(made.clone());
        }
        let entry = &member.entry;
        let issuer = self.authority(entry.issuer.get_ref())?;
        let request = self.request(id, &entry.name, entry.key, entry.valid)?;
        let request = request.with_access(self.access(entry.issuer.get_ref())?);
        let made = issuer.issue(&request, Profile::from(entry.kind));
        let made = made.map_err(issuing(id))?;
        Ok(member.made.get_or_init(|| made).clone())
    }

    /// A root or sub-authority.
    ///
    /// # Errors
    /// When there is none with this id, or it cannot be issued.
    pub fn authority(&self, id: &str) -> Result<Authority, PkiError> {
        let member = self.authority_member(id)?;
        if let Some(made) = member.made.get() {
            return Ok(made.clone());
        }
        let made = self.make_authority(id, &member.entry)?;
        Ok(member.made.get_or_init(|| made).clone())
    }

    /// Who signs as `id`: a holder, or an authority that signs itself (such as its OCSP responses).
    ///
    /// # Errors
    /// When there is none with this id, or it cannot be issued.
    pub fn signer(&self, id: &str) -> Result<Pkcs12Key, PkiError> {
        match self.authorities.contains_key(id) {
            true => Ok(self.authority(id)?.holder()),
            false => self.holder(id),
        }
    }

    /// The certificate of any member.
    ///
    /// # Errors
    /// When there is none with this id, or it cannot be issued.
    pub fn certificate(&self, id: &str) -> Result<Certificate, PkiError> {
        Ok(self.signer(id)?.certificate)
    }

    fn make_authority(&self, id: &str, entry: &AuthorityEntry) -> Result<Authority, PkiError> {
        let request = self.request(id, &entry.name, entry.key, entry.valid)?;
        let digest = entry.signs.into();
        let made = match entry.issuer.as_ref().map(Spanned::get_ref) {
            None => Authority::root_with_digest(&request, digest),
            Some(issuer) => {
                let request = request.with_access(self.access(issuer)?);
                let made = self.authority(issuer)?.subordinate(&request);
                made.map(|authority| authority.with_digest(digest))
            }
        };
        made.map_err(issuing(id))
    }

    fn request(
        &self,
        id: &str,
        name: &str,
        key: KeyName,
        valid: [Span; 2],
    ) -> Result<CertificateRequest, PkiError> {
        let subject = Subject::new(&format!("{name} ({MARK})"), ORGANIZATION, "Hà Nội");
        let key = key_of(id, key.into())
            .map_err(issuing(id))
            .map(|made| (key, made));
        let (key_name, key) = key?;
        let request = CertificateRequest::new(subject, key_name.into(), self.validity(id, valid)?);
        Ok(request.with_serial(&serial_of(id)).with_key(key))
    }

    /// What a certificate of the authority `issuer` names as places of evidence.
    fn access(&self, issuer: &str) -> Result<Access, PkiError> {
        let published = &self.authority_member(issuer)?.entry.publishes;
        let fill = |addresses: &[String]| {
            let filled = addresses
                .iter()
                .map(|address| address.replace("{base}", &self.base_url));
            filled.collect()
        };
        Ok(Access {
            ocsp: fill(&published.ocsp),
            issuers: fill(&published.issuers),
            crls: fill(&published.crls),
        })
    }

    fn validity(&self, id: &str, [from, until]: [Span; 2]) -> Result<Validity, PkiError> {
        Ok(Validity {
            not_before: self.moment(id, from)?,
            not_after: self.moment(id, until)?,
        })
    }

    /// A time of the description.
    pub(crate) fn moment(&self, id: &str, span: Span) -> Result<Timestamp, PkiError> {
        let time = self.now.checked_add(span.0);
        time.map_err(|_| PkiError::Time { id: id.to_owned() })
    }

    /// So that no time fails later.
    fn check_times(&self) -> Result<(), PkiError> {
        let authorities = self.authorities.iter();
        let authorities = authorities.map(|(id, one)| (id, one.entry.valid, &one.entry.revoked));
        let holders = self.holders.iter();
        let holders = holders.map(|(id, one)| (id, one.entry.valid, &one.entry.revoked));
        for (id, valid, revoked) in authorities.chain(holders) {
            let times = revoked.iter().flat_map(RevocationEntry::times);
            for span in valid.into_iter().chain(times) {
                self.moment(id, span)?;
            }
        }
        Ok(())
    }

    /// The issuer of `id`; `None` when it is a root.
    pub(crate) fn issuer_of(&self, id: &str) -> Result<Option<&str>, PkiError> {
        let issuer = match self.authorities.get(id) {
            Some(member) => member.entry.issuer.as_ref(),
            None => Some(&self.holder_member(id)?.entry.issuer),
        };
        Ok(issuer.map(|issuer| issuer.get_ref().as_str()))
    }

    /// Lists that were made already.
    pub(crate) fn known_lists(&self) -> MutexGuard<'_, HashMap<(String, Timestamp), Crl>> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn authority_member(&self, id: &str) -> Result<&AuthorityMember, PkiError> {
        self.authorities
            .get(id)
            .ok_or_else(|| unknown("authority", id))
    }

    pub(crate) fn holder_member(&self, id: &str) -> Result<&HolderMember, PkiError> {
        self.holders.get(id).ok_or_else(|| unknown("holder", id))
    }

    pub(crate) fn authority_members(&self) -> impl Iterator<Item = (&str, &AuthorityMember)> {
        self.authorities
            .iter()
            .map(|(id, member)| (id.as_str(), member))
    }

    pub(crate) fn holder_members(&self) -> impl Iterator<Item = (&str, &HolderMember)> {
        self.holders
            .iter()
            .map(|(id, member)| (id.as_str(), member))
    }
}

/// Serial number of the member `id`: known without issuing it, positive, 16 octets.
pub(crate) fn serial_of(id: &str) -> Vec<u8> {
    let digest = sha256(id.as_bytes());
    std::iter::once(0x5A)
        .chain(digest.into_iter().take(15))
        .collect()
}

/// Certificates name whole seconds.
fn whole_second(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}

pub(crate) fn issuing(id: &str) -> impl FnOnce(IssuingError) -> PkiError {
    let id = id.to_owned();
    move |source| PkiError::Issuing { id, source }
}

pub(crate) fn unknown(kind: &'static str, id: &str) -> PkiError {
    PkiError::Unknown {
        kind,
        id: id.to_owned(),
    }
}

/// Every name says that it counts for nothing.
const MARK: &str = "KIỂM THỬ";
const ORGANIZATION: &str = "kyso test PKI - KHÔNG CÓ GIÁ TRỊ";

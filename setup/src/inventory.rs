//! What a trust store holds, and the state of each item at a moment: for `kyso trust check`, `kyso doctor`, readiness and
//! metrics.

mod finding;

use jiff::{SignedDuration, Timestamp};
use kyso_pki::{
    Certificate, Crl, DigestAlgorithm, OcspResponse, Purpose, TrustClass, TrustStore, pinned,
};

use finding::{Subject, What};
pub use finding::{TrustFinding, TrustSeverity};

/// Authorities and lists of a store, with the values derived from their bytes. Made once for a
/// store; values that depend on the time are methods with a time.
pub struct Inventory {
    /// Anchors, by class, then intermediates.
    pub authorities: Vec<CertificateAuthority>,
    /// Revocation lists.
    pub lists: Vec<RevocationList>,
    /// OCSP responses.
    pub responses: Vec<OcspResponse>,
    /// Certificates that are there more often than once.
    repeated: Vec<Certificate>,
    /// Names of files that were passed over.
    ignored: Vec<String>,
}

/// An anchor or an intermediate.
pub struct CertificateAuthority {
    /// The certificate.
    pub certificate: Certificate,
    /// Its place in paths.
    pub role: PathRole,
    /// The class of the anchor: its own, or that in which its path ends.
    pub class: Option<TrustClass>,
    /// Its name on the list of known ones (K).
    pub known: Option<&'static str>,
    /// The newest revocation list that it signed.
    pub list: Option<Crl>,
}

/// Place of a certificate in paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathRole {
    /// Where paths end: trusted by itself.
    Anchor,
    /// Between an anchor and those who sign.
    Intermediate,
}

/// A revocation list.
pub struct RevocationList {
    /// The list.
    pub crl: Crl,
    /// The authority that signed it, as far as it is in the store.
    issuer: Option<Certificate>,
    /// Whether a newer list of the same authority is there.
    superseded: bool,
}

/// Why no document can be found valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unready {
    /// There are no anchors.
    NoAnchors,
    /// All anchors are outside their validity period.
    NoAnchorInForce,
}

/// How a validity period lies to a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValidityState {
    /// It begins later.
    NotYet,
    /// It has begun and ends in more than 90 days.
    InForce,
    /// It ends within 90 days.
    EndsSoon,
    /// It has ended.
    Past,
}

impl ValidityState {
    /// The name for programs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet_valid",
            Self::InForce => "in_force",
            Self::EndsSoon => "expires_soon",
            Self::Past => "expired",
        }
    }
}

impl Inventory {
    /// Looks at a store.
    #[must_use]
    pub fn of(store: &TrustStore) -> Self {
        let lists = signed_lists(store);
        let newest = |certificate: &Certificate| {
            let own = lists.iter().filter(|list| !list.superseded);
            own.filter(|list| list.issuer.as_ref() == Some(certificate))
                .map(|list| list.crl.clone())
                .next()
        };
        let authority = |certificate: &Certificate, role, class| CertificateAuthority {
            known: pinned::name_of(&certificate.sha256()),
            list: newest(certificate),
            certificate: certificate.clone(),
            role,
            class,
        };
        let anchors = store.anchors().iter();
        let anchors = anchors.map(|a| authority(&a.certificate, PathRole::Anchor, Some(a.class)));
        let intermediates = store
            .intermediates()
            .iter()
            .map(|one| authority(one, PathRole::Intermediate, class_of_path(store, one)));
        let authorities = anchors.chain(intermediates).collect();
        Self {
            authorities,
            lists,
            responses: store.ocsp_responses().to_vec(),
            repeated: store.repeated().to_vec(),
            ignored: store
                .ignored()
                .iter()
                .map(|path| path.display().to_string())
                .collect(),
        }
    }

    /// The anchors.
    pub fn anchors(&self) -> impl Iterator<Item = &CertificateAuthority> {
        self.of_role(PathRole::Anchor)
    }

    /// The intermediates.
    pub fn intermediates(&self) -> impl Iterator<Item = &CertificateAuthority> {
        self.of_role(PathRole::Intermediate)
    }

    fn of_role(&self, role: PathRole) -> impl Iterator<Item = &CertificateAuthority> {
        self.authorities.iter().filter(move |one| one.role == role)
    }

    /// The class of an authority: of an anchor its own, else that in which its path ends.
    #[must_use]
    pub fn class_of(&self, certificate: &Certificate) -> Option<TrustClass> {
        let mut authorities = self.authorities.iter();
        let authority = authorities.find(|one| one.certificate == *certificate)?;
        authority.class
    }

    /// The class of the authority that signed a list.
    #[must_use]
    pub fn class_of_list(&self, crl: &Crl) -> Option<TrustClass> {
        let mut lists = self.lists.iter();
        let list = lists.find(|list| list.crl.sha256() == crl.sha256())?;
        self.class_of(list.issuer.as_ref()?)
    }

    /// When the first of the lists that are fresh now stops to be; `None` when none is.
    #[must_use]
    pub fn evidence_until(&self, now: Timestamp) -> Option<Timestamp> {
        let lists = self.lists.iter().filter(|list| !list.superseded);
        let due = lists.filter_map(|list| list.crl.next_update());
        due.filter(|due| now <= *due).min()
    }

    /// What there is to say, the gravest first.
    #[must_use]
    pub fn findings(&self, now: Timestamp) -> Vec<TrustFinding> {
        let unready = self.readiness(now).err();
        let unready = unready.map(|why| TrustFinding::of(Subject::none(), What::Unready(why)));
        let mut findings: Vec<TrustFinding> = unready.into_iter().collect();
        for authority in &self.authorities {
            findings.extend(authority.findings(now));
        }
        for list in &self.lists {
            findings.extend(list.finding(now, self));
        }
        let repeated = self.repeated.iter();
        findings.extend(repeated.map(|one| TrustFinding::of(Subject::of(one), What::Repeated)));
        let ignored = self.ignored.iter();
        findings.extend(ignored.map(|path| TrustFinding::of(Subject::file(path), What::Ignored)));
        findings.sort_by_key(TrustFinding::severity);
        findings
    }

    /// Whether a document can be found valid at all: an anchor must be within its validity period.
    ///
    /// # Errors
    /// [`Unready`].
    pub fn readiness(&self, now: Timestamp) -> Result<(), Unready> {
        let mut anchors = self.anchors().peekable();
        if anchors.peek().is_none() {
            return Err(Unready::NoAnchors);
        }
        match anchors.any(|anchor| anchor.is_in_force(now)) {
            true => Ok(()),
            false => Err(Unready::NoAnchorInForce),
        }
    }
}

impl CertificateAuthority {
    /// How its validity lies to `now`.
    #[must_use]
    pub fn period(&self, now: Timestamp) -> ValidityState {
        let (from, until) = (self.certificate.not_before(), self.certificate.not_after());
        match now {
            now if now < from => ValidityState::NotYet,
            now if now > until => ValidityState::Past,
            now if now + SOON > until => ValidityState::EndsSoon,
            _ => ValidityState::InForce,
        }
    }

    /// Whether it may issue at `now`.
    #[must_use]
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        matches!(
            self.period(now),
            ValidityState::InForce | ValidityState::EndsSoon
        )
    }

    /// Whether its issuer signed it with SHA-1, as all of generation G1 (F6).
    #[must_use]
    pub fn is_sha1(&self) -> bool {
        let algorithm = self.certificate.signature_algorithm();
        algorithm.is_some_and(|one| one.digest_algorithm() == DigestAlgorithm::Sha1)
    }

    /// Whether it can issue others; an end-entity certificate in a trust folder does nothing.
    fn is_authority(&self) -> bool {
        self.role == PathRole::Anchor || self.certificate.is_authority().unwrap_or(false)
    }

    fn findings(&self, now: Timestamp) -> Vec<TrustFinding> {
        let certificate = &self.certificate;
        let mut found = Vec::new();
        if self.role == PathRole::Anchor && self.known.is_none() {
            found.push(What::UnknownRoot);
        }
        if self.class.is_none() {
            found.push(What::NoPath);
        }
        if !self.is_authority() {
            found.push(What::NoAuthority);
        }
        found.extend(match self.period(now) {
            ValidityState::InForce => None,
            ValidityState::NotYet => Some(What::NotYet(certificate.not_before())),
            ValidityState::EndsSoon => Some(What::EndsSoon(certificate.not_after())),
            ValidityState::Past => Some(What::Past(certificate.not_after(), self.role)),
        });
        if self.is_sha1() {
            found.push(What::Sha1);
        }
        if self.is_authority() && self.is_in_force(now) && self.list.is_none() {
            found.push(What::NoList);
        }
        let found = found.into_iter();
        found
            .map(|what| TrustFinding::of(Subject::of(certificate), what))
            .collect()
    }
}

impl RevocationList {
    /// Whether the next list is not due yet.
    #[must_use]
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        self.crl.next_update().is_some_and(|due| now <= due)
    }

    fn finding(&self, now: Timestamp, inventory: &Inventory) -> Option<TrustFinding> {
        let issuer = self.issuer.as_ref().and_then(|issuer| {
            let mut all = inventory.authorities.iter();
            all.find(|one| one.certificate == *issuer)
        });
        let what = match issuer {
            None => What::ListOfNobody,
            Some(_) if self.superseded => What::ListSuperseded,
            Some(_) if self.is_fresh(now) => return None,
            Some(issuer) if issuer.is_in_force(now) => What::ListStale(self.crl.next_update()),
            Some(_) => What::ListOfPast,
        };
        Some(TrustFinding::of(Subject::list(&self.crl), what))
    }
}

/// Each list with the authority that signed it.
fn signed_lists(store: &TrustStore) -> Vec<RevocationList> {
    let anchors = store.anchors().iter().map(|anchor| &anchor.certificate);
    let authorities: Vec<_> = anchors.chain(store.intermediates()).collect();
    let signer = |crl: &Crl| {
        let signed = |one: &&&Certificate| crl.is_signed_by(one).unwrap_or(false);
        authorities.iter().find(signed).map(|one| (*one).clone())
    };
    let mut lists: Vec<RevocationList> = Vec::new();
    for crl in store.crls() {
        lists.push(RevocationList {
            issuer: signer(crl),
            crl: crl.clone(),
            superseded: false,
        });
    }
    // Partitioned lists of one authority are valid at the same time; they have different scopes but the same issuer, and
    // only a list with a later number for exactly the same issuer replaces another.
    let newest = |one: &RevocationList| {
        lists.iter().any(|other| {
            other.issuer.is_some()
                && other.issuer == one.issuer
                && other.crl.is_delta() == one.crl.is_delta()
                && other.crl.this_update() > one.crl.this_update()
        })
    };
    let superseded: Vec<bool> = lists.iter().map(newest).collect();
    for (list, superseded) in lists.iter_mut().zip(superseded) {
        list.superseded = superseded;
    }
    lists
}

/// The class of the anchor that the path of an intermediate ends in.
fn class_of_path(store: &TrustStore, certificate: &Certificate) -> Option<TrustClass> {
    let anchor = |purpose| {
        let at = certificate.not_before();
        let path = store.validate(certificate, &[], at, purpose);
        path.anchor.map(|anchor| anchor.class)
    };
    anchor(Purpose::Any).or_else(|| anchor(Purpose::Timestamping))
}

/// How long before its end an authority is pointed out: long enough to get the next one confirmed.
const SOON: SignedDuration = SignedDuration::from_hours(24 * 90);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn nothing_is_valid_without_an_anchor_in_force() {
        let root = Certificate::from_der(include_bytes!("../../fuzz/base/root.der")).unwrap();
        let (begin, end) = (root.not_before(), root.not_after());
        let none = Inventory::of(&TrustStore::new([], Vec::new()).unwrap());
        let anchor = [(root, TrustClass::Government)];
        let one = Inventory::of(&TrustStore::new(anchor, Vec::new()).unwrap());
        let second = SignedDuration::from_secs(1);
        for (inventory, now, readiness, code) in [
            (&none, begin, Err(Unready::NoAnchors), "no_anchors"),
            (&one, begin, Ok(()), "unknown_root"),
            (&one, end, Ok(()), "unknown_root"),
            (
                &one,
                begin - second,
                Err(Unready::NoAnchorInForce),
                "no_anchor_in_force",
            ),
            (
                &one,
                end + second,
                Err(Unready::NoAnchorInForce),
                "no_anchor_in_force",
            ),
        ] {
            assert_eq!(inventory.readiness(now), readiness);
            let codes = inventory.findings(now);
            assert_eq!(codes.first().map(TrustFinding::code), Some(code));
        }
    }
}

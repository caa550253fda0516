//! A person under a hierarchy whose root has published a list for the whole year, and evidence about that person.

use jiff::Timestamp;
use kyso_issuing::{ListRequest, ListedRevocation, OcspAnswer, Profile, issue_ocsp_response};
use kyso_pki::{
    Certificate, CertificateStatus, Crl, Evidence, OcspResponse, PathReport, PathRequest,
    Pkcs12Key, Purpose, RevocationGap, RevocationStatus, RevokedEntry, TrustStore,
};

use crate::support::{Hierarchy, Period, YEAR, now, request, time};

pub(crate) struct Scene {
    pub(crate) hierarchy: Hierarchy,
    pub(crate) store: TrustStore,
    pub(crate) person: Certificate,
}

/// From thisUpdate to nextUpdate around "now".
pub(crate) const MADE: &str = "2026-11-20T00:00:00Z";
pub(crate) const DUE: &str = "2026-11-27T00:00:00Z";

impl Scene {
    pub(crate) fn new() -> Self {
        let hierarchy = Hierarchy::new();
        let yearly = hierarchy.root.revocation_list(1, YEAR.into(), &[]);
        let person = hierarchy.person(kyso_issuing::KeyType::P256);
        Self {
            store: hierarchy.store(vec![yearly.unwrap()]),
            person: person.certificate,
            hierarchy,
        }
    }

    pub(crate) fn issuer(&self) -> &Certificate {
        self.hierarchy.sub.certificate()
    }

    /// An answer about the person, fresh around "now".
    pub(crate) fn answer(&self, status: CertificateStatus) -> OcspAnswer<'_> {
        OcspAnswer::new(&self.person, self.issuer(), status, time(MADE)).with_next_update(time(DUE))
    }

    /// The answer, signed by the issuer itself.
    pub(crate) fn respond(&self, answer: &OcspAnswer<'_>) -> OcspResponse {
        issue_ocsp_response(&self.hierarchy.sub.holder(), answer).unwrap()
    }

    /// A list of the issuer.
    pub(crate) fn list(&self, fresh: Period, revoked: &[ListedRevocation]) -> Crl {
        let list = ListRequest::new(7, fresh.into(), revoked);
        self.hierarchy.sub.issue_list(&list).unwrap()
    }

    /// A key that the issuer certified for `profile`.
    pub(crate) fn responder(&self, profile: Profile, validity: Period) -> Pkcs12Key {
        let key_type = kyso_issuing::KeyType::P256;
        let wanted = request("OCSP thử nghiệm", key_type, validity);
        self.hierarchy.sub.issue(&wanted, profile).unwrap()
    }

    /// "Good" from `responder`, whose certificate comes along.
    pub(crate) fn delegate(&self, responder: &Pkcs12Key) -> OcspResponse {
        let answer = self.answer(CertificateStatus::Good);
        let certificates = std::slice::from_ref(&responder.certificate);
        issue_ocsp_response(responder, &answer.with_certificates(certificates)).unwrap()
    }

    pub(crate) fn report(&self, evidence: &Evidence, at: Timestamp) -> PathReport {
        let request = PathRequest::new(&self.person, now(), Purpose::DocumentSigning);
        let request = request.with_evidence_at(at).with_evidence(evidence);
        self.store.answer(&request)
    }

    /// The status of the person at the time `at`.
    pub(crate) fn status(&self, evidence: &Evidence, at: &str) -> RevocationStatus {
        self.report(evidence, time(at)).revocation[0]
    }
}

pub(crate) fn responses(responses: &[OcspResponse]) -> Evidence {
    Evidence {
        ocsp_responses: responses.to_vec(),
        ..Evidence::default()
    }
}

pub(crate) fn lists(crls: &[Crl]) -> Evidence {
    Evidence {
        crls: crls.to_vec(),
        ..Evidence::default()
    }
}

pub(crate) fn is_good(status: RevocationStatus) -> bool {
    matches!(status, RevocationStatus::Good { .. })
}

pub(crate) fn is_revoked(status: RevocationStatus) -> bool {
    matches!(status, RevocationStatus::Revoked { .. })
}

/// The gap; `None` when the status is known.
pub(crate) fn gap(status: RevocationStatus) -> Option<RevocationGap> {
    match status {
        RevocationStatus::Unknown(gap) => Some(gap),
        _ => None,
    }
}

pub(crate) fn revoked_at(at: &str, reason: kyso_pki::RevocationReason) -> RevokedEntry {
    RevokedEntry {
        revoked_at: time(at),
        reason,
        invalidity_date: None,
    }
}

//! A hierarchy with RSA keys of 2048 bits that publishes its revocation, and a person under it.

use jiff::Timestamp;
use kyso_issuing::{
    Authority, CertificateRequest, KeyType, ListedRevocation, OcspAnswer, Profile, ResponderStatus,
    Subject, Validity, issue_ocsp_response,
};
use kyso_pki::{
    Certificate, CertificateStatus, Crl, Evidence, RevocationReason, TrustClass, TrustStore,
};

/// Root and sub-authority, and a person.
pub(crate) struct Published {
    root: Authority,
    sub: Authority,
    /// The person.
    pub(crate) person: Certificate,
}

impl Published {
    /// New keys.
    pub(crate) fn new() -> Self {
        let root = Authority::root(&request("Root", 30)).unwrap();
        let sub = root.subordinate(&request("CA", 20)).unwrap();
        let person = sub.issue(&request("Person", 5), Profile::Person).unwrap();
        Self {
            root,
            sub,
            person: person.certificate,
        }
    }

    /// The sub-authority's certificate.
    pub(crate) fn issuer(&self) -> &Certificate {
        self.sub.certificate()
    }

    /// A store with the list of the root.
    pub(crate) fn store(&self) -> TrustStore {
        let certificates = [&self.root, &self.sub].map(|a| a.certificate().clone());
        let classed = certificates.map(|c| (c, TrustClass::Government));
        let yearly = self.root.revocation_list(1, fresh(), &[]).unwrap();
        TrustStore::new(classed, vec![yearly]).unwrap()
    }

    /// A list of the sub-authority with so many entries, none of them the person.
    pub(crate) fn list(&self, entries: u32) -> Crl {
        let serial = |number: u32| [&[0x51][..], &number.to_be_bytes(), &[7; 11]].concat();
        let reason = RevocationReason::CessationOfOperation;
        let revoked: Vec<ListedRevocation> = (0..entries)
            .map(|number| ListedRevocation {
                serial: serial(number),
                ..ListedRevocation::of(&self.person, made(), reason)
            })
            .collect();
        self.sub.revocation_list(1, fresh(), &revoked).unwrap()
    }

    /// "Good" from a responder of the sub-authority.
    pub(crate) fn response(&self) -> Evidence {
        let profile = Profile::OcspResponder(ResponderStatus::NoCheck);
        let responder = self.sub.issue(&request("OCSP", 1), profile).unwrap();
        let answer = OcspAnswer::new(&self.person, self.issuer(), CertificateStatus::Good, made())
            .with_next_update(fresh().not_after)
            .with_certificates(std::slice::from_ref(&responder.certificate));
        Evidence {
            ocsp_responses: vec![issue_ocsp_response(&responder, &answer).unwrap()],
            ..Evidence::default()
        }
    }
}

/// When lists and responses are made; answers for this second are not remembered (ADR 0010).
pub(crate) fn made() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

/// Later that day.
#[allow(dead_code)]
pub(crate) fn later() -> Timestamp {
    made() + jiff::SignedDuration::from_hours(5)
}

fn fresh() -> Validity {
    Validity {
        not_before: made(),
        not_after: made() + jiff::SignedDuration::from_hours(24 * 7),
    }
}

fn request(name: &str, years: i64) -> CertificateRequest {
    let validity = Validity {
        not_before: made() - jiff::SignedDuration::from_hours(24 * 30),
        not_after: made() + jiff::SignedDuration::from_hours(24 * 365 * years),
    };
    CertificateRequest::new(Subject::new(name, "", ""), KeyType::Rsa2048, validity)
}

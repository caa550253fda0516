//! An invented authority, and the holders of its certificates.

use std::sync::OnceLock;

use jiff::Timestamp;
use kyso_issuing::{
    Authority, CertificateRequest, KeyType, ListedRevocation, Profile, Subject, Validity,
};
use kyso_pki::{Certificate, Crl, Pkcs12Key, RevocationReason, TrustClass, TrustStore};

/// The name printed in the sample decision.
pub const SIGNER: &str = "Trần Thị Minh Ánh";
const AGENCY: &str = "UBND tỉnh thử nghiệm";
const ROOT: &str = "Root thử nghiệm";

/// One root that issued to a person, an agency and a timestamp authority.
#[derive(Debug)]
pub struct Office {
    /// The authority.
    pub root: Authority,
    /// The competent person.
    pub person: Pkcs12Key,
    /// The agency.
    pub agency: Pkcs12Key,
    /// The timestamp authority.
    pub clock: Pkcs12Key,
    /// A person whose certificate was revoked on the morning of the tests.
    pub revoked: Pkcs12Key,
    /// A certificate with the names and the number of the person's, but another key.
    pub twin: Pkcs12Key,
    rsa: OnceLock<Pkcs12Key>,
}

impl Office {
    /// Makes all keys but the RSA key.
    #[must_use]
    pub fn new() -> Self {
        let root = Authority::root(&request(ROOT, KeyType::P256, 2020, 2035)).unwrap();
        let issue = |name, profile| {
            let request = request(name, KeyType::P256, 2026, 2027);
            root.issue(&request, profile).unwrap()
        };
        let person = issue(SIGNER, Profile::Person);
        let twin = request(SIGNER, KeyType::P256, 2026, 2027);
        let twin = twin.with_serial(person.certificate.serial());
        Self {
            twin: impostor_root().issue(&twin, Profile::Person).unwrap(),
            rsa: OnceLock::new(),
            revoked: issue("Lê Văn Thu Hồi", Profile::Person),
            person,
            agency: issue(AGENCY, Profile::Agency),
            clock: issue("TSA thử nghiệm", Profile::TimestampAuthority),
            root,
        }
    }

    /// A person with an RSA key, which is made when it is first asked for.
    pub fn rsa(&self) -> &Pkcs12Key {
        let make = || self.key("Nguyễn Văn Đức", KeyType::Rsa2048, Profile::Person);
        self.rsa.get_or_init(make)
    }

    /// Another key and certificate for `name`.
    #[must_use]
    pub fn key(&self, name: &str, key_type: KeyType, profile: Profile) -> Pkcs12Key {
        let request = request(name, key_type, 2026, 2027);
        self.root.issue(&request, profile).unwrap()
    }

    /// A key for `name` whose certificate says more, or says it differently.
    pub(crate) fn key_with(
        &self,
        name: &str,
        profile: Profile,
        change: impl FnOnce(CertificateRequest) -> CertificateRequest,
    ) -> Pkcs12Key {
        let request = change(request(name, KeyType::P256, 2026, 2027));
        self.root.issue(&request, profile).unwrap()
    }

    /// A key whose certificate was valid in these years only.
    #[must_use]
    pub fn key_of(&self, name: &str, from: i16, to: i16) -> Pkcs12Key {
        let request = request(name, KeyType::P256, from, to);
        self.root.issue(&request, Profile::Person).unwrap()
    }

    /// The list of the authority in the week of the tests.
    #[must_use]
    pub fn list(&self, revoked: &[ListedRevocation]) -> Crl {
        let fresh = Validity {
            not_before: time("2026-11-20T00:00:00Z"),
            not_after: time("2026-11-27T00:00:00Z"),
        };
        self.root.revocation_list(1, fresh, revoked).unwrap()
    }

    /// A trust store with the root in `class`.
    #[must_use]
    pub fn store_of(&self, class: TrustClass, lists: Vec<Crl>) -> TrustStore {
        TrustStore::new([(self.root.certificate().clone(), class)], lists).unwrap()
    }

    /// The usual trust store: the government's root and its fresh list.
    #[must_use]
    pub fn store(&self) -> TrustStore {
        self.store_of(TrustClass::Government, vec![self.usual_list()])
    }

    /// A list with [`revoked`](Self::revoked) alone.
    #[must_use]
    pub fn usual_list(&self) -> Crl {
        let reason = RevocationReason::CessationOfOperation;
        let at = time("2026-11-21T01:00:00Z");
        self.list(&[ListedRevocation::of(&self.revoked.certificate, at, reason)])
    }

    /// A trust store in which this certificate is revoked.
    #[must_use]
    pub fn revoking(&self, certificate: &Certificate, at: &str) -> TrustStore {
        let reason = RevocationReason::CessationOfOperation;
        let revocation = ListedRevocation::of(certificate, time(at), reason);
        self.store_of(TrustClass::Government, vec![self.list(&[revocation])])
    }
}

impl Default for Office {
    fn default() -> Self {
        Self::new()
    }
}

/// A root of another owner, with the name of the trusted one.
fn impostor_root() -> Authority {
    Authority::root(&request(ROOT, KeyType::P256, 2020, 2035)).unwrap()
}

/// An untrusted authority with the names of the trusted one.
pub(crate) fn impostor() -> Office {
    Office::new()
}

pub(crate) fn request(name: &str, key_type: KeyType, from: i16, to: i16) -> CertificateRequest {
    let year = |year: i16| time(&format!("{year}-01-01T00:00:00Z"));
    let validity = Validity {
        not_before: year(from),
        not_after: year(to),
    };
    let subject = Subject::new(name, "Ủy ban nhân dân tỉnh", "Quảng Ngãi");
    CertificateRequest::new(subject, key_type, validity)
}

/// A time written in RFC 3339.
#[must_use]
pub fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The time for which all fixtures are judged.
#[must_use]
pub fn now() -> Timestamp {
    time("2026-11-21T03:00:00Z")
}

//! Sample documents, and a public key infrastructure made for each test run.

use std::path::Path;
use std::sync::OnceLock;

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use kyso_issuing::{
    Authority, CertificateRequest, KeyType, ListedRevocation, Profile, Subject, Validity,
};
use kyso_pki::{Certificate, Crl, Pkcs12Key, RevocationReason, TrustClass, TrustStore};
use kyso_signer::{
    Approval, Issuance, SignError, Signed, SigningContext, SigningKey, approve, issue,
};
use kyso_stamp_images::Millimetres;

/// A document with text, and who signs it.
pub(crate) struct Sample {
    pub(crate) file: &'static str,
    pub(crate) signer: &'static str,
    pub(crate) title: &'static str,
    /// The page is stored so that a viewer shows its text running downwards.
    pub(crate) is_sideways: bool,
}

/// Plain, cross-reference stream, linearized, Chromium, rotated, many pages.
pub(crate) const SAMPLES: [Sample; 6] = [
    DECISION,
    decision("quyet-dinh-xref-stream.pdf"),
    decision("quyet-dinh-linearized.pdf"),
    letter("cong-van.pdf"),
    Sample {
        is_sideways: true,
        ..letter("cong-van-rotate90.pdf")
    },
    Sample {
        file: "ke-hoach-nhieu-trang.pdf",
        signer: "Lê Thị Hồng Nhung",
        title: "PHÓ GIÁM ĐỐC",
        is_sideways: false,
    },
];

pub(crate) const DECISION: Sample = decision("quyet-dinh.pdf");

const fn decision(file: &'static str) -> Sample {
    Sample {
        file,
        signer: "Trần Thị Minh Ánh",
        title: "PHÓ CHỦ TỊCH",
        is_sideways: false,
    }
}

const fn letter(file: &'static str) -> Sample {
    Sample {
        file,
        signer: "Nguyễn Văn Đức",
        title: "GIÁM ĐỐC",
        is_sideways: false,
    }
}

pub(crate) const DIAMETER: Millimetres = Millimetres(36.0);
pub(crate) const ISSUED_ON: Date = date(2026, 11, 20);

pub(crate) fn now() -> Timestamp {
    "2026-11-20T07:03:07Z".parse().unwrap()
}

/// A file of `testdata/samples`.
pub(crate) fn bytes(name: &str) -> Vec<u8> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/samples");
    std::fs::read(samples.join(name)).unwrap()
}

pub(crate) fn signature_image() -> &'static [u8] {
    static IMAGE: OnceLock<Vec<u8>> = OnceLock::new();
    IMAGE.get_or_init(|| bytes("chu-ky-mau.png"))
}

pub(crate) fn seal_image() -> &'static [u8] {
    static IMAGE: OnceLock<Vec<u8>> = OnceLock::new();
    IMAGE.get_or_init(|| bytes("con-dau-mau.png"))
}

/// Who issues.
pub(crate) const AGENCY: &str = "ỦY BAN NHÂN DÂN TỈNH QUẢNG NINH";

/// An authority with a sub-authority, and what it has issued.
pub(crate) struct Pki {
    pub(crate) root: Authority,
    pub(crate) issuer: Authority,
    pub(crate) person: Pkcs12Key,
    pub(crate) agency: Pkcs12Key,
    pub(crate) trust: TrustStore,
}

/// The authority that most tests trust.
pub(crate) fn pki() -> &'static Pki {
    static PKI: OnceLock<Pki> = OnceLock::new();
    PKI.get_or_init(|| Pki::new("Chính phủ", KeyType::Rsa2048))
}

/// The same names, made by another authority.
pub(crate) fn foreign_pki() -> &'static Pki {
    static PKI: OnceLock<Pki> = OnceLock::new();
    PKI.get_or_init(|| Pki::new("Chính phủ", KeyType::P256))
}

impl Pki {
    fn new(name: &str, key_type: KeyType) -> Self {
        let root = Authority::root(&request(&format!("Gốc {name}"), key_type, around_now(3650)));
        let root = root.unwrap();
        let issuer = root.subordinate(&request(&format!("CA {name}"), key_type, around_now(1800)));
        let issuer = issuer.unwrap();
        let holder = |name, profile| {
            issuer
                .issue(&request(name, key_type, around_now(365)), profile)
                .unwrap()
        };
        Self {
            person: holder("Trần Thị Minh Ánh", Profile::Person),
            agency: holder(AGENCY, Profile::Agency),
            trust: trust(&root, &issuer, TrustClass::Government, &[]),
            root,
            issuer,
        }
    }

    /// A key for a person or agency, valid now.
    pub(crate) fn key(&self, name: &str, key_type: KeyType, profile: Profile) -> Pkcs12Key {
        let request = request(name, key_type, around_now(365));
        self.issuer.issue(&request, profile).unwrap()
    }

    /// The same, of a person in this organisation.
    pub(crate) fn key_of(
        &self,
        name: &str,
        organization: &str,
        key_type: KeyType,
        profile: Profile,
    ) -> Pkcs12Key {
        let subject = Subject::new(name, organization, "Quảng Ninh");
        let request = CertificateRequest::new(subject, key_type, around_now(365));
        self.issuer.issue(&request, profile).unwrap()
    }

    /// A person's key whose certificate ends this long from now.
    pub(crate) fn key_for(&self, left: SignedDuration) -> Pkcs12Key {
        let validity = Validity {
            not_after: now() + left,
            ..around_now(365)
        };
        let request = request("Trần Thị Minh Ánh", KeyType::P256, validity);
        self.issuer.issue(&request, Profile::Person).unwrap()
    }

    /// A trust store in which these certificates are revoked.
    pub(crate) fn trust_revoking(&self, revoked: &[&Certificate]) -> TrustStore {
        let revoked: Vec<ListedRevocation> = revoked
            .iter()
            .map(|certificate| {
                let at = now() - SignedDuration::from_hours(24);
                ListedRevocation::of(certificate, at, RevocationReason::KeyCompromise)
            })
            .collect();
        trust(&self.root, &self.issuer, TrustClass::Government, &revoked)
    }

    /// A trust store of another class.
    pub(crate) fn trust_as(&self, class: TrustClass) -> TrustStore {
        trust(&self.root, &self.issuer, class, &[])
    }

    /// A trust store without revocation lists.
    pub(crate) fn trust_without_lists(&self) -> TrustStore {
        let certificates = self.issuer.chain().into_iter();
        let classed = certificates.map(|certificate| (certificate, TrustClass::Government));
        TrustStore::new(classed, Vec::new()).unwrap()
    }

    /// Certificates and fresh lists of this authority.
    pub(crate) fn material(&self) -> (Vec<Certificate>, Vec<Crl>) {
        let lists = [&self.root, &self.issuer].map(|authority| list(authority, &[]));
        (self.issuer.chain(), lists.to_vec())
    }

    pub(crate) fn context(&self) -> SigningContext<'_> {
        SigningContext::new(&self.trust, now())
    }
}

pub(crate) fn request(name: &str, key_type: KeyType, validity: Validity) -> CertificateRequest {
    let subject = Subject::new(name, "UBND tỉnh Quảng Ninh", "Quảng Ninh");
    CertificateRequest::new(subject, key_type, validity)
}

/// From as many days before now until as many after.
pub(crate) fn around_now(days: i64) -> Validity {
    let days = SignedDuration::from_hours(24 * days);
    Validity {
        not_before: now() - days,
        not_after: now() + days,
    }
}

fn trust(
    root: &Authority,
    issuer: &Authority,
    class: TrustClass,
    revoked: &[ListedRevocation],
) -> TrustStore {
    let certificates = issuer.chain().into_iter();
    let lists = vec![list(root, &[]), list(issuer, revoked)];
    TrustStore::new(certificates.map(|certificate| (certificate, class)), lists).unwrap()
}

fn list(authority: &Authority, revoked: &[ListedRevocation]) -> Crl {
    authority
        .revocation_list(1, around_now(7), revoked)
        .unwrap()
}

/// Signs a sample for its person with the usual key.
pub(crate) fn approved(sample: &Sample) -> Signed {
    let pki = pki();
    approved_with(sample, &pki.person, &pki.context()).unwrap()
}

pub(crate) fn approved_with(
    sample: &Sample,
    key: &dyn SigningKey,
    context: &SigningContext<'_>,
) -> Result<Signed, SignError> {
    let mut approval = Approval::new(sample.signer, signature_image());
    approval.title = Some(sample.title);
    approve(&bytes(sample.file), &approval, key, context)
}

/// Issues with the usual key.
pub(crate) fn issued(pdf: &[u8]) -> Result<Signed, SignError> {
    let pki = pki();
    issued_with(pdf, &pki.agency, &pki.context())
}

pub(crate) fn issued_with(
    pdf: &[u8],
    key: &dyn SigningKey,
    context: &SigningContext<'_>,
) -> Result<Signed, SignError> {
    let issuance = Issuance::new(seal_image(), DIAMETER, "5", ISSUED_ON);
    issue(pdf, &issuance, key, context)
}

//! An authority with a sub-authority, and the `openssl` program at a frozen time.

use std::path::Path;
use std::process::Command;

use jiff::Timestamp;
use kyso_issuing::{Authority, CertificateRequest, KeyType, Profile, Subject, Validity};
use kyso_pki::{Certificate, Crl, Pkcs12Key, TrustClass, TrustStore};
pub(crate) use kyso_test_needs::shared;

/// Root, sub-authority, and times around "now" (2026-11-21).
pub(crate) struct Hierarchy {
    pub(crate) root: Authority,
    pub(crate) sub: Authority,
}

impl Hierarchy {
    pub(crate) fn new() -> Self {
        let root = Authority::root(&request("Root thử nghiệm", KeyType::P384, DECADE)).unwrap();
        let sub = root
            .subordinate(&request("CA cơ quan thử nghiệm", KeyType::P256, DECADE))
            .unwrap();
        Self { root, sub }
    }

    pub(crate) fn person(&self, key_type: KeyType) -> Pkcs12Key {
        let request = request("Nguyễn Văn Thưởng", key_type, YEAR);
        self.sub.issue(&request, Profile::Person).unwrap()
    }

    /// Fresh, empty lists of both authorities.
    pub(crate) fn empty_lists(&self) -> Vec<Crl> {
        let list = |authority: &Authority| authority.revocation_list(1, WEEK.into(), &[]).unwrap();
        vec![list(&self.root), list(&self.sub)]
    }

    pub(crate) fn store(&self, crls: Vec<Crl>) -> TrustStore {
        let certificates = [&self.root, &self.sub].map(|a| a.certificate().clone());
        let classed = certificates.map(|c| (c, TrustClass::Government));
        TrustStore::new(classed, crls).unwrap()
    }
}

pub(crate) struct Period(pub(crate) &'static str, pub(crate) &'static str);

pub(crate) const DECADE: Period = Period("2020-01-01T00:00:00Z", "2035-01-01T00:00:00Z");
pub(crate) const YEAR: Period = Period("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
pub(crate) const WEEK: Period = Period("2026-11-20T00:00:00Z", "2026-11-27T00:00:00Z");

impl From<Period> for Validity {
    fn from(period: Period) -> Self {
        Self {
            not_before: time(period.0),
            not_after: time(period.1),
        }
    }
}

pub(crate) fn request(common_name: &str, key_type: KeyType, period: Period) -> CertificateRequest {
    let subject = Subject::new(common_name, "Ủy ban nhân dân tỉnh", "Quảng Ngãi");
    CertificateRequest::new(subject, key_type, period.into())
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn now() -> Timestamp {
    time("2026-11-21T03:00:00Z")
}

/// Files for `openssl`, and what it says about them.
pub(crate) struct Bench(tempfile::TempDir);

impl Bench {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.0.path().join(name), contents).unwrap();
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write_pem(&self, name: &str, certificates: &[Certificate]) -> &Self {
        let text: String = certificates.iter().map(Certificate::to_pem).collect();
        self.write(name, text)
    }

    /// Runs `openssl` in the folder, at [`now`], and returns what it printed. Some of its commands
    /// have an option for the time and still ask the clock (`openssl ocsp` for the end of a
    /// response): so the clock is stopped for all.
    pub(crate) fn openssl(&self, arguments: &[&str]) -> Result<String, String> {
        let clock = now().strftime("%Y-%m-%d %H:%M:%S").to_string();
        let output = Command::new("faketime")
            .args(["-f", &clock, "openssl"])
            .args(arguments)
            .env("TZ", "UTC")
            // Where the tests themselves run on another day, faketime would remark on it.
            .env_remove("LD_PRELOAD")
            .env_remove("FAKETIME")
            .env_remove("FAKETIME_SHARED")
            .current_dir(self.0.path())
            .output()
            .expect("faketime and openssl are installed");
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text).into_owned();
        match output.status.success() {
            true => Ok(text),
            false => Err(text),
        }
    }
}

//! A decision at level B-LTA, as clerks and programs read it, now and after its certificate has been revoked.

use std::fs;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::browser::{check, page};
use crate::online::sign;
use crate::support::network::Network;
use crate::support::service::Service;
use crate::support::{Run, run};
use crate::verify::assert_documented;

/// A decision signed at B-LTA by a person whose certificate is revoked 300 days later.
struct Archived {
    network: Network,
    document: String,
}

impl Archived {
    fn new() -> Self {
        let network = Network::new();
        network.signed_by(SIGNER);
        let site = network.site.url();
        let config = network.config(&format!(
            "signing_level = \"B-LTA\"\n[online]\nallow_hosts = [\"127.0.0.1\"]\ncache_mb = 0\n\
             [[tsa]]\nurl = \"{site}/tsa/tsa\"\n\
             [[keys]]\nid = \"person\"\npkcs12 = \"{SIGNER}.p12\"\npin_file = \"password.txt\""
        ));
        let service = Service::start(&["--config", &config]);
        let signed = sign(&service);
        assert_eq!(
            signed.header("kyso-level"),
            Some("B-LTA"),
            "{}",
            String::from_utf8_lossy(&signed.body)
        );
        let document = network.text("archived.pdf");
        fs::write(&document, &signed.body).unwrap();
        Self { network, document }
    }

    /// Verifies offline, with the anchors alone.
    fn verify(&self, more: &[&str]) -> Run {
        self.verify_with("trust", more)
    }

    fn verify_with(&self, trust: &str, more: &[&str]) -> Run {
        let trust = self.network.text(trust);
        let arguments = ["verify", "--offline", "--trust", &trust];
        run(arguments
            .iter()
            .chain(more)
            .chain([&self.document.as_str()]))
    }

    /// A trust folder with what authorities publish after the revocation; and that time.
    fn after_the_revocation(&self) -> (&'static str, String) {
        let later = self.network.pki.now() + SignedDuration::from_hours(400 * 24);
        let folder = self.network.path("later");
        self.network.pki.write_trust(&folder, Some(later)).unwrap();
        ("later", Timestamp::to_string(&later))
    }
}

const SIGNER: &str = "person-revoked-later";

#[test]
fn its_level_and_renewal_are_told_wherever_it_is_read() {
    let archived = Archived::new();
    let level = "Đủ bằng chứng để kiểm tra lâu dài (B-LTA); gia hạn trước ";
    let text = archived.verify(&[]).expect(0).out();
    let headline = text.lines().next().unwrap();
    assert!(
        headline.contains("đủ bằng chứng để kiểm tra lâu dài (B-LTA)"),
        "{headline}"
    );
    assert!(text.contains(level), "{text}");
    assert!(text.contains("(theo dấu thời gian của chữ ký)"), "{text}");
    let record = archived.verify(&["--format", "html"]).expect(0).out();
    assert!(record.contains(level), "{record}");
    let table = archived.verify(&["--summary"]).expect(0).out();
    assert!(table.contains(" B-LTA  "), "{table}");
    let report = archived
        .verify(&["--format", "json", "--detailed"])
        .expect(0)
        .json();
    assert_documented(&report);
    let signature = &report["signatures"][0];
    assert_eq!(signature["level"], "B-LTA");
    assert!(signature["renewal"]["due"].is_string());
    let origins = report["evidence"].as_array().unwrap().iter();
    let in_file = origins.filter(|item| item["origins"][0]["origin"] == "file");
    let kinds: Vec<&Value> = in_file.map(|item| &item["kind"]).collect();
    for kind in ["certificate", "crl", "ocsp_response", "timestamp_token"] {
        assert!(kinds.iter().any(|one| **one == kind), "{kind}: {kinds:?}");
    }
}

#[test]
fn a_revocation_after_the_proven_time_is_told_and_changes_no_verdict() {
    let archived = Archived::new();
    let (trust, at) = archived.after_the_revocation();
    for form in ["text", "html"] {
        let told = archived
            .verify_with(trust, &["--at", &at, "--format", form])
            .expect(0)
            .out();
        for words in ["; về sau chứng thư bị thu hồi từ ", "chữ ký vẫn có giá trị"]
        {
            assert!(told.contains(words), "{words}: {told}");
        }
    }
    let report = archived.verify_with(trust, &["--at", &at, "--format", "json", "--detailed"]);
    let report = report.expect(0).json();
    let members = &report["signatures"][0]["validation"]["path"]["members"];
    assert_eq!(members[0]["revocation"]["status"], "good");
    assert_eq!(
        members[0]["revoked_later"]["reason"],
        "cessationOfOperation"
    );
}

/// The anchors alone say nothing of what became of the timestamp authority since (ADR 0012).
#[test]
fn until_when_its_timestamp_authority_is_known_is_told_and_changes_no_verdict() {
    let archived = Archived::new();
    let (_, at) = archived.after_the_revocation();
    for form in ["text", "html"] {
        let tell = |more: &[&str]| archived.verify(&[&["--format", form], more].concat());
        let words = "chỉ được biết đến";
        let told = tell(&["--at", &at]).expect(0).out();
        assert!(told.contains(words), "{told}");
        let now = tell(&[]).expect(0).out();
        assert!(!now.contains(words), "{now}");
    }
}

#[test]
fn its_bundle_gives_the_same_report_after_the_revocation() {
    let archived = Archived::new();
    let (trust, at) = archived.after_the_revocation();
    let bundle = archived.network.text("a.zip");
    archived
        .verify_with(trust, &["--at", &at, "--evidence-out", &bundle])
        .expect(0);
    // The lists of the trust folder are in the bundle: the anchors alone do.
    let again = archived.verify(&["--evidence", &bundle]).expect(0);
    assert!(again.err().contains("trùng từng byte"), "{}", again.err());
    assert!(again.out().contains("về sau mới bị"), "{}", again.out());
}

#[test]
fn the_page_tells_level_and_renewal() {
    let archived = Archived::new();
    let service = Service::start(&["--trust", &archived.network.text("trust")]);
    let Some(mut browser) = page(&service) else {
        return;
    };
    check(&mut browser, Path::new(&archived.document));
    assert_eq!(browser.text("#verdict-word"), "HỢP LỆ");
    let signatures = browser.text("#signatures");
    let level = "Đủ bằng chứng để kiểm tra lâu dài (B-LTA); gia hạn trước ";
    assert!(signatures.contains(level), "{signatures}");
    assert!(
        signatures.contains("theo dấu thời gian của chữ ký"),
        "{signatures}"
    );
    browser.screenshot("9-archived.png");
}

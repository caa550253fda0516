//! What operators watch: readiness, metrics, and a trust folder that changes under a running service.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use kyso_issuing::{Authority, CertificateRequest, KeyType, Subject, Validity};
use serde_json::Value;

use crate::support::demo;
use crate::support::service::Service;

const PDF: &str = "application/pdf";

fn metric(service: &Service, line_start: &str) -> Option<f64> {
    let page = service.get("/metrics");
    assert_eq!(page.status, 200);
    let text = String::from_utf8(page.body).unwrap();
    let line = text.lines().find(|line| line.starts_with(line_start))?;
    Some(line.rsplit(' ').next().unwrap().parse().unwrap())
}

fn verdict(service: &Service) -> Value {
    let issued = demo().bytes("quyet-dinh-ban-hanh.pdf");
    service.post("/v1/verifications", PDF, &issued).json()["verdict"].clone()
}

#[test]
fn ready_only_with_anchors() {
    let with = Service::of_demo();
    assert_eq!(with.get("/healthz").status, 200);
    let ready = with.get("/readyz");
    assert_eq!(ready.status, 200);
    let ready = ready.json();
    assert_eq!(ready["trust"]["anchors"]["government"], 1);
    assert_eq!(ready["trust"]["anchors"]["public"], 0);
    assert_eq!(ready["trust"]["anchors_in_force"], 1);
    assert!(ready["trust"]["evidence_until"].is_string(), "{ready}");
    assert_eq!(with.get("/v1/status").json()["trust"], ready["trust"]);

    let without = Service::start(&[]);
    assert_eq!(without.get("/healthz").status, 200);
    let told = without.get("/readyz").problem(503, "not-ready");
    let detail = told["detail"].as_str().unwrap();
    assert!(
        detail.contains("Chưa có chứng thư gốc") && !detail.contains("kyso"),
        "{detail}"
    );
    assert_eq!(verdict(&without), "INDETERMINATE");
}

#[test]
fn not_ready_when_all_anchors_have_expired() {
    let trust = tempfile::tempdir().unwrap();
    let expired = Validity {
        not_before: "2010-01-01T00:00:00Z".parse().unwrap(),
        not_after: "2020-01-01T00:00:00Z".parse().unwrap(),
    };
    let subject = Subject::new("Root cũ", "kyso test", "Hà Nội");
    let root = Authority::root(&CertificateRequest::new(subject, KeyType::P256, expired)).unwrap();
    fs::write(trust.path().join("root.pem"), root.certificate().to_pem()).unwrap();
    let service = Service::start(&["--trust", trust.path().to_str().unwrap()]);
    let told = service.get("/readyz").problem(503, "not-ready");
    assert!(
        told["detail"].as_str().unwrap().contains("ngoài thời hạn"),
        "{told}"
    );
    assert_eq!(
        metric(&service, "kyso_trust_anchors{class=\"government\"}"),
        Some(1.0)
    );
}

#[test]
fn metrics_count_what_happens_and_say_until_when_evidence_lasts() {
    let service = Service::of_demo();
    assert_eq!(verdict(&service), "TOTAL_PASSED");
    service
        .post("/v1/verifications", PDF, b"%PDF-1.7 nothing")
        .problem(422, "unreadable-pdf");
    for (line, number) in [
        ("kyso_verifications_total{verdict=\"TOTAL_PASSED\"}", 1.0),
        ("kyso_verifications_total{verdict=\"UNREADABLE\"}", 1.0),
        ("kyso_verifications_total{verdict=\"TOTAL_FAILED\"}", 0.0),
        ("kyso_verification_duration_seconds_count", 2.0),
        ("kyso_trust_anchors{class=\"government\"}", 1.0),
        ("kyso_trust_anchors{class=\"timestamping\"}", 0.0),
        ("kyso_trust_folder_unusable", 0.0),
        ("kyso_signing_total{result=\"signed\"}", 0.0),
        ("kyso_busy_total", 0.0),
    ] {
        assert_eq!(metric(&service, line), Some(number), "{line}");
    }
    let now = jiff::Timestamp::now().as_second() as f64;
    let until = metric(&service, "kyso_trust_evidence_expires_timestamp_seconds").unwrap();
    assert!(until > now && until < now + 31.0 * 86_400.0, "{until}");
    assert!(metric(&service, "kyso_trust_anchor_expires_timestamp_seconds{").unwrap() > until);
}

/// The service takes over a sound folder whole; of a broken one it says so, and changes nothing.
#[test]
fn a_changed_trust_folder_is_taken_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let trust = dir.path().join("trust");
    fs::create_dir(&trust).unwrap();
    let service = Service::start(&["--trust", trust.to_str().unwrap()]);
    assert_eq!(verdict(&service), "INDETERMINATE");

    copy(&demo().path("pki/trust/government"), &trust);
    hang_up(&service);
    wait(|| service.get("/readyz").status == 200);
    assert_eq!(verdict(&service), "TOTAL_PASSED");

    fs::write(trust.join("broken.pem"), "no certificate").unwrap();
    hang_up(&service);
    wait(|| metric(&service, "kyso_trust_folder_unusable") == Some(1.0));
    assert_eq!(
        service.get("/readyz").json()["trust"]["folder_usable"],
        false
    );
    assert_eq!(
        verdict(&service),
        "TOTAL_PASSED",
        "the folder before stays in use"
    );

    // Without a signal, the service notices the change itself.
    fs::remove_file(trust.join("broken.pem")).unwrap();
    wait(|| metric(&service, "kyso_trust_folder_unusable") == Some(0.0));
}

/// What is filed for an old verdict warns of the anchors that were foreign then.
#[test]
fn a_record_keeps_its_warning_when_the_trust_folder_changes() {
    let dir = tempfile::tempdir().unwrap();
    copy(&demo().path("pki/trust/government"), dir.path());
    let service = Service::start(&["--trust", dir.path().to_str().unwrap()]);
    let issued = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let report = service.post("/v1/verifications", PDF, &issued).json();
    let id = report["id"].as_str().unwrap();
    let record = || {
        let address = format!("/v1/verifications/{id}?lang=en");
        let page = service.ask("GET", &address, &[("Accept", "text/html")], b"");
        assert_eq!(page.status, 200);
        page.body
    };
    let before = record();
    let text = String::from_utf8(before.clone()).unwrap();
    assert!(text.contains("for trials only"), "{text}");

    for entry in fs::read_dir(dir.path()).unwrap() {
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
    hang_up(&service);
    wait(|| service.get("/readyz").status == 503);
    assert!(record() == before, "the record has changed with the folder");
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

fn hang_up(service: &Service) {
    let told = Command::new("kill")
        .args(["-HUP", &service.process()])
        .status();
    assert!(told.unwrap().success());
}

fn wait(until: impl Fn() -> bool) {
    let started = Instant::now();
    while !until() {
        assert!(started.elapsed() < Duration::from_secs(30), "it never came");
        std::thread::sleep(Duration::from_millis(50));
    }
}

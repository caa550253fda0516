//! Bundles over HTTP, and bundles whose evidence came from servers.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::*;
use crate::support::network::Network;
use crate::support::service::Service;
use crate::support::{demo, run, verify};
use crate::verify::assert_documented;

#[test]
fn the_service_gives_out_the_steps_and_the_bundle() {
    let service = Service::of_demo();
    let issued = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let report = service.post("/v1/verifications?name=qd.pdf", "application/pdf", &issued);
    let address = format!(
        "/v1/verifications/{}",
        report.json()["id"].as_str().unwrap()
    );
    let steps = service.get(&format!("{address}/validation")).json();
    assert_eq!(steps["schema"], "kyso.validation/1");
    assert_documented(&steps);
    assert_eq!(steps["signatures"].as_array().unwrap().len(), 3);
    assert!(!steps["evidence"].as_array().unwrap().is_empty());

    let answer = service.get(&format!("{address}/evidence.zip"));
    assert_eq!(answer.header("content-type"), Some("application/zip"));
    let dir = tempfile::tempdir().unwrap();
    let bundle = dir.path().join("a.zip");
    fs::write(&bundle, &answer.body).unwrap();
    let again = verify(&[
        "--evidence",
        text(&bundle),
        &demo().text("quyet-dinh-ban-hanh.pdf"),
    ]);
    let again = again.expect(0);
    assert!(again.err().contains("trùng từng byte"), "{}", again.err());
    assert_eq!(service.get("/v1/verifications/0/evidence.zip").status, 404);
    assert_eq!(service.get("/v1/verifications/0/validation").status, 404);
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A document whose evidence comes from servers, and a bundle of its verification.
fn kept_from_servers(network: &Network) -> (String, String) {
    let document = network.signed_by("person");
    let (config, bundle) = (network.open_config(), network.text("a.zip"));
    let arguments = ["verify", "--config", &config, "--evidence-out", &bundle];
    run(arguments.iter().chain([&document.as_str()])).expect(0);
    (document, bundle)
}

#[test]
fn what_servers_answered_is_kept_with_address_and_time_and_serves_again_without_them() {
    let network = Network::new();
    let (document, bundle) = kept_from_servers(&network);
    let mut entries = unpacked(&fs::read(&bundle).unwrap());
    let manifest = manifest(&mut entries);
    let items = manifest["items"].as_array().unwrap();
    let fetched: Vec<&Value> = items
        .iter()
        .flat_map(|item| item["origins"].as_array().unwrap())
        .filter(|origin| origin["origin"] == "network" && origin["url"].is_string())
        .collect();
    assert!(
        fetched.len() >= 2,
        "one for the signer, one for its authority: {manifest:#}"
    );
    for origin in fetched {
        assert!(
            origin["url"]
                .as_str()
                .unwrap()
                .starts_with(network.site.url().as_str())
        );
        assert!(origin["fetched_at"].is_string());
    }
    let report: Value = serde_json::from_slice(entry(&mut entries, "report.json")).unwrap();
    assert_documented(&report);
    let members = &report["signatures"][0]["validation"]["path"]["members"];
    assert_eq!(
        members[0]["revocation_evidence"][0]["kind"],
        "ocsp_response"
    );
    assert_eq!(
        members[0]["revocation_evidence"][0]["origins"][0]["origin"],
        "network"
    );

    let asked = network.site.requests();
    let (config, trust) = (network.open_config(), network.text("trust"));
    for arguments in [["--config", config.as_str()], ["--trust", trust.as_str()]] {
        let again = run(["verify", "--evidence", &bundle]
            .iter()
            .chain(&arguments)
            .chain([&document.as_str()]));
        let again = again.expect(0);
        assert!(again.err().contains("trùng từng byte"), "{}", again.err());
    }
    assert_eq!(network.site.requests(), asked, "nobody is asked again");
}

#[test]
fn the_service_keeps_what_servers_answered_too() {
    let network = Network::new();
    let document = network.signed_by("person");
    let service = Service::start(&["--config", &network.open_config()]);
    let bytes = fs::read(&document).unwrap();
    let answer = service
        .post("/v1/verifications?name=a.pdf", "application/pdf", &bytes)
        .json();
    assert_eq!(answer["verdict"], "TOTAL_PASSED");
    let address = format!("/v1/verifications/{}", answer["id"].as_str().unwrap());
    let bundle = network.path("b.zip");
    fs::write(
        &bundle,
        service.get(&format!("{address}/evidence.zip")).body,
    )
    .unwrap();
    let trust = network.text("trust");
    let again = run([
        "verify",
        "--trust",
        &trust,
        "--evidence",
        text(&bundle),
        &document,
    ])
    .expect(0);
    assert!(again.err().contains("trùng từng byte"), "{}", again.err());
    let steps = service.get(&format!("{address}/validation")).json();
    let evidence = steps["evidence"].as_array().unwrap();
    let urls = evidence
        .iter()
        .flat_map(|item| item["origins"].as_array().unwrap());
    assert!(
        urls.into_iter().any(|origin| origin["url"].is_string()),
        "{steps:#}"
    );
}

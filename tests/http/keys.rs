//! What the service says of its keys and of its trust folder, without secrets.

use serde_json::{Value, json};

use crate::support::service::Service;
use crate::support::{demo, run};

#[test]
fn keys_are_listed_without_secrets() {
    let service = Service::of_demo();
    let answer = service.get("/v1/keys");
    let keys = answer.json();
    let ids: Vec<&Value> = keys
        .as_array()
        .unwrap()
        .iter()
        .map(|key| &key["id"])
        .collect();
    assert_eq!(ids, ["nguoi-ky", "co-quan"]);
    assert_eq!(
        (&keys[0]["test_key"], &keys[1]["test_key"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        keys[0]["certificate"]["common_name"],
        "Trần Thị Minh Ánh (KIỂM THỬ)"
    );
    assert_eq!(keys[0]["certificate"]["sha256"].as_str().unwrap().len(), 64);
    let text = String::from_utf8(answer.body).unwrap();
    let password = String::from_utf8(demo().bytes("pki/mat-khau.txt")).unwrap();
    for secret in [password.trim(), "mat-khau", ".p12", "pin"] {
        assert!(!text.contains(secret), "{text}");
    }
}

/// M4: the whole store, with what tells a known authority from a stranger.
#[test]
fn every_authority_of_the_trust_store_is_listed() {
    let service = Service::of_demo();
    let told = service.get("/v1/trust").json();
    let listed = run([
        "trust",
        "list",
        "--format",
        "json",
        "--trust",
        &demo().trust(),
    ]);
    let listed = listed.expect(0).json();
    let authorities = told["authorities"].as_array().unwrap();
    let roles: Vec<&Value> = authorities.iter().map(|one| &one["role"]).collect();
    assert_eq!(roles, ["anchor", "intermediate"]);
    for (one, listed) in authorities
        .iter()
        .zip([&listed["anchors"][0], &listed["intermediates"][0]])
    {
        for member in [
            "subject",
            "sha256",
            "class",
            "not_before",
            "not_after",
            "period",
        ] {
            assert_eq!(one[member], listed[member], "{member}");
        }
        assert_eq!(one["pinned"], false, "the demo is not of the known ones");
    }
    let status = service.get("/v1/status").json();
    assert_eq!(status["test_keys"], json!(["nguoi-ky", "co-quan"]));
}

/// The service calls keys in files test keys when it starts (M6).
#[test]
fn the_log_calls_keys_in_files_test_keys() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;

    let config = demo().text("kyso.toml");
    let mut command = crate::support::kyso();
    command.args(["serve", "--listen", "127.0.0.1:0", "--config", &config]);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut told = lines
        .map_while(Result::ok)
        .filter(|line| line.contains("khóa thử nghiệm"));
    let keys = [told.next().unwrap(), told.next().unwrap()];
    let _ = child.kill();
    let _ = child.wait();
    assert!(
        keys[0].contains("nguoi-ky") && keys[1].contains("co-quan"),
        "{keys:?}"
    );
}

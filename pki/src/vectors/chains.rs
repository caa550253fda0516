//! Certificate chains in the shape of BoringSSL and Chromium.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use jiff::Timestamp;

use super::Tally;
use crate::anchor::TrustClass;
use crate::certificate::Certificate;
use crate::encode;
use crate::path::Purpose;
use crate::tlv::{Element, UTC_TIME};
use crate::trust::TrustStore;

/// The path alone is compared: revocation is no part of these chains.
pub(super) fn run(path: &Path, tally: &mut Tally) {
    let text = fs::read_to_string(path).unwrap();
    let (head, errors) = text.split_once("expected_errors:").unwrap_or((&text, ""));
    let fields: HashMap<&str, &str> = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect();
    let Some((chain, at)) = ready(path, &fields, errors) else {
        tally.passed_over += 1;
        return;
    };
    let valid = !errors.contains("ERROR");
    let accepted = is_accepted(&chain, at);
    tally.add(|| path.display().to_string(), Some(valid), accepted);
}

/// Chain and time; `None` for what TLS asks beyond RFC 5280, and for anchors of other kinds.
fn ready(
    path: &Path,
    fields: &HashMap<&str, &str>,
    errors: &str,
) -> Option<(Vec<Certificate>, Timestamp)> {
    let foreign = ["extended key usage", "EKU", "modulus", "too small", "trust"];
    if *fields.get("last_cert_trust")? != "TRUSTED_ANCHOR"
        || foreign.iter().any(|word| errors.contains(word))
    {
        return None;
    }
    let pem = fs::read(path.parent()?.join(fields.get("chain")?)).ok()?;
    let time = match *fields.get("utc_time")? {
        "DEFAULT" => "211005120000Z",
        time => time,
    };
    let time = encode::element(UTC_TIME, &[time.as_bytes()]);
    let at = crate::time::read(&Element::only(&time, "time").ok()?).ok()?;
    Some((Certificate::from_pem(&pem).unwrap_or_default(), at))
}

/// A chain that cannot be read is not accepted.
fn is_accepted(chain: &[Certificate], at: Timestamp) -> bool {
    let [target, others @ .., anchor] = chain else {
        return false;
    };
    let anchor = (anchor.clone(), TrustClass::Other);
    let Ok(store) = TrustStore::new([anchor], Vec::new()) else {
        return false;
    };
    let report = store.validate(target, others, at, Purpose::Any);
    report.problem.is_none() && report.anchor.is_some()
}

#[test]
fn chains_made_here_show_that_it_can_fail() {
    use crate::issuing::{Authority, CertificateRequest, KeyType, Profile, Subject, Validity};
    let time = |text: &str| -> Timestamp { text.parse().unwrap() };
    let request = |name: &str| {
        let validity = Validity {
            not_before: time("2020-01-01T00:00:00Z"),
            not_after: time("2030-01-01T00:00:00Z"),
        };
        CertificateRequest::new(Subject::new(name, "", ""), KeyType::P256, validity)
    };
    let root = Authority::root(&request("Root")).unwrap();
    let other = Authority::root(&request("Root")).unwrap();
    let target = root.issue(&request("Target"), Profile::Person).unwrap();
    let judged = |anchor: &Authority, time: &str, errors: &str| {
        let folder = tempfile::tempdir().unwrap();
        let chain = [&target.certificate, anchor.certificate()];
        let pem: String = chain.iter().map(|one| one.to_pem()).collect();
        let text = format!(
            "chain: chain.pem\nlast_cert_trust: TRUSTED_ANCHOR\nutc_time: {time}\nkey_purpose: ANY_EKU\nexpected_errors:\n{errors}"
        );
        fs::write(folder.path().join("chain.pem"), pem).unwrap();
        fs::write(folder.path().join("case.test"), text).unwrap();
        super::run(folder.path())
    };
    let error = "----- Certificate i=0 -----\nERROR: reason\n";
    assert_eq!(judged(&root, "DEFAULT", "").agreed, 1);
    assert_eq!(judged(&other, "DEFAULT", error).agreed, 1);
    assert_eq!(judged(&root, "310101120000Z", error).agreed, 1);
    assert_eq!(judged(&root, "DEFAULT", error).wrong.len(), 1);
    assert_eq!(judged(&other, "DEFAULT", "").wrong.len(), 1);
    let purpose = "ERROR: The extended key usage does not include server auth\n";
    assert_eq!(judged(&root, "DEFAULT", purpose).passed_over, 1);
}

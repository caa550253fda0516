//! The path-validation tests of NIST (PKITS) in `../shared/pkits`, policies and revocation included.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use kyso_pki::{Certificate, Crl, PathRequest, PolicySettings, Purpose, TrustClass, TrustStore};
use serde_json::Value;

/// Cases that must agree.
const FLOOR: usize = 244;

#[test]
fn paths_are_judged_as_nist_says() {
    let Some(suite) = Suite::open() else {
        eprintln!("SKIPPED: ../shared/pkits is not there");
        return;
    };
    let mut agreed = 0;
    let mut distinct = BTreeSet::new();
    let mut differing = BTreeSet::new();
    let mut accepted_wrongly = Vec::new();
    let cases = suite.cases();
    for case in &cases {
        let valid = suite.judge(case);
        let expected = case.get("error").is_none();
        let id = format!("{} {}", text(case, "id"), text(case, "name"));
        distinct.insert(text(case, "id"));
        if valid == expected {
            agreed += 1;
            continue;
        }
        differing.insert(text(case, "id"));
        eprintln!("differs: {id}: expected {expected}, found {valid}");
        if valid {
            accepted_wrongly.push(id);
        }
    }
    let total = cases.len();
    eprintln!(
        "PKITS: {agreed} of {total} cases agree, {} of {} distinct tests",
        distinct.len() - differing.len(),
        distinct.len()
    );
    assert!(
        accepted_wrongly.is_empty(),
        "accepted: {accepted_wrongly:?}"
    );
    assert!(agreed >= FLOOR, "{agreed} of {total} agree, {FLOOR} must");
}

struct Suite {
    root: PathBuf,
}

impl Suite {
    fn open() -> Option<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/pkits");
        root.is_dir().then_some(Self { root })
    }

    fn cases(&self) -> Vec<Value> {
        let json = fs::read(self.root.join("pkits.json")).unwrap();
        serde_json::from_slice(&json).unwrap()
    }

    fn judge(&self, case: &Value) -> bool {
        let Some(target) = self.certificate(text(case, "cert").as_str()) else {
            return false;
        };
        let names = list(case, "other_certs")
            .into_iter()
            .chain(list(case, "path_intermediates"));
        let others: Vec<Certificate> = names.filter_map(|name| self.certificate(&name)).collect();
        let mut crls: Vec<Crl> = list(case, "crls")
            .iter()
            .filter_map(|name| self.crl(name))
            .collect();
        crls.extend(self.crl("TrustAnchorRootCRL.crl"));
        let root = self.certificate("TrustAnchorRootCertificate.crt").unwrap();
        let store = TrustStore::new([(root, TrustClass::Government)], Vec::new()).unwrap();
        let at: Timestamp = "2026-11-21T00:00:00Z".parse().unwrap();
        let request = PathRequest::new(&target, at, Purpose::Any)
            .with_certificates(&others)
            .with_crls(&crls)
            .with_policies(policies(case));
        let report = store.answer(&request);
        if report.is_valid() != case.get("error").is_none() {
            eprintln!("  {:?} {:?}", report.problem, report.revocation);
        }
        report.is_valid()
    }

    fn certificate(&self, name: &str) -> Option<Certificate> {
        let der = fs::read(self.root.join("certs").join(name)).expect(name);
        Certificate::from_der(&der).ok()
    }

    fn crl(&self, name: &str) -> Option<Crl> {
        let der = fs::read(self.root.join("crls").join(name)).expect(name);
        Crl::from_der(&der).ok()
    }
}

fn policies(case: &Value) -> PolicySettings {
    let flag = |name: &str| case["params"][name].as_bool().unwrap_or(false);
    let acceptable = list(&case["params"], "user_initial_policy_set");
    PolicySettings {
        require_explicit: flag("initial_explicit_policy"),
        acceptable,
        inhibit_mapping: flag("initial_policy_mapping_inhibit"),
        inhibit_any: flag("initial_any_policy_inhibit"),
    }
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value, key: &str) -> Vec<String> {
    let members = value[key].as_array().cloned().unwrap_or_default();
    members
        .iter()
        .filter_map(|member| member.as_str().map(str::to_owned))
        .collect()
}

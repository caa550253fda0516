//! The path-validation tests of NIST (PKITS) in `../shared/pkits`, policies and revocation included: the verdict on each,
//! and for what is not valid the reason.
//!
//! The reasons come with the fixtures, in the words of another implementation. What differs on purpose is pinned by its id.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use jiff::Timestamp;
use kyso_pki::{
    Certificate, Crl, PathProblem, PathReport, PathRequest, PolicySettings, Purpose, RevocationGap,
    RevocationReason, RevocationStatus, TrustClass, TrustStore,
};
use serde_json::Value;

use crate::support::shared;

/// Cases, and tests with one number: some are asked with several settings of policies.
const CASES: usize = 246;
const TESTS: usize = 217;

/// Valid for NIST, not here (docs/known-differences.md).
const STRICTER: [&str; 2] = [
    // DSA parameters are not inherited.
    "40105",
    // The list of a cRLIssuer outside the path is the only one about that issuer itself.
    "41430",
];

/// What the fixtures only call "no revocation information".
const NO_EVIDENCE: [(&str, RevocationGap); 10] = [
    ("40401", RevocationGap::NoList),
    ("40405", RevocationGap::NoList),
    ("40406", RevocationGap::NoList),
    ("41403", RevocationGap::OutOfScope),
    ("41408", RevocationGap::OutOfScope),
    ("41409", RevocationGap::OutOfScope),
    ("41426", RevocationGap::NoList),
    ("41427", RevocationGap::NoList),
    ("41435", RevocationGap::OutOfScope),
    ("41501", RevocationGap::NoList),
];

/// Another reason than that of the fixtures, just as right.
const OTHERWISE: [(&str, RevocationGap); 1] = [
    // The list is older than the authority's certificate, and stale.
    ("40412", OUT_OF_TIME),
];

/// Why a path is not valid.
#[derive(Debug, Clone, PartialEq)]
enum Reason {
    Signature,
    Issuer,
    NotYetValid,
    Expired,
    /// A rule of the path, by a word of its name.
    Rule(&'static str),
    Revoked {
        end_entity: bool,
        at: Timestamp,
        reason: RevocationReason,
    },
    Evidence(RevocationGap),
    Other(String),
}

#[test]
fn paths_are_judged_as_nist_says() {
    let Some(root) = shared("pkits") else {
        return;
    };
    let suite = Suite { root };
    let cases = suite.cases();
    let (wrong, stricter) = suite.differences(&cases, Lists::OfTheCase);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(stricter, STRICTER);
    let tests: BTreeSet<String> = cases.iter().map(|case| text(case, "id")).collect();
    assert_eq!((cases.len(), tests.len()), (CASES, TESTS));
}

/// "Not valid" for want of evidence is no agreement with a case that is not valid for a reason of its own.
#[test]
fn a_case_without_its_lists_is_not_taken_for_an_answer() {
    let Some(root) = shared("pkits") else {
        return;
    };
    let suite = Suite { root };
    let mut cases = suite.cases();
    cases.retain(|case| expected(case).is_some_and(|reason| of_evidence(&reason)));
    let (wrong, _) = suite.differences(&cases, Lists::None);
    // Those whose lists are missing, or none for them, anyway.
    let alike = cases.len() - wrong.len();
    assert!(cases.len() > 40 && alike < 10, "{alike} of {}", cases.len());
}

fn of_evidence(reason: &Reason) -> bool {
    matches!(reason, Reason::Evidence(_) | Reason::Revoked { .. })
}

/// Which revocation lists a case is judged with.
#[derive(Clone, Copy, PartialEq)]
enum Lists {
    OfTheCase,
    None,
}

struct Suite {
    root: PathBuf,
}

impl Suite {
    /// What is judged otherwise than the fixtures say, and which valid cases are refused.
    fn differences(&self, cases: &[Value], with: Lists) -> (Vec<String>, Vec<String>) {
        let (mut wrong, mut stricter) = (Vec::new(), Vec::new());
        for case in cases {
            let id = text(case, "id");
            let (expected, found) = (expected(case), self.judge(case, with));
            if expected.is_none() && found.is_some() {
                stricter.push(id);
            } else if expected != found {
                let name = text(case, "name");
                wrong.push(format!(
                    "{id} {name}: expected {expected:?}, found {found:?}"
                ));
            }
        }
        (wrong, stricter)
    }

    fn cases(&self) -> Vec<Value> {
        let json = fs::read(self.root.join("pkits.json")).unwrap();
        serde_json::from_slice(&json).unwrap()
    }

    /// `None` when the path is valid.
    fn judge(&self, case: &Value, with: Lists) -> Option<Reason> {
        let target = self.certificate(text(case, "cert").as_str());
        let names = list(case, "other_certs").into_iter();
        let names = names.chain(list(case, "path_intermediates"));
        let others: Vec<Certificate> = names.map(|name| self.certificate(&name)).collect();
        let lists = list(case, "crls");
        let mut crls: Vec<Crl> = lists.iter().filter_map(|name| self.crl(name)).collect();
        crls.extend(self.crl("TrustAnchorRootCRL.crl"));
        if with == Lists::None {
            crls.clear();
        }
        let root = self.certificate("TrustAnchorRootCertificate.crt");
        let store = TrustStore::new([(root, TrustClass::Government)], Vec::new()).unwrap();
        let at: Timestamp = "2026-11-21T00:00:00Z".parse().unwrap();
        let request = PathRequest::new(&target, at, Purpose::Any)
            .with_certificates(&others)
            .with_crls(&crls)
            .with_policies(policies(case));
        let report = store.answer(&request);
        (!report.is_valid()).then(|| found(&report))
    }

    fn certificate(&self, name: &str) -> Certificate {
        let der = fs::read(self.root.join("certs").join(name)).expect(name);
        Certificate::from_der(&der).expect(name)
    }

    /// Some lists are malformed on purpose.
    fn crl(&self, name: &str) -> Option<Crl> {
        let der = fs::read(self.root.join("crls").join(name)).expect(name);
        Crl::from_der(&der).ok()
    }
}

/// The reason in a report.
fn found(report: &PathReport) -> Reason {
    match &report.problem {
        Some(PathProblem::BadSignature { .. }) => return Reason::Signature,
        Some(PathProblem::IssuerMissing { .. }) => return Reason::Issuer,
        Some(PathProblem::NotYetValid { .. }) => return Reason::NotYetValid,
        Some(PathProblem::Expired { .. }) => return Reason::Expired,
        Some(PathProblem::Constraints { rule, .. } | PathProblem::Other { reason: rule, .. }) => {
            let known = RULES.iter().find(|(_, word)| rule.contains(word));
            let other = || Reason::Other((*rule).to_owned());
            return known.map_or_else(other, |(_, word)| Reason::Rule(word));
        }
        Some(problem) => return Reason::Other(problem.to_string()),
        None => {}
    }
    let end_entity = report.revocation_status() == report.revocation[0];
    match report.revocation_status() {
        RevocationStatus::Revoked { at, reason, .. } => Reason::Revoked {
            end_entity,
            at,
            reason,
        },
        RevocationStatus::Unknown(RevocationGap::Stale { .. }) => Reason::Evidence(STALE),
        RevocationStatus::Unknown(RevocationGap::SignerOutOfTime { .. }) => {
            Reason::Evidence(OUT_OF_TIME)
        }
        RevocationStatus::Unknown(gap) => Reason::Evidence(gap),
        status => Reason::Other(format!("{status:?}")),
    }
}

/// The reason that comes with a case; `None` when it is valid.
fn expected(case: &Value) -> Option<Reason> {
    let error = case.get("error")?;
    let (class, words) = (text(error, "class"), text(error, "msg_regex"));
    let reason = match class.as_str() {
        "RevokedError" => revoked(&words),
        "InsufficientRevinfoError" | "StaleRevinfoError" => {
            Reason::Evidence(gap(&text(case, "id"), &words))
        }
        _ if words.contains("signature") => Reason::Signature,
        _ if words.contains("issuer name") => Reason::Issuer,
        _ if words.contains("not valid until") => Reason::NotYetValid,
        _ if words.contains("expired") => Reason::Expired,
        _ => {
            let rule = RULES.iter().find(|(theirs, _)| words.contains(theirs));
            Reason::Rule(rule.unwrap_or_else(|| panic!("{words}")).1)
        }
    };
    Some(reason)
}

fn revoked(words: &str) -> Reason {
    let (_, when) = words.split_once("revoked at ").expect(words);
    let (time, rest) = when.split_once(" on ").expect(words);
    let (date, cause) = rest.split_once(", due to ").expect(words);
    Reason::Revoked {
        end_entity: words.contains("end-entity"),
        at: format!("{date}T{time}Z").parse().unwrap(),
        reason: match cause {
            "a compromised key" => RevocationReason::KeyCompromise,
            "a certificate hold" => RevocationReason::CertificateHold,
            "an affiliation change" => RevocationReason::AffiliationChanged,
            other => panic!("{other}"),
        },
    }
}

fn gap(id: &str, words: &str) -> RevocationGap {
    let mut pinned = NO_EVIDENCE.iter().chain(&OTHERWISE);
    if let Some((_, gap)) = pinned.find(|(pinned, _)| *pinned == id) {
        return *gap;
    }
    let known = [
        ("issuer was revoked", RevocationGap::SignerRevoked),
        (
            "signature could not be verified",
            RevocationGap::NotAuthentic,
        ),
        ("not authorized to sign CRLs", RevocationGap::NotAuthentic),
        (
            "critical extensions",
            RevocationGap::UnknownCriticalExtension,
        ),
        ("not recent enough", STALE),
        ("only contains", RevocationGap::OutOfScope),
        ("cover all revocation reasons", RevocationGap::OutOfScope),
    ];
    let found = known.iter().find(|(theirs, _)| words.contains(theirs));
    found.unwrap_or_else(|| panic!("{words}")).1
}

/// The times in these are not compared.
const STALE: RevocationGap = RevocationGap::Stale {
    next_update: Timestamp::UNIX_EPOCH,
};
const OUT_OF_TIME: RevocationGap = RevocationGap::SignerOutOfTime {
    made_at: Timestamp::UNIX_EPOCH,
};

/// Rules of a path, in the words of the fixtures and in those of the engine.
const RULES: [(&str, &str); 8] = [
    ("is not a CA", "invalid CA"),
    ("maximum path length", "path length constraint exceeded"),
    ("not allowed to sign certificates", "invalid CA"),
    ("no valid set of policies", "no explicit policy"),
    ("policy mapping", "certificate policy extension"),
    ("permitted namespace", "permitted subtree violation"),
    ("excluded from the namespace", "excluded subtree violation"),
    (
        "unsupported critical extension",
        "unhandled critical extension",
    ),
];

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

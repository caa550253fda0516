//! Second opinions on whole paths, over generated authorities: OpenSSL and pyhanko-certvalidator. Neither knows the rules about
//! several keys of one name; where they judge otherwise, it is for one of the reasons in docs/known-differences.md.

use std::cell::RefCell;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kyso_pki::{Certificate, EvidenceId, PathReport, RevocationReason, RevocationStatus};
use serde_json::json;

use crate::support::{Bench, now};
use crate::world::{AtHand, Office, World, runner, world};

struct Case {
    world: World,
    at_hand: AtHand,
    report: PathReport,
}

fn cases(office: &Office, count: u32) -> Vec<Case> {
    let cases = RefCell::new(Vec::new());
    let collect = |world: World| {
        let at_hand = AtHand::of(&world, office);
        let report = at_hand.ask(&office.person);
        cases.borrow_mut().push(Case {
            world,
            at_hand,
            report,
        });
        Ok(())
    };
    runner(count).run(&world(), collect).unwrap();
    cases.into_inner()
}

impl Case {
    /// Whether one of the keys of the authority tells of a revocation, in whichever list.
    fn tells_of_revocation(&self) -> bool {
        self.world.lists.iter().any(|told| told.reason.is_some())
    }

    /// Whether twins or roots that ended or were revoked lie beside those that count: certvalidator reports the failure of one
    /// path to the signer of a list where another one holds.
    fn misleads_by_ends(&self) -> bool {
        let [_, old_root, _] = self.world.anchors;
        let [_, ended, revoked, ..] = self.world.between;
        old_root || ended || revoked
    }

    /// Whether a hold is reported: certvalidator looks for it in every list, also in one that a
    /// newer one replaces.
    fn holds_end(&self) -> bool {
        let hold = Some(RevocationReason::CertificateHold);
        self.world.lists.iter().any(|told| told.reason == hold)
    }

    /// Whether the root is out of time: certvalidator does not look at the validity of anchors.
    fn ends_in_an_old_root(&self) -> bool {
        let anchor = self.report.anchor.as_ref();
        anchor.is_some_and(|anchor| anchor.certificate.not_after() < now())
    }

    /// Whether the only lists about the person are those of the key that did not issue its certificate.
    fn lacks_own_list(&self) -> bool {
        self.world.lists.iter().all(|told| told.by_new)
    }

    fn is_revoked(&self) -> bool {
        let revoked = |status: &RevocationStatus| {
            let reason = status.revocation().map(|entry| entry.reason);
            matches!(status, RevocationStatus::Revoked { .. })
                && reason != Some(RevocationReason::CertificateHold)
        };
        self.report.anchor.is_some() && self.report.revocation.iter().any(revoked)
    }

    /// The lists on which the report rests.
    fn deciding_lists(&self) -> String {
        let all = self
            .at_hand
            .stored_lists
            .iter()
            .chain(&self.at_hand.brought.crls);
        let used = |id: EvidenceId| {
            self.report
                .evidence
                .iter()
                .flatten()
                .any(|one| one.id == id)
        };
        let lists = all.filter(|list| used(EvidenceId::Crl(list.sha256())));
        lists.map(kyso_pki::Crl::to_pem).collect()
    }
}

#[test]
fn openssl_says_the_same_of_each_path_with_its_lists() {
    let office = Office::new();
    let bench = Bench::new();
    let attime = now().as_second().to_string();
    let (mut valid, mut revoked) = (0, 0);
    for case in cases(&office, 50) {
        if !case.report.is_valid() && !case.is_revoked() {
            continue;
        }
        let chain = &case.report.chain;
        let (anchor, below) = chain.split_last().unwrap();
        bench
            .write_pem("anchor.pem", std::slice::from_ref(anchor))
            .write_pem("between.pem", &below[1..])
            .write_pem("person.pem", &below[..1])
            .write("lists.pem", case.deciding_lists());
        let said = bench.openssl(&[
            "verify",
            "-crl_check_all",
            "-attime",
            &attime,
            "-CAfile",
            "anchor.pem",
            "-untrusted",
            "between.pem",
            "-CRLfile",
            "lists.pem",
            "person.pem",
        ]);
        match case.report.is_valid() {
            true => {
                valid += 1;
                assert!(said.is_ok(), "{:?}: {said:?}", case.world);
            }
            // Lists of the other key count for no other certificate; one certificate is enough.
            false
                if said
                    .as_ref()
                    .is_err_and(|text| text.contains("certificate revoked")) =>
            {
                revoked += 1
            }
            false => assert!(
                case.world.lists.iter().any(|told| told.by_new),
                "{:?}: {said:?}",
                case.world
            ),
        }
    }
    assert!(valid > 3 && revoked > 3, "{valid} valid, {revoked} revoked");
}

#[test]
fn certvalidator_says_the_same_or_for_a_known_reason_otherwise() {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.venv-interop/bin/python");
    let wanted = python.to_string_lossy().into_owned();
    let Some(python) = kyso_test_needs::file("pyHanko in .venv-interop", &[&wanted]) else {
        return;
    };
    let office = Office::new();
    let bench = Bench::new();
    let cases = cases(&office, 60);
    let lines = cases.iter().enumerate();
    let lines = lines.map(|(number, case)| write_case(&bench, number, case, &office.person));
    let said = ask(&python, &lines.collect::<Vec<_>>().join("\n"));
    assert_eq!(said.len(), cases.len(), "{said:?}");
    let mut agreed = 0;
    for (case, said) in cases.iter().zip(&said) {
        let valid = case.report.is_valid();
        if valid == (said == "valid") {
            agreed += 1;
            continue;
        }
        let known = match valid {
            true => case.misleads_by_ends() || case.holds_end(),
            false => {
                case.ends_in_an_old_root() || case.tells_of_revocation() || case.lacks_own_list()
            }
        };
        assert!(known, "valid here: {valid}, there {said}: {:?}", case.world);
    }
    assert!(
        agreed * 10 >= cases.len() * 9,
        "{agreed} of {}",
        cases.len()
    );
}

fn write_case(bench: &Bench, number: usize, case: &Case, person: &Certificate) -> String {
    let name = |part: &str| format!("{number}-{part}");
    let path = |name: &str| bench.path().join(name);
    let (stored, brought) = (&case.at_hand.stored, &case.at_hand.brought);
    let others = [stored.as_slice(), &brought.certificates].concat();
    bench
        .write_pem(&name("anchors.pem"), &case.at_hand.anchors)
        .write_pem(&name("others.pem"), &others)
        .write_pem(&name("target.pem"), std::slice::from_ref(person));
    let lists = case.at_hand.stored_lists.iter().chain(&brought.crls);
    let lists: Vec<PathBuf> = lists
        .enumerate()
        .map(|(list, crl)| {
            let file = name(&format!("{list}.crl"));
            bench.write(&file, crl.der());
            path(&file)
        })
        .collect();
    json!({
        "anchors": path(&name("anchors.pem")),
        "others": path(&name("others.pem")),
        "target": path(&name("target.pem")),
        "lists": lists,
        "at": now().as_second(),
    })
    .to_string()
}

fn ask(python: &Path, cases: &str) -> Vec<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/certvalidator.py");
    let mut child = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(cases.as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    said.lines().map(str::to_owned).collect()
}

//! The authority of the person who signed, by a directory (A5): asked before the agency's key is used.

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;
use jiff::civil::{Date, date};
use kyso_pki::{Certificate, SignatureAlgorithm};
use kyso_signer::{
    AuthorityCheck, AuthorityDoubt, AuthorityPolicy, Issuance, KeyError, SignError, Signed,
    SigningKey, issue,
};
use kyso_verifier::{
    Effect, HolderDirectory, LegalStatus, Mandate, NamedOrganisation, SigningForm, Standing, Term,
};
use kyso_words::{Lang, Localized};

use crate::support::*;

/// A directory that knows the usual person and agency, unless a test says otherwise.
struct Register {
    person: Option<Standing>,
    agency: Option<Standing>,
}

fn organisation(id: &str) -> NamedOrganisation {
    NamedOrganisation {
        id: id.to_owned(),
        name: format!("Cơ quan {id}"),
        code: None,
        term: Term::default(),
        effect: Effect::InEffect,
    }
}

fn mandate(of: &str, title: &str, effect: Effect) -> Mandate {
    Mandate {
        organisation: organisation(of),
        title: title.to_owned(),
        form: SigningForm::InPlace,
        term: Term::default(),
        effect,
    }
}

fn person(mandates: Vec<Mandate>) -> Option<Standing> {
    let name = "Trần Thị Minh Ánh".to_owned();
    Some(Standing::Person { name, mandates })
}

fn usual() -> Register {
    Register {
        person: person(vec![mandate("a", "PHÓ CHỦ TỊCH", Effect::InEffect)]),
        agency: Some(Standing::Organisation(organisation("a"))),
    }
}

impl HolderDirectory for Register {
    fn standing(&self, certificate: &Certificate, at: Timestamp) -> Option<Standing> {
        assert_eq!(at, now(), "the person signed and the agency issues now");
        let pki = pki();
        if *certificate == pki.person.certificate {
            return self.person.clone();
        }
        assert_eq!(*certificate, pki.agency.certificate);
        self.agency.clone()
    }
}

/// A key that counts how often it is used.
struct Counting<'k>(&'k dyn SigningKey, AtomicUsize);

impl SigningKey for Counting<'_> {
    fn certificate(&self) -> &Certificate {
        self.0.certificate()
    }

    fn chain(&self) -> &[Certificate] {
        self.0.chain()
    }

    fn sign_digest(
        &self,
        algorithm: SignatureAlgorithm,
        digest: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.sign_digest(algorithm, digest)
    }
}

/// Issues under a directory; gives how often the key was used, too.
fn issued_by(register: &Register, policy: AuthorityPolicy) -> (Result<Signed, SignError>, usize) {
    let pki = pki();
    let mut issuance = Issuance::new(seal_image(), DIAMETER, "5", ISSUED_ON);
    issuance.authority = Some(AuthorityCheck {
        directory: register,
        policy,
    });
    let key = Counting(&pki.agency, AtomicUsize::new(0));
    let signed = issue(&approved(&DECISION).pdf, &issuance, &key, &pki.context());
    (signed, key.1.into_inner())
}

#[test]
fn a_person_with_an_authority_in_effect_raises_no_doubt() {
    let (signed, uses) = issued_by(&usual(), AuthorityPolicy::Refuse);
    let signed = signed.unwrap();
    assert_eq!(signed.doubt, None);
    assert_eq!(signed.report.legal_status, LegalStatus::Original);
    assert!(uses > 0);
}

#[test]
fn each_doubt_names_who_and_why_and_refuses_before_the_key_is_used() {
    for (register, doubt, [vi, en]) in cases() {
        let (refused, uses) = issued_by(&register, AuthorityPolicy::Refuse);
        match refused {
            Err(SignError::Authority(found)) => assert_eq!(found, doubt),
            other => panic!("{doubt}: {other:?}"),
        }
        assert_eq!(uses, 0, "{doubt}");
        let error = SignError::Authority(doubt.clone());
        assert!(
            error.text(Lang::Vi).contains(vi),
            "{}",
            error.text(Lang::Vi)
        );
        assert!(
            error.text(Lang::En).contains(en),
            "{}",
            error.text(Lang::En)
        );
    }
    let (register, doubt, _) = cases().swap_remove(2);
    let (warned, uses) = issued_by(&register, AuthorityPolicy::Warn);
    assert_eq!(warned.unwrap().doubt, Some(doubt));
    assert!(uses > 0);
}

/// A directory, the doubt that it raises, and words of both languages.
type Case = (Register, AuthorityDoubt, [&'static str; 2]);

const NAME: &str = "Trần Thị Minh Ánh";
const UNTIL: Date = date(2025, 6, 30);
const FROM: Date = date(2027, 1, 1);

#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn cases() -> Vec<Case> {
    let deputy = |of, effect| person(vec![mandate(of, "PHÓ CHỦ TỊCH", effect)]);
    let with = |person| Register { person, ..usual() };
    let ended = Effect::Ended { until: UNTIL };
    let not_begun = Effect::NotBegun { from: FROM };
    let mut gone = organisation("a");
    gone.effect = ended;
    let name = || NAME.to_owned();
    let title = || "KT. PHÓ CHỦ TỊCH".to_owned();
    vec![
        (
            Register {
                agency: None,
                ..usual()
            },
            AuthorityDoubt::AgencyUnknown {
                agency: AGENCY.to_owned(),
            },
            [
                "không có chứng thư của cơ quan",
                "does not know the certificate of the agency",
            ],
        ),
        (
            Register {
                agency: Some(Standing::Organisation(gone)),
                ..usual()
            },
            AuthorityDoubt::AgencyNotInEffect {
                agency: "Cơ quan a".to_owned(),
                effect: ended,
            },
            [
                "đã kết thúc hoạt động (đến hết 30/06/2025)",
                "has ended (until 30/06/2025)",
            ],
        ),
        (
            with(None),
            AuthorityDoubt::PersonUnknown { name: name() },
            [
                "chứng thư của người ký “Trần Thị Minh Ánh”",
                "of “Trần Thị Minh Ánh”, who signed",
            ],
        ),
        (
            with(Some(Standing::Organisation(organisation("b")))),
            AuthorityDoubt::PersonIsOrganisation {
                organisation: "Cơ quan b".to_owned(),
            },
            [
                "chứng thư của cơ quan “Cơ quan b”",
                "the organisation “Cơ quan b”",
            ],
        ),
        (
            Register {
                agency: deputy("a", Effect::InEffect),
                ..usual()
            },
            AuthorityDoubt::AgencyIsPerson { name: name() },
            ["là của cá nhân", "is that of a person"],
        ),
        (
            with(deputy("b", Effect::InEffect)),
            AuthorityDoubt::OtherAgency {
                name: name(),
                agency: "Cơ quan a".to_owned(),
                others: vec!["Cơ quan b".to_owned()],
            },
            ["chỉ cho: Cơ quan b", "only for: Cơ quan b"],
        ),
        (
            with(person(Vec::new())),
            AuthorityDoubt::OtherAgency {
                name: name(),
                agency: "Cơ quan a".to_owned(),
                others: Vec::new(),
            },
            [
                "không có thẩm quyền ký cho “Cơ quan a”",
                "no authority to sign for “Cơ quan a”",
            ],
        ),
        (
            with(deputy("a", ended)),
            AuthorityDoubt::Ended {
                name: name(),
                title: title(),
                until: UNTIL,
            },
            [
                "sau khi hết thẩm quyền (KT. PHÓ CHỦ TỊCH, đến hết 30/06/2025)",
                "after the authority had ended",
            ],
        ),
        (
            with(deputy("a", not_begun)),
            AuthorityDoubt::NotBegun {
                name: name(),
                title: title(),
                from: FROM,
            },
            [
                "trước khi có thẩm quyền",
                "before the authority began (KT. PHÓ CHỦ TỊCH, from 01/01/2027)",
            ],
        ),
        (
            with(person(vec![mandate(
                "a",
                "CHÁNH VĂN PHÒNG",
                Effect::InEffect,
            )])),
            AuthorityDoubt::OtherTitle {
                name: name(),
                printed: "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH".to_owned(),
                titles: vec!["KT. CHÁNH VĂN PHÒNG".to_owned()],
            },
            [
                "chức vụ in trên văn bản là “TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH”",
                "the title printed in the document is “TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH”",
            ],
        ),
    ]
}

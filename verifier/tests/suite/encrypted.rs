//! Encrypted files that open without a password are judged like others (I4).

use kyso_pdf::{Flaw, Locked, Password, PdfError};
use kyso_verifier::{
    Coverage, Finding, Integrity, Modifications, Policy, Report, Verdict, VerifyError, verify,
};
use kyso_words::Lang;

use crate::support::{Office, now};

fn encrypted(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/encrypted/");
    std::fs::read(format!("{folder}{name}.pdf")).unwrap()
}

fn judged(bytes: &[u8]) -> Result<Report, VerifyError> {
    verify(bytes, &Office::new().store(), &Policy::new(now()))
}

#[test]
fn a_signature_on_an_encrypted_file_is_judged() {
    for name in [
        "rc4-40",
        "rc4-128",
        "aes-128",
        "aes-256",
        "aes-256-object-streams",
    ] {
        let report = judged(&encrypted(&format!("signed-{name}"))).expect(name);
        let [signature] = report.signatures.as_slice() else {
            panic!("{name}: {} signatures", report.signatures.len());
        };
        assert_eq!(signature.integrity, Integrity::Intact, "{name}");
        assert_eq!(signature.coverage, Coverage::WholeFile, "{name}");
        assert_eq!(signature.modifications, Modifications::None, "{name}");
        assert_eq!(signature.field, "Signature1", "{name}");
        // Another office made it: nothing is trusted, nothing is wrong.
        assert_eq!(report.verdict, Verdict::Indeterminate, "{name}");
        assert_eq!(report.findings, [Finding::Encrypted], "{name}");
    }
}

#[test]
fn a_file_that_needs_a_password_is_judged_with_it() {
    let judged = |name: &str, password: &str| {
        let policy = Policy {
            password: Some(Password::new(password)),
            ..Policy::new(now())
        };
        verify(&encrypted(name), &Office::new().store(), &policy)
    };
    for name in ["rc4-40", "rc4-128", "aes-128", "aes-256"] {
        let name = format!("password-{name}");
        for password in ["mo-khoa-2026", "chu-tep-2026"] {
            let report = judged(&name, password).expect(&name);
            let [signature] = report.signatures.as_slice() else {
                panic!("{name}: {} signatures", report.signatures.len());
            };
            assert_eq!(signature.integrity, Integrity::Intact, "{name}");
            assert_eq!(signature.coverage, Coverage::WholeFile, "{name}");
            assert_eq!(report.findings, [Finding::Encrypted], "{name}");
            let told = format!("{report:?}");
            assert!(!told.contains(password), "{name}: the password is told");
        }
        let error = judged(&name, "sai").unwrap_err();
        let wrong = PdfError::from(Locked::WrongPassword);
        assert_eq!(error, VerifyError::Pdf(wrong), "{name}");
    }
}

#[test]
fn a_second_signature_is_a_permitted_change() {
    for name in ["twice-rc4-128", "twice-aes-256"] {
        let report = judged(&encrypted(name)).expect(name);
        let found: Vec<_> = report
            .signatures
            .iter()
            .map(|one| (one.integrity, one.coverage, one.modifications))
            .collect();
        let intact = Integrity::Intact;
        let wanted = [
            (intact, Coverage::WholeRevision, Modifications::Permitted),
            (intact, Coverage::WholeFile, Modifications::None),
        ];
        assert_eq!(found, wanted, "{name}");
    }
}

#[test]
fn changed_bytes_break_it_as_ever() {
    let mut bytes = encrypted("signed-aes-256");
    let at = bytes.windows(6).position(|w| w == b"stream").unwrap() + 40;
    bytes[at] ^= 1;
    let report = judged(&bytes).unwrap();
    assert_eq!(report.signatures[0].integrity, Integrity::Broken);
    assert_eq!(report.verdict, Verdict::TotalFailed);
}

/// What was signed would read differently, or not at all.
#[test]
fn a_later_revision_without_the_encryption_is_refused() {
    let mut bytes = encrypted("signed-aes-256");
    let start = bytes.len();
    let tail = |key: &[u8]| bytes.windows(key.len()).rposition(|w| w == key).unwrap();
    let previous = std::str::from_utf8(&bytes[tail(b"startxref") + 9..tail(b"%%EOF")]).unwrap();
    let update = format!(
        "xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 99/Root 1 0 R/Prev {}>>\nstartxref\n{start}\n%%EOF\n",
        previous.trim()
    );
    bytes.extend(update.bytes());
    let changed = PdfError::from(Locked::Changed { revision: 3 });
    assert_eq!(judged(&bytes).unwrap_err(), VerifyError::Pdf(changed));
}

/// MuPDF takes an identifier of another number of parts for none, and cannot open what other programs show.
#[test]
fn a_later_identifier_of_one_or_three_parts_is_refused() {
    for name in ["signed-rc4-128", "signed-aes-128", "signed-aes-256"] {
        let bytes = encrypted(name);
        let text = String::from_utf8_lossy(&bytes);
        let after = |key: &str| &text[text.rfind(key).unwrap() + key.len()..];
        let previous = after("startxref").split_whitespace().next().unwrap();
        let reference = |key: &str| after(key).split('R').next().unwrap().to_owned();
        let (root, encrypt) = (reference("/Root"), reference("/Encrypt"));
        let identifier = after("/ID");
        let from = identifier.find('<').unwrap() + 1;
        let first = &identifier[from..identifier.find('>').unwrap()];
        for parts in [1, 2, 3] {
            let mut update = bytes.clone();
            let start = update.len();
            let head = format!(
                "xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 99/Root{root}R/Encrypt{encrypt}R/Prev {previous}/ID["
            );
            update.extend(head.bytes());
            for _ in 0..parts {
                update.extend(format!("<{first}>").bytes());
            }
            update.extend(format!("]>>\nstartxref\n{start}\n%%EOF\n").bytes());
            let damaged = PdfError::from(Locked::Damaged {
                what: Flaw::FileIdentifier,
            });
            let refused = name != "signed-aes-256" && parts != 2;
            let found = judged(&update).map(|report| report.signatures.len());
            let expected = match refused {
                true => Err(VerifyError::Pdf(damaged)),
                false => Ok(1),
            };
            assert_eq!(found, expected, "{name}: {parts}");
        }
    }
}

#[test]
fn the_error_says_what_to_do() {
    let error = judged(&encrypted("needs-password")).unwrap_err();
    assert!(error.to_string().contains("password"), "{error}");
    let remark = Finding::Encrypted;
    assert!(remark.text(Lang::Vi).contains("mã hóa"));
}

/// ISO/TS 32004: anyone who can open the file can make the code.
#[test]
fn a_message_authentication_code_is_no_signature() {
    let report = judged(&encrypted("authentication-code")).unwrap();
    assert_eq!(report.verdict, Verdict::NotSigned);
    assert_eq!(report.findings, [Finding::Encrypted]);
}

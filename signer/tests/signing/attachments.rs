//! Attachments in files of their own, and packages (C1–C3).

use std::sync::atomic::{AtomicIsize, Ordering};

use kyso_issuing::{KeyType, Profile};
use kyso_pki::{Certificate, SignatureAlgorithm};
use kyso_signer::{
    Attachment, Issuance, IssuedPackage, KeyError, Package, PackageFile, SignError, Signed,
    SigningKey, attach, issue_package,
};
use kyso_stamp_images::{DocumentNumber, ExplicitPosition, Face, TextDocument, TextRun};
use kyso_verifier::{
    AttachmentPart, Coverage, MainPart, PackageFinding, PackageReport, PackageState, Policy, Role,
    RoleBasis, Verdict, judge_package, verify,
};
use kyso_words::{Lang, Localized};

use crate::pages::document_of;
use crate::support::*;

fn text_at(x: f64, baseline: f64, text: &str) -> TextRun {
    TextRun {
        x,
        baseline,
        size: 11.0,
        face: Face::Regular,
        text: text.to_owned(),
    }
}

fn number(text: &str) -> DocumentNumber {
    text.parse().unwrap()
}

fn attached(pdf: &[u8], main: &[u8], number: &DocumentNumber) -> Result<Signed, SignError> {
    let pki = pki();
    attach(
        pdf,
        main,
        &Attachment::new(number),
        &pki.agency,
        &pki.context(),
    )
}

/// The words of a signature, which is the only one on a page without other text there.
fn words_in_the_corner(pdf: &[u8]) -> Vec<(String, f64)> {
    let text = TextDocument::open(pdf).unwrap();
    let page = text.page(0).unwrap();
    let (width, height) = page.frame().size();
    let in_corner = page.pieces().iter().filter(|piece| {
        piece.area.left > 0.7 * width && piece.area.bottom() < 20.0 / 297.0 * height
    });
    in_corner
        .map(|piece| (piece.text.clone(), piece.font_size))
        .collect()
}

#[test]
fn an_attachment_shows_number_symbol_and_time_in_the_corner() {
    let main = approved(&DECISION).pdf;
    let plain = bytes("phu-luc.pdf");
    let signed = attached(&plain, &main, &number("5/QĐ-UBND")).unwrap();
    assert!(signed.pdf.starts_with(&plain));
    let [signature] = signed.report.signatures.as_slice() else {
        panic!("one signature");
    };
    assert_eq!(
        (signature.role, signature.role_basis),
        (Role::Attachment, RoleBasis::Corner)
    );
    assert_eq!(signature.verdict, Verdict::TotalPassed);
    assert_eq!(signature.coverage, Coverage::WholeFile);
    assert_eq!(signature.field, "PhuLuc1");
    let words = words_in_the_corner(&signed.pdf);
    let expected = ["05/QĐ-UBND", "20/11/2026 14:03:07 +07:00"];
    assert_eq!(
        words
            .iter()
            .map(|(text, _)| text.as_str())
            .collect::<Vec<_>>(),
        expected
    );
    assert!(
        words.iter().all(|(_, size)| (size - 10.0).abs() < 1e-6),
        "{words:?}"
    );
}

#[test]
fn the_main_document_must_be_approved() {
    let error = attached(
        &bytes("phu-luc.pdf"),
        &bytes(DECISION.file),
        &number("5/QĐ-UBND"),
    );
    match error.unwrap_err() {
        SignError::MainDocument(error) => {
            assert!(matches!(*error, SignError::NoPersonSignature), "{error}");
        }
        other => panic!("{other}"),
    }
    let issued = issued(&approved(&DECISION).pdf).unwrap().pdf;
    attached(&bytes("phu-luc.pdf"), &issued, &number("5/QĐ-UBND")).unwrap();
}

#[test]
fn number_and_symbol_are_those_that_the_main_document_prints() {
    let approved = approved(&DECISION).pdf;
    let issued = issued(&approved).unwrap().pdf;
    for (main, given, printed) in [
        (&approved, "5/QĐ-SNV", "05/QĐ-UBND"),
        (&issued, "6/QĐ-UBND", "05/QĐ-UBND"),
    ] {
        let error = attached(&bytes("phu-luc.pdf"), main, &number(given)).unwrap_err();
        let SignError::MainDocument(error) = error else {
            panic!("{error}");
        };
        let text = error.vietnamese();
        assert!(text.contains(printed), "{text}");
    }
}

#[test]
fn another_agency_signs_no_attachment_of_what_this_one_issued() {
    let pki = pki();
    let other = pki.key("SỞ NỘI VỤ", KeyType::P256, Profile::Agency);
    let issued = issued(&approved(&DECISION).pdf).unwrap().pdf;
    let number = number("5/QĐ-UBND");
    let attachment = Attachment::new(&number);
    let error = attach(
        &bytes("phu-luc.pdf"),
        &issued,
        &attachment,
        &other,
        &pki.context(),
    );
    match error.unwrap_err() {
        SignError::MainDocument(error) => {
            assert!(
                matches!(*error, SignError::IssuedByAnother { .. }),
                "{error}"
            );
        }
        other => panic!("{other}"),
    }
}

#[test]
fn an_attachment_is_signed_once() {
    let main = approved(&DECISION).pdf;
    let number = number("5/QĐ-UBND");
    let signed = attached(&bytes("phu-luc.pdf"), &main, &number).unwrap().pdf;
    let error = attached(&signed, &main, &number).unwrap_err();
    assert!(
        matches!(
            error,
            SignError::AlreadyIssued {
                role: Role::Attachment,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn words_go_to_the_next_blank_place_and_never_over_print() {
    let main = approved(&DECISION).pdf;
    let number = number("5/QĐ-UBND");
    let heading = document_of(&[vec![
        text_at(400.0, 25.0, "Mẫu số 01 ban hành kèm theo"),
        text_at(400.0, 40.0, "Thông tư liên tịch số 3"),
    ]]);
    let signed = attached(&heading, &main, &number).unwrap();
    let place = signed.report.signatures[0].place.unwrap();
    assert!(place.rect.top < 842.0 - 45.0, "{:?}", place.rect);
    let rows = (1..60).map(|row| text_at(30.0, 14.0 * f64::from(row), &"x ".repeat(70)));
    let full = document_of(&[rows.collect()]);
    let error = attached(&full, &main, &number).unwrap_err();
    assert!(matches!(error, SignError::NoCorner), "{error}");
    let pki = pki();
    let mut attachment = Attachment::new(&number);
    let position = |text: &str| Some(text.parse::<ExplicitPosition>().unwrap());
    attachment.position = position("1,20,20");
    let error = attach(&full, &main, &attachment, &pki.agency, &pki.context()).unwrap_err();
    assert!(
        matches!(error, SignError::CornerOnContent { page: 1 }),
        "{error}"
    );
    attachment.position = position("1,20,250");
    let error = attach(&heading, &main, &attachment, &pki.agency, &pki.context()).unwrap_err();
    assert!(
        matches!(error, SignError::ResultOfOtherRole { .. }),
        "{error}"
    );
}

fn packaged(main: &[u8], attachments: &[(&str, &[u8])]) -> Result<IssuedPackage, SignError> {
    packaged_with(main, attachments, &pki().agency)
}

fn packaged_with(
    main: &[u8],
    attachments: &[(&str, &[u8])],
    key: &dyn SigningKey,
) -> Result<IssuedPackage, SignError> {
    let issuance = Issuance::new(seal_image(), DIAMETER, "5", ISSUED_ON);
    let mut package = Package::new(main, issuance);
    package.attachments = attachments
        .iter()
        .map(|(name, pdf)| PackageFile {
            name,
            pdf,
            position: None,
        })
        .collect();
    issue_package(&package, key, &pki().context())
}

/// The report on these files as a package.
fn judged(main: &[u8], attachments: &[&[u8]]) -> PackageReport {
    let (trust, policy) = (&pki().trust, Policy::new(now()));
    let report = verify(main, trust, &policy).unwrap();
    let main = MainPart::read(main, &report, &policy).unwrap();
    let attachments: Vec<_> = attachments
        .iter()
        .map(|bytes| {
            let report = verify(bytes, trust, &policy).unwrap();
            AttachmentPart::read(bytes, &report, &main, &policy).unwrap()
        })
        .collect();
    judge_package(&main, &attachments)
}

#[test]
fn a_package_is_issued_and_verified_as_one() {
    let main = approved(&DECISION).pdf;
    let [first, second] = [
        bytes("phu-luc.pdf"),
        document_of(&[vec![text_at(80.0, 300.0, "Danh sách")]]),
    ];
    let issued = packaged(
        &main,
        &[("phu-luc-1.pdf", &first), ("phu-luc-2.pdf", &second)],
    )
    .unwrap();
    assert_eq!(issued.number.to_string(), "05/QĐ-UBND");
    let [one, two] = issued.attachments.as_slice() else {
        panic!("two attachments");
    };
    let (main, one, two) = (&issued.main.pdf, one.pdf.as_slice(), two.pdf.as_slice());
    let report = judged(main, &[two, one]);
    assert_eq!(
        (report.state, report.findings.as_slice()),
        (PackageState::Complete, [].as_slice())
    );

    let report = judged(main, &[one]);
    assert_eq!(report.state, PackageState::Incomplete);
    let missing = PackageFinding::Missing {
        name: "phu-luc-2.pdf".to_owned(),
    };
    assert_eq!(report.findings, [missing]);

    // The agency signed it under the same number, but not with this document.
    let altered = document_of(&[vec![text_at(80.0, 300.0, "Danh sách khác")]]);
    let foreign = attached(&altered, main, &number("5/QĐ-UBND")).unwrap().pdf;
    let report = judged(main, &[one, two, &foreign]);
    assert_eq!(report.state, PackageState::Mismatched);
    assert_eq!(report.findings, [PackageFinding::NotListed { index: 2 }]);

    let report = judged(main, &[one, two, one]);
    assert_eq!(report.state, PackageState::Complete);
    assert_eq!(
        report.findings,
        [PackageFinding::GivenTwice { index: 2, first: 0 }]
    );
    assert_eq!(
        judged(main, &[&first]).state,
        PackageState::Mismatched,
        "not signed"
    );
}

#[test]
fn without_a_list_agency_and_number_tell_what_belongs_together() {
    let approved = approved(&DECISION).pdf;
    let main = issued(&approved).unwrap().pdf;
    let plain = bytes("phu-luc.pdf");
    let own = attached(&plain, &main, &number("5/QĐ-UBND")).unwrap().pdf;
    let report = judged(&main, &[&own]);
    assert_eq!(
        (report.state, report.findings),
        (PackageState::Unlisted, vec![PackageFinding::NoList])
    );

    let sixth = attached(&plain, &approved, &number("6/QĐ-UBND"))
        .unwrap()
        .pdf;
    let report = judged(&main, &[&sixth]);
    assert_eq!(report.state, PackageState::Mismatched);
    let text = report.findings[0].text(Lang::Vi);
    assert_eq!(text, "thuộc văn bản số 06/QĐ-UBND, không phải 05/QĐ-UBND");

    let pki = pki();
    let other = pki.key("SỞ NỘI VỤ", KeyType::P256, Profile::Agency);
    let number = number("5/QĐ-UBND");
    let foreign = attach(
        &plain,
        &approved,
        &Attachment::new(&number),
        &other,
        &pki.context(),
    );
    let report = judged(&main, &[&foreign.unwrap().pdf]);
    assert!(matches!(
        report.findings[0],
        PackageFinding::OtherAgency { index: 0, .. }
    ));
    assert_eq!(
        judged(&approved, &[&own]).findings[0],
        PackageFinding::MainNoOriginal
    );
}

/// The key of the agency, which fails after so many signatures.
struct Failing {
    left: AtomicIsize,
}

impl SigningKey for Failing {
    fn certificate(&self) -> &Certificate {
        SigningKey::certificate(&pki().agency)
    }

    fn chain(&self) -> &[Certificate] {
        SigningKey::chain(&pki().agency)
    }

    fn sign_digest(
        &self,
        algorithm: SignatureAlgorithm,
        digest: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        match self.left.fetch_sub(1, Ordering::Relaxed) {
            ..=0 => Err(KeyError::Library { algorithm }),
            _ => pki().agency.sign_digest(algorithm, digest),
        }
    }
}

#[test]
fn one_file_that_fails_undoes_the_others() {
    let main = approved(&DECISION).pdf;
    let plain = bytes("phu-luc.pdf");
    let encrypted = bytes("cong-van-encrypted.pdf");
    // Found before the key is used.
    let error = packaged(&main, &[("a.pdf", &plain), ("b.pdf", &encrypted)]).unwrap_err();
    match &error {
        SignError::AttachmentFile { name, .. } => assert_eq!(name, "b.pdf"),
        other => panic!("{other}"),
    }
    let error = packaged(&bytes(DECISION.file), &[("a.pdf", &plain)]).unwrap_err();
    assert!(matches!(error, SignError::NoPersonSignature), "{error}");
    let error = packaged(&main, &[]).unwrap_err();
    assert!(
        matches!(error, SignError::PackageSize { attachments: 0 }),
        "{error}"
    );
    // Number and date, seal, first attachment; the second one fails.
    let key = Failing {
        left: AtomicIsize::new(3),
    };
    let files: [(&str, &[u8]); 2] = [("a.pdf", &plain), ("b.pdf", &plain)];
    match packaged_with(&main, &files, &key).unwrap_err() {
        SignError::AttachmentFile { name, source } => {
            assert_eq!(name, "b.pdf");
            assert!(matches!(*source, SignError::Key(_)), "{source}");
        }
        other => panic!("{other}"),
    }
}

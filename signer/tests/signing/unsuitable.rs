//! Documents and images that are refused.

use kyso_pdf::{
    Dictionary, DocMdp, Document, Name, Object, ObjectId, PdfError, Unsignable, Update,
};
use kyso_signer::{
    Approval, ForbiddenContent, NumberPlaces, Position, SignError, SignaturePlace, approve,
    certification_level,
};
use kyso_stamp_images::{
    Appearance, Face, ImageError, PageFrame, PlaceError, SignatureQuery, StampPlace, TextRun, Turn,
    ViewRect,
};
use kyso_verifier::{LegalStatus, Verdict};
use kyso_words::{Lang, Localized};

use crate::support::*;

fn refused(pdf: &[u8]) -> SignError {
    let approval = Approval::new(DECISION.signer, signature_image());
    approve(pdf, &approval, &pki().person, &pki().context()).unwrap_err()
}

#[test]
fn what_is_no_whole_pdf_is_refused() {
    let whole = bytes(DECISION.file);
    let text = refused(b"Xin ch\xc3\xa0o");
    assert!(matches!(text, SignError::Pdf(PdfError::NotPdf)), "{text}");
    let half = refused(&whole[..whole.len() / 2]);
    assert!(
        matches!(half, SignError::Pdf(PdfError::Truncated { .. })),
        "{half}"
    );
}

#[test]
fn an_encrypted_file_is_refused() {
    let error = refused(&bytes("cong-van-encrypted.pdf"));
    let encrypted = matches!(
        error,
        SignError::Pdf(PdfError::Unsignable(Unsignable::Encrypted))
    );
    assert!(encrypted, "{error}");
}

#[test]
fn an_xfa_form_is_refused() {
    let form = Dictionary::new()
        .with("Fields", Vec::<Object>::new())
        .with("XFA", Object::String(b"<xdp/>".to_vec()));
    let error = refused(&with_form(&bytes(DECISION.file), form));
    let xfa = matches!(error, SignError::Pdf(PdfError::Unsignable(Unsignable::Xfa)));
    assert!(xfa, "{error}");
}

#[test]
fn scripts_and_programs_are_refused() {
    let action = |kind: &str| {
        Dictionary::new()
            .with("S", Name::from(kind))
            .with("F", Object::String(b"calc.exe".to_vec()))
    };
    for (kind, expected) in [
        ("JavaScript", ForbiddenContent::JavaScript),
        ("Launch", ForbiddenContent::Launch),
    ] {
        let pdf = with_entry(&bytes(DECISION.file), "OpenAction", action(kind));
        match refused(&pdf) {
            SignError::ActiveContent { found, .. } => assert_eq!(found, expected),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn an_action_whose_kind_is_an_object_of_its_own_is_refused() {
    for (kind, expected) in [
        ("JavaScript", ForbiddenContent::JavaScript),
        ("Launch", ForbiddenContent::Launch),
    ] {
        let pdf = with_object(&bytes(DECISION.file), Name::from(kind).into());
        let document = Document::open(&pdf).unwrap();
        let kind = Object::Reference(newest_object(&document));
        let action = Dictionary::new().with("S", kind);
        match refused(&with_entry(&pdf, "OpenAction", action)) {
            SignError::ActiveContent { found, .. } => assert_eq!(found, expected),
            other => panic!("{other}"),
        }
    }
}

/// PDFium shows what a table calls free, and Poppler rebuilds the file for it: to both the page is not empty.
#[test]
fn a_page_whose_content_was_freed_is_refused() {
    let mut pdf = bytes(DECISION.file).clone();
    let document = Document::open(&pdf).unwrap();
    let view = document.latest();
    let page = view.page(0).unwrap().unwrap().id;
    let page = view.object(page).unwrap();
    let content = page.as_dictionary().unwrap().get("Contents");
    let content = content.and_then(Object::as_reference).unwrap().number;
    let root = view.catalog().unwrap().0;
    let before = document.revisions()[0].sections[0].span.start;
    let start = pdf.len();
    let update = format!(
        "xref\n{content} 1\n0000000000 00001 f \ntrailer\n<</Size {}/Root {root} R/Prev {before}>>\nstartxref\n{start}\n%%EOF\n",
        view.greatest_number() + 1,
    );
    pdf.extend(update.bytes());
    match refused(&pdf) {
        error @ SignError::ShownByRepair { .. } => {
            let words = error.text(Lang::Vi);
            assert!(
                words.contains("văn bản cần một đối tượng đã bị xóa"),
                "{words}"
            );
        }
        other => panic!("{other}"),
    }
}

#[test]
fn an_object_that_cannot_be_read_is_refused_by_its_id() {
    let action = Dictionary::new().with("S", Name::from("Launch"));
    let mut pdf = with_object(&bytes(DECISION.file), action.into());
    let id = newest_object(&Document::open(&pdf).unwrap());
    let header = format!("{} 0 obj", id.number);
    let at = pdf
        .windows(header.len())
        .rposition(|window| window == header.as_bytes());
    pdf[at.unwrap() + header.len() - 1] = b'x';
    match refused(&pdf) {
        SignError::UnreadableObject { id: found, .. } => assert_eq!(found, id),
        other => panic!("{other}"),
    }
}

/// The document with another object, which nothing refers to.
fn with_object(pdf: &[u8], object: Object) -> Vec<u8> {
    let document = Document::open(pdf).unwrap();
    let mut update = Update::new(&document).unwrap();
    update.add(object);
    update.finish().unwrap()
}

fn newest_object(document: &Document<'_>) -> ObjectId {
    let newest = document.revisions().last().unwrap();
    let numbers = newest.entries.iter().map(|(number, _)| *number);
    ObjectId::new(numbers.max().unwrap(), 0)
}

fn with_form(pdf: &[u8], form: Dictionary) -> Vec<u8> {
    with_entry(pdf, "AcroForm", form)
}

/// The document with another entry in its catalog.
fn with_entry(pdf: &[u8], key: &str, value: Dictionary) -> Vec<u8> {
    let document = Document::open(pdf).unwrap();
    let (id, catalog) = document.latest().catalog().unwrap();
    let catalog = catalog.as_dictionary().unwrap().clone().with(key, value);
    let mut update = Update::new(&document).unwrap();
    update.set(id, catalog);
    update.finish().unwrap()
}

#[test]
fn a_certification_that_allows_nothing_is_neither_made_nor_signed() {
    let error = certification_level(1).unwrap_err();
    assert!(
        matches!(error, SignError::CertificationLevel { level: 1 }),
        "{error}"
    );

    let mut approval = Approval::new(DECISION.signer, signature_image());
    approval.certify = Some(certification_level(2).unwrap());
    let pki = pki();
    let certified = approve(
        &bytes(DECISION.file),
        &approval,
        &pki.person,
        &pki.context(),
    )
    .unwrap();
    assert_eq!(certified.report.verdict, Verdict::TotalPassed);

    let mut locked = certified.pdf.clone();
    let level = b"/P 2\n";
    let at = locked
        .windows(level.len())
        .rposition(|window| window == level);
    locked[at.unwrap() + 3] = b'1';
    let error = refused(&locked);
    let refused = matches!(
        error,
        SignError::Pdf(PdfError::Unsignable(Unsignable::CertifiedNoChanges))
    );
    assert!(refused, "{error}");
}

fn certified(level: DocMdp) -> Vec<u8> {
    let pki = pki();
    let mut approval = Approval::new(DECISION.signer, signature_image());
    approval.certify = Some(level);
    let signed = approve(
        &bytes(DECISION.file),
        &approval,
        &pki.person,
        &pki.context(),
    );
    signed.unwrap().pdf
}

#[test]
fn a_certified_document_that_allows_annotations_is_issued() {
    let issued = issued(&certified(DocMdp::Annotations)).unwrap();
    assert_eq!(issued.report.verdict, Verdict::TotalPassed);
}

/// P=2 permits signing: number, date and seal in their places.
#[test]
fn a_document_certified_for_signing_is_issued() {
    let issued = issued(&certified(DocMdp::FormFilling)).unwrap();
    assert_eq!(issued.report.legal_status, LegalStatus::Original);
    assert_eq!(issued.report.signatures[0].certification, Some(2));
}

/// Another person's picture beside it is left to the certifier.
#[test]
fn a_second_person_does_not_sign_what_was_certified_for_the_agency() {
    let pki = pki();
    let approval = Approval::new(DECISION.signer, signature_image());
    let certified = certified(DocMdp::FormFilling);
    let error = approve(&certified, &approval, &pki.person, &pki.context()).unwrap_err();
    let refused =
        matches!(&error, SignError::CertifiedWithoutRoom { field } if field == "NguoiKy1");
    assert!(refused, "{error}");
}

#[test]
fn only_the_first_signature_certifies() {
    let pki = pki();
    let mut approval = Approval::new(DECISION.signer, signature_image());
    approval.certify = Some(DocMdp::FormFilling);
    let signed = approved(&DECISION).pdf;
    let error = approve(&signed, &approval, &pki.person, &pki.context()).unwrap_err();
    assert!(
        matches!(error, SignError::CertificationNotFirst { signatures: 1 }),
        "{error}"
    );
}

#[test]
fn a_document_whose_signature_is_broken_gets_no_other() {
    let mut tampered = approved(&DECISION).pdf;
    tampered[2000] ^= 1;
    let pki = pki();
    let mut approval = Approval::new("Nguyễn Văn Đức", signature_image());
    approval.position = Position::At("1,20,200".parse().unwrap());
    let error = approve(&tampered, &approval, &pki.person, &pki.context()).unwrap_err();
    match error {
        SignError::EarlierSignature { verdict, .. } => assert_eq!(verdict, Verdict::TotalFailed),
        other => panic!("{other}"),
    }
}

#[test]
fn images_of_the_wrong_colour_or_background_are_refused() {
    let pki = pki();
    let black = bytes("chu-ky-den.png");
    let approval = Approval::new(DECISION.signer, &black);
    let error = approve(
        &bytes(DECISION.file),
        &approval,
        &pki.person,
        &pki.context(),
    )
    .unwrap_err();
    assert!(
        matches!(error, SignError::Image(ImageError::WrongColour { .. })),
        "{error}"
    );

    let opaque = bytes("con-dau-nen-trang.png");
    let issuance = kyso_signer::Issuance::new(&opaque, DIAMETER, "5", ISSUED_ON);
    let approved = approved(&DECISION).pdf;
    let error = kyso_signer::issue(&approved, &issuance, &pki.agency, &pki.context()).unwrap_err();
    assert!(
        matches!(error, SignError::Image(ImageError::Opaque { .. })),
        "{error}"
    );
}

#[test]
fn a_scan_without_a_position_is_refused() {
    let error = refused(&bytes("ban-quet-200dpi.pdf"));
    assert!(
        matches!(error, SignError::Place(PlaceError::NoText)),
        "{error}"
    );
}

#[test]
fn a_place_found_in_another_document_is_refused() {
    let pki = pki();
    let query = SignatureQuery {
        signer_name: DECISION.signer,
        title: None,
        aspect: 2.3,
    };
    let place = SignaturePlace::find(&bytes("quyet-dinh-linearized.pdf"), &query).unwrap();
    let mut approval = Approval::new(DECISION.signer, signature_image());
    approval.position = Position::Found(place);
    let error = approve(
        &bytes(DECISION.file),
        &approval,
        &pki.person,
        &pki.context(),
    )
    .unwrap_err();
    assert!(matches!(error, SignError::PlaceOfOtherDocument), "{error}");
}

#[test]
fn a_document_marked_as_a_state_secret_is_refused() {
    for marking in ["MẬT", "TỐI MẬT", "TUYỆT MẬT"] {
        let secret = with_text(&bytes(DECISION.file), marking);
        match refused(&secret) {
            SignError::StateSecret { marking: found } => assert_eq!(found, marking),
            other => panic!("{other}"),
        }
        assert!(matches!(
            NumberPlaces::find(&secret),
            Err(SignError::StateSecret { .. })
        ));
    }
    let harmless = with_text(&bytes(DECISION.file), "DANH MỤC BÍ MẬT");
    let approval = Approval::new(DECISION.signer, signature_image());
    assert!(approve(&harmless, &approval, &pki().person, &pki().context()).is_ok());
}

/// The document with a line of text at the top left of the first page.
fn with_text(pdf: &[u8], text: &str) -> Vec<u8> {
    let document = Document::open(pdf).unwrap();
    let view = document.latest();
    let page = view.page(0).unwrap().unwrap();
    let frame = PageFrame::new(page.crop_box, Turn::None, page.user_unit);
    let area = ViewRect {
        left: 30.0,
        top: 20.0,
        width: 150.0,
        height: 20.0,
    };
    let place = StampPlace::new(0, &frame, area).unwrap();
    let run = TextRun {
        x: 2.0,
        baseline: 15.0,
        size: 13.0,
        face: Face::Bold,
        text: text.to_owned(),
    };
    let appearance = Appearance::text(&place, &[run]).unwrap();
    let mut update = Update::new(&document).unwrap();
    let form = appearance.add_to(&mut |object| update.add(object));
    let stamp = Dictionary::new()
        .with("Type", Name::from("Annot"))
        .with("Subtype", Name::from("Stamp"))
        .with("F", 4_i64)
        .with("Rect", place.rect.to_object())
        .with("AP", Dictionary::new().with("N", form));
    let stamp = update.add(stamp);
    let object = view.object(page.id).unwrap();
    let mut dictionary = object.as_dictionary().unwrap().clone();
    dictionary.insert("Annots", vec![Object::Reference(stamp)]);
    update.set(page.id, dictionary);
    update.finish().unwrap()
}

//! Issuing over what other programs approved (B3): the agency adds number, date and seal so that what is there stays sound.

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream};
use kyso_pki::{TrustClass, TrustStore};
use kyso_signer::{Issuance, Numbering, RevocationCheck, SignError, Signed, SigningContext, issue};
use kyso_stamp_images::{Appearance, PageFrame, Picture, StampPlace, Turn};
use kyso_testdata::{Look, PictureForm, Signing};
use kyso_verifier::{Finding, FormDetail, FormStep, LegalStatus, Role, SignatureReport, Verdict};
use kyso_words::Localized;

use crate::support::*;

/// The approval of a person as another program makes it: `shape` tells what is particular.
fn approval(before: &[u8], shape: impl FnOnce(Signing<'static>) -> Signing<'static>) -> Vec<u8> {
    let signing = Signing::new(&pki().person, "Signature1");
    shape(signing.look(Look::Signature)).sign(before)
}

/// Initials of a reviewer in the margin.
fn initials(bytes: &[u8]) -> Vec<u8> {
    let reviewer = pki().key("Nguyễn Văn Đức", KeyType::Rsa2048, Profile::Person);
    let margin = Rect::from_corners(20.0, 120.0, 70.0, 150.0);
    let look = Look::Picture(margin, "chu-ky-mau.png");
    Signing::new(&reviewer, "Nhay").look(look).sign(bytes)
}

/// Where the sample has room between title and name.
fn place_of_signature() -> (usize, Rect) {
    let approved = approval(&bytes(DECISION.file), |signing| signing);
    let document = kyso_pdf::Document::open(&approved).unwrap();
    let view = document.latest();
    let fields = view.signature_fields().unwrap();
    let widget = &fields[0].widgets[0];
    let page = view.page_position(widget.page.unwrap()).unwrap().unwrap();
    (page, widget.rect.unwrap())
}

/// Approved by the person with this look in this place.
fn approved_as(page_index: usize, look: Look) -> Vec<u8> {
    let person = Signing::new(&pki().person, "Signature1").on_page(page_index);
    person.look(look).sign(&bytes(DECISION.file))
}

fn assert_issued(approved: &[u8], what: &str) {
    let issued = issued(approved).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(issued.report.legal_status, LegalStatus::Original, "{what}");
    let persons = names_of(&issued).into_iter();
    let persons: Vec<_> = persons.filter(|(role, _)| *role == Role::Person).collect();
    assert_eq!(persons, [(Role::Person, "Signature1")], "{what}");
    // The agency's own seal keeps B1, whatever rims the person's picture has.
    let seal = issued.report.signatures.last().unwrap();
    let steps = seal.form.iter().filter_map(|finding| match finding.detail {
        FormDetail::SealGeometry { step, .. } => Some(step),
        _ => None,
    });
    let steps: Vec<FormStep> = steps.collect();
    assert_eq!(steps, [FormStep::Kept], "{what}: {:?}", seal.form);
}

#[test]
fn approvals_in_all_forms_of_pictures_are_issued() {
    let (page, rect) = place_of_signature();
    for form in PictureForm::ALL {
        let approved = approved_as(page, Look::Form(rect, "chu-ky-mau", *form));
        assert_issued(&approved, &format!("{form:?}"));
    }
    for picture in ["chu-ky-mau.png", "chu-ky-den.png"] {
        let approved = approved_as(page, Look::Picture(rect, picture));
        assert_issued(&approved, picture);
    }
}

#[test]
fn approvals_of_all_sizes_of_the_field_are_issued() {
    let (page, rect) = place_of_signature();
    let (x, y) = (
        f64::midpoint(rect.left, rect.right),
        f64::midpoint(rect.bottom, rect.top),
    );
    for (width, height) in [
        (40.0, 104.0),
        (104.0, 40.0),
        (104.0, 104.0),
        (172.0, 70.0),
        (203.0, 40.0),
        (203.0, 100.0),
    ] {
        let (left, bottom) = (x - width / 2.0, y - height / 2.0);
        let area = Rect::from_corners(left, bottom, left + width, bottom + height);
        for look in [
            Look::Picture(area, "chu-ky-mau.png"),
            Look::Made(area, with_rims),
        ] {
            let what = format!("{width} x {height}, {look:?}");
            assert_issued(&approved_as(page, look), &what);
        }
    }
}

#[test]
fn approvals_in_words_are_issued_where_they_name_their_holder() {
    let (page, rect) = place_of_signature();
    let approved = |words| approved_as(page, Look::Words(rect, words));
    let own = approved(&["Ký bởi: Trần Thị Minh Ánh", "Ngày ký: 20/11/2026"]);
    let sealed = issued(&own).unwrap();
    assert_eq!(sealed.report.legal_status, LegalStatus::Original);
    for words in [&["Ký bởi: Nguyễn Văn Đức"][..], &["05"], &["Đã kiểm tra"]] {
        let error = issued(&approved(words)).unwrap_err();
        assert!(
            matches!(error, SignError::NoPersonSignature),
            "{words:?}: {error}"
        );
    }
}

/// The picture in the middle of its widget, with blank rims of a fifth of it.
fn with_rims(area: &Rect, add: &mut dyn FnMut(Object) -> ObjectId) -> ObjectId {
    let inner = Rect::from_corners(0.0, 0.0, 0.6 * area.width(), 0.6 * area.height());
    let frame = PageFrame::new(inner, Turn::None, 1.0);
    let place = StampPlace::new(0, &frame, frame.to_view(&inner)).unwrap();
    let picture = Picture::from_png(&kyso_testdata::sample("chu-ky-mau.png")).unwrap();
    let picture = Appearance::image(&picture, &place).add_to(add);
    let bounds = Rect::from_corners(0.0, 0.0, area.width(), area.height());
    let (x, y) = (0.2 * area.width(), 0.2 * area.height());
    let form = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Form"))
        .with("BBox", bounds.to_object())
        .with(
            "Resources",
            Dictionary::new().with("XObject", Dictionary::new().with("Fm0", picture)),
        );
    let content = format!("q 1 0 0 1 {x} {y} cm /Fm0 Do Q");
    add(Stream::new(form, content.into_bytes()).into())
}

/// Two persons with titles and names of their own, each with the agency in his certificate, or another.
fn joint(organisations: [&str; 2]) -> Vec<u8> {
    let line = |x: f64, y: f64, text: &str| format!("BT /F1 12 Tf {x} {y} Td ({text}) Tj ET ");
    let content = [
        line(130.0, 300.0, "TRUONG PHONG"),
        line(140.0, 190.0, "Nguyen Van Duc"),
        line(380.0, 300.0, "CHU TICH"),
        line(360.0, 190.0, "Tran Thi Minh Anh"),
    ];
    let plain = kyso_testdata::page_of(&content.concat());
    let [partner, leader] = organisations;
    let partner = pki().key_of("Nguyen Van Duc", partner, KeyType::P256, Profile::Person);
    let leader = pki().key_of("Tran Thi Minh Anh", leader, KeyType::P256, Profile::Person);
    let block = |left: f64| {
        let area = Rect::from_corners(left, 215.0, left + 90.0, 285.0);
        Look::Picture(area, "chu-ky-mau.png")
    };
    let first = Signing::new(&partner, "Signature1").look(block(135.0));
    let second = Signing::new(&leader, "Signature2").look(block(370.0));
    second.sign(&first.sign(&plain))
}

fn issued_jointly(both: &[u8], person_field: Option<&str>) -> Result<Signed, SignError> {
    let pki = pki();
    let mut issuance = Issuance::with(seal_image(), DIAMETER, Numbering::Printed);
    issuance.person_field = person_field;
    issue(both, &issuance, &pki.agency, &pki.context())
}

fn assert_sealed(issued: &Signed, sealed: &str, other: &str) {
    let names = names_of(issued);
    assert!(names.contains(&(Role::Person, sealed)), "{names:?}");
    assert!(names.contains(&(Role::Reviewer, other)), "{names:?}");
}

#[test]
fn a_joint_document_asks_whose_signature_the_seal_belongs_to() {
    for organisations in [["Bộ Thử nghiệm"; 2], [AGENCY; 2]] {
        let both = joint(organisations);
        let error = issued_jointly(&both, None).unwrap_err();
        for text in [error.to_string(), error.text(kyso_words::Lang::Vi)] {
            assert!(text.contains("Signature1: Nguyen Van Duc"), "{text}");
            assert!(text.contains("Signature2: Tran Thi Minh Anh"), "{text}");
        }
        let issued = issued_jointly(&both, Some("Signature2")).unwrap();
        assert_sealed(&issued, "Signature2", "Signature1");
    }
}

/// The agency seals the signature of its own person.
#[test]
fn on_a_joint_document_the_certificate_tells_whose_the_seal_is() {
    let other = "Bộ Thử nghiệm";
    for own in [AGENCY, "UBND tỉnh Quảng Ninh"] {
        let issued = issued_jointly(&joint([other, own]), None).unwrap();
        assert_sealed(&issued, "Signature2", "Signature1");
        let issued = issued_jointly(&joint([own, other]), None).unwrap();
        assert_sealed(&issued, "Signature1", "Signature2");
    }
}

fn names_of(issued: &Signed) -> Vec<(Role, &str)> {
    let signatures = issued.report.signatures.iter();
    signatures
        .map(|one| (one.role, one.field.as_str()))
        .collect()
}

#[test]
fn the_leader_is_found_among_those_who_initialled() {
    let plain = bytes(DECISION.file);
    let before = approval(&initials(&plain), |signing| signing);
    let after = initials(&approval(&plain, |signing| signing));
    for both in [before, after] {
        let issued = issued(&both).unwrap();
        assert_eq!(issued.report.legal_status, LegalStatus::Original);
        let names = names_of(&issued);
        assert!(names.contains(&(Role::Person, "Signature1")), "{names:?}");
        assert!(names.contains(&(Role::Initials, "Nhay")), "{names:?}");
    }
}

/// A scan of his signature with its paper, which hides nothing there.
#[test]
fn a_leader_on_white_paper_after_initials_is_issued() {
    let (page, rect) = place_of_signature();
    let leader = Signing::new(&pki().person, "Signature1").on_page(page);
    let look = Look::Form(rect, "chu-ky-mau", PictureForm::JpegOnPaper);
    let approved = leader.look(look).sign(&initials(&bytes(DECISION.file)));
    assert_issued(&approved, "on paper");
}

/// Initials are often put into the block of the leader: the name below is his.
#[test]
fn initials_between_title_and_name_of_another_do_not_make_a_leader() {
    let reviewer = pki().key("Nguyễn Văn Đức", KeyType::Rsa2048, Profile::Person);
    let approved = approval(&bytes(DECISION.file), |signing| signing);
    let document = kyso_pdf::Document::open(&approved).unwrap();
    let fields = document.latest().signature_fields().unwrap();
    let signature = fields[0].widgets[0].rect.unwrap();
    let (left, bottom) = (signature.left - 16.0, signature.bottom);
    let beside = Rect::from_corners(left, bottom, left + 14.0, bottom + 14.0);
    let page = fields[0].widgets[0].page.unwrap();
    let index = document.latest().page_position(page).unwrap().unwrap();
    let initialled = Signing::new(&reviewer, "Nhay").on_page(index);
    let initialled = initialled.look(Look::Picture(beside, "chu-ky-mau.png"));
    let both = initialled.sign(&bytes(DECISION.file));
    let leader = Signing::new(&pki().person, "Signature1").on_page(index);
    let look = Look::Picture(signature, "chu-ky-mau.png");
    let both = leader.look(look).sign(&both);
    match issued(&both) {
        Ok(issued) => assert_eq!(issued.report.legal_status, LegalStatus::Original),
        Err(error) => panic!("{error}"),
    }
}

fn followed(signature: &SignatureReport) -> Option<usize> {
    signature.findings.iter().find_map(|finding| match finding {
        Finding::SeenAfterCertification { fields } => Some(fields.len()),
        _ => None,
    })
}

#[test]
fn approvals_of_other_programs_are_issued() {
    let plain = bytes(DECISION.file);
    let bare = |signing: Signing<'static>| {
        signing.entry("SubFilter", kyso_pdf::Name::from("adbe.pkcs7.detached"))
    };
    let shapes = [
        approval(&plain, |signing| signing),
        approval(&plain, bare),
        approval(&plain, |signing| signing.certify(2)),
        approval(&plain, |signing| bare(signing).certify(2)),
        approval(&plain, |signing| signing.certify(3)),
    ];
    for (index, shape) in shapes.iter().enumerate() {
        let issued = issued(shape).unwrap_or_else(|error| panic!("shape {index}: {error}"));
        assert_eq!(issued.report.legal_status, LegalStatus::Original, "{index}");
        assert!(issued.pdf.starts_with(shape), "{index}");
        let first = &issued.report.signatures[0];
        let added = issued.report.signatures.len() - 1;
        let told = (first.certification == Some(2)).then_some(added);
        assert_eq!(followed(first), told, "{index}");
    }
}

#[test]
fn a_certification_after_initials_is_issued_too() {
    let certified = approval(&initials(&bytes(DECISION.file)), |signing| {
        signing.certify(2)
    });
    let issued = issued(&certified).unwrap();
    assert_eq!(issued.report.legal_status, LegalStatus::Original);
    assert_eq!(issued.report.verdict, Verdict::TotalPassed);
    assert!(followed(&issued.report.signatures[1]).is_some());
}

/// Without a word about the agency's certificate the certification is as undetermined as the seal, and no more.
#[test]
fn offline_a_certified_approval_is_issued_by_an_agency_whose_status_is_unknown() {
    let (pki, other) = (pki(), foreign_pki());
    let certificates = pki.issuer.chain().into_iter().chain(other.issuer.chain());
    let anchors = certificates.map(|certificate| (certificate, TrustClass::Government));
    let trust = TrustStore::new(anchors, pki.material().1).unwrap();
    let mut context = SigningContext::new(&trust, now());
    context.revocation = RevocationCheck::Offline;
    let certified = approval(&bytes(DECISION.file), |signing| signing.certify(2));
    let issued = issued_with(&certified, &other.agency, &context).unwrap();
    assert_eq!(issued.report.legal_status, LegalStatus::Incomplete);
    assert_eq!(issued.report.verdict, Verdict::Indeterminate);
    let mut findings = issued.report.signatures[0].findings.iter();
    assert!(findings.any(|one| matches!(one, Finding::UnprovenAfterCertification { .. })));
}

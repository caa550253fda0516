//! The line that is read first.

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::{Document, Rect};
use kyso_testdata::{Base, Look, Signing};
use kyso_verifier::{Finding, FormRule, LegalStatus, Modifications, Policy, Verdict, verify};
use kyso_words::Lang;

use crate::support::{Office, now, sample};

#[test]
fn a_sound_document_says_verdict_coverage_and_later_changes() {
    let office = Office::new();
    let report = office.verify(&office.issued());
    assert_eq!(
        report.headline(Lang::Vi),
        "HỢP LỆ · 2 chữ ký · chữ ký cuối phủ toàn bộ tệp · sau chữ ký chỉ có bổ sung được phép"
    );
    assert_eq!(
        report.headline(Lang::En),
        "VALID · 2 signatures · the last signature covers the whole file · only permitted additions after signing"
    );
    let json = report.to_json("a.pdf", Lang::Vi);
    assert_eq!(json["headline"], report.headline(Lang::Vi));
    assert_eq!(json["engine"]["policy"], "kyso-8");
    let approved = office.verify(&office.approved()).headline(Lang::Vi);
    assert!(
        approved.ends_with("không có thay đổi nào sau khi ký"),
        "{approved}"
    );
}

#[test]
fn nothing_reassuring_stands_beside_a_failed_verdict() {
    let office = Office::new();
    let mut broken = office.issued();
    let at = broken.windows(6).position(|w| w == b"stream").unwrap() + 40;
    broken[at] ^= 1;
    let appended = [office.approved(), b"\nanything".to_vec()].concat();
    for (file, expected) in [
        (&broken, "nội dung đã ký bị thay đổi"),
        (&appended, "bị thay đổi sau khi ký, ngoài bước được phép"),
    ] {
        let headline = office.verify(file).headline(Lang::Vi);
        assert!(headline.starts_with("KHÔNG HỢP LỆ · "), "{headline}");
        assert!(headline.contains(expected), "{headline}");
        assert!(
            !headline.contains("được phép ·") && !headline.ends_with("bổ sung được phép"),
            "{headline}"
        );
        assert!(!headline.contains("không có thay đổi"), "{headline}");
    }
}

/// Whatever byte of the page was changed: where it cannot be read any more, that is no fault of those who drew on it later.
#[test]
fn who_drew_on_a_page_is_not_blamed_for_its_content() {
    let base = Base::new();
    let document = Document::open(&base.issued).unwrap();
    let view = document.latest();
    let page = view.page(0).unwrap().unwrap();
    let page = view.object(page.id).unwrap();
    let content = page.as_dictionary().unwrap().get("Contents").unwrap();
    let content = content.as_reference().unwrap();
    let head = format!("\n{} 0 obj", content.number);
    let at = base
        .issued
        .windows(head.len())
        .position(|w| w == head.as_bytes());
    let data = base.issued[at.unwrap()..]
        .windows(8)
        .position(|w| w == b"stream\r\n" || w.starts_with(b"stream\n"));
    let data = at.unwrap() + data.unwrap() + 8;
    for offset in [4, 20, 60] {
        let mut broken = base.issued.clone();
        broken[data + offset] ^= 0x55;
        let report = verify(&broken, &base.office.store(), &Policy::new(now())).unwrap();
        let headline = report.headline(Lang::Vi);
        assert!(
            headline.contains("nội dung đã ký bị thay đổi"),
            "{headline}"
        );
        assert!(!headline.contains("chồng lên"), "{headline}");
        let changes = report.signatures.iter().flat_map(|one| &one.changes);
        let forbidden: Vec<_> = changes.filter(|one| one.permitted_by.is_none()).collect();
        assert!(forbidden.is_empty(), "{forbidden:?}");
    }
}

#[test]
fn a_formal_rule_that_is_not_kept_is_named() {
    let office = Office::new();
    let mut report = office.verify(&office.issued());
    for (signature, rule) in [(0, FormRule::A2), (1, FormRule::B1)] {
        let found = report.signatures[signature].form.iter_mut();
        for finding in found.filter(|finding| finding.rule == rule) {
            finding.ok = false;
        }
    }
    let headline = report.headline(Lang::Vi);
    assert!(
        headline.ends_with("chưa đạt thể thức A2 (chữ ký 1); B1 (chữ ký 2)"),
        "{headline}"
    );
}

#[test]
fn doubt_and_missing_signatures_are_told() {
    let office = Office::new();
    let stranger = Office::new().verify(&office.approved()).headline(Lang::Vi);
    assert!(
        stranger.starts_with("CHƯA XÁC ĐỊNH · 1 chữ ký · ")
            && stranger.ends_with("chưa nối được chuỗi chứng thư tới chứng thư gốc tin cậy"),
        "{stranger}"
    );
    let mut unsigned = verify(
        &sample("quyet-dinh.pdf"),
        &office.store(),
        &Policy::new(now()),
    )
    .unwrap();
    assert_eq!(
        unsigned.headline(Lang::En),
        "NOT SIGNED · the file carries no signature"
    );
    unsigned
        .findings
        .push(Finding::SignatureHidden { offset: 9 });
    assert_eq!(
        unsigned.summary(Lang::Vi),
        ["có chữ ký đã bị gỡ hoặc làm hỏng"]
    );
}

#[test]
fn a_strangers_own_signature_leaves_the_others_as_they_are() {
    let base = Base::new();
    let stranger = kyso_testdata::Office::new().key("Người lạ", KeyType::P256, Profile::Person);
    let signed = Signing::new(&stranger, "Khac").sign(&base.issued);
    let report = verify(&signed, &base.office.store(), &Policy::new(now())).unwrap();
    assert_eq!(report.verdict, Verdict::Indeterminate);
    assert_ne!(report.legal_status, LegalStatus::Original);
    let (unknown, known) = report.signatures.split_last().unwrap();
    assert_eq!(unknown.verdict, Verdict::Indeterminate);
    for one in known {
        assert_eq!(one.verdict, Verdict::TotalPassed, "{}", one.field);
        assert_eq!(one.modifications, Modifications::Permitted);
    }
    let headline = report.headline(Lang::Vi);
    let told = format!(
        "chữ ký {}: chưa nối được chuỗi chứng thư tới chứng thư gốc tin cậy",
        report.signatures.len()
    );
    assert!(headline.contains(&told), "{headline}");
}

#[test]
fn what_others_draw_over_an_issued_document_is_told() {
    const WORDS: &str = "BT /F1 12 Tf 10 5 Td (X) Tj ET";
    let base = Base::new();
    let stranger = base
        .office
        .key("Người khác", KeyType::P256, Profile::Person);
    let with_words_at = |area: Rect| {
        let signing = Signing::new(&stranger, "Khac").look(Look::Drawing(area, WORDS));
        let signed = signing.sign(&base.issued);
        verify(&signed, &base.office.store(), &Policy::new(now())).unwrap()
    };

    // The only line of a box is at its foot.
    let over_text = with_words_at(Rect::from_corners(80.0, 590.0, 500.0, 700.0));
    let headline = over_text.headline(Lang::Vi);
    let told = "hình của chữ ký 3 chồng lên nội dung trang 1 · chữ ký 3 chưa rõ vai trò";
    assert!(headline.contains(told), "{headline}");
    assert_eq!(over_text.legal_status, LegalStatus::Invalid);

    let in_the_margin = with_words_at(Rect::from_corners(10.0, 10.0, 60.0, 30.0));
    let headline = in_the_margin.headline(Lang::En);
    let told =
        "signature 3 adds words or a picture on page 1 (Người khác) · role unknown: signature 3";
    assert!(headline.ends_with(told), "{headline}");
    assert_eq!(in_the_margin.verdict, Verdict::TotalPassed);
    assert_eq!(in_the_margin.legal_status, LegalStatus::InformationOnly);
}

#[test]
fn many_signatures_of_which_the_same_is_to_be_said_are_said_together() {
    const WORDS: &str = "BT /F1 200 Tf 10 50 Td (XX) Tj ET";
    let base = Base::new();
    let stranger = base
        .office
        .key("Người khác", KeyType::P256, Profile::Person);
    let mut bytes = base.issued.clone();
    for number in 0..4 {
        let area = Rect::from_corners(80.0, 400.0, 500.0, 700.0);
        let field = format!("Khac{number}");
        let signing = Signing::new(&stranger, &field).look(Look::Drawing(area, WORDS));
        bytes = signing.sign(&bytes);
    }
    let report = verify(&bytes, &base.office.store(), &Policy::new(now())).unwrap();
    let headline = report.headline(Lang::Vi);
    let told = "hình của chữ ký 3–6 chồng lên nội dung trang 1 · chữ ký 3–6 chưa rõ vai trò";
    assert!(headline.contains(told), "{headline}");
    let headline = report.headline(Lang::En);
    assert!(
        headline.contains("signatures 3–6 are drawn over"),
        "{headline}"
    );
}

/// What leaves an original one is named with who added it.
#[test]
fn stamps_of_agencies_and_initials_are_named() {
    let base = Base::new();
    let judged = |bytes: &[u8]| verify(bytes, &base.office.store(), &Policy::new(now())).unwrap();
    for (case, vietnamese) in [
        (
            "receipt-stamp-on-blank-paper",
            "chữ ký 3: dấu đến (Sở Nội vụ tỉnh thử nghiệm)",
        ),
        (
            "portal-box-on-blank-paper",
            "chữ ký 3: cổng thông tin điện tử (Sở Nội vụ tỉnh thử nghiệm)",
        ),
        (
            "initials-before-the-person",
            "chữ ký 1: ký nháy (Nguyễn Văn Nháy)",
        ),
    ] {
        let controls = kyso_testdata::controls();
        let case = controls.cases.iter().find(|one| one.name == case).unwrap();
        let report = judged(&case.bytes(&base));
        let headline = report.headline(Lang::Vi);
        assert!(headline.contains(vietnamese), "{headline}");
        assert_eq!(report.legal_status, LegalStatus::Original);
    }
}

/// Software for incoming mail writes files anew: the clerk needs one sentence, and none that blames the content.
#[test]
fn a_file_that_was_written_anew_is_told_so_and_nothing_else() {
    let base = Base::new();
    let family = kyso_testdata::real();
    let mut cases = family.cases.iter();
    let case = cases.find(|case| case.name == "written-anew-after-signing");
    let bytes = case.unwrap().bytes(&base);
    let policy = Policy::new(kyso_testdata::now());
    let report = verify(&bytes, &base.office.store(), &policy).unwrap();
    assert_eq!(
        report.headline(Lang::Vi),
        "KHÔNG HỢP LỆ · 2 chữ ký · tệp đã bị ghi lại toàn bộ sau khi ký, không còn các byte đã ký: hãy xin tệp gốc"
    );
    for signature in &report.signatures {
        assert_eq!(
            signature.content().label(Lang::En),
            "The signed bytes are gone"
        );
    }
}

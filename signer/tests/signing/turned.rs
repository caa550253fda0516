//! Pages that are stored or shown upside down, and files that list objects which they do not have.

use kyso_pdf::{Document, Update};
use kyso_signer::{Approval, Position, SignError, Signed, approve};
use kyso_verifier::{FormDetail, FormRule, FormStep, LegalStatus};

use crate::pages::{centred, document_under};
use crate::support::*;

/// The decision as a viewer shows it after a turn.
fn shown_turned(degrees: i64) -> Vec<u8> {
    let bytes = bytes(DECISION.file);
    let document = Document::open(&bytes).unwrap();
    let mut update = Update::new(&document).unwrap();
    for page in document.latest().pages(usize::MAX).unwrap() {
        let object = document.latest().object(page.id).unwrap();
        let mut turned = object.as_dictionary().unwrap().clone();
        turned.insert("Rotate", degrees);
        update.set(page.id, turned);
    }
    update.finish().unwrap()
}

/// A page whose content is upside down.
fn content_turned() -> Vec<u8> {
    let text = vec![
        centred(150.0, 120.0, "Số:         /QĐ-UBND"),
        centred(400.0, 120.0, "Hà Nội, ngày      tháng      năm 2026"),
        centred(430.0, 300.0, DECISION.title),
        centred(430.0, 390.0, DECISION.signer),
    ];
    document_under("-1 0 0 -1 595 842 cm", &[text])
}

fn signed_and_issued(pdf: &[u8]) -> Signed {
    let pki = pki();
    let approval = Approval::new(DECISION.signer, signature_image());
    let approved = approve(pdf, &approval, &pki.person, &pki.context()).unwrap();
    issued(&approved.pdf).unwrap()
}

fn step(detail: &FormDetail) -> Option<FormStep> {
    match detail {
        FormDetail::SealGeometry { step, .. } => Some(*step),
        _ => None,
    }
}

#[test]
fn on_any_page_the_seal_covers_the_left_third_as_its_text_is_read() {
    let turned = [90, 180, 270].map(shown_turned);
    for pdf in turned.into_iter().chain([content_turned()]) {
        let issued = signed_and_issued(&pdf);
        assert_eq!(issued.report.legal_status, LegalStatus::Original);
        let seal = issued.report.signatures.last().unwrap();
        let findings = seal.form.iter().filter(|found| found.rule == FormRule::B1);
        let steps: Vec<_> = findings.filter_map(|found| step(&found.detail)).collect();
        assert_eq!(steps, [FormStep::Kept], "{:?}", seal.form);
    }
}

/// A page, and an object 8 that the table puts at byte 0 and that is elsewhere.
fn file_with_entry_at_byte_0(catalog: &str) -> Vec<u8> {
    let bodies = [
        format!("<</Type/Catalog/Pages 2 0 R{catalog}>>"),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>".to_owned(),
        "<</Length 0>>\nstream\n\nendstream".to_owned(),
    ];
    let mut file = String::from("%PDF-1.7\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (number, body) in (1..).zip(bodies) {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{body}\nendobj\n");
    }
    file += "8 0 obj\n<</S/JavaScript/JS(app.alert)>>\nendobj\n";
    let start = file.len();
    file += &format!("xref\n0 5\n{table}8 1\n0000000000 00000 n \n");
    file += &format!("trailer\n<</Size 9/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    file.into_bytes()
}

/// The header is at byte 0: no program finds an object there. Where something refers to it,
/// programs look for it.
#[test]
fn an_entry_at_byte_0_is_no_obstacle_unless_something_refers_to_it() {
    let pki = pki();
    let mut approval = Approval::new(DECISION.signer, signature_image());
    approval.position = Position::At("1,60,60".parse().unwrap());
    let signed = |catalog| {
        let file = file_with_entry_at_byte_0(catalog);
        approve(&file, &approval, &pki.person, &pki.context())
    };
    assert!(signed("").is_ok());
    let error = signed("/OpenAction 8 0 R").unwrap_err();
    let hidden = matches!(&error, SignError::UnreadableObject { id, .. } if id.number == 8);
    assert!(hidden, "{error}");
}

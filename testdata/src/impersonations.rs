//! Valid signatures by the wrong people, none of which makes a document an original
//! (rules 0.3, A5, B3).

mod drawn;
mod holders;
mod initials;
pub(crate) mod playing;
mod seals;
pub(crate) mod unlike;
pub(crate) mod unseen;

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::Rect;

use crate::attacks::trust::document_timestamp;
use crate::edit::{field, updated};
use crate::expected::Expected;
use crate::office::SIGNER;
use crate::signing::{Look, Signing};
use crate::{Case, Family};

#[allow(clippy::too_many_lines, reason = "a table of cases")]
pub(crate) fn family() -> Family {
    let incomplete = Expected::passed()
        .with_modifications("permitted")
        .with_signatures(2)
        .with_status("INCOMPLETE");
    let for_information = incomplete.with_status("INFORMATION_ONLY");
    let beside = Expected::altered("DrawnOverContent").with_signatures(2);
    let rewritten = beside.with_signatures(3);
    let mut family = Family {
        name: "impersonation",
        cases: vec![
            Case::new("one-certificate-as-person-and-agency", incomplete, |base| {
                Signing::new(&base.office.person, "ConDau1")
                    .look(Look::Seal)
                    .sign(&base.approved)
            }),
            Case::new("two-keys-of-one-holder", incomplete, |base| {
                let key = base.office.key(SIGNER, KeyType::P256, Profile::Agency);
                Signing::new(&key, "ConDau1")
                    .look(Look::Seal)
                    .sign(&base.approved)
            }),
            Case::new(
                "field-names-of-person-and-agency",
                for_information,
                |base| {
                    let person = Signing::new(&base.office.person, "NguoiKy1").sign(&base.plain);
                    Signing::new(&base.office.agency, "ConDau1").sign(&person)
                },
            ),
            Case::new("two-persons", for_information, |base| {
                Signing::new(&base.office.agency, "ConDau1")
                    .look(Look::SignatureForSeal)
                    .sign(&base.approved)
            }),
            Case::new("words-instead-of-a-seal", beside, |base| {
                let area = Rect::from_corners(300.0, 100.0, 400.0, 200.0);
                let look = Look::Drawing(area, "1 0 0 RG 5 w 10 10 80 80 re S");
                Signing::new(&base.office.agency, "ConDau1")
                    .look(look)
                    .sign(&base.approved)
            }),
            Case::new("third-signature-over-the-text", rewritten, |base| {
                let key = base
                    .office
                    .key("Người khác", KeyType::P256, Profile::Person);
                let look = Look::Drawing(MIDDLE, "1 g 0 0 420 300 re f 0 g 40 40 200 20 re f");
                Signing::new(&key, "Khac").look(look).sign(&base.issued)
            }),
            Case::new("words-over-words", rewritten, |base| {
                let key = base
                    .office
                    .key("Người khác", KeyType::P256, Profile::Person);
                let look = Look::Drawing(MIDDLE, "BT /F1 12 Tf 40 40 Td (X) Tj ET");
                Signing::new(&key, "Khac").look(look).sign(&base.issued)
            }),
            Case::new("clerk-rewrites-the-text-with-the-seal", rewritten, |base| {
                let look = Look::Drawing(MIDDLE, "1 g 0 0 420 300 re f 0 g 40 40 200 20 re f");
                let rewritten = Signing::new(&base.office.agency, "ConDau1").look(look);
                let sealed = rewritten.sign(&base.approved);
                Signing::new(&base.office.agency, "ConDau2")
                    .look(Look::Seal)
                    .sign(&sealed)
            }),
            Case::new(
                "timestamp-instead-of-a-seal",
                incomplete.with_signatures(1),
                |base| document_timestamp(base, &base.approved, None),
            ),
            Case::new(
                "seal-without-a-person",
                Expected::passed().with_status("INCOMPLETE"),
                |base| {
                    let area = Signing::new(&base.office.person, "X")
                        .look(Look::Signature)
                        .sign(&base.plain);
                    let (id, mut widget) = field(&area, 0);
                    widget.remove("V");
                    widget.remove("AP");
                    let prepared = updated(&area, |update| update.set(id, widget));
                    Signing::new(&base.office.agency, "ConDau1")
                        .look(Look::Seal)
                        .sign(&prepared)
                },
            ),
            Case::new(
                "seal-after-the-approval-was-taken-off",
                Expected::passed().with_status("INCOMPLETE"),
                |base| {
                    let (id, mut widget) = field(&base.approved, 0);
                    widget.remove("V");
                    let removed = updated(&base.approved, |update| update.set(id, widget));
                    Signing::new(&base.office.agency, "ConDau1")
                        .look(Look::Seal)
                        .sign(&removed)
                },
            ),
        ],
    };
    family.cases.extend(holders::cases(incomplete));
    family.cases.extend(initials::cases(incomplete));
    family
        .cases
        .extend(crate::attacks::drawing::writing::on_paper());
    family.cases.extend(drawn::cases());
    family.cases.extend(unseen::cases());
    family.cases.extend(playing::cases());
    family.cases.extend(unlike::cases());
    family.cases.extend(seals::cases());
    family
}

/// The middle of the first page, which has text.
const MIDDLE: Rect = Rect {
    left: 80.0,
    bottom: 400.0,
    right: 500.0,
    top: 700.0,
};

//! Visible signatures after a certification that P=2 does not permit as signing; P=1 permits none.

use kyso_pdf::{Dictionary, Rect};
use kyso_pki::Pkcs12Key;

use super::{REPLACED, parameters_of};
use crate::container::Container;
use crate::edit::{catalog, field, reference, updated};
use crate::expected::Expected;
use crate::office::impostor;
use crate::signing::{Look, Signing, transform};
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let refused = Expected::altered("SignatureField").with_signatures(2);
    let open = |sub_indication| {
        Expected::doubtful(sub_indication, "UnprovenAfterCertification").with_signatures(2)
    };
    let of_agency = |name, expected, level, look: Look| {
        Case::new(name, expected, move |base| {
            let certified = approved(base, level);
            Signing::new(&base.office.agency, "Moi")
                .look(look.clone())
                .sign(&certified)
        })
    };
    let words = |area| Look::Drawing(area, "BT /F1 13 Tf 8 8 Td (100) Tj ET");
    let over_ink = Expected::altered("DrawnOverContent").with_signatures(2);
    vec![
        of_agency(
            "p2-words-of-the-agency-over-the-text",
            over_ink,
            2,
            words(TEXT),
        ),
        of_agency(
            "p2-large-drawing-of-the-agency-on-blank-paper",
            refused,
            2,
            Look::Drawing(LARGE, "1 1 478 30 re S"),
        ),
        Case::new(
            "p2-words-of-a-stranger-on-blank-paper",
            open("NO_CERTIFICATE_CHAIN_FOUND"),
            move |base| {
                Signing::new(&impostor().agency, "Moi")
                    .look(words(BLANK))
                    .sign(&approved(base, 2))
            },
        ),
        of_agency("p1-seal-of-the-agency", refused, 1, Look::Seal),
        of_agency("p1-number-of-the-agency", refused, 1, Look::Number),
        Case::new(
            "p2-seal-of-a-stranger",
            open("NO_CERTIFICATE_CHAIN_FOUND"),
            |base| sealed(&impostor().agency, &approved(base, 2)),
        ),
        Case::new(
            "p2-seal-of-a-revoked-holder",
            open("REVOKED_NO_POE"),
            |base| sealed(&base.office.revoked, &approved(base, 2)),
        ),
        Case::new(
            "p2-seal-with-the-signature-of-other-bytes",
            // The first signature is intact, the second is not.
            Expected {
                integrity: None,
                ..refused
            },
            |base| {
                Signing::new(&base.office.agency, "ConDau1")
                    .look(Look::Seal)
                    .container(|key, _| Container::new(key, b"other bytes").encode())
                    .sign(&approved(base, 2))
            },
        ),
        Case::new(
            "p2-certified-again-for-more",
            Expected::altered("Replaced").with_signatures(2),
            |base| {
                let level = transform("DocMDP", parameters_of(2).into());
                let signing = Signing::new(&base.office.person, "NguoiKy1");
                let certified = signing.entry("Reference", vec![level]).sign(&base.plain);
                Signing::new(&base.office.agency, "B")
                    .certify(3)
                    .sign(&certified)
            },
        ),
        Case::new(
            "approval-made-a-certification-afterwards",
            REPLACED,
            |base| {
                let signed = base.signed(&base.plain);
                let value = reference(&field(&signed, 0).1, "V");
                let (id, entries) = catalog(&signed);
                let permissions = Dictionary::new().with("DocMDP", value);
                updated(&signed, |update| {
                    update.set(id, entries.with("Perms", permissions))
                })
            },
        ),
    ]
}

/// Certified by a person with a visible signature.
fn approved(base: &Base, level: i64) -> Vec<u8> {
    let signing = Signing::new(&base.office.person, "NguoiKy1");
    signing
        .look(Look::Signature)
        .certify(level)
        .sign(&base.plain)
}

fn sealed(key: &Pkcs12Key, bytes: &[u8]) -> Vec<u8> {
    Signing::new(key, "ConDau1").look(Look::Seal).sign(bytes)
}

/// Some lines of the text.
const TEXT: Rect = Rect {
    left: 90.0,
    bottom: 500.0,
    right: 290.0,
    top: 600.0,
};
/// Blank paper at the foot of the page, wider than stamps are.
const LARGE: Rect = Rect {
    left: 60.0,
    bottom: 8.0,
    right: 540.0,
    top: 40.0,
};
/// Blank paper at the foot of the page.
const BLANK: Rect = Rect {
    left: 60.0,
    bottom: 8.0,
    right: 290.0,
    top: 44.0,
};

//! Certification attacks: evil annotations and sneaky signatures on certified
//! documents (ISO 32000-2, 12.8.2.2), and permissions that change afterwards.

mod later_signers;
mod marks;

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect};

use super::incremental::{annotated, with_content};
use crate::edit::{catalog, field, reference, updated};
use crate::expected::Expected;
use crate::office::impostor;
use crate::signing::{Look, Signing, transform};
use crate::{Base, Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = evil_annotations();
    cases.extend(marks::cases());
    cases.extend(sneaky_signatures());
    cases.extend(changed_permissions());
    cases.extend(later_signers::cases());
    Family {
        name: "certified",
        cases,
    }
}

const REPLACED: Expected = Expected::altered("Replaced");

fn evil_annotations() -> Vec<Case> {
    let annotation = |name, level, subtype: &'static str| {
        Case::new(name, REPLACED, move |base| {
            annotated(&base.certified(&base.plain, level), subtype)
        })
    };
    let content = |name, level| {
        Case::new(name, REPLACED, move |base| {
            with_content(&base.certified(&base.plain, level))
        })
    };
    vec![
        annotation("p1-free-text", 1, "FreeText"),
        annotation("p1-note", 1, "Text"),
        annotation("p2-free-text", 2, "FreeText"),
        annotation("p2-stamp", 2, "Stamp"),
        annotation("p2-note", 2, "Text"),
        annotation("p3-free-text-over-the-text", 3, "FreeText"),
        annotation("p3-stamp-over-the-text", 3, "Stamp"),
        annotation("p3-redaction", 3, "Redact"),
        annotation("p3-widget", 3, "Widget"),
        annotation("p3-watermark", 3, "Watermark"),
        annotation("p3-screen", 3, "Screen"),
        annotation("p3-movie-of-unknown-type", 3, "Rumpelstilzchen"),
        content("p1-page-content", 1),
        content("p2-page-content", 2),
        content("p3-page-content", 3),
        Case::new("p3-field-added", REPLACED, |base| {
            super::forms::with_field(&base.certified(&base.form, 3))
        }),
    ]
}

/// Where half a page of text is.
const AREA: Rect = Rect {
    left: 80.0,
    bottom: 400.0,
    right: 500.0,
    top: 700.0,
};

/// A signature whose appearance rewrites the page.
fn sneaky_signatures() -> Vec<Case> {
    vec![
        Case::new(
            "p2-sneaky-signature",
            Expected::altered("SignatureField").with_signatures(2),
            |base| sneaky(base, &impostor().person, 2),
        ),
        Case::new(
            "p2-sneaky-signature-of-the-agency",
            Expected::altered("SignatureField").with_signatures(2),
            |base| sneaky(base, &base.office.agency, 2),
        ),
        Case::new(
            "p3-sneaky-signature",
            Expected::altered("DrawnOverContent").with_signatures(2),
            |base| sneaky(base, &impostor().person, 3),
        ),
        Case::new(
            "p1-sneaky-signature",
            Expected::altered("SignatureField").with_signatures(2),
            |base| sneaky(base, &base.office.agency, 1),
        ),
        Case::new(
            "p1-unsigned-signature-field",
            Expected::altered("SignatureField"),
            |base| super::fields::with_empty_field(&base.certified(&base.plain, 1), "Moi"),
        ),
        Case::new("p2-seal-without-signature", REPLACED, |base| {
            let sneaky = sneaky(base, &base.office.agency, 2);
            let (id, entries) = field(&sneaky, 1);
            let mut unsigned = entries;
            unsigned.remove("V");
            updated(&sneaky, |update| update.set(id, unsigned))
        }),
    ]
}

fn changed_permissions() -> Vec<Case> {
    vec![
        Case::new("permission-raised-in-place", REPLACED, |base| {
            let (signed, parameters) = with_indirect_parameters(base);
            let noted = annotated(&signed, "FreeText");
            updated(&noted, |update| update.set(parameters, parameters_of(3)))
        }),
        Case::new("certification-taken-from-the-catalog", REPLACED, |base| {
            let certified = base.certified(&base.plain, 1);
            let (id, mut entries) = catalog(&certified);
            entries.remove("Perms");
            updated(&certified, |update| update.set(id, entries))
        }),
        Case::new(
            "certification-moved-to-another-dictionary",
            REPLACED,
            |base| {
                let certified = base.certified(&base.plain, 1);
                let (id, entries) = catalog(&certified);
                updated(&certified, |update| {
                    let other = update.add(Dictionary::new());
                    update.set(
                        id,
                        entries.with("Perms", Dictionary::new().with("DocMDP", other)),
                    );
                })
            },
        ),
        Case::new(
            "reference-emptied-in-place",
            Expected::malformed("ContentsNotInGap"),
            |base| {
                let certified = base.certified(&base.plain, 1);
                let value = reference(&field(&certified, 0).1, "V");
                let entries = crate::edit::dictionary(&certified, value);
                updated(&certified, |update| {
                    update.set(value, entries.with("Reference", Vec::new()))
                })
            },
        ),
        Case::new(
            "later-signature-grants-more",
            Expected::altered("SignatureField").with_signatures(2),
            |base| {
                let certified = base.certified(&base.plain, 1);
                let granted = Signing::new(&base.office.agency, "ConDau1").certify(3);
                annotated(&granted.sign(&certified), "FreeText")
            },
        ),
    ]
}

/// A signature over the middle of a certified page, with other text.
fn sneaky(base: &Base, key: &kyso_pki::Pkcs12Key, level: i64) -> Vec<u8> {
    let look = Look::Drawing(AREA, "1 g 0 0 420 300 re f 0 g 40 40 200 20 re f");
    Signing::new(key, "Moi")
        .look(look)
        .sign(&base.certified(&base.plain, level))
}

fn parameters_of(level: i64) -> Dictionary {
    Dictionary::new()
        .with("Type", Name::from("TransformParams"))
        .with("V", Name::from("1.2"))
        .with("P", level)
}

/// Certified with P=1 in an object of its own.
fn with_indirect_parameters(base: &Base) -> (Vec<u8>, ObjectId) {
    let mut parameters = None;
    let prepared = updated(&base.plain, |update| {
        parameters = Some(update.add(parameters_of(1)));
    });
    let parameters = parameters.unwrap();
    let reference = transform("DocMDP", Object::Reference(parameters));
    let signing = Signing::new(&base.office.person, "NguoiKy1");
    (
        signing.entry("Reference", vec![reference]).sign(&prepared),
        parameters,
    )
}

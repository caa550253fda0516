//! Certification attacks: evil annotations and sneaky signatures on certified
//! documents (ISO 32000-2, 12.8.2.2), and permissions that change afterwards.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect};

use super::incremental::{annotated, with_content};
use crate::container::Container;
use crate::edit::{catalog, elements, field, first_page, reference, updated};
use crate::expected::Expected;
use crate::office::impostor;
use crate::signing::{Look, Signing, form_object, transform};
use crate::{Base, Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = evil_annotations();
    cases.extend(evil_marks());
    cases.extend(sneaky_signatures());
    cases.extend(changed_permissions());
    cases.extend(later_signers());
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

/// Marks on a few points of text (P=3) that wipe out half a page, or blacken it.
fn evil_marks() -> Vec<Case> {
    let by_strokes = |name, kind: &'static str| {
        Case::new(name, REPLACED, move |base| {
            let lines = (0..150).map(|line| format!("0 {y} m 420 {y} l ", y = line * 2));
            let letters = "S 0 G 2 w 40 100 m 40 140 l 60 140 l 60 100 l S";
            let look = format!("4 w 1 G {}{letters}", lines.collect::<String>());
            marked(base, kind, &look, Dictionary::new())
        })
    };
    let by_filling = |name, look: &'static str, resources: fn() -> Dictionary| {
        Case::new(name, REPLACED, move |base| {
            marked(base, "Highlight", look, resources())
        })
    };
    vec![
        by_strokes("p3-underline-of-many-strokes", "Underline"),
        by_strokes("p3-strike-out-of-many-strokes", "StrikeOut"),
        by_strokes("p3-highlight-of-many-strokes", "Highlight"),
        by_filling(
            "p3-highlight-mixed-by-a-list-of-modes",
            "/M gs /N gs 1 g 10 10 10 10 re f",
            || {
                let normal = vec![Object::Name(Name::from("Normal"))];
                let normal = Dictionary::new().with("BM", normal);
                Dictionary::new().with("ExtGState", multiply().with("N", normal))
            },
        ),
        by_filling(
            "p3-highlight-in-a-spot-colour",
            "/M gs /C cs 1 scn 10 10 10 10 re f",
            || {
                let colours = Dictionary::new().with("C", black_ink());
                Dictionary::new()
                    .with("ExtGState", multiply())
                    .with("ColorSpace", colours)
            },
        ),
        by_filling(
            "p3-highlight-beside-its-mark",
            "/M gs 1 1 0 rg 0 0 420 300 re f",
            || Dictionary::new().with("ExtGState", multiply()),
        ),
        Case::new("p3-strike-outs-in-many-layers", REPLACED, |base| {
            let area = MARK.to_object();
            let strike =
                |bytes: Vec<u8>, _| remarked(&bytes, mark("StrikeOut", &MARK, area.clone()));
            (0..8).fold(base.certified(&base.plain, 3), strike)
        }),
    ]
}

/// Where half a page of text is, and the few points that are marked.
const AREA: Rect = Rect {
    left: 80.0,
    bottom: 400.0,
    right: 500.0,
    top: 700.0,
};
const MARK: Rect = Rect {
    left: 90.0,
    bottom: 410.0,
    right: 100.0,
    top: 420.0,
};

/// A mark whose appearance has half a page to draw on.
fn marked(base: &Base, kind: &str, look: &str, resources: Dictionary) -> Vec<u8> {
    let certified = base.certified(&base.plain, 3);
    let mut drawn = None;
    let with_look = updated(&certified, |update| {
        let mut form = form_object(&AREA, look);
        if let Object::Stream(form) = &mut form {
            form.dictionary.insert("Resources", resources);
        }
        drawn = Some(update.add(form));
    });
    let look = Dictionary::new().with("N", drawn.unwrap());
    remarked(
        &with_look,
        mark(kind, &MARK, AREA.to_object()).with("AP", look),
    )
}

fn mark(kind: &str, marked: &Rect, rect: Object) -> Dictionary {
    let Rect {
        left,
        bottom,
        right,
        top,
    } = *marked;
    let quad = [left, top, right, top, left, bottom, right, bottom].map(Object::Real);
    Dictionary::new()
        .with("Type", Name::from("Annot"))
        .with("Subtype", Name::from(kind))
        .with("F", 4_i64)
        .with("Rect", rect)
        .with("QuadPoints", Vec::from(quad))
}

/// Adds an annotation to the first page.
fn remarked(bytes: &[u8], remark: Dictionary) -> Vec<u8> {
    let (id, page) = first_page(bytes);
    let mut listed = elements(bytes, &page, "Annots");
    updated(bytes, |update| {
        listed.push(update.add(remark.with("P", id)).into());
        update.set(id, page.with("Annots", listed));
    })
}

fn multiply() -> Dictionary {
    let mixed = Dictionary::new().with("BM", Name::from("Multiply"));
    Dictionary::new().with("M", mixed)
}

/// A separation whose tint 1 is black.
fn black_ink() -> Vec<Object> {
    let numbers = |numbers: &[i64]| -> Vec<Object> {
        numbers.iter().map(|number| Object::from(*number)).collect()
    };
    let tint = Dictionary::new()
        .with("FunctionType", 2_i64)
        .with("N", 1_i64)
        .with("Domain", numbers(&[0, 1]))
        .with("C0", numbers(&[1]))
        .with("C1", numbers(&[0]));
    vec![
        Name::from("Separation").into(),
        Name::from("Den").into(),
        Name::from("DeviceGray").into(),
        tint.into(),
    ]
}

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

/// Signatures that are seen after a certification, and are no signing that P=2 permits; P=1 permits none.
fn later_signers() -> Vec<Case> {
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

/// Certified by a person whose signature is seen.
fn approved(base: &Base, level: i64) -> Vec<u8> {
    let signing = Signing::new(&base.office.person, "NguoiKy1");
    signing
        .look(Look::Signature)
        .certify(level)
        .sign(&base.plain)
}

fn sealed(key: &kyso_pki::Pkcs12Key, bytes: &[u8]) -> Vec<u8> {
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

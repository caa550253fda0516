//! Sound documents of many kinds: all of them must pass.

mod appended;
mod claims;
pub(crate) mod drawn;
pub(crate) mod pictures;
mod seals;
mod written;

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::{Dictionary, Name, Object, Rect, Stream};
use kyso_pki::Pkcs12Key;

use crate::attacks::drawing::filling::{TICK, ticked, with_box, with_field_at};
use crate::attacks::drawing::{PAPER, printed, timestamp};
use crate::attacks::fields::with_empty_field;
use crate::attacks::forms::{LEFT, field_mdp, filled, filled_twice};
use crate::attacks::shadow::missed::missing_drawing;
use crate::attacks::trust::{document_timestamp, stamped};
use crate::container::{Container, token};
use crate::edit::{catalog, drawing, sample, updated};
use crate::expected::Expected;
use crate::revision::Revision;
use crate::signing::{Look, Signing, form_object};
use crate::{Base, Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = documents();
    cases.extend(kinds_of_files());
    cases.extend(signatures());
    cases.extend(crate::attacks::purposes::fit());
    cases.extend(later_updates());
    cases.extend(appended::cases());
    cases.extend(later_drawings());
    cases.extend(drawn::cases());
    cases.extend(claims::cases());
    cases.extend(crate::attacks::forms::defaults::controls());
    cases.extend(crate::attacks::forms::renamed_glyphs::controls());
    cases.extend(crate::attacks::forms::unlisted::controls());
    cases.extend(crate::attacks::rewriting::values::controls());
    cases.extend(crate::attacks::drawing::elsewhere::controls());
    cases.extend(crate::attacks::drawing::parts::controls());
    cases.extend(crate::attacks::drawing::seen::controls());
    cases.extend(crate::attacks::drawing::writing::controls());
    cases.extend(crate::attacks::fields::controls());
    cases.extend(pictures::cases());
    cases.extend(seals::cases());
    cases.extend(written::cases());
    cases.extend(crate::impersonations::unlike::ordinary());
    cases.extend(crate::impersonations::unseen::controls());
    Family {
        name: "control",
        cases,
    }
}

const UNCHANGED: Expected = Expected::passed();
const PERMITTED: Expected = Expected::passed().with_modifications("permitted");

fn documents() -> Vec<Case> {
    let certified = |name, level| {
        Case::new(name, UNCHANGED, move |base| {
            base.certified(&base.plain, level)
        })
    };
    vec![
        Case::new("approved", UNCHANGED.with_status("INCOMPLETE"), |base| {
            base.approved.clone()
        }),
        Case::new(
            "issued",
            PERMITTED.with_signatures(2).with_status("ORIGINAL"),
            |base| base.issued.clone(),
        ),
        Case::new("signed-invisibly", UNCHANGED, |base| {
            base.signed(&base.plain)
        }),
        Case::new("signed-form", UNCHANGED, |base| base.signed(&base.form)),
        certified("certified-without-changes", 1),
        certified("certified-for-forms", 2),
        certified("certified-for-annotations", 3),
        Case::new("locked-form", UNCHANGED, |base| {
            let signing = Signing::new(&base.office.person, "NguoiKy1");
            signing
                .entry("Reference", vec![field_mdp("All", None)])
                .sign(&base.form)
        }),
    ]
}

fn kinds_of_files() -> Vec<Case> {
    let signed = |name, file: &'static str| {
        Case::new(name, UNCHANGED, move |base| base.signed(&sample(file)))
    };
    vec![
        signed("cross-reference-stream", "quyet-dinh-xref-stream.pdf"),
        signed("linearized", "quyet-dinh-linearized.pdf"),
        signed("rotated-page", "cong-van-rotate90.pdf"),
        signed("many-pages", "ke-hoach-nhieu-trang.pdf"),
        signed("scan", "ban-quet-200dpi.pdf"),
        Case::new("hybrid", UNCHANGED, |base| base.signed(&hybrid(base))),
        Case::new("blanks-after-the-end", UNCHANGED, |base| {
            [base.approved.as_slice(), b"\r\n \n"].concat()
        }),
    ]
}

fn signatures() -> Vec<Case> {
    let container = |name, change: fn(&mut Container<'_>)| {
        Case::new(name, UNCHANGED, move |base| {
            with_container(&base.office.person, base, change)
        })
    };
    vec![
        container("attributes-in-another-order", |container| {
            container.attributes().reverse()
        }),
        container("with-a-foreign-unsigned-attribute", |container| {
            let noise = crate::der::octets(b"noise");
            container
                .unsigned
                .push(crate::der::attribute("1.3.6.1.4.1.32473.9", &[&noise]));
        }),
        Case::new("rsa", UNCHANGED, |base| {
            with_container(base.office.rsa(), base, |_| {})
        }),
        Case::new("indefinite-lengths", UNCHANGED, |base| {
            let signing = Signing::new(&base.office.person, "NguoiKy1");
            signing
                .container(|key, content| indefinite(&Container::new(key, content).encode()))
                .sign(&base.plain)
        }),
        Case::new("pkcs7-sub-filter", UNCHANGED, |base| {
            let signing = Signing::new(&base.office.person, "NguoiKy1");
            signing
                .entry("SubFilter", Name::from("adbe.pkcs7.detached"))
                .sign(&base.plain)
        }),
        Case::new("revoked-after-its-timestamp", UNCHANGED, |base| {
            let clock = base.office.clock.clone();
            stamped(base, move |value| token(&clock, value))
        }),
        Case::new("signed-twice", PERMITTED.with_signatures(2), |base| {
            Signing::new(&base.office.agency, "B").sign(&base.signed(&base.plain))
        }),
        Case::new("signed-ten-times", PERMITTED.with_signatures(10), |base| {
            let names = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "K"];
            let sign = |bytes: Vec<u8>, name| Signing::new(&base.office.person, name).sign(&bytes);
            names.into_iter().fold(base.plain.clone(), sign)
        }),
        Case::new("signed-in-a-prepared-field", UNCHANGED, |base| {
            let prepared = with_empty_field(&base.form, "NguoiKy1");
            let (id, _) = crate::edit::field(&prepared, 0);
            Signing::new(&base.office.person, "NguoiKy1").sign_in(&prepared, id)
        }),
    ]
}

fn later_updates() -> Vec<Case> {
    vec![
        Case::new("document-timestamp-added", PERMITTED, |base| {
            document_timestamp(base, &base.approved, None)
        }),
        Case::new("timestamp-after-certification", PERMITTED, |base| {
            document_timestamp(base, &base.certified(&base.plain, 1), None)
        }),
        Case::new("certified-form-filled", PERMITTED, |base| {
            filled(&base.certified(&base.form, 2), "So", "05", "(05) Tj")
        }),
        Case::new("field-filled-twice-and-saved-once", PERMITTED, |base| {
            filled_twice(&base.certified(&base.form, 2), "So", LEFT)
        }),
        Case::new("validation-data-added", PERMITTED, |base| {
            with_validation_data(base, &base.approved)
        }),
        Case::new("validation-data-after-certification", PERMITTED, |base| {
            with_validation_data(base, &base.certified(&base.plain, 1))
        }),
        Case::new("metadata-added", PERMITTED, |base| {
            let (id, entries) = catalog(&base.approved);
            updated(&base.approved, |update| {
                let kind = Dictionary::new()
                    .with("Type", Name::from("Metadata"))
                    .with("Subtype", Name::from("XML"));
                let metadata = update.add(Stream::new(
                    kind,
                    b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>".to_vec(),
                ));
                update.set(id, entries.with("Metadata", metadata));
            })
        }),
        Case::new("object-without-use-added", PERMITTED, |base| {
            updated(&base.approved, |update| {
                update.add(Dictionary::new());
            })
        }),
        Case::new("object-added-while-another-is-missed", PERMITTED, |base| {
            updated(&missing_drawing(base), |update| {
                update.add(drawing("1 0 0 rg"));
            })
        }),
        Case::new("empty-field-added", PERMITTED, |base| {
            with_empty_field(&base.approved, "Moi")
        }),
    ]
}

/// What may be drawn after the first signature.
#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn later_drawings() -> Vec<Case> {
    let original = PERMITTED.with_signatures(3).with_status("ORIGINAL");
    let agency = |base: &Base| {
        let name = "Sở Nội vụ tỉnh thử nghiệm";
        base.office.key(name, KeyType::P256, Profile::Agency)
    };
    let stamped = move |name, content: &'static str| {
        Case::new(name, original, move |base| {
            let look = Look::Drawing(PAPER, content);
            Signing::new(&agency(base), "Den1")
                .look(look)
                .sign(&base.issued)
        })
    };
    vec![
        Case::new("number-and-date-before-the-seal", original, |base| {
            let key = &base.office.agency;
            let number = Signing::new(key, "SoVaNgay1").look(Look::Number);
            let numbered = number.sign(&base.approved);
            Signing::new(key, "ConDau1")
                .look(Look::Seal)
                .sign(&numbered)
        }),
        Case::new("number-and-date-after-the-seal", original, |base| {
            let number = Signing::new(&base.office.agency, "SoVaNgay1");
            number.look(Look::Number).sign(&base.issued)
        }),
        stamped(
            "receipt-stamp-on-blank-paper",
            "BT /F1 12 Tf 10 10 Td (DEN 05) Tj ET",
        ),
        stamped(
            "portal-box-on-blank-paper",
            "1 0 0 RG 2 2 216 31 re S BT /F1 9 Tf 10 10 Td (Nguoi ky) Tj ET",
        ),
        Case::new("initials-before-the-person", original, |base| {
            let name = "Nguyễn Văn Nháy";
            let key = base.office.key(name, KeyType::P256, Profile::Person);
            let initials = Signing::new(&key, "Nhay1");
            let look = Look::Picture(PAPER, "chu-ky-mau.png");
            let initialled = initials.look(look).sign(&base.plain);
            let person = Signing::new(&base.office.person, "NguoiKy1");
            let approved = person.look(Look::Signature).sign(&initialled);
            Signing::new(&base.office.agency, "ConDau1")
                .look(Look::Seal)
                .sign(&approved)
        }),
        Case::new(
            "timestamp-after-issuing",
            original.with_signatures(2),
            |base| timestamp(&base.office.clock).sign(&base.issued),
        ),
        Case::new(
            "timestamp-with-an-area",
            original.with_signatures(2),
            |base| {
                timestamp(&base.office.clock)
                    .field_entry("Rect", PAPER.to_object())
                    .sign(&base.issued)
            },
        ),
        Case::new(
            "timestamp-with-empty-layers",
            original.with_signatures(2),
            |base| {
                let mut look = None;
                let bytes = updated(&base.issued, |update| {
                    let empty = update.add(form_object(&PAPER, "% DSBlank"));
                    let layers = Dictionary::new().with("n0", empty).with("n2", empty);
                    let mut form = form_object(&PAPER, "q 1 0 0 1 0 0 cm /n0 Do Q q /n2 Do Q");
                    if let Object::Stream(form) = &mut form {
                        let resources = Dictionary::new().with("XObject", layers);
                        form.dictionary.insert("Resources", resources);
                    }
                    look = Some(update.add(form));
                });
                let looks = Dictionary::new().with("N", look.unwrap());
                let timestamp = timestamp(&base.office.clock);
                timestamp.field_entry("AP", looks).sign(&bytes)
            },
        ),
        Case::new("field-on-leaders-filled", PERMITTED, |base| {
            let printed = printed(&base.form, PAPER, "......................");
            let prepared = with_field_at(&printed, PAPER);
            filled(&base.signed(&prepared), "So", "05", "(05) Tj")
        }),
        Case::new("box-on-blank-paper-ticked", PERMITTED, |base| {
            let area = Rect::from_corners(80.0, 15.0, 96.0, 31.0);
            ticked(&base.signed(&with_box(&base.form, area, TICK)))
        }),
    ]
}

fn with_container(key: &Pkcs12Key, base: &Base, change: fn(&mut Container<'_>)) -> Vec<u8> {
    let signing = Signing::new(key, "NguoiKy1").container(|key, content| {
        let mut container = Container::new(key, content);
        change(&mut container);
        container.encode()
    });
    signing.sign(&base.plain)
}

fn with_validation_data(base: &Base, bytes: &[u8]) -> Vec<u8> {
    let (id, entries) = catalog(bytes);
    updated(bytes, |update| {
        let der = base.office.root.certificate().der().to_vec();
        let certificate = update.add(Stream::new(Dictionary::new(), der));
        let store = Dictionary::new().with("Certs", vec![Object::Reference(certificate)]);
        let store = update.add(store);
        update.set(id, entries.with("DSS", store));
    })
}

/// The two outer layers with indefinite lengths (X.690, 8.1.3.6).
fn indefinite(container: &[u8]) -> Vec<u8> {
    let inside = &container[4..];
    [&[0x30, 0x80], inside, &[0, 0]].concat()
}

/// A hybrid update whose stream defines an object that the table hides as free.
fn hybrid(base: &Base) -> Vec<u8> {
    let revision = Revision::after(&base.plain);
    let at = u32::try_from(revision.position()).unwrap();
    let number = revision.next();
    let revision = revision.bytes(format!("{number} 0 obj\n(hybrid)\nendobj\n"));
    let start = revision.position();
    let root = catalog(&base.plain).0;
    let own = number + 1;
    let size = number + 2;
    let mut row = vec![1];
    row.extend(at.to_be_bytes());
    row.push(0);
    let head = format!(
        "{own} 0 obj\n<</Type/XRef/W[1 4 1]/Index[{number} 1]/Size {size}/Root {root} R/Length 6>>\nstream\n"
    );
    let revision = revision
        .bytes(head)
        .bytes(row)
        .bytes("\nendstream\nendobj\n");
    let hidden = revision.free(number, 0);
    hidden.trailer(&format!("/XRefStm {start}")).finish()
}

//! Sound documents of many kinds: all of them must pass.

mod appended;

use kyso_pdf::{Dictionary, Name, Object, Stream};
use kyso_pki::Pkcs12Key;

use crate::attacks::fields::with_empty_field;
use crate::attacks::forms::{field_mdp, filled};
use crate::attacks::shadow::missing_drawing;
use crate::attacks::trust::{document_timestamp, stamped};
use crate::container::{Container, token};
use crate::edit::{catalog, drawing, first_page, sample, updated};
use crate::expected::Expected;
use crate::revision::Revision;
use crate::signing::Signing;
use crate::{Base, Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = documents();
    cases.extend(kinds_of_files());
    cases.extend(signatures());
    cases.extend(crate::attacks::purposes::fit());
    cases.extend(later_updates());
    cases.extend(appended::cases());
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
            with_container(&base.office.rsa, base, |_| {})
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
        Case::new(
            "document-timestamp-added",
            PERMITTED.with_signatures(2),
            |base| document_timestamp(base, &base.approved, None),
        ),
        Case::new(
            "timestamp-after-certification",
            PERMITTED.with_signatures(2),
            |base| document_timestamp(base, &base.certified(&base.plain, 1), None),
        ),
        Case::new("certified-form-filled", PERMITTED, |base| {
            filled(&base.certified(&base.form, 2), "So", "05", "(05) Tj")
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
        Case::new("page-written-again", UNCHANGED, |base| {
            let (id, page) = first_page(&base.approved);
            updated(&base.approved, |update| update.set(id, page))
        }),
        Case::new("empty-field-added", PERMITTED, |base| {
            with_empty_field(&base.approved, "Moi")
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

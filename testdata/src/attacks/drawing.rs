//! Drawings after a signature: by timestamps, without bounds, over ink, in fields.

mod begun;
mod blanks;
pub(crate) mod claims;
pub(crate) mod elsewhere;
pub(crate) mod filling;
mod flattened;
mod hanging;
pub(crate) mod hiding;
mod limits;
pub(crate) mod little;
pub(crate) mod looks;
mod measured;
mod moved;
pub(crate) mod over_ink;
pub(crate) mod parts;
mod plates;
mod readings;
pub(crate) mod seen;
pub(crate) mod words;
pub(crate) mod writing;
pub(crate) mod written;

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Update};
use kyso_pki::Pkcs12Key;
use kyso_stamp_images::{Appearance, Face, TextRun};

use crate::container::token;
use crate::edit::{elements, first_page, sample, updated};
use crate::expected::Expected;
use crate::signing::{Look, Signing, form_object, place_on_first_page};
use crate::{Base, Case, Family};

/// A strip below the text of the first page.
pub(crate) const PAPER: Rect = Rect {
    left: 80.0,
    bottom: 15.0,
    right: 300.0,
    top: 50.0,
};
/// The middle of the first page, where its text is.
const TEXT: Rect = Rect {
    left: 80.0,
    bottom: 400.0,
    right: 500.0,
    top: 700.0,
};
const WORDS: &str = "BT /F1 12 Tf 10 10 Td (5 000 000 000) Tj ET";

pub(crate) fn family() -> Family {
    let mut cases = timestamps();
    cases.extend(begun::cases());
    cases.extend(over_ink::cases());
    cases.extend(filling::cases());
    cases.extend(flattened::cases());
    cases.extend(limits::cases());
    cases.extend(little::cases());
    cases.extend(looks::cases());
    cases.extend(hanging::cases());
    cases.extend(hiding::cases());
    cases.extend(blanks::cases());
    cases.extend(claims::cases());
    cases.extend(elsewhere::cases());
    cases.extend(plates::cases());
    cases.extend(measured::cases());
    cases.extend(moved::cases());
    cases.extend(parts::cases());
    cases.extend(readings::cases());
    cases.extend(words::cases());
    cases.extend(seen::cases());
    cases.extend(writing::cases());
    cases.extend(written::cases());
    Family {
        name: "drawing",
        cases,
    }
}

/// Timestamps with appearances, though a timestamp certifies only a time.
fn timestamps() -> Vec<Case> {
    let draws = Expected::altered("TimestampDraws").with_signatures(2);
    let drawing = |name, change: fn(Signing<'_>) -> Signing<'_>| {
        Case::new(name, draws, move |base| {
            change(timestamp(&base.office.clock)).sign(&base.issued)
        })
    };
    vec![
        drawing("timestamp-draws-on-blank-paper", |signing| {
            signing.look(Look::Drawing(PAPER, WORDS))
        }),
        drawing("timestamp-draws-and-is-hidden", |signing| {
            signing
                .look(Look::Drawing(PAPER, WORDS))
                .field_entry("F", 2)
        }),
        drawing("timestamp-draws-by-colours", |signing| {
            let white = vec![Object::from(1), 1.into(), 1.into()];
            let colours = Dictionary::new().with("BG", white);
            signing
                .field_entry("Rect", TEXT.to_object())
                .field_entry("MK", colours)
        }),
        Case::new("timestamp-draws-without-bounds", draws, |base| {
            without_bounds(timestamp(&base.office.clock), &base.issued)
        }),
        Case::new(
            "signature-draws-without-bounds",
            Expected::altered("DrawnWithoutBounds").with_signatures(3),
            |base| without_bounds(Signing::new(&base.office.agency, "Khac"), &base.issued),
        ),
        Case::new(
            "signature-turned-out-of-its-area",
            Expected::altered("DrawnWithoutBounds").with_signatures(2),
            |base| {
                let signed = base.signed(&sample("cong-van-rotate90.pdf"));
                flagged(base, 4 | 16).sign(&signed)
            },
        ),
        Case::new(
            "signature-kept-upright-on-a-page-in-other-units",
            Expected::altered("DrawnWithoutBounds").with_signatures(2),
            |base| {
                let (id, page) = first_page(&base.plain);
                let page = page.with("UserUnit", 2_i64);
                let prepared = updated(&base.plain, |update| update.set(id, page));
                flagged(base, 4 | 16).sign(&base.signed(&prepared))
            },
        ),
        Case::new(
            "signature-of-one-size-at-any-scale",
            Expected::altered("DrawnWithoutBounds").with_signatures(3),
            |base| flagged(base, 4 | 8).sign(&base.issued),
        ),
    ]
}

fn person(base: &Base) -> Pkcs12Key {
    base.office
        .key("Người khác", KeyType::P256, Profile::Person)
}

/// A document timestamp by this clock.
pub(crate) fn timestamp(clock: &Pkcs12Key) -> Signing<'_> {
    Signing::new(clock, "DauThoiGian1")
        .entry("Type", Name::from("DocTimeStamp"))
        .entry("SubFilter", Name::from("ETSI.RFC3161"))
        .container(token)
}

/// Adds a signature with words on blank paper, and these flags.
fn flagged(base: &Base, flags: i64) -> Signing<'_> {
    Signing::new(&base.office.agency, "Khac")
        .look(Look::Drawing(PAPER, WORDS))
        .field_entry("F", flags)
}

/// Signs with a widget without an area whose appearance some programs draw over the page.
fn without_bounds(signing: Signing<'_>, bytes: &[u8]) -> Vec<u8> {
    let mut look = None;
    let bytes = updated(bytes, |update| {
        let mut form = form_object(&TEXT, "q 1 g 0 0 600 800 re f Q");
        if let Object::Stream(form) = &mut form {
            form.dictionary.insert("BBox", Object::Null);
        }
        look = Some(update.add(form));
    });
    let looks = Dictionary::new().with("N", look.unwrap());
    signing.field_entry("AP", looks).sign(&bytes)
}

/// The page with words on it, in an annotation that exists before signing.
pub(crate) fn printed(bytes: &[u8], area: Rect, words: &str) -> Vec<u8> {
    let place = place_on_first_page(bytes, &area);
    let run = TextRun {
        x: 5.0,
        baseline: area.height() - 12.0,
        size: 14.0,
        face: Face::Regular,
        text: words.to_owned(),
    };
    let look = Appearance::text(&place, &[run]).unwrap();
    annotated(bytes, area, |update| {
        look.add_to(&mut |object| update.add(object))
    })
}

/// The page with an annotation that shows a form.
pub(crate) fn annotated(
    bytes: &[u8],
    area: Rect,
    look: impl FnOnce(&mut Update<'_, '_>) -> ObjectId,
) -> Vec<u8> {
    let (id, page) = first_page(bytes);
    let mut annotations = elements(bytes, &page, "Annots");
    updated(bytes, |update| {
        let form = look(update);
        let stamp = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("Stamp"))
            .with("F", 4)
            .with("AP", Dictionary::new().with("N", form))
            .with("Rect", area.to_object());
        annotations.push(update.add(stamp).into());
        update.set(id, page.with("Annots", annotations));
    })
}

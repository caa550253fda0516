//! What is drawn after a signature: by timestamps, without bounds, over ink, in fields.

mod blanks;
pub(crate) mod claims;
pub(crate) mod elsewhere;
mod hanging;
pub(crate) mod hiding;
mod limits;
pub(crate) mod little;
pub(crate) mod looks;
mod measured;
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
use kyso_stamp_images::{Appearance, Face, TextDocument, TextRun};

use crate::attacks::forms::{filled, text_field};
use crate::container::token;
use crate::edit::{catalog, elements, first_page, form, sample, updated};
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
/// The middle of the first page, where its text stands.
const TEXT: Rect = Rect {
    left: 80.0,
    bottom: 400.0,
    right: 500.0,
    top: 700.0,
};
const WORDS: &str = "BT /F1 12 Tf 10 10 Td (5 000 000 000) Tj ET";

pub(crate) fn family() -> Family {
    let mut cases = timestamps();
    cases.extend(over_ink());
    cases.extend(in_fields());
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

/// A timestamp certifies a time, and shows nothing.
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
            "signature-of-one-size-at-any-scale",
            Expected::altered("DrawnWithoutBounds").with_signatures(3),
            |base| flagged(base, 4 | 8).sign(&base.issued),
        ),
    ]
}

/// Whoever draws over ink alters what was signed.
fn over_ink() -> Vec<Case> {
    let covered = Expected::altered("DrawnOverContent").with_signatures(3);
    let over_line = |name, part: fn(Rect) -> Rect| {
        Case::new(name, covered, move |base| {
            let area = part(line(&base.plain));
            let look = Look::Drawing(area, "0 g 0 0 500 500 re f");
            Signing::new(&base.office.agency, "Khac")
                .look(look)
                .sign(&base.issued)
        })
    };
    vec![
        Case::new("words-of-the-agency-over-words", covered, |base| {
            let look = Look::Drawing(line(&base.plain), WORDS);
            Signing::new(&base.office.agency, "Khac")
                .look(look)
                .sign(&base.issued)
        }),
        over_line("stroke-through-a-line", |line| Rect {
            bottom: line.bottom + 0.4 * line.height(),
            top: line.bottom + 0.4 * line.height() + 0.3,
            ..line
        }),
        over_line("dot-in-a-letter", |line| Rect {
            bottom: line.bottom + 5.0,
            top: line.bottom + 6.0,
            left: line.left + 3.0,
            right: line.left + 4.0,
        }),
        Case::new(
            "small-boxes-over-a-word",
            covered.with_signatures(5),
            |base| {
                let line = line(&base.plain);
                let names = ["Mot", "Hai", "Ba"];
                let step = |(bytes, left): (Vec<u8>, f64), name| {
                    let area = Rect {
                        left,
                        right: left + 4.0,
                        ..line
                    };
                    let look = Look::Drawing(area, "1 g 0 0 50 50 re f");
                    let bytes = Signing::new(&base.office.agency, name)
                        .look(look)
                        .sign(&bytes);
                    (bytes, left + 4.0)
                };
                names
                    .into_iter()
                    .fold((base.issued.clone(), line.left), step)
                    .0
            },
        ),
        Case::new("white-inline-picture-over-words", covered, |base| {
            let look = "q 500 0 0 40 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID ff> EI Q";
            Signing::new(&base.office.agency, "Khac")
                .look(Look::Drawing(line(&base.plain), look))
                .sign(&base.issued)
        }),
        Case::new("signature-picture-over-the-text", covered, |base| {
            let look = Look::Picture(TEXT, "chu-ky-mau.png");
            Signing::new(&person(base), "Khac")
                .look(look)
                .sign(&base.issued)
        }),
        Case::new("seal-over-the-text", covered, |base| {
            let area = Rect {
                right: 182.0,
                top: 502.0,
                ..TEXT
            };
            let look = Look::Picture(area, "con-dau-mau.png");
            Signing::new(&base.office.agency, "Khac")
                .look(look)
                .sign(&base.issued)
        }),
        Case::new(
            "words-over-words-of-a-page-counted-wrong",
            covered.with_signatures(2),
            |base| {
                let signed = base.signed(&counted_wrong(&base.plain));
                let look = Look::Drawing(line(&base.plain), WORDS);
                Signing::new(&base.office.agency, "Khac")
                    .look(look)
                    .sign(&signed)
            },
        ),
        Case::new(
            "box-over-a-signature",
            Expected::altered("DrawnOverSignature").with_signatures(2),
            |base| {
                let first = Signing::new(&base.office.person, "NguoiKy1");
                let signed = first
                    .look(Look::Picture(PAPER, "chu-ky-mau.png"))
                    .sign(&base.plain);
                let look = Look::Drawing(PAPER, "1 g 0 0 220 35 re f");
                Signing::new(&base.office.agency, "Khac")
                    .look(look)
                    .sign(&signed)
            },
        ),
    ]
}

/// A document whose first page has the number of a blank page at its end, by the counts of the page tree: a node without
/// pages stands before it and says that it has some.
fn counted_wrong(plain: &[u8]) -> Vec<u8> {
    updated(plain, |update| {
        let (root, first) = (catalog(plain).1, first_page(plain));
        let tree = root.get("Pages").and_then(Object::as_reference).unwrap();
        let entries = crate::edit::dictionary(plain, tree);
        let kids = elements(plain, &entries, "Kids");
        let count = i64::try_from(kids.len()).unwrap();
        let node = |kind: &str| {
            Dictionary::new()
                .with("Type", Name::from(kind))
                .with("Parent", tree)
        };
        let nothing = update.add(node("Pages").with("Kids", Vec::new()).with("Count", count));
        let paper = first.1.get("MediaBox").or(entries.get("MediaBox")).unwrap();
        let blank = update.add(node("Page").with("MediaBox", paper.clone()));
        let kids = [vec![nothing.into()], kids, vec![blank.into()]].concat();
        update.set(tree, entries.with("Kids", kids).with("Count", count + 1));
    })
}

/// Fields over ink may not be filled in, and states that were there are looked at.
fn in_fields() -> Vec<Case> {
    let covered = Expected::altered("FilledOverContent");
    vec![
        Case::new("field-over-the-text-filled", covered, |base| {
            let prepared = with_field_at(&base.form, TEXT);
            filled(&base.signed(&prepared), "So", "05", "(05) Tj")
        }),
        Case::new("field-over-a-number-filled", covered, |base| {
            let printed = printed(&base.form, PAPER, "Tong so: ........ 5 000 dong");
            let prepared = with_field_at(&printed, PAPER);
            filled(&base.signed(&prepared), "So", "05", "(05) Tj")
        }),
        Case::new("field-over-a-signature-filled", covered, |base| {
            let prepared = with_field_at(&base.form, PAPER);
            let person = Signing::new(&base.office.person, "NguoiKy1");
            let signed = person
                .look(Look::Picture(PAPER, "chu-ky-mau.png"))
                .sign(&prepared);
            filled(&signed, "So", "05", "(05) Tj")
        }),
        Case::new("field-turned-out-of-its-area-filled", covered, |base| {
            let (id, page) = first_page(&base.form);
            let turned = updated(&base.form, |update| {
                update.set(id, page.with("Rotate", 90));
            });
            let (id, field) = text_field(&turned, "So");
            let prepared = updated(&turned, |update| {
                update.set(id, field.with("F", 4 | 16));
            });
            filled(&base.signed(&prepared), "So", "05", "(05) Tj")
        }),
        Case::new("field-of-no-rectangle-filled", covered, |base| {
            let (id, field) = text_field(&base.form, "So");
            let prepared = updated(&base.form, |update| {
                let corners = vec![80.into(), 400.into(), 500.into(), Object::Null];
                update.set(id, field.with("Rect", corners));
            });
            filled(&base.signed(&prepared), "So", "05", "(05) Tj")
        }),
        Case::new(
            "box-without-bounds-ticked",
            Expected::altered("Replaced"),
            |base| {
                let prepared = with_box(&base.form, PAPER, "q Q");
                let (id, field) = text_field(&prepared, "Dongy");
                let prepared = updated(&prepared, |update| {
                    let mut on = form_object(&PAPER, "BT 0 g /Helv 14 Tf 80 500 Td (X) Tj ET");
                    if let Object::Stream(on) = &mut on {
                        on.dictionary.insert("BBox", Object::Null);
                    }
                    let states = Dictionary::new().with("Yes", update.add(on));
                    update.set(id, field.with("AP", Dictionary::new().with("N", states)));
                });
                ticked(&base.signed(&prepared))
            },
        ),
        Case::new("box-over-words-ticked", covered, |base| {
            let printed = printed(&base.form, PAPER, "khong");
            let area = Rect {
                right: PAPER.left + 30.0,
                top: PAPER.bottom + 30.0,
                ..PAPER
            };
            ticked(&base.signed(&with_box(&printed, area, TICK)))
        }),
        Case::new("box-over-a-digit-ticked", covered, |base| {
            let printed = printed(&base.form, PAPER, "5 000");
            let area = Rect {
                right: PAPER.left + 12.5,
                top: PAPER.bottom + 35.0,
                ..PAPER
            };
            ticked(&base.signed(&with_box(&printed, area, TICK)))
        }),
        Case::new(
            "box-with-a-cover-ticked",
            Expected::altered("Replaced"),
            |base| {
                const COVER: &str = "1 g 0 0 420 300 re f BT 0 g /Helv 14 Tf 10 250 Td (X) Tj ET";
                ticked(&base.signed(&with_box(&base.form, TEXT, COVER)))
            },
        ),
    ]
}

/// A dark square.
pub(crate) const TICK: &str = "0 g 4 4 8 8 re f";

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

/// Another signature with words on blank paper, and these flags.
fn flagged(base: &Base, flags: i64) -> Signing<'_> {
    Signing::new(&base.office.agency, "Khac")
        .look(Look::Drawing(PAPER, WORDS))
        .field_entry("F", flags)
}

/// Signs with a widget without an area, whose look some programs draw over the page.
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

/// Around the first long line of text on the first page.
fn line(bytes: &[u8]) -> Rect {
    let text = TextDocument::open(bytes).unwrap();
    let page = text.page(0).unwrap();
    let long = page.pieces().iter().find(|piece| piece.area.width > 300.0);
    page.frame().to_user(&long.expect("a long line").area)
}

/// The page with words on it, as an annotation that is there when it is signed.
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

/// The form with its field `So` in another place.
pub(crate) fn with_field_at(bytes: &[u8], area: Rect) -> Vec<u8> {
    let (id, field) = text_field(bytes, "So");
    updated(bytes, |update| {
        update.set(id, field.with("Rect", area.to_object()));
    })
}

/// The form with a check box that is off; `look` is what it shows when on.
pub(crate) fn with_box(bytes: &[u8], area: Rect, look: &str) -> Vec<u8> {
    let (page_id, page) = first_page(bytes);
    let (form_id, form) = form(bytes);
    assert_eq!(catalog(bytes).1.get("AcroForm"), Some(&form_id.into()));
    updated(bytes, |update| {
        let on = update.add(form_object(&area, look));
        let off = update.add(form_object(&area, ""));
        let states = Dictionary::new().with("Off", off).with("Yes", on);
        let field = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("Widget"))
            .with("FT", Name::from("Btn"))
            .with("T", Object::String(b"Dongy".to_vec()))
            .with("V", Name::from("Off"))
            .with("AS", Name::from("Off"))
            .with("F", 4)
            .with("P", page_id)
            .with("AP", Dictionary::new().with("N", states))
            .with("Rect", area.to_object());
        let field = update.add(field);
        let mut fields = elements(bytes, &form, "Fields");
        fields.push(field.into());
        update.set(form_id, form.clone().with("Fields", fields));
        let mut annotations = elements(bytes, &page, "Annots");
        annotations.push(field.into());
        update.set(page_id, page.clone().with("Annots", annotations));
    })
}

/// Ticks the check box.
pub(crate) fn ticked(bytes: &[u8]) -> Vec<u8> {
    let (id, field) = text_field(bytes, "Dongy");
    updated(bytes, |update| {
        let on = Name::from("Yes");
        update.set(id, field.with("V", on.clone()).with("AS", on));
    })
}

//! Drawings over an issued document by a holder under a trust anchor, in ways in
//! which a cover does not look like one.

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream, Update};
use kyso_pki::Pkcs12Key;

use super::MIDDLE;
use crate::attacks::drawing::PAPER;
use crate::attacks::drawing::filling::{TICK, ticked, with_box};
use crate::attacks::forms::filled;
use crate::edit::{catalog, content_of, elements, first_page, reference, updated};
use crate::expected::Expected;
use crate::signing::{Look, Signing, form_object};
use crate::{Base, Case};

/// A white box with a black bar on it.
const COVER: &str = "1 g 0 0 420 300 re f 0 g 40 40 200 20 re f";

#[allow(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    let completed = Expected::passed()
        .with_modifications("permitted")
        .with_signatures(2)
        .with_status("INFORMATION_ONLY");
    let passed = completed.with_signatures(3);
    let redrawn = Expected::altered("Replaced").with_signatures(2);
    let altered = redrawn.with_signatures(3);
    let covered = Expected::altered("DrawnOverContent").with_signatures(3);
    let unbounded = covered.with_reason("DrawnWithoutBounds");
    vec![
        Case::new("cover-of-a-glyph", covered, |base| {
            let (noted, look) = with_object(&base.issued, glyph_look);
            cover(base, &noted, ("AP", normal(look)))
        }),
        Case::new("cover-with-a-mask-that-hides-nothing", covered, |base| {
            let (noted, look) = with_object(&base.issued, masked_look);
            cover(base, &noted, ("AP", normal(look)))
        }),
        Case::new(
            "cover-of-a-white-stencil-within-the-look",
            covered,
            |base| {
                cover_by(
                    base,
                    "1 1 1 rg 420 0 0 300 0 0 cm BI /W 8 /H 1 /IM true ID A\nEI",
                )
            },
        ),
        Case::new("cover-of-a-picture-within-the-look", covered, |base| {
            cover_by(
                base,
                "420 0 0 300 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /RGB /F /AHx ID FFFFFF> EI",
            )
        }),
        Case::new(
            "cover-behind-an-early-end-of-a-picture",
            unbounded,
            |base| {
                let hidden = "BI /W 8 /H 30 /IM true ID A EI 1 g 0 0 420 300 re f q\nEI";
                cover_by(base, hidden)
            },
        ),
        Case::new("cover-by-background-colour", covered, |base| {
            let white = vec![Object::from(1), 1.into(), 1.into()];
            let key = stranger(base);
            let signing = Signing::new(&key, "Khac").look(Look::Drawing(MIDDLE, ""));
            let colours = Dictionary::new().with("BG", white);
            signing.field_entry("MK", colours).sign(&base.issued)
        }),
        Case::new("cover-with-the-number", covered, |base| {
            let key = &base.office.agency;
            let number = Signing::new(key, "So").look(Look::Drawing(MIDDLE, "BT (05) Tj ET"));
            let numbered = number.sign(&base.approved);
            let seal = Signing::new(key, "ConDau1").look(Look::Seal);
            seal.sign(&numbered)
        }),
        Case::new("cover-flagged-invisible", covered, |base| {
            cover(base, &base.issued, ("F", 5))
        }),
        Case::new("cover-that-only-prints", covered, |base| {
            cover(base, &base.issued, ("F", 36))
        }),
        Case::new("cover-of-another-page", altered, |base| {
            let other = reference(&catalog(&base.issued).1, "Pages");
            cover(base, &base.issued, ("P", other))
        }),
        Case::new("cover-of-no-page", altered, |base| {
            cover(base, &base.issued, ("P", Object::Null))
        }),
        Case::new("cover-on-a-page-with-too-many-objects", covered, |base| {
            let document = issued(base, &crowded(&base.plain));
            cover(base, &document, ("F", 4))
        }),
        Case::new("cover-on-lines-that-are-no-text", covered, |base| {
            let lines = with_content(&base.plain, "q 0 g 20 20 500 14 re f Q");
            let area = Rect::from_corners(10.0, 10.0, 560.0, 40.0);
            let look = Look::Drawing(area, "1 g 0 0 550 30 re f");
            let key = stranger(base);
            let signing = Signing::new(&key, "Khac").look(look);
            signing.sign(&issued(base, &lines))
        }),
        Case::new("cover-by-a-second-widget", redrawn, |base| {
            let (prepared, field, widget) = with_two_widgets(&base.plain);
            let person = Signing::new(&base.office.person, "NguoiKy1");
            let document = person.look(Look::Signature).sign(&prepared);
            let drawn = crate::edit::dictionary(&document, widget);
            let key = stranger(base);
            Signing::new(&key, "Hai").sign_in_with(&document, field, |update| {
                let look = update.add(form_object(&MIDDLE, COVER));
                update.set(widget, drawn.with("AP", normal(look)));
            })
        }),
        Case::new("form-filled-after-the-seal", completed, |base| {
            filled(&issued(base, &base.form), "So", "05", "(05) Tj")
        }),
        Case::new("form-filled-before-the-seal", completed, |base| {
            let person = Signing::new(&base.office.person, "NguoiKy1").look(Look::Signature);
            let filled = filled(&person.sign(&base.form), "So", "05", "(05) Tj");
            Signing::new(&base.office.agency, "ConDau1")
                .look(Look::Seal)
                .sign(&filled)
        }),
        Case::new("box-ticked-before-the-seal", completed, |base| {
            let person = Signing::new(&base.office.person, "NguoiKy1").look(Look::Signature);
            let area = Rect::from_corners(80.0, 15.0, 96.0, 31.0);
            let signed = person.sign(&with_box(&base.form, area, TICK));
            Signing::new(&base.office.agency, "ConDau1")
                .look(Look::Seal)
                .sign(&ticked(&signed))
        }),
        Case::new("words-of-a-person-on-blank-paper", passed, |base| {
            let look = Look::Drawing(PAPER, "BT /F1 12 Tf 10 10 Td (X) Tj ET");
            Signing::new(&stranger(base), "Khac")
                .look(look)
                .sign(&base.issued)
        }),
        Case::new("paragraph-of-an-agency-on-blank-paper", passed, |base| {
            let name = "Sở Nội vụ tỉnh thử nghiệm";
            let key = base.office.key(name, KeyType::P256, Profile::Agency);
            let area = Rect {
                right: PAPER.left + 440.0,
                ..PAPER
            };
            let look = Look::Drawing(
                area,
                "BT /F1 12 Tf 10 10 Td (XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX) Tj ET",
            );
            Signing::new(&key, "Khac").look(look).sign(&base.issued)
        }),
        Case::new("signature-on-blank-paper-after-the-seal", passed, |base| {
            let look = Look::Picture(PAPER, "chu-ky-mau.png");
            Signing::new(&stranger(base), "Khac")
                .look(look)
                .sign(&base.issued)
        }),
        Case::new("remark-after-the-seal", completed, |base| {
            let person = Signing::new(&base.office.person, "NguoiKy1").certify(3);
            let approved = person.look(Look::Signature).sign(&base.plain);
            let seal = Signing::new(&base.office.agency, "ConDau1").look(Look::Seal);
            noted(&seal.sign(&approved))
        }),
    ]
}

fn stranger(base: &Base) -> Pkcs12Key {
    let office = &base.office;
    office.key("Người khác", KeyType::P256, Profile::Person)
}

/// Signs over the text of the first page as another person; `entry` changes the
/// widget.
fn cover(base: &Base, bytes: &[u8], entry: (&str, impl Into<Object>)) -> Vec<u8> {
    let key = stranger(base);
    let signing = Signing::new(&key, "Khac").look(Look::Drawing(MIDDLE, COVER));
    signing.field_entry(entry.0, entry.1).sign(bytes)
}

fn issued(base: &Base, plain: &[u8]) -> Vec<u8> {
    let person = Signing::new(&base.office.person, "NguoiKy1").look(Look::Signature);
    let seal = Signing::new(&base.office.agency, "ConDau1").look(Look::Seal);
    seal.sign(&person.sign(plain))
}

fn normal(look: ObjectId) -> Dictionary {
    Dictionary::new().with("N", look)
}

fn with_object(
    bytes: &[u8],
    make: impl FnOnce(&mut Update<'_, '_>) -> ObjectId,
) -> (Vec<u8>, ObjectId) {
    let mut made = None;
    let bytes = updated(bytes, |update| made = Some(make(update)));
    (bytes, made.unwrap())
}

fn look_with(update: &mut Update<'_, '_>, content: &str, resources: Dictionary) -> ObjectId {
    let mut form = form_object(&MIDDLE, content);
    if let Object::Stream(form) = &mut form {
        form.dictionary.insert("Resources", resources);
    }
    update.add(form)
}

/// A font whose only glyph is a white square.
fn glyph_look(update: &mut Update<'_, '_>) -> ObjectId {
    let numbers = |numbers: [f64; 6]| numbers.map(Object::Real).to_vec();
    let square = b"1000 0 0 0 1000 1000 d1 0 0 1000 1000 re f".to_vec();
    let glyph = update.add(Stream::new(Dictionary::new(), square));
    let differences = vec![Object::from(97), Name::from("a").into()];
    let font = update.add(
        Dictionary::new()
            .with("Type", Name::from("Font"))
            .with("Subtype", Name::from("Type3"))
            .with(
                "FontBBox",
                Rect::from_corners(0.0, 0.0, 1000.0, 1000.0).to_object(),
            )
            .with("FontMatrix", numbers([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]))
            .with("CharProcs", Dictionary::new().with("a", glyph))
            .with(
                "Encoding",
                Dictionary::new().with("Differences", differences),
            )
            .with("FirstChar", 97)
            .with("LastChar", 97)
            .with("Widths", vec![Object::from(1000)]),
    );
    let fonts = Dictionary::new().with("T", font);
    let content = "1 g BT /T 450 Tf (a) Tj ET";
    look_with(update, content, Dictionary::new().with("Font", fonts))
}

/// A white picture whose mask is opaque everywhere.
fn masked_look(update: &mut Update<'_, '_>) -> ObjectId {
    let image = |colours: &str| {
        Dictionary::new()
            .with("Type", Name::from("XObject"))
            .with("Subtype", Name::from("Image"))
            .with("Width", 1)
            .with("Height", 1)
            .with("BitsPerComponent", 8)
            .with("ColorSpace", Name::from(colours))
    };
    let mask = update.add(Stream::new(image("DeviceGray"), vec![255]));
    let white = image("DeviceRGB").with("SMask", mask);
    let picture = update.add(Stream::new(white, vec![255; 3]));
    let pictures = Dictionary::new().with("I", picture);
    let content = "q 420 0 0 300 0 0 cm /I Do Q";
    look_with(update, content, Dictionary::new().with("XObject", pictures))
}

/// Drawn by a stranger in the middle of the page.
fn cover_by(base: &Base, content: &'static str) -> Vec<u8> {
    let key = stranger(base);
    let signing = Signing::new(&key, "Khac").look(Look::Drawing(MIDDLE, content));
    signing.sign(&base.issued)
}

fn with_content(bytes: &[u8], content: &str) -> Vec<u8> {
    let (id, page) = first_page(bytes);
    let before = content_of(&page);
    updated(bytes, |update| {
        let more = update.add(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
        let contents: Vec<Object> = vec![before.into(), more.into()];
        update.set(id, page.with("Contents", contents));
    })
}

/// More objects than kyso reads of one page.
fn crowded(bytes: &[u8]) -> Vec<u8> {
    const OBJECTS: usize = 20_001;
    let (id, page) = first_page(bytes);
    updated(bytes, |update| {
        let empty = |_| Object::from(update.add(Dictionary::new()));
        let many: Vec<Object> = (0..OBJECTS).map(empty).collect();
        let many = update.add(Object::Array(many));
        update.set(id, page.with("Group", Dictionary::new().with("X", many)));
    })
}

/// An empty signature field with a small widget and one over the text.
fn with_two_widgets(bytes: &[u8]) -> (Vec<u8>, ObjectId, ObjectId) {
    let (page_id, page) = first_page(bytes);
    let (catalog_id, entries) = catalog(bytes);
    let mut made = None;
    let bytes = updated(bytes, |update| {
        let field = Dictionary::new()
            .with("FT", Name::from("Sig"))
            .with("T", Object::String(b"Hai".to_vec()));
        let id = update.add(field.clone());
        let areas = [Rect::from_corners(150.0, 5.0, 200.0, 25.0), MIDDLE];
        let widgets = areas.map(|area| {
            let widget = Dictionary::new()
                .with("Type", Name::from("Annot"))
                .with("Subtype", Name::from("Widget"))
                .with("Parent", id)
                .with("P", page_id)
                .with("F", 4)
                .with("Rect", area.to_object());
            update.add(widget)
        });
        let kids = widgets.map(Object::from).to_vec();
        update.set(id, field.with("Kids", kids.clone()));
        update.set(page_id, page.with("Annots", kids));
        let form = Dictionary::new().with("Fields", vec![Object::from(id)]);
        let form = update.add(form);
        update.set(catalog_id, entries.with("AcroForm", form));
        made = Some((id, widgets[1]));
    });
    let (field, widget) = made.unwrap();
    (bytes, field, widget)
}

/// A note in the margin, as P=3 permits.
fn noted(bytes: &[u8]) -> Vec<u8> {
    let (id, page) = first_page(bytes);
    let mut annotations = elements(bytes, &page, "Annots");
    updated(bytes, |update| {
        let note = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("Text"))
            .with("Rect", Rect::from_corners(5.0, 5.0, 15.0, 15.0).to_object())
            .with("Contents", Object::String(b"da xem".to_vec()));
        annotations.push(update.add(note).into());
        update.set(id, page.with("Annots", annotations));
    })
}

//! New fields in unusual spellings, and pictures of later signatures.

use super::super::body::{Body, Entries};
use super::super::draft::{CATALOG, Draft, FORM, PAGE, PAGES, Signer};
use super::super::random::Random;
use super::super::step::Step;
use super::{Drawing, drawing, set};

pub(in super::super) const ALL: &[Drawing] = &[
    drawing("draw.field-above-itself", |draft, step, random| {
        let number = new_field(draft, step, "/Tx");
        let above = *random.pick(&[number, PAGE, PAGES, FORM, CATALOG]);
        set(draft, step, number, "Parent", &format!("{above} 0 R"));
        None
    }),
    drawing("draw.field-called-otherwise", |draft, step, random| {
        let kind = *random.pick(&["/Text", "/Stamp", "/FreeText", "/Widget", "null"]);
        let number = new_field(draft, step, "/Sig");
        by_reference(draft, step, number, "Subtype", kind);
        None
    }),
    drawing("draw.field-of-type-by-reference", |draft, step, random| {
        let kind = *random.pick(&["/Tx", "/Btn", "/Ch", "/Sig"]);
        let number = new_field(draft, step, "/Sig");
        by_reference(draft, step, number, "FT", kind);
        None
    }),
    drawing("draw.field-with-kid", |draft, step, random| {
        let of = *random.pick(&["/Sig", "/Tx", "/Btn"]);
        let number = new_field(draft, step, of);
        let kind = *random.pick(&["/Widget", "/Stamp", "/FreeText", "/Square"]);
        let above = match random.percent(70) {
            true => format!("/Parent {number} 0 R"),
            false => String::new(),
        };
        let look = step.add(Body::form(100, 40, "1 0 1 rg 0 0 100 40 re f"));
        let kid = step.add(Body::raw(format!(
            "<</Type/Annot/Subtype{kind}{above}/Rect[20 120 120 160]/F 4/DA(/F 9 Tf)/AP<</N {look} 0 R>>>>"
        )));
        set(draft, step, number, "Kids", &format!("[{kid} 0 R]"));
        if random.percent(50) {
            draft.enter_annotation(step, kid);
        }
        None
    }),
    drawing("draw.fields-anew-by-reference", |draft, step, _| {
        if draft.has_form() {
            by_reference(draft, step, FORM, "NeedAppearances", "true");
        }
        None
    }),
    drawing("draw.default-look", |draft, step, random| {
        if draft.has_form() {
            let font = "<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>>>>>";
            match random.percent(50) {
                true => set(draft, step, FORM, "DA", "(1 0 0 rg /F 40 Tf)"),
                false => set(draft, step, FORM, "DR", font),
            }
        }
        None
    }),
    drawing("draw.annotations-handed-down", |draft, step, _| {
        let look = step.add(Body::form(100, 40, "1 0 1 rg 0 0 100 40 re f"));
        let stamp = step.add(Body::raw(format!(
            "<</Type/Annot/Subtype/Stamp/Rect[20 120 120 160]/F 4/AP<</N {look} 0 R>>>>"
        )));
        set(draft, step, PAGES, "Annots", &format!("[{stamp} 0 R]"));
        None
    }),
    drawing("draw.signature-with-flags", |draft, step, random| {
        let look = step.add(Body::form(160, 60, "1 g 0 0 160 60 re f"));
        let number = seal(draft, step, look, random);
        let flags = *random.pick(&["12", "12.0", "20", "28", "2", "36", "null"]);
        match random.percent(30) {
            true => by_reference(draft, step, number, "F", flags),
            false => set(draft, step, number, "F", flags),
        }
        Some(Signer::Agency)
    }),
    drawing("draw.signature-without-place", |draft, step, random| {
        let look = step.add(Body::form(160, 60, "1 g 0 0 160 60 re f"));
        let number = seal(draft, step, look, random);
        let place = *random.pick(&[
            "null",
            "[]",
            "[20 130]",
            "[20 130 20 130]",
            "[180 190 20 130]",
        ]);
        set(draft, step, number, "Rect", place);
        Some(Signer::Agency)
    }),
    drawing("draw.signature-picture", |draft, step, random| {
        let picture = picture(step, random);
        let look = holding(step, picture);
        seal(draft, step, look, random);
        Some(Signer::Agency)
    }),
    drawing("draw.signature-stencil", |draft, step, random| {
        let is_stencil = step.add(Body::raw("true"));
        let stencil = Entries::of(&[
            ("Type", "/XObject"),
            ("Subtype", "/Image"),
            ("Width", "8"),
            ("Height", "8"),
            ("BitsPerComponent", "1"),
        ]);
        let is_stencil = match random.percent(50) {
            true => format!("{is_stencil} 0 R"),
            false => "true".to_owned(),
        };
        let stencil = stencil.with("ImageMask", is_stencil);
        let stencil = step.add(Body::Stream(stencil, vec![0x18; 8]));
        let look = holding(step, stencil);
        seal(draft, step, look, random);
        Some(Signer::Agency)
    }),
];

/// A field over text, without a value.
fn new_field(draft: &Draft<'_>, step: &mut Step, kind: &str) -> u32 {
    let look = step.add(Body::form(100, 40, "1 0 1 rg 0 0 100 40 re f"));
    let field = Entries::of(&[("FT", kind), ("Rect", "[20 120 120 160]"), ("F", "4")])
        .with("T", format!("(Moi{})", draft.signatures))
        .with("DA", "(/F 9 Tf)")
        .with("Contents", "(a)")
        .with("AP", format!("<</N {look} 0 R>>"));
    draft.add_field(step, field, true)
}

fn by_reference(draft: &Draft<'_>, step: &mut Step, number: u32, key: &str, value: &str) {
    let value = step.add(Body::raw(value));
    set(draft, step, number, key, &format!("{value} 0 R"));
}

/// The signature of the agency with this look, over text, on paper, or over the first signature.
fn seal(draft: &Draft<'_>, step: &mut Step, look: u32, random: &mut Random) -> u32 {
    let value = step.add(draft.signature(Signer::Agency, ""));
    let places = [
        "[20 130 180 190]",
        "[84 46 116 62]",
        "[20 44 80 68]",
        "[10 40 74 104]",
    ];
    let field = Entries::of(&[("FT", "/Sig"), ("P", "3 0 R"), ("F", "132")])
        .with("T", format!("(ConDau{})", draft.signatures))
        .with("V", format!("{value} 0 R"))
        .with("Rect", random.pick(&places))
        .with("AP", format!("<</N {look} 0 R>>"));
    draft.add_field(step, field, true)
}

/// A form that shows a picture.
fn holding(step: &mut Step, picture: u32) -> u32 {
    let form = Entries::of(&[
        ("Type", "/XObject"),
        ("Subtype", "/Form"),
        ("BBox", "[0 0 160 60]"),
    ])
    .with("Resources", format!("<</XObject<</I {picture} 0 R>>>>"));
    let content = b"q 160 0 0 60 0 0 cm /I Do Q".to_vec();
    step.add(Body::Stream(form, content))
}

/// A picture in one colour: all of it, a veil, a ring with a bar, or holes and stripes of several widths.
fn picture(step: &mut Step, random: &mut Random) -> u32 {
    const SIDE: usize = 120;
    let colour = *random.pick(&[[200_u8, 0, 0], [20, 40, 200], [255, 250, 250], [0, 0, 0]]);
    let period: usize = *random.pick(&[2, 3, 4, 8, 16]);
    let kind = random.below(5);
    let alpha = move |x: usize, y: usize| {
        let centre = |at: usize| at.abs_diff(SIDE / 2);
        let distance = centre(x).pow(2) + centre(y).pow(2);
        let is_ring = (50 * 50..58 * 58).contains(&distance);
        match kind {
            0 => 255,
            1 => 255 / u8::try_from(period).unwrap(),
            2 if is_ring || centre(y) < period && centre(x) < 30 => 255,
            3 if !(x.is_multiple_of(period) && y.is_multiple_of(period)) => 255,
            4 if x % (2 * period) < period => 255,
            _ => 0,
        }
    };
    let size = SIDE.to_string();
    let image = |space: &str| {
        Entries::of(&[
            ("Type", "/XObject"),
            ("Subtype", "/Image"),
            ("Width", &size),
            ("Height", &size),
            ("BitsPerComponent", "8"),
            ("ColorSpace", space),
        ])
    };
    let rows = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y)));
    let mask = rows.map(|(x, y)| alpha(x, y)).collect();
    let mask = step.add(Body::Stream(image("/DeviceGray"), mask));
    let entries = image("/DeviceRGB").with("SMask", format!("{mask} 0 R"));
    step.add(Body::Stream(entries, colour.repeat(SIDE * SIDE)))
}

//! Signatures in a row, each with a holder, a look of the sizes of the field, and a place on the paper.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream};
use kyso_stamp_images::{Appearance, Face, PageFrame, Picture, StampPlace, TextRun, Turn};

use super::holders::Holder;
pub(super) use super::orders::FOOT;
use super::paper::{gaps, pages};
use crate::Base;
use crate::edit::sample;
use crate::signing::{Look, Signing};

/// What one signature shows, on which page, and its signer.
#[derive(Clone)]
pub(super) struct Step {
    pub(super) holder: Holder,
    pub(super) look: Look,
    pub(super) page_index: usize,
    /// `/F` of the widget, where it is not the usual one.
    pub(super) flags: Option<i64>,
    /// Whether the widget says so.
    pub(super) has_no_border: bool,
}

pub(super) fn by(holder: Holder, look: Look) -> Step {
    Step {
        holder,
        look,
        page_index: 0,
        flags: None,
        has_no_border: false,
    }
}

pub(super) fn without_border(step: Step) -> Step {
    Step {
        has_no_border: true,
        ..step
    }
}

pub(super) fn framed(holder: Holder, size: Size) -> Step {
    by(holder, Look::Drawing(over(&FOOT, size), BOX))
}

/// The coat of arms, and words on its right.
pub(super) fn picture_and_words(area: &Rect, add: &mut dyn FnMut(Object) -> ObjectId) -> ObjectId {
    let square = Rect::from_corners(0.0, 0.0, area.height(), area.height());
    let picture = Picture::from_png(&sample("con-dau-mau.png")).unwrap();
    let picture = Appearance::image(&picture, &place(&square)).add_to(add);
    let text = TextRun {
        x: area.height() + 4.0,
        baseline: 14.0,
        size: 10.0,
        face: Face::Regular,
        text: "Người ký: Báo và Đài Phát thanh tỉnh".to_owned(),
    };
    let whole = Rect::from_corners(0.0, 0.0, area.width(), area.height());
    let words = Appearance::text(&place(&whole), &[text])
        .unwrap()
        .add_to(add);
    let forms = Dictionary::new().with("Im0", picture).with("Fm0", words);
    let form = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Form"))
        .with("BBox", whole.to_object())
        .with("Resources", Dictionary::new().with("XObject", forms));
    add(Stream::new(form, b"/Im0 Do /Fm0 Do".to_vec()).into())
}

/// A seal with a line of text that says nothing, as programs write it that can draw both.
pub(super) fn seal_and_blanks(area: &Rect, add: &mut dyn FnMut(Object) -> ObjectId) -> ObjectId {
    let whole = Rect::from_corners(0.0, 0.0, area.width(), area.height());
    let picture = Picture::from_png(&sample("con-dau-mau.png")).unwrap();
    let picture = Appearance::image(&picture, &place(&whole)).add_to(add);
    let form = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Form"))
        .with("BBox", whole.to_object())
        .with(
            "Resources",
            Dictionary::new()
                .with("XObject", Dictionary::new().with("Im0", picture))
                .with("Font", crate::signing::fonts()),
        );
    let content = b"/Im0 Do BT /F1 12 Tf 2 2 Td ( ) Tj ET".to_vec();
    add(Stream::new(form, content).into())
}

/// A place of its own paper.
pub(super) fn place(area: &Rect) -> StampPlace {
    let frame = PageFrame::new(*area, Turn::None, 1.0);
    StampPlace::new(0, &frame, frame.to_view(area)).unwrap()
}

pub(super) fn signed(base: &Base, steps: &[Step]) -> Vec<u8> {
    signed_on(base, pages(), steps)
}

/// The same on another file.
pub(super) fn signed_on(base: &Base, mut bytes: Vec<u8>, steps: &[Step]) -> Vec<u8> {
    for (number, step) in (1..).zip(steps) {
        let key = step.holder.key(base);
        let name = format!("Signature{number}");
        let mut signing = Signing::new(&key, &name).on_page(step.page_index);
        if step.has_no_border {
            let style = Dictionary::new().with("W", 0).with("S", Name::from("S"));
            signing = signing
                .field_entry("MK", Dictionary::new())
                .field_entry("BS", style)
                .field_entry("Border", [0, 0, 0].map(Object::from).to_vec());
        }
        if let Some(flags) = step.flags {
            signing = signing.field_entry("F", flags);
        }
        bytes = signing.look(step.look.clone()).sign(&bytes);
    }
    bytes
}

/// Width and height in points.
pub(super) type Size = (f64, f64);

pub(super) fn centred((x, y): (f64, f64), (width, height): Size) -> Rect {
    let (left, bottom) = (x - width / 2.0, y - height / 2.0);
    Rect::from_corners(left, bottom, left + width, bottom + height)
}

pub(super) fn signature(holder: Holder, centre: (f64, f64), size: Size) -> Step {
    by(
        holder,
        Look::Picture(centred(centre, size), "chu-ky-mau.png"),
    )
}

pub(super) fn black(holder: Holder, centre: (f64, f64), size: Size) -> Step {
    by(
        holder,
        Look::Picture(centred(centre, size), "chu-ky-den.png"),
    )
}

/// The seal on the person's picture of this size in the right block.
pub(super) fn seal(holder: Holder, person: Size, size: Size) -> Step {
    seal_at(holder, RIGHT, person, size)
}

/// Over 41 % of the person's picture, the median of the field.
pub(super) fn seal_at(holder: Holder, centre: (f64, f64), person: Size, size: Size) -> Step {
    let place = seal_place_at(centre, person, size);
    by(holder, Look::Picture(place, "con-dau-mau.png"))
}

/// Where that seal lies in the right block.
pub(super) fn seal_place(person: Size, size: Size) -> Rect {
    seal_place_at(RIGHT, person, size)
}

fn seal_place_at(centre: (f64, f64), person: Size, size: Size) -> Rect {
    let picture = centred(centre, person);
    let right = picture.left + 0.41 * picture.width();
    centred((right - size.0 / 2.0, centre.1), size)
}

pub(super) fn words(holder: Holder, centre: (f64, f64), size: Size) -> Step {
    by(holder, Look::Words(centred(centre, size), &["05"]))
}

/// Number, day and month in their gaps.
pub(super) fn numbers(holder: Holder, page_index: usize, size: Size) -> Vec<Step> {
    let texts: [&'static [&'static str]; 3] = [&["05"], &["20"], &["11"]];
    let both = gaps(page_index).into_iter().zip(texts);
    let steps = both.map(|(gap, text)| Step {
        holder,
        page_index,
        ..by(holder, Look::Words(over(&gap, size), text))
    });
    steps.collect()
}

/// On what is printed behind a gap.
pub(super) fn behind(gap: &Rect) -> (f64, f64) {
    // The line lies in the upper part of its box.
    (gap.right + 30.0, gap.bottom - 2.0)
}

pub(super) fn over(gap: &Rect, size: Size) -> Rect {
    let middle = |one: f64, other: f64| f64::midpoint(one, other);
    centred(
        (middle(gap.left, gap.right), middle(gap.bottom, gap.top)),
        size,
    )
}

pub(super) fn black_numbers(holder: Holder) -> Vec<Step> {
    let gaps = gaps(0).into_iter();
    let steps = gaps.map(|gap| {
        by(
            holder,
            Look::Picture(over(&gap, (30.0, 20.0)), "chu-ky-den.png"),
        )
    });
    steps.collect()
}

/// The centres of the signatures in both blocks.
pub(super) const RIGHT: (f64, f64) = (420.0, 842.0 - 642.0);
pub(super) const LEFT: (f64, f64) = (145.0, 842.0 - 642.0);
/// Blank paper beside the blocks.
pub(super) const BESIDE: (f64, f64) = (300.0, 60.0);
/// Blank paper above the head of the page.
pub(super) const HEAD: (f64, f64) = (120.0, 815.0);

/// Sizes of signatures: a tenth is smaller than the first, the middle, and a tenth is larger than the last.
pub(super) const SMALL: Size = (104.0, 40.0);
pub(super) const MIDDLE: Size = (172.0, 70.0);
pub(super) const LARGE: Size = (203.0, 100.0);
/// Sizes of seals, rims included.
pub(super) const SQUARE: Size = (90.0, 88.0);
pub(super) const ROUND: Size = (109.0, 108.0);
pub(super) const WIDE: Size = (145.0, 115.0);
pub(super) const HIGH: Size = (90.0, 115.0);
/// Sizes of texts.
pub(super) const SHORT: Size = (31.0, 20.0);
pub(super) const MEDIUM: Size = (45.0, 29.0);

/// The upper right corner of the first page.
pub(super) const CORNER: Rect = Rect {
    left: 385.0,
    bottom: 805.0,
    right: 583.0,
    top: 834.0,
};
/// Blank paper above the head, in the middle.
pub(super) const HEAD_BOX: Rect = Rect {
    left: 160.0,
    bottom: 798.0,
    right: 380.0,
    top: 842.0,
};
/// A frame and words, as portals draw them.
pub(super) const BOX: &str =
    "0 0.4 0 RG 1 1 228 34 re S BT /F1 8 Tf 6 22 Td (Nguoi ky: Bao va Dai) Tj ET";

//! What the signed page has below an area. It follows from what is read of the
//! page and the area alone, and is remembered by the digest of both.

use std::sync::LazyLock;

use kyso_pdf::Rect;
use kyso_pki::Remembered;
use kyso_stamp_images::{Ink, PageText, Spared, TextDocument, ViewRect, find_numbering_places};
use openssl::sha::Sha256;

use crate::form::SignedPage;

static FOUND: LazyLock<Remembered<Below>> = LazyLock::new(|| Remembered::new(1024));

/// What lies below an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Below {
    Nothing,
    /// The blanks for number and date, and nothing else.
    NumberBlank,
    /// A picture, of which paper and ink are not told apart.
    Picture,
    /// Too much to be looked at, or what cannot be read.
    Unread,
    /// Text, the words of which are here, or lines.
    Ink(String),
}

/// How the area is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Text or one picture, perhaps in the blanks of number and date.
    Written,
    /// The measured picture of a signature: strokes touch the lines above and below.
    Signed,
    /// Anything.
    Drawn,
    /// A field is filled in.
    Filled,
    /// A box is ticked.
    Switched,
}

/// Looks below `area` of the page, in user space. `prepared` says that the
/// signers knew the area as a field: the lines of its blank are no ink.
pub(super) fn read(
    page: &SignedPage<'_, '_>,
    area: &Rect,
    manner: Manner,
    prepared: bool,
) -> Below {
    let Some(key) = key(page, area, manner, prepared) else {
        return Below::Unread;
    };
    if let Some(found) = FOUND.find(&key) {
        return found;
    }
    let Some(found) = page
        .text()
        .and_then(|text| below(text, area, manner, prepared))
    else {
        // What could not be read depends on the budget of this file: not remembered.
        return Below::Unread;
    };
    FOUND.keep(key, found.clone());
    found
}

fn key(page: &SignedPage<'_, '_>, area: &Rect, manner: Manner, prepared: bool) -> Option<[u8; 32]> {
    let mut key = Sha256::new();
    key.update(&page.key(area)?);
    let manner = match manner {
        Manner::Written => 0,
        Manner::Signed => 1,
        Manner::Drawn => 2,
        Manner::Filled => 3,
        Manner::Switched => 4,
    };
    key.update(&[manner, u8::from(prepared)]);
    Some(key.finish())
}

/// `text` has one page, the one with the area.
fn below(text: &TextDocument<'_>, area: &Rect, manner: Manner, prepared: bool) -> Option<Below> {
    let page = text.page(0).ok()?;
    let area = page.frame().to_view(area);
    let area = match manner {
        Manner::Signed => middle_third(&area),
        _ => area,
    };
    if manner == Manner::Written && is_in_number_blank(text, page, &area) {
        return Some(Below::NumberBlank);
    }
    let spared = Spared {
        rules: prepared || manner == Manner::Written,
        boxes: manner == Manner::Switched && area.width.max(area.height) <= BOX,
        touched: match manner {
            Manner::Drawn => 0.0,
            _ if area.width.min(area.height) < SMALL => 0.0,
            _ => TOUCHED,
        },
        ..Spared::default()
    };
    Some(match page.ink_in(&area, &spared) {
        None => Below::Nothing,
        Some(Ink::Text(text)) => Below::Ink(text.chars().take(LENGTH).collect()),
        Some(Ink::Shape) => Below::Ink(String::new()),
        Some(Ink::Picture) => Below::Picture,
        Some(Ink::Crowded) => Below::Unread,
    })
}

/// Whether the area lies in one of the blanks of number and date, and touches
/// nothing but the labels around it.
fn is_in_number_blank(text: &TextDocument<'_>, page: &PageText, area: &ViewRect) -> bool {
    let Ok(places) = find_numbering_places(text) else {
        return false;
    };
    let strips = places.strips();
    let with_labels = |strip: &ViewRect| {
        let (left, right) = (strip.left - LABELS, strip.right() + LABELS);
        ViewRect::from_edges(left, strip.top, right, strip.bottom())
    };
    let blanks: Vec<ViewRect> = strips.iter().map(with_labels).collect();
    let spared = Spared {
        blanks: &blanks,
        rules: true,
        touched: 0.5,
        ..Spared::default()
    };
    let fits = |strip: &ViewRect| {
        let (x, y) = (area.centre_x(), area.centre_y());
        area.width <= strip.width + 2.0 * LABELS
            && area.height <= 2.5 * strip.height
            && (strip.left..=strip.right()).contains(&x)
            && (strip.top..=strip.bottom()).contains(&y)
    };
    strips.iter().any(fits) && page.ink_in(area, &spared).is_none()
}

fn middle_third(area: &ViewRect) -> ViewRect {
    let third = area.height / 3.0;
    ViewRect::from_edges(
        area.left,
        area.top + third,
        area.right(),
        area.bottom() - third,
    )
}

/// Characters of covered text that are told.
const LENGTH: usize = 60;
/// Points of the labels on both sides of a blank that a widget may touch.
const LABELS: f64 = 12.0;
/// Greatest side of a box to be ticked.
const BOX: f64 = 36.0;
/// Share of a character that text, pictures and fields may touch from outside.
const TOUCHED: f64 = 0.3;
/// An area narrower or lower than this touches nothing without hiding it.
const SMALL: f64 = 10.0;

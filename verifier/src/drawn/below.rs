//! What the signed page has below an area. It depends only on the text of the page and the area,
//! and is remembered by the digest of both.

use std::sync::Arc;

use kyso_pdf::{Document, Rect};
use kyso_pki::sha256;
use kyso_stamp_images::{Ink, NumberBlanks, PageText, Spared, ViewRect};
use openssl::sha::Sha256;

use super::asked::{Asked, Below, Manner};
use super::memory::Memory;
use crate::form::{Omitted, Scans, SignedPage, SignedPages};
use crate::recall::Recall;

/// Looks below an area of the page.
pub(super) fn read(page: &SignedPage<'_, '_>, asked: &Asked, recall: &Recall<Memory>) -> Below {
    let Some(key) = key(page, asked) else {
        return Below::Unread;
    };
    let room = page.outlines();
    let known = recall.cache(|memory| &memory.below);
    if let Some((found, seen)) = known.find(&key)
        && room.take_seen(&seen)
    {
        return found;
    }
    let (found, seen) = room.noting(|| below(page, asked));
    let Some(found) = found else {
        // An unreadable page depends on the budget of this file, and is not remembered.
        return Below::Unread;
    };
    // With an empty room it depends on what was looked at before.
    if !room.is_empty() && seen.glyphs() <= MOST_GLYPHS {
        known.keep(key, (found.clone(), Arc::new(seen)));
    }
    found
}

/// Whether a later signature may write on an area of a page, from 0, as on blank paper (docs/changes.md): no text, lines or
/// print of a measured scan, nor what cannot be read, in the newest revision. `area` is in user space.
#[must_use]
pub fn is_blank_paper(document: &Document<'_>, page_index: usize, area: Rect) -> bool {
    first_blank_paper(document, page_index, &[area]).is_some()
}

/// The index of the first area that is blank paper as [`is_blank_paper`] has it; the page is read once.
#[must_use]
pub fn first_blank_paper(
    document: &Document<'_>,
    page_index: usize,
    areas: &[Rect],
) -> Option<usize> {
    let file = sha256(document.bytes());
    let mut pages = SignedPages::new(
        document,
        file,
        None,
        Omitted::default(),
        (Recall::alone(), Arc::default()),
    );
    let page = pages.page(page_index)?;
    let (mut scans, recall) = (Scans::default(), Recall::nothing());
    areas.iter().position(|area| {
        let asked = Asked {
            area: *area,
            texts: Vec::new(),
            beside: Vec::new(),
            signed: Vec::new(),
            manner: Manner::Written,
            prepared: false,
        };
        let found = on_page(page, &asked, &mut scans, &recall);
        matches!(found, Below::Nothing | Below::NumberBlank)
    })
}

/// Looks below an area of the page, and at the pixels of its pictures: where they are blank, a scan is paper.
pub(super) fn on_page(
    page: &SignedPage<'_, '_>,
    asked: &Asked,
    scans: &mut Scans,
    recall: &Recall<Memory>,
) -> Below {
    let found = read(page, asked, recall);
    if found != Below::Picture {
        return found;
    }
    let frame = page.text().and_then(|text| text.page(0).ok());
    let area = frame.map(|page| asked.manner.judged(page.frame().to_view(&asked.area)));
    match area.is_some_and(|area| scans.are_blank(page, &area)) {
        true => Below::Nothing,
        false => Below::Picture,
    }
}

fn key(page: &SignedPage<'_, '_>, asked: &Asked) -> Option<[u8; 32]> {
    let mut key = Sha256::new();
    key.update(&page.key(&asked.area)?);
    key.update(&[asked.manner.code(), u8::from(asked.prepared)]);
    let mut add = |rect: &Rect, code: u8| {
        for side in [rect.left, rect.bottom, rect.right, rect.top] {
            key.update(&side.to_be_bytes());
        }
        key.update(&[code]);
    };
    asked
        .beside
        .iter()
        .for_each(|(rect, manner)| add(rect, manner.code()));
    asked.signed.iter().for_each(|rect| add(rect, u8::MAX));
    asked.texts.iter().for_each(|rect| add(rect, u8::MAX - 1));
    Some(key.finish())
}

/// `None` when the page cannot be read.
fn below(signed_page: &SignedPage<'_, '_>, asked: &Asked) -> Option<Below> {
    let page = signed_page.text()?.page(0).ok()?;
    let frame = page.frame();
    let manner = asked.manner;
    let area = manner.judged(frame.to_view(&asked.area));
    let texts = asked.texts.iter().map(|text| frame.to_view(text));
    let texts: Vec<ViewRect> = texts.collect();
    if manner == Manner::Written {
        let blanks = signed_page.number_blanks()?;
        if is_in_number_blank(blanks, page, &area, &texts) {
            return Some(Below::NumberBlank);
        }
    }
    let beside = asked.beside.iter();
    let beside = beside.map(|(rect, manner)| manner.judged(frame.to_view(rect)));
    let beside: Vec<ViewRect> = beside.collect();
    let signed = asked.signed.iter();
    let signed: Vec<ViewRect> = signed.map(|rect| frame.to_view(rect)).collect();
    let is_small = area.width.min(area.height) < SMALL;
    let spared = Spared {
        rules: asked.prepared || manner == Manner::Written,
        boxes: manner == Manner::Switched && area.width.max(area.height) <= BOX,
        pictures: &signed,
        legible: manner == Manner::Crossed,
        touched: match asked.prepared && !is_small {
            true => TOUCHED,
            false => 0.0,
        },
        ..Spared::default()
    };
    Some(match page.ink_in(&area, &beside, &spared) {
        None => Below::Nothing,
        Some(Ink::Text(text)) => Below::Ink(text.chars().take(LENGTH).collect()),
        Some(Ink::Shape) => Below::Ink(String::new()),
        Some(Ink::Picture) => Below::Picture,
        Some(Ink::Crowded) => Below::Unread,
    })
}

/// Whether the area lies in one of the blanks of number and date, or in those of an attachment that
/// names its document too, and touches nothing but the labels around it. One widget may span number
/// and date: then each of its texts lies in a gap.
fn is_in_number_blank(
    blanks: &NumberBlanks,
    page: &PageText,
    area: &ViewRect,
    texts: &[ViewRect],
) -> bool {
    let fits = |strip: &ViewRect| {
        let (x, y) = (area.centre_x(), area.centre_y());
        area.width <= strip.width + 2.0 * LABELS
            && area.height <= 2.5 * strip.height
            && (strip.left..=strip.right()).contains(&x)
            && (strip.top..=strip.bottom()).contains(&y)
    };
    if !blanks.strips.iter().any(fits) {
        return false;
    }
    let alone = [*area];
    let mut parts = match texts {
        [] => alone.iter(),
        texts => texts.iter(),
    };
    parts.all(|part| fills_a_gap(page, &blanks.gaps, part))
}

/// Whether a text or picture touches nothing but the gap around its middle, and of the labels on
/// both sides only the part within [`LABELS`].
fn fills_a_gap(page: &PageText, gaps: &[ViewRect], part: &ViewRect) -> bool {
    let middle = part.centre_x();
    let beyond = |gap: &ViewRect| (gap.left - middle).max(middle - gap.right()).max(0.0);
    let on_line = gaps
        .iter()
        .filter(|gap| (gap.top..=gap.bottom()).contains(&part.centre_y()));
    let Some(gap) = on_line.min_by(|one, other| beyond(one).total_cmp(&beyond(other))) else {
        return false;
    };
    let (left, right) = (gap.left - LABELS, gap.right() + LABELS);
    let blanks = [ViewRect::from_edges(left, gap.top, right, gap.bottom())];
    let spared = Spared {
        blanks: &blanks,
        marks: true,
        rules: true,
        touched: 0.5,
        ..Spared::default()
    };
    page.ink_in(part, &[], &spared).is_none()
}

/// Glyphs that are remembered with an answer, of some sixty bytes each: a page in four fonts has half as many.
pub(super) const MOST_GLYPHS: usize = 768;
/// Characters of covered text that are quoted.
const LENGTH: usize = 60;
/// Points of the labels on both sides of a blank that a widget may touch.
const LABELS: f64 = 12.0;
/// Greatest side of a box to be ticked.
const BOX: f64 = 36.0;
/// Share of a letter that fields which the signers knew may touch from outside.
const TOUCHED: f64 = 0.3;
/// An area narrower or lower than this touches nothing without hiding it.
const SMALL: f64 = 10.0;
/// Places below which is looked; what more are drawn at is unclear.
pub(super) const MAX_LOOKS: usize = 256;

//! Signatures on the record: in full with a picture, or in a line.

use super::WIDTH;
use super::block::{Block, colours};
use super::canvas::{LINE, Pen};
use super::lines::{ACCENT, Align, MUTED, Style};
use crate::record::card::Card;
use crate::record::picture::Shown;
use crate::record::words::Words;
use crate::record::{Extent, Sheet};

/// All signatures as far as the extent goes.
pub(super) fn signatures(sheet: &Sheet, words: &Words, extent: Extent) -> Vec<Block> {
    let (full, others) = sheet.cards(extent);
    let mut title = Block::default();
    title.heading(words.signatures);
    if sheet.count() == 0 {
        title.paragraph(
            0.0,
            WIDTH,
            words.no_signatures,
            Style::regular(9.5),
            Align::Left,
        );
    }
    let mut blocks = vec![title];
    blocks.extend(
        full.iter()
            .enumerate()
            .map(|(index, one)| card(one, words, index > 0)),
    );
    blocks.extend(others.into_iter().map(brief));
    blocks
}

/// A signature with all facts on the left and its picture on the right.
fn card(card: &Card, words: &Words, divided: bool) -> Block {
    let mut block = Block::default();
    if divided {
        block.canvas.line([0.0, 0.0], [WIDTH, 0.0], LINE, 0.4);
    }
    block.space(3.0);
    let width = match card.picture {
        Some(_) => WIDTH - PICTURE - 12.0,
        None => WIDTH,
    };
    let picture = picture(card, words);
    let top = block.height;
    let right = block.chip(width, top, card.verdict, card.tone) - 6.0;
    let title = title(card, card.role);
    block.paragraph(0.0, right, &title, Style::bold(9.5), Align::Left);
    block.space(1.0);
    block.rows(0.0, width, &card.rows(), 8.0);
    let (colour, _) = colours(card.tone);
    for reason in &card.reasons {
        block.paragraph(
            0.0,
            width,
            reason,
            Style::regular(8.2).coloured(colour),
            Align::Left,
        );
    }
    block.height = block.height.max(top + picture.height) + 2.0;
    block.canvas.add(picture.canvas, WIDTH - PICTURE, top + 1.0);
    block
}

/// The picture in its frame, or why there is none.
fn picture(card: &Card, words: &Words) -> Block {
    let mut block = Block::default();
    let caption = Style::regular(7.5).coloured(MUTED);
    match &card.picture {
        None => {}
        Some(Shown::Nothing(reason)) => {
            let frame = Pen {
                dashed: true,
                ..Pen::new(LINE, 0.7)
            };
            block.space(6.0);
            block.paragraph(6.0, PICTURE - 12.0, reason, caption, Align::Left);
            block.space(6.0);
            block
                .canvas
                .area([0.0; 2], [PICTURE, block.height], 2.0, None, Some(frame));
        }
        Some(Shown::Picture { page, picture }) => {
            let (across, down) = (f64::from(picture.size.0), f64::from(picture.size.1));
            let scale = (PICTURE / across).min(TALLEST / down);
            let size = [across * scale, down * scale];
            let left = (PICTURE - size[0]) / 2.0;
            block.canvas.picture(picture.clone(), [left, 0.0], size);
            let frame = Some(Pen::new(LINE, 0.7));
            block.canvas.area([left, 0.0], size, 0.0, None, frame);
            if let Some([x, y, width, height]) =
                picture.place.map(|place| place.map(|side| side * scale))
            {
                let pen = Pen {
                    dashed: true,
                    ..Pen::new(ACCENT, 0.8)
                };
                block
                    .canvas
                    .area([left + x, y], [width, height], 0.0, None, Some(pen));
            }
            block.space(size[1] + 1.5);
            let text = format!("{}, {} {page}", words.picture, words.page.to_lowercase());
            block.paragraph(0.0, PICTURE, &text, caption, Align::Centre);
        }
    }
    block
}

/// A signature without a picture: all facts in one paragraph.
fn brief(card: &Card) -> Block {
    let mut block = Block::default();
    block.space(2.0);
    let top = block.height;
    let right = block.chip(WIDTH, top, card.verdict, card.tone) - 6.0;
    let title = title(card, card.role_in_line());
    block.paragraph(0.0, right, &title, Style::bold(9.0), Align::Left);
    block.space(2.0);
    let facts = card.facts_in_line();
    block.paragraph(0.0, WIDTH, &facts, Style::regular(7.8), Align::Left);
    block
}

fn title(card: &Card, role: &str) -> String {
    format!("{}. {role}: {}", card.number, card.name)
}

/// Width of a picture on the page in points.
const PICTURE: f64 = 146.0;
/// Greatest height of a picture.
const TALLEST: f64 = 78.0;

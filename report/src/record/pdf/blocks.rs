//! The parts of a record, each as a block that is as wide as the page and never divided.

use super::WIDTH;
use super::block::{Block, colours};
use super::canvas::{Pen, WHITE};
use super::cards::signatures;
use super::lines::{Align, MUTED, Style, line};
use crate::record::symbol::Step;
use crate::record::words::Words;
use crate::record::{Extent, Sheet, Tone};

/// All blocks of a record, from top to bottom.
pub(super) fn all(sheet: &Sheet, extent: Extent) -> Vec<Block> {
    let words = Words::of(sheet.lang);
    let mut blocks = vec![head(words), verdict(sheet, words), about_file(sheet, words)];
    if sheet.legal_status.is_some() {
        blocks.extend(signatures(sheet, words, extent));
        blocks.extend(changes(sheet, words, extent));
    }
    if !sheet.remarks.is_empty() {
        blocks.push(remarks(sheet, words, extent));
    }
    blocks.push(basis(sheet, words));
    blocks.push(closing(words));
    blocks
}

fn head(words: &Words) -> Block {
    let mut block = Block::default();
    let office = Style::regular(10.0);
    let width = line(
        &mut block.canvas,
        0.0,
        10.0,
        200.0,
        words.office,
        office,
        Align::Left,
    );
    let dotted = Pen {
        dashed: true,
        ..Pen::new(MUTED, 0.5)
    };
    for (from, y) in [(width + 4.0, 11.5), (0.0, 27.0)] {
        let steps = vec![Step::Move(from, y), Step::Line(185.0, y)];
        block.canvas.path(steps, [0.0; 2], 1.0, None, Some(dotted));
    }
    let (left, half) = (225.0, WIDTH - 225.0);
    block.paragraph(left, half, words.nation, Style::bold(10.0), Align::Centre);
    let motto = Style::bold(10.5);
    block.paragraph(left, half, words.motto, motto, Align::Centre);
    let (middle, own) = (left + half / 2.0, motto.width(words.motto));
    let y = block.height + 1.0;
    block.canvas.line(
        [middle - own / 2.0, y],
        [middle + own / 2.0, y],
        super::lines::INK,
        0.7,
    );
    block.space(11.0);
    block.paragraph(0.0, WIDTH, words.title, Style::bold(15.0), Align::Centre);
    block.space(5.0);
    block
}

/// The verdict in a frame: symbol, word, summary, legal status; below it what to do.
fn verdict(sheet: &Sheet, words: &Words) -> Block {
    let (colour, tint) = colours(sheet.tone);
    let mut inner = Block::default();
    inner.space(8.0);
    let right = match &sheet.legal_status {
        Some(status) => WIDTH - add_status(&mut inner, sheet, words, status) - 14.0,
        None => WIDTH - 10.0,
    };
    let big = Style::bold(23.0).coloured(colour);
    let left = 64.0;
    inner.paragraph(left, right - left, &sheet.verdict, big, Align::Left);
    inner.space(1.0);
    inner.paragraph(
        left,
        right - left,
        &sheet.summary,
        Style::regular(10.5),
        Align::Left,
    );
    inner.space(8.0);
    inner.height = inner.height.max(56.0);
    let mut block = Block::default();
    let frame = Some(Pen::new(colour, 1.8));
    block
        .canvas
        .area([0.0; 2], [WIDTH, inner.height], 6.0, Some(tint), frame);
    inner.symbol(sheet.tone, [11.0, (inner.height - 42.0) / 2.0], 42.0);
    block.height = inner.height + 5.0;
    block.canvas.add(inner.canvas, 0.0, 0.0);
    let next = format!("→ {}", sheet.next_step);
    block.paragraph(0.0, WIDTH, &next, Style::bold(10.0), Align::Left);
    block
}

/// The legal status at the right edge; gives its width.
fn add_status(block: &mut Block, sheet: &Sheet, words: &Words, status: &str) -> f64 {
    let tone = match sheet.accepted {
        true => sheet.tone,
        false => Tone::Unknown,
    };
    let (colour, _) = colours(tone);
    let style = Style::bold(12.0).coloured(colour);
    let width = style.width(status).max(62.0) + 18.0;
    let left = WIDTH - 10.0 - width;
    let frame = Some(Pen::new(colour, 1.1));
    block
        .canvas
        .area([left, 11.0], [width, 34.0], 5.0, Some(WHITE), frame);
    let small = Style::regular(8.5).coloured(MUTED);
    line(
        &mut block.canvas,
        left,
        22.0,
        width,
        words.legal_status,
        small,
        Align::Centre,
    );
    line(
        &mut block.canvas,
        left,
        37.0,
        width,
        status,
        style,
        Align::Centre,
    );
    width
}

fn about_file(sheet: &Sheet, words: &Words) -> Block {
    let mut block = Block::default();
    block.heading(words.file);
    block.rows(0.0, WIDTH, &sheet.file, 9.5);
    block
}

fn changes(sheet: &Sheet, words: &Words, extent: Extent) -> Vec<Block> {
    if sheet.changes.is_empty() {
        return Vec::new();
    }
    let mut after = Block::default();
    after.heading(words.changes);
    after.list(sheet, &sheet.changes, extent.lines);
    let mut form = Block::default();
    form.heading(words.form);
    match sheet.form.is_empty() {
        true => form.paragraph(0.0, WIDTH, words.no_form, Style::regular(9.0), Align::Left),
        false => form.list(sheet, &sheet.form, extent.lines),
    }
    let mut blocks = vec![after, form];
    if let Some(visual) = &sheet.visual {
        let mut pages = Block::default();
        pages.heading(words.pages);
        pages.list(sheet, visual, extent.lines);
        blocks.push(pages);
    }
    blocks
}

fn remarks(sheet: &Sheet, words: &Words, extent: Extent) -> Block {
    let mut block = Block::default();
    block.heading(words.remarks);
    let (shown, rest) = sheet.first(&sheet.remarks, extent.lines);
    for remark in shown {
        let style = Style::regular(9.0);
        line(
            &mut block.canvas,
            2.0,
            block.height + 9.0,
            10.0,
            "–",
            style,
            Align::Left,
        );
        block.paragraph(12.0, WIDTH - 12.0, remark, style, Align::Left);
    }
    block.more(rest);
    block
}

fn basis(sheet: &Sheet, words: &Words) -> Block {
    let mut block = Block::default();
    block.heading(words.basis);
    block.rows(0.0, WIDTH, &sheet.basis, 9.0);
    block
}

/// Where the clerk signs.
fn closing(words: &Words) -> Block {
    let mut block = Block::default();
    block.space(8.0);
    let baseline = block.height + 10.0;
    let style = Style::regular(10.0);
    line(
        &mut block.canvas,
        0.0,
        baseline,
        WIDTH / 2.0,
        words.registered,
        style,
        Align::Left,
    );
    let (left, width) = (WIDTH - 215.0, 215.0);
    block.paragraph(left, width, words.date, Style::italic(10.0), Align::Centre);
    block.paragraph(left, width, words.clerk, Style::bold(10.5), Align::Centre);
    block.paragraph(
        left,
        width,
        words.sign_here,
        Style::italic(9.5),
        Align::Centre,
    );
    block.space(36.0);
    block
}

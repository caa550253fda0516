//! The parts of a record, each as a block that is as wide as the page and never divided.

use super::WIDTH;
use super::canvas::{Canvas, Colour, LINE, Pen, WHITE};
use super::lines::{ACCENT, Align, MUTED, Style, broken, line};
use crate::report::card::Card;
use crate::report::picture::Shown;
use crate::report::symbol::Symbol;
use crate::report::words::Words;
use crate::report::{Entry, Extent, Row, Sheet, Tone};

/// Marks and the height that they take.
#[derive(Default)]
pub(super) struct Block {
    canvas: Canvas,
    height: f64,
}

impl Block {
    pub(super) fn height(&self) -> f64 {
        self.height
    }

    pub(super) fn into_canvas(self) -> Canvas {
        self.canvas
    }

    pub(super) fn space(&mut self, height: f64) {
        self.height += height;
    }

    /// A paragraph between `left` and `left + width`.
    fn paragraph(&mut self, left: f64, width: f64, text: &str, style: Style, align: Align) {
        for text in broken(text, style, width) {
            let baseline = self.height + style.size;
            line(&mut self.canvas, left, baseline, width, &text, style, align);
            self.height += style.leading();
        }
    }

    /// Labels, and what stands behind them.
    fn rows(&mut self, left: f64, width: f64, rows: &[Row], size: f64) {
        let label_width = 8.6 * size;
        for row in rows {
            let label = Style::regular(size).coloured(MUTED);
            let baseline = self.height + size;
            line(
                &mut self.canvas,
                left,
                baseline,
                label_width,
                &row.label,
                label,
                Align::Left,
            );
            let (left, width) = (left + label_width, width - label_width);
            self.paragraph(left, width, &row.value, Style::regular(size), Align::Left);
        }
    }

    fn heading(&mut self, text: &str) {
        self.space(4.0);
        self.paragraph(
            0.0,
            WIDTH,
            text,
            Style::bold(10.0).coloured(ACCENT),
            Align::Left,
        );
        self.canvas
            .line([0.0, self.height], [WIDTH, self.height], LINE, 0.7);
        self.space(2.5);
    }

    /// A judged line with its sign.
    fn entry(&mut self, tone: Tone, text: &str) {
        let (fill, _) = colours(tone);
        let style = match tone {
            Tone::Failed => Style::bold(9.0).coloured(fill),
            _ => Style::regular(9.0),
        };
        self.symbol(tone, [0.0, self.height + 1.4], 8.0);
        self.paragraph(12.0, WIDTH - 12.0, text, style, Align::Left);
    }

    fn symbol(&mut self, tone: Tone, at: [f64; 2], side: f64) {
        let Symbol { outline, sign } = Symbol::of(tone);
        let scale = side / 64.0;
        let (colour, _) = colours(tone);
        let edge = Pen::new(colour, 4.0 * scale);
        self.canvas
            .path(outline, at, scale, Some(colour), Some(edge));
        let pen = Pen::new(WHITE, 7.0 * scale);
        self.canvas.path(sign, at, scale, None, Some(pen));
    }

    /// A word in a frame, its right end at `right`; gives its left end.
    fn chip(&mut self, right: f64, top: f64, text: &str, tone: Tone) -> f64 {
        let (colour, tint) = colours(tone);
        let style = Style::bold(8.5).coloured(colour);
        let width = style.width(text) + 10.0;
        let left = right - width;
        let frame = Some(Pen::new(colour, 0.9));
        self.canvas
            .area([left, top], [width, 12.5], 6.0, Some(tint), frame);
        line(
            &mut self.canvas,
            left,
            top + 9.2,
            width,
            text,
            style,
            Align::Centre,
        );
        left
    }

    fn list(&mut self, sheet: &Sheet, entries: &[Entry], lines: usize) {
        let (shown, rest) = sheet.first(entries, lines);
        shown
            .iter()
            .for_each(|entry| self.entry(entry.tone, &entry.text));
        self.more(rest);
    }

    fn more(&mut self, rest: Option<String>) {
        if let Some(rest) = rest {
            self.paragraph(12.0, WIDTH - 12.0, &rest, Style::italic(9.0), Align::Left);
        }
    }
}

/// Everything that stands on a record, from top to bottom.
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
        let steps = vec![
            crate::report::symbol::Step::Move(from, y),
            crate::report::symbol::Step::Line(185.0, y),
        ];
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

fn signatures(sheet: &Sheet, words: &Words, extent: Extent) -> Vec<Block> {
    let (full, brief, more) = sheet.cards(extent);
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
    let mut last = Block::default();
    for card in brief {
        add_brief(&mut last, card);
    }
    last.more(more);
    blocks.push(last);
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
    block.chip(width, top, card.verdict, card.tone);
    let title = format!("{}. {}", card.number, card.role);
    block.paragraph(0.0, width, &title, Style::bold(10.5), Align::Left);
    block.space(1.0);
    block.paragraph(0.0, width, &card.name, Style::bold(10.0), Align::Left);
    if let Some(organization) = &card.organization {
        block.paragraph(0.0, width, organization, Style::regular(9.5), Align::Left);
    }
    block.rows(0.0, width, &card.facts, 8.8);
    let (colour, _) = colours(card.tone);
    for reason in &card.reasons {
        block.paragraph(
            0.0,
            width,
            reason,
            Style::regular(8.8).coloured(colour),
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

fn add_brief(block: &mut Block, card: &Card) {
    let top = block.height + 1.0;
    let left = block.chip(WIDTH, top, card.verdict, card.tone);
    block.space(2.0);
    let organization = card.organization.as_deref().map(|one| format!(", {one}"));
    let text = format!(
        "{}. {}: {}{} · {}",
        card.number,
        card.role,
        card.name,
        organization.unwrap_or_default(),
        card.when
    );
    block.paragraph(0.0, left - 8.0, &text, Style::regular(9.0), Align::Left);
    block.space(1.5);
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
    block.space(46.0);
    block
}

/// The colour of a tone and a light ground for it.
fn colours(tone: Tone) -> (Colour, Colour) {
    match tone {
        Tone::Passed => ([0.039, 0.392, 0.22], [0.902, 0.957, 0.925]),
        Tone::Failed => ([0.627, 0.078, 0.125], [0.988, 0.918, 0.918]),
        Tone::Unknown => ([0.49, 0.322, 0.0], [1.0, 0.953, 0.839]),
        Tone::Unsigned => ([0.275, 0.325, 0.373], [0.918, 0.933, 0.949]),
    }
}

/// Width of a picture on the page in points.
const PICTURE: f64 = 146.0;
/// Greatest height of a picture.
const TALLEST: f64 = 84.0;

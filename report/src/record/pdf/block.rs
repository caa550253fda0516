//! A part of a page: marks from its top left corner, written from top to bottom.

use super::WIDTH;
use super::canvas::{Canvas, Colour, LINE, Pen, WHITE};
use super::lines::{ACCENT, Align, MUTED, Style, broken, line};
use crate::record::symbol::Symbol;
use crate::record::{RecordEntry, Row, Sheet, Tone};

/// Marks and the height that they take.
#[derive(Default)]
pub(super) struct Block {
    pub(super) canvas: Canvas,
    pub(super) height: f64,
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
    pub(super) fn paragraph(
        &mut self,
        left: f64,
        width: f64,
        text: &str,
        style: Style,
        align: Align,
    ) {
        for text in broken(text, style, width) {
            let baseline = self.height + style.size;
            line(&mut self.canvas, left, baseline, width, &text, style, align);
            self.height += style.leading();
        }
    }

    /// Labels and their values.
    pub(super) fn rows(&mut self, left: f64, width: f64, rows: &[Row], size: f64) {
        let labels = rows
            .iter()
            .map(|row| Style::regular(size).width(&row.label) + 5.0);
        let label_width = labels.fold(8.6 * size, f64::max);
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

    pub(super) fn heading(&mut self, text: &str) {
        self.space(3.0);
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
    pub(super) fn entry(&mut self, tone: Tone, text: &str) {
        let (fill, _) = colours(tone);
        let style = match tone {
            Tone::Failed => Style::bold(9.0).coloured(fill),
            Tone::Differs => Style::regular(9.0).coloured(fill),
            Tone::Passed | Tone::Unknown | Tone::Unsigned => Style::regular(9.0),
        };
        self.symbol(tone, [0.0, self.height + 1.4], 8.0);
        self.paragraph(12.0, WIDTH - 12.0, text, style, Align::Left);
    }

    pub(super) fn symbol(&mut self, tone: Tone, at: [f64; 2], side: f64) {
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
    pub(super) fn chip(&mut self, right: f64, top: f64, text: &str, tone: Tone) -> f64 {
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

    pub(super) fn list(&mut self, sheet: &Sheet, entries: &[RecordEntry], lines: usize) {
        let (shown, rest) = sheet.first(entries, lines);
        shown
            .iter()
            .for_each(|entry| self.entry(entry.tone, &entry.text));
        self.more(rest);
    }

    pub(super) fn more(&mut self, rest: Option<String>) {
        if let Some(rest) = rest {
            self.paragraph(12.0, WIDTH - 12.0, &rest, Style::italic(9.0), Align::Left);
        }
    }
}

/// The colour of a tone and a light ground for it.
pub(super) fn colours(tone: Tone) -> (Colour, Colour) {
    match tone {
        Tone::Passed => ([0.039, 0.392, 0.22], [0.902, 0.957, 0.925]),
        Tone::Failed => ([0.627, 0.078, 0.125], [0.988, 0.918, 0.918]),
        Tone::Unknown | Tone::Differs => ([0.49, 0.322, 0.0], [1.0, 0.953, 0.839]),
        Tone::Unsigned => ([0.275, 0.325, 0.373], [0.918, 0.933, 0.949]),
    }
}

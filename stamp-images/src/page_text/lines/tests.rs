//! Which glyphs make a line, and where words end.
#![allow(clippy::indexing_slicing)]

use super::*;
use kyso_pdf::Rect;

fn frame() -> PageFrame {
    PageFrame::new(Rect::from_corners(0.0, 0.0, 500.0, 800.0), Turn::None, 1.0)
}

/// Glyphs of 10 points, 5 points wide, from `x` on at height `y`.
fn run(text: &str, x: f64, y: f64) -> Vec<RawGlyph> {
    let glyph = |(index, character)| {
        let left = x + 5.0 * f64::from(u8::try_from(index).unwrap_or(0));
        RawGlyph {
            character,
            start: (left, y),
            end: (left + 5.0, y),
            size: 10.0,
            turn: Some(Turn::None),
            bold: false,
            italic: false,
            drawn: Drawn::Nothing,
            is_of_look: false,
            em: [(10.0, 0.0), (0.0, 10.0)],
            scale: Scale::EVEN,
        }
    };
    text.chars().enumerate().map(glyph).collect()
}

fn texts(glyphs: &[RawGlyph]) -> Vec<String> {
    let lines = group(&frame(), glyphs, 0);
    lines
        .iter()
        .flat_map(TextLine::pieces)
        .map(|piece| piece.text)
        .collect()
}

#[test]
fn columns_on_one_baseline_are_separate_pieces() {
    let mut glyphs = run("right", 200.0, 700.0);
    glyphs.extend(run("left one", 20.0, 700.5));
    glyphs.extend(run("below", 20.0, 680.0));
    assert_eq!(texts(&glyphs), ["left one", "right", "below"]);
}

#[test]
fn combining_marks_become_one_letter() {
    assert_eq!(texts(&run("Tra\u{302}\u{300}n", 20.0, 700.0)), ["Trần"]);
}

#[test]
fn a_line_drawn_twice_is_read_once() {
    let mut glyphs = run("bold", 20.0, 700.0);
    glyphs.extend(run("bold", 20.3, 700.0));
    assert_eq!(texts(&glyphs), ["bold"]);
}

#[test]
fn what_is_called_a_mark_elsewhere_is_a_glyph_of_its_own() {
    let count = |x: f64, y: f64, size: f64| {
        let mut glyphs = run("a", 20.0, 700.0);
        let mark = run("\u{301}", x, y).into_iter();
        glyphs.extend(mark.map(|glyph| RawGlyph { size, ..glyph }));
        let lines = group(&frame(), &glyphs, 0);
        lines.iter().map(|line| line.glyphs.len()).sum::<usize>()
    };
    assert_eq!(count(25.0, 700.0, 10.0), 1);
    assert_eq!(count(25.0, 600.0, 10.0), 2);
    assert_eq!(count(25.0, 702.0, 10.0), 2);
    assert_eq!(count(32.0, 700.0, 10.0), 2);
    assert_eq!(count(25.0, 700.0, 14.0), 2);
    let mut capital = run("A", 20.0, 700.0);
    capital.extend(run("\u{301}", 25.0, 702.0));
    assert_eq!(texts(&capital), ["Á"]);
}

#[test]
fn a_glyph_of_another_size_or_baseline_is_not_drawn_twice() {
    let count = |y: f64, size: f64, along: f64| {
        let mut glyphs = run("1", 20.0, 700.0);
        let second = run("1", 20.1, y).into_iter();
        let scale = Scale { along, up: 1.0 };
        glyphs.extend(second.map(|glyph| RawGlyph {
            size,
            scale,
            ..glyph
        }));
        let lines = group(&frame(), &glyphs, 0);
        lines.iter().map(|line| line.glyphs.len()).sum::<usize>()
    };
    assert_eq!(count(700.0, 10.0, 1.0), 1);
    assert_eq!(count(699.5, 10.5, 1.0), 1);
    assert_eq!(count(700.0, 0.3, 1.0), 2);
    assert_eq!(count(700.0, 14.0, 1.0), 2);
    assert_eq!(count(698.8, 10.0, 1.0), 2);
    assert_eq!(count(700.0, 10.0, 3.0), 2);
}

#[test]
fn a_stray_glyph_is_no_part_of_its_line() {
    let mut glyphs = run("name", 20.0, 700.0);
    let stray = run("x", 21.0, 700.2).into_iter();
    glyphs.extend(stray.map(|glyph| RawGlyph { size: 1.0, ..glyph }));
    assert_eq!(texts(&glyphs), ["name"]);
    let raised = run("2", 40.0, 700.2).into_iter();
    glyphs.extend(raised.map(|glyph| RawGlyph { size: 4.0, ..glyph }));
    assert_eq!(texts(&glyphs), ["name2"]);
}

#[test]
fn a_gap_without_a_space_separates_words() {
    let mut glyphs = run("two", 20.0, 700.0);
    glyphs.extend(run("words", 38.0, 700.0));
    assert_eq!(texts(&glyphs), ["two words"]);
}

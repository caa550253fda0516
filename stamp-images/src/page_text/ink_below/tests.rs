#![allow(clippy::unwrap_used)]
use kyso_pdf::Rect;

use super::*;
use crate::geometry::{PageFrame, Turn};
use crate::page_text::covering::covered;
use crate::page_text::plain::PlainPage;
use crate::page_text::{Drawn, Glyph, OutlineRoom, RawPage, Scale};

/// Characters of 10 points, 10 points wide, on the baseline 20 points below the top.
fn line(text: &str) -> TextLine {
    let glyphs = text.chars().zip(0_u8..).map(|(character, index)| Glyph {
        character,
        left: 10.0 * f64::from(index),
        right: 10.0 * f64::from(index + 1),
        baseline: 20.0,
        size: 10.0,
        bold: false,
        italic: false,
        drawn: Drawn::Nothing,
        scale: Scale::EVEN,
        drawn_by: (0, 1),
    });
    TextLine {
        glyphs: glyphs.collect(),
        doubled: Vec::new(),
    }
}

fn page(text: &str) -> PageText {
    let frame = PageFrame::new(Rect::from_corners(0.0, 0.0, 500.0, 800.0), Turn::None, 1.0);
    let raw = RawPage {
        frame,
        glyphs: Vec::new(),
        beside: Vec::new(),
        pictures: Vec::new(),
        shapes: Vec::new(),
        own_shapes: 0,
        is_crowded: false,
        programs: Vec::new(),
    };
    let mut page = PageText::new(0, raw, &PlainPage::default(), &OutlineRoom::default());
    page.lines = vec![line(text)];
    page
}

/// Whether an area of 100 points between these heights above the baseline hides something.
fn hides(text: &str, bottom: f64, top: f64) -> bool {
    let area = ViewRect::from_edges(-10.0, 20.0 - top, 90.0, 20.0 - bottom);
    page(text).ink_in(&area, &[], &Spared::default()).is_some()
}

#[test]
fn leaders_are_no_ink_and_full_stops_are() {
    let none = Spared::default();
    let everywhere = ViewRect::from_edges(-100.0, -100.0, 900.0, 900.0);
    let outlines = Outlines::new(Vec::new(), Vec::new(), false, &OutlineRoom::default());
    let count = |text, spared: &Spared<'_>| {
        let line = line(text);
        let near = line.near(&everywhere, &outlines, |_| false);
        line.written(spared, &outlines, near).count()
    };
    let written = |text| count(text, &none);
    assert_eq!(written("ab......"), 2);
    assert_eq!(written("____"), 0);
    assert_eq!(written("a.b"), 3);
    assert_eq!(written("1…"), 1);
    assert_eq!(written("□5"), 2);
    let boxes = Spared {
        boxes: true,
        ..none
    };
    assert_eq!(count("□5", &boxes), 1);
}

#[test]
fn a_stroke_within_a_letter_hides_it_and_a_neighbour_does_not() {
    let page = page("a");
    let ink = |left, top, right, bottom| {
        let area = ViewRect::from_edges(left, top, right, bottom);
        page.ink_in(&area, &[], &Spared::default())
    };
    let hidden = Some(Ink::Text("a".into()));
    assert_eq!(ink(0.0, 17.0, 10.0, 17.2), hidden);
    assert_eq!(ink(4.0, 17.0, 4.5, 17.5), hidden);
    assert_eq!(ink(0.0, 0.0, 10.0, 15.5), None);
    assert_eq!(ink(9.0, 0.0, 40.0, 40.0), None);
}

#[test]
fn points_between_digits_are_ink_at_their_own_height() {
    assert!(hides(" . ", -5.0, 1.0));
    assert!(hides(" , ", -5.0, 0.0));
    assert!(!hides(" . ", -5.0, -0.2));
    assert!(!hides(" . ", 1.5, 9.0));
    assert!(hides(":", 4.0, 9.0));
    assert!(!hides(":", 1.5, 3.0));
}

#[test]
fn marks_above_and_below_are_ink_composed_or_not() {
    for text in ["mạ", "ma\u{323}"] {
        assert!(hides(text, -5.0, -1.0), "{text}");
    }
    assert!(!hides("ma", -5.0, 0.0));
    for text in ["má", "mấ", "ma\u{301}"] {
        assert!(hides(text, 6.0, 20.0), "{text}");
    }
    assert!(!hides("ma", 5.1, 20.0));
    assert!(hides("MÁ", 8.0, 20.0) && !hides("MA", 8.0, 20.0));
}

#[test]
fn the_bar_on_top_of_a_seven_is_ink() {
    assert!(hides("7", 6.5, 20.0));
    assert!(!hides("7", 6.7, 20.0));
}

#[test]
fn fields_may_touch_letters_but_no_marks() {
    let fields = Spared {
        touched: 0.3,
        ..Spared::default()
    };
    let above = |text, bottom: f64| {
        let area = ViewRect::from_edges(0.0, 0.0, 90.0, 20.0 - bottom);
        page(text).ink_in(&area, &[], &fields).is_some()
    };
    assert!(!above("ma", 3.8));
    assert!(above("má", 6.8));
    assert!(above("5", 6.5));
}

#[test]
fn neighbours_from_several_sides_hide_what_each_may_touch() {
    let page = page("m");
    let sides = [
        ViewRect::from_edges(-50.0, 0.0, 1.4, 40.0),
        ViewRect::from_edges(8.6, 0.0, 50.0, 40.0),
        ViewRect::from_edges(-50.0, 0.0, 50.0, 15.7),
    ];
    let ink = |index: usize, beside: &[ViewRect]| {
        page.ink_in(sides.get(index).unwrap(), beside, &Spared::default())
    };
    let [left, right, above] = sides;
    for index in 0..sides.len() {
        assert_eq!(ink(index, &[]), None);
    }
    // Two opposite rims are what is left and right of a letter.
    assert_eq!(ink(1, &[left]), None);
    assert!(ink(2, &[left, right]).is_some());
    assert!(ink(0, &[above, right]).is_some());
    // The same area twice is no more than once.
    assert_eq!(ink(0, &[left, left, left]), None);
    let crowd = [left; 16];
    assert!(ink(0, &crowd).is_some());
}

#[test]
fn what_several_areas_cover_counts_once() {
    let one = ViewRect::from_edges(0.0, 0.0, 10.0, 10.0);
    let two = ViewRect::from_edges(5.0, 5.0, 15.0, 15.0);
    let far = ViewRect::from_edges(100.0, 0.0, 101.0, 1.0);
    assert!((covered(&[one, two, far]) - 176.0).abs() < 1e-9);
    assert!((covered(&[one, one]) - 100.0).abs() < 1e-9);
}

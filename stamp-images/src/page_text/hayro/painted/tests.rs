//! Shapes and masks of what is painted.

use super::*;

#[test]
fn rectangles_are_told_from_other_parts() {
    let of = |text: &str| as_rect(BezPath::from_svg(text).unwrap_or_default().elements());
    assert!(of("M0 0 L10 0 L10 5 L0 5 Z").is_some());
    assert!(of("M0 0 L0 5 L10 5 L10 0 L0 0").is_some());
    assert_eq!(of("M0 0 L10 1 L10 5 L0 5 Z"), None);
    assert_eq!(of("M0 0 L10 0 L10 5 Z"), None);
    assert_eq!(of("M0 0 L10 0 L10 5 L0 5 L3 3 Z"), None);
    assert_eq!(of("M0 0 C1 1 2 2 10 0 L10 5 L0 5 Z"), None);
}

#[test]
fn white_is_paper_where_nothing_was_painted() {
    let mut dark = Dark::new(Rect::new(0.0, 0.0, 512.0, 512.0));
    let plate = Rect::new(100.0, 100.0, 200.0, 150.0);
    assert!(!dark.is_below(&plate));
    dark.add(&plate);
    assert!(dark.is_below(&plate));
    assert!(dark.is_below(&Rect::new(120.0, 120.0, 121.0, 121.0)));
    assert!(!dark.is_below(&Rect::new(200.5, 100.0, 300.0, 150.0)));
    assert!(!dark.is_below(&Rect::new(-50.0, -50.0, -1.0, -1.0)));
    dark.add(&Rect::new(-900.0, 300.0, 900.0, 300.0));
    assert!(dark.is_below(&Rect::new(0.0, 298.0, 512.0, 302.0)));
}

#[test]
fn masks_cross_words() {
    assert_eq!(mask((0, 511)), [u64::MAX; WORDS]);
    assert_eq!(mask((63, 64))[..2], [1 << 63, 1]);
    assert_eq!(mask((5, 5))[0], 1 << 5);
}

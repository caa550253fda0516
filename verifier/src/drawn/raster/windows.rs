//! Windows of a raster: of which sizes areas are looked for that are hidden, and how much of them may be.

/// Width and height of a window in points, and the share of it that may be hidden.
pub(super) type Window = (f64, f64, f32);

/// Squares and bars in the middle of a seal of this diameter.
pub(super) fn star(middle: f64) -> [Window; STAR.len()] {
    STAR.map(|(width, height, limit)| (width * middle, height * middle, limit))
}

/// Upright and level bars that are wider than the star of a seal of this diameter.
pub(super) fn bars(middle: f64) -> [Window; 2] {
    let long = (BAR_OF_SEAL * middle).max(BAR);
    [(long, BAR_HEIGHT, 0.9), (BAR_HEIGHT, long, 0.9)]
}

/// The plates that neither strokes nor rings nor letters make, in points: a letter, a word, and bars as high as small
/// letters. Of a seal of 60 mm whose lines are half as thick again, no window is filled like that.
pub(super) const PLATES: [Window; 10] = [
    (6.0, 6.0, 0.97),
    (10.0, 10.0, 0.9),
    (16.0, 16.0, 0.8),
    (32.0, 32.0, 0.65),
    (30.0, 5.0, 0.92),
    (5.0, 30.0, 0.92),
    (60.0, 4.0, 0.9),
    (4.0, 60.0, 0.9),
    (40.0, 10.0, 0.8),
    (10.0, 40.0, 0.8),
];
/// Length in points of bars that leave half of the ink of words, and in shares of the diameter of a seal; and their height,
/// that of small letters. Rings and letters are not so straight, and stars not so wide.
const BAR: f64 = 45.0;
const BAR_OF_SEAL: f64 = 0.55;
const BAR_HEIGHT: f64 = 4.0;
/// Windows of pictures other than seals: the strokes of signatures are thin, and far from each
/// other.
pub(super) const BROAD_STROKES: [Window; 7] = [
    (10.0, 10.0, 0.85),
    (20.0, 8.0, 0.8),
    (8.0, 20.0, 0.8),
    (30.0, 5.0, 0.85),
    (5.0, 30.0, 0.85),
    (60.0, 4.0, 0.85),
    (4.0, 60.0, 0.85),
];
/// Squares and bars in the middle of a seal, in shares of its diameter: a large star fills 0.19 of it, the bars that are
/// filled to 0.9 and 0.95 to 0.78, 0.82 and 0.88; an emblem fills two thirds of 0.4.
const STAR: [Window; 11] = [
    (0.2, 0.2, 0.985),
    (0.25, 0.25, 0.85),
    (0.3125, 0.3125, 0.8),
    (0.375, 0.375, 0.75),
    (0.5, 0.5, 0.62),
    (0.5, 0.06, 0.9),
    (0.06, 0.5, 0.9),
    (0.4, 0.1, 0.9),
    (0.1, 0.4, 0.9),
    (0.3, 0.125, 0.95),
    (0.125, 0.3, 0.95),
];
/// Pale plates: a faded star has half of this.
pub(super) const PALE: [Window; 1] = [(6.0, 6.0, 0.3)];

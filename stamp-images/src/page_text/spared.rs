//! What an area may lie over.

use crate::geometry::ViewRect;

/// What below an area does not count as ink. Dotted and underscored leaders
/// never do: they are there to be written upon.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spared<'a> {
    /// Text whose centre lies in one of these areas.
    pub blanks: &'a [ViewRect],
    /// Of text all but the bodies of its characters, to the height of small letters.
    pub marks: bool,
    /// Lines of a form: thin, upright or level; and shapes around the area.
    pub rules: bool,
    /// The printed box of a check box: a square, or the sign of one.
    pub boxes: bool,
    /// Pictures that lie within one of these areas.
    pub pictures: &'a [ViewRect],
    /// Text of which the outlines are known ([`words_near`](super::PageText::words_near) reads it), but for that within `pictures`.
    pub legible: bool,
    /// The share of a letter, on each side, that the area may touch; never
    /// less than 15 %. Of digits, points and marks it is 15 %, and 0.05 em at most.
    pub touched: f64,
}

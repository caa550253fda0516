//! What a reader takes a colour for.

/// The tone of a colour.
#[derive(Clone, Copy)]
pub(super) enum Tone {
    /// Hues of 330° to 25°.
    Red,
    /// Hues of 190° to 275°.
    Blue,
    /// Another hue.
    Other,
    /// Too grey or too dark to have a hue.
    Black,
    Pale,
}

//! What a widget draws, as the rules tell it apart.

/// What the widget of a later signature draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drawn {
    Nothing,
    /// Nothing, in an area where some programs put a plate of their own: they
    /// take the field for an unsigned one.
    Plate,
    /// One measured picture as rule A1 wants it, and nothing else.
    SignaturePicture,
    /// One measured picture of dark strokes on white paper of its own, and nothing else.
    SignatureOnPaper,
    /// One measured picture of a round red seal of true size, and nothing else.
    SealPicture,
    /// One other picture and nothing else.
    Picture,
    /// Text and nothing else.
    Words,
    /// Pictures with text, lines, fillings, and what cannot be read.
    Mixed,
}

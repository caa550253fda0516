//! A picture of a part of a page.

/// The surroundings of a signature on its page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PagePicture {
    /// A PNG file.
    pub(crate) png: Vec<u8>,
    /// Width and height in pixels.
    pub(crate) size: (u32, u32),
    /// The signature in it: left, top, width, height in pixels.
    pub(crate) place: Option<[f64; 4]>,
}

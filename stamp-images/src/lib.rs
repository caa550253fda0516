//! Signature and seal images, text appearances, and finding their place on a page.

mod error;
mod geometry;
mod measure;
mod picture;
mod rules;

pub use error::ImageError;
pub use geometry::{Millimetres, PageFrame, Turn, ViewRect};
pub use measure::{Dominant, Measurement, measure};
pub use picture::{MAX_PNG_BYTES, MAX_PNG_SIDE, Picture, Pixels, SoftMask};
pub use rules::{ImageRule, InkColour, check_seal_image, check_signature_image};

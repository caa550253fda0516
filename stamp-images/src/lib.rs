//! Signature and seal images, text appearances, and finding their place on a page.
//!
//! - **Images**: [`Picture::from_png`], then [`check_signature_image`] (A1) or
//!   [`check_seal_image`] (B1). The checks look at borrowed [`Pixels`], so that
//!   a verifier can ask the same of an image inside a PDF. [`ImageExamination`]
//!   says of a file what each part of a rule says, and [`clean_image`] makes
//!   such a picture of a scan or a photograph.
//! - **Places**: [`TextDocument`] reads pages on demand;
//!   [`find_signature_place`] finds the gap between title and name (A2),
//!   [`seal_place`] puts the seal over a third of the image (B1, B2),
//!   [`find_numbering_places`] finds number and date (E2), [`CornerText`]
//!   is in the corner of attachments and copies (C2, D3), and
//!   [`ExplicitPosition`] is a place given by hand.
//! - **Appearances**: [`Appearance`] turns a picture or text into a form
//!   XObject for a widget.
//! - **Page pictures**: [`DrawPages`]; feature `render` has one who draws right
//!   here, `InProcess`.
//!
//! ```
//! use kyso_stamp_images::{Picture, check_seal_image, check_signature_image};
//!
//! # let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/samples/chu-ky-mau.png");
//! # let png = std::fs::read(sample).unwrap_or_default();
//! let picture = Picture::from_png(&png)?;
//! let pixels = picture.pixels();
//! assert!(check_signature_image(&pixels).is_ok());
//! assert!(check_seal_image(&pixels).is_err(), "it is blue");
//! # Ok::<(), kyso_stamp_images::ImageError>(())
//! ```

#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod appearance;
mod bounds;
mod bytes;
mod cleaning;
mod contained;
mod deflate;
mod drawing;
mod error;
mod examination;
mod font;
mod format;
mod geometry;
mod ink_colour;
mod jpeg;
mod jpx;
mod measure;
mod page_text;
mod photo;
mod picture;
mod place;
mod place_error;
mod processor_time;
mod profile;
#[cfg(feature = "render")]
mod render;
mod resample;
mod rules;
mod stamp_place;
mod text_stamp;
mod words;

pub use appearance::{Appearance, TextRun};
pub use cleaning::{CleanedImage, CleaningError, InkHue, clean_image};
pub use drawing::{DrawPages, NoDrawing, PageImage, RenderError, RenderLimits};
pub use error::{ImageError, PictureFault};
pub use examination::{ImageCriterion, ImageExamination, ImageFinding, ImageStep, ImageUse};
pub use font::{EmbeddedFont, Face, FontError};
pub use format::PictureFormat;
pub use geometry::{Millimetres, PageFrame, Turn, ViewRect};
pub use ink_colour::{Dominant, ImageRule, InkColour};
pub use jpeg::decode_jpeg;
pub use jpx::decode_jpx;
pub use measure::{Cells, Hidden, Measurement, Parts, Stroke, measure_cells};
pub use page_text::{
    Character, FontReach, FontTime, Glyphs, Ink, InkPart, KnownPrograms, OutOfTime, OutlineRoom,
    PageText, Piece, PlacedPicture, SeenOutlines, Spared, TextDocument, TextLimits, Word,
};
pub use picture::{Picture, Pixels, SoftMask};
pub use place::{
    CornerText, DocumentNumber, ExplicitPosition, HeadingNumber, NumberBlanks, NumberingPlaces,
    SealFault, SignatureBlock, SignatureQuery, Slot, check_seal_area, check_seal_diameter,
    find_numbering_places, find_signature_place, format_number, heading_number, seal_place,
    signature_block_around, signature_blocks,
};
pub use place_error::{BlockFault, DatePart, PlaceError, Spot};
pub use profile::{Calibrated, keeps_colours};
#[cfg(feature = "render")]
pub use render::{InProcess, render_page};
pub use rules::{
    check_seal_image, check_seal_measurement, check_signature_image, check_signature_measurement,
    is_seal_ink, is_transparent,
};
pub use stamp_place::StampPlace;
pub use text_stamp::TextStamp;
pub use words::{APOSTROPHES, TONES};

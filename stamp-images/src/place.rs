//! Places on a page: where the signature, the seal, the number and the date go.

mod block;
mod corner;
mod explicit;
mod numbering;
mod office;
mod seal;
mod signature;

pub use block::{SignatureBlock, signature_block_around, signature_blocks};
pub use corner::CornerText;
pub use explicit::ExplicitPosition;
pub use numbering::{
    DocumentNumber, HeadingNumber, NumberBlanks, NumberingPlaces, Slot, find_numbering_places,
    format_number, heading_number,
};
pub use seal::{SealFault, check_seal_area, check_seal_diameter, seal_place};
pub(crate) use signature::GREATEST_SIGNATURE_WIDTH;
pub use signature::{SignatureQuery, find_signature_place};

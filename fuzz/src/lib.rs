//! What the fuzz targets share: files put together from scripts, and what a page shows.

mod documents;
mod script;
mod shown;

pub use documents::{Signed, signed};
pub use script::{Base, append, file};
pub use shown::{Shown, Tolerance, is_same, shown};

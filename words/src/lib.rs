//! What every text for people needs: the two languages, the time of Vietnam, and letters that are safe to show.
//!
//! Each error of each crate has its words in that crate, once: English as
//! [`Display`](std::fmt::Display), Vietnamese by [`Localized`]. The command line, the page and HTTP
//! ask for a text by [`Lang`] and add only how something is given there (an option, a field of a
//! request).
//!
//! Nothing here knows of documents, certificates or keys.
//!
//! ```
//! use kyso_words::{Lang, counted, printable, vietnam_time};
//!
//! let at = jiff::Timestamp::UNIX_EPOCH;
//! assert_eq!(vietnam_time(at), "01/01/1970 07:00:00 +07:00");
//! assert_eq!(Lang::Vi.pick("Hợp lệ", "Valid"), "Hợp lệ");
//! assert_eq!(counted(2, "page"), "2 pages");
//!
//! // A name from a file can write neither another line nor over the one before.
//! assert_eq!(printable("a\nb"), "a\\u{a}b");
//! ```

#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod civil_time;
mod lang;
mod localized;
mod printable;
mod ranges;
mod system;

pub use civil_time::{parse_pdf_date, pdf_date, vietnam, vietnam_date, vietnam_iso, vietnam_time};
pub use lang::{Lang, counted, lower_first, upper_first};
pub use localized::Localized;
pub use printable::{printable, printable_form, printable_json};
pub use ranges::number_ranges;

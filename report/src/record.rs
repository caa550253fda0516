//! The record of a verification that a clerk prints and files (F10): one page of A4 where all signatures fit, as HTML and as PDF.
//!
//! Both forms show one [`Sheet`]: what is said is decided there, in the language of the reader; the forms only place it.

mod card;
mod changes;
mod html;
mod pdf;
mod picture;
mod remarks;
mod row;
mod sheet;
mod symbol;
mod words;

pub(crate) use row::Row;

pub use html::{RECORD_SECURITY_POLICY, record_html};
pub use pdf::{RecordError, record_pdf};
pub use sheet::{FileContent, RecordSubject, Sheet, UnreadableSubject};

/// How a verdict looks: every tone has a colour, a symbol of its own shape, and words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Passed,
    Failed,
    Unknown,
    /// Of a rule: kept in another way than the law gives it.
    Differs,
    Unsigned,
}

/// A line with its judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordEntry {
    pub(crate) tone: Tone,
    pub(crate) text: String,
}

/// How much of a sheet is shown; entries that lists leave out are counted. Every signature shows
/// its facts (M1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Signatures with a row for each fact and a picture; the others have them in one paragraph.
    pub(crate) full: usize,
    /// Lines of each list.
    pub(crate) lines: usize,
}

impl Extent {
    /// What usually fits onto one page.
    pub(crate) fn usual(signatures: usize) -> Self {
        match signatures {
            0..=MOST_FULL => Self {
                full: signatures,
                lines: 8,
            },
            _ => Self { full: 2, lines: 5 },
        }
    }

    /// From the usual extent down to the least, for a page that is too small.
    pub(crate) fn shrinking(signatures: usize) -> impl Iterator<Item = Self> {
        let usual = Self::usual(signatures);
        let less = [(2, 5), (2, 4), (1, 4), (1, 3), (1, 2), (0, 3), (0, 2)];
        let less = less.into_iter().map(|(full, lines)| Self { full, lines });
        std::iter::once(usual).chain(less)
    }
}

/// Signatures of which each can have a picture on one page.
const MOST_FULL: usize = 4;

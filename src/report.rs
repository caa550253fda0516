//! The record of a verification that a clerk prints and files (F10): one page of A4, as HTML and as PDF.
//!
//! Both forms show one [`Sheet`]: what is said is decided there, in the language of the reader; the forms only place it.

mod card;
mod changes;
mod html;
mod pdf;
mod picture;
mod remarks;
mod sheet;
mod symbol;
mod words;

pub(crate) use html::{CONTENT_SECURITY_POLICY, html};
pub(crate) use pdf::pdf;
pub(crate) use picture::Picture;
pub(crate) use sheet::{Content, Sheet, Subject, Unreadable};

/// How a verdict looks: every tone has a colour, a symbol of its own shape, and words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Passed,
    Failed,
    Unknown,
    Unsigned,
}

/// A label and what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) label: String,
    pub(crate) value: String,
}

/// A line with its judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) tone: Tone,
    pub(crate) text: String,
}

/// How much of a sheet is shown; what is left out is always counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Signatures with all facts and a picture.
    pub(crate) full: usize,
    /// Signatures in a line or two each.
    pub(crate) brief: usize,
    /// Lines of each list.
    pub(crate) lines: usize,
}

impl Extent {
    /// What usually fits onto one page.
    pub(crate) fn usual(signatures: usize) -> Self {
        match signatures {
            0..=MOST_FULL => Self {
                full: signatures,
                brief: 0,
                lines: 8,
            },
            _ => Self {
                full: 2,
                brief: 10,
                lines: 5,
            },
        }
    }

    /// From the usual extent down to the least, for a page that is too small.
    pub(crate) fn shrinking(signatures: usize) -> impl Iterator<Item = Self> {
        let usual = Self::usual(signatures);
        let less = [
            (2, 10, 4),
            (1, 10, 4),
            (1, 6, 3),
            (1, 4, 2),
            (1, 2, 2),
            (0, 8, 3),
            (0, 4, 2),
        ];
        let less = less
            .into_iter()
            .map(|(full, brief, lines)| Self { full, brief, lines });
        std::iter::once(usual).chain(less)
    }
}

/// Signatures of which each can have a picture on one page.
const MOST_FULL: usize = 4;

//! The number and symbol of a document: as given, and as its heading prints them (NĐ 30/2020, PL I, Phần I, Mục II, khoản 3).

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

use super::blanks::{NumberLine, number_lines_in};
use super::{PAGES, format_number};
use crate::page_text::TextDocument;
use crate::place_error::PlaceError;

/// Number and symbol, such as `05/QĐ-UBND`, or `12-QĐ/TU` of the Party.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DocumentNumber {
    /// As printed: below 10 with a zero before it (E4).
    number: String,
    /// With the slash or hyphen before it, in NFC (I3).
    symbol: String,
}

/// What the heading of a document prints behind `Số:`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingNumber {
    /// The number; `None` while its gap is empty.
    pub number: Option<String>,
    /// The symbol with the slash or hyphen before it.
    pub symbol: String,
}

impl DocumentNumber {
    /// The number, formatted by [`format_number`], before a symbol that begins with a slash or hyphen.
    ///
    /// # Errors
    /// [`PlaceError::BadNumber`], [`PlaceError::BadDocumentNumber`].
    pub fn new(number: &str, symbol: &str) -> Result<Self, PlaceError> {
        let bad = || PlaceError::BadDocumentNumber {
            given: format!("{number}{symbol}"),
        };
        let symbol: String = symbol.trim().nfc().collect();
        let code = symbol.strip_prefix(SEPARATORS).ok_or_else(bad)?;
        let is_written = |character: char| {
            character.is_alphanumeric() || matches!(character, '-' | '/' | '.' | '–' | '&')
        };
        let has_letter = code.chars().any(char::is_alphabetic);
        if !has_letter || symbol.chars().count() > LONGEST || !code.chars().all(is_written) {
            return Err(bad());
        }
        Ok(Self {
            number: format_number(number)?,
            symbol,
        })
    }

    /// The number without its symbol.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Whether both name one document: with or without a zero before the number, in capitals or small letters.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        let plain = |symbol: &str| symbol.to_lowercase().replace('–', "-");
        self.number == other.number && plain(&self.symbol) == plain(&other.symbol)
    }
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.number, self.symbol)
    }
}

impl FromStr for DocumentNumber {
    type Err = PlaceError;

    fn from_str(given: &str) -> Result<Self, PlaceError> {
        let given = given.trim();
        let (number, symbol) = given
            .find(SEPARATORS)
            .and_then(|index| given.split_at_checked(index))
            .ok_or_else(|| PlaceError::BadDocumentNumber {
                given: given.to_owned(),
            })?;
        Self::new(number, symbol)
    }
}

impl HeadingNumber {
    /// The number of the document, where it is filled in.
    #[must_use]
    pub fn filled(&self) -> Option<DocumentNumber> {
        DocumentNumber::new(self.number.as_deref()?, &self.symbol).ok()
    }
}

/// What the heading on the first pages prints behind `Số:`; `None` where no page has such a line, as on scans.
///
/// # Errors
/// What keeps a page from being read.
pub fn heading_number(document: &TextDocument<'_>) -> Result<Option<HeadingNumber>, PlaceError> {
    for page_index in 0..document.page_count().min(PAGES) {
        let page = document.page(page_index)?;
        if let Some(NumberLine { number, symbol }) =
            page.lines.iter().flat_map(number_lines_in).next()
        {
            return Ok(Some(HeadingNumber { number, symbol }));
        }
    }
    Ok(None)
}

const SEPARATORS: [char; 2] = ['/', '-'];
/// Characters of the longest symbol; those of the decree have at most 40.
const LONGEST: usize = 60;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn number(text: &str) -> DocumentNumber {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_are_written_as_printed() {
        assert_eq!(number("5/QĐ-UBND").to_string(), "05/QĐ-UBND");
        assert_eq!(number(" 215/2026/NQ-HĐND ").to_string(), "215/2026/NQ-HĐND");
        assert_eq!(number("12-QĐ/TU").to_string(), "12-QĐ/TU");
        assert_eq!(number("05/QĐ-UBND").to_string(), "05/QĐ-UBND");
    }

    #[test]
    fn one_document_may_be_written_in_two_ways() {
        assert!(number("5/QĐ-UBND").is_same_as(&number("05/qđ-ubnd")));
        assert!(!number("5/QĐ-UBND").is_same_as(&number("5/QĐ-SNV")));
        assert!(!number("5/QĐ-UBND").is_same_as(&number("6/QĐ-UBND")));
    }

    #[test]
    fn what_is_no_number_with_a_symbol_is_refused() {
        for given in [
            "",
            "5",
            "QĐ-UBND",
            "5/",
            "/QĐ-UBND",
            "5/123",
            "5/QĐ UBND",
            "5/QĐ\nUBND",
            "0/QĐ-UBND",
        ] {
            assert!(given.parse::<DocumentNumber>().is_err(), "{given:?}");
        }
    }
}

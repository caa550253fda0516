//! What is malformed about a request.

use std::fmt;

use kyso_setup::{fault_in_english, fault_in_vietnamese};
use kyso_words::{Localized, printable};

/// What is malformed about a request. What the client wrote is repeated in a length that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// The body is not in pieces as HTTP has them, or broke off.
    Body,
    /// It is no `multipart/form-data`.
    Multipart,
    /// A part of a name that is not known here.
    UnknownPart(String),
    /// Two parts of one name: which of them counts differs between programs.
    PartTwice(&'static str),
    /// More parts than there are names.
    TooManyParts(usize),
    /// The part `request` is no request; what the JSON library says.
    Request(String),
    /// Number, date and positions do not go together.
    Numbering,
    /// Pages count from 1.
    PageZero,
    /// What the framework refused before it came here.
    Other,
}

impl fmt::Display for Malformed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body => formatter.write_str("The body broke off, or is not in pieces as HTTP has them."),
            Self::Multipart => formatter.write_str("The body is no multipart/form-data."),
            Self::UnknownPart(name) => write!(formatter, "unknown part “{}”", shown(name)),
            Self::PartTwice(name) => write!(formatter, "There are two parts “{name}”; send one."),
            Self::TooManyParts(limit) => write!(formatter, "more than {limit} parts"),
            Self::Request(error) => write!(formatter, "request: {}", english_fault(error)),
            Self::Numbering => formatter.write_str(
                "request: give number and date, both with positions or both without; of a number or date that is printed neither; number_printed when both are",
            ),
            Self::PageZero => formatter.write_str("position.page counts from 1"),
            Self::Other => Ok(()),
        }
    }
}

impl Localized for Malformed {
    fn vietnamese(&self) -> String {
        match self {
            Self::Body => "Nội dung yêu cầu bị đứt giữa chừng hoặc chia đoạn sai.".to_owned(),
            Self::Multipart => "Nội dung yêu cầu không phải multipart/form-data.".to_owned(),
            Self::UnknownPart(name) => format!("Không dùng phần “{}” ở đây.", shown(name)),
            Self::PartTwice(name) => format!("Có hai phần “{name}”; hãy chỉ gửi một."),
            Self::TooManyParts(limit) => format!("Có hơn {limit} phần."),
            Self::Request(error) => format!(
                "Phần “request” không đúng dạng JSON của yêu cầu này: {}",
                vietnamese_fault(error)
            ),
            Self::Numbering => "Phần “request”: ghi number và date, cả hai có vị trí hoặc cả hai không; số hay ngày đã in thì không ghi; number_printed khi đã in cả hai.".to_owned(),
            Self::PageZero => "Phần “request”: position.page tính từ 1.".to_owned(),
            Self::Other => String::new(),
        }
    }
}

/// What the JSON library says, and where: `line 1 column 9`.
fn parts(error: &str) -> (&str, &str) {
    error.rsplit_once(" at ").unwrap_or((error, ""))
}

fn english_fault(error: &str) -> String {
    match parts(error) {
        (what, "") => shown(fault_in_english(what)),
        (what, place) => format!("{} at {place}", shown(fault_in_english(what))),
    }
}

fn vietnamese_fault(error: &str) -> String {
    let (what, place) = parts(error);
    let what = shown(&fault_in_vietnamese(what));
    match place
        .replace("line ", "dòng ")
        .replace(" column ", ", cột ")
    {
        place if place.is_empty() => what,
        place => format!("{what} ({place})"),
    }
}

/// The beginning of what a client wrote, without what would act where it is shown.
fn shown(text: &str) -> String {
    const LETTERS: usize = 120;
    let begun: String = text.chars().take(LETTERS).collect();
    let cut = if begun.len() < text.len() { "…" } else { "" };
    format!("{}{cut}", printable(&begun))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_client_wrote_is_cut_and_harmless() {
        let long = Malformed::UnknownPart("a\u{202e}".repeat(50_000));
        for text in [long.to_string(), long.vietnamese()] {
            assert!(text.len() < 900 && !text.contains('\u{202e}'), "{text}");
        }
    }

    #[test]
    fn faults_of_json_are_told_in_vietnamese_with_their_place() {
        let told = |error: &str| Malformed::Request(error.to_owned()).vietnamese();
        let unknown = told("unknown field `numbr`, expected one of `a` at line 1 column 9");
        assert!(
            unknown.ends_with("không có mục “numbr” ở đây (dòng 1, cột 9)"),
            "{unknown}"
        );
        assert!(told("missing field `key` at line 1 column 2").contains("thiếu mục “key”"));
        assert!(!told("expected value at line 1 column 1").contains("expected"));
    }
}

//! What is malformed about a request.

use std::fmt;

use kyso_setup::{ValueFault, value_fault};
use kyso_words::{Localized, printable};
use serde::de::DeserializeOwned;
use serde_json::Deserializer;
use serde_json::error::Category;

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
    /// The part `request` is no request.
    Request(JsonFault),
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
            Self::Request(error) => write!(formatter, "request: {}", error),
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
            Self::Request(error) => {
                format!("Phần “request” không dùng được: {}", error.vietnamese())
            }
            Self::Numbering => "Phần “request”: ghi number và date, cả hai có vị trí hoặc cả hai không; số hay ngày đã in thì không ghi; number_printed khi đã in cả hai.".to_owned(),
            Self::PageZero => "Phần “request”: position.page tính từ 1.".to_owned(),
            Self::Other => String::new(),
        }
    }
}

/// What is wrong in a JSON text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JsonFault {
    what: JsonMistake,
    line: usize,
    column: usize,
}

/// What is wrong in a JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum JsonMistake {
    /// It is no JSON: what the library says, with the place.
    Syntax(String),
    /// A value is none of those that belong there.
    Value(Box<ValueFault>),
}

impl JsonFault {
    /// Reads a value from all of a text.
    pub(crate) fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, Self> {
        serde_json::from_slice(json).map_err(|error| Self::of::<T>(json, &error))
    }

    /// Why a text is no `T`, after the library has refused it.
    fn of<T: DeserializeOwned>(json: &[u8], error: &serde_json::Error) -> Self {
        let fault = match error.classify() {
            Category::Data => {
                value_fault::<T, _>(&mut Deserializer::from_slice(json), &without_place(error))
            }
            Category::Syntax | Category::Eof | Category::Io => return Self::syntax(error),
        };
        match fault {
            Ok(fault) => Self {
                what: JsonMistake::Value(Box::new(fault)),
                line: error.line(),
                column: error.column(),
            },
            // What follows the value is no JSON.
            Err(error) => Self::syntax(&error),
        }
    }

    fn syntax(error: &serde_json::Error) -> Self {
        Self {
            what: JsonMistake::Syntax(error.to_string()),
            line: error.line(),
            column: error.column(),
        }
    }
}

/// What the library says, without the place that [`JsonFault`] has itself.
fn without_place(error: &serde_json::Error) -> String {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let text = error.to_string();
    text.strip_suffix(&place).unwrap_or(&text).to_owned()
}

impl fmt::Display for JsonFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = (self.line, self.column);
        match &self.what {
            JsonMistake::Syntax(english) => formatter.write_str(&shown(english)),
            JsonMistake::Value(fault) => {
                let fault = shown(&fault.to_string());
                write!(formatter, "{fault} at line {line} column {column}")
            }
        }
    }
}

impl Localized for JsonFault {
    fn vietnamese(&self) -> String {
        let what = match &self.what {
            JsonMistake::Syntax(_) => "không đúng cú pháp JSON".to_owned(),
            JsonMistake::Value(fault) => shown(&fault.vietnamese()),
        };
        let (line, column) = (self.line, self.column);
        format!("{what} (dòng {line}, cột {column})")
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
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_the_client_wrote_is_cut_and_harmless() {
        let long = Malformed::UnknownPart("a\u{202e}".repeat(50_000));
        for text in [long.to_string(), long.vietnamese()] {
            assert!(text.len() < 900 && !text.contains('\u{202e}'), "{text}");
        }
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Asked {
        key: String,
        at: Option<Place>,
        day: Option<jiff::civil::Date>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Place {
        page: usize,
    }

    #[test]
    fn the_words_of_the_library_have_no_place() {
        let error = serde_json::from_str::<u8>("\n 300").unwrap_err();
        assert_eq!(
            without_place(&error),
            "invalid value: integer `300`, expected u8"
        );
    }

    #[test]
    fn faults_of_json_name_their_field_and_their_place() {
        for (json, vietnamese, english) in [
            (
                r#"{"key": 1}"#,
                "giá trị của mục “key” không đúng kiểu (dòng 1, cột 9)",
                "key: invalid type: integer `1`, expected a string at line 1 column 9",
            ),
            (
                r#"{"key": "a", "at": {"page": "2"}}"#,
                "giá trị của mục “at.page” không đúng kiểu (dòng 1, cột 31)",
                "at.page: invalid type: string \"2\", expected usize at line 1 column 31",
            ),
            (
                r#"{"key": "a", "at": {}}"#,
                "thiếu mục “at.page” (dòng 1, cột 21)",
                "at: missing field `page` at line 1 column 21",
            ),
            (
                r#"{"kye": "a"}"#,
                "không có mục “kye” ở đây (dòng 1, cột 6)",
                "unknown field `kye`, expected one of `key`, `at`, `day` at line 1 column 6",
            ),
            (
                r#"{"key": "a", "key": "b"}"#,
                "mục “key” được ghi hai lần (dòng 1, cột 18)",
                "duplicate field `key` at line 1 column 18",
            ),
            (
                r#"{"key": null}"#,
                "giá trị của mục “key” không đúng kiểu (dòng 1, cột 12)",
                "key: invalid type: null, expected a string at line 1 column 12",
            ),
            (
                r#"{"key": 1, "at"}"#,
                "không đúng cú pháp JSON (dòng 1, cột 16)",
                "expected `:` at line 1 column 16",
            ),
            (
                "{\n",
                "không đúng cú pháp JSON (dòng 2, cột 0)",
                "EOF while parsing an object at line 2 column 0",
            ),
            (
                r#"{"key": "a"} x"#,
                "không đúng cú pháp JSON (dòng 1, cột 14)",
                "trailing characters at line 1 column 14",
            ),
        ] {
            let fault = JsonFault::read::<Asked>(json.as_bytes()).unwrap_err();
            assert_eq!(fault.vietnamese(), vietnamese);
            assert_eq!(fault.to_string(), english);
        }
        let day = JsonFault::read::<Asked>(br#"{"key": "a", "day": "2026-13-40"}"#);
        let day = day.unwrap_err().vietnamese();
        assert!(
            day.starts_with("giá trị của mục “day” không dùng được"),
            "{day}"
        );
    }
}

//! Why a value of TOML or JSON is refused, and in which field it is, in both languages.
//!
//! The errors of the libraries for TOML and JSON keep nothing but a text of what serde says.
//! [`Fault`] keeps its kind: it is the error of [`AnyValue`], a document that was read before its
//! meaning is known. [`value_fault`] reads the document from there once more after the library has
//! refused it; the library says the place, the second reading the field and the kind.

mod any_value;

use std::fmt;

use any_value::AnyValue;
use kyso_words::Localized;
use serde::de::value::Error as SerdeWords;
use serde::de::{DeserializeOwned, Deserializer, Error, Expected, Unexpected};
use serde_path_to_error::{Path, Segment};

/// Why a value of TOML or JSON is refused, and in which field it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueFault {
    /// The field, such as `online.ports[1]`; empty for the whole document. Of a field that is
    /// unknown, missing or repeated it is the table that the field belongs to.
    field: String,
    fault: Fault,
}

/// Why `document` is no `T`, after the library for its format has refused it as one with the words `said`. They are the reason
/// where the second reading finds none.
///
/// # Errors
/// What the library says where `document` is no document at all.
pub fn value_fault<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    document: D,
    said: &str,
) -> Result<ValueFault, D::Error> {
    let document = AnyValue::of(document)?;
    Ok(match serde_path_to_error::deserialize::<_, T>(document) {
        Err(error) => ValueFault {
            field: field(error.path(), &error.inner().kind),
            fault: error.into_inner(),
        },
        Ok(_) => ValueFault {
            field: String::new(),
            fault: Fault {
                english: said.to_owned(),
                kind: Kind::RefusedByLibrary,
            },
        },
    })
}

/// The error of a value, with its reason in both languages.
pub(crate) fn fault<E: Error>(english: &str, vietnamese: &str) -> E {
    E::custom(BothLanguages {
        english,
        vietnamese,
    })
}

/// `online.ports[1]` of a path. Serde counts the name of an unknown field to the path, that of a
/// missing one not.
fn field(path: &Path, kind: &Kind) -> String {
    let mut segments: Vec<&Segment> = path.iter().collect();
    if let (Some(Segment::Map { key }), Kind::UnknownField(name)) = (segments.last(), kind)
        && key == name
    {
        segments.pop();
    }
    segments.iter().fold(String::new(), |field, one| match one {
        Segment::Map { key } => inside(&field, key),
        Segment::Seq { index } => format!("{field}[{index}]"),
        Segment::Enum { .. } | Segment::Unknown => field,
    })
}

/// The name of a field in a table.
fn inside(table: &str, name: &str) -> String {
    match table {
        "" => name.to_owned(),
        table => format!("{table}.{name}"),
    }
}

impl fmt::Display for ValueFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => self.fault.fmt(formatter),
            field => write!(formatter, "{field}: {}", self.fault),
        }
    }
}

impl Localized for ValueFault {
    fn vietnamese(&self) -> String {
        let value = match self.field.as_str() {
            "" => "giá trị ở đây".to_owned(),
            field => format!("giá trị của mục “{field}”"),
        };
        let named = |name: &str| inside(&self.field, name);
        match &self.fault.kind {
            Kind::UnknownField(name) => format!("không có mục “{}” ở đây", named(name)),
            Kind::MissingField(name) => format!("thiếu mục “{}”", named(name)),
            Kind::RepeatedField(name) => format!("mục “{}” được ghi hai lần", named(name)),
            Kind::UnknownWord(known) => {
                let known: Vec<String> = known.iter().map(|word| format!("“{word}”")).collect();
                format!(
                    "{value} không dùng được; hãy ghi một trong các giá trị: {}",
                    known.join(", ")
                )
            }
            Kind::WrongType => format!("{value} không đúng kiểu"),
            Kind::WrongValue | Kind::RefusedByLibrary => format!("{value} không dùng được"),
            Kind::Refused(because) => format!("{value} không dùng được: {because}"),
        }
    }
}

/// What serde finds wrong, with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    english: String,
    kind: Kind,
}

/// The kinds of faults.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// A field that is not used in this table.
    UnknownField(String),
    /// A field that this table needs.
    MissingField(&'static str),
    /// A field that is written twice.
    RepeatedField(&'static str),
    /// A word that is none of these.
    UnknownWord(&'static [&'static str]),
    /// A value of another type.
    WrongType,
    /// A value of the right type that is refused by a type of a library, which has no Vietnamese
    /// words.
    WrongValue,
    /// What the library for the format refuses and serde would take; the library has no Vietnamese words.
    RefusedByLibrary,
    /// A value that is refused by a type of ours, with the reason in Vietnamese.
    Refused(String),
}

impl Fault {
    fn new(english: &SerdeWords, kind: Kind) -> Self {
        Self {
            english: english.to_string(),
            kind,
        }
    }
}

impl Error for Fault {
    /// The error of a type, from its text: serde lets a type give nothing else. A text of ours has
    /// both languages.
    fn custom<T: fmt::Display>(text: T) -> Self {
        let text = text.to_string();
        let ours = text.strip_prefix(OURS);
        match ours.and_then(|ours| ours.split_once(BETWEEN)) {
            Some((english, vietnamese)) => Self {
                english: english.to_owned(),
                kind: Kind::Refused(vietnamese.to_owned()),
            },
            None => Self {
                english: text,
                kind: Kind::WrongValue,
            },
        }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        // As JSON writes it; TOML has no such value.
        let found = match found {
            Unexpected::Unit => Unexpected::Other("null"),
            found => found,
        };
        Self::new(&SerdeWords::invalid_type(found, expected), Kind::WrongType)
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Self {
        let english = SerdeWords::unknown_variant(word, known);
        Self::new(&english, Kind::UnknownWord(known))
    }

    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        let english = SerdeWords::unknown_field(name, known);
        Self::new(&english, Kind::UnknownField(name.to_owned()))
    }

    fn missing_field(name: &'static str) -> Self {
        Self::new(&SerdeWords::missing_field(name), Kind::MissingField(name))
    }

    fn duplicate_field(name: &'static str) -> Self {
        let english = SerdeWords::duplicate_field(name);
        Self::new(&english, Kind::RepeatedField(name))
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.english)
    }
}

/// How a type of ours gives [`Fault::custom`] its reason in both languages.
struct BothLanguages<'a> {
    english: &'a str,
    vietnamese: &'a str,
}

impl fmt::Display for BothLanguages<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (english, vietnamese) = (self.english, self.vietnamese);
        write!(formatter, "{OURS}{english}{BETWEEN}{vietnamese}")
    }
}

/// Characters that begin and divide a text of ours; no text that people write has them.
const OURS: char = '\u{1d}';
const BETWEEN: char = '\u{1e}';

#[cfg(test)]
mod tests;

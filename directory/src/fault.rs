//! What is wrong in a directory, each fault with its line, its entry and its key.

mod text;

use std::fmt;

use jiff::civil::Date;
use kyso_stamp_images::ImageError;

/// One fault. English by `Display`, Vietnamese beside it; both say what to do.
#[derive(Debug)]
pub struct DirectoryFault {
    /// The line, from 1; `None` for the file as a whole.
    pub line: Option<usize>,
    /// The entry.
    pub(crate) entry: Option<EntryName>,
    /// The key in it.
    pub key: Option<&'static str>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// An entry, as people find it in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EntryName {
    pub(crate) kind: EntryKind,
    /// From 1, in the order of the file.
    pub(crate) number: usize,
    /// Its `id`, where it has one.
    pub(crate) id: Option<String>,
}

/// The kinds of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryKind {
    Organisation,
    Person,
    Mandate,
}

impl EntryKind {
    /// The key of the file.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Person => "person",
            Self::Mandate => "mandate",
        }
    }
}

impl fmt::Display for EntryName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) => write!(formatter, "{} “{id}”", self.kind.as_str()),
            None => write!(formatter, "{} no. {}", self.kind.as_str(), self.number),
        }
    }
}

/// Kinds of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// A text in quotation marks.
    Text,
    /// A date without quotation marks.
    Day,
    /// A number without quotation marks.
    Number,
    /// `[[key]]` or a list of tables.
    Tables,
}

/// What is wrong with a line that is no TOML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyntaxFault {
    /// A key or a table that is there already: often `[person]` in the place of `[[person]]`.
    Repeated,
    /// Quotation marks of a word processor.
    CurlyQuotes,
    /// A date that is not written `2025-06-30`, or is none.
    Date,
    /// A number with a comma.
    DecimalComma,
    /// A text without quotation marks.
    NoQuotes,
    /// Something else.
    Other,
}

/// What is wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum FaultKind {
    /// It is no TOML.
    Syntax {
        /// What people write there, where that is known.
        fault: SyntaxFault,
        /// What the library says, in English.
        message: String,
    },
    /// A key that is not used here.
    UnknownKey {
        /// The key.
        name: String,
        /// Those that are.
        known: &'static [&'static str],
    },
    /// A key that is needed.
    Missing,
    /// A value of another kind.
    WrongType {
        /// Which kind it must be.
        expected: ValueKind,
    },
    /// A text without a letter.
    Empty,
    /// A text with a character that is not shown, or too long.
    Unprintable {
        /// Letters at most.
        limit: usize,
    },
    /// A text that is not in Unicode form NFC (I3).
    NotNfc,
    /// An `id` of other letters than small ones, digits and hyphens.
    BadId {
        /// As written.
        id: String,
    },
    /// An `id` that another entry has.
    RepeatedId {
        /// The `id`.
        id: String,
        /// The line of the other entry.
        line: usize,
    },
    /// A date with a time, or before the year 1 or after 9999.
    BadDay,
    /// The last day is before the first.
    EndsBeforeItBegins {
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
    },
    /// A code of neither form (J1).
    BadCode {
        /// As written.
        code: String,
    },
    /// A code that two organisations have on the same day, or one organisation twice.
    RepeatedCode {
        /// The code.
        code: String,
        /// The line of the other.
        line: usize,
    },
    /// Two codes of one form that an organisation has on the same day.
    TwoCodes {
        /// The code.
        code: String,
        /// The other one.
        other: String,
    },
    /// An entry that is not there.
    NoSuchEntry {
        /// What was looked for: `organisation` or `person`.
        list: &'static str,
        /// Its `id`.
        id: String,
    },
    /// An organisation that is below itself.
    BelowItself {
        /// Its `id`.
        id: String,
    },
    /// A form of signing that is none (A4).
    BadForm {
        /// As written.
        form: String,
    },
    /// A title that begins with a form of signing, which has a key of its own.
    FormInTitle {
        /// The form.
        form: &'static str,
    },
    /// An authority for days on which the organisation does not exist.
    OutsideOrganisation {
        /// The organisation.
        id: String,
        /// Its first day.
        from: Option<Date>,
        /// Its last day.
        until: Option<Date>,
    },
    /// The same authority twice on the same day.
    RepeatedMandate {
        /// The line of the other.
        line: usize,
    },
    /// Two titles of leadership that a person has in one organisation on the same day: head and deputy, say.
    TwoTitles {
        /// The title.
        title: String,
        /// The other one.
        other: String,
        /// The line of the other.
        line: usize,
    },
    /// A diameter outside 30 to 45 mm (B2).
    Diameter {
        /// In millimetres.
        diameter: f64,
    },
    /// A seal without its diameter, which has no usual value (B2).
    SealWithoutDiameter,
    /// A picture of a seal that cannot be read.
    SealUnreadable {
        /// The file.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// A picture that is no seal (B1).
    NoSeal {
        /// The file.
        path: String,
        /// Why not.
        source: ImageError,
    },
    /// A certificate that is named neither by its fingerprint nor by issuer and number.
    CertificateUnnamed,
    /// A fingerprint that is not 64 hexadecimal digits.
    BadFingerprint,
    /// A number of a certificate that is not 1 to 42 hexadecimal digits.
    BadSerial,
    /// A certificate of two entries, or twice in one.
    SharedCertificate {
        /// The other holder.
        holder: String,
        /// The line where that one names it.
        line: usize,
    },
    /// More entries than are read.
    TooMany {
        /// What is read at most.
        limit: usize,
    },
    /// A file without any organisation.
    NoOrganisation,
}

impl FaultKind {
    /// The name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "syntax",
            Self::UnknownKey { .. } => "unknown_key",
            Self::Missing => "missing",
            Self::WrongType { .. } => "wrong_type",
            Self::Empty => "empty",
            Self::Unprintable { .. } => "unprintable",
            Self::NotNfc => "not_nfc",
            Self::BadId { .. } => "bad_id",
            Self::RepeatedId { .. } => "repeated_id",
            Self::BadDay => "bad_day",
            Self::EndsBeforeItBegins { .. } => "ends_before_it_begins",
            Self::BadCode { .. } => "bad_code",
            Self::RepeatedCode { .. } => "repeated_code",
            Self::TwoCodes { .. } => "two_codes",
            Self::NoSuchEntry { .. } => "no_such_entry",
            Self::BelowItself { .. } => "below_itself",
            Self::BadForm { .. } => "bad_form",
            Self::FormInTitle { .. } => "form_in_title",
            Self::OutsideOrganisation { .. } => "outside_organisation",
            Self::RepeatedMandate { .. } => "repeated_mandate",
            Self::TwoTitles { .. } => "two_titles",
            Self::Diameter { .. } => "diameter",
            Self::SealWithoutDiameter => "seal_without_diameter",
            Self::SealUnreadable { .. } => "seal_unreadable",
            Self::NoSeal { .. } => "no_seal",
            Self::CertificateUnnamed => "certificate_unnamed",
            Self::BadFingerprint => "bad_fingerprint",
            Self::BadSerial => "bad_serial",
            Self::SharedCertificate { .. } => "shared_certificate",
            Self::TooMany { .. } => "too_many",
            Self::NoOrganisation => "no_organisation",
        }
    }
}

/// The faults of a file while it is read: the first ones, and how many more there are.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    pub(crate) list: Vec<DirectoryFault>,
    pub(crate) omitted: usize,
}

impl Faults {
    pub(crate) fn add(
        &mut self,
        line: usize,
        entry: Option<&EntryName>,
        key: Option<&'static str>,
        kind: FaultKind,
    ) {
        if self.list.len() >= MOST_FAULTS {
            self.omitted += 1;
            return;
        }
        self.list.push(DirectoryFault {
            line: (line > 0).then_some(line),
            entry: entry.cloned(),
            key,
            kind,
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// Faults that are kept; the others are counted.
const MOST_FAULTS: usize = 1000;

//! What is wrong with a package, in both languages.

use kyso_stamp_images::DocumentNumber;
use kyso_words::Lang;

use crate::states::PackageState;

/// What is wrong with a package, or not known. An `index` counts the attachments in the order in which they were given, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PackageFinding {
    /// The main document is no original (0.3).
    MainNoOriginal,
    /// The file is not valid, or no agency signed it as an attachment.
    NoValidAttachment {
        /// The attachment.
        index: usize,
    },
    /// Another agency signed the attachment than issued the main document.
    OtherAgency {
        /// The attachment.
        index: usize,
        /// Who signed it.
        holder: String,
    },
    /// The attachment has the number of another document (C2).
    OtherNumber {
        /// The attachment.
        index: usize,
        /// Its number.
        found: DocumentNumber,
        /// That of the main document.
        expected: DocumentNumber,
    },
    /// Nothing that the signature of the attachment shows is a number.
    NumberUnread {
        /// The attachment.
        index: usize,
    },
    /// The main document has a list of its attachments, and this file is not in it: it is another one, or was changed before it
    /// was signed.
    NotListed {
        /// The attachment.
        index: usize,
    },
    /// One file was given twice.
    GivenTwice {
        /// The attachment.
        index: usize,
        /// The same file, earlier.
        first: usize,
    },
    /// An attachment that was issued with the document was not given.
    Missing {
        /// Its name when it was signed.
        name: String,
    },
    /// The main document does not say which attachments belong to it.
    NoList,
    /// The number of the main document cannot be read.
    MainNumberUnread,
}

impl PackageFinding {
    /// The best state that a package with it can have.
    #[must_use]
    pub fn state(&self) -> PackageState {
        match self {
            Self::MainNoOriginal
            | Self::NoValidAttachment { .. }
            | Self::OtherAgency { .. }
            | Self::OtherNumber { .. }
            | Self::NotListed { .. } => PackageState::Mismatched,
            Self::NumberUnread { .. } | Self::Missing { .. } | Self::MainNumberUnread => {
                PackageState::Incomplete
            }
            Self::NoList => PackageState::Unlisted,
            Self::GivenTwice { .. } => PackageState::Complete,
        }
    }

    /// The name in JSON.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::MainNoOriginal => "main_no_original",
            Self::NoValidAttachment { .. } => "no_valid_attachment",
            Self::OtherAgency { .. } => "other_agency",
            Self::OtherNumber { .. } => "other_number",
            Self::NumberUnread { .. } => "number_unread",
            Self::NotListed { .. } => "not_listed",
            Self::GivenTwice { .. } => "given_twice",
            Self::Missing { .. } => "missing",
            Self::NoList => "no_list",
            Self::MainNumberUnread => "main_number_unread",
        }
    }

    /// Which of the attachments it is about, from 0.
    #[must_use]
    pub fn attachment(&self) -> Option<usize> {
        match self {
            Self::NoValidAttachment { index }
            | Self::OtherAgency { index, .. }
            | Self::OtherNumber { index, .. }
            | Self::NumberUnread { index }
            | Self::NotListed { index }
            | Self::GivenTwice { index, .. } => Some(*index),
            Self::MainNoOriginal | Self::Missing { .. } | Self::NoList | Self::MainNumberUnread => {
                None
            }
        }
    }

    /// The finding in words, without the name of the file that it is about.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let fixed = |vi: &str, en: &str| lang.pick(vi, en).to_owned();
        match self {
            Self::MainNoOriginal => fixed(
                "văn bản chính không phải bản gốc hợp lệ",
                "the main document is no valid original",
            ),
            Self::NoValidAttachment { .. } => fixed(
                "không phải phụ lục hợp lệ: cần chữ ký hợp lệ của cơ quan ở góc trên bên phải trang đầu",
                "no valid attachment: it needs the valid signature of the agency in the upper right corner of its first page",
            ),
            Self::OtherAgency { holder, .. } => match lang {
                Lang::Vi => format!("do “{holder}” ký, không phải cơ quan ban hành văn bản chính"),
                Lang::En => {
                    format!("signed by “{holder}”, not by the agency that issued the main document")
                }
            },
            Self::OtherNumber {
                found, expected, ..
            } => match lang {
                Lang::Vi => format!("thuộc văn bản số {found}, không phải {expected}"),
                Lang::En => format!("belongs to document {found}, not {expected}"),
            },
            Self::NumberUnread { .. } => fixed(
                "không đọc được số và ký hiệu trong thông tin chữ ký",
                "number and symbol cannot be read from the words of its signature",
            ),
            Self::NotListed { .. } => fixed(
                "không có trong danh mục phụ lục đã ban hành cùng văn bản: là tệp khác, hoặc đã bị sửa trước khi ký",
                "not in the list of the attachments that were issued with the document: it is another file, or was changed before it was signed",
            ),
            Self::GivenTwice { .. } => fixed("trùng với một tệp đã nêu", "given twice"),
            Self::Missing { name } => match lang {
                Lang::Vi => format!("thiếu phụ lục “{name}”"),
                Lang::En => format!("the attachment “{name}” is missing"),
            },
            Self::NoList => fixed(
                "văn bản chính không nêu danh mục phụ lục",
                "the main document does not list its attachments",
            ),
            Self::MainNumberUnread => fixed(
                "không đọc được số và ký hiệu của văn bản chính",
                "number and symbol of the main document cannot be read",
            ),
        }
    }
}

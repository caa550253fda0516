//! The words for what later revisions do.

use kyso_pdf::ObjectId;

use super::structure;
use super::writing::writing_text;
use crate::finding::{Change, ChangeKind, ChangeRule, Unread};
use kyso_words::{Lang, Localized, counted, lower_first};

impl Change {
    /// One line for people: `Trang 1: thêm ghi chú “xem lại”`, `Thay thế đối tượng (đối tượng 7 0)`.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let what = self.what.text(lang);
        // A change that is seen on a page needs no number of an object.
        let object = self.object.filter(|_| !self.what.is_seen());
        let what = match object {
            Some(id) => format!("{what} ({})", object_text(id, lang)),
            None => what,
        };
        let page = self.page_index.map(|index| index + 1);
        page.map_or_else(
            || what.clone(),
            |page| {
                format!(
                    "{} {page}: {}",
                    lang.pick("Trang", "Page"),
                    lower_first(&what)
                )
            },
        )
    }
}

fn object_text(id: ObjectId, lang: Lang) -> String {
    format!("{} {id}", lang.pick("đối tượng", "object"))
}

impl ChangeKind {
    #[allow(clippy::too_many_lines, reason = "a table of texts")]
    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Added => lang.pick("Thêm đối tượng", "Object added").into(),
            Self::Replaced => lang.pick("Thay thế đối tượng", "Object replaced").into(),
            Self::Removed => lang.pick("Xóa đối tượng", "Object removed").into(),
            Self::SignatureField { name } => {
                format!("{} “{name}”", lang.pick("Thêm chữ ký", "Signature added"))
            }
            Self::DocumentTimestamp => lang
                .pick("Thêm dấu thời gian tài liệu", "Document timestamp added")
                .into(),
            Self::FieldFilled { name, old, new } => match lang {
                Lang::Vi => format!("Điền trường “{name}”: “{old}” → “{new}”"),
                Lang::En => format!("Field “{name}” filled: “{old}” → “{new}”"),
            },
            Self::AnnotationAdded { kind, text } => {
                annotation_text(lang.pick("Thêm", "Added"), kind, text, lang)
            }
            Self::AnnotationChanged { kind, text } => {
                annotation_text(lang.pick("Sửa", "Changed"), kind, text, lang)
            }
            Self::AnnotationRemoved { kind, text } => {
                annotation_text(lang.pick("Bỏ", "Removed"), kind, text, lang)
            }
            Self::DrawnOverContent { .. }
            | Self::DrawnOverSignature { .. }
            | Self::DrawnWithoutBounds { .. }
            | Self::TimestampDraws { .. }
            | Self::FilledOverContent { .. } => self.drawn_text(lang),
            Self::ValidationData => lang
                .pick("Thêm dữ liệu kiểm tra chữ ký", "Validation data added")
                .into(),
            Self::Trailer { key } => {
                let words = lang.pick("Thay đổi phần cuối tệp (trailer)", "Trailer changed");
                format!("{words}: /{key}")
            }
            Self::ReadDifferently { fault } => writing_text(fault, lang),
            Self::NullEntry { key } => match lang {
                Lang::Vi => format!("Ghi thêm giá trị rỗng (null) cho khóa /{key}: các phần mềm hiểu khác nhau"),
                Lang::En => format!("Null added under /{key}: programs take it differently"),
            },
            Self::WrittenAgain => lang
                .pick(
                    "Ghi lại trang, nội dung, phông chữ hoặc hình dù không chữ ký, chú thích nào cần đến",
                    "Page, content, font or picture written again although no signature or annotation needs it",
                )
                .into(),
            Self::UnlistedObject { .. }
            | Self::StrayKeyword { .. }
            | Self::StrayBytes { .. }
            | Self::Overlap { .. }
            | Self::EntryElsewhere { .. }
            | Self::BroughtToLight { .. }
            | Self::RebuiltDifferently { .. }
            | Self::LooseStructure { .. } => structure::text(self, lang),
            Self::UnstructuredBytes { count, comment } => appended(*count, comment.as_deref(), lang),
            Self::Unreadable { error } => match lang {
                Lang::Vi => format!(
                    "Phiên bản này không đọc được, nội dung trước đó đã bị sửa hoặc tệp bị hỏng: {}",
                    error.vietnamese()
                ),
                Lang::En => format!("Revision cannot be read: {error}"),
            },
        }
    }

    /// Whether readers see it on a page, rather than in the file.
    fn is_seen(&self) -> bool {
        matches!(
            self,
            Self::FieldFilled { .. }
                | Self::AnnotationAdded { .. }
                | Self::AnnotationChanged { .. }
                | Self::AnnotationRemoved { .. }
        )
    }
}

/// `Thêm ghi chú chữ “SỬA”`.
fn annotation_text(verb: &str, kind: &str, text: &str, lang: Lang) -> String {
    let kind = annotation_name(kind, lang).map_or_else(
        || format!("{} {kind}", lang.pick("chú thích", "annotation")),
        str::to_owned,
    );
    match text.is_empty() {
        true => format!("{verb} {kind}"),
        false => format!("{verb} {kind} “{text}”"),
    }
}

/// What people call an annotation of a kind (ISO 32000-2, table 171).
fn annotation_name(kind: &str, lang: Lang) -> Option<&'static str> {
    let (vi, en) = match kind {
        "Text" => ("ghi chú", "note"),
        "FreeText" => ("ghi chú chữ", "text box"),
        "Popup" => ("khung của ghi chú", "window of a note"),
        "Highlight" => ("tô sáng", "highlight"),
        "Underline" => ("gạch chân", "underline"),
        "Squiggly" => ("gạch lượn sóng", "squiggly underline"),
        "StrikeOut" => ("gạch ngang chữ", "strike-out"),
        "Caret" => ("dấu chèn", "insertion mark"),
        "Stamp" => ("hình đóng dấu", "stamp"),
        "Ink" => ("nét vẽ tay", "hand drawing"),
        "Line" | "Square" | "Circle" | "Polygon" | "PolyLine" => ("hình vẽ", "drawing"),
        "Link" => ("liên kết", "link"),
        "FileAttachment" => ("tệp đính kèm", "attached file"),
        "Redact" => ("vùng che", "redaction"),
        _ => return None,
    };
    Some(lang.pick(vi, en))
}

/// The bytes behind the last signature.
fn appended(count: usize, comment: Option<&str>, lang: Lang) -> String {
    match (comment, lang) {
        (None, Lang::Vi) => format!("Có {count} byte thêm vào cuối tệp, không chữ ký nào phủ"),
        (None, Lang::En) => {
            let bytes = counted(count, "byte");
            format!("{bytes} at the end added later, and covered by no signature")
        }
        (Some(comment), Lang::Vi) => format!(
            "Sau khi ký, một chương trình đã thêm dòng chú thích “{comment}” ({count} byte) vào cuối tệp, không chữ ký nào phủ: hãy xin tệp chưa qua chương trình đó"
        ),
        (Some(comment), Lang::En) => format!(
            "After signing, a program added the comment line “{comment}” ({}) at the end, and no signature covers it: ask for the file as it was before",
            counted(count, "byte")
        ),
    }
}

fn unread_text(field: &str, unread: Unread, lang: Lang) -> String {
    let because = match (unread, lang) {
        (Unread::Page, Lang::Vi) => "không đọc được hết trang".to_owned(),
        (Unread::Page, Lang::En) => "the page cannot be read to its end".to_owned(),
        (Unread::Limit { budget, limit }, Lang::Vi) => {
            format!(
                "đọc trang vượt giới hạn: hơn {limit} {}",
                budget.vietnamese()
            )
        }
        (Unread::Limit { budget, limit }, Lang::En) => {
            format!("reading the page takes more than {limit} {budget}")
        }
    };
    match lang {
        Lang::Vi => format!(
            "Không biết hình của chữ ký “{field}” có đè lên nội dung đã ký hay không ({because}), nên coi là có"
        ),
        Lang::En => format!(
            "Whether signature “{field}” is drawn over signed content is not known ({because}), so it counts as drawn over it"
        ),
    }
}

impl ChangeKind {
    /// The content that was drawn over.
    #[allow(clippy::too_many_lines, reason = "a table of texts")]
    fn drawn_text(&self, lang: Lang) -> String {
        match (self, lang) {
            (
                Self::DrawnOverContent {
                    field,
                    text,
                    by_paper: true,
                    ..
                },
                Lang::Vi,
            ) => {
                format!(
                    "Hình của chữ ký “{field}” có nền trắng, không trong suốt, che nội dung đã ký{}; cần dùng hình nền trong suốt",
                    quoted(text)
                )
            }
            (
                Self::DrawnOverContent {
                    field,
                    text,
                    by_paper: true,
                    ..
                },
                Lang::En,
            ) => {
                format!(
                    "The picture of signature “{field}” has white paper of its own, which covers signed content{}; it needs a clear background",
                    quoted(text)
                )
            }
            (
                Self::DrawnOverContent {
                    field,
                    unread: Some(unread),
                    ..
                },
                lang,
            ) => unread_text(field, *unread, lang),
            (Self::DrawnOverContent { field, text, .. }, Lang::Vi) => {
                format!(
                    "Hình của chữ ký “{field}” đè lên nội dung đã ký{}",
                    quoted(text)
                )
            }
            (Self::DrawnOverContent { field, text, .. }, Lang::En) => {
                format!(
                    "Signature “{field}” is drawn over signed content{}",
                    quoted(text)
                )
            }
            (Self::DrawnOverSignature { field, earlier }, Lang::Vi) => {
                format!("Hình của chữ ký “{field}” đè lên chữ ký “{earlier}”")
            }
            (Self::DrawnOverSignature { field, earlier }, Lang::En) => {
                format!("Signature “{field}” is drawn over the signature “{earlier}”")
            }
            (Self::DrawnWithoutBounds { field }, Lang::Vi) => {
                format!("Hình của chữ ký “{field}” không có giới hạn, có thể đè lên cả trang")
            }
            (Self::DrawnWithoutBounds { field }, Lang::En) => {
                format!("Signature “{field}” is drawn without bounds, perhaps over the whole page")
            }
            (Self::TimestampDraws { field }, Lang::Vi) => {
                format!("Dấu thời gian tài liệu “{field}” vẽ chữ hoặc hình")
            }
            (Self::TimestampDraws { field }, Lang::En) => {
                format!("The document timestamp “{field}” draws something")
            }
            (Self::FilledOverContent { name, text }, Lang::Vi) => {
                format!(
                    "Điền trường “{name}” nằm đè lên nội dung đã ký{}",
                    quoted(text)
                )
            }
            (Self::FilledOverContent { name, text }, Lang::En) => {
                format!(
                    "Field “{name}” filled, which lies over signed content{}",
                    quoted(text)
                )
            }
            _ => String::new(),
        }
    }
}

/// `: “words”`; nothing without words.
pub(super) fn quoted(text: &str) -> String {
    match text.is_empty() {
        true => String::new(),
        false => format!(": “{text}”"),
    }
}

impl ChangeRule {
    /// The words for people.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Certification => lang.pick("chữ ký chứng nhận", "certification"),
            Self::NewSignature => lang.pick("chữ ký mới", "new signature"),
            Self::NewVisibleSignature => lang.pick("chữ ký mới có hình", "new visible signature"),
            Self::FormFilling => lang.pick("điền biểu mẫu", "form filling"),
            Self::Annotation => lang.pick("chú thích", "annotation"),
            Self::DocumentTimestamp => lang.pick("dấu thời gian tài liệu", "document timestamp"),
            Self::DocumentSecurityStore => {
                lang.pick("dữ liệu kiểm tra (DSS)", "validation data (DSS)")
            }
            Self::FileStructure => lang.pick("cấu trúc tệp", "file structure"),
            Self::Metadata => lang.pick("thông tin mô tả", "metadata"),
            Self::Extensions => lang.pick("khai báo mở rộng", "extension dictionary"),
            Self::Unreferenced => lang.pick("đối tượng không nơi nào dùng", "not referred to"),
            Self::Rewritten => lang.pick("ghi lại như cũ", "rewritten, equal"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(what: ChangeKind) -> Change {
        Change {
            revision: 2,
            what,
            object: Some(ObjectId::new(57, 0)),
            page_index: Some(0),
            field: None,
            permitted_by: None,
        }
    }

    #[test]
    fn what_readers_see_is_told_by_page_and_words() {
        let (kind, text) = ("FreeText".to_owned(), "SỬA".to_owned());
        let added = change(ChangeKind::AnnotationAdded { kind, text });
        assert_eq!(added.text(Lang::Vi), "Trang 1: thêm ghi chú chữ “SỬA”");
        assert_eq!(added.text(Lang::En), "Page 1: added text box “SỬA”");
        let (kind, text) = ("Movie".to_owned(), String::new());
        let removed = change(ChangeKind::AnnotationRemoved { kind, text });
        assert_eq!(removed.text(Lang::Vi), "Trang 1: bỏ chú thích Movie");
    }

    #[test]
    fn what_readers_do_not_see_is_told_by_object() {
        let mut replaced = change(ChangeKind::Replaced);
        let told = "Trang 1: thay thế đối tượng (đối tượng 57 0)";
        assert_eq!(replaced.text(Lang::Vi), told);
        replaced.page_index = None;
        assert_eq!(replaced.text(Lang::En), "Object replaced (object 57 0)");
    }
}

//! Attachments and copies: an agency signs them in the upper right corner of the first page, in
//! words alone, without a seal (C2, D3). Only the words distinguish the two, and they are read
//! where nothing else shows the role.

use crate::form::Drawn;
use crate::form::SignedPages;
use crate::holder::HolderKind;
use crate::report::{CopyForm, Role, RoleBasis, SignatureKind};
use crate::role::is_organisation;
use crate::subject::Examined;
use unicode_normalization::UnicodeNormalization;

/// Gives the role of a copy to the signatures that have its form, whichever agency sealed the document (D3).
pub(crate) fn assign_copies(examined: &mut [Examined], pages: &SignedPages<'_, '_>) {
    let candidates = examined.iter_mut().filter(|one| is_open_in_corner(one));
    for one in candidates.take(MAX_READ) {
        if let Some(form) = words(one, pages).as_deref().and_then(form_of) {
            one.report.copy_form = Some(form);
            one.report.take_role(Role::Copy, RoleBasis::Corner);
        }
    }
}

/// Gives the role of an attachment to the signatures that have its form (C2). Words of another agency on an issued document
/// are its receipt.
pub(crate) fn assign_attachments(examined: &mut [Examined], pages: &SignedPages<'_, '_>) {
    let is_issue = |one: &Examined| matches!(one.report.role, Role::Person | Role::Agency);
    if examined.iter().any(is_issue) {
        return;
    }
    let candidates = examined.iter_mut().filter(|one| is_open_in_corner(one));
    for one in candidates.take(MAX_READ) {
        if words(one, pages).is_some_and(|words| names_document(&words)) {
            one.report.take_role(Role::Attachment, RoleBasis::Corner);
        }
    }
}

/// Gives the role of a person to those who approve in words alone (`Ký bởi: …`) before any agency
/// signs. Anyone may sign a number, a day or a note so: the words must name the holder, and the
/// certificate must surely be that of a person.
pub(crate) fn assign_approvals(examined: &mut [Examined], pages: &SignedPages<'_, '_>) {
    let issues = |one: &Examined| matches!(one.report.role, Role::Agency | Role::Numbering);
    let first_issue = examined.iter().position(issues);
    let before = first_issue.unwrap_or(examined.len());
    let candidates = examined.iter_mut().take(before);
    for one in candidates
        .filter(|one| may_approve_in_words(one))
        .take(MAX_READ)
    {
        let signer = one.report.signer.as_ref();
        let words = words(one, pages);
        let says_who = signer.zip(words).is_some_and(|(signer, words)| {
            let name = signer.subject_common_name();
            name.is_some_and(|name| tells_who(&words, name, &signer.subject_display()))
        });
        if says_who {
            one.report.take_role(Role::Person, RoleBasis::OwnName);
        }
    }
}

fn may_approve_in_words(one: &Examined) -> bool {
    let drawn = one.appearance.as_ref().map(|appearance| appearance.drawn);
    one.report.kind == SignatureKind::Signature
        && one.report.role == Role::Unknown
        && one.report.holder_kind == Some(HolderKind::Person)
        && drawn == Some(Drawn::Words)
}

/// Whether words hold a name of several words, and beside it only parts of the subject of the
/// certificate, a time, an address, and the labels of such lines. A signer who writes more may be
/// saying that he does not agree.
fn tells_who(words: &str, name: &str, subject: &str) -> bool {
    let (addresses, words): (Vec<&str>, Vec<&str>) = words
        .split_whitespace()
        .partition(|word| word.contains('@'));
    let [words, name, subject] = [words.join(" ").as_str(), name, subject].map(plain);
    let is_named = name.contains(' ') && format!(" {words} ").contains(&format!(" {name} "));
    let is_known = |word: &str| {
        word.chars().all(|letter| letter.is_ascii_digit())
            || LABELS.contains(&word)
            || subject.split(' ').any(|known| known == word)
    };
    is_named && addresses.len() < 2 && words.split(' ').all(is_known)
}

/// The words of labels around names and times, and of times.
const LABELS: [&str; 38] = [
    "ky",
    "boi",
    "so",
    "duoc",
    "nguoi",
    "ngay",
    "thang",
    "nam",
    "gio",
    "thoi",
    "gian",
    "luc",
    "vao",
    "chuc",
    "vu",
    "don",
    "vi",
    "co",
    "quan",
    "to",
    "email",
    "e",
    "mail",
    "thu",
    "dien",
    "tu",
    "cn",
    "o",
    "ou",
    "digitally",
    "signed",
    "by",
    "date",
    "time",
    "name",
    "email",
    "utc",
    "gmt",
];

/// Whether nothing else shows the role of a signature of an organisation in words in the corner.
fn is_open_in_corner(examined: &Examined) -> bool {
    let report = &examined.report;
    report.kind == SignatureKind::Signature
        && matches!(report.role, Role::Unknown | Role::Receipt)
        && is_organisation(examined)
        && is_in_corner(examined)
}

/// Whether it shows words alone, in the upper right corner of the first page.
fn is_in_corner(examined: &Examined) -> bool {
    const HIGHEST_PART: f64 = 0.25;
    let Some(appearance) = &examined.appearance else {
        return false;
    };
    let is_first = appearance.place.is_some_and(|place| place.page_index == 0);
    let is_in_corner = appearance
        .seen_at()
        .is_some_and(|area| area.centre_x() > 0.5 && area.centre_y() < HIGHEST_PART);
    appearance.drawn == Drawn::Words && is_first && is_in_corner
}

fn words(examined: &Examined, pages: &SignedPages<'_, '_>) -> Option<String> {
    let appearance = examined.appearance.as_ref()?;
    let (place, widget) = (appearance.place?, appearance.widget?);
    pages.words_of(examined.report.revision?, &place, widget)
}

/// Whether words may be number, symbol and time; a mere number or day says nothing.
fn names_document(words: &str) -> bool {
    const LEAST: usize = 6;
    plain(words).chars().filter(|letter| *letter != ' ').count() >= LEAST
}

/// The form of a copy that words name.
fn form_of(words: &str) -> Option<CopyForm> {
    let padded = format!(" {} ", plain(words));
    let mut forms = FORMS_OF_COPIES.iter();
    let found = forms.find(|(form, _)| padded.contains(form));
    found.map(|(_, form)| *form)
}

/// Words in small letters without any mark, with one blank between them.
pub(crate) fn plain(words: &str) -> String {
    let letters = words.nfd().flat_map(char::to_lowercase);
    let letters = letters.filter_map(|letter| match letter {
        'đ' => Some('d'),
        _ if unicode_normalization::char::is_combining_mark(letter) => None,
        _ if letter.is_alphanumeric() => Some(letter),
        _ => Some(' '),
    });
    let text: String = letters.collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The forms of copies (NĐ 30/2020 Điều 25; D1), between blanks.
const FORMS_OF_COPIES: [(&str, CopyForm); 3] = [
    (" sao y ", CopyForm::SaoY),
    (" sao luc ", CopyForm::SaoLuc),
    (" trich sao ", CopyForm::TrichSao),
];

/// Signatures of one file whose words are read.
const MAX_READ: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn approvals_in_words_name_their_holder() {
        for (said, name, is_named) in [
            (
                "Ký bởi: Trần Thị Minh Ánh Ngày ký: 20/11/2026",
                "Trần Thị Minh Ánh",
                true,
            ),
            ("TRẦN THỊ MINH ÁNH", "Trần Thị Minh Ánh", true),
            ("Tran Thi Minh Anh", "Trần Thị Minh Ánh", true),
            ("Ký bởi: Trần Thị Minh Ánhh", "Trần Thị Minh Ánh", false),
            ("05", "Trần Thị Minh Ánh", false),
            ("Đã kiểm tra", "Trần Thị Minh Ánh", false),
            (
                "Người ký: Trần Thị Minh Ánh Email: anh@thunghiem.vn Cơ quan: UBND tỉnh Thời gian ký: 20.11.2026 08:00:00 +07:00",
                "Trần Thị Minh Ánh",
                true,
            ),
            (
                "Trần Thị Minh Ánh không đồng ý ban hành",
                "Trần Thị Minh Ánh",
                false,
            ),
            (
                "Ký bởi: Đỗ Văn Giáp Trần Thị Minh Ánh",
                "Trần Thị Minh Ánh",
                false,
            ),
            ("Trần Thị Minh Ánh Đã kiểm tra", "Trần Thị Minh Ánh", false),
            ("Ánh", "Ánh", false),
            ("", "", false),
        ] {
            let subject = format!("CN={name},O=UBND tỉnh,C=VN");
            assert_eq!(tells_who(said, name, &subject), is_named, "{said}");
        }
    }

    #[test]
    fn words_of_copies_name_their_form() {
        for (words, form) in [
            ("SAO Y; UBND TỈNH THỬ NGHIỆM", Some(CopyForm::SaoY)),
            ("Sao y bản chính", Some(CopyForm::SaoY)),
            ("sao lu\u{323}c", Some(CopyForm::SaoLuc)),
            ("TRÍCH  SAO", Some(CopyForm::TrichSao)),
            ("trich sao: Điều 1", Some(CopyForm::TrichSao)),
            ("05/QĐ-UBND; 20/11/2026 08:00:00", None),
            ("Ngôi sao yêu thương", None),
        ] {
            assert_eq!(form_of(words), form, "{words}");
        }
    }

    #[test]
    fn a_number_or_a_day_alone_names_no_document() {
        assert!(names_document("05/QĐ-UBND; 20/11/2026 08:00:00"));
        let unread = "\u{fffd}".repeat(7);
        for words in ["", "20", unread.as_str()] {
            assert!(!names_document(words), "{words}");
        }
    }
}

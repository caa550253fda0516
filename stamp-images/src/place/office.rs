//! Words around the gap of a signature block that are neither title in capitals nor name.

use crate::words::fold;

/// Whether a line is an office as it is written in a sentence, such as `Phó Chánh Văn phòng`: a few words that begin with
/// that of an office, and end without a mark.
pub(super) fn reads_as_office(line: &str) -> bool {
    const WORDS: usize = 12;
    let begins_with_capital = line.chars().next().is_some_and(char::is_uppercase);
    let ends_open = line.trim_end().chars().next_back();
    let ends_open = ends_open.is_some_and(|last| last.is_alphanumeric() || last == ')');
    let folded = fold(line).replace("uỷ", "ủy");
    let begins = |office: &&str| {
        let rest = folded.strip_prefix(*office);
        rest.is_some_and(|rest| rest.chars().next().is_none_or(|next| !next.is_alphabetic()))
    };
    let is_short = folded.split(' ').count() <= WORDS;
    begins_with_capital && ends_open && is_short && OFFICES.iter().any(begins)
}

/// Whether a line says that the original is signed, as copies do: `(Đã ký)`, in whatever letters and brackets, with and
/// without tone marks.
pub(super) fn says_signed(line: &str) -> bool {
    // Most lines of a page are longer: no need to compose them.
    let mut letters = line.chars().filter(|character| character.is_alphanumeric());
    if letters.nth(LONGEST).is_some() {
        return false;
    }
    let folded = fold(line);
    let letters = folded.trim_matches(|character: char| !character.is_alphanumeric());
    SIGNED.contains(&letters)
}

/// How the offices of those who sign begin.
const OFFICES: [&str; 25] = [
    "phó",
    "chánh",
    "trưởng",
    "quyền",
    "tổng",
    "giám đốc",
    "chủ tịch",
    "chủ nhiệm",
    "bí thư",
    "ủy viên",
    "thư ký",
    "bộ trưởng",
    "thứ trưởng",
    "thủ trưởng",
    "cục trưởng",
    "chi cục trưởng",
    "vụ trưởng",
    "viện trưởng",
    "hiệu trưởng",
    "đội trưởng",
    "hạt trưởng",
    "kế toán trưởng",
    "chỉ huy trưởng",
    "người đứng đầu",
    "người đại diện",
];

/// Letters of the longest of [`SIGNED`], and some more.
const LONGEST: usize = 32;
/// What copies say of the original.
const SIGNED: [&str; 20] = [
    "đã ký",
    "đã kí",
    "đả ký",
    "da ky",
    "da ki",
    "ký",
    "kí",
    "đã ký tên",
    "đã kí tên",
    "đã ký số",
    "đã kí số",
    "đã ký, đóng dấu",
    "đã kí, đóng dấu",
    "đã ký và đóng dấu",
    "đã kí và đóng dấu",
    "đã ký tên, đóng dấu",
    "da ky, dong dau",
    "đã duyệt",
    "đã phê duyệt",
    "signed",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_begin_with_their_words() {
        for office in [
            "Phó Chánh Văn phòng",
            "Ủy viên Ban Thường vụ Tỉnh ủy",
            "Uỷ viên",
            "Chủ tịch Hội đồng (kiêm nhiệm)",
        ] {
            assert!(reads_as_office(office), "{office}");
        }
        for other in [
            "phó chánh văn phòng",
            "Chủ tịch tỉnh quyết định:",
            "Vũ Trưởng Giang",
            "Tống Văn An",
            "Phóng viên thường trú",
            "Nơi nhận",
            "Trưởng phòng, các đơn vị có liên quan chịu trách nhiệm thi hành quyết định này kể từ ngày ký",
        ] {
            assert!(!reads_as_office(other), "{other}");
        }
    }

    #[test]
    fn copies_say_that_the_original_is_signed() {
        for mark in [
            "(Đã ký)",
            "( đã kí )",
            "ĐÃ KÝ",
            "[Da ky]",
            "(Đa\u{303} ky\u{301})",
            "“Đã ký”",
            "(Đã ký, đóng dấu)",
            "(Signed)",
        ] {
            assert!(says_signed(mark), "{mark}");
        }
        for other in ["Đã ký hợp đồng", "Ký thay", "", "()", "Kỷ"] {
            assert!(!says_signed(other), "{other}");
        }
    }
}

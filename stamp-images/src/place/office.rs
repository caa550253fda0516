//! Words around the gap of a signature block that are neither title in capitals nor name.

use crate::words::fold;

/// Whether a line is an office as it is written in a sentence, such as `Phó Chánh Văn phòng`: a few
/// words that begin with the word of an office, and end without a mark; perhaps all of them in
/// brackets.
pub(super) fn reads_as_office(line: &str) -> bool {
    const WORDS: usize = 12;
    let within = line.trim().strip_prefix('(');
    let line = within
        .and_then(|line| line.strip_suffix(')'))
        .unwrap_or(line);
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

/// Whether a line is a rank, or an academic degree, such as `Thượng tá, Tiến sĩ`.
pub(super) fn reads_as_rank(line: &str) -> bool {
    const WORDS: usize = 8;
    let folded = fold(line).replace("uý", "úy");
    let words = words_of(&folded);
    let begins = words.first().zip(words.get(1)).is_some_and(|(one, two)| {
        let ranked = RANKS.contains(one) && GRADES.contains(two);
        ranked || DEGREES.contains(&format!("{one} {two}").as_str())
    });
    let is_short = words
        .first()
        .is_some_and(|word| SHORT_DEGREES.contains(word));
    let known = |word: &&str| {
        let lists = [&RANKS[..], &GRADES, &SHORT_DEGREES];
        lists.iter().any(|list| list.contains(word))
            || DEGREES
                .iter()
                .any(|degree| degree.split(' ').any(|part| part == *word))
    };
    (begins || is_short) && words.len() <= WORDS && words.iter().all(known)
}

/// Whether a line says that the original is signed, as copies do: `(Đã ký)`, in whatever letters and brackets, with and
/// without tone marks; or how to sign, as forms do: `(Ký, ghi rõ họ tên)`.
pub(super) fn says_signed(line: &str) -> bool {
    // Lines of text are longer: no need to compose them.
    let mut letters = line.chars().filter(|character| character.is_alphanumeric());
    if letters.nth(LONGEST).is_some() {
        return false;
    }
    let folded = fold(line);
    let letters = folded.trim_matches(|character: char| !character.is_alphanumeric());
    SIGNED.contains(&letters) || asks_to_sign(&folded)
}

/// Words in brackets, which may be closed on the next line, or three that begin with `ký`, all of them of such a demand.
fn asks_to_sign(folded: &str) -> bool {
    let words = words_of(folded);
    let is_in_brackets = folded.starts_with(['(', '[']) || folded.ends_with([')', ']']);
    let begins = words
        .first()
        .is_some_and(|word| ["ký", "kí"].contains(word));
    let names_it = |word: &&str| ["ký", "kí", "tên", "dấu"].contains(word);
    (is_in_brackets || begins && words.len() > 2)
        && words.iter().any(names_it)
        && words.iter().all(|word| DEMANDS.contains(word))
}

/// The text without the parts in brackets, if there are any around less than all of it.
pub(super) fn outside_brackets(text: &str) -> Option<String> {
    const LETTERS: usize = 4;
    let mut depth = 0_usize;
    let outside = text.chars().filter(|character| {
        let was = depth;
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        was == 0 && depth == 0
    });
    let outside: String = outside.collect();
    let letters = outside
        .chars()
        .filter(|character| character.is_alphabetic());
    (letters.count() >= LETTERS && outside.len() < text.len()).then_some(outside)
}

fn words_of(text: &str) -> Vec<&str> {
    let words = text.split(|character: char| !character.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect()
}

const RANKS: [&str; 5] = ["đại", "thượng", "trung", "thiếu", "chuẩn"];
const GRADES: [&str; 8] = ["tướng", "tá", "úy", "sĩ", "sỹ", "đô", "đốc", "nghiệp"];

/// Degrees and honours of those who sign.
const DEGREES: [&str; 14] = [
    "giáo sư",
    "phó giáo",
    "tiến sĩ",
    "tiến sỹ",
    "thạc sĩ",
    "thạc sỹ",
    "bác sĩ",
    "bác sỹ",
    "dược sĩ",
    "kỹ sư",
    "luật sư",
    "chuyên khoa",
    "nhà giáo",
    "ưu tú",
];
const SHORT_DEGREES: [&str; 13] = [
    "gs", "pgs", "ts", "tskh", "ths", "bs", "bscki", "bsckii", "ckii", "cki", "ds", "ks", "ls",
];

/// Words of demands to sign.
const DEMANDS: [&str; 25] = [
    "ký", "kí", "tên", "ghi", "rõ", "họ", "và", "đóng", "dấu", "chữ", "đã", "số", "điện", "tử",
    "chức", "vụ", "danh", "đầy", "đủ", "cấp", "bậc", "hàm", "nếu", "có", "trực",
];

/// How the offices of those who sign begin.
const OFFICES: [&str; 34] = [
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
    "người lập",
    "đại diện",
    "phụ trách",
    "thẩm phán",
    "tư lệnh",
    "chính ủy",
    "tham mưu trưởng",
    "kiểm soát viên",
    "thành viên",
];

/// Letters of the longest demand in one line, and some more.
const LONGEST: usize = 80;
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
            "(Giám đốc Sở Nội vụ)",
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
    fn ranks_are_known_words() {
        for rank in [
            "Đại tá",
            "THƯỢNG TÁ",
            "Thiếu uý",
            "Trung tướng",
            "Thượng tá, Tiến sĩ",
            "PGS.TS",
            "ThS.",
            "Bác sĩ chuyên khoa",
        ] {
            assert!(reads_as_rank(rank), "{rank}");
        }
        for other in [
            "",
            "Trần Trung Sĩ",
            "Đại diện",
            "Trung tâm",
            "Nhà văn",
            "Ts. Lê Văn An",
        ] {
            assert!(!reads_as_rank(other), "{other}");
        }
    }

    #[test]
    fn forms_say_how_to_sign() {
        for demand in [
            "(Ký, ghi rõ họ tên)",
            "(Ký tên, đóng dấu)",
            "(Ký, họ và tên)",
            "(Ký, ghi rõ họ tên, cấp bậc",
            "(Ký, ghi rõ họ và tên, chức vụ, cấp bậc, hàm và đóng dấu)",
            "và đóng dấu)",
            "Ký và ghi rõ họ tên",
            "(chữ ký, dấu)",
        ] {
            assert!(says_signed(demand), "{demand}");
        }
        for other in [
            "(Kỳ họp thứ 5)",
            "Đóng dấu",
            "(Chủ tịch)",
            "Họ và tên",
            "(có dấu hiệu)",
        ] {
            assert!(!says_signed(other), "{other}");
        }
    }

    #[test]
    fn brackets_are_left_out_beside_other_words() {
        let outside = outside_brackets("GIÁM ĐỐC (phụ trách)");
        assert_eq!(outside.as_deref(), Some("GIÁM ĐỐC "));
        for text in ["(Chủ tịch Hội đồng)", "GIÁM ĐỐC", "II (tiếp theo)"] {
            assert_eq!(outside_brackets(text), None, "{text}");
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

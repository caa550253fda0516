//! Whether the name printed under a signature is that of the certificate: a remark, because a signer may have been
//! chosen wrongly, or a name be written in another way (A2, F2).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether two names are the same for a reader: in NFC, whatever their case, titles before them, what stands in
/// parentheses, and on which vowel a tone is written (`Hòa`, `Hoà`). A certificate in plain ASCII has no marks to compare.
pub(crate) fn is_same(printed: &str, certified: &str) -> bool {
    let plain = certified.is_ascii();
    let [printed, certified] = [printed, certified].map(|name| {
        let words = words(name);
        words
            .iter()
            .map(|word| spelled(word, plain))
            .collect::<Vec<_>>()
    });
    !printed.is_empty() && printed == certified
}

/// The words of a name in lower case, without titles and parentheses.
fn words(name: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let outside = name.nfc().filter(|letter| match letter {
        '(' => {
            depth += 1;
            false
        }
        ')' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    let text: String = outside.flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = text
        .split([' ', '\u{a0}', '.', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let title = |word: &&&str| TITLES.contains(*word);
    let titles = words.iter().take_while(title).count();
    // A name that consists of titles only is none.
    let rest = words.get(titles..).unwrap_or_default();
    rest.iter().map(|word| (*word).to_owned()).collect()
}

/// Letters, then tones; with `plain` letters without any mark.
fn spelled(word: &str, plain: bool) -> (String, Vec<char>) {
    let mut tones = Vec::new();
    let mut letters = String::new();
    for letter in word.nfd() {
        match letter {
            'đ' if plain => letters.push('d'),
            _ if plain && is_combining_mark(letter) => {}
            _ if TONES.contains(&letter) => tones.push(letter),
            _ => letters.push(letter),
        }
    }
    (letters, tones)
}

/// Grave, acute, tilde, hook above, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Ranks, degrees and forms of address that stand before names.
const TITLES: [&str; 34] = [
    "ông",
    "bà",
    "gs",
    "pgs",
    "ts",
    "ths",
    "tskh",
    "cn",
    "ks",
    "kts",
    "bs",
    "bscki",
    "bsckii",
    "ds",
    "luật",
    "sư",
    "ls",
    "nsnd",
    "nsưt",
    "ngnd",
    "ngưt",
    "đ/c",
    "đại",
    "thượng",
    "trung",
    "thiếu",
    "tướng",
    "tá",
    "úy",
    "uý",
    "mr",
    "mrs",
    "ms",
    "dr",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_write_one_name() {
        for (printed, certified) in [
            ("Trần Thị Minh Ánh", "Trần Thị Minh Ánh"),
            ("TRẦN THỊ MINH ÁNH", "Trần Thị Minh Ánh (KIỂM THỬ)"),
            ("Tra\u{302}\u{300}n Thị Minh Ánh", "Trần Thị Minh Ánh"),
            ("PGS.TS. Lê Hòa", "Lê Hoà"),
            ("Thượng tá Nguyễn Văn Thuý", "Nguyễn Văn Thúy"),
            ("Đặng Văn Đức", "Dang Van Duc"),
        ] {
            assert!(is_same(printed, certified), "{printed} / {certified}");
        }
    }

    #[test]
    fn names_of_different_people() {
        for (printed, certified) in [
            ("Trần Thị Minh Ánh", "Trần Thị Minh Anh"),
            ("Trần Thị Minh Ánh", "Nguyễn Văn A"),
            ("Trần Thị Minh Ánh", "UBND tỉnh Quảng Ninh"),
            ("Trần Thị Minh Ánh", "Tran Thi Minh"),
            ("Ông", "Bà"),
            ("", ""),
        ] {
            assert!(!is_same(printed, certified), "{printed} / {certified}");
        }
    }
}

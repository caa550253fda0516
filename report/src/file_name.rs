//! Names of files that agencies exchange (I2).

use kyso_words::{Lang, Localized, words};

/// How a file name differs from what every system of agencies carries: 50 letters without marks and digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileNameFault {
    /// It is longer.
    TooLong {
        /// Letters, the ending included.
        letters: usize,
    },
    /// It has another letter.
    Letter {
        /// The first one.
        letter: char,
    },
}

/// Compares the name of a file, without folders and with its ending, with rule I2. Hyphens, underscores and dots may divide it: the
/// rule forbids "special characters", and these are none to any file system.
///
/// # Errors
/// [`FileNameFault`].
pub fn check_file_name(name: &str) -> Result<(), FileNameFault> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    if let Some(letter) = name.chars().find(|letter| !is_plain(*letter)) {
        return Err(FileNameFault::Letter { letter });
    }
    match name.chars().count() {
        letters if letters > LONGEST => Err(FileNameFault::TooLong { letters }),
        _ => Ok(()),
    }
}

impl std::fmt::Display for FileNameFault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.words(Lang::En))
    }
}

impl Localized for FileNameFault {
    fn vietnamese(&self) -> String {
        self.words(Lang::Vi)
    }
}

impl FileNameFault {
    fn words(&self, lang: Lang) -> String {
        match self {
            Self::TooLong { letters } => words!(
                lang,
                "tên tệp dài {} ký tự; tệp gửi, nhận nên có tên không quá {} ký tự (I2)",
                "the file name has {} letters; files that are sent should have {} at most (I2)",
                letters,
                LONGEST
            ),
            Self::Letter { letter } => words!(
                lang,
                "tên tệp có ký tự “{}”; tệp gửi, nhận nên có tên chỉ gồm chữ không dấu, chữ số, và dấu - _ . (I2)",
                "the file name has the character “{}”; names of files that are sent should have letters without marks, digits, and - _ . alone (I2)",
                letter
            ),
        }
    }
}

/// Letters of a file name (I2).
const LONGEST: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_fifty_plain_letters() {
        let name = |letters: usize| format!("{}.pdf", "a".repeat(letters - 4));
        assert_eq!(check_file_name(&name(50)), Ok(()));
        let long = FileNameFault::TooLong { letters: 51 };
        assert_eq!(check_file_name(&name(51)), Err(long));
        assert_eq!(check_file_name("Quyet-dinh_05.signed.pdf"), Ok(()));
        for (name, letter) in [("Quyết định.pdf", 'ế'), ("a b.pdf", ' '), ("a(1).pdf", '(')]
        {
            assert_eq!(check_file_name(name), Err(FileNameFault::Letter { letter }));
        }
    }
}

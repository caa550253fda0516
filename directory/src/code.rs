//! Codes of organisations in both forms (J1).

/// Whether a text is a code: of QCVN 102:2016/BTTTT, where the highest level comes last (`000.00.15.H47`), or of Decision
/// 09/2025/QĐ-TTg, where it comes first (`H47.15.01`).
pub(crate) fn is_code(text: &str) -> bool {
    form(text).is_some()
}

/// The two forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeForm {
    /// QCVN 102:2016/BTTTT.
    HighestLast,
    /// Decision 09/2025/QĐ-TTg.
    HighestFirst,
}

/// Which form a code has; `None` for what is no code.
pub(crate) fn form(text: &str) -> Option<CodeForm> {
    let groups: Vec<&str> = text.split('.').collect();
    match groups.as_slice() {
        [unit, division, office, highest]
            if is_number(unit, 3)
                && is_number(division, 2)
                && is_number(office, 2)
                && is_highest(highest) =>
        {
            Some(CodeForm::HighestLast)
        }
        [highest, lower @ ..] if text.len() <= LONGEST && is_highest(highest) => {
            let is_level = |group: &&str| {
                !group.is_empty() && group.bytes().all(|letter| letter.is_ascii_alphanumeric())
            };
            lower.iter().all(is_level).then_some(CodeForm::HighestFirst)
        }
        _ => None,
    }
}

/// A letter and two digits, such as `H47`.
fn is_highest(group: &str) -> bool {
    let (letter, number) = group.split_at_checked(1).unwrap_or_default();
    letter.bytes().all(|letter| letter.is_ascii_uppercase()) && is_number(number, 2)
}

fn is_number(group: &str, digits: usize) -> bool {
    group.len() == digits && group.bytes().all(|digit| digit.is_ascii_digit())
}

/// Letters of a code of Decision 09/2025/QĐ-TTg with its dots.
const LONGEST: usize = 35;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_one_of_two_forms() {
        for code in ["000.00.15.H47", "000.00.00.G14", "001.02.03.H01"] {
            assert_eq!(form(code), Some(CodeForm::HighestLast), "{code}");
        }
        for code in ["H47", "H47.15", "H47.15.01", "G14.101.2"] {
            assert_eq!(form(code), Some(CodeForm::HighestFirst), "{code}");
        }
        let long = format!("H47{}", ".15".repeat(11));
        for odd in [
            "",
            "H4",
            "h47.15",
            "47.15.H",
            "000.00.15",
            "000.00.15.47",
            "00.00.15.H47",
            "H47..15",
            "H47.15.",
            "H47.é",
            &long,
        ] {
            assert_eq!(form(odd), None, "{odd}");
        }
    }
}

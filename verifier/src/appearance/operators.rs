//! Operators of contents, and what they begin and end (ISO 32000-2, annex A).

use kyso_pdf::Operation;

/// Whether every program goes back by each `Q` to a state that these operators saved, and all that
/// they begin is ended: a path, a clipping, a text, marked content. States that are left do no harm.
pub(crate) fn ends_what_it_begins(operations: &[Operation]) -> bool {
    let mut begun = Begun::default();
    let mut operations = operations.iter();
    operations.all(|operation| begun.goes_on(&operation.operator).is_some()) && begun.is_nothing()
}

/// What a content has begun and not ended.
#[derive(Debug, Default)]
struct Begun {
    states: usize,
    marked: usize,
    is_text: bool,
    /// A path, or a clipping by the next one.
    is_path: bool,
}

impl Begun {
    fn is_nothing(&self) -> bool {
        !self.is_path && !self.is_text && self.marked == 0
    }

    /// Nothing for a `Q` or `EMC` that ends what was not begun, and for what is no operator.
    fn goes_on(&mut self, operator: &[u8]) -> Option<()> {
        match operator {
            b"q" => self.states += 1,
            b"Q" => self.states = self.states.checked_sub(1)?,
            b"BMC" | b"BDC" => self.marked += 1,
            b"EMC" => self.marked = self.marked.checked_sub(1)?,
            b"BT" => self.is_text = true,
            b"ET" => self.is_text = false,
            b"m" | b"l" | b"c" | b"v" | b"y" | b"h" | b"re" | b"W" | b"W*" => self.is_path = true,
            b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n" => {
                self.is_path = false;
            }
            other => return is_known(other).then_some(()),
        }
        Some(())
    }
}

/// Whether an operator sets or builds something, and paints nothing itself
/// (ISO 32000-2, annex A).
pub(crate) fn paints_nothing(operator: &[u8]) -> bool {
    const SILENT: [&str; 53] = [
        "q", "Q", "cm", "w", "J", "j", "M", "d", "ri", "i", "gs", "m", "l", "c", "v", "y", "h",
        "re", "n", "W", "W*", "BMC", "BDC", "EMC", "MP", "DP", "BX", "EX", "BT", "ET", "Tc", "Tw",
        "Tz", "TL", "Tf", "Tr", "Ts", "Td", "TD", "Tm", "T*", "g", "G", "rg", "RG", "k", "K", "cs",
        "CS", "sc", "SC", "scn", "SCN",
    ];
    SILENT.iter().any(|silent| silent.as_bytes() == operator)
}

/// Whether an operator is one of ISO 32000-2, annex A.
fn is_known(operator: &[u8]) -> bool {
    const PAINTING: [&str; 18] = [
        "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", "\"", "d0",
        "d1", "BI",
    ];
    paints_nothing(operator) || PAINTING.iter().any(|name| name.as_bytes() == operator)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a content ends all that it begins.
    fn ends_all(content: &str) -> Option<bool> {
        let mut begun = Begun::default();
        for operator in content.split(' ') {
            begun.goes_on(operator.as_bytes())?;
        }
        Some(begun.is_nothing())
    }

    #[test]
    fn what_is_left_begun_is_found() {
        for content in [
            "q re W n Q",
            "BMC q BT Tf Tj ET Q EMC",
            "q q re f Q",
            "re S re f*",
        ] {
            assert_eq!(ends_all(content), Some(true), "{content}");
        }
        for content in [
            "re",
            "re f W",
            "m l W*",
            "BT Tr Tj",
            "BDC re f",
            "BMC BMC EMC",
        ] {
            assert_eq!(ends_all(content), Some(false), "{content}");
        }
        for content in ["Q", "q Q Q", "EMC", "QQ"] {
            assert_eq!(ends_all(content), None, "{content}");
        }
    }
}

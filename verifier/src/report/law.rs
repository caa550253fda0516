//! Which rules govern a document, by the day on which it was signed (rules 0.1, 0.2): circulars are
//! repealed, and their demands on documents of their time remain.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use kyso_words::{Lang, vietnam};

use super::{Report, SignatureKind};

/// A rule, and from when until when it is in force.
struct Rule {
    vi: &'static str,
    en: &'static str,
    from: Date,
    /// The first day on which it is not.
    until: Option<Date>,
}

/// The rules in the order in which they are named.
const RULES: [Rule; 4] = [
    Rule {
        vi: "Nghị định 68/2024/NĐ-CP, Điều 29–33",
        en: "Decree 68/2024/NĐ-CP, articles 29–33",
        from: date(2024, 8, 15),
        until: None,
    },
    Rule {
        vi: "Thông tư 41/2017/TT-BTTTT, Điều 7–9",
        en: "Circular 41/2017/TT-BTTTT, articles 7–9",
        from: date(2018, 2, 5),
        until: Some(REPEAL),
    },
    Rule {
        vi: "Thông tư 15/2025/TT-BKHCN, Điều 5–6",
        en: "Circular 15/2025/TT-BKHCN, articles 5–6",
        from: REPEAL,
        until: None,
    },
    Rule {
        vi: "Nghị định 30/2020/NĐ-CP, Điều 5 và Phụ lục I",
        en: "Decree 30/2020/NĐ-CP, article 5 and annex I",
        from: date(2020, 3, 5),
        until: None,
    },
];

/// When circular 41/2017 was repealed (circular 59/2026/TT-BKHCN, article 1.3).
const REPEAL: Date = date(2026, 11, 15);

impl Report {
    /// The rules that govern the document by the day of its last signature, or of the check where no time is stated:
    /// `Nghị định 68/2024/NĐ-CP, Điều 29–33`, …, `ETSI EN 319 102-1`. Timestamps that keep a document for later are no signing.
    #[must_use]
    pub fn rules(&self, lang: Lang) -> Vec<&'static str> {
        let signatures = self.signatures.iter();
        let signatures = signatures.filter(|one| one.kind == SignatureKind::Signature);
        let signed = signatures.filter_map(|one| one.signing_time.value).max();
        in_force(signed.unwrap_or(self.checked_at), lang)
    }
}

fn in_force(at: Timestamp, lang: Lang) -> Vec<&'static str> {
    let day = at.to_zoned(vietnam()).date();
    let rules = RULES
        .iter()
        .filter(|rule| rule.from <= day && rule.until.is_none_or(|until| day < until));
    let names = rules.map(|rule| lang.pick(rule.vi, rule.en));
    names.chain(["ETSI EN 319 102-1"]).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn of(day: &str) -> String {
        let at = format!("{day}T00:00:00+07:00").parse().unwrap();
        in_force(at, Lang::Vi).join("; ")
    }

    #[test]
    fn a_repealed_circular_governs_documents_of_its_time_only() {
        let before = of("2026-11-14");
        assert!(
            before.contains("41/2017") && before.contains("68/2024"),
            "{before}"
        );
        assert!(!before.contains("15/2025"), "{before}");
        let after = of("2026-11-15");
        assert!(!after.contains("41/2017"), "{after}");
        assert!(
            after.contains("15/2025") && after.contains("68/2024"),
            "{after}"
        );
        let old = of("2021-06-01");
        assert!(old.contains("41/2017") && old.contains("30/2020"), "{old}");
        assert!(!old.contains("68/2024"), "{old}");
    }
}

//! The words for what a directory says.

use jiff::civil::Date;
use kyso_words::{Lang, words};

use super::{Effect, Mandate, NamedHolder, NamedOrganisation, SigningForm, Standing};

impl NamedHolder {
    /// What people read of it, in one line: the authority that was in effect at the signing time, or that none was.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match &self.standing {
            Standing::Organisation(_) => self.brief(lang),
            Standing::Person { name, .. } => format!("{name} – {}", self.brief(lang)),
        }
    }

    /// The same without the name of a person, for a line below his name.
    #[must_use]
    pub fn brief(&self, lang: Lang) -> String {
        match &self.standing {
            Standing::Organisation(organisation) => {
                let state = self.state(organisation.effect, organisation.term.until, lang);
                format!("{}; {state}", organisation.text())
            }
            Standing::Person { mandates, .. } => self.authorities(mandates, lang),
        }
    }

    /// Those that were in effect; where none was, all.
    fn authorities(&self, mandates: &[Mandate], lang: Lang) -> String {
        let in_effect = mandates.iter().filter(|one| one.effect == Effect::InEffect);
        let mut shown: Vec<&Mandate> = in_effect.collect();
        if shown.is_empty() {
            shown = mandates.iter().collect();
        }
        if shown.is_empty() {
            let none = lang.pick(
                "danh bạ không ghi thẩm quyền ký nào",
                "the directory gives no authority to sign",
            );
            return none.to_owned();
        }
        let each = shown.iter().take(MOST_SHOWN).map(|one| {
            let state = self.state(one.effect, one.term.until, lang);
            format!("{}: {state}", one.text())
        });
        let more = match shown.len().saturating_sub(MOST_SHOWN) {
            0 => None,
            more => Some(words!(lang, "và {} mục khác", "and {} more", more)),
        };
        let each: Vec<String> = each.chain(more).collect();
        each.join("; ")
    }

    /// How days lay to the signing time, and whether they have ended since.
    fn state(&self, effect: Effect, until: Option<Date>, lang: Lang) -> String {
        let day = |day: Date| day.strftime("%d/%m/%Y");
        match (effect, until) {
            (Effect::InEffect, Some(until)) if until < self.seen_on => words!(
                lang,
                "có hiệu lực khi ký, đã kết thúc sau đó (đến hết {})",
                "in effect when signed, ended since (until {})",
                day(until)
            ),
            (Effect::InEffect, _) => lang
                .pick("có hiệu lực khi ký", "in effect when signed")
                .to_owned(),
            (Effect::NotBegun { from }, _) => words!(
                lang,
                "chưa có hiệu lực khi ký (từ {})",
                "not yet in effect when signed (from {})",
                day(from)
            ),
            (Effect::Ended { until }, _) => words!(
                lang,
                "đã kết thúc trước khi ký (đến hết {})",
                "ended before it was signed (until {})",
                day(until)
            ),
        }
    }
}

impl Mandate {
    /// `KT. PHÓ GIÁM ĐỐC`: form and title.
    #[must_use]
    pub fn full_title(&self) -> String {
        match self.form {
            SigningForm::Own => self.title.clone(),
            form => format!("{} {}", form.as_str(), self.title),
        }
    }

    /// Form, title and organisation.
    fn text(&self) -> String {
        format!("{}, {}", self.full_title(), self.organisation.text())
    }
}

impl NamedOrganisation {
    /// The name with the code, where there is one.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.code {
            Some(code) => format!("{} ({code})", self.name),
            None => self.name.clone(),
        }
    }
}

/// Authorities of one person that a line names.
const MOST_SHOWN: usize = 4;

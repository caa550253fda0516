//! What the directory of an agency says of the holder of a certificate: names, titles, authority (A5).
//!
//! A certificate carries no title, so what a person may sign for follows from the agency's own directory and from the day of the
//! signature. This module has the words that a directory answers in. It decides nothing: no verdict depends on a directory.

mod text;

use jiff::Timestamp;
use jiff::civil::Date;
use kyso_pki::Certificate;
use kyso_words::vietnam;

/// Who knows the holders of certificates.
pub trait HolderDirectory {
    /// What is known of the holder of `certificate`, with what is in effect at `at`; `None` where it is unknown.
    ///
    /// A caller asks only about certificates with a path to a trust anchor: an entry may name a certificate by issuer and number.
    fn standing(&self, certificate: &Certificate, at: Timestamp) -> Option<Standing>;
}

/// The holder of a certificate as a directory knows him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// A person, with every authority that he has, had or will have.
    Person {
        /// Full name.
        name: String,
        /// In the order of the directory.
        mandates: Vec<Mandate>,
    },
    /// An agency or another organisation.
    Organisation(NamedOrganisation),
}

/// The authority of a person to sign for an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    /// The organisation.
    pub organisation: NamedOrganisation,
    /// Title as it is printed above the name, such as `PHÓ GIÁM ĐỐC`.
    pub title: String,
    /// In which form (A4).
    pub form: SigningForm,
    /// Its days: those that the directory gives, within those of the organisation.
    pub term: Term,
    /// Whether it is in effect at the time that was asked about.
    pub effect: Effect,
}

/// An organisation of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedOrganisation {
    /// Its name in the directory, by which two are the same.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its code at the time that was asked about (J1).
    pub code: Option<String>,
    /// Its days.
    pub term: Term,
    /// Whether it exists at the time that was asked about.
    pub effect: Effect,
}

/// Days in Vietnam from the first to the last, both included; an end that is open is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Term {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

/// How days lie to a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The moment is on one of them.
    InEffect,
    /// They begin later.
    NotBegun {
        /// The first day.
        from: Date,
    },
    /// They are over.
    Ended {
        /// The last day.
        until: Date,
    },
}

/// The form in which a person signs (A4; Decree 30/2020/NĐ-CP, annex I, part I, II.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningForm {
    /// The head signs, with nothing before the title.
    Own,
    /// `TM.`: on behalf of a collective.
    OnBehalf,
    /// `KT.`: a deputy in the place of the head.
    InPlace,
    /// `TL.`: by order of the head.
    ByOrder,
    /// `TUQ.`: by authorisation of the head.
    Authorised,
    /// `Q.`: acting head.
    Acting,
}

impl Term {
    /// How its days lie to a moment.
    #[must_use]
    pub fn effect(&self, at: Timestamp) -> Effect {
        let day = at.to_zoned(vietnam()).date();
        match (self.from, self.until) {
            (Some(from), _) if day < from => Effect::NotBegun { from },
            (_, Some(until)) if day > until => Effect::Ended { until },
            _ => Effect::InEffect,
        }
    }

    /// The days that both have; they may be none, with a last day before the first.
    #[must_use]
    pub fn within(&self, other: &Self) -> Self {
        let latest = |one: Option<Date>, other: Option<Date>| one.max(other);
        let until = match (self.until, other.until) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self {
            from: latest(self.from, other.from),
            until,
        }
    }

    /// Whether it has no day at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if until < from)
    }
}

impl SigningForm {
    /// All forms.
    pub const ALL: [Self; 6] = [
        Self::Own,
        Self::OnBehalf,
        Self::InPlace,
        Self::ByOrder,
        Self::Authorised,
        Self::Acting,
    ];

    /// As it is printed; empty for [`SigningForm::Own`].
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "",
            Self::OnBehalf => "TM.",
            Self::InPlace => "KT.",
            Self::ByOrder => "TL.",
            Self::Authorised => "TUQ.",
            Self::Acting => "Q.",
        }
    }
}

/// What a directory says of the signer of one signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedHolder {
    /// As of the signing time.
    pub standing: Standing,
    /// The day in Vietnam on which the report looks at the file: what was in effect and has ended by then is of its time.
    pub(crate) seen_on: Date,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jiff::civil::date;

    use super::*;

    /// The days are those of Vietnam, seven hours ahead of UTC (E6).
    #[test]
    fn first_and_last_day_belong_to_a_term() {
        let term = Term {
            from: Some(date(2025, 7, 1)),
            until: Some(date(2026, 6, 30)),
        };
        let effect = |at: &str| term.effect(at.parse().unwrap());
        let from = date(2025, 7, 1);
        assert_eq!(effect("2025-06-30T16:59:59Z"), Effect::NotBegun { from });
        assert_eq!(effect("2025-06-30T17:00:00Z"), Effect::InEffect);
        assert_eq!(effect("2026-06-30T16:59:59Z"), Effect::InEffect);
        let until = date(2026, 6, 30);
        assert_eq!(effect("2026-06-30T17:00:00Z"), Effect::Ended { until });
        assert_eq!(
            Term::default().effect(Timestamp::UNIX_EPOCH),
            Effect::InEffect
        );
    }

    #[test]
    fn a_term_within_another_has_the_days_of_both() {
        let term = |from, until| Term { from, until };
        let (a, b, c) = (date(2020, 1, 1), date(2022, 1, 1), date(2024, 1, 1));
        let open = Term::default();
        assert_eq!(open.within(&term(Some(a), Some(b))), term(Some(a), Some(b)));
        assert_eq!(
            term(Some(a), None).within(&term(Some(b), Some(c))),
            term(Some(b), Some(c))
        );
        let apart = term(None, Some(a)).within(&term(Some(b), None));
        assert!(apart.is_empty());
        assert!(!term(Some(a), Some(a)).is_empty());
    }
}

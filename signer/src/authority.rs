//! Whether the person who signed had the authority to, by the directory of the agency that issues (A4, A5).
//!
//! A valid signature proves who signed, not that he may sign for this agency: the certificate carries no title. The check comes
//! after the gate (B3), before a key is used.

mod text;

use jiff::Timestamp;
use jiff::civil::Date;
use kyso_pki::Certificate;
use kyso_verifier::{
    Effect, FormDetail, HolderDirectory, Mandate, NamedOrganisation, SignatureReport, SigningForm,
    Standing,
};
use unicode_normalization::UnicodeNormalization;

/// The directory that is asked, and what a doubt means.
#[derive(Clone, Copy)]
pub struct AuthorityCheck<'a> {
    /// Who knows the holders of certificates.
    pub directory: &'a dyn HolderDirectory,
    /// What a doubt means.
    pub policy: AuthorityPolicy,
}

/// What it means that a directory gives a person no authority to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AuthorityPolicy {
    /// The document is issued, and the operator is warned.
    #[default]
    Warn,
    /// Nothing is signed.
    Refuse,
}

/// Why the directory does not show that the person may sign for the agency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthorityDoubt {
    /// It does not know the certificate of the agency that issues.
    AgencyUnknown {
        /// The name in the certificate.
        agency: String,
    },
    /// It knows the certificate that issues as that of a person.
    AgencyIsPerson {
        /// The person.
        name: String,
    },
    /// The agency did not exist when the person signed, or does not now.
    AgencyNotInEffect {
        /// The agency.
        agency: String,
        /// Its days.
        effect: Effect,
    },
    /// It does not know the certificate of the person.
    PersonUnknown {
        /// The name in the certificate.
        name: String,
    },
    /// It knows the certificate of the person as that of an organisation.
    PersonIsOrganisation {
        /// The organisation.
        organisation: String,
    },
    /// Nothing says when the person signed.
    TimeUnknown {
        /// The person.
        name: String,
    },
    /// The person has no authority to sign for this agency, only for others or for none.
    OtherAgency {
        /// The person.
        name: String,
        /// The agency that issues.
        agency: String,
        /// Those that the person may sign for.
        others: Vec<String>,
    },
    /// The authority begins after the person signed.
    NotBegun {
        /// The person.
        name: String,
        /// The title.
        title: String,
        /// The first day.
        from: Date,
    },
    /// The authority ended before the person signed.
    Ended {
        /// The person.
        name: String,
        /// The title.
        title: String,
        /// The last day.
        until: Date,
    },
    /// The title printed above the name is not one that the person has.
    OtherTitle {
        /// The person.
        name: String,
        /// On the page.
        printed: String,
        /// In the directory.
        titles: Vec<String>,
    },
}

impl std::fmt::Debug for AuthorityCheck<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("AuthorityCheck")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

impl AuthorityCheck<'_> {
    /// Asks the directory whether `person` may sign for the holder of `agency`, which issues at `now`; a doubt refuses or is given
    /// back, as the policy says.
    pub(crate) fn ask(
        &self,
        person: &SignatureReport,
        agency: &Certificate,
        now: Timestamp,
    ) -> Result<Option<AuthorityDoubt>, AuthorityDoubt> {
        match (self.confirm(person, agency, now), self.policy) {
            (Ok(()), _) => Ok(None),
            (Err(doubt), AuthorityPolicy::Warn) => Ok(Some(doubt)),
            (Err(doubt), AuthorityPolicy::Refuse) => Err(doubt),
        }
    }

    fn confirm(
        &self,
        person: &SignatureReport,
        agency: &Certificate,
        now: Timestamp,
    ) -> Result<(), AuthorityDoubt> {
        let organisation = self.agency(agency, now)?;
        let name = person.signer.as_ref().map(Certificate::subject_label);
        let name = name.unwrap_or_default();
        let signer = person.signer.as_ref().zip(person.signing_time.value);
        let Some((signer, signed)) = signer else {
            return Err(AuthorityDoubt::TimeUnknown { name });
        };
        let (name, mandates) = match self.directory.standing(signer, signed) {
            None => return Err(AuthorityDoubt::PersonUnknown { name }),
            Some(Standing::Organisation(one)) => {
                let organisation = one.name;
                return Err(AuthorityDoubt::PersonIsOrganisation { organisation });
            }
            Some(Standing::Person { name, mandates }) => (name, mandates),
        };
        // As of the person's signature: the agency may have been another by then.
        self.agency(agency, signed)?;
        let in_effect = in_effect(name.clone(), &organisation, &mandates)?;
        match printed_title(person) {
            Some(printed) if !in_effect.iter().any(|one| has_title(one, &printed)) => {
                Err(AuthorityDoubt::OtherTitle {
                    name,
                    printed: printed.join(" / "),
                    titles: in_effect.iter().map(|one| one.full_title()).collect(),
                })
            }
            _ => Ok(()),
        }
    }

    /// The agency that issues, where it exists at `at`.
    fn agency(
        &self,
        agency: &Certificate,
        at: Timestamp,
    ) -> Result<NamedOrganisation, AuthorityDoubt> {
        match self.directory.standing(agency, at) {
            None => Err(AuthorityDoubt::AgencyUnknown {
                agency: agency.subject_label(),
            }),
            Some(Standing::Person { name, .. }) => Err(AuthorityDoubt::AgencyIsPerson { name }),
            Some(Standing::Organisation(one)) if one.effect != Effect::InEffect => {
                Err(AuthorityDoubt::AgencyNotInEffect {
                    agency: one.name,
                    effect: one.effect,
                })
            }
            Some(Standing::Organisation(one)) => Ok(one),
        }
    }
}

/// The authorities of a person for an agency that are in effect; where there are none, why.
fn in_effect<'m>(
    name: String,
    agency: &NamedOrganisation,
    mandates: &'m [Mandate],
) -> Result<Vec<&'m Mandate>, AuthorityDoubt> {
    let own = mandates
        .iter()
        .filter(|one| one.organisation.id == agency.id);
    let own: Vec<&Mandate> = own.collect();
    let is_in_effect = |one: &&Mandate| one.effect == Effect::InEffect;
    let found: Vec<&Mandate> = own.iter().copied().filter(is_in_effect).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    // The last that ended says more than one that is to begin.
    let ended = own.iter().filter_map(|one| match one.effect {
        Effect::Ended { until } => Some((until, *one)),
        _ => None,
    });
    if let Some((until, one)) = ended.max_by_key(|(until, _)| *until) {
        let title = one.full_title();
        return Err(AuthorityDoubt::Ended { name, title, until });
    }
    let to_begin = own.iter().filter_map(|one| match one.effect {
        Effect::NotBegun { from } => Some((from, *one)),
        _ => None,
    });
    if let Some((from, one)) = to_begin.min_by_key(|(from, _)| *from) {
        let title = one.full_title();
        return Err(AuthorityDoubt::NotBegun { name, title, from });
    }
    let others = mandates.iter().filter(is_in_effect);
    let others = others.map(|one| one.organisation.name.clone());
    Err(AuthorityDoubt::OtherAgency {
        name,
        agency: agency.name.clone(),
        others: others.collect(),
    })
}

/// The lines of the title printed above the person's picture, from top to bottom; `None` on a scan, or where title and name were
/// not found.
fn printed_title(person: &SignatureReport) -> Option<Vec<&str>> {
    person.form.iter().find_map(|form| match &form.detail {
        FormDetail::BetweenTitleAndName { title, above, .. } => {
            let lines = above.iter().chain([title]);
            Some(lines.map(String::as_str).collect())
        }
        _ => None,
    })
}

/// Whether the lowest line, or the lowest lines together, are exactly the title: `PHÓ GIÁM ĐỐC` below `KT. GIÁM ĐỐC`, or a long title
/// in two lines. A form of signing may be before it (A4). To end alike is not enough: a deputy's title ends as that of the head.
fn has_title(mandate: &Mandate, printed: &[&str]) -> bool {
    let title = words(&mandate.title);
    let forms = SigningForm::ALL.map(|form| form.as_str().to_lowercase());
    let is_form = |word: &String| !word.is_empty() && forms.contains(word);
    (0..printed.len()).any(|first| {
        let lines = printed.get(first..).unwrap_or_default();
        let lines = words(&lines.join(" "));
        match lines.split_first() {
            Some((first, rest)) if is_form(first) => rest == title,
            _ => lines == title,
        }
    })
}

/// The words of a title for comparing: in NFC (I3), in small letters.
fn words(title: &str) -> Vec<String> {
    let title: String = title.nfc().flat_map(char::to_lowercase).collect();
    title.split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use kyso_verifier::Term;

    use super::*;

    fn mandate(title: &str) -> Mandate {
        Mandate {
            organisation: NamedOrganisation {
                id: "so-mau".to_owned(),
                name: "Sở Mẫu".to_owned(),
                code: None,
                term: Term::default(),
                effect: Effect::InEffect,
            },
            title: title.to_owned(),
            form: SigningForm::InPlace,
            term: Term::default(),
            effect: Effect::InEffect,
        }
    }

    #[test]
    fn the_lowest_lines_are_the_title() {
        let deputy = mandate("PHÓ GIÁM ĐỐC");
        for printed in [
            &["PHÓ GIÁM ĐỐC"][..],
            &["KT. GIÁM ĐỐC", "Phó  Giám đốc"],
            &["KT. PHÓ GIÁM ĐỐC"],
            &["TM. ỦY BAN", "PHO\u{301} GIA\u{301}M ĐO\u{302}\u{301}C"],
        ] {
            assert!(has_title(&deputy, printed), "{printed:?}");
        }
        for printed in [
            &["PHÓ CHỦ TỊCH"][..],
            &["GIÁM ĐỐC"],
            &["PHÓ GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"],
            &["TRƯỞNG PHÓ GIÁM ĐỐC"],
            &["KT."],
            &[""],
            &[],
        ] {
            assert!(!has_title(&deputy, printed), "{printed:?}");
        }
        let head = mandate("GIÁM ĐỐC");
        assert!(has_title(&head, &["Q. GIÁM ĐỐC"]));
        assert!(!has_title(&head, &["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]));
        let long = mandate("Vụ trưởng Vụ Tổ chức cán bộ");
        let lines = ["TL. BỘ TRƯỞNG", "VỤ TRƯỞNG", "VỤ TỔ CHỨC CÁN BỘ"];
        assert!(has_title(&long, &lines));
        assert!(!has_title(&long, &lines[2..]));
    }
}

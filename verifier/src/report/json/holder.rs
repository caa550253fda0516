//! What a directory knows of the holder of a certificate, for programs.

use jiff::civil::Date;
use kyso_words::Lang;
use schemars::JsonSchema;
use serde::Serialize;

use crate::standing::{Effect, Mandate, NamedHolder, NamedOrganisation, Standing, Term};

/// The holder of a signing certificate as the directory knows him.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DirectoryHolder {
    /// A person or an organisation.
    pub holder: HolderIs,
    /// Full name of the person, or name of the organisation.
    pub name: String,
    /// The organisation; null for a person.
    pub organisation: Option<DirectoryOrganisation>,
    /// Every authority of the person that the directory gives; none for an organisation.
    pub mandates: Vec<DirectoryMandate>,
    /// All of it in one line for people.
    pub text: String,
}

/// What kind of holder it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HolderIs {
    /// A person.
    Person,
    /// An agency or another organisation.
    Organisation,
}

/// An organisation of the directory.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DirectoryOrganisation {
    /// Its name.
    pub name: String,
    /// Its code at the signing time.
    pub code: Option<String>,
    /// Whether it existed at the signing time.
    pub state: DirectoryState,
    /// Its first day in Vietnam; null when the directory gives none.
    pub from: Option<String>,
    /// Its last day.
    pub until: Option<String>,
}

/// The authority of a person to sign for an organisation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DirectoryMandate {
    /// The organisation.
    pub organisation: DirectoryOrganisation,
    /// Title.
    pub title: String,
    /// `TM.`, `KT.`, `TL.`, `TUQ.`, `Q.`, or empty where the head signs.
    pub form: &'static str,
    /// Whether it was in effect at the signing time.
    pub state: DirectoryState,
    /// Its first day in Vietnam; null when the directory gives none.
    pub from: Option<String>,
    /// Its last day.
    pub until: Option<String>,
}

/// How days lie to the signing time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DirectoryState {
    /// It was on one of them.
    InEffect,
    /// They began later.
    NotBegun,
    /// They were over.
    Ended,
}

/// The member `directory`.
pub(super) fn known(holder: &NamedHolder, lang: Lang) -> DirectoryHolder {
    let text = holder.text(lang);
    match &holder.standing {
        Standing::Person { name, mandates } => DirectoryHolder {
            holder: HolderIs::Person,
            name: name.clone(),
            organisation: None,
            mandates: mandates.iter().map(mandate).collect(),
            text,
        },
        Standing::Organisation(one) => DirectoryHolder {
            holder: HolderIs::Organisation,
            name: one.name.clone(),
            organisation: Some(organisation(one)),
            mandates: Vec::new(),
            text,
        },
    }
}

fn mandate(mandate: &Mandate) -> DirectoryMandate {
    let [from, until] = days(&mandate.term);
    DirectoryMandate {
        organisation: organisation(&mandate.organisation),
        title: mandate.title.clone(),
        form: mandate.form.as_str(),
        state: mandate.effect.into(),
        from,
        until,
    }
}

fn organisation(organisation: &NamedOrganisation) -> DirectoryOrganisation {
    let [from, until] = days(&organisation.term);
    DirectoryOrganisation {
        name: organisation.name.clone(),
        code: organisation.code.clone(),
        state: organisation.effect.into(),
        from,
        until,
    }
}

fn days(term: &Term) -> [Option<String>; 2] {
    let day = |day: Date| day.strftime("%Y-%m-%d").to_string();
    [term.from.map(day), term.until.map(day)]
}

impl From<Effect> for DirectoryState {
    fn from(effect: Effect) -> Self {
        match effect {
            Effect::InEffect => Self::InEffect,
            Effect::NotBegun { .. } => Self::NotBegun,
            Effect::Ended { .. } => Self::Ended,
        }
    }
}

//! The directory in use: whose certificate one is, and what was in effect when.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kyso_pki::Certificate;
use kyso_verifier::{Effect, HolderDirectory, Mandate, NamedOrganisation, Standing};

use crate::certificate::CertificateMark;
use crate::code::{self, CodeForm};
use crate::entry::{Authority, CodeTerm, Organisation};
use crate::read::Entries;

/// Organisations, people and who may sign for which agency.
#[derive(Debug)]
pub struct Directory {
    pub(crate) entries: Entries,
    /// Place of each organisation by its `id`.
    organisations: BTreeMap<String, usize>,
    /// Places of the authorities of each person, by his `id`.
    pub(crate) authorities: BTreeMap<String, Vec<usize>>,
    holders: BTreeMap<CertificateMark, Holder>,
}

/// Place of the holder of a certificate in its list.
#[derive(Debug, Clone, Copy)]
enum Holder {
    Organisation(usize),
    Person(usize),
}

impl Directory {
    pub(crate) fn new(entries: Entries) -> Self {
        let mut holders = BTreeMap::new();
        let mut organisations = BTreeMap::new();
        for (index, one) in entries.organisations.iter().enumerate() {
            organisations.entry(one.id.clone()).or_insert(index);
            for mark in &one.certificates {
                let holder = Holder::Organisation(index);
                holders.entry(mark.value.clone()).or_insert(holder);
            }
        }
        for (index, one) in entries.people.iter().enumerate() {
            for mark in &one.certificates {
                let holder = Holder::Person(index);
                holders.entry(mark.value.clone()).or_insert(holder);
            }
        }
        let mut authorities: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, one) in entries.authorities.iter().enumerate() {
            let whose = authorities.entry(one.person.value.clone()).or_default();
            whose.push(index);
        }
        Self {
            entries,
            organisations,
            authorities,
            holders,
        }
    }

    /// How many organisations there are.
    #[must_use]
    pub fn organisation_count(&self) -> usize {
        self.entries.organisations.len()
    }

    /// How many people there are.
    #[must_use]
    pub fn person_count(&self) -> usize {
        self.entries.people.len()
    }

    /// How many authorities there are.
    #[must_use]
    pub fn mandate_count(&self) -> usize {
        self.entries.authorities.len()
    }

    /// How many certificates it knows the holders of.
    #[must_use]
    pub fn certificate_count(&self) -> usize {
        self.holders.len()
    }

    /// The organisation that an authority is for; `None` in a draft that names one that is not there.
    fn organisation(&self, id: &str) -> Option<&Organisation> {
        let index = self.organisations.get(id)?;
        self.entries.organisations.get(*index)
    }

    /// An authority as of a time; its days are within those of its organisation.
    pub(crate) fn mandate(&self, authority: &Authority, at: Timestamp) -> Option<Mandate> {
        let organisation = self.organisation(&authority.organisation.value)?;
        let term = authority.term.within(&organisation.term);
        Some(Mandate {
            organisation: named(organisation, at),
            title: authority.title.clone(),
            form: authority.form,
            term,
            effect: term.effect(at),
        })
    }

    fn person(&self, index: usize, at: Timestamp) -> Option<Standing> {
        let person = self.entries.people.get(index)?;
        let own = self.authorities.get(&person.id);
        let own = own.into_iter().flatten();
        let own = own.filter_map(|index| self.entries.authorities.get(*index));
        Some(Standing::Person {
            name: person.name.clone(),
            mandates: own.filter_map(|one| self.mandate(one, at)).collect(),
        })
    }
}

impl HolderDirectory for Directory {
    fn standing(&self, certificate: &Certificate, at: Timestamp) -> Option<Standing> {
        let marks = CertificateMark::all_of(certificate);
        let holder = marks.iter().find_map(|mark| self.holders.get(mark))?;
        match *holder {
            Holder::Organisation(index) => {
                let organisation = self.entries.organisations.get(index)?;
                Some(Standing::Organisation(named(organisation, at)))
            }
            Holder::Person(index) => self.person(index, at),
        }
    }
}

/// An organisation as of a time.
pub(crate) fn named(organisation: &Organisation, at: Timestamp) -> NamedOrganisation {
    NamedOrganisation {
        id: organisation.id.clone(),
        name: organisation.name.clone(),
        code: code_at(&organisation.codes, at),
        term: organisation.term,
        effect: organisation.term.effect(at),
    }
}

/// The code that is in effect; of two that of the newer form (J1).
fn code_at(codes: &[CodeTerm], at: Timestamp) -> Option<String> {
    let in_effect = |one: &&CodeTerm| one.term.effect(at) == Effect::InEffect;
    let codes = codes.iter().filter(in_effect);
    let newest =
        codes.max_by_key(|one| code::form(&one.code.value) == Some(CodeForm::HighestFirst));
    newest.map(|one| one.code.value.clone())
}

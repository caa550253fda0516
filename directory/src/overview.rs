//! Who may sign for which agency at a time, for people who look after a directory.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kyso_verifier::{Effect, Mandate, NamedOrganisation};

use crate::directory::{Directory, named};

/// An organisation, and who may sign for it.
#[derive(Debug, Clone, PartialEq)]
pub struct SignatoriesOf {
    /// The organisation.
    pub organisation: NamedOrganisation,
    /// Diameter of its seal in millimetres (B2).
    pub seal_diameter_mm: Option<f64>,
    /// Whether the directory knows a certificate of it.
    pub has_certificate: bool,
    /// Those whose authority is in effect.
    pub signatories: Vec<Signatory>,
}

/// A person with an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatory {
    /// Full name.
    pub name: String,
    /// The authority.
    pub mandate: Mandate,
    /// Whether the directory knows a certificate of the person.
    pub has_certificate: bool,
}

impl Directory {
    /// Every organisation in the order of the file, with those who may sign for it at `at`.
    #[must_use]
    pub fn overview(&self, at: Timestamp) -> Vec<SignatoriesOf> {
        let mut signatories = self.signatories(at);
        let organisations = self.entries.organisations.iter();
        organisations
            .map(|one| SignatoriesOf {
                organisation: named(one, at),
                seal_diameter_mm: one.seal_diameter.map(|diameter| diameter.0),
                has_certificate: !one.certificates.is_empty(),
                signatories: signatories.remove(&one.id).unwrap_or_default(),
            })
            .collect()
    }

    /// Those whose authority is in effect, by the `id` of the organisation.
    fn signatories(&self, at: Timestamp) -> BTreeMap<String, Vec<Signatory>> {
        let mut found: BTreeMap<String, Vec<Signatory>> = BTreeMap::new();
        for person in &self.entries.people {
            let own = self.authorities.get(&person.id).into_iter().flatten();
            let own = own.filter_map(|index| self.entries.authorities.get(*index));
            let own = own.filter_map(|one| self.mandate(one, at));
            for mandate in own.filter(|mandate| mandate.effect == Effect::InEffect) {
                let of = found.entry(mandate.organisation.id.clone()).or_default();
                of.push(Signatory {
                    name: person.name.clone(),
                    mandate,
                    has_certificate: !person.certificates.is_empty(),
                });
            }
        }
        found
    }
}

//! How the entries of a directory fit together: names that are used twice or name nothing, days that contradict each other.

use std::collections::{BTreeMap, BTreeSet};

use kyso_verifier::{SigningForm, Term};

use crate::certificate::CertificateMark;
use crate::code;
use crate::entry::{Authority, CodeTerm, Located, Organisation};
use crate::fault::{EntryName, FaultKind, Faults};
use crate::read::Entries;

/// Finds what contradicts.
pub(crate) fn check(entries: &Entries, faults: &mut Faults) {
    if entries.organisations.is_empty() && faults.is_empty() {
        faults.add(0, None, None, FaultKind::NoOrganisation);
    }
    let organisations = entries.organisations.iter();
    let organisations = organisations.map(|one| (one.id.as_str(), one.line, &one.entry));
    let organisations = unique(organisations, faults);
    let people = entries.people.iter();
    let people = unique(
        people.map(|one| (one.id.as_str(), one.line, &one.entry)),
        faults,
    );
    let by_id: BTreeMap<&str, &Organisation> = entries
        .organisations
        .iter()
        .map(|one| (one.id.as_str(), one))
        .collect();
    check_parents(entries, &by_id, faults);
    check_codes(entries, faults);
    check_certificates(entries, faults);
    check_names(entries, &organisations, &people, faults);
    check_terms(entries, &by_id, faults);
    check_titles(entries, faults);
}

/// The ids of a list; each may be used once.
fn unique<'e>(
    entries: impl Iterator<Item = (&'e str, usize, &'e EntryName)>,
    faults: &mut Faults,
) -> BTreeSet<&'e str> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, line, entry) in entries {
        match first.get(id) {
            None => {
                first.insert(id, line);
            }
            Some(earlier) => {
                let kind = FaultKind::RepeatedId {
                    id: id.to_owned(),
                    line: *earlier,
                };
                faults.add(line, Some(entry), Some("id"), kind);
            }
        }
    }
    first.into_keys().collect()
}

/// The organisation above is there, and no organisation is below itself.
fn check_parents(entries: &Entries, by_id: &BTreeMap<&str, &Organisation>, faults: &mut Faults) {
    let mut sound: BTreeSet<&str> = BTreeSet::new();
    for organisation in &entries.organisations {
        let Some(parent) = &organisation.parent else {
            continue;
        };
        let entry = Some(&organisation.entry);
        if !by_id.contains_key(parent.value.as_str()) {
            let kind = FaultKind::NoSuchEntry {
                list: "organisation",
                id: parent.value.clone(),
            };
            faults.add(parent.line, entry, Some("parent"), kind);
            continue;
        }
        match path_upwards(organisation, by_id, &sound) {
            Some(path) => sound.extend(path),
            None => {
                let id = organisation.id.clone();
                let kind = FaultKind::BelowItself { id };
                faults.add(parent.line, entry, Some("parent"), kind);
            }
        }
    }
}

/// Those above an organisation up to the first that is known to be sound; `None` where they go in a circle.
fn path_upwards<'e>(
    from: &'e Organisation,
    by_id: &BTreeMap<&str, &'e Organisation>,
    sound: &BTreeSet<&str>,
) -> Option<BTreeSet<&'e str>> {
    let mut path = BTreeSet::new();
    let mut next = Some(from);
    while let Some(one) = next {
        if sound.contains(one.id.as_str()) {
            break;
        }
        if !path.insert(one.id.as_str()) {
            return None;
        }
        let parent = one.parent.as_ref();
        next = parent.and_then(|parent| by_id.get(parent.value.as_str()).copied());
    }
    Some(path)
}

/// On one day a code is of one organisation, and an organisation has one code of each form (J1).
fn check_codes(entries: &Entries, faults: &mut Faults) {
    let mut owners: BTreeMap<&str, Vec<&CodeTerm>> = BTreeMap::new();
    for organisation in &entries.organisations {
        let mut own: Vec<&CodeTerm> = Vec::new();
        for one in &organisation.codes {
            let entry = Some(&organisation.entry);
            let value = one.code.value.as_str();
            let others = owners.entry(value).or_default();
            let shared = others.iter().find(|other| overlap(&other.term, &one.term));
            let rival = own.iter().find(|other| {
                code::form(&other.code.value) == code::form(value)
                    && overlap(&other.term, &one.term)
            });
            let kind = match (shared, rival) {
                (Some(shared), _) => Some(FaultKind::RepeatedCode {
                    code: value.to_owned(),
                    line: shared.code.line,
                }),
                (None, Some(rival)) => Some(FaultKind::TwoCodes {
                    code: value.to_owned(),
                    other: rival.code.value.clone(),
                }),
                (None, None) => None,
            };
            if let Some(kind) = kind {
                faults.add(one.code.line, entry, Some("codes"), kind);
            }
            others.push(one);
            own.push(one);
        }
    }
}

/// A certificate has one holder.
fn check_certificates(entries: &Entries, faults: &mut Faults) {
    type Marks<'e> = (&'e EntryName, &'e str, &'e [Located<CertificateMark>]);
    let organisations = entries.organisations.iter();
    let organisations = organisations
        .map(|one| -> Marks<'_> { (&one.entry, one.name.as_str(), one.certificates.as_slice()) });
    let people = entries.people.iter();
    let people = people
        .map(|one| -> Marks<'_> { (&one.entry, one.name.as_str(), one.certificates.as_slice()) });
    let mut holders: BTreeMap<&CertificateMark, (&str, usize)> = BTreeMap::new();
    for (entry, name, certificates) in organisations.chain(people) {
        for mark in certificates {
            match holders.get(&mark.value) {
                None => {
                    holders.insert(&mark.value, (name, mark.line));
                }
                Some((holder, line)) => {
                    let kind = FaultKind::SharedCertificate {
                        holder: (*holder).to_owned(),
                        line: *line,
                    };
                    faults.add(mark.line, Some(entry), Some("certificates"), kind);
                }
            }
        }
    }
}

/// An authority names a person and an organisation that are there.
fn check_names(
    entries: &Entries,
    organisations: &BTreeSet<&str>,
    people: &BTreeSet<&str>,
    faults: &mut Faults,
) {
    for authority in &entries.authorities {
        let named = [
            ("person", &authority.person, people),
            ("organisation", &authority.organisation, organisations),
        ];
        for (list, named, known) in named {
            if !known.contains(named.value.as_str()) {
                let id = named.value.clone();
                let kind = FaultKind::NoSuchEntry { list, id };
                faults.add(named.line, Some(&authority.entry), Some(list), kind);
            }
        }
    }
}

/// An authority begins and ends while its organisation exists; days that it leaves out are those of the organisation.
fn check_terms(entries: &Entries, by_id: &BTreeMap<&str, &Organisation>, faults: &mut Faults) {
    for authority in &entries.authorities {
        let Some(organisation) = by_id.get(authority.organisation.value.as_str()) else {
            continue;
        };
        let (own, around) = (authority.term, organisation.term);
        let is_early = own
            .from
            .zip(around.from)
            .is_some_and(|(own, one)| own < one);
        let is_late = own
            .until
            .zip(around.until)
            .is_some_and(|(own, one)| own > one);
        if is_early || is_late || own.within(&around).is_empty() {
            let kind = FaultKind::OutsideOrganisation {
                id: organisation.id.clone(),
                from: around.from,
                until: around.until,
            };
            let key = if is_early { "from" } else { "until" };
            faults.add(authority.line, Some(&authority.entry), Some(key), kind);
        }
    }
}

/// On one day a person has an authority once, and one title in the leadership of an organisation.
fn check_titles(entries: &Entries, faults: &mut Faults) {
    let mut held: BTreeMap<(&str, &str), Vec<&Authority>> = BTreeMap::new();
    for one in &entries.authorities {
        let whose = (one.person.value.as_str(), one.organisation.value.as_str());
        let earlier = held.entry(whose).or_default();
        let kind = earlier.iter().find_map(|other| contradiction(one, other));
        if let Some(kind) = kind {
            faults.add(one.line, Some(&one.entry), Some("title"), kind);
        }
        // So many of one person in one organisation are a mistake already; the search stays short.
        if earlier.len() < MOST_COMPARED {
            earlier.push(one);
        }
    }
}

fn contradiction(one: &Authority, other: &Authority) -> Option<FaultKind> {
    if !overlap(&one.term, &other.term) {
        return None;
    }
    let is_same_title = one.title.to_uppercase() == other.title.to_uppercase();
    if is_same_title {
        return (one.form == other.form).then_some(FaultKind::RepeatedMandate { line: other.line });
    }
    (is_leadership(one.form) && is_leadership(other.form)).then(|| FaultKind::TwoTitles {
        title: one.title.clone(),
        other: other.title.clone(),
        line: other.line,
    })
}

/// Forms in which head and deputies sign. Others sign by order or authorisation, beside a title elsewhere.
fn is_leadership(form: SigningForm) -> bool {
    match form {
        SigningForm::Own | SigningForm::OnBehalf | SigningForm::InPlace | SigningForm::Acting => {
            true
        }
        SigningForm::ByOrder | SigningForm::Authorised => false,
    }
}

fn overlap(one: &Term, other: &Term) -> bool {
    !one.within(other).is_empty()
}

/// Authorities of one person in one organisation that are compared with each other.
const MOST_COMPARED: usize = 100;

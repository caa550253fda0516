//! The signatures of a file in the order of signing, each with the changes that it and those before
//! it allow.

use std::collections::{HashMap, HashSet};

use kyso_pdf::{Document, LimitKind, ObjectId, PdfError, SignatureField, SignatureValue};

use crate::coverage::covered;
use crate::finding::Finding;
use crate::permission::Permission;
use crate::subject::Subject;

/// The signatures of `fields` in the order of signing. A signature dictionary
/// counts once, however many fields refer to it.
pub(crate) fn subjects<'s, 'd, 'a>(
    document: &'d Document<'a>,
    fields: &'s [SignatureField],
) -> Result<Vec<Subject<'s, 'd, 'a>>, PdfError> {
    let holders = holders(fields);
    let mut seen = HashSet::new();
    let mut subjects = Vec::new();
    for (field, value) in signed(fields) {
        let id = value.id;
        if id.is_some_and(|id| !seen.insert(id)) {
            continue;
        }
        let limit = document.limits().signatures;
        if subjects.len() >= limit {
            let budget = LimitKind::Signatures;
            return Err(PdfError::LimitReached { budget, limit });
        }
        subjects.push(Subject {
            view: document.latest(),
            field,
            value,
            covered: covered(document, value),
            shared: id.is_some_and(|id| holders.get(&id).is_some_and(|count| *count > 1)),
            permission: Permission::default(),
            certification: None,
            misplaced: None,
        });
    }
    subjects.sort_by_key(|subject| end_of_range(subject.value));
    read_permissions(&mut subjects)?;
    Ok(subjects)
}

/// Gives each signature the limits that it and those before it state: the
/// strictest count. Only the first signature of a document certifies it
/// (ISO 32000-2, 12.8.2.2.1).
fn read_permissions(subjects: &mut [Subject<'_, '_, '_>]) -> Result<(), PdfError> {
    let mut earlier = Permission::default();
    for (index, subject) in subjects.iter_mut().enumerate() {
        let stated = subject.stated_permission()?;
        subject.misplaced = match (stated.certifies, earlier.certifies) {
            (true, true) => Some(Finding::CertificationRepeated),
            (true, false) if index > 0 => Some(Finding::CertificationNotFirst),
            _ => None,
        };
        subject.certification = stated.certification();
        subject.permission = stated.and(&earlier);
        earlier = subject.permission.clone();
    }
    Ok(())
}

fn signed(fields: &[SignatureField]) -> impl Iterator<Item = (&SignatureField, &SignatureValue)> {
    fields.iter().filter_map(|field| {
        let value = field.value.as_ref()?;
        Some((field, value))
    })
}

/// How many fields refer to each signature dictionary: of two fields with one
/// value it is not known whose signature it is.
fn holders(fields: &[SignatureField]) -> HashMap<ObjectId, usize> {
    let mut holders = HashMap::new();
    for id in signed(fields).filter_map(|(_, value)| value.id) {
        *holders.entry(id).or_default() += 1;
    }
    holders
}

fn end_of_range(value: &SignatureValue) -> i64 {
    match value.byte_range.as_deref() {
        Some([_, _, second, length]) => second.saturating_add(*length),
        _ => i64::MAX,
    }
}

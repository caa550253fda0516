//! From a report to the validation data that the file lacks (ISO 32000-2, 12.8.4.3).

use std::collections::HashMap;

use kyso_pdf::{Document, NewEntry, NewValidationData, PdfError, SignatureField, vri_key};
use kyso_pki::{EvidenceId, RevocationStatus};
use kyso_verifier::{
    EvidenceContent, EvidenceItem, EvidenceOrigin, PathValidation, Report, SignatureReport,
};

use crate::error::MissingEvidence;

/// Each certificate of the file's paths whose revocation is not known.
pub(super) fn missing(report: &Report) -> Vec<MissingEvidence> {
    let mut missing = Vec::new();
    for signature in &report.signatures {
        for path in paths(signature) {
            for one in missing_on(path, &signature.field) {
                if !missing.contains(&one) {
                    missing.push(one);
                }
            }
        }
    }
    missing
}

fn missing_on<'p>(
    path: &'p PathValidation,
    field: &'p str,
) -> impl Iterator<Item = MissingEvidence> + 'p {
    path.members.iter().filter_map(move |member| {
        let RevocationStatus::Unknown(gap) = member.revocation else {
            return None;
        };
        Some(MissingEvidence {
            field: field.to_owned(),
            subject: member.certificate.subject_display(),
            gap,
        })
    })
}

/// The evidence of the report that the file does not hold; `None` when there is none. New data come
/// with entries for the signatures that have none.
pub(super) fn new_validation_data(
    report: &Report,
    document: &Document<'_>,
) -> Result<Option<NewValidationData>, PdfError> {
    let mut new = NewValidationData::default();
    for item in report.evidence.iter().filter(|item| !is_in_file(item)) {
        let list = match &item.content {
            EvidenceContent::Certificate(_) => &mut new.certificates,
            EvidenceContent::Crl(_) => &mut new.crls,
            EvidenceContent::Ocsp(_) => &mut new.ocsp_responses,
            _ => continue,
        };
        list.push(item.der().to_vec());
    }
    if new == NewValidationData::default() {
        return Ok(None);
    }
    new.entries = entries(report, &document.latest().signature_fields()?);
    Ok(Some(new))
}

fn is_in_file(item: &EvidenceItem) -> bool {
    let in_file = |origin: &EvidenceOrigin| matches!(origin, EvidenceOrigin::File { .. });
    item.origins.iter().any(in_file)
}

/// `/VRI`: what each signature and document timestamp rests on.
fn entries(report: &Report, fields: &[SignatureField]) -> Vec<NewEntry> {
    let decisive = decisive(report);
    let contents = |name: &str| {
        let field = fields.iter().find(|field| field.name == name)?;
        Some(field.value.as_ref()?.contents.as_slice())
    };
    let signatures = report.signatures.iter();
    signatures
        .filter_map(|signature| {
            let key = vri_key(contents(&signature.field)?);
            Some(entry(key, signature, &decisive))
        })
        .collect()
}

fn entry(
    key: String,
    signature: &SignatureReport,
    decisive: &HashMap<EvidenceId, &EvidenceItem>,
) -> NewEntry {
    let mut entry = NewEntry {
        key,
        ..NewEntry::default()
    };
    for member in paths(signature).flat_map(|path| &path.members) {
        add_new(&mut entry.certificates, member.certificate.der());
        for used in &member.decided_by {
            let Some(item) = decisive.get(&used.id) else {
                continue;
            };
            add_new(&mut entry.certificates, used.signer.der());
            match used.id {
                EvidenceId::Crl(_) => add_new(&mut entry.crls, item.der()),
                EvidenceId::Ocsp(_) => add_new(&mut entry.ocsp_responses, item.der()),
            }
        }
    }
    entry
}

/// The lists and responses that the report rests on.
fn decisive(report: &Report) -> HashMap<EvidenceId, &EvidenceItem> {
    let items = report.evidence.iter();
    let identified = items.filter_map(|item| {
        let id = match &item.content {
            EvidenceContent::Crl(list) => EvidenceId::Crl(list.sha256()),
            EvidenceContent::Ocsp(response) => EvidenceId::Ocsp(response.sha256()),
            _ => return None,
        };
        Some((id, item))
    });
    identified.collect()
}

/// The paths of its own certificate and of the authorities of its timestamps.
fn paths(signature: &SignatureReport) -> impl Iterator<Item = &PathValidation> {
    let validation = &signature.validation;
    let timestamps = validation.timestamps.iter();
    let authorities = timestamps.filter_map(|timestamp| timestamp.path.as_ref());
    validation.path.iter().chain(authorities)
}

fn add_new(list: &mut Vec<Vec<u8>>, der: &[u8]) {
    if !list.iter().any(|known| known == der) {
        list.push(der.to_vec());
    }
}

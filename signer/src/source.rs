//! The document to be signed: why it may be unsuitable, and what its form already holds.

use std::collections::HashSet;

use kyso_pdf::{Document, Object, PdfError, View, check_signable, decode_text};
use kyso_verifier::{ActiveContent, shown_by_repair};

use crate::active_content::refuse_active_content;
use crate::error::SignError;

/// Opens a document that may be signed as far as its structure goes: not encrypted, no XFA form, no script, no certification
/// with P=1 (I4, A6), nothing that only a program shows that repairs it.
pub(crate) fn open(pdf: &[u8]) -> Result<Document<'_>, SignError> {
    let document = Document::open(pdf)?;
    check_signable(&document)?;
    let active = refuse_active_content(&document)?;
    refuse_what_programs_repair(&document, &active)?;
    Ok(document)
}

/// Refuses a document that some programs repair when they open it, and then show as another one.
fn refuse_what_programs_repair(
    document: &Document<'_>,
    active: &[ActiveContent],
) -> Result<(), SignError> {
    match shown_by_repair(document, active)? {
        Some(finding) => Err(SignError::ShownByRepair { finding }),
        None => Ok(()),
    }
}

/// How many signatures the document has, document timestamps included.
pub(crate) fn count_signatures(document: &Document<'_>) -> Result<usize, PdfError> {
    let fields = document.latest().signature_fields()?;
    Ok(fields.iter().filter(|field| field.value.is_some()).count())
}

/// Gives names to new signature fields: a stem and the first number that is free.
#[derive(Debug)]
pub(crate) struct FieldNames {
    taken: HashSet<String>,
}

impl FieldNames {
    /// The names of the fields at the top of the form.
    pub(crate) fn of(document: &Document<'_>) -> Result<Self, PdfError> {
        let view = document.latest();
        let (_, catalog) = view.catalog()?;
        let mut taken = HashSet::new();
        if let Some(catalog) = catalog.as_dictionary()
            && let Some(form) = view.get(catalog, "AcroForm")?.as_dictionary()
        {
            let fields = view.get(form, "Fields")?;
            for field in fields.as_array().unwrap_or_default() {
                taken.extend(partial_name(&view, field)?);
            }
        }
        Ok(Self { taken })
    }

    /// The next name with this stem, such as `NguoiKy1`.
    pub(crate) fn next(&mut self, stem: &str) -> String {
        let mut number = 1_usize;
        loop {
            let name = format!("{stem}{number}");
            if self.taken.insert(name.clone()) {
                return name;
            }
            number += 1;
        }
    }
}

fn partial_name(view: &View<'_, '_>, field: &Object) -> Result<Option<String>, PdfError> {
    let field = view.resolve(field)?;
    let Some(field) = field.as_dictionary() else {
        return Ok(None);
    };
    Ok(view.get(field, "T")?.as_string().map(decode_text))
}

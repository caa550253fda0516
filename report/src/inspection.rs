//! A file as it is written: revisions, cross-references, signature fields and what their byte ranges cover.

use kyso_pdf::{Document, Location, PdfError, Revision, SignatureField, SignatureValue, XrefForm};
use serde::Serialize;

/// What `kyso inspect` shows; revisions count from 1, offsets are bytes.
#[derive(Debug, Serialize)]
pub struct Inspection {
    pub(crate) schema: &'static str,
    /// Bytes of the file.
    pub size: usize,
    /// Offset of `%PDF-`.
    pub header_offset: usize,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// Bytes behind the last `%%EOF` and its end of line.
    pub bytes_after_eof: usize,
    /// Its revisions, the oldest first.
    pub revisions: Vec<RevisionView>,
    /// Its signature fields, those without a signature included.
    pub signature_fields: Vec<FieldView>,
}

/// One revision.
#[derive(Debug, Serialize)]
pub struct RevisionView {
    /// Which one, from 1.
    pub number: usize,
    /// Where it begins.
    pub start: usize,
    /// Where it ends, behind `%%EOF` and its end of line.
    pub end: usize,
    /// `table`, `stream` or `hybrid`.
    pub xref_form: &'static str,
    /// Offset of its cross-reference section.
    pub xref_offset: u64,
    /// Numbers of objects that were not there before.
    pub added: Vec<u32>,
    /// Numbers of objects that it wrote again.
    pub replaced: Vec<u32>,
    /// Numbers of objects that it took away.
    pub freed: Vec<u32>,
}

/// One signature field.
#[derive(Debug, Serialize)]
pub struct FieldView {
    /// Its full name.
    pub name: String,
    /// Its object, `12 0`, if it is one.
    pub object: Option<String>,
    /// What it holds.
    pub signature: Option<SignatureView>,
}

/// The signature dictionary of a field.
#[derive(Debug, Serialize)]
pub struct SignatureView {
    /// `/SubFilter`.
    pub sub_filter: Option<String>,
    /// `/ByteRange`.
    pub byte_range: Option<Vec<i64>>,
    /// The bytes of `/Contents` with its brackets: the first one, and the one behind the last.
    pub contents: Option<[usize; 2]>,
    /// What its byte range covers.
    pub coverage: CoverageView,
    /// The revision that it covers, from 1.
    pub covers_revision: Option<usize>,
}

/// The part of the file that a byte range covers, by its numbers alone; nothing is verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverageView {
    /// All bytes but the signature.
    WholeFile,
    /// All bytes of an earlier revision but the signature.
    WholeRevision,
    /// Less.
    Partial,
    /// Nothing that makes sense.
    Unclear,
}

/// Reads a file as it is written.
///
/// # Errors
/// [`PdfError`] when it is no PDF or its structure is broken.
pub fn inspect(bytes: &[u8]) -> Result<Inspection, PdfError> {
    let document = Document::open(bytes)?;
    let fields = document.latest().signature_fields()?;
    Ok(Inspection {
        schema: INSPECTION_SCHEMA,
        size: bytes.len(),
        header_offset: document.header_offset(),
        encrypted: document.is_encrypted(),
        bytes_after_eof: document.bytes_after_eof().len(),
        revisions: (0..)
            .zip(document.revisions())
            .map(|(index, one)| revision(&document, index, one))
            .collect(),
        signature_fields: fields.iter().map(|one| field(&document, one)).collect(),
    })
}

/// A file as it was at the end of a revision.
#[derive(Debug)]
pub struct RevisionBytes<'p> {
    /// From the first byte of the file.
    pub bytes: &'p [u8],
    /// The signature field whose byte range ends exactly here.
    pub signed_by: Option<String>,
}

/// Why a revision cannot be given out.
#[derive(Debug)]
pub enum NoRevision {
    /// The file cannot be read.
    Unreadable(PdfError),
    /// There are fewer revisions.
    Absent {
        /// How many there are.
        revisions: usize,
    },
}

/// The bytes up to the end of a revision, from 1: what the signature of that revision covers, gap included; without
/// a signature up to `%%EOF` and its end of line.
///
/// # Errors
/// [`NoRevision`].
pub fn revision_bytes(pdf: &[u8], number: usize) -> Result<RevisionBytes<'_>, NoRevision> {
    let document = Document::open(pdf).map_err(NoRevision::Unreadable)?;
    let revisions = document.revisions().len();
    let index = number.checked_sub(1);
    let revision = index.and_then(|index| document.revisions().get(index));
    let revision = revision.ok_or(NoRevision::Absent { revisions })?;
    // Fields that cannot be read sign nothing that is known.
    let fields = document.latest().signature_fields().unwrap_or_default();
    let signed = fields.iter().filter_map(|field| {
        let value = field.value.as_ref()?;
        let (_, covered) = coverage(&document, value);
        let end = exact_end(value).filter(|_| covered == Some(number))?;
        Some((end, field.name.clone()))
    });
    let signed = signed.max_by_key(|(end, _)| *end);
    let end = signed.as_ref().map_or(revision.end, |(end, _)| *end);
    Ok(RevisionBytes {
        bytes: pdf.get(..end).unwrap_or(pdf),
        signed_by: signed.map(|(_, name)| name),
    })
}

fn revision(document: &Document<'_>, index: usize, revision: &Revision) -> RevisionView {
    let mut view = RevisionView {
        number: index + 1,
        start: revision.start,
        end: revision.end,
        xref_form: match revision.form {
            XrefForm::Table => "table",
            XrefForm::Stream => "stream",
            XrefForm::Hybrid => "hybrid",
        },
        xref_offset: revision.xref_offset,
        added: Vec::new(),
        replaced: Vec::new(),
        freed: Vec::new(),
    };
    for &(number, location) in &revision.entries {
        view.list_of(document, index, number, location)
            .into_iter()
            .for_each(|list| list.push(number));
    }
    view
}

impl RevisionView {
    /// Where an entry belongs; nowhere when it frees what was never used.
    fn list_of(
        &mut self,
        document: &Document<'_>,
        index: usize,
        number: u32,
        location: Location,
    ) -> Option<&mut Vec<u32>> {
        let earlier = index
            .checked_sub(1)
            .and_then(|before| document.locate(number, before));
        let existed =
            earlier.is_some_and(|(_, location)| !matches!(location, Location::Free { .. }));
        match (location, existed) {
            (Location::Free { .. }, true) => Some(&mut self.freed),
            (Location::Free { .. }, false) => None,
            (_, true) => Some(&mut self.replaced),
            (_, false) => Some(&mut self.added),
        }
    }
}

fn field(document: &Document<'_>, field: &SignatureField) -> FieldView {
    FieldView {
        name: field.name.clone(),
        object: field.id.map(|id| id.to_string()),
        signature: field.value.as_ref().map(|value| signature(document, value)),
    }
}

fn signature(document: &Document<'_>, value: &SignatureValue) -> SignatureView {
    let (coverage, covers_revision) = coverage(document, value);
    SignatureView {
        sub_filter: value
            .sub_filter()
            .map(|name| String::from_utf8_lossy(name.as_bytes()).into_owned()),
        byte_range: value.byte_range.clone(),
        contents: value
            .contents_span
            .as_ref()
            .map(|span| [span.start, span.end]),
        coverage,
        covers_revision,
    }
}

/// The end of a byte range whose gap is exactly `/Contents` decides what it covers.
fn coverage(document: &Document<'_>, value: &SignatureValue) -> (CoverageView, Option<usize>) {
    let Some(end) = exact_end(value) else {
        return (CoverageView::Unclear, None);
    };
    let revision = revision_ending_at(document, end);
    match revision.map(|index| index + 1) {
        Some(number) if end == document.bytes().len() => (CoverageView::WholeFile, Some(number)),
        Some(number) => (CoverageView::WholeRevision, Some(number)),
        None if end < document.bytes().len() => (CoverageView::Partial, None),
        None => (CoverageView::Unclear, None),
    }
}

/// Some signers end at `%%EOF`, some after its end of line, some sign blanks too.
fn revision_ending_at(document: &Document<'_>, end: usize) -> Option<usize> {
    let revisions = document.revisions();
    let index = revisions
        .partition_point(|one| one.eof <= end)
        .checked_sub(1)?;
    let slack = document.bytes().get(revisions.get(index)?.eof..end)?;
    slack.iter().all(u8::is_ascii_whitespace).then_some(index)
}

fn exact_end(value: &SignatureValue) -> Option<usize> {
    let [0, first, second, length] = value.byte_range.as_deref()? else {
        return None;
    };
    let gap = value.contents_span.as_ref()?;
    let start = usize::try_from(*second).ok()?;
    let exact = usize::try_from(*first).ok()? == gap.start && start == gap.end;
    exact
        .then(|| usize::try_from(*length).ok())
        .flatten()?
        .checked_add(start)
}

/// The name of this form of JSON.
pub const INSPECTION_SCHEMA: &str = "kyso.inspection/1";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn shows_an_unsigned_file_as_one_revision() {
        let pdf = include_bytes!("../../testdata/samples/quyet-dinh.pdf");
        let inspection = inspect(pdf).unwrap();
        assert_eq!(inspection.size, pdf.len());
        assert_eq!(inspection.revisions.len(), 1);
        assert!(inspection.revisions[0].replaced.is_empty());
        assert!(!inspection.revisions[0].added.is_empty());
        assert!(inspection.signature_fields.is_empty());
    }

    #[test]
    fn refuses_what_is_no_pdf() {
        assert!(matches!(inspect(b"GIF89a"), Err(PdfError::NotPdf)));
    }
}

//! Signatures that the form does not lead to.
//!
//! A file without signature fields may still hold a signature dictionary:
//! taken off by a later revision, or cut off by damage. Such a file is not
//! simply unsigned. Usage rights (UR3) and the message authentication code of
//! ISO 32004 have byte ranges too, but are no signatures.

use std::ops::Range;

use foldhash::HashSet;
use kyso_pdf::{Dictionary, Document, Object, PdfError, Resolved, View};
use memchr::memmem;

use crate::finding::Finding;
use crate::spans::{is_within, joined};
use crate::subject::Subject;

/// A signature that the form does not lead to: taken off or damaged, unless there is no other and it belongs to the file
/// from which the page was cut. `subjects` are the signatures that were found.
pub(crate) fn signature(
    document: &Document<'_>,
    subjects: &[Subject<'_, '_, '_>],
) -> Result<Option<Finding>, PdfError> {
    let found = first(document, subjects)?;
    let Some(offset) = found else {
        return Ok(None);
    };
    Ok(Some(
        match subjects.is_empty() && is_from_elsewhere(document) {
            true => Finding::CutFromSignedFile,
            false => Finding::SignatureHidden { offset },
        },
    ))
}

/// Offset of the first byte range that belongs to no field, in bytes.
fn first(
    document: &Document<'_>,
    subjects: &[Subject<'_, '_, '_>],
) -> Result<Option<usize>, PdfError> {
    let spans = subjects.iter().map(|subject| subject.value.span.clone());
    let known: Vec<_> = spans.collect();
    // A direct dictionary has no place of its own: nothing is known.
    if known.iter().any(Option::is_none) {
        return Ok(None);
    }
    let finder = memmem::Finder::new(b"/ByteRange");
    let mut others: Option<Vec<Range<usize>>> = None;
    let mut from = 0;
    while let Some(rest) = document.bytes().get(from..)
        && let Some(at) = finder.find(rest)
    {
        let offset = from + at;
        if others.is_none() {
            others = Some(no_signatures(document)?);
        }
        let known = known.iter().flatten();
        let mut spans = known.chain(others.iter().flatten());
        match spans.find(|span| span.contains(&offset)) {
            // The rest of that area belongs to it too.
            Some(span) => from = span.end,
            None => return Ok(Some(offset)),
        }
    }
    Ok(None)
}

/// Whether all byte ranges of a file without signatures come from another file, whose pages were
/// taken over without its form: no revision has a form, each range is that of a widget on a page,
/// and none leaves out a string of this file.
fn is_from_elsewhere(document: &Document<'_>) -> bool {
    if !has_never_a_form(document).unwrap_or(false) {
        return false;
    }
    // What cannot be read within the limits leads to no widget.
    let values = joined(values_of_widgets(&document.latest()).unwrap_or_default());
    let bytes = document.bytes();
    let mut ranges = memmem::find_iter(bytes, b"/ByteRange");
    ranges.all(|at| is_within(&values, at) && !fits(bytes, at))
}

/// Whether no revision has a form. A catalog that cannot be read may have had one.
fn has_never_a_form(document: &Document<'_>) -> Result<bool, PdfError> {
    let mut last = None;
    for index in 0..document.revisions().len() {
        let view = document.at(index);
        let Ok((id, catalog)) = view.catalog() else {
            return Ok(false);
        };
        // What is in an object stream changes with the stream.
        let place = view
            .locate(id.number)
            .filter(|place| !place.is_compressed());
        let place = place.map(|place| (id, place));
        if place.is_some() && place == last {
            continue;
        }
        last = place;
        let entries = catalog.as_dictionary();
        view.count_compared(entries.map_or(0, Dictionary::len))?;
        if entries.is_none_or(|entries| entries.contains("AcroForm")) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The places of the signatures that widgets on pages name. Pages may share their lists, and lists
/// their widgets.
fn values_of_widgets(view: &View<'_, '_>) -> Result<Vec<Range<usize>>, PdfError> {
    let mut found = Vec::new();
    let (mut lists, mut widgets) = (HashSet::default(), HashSet::default());
    for page in view.pages(usize::MAX)? {
        let page = view.object(page.id)?;
        let Some(entries) = page.as_dictionary() else {
            continue;
        };
        let listed = entries.get("Annots").unwrap_or(&Object::Null);
        if listed
            .as_reference()
            .is_some_and(|list| !lists.insert(list))
        {
            continue;
        }
        let annotations = view.resolve(listed)?;
        let annotations = annotations.as_array().unwrap_or_default();
        view.count_compared(annotations.len())?;
        for annotation in annotations {
            if annotation
                .as_reference()
                .is_some_and(|id| !widgets.insert(id))
            {
                continue;
            }
            let annotation = view.resolve(annotation)?;
            let Some(entries) = annotation.as_dictionary() else {
                continue;
            };
            let value = view.get(entries, "V")?;
            if value.as_dictionary().is_some() {
                found.extend(place(&value).or(place(&annotation)));
            }
        }
    }
    Ok(found)
}

/// Whether the range at the offset `at` leaves out one string of this file, or cannot be read as four numbers.
fn fits(bytes: &[u8], at: usize) -> bool {
    const LONGEST: usize = 200;
    let text = bytes.get(at..bytes.len().min(at + LONGEST));
    let text = text.and_then(|text| text.split(|byte| *byte == b']').next());
    let numbers = text.and_then(|text| {
        let (_, list) = text.split_at_checked(text.iter().position(|byte| *byte == b'[')? + 1)?;
        let list = std::str::from_utf8(list).ok()?;
        let numbers = list
            .split_ascii_whitespace()
            .map(|number| number.parse().ok());
        numbers.collect::<Option<Vec<usize>>>()
    });
    let Some(&[0, first, second, _]) = numbers.as_deref() else {
        return true;
    };
    let opens = bytes.get(first) == Some(&b'<');
    let closes = second.checked_sub(1).and_then(|last| bytes.get(last)) == Some(&b'>');
    opens && closes
}

/// The places of dictionaries that have a byte range but are no signatures.
fn no_signatures(document: &Document<'_>) -> Result<Vec<Range<usize>>, PdfError> {
    let mut spans = usage_rights(&document.latest())?;
    for (index, revision) in document.revisions().iter().enumerate() {
        let view = document.at(index);
        let code = view.get(&revision.trailer, "AuthCode")?;
        // The code is in the trailer itself, or in an object (ISO/TS 32004, 5.3).
        let start = usize::try_from(revision.xref_offset).unwrap_or(revision.eof);
        let direct = Some(start..revision.eof).filter(|_| code.as_dictionary().is_some());
        spans.extend(place(&code).or(direct));
    }
    Ok(spans)
}

/// The places of usage rights (ISO 32000-2, 12.8.2.3). A signature that was
/// taken off does not become usage rights by being called so.
fn usage_rights(view: &View<'_, '_>) -> Result<Vec<Range<usize>>, PdfError> {
    let (_, catalog) = view.catalog()?;
    let mut spans = Vec::new();
    if let Some(entries) = catalog.as_dictionary() {
        let permissions = view.get(entries, "Perms")?;
        let around = place(&permissions).unwrap_or(catalog.span());
        let permissions = permissions.as_dictionary().cloned().unwrap_or_default();
        for key in ["UR3", "UR"] {
            let rights = view.get(&permissions, key)?;
            let grants = match rights.as_dictionary() {
                Some(rights) => grants_rights(view, rights)?,
                None => false,
            };
            if grants {
                spans.push(place(&rights).unwrap_or(around.clone()));
            }
        }
    }
    Ok(spans)
}

/// Whether a signature dictionary has the transform method of usage rights.
fn grants_rights(view: &View<'_, '_>, rights: &Dictionary) -> Result<bool, PdfError> {
    let references = view.get(rights, "Reference")?;
    for reference in references.as_array().unwrap_or_default() {
        let reference = view.resolve(reference)?;
        let method = reference
            .as_dictionary()
            .and_then(|r| r.name("TransformMethod"));
        if method.is_some_and(|method| *method == "UR3" || *method == "UR") {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The place of an indirect object; a direct one is in its holder.
fn place(object: &Resolved<'_>) -> Option<Range<usize>> {
    match object {
        Resolved::Indirect(shared) => Some(shared.span()),
        Resolved::Direct(_) => None,
    }
}

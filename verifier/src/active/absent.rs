//! Objects that the cross-reference puts at byte 0, where the header is.
//!
//! Programs that write such entries do not have the objects, and nothing refers to them. Where
//! something does, programs rebuild the cross-reference and find an object of that number anywhere
//! in the file.

use std::collections::BTreeSet;

use kyso_pdf::{ObjectId, PdfError, View, digits_at_end, trim_white_space_end};
use memchr::memmem;

/// Those that an object in use refers to, and that are somewhere in the file: this reader does not
/// see what programs show.
///
/// # Errors
/// [`PdfError::LimitReached`].
pub(super) fn found_by_rebuilding(view: &View<'_, '_>) -> Result<Vec<ObjectId>, PdfError> {
    let absent = view.numbers_at_header();
    if absent.is_empty() {
        return Ok(absent);
    }
    let written = numbers_written(view.document().bytes());
    let suspects: Vec<ObjectId> = absent
        .into_iter()
        .filter(|id| written.contains(&id.number))
        .collect();
    match suspects.is_empty() {
        true => Ok(suspects),
        false => referred_to(view, suspects),
    }
}

fn referred_to(
    view: &View<'_, '_>,
    mut suspects: Vec<ObjectId>,
) -> Result<Vec<ObjectId>, PdfError> {
    let mut named = BTreeSet::new();
    let suspected: BTreeSet<ObjectId> = suspects.iter().copied().collect();
    for id in view.numbers_in_use() {
        let mut note = |number: u32| {
            named.insert(number);
        };
        match view.references(id.number, &mut note) {
            Err(error @ PdfError::LimitReached { .. }) => return Err(error),
            Err(_) if suspected.contains(&id) => {}
            Err(_) => view.loose_references(id.number, &mut note)?,
            Ok(_) => {}
        }
    }
    suspects.retain(|id| named.contains(&id.number));
    Ok(suspects)
}

/// The numbers of all that looks like the beginning of an object.
fn numbers_written(bytes: &[u8]) -> BTreeSet<u32> {
    let places = memmem::find_iter(bytes, b"obj");
    places
        .filter_map(|at| number_before(bytes.get(..at)?))
        .collect()
}

/// The object number in `n g ` at the end of `text`.
fn number_before(text: &[u8]) -> Option<u32> {
    let (rest, generation) = digits_at_end(trim_white_space_end(text));
    let (_, number) = digits_at_end(trim_white_space_end(rest));
    if generation.is_empty() {
        return None;
    }
    std::str::from_utf8(number).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_an_object_is_one_for_programs_that_rebuild() {
        let text = b"7 0 obj endobj 8\r\n 0\tobj<<>> 0012 0obj x9 0 obj (13 0 object) 14obj";
        let found: Vec<u32> = numbers_written(text).into_iter().collect();
        assert_eq!(found, [7, 8, 9, 12, 13]);
    }
}

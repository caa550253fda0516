//! Pages and nodes of their tree that programs read differently (ISO 32000-2, 7.7.3).

use kyso_pdf::{Dictionary, Object, PdfError, Rect, View};

/// Whether programs read a page, or a node of the tree of pages, differently.
pub(super) fn differs(view: &View<'_, '_>, entries: &Dictionary) -> Result<bool, PdfError> {
    let kind = view.get(entries, "Type")?;
    let is_node = kind.as_name().is_some_and(|kind| *kind == "Pages");
    let is_page = kind.as_name().is_some_and(|kind| *kind == "Page");
    if !is_node && !is_page && !entries.contains("MediaBox") {
        return Ok(false);
    }
    // PDFium takes a page with kids for a node.
    Ok((is_page && entries.contains("Kids"))
        || (is_node && is_odd_node(view, entries)?)
        || is_framed_differently(view, entries)?)
}

/// Whether programs may read a node of the page tree differently. A sound node hands down no
/// content and no annotations (PDF.js lets pages inherit both), counts its pages, and holds no page
/// as a direct object (Poppler does not find such a page).
fn is_odd_node(view: &View<'_, '_>, node: &Dictionary) -> Result<bool, PdfError> {
    let kids = view.get(node, "Kids")?;
    let kids = kids.as_array().unwrap_or_default();
    view.count_compared(kids.len())?;
    let count = view.get(node, "Count")?.as_integer();
    let is_counted = count.is_some_and(|count| count > 0 || (count == 0 && kids.is_empty()));
    let is_own = |kid: &Object| kid.is_null() || kid.as_reference().is_some();
    Ok(!is_counted
        || !kids.iter().all(is_own)
        || node.contains("Annots")
        || node.contains("Contents"))
}

/// Whether the frame that an entry of a page, or of a node, sets is one that programs read differently.
pub(super) fn is_framed_differently(
    view: &View<'_, '_>,
    entries: &Dictionary,
) -> Result<bool, PdfError> {
    let rotate = view.get(entries, "Rotate")?;
    let turns = match &*rotate {
        Object::Null => true,
        rotate => is_small(rotate) && rotate.as_integer().is_some_and(|degrees| degrees % 90 == 0),
    };
    let unit = view.get(entries, "UserUnit")?;
    let is_point = unit.is_null() || unit.as_number() == Some(1.0);
    let crop = view.get(entries, "CropBox")?;
    let has_crop = crop.is_null() || is_frame(view, &crop)?;
    // Without a size, each program takes another paper.
    let media = view.get(entries, "MediaBox")?;
    let has_media = !entries.contains("MediaBox") || is_frame(view, &media)?;
    Ok(!turns || !is_point || !has_crop || !has_media)
}

fn is_frame(view: &View<'_, '_>, frame: &Object) -> Result<bool, PdfError> {
    let numbers = numbers(view, frame)?.unwrap_or_default();
    let frame = Rect::from_numbers(&numbers);
    Ok(frame.is_some_and(|frame| !frame.is_empty()) && numbers.iter().all(is_small))
}

/// The four elements of a box, whatever they are.
pub(super) fn numbers(
    view: &View<'_, '_>,
    frame: &Object,
) -> Result<Option<Vec<Object>>, PdfError> {
    let mut numbers = Vec::new();
    let Some(four @ [_, _, _, _]) = frame.as_array() else {
        return Ok(None);
    };
    for number in four {
        let number = view.resolve(number)?;
        numbers.push(match number.as_number() {
            Some(_) => Object::clone(&number),
            None => Object::Null,
        });
    }
    Ok(Some(numbers))
}

/// Whether a number fits into 32 bits: programs cut longer ones, or keep to the largest.
pub(super) fn is_small(number: &Object) -> bool {
    const LIMIT: f64 = 2_147_483_648.0;
    number
        .as_number()
        .is_some_and(|number| (-LIMIT..LIMIT).contains(&number))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use kyso_pdf::{Document, Name, ObjectId};

    fn judge(entries: &Dictionary) -> bool {
        let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
        let document = Document::open(pdf).unwrap();
        differs(&document.latest(), entries).unwrap()
    }

    fn of(kind: &str) -> Dictionary {
        Dictionary::new().with("Type", Name::from(kind))
    }

    fn numbers(numbers: &[i64]) -> Vec<Object> {
        numbers.iter().map(|number| (*number).into()).collect()
    }

    #[test]
    fn ordinary_pages_are_harmless() {
        assert!(!judge(&of("Page")));
        for degrees in [-90, 0, 90, 180, 270, 360, 450] {
            assert!(!judge(&of("Page").with("Rotate", degrees)), "{degrees}");
        }
        assert!(!judge(&of("Page").with("UserUnit", 1.0)));
        let flipped = numbers(&[50, 100, 0, 0]);
        assert!(!judge(&of("Page").with("CropBox", flipped)));
        let kid = Object::Reference(ObjectId::new(3, 0));
        let node = of("Pages").with("Kids", vec![kid]).with("Count", 1);
        assert!(!judge(&node));
        // A note has such an entry, too.
        assert!(!judge(&of("Annot").with("Rotate", 45)));
    }

    #[test]
    fn frames_that_programs_read_differently_are_found() {
        assert!(judge(&of("Page").with("Rotate", 45)));
        assert!(judge(&of("Page").with("Rotate", 90.0)));
        assert!(judge(&of("Page").with("UserUnit", 2)));
        assert!(judge(&of("Page").with("CropBox", numbers(&[0, 0, 0, 0]))));
        assert!(judge(&of("Page").with("CropBox", numbers(&[0, 0, 9]))));
        assert!(judge(&of("Page").with("Rotate", 193_273_528_410_i64)));
        let tall = numbers(&[0, 0, 595, (1 << 32) + 400]);
        assert!(judge(&of("Page").with("CropBox", tall)));
        for media in [&[0, 0, 300, 400, 1][..], &[0, 0, 300], &[0, 0, 0, 0]] {
            assert!(
                judge(&of("Page").with("MediaBox", numbers(media))),
                "{media:?}"
            );
        }
        assert!(judge(&of("Page").with("MediaBox", Object::Null)));
        assert!(!judge(
            &of("Page").with("MediaBox", numbers(&[0, 0, 300, 400]))
        ));
    }

    #[test]
    fn nodes_that_programs_read_differently_are_found() {
        let kid = || Object::Reference(ObjectId::new(3, 0));
        assert!(judge(&of("Page").with("Kids", vec![kid()])));
        let node = of("Pages").with("Kids", vec![kid()]);
        assert!(judge(&node));
        assert!(judge(&node.clone().with("Count", -1)));
        let node = node.with("Count", 1);
        assert!(judge(&node.clone().with("Annots", numbers(&[]))));
        assert!(judge(&node.clone().with("Contents", kid())));
        let direct = vec![Object::from(of("Page"))];
        assert!(judge(&node.with("Kids", direct)));
    }
}

//! Annotations that look different on the screen, in print, or below the pointer (ISO 32000-2, 12.5.3, 12.5.5).

use std::collections::BTreeMap;

use kyso_pdf::{Dictionary, Object, ObjectId, Page, PdfError, Rect, View};

use crate::finding::ActiveKind;

/// On which occasion an annotation looks different; `None` when it always looks the same.
pub(super) fn occasion(
    view: &View<'_, '_>,
    annotation: &Dictionary,
) -> Result<Option<ActiveKind>, PdfError> {
    let kind = view.get(annotation, "Subtype")?;
    let Some(kind) = kind.as_name().map(ToString::to_string) else {
        return Ok(None);
    };
    let flags = view.get(annotation, "F")?.as_integer().unwrap_or(0);
    let appearance = view.get(annotation, "AP")?;
    let appearance = appearance.as_dictionary();
    if flags & HIDDEN != 0 && flags & TOGGLE_NO_VIEW == 0 {
        return Ok(None);
    }
    if !has_area(view, annotation)? {
        return Ok(None);
    }
    if PLAYED.contains(&kind.as_str()) {
        return Ok(Some(ActiveKind::Multimedia));
    }
    let drawn = appearance.is_some_and(|looks| looks.contains("N"));
    if (drawn || DRAWN_BY_PROGRAMS.contains(&kind.as_str()))
        && differs_in_print(view, annotation, &kind, flags)?
    {
        return Ok(Some(ActiveKind::ScreenAndPrint));
    }
    match appearance {
        Some(looks) if reacts(view, annotation, looks)? => Ok(Some(ActiveKind::Rollover)),
        _ => Ok(None),
    }
}

/// Annotations with the pages that list them, and pages that hold some themselves.
pub(super) type Listed = BTreeMap<ObjectId, Page>;

/// The objects that pages name as their annotations, and the pages that hold some themselves.
pub(super) fn listed(view: &View<'_, '_>) -> Result<Listed, PdfError> {
    let mut listed = Listed::new();
    for page in view.pages(view.document().limits().tree_nodes)? {
        let object = view.object(page.id)?;
        let Some(entries) = object.as_dictionary() else {
            continue;
        };
        let own = entries.get("Annots").and_then(Object::as_reference);
        let annotations = view.get(entries, "Annots")?;
        let annotations = annotations.as_array().unwrap_or_default();
        view.count_compared(annotations.len())?;
        let named = annotations.iter().filter_map(Object::as_reference);
        for id in named.chain(own).chain([page.id]) {
            listed.insert(id, page.clone());
        }
    }
    Ok(listed)
}

pub(super) fn has_area(view: &View<'_, '_>, annotation: &Dictionary) -> Result<bool, PdfError> {
    let rect = view.get(annotation, "Rect")?;
    // An array that is no rectangle here may be one for another program.
    let rect = rect.as_array().and_then(Rect::from_numbers);
    Ok(rect.is_none_or(|rect| !rect.is_empty()))
}

/// Whether the flags let it be seen on one of screen and paper only, or change that.
fn differs_in_print(
    view: &View<'_, '_>,
    annotation: &Dictionary,
    kind: &str,
    flags: i64,
) -> Result<bool, PdfError> {
    if flags & (NO_VIEW | TOGGLE_NO_VIEW) != 0 {
        return Ok(true);
    }
    // Notes and links are for the screen, and a signature is judged as one.
    let for_the_screen = FOR_THE_SCREEN.contains(&kind) && is_icon(view, annotation)?;
    Ok(flags & PRINT == 0 && !for_the_screen && !is_signature(view, annotation)?)
}

/// Whether it has no look of its own, or one that is no larger than the icons of notes.
fn is_icon(view: &View<'_, '_>, annotation: &Dictionary) -> Result<bool, PdfError> {
    const SIDE: f64 = 36.0;
    let looks = view.get(annotation, "AP")?;
    let look = looks.as_dictionary().and_then(|looks| looks.get("N"));
    if look.is_none_or(Object::is_null) {
        return Ok(true);
    }
    let rect = view.get(annotation, "Rect")?;
    let rect = rect.as_array().and_then(Rect::from_numbers);
    Ok(rect.is_some_and(|rect| rect.width().max(rect.height()) <= SIDE))
}

fn is_signature(view: &View<'_, '_>, widget: &Dictionary) -> Result<bool, PdfError> {
    Ok(field_kind(view, widget)?.is_some_and(|kind| kind == "Sig"))
}

/// `/FT` of a widget, which it may inherit (ISO 32000-2, 12.7.4.1).
pub(crate) fn field_kind(
    view: &View<'_, '_>,
    widget: &Dictionary,
) -> Result<Option<String>, PdfError> {
    let kind = inherited(view, widget, "FT")?;
    Ok(kind.as_name().map(ToString::to_string))
}

/// An entry of a widget, which it may inherit from its fields (ISO 32000-2, 12.7.4.1); `null` when
/// there is none. Many widgets may inherit one value, so the copies are counted.
pub(super) fn inherited(
    view: &View<'_, '_>,
    widget: &Dictionary,
    key: &str,
) -> Result<Object, PdfError> {
    const LEVELS: usize = 32;
    inherited_within(view, widget, key, LEVELS)
}

fn inherited_within(
    view: &View<'_, '_>,
    node: &Dictionary,
    key: &str,
    levels: usize,
) -> Result<Object, PdfError> {
    let value = view.get(node, key)?;
    if !value.is_null() {
        view.count_compared(match &*value {
            Object::Array(elements) => elements.len(),
            Object::String(text) => text.len(),
            value => value.as_dictionary().map_or(1, Dictionary::len),
        })?;
        return Ok(Object::clone(&value));
    }
    let parent = view.get(node, "Parent")?;
    match (parent.as_dictionary(), levels.checked_sub(1)) {
        (Some(parent), Some(levels)) => inherited_within(view, parent, key, levels),
        _ => Ok(Object::Null),
    }
}

/// Whether it changes below the pointer: a look of its own for rollover, or for pressing on anything but a check box.
fn reacts(
    view: &View<'_, '_>,
    annotation: &Dictionary,
    looks: &Dictionary,
) -> Result<bool, PdfError> {
    const PUSH_BUTTON: i64 = 1 << 16;
    let normal = looks.get("N");
    let own = |key: &str| -> Result<bool, PdfError> {
        let look = looks.get(key);
        Ok(look.is_some() && look != normal && !view.get(looks, key)?.is_null())
    };
    if own("R")? {
        return Ok(true);
    }
    if !own("D")? {
        return Ok(false);
    }
    // A check box that is pressed shows so in every form that Acrobat makes.
    let flags = view.get(annotation, "Ff")?.as_integer().unwrap_or(0);
    let switch = field_kind(view, annotation)?.is_some_and(|kind| kind == "Btn");
    Ok(!switch || flags & PUSH_BUTTON != 0)
}

/// Kinds that programs draw without an appearance.
pub(super) const DRAWN_BY_PROGRAMS: [&str; 15] = [
    "FreeText",
    "Line",
    "Square",
    "Circle",
    "Polygon",
    "PolyLine",
    "Highlight",
    "Underline",
    "Squiggly",
    "StrikeOut",
    "Stamp",
    "Caret",
    "Ink",
    "Redact",
    "Watermark",
];

const FOR_THE_SCREEN: [&str; 5] = ["Link", "Popup", "Text", "FileAttachment", "Sound"];

/// Kinds in whose area programs play films and models (ISO 32000-2, 12.5.6.17, 12.5.6.18, 13.6, 13.7).
const PLAYED: [&str; 4] = ["Movie", "Screen", "RichMedia", "3D"];

// ISO 32000-2, table 167.
pub(super) const HIDDEN: i64 = 2;
const PRINT: i64 = 4;
const NO_VIEW: i64 = 32;
pub(super) const TOGGLE_NO_VIEW: i64 = 256;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use kyso_pdf::{Document, Name};

    fn judge(annotation: &Dictionary) -> Option<ActiveKind> {
        let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
        let document = Document::open(pdf).unwrap();
        occasion(&document.latest(), annotation).unwrap()
    }

    fn annotation(kind: &str, flags: i64) -> Dictionary {
        Dictionary::new()
            .with("Subtype", Name::from(kind))
            .with("F", flags)
            .with("Rect", vec![0.into(), 0.into(), 50.into(), 50.into()])
    }

    #[test]
    fn screen_and_print_are_compared() {
        for flags in [0, 32, 36, 4 | 256, 2 | 256] {
            let stamp = annotation("Stamp", flags);
            assert_eq!(judge(&stamp), Some(ActiveKind::ScreenAndPrint), "{flags}");
        }
        for flags in [4, 2, 6, 4 | 128, 28] {
            assert_eq!(judge(&annotation("Stamp", flags)), None, "{flags}");
        }
        for kind in ["Link", "Popup", "Text", "FileAttachment", "Widget"] {
            assert_eq!(judge(&annotation(kind, 0)), None, "{kind}");
        }
    }

    #[test]
    fn notes_with_a_look_are_icons_up_to_their_size() {
        let looks = Dictionary::new().with("N", Dictionary::new());
        for kind in ["Link", "Popup", "Text", "FileAttachment"] {
            let large = annotation(kind, 0).with("AP", looks.clone());
            assert_eq!(judge(&large), Some(ActiveKind::ScreenAndPrint), "{kind}");
            assert_eq!(judge(&large.clone().with("F", 4)), None, "{kind}");
            let icon = vec![10.into(), 10.into(), 46.into(), 34.into()];
            assert_eq!(judge(&large.with("Rect", icon)), None, "{kind}");
        }
    }

    #[test]
    fn what_plays_in_its_area_is_found() {
        for kind in ["Movie", "Screen", "RichMedia", "3D"] {
            let played = annotation(kind, 4);
            assert_eq!(judge(&played), Some(ActiveKind::Multimedia), "{kind}");
            assert_eq!(judge(&played.with("F", 2)), None, "{kind}");
        }
    }

    #[test]
    fn signature_widgets_are_left_to_the_rules_for_signatures() {
        let looks = Dictionary::new().with("N", Dictionary::new());
        let widget = annotation("Widget", 0).with("AP", looks);
        assert_eq!(judge(&widget), Some(ActiveKind::ScreenAndPrint));
        let signature = widget.with("FT", Name::from("Sig"));
        assert_eq!(judge(&signature), None);
        let hidden_in_view = signature.with("F", 36);
        assert_eq!(judge(&hidden_in_view), Some(ActiveKind::ScreenAndPrint));
    }

    #[test]
    fn looks_below_the_pointer_are_found() {
        let look = |number| Object::Reference(ObjectId::new(number, 0));
        let with = |key: &str, number| {
            let looks = Dictionary::new().with("N", look(1)).with(key, look(number));
            annotation("Widget", 4).with("AP", looks)
        };
        assert_eq!(judge(&with("R", 2)), Some(ActiveKind::Rollover));
        assert_eq!(judge(&with("D", 2)), Some(ActiveKind::Rollover));
        assert_eq!(judge(&with("R", 1)), None);
        let check_box = with("D", 2).with("FT", Name::from("Btn"));
        assert_eq!(judge(&check_box), None);
        let button = check_box.with("Ff", 1 << 16);
        assert_eq!(judge(&button), Some(ActiveKind::Rollover));
    }
}

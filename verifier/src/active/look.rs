//! Annotations that programs draw differently (ISO 32000-2, 12.5.5): by themselves where there is no look, or in spite
//! of one. What is said of programs here was seen in Poppler, MuPDF, PDFium and PDF.js (docs/adr/0032).

use kyso_pdf::{
    Dictionary, Object, Operation, PdfError, Rect, Stream, StreamData, View, operations,
};

use super::annotation::{DRAWN_BY_PROGRAMS, HIDDEN, TOGGLE_NO_VIEW, has_area};
use super::field;
use super::layers::Layers;
use super::page::{is_small, numbers};
use super::words::Value;
use crate::finding::ActiveKind;

/// What is made of one annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Judged {
    /// Programs agree.
    Same,
    Differs(ActiveKind),
    /// Programs agree when its look shows this.
    Shows(Value),
}

/// What an annotation has to be drawn by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Nothing, and no entry for looks either.
    None,
    /// An entry for looks that holds none.
    Empty,
    /// States, none of which is chosen.
    Unchosen,
    /// A drawing of its own.
    Drawing,
    /// One of several states.
    State,
    /// One of several states that are an object of their own: Poppler does not look into it.
    StateElsewhere,
    /// A drawing without bounds.
    Unbounded,
}

/// Whether a dictionary with `/Rect` or `/AP` is an annotation.
pub(super) fn is_annotation(
    view: &View<'_, '_>,
    dictionary: &Dictionary,
) -> Result<bool, PdfError> {
    let has_looks = view.get(dictionary, "AP")?.as_dictionary().is_some();
    Ok(has_looks || view.get(dictionary, "Subtype")?.as_name().is_some())
}

/// Whether programs draw an annotation, or the field that it shows, differently.
pub(super) fn judge(
    view: &View<'_, '_>,
    annotation: &Dictionary,
    layers: Option<&Layers>,
) -> Result<Judged, PdfError> {
    let written = view.get(annotation, "F")?;
    let flags = written.as_integer().unwrap_or(0);
    if written.as_integer().is_some() && !is_small(&written) {
        return Ok(Judged::Differs(ActiveKind::AnnotationLook));
    }
    if is_hidden(flags) {
        return Ok(Judged::Same);
    }
    if is_resized(view, annotation, flags, NO_ZOOM)? {
        return Ok(Judged::Differs(ActiveKind::AnnotationLook));
    }
    if !has_area(view, annotation)? {
        return Ok(Judged::Same);
    }
    let look = look(view, annotation)?;
    if look == Look::StateElsewhere {
        return Ok(Judged::Differs(ActiveKind::AnnotationLook));
    }
    if let Some(layers) = layers
        && look != Look::None
        && layers.hide(view, annotation)?
    {
        return Ok(Judged::Differs(ActiveKind::LayerMembership));
    }
    let kind = view.get(annotation, "Subtype")?;
    let kind = kind.as_name().map(ToString::to_string);
    let differs = match kind.as_deref() {
        None => is_drawn(look),
        Some(_) if is_drawn(look) && !is_placed(view, annotation, flags)? => true,
        Some("Widget") => return field::judge(view, annotation, look),
        Some(kind) => differs(view, annotation, kind, look)?,
    };
    Ok(match differs {
        true => Judged::Differs(ActiveKind::AnnotationLook),
        false => Judged::Same,
    })
}

fn is_hidden(flags: i64) -> bool {
    flags & HIDDEN != 0 && flags & TOGGLE_NO_VIEW == 0
}

/// Whether it is to stand upright on a turned page, and larger than an icon: programs turn it about different points.
pub(super) fn keeps_upright(
    view: &View<'_, '_>,
    annotation: &Dictionary,
) -> Result<bool, PdfError> {
    let flags = view.get(annotation, "F")?.as_integer().unwrap_or(0);
    Ok(!is_hidden(flags) && is_resized(view, annotation, flags, NO_ROTATE)?)
}

/// Whether it has this flag, of those by which MuPDF leaves the size of its area out of account, and a look that is larger
/// than the icons of notes.
fn is_resized(
    view: &View<'_, '_>,
    annotation: &Dictionary,
    flags: i64,
    flag: i64,
) -> Result<bool, PdfError> {
    if flags & flag == 0 || !is_drawn(look(view, annotation)?) {
        return Ok(false);
    }
    let looks = view.get(annotation, "AP")?;
    let Some(looks) = looks.as_dictionary() else {
        return Ok(false);
    };
    let normal = view.get(looks, "N")?;
    let state = view.get(annotation, "AS")?;
    let chosen = match (&*normal, state.as_name()) {
        (Object::Dictionary(states), Some(state)) => states.get_name(state),
        _ => None,
    };
    let form = view.resolve(chosen.unwrap_or(&normal))?;
    let is_large_look = match form.as_stream() {
        Some(form) => longest(view, &form.dictionary)?.is_none_or(|side| side > ICON),
        None => false,
    };
    Ok((is_large_look || is_large(view, annotation)?) && paints(view, annotation)?)
}

/// The longer side of a form, by its matrix at most; `None` where that is not known.
fn longest(view: &View<'_, '_>, form: &Dictionary) -> Result<Option<f64>, PdfError> {
    let bounds = numbers(view, &*view.get(form, "BBox")?)?;
    let Some(bounds) = bounds.and_then(|bounds| Rect::from_numbers(&bounds)) else {
        return Ok(None);
    };
    let matrix = view.get(form, "Matrix")?;
    let Some(parts) = matrix.as_array() else {
        return Ok(Some(bounds.width().max(bounds.height())));
    };
    let [a, b, c, d, _, _] = parts else {
        return Ok(None);
    };
    let mut scale = [0.0; 4];
    for (part, own) in scale.iter_mut().zip([a, b, c, d]) {
        let Some(number) = view.resolve(own)?.as_number() else {
            return Ok(None);
        };
        *part = number.abs();
    }
    let [a, b, c, d] = scale;
    let width = bounds.width() * a + bounds.height() * c;
    let height = bounds.width() * b + bounds.height() * d;
    Ok(Some(width.max(height)))
}

fn is_drawn(look: Look) -> bool {
    !matches!(look, Look::None | Look::Empty)
}

/// Whether all programs put a look at the same place, and none hides it for a flag that the others do not know.
fn is_placed(view: &View<'_, '_>, annotation: &Dictionary, flags: i64) -> Result<bool, PdfError> {
    const INVISIBLE: i64 = 1;
    let rect = view.get(annotation, "Rect")?;
    let numbers = rect.as_array().unwrap_or_default();
    let is_place = Rect::from_numbers(numbers).is_some() && numbers.iter().all(is_small);
    Ok(is_place && flags & INVISIBLE == 0)
}

/// Whether programs differ about an annotation of this kind.
fn differs(
    view: &View<'_, '_>,
    annotation: &Dictionary,
    kind: &str,
    look: Look,
) -> Result<bool, PdfError> {
    let drawn_anyway = DRAWN_BY_PROGRAMS.contains(&kind);
    Ok(match look {
        Look::Unbounded | Look::Unchosen | Look::StateElsewhere => true,
        Look::Empty if drawn_anyway => !matches!(kind, "Caret" | "Watermark"),
        Look::None if drawn_anyway => {
            !DRAWN_ALIKE.contains(&kind) || is_described_elsewhere(annotation)
        }
        Look::None | Look::Empty => match kind {
            "Link" => border(view, annotation)? > FINE,
            // Notes are icons of one size, attachments as large as their area.
            "FileAttachment" => is_large(view, annotation)?,
            "Popup" => is_open(view, annotation)?,
            _ => false,
        },
        Look::Drawing | Look::State => match kind {
            // Acrobat gives links a look that paints nothing. Some programs show icons of their own, of one size.
            "Link" | "Popup" | "FileAttachment" | "Text" | "Sound" => {
                is_large(view, annotation)? && paints(view, annotation)?
            }
            "Highlight" => !is_bright(view, annotation)?,
            _ => false,
        },
    })
}

/// What an annotation has to be drawn by.
pub(super) fn look(view: &View<'_, '_>, annotation: &Dictionary) -> Result<Look, PdfError> {
    let looks = view.get(annotation, "AP")?;
    let Some(looks) = looks.as_dictionary() else {
        return Ok(Look::None);
    };
    let normal = view.get(looks, "N")?;
    let is_reference = looks.get("N").and_then(Object::as_reference).is_some();
    Ok(match &*normal {
        Object::Stream(form) => drawing(view, form, Look::Drawing)?,
        Object::Dictionary(states) => {
            let chosen = view.get(annotation, "AS")?;
            let chosen = chosen.as_name().and_then(|name| states.get_name(name));
            match chosen.map(|state| view.resolve(state)).transpose()? {
                Some(state) => match state.as_stream() {
                    Some(form) if is_reference && !is_empty(form) => Look::StateElsewhere,
                    Some(form) => drawing(view, form, Look::State)?,
                    None => Look::Unchosen,
                },
                None if states.is_empty() => Look::Empty,
                None => Look::Unchosen,
            }
        }
        _ => Look::Empty,
    })
}

fn drawing(view: &View<'_, '_>, form: &Stream, bounded: Look) -> Result<Look, PdfError> {
    let bounds = view.get(&form.dictionary, "BBox")?;
    let bounds = bounds.as_array().and_then(Rect::from_numbers);
    let is_bounded = bounds.is_some_and(|bounds| !bounds.is_empty());
    Ok(match is_empty(form) || is_bounded {
        true => bounded,
        false => Look::Unbounded,
    })
}

fn is_empty(form: &Stream) -> bool {
    match &form.data {
        StreamData::Owned(data) => data.is_empty(),
        StreamData::InFile { start, end } => start == end,
    }
}

/// Whether the colour of a marking or its lines are objects of their own: only Poppler and MuPDF follow the reference.
fn is_described_elsewhere(annotation: &Dictionary) -> bool {
    let mut told = ["C", "QuadPoints", "InkList"].iter();
    told.any(|key| annotation.get(key).and_then(Object::as_reference).is_some())
}

/// Whether the look of an annotation paints; so, where that would have to be looked for at length.
fn paints(view: &View<'_, '_>, annotation: &Dictionary) -> Result<bool, PdfError> {
    const ENCODED: usize = 1 << 10;
    const DECODED: usize = 4 << 10;
    const OPERATIONS: usize = 100;
    let looks = view.get(annotation, "AP")?;
    let Some(looks) = looks.as_dictionary() else {
        return Ok(false);
    };
    let normal = view.get(looks, "N")?;
    let Some(form) = normal.as_stream() else {
        return Ok(true);
    };
    let size = match &form.data {
        StreamData::Owned(data) => data.len(),
        StreamData::InFile { start, end } => end - start,
    };
    if size > ENCODED {
        return Ok(true);
    }
    let content = view.decoded_within(form, DECODED);
    let found = content.and_then(|content| operations(&content, OPERATIONS));
    let is_idle = |found: &Operation| IDLE.iter().any(|idle| idle.as_bytes() == found.operator);
    Ok(found.map_or(true, |found| !found.iter().all(is_idle)))
}

/// Whether it is larger than the icons of notes.
fn is_large(view: &View<'_, '_>, annotation: &Dictionary) -> Result<bool, PdfError> {
    Ok(side(view, annotation)?.is_none_or(|side| side > ICON))
}

/// The longer side of an annotation.
pub(super) fn side(view: &View<'_, '_>, annotation: &Dictionary) -> Result<Option<f64>, PdfError> {
    let rect = view.get(annotation, "Rect")?;
    let rect = rect.as_array().and_then(Rect::from_numbers);
    Ok(rect.map(|rect| rect.width().max(rect.height())))
}

/// The width of its border; the default counts as none (ISO 32000-2, table 166, 168).
pub(super) fn border(view: &View<'_, '_>, annotation: &Dictionary) -> Result<f64, PdfError> {
    let style = view.get(annotation, "BS")?;
    if let Some(style) = style.as_dictionary() {
        return Ok(view.get(style, "W")?.as_number().unwrap_or(0.0));
    }
    let border = view.get(annotation, "Border")?;
    let width = border.as_array().and_then(|border| border.get(2));
    Ok(match width {
        Some(width) => view.resolve(width)?.as_number().unwrap_or(f64::INFINITY),
        None => 0.0,
    })
}

/// Whether a popup stands open with words in it: one program shows them on the page.
fn is_open(view: &View<'_, '_>, popup: &Dictionary) -> Result<bool, PdfError> {
    if *view.get(popup, "Open")? != Object::Boolean(true) {
        return Ok(false);
    }
    let parent = view.get(popup, "Parent")?;
    let Some(parent) = parent.as_dictionary() else {
        return Ok(false);
    };
    let words = view.get(parent, "Contents")?;
    Ok(words.as_string().is_some_and(|words| !words.is_empty()))
}

/// Whether a marking lets what it marks be read, also where a program fills its lines with its colour instead of drawing
/// its look.
fn is_bright(view: &View<'_, '_>, annotation: &Dictionary) -> Result<bool, PdfError> {
    const BRIGHT: f64 = 0.4;
    let corners = view.get(annotation, "QuadPoints")?;
    let colour = view.get(annotation, "C")?;
    let parts: Option<Vec<f64>> = colour
        .as_array()
        .filter(|parts| parts.len() <= 4)
        .and_then(|parts| parts.iter().map(Object::as_number).collect());
    let brightness = match parts.as_deref() {
        Some([gray]) => *gray,
        Some([red, green, blue]) => 0.3 * red + 0.59 * green + 0.11 * blue,
        _ => 0.0,
    };
    Ok(brightness >= BRIGHT && corners.as_array().is_some_and(|c| !c.is_empty()))
}

/// Kinds that all programs draw much alike without a look.
const DRAWN_ALIKE: [&str; 6] = [
    "Highlight",
    "Underline",
    "StrikeOut",
    "Ink",
    "Caret",
    "Watermark",
];

/// Operators that paint nothing by themselves (ISO 32000-2, annex A).
const IDLE: [&str; 18] = [
    "q", "Q", "cm", "w", "J", "j", "M", "d", "i", "g", "G", "rg", "RG", "k", "K", "BMC", "EMC", "n",
];

// ISO 32000-2, table 167.
const NO_ZOOM: i64 = 8;
const NO_ROTATE: i64 = 16;

/// The longest side of the icon of a note.
pub(super) const ICON: f64 = 36.0;

/// The widest border that covers nothing.
pub(super) const FINE: f64 = 4.0;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use kyso_pdf::{Document, Name};

    fn judged(annotation: &Dictionary) -> Judged {
        let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
        let document = Document::open(pdf).unwrap();
        judge(&document.latest(), annotation, None).unwrap()
    }

    fn differs(annotation: &Dictionary) -> bool {
        judged(annotation) == Judged::Differs(ActiveKind::AnnotationLook)
    }

    fn numbers(numbers: &[i64]) -> Vec<Object> {
        numbers.iter().map(|number| (*number).into()).collect()
    }

    fn annotation(kind: &str) -> Dictionary {
        Dictionary::new()
            .with("Subtype", Name::from(kind))
            .with("F", 4)
            .with("Rect", numbers(&[0, 0, 90, 50]))
    }

    fn form() -> Stream {
        let bounds = Dictionary::new().with("BBox", numbers(&[0, 0, 90, 50]));
        Stream::new(bounds, b"0 0 9 9 re f".to_vec())
    }

    fn drawn(kind: &str) -> Dictionary {
        annotation(kind).with("AP", Dictionary::new().with("N", form()))
    }

    #[test]
    fn what_programs_draw_by_themselves_is_found() {
        for kind in ["Stamp", "FreeText", "Line", "Square", "Polygon", "Redact"] {
            assert!(differs(&annotation(kind)), "{kind}");
            assert!(!differs(&drawn(kind)), "{kind}");
            assert!(!differs(&annotation(kind).with("F", 2)), "{kind}");
        }
        for kind in ["Highlight", "Underline", "Caret", "Popup", "Unknown"] {
            assert!(!differs(&annotation(kind)), "{kind}");
        }
        let without = annotation("Ink").with("AP", Dictionary::new());
        assert!(differs(&without));
    }

    #[test]
    fn links_and_notes_are_harmless_unless_they_cover_the_page() {
        assert!(!differs(&annotation("Link")));
        let bordered = |width| annotation("Link").with("Border", numbers(&[0, 0, width]));
        assert!(!differs(&bordered(0)));
        assert!(!differs(&bordered(2)));
        assert!(differs(&bordered(40)));
        let thick = Dictionary::new().with("W", 40);
        assert!(differs(&annotation("Link").with("BS", thick)));
        assert!(!differs(&annotation("Text")));
        let attachment = annotation("FileAttachment");
        assert!(differs(&attachment));
        let icon = attachment.with("Rect", numbers(&[0, 0, 20, 20]));
        assert!(!differs(&icon));
        for kind in ["Link", "Popup", "FileAttachment", "Text", "Sound"] {
            assert!(differs(&drawn(kind)), "{kind}");
        }
        let mut idle = form();
        idle.data = StreamData::Owned(b"q Q".to_vec());
        let looks = Dictionary::new().with("N", idle);
        assert!(!differs(&annotation("Link").with("AP", looks)));
    }

    #[test]
    fn an_open_popup_with_words_is_found() {
        let note = |words: &[u8]| Dictionary::new().with("Contents", Object::String(words.into()));
        let popup = |words| annotation("Popup").with("Parent", note(words));
        assert!(differs(&popup(b"x").with("Open", true)));
        assert!(!differs(&popup(b"").with("Open", true)));
        assert!(!differs(&popup(b"x")));
    }

    #[test]
    fn looks_need_bounds_a_state_and_a_place() {
        let looks = |look: Object| Dictionary::new().with("N", look);
        let with = |look| annotation("Stamp").with("AP", looks(look));
        let mut unbounded = form();
        unbounded.dictionary.remove("BBox");
        assert!(differs(&with(unbounded.into())));
        let flat = Dictionary::new().with("BBox", numbers(&[0, 0, 0, 9]));
        assert!(differs(&with(Stream::new(flat, b"f".to_vec()).into())));
        let nothing = Stream::new(Dictionary::new(), Vec::new());
        assert!(!differs(&with(nothing.into())));
        let states = with(Dictionary::new().with("On", form()).into());
        assert!(differs(&states));
        assert!(!differs(&states.clone().with("AS", Name::from("On"))));
        assert!(differs(&states.with("AS", Name::from("Off"))));
        assert!(differs(&drawn("Stamp").with("F", 5)));
        let mut nowhere = drawn("Stamp");
        nowhere.remove("Rect");
        assert!(differs(&nowhere));
        let mut nameless = drawn("Stamp");
        nameless.remove("Subtype");
        assert!(differs(&nameless));
    }

    #[test]
    fn looks_that_keep_their_size_are_found_beyond_that_of_icons() {
        for rect in [[0, 842, 595, 842], [0, 841, 1, 842], [0, 0, 90, 50]] {
            for kind in ["Stamp", "Text", "Widget"] {
                let kept = drawn(kind).with("Rect", numbers(&rect)).with("F", 12);
                assert!(differs(&kept), "{kind} {rect:?}");
                assert!(!differs(&kept.with("F", 14)), "{kind} {rect:?}");
            }
        }
        let upright = drawn("Stamp").with("F", 20);
        assert!(!differs(&upright));
        let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
        let document = Document::open(pdf).unwrap();
        let view = document.latest();
        assert!(keeps_upright(&view, &upright).unwrap());
        assert!(!keeps_upright(&view, &drawn("Stamp")).unwrap());
        let mut small = form();
        small.dictionary.insert("BBox", numbers(&[0, 0, 20, 20]));
        let looks = Dictionary::new().with("N", small);
        let icon = drawn("Text").with("AP", looks);
        let icon = icon.with("Rect", numbers(&[0, 0, 20, 20])).with("F", 28);
        assert!(!differs(&icon) && !keeps_upright(&view, &icon).unwrap());
    }

    #[test]
    fn numbers_that_programs_cut_are_found() {
        for flags in [(1 << 32) + 2, (1 << 33) + 6, (1 << 32) + 6] {
            assert!(differs(&drawn("Stamp").with("F", flags)), "{flags}");
        }
        let tall = numbers(&[0, 0, 595, (1 << 32) + 842]);
        assert!(differs(&drawn("Stamp").with("Rect", tall)));
        let field = drawn("Widget").with("FT", Name::from("Btn"));
        let judged = judged(&field.with("Ff", (1_i64 << 32) + (1 << 16)));
        assert_eq!(judged, Judged::Differs(ActiveKind::FieldLook));
    }

    #[test]
    fn markings_with_a_dark_colour_or_without_lines_are_found() {
        let lines = numbers(&[0, 9, 9, 9, 0, 0, 9, 0]);
        let marking = drawn("Highlight").with("QuadPoints", lines);
        let yellow = numbers(&[1, 1, 0]);
        assert!(!differs(&marking.clone().with("C", yellow.clone())));
        assert!(differs(&marking.clone().with("C", numbers(&[0, 0, 0]))));
        assert!(differs(&marking));
        assert!(differs(&drawn("Highlight").with("C", yellow)));
    }
}

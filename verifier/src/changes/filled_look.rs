//! What the appearance of a filled field draws: its text, its background and
//! its border as `/MK` says, nothing else (ISO 32000-2, 12.7.4.3, table 192).
//!
//! A field may lie over the text of the page; a picture, or a filling of
//! another colour, would then say something else than the value.

use kyso_pdf::{Dictionary, Object, ObjectId, Operation, PdfError, Rect, Stream, View, operations};

use super::comparison::Comparison;
use super::field_tree::{FieldKind, FieldNode};
use super::held::elements_within;
use crate::appearance::{is_unbounded, redefines_colours};

/// A widget as it is now, and the field that it shows.
#[derive(Clone, Copy)]
pub(super) struct FilledField<'f> {
    pub(super) widget: &'f Dictionary,
    pub(super) node: &'f FieldNode,
}

impl Comparison<'_, '_> {
    /// Whether all new looks of the widget are those of a field, and those that are `switched` on;
    /// a look that cannot be read is none.
    pub(super) fn looks_like_a_field(&self, field: FilledField<'_>, switched: bool) -> bool {
        self.new_looks(field.widget, switched)
            .and_then(|looks| {
                let style = Style::new(&self.new, field)?;
                for look in &looks {
                    if !style.allows(look)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            })
            .unwrap_or(false)
    }

    /// Whether one look is that of a field; a look that cannot be read is none.
    pub(super) fn is_look_of_a_field(&self, field: FilledField<'_>, look: &Stream) -> bool {
        let style = Style::new(&self.new, field);
        style.and_then(|style| style.allows(look)).unwrap_or(false)
    }

    /// The streams of `/AP` that are new or were replaced. With `all` those that
    /// were there before as well: programs choose one of them by the value.
    fn new_looks(&self, widget: &Dictionary, all: bool) -> Result<Vec<Stream>, PdfError> {
        let mut streams = Vec::new();
        let appearance = self.new.get(widget, "AP")?;
        let looks = appearance.as_dictionary().into_iter();
        for (_, look) in looks.flat_map(Dictionary::iter) {
            self.new.count_compared(1)?;
            let drawn = self.new.resolve(look)?;
            match &*drawn {
                Object::Dictionary(states) => {
                    self.new.count_compared(states.len())?;
                    for (_, state) in states.iter() {
                        self.add_if_new(state, all, &mut streams)?;
                    }
                }
                _ => self.add_if_new(look, all, &mut streams)?,
            }
        }
        Ok(streams)
    }

    fn add_if_new(
        &self,
        look: &Object,
        all: bool,
        streams: &mut Vec<Stream>,
    ) -> Result<(), PdfError> {
        let is_old = |id: ObjectId| !all && self.difference_of(id).is_none();
        if look.as_reference().is_some_and(is_old) {
            return Ok(());
        }
        if let Some(stream) = self.new.resolve(look)?.as_stream() {
            streams.push(stream.clone());
        }
        Ok(())
    }
}

/// Colours and fonts of one field.
struct Style<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    /// `/BG` and `/BC` of `/MK`.
    background: Option<Vec<f64>>,
    border: Option<Vec<f64>>,
    /// Colour of the text by `/DA`.
    text: Option<Vec<f64>>,
    /// Lists show what is chosen on a colour of the program.
    is_choice: bool,
    /// A small box or circle: its mark may be a dark shape.
    is_small_switch: bool,
    default_resources: Dictionary,
}

/// The part of the graphics state that counts.
#[derive(Debug, Clone)]
struct State {
    filling: Vec<f64>,
    stroking: Vec<f64>,
    /// The coordinates are those of the form.
    in_place: bool,
}

impl<'v, 'd, 'a> Style<'v, 'd, 'a> {
    fn new(
        view: &'v View<'d, 'a>,
        FilledField { widget, node }: FilledField<'_>,
    ) -> Result<Self, PdfError> {
        let catalog = view.catalog()?.1;
        let nothing = Dictionary::new();
        let catalog = catalog.as_dictionary().unwrap_or(&nothing);
        let form = view.get(catalog, "AcroForm")?;
        let form = form.as_dictionary().unwrap_or(&nothing);
        let field = view.object(node.field)?;
        let field = field.as_dictionary().unwrap_or(&nothing);
        let mut text = None;
        for holder in [widget, field, form] {
            if let (None, Some(default)) = (&text, view.get(holder, "DA")?.as_string()) {
                text = Some(colour_of(default)?);
            }
        }
        let characteristics = view.get(widget, "MK")?;
        let characteristics = characteristics.as_dictionary().unwrap_or(&nothing);
        let resources = view.get(form, "DR")?;
        view.count_compared(elements_within(&resources))?;
        let rect = view.get(widget, "Rect")?;
        let rect = rect.as_array().and_then(Rect::from_numbers);
        let is_small = rect.is_some_and(|rect| rect.width().max(rect.height()) <= BOX);
        Ok(Self {
            view,
            background: numbers(&*view.get(characteristics, "BG")?),
            border: numbers(&*view.get(characteristics, "BC")?),
            text,
            is_choice: node.kind == FieldKind::Choice,
            is_small_switch: node.kind == FieldKind::Switch && is_small,
            default_resources: resources.as_dictionary().cloned().unwrap_or_default(),
        })
    }

    fn allows(&self, form: &Stream) -> Result<bool, PdfError> {
        const OPERATIONS: usize = 20_000;
        // Programs draw it over the whole page, however small the field.
        if is_unbounded(self.view, form)? {
            return Ok(false);
        }
        let resources = self.view.get(&form.dictionary, "Resources")?;
        let resources = resources.as_dictionary().cloned().unwrap_or_default();
        for resources in [&resources, &self.default_resources] {
            if redefines_colours(self.view, resources)? {
                return Ok(false);
            }
        }
        let mut state = State {
            filling: vec![0.0],
            stroking: vec![0.0],
            in_place: true,
        };
        let mut saved = Vec::new();
        for operation in operations(&self.view.decoded(form)?, OPERATIONS)? {
            let allowed = match operation.operator.as_slice() {
                b"q" => {
                    saved.push(state.clone());
                    true
                }
                // Programs go back to the state of the page, out of the field.
                b"Q" => match saved.pop() {
                    Some(before) => {
                        state = before;
                        true
                    }
                    None => false,
                },
                b"Tf" => self.is_font(&resources, &operation)?,
                _ => self.is_usual(&operation, &mut state),
            };
            if !allowed {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn is_usual(&self, operation: &Operation, state: &mut State) -> bool {
        const THICK: f64 = 4.0;
        let number = operation.numbers::<1>().map(|[number]| number);
        match operation.operator.as_slice() {
            b"g" | b"rg" | b"k" => set(operation, &mut state.filling),
            b"G" | b"RG" | b"K" => set(operation, &mut state.stroking),
            b"cm" => {
                state.in_place = false;
                true
            }
            b"w" => number.is_some_and(|width| (0.0..=THICK).contains(&width)),
            // Outlines of letters may be as thick as the page.
            b"Tr" => number.is_some_and(|mode| mode == 0.0 || mode == 3.0),
            b"f" | b"F" | b"f*" => {
                (state.in_place && self.is_background(&state.filling)) || self.is_small_switch
            }
            b"S" | b"s" => {
                (state.in_place && same(self.border.as_deref(), &state.stroking))
                    || self.is_small_switch
            }
            b"B" | b"B*" | b"b" | b"b*" => self.is_small_switch,
            b"Tj" | b"TJ" | b"'" | b"\"" => self.is_text_colour(&state.filling),
            other => USUAL.iter().any(|operator| operator.as_bytes() == other),
        }
    }

    /// The background of the field, or of the chosen lines of a list.
    fn is_background(&self, colour: &[f64]) -> bool {
        const CHOSEN: [f64; 3] = [0.6, 0.756, 0.855];
        same(self.background.as_deref(), colour) || (self.is_choice && same(Some(&CHOSEN), colour))
    }

    /// Light text could wipe out what is below it.
    fn is_text_colour(&self, colour: &[f64]) -> bool {
        !super::markup::is_light(colour) || same(self.text.as_deref(), colour)
    }

    /// A font of letters: the glyphs of Type 3 fonts draw anything, and a font that names its glyphs
    /// twice may call them something else than programs draw.
    fn is_font(&self, resources: &Dictionary, operation: &Operation) -> Result<bool, PdfError> {
        const FONTS: [&str; 4] = ["Type1", "MMType1", "TrueType", "Type0"];
        let [Object::Name(name), _] = operation.operands.as_slice() else {
            return Ok(false);
        };
        for holder in [resources, &self.default_resources] {
            let fonts = self.view.get(holder, "Font")?;
            let fonts = fonts.as_dictionary();
            let font = fonts.and_then(|fonts| fonts.get_name(name));
            let font = font.unwrap_or(&Object::Null);
            let font = self.view.resolve(font)?;
            if let Some(font) = font.as_dictionary() {
                let kind = font.name("Subtype").map(ToString::to_string);
                let is_usual = kind.is_some_and(|kind| FONTS.contains(&kind.as_str()));
                return Ok(is_usual && !self.names_glyphs_twice(font)?);
            }
        }
        // Without one, programs take a font of their own.
        Ok(true)
    }

    /// Whether a font that a program brings along draws glyphs by `/Differences`, while `/ToUnicode`
    /// says what they are called: there is no need for both.
    fn names_glyphs_twice(&self, font: &Dictionary) -> Result<bool, PdfError> {
        const PROGRAMS: [&str; 3] = ["FontFile", "FontFile2", "FontFile3"];
        let encoding = self.view.get(font, "Encoding")?;
        let encoding = encoding.as_dictionary();
        let differs = encoding.is_some_and(|encoding| encoding.contains("Differences"));
        let descriptor = self.view.get(font, "FontDescriptor")?;
        let descriptor = descriptor.as_dictionary();
        let is_embedded =
            descriptor.is_some_and(|font| PROGRAMS.iter().any(|key| font.contains(key)));
        Ok(differs && !is_embedded && font.contains("ToUnicode"))
    }
}

fn set(operation: &Operation, colour: &mut Vec<f64>) -> bool {
    let components: Option<Vec<f64>> = operation.operands.iter().map(Object::as_number).collect();
    let count = match operation.operator.as_slice() {
        b"g" | b"G" => 1,
        b"rg" | b"RG" => 3,
        _ => 4,
    };
    match components {
        Some(components) if components.len() == count => {
            *colour = components;
            true
        }
        _ => false,
    }
}

/// The last colour that a default appearance string sets; black without one.
fn colour_of(default: &[u8]) -> Result<Vec<f64>, PdfError> {
    const OPERATIONS: usize = 100;
    let mut colour = vec![0.0];
    for operation in operations(default, OPERATIONS)? {
        if matches!(operation.operator.as_slice(), b"g" | b"rg" | b"k") {
            set(&operation, &mut colour);
        }
    }
    Ok(colour)
}

/// Whether a colour is the expected one, but for digits that writers cut.
fn same(expected: Option<&[f64]>, colour: &[f64]) -> bool {
    const CUT: f64 = 0.015;
    let near = |(one, other): (&f64, &f64)| (one - other).abs() <= CUT;
    expected.is_some_and(|expected| {
        expected.len() == colour.len() && expected.iter().zip(colour).all(near)
    })
}

fn numbers(colour: &Object) -> Option<Vec<f64>> {
    let components = colour.as_array()?.iter().map(Object::as_number);
    components.collect()
}

/// Greatest side of a box or circle that is ticked, in points: it hides no line of text.
const BOX: f64 = 36.0;

/// Operators that draw nothing, or draw text (ISO 32000-2, annex A).
const USUAL: [&str; 29] = [
    "J", "j", "M", "d", "ri", "i", "m", "l", "c", "v", "y", "h", "re", "n", "W", "W*", "BMC",
    "EMC", "BT", "ET", "Tc", "Tw", "Tz", "TL", "Ts", "Td", "TD", "Tm", "T*",
];

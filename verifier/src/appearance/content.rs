//! The content of a form, with what its names refer to (ISO 32000-2, 8.10).

use kyso_pdf::LimitKind;
use std::rc::Rc;

use kyso_pdf::{
    Dictionary, Name, Object, Operation, PdfError, Shared, Stream, View, operations_with_pictures,
};

use super::default_colours::redefines_colours;
use super::font_work::FontWork;
use super::operators::ends_what_it_begins;
use crate::recall::Recall;

/// The budget for all forms of one widget together, or of all widgets: forms draw forms, each any
/// number of times, and widgets share them.
#[derive(Debug)]
pub(crate) struct Budget {
    forms: usize,
    operations: usize,
    bytes: usize,
    /// Fonts whose glyphs are measured.
    programs: usize,
    /// For the instructions of fonts; that of the file.
    fonts: FontWork,
}

/// The operations of a form, and the resources that they use.
pub(crate) struct Content {
    pub(crate) operations: Vec<Operation>,
    objects: Rc<Dictionary>,
    /// Fonts of its own: those of the form around are looked at there.
    fonts: Dictionary,
    /// Graphics states.
    states: Rc<Dictionary>,
    /// Whether its resources give Device colours another meaning.
    pub(crate) redefines_colours: bool,
    depth: usize,
}

impl Budget {
    /// Real looks have a few hundred operations in four forms.
    pub(crate) fn of_a_widget(fonts: &FontWork) -> Self {
        Self {
            forms: 256,
            operations: 50_000,
            bytes: 16 << 20,
            programs: 4,
            fonts: fonts.clone(),
        }
    }

    /// For one look, whose fonts are not looked at.
    pub(crate) fn of_a_look() -> Self {
        Self::of_a_widget(&FontWork::of_a_file(Recall::nothing()))
    }

    /// The looks of all widgets of a file.
    pub(crate) fn of_a_file(fonts: &FontWork) -> Self {
        Self {
            forms: 10_000,
            operations: 2_000_000,
            bytes: 128 << 20,
            programs: 16,
            fonts: fonts.clone(),
        }
    }

    /// Does what concerns one widget with a part of this budget. What ends with
    /// an error has cost all of the part, counted or not.
    pub(crate) fn lend<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, PdfError>,
    ) -> Result<T, PdfError> {
        let most = Self::of_a_widget(&self.fonts);
        let mut part = Self {
            forms: most.forms.min(self.forms),
            operations: most.operations.min(self.operations),
            bytes: most.bytes.min(self.bytes),
            programs: most.programs.min(self.programs),
            ..most
        };
        self.forms -= part.forms;
        self.operations -= part.operations;
        self.bytes -= part.bytes;
        self.programs -= part.programs;
        let done = work(&mut part);
        if done.is_ok() {
            self.operations += part.operations;
        }
        self.forms += part.forms;
        self.bytes += part.bytes;
        self.programs += part.programs;
        done
    }

    /// The time in which the instructions of fonts may run, and what is known of them.
    pub(super) fn font_work(&self) -> &FontWork {
        &self.fonts
    }

    fn take_form(&mut self) -> Result<(), PdfError> {
        take(&mut self.forms, 1, LimitKind::AppearanceForms)
    }

    pub(super) fn take_font(&mut self) -> Result<(), PdfError> {
        take(&mut self.programs, 1, LimitKind::AppearanceFonts)
    }

    /// The data of the program of a font.
    pub(super) fn program(
        &mut self,
        view: &View<'_, '_>,
        program: &Stream,
    ) -> Result<Vec<u8>, PdfError> {
        let data = view.decoded_again(program, self.bytes)?;
        self.bytes = self.bytes.saturating_sub(data.len());
        Ok(data)
    }

    pub(super) fn take_operations(&mut self, count: usize) -> Result<(), PdfError> {
        take(&mut self.operations, count, LimitKind::AppearanceOperations)
    }
}

fn take(left: &mut usize, count: usize, budget: LimitKind) -> Result<(), PdfError> {
    let limit = *left;
    let rest = limit.checked_sub(count);
    *left = rest.ok_or(PdfError::LimitReached { budget, limit })?;
    Ok(())
}

impl Content {
    /// Reads `form`. One without resources of its own uses those of the form
    /// that draws it, as all programs have it.
    ///
    /// # Errors
    /// When it cannot be read, or the budget ends.
    pub(crate) fn read(
        view: &View<'_, '_>,
        form: &Stream,
        outer: Option<&Self>,
        budget: &mut Budget,
    ) -> Result<Self, PdfError> {
        const DEPTH: usize = 16;
        let depth = outer.map_or(0, |outer| outer.depth + 1);
        if depth > DEPTH {
            let budget = LimitKind::FormDepth;
            return Err(PdfError::LimitReached {
                budget,
                limit: DEPTH,
            });
        }
        budget.take_form()?;
        let bytes = view.decoded_within(form, budget.bytes)?;
        budget.bytes = budget.bytes.saturating_sub(bytes.len());
        let operations = operations_with_pictures(&bytes, budget.operations)?;
        budget.take_operations(operations.len())?;
        let own = view.get(&form.dictionary, "Resources")?;
        if let (Object::Null, Some(outer)) = (&*own, outer) {
            return Ok(Self {
                operations,
                objects: Rc::clone(&outer.objects),
                fonts: Dictionary::new(),
                states: Rc::clone(&outer.states),
                redefines_colours: outer.redefines_colours,
                depth,
            });
        }
        let own = own.as_dictionary().cloned().unwrap_or_default();
        Ok(Self {
            redefines_colours: redefines_colours(view, &own)?,
            operations,
            objects: Rc::new(category(view, &own, "XObject", budget)?),
            fonts: category(view, &own, "Font", budget)?,
            states: Rc::new(category(view, &own, "ExtGState", budget)?),
            depth,
        })
    }

    /// The surroundings of the glyphs of a Type 3 font: the resources of the font, or those of this
    /// form.
    pub(crate) fn around_glyphs(
        &self,
        view: &View<'_, '_>,
        font: &Dictionary,
        budget: &mut Budget,
    ) -> Result<Self, PdfError> {
        let own = view.get(font, "Resources")?;
        let objects = match own.as_dictionary() {
            Some(own) => Rc::new(category(view, own, "XObject", budget)?),
            None => Rc::clone(&self.objects),
        };
        Ok(Self {
            operations: Vec::new(),
            objects,
            fonts: Dictionary::new(),
            states: Rc::clone(&self.states),
            redefines_colours: self.redefines_colours,
            depth: self.depth,
        })
    }

    /// The object that `Do` draws, by its last operand as programs have it;
    /// `None` when it is not known here.
    pub(crate) fn drawn_by(
        &self,
        view: &View<'_, '_>,
        operation: &Operation,
    ) -> Result<Option<Shared>, PdfError> {
        let name = operation.operands.last().and_then(Object::as_name);
        let id = name.and_then(|name| self.objects.get_name(name)?.as_reference());
        id.map(|id| view.object(id)).transpose()
    }

    /// Whether pictures hide no more after `gs` than before: the state is one of this form, and its entries make fillings
    /// weaker, darken what lies below, or concern lines and text alone (ISO 32000-2, 8.4.5).
    pub(super) fn hides_no_more(
        &self,
        view: &View<'_, '_>,
        operation: &Operation,
    ) -> Result<bool, PdfError> {
        let name = operation.operands.last().and_then(Object::as_name);
        let Some(state) = name.and_then(|name| self.states.get_name(name)) else {
            return Ok(false);
        };
        let state = view.resolve(state)?;
        let Some(entries) = state.as_dictionary() else {
            return Ok(false);
        };
        for (key, value) in entries.iter() {
            let value = view.resolve(value)?;
            let is_one_of = |names: &[&str]| {
                let name = value.as_name();
                name.is_some_and(|name| names.iter().any(|one| *name == **one))
            };
            let is_harmless = match key.as_bytes() {
                b"Type" | b"LW" | b"LC" | b"LJ" | b"ML" | b"D" | b"SA" | b"TK" => true,
                b"ca" | b"CA" => value
                    .as_number()
                    .is_some_and(|share| (0.0..=1.0).contains(&share)),
                b"BM" => is_one_of(&["Normal", "Compatible", "Multiply", "Darken"]),
                b"SMask" => is_one_of(&["None"]),
                b"AIS" => *value == Object::Boolean(false),
                _ => false,
            };
            if !is_harmless {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The part of the graphics state set by `gs` that decides what is seen, without references;
    /// `None` when it is not known here.
    pub(super) fn state(
        &self,
        view: &View<'_, '_>,
        operation: &Operation,
    ) -> Result<Option<Dictionary>, PdfError> {
        let name = operation.operands.last().and_then(Object::as_name);
        let Some(state) = name.and_then(|name| self.states.get_name(name)) else {
            return Ok(None);
        };
        let state = view.resolve(state)?;
        let Some(entries) = state.as_dictionary() else {
            return Ok(None);
        };
        let mut resolved = Dictionary::new();
        for key in ["ca", "BM", "SMask", "LW", "ML", "Font"] {
            if entries.contains(key) {
                resolved.insert(key, Object::clone(&*view.get(entries, key)?));
            }
        }
        Ok(Some(resolved))
    }

    /// The font that a name refers to, or a reference to it.
    pub(crate) fn font(&self, name: &Name) -> Option<&Object> {
        self.fonts.get_name(name)
    }

    /// The fonts that texts of this form are drawn in, if it names any.
    pub(super) fn fonts(&self) -> impl Iterator<Item = &Object> {
        self.fonts.iter().map(|(_, font)| font)
    }

    /// The Type 3 fonts among the resources: their glyphs are drawn like forms.
    pub(crate) fn drawn_fonts(&self, view: &View<'_, '_>) -> Result<Vec<Dictionary>, PdfError> {
        let mut drawn = Vec::new();
        for (_, font) in self.fonts.iter() {
            let font = view.resolve(font)?;
            let Some(font) = font.as_dictionary() else {
                continue;
            };
            let kind = view.get(font, "Subtype")?;
            if kind.as_name().is_some_and(|kind| *kind == "Type3") {
                drawn.push(font.clone());
            }
        }
        Ok(drawn)
    }

    /// Whether all programs hold the numbers of its operations alike.
    pub(super) fn is_in_range(&self) -> bool {
        /// With larger numbers, programs that calculate with 32 bits lose what is added; some take
        /// still larger ones for 0.
        const MOST: f64 = 1e6;
        let operands = self.operations.iter().flat_map(|one| &one.operands);
        let mut numbers = operands.filter_map(Object::as_number);
        numbers.all(|number| number.abs() <= MOST)
    }

    /// Whether every program goes back by each `Q` to a state that this form
    /// saved: else some of them leave the area of the widget. One may read `QQ`
    /// as two operators, another as none, so that all of them must be known. And whether all that
    /// it begins is ended: programs go on in the form around, or in the look of the next annotation,
    /// with a path, a clipping, a text or marked content (Poppler, MuPDF). States that are left do
    /// no harm.
    pub(crate) fn keeps_its_state(&self) -> bool {
        ends_what_it_begins(&self.operations)
    }
}

/// One category of resources.
fn category(
    view: &View<'_, '_>,
    resources: &Dictionary,
    name: &str,
    budget: &mut Budget,
) -> Result<Dictionary, PdfError> {
    let entries = view.get(resources, name)?;
    let entries = entries.as_dictionary().cloned().unwrap_or_default();
    budget.take_operations(entries.len())?;
    Ok(entries)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_fails_costs_all_that_was_lent() {
        let mut file = Budget::of_a_file(&FontWork::of_a_file(Recall::nothing()));
        let most = Budget::of_a_look().operations;
        let all = file.operations;
        file.lend(|part| part.take_operations(7)).unwrap();
        assert_eq!(file.operations, all - 7);
        file.lend(|part| part.take_operations(most + 1))
            .unwrap_err();
        assert_eq!(file.operations, all - 7 - most);
        while file.operations > 0 {
            file.lend(|part| part.take_operations(usize::MAX))
                .unwrap_err();
        }
        file.lend(|part| part.take_operations(1)).unwrap_err();
    }
}

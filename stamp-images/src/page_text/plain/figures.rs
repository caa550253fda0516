//! Fillings that may show something: patterns, shadings that are no even run of colours, and the
//! rest that a soft mask leaves. Each of them can draw words, so that an area filled so is no
//! background. A tiling pattern that repeats itself within a few points is the same on all sides of
//! a drawing over it, and a background.

use kyso_pdf::{Dictionary, Name, Object, Stream};

use super::kind::Kind;
use super::writer::Writer;
use super::{Copy, Refusal, Scope};

impl Copy<'_, '_, '_> {
    /// Whether the pattern under `name` may show more than an even run of colours, or than one fine tile.
    pub(super) fn is_figured(&mut self, name: &Name, scope: &Scope, level: usize) -> bool {
        let Some(written) = scope.find(Kind::Pattern, name) else {
            return true;
        };
        let read = || {
            let pattern = self.view.resolve(written).ok()?;
            match &*pattern {
                Object::Stream(tile) => Some(level == 0 && self.is_fine(&tile.dictionary)?),
                shaded => {
                    let shading = self.view.get(shaded.as_dictionary()?, "Shading").ok()?;
                    self.is_even(&shading)
                }
            }
        };
        let is_tile = self.view.resolve(written);
        let is_tile = is_tile.is_ok_and(|pattern| pattern.as_stream().is_some());
        let is_even = read() == Some(true);
        if !is_tile || !is_even {
            return !is_even;
        }
        // Two of them together show larger figures.
        let known = self.tile.get_or_insert_with(|| written.clone());
        written.as_reference().is_none() || *known != *written
    }

    /// Whether the content of a page repeats the tile at once: `/Matrix` leads to its own space.
    fn is_fine(&self, tile: &Dictionary) -> Option<bool> {
        const LEAST: f64 = 0.5;
        let matrix = match self.view.get(tile, "Matrix").ok()?.is_null() {
            true => vec![1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            false => {
                let matrix = self.numbers(tile, "Matrix").ok()??;
                matrix.iter().filter_map(Object::as_number).collect()
            }
        };
        let [a, b, c, d, _, _] = matrix.as_slice() else {
            return None;
        };
        let step = |key| self.view.get(tile, key).ok()?.as_number();
        let (x, y) = (step("XStep")?, step("YStep")?);
        let steps = [x.abs() * a.hypot(*b), y.abs() * c.hypot(*d)];
        let is_few = |step: &f64| (LEAST..=self.finest).contains(step);
        let is_even = (a * d - b * c).abs() >= 0.5 * a.hypot(*b) * c.hypot(*d);
        Some(steps.iter().all(is_few) && is_even)
    }

    /// `sh`: fills what the clip leaves of the page.
    pub(super) fn shade(
        &mut self,
        writer: &mut Writer,
        operands: &[Object],
        scope: &Scope,
    ) -> Result<(), Refusal> {
        let read = || {
            let shading = scope.find(Kind::Shading, operands.last()?.as_name()?)?;
            self.is_even(&*self.view.resolve(shading).ok()?)
        };
        if read() != Some(true) {
            writer.fill_all();
            return Ok(());
        }
        let id = match self.shading {
            Some(id) => id,
            None => {
                let function = Dictionary::new()
                    .with("FunctionType", 2)
                    .with("Domain", vec![0.into(), 1.into()])
                    .with("N", 1);
                let shading = Dictionary::new()
                    .with("ShadingType", 2)
                    .with("ColorSpace", Name::from("DeviceGray"))
                    .with("Coords", super::numbers(&[0.0, 0.0, 1.0, 0.0]))
                    .with("Function", function);
                self.add(shading)?
            }
        };
        self.shading = Some(id);
        let name = writer.name(Kind::Shading, id);
        writer.write(&[name.into()], "sh");
        Ok(())
    }

    /// Whether a shading runs along a line or between circles (ISO 32000-2, 8.7.4.5).
    fn is_even(&self, shading: &Object) -> Option<bool> {
        let shading = match shading {
            Object::Stream(stream) => &stream.dictionary,
            other => other.as_dictionary()?,
        };
        let kind = self.view.get(shading, "ShadingType").ok()?.as_integer()?;
        Some(matches!(kind, 2 | 3))
    }

    /// `/SMask` of a graphics state: whether there is one matters, not what it leaves.
    pub(super) fn soft_mask(&mut self, state: &Dictionary) -> Result<Option<Object>, Refusal> {
        match &*self.view.get(state, "SMask")? {
            Object::Null => Ok(None),
            Object::Name(_) => Ok(Some(Name::from("None").into())),
            _ => {
                let group = Dictionary::new().with("S", Name::from("Transparency"));
                let form = Dictionary::new()
                    .with("Type", Name::from("XObject"))
                    .with("Subtype", Name::from("Form"))
                    .with("BBox", super::numbers(&[0.0, 0.0, 1.0, 1.0]))
                    .with("Group", group);
                let form = self.add(Stream::new(form, Vec::new()))?;
                let mask = Dictionary::new()
                    .with("S", Name::from("Alpha"))
                    .with("G", form);
                Ok(Some(mask.into()))
            }
        }
    }
}

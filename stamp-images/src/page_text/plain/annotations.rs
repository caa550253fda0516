//! Annotations: what they show in their normal state, and where programs draw them by themselves.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, PdfError, Rect, Stream};

use super::{Copy, Cost, Refusal, Scope, corners, numbers};

impl Copy<'_, '_, '_> {
    /// What annotations show in their normal state. `turned` says that the page is shown turned.
    pub(super) fn annotations(
        &mut self,
        page: &Dictionary,
        turned: bool,
        scope: &Scope,
        cost: &mut Cost,
    ) -> Result<Vec<Object>, Refusal> {
        let annotations = self.view.get(page, "Annots")?;
        let mut drawn = Vec::new();
        let mut stands = Stands::default();
        for annotation in annotations.as_array().unwrap_or_default() {
            let id = annotation.as_reference();
            if !self.drawn.has(id) {
                continue;
            }
            let annotation = match self.view.resolve(annotation) {
                Ok(annotation) => annotation,
                Err(error @ PdfError::LimitReached { .. }) => return Err(error.into()),
                // Programs leave out what they cannot read.
                Err(_) => continue,
            };
            let Some(annotation) = annotation.as_dictionary() else {
                continue;
            };
            if let Some(copied) = self.annotation(annotation, turned, scope, cost)? {
                stands.add(&copied, self.is_signature(annotation)?);
                drawn.push(copied.into());
                cost.check(self.limits)?;
            }
        }
        self.has_mixed_looks = stands.are_mixed();
        Ok(drawn)
    }

    fn annotation(
        &mut self,
        annotation: &Dictionary,
        turned: bool,
        scope: &Scope,
        cost: &mut Cost,
    ) -> Result<Option<Dictionary>, Refusal> {
        const NO_ROTATE: i64 = 1 << 4;
        let rect = self.view.get(annotation, "Rect")?;
        let Some(rect) = rect.as_array().and_then(Rect::from_numbers) else {
            return Ok(None);
        };
        let flags = self.view.get(annotation, "F")?.as_integer();
        let flags = flags.unwrap_or(0);
        let look = match self.normal_appearance(annotation)? {
            Some(appearance) => self.form(appearance, scope, 1)?,
            None => None,
        };
        let (id, rect) = match look {
            // Some programs turn it about its upper left corner.
            Some(_) if turned && flags & NO_ROTATE != 0 => (self.stand_in()?, around(&rect)),
            Some(form) => {
                cost.add(form.cost);
                (form.id, rect)
            }
            None if self.draws_itself(annotation)? => (self.stand_in()?, rect),
            None => return Ok(None),
        };
        let copied = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Rect", numbers(&corners(&rect)))
            .with("F", flags)
            .with("AP", Dictionary::new().with("N", id));
        Ok(Some(copied))
    }

    /// The stream of `/AP` `/N`, of the state in force when there are several.
    fn normal_appearance(&self, annotation: &Dictionary) -> Result<Option<ObjectId>, Refusal> {
        let appearances = self.view.get(annotation, "AP")?;
        let Some(normal) = appearances.as_dictionary().and_then(|ap| ap.get("N")) else {
            return Ok(None);
        };
        let Object::Dictionary(states) = &*self.view.resolve(normal)? else {
            return Ok(normal.as_reference());
        };
        let state = self.view.get(annotation, "AS")?;
        let state = state.as_name().and_then(|state| {
            let mut states = states.iter();
            states.find_map(|(name, value)| (name == state).then_some(value))
        });
        let state = state.or_else(|| states.get("Off"));
        Ok(state.and_then(Object::as_reference))
    }

    /// Whether programs draw an annotation without a look by its other entries: notes and shapes by their kind, fields
    /// by their value. Where is all that is known of it.
    fn draws_itself(&self, annotation: &Dictionary) -> Result<bool, Refusal> {
        const NEVER: [&[u8]; 6] = [
            b"Link",
            b"Popup",
            b"PrinterMark",
            b"TrapNet",
            b"Watermark",
            b"Projection",
        ];
        let kind = self.view.get(annotation, "Subtype")?;
        match kind.as_name().map(Name::as_bytes) {
            None => Ok(false),
            Some(b"Widget") => self.shows_value(annotation),
            Some(kind) => Ok(!NEVER.contains(&kind)),
        }
    }

    /// Whether a field has a value that is text or a choice. Boxes that are ticked have looks.
    fn shows_value(&self, widget: &Dictionary) -> Result<bool, Refusal> {
        let (mut kind, mut value) = (None, None);
        self.each_above(widget, |node| {
            kind = kind
                .take()
                .or(self.view.get(node, "FT")?.as_name().cloned());
            if value.is_none() && node.contains("V") {
                value = Some((*self.view.get(node, "V")?).clone());
            }
            Ok(())
        })?;
        let is_shown = match &value {
            None | Some(Object::Null) => false,
            Some(Object::String(text)) => !text.is_empty(),
            Some(Object::Array(chosen)) => !chosen.is_empty(),
            Some(_) => true,
        };
        Ok(is_shown && kind.is_some_and(|kind| kind == "Tx" || kind == "Ch"))
    }

    /// Whether an annotation is the widget of a signature.
    fn is_signature(&self, annotation: &Dictionary) -> Result<bool, Refusal> {
        let (mut is_signature, mut is_signed) = (false, false);
        self.each_above(annotation, |node| {
            is_signature |=
                matches!(self.view.get(node, "FT")?.as_name(), Some(kind) if *kind == "Sig");
            is_signed |= self.view.get(node, "V")?.as_dictionary().is_some();
            Ok(())
        })?;
        Ok(is_signature && is_signed)
    }

    /// Gives a widget, and the fields above it.
    fn each_above(
        &self,
        widget: &Dictionary,
        mut each: impl FnMut(&Dictionary) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        const LEVELS: usize = 32;
        let mut node = widget.clone();
        for _ in 0..LEVELS {
            each(&node)?;
            let parent = self.view.get(&node, "Parent")?;
            match parent.as_dictionary() {
                Some(parent) => node = parent.clone(),
                None => break,
            }
        }
        Ok(())
    }

    /// A form that is a picture and nothing else, of one unit.
    fn stand_in(&mut self) -> Result<ObjectId, Refusal> {
        if let Some(id) = self.stand_in {
            return Ok(id);
        }
        let picture = self.other_picture()?;
        let pictures = Dictionary::new().with("P", picture);
        let form = Dictionary::new()
            .with("Type", Name::from("XObject"))
            .with("Subtype", Name::from("Form"))
            .with("BBox", numbers(&[0.0, 0.0, 1.0, 1.0]))
            .with("Resources", Dictionary::new().with("XObject", pictures));
        let id = self.add(Stream::new(form, b"/P Do".to_vec()))?;
        self.stand_in = Some(id);
        Ok(id)
    }
}

/// Where annotations stand.
#[derive(Default)]
struct Stands {
    signatures: Vec<Rect>,
    others: Vec<Rect>,
}

impl Stands {
    fn add(&mut self, annotation: &Dictionary, is_signature: bool) {
        let rect = annotation.get("Rect").and_then(Object::as_array);
        let Some(rect) = rect.and_then(Rect::from_numbers) else {
            return;
        };
        match is_signature {
            true => self.signatures.push(rect),
            false => self.others.push(rect),
        }
    }

    /// Whether another annotation touches a signature; of too many it is taken for true.
    fn are_mixed(&self) -> bool {
        const MOST: usize = 1 << 18;
        let touches = |one: &Rect| {
            self.others
                .iter()
                .any(|other| one.intersection(other).is_some())
        };
        self.signatures.len() * self.others.len() > MOST || self.signatures.iter().any(touches)
    }
}

/// Wherever a rectangle comes to lie when it is turned about its upper left corner.
fn around(rect: &Rect) -> Rect {
    let reach = rect.width().max(rect.height());
    Rect {
        left: rect.left - reach,
        bottom: rect.top - reach,
        right: rect.left + reach,
        top: rect.top + reach,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_mixed_where_another_annotation_stands_in_a_signature() {
        let at = |left: f64| {
            let rect = Rect::from_corners(left, 0.0, left + 10.0, 10.0);
            Dictionary::new().with("Rect", numbers(&corners(&rect)))
        };
        let are_mixed = |annotations: &[(f64, bool)]| {
            let mut stands = Stands::default();
            for (left, is_signature) in annotations {
                stands.add(&at(*left), *is_signature);
            }
            stands.are_mixed()
        };
        assert!(!are_mixed(&[(0.0, true), (5.0, true), (30.0, false)]));
        assert!(are_mixed(&[(0.0, true), (30.0, true), (35.0, false)]));
        assert!(!are_mixed(&[(0.0, false), (5.0, false)]));
    }
}

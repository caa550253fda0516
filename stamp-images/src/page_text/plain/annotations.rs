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
                drawn.push(copied);
                cost.check(self.limits)?;
            }
        }
        Ok(drawn)
    }

    fn annotation(
        &mut self,
        annotation: &Dictionary,
        turned: bool,
        scope: &Scope,
        cost: &mut Cost,
    ) -> Result<Option<Object>, Refusal> {
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
        Ok(Some(copied.into()))
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
        const LEVELS: usize = 32;
        let (mut kind, mut value) = (None, None);
        let mut node = widget.clone();
        for _ in 0..LEVELS {
            kind = kind.or(self.view.get(&node, "FT")?.as_name().cloned());
            if value.is_none() && node.contains("V") {
                value = Some((*self.view.get(&node, "V")?).clone());
            }
            let parent = self.view.get(&node, "Parent")?;
            match parent.as_dictionary() {
                Some(parent) => node = parent.clone(),
                None => break,
            }
        }
        let is_shown = match &value {
            None | Some(Object::Null) => false,
            Some(Object::String(text)) => !text.is_empty(),
            Some(Object::Array(chosen)) => !chosen.is_empty(),
            Some(_) => true,
        };
        Ok(is_shown && kind.is_some_and(|kind| kind == "Tx" || kind == "Ch"))
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

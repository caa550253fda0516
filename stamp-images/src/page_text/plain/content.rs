//! Content streams, operator by operator: what places text, pictures and paths is written anew, the rest is left out.

use kyso_pdf::LimitKind;
use kyso_pdf::{Dictionary, Instructions, Name, Object};

use super::colour::Space;
use super::kind::Kind;
use super::writer::{Known, Shown, Writer};
use super::{Copy, Cost, Refusal, Scope};

impl Copy<'_, '_, '_> {
    /// A content stream in plain words, its resources, and what drawing it costs.
    pub(super) fn content(
        &mut self,
        content: &[u8],
        scope: &Scope,
        level: usize,
    ) -> Result<(Vec<u8>, Dictionary, Cost), Refusal> {
        let mut writer = Writer::new();
        let mut instructions = Instructions::new(content);
        while let Some((operator, operands)) = instructions.next() {
            self.instruction(&mut writer, operator, operands, scope, level)?;
            writer.cost.check(self.limits)?;
            self.check_written(writer.out.len())?;
        }
        self.written += writer.out.len();
        self.is_partial |= writer.is_partial;
        let mut resources = Dictionary::new();
        for (kind, used) in Kind::ALL.into_iter().zip(writer.resources) {
            resources.insert(kind.key(), used);
        }
        Ok((writer.out, resources, writer.cost))
    }

    /// The copy may be no longer than what it is a copy of.
    fn check_written(&self, bytes: usize) -> Result<(), Refusal> {
        let limit = self.limits.bytes;
        match self.written.saturating_add(bytes) > limit {
            true => Err(Refusal::Budget {
                budget: LimitKind::PageBytes,
                limit,
            }),
            false => Ok(()),
        }
    }

    fn instruction(
        &mut self,
        writer: &mut Writer,
        operator: &[u8],
        operands: &[Object],
        scope: &Scope,
        level: usize,
    ) -> Result<(), Refusal> {
        match operator {
            b"q" => writer.save(),
            b"Q" => writer.restore(),
            b"Do" => self.draw(writer, operands, scope, level)?,
            b"BI" => {
                let picture = self.other_picture()?;
                let name = writer.name(Kind::XObject, picture);
                writer.write(&[name.into()], "Do");
            }
            b"Tf" => self.set_font(writer, operands, scope)?,
            b"gs" => self.set_state(writer, operands, scope)?,
            b"BDC" => self.marked(writer, operands, scope)?,
            b"BMC" => writer.write(&[Name::from("A").into()], "BMC"),
            b"sh" => self.shade(writer, operands, scope)?,
            b"scn" | b"SCN" if matches!(operands.last(), Some(Object::Name(_))) => {
                let name = operands.last().and_then(Object::as_name);
                let figured = name.is_none_or(|name| self.is_figured(name, scope, level));
                writer.set_pattern(operator == b"SCN", figured);
            }
            b"cs" | b"CS" => {
                if let [.., Object::Name(name)] = operands {
                    let space = Space::named(name, &scope.resources, self.view);
                    writer.set_space(operator == b"CS", space);
                }
            }
            _ => writer.plain(operator, operands)?,
        }
        Ok(())
    }

    fn draw(
        &mut self,
        writer: &mut Writer,
        operands: &[Object],
        scope: &Scope,
        level: usize,
    ) -> Result<(), Refusal> {
        let [.., Object::Name(name)] = operands else {
            return Ok(());
        };
        let key = (Kind::XObject, name.clone());
        let known = match writer.names.get(&key) {
            Some(known) => known.clone(),
            None => {
                let known = self.x_object(writer, name, scope, level)?;
                writer.names.insert(key, known.clone());
                known
            }
        };
        if let Some(known) = known {
            writer.cost.add(known.cost);
            writer.write(&[known.name.into()], "Do");
        }
        Ok(())
    }

    fn x_object(
        &mut self,
        writer: &mut Writer,
        name: &Name,
        scope: &Scope,
        level: usize,
    ) -> Result<Option<Known>, Refusal> {
        let Some(Object::Reference(id)) = scope.find(Kind::XObject, name) else {
            return Ok(None);
        };
        let id = *id;
        let object = self.view.object(id)?;
        let Some(dictionary) = object.as_stream().map(|stream| &stream.dictionary) else {
            return Ok(None);
        };
        let kind = self.view.get(dictionary, "Subtype")?;
        let (copy, cost) = match kind.as_name().map(Name::as_bytes) {
            Some(b"Image") => (self.picture(id, dictionary)?, Cost::default()),
            Some(b"Form") => match self.form(id, scope, level + 1)? {
                Some(form) => (form.id, form.cost),
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(Some(Known {
            name: writer.name(Kind::XObject, copy),
            cost,
        }))
    }

    fn set_font(
        &mut self,
        writer: &mut Writer,
        operands: &[Object],
        scope: &Scope,
    ) -> Result<(), Refusal> {
        let [.., Object::Name(name), size] = operands else {
            return Ok(());
        };
        let size = Object::Real(size.as_number().unwrap_or(0.0));
        let key = (Kind::Font, name.clone());
        let known = match writer.names.get(&key) {
            Some(known) => known.clone(),
            None => {
                let font = match scope.find(Kind::Font, name) {
                    Some(font) => self.font(font)?,
                    None => None,
                };
                let known = font.map(|font| Known {
                    name: writer.name(Kind::Font, font.id),
                    cost: Cost {
                        lookups: font.lookups,
                        ..Cost::default()
                    },
                });
                writer.names.insert(key, known.clone());
                known
            }
        };
        // A font that is not there is replaced by a common one, as by programs that draw.
        let (name, lookups, is_missing) = match known {
            Some(known) => (known.name, known.cost.lookups, false),
            None => (Name::from("None"), 0, true),
        };
        writer.font = Shown {
            lookups,
            is_missing,
        };
        writer.write(&[name.into(), size], "Tf");
        Ok(())
    }

    /// Of a graphics state only line width, font, opacity and soft mask matter.
    fn set_state(
        &mut self,
        writer: &mut Writer,
        operands: &[Object],
        scope: &Scope,
    ) -> Result<(), Refusal> {
        let [.., Object::Name(name)] = operands else {
            return Ok(());
        };
        let key = (Kind::State, name.clone());
        if !writer.names.contains_key(&key) {
            let known = self.state(writer, name, scope)?;
            writer.names.insert(key.clone(), known);
        }
        if let Some(Some(known)) = writer.names.get(&key).cloned() {
            if known.cost.lookups > 0 {
                writer.font = Shown {
                    lookups: known.cost.lookups,
                    is_missing: false,
                };
            }
            writer.write(&[known.name.into()], "gs");
        }
        Ok(())
    }

    fn state(
        &mut self,
        writer: &mut Writer,
        name: &Name,
        scope: &Scope,
    ) -> Result<Option<Known>, Refusal> {
        let Some(state) = scope.find(Kind::State, name) else {
            return Ok(None);
        };
        let state = self.view.resolve(state)?;
        let Some(state) = state.as_dictionary() else {
            return Ok(None);
        };
        let mut copied = Dictionary::new();
        for key in ["LW", "CA", "ca"] {
            if let Some(value) = self.view.get(state, key)?.as_number() {
                copied.insert(key, value);
            }
        }
        if let Some(mask) = self.soft_mask(state)? {
            copied.insert("SMask", mask);
        }
        let mut cost = Cost::default();
        if let Some([font, size]) = self.view.get(state, "Font")?.as_array()
            && let Some(font) = self.font(font)?
        {
            let size = size.as_number().unwrap_or(0.0);
            copied.insert("Font", vec![font.id.into(), size.into()]);
            cost.lookups = font.lookups;
        }
        let id = self.add(copied)?;
        Ok(Some(Known {
            name: writer.name(Kind::State, id),
            cost,
        }))
    }

    /// Marked content matters when it belongs to a layer.
    fn marked(
        &mut self,
        writer: &mut Writer,
        operands: &[Object],
        scope: &Scope,
    ) -> Result<(), Refusal> {
        let layer = match operands {
            [.., Object::Name(tag), Object::Name(name)] if *tag == "OC" => {
                match scope.find(Kind::Properties, name) {
                    Some(Object::Reference(id)) => self.layer(*id)?,
                    _ => None,
                }
            }
            _ => None,
        };
        match layer {
            Some((id, groups)) => {
                writer.cost.operators = writer.cost.operators.saturating_add(groups);
                let name = writer.name(Kind::Properties, id);
                writer.write(&[Name::from("OC").into(), name.into()], "BDC");
            }
            None => writer.write(&[Name::from("A").into()], "BMC"),
        }
        Ok(())
    }
}

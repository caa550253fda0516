//! Resources and what is drawn by them (ISO 32000-2, 7.8.3), as far as programs read them differently. Only their
//! dictionaries are looked at, no content.

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError};

use super::{Search, colour, filters, graphics, or_else, picture};
use crate::finding::ActiveKind;

/// Names that may be an object of their own and say what another one is.
pub(super) const KINDS: [&str; 6] = [
    "Form",
    "Image",
    "OCMD",
    "CIDFontType0",
    "CIDFontType2",
    "Type3",
];

impl Search<'_, '_, '_> {
    /// Looks at a dictionary that holds resources, or is a membership of layers.
    pub(super) fn resources(
        &mut self,
        id: ObjectId,
        dictionary: &Dictionary,
    ) -> Result<(), PdfError> {
        for (key, kind) in [
            ("ExtGState", ActiveKind::GraphicsState),
            ("ColorSpace", ActiveKind::ColourSpace),
        ] {
            let entry = dictionary.get(key);
            let own = entry.and_then(Object::as_reference);
            if entry.is_none() || own.is_some_and(|own| !self.resources.insert(own)) {
                continue;
            }
            let Some(members) = or_else(self.view.get(dictionary, key).map(Some), None)? else {
                self.note(kind, own.unwrap_or(id));
                continue;
            };
            if let Some(members) = members.as_dictionary() {
                self.members(own.unwrap_or(id), members, kind)?;
            }
        }
        self.membership(id, dictionary)
    }

    fn members(
        &mut self,
        id: ObjectId,
        members: &Dictionary,
        kind: ActiveKind,
    ) -> Result<(), PdfError> {
        let (view, profiles) = (self.view, self.profiles);
        for (name, member) in members.iter() {
            let own = member.as_reference();
            let is_new = own.is_none_or(|own| self.resources.insert(own));
            let differs = match kind {
                ActiveKind::GraphicsState if is_new => graphics::differs(view, member),
                ActiveKind::ColourSpace => colour::is_misnamed(view, name, member, profiles)
                    .and_then(|misnamed| {
                        Ok(misnamed || (is_new && colour::differs(view, member, profiles)?))
                    }),
                _ => Ok(false),
            };
            if or_else(differs, true)? {
                self.note(kind, own.unwrap_or(id));
            }
        }
        Ok(())
    }

    fn membership(&mut self, id: ObjectId, dictionary: &Dictionary) -> Result<(), PdfError> {
        let kind = self.view.get(dictionary, "Type")?;
        if kind.as_name().is_none_or(|kind| *kind != "OCMD") {
            return Ok(());
        }
        let Some(layers) = &self.layers else {
            return Ok(());
        };
        if or_else(layers.membership_is_doubtful(self.view, dictionary), true)? {
            self.note(ActiveKind::LayerMembership, id);
        }
        Ok(())
    }

    /// A picture or form.
    pub(super) fn drawn_object(
        &mut self,
        id: ObjectId,
        entries: &Dictionary,
    ) -> Result<(), PdfError> {
        let is_form = entries.name("Subtype").is_some_and(|kind| *kind == "Form");
        let differs = picture::differs(self.view, entries, self.profiles);
        let undone = is_form && or_else(filters::differ(self.view, entries), true)?;
        if undone || or_else(differs, true)? {
            self.note(ActiveKind::DrawnObject, id);
        }
        if picture::is_image(self.view, entries)?
            && let Some(space) = entries.get("ColorSpace")
        {
            let own = space.as_reference();
            let is_new = own.is_none_or(|own| self.resources.insert(own));
            if is_new && or_else(colour::differs(self.view, space, self.profiles), true)? {
                self.note(ActiveKind::ColourSpace, own.unwrap_or(id));
            }
        }
        Ok(())
    }
}

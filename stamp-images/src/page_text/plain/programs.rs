//! What draws the glyphs of fonts: embedded programs, and the procedures of Type 3 fonts (ISO 32000-2, 9.6.4 and 9.9).

use kyso_pdf::LimitKind;
use std::sync::Arc;

use kyso_pdf::{Dictionary, Name, Object, Stream, operations};

use sha2::{Digest, Sha256};

use super::fonts::short;
use super::{Copy, Refusal};
use crate::page_text::outlines::{EmbeddedProgram, KnownProgram, ProgramKey};

/// What draws the glyphs of a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// A TrueType program.
    Sfnt,
    /// A Type 1 program.
    Type1,
    /// Whatever program there is; without one, each program that shows the page chooses its own.
    Any,
    Procedures,
    /// A font below this one.
    Nothing,
}

impl Takes {
    pub(super) fn of(subtype: Option<&Name>) -> Self {
        match subtype.map(Name::as_bytes) {
            Some(b"TrueType" | b"OpenType") => Self::Sfnt,
            Some(b"Type3") => Self::Procedures,
            Some(b"Type0") => Self::Nothing,
            _ => Self::Type1,
        }
    }

    /// Where its program is looked for, in this order.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Sfnt => &["FontFile2"],
            Self::Type1 => &["FontFile3", "FontFile"],
            Self::Any => &["FontFile2", "FontFile3", "FontFile"],
            Self::Procedures | Self::Nothing => &[],
        }
    }
}

impl Copy<'_, '_, '_> {
    /// Copies the descriptor of a font with its program; the entries that may be looked through for one glyph.
    pub(super) fn copy_descriptor(
        &mut self,
        original: &Dictionary,
        takes: Takes,
        copied: &mut Dictionary,
    ) -> Result<usize, Refusal> {
        let descriptor = self.view.get(original, "FontDescriptor")?;
        let Some(descriptor) = descriptor.as_dictionary() else {
            self.has_foreign_font |= takes == Takes::Any;
            return Ok(0);
        };
        let mut copy = Dictionary::new().with("Type", Name::from("FontDescriptor"));
        self.copy_names(
            descriptor,
            &mut copy,
            &["FontName", "FontFamily", "FontStretch"],
        )?;
        for key in ["FontWeight", "Flags"] {
            if let Some(value) = self.view.get(descriptor, key)?.as_integer() {
                copy.insert(key, value);
            }
        }
        if let Some(width) = self.view.get(descriptor, "MissingWidth")?.as_number() {
            copy.insert("MissingWidth", width);
        }
        let lookups = self.copy_programs(descriptor, takes, &mut copy)?;
        copied.insert("FontDescriptor", copy);
        Ok(lookups)
    }

    fn copy_programs(
        &mut self,
        descriptor: &Dictionary,
        takes: Takes,
        copied: &mut Dictionary,
    ) -> Result<usize, Refusal> {
        let mut lookups = 0;
        let mut programs = Vec::new();
        let mut is_whole = true;
        for key in ["FontFile", "FontFile2", "FontFile3"] {
            let program = self.view.get(descriptor, key)?;
            let Object::Stream(program) = &*program else {
                continue;
            };
            let Some(known) = self.program(program)? else {
                is_whole = false;
                continue;
            };
            let data = known.data.as_ref().clone();
            // A glyph takes three bytes at least, and a font has 65,536 at most.
            lookups = lookups.max((data.len() / 3).min(1 << 16));
            let mut entries = Dictionary::new();
            self.copy_names(&program.dictionary, &mut entries, &["Subtype"])?;
            for length in ["Length1", "Length2", "Length3"] {
                if let Some(value) = self.view.get(&program.dictionary, length)?.as_integer() {
                    entries.insert(length, value);
                }
            }
            programs.push((key, known));
            copied.insert(key, self.add(Stream::new(entries, data))?);
        }
        let has_none = programs.is_empty() && is_whole;
        let mut keys = takes.keys().iter();
        let used = keys.find_map(|key| programs.iter().find(|(other, _)| other == key));
        self.programs.extend(used.map(|(_, known)| EmbeddedProgram {
            known: Arc::clone(known),
            is_sfnt: takes == Takes::Sfnt,
        }));
        let is_known = match takes {
            Takes::Procedures | Takes::Nothing => true,
            Takes::Any => used.is_some() && is_whole,
            Takes::Sfnt | Takes::Type1 => has_none || (used.is_some() && is_whole),
        };
        self.has_foreign_font |= !is_known;
        Ok(lookups)
    }

    /// The program of a stream; `None` where it cannot be decoded. Budgets count what is known already as well.
    fn program(&mut self, stream: &Stream) -> Result<Option<Arc<KnownProgram>>, Refusal> {
        let digest = match self.view.encoded(stream) {
            Ok((filters, data)) => {
                let filters = format!("{filters:?} {}", data.len());
                Sha256::new_with_prefix(filters).chain_update(data)
            }
            // What keeps the filters from being read keeps the data from being decoded.
            Err(_) => {
                self.optional(stream)?;
                return Ok(None);
            }
        };
        let key = ProgramKey::new(digest.finalize().into());
        let room = self.limits.bytes.saturating_sub(self.decoded);
        if let Some(known) = self.known.find(&key)
            && known.data.len() <= room
            && self.view.count_decoded(known.data.len()).is_ok()
        {
            self.decoded += known.data.len();
            return Ok(Some(known));
        }
        let data = self.optional(stream)?;
        Ok(data.map(|data| self.known.add(key, data)))
    }

    /// The procedures of a Type 3 font: one that draws is copied as one that draws a plate.
    pub(super) fn copy_procedures(
        &mut self,
        original: &Dictionary,
        copied: &mut Dictionary,
    ) -> Result<(), Refusal> {
        const MOST: usize = 2000;
        let procedures = self.view.get(original, "CharProcs")?;
        let Some(procedures) = procedures.as_dictionary() else {
            return Ok(());
        };
        if procedures.iter().count() > MOST {
            return Err(Refusal::Budget {
                budget: LimitKind::FontProcedures,
                limit: MOST,
            });
        }
        let plate = self.add(Stream::new(Dictionary::new(), b"0 0 1 1 re f".to_vec()))?;
        let mut copy = Dictionary::new();
        for (name, procedure) in procedures.iter() {
            let draws = match &*self.view.resolve(procedure)? {
                Object::Stream(procedure) => {
                    let content = self.optional(procedure)?;
                    content.is_none_or(|content| draws(&content))
                }
                _ => false,
            };
            if draws {
                copy.insert_name(short(name), plate.into());
            }
        }
        copied.insert("CharProcs", copy);
        Ok(())
    }
}

/// Whether a procedure does more than state widths.
fn draws(procedure: &[u8]) -> bool {
    const FEW: usize = 16;
    let Ok(operations) = operations(procedure, FEW) else {
        return true;
    };
    let states = |operator: &[u8]| matches!(operator, b"d0" | b"d1" | b"q" | b"Q" | b"cm");
    !operations
        .iter()
        .all(|operation| states(&operation.operator))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_procedure_that_states_a_width_draws_nothing() {
        assert!(!draws(b""));
        assert!(!draws(b"250 0 0 0 0 0 d1"));
        assert!(!draws(b"q 250 0 d0 Q\n"));
        assert!(draws(b"250 0 0 0 9 9 d1 0 0 9 9 re f"));
        assert!(draws(b"250 0 d0 /A Do"));
        assert!(draws(b"250 0 d0 BI /W 1 ID x EI"));
        assert!(draws("q Q ".repeat(20).as_bytes()));
    }
}

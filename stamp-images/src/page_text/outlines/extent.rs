//! How far glyphs reach from their place, without running the instructions of their programs: this
//! is asked of every glyph of a page that something is drawn on.

use foldhash::HashMap;

use super::{Drawn, Figure, Form, Look, Outlines, Program, Used};

/// Around the outline of a glyph; lengths in em from its place on its baseline, y upwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Extent {
    Nothing,
    Within {
        left: f64,
        bottom: f64,
        right: f64,
        top: f64,
    },
    /// It is not known.
    Anywhere,
}

impl Extent {
    /// Whether it stays near, whatever the size.
    pub(crate) fn is_near(&self) -> bool {
        match *self {
            Self::Nothing => true,
            Self::Within {
                left,
                bottom,
                right,
                top,
            } => [left, bottom, right, top]
                .iter()
                .all(|side| side.abs() <= NEAR),
            Self::Anywhere => false,
        }
    }
}

/// Extents that were asked for on one page.
#[derive(Default)]
pub(crate) struct Extents(HashMap<(u16, u32), Extent>);

impl Extents {
    /// The extent of a glyph of a program that the page embeds. Programs that stand in for common fonts, and glyphs that are
    /// drawn by procedures, keep to their lines.
    pub(crate) fn of(&mut self, drawn: Drawn, outlines: &Outlines) -> Extent {
        let Drawn::Outline { program, glyph } = drawn else {
            return Extent::Nothing;
        };
        let known = self.0.entry((program, glyph));
        *known.or_insert_with(|| outlines.extent(program, glyph))
    }

    /// The glyphs that were asked for.
    pub(crate) fn asked(self) -> Vec<(u16, u32)> {
        self.0.into_keys().collect()
    }
}

impl Outlines {
    /// As [`Extents::of`], for a few glyphs.
    pub(crate) fn extent_of(&self, drawn: Drawn) -> Extent {
        match drawn {
            Drawn::Outline { program, glyph } => self.extent(program, glyph),
            Drawn::Nothing | Drawn::Unknown => Extent::Nothing,
        }
    }

    /// Around all that [`Outlines::look`] finds of a glyph, without running its instructions; the form of it is not known.
    pub(crate) fn outer_figure(&self, drawn: Drawn) -> Look {
        let (program, glyph) = match drawn {
            Drawn::Outline { program, glyph } => (program, glyph),
            Drawn::Nothing => return Look::Nothing,
            Drawn::Unknown => return Look::Unknown,
        };
        let is_embedded = |used: &Used| matches!(self.program(used), Program::Embedded(_));
        if !self.used.get(usize::from(program)).is_some_and(is_embedded) {
            return Look::Unknown;
        }
        match self.extent(program, glyph) {
            Extent::Nothing => Look::Nothing,
            Extent::Anywhere => Look::Unknown,
            Extent::Within {
                left,
                bottom,
                right,
                top,
            } => Look::Ink(Figure {
                left,
                bottom,
                right,
                top,
                form: Form::Other,
            }),
        }
    }

    /// Notes that an answer follows from the extents of the glyphs of this page, which are known.
    pub(crate) fn note_extents(&self, glyphs: &[(u16, u32)]) {
        let glyphs = glyphs.iter().filter_map(|(program, glyph)| {
            match self.program(self.used.get(usize::from(*program))?) {
                Program::Embedded(known) => Some((known.key(), *glyph)),
                _ => None,
            }
        });
        self.room
            .note_extents(std::ptr::from_ref(self).addr(), glyphs);
    }

    fn extent(&self, program: u16, glyph: u32) -> Extent {
        let Some(used) = self.used.get(usize::from(program)) else {
            return Extent::Anywhere;
        };
        let find = || {
            let scaler = self.scaler(used)?;
            Some((scaler.extent(glyph, &self.room)?, scaler.is_plain()))
        };
        match self.program(used) {
            Program::Embedded(known) => self
                .room
                .extent((known.key(), glyph), || known.extent(glyph, find)),
            Program::Either => Extent::Anywhere,
            Program::Common(_) | Program::Unknown => Extent::Nothing,
        }
    }
}

/// In em. Lines are looked at farther around.
const NEAR: f64 = 1.2;

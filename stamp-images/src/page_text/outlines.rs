//! What the glyphs of a page look like: whether one draws anything, how far it reaches, and whether it is a dot, a
//! line or the frame of a box.
//!
//! What a font says of its characters (`/ToUnicode`, names, widths) is a claim: a word may be called a space. So the
//! font program is asked: how far each glyph of a page reaches that something is drawn on, and of those below it what they
//! look like. A program in which a glyph fails, or that
//! costs more than the room left, tells nothing: its glyph may be anything.

mod blank;
mod container;
mod extent;
mod form;
mod parts;
mod program;
mod reach;
mod room;
mod scaler;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_interpret::font::FontData;

use super::plain::PlainPage;
pub use blank::Glyphs;
pub(crate) use extent::{Extent, Extents};
pub(crate) use form::Form;
pub(crate) use parts::Parts;
pub(crate) use program::EmbeddedProgram;
pub(crate) use program::ProgramDigest;
pub use reach::{FontReach, OutOfTime};
pub use room::{OutlineRoom, SeenOutlines};
use scaler::Scaler;

/// By what a glyph is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Drawn {
    /// A glyph of one of the programs of the page.
    Outline { program: u16, glyph: u32 },
    /// Nothing.
    Nothing,
    /// What is not known.
    Unknown,
}

/// How a glyph is drawn against its font size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    /// Along the baseline.
    pub(crate) along: f64,
    /// Above the baseline: 1, or -1 for what is mirrored.
    pub(crate) up: f64,
}

impl Scale {
    #[cfg(test)]
    pub(crate) const EVEN: Self = Self {
        along: 1.0,
        up: 1.0,
    };
}

/// What a glyph draws; lengths in em.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Look {
    Nothing,
    Unknown,
    Ink(Figure),
}

/// An outline, y upwards from the baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Figure {
    pub(crate) left: f64,
    pub(crate) bottom: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) form: Form,
}

impl Figure {
    /// Whether it reaches as far as another one, but for what fitting to pixels moves.
    fn is_near(&self, other: &Self) -> bool {
        /// Two and a half pixels at 64 to the em.
        const FITTED: f64 = 0.04;
        let pairs = [
            (self.left, other.left),
            (self.bottom, other.bottom),
            (self.right, other.right),
            (self.top, other.top),
        ];
        pairs.iter().all(|(one, two)| (one - two).abs() <= FITTED)
    }
}

/// The font programs of a page.
pub(crate) struct Outlines {
    programs: Vec<(ProgramDigest, OnceCell<Option<Rc<Scaler>>>)>,
    embedded: Vec<EmbeddedProgram>,
    by_digest: OnceCell<HashMap<ProgramDigest, FontData>>,
    /// Whether a glyph of a common font is what its code says.
    trusts_common: OnceCell<bool>,
    room: OutlineRoom,
}

impl Outlines {
    /// `used` are the programs that [`Drawn`] names; `plain` has those that the page embeds.
    pub(super) fn new(used: Vec<ProgramDigest>, plain: &PlainPage, room: &OutlineRoom) -> Self {
        let trusts_common = match plain.has_foreign_font {
            true => OnceCell::from(false),
            false => OnceCell::new(),
        };
        let unread = |digest| (digest, OnceCell::new());
        Self {
            programs: used.into_iter().map(unread).collect(),
            embedded: plain.programs.clone(),
            by_digest: OnceCell::new(),
            trusts_common,
            room: room.clone(),
        }
    }

    /// What a glyph draws.
    pub(crate) fn look(&self, drawn: Drawn) -> Look {
        let (program, glyph) = match drawn {
            Drawn::Nothing => return Look::Nothing,
            Drawn::Unknown => return Look::Unknown,
            Drawn::Outline { program, glyph } => (program, glyph),
        };
        let Some((digest, program)) = self.programs.get(usize::from(program)) else {
            return Look::Unknown;
        };
        let read = || program.get_or_init(|| self.program(digest)).as_ref();
        let look = |program: &Rc<Scaler>| form::look(program, glyph, &self.room);
        if self.by_digest().contains_key(digest) {
            // What is known of it from another page needs no program.
            let look = || read().map_or(Look::Unknown, look);
            return self.room.look((*digest, glyph), look);
        }
        match read() {
            // For a code that a common font does not have, each program shows what it likes.
            Some(_) if glyph == NOT_DEFINED => Look::Unknown,
            Some(program) => self.room.look((*digest, glyph), || look(program)),
            None => Look::Unknown,
        }
    }

    /// The ink of a glyph; `None` where it is not known.
    pub(crate) fn parts(&self, drawn: Drawn) -> Option<Rc<Parts>> {
        match self.look(drawn) {
            Look::Nothing => Some(Rc::new(Parts(Vec::new()))),
            Look::Ink(_) => self.plain_parts(drawn),
            Look::Unknown => None,
        }
    }

    /// The ink that the outline of a glyph has as it stands in its program, whatever its instructions make of it; `None` where
    /// there is none, or it is not known.
    pub(crate) fn plain_parts(&self, drawn: Drawn) -> Option<Rc<Parts>> {
        let Drawn::Outline { program, glyph } = drawn else {
            return None;
        };
        let (digest, program) = self.programs.get(usize::from(program))?;
        let outline = || {
            let program = program.get_or_init(|| self.program(digest)).as_ref();
            program?.plain_path(glyph, &self.room)
        };
        self.room.parts((*digest, glyph), outline)
    }

    /// The programs that the page embeds.
    fn by_digest(&self) -> &HashMap<ProgramDigest, FontData> {
        self.by_digest.get_or_init(|| {
            let all = self.embedded.iter();
            let data = all.map(|program| program.data.clone());
            data.map(|data| (program::digest(&data), data as FontData))
                .collect()
        })
    }

    fn program(&self, digest: &ProgramDigest) -> Option<Rc<Scaler>> {
        if let Some(data) = self.by_digest().get(digest) {
            return self.room.program(digest, || Scaler::embedded(data.clone()));
        }
        let loads = || self.embedded.iter().all(EmbeddedProgram::is_used);
        if !*self.trusts_common.get_or_init(loads) {
            return None;
        }
        Scaler::common(program::common(digest)?).map(Rc::new)
    }
}

impl std::fmt::Debug for Outlines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outlines({} programs)", self.programs.len())
    }
}

/// The glyph for a code that has none.
const NOT_DEFINED: u32 = 0;

/// The bytes of a program that several owners hold.
pub(crate) type ProgramData = Arc<Vec<u8>>;

#[cfg(test)]
mod tests;

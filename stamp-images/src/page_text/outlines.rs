//! What the glyphs of a page look like: whether one draws anything, how far it reaches, and whether it is a dot, a
//! line or the frame of a box.
//!
//! The claims of a font about its characters (`/ToUnicode`, names, widths) may be false: it may
//! call a word a space. So the font program decides: how far each glyph reaches on a page that
//! something is drawn on, and how those below the drawing look. A program in which a glyph fails,
//! or that costs more than the room left, decides nothing: its glyph may be anything.

mod blank;
mod container;
mod extent;
mod form;
mod key;
mod known;
mod parts;
mod program;
mod reach;
mod room;
mod scaler;

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use hayro_interpret::font::FontData;

pub use blank::Glyphs;
pub(crate) use extent::{Extent, Extents};
pub(crate) use key::{ProgramDigest, ProgramKey};
pub use known::KnownPrograms;
pub(crate) use known::{FilePrograms, KnownProgram};
pub(crate) use parts::{Part, Parts};
pub(crate) use program::EmbeddedProgram;
pub use reach::{FontReach, OutOfTime};
pub use room::{FontTime, OutlineRoom, SeenOutlines};
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

/// What an outline may be taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Filled discs or squares, small ones, three at most.
    Dots,
    /// A level line below the letters.
    Bar,
    /// A frame about as high as wide, or a filled square.
    Frame,
    Other,
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
    used: Vec<Used>,
    embedded: Vec<EmbeddedProgram>,
    /// Whether a glyph of a common font is what its code says.
    trusts_common: OnceCell<bool>,
    room: OutlineRoom,
}

/// A program that glyphs of the page are drawn by.
struct Used {
    digest: ProgramDigest,
    program: OnceCell<Program>,
    scaler: OnceCell<Option<Rc<Scaler>>>,
}

enum Program {
    Embedded(Arc<KnownProgram>),
    Common(FontData),
    /// Two of one digest.
    Either,
    /// None that is known.
    Unknown,
}

impl Outlines {
    /// `used` are the programs that [`Drawn`] names; `plain` has those that the page embeds.
    pub(super) fn new(
        used: Vec<ProgramDigest>,
        embedded: Vec<EmbeddedProgram>,
        has_foreign_font: bool,
        room: &OutlineRoom,
    ) -> Self {
        let trusts_common = match has_foreign_font {
            true => OnceCell::from(false),
            false => OnceCell::new(),
        };
        let unread = |digest| Used {
            digest,
            program: OnceCell::new(),
            scaler: OnceCell::new(),
        };
        Self {
            used: used.into_iter().map(unread).collect(),
            embedded,
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
        let Some(used) = self.used.get(usize::from(program)) else {
            return Look::Unknown;
        };
        let look = |scaler: &Rc<Scaler>| form::look(scaler, glyph, &self.room);
        match self.program(used) {
            Program::Embedded(known) => {
                // What is known of it from another page or file needs no scaler.
                let look = || self.scaler(used).map_or(Look::Unknown, look);
                self.room.look_of(known, glyph, look)
            }
            Program::Common(_) => match self.scaler(used) {
                // For a code that a common font does not have, each program shows what it likes.
                Some(_) if glyph == NOT_DEFINED => Look::Unknown,
                Some(scaler) => {
                    let key = ProgramKey::of_common(used.digest);
                    self.room.look((key, glyph), || look(scaler))
                }
                None => Look::Unknown,
            },
            Program::Either | Program::Unknown => Look::Unknown,
        }
    }

    /// The ink of a glyph; `None` where it is not known.
    pub(crate) fn parts(&self, drawn: Drawn) -> Option<Arc<Parts>> {
        match self.look(drawn) {
            Look::Nothing => Some(Arc::new(Parts {
                parts: Vec::new(),
                weight: 1.0,
            })),
            Look::Ink(_) => self.plain_parts(drawn),
            Look::Unknown => None,
        }
    }

    /// The ink of the outline of a glyph as its program has it, without the effect of its
    /// instructions; `None` where there is none, or it is not known.
    pub(crate) fn plain_parts(&self, drawn: Drawn) -> Option<Arc<Parts>> {
        let Drawn::Outline { program, glyph } = drawn else {
            return None;
        };
        let used = self.used.get(usize::from(program))?;
        let find = || {
            let scaler = self.scaler(used)?;
            let path = scaler.plain_path(glyph, &self.room)?;
            let ink = (Parts::of(&path).map(Arc::new), path.elements().len());
            Some((ink, scaler.is_plain()))
        };
        match self.program(used) {
            Program::Embedded(known) => self
                .room
                .parts((known.key(), glyph), || known.ink(glyph, find)),
            Program::Common(_) => {
                let key = ProgramKey::of_common(used.digest);
                self.room.parts((key, glyph), || Some(find()?.0))
            }
            Program::Either | Program::Unknown => None,
        }
    }

    fn program<'u>(&self, used: &'u Used) -> &'u Program {
        used.program.get_or_init(|| {
            let of_digest = |one: &&EmbeddedProgram| one.known.digest() == used.digest;
            let mut embedded = self.embedded.iter().filter(of_digest);
            let common = program::common(&used.digest);
            match (embedded.next(), common) {
                (Some(first), common) => {
                    let known = &first.known;
                    // The digest is no cryptographic one.
                    let is_one = embedded.all(|other| other.known.key() == known.key())
                        && common.is_none_or(|common| (*common).as_ref() == known.data.as_slice());
                    match is_one {
                        true => Program::Embedded(Arc::clone(known)),
                        false => Program::Either,
                    }
                }
                (None, Some(common)) => Program::Common(common),
                (None, None) => Program::Unknown,
            }
        })
    }

    fn scaler<'u>(&self, used: &'u Used) -> Option<&'u Rc<Scaler>> {
        let scaler = || match self.program(used) {
            Program::Embedded(known) => {
                let data = || Arc::clone(&known.data) as FontData;
                self.room.program(known.key(), || Scaler::embedded(data()))
            }
            Program::Common(data) => {
                let loads = || self.embedded.iter().all(EmbeddedProgram::is_used);
                let is_trusted = *self.trusts_common.get_or_init(loads);
                let scaler = is_trusted.then(|| Scaler::common(Arc::clone(data)));
                scaler.flatten().map(Rc::new)
            }
            Program::Either | Program::Unknown => None,
        };
        used.scaler.get_or_init(scaler).as_ref()
    }
}

impl std::fmt::Debug for Outlines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outlines({} programs)", self.used.len())
    }
}

/// The glyph for a code that has none.
const NOT_DEFINED: u32 = 0;

/// The bytes of a program that several owners hold.
pub(crate) type ProgramData = Arc<Vec<u8>>;

#[cfg(test)]
mod tests;

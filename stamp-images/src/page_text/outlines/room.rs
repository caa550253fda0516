//! What looking at outlines may cost a file.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use foldhash::HashMap;

use super::key::ProgramKey;
use super::known::{FilePrograms, Ink, KnownProgram, KnownPrograms, Reach, SeenLook};
use super::scaler::Scaler;
use super::{Extent, Look, Parts};
use crate::contained::contained;
use crate::processor_time::ProcessorTime;

/// The outlines that were looked at, and what looking at more may still cost. Clones share both.
#[derive(Debug, Clone, Default)]
pub struct OutlineRoom(Rc<Room>);

#[derive(Debug)]
struct Room {
    left: Cell<usize>,
    /// For extents, which are asked of all glyphs of a page.
    left_for_extents: Cell<usize>,
    /// For the instructions and procedures of programs.
    time: Rc<ProcessorTime>,
    known: RefCell<HashMap<Glyph, Known>>,
    /// What the ink or the extent of a glyph took, where it was asked for.
    paid: RefCell<HashMap<(Glyph, Asked), usize>>,
    extents: RefCell<HashMap<Glyph, Extent>>,
    parts: RefCell<HashMap<Glyph, Option<Arc<Parts>>>>,
    /// The programs that files embedded.
    known_programs: FilePrograms,
    /// The programs that pages embed.
    programs: RefCell<HashMap<ProgramKey, Option<Rc<Scaler>>>>,
    /// The glyphs that are noted, known before or not.
    noted: RefCell<Option<Noted>>,
}

/// Processor time in which the instructions of the fonts of one file may run together. Clones share it.
#[derive(Debug, Clone)]
pub struct FontTime(Rc<ProcessorTime>);

impl FontTime {
    /// Of one file, for the looks of its signatures: usual fonts take some milliseconds.
    #[must_use]
    pub fn of_a_file() -> Self {
        Self(Rc::new(ProcessorTime::of(Duration::from_millis(400))))
    }

    /// What is left of it.
    #[must_use]
    pub fn left(&self) -> Duration {
        self.0.left()
    }

    /// Takes the room that a remembered answer took; false, and nothing is taken, when finding it
    /// now would leave nothing.
    #[must_use]
    pub fn take(&self, taken: Duration) -> bool {
        let is_left = taken < self.0.left();
        if is_left {
            self.0.take(taken);
        }
        is_left
    }
}

/// What was looked at since a moment.
#[derive(Debug, Default)]
struct Noted {
    looks: HashMap<Glyph, Known>,
    paid: HashMap<(Glyph, Asked), usize>,
    /// The page of which all extents are noted.
    page: Option<usize>,
}

/// A glyph of a program.
type Glyph = (ProgramKey, u32);

/// What is asked of the outline of a glyph without its instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Asked {
    Ink,
    Extent,
}

/// What a glyph draws, and what it took to look.
#[derive(Debug, Clone, Copy)]
struct Known {
    look: Look,
    cost: usize,
}

/// What an answer took that follows from outlines.
#[derive(Debug, Clone)]
pub struct SeenOutlines {
    glyphs: Box<[(Glyph, Known)]>,
    /// The glyphs whose ink or extent was asked for, and the room that it took.
    paid: Box<[((Glyph, Asked), usize)]>,
    time: Duration,
}

impl Room {
    fn new(left: usize, time: Rc<ProcessorTime>, known: Arc<KnownPrograms>) -> Self {
        Self {
            left: Cell::new(left),
            left_for_extents: Cell::new(EXTENTS_OF_A_FILE),
            time,
            known: RefCell::default(),
            paid: RefCell::default(),
            extents: RefCell::default(),
            parts: RefCell::default(),
            known_programs: FilePrograms::new(known),
            programs: RefCell::default(),
            noted: RefCell::default(),
        }
    }

    fn of_a_file(known: Arc<KnownPrograms>) -> Self {
        Self::new(OF_A_FILE, Rc::new(ProcessorTime::of(TIME_OF_A_FILE)), known)
    }
}

impl Default for Room {
    /// Room for the outlines of a file.
    fn default() -> Self {
        Self::of_a_file(Arc::default())
    }
}

impl OutlineRoom {
    /// Room for the outlines of a file, with programs that other files embedded.
    #[must_use]
    pub fn knowing(programs: Arc<KnownPrograms>) -> Self {
        Self(Rc::new(Room::of_a_file(programs)))
    }

    pub(crate) fn known_programs(&self) -> &FilePrograms {
        &self.0.known_programs
    }

    /// Room to look at every glyph of one font, within the time of its file.
    pub(super) fn of_a_font(time: &FontTime) -> Self {
        const ROOM: usize = 8192;
        Self(Rc::new(Room::new(ROOM, Rc::clone(&time.0), Arc::default())))
    }

    /// Whether nothing is left: results from now on depend on earlier ones.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.left.get() == 0 || self.0.left_for_extents.get() == 0 || self.is_out_of_time()
    }

    pub(super) fn is_out_of_time(&self) -> bool {
        self.0.time.is_spent()
    }

    /// Does what looks at outlines, and tells which.
    pub fn noting<T>(&self, work: impl FnOnce() -> T) -> (T, SeenOutlines) {
        let before = self.0.time.left();
        self.0.noted.replace(Some(Noted::default()));
        let done = work();
        let noted = self.0.noted.take().unwrap_or_default();
        let seen = SeenOutlines {
            glyphs: noted.looks.into_iter().collect(),
            paid: noted.paid.into_iter().collect(),
            time: before.saturating_sub(self.0.time.left()),
        };
        (done, seen)
    }

    /// Takes the room of an answer as if it were found now; false, and nothing is taken, when
    /// finding it would leave nothing.
    #[must_use]
    pub fn take_seen(&self, seen: &SeenOutlines) -> bool {
        let mut known = self.0.known.borrow_mut();
        let mut paid = self.0.paid.borrow_mut();
        let anew = || {
            let glyphs = seen.glyphs.iter();
            glyphs.filter(|(glyph, _)| !known.contains_key(glyph))
        };
        let unpaid = seen
            .paid
            .iter()
            .filter(|(glyph, _)| !paid.contains_key(glyph));
        let mut cost: usize = anew().map(|(_, known)| known.cost).sum();
        let mut extents = 0;
        for ((_, asked), more) in unpaid {
            match asked {
                Asked::Ink => cost += more,
                Asked::Extent => extents += more,
            }
        }
        let (left, left_for_extents) = (self.0.left.get(), self.0.left_for_extents.get());
        let is_left = cost < left && extents < left_for_extents;
        if self.is_empty() || !is_left || seen.time >= self.0.time.left() {
            return false;
        }
        self.0.left.set(left - cost);
        self.0.left_for_extents.set(left_for_extents - extents);
        self.0.time.take(seen.time);
        known.extend(seen.glyphs.iter().copied());
        paid.extend(seen.paid.iter().copied());
        true
    }

    /// Takes `cost` away; `None` when so much is not left.
    pub(super) fn take(&self, cost: usize) -> Option<()> {
        take(&self.0.left, cost)
    }

    /// Does what runs the instructions of a program; `None` when that fails or no time is left.
    pub(super) fn instructed<T>(&self, run: impl FnOnce() -> T) -> Option<T> {
        self.0.time.spend(|| contained(run)).flatten()
    }

    /// A program that pages embed, by `read` unless it is known.
    pub(super) fn program(
        &self,
        key: ProgramKey,
        read: impl FnOnce() -> Option<Scaler>,
    ) -> Option<Rc<Scaler>> {
        let mut programs = self.0.programs.borrow_mut();
        let program = programs.entry(key);
        program.or_insert_with(|| read().map(Rc::new)).clone()
    }

    /// What a glyph draws, by `look` unless it is known.
    pub(super) fn look(&self, glyph: Glyph, look: impl FnOnce() -> Look) -> Look {
        let known = self.0.known.borrow().get(&glyph).copied();
        let known = known.unwrap_or_else(|| {
            let before = self.0.left.get();
            let look = look();
            let cost = before - self.0.left.get();
            let found = Known { look, cost };
            if !self.is_empty() {
                self.0.known.borrow_mut().insert(glyph, found);
            }
            found
        });
        if let Some(noted) = self.0.noted.borrow_mut().as_mut() {
            noted.looks.insert(glyph, known);
        }
        known.look
    }

    /// The same for a glyph of a program that other files may have embedded: what it took there it takes here.
    pub(super) fn look_of(
        &self,
        program: &KnownProgram,
        glyph: u32,
        look: impl FnOnce() -> Look,
    ) -> Look {
        self.look((program.key(), glyph), || {
            let (left, time) = (self.0.left.get(), self.0.time.left());
            if let Some(seen) = program.look(glyph)
                && seen.cost < left
                && seen.time < time
            {
                self.0.left.set(left - seen.cost);
                self.0.time.take(seen.time);
                return seen.look;
            }
            let look = look();
            // With an empty room it depends on what was looked at before.
            if !self.is_empty() {
                let seen = SeenLook {
                    look,
                    cost: left - self.0.left.get(),
                    time: time.saturating_sub(self.0.time.left()),
                };
                program.keep_look(glyph, seen);
            }
            look
        })
    }

    /// The ink of a glyph, by `find` unless it is known; `None` where it is not, or costs more than the room left.
    pub(super) fn parts(
        &self,
        glyph: Glyph,
        find: impl FnOnce() -> Option<Ink>,
    ) -> Option<Arc<Parts>> {
        let known = self.0.parts.borrow().get(&glyph).cloned();
        let parts = known.unwrap_or_else(|| {
            let asked = (glyph, Asked::Ink);
            if self.0.left.get() == 0 && !self.0.paid.borrow().contains_key(&asked) {
                return None;
            }
            let (parts, elements) = find().unwrap_or_default();
            self.pay(asked, elements)?;
            self.0.parts.borrow_mut().insert(glyph, parts.clone());
            parts
        });
        self.note((glyph, Asked::Ink));
        parts
    }

    /// How far the outline of a glyph reaches, by `find` unless it is known.
    pub(super) fn extent(&self, glyph: Glyph, find: impl FnOnce() -> Option<Reach>) -> Extent {
        let known = self.0.extents.borrow().get(&glyph).copied();
        let extent = known.unwrap_or_else(|| {
            if self.0.left_for_extents.get() == 0 {
                return Extent::Anywhere;
            }
            let (extent, points) = find().unwrap_or((Extent::Anywhere, 0));
            if self.pay((glyph, Asked::Extent), points).is_none() {
                return Extent::Anywhere;
            }
            self.0.extents.borrow_mut().insert(glyph, extent);
            extent
        });
        self.note((glyph, Asked::Extent));
        extent
    }

    /// Takes what an outline of so many elements costs, once; `None` when so much is not left.
    fn pay(&self, asked: (Glyph, Asked), elements: usize) -> Option<()> {
        const ELEMENTS: usize = 64;
        let cost = 1 + elements / ELEMENTS;
        if !self.0.paid.borrow().contains_key(&asked) {
            let left = match asked {
                (_, Asked::Ink) => &self.0.left,
                (_, Asked::Extent) => &self.0.left_for_extents,
            };
            take(left, cost)?;
            self.0.paid.borrow_mut().insert(asked, cost);
        }
        Some(())
    }

    /// Notes that an answer follows from the extents of the glyphs of a page, by whatever number it has; once an answer.
    pub(super) fn note_extents(&self, page: usize, glyphs: impl Iterator<Item = Glyph>) {
        let is_new = match self.0.noted.borrow_mut().as_mut() {
            Some(noted) => noted.page.replace(page) != Some(page),
            None => false,
        };
        if is_new {
            glyphs.for_each(|glyph| self.note((glyph, Asked::Extent)));
        }
    }

    fn note(&self, asked: (Glyph, Asked)) {
        let cost = self.0.paid.borrow().get(&asked).copied();
        if let (Some(noted), Some(cost)) = (self.0.noted.borrow_mut().as_mut(), cost) {
            noted.paid.insert(asked, cost);
        }
    }

    #[cfg(test)]
    pub(super) fn left(&self) -> usize {
        self.0.left.get()
    }

    #[cfg(test)]
    pub(super) fn spend_all_time(&self) {
        self.0.time.take(Duration::MAX);
    }
}

fn take(from: &Cell<usize>, cost: usize) -> Option<()> {
    let left = from.get().checked_sub(cost);
    from.set(left.unwrap_or(0));
    left.map(|_| ())
}

impl SeenOutlines {
    /// Glyphs that were looked at, and of which ink or extent was asked for: each takes some sixty bytes.
    #[must_use]
    pub fn glyphs(&self) -> usize {
        self.glyphs.len() + self.paid.len()
    }
}

/// Glyphs without instructions that are looked at in one file; each costs some microseconds.
pub(super) const OF_A_FILE: usize = 1 << 13;
/// Glyphs of which it is asked in one file how far they reach; each costs about a microsecond.
const EXTENTS_OF_A_FILE: usize = 1 << 15;
/// For the instructions and procedures of all programs of a file.
const TIME_OF_A_FILE: Duration = Duration::from_secs(1);

//! The memory of font programs that documents embed: documents of one template, or of one word
//! processor, embed the same programs again and again (ADR 0010).

use std::cell::Cell;
use std::collections::VecDeque;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use foldhash::HashMap;

use super::key::{ProgramDigest, ProgramKey};
use super::{Extent, Look, Parts, ProgramData};

/// The ink of a glyph, and the elements of its outline.
pub(super) type Ink = (Option<Arc<Parts>>, usize);
/// How far a glyph reaches, and the points of its outline.
pub(super) type Reach = (Extent, usize);

/// What a glyph draws, and what it took to look.
#[derive(Debug, Clone, Copy)]
pub(super) struct SeenLook {
    pub(super) look: Look,
    pub(super) cost: usize,
    pub(super) time: Duration,
}

/// A program as it was decoded, with the results about its glyphs. All of it depends on the bytes
/// alone.
#[derive(Debug, Default)]
pub(crate) struct KnownProgram {
    pub(crate) data: ProgramData,
    key: ProgramKey,
    digest: OnceLock<ProgramDigest>,
    looks: Kept<u32, SeenLook>,
    ink: Kept<u32, Ink>,
    extents: Kept<u32, Reach>,
}

impl KnownProgram {
    pub(super) fn key(&self) -> ProgramKey {
        self.key
    }

    pub(super) fn digest(&self) -> ProgramDigest {
        *self
            .digest
            .get_or_init(|| ProgramDigest::of_data(&self.data))
    }

    pub(super) fn look(&self, glyph: u32) -> Option<SeenLook> {
        self.looks.find(&glyph)
    }

    pub(super) fn keep_look(&self, glyph: u32, seen: SeenLook) {
        self.looks.keep(glyph, seen, GLYPHS_KEPT);
    }

    /// The ink of a glyph, by `find` unless it is known; with it comes whether it may be kept.
    pub(super) fn ink(
        &self,
        glyph: u32,
        find: impl FnOnce() -> Option<(Ink, bool)>,
    ) -> Option<Ink> {
        self.ink.find_or(glyph, find)
    }

    /// The same for how far it reaches.
    pub(super) fn extent(
        &self,
        glyph: u32,
        find: impl FnOnce() -> Option<(Reach, bool)>,
    ) -> Option<Reach> {
        self.extents.find_or(glyph, find)
    }
}

/// The programs that files embedded, for a caller that reads many files: the newest 48 of at most 1
/// MB. One file brings a quarter of them at most.
#[derive(Debug, Default)]
pub struct KnownPrograms(Kept<ProgramKey, Arc<KnownProgram>>);

/// The same as one file uses them.
#[derive(Debug, Default)]
pub(crate) struct FilePrograms {
    known: Arc<KnownPrograms>,
    /// How many the file brought.
    brought: Cell<usize>,
}

impl FilePrograms {
    pub(super) fn new(known: Arc<KnownPrograms>) -> Self {
        Self {
            known,
            brought: Cell::new(0),
        }
    }

    /// One that an earlier file embedded.
    pub(crate) fn find(&self, key: &ProgramKey) -> Option<Arc<KnownProgram>> {
        self.known.0.find(key)
    }

    /// A program of some bytes, by what these follow from.
    pub(crate) fn add(&self, key: ProgramKey, data: Vec<u8>) -> Arc<KnownProgram> {
        let program = Arc::new(KnownProgram {
            data: Arc::new(data),
            key,
            ..KnownProgram::default()
        });
        let brought = self.brought.get();
        if program.data.len() <= LONGEST && brought < BROUGHT_BY_A_FILE {
            self.brought.set(brought + 1);
            self.known.0.keep(key, Arc::clone(&program), PROGRAMS_KEPT);
        }
        program
    }
}

/// The newest values by what they follow from.
#[derive(Debug)]
struct Kept<K, V>(Mutex<Values<K, V>>);

#[derive(Debug)]
struct Values<K, V> {
    by_key: HashMap<K, V>,
    /// In the order in which they came.
    order: VecDeque<K>,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::new(Values {
            by_key: HashMap::default(),
            order: VecDeque::new(),
        }))
    }
}

impl<K: Copy + Eq + Hash, V: Clone> Kept<K, V> {
    fn find(&self, key: &K) -> Option<V> {
        self.lock().by_key.get(key).cloned()
    }

    fn keep(&self, key: K, value: V, most: usize) {
        let mut values = self.lock();
        if values.by_key.insert(key, value).is_none() {
            values.order.push_back(key);
        }
        if values.order.len() > most
            && let Some(oldest) = values.order.pop_front()
        {
            values.by_key.remove(&oldest);
        }
    }

    fn find_or(&self, key: K, find: impl FnOnce() -> Option<(V, bool)>) -> Option<V> {
        self.find(&key).or_else(|| {
            let (found, is_kept) = find()?;
            if is_kept {
                self.keep(key, found.clone(), GLYPHS_KEPT);
            }
            Some(found)
        })
    }

    fn lock(&self) -> MutexGuard<'_, Values<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Of longer programs nothing is known from one file to the next.
const LONGEST: usize = 1 << 20;
/// Together with their glyphs they take a hundred megabytes at most, some two megabytes most often.
const PROGRAMS_KEPT: usize = 48;
/// So that no file drops what all others embed.
const BROUGHT_BY_A_FILE: usize = PROGRAMS_KEPT / 4;
/// The ink of one takes two to twenty kilobytes.
const GLYPHS_KEPT: usize = 128;

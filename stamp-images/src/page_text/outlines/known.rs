//! What is known of the programs that documents embed: those of one template, and of one program that writes documents, embed
//! the same again and again (ADR 0010).

use std::hash::Hash;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use foldhash::HashMap;

use super::program::{self, ProgramDigest, ProgramKey};
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

/// A program as it was decoded, with what was found out of its glyphs. All of it follows from the bytes alone.
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
    /// A program of some bytes, by what these follow from.
    pub(crate) fn new(key: ProgramKey, data: Vec<u8>) -> Arc<Self> {
        let program = Arc::new(Self {
            data: Arc::new(data),
            key,
            ..Self::default()
        });
        if program.data.len() <= LONGEST {
            PROGRAMS.keep(key, Arc::clone(&program), PROGRAMS_KEPT);
        }
        program
    }

    /// One that an earlier file embedded.
    pub(crate) fn find(key: &ProgramKey) -> Option<Arc<Self>> {
        PROGRAMS.find(key)
    }

    pub(super) fn key(&self) -> ProgramKey {
        self.key
    }

    pub(super) fn digest(&self) -> ProgramDigest {
        *self.digest.get_or_init(|| program::digest(&self.data))
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

static PROGRAMS: LazyLock<Kept<ProgramKey, Arc<KnownProgram>>> = LazyLock::new(Kept::default);

/// Some values by what they follow from; all are dropped when there are more.
#[derive(Debug)]
struct Kept<K, V>(Mutex<HashMap<K, V>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    fn find(&self, key: &K) -> Option<V> {
        self.lock().get(key).cloned()
    }

    fn keep(&self, key: K, value: V, most: usize) {
        let mut values = self.lock();
        if values.len() >= most {
            values.clear();
        }
        values.insert(key, value);
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

    fn lock(&self) -> MutexGuard<'_, HashMap<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Of longer programs nothing is known from one file to the next.
const LONGEST: usize = 1 << 20;
/// Together with their glyphs they take a hundred megabytes at most, some two megabytes most often.
const PROGRAMS_KEPT: usize = 48;
/// The ink of one takes two to twenty kilobytes.
const GLYPHS_KEPT: usize = 128;

//! Which pages a revision can have changed: those that reach an object which the revision writes or frees.
//!
//! From the dictionary of a page all references are followed, in the state before and after; other pages are not
//! entered, and of the nodes above a page only what it inherits counts. When anything cannot be read, a budget is used
//! up, or layers may have changed, the page counts as affected: it is better drawn in vain than not drawn.

use std::collections::HashSet;

use kyso_pdf::{Dictionary, Document, Location, Object, ObjectId, PdfError, View};

/// The pages that may look different.
pub(super) struct Affected {
    /// From 0, in order.
    pub(super) pages: Vec<usize>,
    /// Number of pages before and after.
    pub(super) page_counts: [usize; 2],
}

impl Affected {
    /// The pages that revision `revision`, from 1 on, may have changed.
    pub(super) fn by(document: &Document<'_>, revision: usize) -> Self {
        let [before, after] =
            [revision.saturating_sub(1), revision].map(|one| State::of(document, one));
        let (before, after) = match (before, after) {
            (Ok(before), Ok(after)) => (before, after),
            (before, after) => return Self::all(&[before.ok(), after.ok()]),
        };
        let states = [&before, &after];
        let page_counts = states.map(|state| state.pages.len());
        let written = written(document, revision);
        let everywhere = states.iter().any(|state| state.layers_touch(&written));
        let mut left = OBJECTS;
        let mut touched = |state: &State<'_, '_>, index: usize| match state.pages.get(index) {
            None => true,
            Some(page) => state.touches(*page, &written, &mut left).unwrap_or(true),
        };
        let most = before.pages.len().max(after.pages.len());
        let pages = (0..most).filter(|&index| {
            everywhere
                || before.pages.get(index) != after.pages.get(index)
                || touched(&before, index)
                || touched(&after, index)
        });
        Self {
            pages: pages.collect(),
            page_counts,
        }
    }

    fn all(states: &[Option<State<'_, '_>>; 2]) -> Self {
        let page_counts = [0, 1].map(|index: usize| {
            let state = states.get(index).and_then(Option::as_ref);
            state.map_or(0, |state| state.pages.len())
        });
        let most = page_counts.iter().copied().max().unwrap_or(0).max(1);
        Self {
            pages: (0..most).collect(),
            page_counts,
        }
    }
}

/// The numbers of all objects that a revision says anything about.
fn written(document: &Document<'_>, revision: usize) -> HashSet<u32> {
    let revision = document.revisions().get(revision);
    let entries = revision.map(|revision| revision.entries.iter());
    entries
        .into_iter()
        .flatten()
        .map(|(number, _)| *number)
        .collect()
}

/// The document at the end of one revision.
struct State<'d, 'a> {
    document: &'d Document<'a>,
    revision: usize,
    view: View<'d, 'a>,
    pages: Vec<ObjectId>,
    numbers: HashSet<u32>,
}

impl<'d, 'a> State<'d, 'a> {
    fn of(document: &'d Document<'a>, revision: usize) -> Result<Self, PdfError> {
        let view = document.at(revision);
        let pages = view.pages(PAGES)?;
        let pages: Vec<ObjectId> = pages.iter().map(|page| page.id).collect();
        Ok(Self {
            document,
            revision,
            view,
            numbers: pages.iter().map(|page| page.number).collect(),
            pages,
        })
    }

    /// Whether layers are declared and anything about them is written: they can hide content of every page.
    fn layers_touch(&self, written: &HashSet<u32>) -> bool {
        let Ok((_, catalog)) = self.view.catalog() else {
            return true;
        };
        let layers = catalog
            .as_dictionary()
            .and_then(|catalog| catalog.get("OCProperties"));
        let Some(layers) = layers else { return false };
        // Layers that stand in the catalog itself are written with it.
        if layers.as_reference().is_none() {
            return true;
        }
        let mut walk = Walk::new(self, written, OBJECTS);
        walk.add(layers);
        walk.run().unwrap_or(true)
    }

    /// Whether anything that the page shows is written; objects looked at are taken off `left`.
    fn touches(
        &self,
        page: ObjectId,
        written: &HashSet<u32>,
        left: &mut usize,
    ) -> Result<bool, PdfError> {
        let mut walk = Walk::new(self, written, *left);
        walk.seen.insert(page.number);
        walk.number(page.number);
        let object = self.view.object(page)?;
        let dictionary = object.as_dictionary().cloned().unwrap_or_default();
        walk.add_entries(&dictionary, &["Parent"]);
        walk.add_inherited(&dictionary)?;
        let touched = walk.run();
        *left = walk.left;
        touched
    }
}

/// A walk along references until a written object is met.
struct Walk<'w, 'd, 'a> {
    state: &'w State<'d, 'a>,
    written: &'w HashSet<u32>,
    seen: HashSet<u32>,
    pending: Vec<ObjectId>,
    touched: bool,
    left: usize,
}

impl<'w, 'd, 'a> Walk<'w, 'd, 'a> {
    fn new(state: &'w State<'d, 'a>, written: &'w HashSet<u32>, left: usize) -> Self {
        Self {
            state,
            written,
            seen: HashSet::new(),
            pending: Vec::new(),
            touched: false,
            left,
        }
    }

    fn run(&mut self) -> Result<bool, PdfError> {
        while let Some(id) = self.pending.pop() {
            if self.touched || self.left == 0 {
                return Ok(true);
            }
            self.left -= 1;
            self.number(id.number);
            // Other pages show their own content.
            if self.state.numbers.contains(&id.number) {
                continue;
            }
            let object = self.state.view.object(id)?;
            self.add(&object);
        }
        Ok(self.touched)
    }

    /// Notes an object: is it written, or the stream that it lies in?
    fn number(&mut self, number: u32) {
        let found = self.state.document.locate(number, self.state.revision);
        let stream = match found {
            Some((_, Location::Compressed { stream, .. })) => self.written.contains(&stream),
            _ => false,
        };
        self.touched |= stream || self.written.contains(&number);
    }

    /// `/Parent` upwards: resources and boxes that the page may inherit.
    fn add_inherited(&mut self, page: &Dictionary) -> Result<(), PdfError> {
        const LEVELS: usize = 64;
        let mut node = page.clone();
        for _ in 0..LEVELS {
            let Some(parent) = node.get("Parent").and_then(Object::as_reference) else {
                return Ok(());
            };
            self.number(parent.number);
            self.seen.insert(parent.number);
            let object = self.state.view.object(parent)?;
            node = object.as_dictionary().cloned().unwrap_or_default();
            self.add_entries(&node, &["Parent", "Kids"]);
        }
        self.touched = true;
        Ok(())
    }

    fn add_entries(&mut self, dictionary: &Dictionary, except: &[&str]) {
        let entries = dictionary.iter();
        let entries = entries.filter(|(name, _)| !except.iter().any(|other| *name == other));
        entries.for_each(|(_, value)| self.add(value));
    }

    fn add(&mut self, object: &Object) {
        match object {
            Object::Reference(id) if self.seen.insert(id.number) => self.pending.push(*id),
            Object::Array(elements) => elements.iter().for_each(|element| self.add(element)),
            Object::Dictionary(dictionary) => self.add_entries(dictionary, &[]),
            Object::Stream(stream) => self.add_entries(&stream.dictionary, &[]),
            _ => {}
        }
    }
}

/// Pages of one file that are looked at.
const PAGES: usize = 20_000;

/// Objects that are looked at for one revision; beyond that every page counts as affected.
const OBJECTS: usize = 1_000_000;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::demo::{DemoFolder, make};

    #[test]
    fn only_pages_that_reach_what_is_written_are_affected() {
        let dir = tempfile::tempdir().unwrap();
        let folder = DemoFolder::take(dir.path()).unwrap();
        let demo = make(&folder, jiff::Timestamp::now(), kyso_verifier::Lang::Vi).unwrap();
        let issued = std::fs::read(demo.issued).unwrap();
        let document = Document::open(&issued).unwrap();
        // The person signs on page 2, number and date stand on page 1, the seal on page 2.
        let pages = |revision| Affected::by(&document, revision).pages;
        assert_eq!([pages(1), pages(2), pages(3)], [vec![1], vec![0], vec![1]]);
        assert_eq!(Affected::by(&document, 1).page_counts, [2, 2]);
    }
}

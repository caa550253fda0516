//! Which pages a revision can have changed: those that reach an object which the revision writes or frees.
//!
//! The search follows all references from the dictionary of a page, in the state before and after.
//! It does not enter other pages, and of the nodes above a page only inherited entries count. When
//! an object cannot be read, a budget is used up, or layers may have changed, the page counts as
//! affected: an unneeded drawing is better than a missing one.

mod self_drawn;

use std::collections::HashSet;

use kyso_pdf::{Dictionary, Document, Location, Object, ObjectId, PdfError, View};

/// The pages that may look different.
pub(super) struct Affected {
    /// From 0, in order.
    pub(super) pages: Vec<usize>,
    /// Those of them with annotations that viewers draw themselves, new, changed or gone.
    pub(super) self_drawn: Vec<usize>,
    /// Number of pages before and after.
    pub(super) page_counts: [usize; 2],
}

/// Walks over the revisions of a file, each after the one before.
pub(super) struct Walker<'d, 'a> {
    document: &'d Document<'a>,
    /// The end of the revision that was looked at last.
    last: Option<State<'d, 'a>>,
    /// Objects that may still be looked at, in all revisions together.
    left: usize,
}

impl<'d, 'a> Walker<'d, 'a> {
    pub(super) fn new(document: &'d Document<'a>) -> Self {
        Self {
            document,
            last: None,
            left: OBJECTS,
        }
    }

    /// The number of pages as far as the revisions were looked at.
    pub(super) fn page_count(&self) -> usize {
        self.last.as_ref().map_or(0, |state| state.pages.len())
    }

    /// The pages that revision `revision`, from 1 on, may have changed.
    pub(super) fn affected(&mut self, revision: usize) -> Affected {
        let earlier = revision.saturating_sub(1);
        let before = self.last.take().filter(|state| state.revision == earlier);
        let before = before.or_else(|| State::of(self.document, earlier).ok());
        let after = State::of(self.document, revision).ok();
        let affected = match (&before, &after) {
            (Some(before), Some(after)) => self.between(before, after),
            _ => Affected::all([before.as_ref(), after.as_ref()]),
        };
        self.last = after.or(before);
        affected
    }

    fn between(&mut self, before: &State<'_, '_>, after: &State<'_, '_>) -> Affected {
        let states = [before, after];
        let written = written(self.document, after.revision);
        let left = &mut self.left;
        let everywhere = states
            .iter()
            .any(|state| state.layers_touch(&written, left));
        let mut touched = |state: &State<'_, '_>, index: usize| match state.pages.get(index) {
            None => true,
            Some(page) => state.touches(*page, &written, left).unwrap_or(true),
        };
        let most = before.pages.len().max(after.pages.len());
        let pages = (0..most).filter(|&index| {
            everywhere
                || before.pages.get(index) != after.pages.get(index)
                || touched(before, index)
                || touched(after, index)
        });
        let pages: Vec<usize> = pages.collect();
        let left = &mut self.left;
        let self_drawn = pages.iter().copied();
        let self_drawn =
            self_drawn.filter(|&index| self_drawn::changed(states, index, &written, left));
        Affected {
            self_drawn: self_drawn.collect(),
            pages,
            page_counts: states.map(|state| state.pages.len()),
        }
    }
}

impl Affected {
    fn all(states: [Option<&State<'_, '_>>; 2]) -> Self {
        let page_counts = states.map(|state| state.map_or(0, |state| state.pages.len()));
        let most = page_counts.iter().copied().max().unwrap_or(0).max(1);
        Self {
            pages: (0..most).collect(),
            self_drawn: (0..most).collect(),
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
    fn layers_touch(&self, written: &HashSet<u32>, left: &mut usize) -> bool {
        let Ok((_, catalog)) = self.view.catalog() else {
            return true;
        };
        let layers = catalog
            .as_dictionary()
            .and_then(|catalog| catalog.get("OCProperties"));
        let Some(layers) = layers else { return false };
        // Layers defined in the catalog itself are written with it.
        if layers.as_reference().is_none() {
            return true;
        }
        let mut walk = Walk::new(self, written, *left);
        walk.add(layers);
        let touched = walk.run().unwrap_or(true);
        *left = walk.left;
        touched
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

/// Objects of one file that are looked at; beyond that every page counts as affected.
const OBJECTS: usize = 1_000_000;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn only_pages_that_reach_what_is_written_are_affected() {
        let family = kyso_testdata::real();
        let case = family.cases.iter();
        let case = case
            .clone()
            .find(|case| case.name == "number-and-date-then-seal");
        let issued = case.unwrap().bytes(&kyso_testdata::Base::new());
        let document = Document::open(&issued).unwrap();
        // The person signs on page 2; number and date are on page 1, each in a revision; the seal on page 2.
        let mut walker = Walker::new(&document);
        let affected = [1, 2, 4].map(|revision| walker.affected(revision));
        assert!(affected.iter().all(|one| one.page_counts == [2, 2]));
        let pages = affected.map(|one| one.pages);
        assert_eq!(pages, [vec![1], vec![0], vec![1]]);
        // The budget is one of the whole file: without it every page counts.
        walker.left = 0;
        assert_eq!(walker.affected(2).pages, [0, 1]);
    }
}

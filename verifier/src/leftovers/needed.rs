//! What programs look up to show pages.

use std::collections::{BTreeMap, BTreeSet};

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError, View};

/// What pages need: the page tree, what pages draw, their annotations and what these show.
#[derive(Debug, Default)]
pub(super) struct Needed {
    /// The numbers that are known to be in the file, whether in use or not, each with an object that refers to it.
    pub(super) known: BTreeMap<u32, ObjectId>,
    /// An object that refers to another number.
    pub(super) unknown: Option<ObjectId>,
}

impl Needed {
    /// Of the numbers with an entry, and those that `also` knows.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`], and what keeps the catalog from being read.
    pub(super) fn by_pages(
        view: &View<'_, '_>,
        also: &dyn Fn(u32) -> bool,
    ) -> Result<Self, PdfError> {
        let mut walk = Walk {
            view,
            also,
            needed: Self::default(),
            tree: BTreeSet::new(),
            nodes: Vec::new(),
            open: Vec::new(),
        };
        let (id, catalog) = view.catalog()?;
        if let Some(catalog) = catalog.as_dictionary() {
            let tree = catalog.get("Pages").and_then(Object::as_reference);
            walk.note_node(tree, id);
        }
        walk.tree()?;
        walk.drawn()?;
        Ok(walk.needed)
    }
}

struct Walk<'w, 'd, 'a> {
    view: &'w View<'d, 'a>,
    also: &'w dyn Fn(u32) -> bool,
    needed: Needed,
    /// The nodes of the page tree: what leads back to them draws nothing.
    tree: BTreeSet<u32>,
    /// Nodes of the page tree that are still to be read.
    nodes: Vec<ObjectId>,
    /// Other objects: everything they refer to is needed.
    open: Vec<ObjectId>,
}

impl Walk<'_, '_, '_> {
    /// Whether the number is known to be in the file.
    fn note(&mut self, number: u32, holder: ObjectId) -> bool {
        let is_known = self.view.locate(number).is_some() || (self.also)(number);
        match is_known {
            true => {
                self.needed.known.entry(number).or_insert(holder);
            }
            false => {
                self.needed.unknown.get_or_insert(holder);
            }
        }
        is_known
    }

    fn note_node(&mut self, node: Option<ObjectId>, holder: ObjectId) {
        if let Some(node) = node
            && self.note(node.number, holder)
            && self.tree.insert(node.number)
        {
            self.nodes.push(node);
        }
    }

    /// The page tree; what its nodes show is noted.
    fn tree(&mut self) -> Result<(), PdfError> {
        while let Some(id) = self.nodes.pop() {
            let node = or_nothing(self.view.object(id))?;
            let Some(node) = node.as_ref().and_then(|node| node.as_dictionary()) else {
                continue;
            };
            let kids = or_nothing(self.view.get(node, "Kids"))?;
            let kids = kids.as_ref().and_then(|kids| kids.as_array());
            for kid in kids.unwrap_or_default() {
                self.note_node(kid.as_reference(), id);
            }
            self.node(id, node)?;
        }
        Ok(())
    }

    fn node(&mut self, id: ObjectId, node: &Dictionary) -> Result<(), PdfError> {
        for (key, value) in node.iter() {
            match key.as_bytes() {
                // Threads of articles and structure lead to everything else.
                b"Kids" | b"Parent" | b"B" => {}
                b"Annots" => {
                    self.note_all(value, id);
                    self.annotations(node, id)?;
                }
                b"Contents" | b"Resources" | b"Group" => self.open_all(value, id),
                _ => self.note_all(value, id),
            }
        }
        Ok(())
    }

    fn annotations(&mut self, page: &Dictionary, id: ObjectId) -> Result<(), PdfError> {
        let listed = or_nothing(self.view.get(page, "Annots"))?;
        let listed = listed.as_ref().and_then(|listed| listed.as_array());
        for annotation in listed.unwrap_or_default() {
            self.note_all(annotation, id);
            let holder = annotation.as_reference().unwrap_or(id);
            let annotation = or_nothing(self.view.resolve(annotation))?;
            let annotation = annotation.as_ref().and_then(|one| one.as_dictionary());
            if let Some(appearance) = annotation.and_then(|one| one.get("AP")) {
                self.open_all(appearance, holder);
            }
        }
        Ok(())
    }

    /// Everything that objects refer to which draw.
    fn drawn(&mut self) -> Result<(), PdfError> {
        let mut seen = std::mem::take(&mut self.tree);
        let mut found = Vec::new();
        while let Some(id) = self.open.pop() {
            if !seen.insert(id.number) {
                continue;
            }
            let mut note = |number| found.push(number);
            match self.view.references(id.number, &mut note) {
                Err(error @ PdfError::LimitReached { .. }) => return Err(error),
                Err(_) => self.view.loose_references(id.number, &mut note)?,
                Ok(_) => {}
            }
            for number in found.drain(..) {
                if self.note(number, id) && !seen.contains(&number) {
                    self.open.push(ObjectId::new(number, 0));
                }
            }
        }
        Ok(())
    }

    fn open_all(&mut self, value: &Object, holder: ObjectId) {
        for id in references(value) {
            if self.note(id.number, holder) {
                self.open.push(id);
            }
        }
    }

    fn note_all(&mut self, value: &Object, holder: ObjectId) {
        for id in references(value) {
            self.note(id.number, holder);
        }
    }
}

/// What `value` refers to itself.
fn references(value: &Object) -> Vec<ObjectId> {
    let mut found = Vec::new();
    let mut pending = vec![value];
    while let Some(value) = pending.pop() {
        match value {
            Object::Reference(id) => found.push(*id),
            Object::Array(elements) => pending.extend(elements.iter()),
            Object::Dictionary(entries) => pending.extend(entries.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    found
}

/// What cannot be read shows nothing.
fn or_nothing<T>(read: Result<T, PdfError>) -> Result<Option<T>, PdfError> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(error @ PdfError::LimitReached { .. }) => Err(error),
        Err(_) => Ok(None),
    }
}

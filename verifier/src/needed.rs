//! The objects that programs look up when they open a document and show its pages.

mod keys;

use std::collections::{BTreeMap, BTreeSet};

use kyso_pdf::{Dictionary, Flaw, Location, Object, ObjectId, PdfError, Shared, View};

use keys::{DRAWING, OF_CATALOG, OF_PAGE};

/// The objects that are looked up.
#[derive(Debug, Default)]
pub(crate) struct Needed {
    /// Numbers that the file knows, in use or not, of all that is shown: the page tree, what pages
    /// draw, their annotations and the looks of these. Each with an object that refers to it.
    pub(crate) shown: BTreeMap<u32, ObjectId>,
    /// An object that refers to one that is not there: of these, or of what Poppler looks up besides (ADR 0021, 4).
    pub(crate) missed: Option<ObjectId>,
    /// The shown objects that cannot be read, except streams whose end programs find themselves.
    pub(crate) unread: BTreeSet<ObjectId>,
    /// Objects that refer to one of another generation, or are references themselves: programs find different objects.
    pub(crate) ambiguous: BTreeSet<ObjectId>,
}

impl Needed {
    /// `also` knows numbers without an entry.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`], and what keeps the catalog from being read.
    pub(crate) fn of(view: &View<'_, '_>, also: &dyn Fn(u32) -> bool) -> Result<Self, PdfError> {
        let mut walk = Walk {
            view,
            also,
            needed: Self::default(),
            nodes: Vec::new(),
            read: BTreeSet::new(),
            listed: BTreeSet::new(),
            open: Vec::new(),
            opened: BTreeSet::new(),
            draws: true,
        };
        walk.document()?;
        walk.tree()?;
        walk.drawn()?;
        Ok(walk.needed)
    }
}

struct Walk<'w, 'd, 'a> {
    view: &'w View<'d, 'a>,
    also: &'w dyn Fn(u32) -> bool,
    needed: Needed,
    /// Nodes of the page tree, fields, annotations and layers that are still to be read, and whether they draw.
    nodes: Vec<(ObjectId, bool)>,
    /// Those that were read, and their arrays: each is read once, even if many objects refer to it.
    read: BTreeSet<(u32, bool)>,
    listed: BTreeSet<(u32, bool)>,
    /// Objects that draw, still to be read: everything they refer to shows.
    open: Vec<ObjectId>,
    /// All that ever were open.
    opened: BTreeSet<u32>,
    /// Whether what is walked through draws. Fields do where a page lists them as annotations alone.
    draws: bool,
}

/// Whether the object is there, and of another generation.
fn is_of_another_generation(view: &View<'_, '_>, id: ObjectId) -> bool {
    match view.locate(id.number) {
        Some(Location::Offset { generation, .. }) => generation != id.generation,
        Some(Location::Compressed { .. }) => id.generation != 0,
        Some(Location::Free { .. }) | None => false,
    }
}

impl Walk<'_, '_, '_> {
    /// Whether programs find no object: no entry, one that is free (in the table of a hybrid section), or one of another
    /// generation.
    fn is_missing(&self, id: ObjectId) -> bool {
        let located = self.view.locate(id.number);
        matches!(located, Some(Location::Free { .. }) | None)
            || self.view.hides(id.number)
            || is_of_another_generation(self.view, id)
    }

    /// Notes an object that programs look up, whether it is shown or not.
    fn look_up(&mut self, id: ObjectId, holder: ObjectId) {
        if self.is_missing(id) {
            self.needed.missed.get_or_insert(holder);
        }
    }

    /// Notes that `id` is looked up, and that it is shown if the object being walked through draws.
    /// False where nothing of it can be shown: the object does not draw, or the file does not know
    /// the number.
    fn show(&mut self, id: ObjectId, holder: ObjectId) -> bool {
        self.look_up(id, holder);
        if !self.draws {
            return false;
        }
        if is_of_another_generation(self.view, id) {
            self.needed.ambiguous.insert(holder);
        }
        let located = self.view.locate(id.number);
        let is_known = located.is_some() || (self.also)(id.number);
        if is_known {
            self.needed.shown.entry(id.number).or_insert(holder);
        }
        if let Some(Location::Compressed { stream, .. }) = located {
            self.needed.shown.entry(stream).or_insert(holder);
        }
        is_known
    }

    fn look_up_all(&mut self, value: &Object, holder: ObjectId) {
        for id in references(value) {
            self.look_up(id, holder);
        }
    }

    fn open_all(&mut self, value: &Object, holder: ObjectId) {
        for id in references(value) {
            self.open_one(id, holder);
        }
    }

    fn open_one(&mut self, id: ObjectId, holder: ObjectId) {
        if self.show(id, holder) && self.opened.insert(id.number) {
            self.open.push(id);
        }
    }

    /// An object; `None` when it cannot be read.
    fn object(&mut self, id: ObjectId) -> Result<Option<Shared>, PdfError> {
        let object = or_nothing(self.view.object(id))?;
        match &object {
            Some(object) if object.as_reference().is_some() && self.draws => {
                self.needed.ambiguous.insert(id);
            }
            None if self.draws && !finds_its_end(self.view, id)? => {
                self.needed.unread.insert(id);
            }
            _ => {}
        }
        Ok(object)
    }

    /// Trailer, catalog, form and layers.
    fn document(&mut self) -> Result<(), PdfError> {
        let (id, catalog) = self.view.catalog()?;
        self.show(id, id);
        self.look_up_all(&Object::Dictionary(self.view.trailer().clone()), id);
        let Some(catalog) = catalog.as_dictionary() else {
            return Ok(());
        };
        for key in OF_CATALOG {
            if let Some(value) = catalog.get(key) {
                self.look_up_all(value, id);
            }
        }
        match catalog.get("Pages") {
            Some(Object::Reference(tree)) => self.reach(*tree, id),
            Some(Object::Dictionary(tree)) => self.node(id, tree)?,
            _ => {}
        }
        for key in ["AcroForm", "OCProperties"] {
            let mut next = catalog.get(key).and_then(Object::as_reference);
            let mut holder = id;
            // A longer series of references is a circle, or no program follows it.
            for _ in 0..8 {
                let Some(target) = next else { break };
                self.show(target, holder);
                next = self.object(target)?.and_then(|one| one.as_reference());
                holder = target;
            }
            let held = or_nothing(self.view.get(catalog, key))?;
            let Some(held) = held.as_ref().and_then(|held| held.as_dictionary()) else {
                continue;
            };
            let holder = catalog.get(key).and_then(Object::as_reference);
            self.held(held, holder.unwrap_or(id))?;
        }
        Ok(())
    }

    /// The dictionary of the form, or of the layers.
    fn held(&mut self, held: &Dictionary, id: ObjectId) -> Result<(), PdfError> {
        for (key, value) in held.iter() {
            match key.as_bytes() {
                b"DR" | b"D" | b"DA" | b"NeedAppearances" => self.open_all(value, id),
                b"OCGs" => self.kids(held, "OCGs", id)?,
                // The fields that draw are annotations of a page.
                b"Fields" => {
                    self.draws = false;
                    self.kids(held, "Fields", id)?;
                    self.draws = true;
                }
                _ => self.look_up_all(value, id),
            }
        }
        Ok(())
    }

    /// Follows the list of nodes, fields, layers or annotations in an array; the array may be an
    /// object that was read before.
    fn kids(&mut self, node: &Dictionary, key: &str, id: ObjectId) -> Result<(), PdfError> {
        let Some(value) = node.get(key) else {
            return Ok(());
        };
        let mut next = value.as_reference();
        let mut holder = id;
        while let Some(array) = next {
            self.show(array, holder);
            if !self.listed.insert((array.number, self.draws)) {
                return Ok(());
            }
            next = self.object(array)?.and_then(|one| one.as_reference());
            holder = array;
        }
        let listed = or_nothing(self.view.resolve(value))?;
        let listed = listed.as_ref().and_then(|listed| listed.as_array());
        for kid in listed.unwrap_or_default() {
            match kid.as_reference() {
                Some(kid) => self.reach(kid, id),
                None => {
                    if let Some(direct) = kid.as_dictionary() {
                        self.node(id, direct)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// A node of the page tree, a field, an annotation or a layer.
    fn reach(&mut self, node: ObjectId, holder: ObjectId) {
        self.show(node, holder);
        self.nodes.push((node, self.draws));
    }

    /// The page tree, the fields of the form, annotations and layers.
    fn tree(&mut self) -> Result<(), PdfError> {
        while let Some((id, draws)) = self.nodes.pop() {
            if !self.read.insert((id.number, draws)) {
                continue;
            }
            self.draws = draws;
            match self.object(id)?.as_deref() {
                Some(Object::Dictionary(node)) => self.node(id, node)?,
                Some(Object::Reference(next)) => self.reach(*next, id),
                _ => {}
            }
        }
        self.draws = true;
        Ok(())
    }

    fn node(&mut self, id: ObjectId, node: &Dictionary) -> Result<(), PdfError> {
        for (key, value) in node.iter() {
            match key.as_bytes() {
                // No program looks these up (measured), or they lead back: pages, replies,
                // articles, structure.
                b"P" | b"IRT" | b"B" | b"Dest" | b"AA" | b"Thumb" | b"Trans" | b"VP" | b"PZ" => {}
                b"Kids" => self.kids(node, "Kids", id)?,
                b"Annots" => self.kids(node, "Annots", id)?,
                // The text of an annotation.
                b"Contents" if node.contains("Rect") => self.look_up_all(value, id),
                b"Parent" => {
                    if let Some(parent) = value.as_reference() {
                        self.reach(parent, id);
                    }
                }
                key if DRAWING.contains(&key) => self.open_all(value, id),
                key if node.contains("Rect") || OF_PAGE.contains(&key) => {
                    self.look_up_all(value, id);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Everything that objects refer to which draw.
    fn drawn(&mut self) -> Result<(), PdfError> {
        while let Some(id) = self.open.pop() {
            match self.object(id)? {
                Some(object) => self.drawing(id, &object),
                None => {
                    let mut unread = Vec::new();
                    self.view
                        .loose_references(id.number, &mut |one| unread.push(one))?;
                    for number in unread {
                        self.open_one(ObjectId::new(number, 0), id);
                    }
                }
            }
        }
        Ok(())
    }

    /// Follows all references of an object that draws, except those that lead back to pages, and
    /// those to objects that draw nothing.
    fn drawing(&mut self, id: ObjectId, object: &Object) {
        let entries = match object {
            Object::Dictionary(entries) => entries,
            Object::Stream(stream) => &stream.dictionary,
            other => return self.open_all(other, id),
        };
        // In resources these are names like any other, and lead to objects.
        let is_typed = ["Type", "Subtype", "S"]
            .iter()
            .any(|key| entries.name(key).is_some());
        for (key, value) in entries.iter() {
            match key.as_bytes() {
                b"ToUnicode" => self.look_up_all(value, id),
                b"Parent" | b"P" | b"Dest" | b"Pg" | b"StructTreeRoot" | b"Metadata"
                | b"PieceInfo"
                    if is_typed => {}
                _ => self.open_all(value, id),
            }
        }
    }
}

/// The direct references of `value`.
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

/// Whether all that is wrong with an object is where its stream ends: programs find the end themselves.
fn finds_its_end(view: &View<'_, '_>, id: ObjectId) -> Result<bool, PdfError> {
    match view.object(id) {
        Err(error @ PdfError::LimitReached { .. }) => Err(error),
        Err(PdfError::Syntax {
            what: Flaw::EndstreamExpected,
            offset,
        }) => view.finds_endstream(id, offset),
        _ => Ok(false),
    }
}

/// An object that cannot be read shows nothing.
fn or_nothing<T>(read: Result<T, PdfError>) -> Result<Option<T>, PdfError> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(error @ PdfError::LimitReached { .. }) => Err(error),
        Err(_) => Ok(None),
    }
}

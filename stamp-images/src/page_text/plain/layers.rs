//! Optional content (ISO 32000-2, 8.11): the groups that a page names, and which of them are off.

use kyso_pdf::LimitKind;
use std::collections::{BTreeMap, HashSet};

use kyso_pdf::{Dictionary, Name, Object, ObjectId, View};

use super::{Copy, Refusal};

/// The groups that were copied, under their new ids.
pub(super) struct Layers {
    off: HashSet<ObjectId>,
    /// Without a base state of "off", what is not switched off is on.
    base_off: bool,
    on: HashSet<ObjectId>,
    /// By the original: the copy, and how many groups it asks about.
    copied: BTreeMap<ObjectId, (ObjectId, usize)>,
    hidden: Vec<ObjectId>,
}

impl Layers {
    /// What the default configuration of the document says.
    pub(super) fn of(view: &View<'_, '_>) -> Self {
        let read = || {
            let (_, catalog) = view.catalog().ok()?;
            let properties = view.get(catalog.as_dictionary()?, "OCProperties").ok()?;
            let configuration = view.get(properties.as_dictionary()?, "D").ok()?;
            let configuration = configuration.as_dictionary()?;
            let base = view.get(configuration, "BaseState").ok()?;
            let listed = |key: &str| {
                let array = view.get(configuration, key).ok()?;
                let ids = array.as_array()?.iter().filter_map(Object::as_reference);
                Some(ids.collect::<HashSet<_>>())
            };
            Some(Self {
                off: listed("OFF").unwrap_or_default(),
                on: listed("ON").unwrap_or_default(),
                base_off: base.as_name().is_some_and(|name| name == "OFF"),
                copied: BTreeMap::new(),
                hidden: Vec::new(),
            })
        };
        read().unwrap_or(Self {
            off: HashSet::new(),
            on: HashSet::new(),
            base_off: false,
            copied: BTreeMap::new(),
            hidden: Vec::new(),
        })
    }

    fn is_off(&self, group: ObjectId) -> bool {
        self.off.contains(&group) || (self.base_off && !self.on.contains(&group))
    }

    /// The properties of the copy.
    pub(super) fn properties(&self) -> Dictionary {
        let hidden: Vec<Object> = self.hidden.iter().map(|id| (*id).into()).collect();
        let configuration = Dictionary::new().with("OFF", hidden.clone());
        Dictionary::new()
            .with("OCGs", hidden)
            .with("D", configuration)
    }
}

impl Copy<'_, '_, '_> {
    /// The copy of a group, or of a membership of several, and how many groups it asks about.
    pub(super) fn layer(&mut self, id: ObjectId) -> Result<Option<(ObjectId, usize)>, Refusal> {
        if let Some(known) = self.layers.copied.get(&id) {
            return Ok(Some(*known));
        }
        let object = self.view.object(id)?;
        let Some(original) = object.as_dictionary() else {
            return Ok(None);
        };
        let copied = match original.name("Type").is_some_and(|kind| *kind == "OCMD") {
            true => self.membership(original)?,
            false => (self.group(id)?, 1),
        };
        self.layers.copied.insert(id, copied);
        Ok(Some(copied))
    }

    fn group(&mut self, id: ObjectId) -> Result<ObjectId, Refusal> {
        if let Some((known, _)) = self.layers.copied.get(&id) {
            return Ok(*known);
        }
        let copy = self.add(Dictionary::new().with("Type", Name::from("OCG")))?;
        if self.layers.is_off(id) {
            self.layers.hidden.push(copy);
        }
        self.layers.copied.insert(id, (copy, 1));
        Ok(copy)
    }

    fn membership(&mut self, original: &Dictionary) -> Result<(ObjectId, usize), Refusal> {
        const GROUPS: usize = 1000;
        let groups = match original.get("OCGs") {
            Some(Object::Reference(id)) => match &*self.view.object(*id)? {
                Object::Array(groups) => groups.clone(),
                _ => vec![(*id).into()],
            },
            Some(Object::Array(groups)) => groups.clone(),
            _ => Vec::new(),
        };
        if groups.len() > GROUPS {
            return Err(Refusal::Budget {
                budget: LimitKind::LayerGroups,
                limit: GROUPS,
            });
        }
        let mut copied: Vec<Object> = Vec::new();
        for group in groups.iter().filter_map(Object::as_reference) {
            copied.push(self.group(group)?.into());
        }
        let count = copied.len().max(1);
        let mut membership = Dictionary::new()
            .with("Type", Name::from("OCMD"))
            .with("OCGs", copied);
        if let Some(policy) = self.view.get(original, "P")?.as_name() {
            membership.insert("P", policy.clone());
        }
        Ok((self.add(membership)?, count))
    }
}

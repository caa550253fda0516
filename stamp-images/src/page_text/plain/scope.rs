//! The resources that a content stream uses, by kind and name.

use std::collections::HashMap;
use std::rc::Rc;

use kyso_pdf::{Dictionary, Name, Object, View};

use super::Refusal;
use super::kind::Kind;

/// The resources that a content stream uses.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    /// The object number of the form that has them; 0 for the page.
    pub(super) holder: u32,
    pub(super) resources: Rc<Dictionary>,
    by_name: Rc<HashMap<(Kind, Name), Object>>,
}

impl Scope {
    pub(super) fn new(
        holder: u32,
        resources: Dictionary,
        view: &View<'_, '_>,
    ) -> Result<Self, Refusal> {
        let mut by_name = HashMap::new();
        for kind in Kind::ALL {
            let entries = view.get(&resources, kind.key())?;
            let entries = entries
                .as_dictionary()
                .into_iter()
                .flat_map(Dictionary::iter);
            by_name.extend(entries.map(|(name, value)| ((kind, name.clone()), value.clone())));
        }
        Ok(Self {
            holder,
            resources: Rc::new(resources),
            by_name: Rc::new(by_name),
        })
    }

    /// A resource as it is written.
    pub(super) fn find(&self, kind: Kind, name: &Name) -> Option<&Object> {
        self.by_name.get(&(kind, name.clone()))
    }
}

//! Optional content: groups have a state by their number, so that none may take the place of another.

use std::collections::BTreeSet;

use kyso_pdf::{Object, View};

use crate::changes::held::elements_within;

/// Adds the objects that the optional content of a revision names; `None` where that cannot be read.
pub(super) fn add_layers(view: &View<'_, '_>, named: &mut BTreeSet<u32>) -> Option<()> {
    let (_, catalog) = view.catalog().ok()?;
    let mut pending: Vec<Object> = Vec::new();
    pending.extend(catalog.as_dictionary()?.get("OCProperties").cloned());
    let mut seen = BTreeSet::new();
    while let Some(object) = pending.pop() {
        let resolved = match object.as_reference() {
            Some(id) if !seen.insert(id) => continue,
            _ => view.resolve(&object).ok()?,
        };
        named.extend(object.as_reference().map(|id| id.number));
        view.count_compared(elements_within(&resolved)).ok()?;
        match &*resolved {
            Object::Array(elements) => pending.extend(elements.iter().cloned()),
            Object::Dictionary(entries) => {
                pending.extend(entries.iter().map(|(_, value)| value.clone()));
            }
            _ => {}
        }
    }
    Some(())
}

//! Layers that take each other's place: two groups of equal entries, of which one is off.

use kyso_pdf::{Dictionary, Name, Object};

use super::REPLACED;
use crate::edit::{catalog, content_of, drawing, first_page, reference, updated};
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    // Names of resources that are keys elsewhere, where a dictionary may move to another number.
    vec![
        Case::new("layer-exchanged-for-its-twin", REPLACED, |base| {
            exchanged(base, "MK")
        }),
        Case::new(
            "layer-of-the-name-of-fonts-exchanged-for-its-twin",
            REPLACED,
            |base| exchanged(base, "Font"),
        ),
    ]
}

/// The page shows words on a layer that is off; the update puts the other layer in its place.
fn exchanged(base: &Base, name: &str) -> Vec<u8> {
    let (id, page) = first_page(&base.plain);
    let (catalog_id, root) = catalog(&base.plain);
    let resources_id = reference(&page, "Resources");
    let resources = crate::edit::dictionary(&base.plain, resources_id);
    let (mut holder, mut twin) = (None, None);
    let prepared = updated(&base.plain, |update| {
        let layer = Dictionary::new()
            .with("Type", Name::from("OCG"))
            .with("Name", Object::String(b"a".to_vec()));
        let layers = [update.add(layer.clone()), update.add(layer)];
        let listed: Vec<Object> = layers.map(Object::Reference).into();
        let shown = Dictionary::new()
            .with("OFF", vec![Object::Reference(layers[0])])
            .with("Order", listed.clone());
        let states = Dictionary::new().with("OCGs", listed).with("D", shown);
        update.set(catalog_id, root.with("OCProperties", states));
        let named = Dictionary::new().with(name, layers[0]);
        let resources = resources.clone().with("Properties", named);
        holder = Some(update.add(resources));
        twin = Some(layers[1]);
        let hidden = format!("/OC /{name} BDC BT /F1 20 Tf 90 20 Td (A) Tj ET EMC");
        let content = vec![
            Object::Reference(content_of(&page)),
            update.add(drawing(&hidden)).into(),
        ];
        let page = page.with("Resources", holder.unwrap());
        update.set(id, page.with("Contents", content));
    });
    let signed = base.signed(&prepared);
    let named = Dictionary::new().with(name, twin.unwrap());
    updated(&signed, |update| {
        update.set(holder.unwrap(), resources.with("Properties", named))
    })
}

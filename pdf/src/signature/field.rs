//! The field of a new signature: its widget on the page, its place in the form (ISO 32000-2, 12.7.5.5).

use super::SignaturePlan;
use crate::error::{PdfError, Unsignable};
use crate::geometry::Rect;
use crate::object::{Dictionary, Name, Object, ObjectId};
use crate::text::{decode_text, encode_text};
use crate::update::Update;
use crate::view::View;

pub(crate) fn refuse_taken_name(view: &View<'_, '_>, name: &str) -> Result<(), PdfError> {
    let (_, catalog) = view.catalog()?;
    let catalog = catalog.as_dictionary().cloned().unwrap_or_default();
    let form = view.get(&catalog, "AcroForm")?;
    if let Some(form) = form.as_dictionary() {
        let fields = view.get(form, "Fields")?;
        for field in fields.as_array().unwrap_or_default() {
            refuse_same_name(view, field, name)?;
        }
    }
    Ok(())
}

fn refuse_same_name(view: &View<'_, '_>, field: &Object, name: &str) -> Result<(), PdfError> {
    let field = view.resolve(field)?;
    let Some(field) = field.as_dictionary() else {
        return Ok(());
    };
    let partial = view.get(field, "T")?;
    if partial.as_string().map(decode_text).as_deref() == Some(name) {
        let name = name.to_owned();
        return Err(Unsignable::FieldNameTaken { name }.into());
    }
    Ok(())
}

/// The merged field and widget (one annotation a field, ISO 32000-2, 12.7.5.5).
pub(super) fn add_widget(
    update: &mut Update<'_, '_>,
    plan: &SignaturePlan<'_>,
    page: ObjectId,
    value: ObjectId,
) -> ObjectId {
    const PRINT_AND_LOCKED: i64 = 4 | 128;
    let empty = Rect::from_corners(0.0, 0.0, 0.0, 0.0);
    let mut widget = Dictionary::new()
        .with("Type", Name::from("Annot"))
        .with("Subtype", Name::from("Widget"))
        .with("FT", Name::from("Sig"))
        .with("T", Object::String(encode_text(&plan.field_name)))
        .with("V", value)
        .with("P", page)
        .with("F", PRINT_AND_LOCKED)
        .with("Rect", plan.rect.unwrap_or(empty).to_object());
    if let Some(draw) = plan.appearance {
        let form = draw(&mut |object| update.add(object));
        widget.insert("AP", Dictionary::new().with("N", form));
    }
    update.add(widget)
}

/// Adds the widget to the page: replaces the `/Annots` array when it is
/// indirect, else the page.
pub(super) fn add_annotation(
    update: &mut Update<'_, '_>,
    view: &View<'_, '_>,
    page: ObjectId,
    widget: ObjectId,
) -> Result<(), PdfError> {
    let object = view.object(page)?;
    let mut dictionary = object.as_dictionary().cloned().unwrap_or_default();
    if let Some(array) = append_to_array(update, view, &dictionary, "Annots", widget)? {
        dictionary.insert("Annots", array);
        update.set(page, dictionary);
    }
    Ok(())
}

/// Adds `element` to the array `key`. An indirect array is replaced in place;
/// otherwise gives the new direct array, for the caller to set.
fn append_to_array(
    update: &mut Update<'_, '_>,
    view: &View<'_, '_>,
    holder: &Dictionary,
    key: &str,
    element: ObjectId,
) -> Result<Option<Vec<Object>>, PdfError> {
    let array = view.get(holder, key)?;
    let mut elements = array.as_array().unwrap_or_default().to_vec();
    elements.push(Object::Reference(element));
    match holder.get(key) {
        Some(Object::Reference(id)) if array.as_array().is_some() => {
            update.set(*id, elements);
            Ok(None)
        }
        _ => Ok(Some(elements)),
    }
}

/// Adds the field to the interactive form and sets `/SigFlags`
/// (SignaturesExist and AppendOnly), and `/Perms` for a certification.
pub(super) fn add_field(
    update: &mut Update<'_, '_>,
    view: &View<'_, '_>,
    plan: &SignaturePlan<'_>,
    field: ObjectId,
    value: ObjectId,
) -> Result<(), PdfError> {
    const SIGNATURES_EXIST_AND_APPEND_ONLY: i64 = 3;
    let (catalog_id, catalog) = view.catalog()?;
    let mut catalog = catalog.as_dictionary().cloned().unwrap_or_default();
    let mut catalog_changed = false;
    let form = view.get(&catalog, "AcroForm")?;
    let old_form = form.as_dictionary().cloned().unwrap_or_default();
    let mut form = old_form.clone();
    if let Some(fields) = append_to_array(update, view, &form, "Fields", field)? {
        form.insert("Fields", fields);
    }
    form.insert("SigFlags", SIGNATURES_EXIST_AND_APPEND_ONLY);
    match catalog.get("AcroForm") {
        Some(Object::Reference(id)) if !old_form.is_empty() => {
            if form != old_form {
                update.set(*id, form);
            }
        }
        Some(Object::Dictionary(_)) => {
            catalog.insert("AcroForm", form);
            catalog_changed = true;
        }
        _ => {
            let id = update.add(form);
            catalog.insert("AcroForm", id);
            catalog_changed = true;
        }
    }
    if plan.doc_mdp.is_some() {
        let permissions = view.get(&catalog, "Perms")?;
        let permissions = permissions.as_dictionary().cloned().unwrap_or_default();
        catalog.insert("Perms", permissions.with("DocMDP", value));
        catalog_changed = true;
    }
    if catalog_changed {
        update.set(catalog_id, catalog);
    }
    Ok(())
}

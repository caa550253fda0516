//! Defaults of the form that change below widgets that `/Fields` does not list, or that are of another kind than the field above.

use kyso_pdf::{Dictionary, Name, Object};

use super::defaults::dictionary_in;
use super::{REPLACED, text_field};
use crate::attacks::drawing::PAPER;
use crate::edit::{first_page, form, updated};
use crate::expected::Expected;
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let white = |form: Dictionary| form.with("DA", Object::String(b"/Helv 12 Tf 1 g".to_vec()));
    vec![
        case("default-look-of-an-unlisted-field-changed", unlisted, white),
        case(
            "default-alignment-of-an-unlisted-field-changed",
            unlisted,
            |form| form.with("Q", 2_i64),
        ),
        Case::new(
            "default-font-of-an-unlisted-field-arrives",
            REPLACED,
            with_font,
        ),
        case(
            "default-look-of-a-kid-of-another-kind-changed",
            below_a_signature,
            white,
        ),
        case(
            "default-alignment-of-a-kid-of-another-kind-changed",
            below_a_signature,
            |form| form.with("Q", 1_i64),
        ),
        case("default-look-of-free-text-changed", free_text, white),
        case("default-look-of-free-text-arrives", without_default, white),
        case("default-colours-of-free-text-arrive", free_text, recoloured),
        case("default-colours-of-a-field-arrive", unlisted, recoloured),
    ]
}

/// A change of the same form after which programs draw the same.
pub(crate) fn controls() -> Vec<Case> {
    let permitted = Expected::passed().with_modifications("permitted");
    let settled = |name, prepare: fn(&Base) -> Vec<u8>| {
        Case::new(name, permitted, move |base| {
            let signed = base.signed(&prepare(base));
            let (id, form) = form(&signed);
            updated(&signed, |update| {
                update.set(id, form.with("NeedAppearances", false))
            })
        })
    };
    vec![
        settled("unlisted-field-not-drawn-anew", unlisted),
        settled("kid-of-another-kind-not-drawn-anew", below_a_signature),
    ]
}

fn case(
    name: &'static str,
    prepare: fn(&Base) -> Vec<u8>,
    change: fn(Dictionary) -> Dictionary,
) -> Case {
    Case::new(name, REPLACED, move |base| {
        let signed = base.signed(&prepare(base));
        let (id, form) = form(&signed);
        updated(&signed, |update| update.set(id, change(form)))
    })
}

/// The page shows free text without a look and without a default of its own, and no field but that of the signature.
fn free_text(base: &Base) -> Vec<u8> {
    let (page_id, page) = first_page(&base.form);
    let (id, holder) = form(&base.form);
    updated(&base.form, |update| {
        let text = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("FreeText"))
            .with("F", 4_i64)
            .with("P", page_id)
            .with("Rect", PAPER.to_object())
            .with("Contents", Object::String(b"5 000 000 000".to_vec()));
        let text = update.add(text);
        update.set(page_id, page.with("Annots", vec![Object::Reference(text)]));
        update.set(id, with_default(&holder).with("Fields", Vec::new()));
    })
}

fn without_default(base: &Base) -> Vec<u8> {
    let prepared = free_text(base);
    let (id, mut holder) = form(&prepared);
    holder.remove("DA");
    updated(&prepared, |update| update.set(id, holder))
}

/// The resources of the form gain a grey that is nearly white.
fn recoloured(form: Dictionary) -> Dictionary {
    let white = [0.95, 1.0, 1.09].map(Object::Real).to_vec();
    let parameters = Dictionary::new()
        .with("WhitePoint", white)
        .with("Gamma", Object::Real(0.001));
    let grey = vec![Object::from(Name::from("CalGray")), parameters.into()];
    let spaces = Dictionary::new().with("DefaultGray", grey);
    let resources = dictionary_in(&form, "DR").with("ColorSpace", spaces);
    form.with("DR", resources)
}

/// The page shows a field in the default look of the form, which does not list it.
fn unlisted(base: &Base) -> Vec<u8> {
    let (id, field) = text_field(&base.form, "So");
    let (form_id, holder) = form(&base.form);
    updated(&base.form, |update| {
        update.set(id, by_default(field));
        update.set(form_id, with_default(&holder).with("Fields", Vec::new()));
    })
}

/// The form lists a field for a signature, whose widget is a text field.
fn below_a_signature(base: &Base) -> Vec<u8> {
    let (id, field) = text_field(&base.form, "So");
    let (form_id, holder) = form(&base.form);
    updated(&base.form, |update| {
        let above = Dictionary::new()
            .with("FT", Name::from("Sig"))
            .with("T", Object::String(b"Nhom".to_vec()))
            .with("Kids", vec![Object::Reference(id)]);
        let above = update.add(above);
        update.set(id, by_default(field).with("Parent", above));
        let listed = vec![Object::Reference(above)];
        update.set(form_id, with_default(&holder).with("Fields", listed));
    })
}

/// A field with a value and without a look or a default of its own.
fn by_default(mut field: Dictionary) -> Dictionary {
    field.remove("AP");
    field.remove("DA");
    field.with("V", Object::String(b"5 000 000 000".to_vec()))
}

fn with_default(form: &Dictionary) -> Dictionary {
    let default = Object::String(b"/Helv 12 Tf .4 g".to_vec());
    form.clone().with("DA", default)
}

/// The font that the default names arrives after the signature.
fn with_font(base: &Base) -> Vec<u8> {
    let prepared = unlisted(base);
    let (id, mut bare) = form(&prepared);
    bare.remove("DR");
    let signed = base.signed(&updated(&prepared, |update| update.set(id, bare)));
    let (id, form) = form(&signed);
    updated(&signed, |update| {
        let symbols = Dictionary::new()
            .with("Type", Name::from("Font"))
            .with("Subtype", Name::from("Type1"))
            .with("BaseFont", Name::from("ZapfDingbats"));
        let fonts = Dictionary::new().with("Helv", update.add(symbols));
        let resources = dictionary_in(&form, "DR").with("Font", fonts);
        update.set(id, form.clone().with("DR", resources));
    })
}

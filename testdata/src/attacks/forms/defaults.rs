//! Default resources of the form that arrive after the signature: programs use them to draw fields without an appearance.

use kyso_pdf::{Dictionary, Name, Object};

use super::{REPLACED, text_field};
use crate::edit::{form, updated};
use crate::expected::Expected;
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::new(
            "default-font-of-a-field-without-a-look-arrives",
            REPLACED,
            |base| arriving(base, "Moi", Awaits::Field),
        ),
        Case::new(
            "default-font-of-all-fields-without-a-look-arrives",
            REPLACED,
            |base| arriving(base, "Moi", Awaits::Form),
        ),
        Case::new(
            "default-font-arrives-where-no-default-can-be-read",
            REPLACED,
            |base| arriving(base, "Moi", Awaits::Unread),
        ),
    ]
}

/// A font that no field without an appearance refers to.
pub(crate) fn controls() -> Vec<Case> {
    let permitted = Expected::passed().with_modifications("permitted");
    vec![Case::new(
        "default-font-that-no-field-awaits-arrives",
        permitted,
        |base| arriving(base, "Khac", Awaits::Field),
    )]
}

/// The place of the default appearance string that names the font `Moi`.
#[derive(Clone, Copy, PartialEq)]
enum Awaits {
    Field,
    Form,
    /// It is no string that can be read.
    Unread,
}

/// The signed form with a field that has a value and no look, after which the form gains a font.
fn arriving(base: &Base, font: &str, awaits: Awaits) -> Vec<u8> {
    const NAMED: &[u8] = b"/Moi 40 Tf 0 g";
    let (id, mut field) = text_field(&base.form, "So");
    let (form_id, mut holder) = form(&base.form);
    field.remove("AP");
    field.insert("V", Object::String(b"5 000 000 000".to_vec()));
    match awaits {
        Awaits::Field => field.insert("DA", Object::String(NAMED.to_vec())),
        Awaits::Form => {
            field.remove("DA");
            holder.insert("DA", Object::String(NAMED.to_vec()));
        }
        Awaits::Unread => field.insert("DA", Object::String(b"/Helv 12 Tf (".to_vec())),
    }
    let prepared = updated(&base.form, |update| {
        update.set(id, field);
        update.set(form_id, holder);
    });
    let signed = base.certified(&prepared, 2);
    let (form_id, holder) = form(&signed);
    updated(&signed, |update| {
        let entries = Dictionary::new()
            .with("Type", Name::from("Font"))
            .with("Subtype", Name::from("Type1"))
            .with("BaseFont", Name::from("Symbol"));
        let added = update.add(entries);
        let mut resources = dictionary_in(&holder, "DR");
        let fonts = dictionary_in(&resources, "Font").with(font, added);
        resources.insert("Font", fonts);
        update.set(form_id, holder.clone().with("DR", resources));
    })
}

pub(super) fn dictionary_in(holder: &Dictionary, key: &str) -> Dictionary {
    let inner = holder.get(key).and_then(Object::as_dictionary);
    inner.cloned().unwrap_or_default()
}

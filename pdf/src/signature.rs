//! Appending a signature field with room for its value (ISO 32000-2, 12.8).

use std::fmt;
use std::ops::Range;

use crate::document::Document;
use crate::error::{PdfError, Unsignable};
use crate::geometry::Rect;
use crate::object::{Dictionary, Name, Object, ObjectId};
use crate::text::encode_text;
use crate::update::{Update, open_dictionary};
use crate::view::View;

/// Adds the objects of an appearance by the given function and gives the id of
/// its form XObject.
pub type DrawAppearance<'f> = dyn Fn(&mut dyn FnMut(Object) -> ObjectId) -> ObjectId + 'f;

/// What a certification signature allows afterwards (ISO 32000-2, 12.8.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocMdp {
    /// P=2: form filling and signatures.
    FormFilling,
    /// P=3: annotations as well.
    Annotations,
}

/// A signature to be appended.
pub struct SignaturePlan<'f> {
    /// Partial name of the new field; no field may have it yet.
    pub field_name: String,
    /// Page of the widget, from 0.
    pub page_index: usize,
    /// Widget rectangle in user space of the page; `None` for an invisible signature.
    pub rect: Option<Rect>,
    /// Draws the normal appearance.
    pub appearance: Option<&'f DrawAppearance<'f>>,
    /// `/Type`: `Sig` or `DocTimeStamp`.
    pub kind: &'static str,
    /// `/SubFilter`, such as `ETSI.CAdES.detached`.
    pub sub_filter: &'static str,
    /// `/Name`.
    pub signer_name: Option<String>,
    /// `/Reason`.
    pub reason: Option<String>,
    /// `/Location`.
    pub location: Option<String>,
    /// `/M` as a PDF date, such as `D:20261120140307+07'00'`.
    pub signing_time: Option<String>,
    /// Makes it a certification signature.
    pub doc_mdp: Option<DocMdp>,
    /// Bytes reserved for the DER signature container.
    pub contents_reserve: usize,
}

impl fmt::Debug for SignaturePlan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignaturePlan")
            .field("field_name", &self.field_name)
            .field("page_index", &self.page_index)
            .field("rect", &self.rect)
            .finish_non_exhaustive()
    }
}

/// A file that is complete but for the signature value.
#[derive(Debug, Clone)]
pub struct PreparedSignature {
    bytes: Vec<u8>,
    /// The hexadecimal string with its angle brackets.
    contents: Range<usize>,
}

impl PreparedSignature {
    /// `/ByteRange`: all bytes but the hexadecimal string of `/Contents`.
    #[must_use]
    pub fn byte_range(&self) -> [usize; 4] {
        let Range { start, end } = self.contents;
        [0, start, end, self.bytes.len() - end]
    }

    /// The two parts that are to be digested, in order.
    #[must_use]
    pub fn signed_parts(&self) -> [&[u8]; 2] {
        let before = self.bytes.get(..self.contents.start);
        let after = self.bytes.get(self.contents.end..);
        [before.unwrap_or_default(), after.unwrap_or_default()]
    }

    /// Bytes reserved for the signature container.
    #[must_use]
    pub fn reserved(&self) -> usize {
        (self.contents.len() - 2) / 2
    }

    /// Puts the DER signature container into the gap and gives the whole file.
    ///
    /// # Errors
    /// [`Unsignable::ContentsTooSmall`] when it does not fit.
    pub fn embed(mut self, container: &[u8]) -> Result<Vec<u8>, PdfError> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let too_small = Unsignable::ContentsTooSmall {
            needed: container.len(),
            reserved: self.reserved(),
        };
        let digits = self.contents.start + 1..self.contents.end - 1;
        let room = self.bytes.get_mut(digits).unwrap_or_default();
        if container.len() * 2 > room.len() {
            return Err(too_small.into());
        }
        for (pair, byte) in room.as_chunks_mut::<2>().0.iter_mut().zip(container) {
            let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0');
            *pair = [digit(byte >> 4), digit(byte & 15)];
        }
        Ok(self.bytes)
    }
}

/// Appends one revision with a new signature field, its widget, and a
/// signature dictionary with reserved `/Contents` (ISO 32000-2, 12.8.1).
///
/// Existing form fields and signatures stay untouched; only the page (or its
/// `/Annots` array) and the form (or its `/Fields` array) are replaced.
///
/// # Errors
/// [`Unsignable`] when the document must not be signed: encrypted, XFA,
/// certified with P=1, the field name is taken, or there is no such page; any
/// other [`PdfError`] when its structure cannot be read.
pub fn prepare_signature(
    document: &Document<'_>,
    plan: &SignaturePlan<'_>,
) -> Result<PreparedSignature, PdfError> {
    check_signable(document)?;
    append_field(document, plan)
}

/// Appends the revision, whatever earlier signatures allow.
pub(crate) fn append_field(
    document: &Document<'_>,
    plan: &SignaturePlan<'_>,
) -> Result<PreparedSignature, PdfError> {
    let view = document.latest();
    refuse_taken_name(&view, &plan.field_name)?;
    let mut update = Update::new(document)?;
    let pages = view.pages(plan.page_index.saturating_add(1))?;
    let page = pages.get(plan.page_index).ok_or(Unsignable::NoSuchPage {
        number: plan.page_index.saturating_add(1),
        count: pages.len(),
    })?;
    let value = update.reserve();
    let field = add_widget(&mut update, plan, page.id, value);
    add_annotation(&mut update, &view, page.id, field)?;
    add_field(&mut update, &view, plan, field, value)?;
    let (raw, slots) = signature_dictionary(plan);
    update.set_raw(value, raw);
    let appended = update.append()?;
    let object = appended.offsets.get(&value).copied().unwrap_or_default();
    let body = object + format!("{value} obj\n").len();
    Ok(fill_byte_range(appended.bytes, body, &slots))
}

/// Whether a signature may be appended to `document` at all.
///
/// # Errors
/// [`Unsignable`]: encrypted, bytes before the header or after the last
/// `%%EOF`, an XFA form (I4), or a signature that allows no change (A6).
pub fn check_signable(document: &Document<'_>) -> Result<(), PdfError> {
    check_extendable(document)?;
    let view = document.latest();
    for field in view.signature_fields()? {
        if let Some(value) = &field.value
            && view.forbids_changes(&field.dictionary, &value.dictionary)?
        {
            return Err(Unsignable::CertifiedNoChanges.into());
        }
    }
    Ok(())
}

/// Whether a field may be appended, whatever earlier signatures allow.
///
/// # Errors
/// As [`check_signable`], but for the last.
pub(crate) fn check_extendable(document: &Document<'_>) -> Result<(), PdfError> {
    Update::new(document)?;
    let view = document.latest();
    let (_, catalog) = view.catalog()?;
    let catalog = catalog.as_dictionary().cloned().unwrap_or_default();
    let form = view.get(&catalog, "AcroForm")?;
    if let Some(form) = form.as_dictionary()
        && !view.get(form, "XFA")?.is_null()
    {
        return Err(Unsignable::Xfa.into());
    }
    Ok(())
}

/// Where the parts to be filled in later are, relative to the dictionary.
struct Slots {
    contents: Range<usize>,
    byte_range: Range<usize>,
}

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
    if partial.as_string().map(crate::text::decode_text).as_deref() == Some(name) {
        let name = name.to_owned();
        return Err(Unsignable::FieldNameTaken { name }.into());
    }
    Ok(())
}

/// The merged field and widget (one annotation a field, ISO 32000-2, 12.7.5.5).
fn add_widget(
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
fn add_annotation(
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
fn add_field(
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

/// The signature dictionary with its two slots. Each number of `/ByteRange`
/// has room for 10 digits and more, so that no file size can overrun it.
fn signature_dictionary(plan: &SignaturePlan<'_>) -> (Vec<u8>, Slots) {
    const BYTE_RANGE: usize = 3 * 20 + 5;
    let mut dictionary = Dictionary::new()
        .with("Type", Name::from(plan.kind))
        .with("Filter", Name::from("Adobe.PPKLite"))
        .with("SubFilter", Name::from(plan.sub_filter));
    let texts = [
        ("Name", &plan.signer_name),
        ("Reason", &plan.reason),
        ("Location", &plan.location),
        ("M", &plan.signing_time),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            dictionary.insert(key, Object::String(encode_text(text)));
        }
    }
    if let Some(permission) = plan.doc_mdp {
        dictionary.insert("Reference", vec![doc_mdp_reference(permission)]);
    }
    let mut raw = open_dictionary(&dictionary);
    raw.extend(b"/ByteRange ");
    let byte_range = raw.len()..raw.len() + BYTE_RANGE;
    raw.resize(byte_range.end, b' ');
    raw.extend(b"\n/Contents ");
    let contents = raw.len()..raw.len() + plan.contents_reserve * 2 + 2;
    raw.push(b'<');
    raw.resize(contents.end - 1, b'0');
    raw.extend(b">\n>>");
    let slots = Slots {
        contents,
        byte_range,
    };
    (raw, slots)
}

fn doc_mdp_reference(permission: DocMdp) -> Object {
    let level: i64 = match permission {
        DocMdp::FormFilling => 2,
        DocMdp::Annotations => 3,
    };
    let parameters = Dictionary::new()
        .with("Type", Name::from("TransformParams"))
        .with("V", Name::from("1.2"))
        .with("P", level);
    Dictionary::new()
        .with("Type", Name::from("SigRef"))
        .with("TransformMethod", Name::from("DocMDP"))
        .with("TransformParams", parameters)
        .into()
}

fn fill_byte_range(mut bytes: Vec<u8>, body: usize, slots: &Slots) -> PreparedSignature {
    let contents = body + slots.contents.start..body + slots.contents.end;
    let after = bytes.len() - contents.end;
    let text = format!("[0 {} {} {after}", contents.start, contents.end);
    let slot = body + slots.byte_range.start..body + slots.byte_range.end;
    if let Some(slot) = bytes.get_mut(slot) {
        let blanks = slot.len() - 1 - text.len();
        let filled = text.bytes().chain(std::iter::repeat_n(b' ', blanks));
        let filled = filled.chain(std::iter::once(b']'));
        slot.iter_mut()
            .zip(filled)
            .for_each(|(to, from)| *to = from);
    }
    PreparedSignature { bytes, contents }
}

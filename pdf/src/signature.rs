//! Appending a signature field with room for its value (ISO 32000-2, 12.8).

mod field;

use std::fmt;
use std::ops::Range;

use crate::document::Document;
use crate::error::{PdfError, Unsignable};
use crate::geometry::Rect;
use crate::object::{Dictionary, Name, Object, ObjectId};
use crate::text::encode_text;
use crate::update::{Update, open_dictionary};
pub(crate) use field::refuse_taken_name;
use field::{add_annotation, add_field, add_widget};

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
    /// Further entries of the signature dictionary, under names of an own prefix (ISO 32000-2, annex E.2).
    pub further: Vec<(&'static str, Object)>,
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
    for (key, value) in &plan.further {
        dictionary.insert(key, value.clone());
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

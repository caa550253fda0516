//! Signature fields and their values (ISO 32000-2, 12.7.5.5, 12.8.1).

mod tree;

use std::ops::Range;

use crate::error::PdfError;
use crate::geometry::Rect;
use crate::object::{Dictionary, Name, Object, ObjectId};
use crate::parser::value_spans;
use crate::text::decode_text;
use crate::view::{Resolved, View};
use tree::Walk;

/// A field of type `/Sig` that the interactive form leads to.
#[derive(Debug, Clone)]
pub struct SignatureField {
    /// The field object; `None` when it is a direct object.
    pub id: Option<ObjectId>,
    /// Fully qualified name.
    pub name: String,
    /// The field dictionary, without what it inherits.
    pub dictionary: Dictionary,
    /// The widget annotations: the field itself when merged, else its kids.
    pub widgets: Vec<Widget>,
    /// The signature dictionary, when the field is signed.
    pub value: Option<SignatureValue>,
}

/// A widget annotation of a signature field.
#[derive(Debug, Clone)]
pub struct Widget {
    /// The annotation object; `None` when direct.
    pub id: Option<ObjectId>,
    /// `/Rect` in points of user space.
    pub rect: Option<Rect>,
    /// `/P`, the page it says it is on.
    pub page: Option<ObjectId>,
    /// Its dictionary.
    pub dictionary: Dictionary,
}

/// A signature dictionary with the places of its parts in the file.
#[derive(Debug, Clone)]
pub struct SignatureValue {
    /// The object, when indirect.
    pub id: Option<ObjectId>,
    /// The dictionary.
    pub dictionary: Dictionary,
    /// `/ByteRange` as written: pairs of offset and length in bytes.
    pub byte_range: Option<Vec<i64>>,
    /// `/Contents`, decoded, with its padding.
    pub contents: Vec<u8>,
    /// Where the value of `/Contents` is written, delimiters included; `None`
    /// when it is no hexadecimal string, indirect, or in an object stream.
    pub contents_span: Option<Range<usize>>,
    /// The bytes of the indirect object, from its number to `endobj`.
    pub span: Option<Range<usize>>,
}

impl SignatureValue {
    /// `/SubFilter`.
    #[must_use]
    pub fn sub_filter(&self) -> Option<&Name> {
        self.dictionary.name("SubFilter")
    }

    /// Whether this is a document timestamp (ISO 32000-2, 12.8.5).
    #[must_use]
    pub fn is_document_timestamp(&self) -> bool {
        is_document_timestamp(&self.dictionary)
    }

    /// A text string entry such as `/Name`, `/Reason`, `/Location` or `/M`.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        let value = self.dictionary.get(key)?.as_string()?;
        Some(decode_text(value))
    }
}

impl View<'_, '_> {
    /// The signature fields, signed or not, in the order of the field tree.
    ///
    /// # Errors
    /// When the field tree cannot be read, runs in a circle, or exceeds the limits.
    pub fn signature_fields(&self) -> Result<Vec<SignatureField>, PdfError> {
        let (_, catalog) = self.catalog()?;
        let Some(catalog) = catalog.as_dictionary() else {
            return Ok(Vec::new());
        };
        let form = self.get(catalog, "AcroForm")?;
        let Some(form) = form.as_dictionary() else {
            return Ok(Vec::new());
        };
        let mut walk = Walk::new(self);
        let fields = self.get(form, "Fields")?;
        for field in fields.as_array().unwrap_or_default() {
            walk.root(field)?;
        }
        Ok(walk.fields)
    }

    /// The signature dictionary that `value` is or refers to.
    ///
    /// # Errors
    /// When the object cannot be read.
    pub fn signature_value(&self, value: &Object) -> Result<Option<SignatureValue>, PdfError> {
        let resolved = self.resolve(value)?;
        let Some(dictionary) = resolved.as_dictionary() else {
            return Ok(None);
        };
        let contents = self.get(dictionary, "Contents")?;
        let contents = contents.as_string().unwrap_or_default().to_vec();
        let start = match &resolved {
            Resolved::Indirect(shared) => Some(shared.span()).filter(|span| !span.is_empty()),
            Resolved::Direct(_) => None,
        };
        let span = start.clone();
        let contents_span = start.and_then(|span| self.contents_span(span));
        Ok(Some(SignatureValue {
            id: value.as_reference(),
            byte_range: self.byte_range(dictionary)?,
            contents,
            contents_span,
            span,
            dictionary: dictionary.clone(),
        }))
    }

    /// Whether `value` is, or refers to, a signature dictionary that says what it covers and holds a signature.
    ///
    /// # Errors
    /// When an object cannot be read.
    pub fn is_signature(&self, value: &Object) -> Result<bool, PdfError> {
        let resolved = self.resolve(value)?;
        let Some(dictionary) = resolved.as_dictionary() else {
            return Ok(false);
        };
        let contents = self.get(dictionary, "Contents")?;
        let is_empty = contents.as_string().is_none_or(<[u8]>::is_empty);
        Ok(!is_empty && self.byte_range(dictionary)?.is_some())
    }

    /// Whether `value` is, or refers to, a document timestamp (ISO 32000-2, 12.8.5).
    ///
    /// # Errors
    /// When the object cannot be read.
    pub fn is_document_timestamp(&self, value: &Object) -> Result<bool, PdfError> {
        let resolved = self.resolve(value)?;
        Ok(resolved.as_dictionary().is_some_and(is_document_timestamp))
    }

    /// Whether a signature allows no change at all: DocMDP with P=1, or a lock
    /// of its field with P=1 (ISO 32000-2, 12.8.2.2 and table 236).
    ///
    /// # Errors
    /// When an object cannot be read.
    pub(crate) fn forbids_changes(
        &self,
        field: &Dictionary,
        value: &Dictionary,
    ) -> Result<bool, PdfError> {
        let lock = self.get(field, "Lock")?;
        if permission(lock.as_dictionary()) == Some(1) {
            return Ok(true);
        }
        let references = self.get(value, "Reference")?;
        for reference in references.as_array().unwrap_or_default() {
            let reference = self.resolve(reference)?;
            let Some(reference) = reference.as_dictionary() else {
                continue;
            };
            let method = reference.name("TransformMethod");
            let parameters = self.get(reference, "TransformParams")?;
            if method.is_some_and(|method| method == "DocMDP")
                && permission(parameters.as_dictionary()) == Some(1)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn byte_range(&self, dictionary: &Dictionary) -> Result<Option<Vec<i64>>, PdfError> {
        let range = self.get(dictionary, "ByteRange")?;
        let numbers = range.as_array().map(|elements| {
            let numbers = elements.iter().map(Object::as_integer);
            numbers.collect::<Option<Vec<_>>>()
        });
        Ok(numbers.flatten())
    }

    fn contents_span(&self, dictionary: Range<usize>) -> Option<Range<usize>> {
        let span = self.entry_span(dictionary, "Contents")?;
        // A reference instead of a string has no place in the gap, and a literal
        // string is not allowed there (table 255): objects could hide in it.
        let first = self.document().bytes().get(span.start)?;
        (*first == b'<').then_some(span)
    }

    /// Where the value of `key` is written, for the dictionary or the indirect
    /// object at `holder`; nowhere in an object stream.
    fn entry_span(&self, holder: Range<usize>, key: &str) -> Option<Range<usize>> {
        let document = self.document();
        if holder.is_empty() {
            return None;
        }
        let spans = value_spans(document.bytes(), holder.start, &document.meter).ok()?;
        let (_, span) = spans.into_iter().find(|(name, _)| *name == *key)?;
        Some(span)
    }
}

fn is_document_timestamp(signature: &Dictionary) -> bool {
    let is = |key, value: &str| signature.name(key).is_some_and(|name| name == value);
    is("Type", "DocTimeStamp") || is("SubFilter", "ETSI.RFC3161")
}

fn permission(parameters: Option<&Dictionary>) -> Option<i64> {
    parameters?.get("P")?.as_integer()
}

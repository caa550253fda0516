//! Signature fields and their values (ISO 32000-2, 12.7.5.5, 12.8.1).
#![deny(clippy::indexing_slicing, clippy::cast_possible_truncation)]

use crate::limit_kind::LimitKind;
use std::collections::HashSet;
use std::ops::Range;
use std::rc::Rc;

use crate::error::PdfError;
use crate::geometry::Rect;
use crate::object::{Dictionary, Name, Object, ObjectId};
use crate::parser::value_spans;
use crate::text::decode_text;
use crate::view::{Resolved, View};

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
    /// Where the indirect object stands, from its number to `endobj`.
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
        let mut walk = Walk {
            view: self,
            visited: HashSet::new(),
            nodes: 0,
            names: 0,
            held: 0,
            fields: Vec::new(),
        };
        let fields = self.get(form, "Fields")?;
        for field in fields.as_array().unwrap_or_default() {
            walk.node(field, &Inherited::default(), 0)?;
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

/// Attributes handed down the field tree (ISO 32000-2, 12.7.4.1).
#[derive(Debug, Clone, Default)]
struct Inherited {
    name: String,
    kind: Option<Name>,
    value: Option<Rc<Object>>,
}

struct Walk<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    visited: HashSet<ObjectId>,
    nodes: usize,
    /// Bytes of the names so far.
    names: usize,
    /// Bytes of memory for the fields so far.
    held: usize,
    fields: Vec<SignatureField>,
}

impl Walk<'_, '_, '_> {
    fn node(&mut self, node: &Object, above: &Inherited, level: usize) -> Result<(), PdfError> {
        self.count_nodes(1)?;
        let limit = self.view.document().limits().depth;
        if level > limit {
            let budget = LimitKind::FieldTreeDepth;
            return Err(PdfError::LimitReached { budget, limit });
        }
        let id = node.as_reference();
        // A field listed twice is one field; a circle ends here too.
        if id.is_some_and(|id| !self.visited.insert(id)) {
            return Ok(());
        }
        let resolved = self.view.resolve(node)?;
        let Some(dictionary) = resolved.as_dictionary() else {
            return Ok(());
        };
        let inherited = self.inherit(dictionary, above)?;
        let (children, widgets) = self.kids(dictionary)?;
        if children.is_empty() {
            return self.leaf(id, dictionary, inherited, widgets);
        }
        for child in &children {
            self.node(child, &inherited, level + 1)?;
        }
        Ok(())
    }

    fn count_nodes(&mut self, count: usize) -> Result<(), PdfError> {
        let limit = self.view.document().limits().tree_nodes;
        self.nodes = self.nodes.saturating_add(count);
        match self.nodes > limit {
            true => Err(PdfError::LimitReached {
                budget: LimitKind::FieldTreeNodes,
                limit,
            }),
            false => Ok(()),
        }
    }

    fn count_name(&mut self, bytes: usize) -> Result<(), PdfError> {
        let limit = self.view.document().limits().field_names;
        self.names = self.names.saturating_add(bytes);
        match self.names > limit {
            true => Err(PdfError::LimitReached {
                budget: LimitKind::FieldNameBytes,
                limit,
            }),
            false => Ok(()),
        }
    }

    fn hold(&mut self, bytes: usize) -> Result<(), PdfError> {
        let limit = self.view.document().limits().fields_held;
        self.held = self.held.saturating_add(bytes);
        match self.held > limit {
            true => Err(PdfError::LimitReached {
                budget: LimitKind::SignatureFieldMemory,
                limit,
            }),
            false => Ok(()),
        }
    }

    fn inherit(&mut self, field: &Dictionary, above: &Inherited) -> Result<Inherited, PdfError> {
        let partial = self.view.get(field, "T")?;
        let partial = partial.as_string().map(decode_text);
        let name = match partial {
            Some(partial) if above.name.is_empty() => partial,
            Some(partial) => format!("{}.{partial}", above.name),
            None => above.name.clone(),
        };
        self.count_name(name.len())?;
        let kind = self.view.get(field, "FT")?.as_name().cloned();
        let value = field.get("V");
        // A direct value is copied here, and again for each field below.
        self.hold(value.map_or(0, Object::held_bytes))?;
        let value = value.map(|value| Rc::new(value.clone()));
        Ok(Inherited {
            name,
            kind: kind.or_else(|| above.kind.clone()),
            value: value.or_else(|| above.value.clone()),
        })
    }

    /// Kids with a partial name are fields, the others are widgets of this one.
    fn kids(&mut self, field: &Dictionary) -> Result<(Vec<Object>, Vec<Object>), PdfError> {
        let kids = self.view.get(field, "Kids")?;
        self.count_nodes(kids.as_array().unwrap_or_default().len())?;
        let mut children = Vec::new();
        let mut widgets = Vec::new();
        for kid in kids.as_array().unwrap_or_default() {
            let resolved = self.view.resolve(kid)?;
            let named = resolved.as_dictionary().is_some_and(|k| k.contains("T"));
            if named { &mut children } else { &mut widgets }.push(kid.clone());
        }
        Ok((children, widgets))
    }

    fn leaf(
        &mut self,
        id: Option<ObjectId>,
        dictionary: &Dictionary,
        inherited: Inherited,
        kids: Vec<Object>,
    ) -> Result<(), PdfError> {
        if inherited.kind.is_none_or(|kind| kind != "Sig") {
            return Ok(());
        }
        self.hold(2 * dictionary.held_bytes() + inherited.name.len())?;
        let mut widgets = Vec::new();
        if kids.is_empty() {
            widgets.push(self.widget(id, dictionary)?);
        }
        for kid in &kids {
            // An annotation is the widget of one field.
            let id = kid.as_reference();
            if id.is_some_and(|id| !self.visited.insert(id)) {
                continue;
            }
            if let Some(dictionary) = self.view.resolve(kid)?.as_dictionary() {
                self.hold(size_of::<Widget>() + dictionary.held_bytes())?;
                widgets.push(self.widget(id, dictionary)?);
            }
        }
        let value = match &inherited.value {
            Some(value) => {
                self.hold(self.view.resolve(value)?.held_bytes())?;
                self.view.signature_value(value)?
            }
            None => None,
        };
        self.hold(value.as_ref().map_or(0, |value| value.contents.len()))?;
        let value = value.map(|value| self.placed(value, id, dictionary));
        self.fields.push(SignatureField {
            id,
            name: inherited.name,
            dictionary: dictionary.clone(),
            widgets,
            value,
        });
        Ok(())
    }

    /// A signature dictionary that stands directly in its field is as good as
    /// an indirect one: its place is within the object of the field.
    fn placed(
        &self,
        mut value: SignatureValue,
        field: Option<ObjectId>,
        dictionary: &Dictionary,
    ) -> SignatureValue {
        let direct = matches!(dictionary.get("V"), Some(Object::Dictionary(_)));
        let holder = field.filter(|_| direct);
        let holder = holder.and_then(|id| self.view.object(id).ok());
        let span = holder.map(|holder| holder.span());
        let span = span.and_then(|span| self.view.entry_span(span, "V"));
        if let Some(span) = span {
            value.contents_span = self.view.contents_span(span.clone());
            value.span = Some(span);
        }
        value
    }

    fn widget(&self, id: Option<ObjectId>, dictionary: &Dictionary) -> Result<Widget, PdfError> {
        let rect = self.view.get(dictionary, "Rect")?;
        Ok(Widget {
            id,
            rect: rect.as_array().and_then(Rect::from_numbers),
            page: dictionary.get("P").and_then(Object::as_reference),
            dictionary: dictionary.clone(),
        })
    }
}

//! The tree of form fields, walked down to the signature fields (ISO 32000-2, 12.7.4).

use std::collections::HashSet;
use std::rc::Rc;

use super::{SignatureField, SignatureValue, Widget};
use crate::error::PdfError;
use crate::geometry::Rect;
use crate::limit_kind::LimitKind;
use crate::object::{Dictionary, Name, Object, ObjectId};
use crate::text::decode_text;
use crate::view::View;

/// Attributes handed down the field tree (ISO 32000-2, 12.7.4.1).
#[derive(Debug, Clone, Default)]
struct Inherited {
    name: String,
    kind: Option<Name>,
    value: Option<Rc<Object>>,
}

/// The walk with what it has found and spent.
pub(super) struct Walk<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    visited: HashSet<ObjectId>,
    nodes: usize,
    /// Bytes of the names so far.
    names: usize,
    /// Bytes of memory for the fields so far.
    held: usize,
    pub(super) fields: Vec<SignatureField>,
}

impl<'v, 'd, 'a> Walk<'v, 'd, 'a> {
    pub(super) fn new(view: &'v View<'d, 'a>) -> Self {
        Self {
            view,
            visited: HashSet::new(),
            nodes: 0,
            names: 0,
            held: 0,
            fields: Vec::new(),
        }
    }

    /// Takes over the signature fields at and below an element of `/Fields`.
    pub(super) fn root(&mut self, node: &Object) -> Result<(), PdfError> {
        self.node(node, &Inherited::default(), 0)
    }

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

    /// A signature dictionary directly in its field is as good as an indirect one: its place is
    /// within the object of the field.
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

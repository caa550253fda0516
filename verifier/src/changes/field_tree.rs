//! The form fields of one revision, with their names and what they inherit
//! (ISO 32000-2, 12.7.4).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError, View, decode_text};

/// A field that has a value, or a widget of one.
#[derive(Debug, Clone)]
pub(super) struct FieldNode {
    /// The field; the node itself, or the field whose widget it is.
    pub(super) field: ObjectId,
    /// Fully qualified name.
    pub(super) name: Rc<str>,
    pub(super) kind: FieldKind,
    /// Nobody may fill it in (`/Ff` bit 1).
    pub(super) read_only: bool,
}

/// What a field is for, by `/FT` and `/Ff`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldKind {
    Signature,
    Text,
    Choice,
    /// Check boxes and radio buttons.
    Switch,
    /// Push buttons, and what is not known: they have no value.
    Other,
}

/// The nodes of a field tree by object.
pub(super) type FieldTree = BTreeMap<ObjectId, FieldNode>;

/// Reads the fields below `/Fields` of `form`. What is reached by two paths has
/// no name that counts, and is left out.
pub(super) fn field_tree(view: &View<'_, '_>, form: &Dictionary) -> Result<FieldTree, PdfError> {
    let mut walk = Walk {
        view,
        tree: FieldTree::new(),
        seen: BTreeSet::new(),
        ambiguous: BTreeSet::new(),
    };
    let fields = view.get(form, "Fields")?;
    for field in fields.as_array().unwrap_or_default() {
        walk.node(field, &Inherited::default(), 0)?;
    }
    let Walk {
        mut tree,
        ambiguous,
        ..
    } = walk;
    tree.retain(|id, node| !ambiguous.contains(id) && !ambiguous.contains(&node.field));
    Ok(tree)
}

#[derive(Debug, Clone, Default)]
struct Inherited {
    name: String,
    kind: Option<String>,
    flags: i64,
}

struct Walk<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    tree: FieldTree,
    seen: BTreeSet<ObjectId>,
    ambiguous: BTreeSet<ObjectId>,
}

impl Walk<'_, '_, '_> {
    fn node(&mut self, node: &Object, above: &Inherited, level: usize) -> Result<(), PdfError> {
        let limits = self.view.document().limits();
        if level > limits.depth || self.seen.len() > limits.tree_nodes {
            return Err(PdfError::LimitReached {
                budget: "nodes of the field tree",
                limit: limits.tree_nodes,
            });
        }
        let Some(id) = self.first_visit(node) else {
            return Ok(());
        };
        let object = self.view.object(id)?;
        let Object::Dictionary(dictionary) = &*object else {
            return Ok(());
        };
        let inherited = self.inherit(dictionary, above)?;
        let kids = self.view.get(dictionary, "Kids")?;
        let (fields, widgets) = self.divide(kids.as_array().unwrap_or_default())?;
        if fields.is_empty() {
            self.leaf(id, &inherited, &widgets);
        }
        for field in &fields {
            self.node(field, &inherited, level + 1)?;
        }
        Ok(())
    }

    fn first_visit(&mut self, node: &Object) -> Option<ObjectId> {
        let id = node.as_reference()?;
        if self.seen.insert(id) {
            return Some(id);
        }
        self.ambiguous.insert(id);
        None
    }

    fn inherit(&self, field: &Dictionary, above: &Inherited) -> Result<Inherited, PdfError> {
        let partial = self.view.get(field, "T")?;
        let partial = partial.as_string().map(decode_text);
        let kind = self.view.get(field, "FT")?;
        let kind = kind.as_name().map(ToString::to_string);
        let flags = self.view.get(field, "Ff")?.as_integer();
        Ok(Inherited {
            name: match partial {
                Some(partial) if above.name.is_empty() => partial,
                Some(partial) => format!("{}.{partial}", above.name),
                None => above.name.clone(),
            },
            kind: kind.or_else(|| above.kind.clone()),
            flags: flags.unwrap_or(above.flags),
        })
    }

    /// Kids with a partial name are fields, the others widgets.
    fn divide(&self, kids: &[Object]) -> Result<(Vec<Object>, Vec<Object>), PdfError> {
        let mut fields = Vec::new();
        let mut widgets = Vec::new();
        for kid in kids {
            let resolved = self.view.resolve(kid)?;
            let named = resolved
                .as_dictionary()
                .is_some_and(|kid| kid.contains("T"));
            if named { &mut fields } else { &mut widgets }.push(kid.clone());
        }
        Ok((fields, widgets))
    }

    fn leaf(&mut self, id: ObjectId, inherited: &Inherited, widgets: &[Object]) {
        let node = FieldNode {
            field: id,
            name: inherited.name.as_str().into(),
            kind: FieldKind::of(inherited),
            read_only: inherited.flags & 1 != 0,
        };
        for widget in widgets {
            if let Some(widget) = self.first_visit(widget) {
                self.tree.insert(widget, node.clone());
            }
        }
        self.tree.insert(id, node);
    }
}

impl FieldKind {
    fn of(field: &Inherited) -> Self {
        const PUSH_BUTTON: i64 = 1 << 16;
        match field.kind.as_deref() {
            Some("Sig") => Self::Signature,
            Some("Tx") => Self::Text,
            Some("Ch") => Self::Choice,
            Some("Btn") if field.flags & PUSH_BUTTON == 0 => Self::Switch,
            _ => Self::Other,
        }
    }
}

//! The form fields of one revision, with their names and what they inherit
//! (ISO 32000-2, 12.7.4).

use kyso_pdf::LimitKind;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError, View, decode_text};

use super::held::elements_within;

/// A field that has a value, or a widget of one.
#[derive(Debug, Clone)]
pub(super) struct FieldNode {
    /// The field; the node itself, or the field whose widget it is.
    pub(super) field: ObjectId,
    /// Fully qualified name.
    pub(super) name: Rc<str>,
    pub(super) kind: FieldKind,
    /// The field must not be filled in (`/Ff` bit 1).
    pub(super) read_only: bool,
}

/// The purpose of a field, by `/FT` and `/Ff`.
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

/// The field tree of one revision after the other. A revision that changes no
/// field, or only their values, has the tree of the one before, and one that
/// adds fields at the end has a longer one: only what is new is walked.
#[derive(Debug, Default)]
pub(crate) struct FieldForest {
    known: RefCell<Option<Known>>,
    /// Nodes that were walked for all revisions.
    walked: Cell<usize>,
}

/// A tree, and what it was read from.
#[derive(Debug)]
struct Known {
    revision: usize,
    /// The elements of `/Fields`.
    fields: Vec<Object>,
    grown: Grown,
}

impl FieldForest {
    /// The fields below `/Fields` of `form`. What is reached by two paths has no
    /// name that counts, and is left out.
    pub(super) fn tree(
        &self,
        view: &View<'_, '_>,
        form: &Dictionary,
    ) -> Result<Rc<FieldTree>, PdfError> {
        let fields = view.get(form, "Fields")?;
        let fields = fields.as_array().unwrap_or_default();
        // Fields should be references; what else they are is compared and kept.
        view.count_compared(fields.iter().map(elements_within).sum())?;
        let known = self.known.take().filter(|known| known.still_holds(view));
        let (grown, added) = match known {
            Some(known) if fields.starts_with(&known.fields) => {
                (known.grown, fields.get(known.fields.len()..))
            }
            _ => (Grown::default(), Some(fields)),
        };
        let mut walk = Walk {
            view,
            grown,
            walked: &self.walked,
        };
        for field in added.unwrap_or_default() {
            walk.node(field, &Inherited::default(), 0)?;
        }
        walk.grown.leave_out_ambiguous();
        let grown = walk.grown;
        let tree = grown.tree.clone();
        *self.known.borrow_mut() = Some(Known {
            revision: view.revision(),
            fields: fields.to_vec(),
            grown,
        });
        Ok(tree)
    }

    /// Counts nodes that are looked at once more.
    pub(super) fn count(&self, view: &View<'_, '_>, nodes: usize) -> Result<(), PdfError> {
        count(&self.walked, view, nodes)
    }
}

impl Known {
    /// Whether no revision since changed anything that the tree depends on.
    fn still_holds(&self, view: &View<'_, '_>) -> bool {
        let document = view.document();
        if self.grown.has_detours {
            return false;
        }
        let Some(later) = document
            .revisions()
            .get(self.revision + 1..=view.revision())
        else {
            return false;
        };
        let before = document.at(self.revision);
        let mut entries = later.iter().flat_map(|revision| &revision.entries);
        entries.all(|(number, _)| {
            let node = self.grown.nodes.get(number);
            !self.grown.parts.contains(number)
                && node.is_none_or(|id| has_equal_shape(&before, view, *id))
        })
    }
}

/// Whether a node of the tree has the same name, kind, flags and kids as before.
fn has_equal_shape(before: &View<'_, '_>, view: &View<'_, '_>, id: ObjectId) -> bool {
    let (Ok(old), Ok(new)) = (before.object(id), view.object(id)) else {
        return false;
    };
    match (&*old, &*new) {
        (Object::Dictionary(old), Object::Dictionary(new)) => {
            SHAPE.iter().all(|key| old.get(key) == new.get(key))
        }
        _ => false,
    }
}

/// The entries of a field that its tree depends on.
const SHAPE: [&str; 4] = ["T", "FT", "Ff", "Kids"];

fn count(walked: &Cell<usize>, view: &View<'_, '_>, nodes: usize) -> Result<(), PdfError> {
    const TIMES: usize = 5;
    let limit = view.document().limits().tree_nodes * TIMES;
    walked.set(walked.get().saturating_add(nodes));
    match walked.get() > limit {
        true => Err(PdfError::LimitReached {
            budget: LimitKind::FieldTreeNodesOfAllRevisions,
            limit,
        }),
        false => Ok(()),
    }
}

#[derive(Debug, Clone, Default)]
struct Inherited {
    name: String,
    kind: Option<String>,
    flags: i64,
}

/// The part that was walked so far.
#[derive(Debug, Default)]
struct Grown {
    tree: Rc<FieldTree>,
    seen: BTreeSet<ObjectId>,
    ambiguous: BTreeSet<ObjectId>,
    /// How many of these the tree is already without.
    left_out: usize,
    /// All nodes by object number.
    nodes: HashMap<u32, ObjectId>,
    /// Objects that hold a part of a node's shape.
    parts: HashSet<u32>,
    /// Whether there is a reference to a reference: then it is unknown which objects the tree
    /// depends on.
    has_detours: bool,
    /// Bytes of all names.
    names: usize,
}

impl Grown {
    fn leave_out_ambiguous(&mut self) {
        if self.ambiguous.len() > self.left_out {
            let ambiguous = &self.ambiguous;
            Rc::make_mut(&mut self.tree)
                .retain(|id, node| !ambiguous.contains(id) && !ambiguous.contains(&node.field));
            self.left_out = self.ambiguous.len();
        }
    }
}

struct Walk<'w, 'd, 'a> {
    view: &'w View<'d, 'a>,
    grown: Grown,
    walked: &'w Cell<usize>,
}

impl Walk<'_, '_, '_> {
    fn node(&mut self, node: &Object, above: &Inherited, level: usize) -> Result<(), PdfError> {
        let limits = self.view.document().limits();
        if level > limits.depth || self.grown.seen.len() > limits.tree_nodes {
            return Err(PdfError::LimitReached {
                budget: LimitKind::FieldTreeNodes,
                limit: limits.tree_nodes,
            });
        }
        let Some(id) = self.first_visit(node) else {
            return Ok(());
        };
        let object = self.view.object(id)?;
        let Object::Dictionary(dictionary) = &*object else {
            // It may become a node later.
            self.grown.parts.insert(id.number);
            return Ok(());
        };
        self.note_shape(id, dictionary)?;
        let inherited = self.inherit(dictionary, above)?;
        let kids = self.view.get(dictionary, "Kids")?;
        let kids = kids.as_array().unwrap_or_default();
        count(self.walked, self.view, kids.len() + 1)?;
        let (fields, widgets) = self.divide(kids)?;
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
        if self.grown.seen.insert(id) {
            return Some(id);
        }
        self.grown.ambiguous.insert(id);
        None
    }

    fn inherit(&mut self, field: &Dictionary, above: &Inherited) -> Result<Inherited, PdfError> {
        let partial = self.view.get(field, "T")?;
        let partial = partial.as_string().map(decode_text);
        let kind = self.view.get(field, "FT")?;
        let kind = kind.as_name().map(ToString::to_string);
        let flags = self.view.get(field, "Ff")?.as_integer();
        let name = match partial {
            Some(partial) if above.name.is_empty() => partial,
            Some(partial) => format!("{}.{partial}", above.name),
            None => above.name.clone(),
        };
        let limit = self.view.document().limits().field_names;
        self.grown.names = self.grown.names.saturating_add(name.len());
        if self.grown.names > limit {
            return Err(PdfError::LimitReached {
                budget: LimitKind::FieldNameBytes,
                limit,
            });
        }
        Ok(Inherited {
            name,
            kind: kind.or_else(|| above.kind.clone()),
            flags: flags.unwrap_or(above.flags),
        })
    }

    /// Kids with a partial name are fields, the others widgets.
    fn divide(&mut self, kids: &[Object]) -> Result<(Vec<Object>, Vec<Object>), PdfError> {
        let mut fields = Vec::new();
        let mut widgets = Vec::new();
        for kid in kids {
            let resolved = self.view.resolve(kid)?;
            let dictionary = resolved.as_dictionary();
            let named = dictionary.is_some_and(|kid| kid.contains("T"));
            match (kid.as_reference(), dictionary) {
                (Some(id), Some(dictionary)) => self.note_shape(id, dictionary)?,
                (Some(id), None) => {
                    self.grown.parts.insert(id.number);
                }
                _ => {}
            }
            if named { &mut fields } else { &mut widgets }.push(kid.clone());
        }
        Ok((fields, widgets))
    }

    /// Notes the entries that the shape of a node is read from.
    fn note_shape(&mut self, id: ObjectId, node: &Dictionary) -> Result<(), PdfError> {
        self.grown.nodes.insert(id.number, id);
        self.note_detour(id)?;
        for part in SHAPE.iter().filter_map(|key| node.get(key)?.as_reference()) {
            self.grown.parts.insert(part.number);
            self.note_detour(part)?;
        }
        Ok(())
    }

    fn note_detour(&mut self, id: ObjectId) -> Result<(), PdfError> {
        let object = self.view.object(id)?;
        self.grown.has_detours |= matches!(&*object, Object::Reference(_));
        Ok(())
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
                Rc::make_mut(&mut self.grown.tree).insert(widget, node.clone());
            }
        }
        Rc::make_mut(&mut self.grown.tree).insert(id, node);
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

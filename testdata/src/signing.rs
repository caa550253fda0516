//! Signing with every freedom that an attacker has.

mod look;

use std::fmt;
use std::ops::Range;

use crate::container::{Container, timestamp_attribute, token};
use crate::edit::{catalog, elements, find, overwrite};
use kyso_pdf::{Dictionary, Document, Name, Object, ObjectId, Update};
use kyso_pki::Pkcs12Key;
pub use look::{Look, MakeForm};
pub(crate) use look::{fonts, form_object, place_on_first_page};

/// The numbers of `/ByteRange`, given the gap and the size of the file.
type RangeOf<'s> = dyn Fn(&Range<usize>, usize) -> Vec<i64> + 's;
/// The container, given the holder and the signed bytes.
type ContainerOf<'s> = dyn Fn(&Pkcs12Key, &[u8]) -> Vec<u8> + 's;

/// A signature to be appended.
pub struct Signing<'s> {
    key: &'s Pkcs12Key,
    name: &'s str,
    look: Look,
    page_index: usize,
    value: Dictionary,
    field: Dictionary,
    /// Entries that the field goes without.
    without: Vec<&'s str>,
    permissions: bool,
    range: Box<RangeOf<'s>>,
    container: Box<ContainerOf<'s>>,
}

impl fmt::Debug for Signing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Signing");
        debug.field("name", &self.name).finish_non_exhaustive()
    }
}

impl<'s> Signing<'s> {
    /// An invisible approval signature in a new field of this name.
    #[must_use]
    pub fn new(key: &'s Pkcs12Key, name: &'s str) -> Self {
        let value = Dictionary::new()
            .with("Type", Name::from("Sig"))
            .with("Filter", Name::from("Adobe.PPKLite"))
            .with("SubFilter", Name::from("ETSI.CAdES.detached"))
            .with("M", Object::String(b"D:20261121080000+07'00'".to_vec()));
        Self {
            key,
            name,
            look: Look::Invisible,
            page_index: 0,
            value,
            field: Dictionary::new(),
            without: Vec::new(),
            permissions: false,
            range: Box::new(|gap, size| {
                let number = |value: usize| i64::try_from(value).unwrap();
                vec![
                    0,
                    number(gap.start),
                    number(gap.end),
                    number(size - gap.end),
                ]
            }),
            container: Box::new(|key, content| Container::new(key, content).encode()),
        }
    }

    /// Shows something.
    #[must_use]
    pub fn look(mut self, look: Look) -> Self {
        self.look = look;
        self
    }

    /// Shows it on another page than the first, where it has a rectangle.
    #[must_use]
    pub fn on_page(mut self, page_index: usize) -> Self {
        self.page_index = page_index;
        self
    }

    /// Adds or replaces an entry of the signature dictionary.
    #[must_use]
    pub fn entry(mut self, key: &str, value: impl Into<Object>) -> Self {
        self.value.insert(key, value);
        self
    }

    /// Adds an entry to the field.
    #[must_use]
    pub fn field_entry(mut self, key: &str, value: impl Into<Object>) -> Self {
        self.field.insert(key, value);
        self
    }

    /// Leaves an entry of the field out.
    #[must_use]
    pub fn without_field_entry(mut self, key: &'s str) -> Self {
        self.without.push(key);
        self
    }

    /// Certifies: no changes (1), form filling (2), annotations (3) (ISO 32000-2, table 257).
    #[must_use]
    pub fn certify(mut self, level: i64) -> Self {
        let parameters = Dictionary::new()
            .with("Type", Name::from("TransformParams"))
            .with("V", Name::from("1.2"))
            .with("P", level);
        self.permissions = true;
        self.entry("Reference", vec![transform("DocMDP", parameters.into())])
    }

    /// Another byte range than the right one; what it names is signed.
    #[must_use]
    pub fn range(mut self, range: impl Fn(&Range<usize>, usize) -> Vec<i64> + 's) -> Self {
        self.range = Box::new(range);
        self
    }

    /// Another container than a sound one.
    #[must_use]
    pub fn container(mut self, container: impl Fn(&Pkcs12Key, &[u8]) -> Vec<u8> + 's) -> Self {
        self.container = Box::new(container);
        self
    }

    /// Adds a signature timestamp of this authority (RFC 3161, appendix A).
    #[must_use]
    pub fn timestamp(self, authority: &'s Pkcs12Key) -> Self {
        self.container(|key, content| {
            let mut container = Container::new(key, content);
            container.stamp(&|value| timestamp_attribute(&token(authority, value)));
            container.encode()
        })
    }

    /// Signs `bytes`.
    #[must_use]
    pub fn sign(self, bytes: &[u8]) -> Vec<u8> {
        self.sign_rewritten(bytes, |prepared| prepared)
    }

    /// Signs `bytes`, and the end of the update as `rewrite` writes it.
    #[must_use]
    pub(crate) fn sign_rewritten(
        self,
        bytes: &[u8],
        rewrite: impl FnOnce(Vec<u8>) -> Vec<u8>,
    ) -> Vec<u8> {
        let document = Document::open(bytes).unwrap();
        let mut update = Update::new(&document).unwrap();
        self.fill(bytes, &mut update);
        let prepared = rewrite(update.finish().unwrap());
        self.close(prepared, bytes.len())
    }

    /// Signs `bytes` in a field that is there, instead of what it held.
    #[must_use]
    pub fn sign_in(self, bytes: &[u8], field: ObjectId) -> Vec<u8> {
        self.sign_in_with(bytes, field, |_| {})
    }

    /// The same, with another change in the same revision.
    #[must_use]
    pub fn sign_in_with(
        self,
        bytes: &[u8],
        field: ObjectId,
        change: impl FnOnce(&mut Update<'_, '_>),
    ) -> Vec<u8> {
        let entries = crate::edit::dictionary(bytes, field);
        let prepared = crate::edit::updated(bytes, |update| {
            let value = self.add_value(update);
            update.set(field, entries.with("V", value));
            change(update);
        });
        self.close(prepared, bytes.len())
    }

    fn add_value(&self, update: &mut Update<'_, '_>) -> ObjectId {
        let value = self.value.clone();
        let value = value.with("ByteRange", vec![Object::from(RANGE_SLOT); 4]);
        update.add(value.with("Contents", Object::String(vec![CONTENTS_SLOT; ROOM])))
    }

    /// Field, widget, dictionary with room, and their places in page and form.
    fn fill(&self, bytes: &[u8], update: &mut Update<'_, '_>) {
        let value = self.add_value(update);
        let (page_index, rect, appearance) = self.look.appearance(self.page_index, bytes, update);
        let document = Document::open(bytes).unwrap();
        let page_id = document.latest().page(page_index).unwrap().unwrap().id;
        let mut page = crate::edit::dictionary(bytes, page_id);
        let mut widget = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("Widget"))
            .with("FT", Name::from("Sig"))
            .with("T", Object::String(self.name.as_bytes().to_vec()))
            .with("V", value)
            .with("P", page_id)
            .with("F", 132_i64)
            .with("Rect", rect.to_object());
        if let Some(form) = appearance {
            widget.insert("AP", Dictionary::new().with("N", form));
        }
        for (key, entry) in self.field.iter() {
            widget.insert(&key.to_string(), entry.clone());
        }
        for key in &self.without {
            widget.remove(key);
        }
        let field = update.add(widget);
        let mut annotations = elements(bytes, &page, "Annots");
        annotations.push(field.into());
        page.insert("Annots", annotations);
        update.set(page_id, page);
        self.enter(bytes, update, field, value);
    }

    /// Enters the field into the form, and a certification into `/Perms`.
    fn enter(&self, bytes: &[u8], update: &mut Update<'_, '_>, field: ObjectId, value: ObjectId) {
        let (id, mut entries) = catalog(bytes);
        let form_id = entries.get("AcroForm").and_then(Object::as_reference);
        let mut form = match form_id {
            Some(form) => crate::edit::dictionary(bytes, form),
            None => Dictionary::new(),
        };
        let mut fields = elements(bytes, &form, "Fields");
        fields.push(field.into());
        form.insert("Fields", fields);
        form.insert("SigFlags", 3_i64);
        match form_id {
            Some(form_id) => update.set(form_id, form),
            None => {
                let form = update.add(form);
                entries.insert("AcroForm", form);
            }
        }
        if self.permissions {
            entries.insert("Perms", Dictionary::new().with("DocMDP", value));
        }
        if self.permissions || form_id.is_none() {
            update.set(id, entries);
        }
    }

    /// The text of a signature dictionary that begins like `start`, with slots
    /// for byte range and container.
    pub(crate) fn slots(start: &str) -> String {
        let contents = format!("{CONTENTS_SLOT:02X}").repeat(ROOM);
        format!("{start}/ByteRange {}/Contents <{contents}>>>", range_slot())
    }

    /// Puts byte range and container into the slots after byte `from`.
    pub(crate) fn close(&self, prepared: Vec<u8>, from: usize) -> Vec<u8> {
        let contents = format!("<{}", format!("{CONTENTS_SLOT:02X}").repeat(8));
        let start = from + find(&prepared[from..], contents.as_bytes());
        let gap = start..start + 2 * ROOM + 2;
        let range = (self.range)(&gap, prepared.len());
        let slot = range_slot();
        let numbers: Vec<String> = range.iter().map(ToString::to_string).collect();
        let text = format!(
            "{:<width$}]",
            format!("[{}", numbers.join(" ")),
            width = slot.len() - 1
        );
        assert_eq!(text.len(), slot.len(), "no room for the byte range");
        let at = from + find(&prepared[from..], slot.as_bytes());
        let bytes = overwrite(&prepared, at, text.as_bytes());
        let container = (self.container)(self.key, &signed_bytes(&bytes, &range));
        assert!(container.len() <= ROOM, "the container is too large");
        let digits = format!(
            "<{:0<width$}>",
            base16ct::lower::encode_string(&container),
            width = 2 * ROOM
        );
        overwrite(&bytes, gap.start, digits.as_bytes())
    }
}

fn range_slot() -> String {
    format!("[{RANGE_SLOT} {RANGE_SLOT} {RANGE_SLOT} {RANGE_SLOT}]")
}

/// A signature reference dictionary (ISO 32000-2, table 256).
pub(crate) fn transform(method: &str, parameters: Object) -> Object {
    Dictionary::new()
        .with("Type", Name::from("SigRef"))
        .with("TransformMethod", Name::from(method))
        .with("TransformParams", parameters)
        .into()
}

/// What a byte range names, as far as the file has it.
fn signed_bytes(bytes: &[u8], range: &[i64]) -> Vec<u8> {
    let (pairs, _) = range.as_chunks::<2>();
    let part = |[offset, length]: &[i64; 2]| {
        let start = usize::try_from(*offset).unwrap_or(0).min(bytes.len());
        let end = start + usize::try_from(*length).unwrap_or(0);
        bytes[start..end.min(bytes.len())].to_vec()
    };
    pairs.iter().flat_map(part).collect()
}

/// Bytes reserved for the container.
const ROOM: usize = 4000;
const CONTENTS_SLOT: u8 = 0xA5;
/// As wide as the greatest offset of a table.
const RANGE_SLOT: i64 = 9_999_999_999;

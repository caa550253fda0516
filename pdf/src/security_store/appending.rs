//! Appending to `/DSS`: one revision that merges with what is there.

use std::collections::{HashMap, HashSet};
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::{Kind, SecurityStore};
use crate::document::Document;
use crate::error::PdfError;
use crate::object::{Dictionary, Name, Object, ObjectId, Stream};
use crate::update::Update;
use crate::view::View;

/// Validation data to be added to a document, each as DER.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewValidationData {
    /// For `/Certs`.
    pub certificates: Vec<Vec<u8>>,
    /// For `/OCSPs`: whole OCSP responses (RFC 6960, 4.2.1).
    pub ocsp_responses: Vec<Vec<u8>>,
    /// For `/CRLs`.
    pub crls: Vec<Vec<u8>>,
    /// For `/VRI`.
    pub entries: Vec<NewEntry>,
}

/// The evidence for one signature (ISO 32000-2, table 262); its data become part of the lists of
/// the store too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewEntry {
    /// The key of the signature, see [`vri_key`](super::vri_key).
    pub key: String,
    /// `/Cert`.
    pub certificates: Vec<Vec<u8>>,
    /// `/OCSP`.
    pub ocsp_responses: Vec<Vec<u8>>,
    /// `/CRL`.
    pub crls: Vec<Vec<u8>>,
    /// `/TU`, a PDF date such as `D:20261120140307+07'00'`.
    pub created: Option<String>,
}

impl NewValidationData {
    fn data(&self, kind: Kind) -> impl Iterator<Item = &[u8]> {
        let own = match kind {
            Kind::Certificate => &self.certificates,
            Kind::OcspResponse => &self.ocsp_responses,
            Kind::Crl => &self.crls,
        };
        let entries = self.entries.iter().flat_map(move |entry| entry.data(kind));
        own.iter().chain(entries).map(Vec::as_slice)
    }
}

impl NewEntry {
    fn data(&self, kind: Kind) -> &[Vec<u8>] {
        match kind {
            Kind::Certificate => &self.certificates,
            Kind::OcspResponse => &self.ocsp_responses,
            Kind::Crl => &self.crls,
        }
    }
}

/// Appends one revision with validation data (ISO 32000-2, 12.8.4.3).
///
/// Existing data stay: references are kept, data that are there already are referred to, and
/// entries of signatures that have one are left alone, because validators take a changed entry for
/// tampering. The store becomes an indirect object. No signature forbids this, not even a
/// certification with P=1 (ISO 32000-2, table 257). Without new data, the file is returned as it
/// is.
///
/// # Errors
/// [`Unsignable`](crate::Unsignable) when nothing may be appended: encrypted,
/// bytes before the header or after the last `%%EOF`; any other [`PdfError`]
/// when the structure cannot be read.
pub fn append_security_store(
    document: &Document<'_>,
    new: &NewValidationData,
) -> Result<Vec<u8>, PdfError> {
    let view = document.latest();
    let mut merge = Merge {
        update: Update::new(document)?,
        known: SecurityStore::read(&view)?,
        references: HashMap::new(),
        named: HashSet::new(),
        replaced: HashSet::new(),
        changed: false,
        view,
    };
    let (id, catalog) = view.catalog()?;
    let catalog = catalog.as_dictionary().cloned().unwrap_or_default();
    let place = match catalog.get("DSS") {
        Some(Object::Reference(place)) if *place != id && is_dictionary(&view, *place) => {
            Some(*place)
        }
        _ => None,
    };
    merge.replaced.extend(place);
    let store = merge.store(&catalog, new)?;
    if !merge.changed {
        return Ok(document.bytes().to_vec());
    }
    match place {
        Some(place) => merge.update.set(place, store),
        None => {
            let place = merge.add(store);
            let catalog = with_extension(&view, catalog.with("DSS", place))?;
            merge.update.set(id, catalog);
        }
    }
    merge.update.finish()
}

struct Merge<'d, 'a> {
    view: View<'d, 'a>,
    update: Update<'d, 'a>,
    known: SecurityStore,
    /// The streams that hold data already, by their decoded bytes.
    references: HashMap<Vec<u8>, ObjectId>,
    /// The objects that the store names already, including objects that the file lacks: a new
    /// object with such a number would become part of a list that was never meant to hold it.
    named: HashSet<ObjectId>,
    /// The objects of the file that are replaced: two lists may be one object, but only one can be written there.
    replaced: HashSet<ObjectId>,
    changed: bool,
}

impl Merge<'_, '_> {
    /// The new `/DSS`. Keys that no store has are left out: validators refuse
    /// an update that holds them.
    fn store(
        &mut self,
        catalog: &Dictionary,
        new: &NewValidationData,
    ) -> Result<Dictionary, PdfError> {
        let old = self.view.get(catalog, "DSS")?;
        let old = old.as_dictionary().cloned().unwrap_or_default();
        self.named = named(&self.view, &old);
        for kind in Kind::ALL {
            let data = self.known.data(kind).iter();
            let known = data.map(|data| (data.to_vec(), data.object()));
            self.references.extend(known);
        }
        let mut store = Dictionary::new().with("Type", Name::from("DSS"));
        for kind in Kind::ALL {
            let references = new.data(kind).map(|data| self.reference(data)).collect();
            self.extend_list(&mut store, &old, kind.list(), references)?;
        }
        self.extend_entries(&mut store, &old, new)?;
        Ok(store)
    }

    /// The stream with these data: one that is there, or a new one.
    fn reference(&mut self, data: &[u8]) -> ObjectId {
        if let Some(id) = self.references.get(data) {
            return *id;
        }
        let id = self.add(stream(data));
        self.references.insert(data.to_vec(), id);
        id
    }

    fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        let id = loop {
            let id = self.update.reserve();
            if !self.named.contains(&id) {
                break id;
            }
        };
        self.update.set(id, object);
        id
    }

    /// Takes the list `key` over from `old` and adds what it does not have.
    fn extend_list(
        &mut self,
        store: &mut Dictionary,
        old: &Dictionary,
        key: &str,
        references: Vec<ObjectId>,
    ) -> Result<(), PdfError> {
        let value = old.get(key);
        let list = self.view.get(old, key)?;
        let mut elements = match &*list {
            Object::Array(elements) => elements.clone(),
            Object::Stream(_) => value.cloned().into_iter().collect(),
            _ => Vec::new(),
        };
        let before = elements.len();
        for id in references {
            if !elements.contains(&Object::Reference(id)) {
                elements.push(id.into());
            }
        }
        self.changed |= elements.len() > before;
        match value {
            Some(Object::Reference(place)) if elements.len() == before => {
                store.insert(key, *place);
            }
            Some(Object::Reference(place))
                if list.as_array().is_some() && self.replaced.insert(*place) =>
            {
                self.update.set(*place, elements);
                store.insert(key, *place);
            }
            None if elements.is_empty() => {}
            _ => store.insert(key, elements),
        }
        Ok(())
    }

    fn extend_entries(
        &mut self,
        store: &mut Dictionary,
        old: &Dictionary,
        new: &NewValidationData,
    ) -> Result<(), PdfError> {
        let value = old.get("VRI");
        let entries = self.view.get(old, "VRI")?;
        let known = entries.as_dictionary();
        let mut entries = known.cloned().unwrap_or_default();
        let before = entries.len();
        for entry in &new.entries {
            if !self.known.entries.contains_key(&entry.key) {
                let dictionary = self.entry(entry);
                entries.insert(&entry.key, self.add(dictionary));
            }
        }
        let grown = entries.len() > before;
        self.changed |= grown;
        match value {
            Some(Object::Reference(place)) if !grown => store.insert("VRI", *place),
            Some(Object::Reference(place)) if known.is_some() && self.replaced.insert(*place) => {
                self.update.set(*place, entries);
                store.insert("VRI", *place);
            }
            None if entries.is_empty() => {}
            _ => store.insert("VRI", entries),
        }
        Ok(())
    }

    fn entry(&mut self, entry: &NewEntry) -> Dictionary {
        let mut dictionary = Dictionary::new().with("Type", Name::from("VRI"));
        for kind in Kind::ALL {
            let mut list: Vec<Object> = Vec::new();
            for data in entry.data(kind) {
                let reference = Object::Reference(self.reference(data));
                if !list.contains(&reference) {
                    list.push(reference);
                }
            }
            if !list.is_empty() {
                dictionary.insert(kind.entry_list(), list);
            }
        }
        if let Some(created) = &entry.created {
            dictionary.insert("TU", Object::String(created.clone().into_bytes()));
        }
        dictionary
    }
}

/// The objects that the lists of a store and of its entries name. What cannot be read names nothing.
fn named(view: &View<'_, '_>, store: &Dictionary) -> HashSet<ObjectId> {
    let mut found = HashSet::new();
    let mut take = |holder: &Dictionary, key: &str| {
        let value = holder.get(key);
        found.extend(value.and_then(Object::as_reference));
        let list = value.and_then(|value| view.resolve(value).ok());
        let elements = list.as_ref().and_then(|list| list.as_array());
        found.extend(
            elements
                .unwrap_or_default()
                .iter()
                .filter_map(Object::as_reference),
        );
    };
    for kind in Kind::ALL {
        take(store, kind.list());
    }
    take(store, "VRI");
    let entries = view.get(store, "VRI").ok();
    let entries = entries.as_ref().and_then(|entries| entries.as_dictionary());
    for (_, entry) in entries.into_iter().flat_map(Dictionary::iter) {
        if let Ok(entry) = view.resolve(entry)
            && let Some(entry) = entry.as_dictionary()
        {
            for kind in Kind::ALL {
                take(entry, kind.entry_list());
            }
        }
    }
    let references = entries.into_iter().flat_map(Dictionary::iter);
    found.extend(references.filter_map(|(_, entry)| entry.as_reference()));
    found
}

fn is_dictionary(view: &View<'_, '_>, id: ObjectId) -> bool {
    let object = view.object(id);
    object.is_ok_and(|object| matches!(*object, Object::Dictionary(_)))
}

/// A stream with `data`, compressed when that makes it smaller.
fn stream(data: &[u8]) -> Stream {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to a vector cannot fail; what came out short is not used.
    let packed = encoder.write_all(data).and_then(|()| encoder.finish());
    match packed {
        Ok(packed) if packed.len() < data.len() => {
            let filter = Dictionary::new().with("Filter", Name::from("FlateDecode"));
            Stream::new(filter, packed)
        }
        _ => Stream::new(Dictionary::new(), data.to_vec()),
    }
}

/// Declares the extension that brought `/DSS` (ETSI EN 319 142-1, 5.6), unless
/// the catalog declares PDF 2.0, which has it, or an extension of ETSI's already.
fn with_extension(view: &View<'_, '_>, catalog: Dictionary) -> Result<Dictionary, PdfError> {
    let is_new = |version: &Name| version.as_bytes() >= b"2.0".as_slice();
    let extensions = view.get(&catalog, "Extensions")?;
    let mut extensions = extensions.as_dictionary().cloned().unwrap_or_default();
    if catalog.name("Version").is_some_and(is_new)
        || view.document().bytes().starts_with(b"%PDF-2")
        || extensions.contains("ESIC")
    {
        return Ok(catalog);
    }
    let level = Dictionary::new()
        .with("Type", Name::from("DeveloperExtensions"))
        .with("BaseVersion", Name::from("1.7"))
        .with("ExtensionLevel", 2);
    extensions.insert("ESIC", level);
    Ok(catalog.with("Extensions", extensions))
}

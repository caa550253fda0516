//! Reading `/DSS`.

use crate::limit_kind::LimitKind;
use std::collections::HashMap;
use std::rc::Rc;

use super::{Kind, SecurityStore, StoreEntry, StoredData};
use crate::error::PdfError;
use crate::object::{Dictionary, Object, ObjectId, Stream};
use crate::text::decode_text;
use crate::view::View;

impl SecurityStore {
    /// Reads the store of a revision; an empty one when there is none.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`] when a budget of the file is used up;
    /// anything else when the catalog cannot be read.
    pub fn read(view: &View<'_, '_>) -> Result<Self, PdfError> {
        let (_, catalog) = view.catalog()?;
        let catalog = catalog.as_dictionary().cloned().unwrap_or_default();
        let mut reader = Reader {
            view,
            store: Self::default(),
            places: HashMap::new(),
            streams: 0,
            named: 0,
        };
        if let Some(store) = reader.dictionary(catalog.get("DSS"))? {
            reader.lists(&store)?;
            reader.entries(&store)?;
        }
        Ok(reader.store)
    }
}

struct Reader<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    store: SecurityStore,
    /// Where the data of an object are in their list; `None` for data that
    /// cannot be read. One object may stand in lists of two kinds.
    places: HashMap<(&'static str, ObjectId), Option<usize>>,
    streams: usize,
    /// Entries, and how often their lists and those of the store name a stream.
    named: usize,
}

impl Reader<'_, '_, '_> {
    fn lists(&mut self, store: &Dictionary) -> Result<(), PdfError> {
        for kind in Kind::ALL {
            for element in self.elements(store, kind.list())? {
                self.place(kind, &element)?;
            }
        }
        Ok(())
    }

    fn entries(&mut self, store: &Dictionary) -> Result<(), PdfError> {
        let Some(entries) = self.dictionary(store.get("VRI"))? else {
            return Ok(());
        };
        for (key, value) in entries.iter().filter(|(key, _)| **key != "Type") {
            self.count_name()?;
            let Some(dictionary) = self.dictionary(Some(value))? else {
                self.store.unreadable += 1;
                continue;
            };
            let entry = self.entry(&dictionary)?;
            let key = key.to_string().to_ascii_uppercase();
            self.store.entries.insert(key, entry);
        }
        Ok(())
    }

    fn entry(&mut self, dictionary: &Dictionary) -> Result<StoreEntry, PdfError> {
        let mut entry = StoreEntry::default();
        for kind in Kind::ALL {
            for element in self.elements(dictionary, kind.entry_list())? {
                let place = self.place(kind, &element)?;
                entry.places_mut(kind).extend(place);
            }
        }
        let created = self.resolved(dictionary.get("TU"))?;
        entry.created = created.as_string().map(decode_text);
        if let Some(timestamp @ Object::Reference(_)) = dictionary.get("TS") {
            entry.timestamp = self.stream(timestamp)?;
        }
        Ok(entry)
    }

    /// The elements of a list; a single stream counts as a list of one.
    fn elements(&mut self, holder: &Dictionary, key: &str) -> Result<Vec<Object>, PdfError> {
        let value = holder.get(key);
        Ok(match self.resolved(value)? {
            Object::Null => Vec::new(),
            Object::Array(elements) => elements,
            _ => value.cloned().into_iter().collect(),
        })
    }

    /// Where the data of `element` are in the list of their kind.
    fn place(&mut self, kind: Kind, element: &Object) -> Result<Option<usize>, PdfError> {
        self.count_name()?;
        let known = element
            .as_reference()
            .map(|id| (kind.list(), id))
            .and_then(|key| self.places.get(&key));
        if let Some(place) = known {
            return Ok(*place);
        }
        let data = self.stream(element)?;
        let list = self.store.data_mut(kind);
        let place = data.is_some().then_some(list.len());
        list.extend(data);
        if let Some(id) = element.as_reference() {
            self.places.insert((kind.list(), id), place);
        }
        Ok(place)
    }

    /// Counts an entry, or a name in a list: the entries of many signatures may share one long list.
    fn count_name(&mut self) -> Result<(), PdfError> {
        const TIMES: usize = 10;
        let limit = self.view.document().limits().validation_data * TIMES;
        self.named += 1;
        match self.named > limit {
            true => Err(PdfError::LimitReached {
                budget: LimitKind::ValidationDataPlaces,
                limit,
            }),
            false => Ok(()),
        }
    }

    /// The data of a stream; `None`, counted, for anything else.
    fn stream(&mut self, element: &Object) -> Result<Option<StoredData>, PdfError> {
        let limit = self.view.document().limits().validation_data;
        self.streams += 1;
        if self.streams > limit {
            let budget = LimitKind::ValidationDataStreams;
            return Err(PdfError::LimitReached { budget, limit });
        }
        let data = match element.as_reference() {
            Some(id) => tolerate(stored(self.view, id))?.flatten(),
            None => None,
        };
        self.store.unreadable += usize::from(data.is_none());
        Ok(data)
    }

    fn dictionary(&mut self, value: Option<&Object>) -> Result<Option<Dictionary>, PdfError> {
        Ok(self.resolved(value)?.as_dictionary().cloned())
    }

    /// The object behind `value`, counted when it cannot be read.
    fn resolved(&mut self, value: Option<&Object>) -> Result<Object, PdfError> {
        let Some(value) = value else {
            return Ok(Object::Null);
        };
        let object = tolerate(self.view.resolve(value).map(|object| (*object).clone()))?;
        self.store.unreadable += usize::from(object.is_none());
        Ok(object.unwrap_or(Object::Null))
    }
}

/// `None` for damage; a budget that is used up stays an error.
fn tolerate<T>(read: Result<T, PdfError>) -> Result<Option<T>, PdfError> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(error @ (PdfError::LimitReached { .. } | PdfError::Locked(_))) => Err(error),
        Err(_) => Ok(None),
    }
}

/// The decoded data of the stream `id`, with the revision that wrote it.
fn stored(view: &View<'_, '_>, id: ObjectId) -> Result<Option<StoredData>, PdfError> {
    let document = view.document();
    let Some((revision, location)) = document.locate(id.number, view.revision()) else {
        return Ok(None);
    };
    let object = view.object(id)?;
    let Some(stream) = object.as_stream() else {
        return Ok(None);
    };
    let key = (id.number, location);
    let known = document.validation_data.borrow().get(&key).cloned();
    let bytes = match known {
        Some(bytes) => bytes,
        None => {
            let bytes: Rc<[u8]> = view.decoded(stream)?.into();
            document.meter.hold_validation_data(bytes.len())?;
            if reads_alike(stream) {
                let mut kept = document.validation_data.borrow_mut();
                kept.insert(key, Rc::clone(&bytes));
            }
            bytes
        }
    };
    Ok(Some(StoredData {
        bytes,
        object: id,
        revision,
    }))
}

/// Whether the data read the same in every revision that holds the object:
/// nothing that decides about them is an object of its own.
fn reads_alike(stream: &Stream) -> bool {
    let fixed = |key| match stream.dictionary.get(key) {
        None | Some(Object::Integer(_) | Object::Name(_) | Object::Null) => true,
        Some(Object::Array(elements)) => elements.iter().all(|e| e.as_name().is_some()),
        Some(_) => false,
    };
    ["Length", "Filter", "DecodeParms"].into_iter().all(fixed)
}

//! The encryption of a whole file, which all its revisions must agree on (ISO 32000-2, 7.6).

use crate::document::Document;
use crate::encryption::{Encryption, Handler, Password, Protection};
use crate::error::{Flaw, Locked, PdfError};
use crate::location::Location;
use crate::object::{Dictionary, Name, Object};
use crate::view::View;

impl Document<'_> {
    /// Opens a file that needs a password with one of its passwords, that of the user or the owner. A file that opens
    /// without stays as it is.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`] when what encrypts the file is too large.
    pub fn unlock(&mut self, password: &Password) -> Result<(), PdfError> {
        if matches!(self.protection, Protection::Locked(Locked::PasswordNeeded)) {
            self.read_protection(Some(password));
            self.meter.compare(0)?;
        }
        Ok(())
    }

    pub(crate) fn read_protection(&mut self, password: Option<&Password>) {
        self.protection = Protection::None;
        self.protection = protection_of(self, password);
        // Objects that were read on the way were not decrypted.
        self.objects.get_mut().clear();
        self.meter.set_held(self.held_by_trailers);
    }
}

/// The encryption by the trailers of `document`, which must all agree.
fn protection_of(document: &Document<'_>, password: Option<&Password>) -> Protection {
    match encryption_of(document, password) {
        Ok(None) => Protection::None,
        Ok(Some(encryption)) => Protection::Open(Box::new(encryption)),
        Err(reason) => Protection::Locked(reason),
    }
}

fn encryption_of(
    document: &Document<'_>,
    password: Option<&Password>,
) -> Result<Option<Encryption>, Locked> {
    let Some(handler) = handler_of(document)? else {
        return Ok(None);
    };
    let identifier = first_identifier(document, &handler)?;
    Encryption::new(handler, identifier, password).map(Some)
}

/// The handler that every revision of `document` names; `None` when none does.
fn handler_of(document: &Document<'_>) -> Result<Option<Handler>, Locked> {
    let entries: Vec<_> = document
        .revisions()
        .iter()
        .map(|revision| revision.trailer.get("Encrypt").filter(|e| !e.is_null()))
        .collect();
    let first = entries.first().copied().flatten();
    if let Some(index) = entries.iter().position(|entry| *entry != first) {
        return Err(Locked::Changed {
            revision: index + 1,
        });
    }
    let Some(entry) = first else {
        return Ok(None);
    };
    let mut written = AsWritten::of(document, 0, entry)?;
    for revision in 1..document.revisions().len() {
        if written.is_untouched(document, revision) {
            continue;
        }
        let now = AsWritten::of(document, revision, entry);
        written = now
            .ok()
            .filter(|now| now.dictionary == written.dictionary)
            .ok_or(Locked::Changed {
                revision: revision + 1,
            })?;
    }
    Handler::read(entry.as_reference(), &written.dictionary).map(Some)
}

/// The permanent file identifier, which the keys of revisions 2 to 4 depend on: no revision may change it, and it has two
/// parts everywhere, because programs that find another number of them take it for none.
fn first_identifier<'d>(document: &'d Document<'_>, handler: &Handler) -> Result<&'d [u8], Locked> {
    let mut first = None;
    for (index, revision) in document.revisions().iter().enumerate() {
        let id = revision.trailer.get("ID").and_then(Object::as_array);
        let is_sound = |id: &[Object]| matches!(id, [Object::String(_), _]);
        if handler.keys_by_identifier() && !id.is_none_or(is_sound) {
            return Err(Locked::Damaged {
                what: Flaw::FileIdentifier,
            });
        }
        let own = id.and_then(|id| id.first()).and_then(Object::as_string);
        let own = own.unwrap_or_default();
        if *first.get_or_insert(own) != own {
            return Err(Locked::Changed {
                revision: index + 1,
            });
        }
    }
    Ok(first.unwrap_or_default())
}

/// The encryption dictionary as one revision has it, with every reference in it followed: a change
/// to an object that it refers to changes the encryption.
struct AsWritten {
    dictionary: Dictionary,
    /// The objects that it is written in, with where they stand.
    parts: Vec<(u32, Option<(usize, Location)>)>,
}

impl AsWritten {
    fn of(document: &Document<'_>, revision: usize, entry: &Object) -> Result<Self, Locked> {
        const DEPTH: usize = 8;
        let mut parts = Vec::new();
        let written = follow(&document.at(revision), entry, DEPTH, &mut parts);
        match written {
            Some(Object::Dictionary(dictionary)) => Ok(Self { dictionary, parts }),
            _ => Err(Locked::Damaged {
                what: Flaw::EncryptionDictionary,
            }),
        }
    }

    /// Whether all its objects are where they were.
    fn is_untouched(&self, document: &Document<'_>, revision: usize) -> bool {
        let mut parts = self.parts.iter();
        parts.all(|(number, located)| document.locate(*number, revision) == *located)
    }
}

/// `object` with each reference replaced by its target; `None` for an object that is no part of an
/// encryption dictionary: a stream, an element of an object stream, which would be encrypted
/// itself, or too large a structure.
fn follow(
    view: &View<'_, '_>,
    object: &Object,
    depth: usize,
    parts: &mut Vec<(u32, Option<(usize, Location)>)>,
) -> Option<Object> {
    const PARTS: usize = 100;
    let depth = depth.checked_sub(1)?;
    match object {
        Object::Stream(_) => None,
        Object::Reference(id) => {
            let located = view.document().locate(id.number, view.revision());
            parts.push((id.number, located));
            if parts.len() > PARTS || matches!(located, Some((_, Location::Compressed { .. }))) {
                return None;
            }
            follow(view, &*view.object(*id).ok()?, depth, parts)
        }
        Object::Array(elements) => {
            view.count_compared(elements.len()).ok()?;
            let elements = elements.iter();
            let followed = elements.map(|element| follow(view, element, depth, parts));
            followed.collect::<Option<Vec<_>>>().map(Object::Array)
        }
        Object::Dictionary(entries) => {
            // Each revision may write it again.
            view.count_compared(entries.len()).ok()?;
            let followed = entries.iter().map(|(name, value)| {
                let value = follow(view, value, depth, parts)?;
                Some((name.clone(), value))
            });
            let followed = followed.collect::<Option<Vec<_>>>()?;
            Some(Object::Dictionary(Dictionary::from_entries(followed)))
        }
        plain => {
            const BYTES: usize = 64;
            let length = plain
                .as_string()
                .or_else(|| plain.as_name().map(Name::as_bytes))
                .map_or(0, <[u8]>::len);
            view.count_compared(length / BYTES).ok()?;
            Some(plain.clone())
        }
    }
}

//! The encryption dictionary (ISO 32000-2, tables 20, 21 and 25).

use super::Method;
use crate::document::Document;
use crate::error::Locked;
use crate::location::Location;
use crate::object::{Dictionary, Name, Object, ObjectId};
use crate::view::View;

/// The standard security handler of a file.
#[derive(Debug, PartialEq)]
pub(super) struct Handler {
    /// The object that holds the dictionary, when indirect: its own strings are not encrypted.
    pub(super) id: Option<ObjectId>,
    /// `/R`.
    pub(super) revision: i64,
    /// Key lengths in bytes, the likeliest first: programs disagree for version 4.
    pub(super) key_lengths: Vec<usize>,
    /// `/O`.
    pub(super) owner: Vec<u8>,
    /// `/U`.
    pub(super) user: Vec<u8>,
    /// `/OE`.
    pub(super) owner_key: Vec<u8>,
    /// `/UE`.
    pub(super) user_key: Vec<u8>,
    /// `/P` as 32 bits.
    pub(super) permissions: u32,
    /// `/Perms`.
    pub(super) sealed_permissions: Vec<u8>,
    /// `/EncryptMetadata`.
    pub(super) encrypts_metadata: bool,
    pub(super) streams: Method,
    pub(super) strings: Method,
    pub(super) embedded_files: Method,
    /// The crypt filters by name.
    pub(super) named: Vec<(Name, Method)>,
}

impl Handler {
    /// The handler that every revision of `document` names; `None` when none does.
    pub(super) fn of(document: &Document<'_>) -> Result<Option<Self>, Locked> {
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
        let view = document.at(0);
        let dictionary = dictionary(&view, entry)?;
        if let Object::Reference(id) = entry {
            check_unchanged(document, *id, &dictionary)?;
        }
        Self::read(&view, entry.as_reference(), &dictionary).map(Some)
    }

    fn read(
        view: &View<'_, '_>,
        id: Option<ObjectId>,
        dictionary: &Dictionary,
    ) -> Result<Self, Locked> {
        let filter = dictionary.name("Filter");
        if filter.is_none_or(|name| *name != "Standard") {
            return Err(Locked::OtherHandler {
                name: filter.map(ToString::to_string).unwrap_or_default(),
            });
        }
        let integer = |key: &str| view.get(dictionary, key).ok()?.as_integer();
        let (version, revision) = (integer("V").unwrap_or(0), integer("R").unwrap_or(0));
        if !matches!((version, revision), (1 | 2, 2 | 3) | (4, 4) | (5, 5 | 6)) {
            return Err(Locked::Unsupported { version, revision });
        }
        let string = |key: &str| {
            let value = dictionary.get(key).and_then(Object::as_string);
            value.unwrap_or_default().to_vec()
        };
        let permissions = integer("P").ok_or(Locked::Damaged {
            what: "/P is missing",
        })?;
        let filters = Filters::read(view, dictionary, version)?;
        let metadata = view.get(dictionary, "EncryptMetadata").ok();
        let metadata = metadata.is_none_or(|value| *value != Object::Boolean(false));
        Ok(Self {
            id,
            revision,
            key_lengths: key_lengths(version, revision, integer("Length")),
            owner: string_of_length(string("O"), version)?,
            user: string_of_length(string("U"), version)?,
            owner_key: string("OE"),
            user_key: string("UE"),
            permissions: low_32_bits(permissions),
            sealed_permissions: string("Perms"),
            encrypts_metadata: version < 4 || metadata,
            streams: filters.streams,
            strings: filters.strings,
            embedded_files: filters.embedded_files,
            named: filters.named,
        })
    }
}

/// The crypt filters of versions 4 and 5; RC4 for all before.
struct Filters {
    streams: Method,
    strings: Method,
    embedded_files: Method,
    named: Vec<(Name, Method)>,
}

impl Filters {
    fn read(view: &View<'_, '_>, dictionary: &Dictionary, version: i64) -> Result<Self, Locked> {
        if version < 4 {
            return Ok(Self {
                streams: Method::Rc4,
                strings: Method::Rc4,
                embedded_files: Method::Rc4,
                named: vec![(Name::from("Identity"), Method::Identity)],
            });
        }
        let named = named_filters(view, dictionary, version)?;
        let chosen = |key: &str, default: Method| match dictionary.name(key) {
            None => Ok(default),
            Some(name) => {
                let found = named.iter().find(|(known, _)| known == name);
                found.map(|(_, method)| *method).ok_or(Locked::Damaged {
                    what: "a crypt filter is not defined",
                })
            }
        };
        let streams = chosen("StmF", Method::Identity)?;
        Ok(Self {
            streams,
            strings: chosen("StrF", Method::Identity)?,
            embedded_files: chosen("EFF", streams)?,
            named,
        })
    }
}

fn named_filters(
    view: &View<'_, '_>,
    dictionary: &Dictionary,
    version: i64,
) -> Result<Vec<(Name, Method)>, Locked> {
    let damaged = Locked::Damaged {
        what: "its crypt filters cannot be read",
    };
    let mut named = vec![(Name::from("Identity"), Method::Identity)];
    let filters = view.get(dictionary, "CF").map_err(|_| damaged.clone())?;
    for (name, filter) in filters
        .as_dictionary()
        .into_iter()
        .flat_map(Dictionary::iter)
    {
        let filter = view.resolve(filter).map_err(|_| damaged.clone())?;
        let filter = filter.as_dictionary().ok_or(damaged.clone())?;
        let method = filter.name("CFM").map(ToString::to_string);
        let method = match (version, method.as_deref()) {
            (4, Some("V2")) => Method::Rc4,
            (4, Some("AESV2")) => Method::Aes128,
            (5, Some("AESV3")) => Method::Aes256,
            (_, method) => {
                let name = method.unwrap_or("None").to_owned();
                return Err(Locked::OtherHandler { name });
            }
        };
        // The name Identity is reserved (7.6.6.2).
        if *name != "Identity" {
            named.push((name.clone(), method));
        }
    }
    Ok(named)
}

fn dictionary(view: &View<'_, '_>, entry: &Object) -> Result<Dictionary, Locked> {
    let damaged = Locked::Damaged {
        what: "its dictionary cannot be read",
    };
    if let Object::Reference(id) = entry
        && !matches!(view.locate(id.number), Some(Location::Offset { .. }))
    {
        return Err(damaged);
    }
    let object = view.resolve(entry).map_err(|_| damaged.clone())?;
    match &*object {
        Object::Dictionary(dictionary) => Ok(dictionary.clone()),
        _ => Err(damaged),
    }
}

/// No later revision may put another dictionary in the place of the first.
fn check_unchanged(
    document: &Document<'_>,
    id: ObjectId,
    first: &Dictionary,
) -> Result<(), Locked> {
    let mut known = document.locate(id.number, 0);
    for revision in 1..document.revisions().len() {
        let located = document.locate(id.number, revision);
        if located == known {
            continue;
        }
        known = located;
        let entry = Object::Reference(id);
        if dictionary(&document.at(revision), &entry).ok().as_ref() != Some(first) {
            return Err(Locked::Changed {
                revision: revision + 1,
            });
        }
    }
    Ok(())
}

/// Version 1 and revision 2 have 40 bits, version 4 has 128; files exist that
/// say otherwise, or give bytes instead of bits.
fn key_lengths(version: i64, revision: i64, written: Option<i64>) -> Vec<usize> {
    let bits = written.map(|length| if length < 40 { length * 8 } else { length });
    let bytes = bits.and_then(|bits| usize::try_from(bits / 8).ok());
    let written = bytes.filter(|bytes| (5..=16).contains(bytes)).unwrap_or(5);
    match (version, revision) {
        (1, _) | (_, 2) => vec![5],
        (2, _) => vec![written],
        _ => vec![16, written],
    }
}

/// 32 bytes, or 48 in version 5; programs pad them with zeros.
fn string_of_length(mut string: Vec<u8>, version: i64) -> Result<Vec<u8>, Locked> {
    let length = if version < 5 { 32 } else { 48 };
    if string.len() < length {
        return Err(Locked::Damaged {
            what: "/O or /U is too short",
        });
    }
    string.truncate(length);
    Ok(string)
}

/// `/P` is signed, but some programs write it unsigned.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the low 32 bits are meant
fn low_32_bits(value: i64) -> u32 {
    value as u32
}

//! The encryption dictionary (ISO 32000-2, tables 20, 21 and 25).

use super::Method;
use crate::error::{Flaw, Locked};
use crate::object::{Dictionary, Name, Object, ObjectId};

/// The standard security handler of a file.
#[derive(Debug, PartialEq)]
pub(crate) struct Handler {
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
    /// Reads the encryption dictionary, which the object `id` holds.
    pub(crate) fn read(id: Option<ObjectId>, dictionary: &Dictionary) -> Result<Self, Locked> {
        let filter = dictionary.name("Filter");
        if filter.is_none_or(|name| *name != "Standard") {
            return Err(Locked::OtherHandler {
                name: filter.map(ToString::to_string).unwrap_or_default(),
            });
        }
        let integer = |key: &str| dictionary.get(key)?.as_integer();
        let (version, revision) = (integer("V").unwrap_or(0), integer("R").unwrap_or(0));
        if !matches!((version, revision), (1 | 2, 2 | 3) | (4, 4) | (5, 5 | 6)) {
            return Err(Locked::Unsupported { version, revision });
        }
        let string = |key: &str| {
            let value = dictionary.get(key).and_then(Object::as_string);
            value.unwrap_or_default().to_vec()
        };
        let permissions = integer("P").ok_or(Locked::Damaged {
            what: Flaw::PermissionsMissing,
        })?;
        let filters = Filters::read(dictionary, version)?;
        let metadata = dictionary.get("EncryptMetadata") != Some(&Object::Boolean(false));
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
    fn read(dictionary: &Dictionary, version: i64) -> Result<Self, Locked> {
        if version < 4 {
            return Ok(Self {
                streams: Method::Rc4,
                strings: Method::Rc4,
                embedded_files: Method::Rc4,
                named: vec![(Name::from("Identity"), Method::Identity)],
            });
        }
        let named = named_filters(dictionary, version)?;
        let chosen = |key: &str, default: Method| match dictionary.name(key) {
            None => Ok(default),
            Some(name) => {
                let found = named.iter().find(|(known, _)| known == name);
                found.map(|(_, method)| *method).ok_or(Locked::Damaged {
                    what: Flaw::CryptFilterUndefined,
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

fn named_filters(dictionary: &Dictionary, version: i64) -> Result<Vec<(Name, Method)>, Locked> {
    let damaged = Locked::Damaged {
        what: Flaw::CryptFilters,
    };
    let mut named = vec![(Name::from("Identity"), Method::Identity)];
    let filters = dictionary.get("CF").and_then(Object::as_dictionary);
    for (name, filter) in filters.into_iter().flat_map(Dictionary::iter) {
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
            what: Flaw::PasswordStrings,
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

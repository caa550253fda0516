//! Decryption with the empty password, or one that the caller has (ISO 32000-2, 7.6).
//!
//! A file that anybody may open is often encrypted all the same, to carry
//! permissions. Strings and streams are decrypted when an object is read; the
//! bytes of the file, which signatures are over, stay as they are. Public-key
//! handlers are not supported.

mod cipher;
mod handler;
mod hash;
mod key;
mod password;

use crate::error::{Flaw, Locked, PdfError};
use crate::meter::Meter;
use crate::object::{Dictionary, Name, Object, ObjectId, Stream, StreamData};
use crate::parser::IndirectObject;
use cipher::{aes_cbc, object_key, rc4};
pub(crate) use handler::Handler;
pub use password::Password;

/// The encryption between the bytes of a file and its strings and streams.
#[derive(Debug)]
pub(crate) enum Protection {
    /// Nothing: the file is not encrypted.
    None,
    /// An encryption that the empty password opens, or the one that was given.
    Open(Box<Encryption>),
    /// An encryption that this reader cannot open.
    Locked(Locked),
}

/// A security handler that was opened.
#[derive(Debug)]
pub(crate) struct Encryption {
    handler: Handler,
    /// The file encryption key.
    key: Vec<u8>,
}

/// The method of a crypt filter (ISO 32000-2, table 25).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Identity,
    Rc4,
    Aes128,
    Aes256,
}

impl Encryption {
    /// What `password`, or the empty one, opens.
    pub(crate) fn new(
        handler: Handler,
        identifier: &[u8],
        password: Option<&Password>,
    ) -> Result<Self, Locked> {
        let key = key::file_key(&handler, identifier, password)?;
        Ok(Self { handler, key })
    }

    /// Decrypts an object that was read at a byte of the file. `plain` follows
    /// a reference that tells how a stream is encrypted.
    pub(crate) fn decrypt(
        &self,
        read: &mut IndirectObject,
        bytes: &[u8],
        meter: &Meter,
        plain: &dyn Fn(&Object) -> Object,
    ) -> Result<(), PdfError> {
        if self.handler.id == Some(read.id) {
            return Ok(());
        }
        let id = read.id;
        match &mut read.object {
            Object::Stream(stream) if is_of_type(&stream.dictionary, "XRef") => Ok(()),
            Object::Stream(stream) => {
                self.decrypt_strings_of(&mut stream.dictionary, id)?;
                self.decrypt_stream(stream, id, bytes, meter, plain)
            }
            other => self.decrypt_strings(other, id),
        }
    }

    fn decrypt_strings(&self, object: &mut Object, id: ObjectId) -> Result<(), PdfError> {
        match object {
            Object::String(text) => {
                *text = self.plain_text(self.handler.strings, text, id)?;
                Ok(())
            }
            Object::Array(elements) => elements
                .iter_mut()
                .try_for_each(|element| self.decrypt_strings(element, id)),
            Object::Dictionary(dictionary) => self.decrypt_strings_of(dictionary, id),
            _ => Ok(()),
        }
    }

    fn decrypt_strings_of(
        &self,
        dictionary: &mut Dictionary,
        id: ObjectId,
    ) -> Result<(), PdfError> {
        let signature = is_signature(dictionary);
        dictionary
            .iter_mut()
            .filter(|(name, _)| !(signature && *name == "Contents"))
            .try_for_each(|(_, value)| self.decrypt_strings(value, id))
    }

    fn decrypt_stream(
        &self,
        stream: &mut Stream,
        id: ObjectId,
        bytes: &[u8],
        meter: &Meter,
        plain: &dyn Fn(&Object) -> Object,
    ) -> Result<(), PdfError> {
        let method = self.method_of(&stream.dictionary, plain)?;
        let StreamData::InFile { start, end } = stream.data else {
            return Ok(());
        };
        if method == Method::Identity {
            return Ok(());
        }
        if end - start > meter.room() {
            return Err(meter.no_room());
        }
        let encrypted = bytes.get(start..end).unwrap_or_default();
        stream.data = StreamData::Owned(self.plain_text(method, encrypted, id)?);
        Ok(())
    }

    /// The crypt filter that a stream names itself comes before those of the
    /// file (ISO 32000-2, 7.4.10 and 7.6.6).
    fn method_of(
        &self,
        dictionary: &Dictionary,
        plain: &dyn Fn(&Object) -> Object,
    ) -> Result<Method, PdfError> {
        let first = |key: &str| match plain(dictionary.get(key).unwrap_or(&Object::Null)) {
            Object::Array(elements) => elements.first().map_or(Object::Null, plain),
            other => other,
        };
        if first("Filter")
            .as_name()
            .is_some_and(|name| *name == "Crypt")
        {
            let parameters = first("DecodeParms");
            let named = parameters.as_dictionary().and_then(|p| p.name("Name"));
            return match named {
                Some(name) => self.handler.method(name).ok_or_else(unknown_filter),
                None => Ok(Method::Identity),
            };
        }
        if is_of_type(dictionary, "Metadata") && !self.handler.encrypts_metadata {
            return Ok(Method::Identity);
        }
        match is_of_type(dictionary, "EmbeddedFile") {
            true => Ok(self.handler.embedded_files),
            false => Ok(self.handler.streams),
        }
    }

    fn plain_text(&self, method: Method, data: &[u8], id: ObjectId) -> Result<Vec<u8>, PdfError> {
        let damaged = PdfError::BrokenStream {
            what: Flaw::EncryptedData,
        };
        match method {
            Method::Identity => Ok(data.to_vec()),
            Method::Rc4 => Ok(rc4(&object_key(&self.key, id, &[]), data)),
            Method::Aes128 => aes_cbc(&object_key(&self.key, id, b"sAlT"), data).ok_or(damaged),
            Method::Aes256 => aes_cbc(&self.key, data).ok_or(damaged),
        }
    }
}

fn unknown_filter() -> PdfError {
    PdfError::BrokenStream {
        what: Flaw::CryptFilterMissing,
    }
}

/// The container of a signature is never encrypted: the byte range leaves it
/// out as it is written (ISO 32000-2, 7.6.2).
fn is_signature(dictionary: &Dictionary) -> bool {
    let typed = is_of_type(dictionary, "Sig") || is_of_type(dictionary, "DocTimeStamp");
    typed || dictionary.contains("ByteRange")
}

fn is_of_type(dictionary: &Dictionary, kind: &str) -> bool {
    dictionary.name("Type").is_some_and(|name| *name == *kind)
}

impl Handler {
    /// The method that the crypt filter `name` gives.
    fn method(&self, name: &Name) -> Option<Method> {
        let mut named = self.named.iter();
        named.find(|(known, _)| known == name).map(|(_, m)| *m)
    }
}

//! The append-only writer: one incremental update (ISO 32000-2, 7.5.6).

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};

use crate::document::Document;
use crate::error::{Flaw, PdfError, Unsignable};
use crate::loose::GREATEST_NUMBER;
use crate::object::{Dictionary, Name, Object, ObjectId, Stream, StreamData};
use crate::revision::Revision;
use crate::serialize::{write_dictionary, write_direct, write_object};
use crate::xref::XrefForm;

/// An incremental update under construction: new and replaced objects only.
///
/// The file's bytes stay as they are; the cross-reference takes the form of the
/// last section; `/ID[0]` is kept.
#[derive(Debug)]
pub struct Update<'d, 'a> {
    document: &'d Document<'a>,
    next_number: u32,
    objects: BTreeMap<ObjectId, Body>,
}

#[derive(Debug)]
enum Body {
    Object(Object),
    /// Bytes between `obj` and `endobj` whose layout the caller fixed.
    Raw(Vec<u8>),
}

/// A finished update: the whole file, and where its new objects start.
#[derive(Debug)]
pub(crate) struct Appended {
    pub(crate) bytes: Vec<u8>,
    pub(crate) offsets: BTreeMap<ObjectId, usize>,
}

impl<'d, 'a> Update<'d, 'a> {
    /// Starts an update of `document`.
    ///
    /// # Errors
    /// [`Unsignable`] when nothing may be appended: encrypted, bytes before the
    /// header, or bytes after the last `%%EOF`. Comments and end-of-file marks
    /// that scanners leave there are no matter before the first signature.
    pub fn new(document: &'d Document<'a>) -> Result<Self, PdfError> {
        if document.is_encrypted() {
            return Err(Unsignable::Encrypted.into());
        }
        let count = document.header_offset() + document.leading_bytes();
        if count > 0 {
            return Err(Unsignable::BytesBeforeHeader { count }.into());
        }
        let after = document.bytes_after_eof();
        let harmless = after.is_empty() || is_harmless(after) && is_unsigned(document);
        if !harmless {
            let count = after.len();
            return Err(Unsignable::BytesAfterEof { count }.into());
        }
        Ok(Self {
            document,
            next_number: first_free_number(document),
            objects: BTreeMap::new(),
        })
    }

    /// Takes a new object number. Whether the file has room for it is checked at the end.
    pub fn reserve(&mut self) -> ObjectId {
        let id = ObjectId::new(self.next_number, 0);
        self.next_number = self.next_number.saturating_add(1);
        id
    }

    /// Adds a new object.
    pub fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        let id = self.reserve();
        self.set(id, object);
        id
    }

    /// Defines a reserved object, or replaces one of the file.
    pub fn set(&mut self, id: ObjectId, object: impl Into<Object>) {
        self.objects.insert(id, Body::Object(object.into()));
    }

    pub(crate) fn set_raw(&mut self, id: ObjectId, bytes: Vec<u8>) {
        self.objects.insert(id, Body::Raw(bytes));
    }

    /// Writes the file with this update at its end.
    ///
    /// # Errors
    /// [`Unsignable::TooLarge`] when a table cannot hold the offsets; [`Unsignable::NoObjectNumberLeft`].
    pub fn finish(self) -> Result<Vec<u8>, PdfError> {
        Ok(self.append()?.bytes)
    }

    pub(crate) fn append(self) -> Result<Appended, PdfError> {
        // A cross-reference stream takes a number too.
        if self.next_number > GREATEST_NUMBER {
            let needed = self.next_number;
            return Err(Unsignable::NoObjectNumberLeft { needed }.into());
        }
        let original = self.document.bytes();
        let mut bytes = Vec::with_capacity(original.len() + self.size_hint());
        bytes.extend_from_slice(original);
        if !matches!(bytes.last(), Some(b'\n' | b'\r')) {
            bytes.push(b'\n');
        }
        let mut offsets = BTreeMap::new();
        for (id, body) in &self.objects {
            offsets.insert(*id, bytes.len());
            bytes.extend(format!("{id} obj\n").bytes());
            match body {
                Body::Object(object) => {
                    let data_of = |data| self.document.stream_bytes(data);
                    write_object(object, &mut bytes, &data_of);
                }
                Body::Raw(raw) => bytes.extend_from_slice(raw),
            }
            bytes.extend(b"\nendobj\n");
        }
        self.write_xref(&mut bytes, &offsets)?;
        Ok(Appended { bytes, offsets })
    }

    fn size_hint(&self) -> usize {
        let sizes = self.objects.values().map(|body| match body {
            Body::Raw(raw) => raw.len() + 64,
            Body::Object(Object::Stream(stream)) => {
                self.document.stream_bytes(&stream.data).len() + 512
            }
            Body::Object(_) => 1024,
        });
        sizes.sum::<usize>() + 4096
    }

    fn write_xref(
        self,
        bytes: &mut Vec<u8>,
        offsets: &BTreeMap<ObjectId, usize>,
    ) -> Result<(), PdfError> {
        let start = bytes.len();
        let document = self.document;
        let Some(last) = document.revisions().last() else {
            return Err(PdfError::Missing {
                what: Flaw::Revision,
            });
        };
        let appended = bytes.get(document.bytes().len()..).unwrap_or_default();
        let trailer = trailer(last, appended);
        if last.form == XrefForm::Stream {
            write_xref_stream(bytes, trailer, offsets, self.next_number);
        } else {
            write_table(bytes, trailer, offsets, self.next_number)?;
        }
        bytes.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        Ok(())
    }
}

/// Whether bytes after the end are short comments, more end-of-file lines, or the end-of-file byte of DOS.
fn is_harmless(after: &[u8]) -> bool {
    const END_OF_FILE: u8 = 0x1A;
    const LONGEST: usize = 127;
    let mut lines = after.split(|byte| matches!(byte, b'\r' | b'\n' | &END_OF_FILE));
    lines.all(|line| {
        let line = line.trim_ascii();
        line.is_empty() || (line.starts_with(b"%") && line.len() <= LONGEST)
    })
}

fn is_unsigned(document: &Document<'_>) -> bool {
    let fields = document.latest().signature_fields();
    fields.is_ok_and(|fields| fields.iter().all(|field| field.value.is_none()))
}

/// One more than the greatest number in any cross-reference or `/Size`.
fn first_free_number(document: &Document<'_>) -> u32 {
    let revisions = document.revisions().iter();
    let greatest = revisions.map(|revision| {
        let listed = revision
            .entries
            .last()
            .map_or(0, |(number, _)| number.saturating_add(1));
        let size = revision.trailer.get("Size").and_then(Object::as_integer);
        let size = size.and_then(|size| u32::try_from(size).ok());
        listed.max(size.unwrap_or(0))
    });
    greatest.max().unwrap_or(1).max(1)
}

/// The entries that the new trailer takes over from the last one (ISO 32000-2, 7.5.5).
fn trailer(last: &Revision, appended: &[u8]) -> Dictionary {
    let mut trailer = Dictionary::new();
    for key in ["Root", "Info"] {
        if let Some(value) = last.trailer.get(key) {
            trailer.insert(key, value.clone());
        }
    }
    if let Some(Object::Array(id)) = last.trailer.get("ID")
        && let Some(permanent) = id.first()
    {
        let changing = Object::String(changing_identifier(permanent, appended));
        trailer.insert("ID", vec![permanent.clone(), changing]);
    }
    let previous = i64::try_from(last.xref_offset).unwrap_or(i64::MAX);
    trailer.insert("Prev", previous);
    trailer
}

/// The second file identifier changes with the contents (ISO 32000-2, 14.4);
/// it protects nothing, so a plain hash is enough.
fn changing_identifier(permanent: &Object, appended: &[u8]) -> Vec<u8> {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(salt);
        hasher.write(permanent.as_string().unwrap_or_default());
        hasher.write(appended);
        hasher.finish().to_be_bytes()
    };
    [half(1), half(2)].concat()
}

/// Writes a table and its trailer. An entry at byte 0, where no object can begin, is the head of the list of free numbers.
pub(crate) fn write_table(
    bytes: &mut Vec<u8>,
    trailer: Dictionary,
    offsets: &BTreeMap<ObjectId, usize>,
    size: u32,
) -> Result<(), PdfError> {
    const LARGEST: usize = 9_999_999_999;
    if bytes.len() > LARGEST {
        return Err(Unsignable::TooLarge { size: bytes.len() }.into());
    }
    bytes.extend(b"xref\n");
    for run in runs(offsets) {
        let first = run.first().map_or(0, |(id, _)| id.number);
        bytes.extend(format!("{first} {}\n", run.len()).bytes());
        for (id, offset) in run {
            let kind = if offset == 0 { 'f' } else { 'n' };
            bytes.extend(format!("{offset:010} {:05} {kind} \n", id.generation).bytes());
        }
    }
    bytes.extend(b"trailer\n");
    let mut dictionary = Dictionary::new().with("Size", i64::from(size));
    for (name, value) in trailer.iter() {
        dictionary.insert_name(name.clone(), value.clone());
    }
    write_direct(&Object::Dictionary(dictionary), bytes);
    bytes.push(b'\n');
    Ok(())
}

fn write_xref_stream(
    bytes: &mut Vec<u8>,
    trailer: Dictionary,
    offsets: &BTreeMap<ObjectId, usize>,
    next_number: u32,
) {
    let own = ObjectId::new(next_number, 0);
    let mut offsets = offsets.clone();
    offsets.insert(own, bytes.len());
    let mut index = Vec::new();
    let mut data = Vec::new();
    for run in runs(&offsets) {
        let first = run.first().map_or(0, |(id, _)| id.number);
        let count = i64::try_from(run.len()).unwrap_or(i64::MAX);
        index.extend([Object::from(i64::from(first)), Object::from(count)]);
        for (id, offset) in run {
            data.push(1);
            data.extend((offset as u64).to_be_bytes());
            data.extend(id.generation.to_be_bytes());
        }
    }
    let widths = [1_i64, 8, 2].map(Object::from).to_vec();
    let mut dictionary = Dictionary::new()
        .with("Type", Name::from("XRef"))
        .with("Size", i64::from(next_number) + 1)
        .with("W", widths)
        .with("Index", index);
    for (name, value) in trailer.iter() {
        dictionary.insert_name(name.clone(), value.clone());
    }
    bytes.extend(format!("{own} obj\n").bytes());
    let stream = Object::Stream(Stream::new(dictionary, data));
    write_object(&stream, bytes, &|data| match data {
        StreamData::Owned(data) => data,
        StreamData::InFile { .. } => &[],
    });
    bytes.extend(b"\nendobj\n");
}

/// Runs of consecutive object numbers.
fn runs(offsets: &BTreeMap<ObjectId, usize>) -> Vec<Vec<(ObjectId, usize)>> {
    let mut runs: Vec<Vec<(ObjectId, usize)>> = Vec::new();
    for (&id, &offset) in offsets {
        let last = runs.last_mut();
        match last {
            Some(run) if run.last().is_some_and(|(l, _)| l.number + 1 == id.number) => {
                run.push((id, offset));
            }
            _ => runs.push(vec![(id, offset)]),
        }
    }
    runs
}

/// Writes a dictionary whose last entries the caller appends itself.
pub(crate) fn open_dictionary(dictionary: &Dictionary) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_dictionary(dictionary, &mut bytes);
    bytes.truncate(bytes.len() - b">>".len());
    bytes
}

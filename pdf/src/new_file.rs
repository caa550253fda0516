//! A whole file of one revision (ISO 32000-2, 7.5): header, objects, cross-reference table, trailer.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::error::PdfError;
use crate::object::{Dictionary, Object, ObjectId, StreamData};
use crate::serialize::write_object;
use crate::update::{Appended, write_table};

/// A file that holds `objects`, with the catalog `root`. The data of their streams are their own.
///
/// # Errors
/// When the file would become too long for its cross-reference.
pub fn new_file(objects: &BTreeMap<ObjectId, Object>, root: ObjectId) -> Result<Vec<u8>, PdfError> {
    write_file(objects, root, &own_bytes)
}

/// The same as archives want it (ISO 19005-2, 6.1.2, 6.1.3): bytes beyond ASCII behind the header, a table that begins with the
/// head of the list of free numbers (ISO 32000-2, 7.5.4), and an identifier, which follows from the content. `objects` are
/// numbered from 1 without a gap; `information` is the document information.
///
/// # Errors
/// As [`new_file`].
pub fn new_archival_file(
    objects: &BTreeMap<ObjectId, Object>,
    root: ObjectId,
    information: ObjectId,
) -> Result<Vec<u8>, PdfError> {
    const FREE_NUMBERS: ObjectId = ObjectId {
        number: 0,
        generation: u16::MAX,
    };
    let mut written = write_objects(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", objects, &own_bytes);
    written.offsets.insert(FREE_NUMBERS, 0);
    let digest = Sha256::digest(&written.bytes);
    let identifier = Object::String(digest.iter().take(16).copied().collect());
    let trailer = Dictionary::new()
        .with("Root", root)
        .with("Info", information)
        .with("ID", vec![identifier.clone(), identifier]);
    close(written, trailer)
}

/// As [`new_file`], with data of streams from elsewhere.
pub(crate) fn write_file<'s>(
    objects: &'s BTreeMap<ObjectId, Object>,
    root: ObjectId,
    stream_bytes: &dyn Fn(&'s StreamData) -> &'s [u8],
) -> Result<Vec<u8>, PdfError> {
    let written = write_objects(b"%PDF-1.7\n", objects, stream_bytes);
    close(written, Dictionary::new().with("Root", root))
}

fn write_objects<'s>(
    header: &[u8],
    objects: &'s BTreeMap<ObjectId, Object>,
    stream_bytes: &dyn Fn(&'s StreamData) -> &'s [u8],
) -> Appended {
    let mut bytes = header.to_vec();
    let mut offsets = BTreeMap::new();
    for (id, object) in objects {
        offsets.insert(*id, bytes.len());
        bytes.extend(format!("{id} obj\n").bytes());
        write_object(object, &mut bytes, stream_bytes);
        bytes.extend(b"\nendobj\n");
    }
    Appended { bytes, offsets }
}

/// Writes cross-reference and trailer behind the objects.
fn close(written: Appended, trailer: Dictionary) -> Result<Vec<u8>, PdfError> {
    let Appended { mut bytes, offsets } = written;
    let start = bytes.len();
    let highest = offsets.keys().map(|id| id.number).max().unwrap_or(0);
    write_table(&mut bytes, trailer, &offsets, highest.saturating_add(1))?;
    bytes.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
    Ok(bytes)
}

/// Streams made here own their data.
fn own_bytes(data: &StreamData) -> &[u8] {
    match data {
        StreamData::Owned(bytes) => bytes,
        StreamData::InFile { .. } => &[],
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::document::Document;

    fn objects() -> BTreeMap<ObjectId, Object> {
        let pages = Dictionary::new().with("Kids", Vec::new()).with("Count", 0);
        let catalog = Dictionary::new().with("Pages", ObjectId::new(2, 0));
        let information = Dictionary::new().with("Title", Object::String(b"a".to_vec()));
        let all = [catalog, pages, information].map(Object::from);
        (1..)
            .map(|number| ObjectId::new(number, 0))
            .zip(all)
            .collect()
    }

    /// Programs that check archives ask for each of them.
    #[test]
    fn an_archival_file_has_binary_bytes_a_free_entry_and_an_identifier_of_its_content() {
        let id = |number| ObjectId::new(number, 0);
        let file = new_archival_file(&objects(), id(1), id(3)).unwrap();
        let head = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n";
        assert!(file.starts_with(head));
        let start = file.windows(5).position(|word| word == b"xref\n").unwrap();
        let tail = String::from_utf8_lossy(&file[start..]).into_owned();
        let table = "xref\n0 4\n0000000000 65535 f \n0000000015 00000 n \n";
        assert!(tail.starts_with(table), "{tail}");
        let trailer = "trailer\n<</Size 4\n/Root 1 0 R\n/Info 3 0 R\n/ID [<";
        assert!(tail.contains(trailer), "{tail}");
        assert!(tail.ends_with(&format!("]\n>>\nstartxref\n{start}\n%%EOF\n")));
        let document = Document::open(&file).unwrap();
        assert_eq!(document.latest().catalog().unwrap().0, id(1));
        assert_eq!(file, new_archival_file(&objects(), id(1), id(3)).unwrap());
    }

    #[test]
    fn a_plain_file_has_its_objects_and_nothing_else() {
        let file = new_file(&objects(), ObjectId::new(1, 0)).unwrap();
        assert!(file.starts_with(b"%PDF-1.7\n1 0 obj\n"));
        let tail = String::from_utf8_lossy(&file).into_owned();
        assert!(tail.contains("xref\n1 3\n0000000009 00000 n \n"), "{tail}");
        assert!(
            tail.contains("trailer\n<</Size 4\n/Root 1 0 R\n>>\nstartxref\n"),
            "{tail}"
        );
    }
}

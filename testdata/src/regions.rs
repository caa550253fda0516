//! Which part of a signed file each byte belongs to.

use std::ops::Range;

use kyso_pdf::{Document, Location, Object, ObjectId, SignatureValue};

use crate::edit::find;

/// The name of the region of every byte.
#[must_use]
pub fn regions(bytes: &[u8]) -> Vec<&'static str> {
    let document = Document::open(bytes).unwrap();
    let mut names = vec!["between objects"; bytes.len()];
    names[..find(bytes, b"\n")].fill("header");
    for (index, revision) in document.revisions().iter().enumerate() {
        for &(number, location) in &revision.entries {
            if let Location::Offset { generation, .. } = location {
                paint_object(
                    &document,
                    index,
                    ObjectId::new(number, generation),
                    &mut names,
                );
            }
        }
        let section = usize::try_from(revision.xref_offset).unwrap();
        let part = |text: &[u8]| section + find(&bytes[section..], text);
        let (trailer, end) = (part(b"trailer"), part(b"startxref"));
        names[section..trailer].fill("cross-reference");
        names[trailer..end].fill("trailer");
        names[end..revision.end].fill("startxref and %%EOF");
    }
    for field in document.latest().signature_fields().unwrap() {
        paint_signature(bytes, &field.value.unwrap(), &mut names);
    }
    names
}

fn paint_object(
    document: &Document<'_>,
    revision: usize,
    id: ObjectId,
    names: &mut [&'static str],
) {
    let object = document.at(revision).object(id).unwrap();
    names[object.span()].fill("dictionaries and other objects");
    let Object::Stream(stream) = &*object else {
        return;
    };
    let data = document.stream_bytes(&stream.data);
    let start = data.as_ptr().addr() - document.bytes().as_ptr().addr();
    let is = |key: &str, name: &str| stream.dictionary.name(key).is_some_and(|n| *n == name);
    let kind = if is("Subtype", "Image") {
        "pictures"
    } else if stream.dictionary.contains("Length1") {
        "fonts"
    } else {
        "page content and drawings"
    };
    names[start..start + data.len()].fill(kind);
}

fn paint_signature(bytes: &[u8], value: &SignatureValue, names: &mut [&'static str]) {
    let span = value.span.clone().unwrap();
    names[span.clone()].fill("signature dictionary");
    let range = span.start + find(&bytes[span.clone()], b"/ByteRange");
    let length = find(&bytes[range..], b"]") + 1;
    names[range..range + length].fill("ByteRange");
    let gap = value.contents_span.clone().unwrap();
    names[gap.clone()].fill("Contents: padding");
    names[gap.start] = "Contents: delimiters";
    names[gap.end - 1] = "Contents: delimiters";
    let mut paint = |octets: Range<usize>, name| {
        names[gap.start + 1 + 2 * octets.start..gap.start + 1 + 2 * octets.end].fill(name);
    };
    let cms = Element::at(&value.contents, 0);
    paint(0..cms.end, "Contents: CMS frame and algorithms");
    let signed_data = cms.children(&value.contents)[1].children(&value.contents)[0].clone();
    for field in signed_data.children(&value.contents) {
        match field.tag {
            0xA0 => paint(field.start..field.end, "Contents: certificates"),
            0x31 => paint_signers(&value.contents, &field, &mut paint),
            _ => {}
        }
    }
}

fn paint_signers(
    cms: &[u8],
    signers: &Element,
    paint: &mut impl FnMut(Range<usize>, &'static str),
) {
    for signer in signers.children(cms) {
        for field in signer.children(cms) {
            let name = match field.tag {
                0xA0 => "Contents: signed attributes",
                0x04 => "Contents: signature value",
                0xA1 => "Contents: unsigned attributes",
                _ => continue,
            };
            paint(field.start..field.end, name);
        }
    }
}

/// A DER element: where it is, and where its contents begin.
#[derive(Clone)]
struct Element {
    tag: u8,
    start: usize,
    contents: usize,
    end: usize,
}

impl Element {
    fn at(der: &[u8], start: usize) -> Self {
        let first = usize::from(der[start + 1]);
        let (octets, length) = match first.checked_sub(0x80) {
            None => (0, first),
            Some(octets) => {
                let long = der[start + 2..start + 2 + octets].iter();
                (
                    octets,
                    long.fold(0, |length, octet| length << 8 | usize::from(*octet)),
                )
            }
        };
        let contents = start + 2 + octets;
        Self {
            tag: der[start],
            start,
            contents,
            end: contents + length,
        }
    }

    fn children(&self, der: &[u8]) -> Vec<Self> {
        let mut children = Vec::new();
        let mut position = self.contents;
        while self.tag & 0x20 != 0 && position < self.end {
            let child = Self::at(der, position);
            position = child.end;
            children.push(child);
        }
        children
    }
}

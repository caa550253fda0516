//! Signature wrapping: the signed bytes stay in the file and the signature over
//! them is intact, but programs show something else.

use kyso_pdf::{Dictionary, Document, Object};

use super::contents::{container, literal};
use super::incremental::newest_xref;
use crate::container::Container;
use crate::der::{attribute, octets};
use crate::edit::{
    BLACK, catalog, content_of, field, fill_gap, find, first_page, form, gap, overwrite, updated,
    written, written_drawing,
};
use crate::expected::Expected;
use crate::revision::Revision;
use crate::signing::Signing;
use crate::{Base, Case, Family};

pub(crate) fn family() -> Family {
    let relocated = Expected::malformed("ContentsNotInGap");
    let intact = relocated.with_integrity("intact");
    Family {
        name: "wrapping",
        cases: vec![
            Case::new(
                "second-part-moved",
                Expected::unreadable("duplicate key"),
                second_part_moved,
            ),
            Case::new(
                "second-part-moved-with-a-new-dictionary",
                intact,
                moved_with_new_dictionary,
            ),
            Case::new(
                "range-in-the-padding",
                Expected::unreadable("duplicate key"),
                |base| {
                    let container = base16ct::lower::encode_string(&container(&base.approved));
                    fill_gap(
                        &base.approved,
                        &format!("<{container}>/ByteRange[0 9 99 9]"),
                    )
                },
            ),
            Case::new("dictionary-closed-in-the-gap", intact, |base| {
                let container = base16ct::lower::encode_string(&container(&base.approved));
                fill_gap(&base.approved, &format!("<{container}>>>endobj"))
            }),
            Case::new("contents-copied-into-an-update", intact, |base| {
                with_value(&base.approved, |value| value)
            }),
            Case::new("contents-made-indirect", intact, |base| {
                let contents = container(&base.approved);
                updated(&base.approved, |update| {
                    let contents = update.add(Object::String(contents));
                    let (id, value) = value(&base.approved);
                    update.set(id, value.with("Contents", contents));
                })
            }),
            Case::new("value-shadowed-by-a-copy", intact, |base| {
                let (_, value) = value(&base.approved);
                let (id, entries) = field(&base.approved, 0);
                updated(&base.approved, |update| {
                    let copy = update.add(value);
                    update.set(id, entries.with("V", copy));
                })
            }),
            Case::new("value-made-direct", intact, |base| {
                let (_, value) = value(&base.approved);
                let (id, entries) = field(&base.approved, 0);
                updated(&base.approved, |update| {
                    update.set(id, entries.with("V", value))
                })
            }),
            Case::new("object-inside-the-gap", relocated, object_inside_the_gap),
        ],
    }
}

/// The signature dictionary of the first field.
fn value(bytes: &[u8]) -> (kyso_pdf::ObjectId, Dictionary) {
    let id = crate::edit::reference(&field(bytes, 0).1, "V");
    (id, crate::edit::dictionary(bytes, id))
}

fn with_value(bytes: &[u8], change: impl FnOnce(Dictionary) -> Dictionary) -> Vec<u8> {
    let (id, value) = value(bytes);
    updated(bytes, |update| update.set(id, change(value)))
}

/// Makes room before the second signed part, so that the signed `startxref` points
/// to a section of the attacker.
fn with_room(bytes: &[u8], gap_text: &str, objects: &[(u32, String)]) -> Vec<u8> {
    let kept = value_entry(bytes);
    let gap = gap(bytes);
    let xref = usize::try_from(newest_xref(bytes)).unwrap();
    let mut moved = bytes[..gap.start].to_vec();
    moved.extend(gap_text.bytes());
    let mut table = match objects.iter().any(|(number, _)| *number == kept.0) {
        true => String::new(),
        false => format!("{} 1\n{:010} 00000 n \n", kept.0, kept.1),
    };
    for (number, body) in objects {
        table.push_str(&format!("{number} 1\n{:010} 00000 n \n", moved.len()));
        moved.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    }
    assert!(moved.len() < xref);
    moved.resize(xref, b' ');
    let document = Document::open(bytes).unwrap();
    let first = document.revisions()[0].xref_offset;
    let root = document.latest().catalog().unwrap().0;
    moved.extend(
        format!("xref\n{table}trailer\n<</Size 99/Root {root} R/Prev {first}>>\nstartxref\n{xref}\n%%EOF\n99 0 obj\n<</A<")
            .bytes(),
    );
    moved.extend(&bytes[gap.end..]);
    moved
}

/// Number and position of the signed dictionary.
fn value_entry(bytes: &[u8]) -> (u32, usize) {
    let (id, _) = value(bytes);
    (id.number, find(bytes, format!("{id} obj").as_bytes()))
}

/// The objects of the signed update without its dictionary, with a black page.
fn blackened(base: &Base) -> Vec<(u32, String)> {
    let signed = &base.approved;
    let (page, entries) = first_page(signed);
    let content = content_of(&entries);
    let text = |id, dictionary: Dictionary| (id, written(dictionary));
    vec![
        (content.number, written_drawing(BLACK)),
        text(page.number, entries),
        text(field(signed, 0).0.number, field(signed, 0).1),
        text(form(signed).0.number, form(signed).1),
        text(catalog(signed).0.number, catalog(signed).1),
    ]
}

/// The range that skips the room: `[0 a b' c]`.
fn skipping_range(moved: &[u8], signed: &[u8]) -> String {
    let gap = gap(signed);
    let tail = signed.len() - gap.end;
    format!("[0 {} {} {tail}]", gap.start, moved.len() - tail)
}

fn second_part_moved(base: &Base) -> Vec<u8> {
    let signed = &base.approved;
    let container = base16ct::lower::encode_string(&container(signed));
    let with_range = |range: &str| {
        let text = format!("<{container}>/ByteRange {range:<40}>>\nendobj\n");
        with_room(signed, &text, &blackened(base))
    };
    let range = skipping_range(&with_range(""), signed);
    with_range(&range)
}

fn moved_with_new_dictionary(base: &Base) -> Vec<u8> {
    let signed = &base.approved;
    let container = base16ct::lower::encode_string(&container(signed));
    let (id, _) = value(signed);
    let with_range = |range: &str| {
        let mut objects = blackened(base);
        let body = format!(
            "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange {range:<40}/Contents<{container}>>>"
        );
        objects.push((id.number, body));
        with_room(signed, "<00>>>\nendobj\n", &objects)
    };
    let range = skipping_range(&with_range(""), signed);
    with_range(&range)
}

/// The signer leaves an entry that points into the gap of its own signature, where an
/// unsigned attribute of a container in a literal string holds the object: it can be
/// exchanged at any time.
fn object_inside_the_gap(base: &Base) -> Vec<u8> {
    let prepared = with_entry_into_the_gap(base);
    let holding = |blanks: usize| {
        let stream = written_drawing(BLACK);
        let object = format!(
            "{:blanks$}\n{} 0 obj\n{stream}\nendobj\n",
            "", prepared.content
        );
        let signing = Signing::new(base.office.rsa(), "A").container(move |key, content| {
            let mut container = Container::new(key, content);
            let attribute = attribute("1.3.6.1.4.1.32473.9", &[&octets(object.as_bytes())]);
            container.unsigned.push(attribute);
            container.encode()
        });
        let signed = signing.close(prepared.bytes.clone(), base.plain.len());
        let text = literal(&container(&signed), gap(&signed).len());
        overwrite(&signed, gap(&signed).start, &text)
    };
    // RSA gives the same value each time, so the object moves with its blanks.
    let header = format!("\n{} 0 obj", prepared.content);
    let first = find(&holding(500), header.as_bytes()) + 1;
    holding(500 + prepared.inside - first)
}

/// A file ready to be signed, whose table has an entry that points into the gap.
struct WithEntry {
    bytes: Vec<u8>,
    content: u32,
    inside: usize,
}

fn with_entry_into_the_gap(base: &Base) -> WithEntry {
    let (page, entries) = first_page(&base.plain);
    let (root, catalog) = catalog(&base.plain);
    let revision = Revision::after(&base.plain);
    let [value, field, content] = [0, 1, 2].map(|step| revision.next() + step);
    let entries = entries.with("Contents", kyso_pdf::ObjectId::new(content, 0));
    let form = format!("<</AcroForm <</SigFlags 3/Fields[{field} 0 R]>>");
    let widget = format!("<</FT/Sig/T(A)/V {value} 0 R/Subtype/Widget/P {page} R/Rect[0 0 0 0]>>");
    let revision = revision
        .object(page.number, written(entries))
        .object(root.number, written(catalog).replacen("<<", &form, 1))
        .object(field, widget);
    let body = Signing::slots("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached");
    let inside = revision.position() + 3000;
    let revision = revision.object(value, body).entry(content, inside, 0);
    WithEntry {
        bytes: revision.finish(),
        content,
        inside,
    }
}

//! Documents that are signed with a leftover, and with a fault for which one program alone repairs the file.

use super::content_in_black;
use crate::attacks::rebuilding::{NOTHING, awaiting};
use crate::edit::{
    BLACK, catalog, content_of, dictionary, find, find_last, first_page, overwrite, reference,
    written, written_drawing,
};
use crate::expected::Expected;
use crate::revision::{Compressed, Revision};
use crate::signing::Signing;
use crate::{Base, Case};
use kyso_pdf::{Object, ObjectId};

const DOUBTFUL: Expected = Expected::doubtful("GENERIC", "ShownByRepair");

pub(super) fn cases() -> Vec<Case> {
    let behind = |name, prepare: fn(&Base) -> Vec<u8>| {
        Case::new(name, DOUBTFUL, move |base| {
            base.signed(&beside_a_leftover(base, &prepare(base)))
        })
    };
    vec![
        Case::new("signed-leftover-behind-a-small-size", DOUBTFUL, |base| {
            signed_with_a_small_size(base, &beside_a_leftover(base, &base.plain))
        }),
        Case::new(
            "signed-object-stream-that-nothing-lists",
            DOUBTFUL,
            |base| signed_with_a_small_size(base, &with_unlisted_stamp(base, "")),
        ),
        Case::new(
            "signed-object-stream-behind-the-word-stream",
            DOUBTFUL,
            |base| signed_with_a_small_size(base, &with_unlisted_stamp(base, "/A(stream)")),
        ),
        Case::new(
            "signed-object-stream-of-a-long-dictionary",
            DOUBTFUL,
            |base| {
                let long = format!("/A({})", "x".repeat(1100));
                signed_with_a_small_size(base, &with_unlisted_stamp(base, &long))
            },
        ),
        Case::new(
            "signed-leftover-behind-a-number-named-twice",
            DOUBTFUL,
            |base| {
                let (id, mut page) = first_page(&base.plain);
                let update = Compressed::after(&base.plain).bytes(content_in_black(base));
                let turn = update.next();
                page.insert("Rotate", ObjectId::new(turn, 0));
                let update = update.object(id.number, &written(page));
                base.signed(&update.unlisted(turn, "null").element(turn, "0").finish())
            },
        ),
        behind("signed-leftover-behind-a-page-that-is-nothing", |base| {
            let pages = reference(&catalog(&base.plain).1, "Pages");
            let mut tree = dictionary(&base.plain, pages);
            let mut kids = tree.get("Kids").unwrap().as_array().unwrap().to_vec();
            kids.push(Object::Null);
            tree.insert("Count", i64::try_from(kids.len()).unwrap());
            tree.insert("Kids", kids);
            let update = Revision::after(&base.plain);
            update.object(pages.number, written(tree)).finish()
        }),
        behind("signed-leftover-behind-a-stream-too-long", |base| {
            with_content(base, "<</Length 9999>>\nstream\nq Q\nendstream")
        }),
        Case::new(
            "signed-leftover-at-the-place-of-another-number",
            DOUBTFUL,
            |base| base.signed(&masked(base)),
        ),
        Case::new("signed-leftover-behind-a-previous-of-0", DOUBTFUL, |base| {
            // In the first section, which has no previous one.
            let at = find(&base.plain, b"trailer");
            let at = at + find(&base.plain[at..], b"/Size");
            let (head, tail) = base.plain.split_at(at);
            let file = [head, b"/Prev 0", tail].concat();
            base.signed(&beside_a_leftover(base, &file))
        }),
        Case::new(
            "signed-content-before-the-one-it-replaced",
            DOUBTFUL,
            |base| {
                // The newer version comes first in the file, and one program rebuilds the file because of the blanks.
                let update = Revision::after(&base.plain);
                let at = update.position();
                let (content, number) = (content_of(&first_page(&base.plain).1), update.next());
                let new = format!(
                    "{} 0 obj\n{}\nendobj\n",
                    content.number,
                    written_drawing("q Q")
                );
                let update = update
                    .bytes(new)
                    .object(content.number, written_drawing(BLACK));
                let file = Revision::after(&update.object(number, "<</A 1>>").finish());
                let file = file.entry(content.number, at, 0).finish();
                let spaced = find_last(&file, b" 1\n0") + 2;
                base.signed(&[&file[..spaced], b"  ", &file[spaced..]].concat())
            },
        ),
        Case::new(
            "signed-content-under-the-number-of-a-section",
            DOUBTFUL,
            |base| {
                let content = content_of(&first_page(&base.plain).1).number;
                let update = Compressed::after(&base.plain).section_number(content);
                let number = update.next();
                base.signed(&update.element(number, "<</A 1>>").finish())
            },
        ),
        // One program takes the appended bytes for a part of the content.
        Case::new(
            "signed-content-longer-than-the-signed-file",
            Expected::altered("Unreadable"),
            |base| {
                let signed = base.signed(&with_content(
                    base,
                    "<</Length 99999>>\nstream\nq Q\nendstream",
                ));
                let update = Revision::after(&signed);
                let number = update.next();
                update.object(number, written_drawing(BLACK)).finish()
            },
        ),
        Case::new("signed-catalog-behind-the-catalog", DOUBTFUL, |base| {
            // Signing writes the catalog anew; the other catalog comes after it.
            let file = looking_up_nothing(base);
            let start = Revision::after(&file).next() + 9;
            let other = format!("<</Type/Catalog/Pages {start} 0 R>>");
            let root = catalog(&file).0.number;
            let unlisted = black_pages(start).into_iter().chain([(root, other)]);
            let unlisted = unlisted.map(|(n, object)| format!("{n} 0 obj\n{object}\nendobj\n"));
            let unlisted: String = unlisted.collect();
            let signing = Signing::new(&base.office.person, "NguoiKy1");
            signing.sign_rewritten(&file, |file| before_the_section(&file, &unlisted))
        }),
        Case::new("signed-trailer-behind-the-trailer", DOUBTFUL, |base| {
            let file = looking_up_nothing(base);
            let update = Revision::after(&file);
            let (number, start) = (update.next(), update.next() + 1);
            let other = format!("<</Type/Catalog/Pages {start} 0 R>>");
            let mut update = update.object(number, other);
            for (number, object) in black_pages(start) {
                update = update.object(number, object);
            }
            let file = update.finish();
            let end = find_last(&file, b"startxref");
            let trailer = format!("trailer\n<</Size {}/Root {number} 0 R>>\n", start + 3);
            base.signed(&[&file[..end], trailer.as_bytes(), &file[end..]].concat())
        }),
        Case::new("signed-element-that-no-entry-names", DOUBTFUL, |base| {
            signed_with_a_small_size(base, &with_unnamed_stamp(base))
        }),
        Case::new("signed-leftover-of-a-higher-generation", DOUBTFUL, |base| {
            let (id, mut page) = first_page(&base.plain);
            let file = looking_up_nothing(base);
            let update = Revision::after(&file);
            let content = update.next();
            let other = format!("{content} 9 obj\n{}\nendobj\n", written_drawing(BLACK));
            let own = content_of(&page).into();
            page.insert("Contents", vec![own, ObjectId::new(content, 0).into()]);
            let update = update.bytes(other).object(content, written_drawing("q Q"));
            base.signed(&update.object(id.number, written(page)).finish())
        }),
        Case::new("signed-content-moved-to-byte-0", DOUBTFUL, |base| {
            let there = Revision::after(&awaiting(base))
                .object(NOTHING, written_drawing(BLACK))
                .finish();
            base.signed(&Revision::after(&there).entry(NOTHING, 0, 0).finish())
        }),
    ]
}

/// `file` with bytes that read as the content of the decision, without an entry that leads to them.
fn beside_a_leftover(base: &Base, file: &[u8]) -> Vec<u8> {
    let update = Revision::after(file).bytes(content_in_black(base));
    let number = update.next();
    update.object(number, "<</A 1>>").finish()
}

/// The decision with another object as the second content of its first page.
fn with_content(base: &Base, object: &str) -> Vec<u8> {
    let (id, mut page) = first_page(&base.plain);
    let update = Revision::after(&base.plain);
    let content = update.next();
    let parts = vec![content_of(&page).into(), ObjectId::new(content, 0).into()];
    page.insert("Contents", Object::Array(parts));
    let update = update.object(content, object);
    update.object(id.number, written(page)).finish()
}

/// Signed in a revision whose `/Size` is smaller than its numbers.
fn signed_with_a_small_size(base: &Base, file: &[u8]) -> Vec<u8> {
    let signing = Signing::new(&base.office.person, "NguoiKy1");
    signing.sign_rewritten(file, |file| {
        let at = find_last(&file, b"/Size ") + b"/Size ".len();
        let digits = file[at..].iter().take_while(|byte| byte.is_ascii_digit());
        let small = format!("{:<width$}", 5, width = digits.count());
        overwrite(&file, at, small.as_bytes())
    })
}

/// The decision with a stamp on its first page that is in an object stream without an entry, whose
/// dictionary begins with `entries`.
fn with_unlisted_stamp(base: &Base, entries: &str) -> Vec<u8> {
    let (id, mut page) = first_page(&base.plain);
    let update = Revision::after(&base.plain);
    // Beyond the numbers that the signature takes.
    let (look, stamp, stream) = (update.next(), update.next() + 8, update.next() + 9);
    page.insert("Annots", vec![ObjectId::new(stamp, 0).into()]);
    let header = format!("{stamp} 0 ");
    let stamp = format!("<</Type/Annot/Subtype/Stamp/F 4/Rect[0 0 595 842]/AP<</N {look} 0 R>>>>");
    let unlisted = format!(
        "{stream} 0 obj\n<<{entries}/Type/ObjStm/N 1/First {}/Length {}>>\nstream\n{header}{stamp}\nendstream\nendobj\n",
        header.len(),
        header.len() + stamp.len()
    );
    let form = format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Length {}>>\nstream\n{BLACK}\nendstream",
        BLACK.len()
    );
    let update = update.object(look, form).bytes(unlisted);
    update.object(id.number, written(page)).finish()
}

/// The same in an object stream that an entry leads to.
fn with_unnamed_stamp(base: &Base) -> Vec<u8> {
    let file = with_unlisted_stamp(base, "");
    let at = find(&file, b"/Type/ObjStm");
    let line = file[..at].iter().rposition(|byte| *byte == b'o').unwrap();
    let start = file[..line]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .unwrap()
        + 1;
    let number = std::str::from_utf8(&file[start..line]).unwrap();
    let number = number.split(' ').next().unwrap().parse().unwrap();
    Revision::after(&file).entry(number, start, 0).finish()
}

/// `file` with `text` before its last section, which is a table.
fn before_the_section(file: &[u8], text: &str) -> Vec<u8> {
    let (section, end) = (
        find_last(file, b"\nxref\n") + 1,
        find_last(file, b"startxref"),
    );
    let tail = format!("startxref\n{}\n%%EOF\n", section + text.len());
    let (objects, table) = (&file[..section], &file[section..end]);
    [objects, text.as_bytes(), table, tail.as_bytes()].concat()
}

/// The decision with a reference to nothing in its catalog.
fn looking_up_nothing(base: &Base) -> Vec<u8> {
    let (root, mut entries) = catalog(&base.plain);
    entries.insert("URI", ObjectId::new(NOTHING, 0));
    let update = Revision::after(&base.plain);
    update.object(root.number, written(entries)).finish()
}

/// A page tree of one black page, from that number on.
fn black_pages(number: u32) -> [(u32, String); 3] {
    let (page, content) = (number + 1, number + 2);
    let leaf = format!("/Parent {number} 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R");
    [
        (number, format!("<</Type/Pages/Kids[{page} 0 R]/Count 1>>")),
        (page, format!("<</Type/Page{leaf}>>")),
        (content, written_drawing(BLACK)),
    ]
}

/// A content to which the entry of another number led, before a later save corrected that.
fn masked(base: &Base) -> Vec<u8> {
    let file = looking_up_nothing(base);
    let update = Revision::after(&file);
    let (number, at) = (update.next(), update.position());
    let led = update.bytes(content_in_black(base)).entry(number, at, 0);
    let led = led.finish();
    let update = Revision::after(&led);
    update.object(number, "<</A 1>>").finish()
}

//! Updates as ordinary programs write them: none is a fault.

use super::PERMITTED;
use kyso_pdf::ObjectId;

use crate::attacks::incremental::newest_xref;
use crate::attacks::rebuilding::{
    awaiting, hidden_pages, packed_page, packed_twice, unused, unused_element,
};
use crate::attacks::recovery::missing::with_annotation;
use crate::attacks::recovery::{hybrid, saved_twice, with_leftover};
use crate::edit::{catalog, find_last, first_page, written};
use crate::expected::Expected;
use crate::revision::{Compressed, Revision};
use crate::{Base, Case};

const SIGNED: Expected = Expected::passed();

pub(super) fn cases() -> Vec<Case> {
    let mut cases = tables();
    cases.extend(white_space());
    cases.extend(streams());
    cases.extend(forms());
    cases.push(Case::new("saved-twice-before-signing", SIGNED, |base| {
        base.signed(&saved_twice(base))
    }));
    cases.push(Case::new(
        "leftover-in-the-signed-bytes",
        Expected {
            reason: Some("SignedLeftover"),
            ..SIGNED
        },
        |base| with_leftover(base, |file| file),
    ));
    // No program shows it: the page lists it no more.
    cases.push(Case::new(
        "freed-annotation-that-the-catalog-names",
        SIGNED,
        |base| {
            let (file, annotation) = with_annotation(base);
            let (id, mut page) = first_page(&file);
            page.remove("Annots");
            let (root, mut catalog) = catalog(&file);
            catalog.insert("StructTreeRoot", ObjectId::new(annotation, 0));
            let update = Revision::after(&file).object(id.number, written(page));
            let update = update.object(root.number, written(catalog));
            base.signed(&update.free(annotation, 1).finish())
        },
    ));
    cases
}

/// An update of one unused object.
fn update(base: &Base) -> Revision {
    let revision = Revision::after(&base.approved);
    let number = revision.next();
    revision.object(number, "<</A 1>>")
}

fn tables() -> Vec<Case> {
    let replaced = |name, old: &'static str, new: &'static str| {
        Case::new(name, PERMITTED, move |base| {
            let file = update(base).finish();
            let section = find_last(&file, b"\nxref\n") + 1;
            let (objects, section) = file.split_at(section);
            let section = String::from_utf8(section.to_vec()).unwrap();
            assert!(section.contains(old));
            let written = section.replacen(old, new, 1);
            let start = objects.len() + written.find("xref").unwrap();
            let (body, _) = written.split_once("startxref").unwrap();
            let end = format!("startxref\n{start}\n%%EOF\n");
            [objects, body.as_bytes(), end.as_bytes()].concat()
        })
    };
    vec![
        replaced("comments-of-programs", "xref\n", "%PDF Tool-1.2.3\nxref\n"),
        replaced(
            "comment-behind-the-trailer",
            ">>\n",
            ">>\n%iText-5.5.13.1\n",
        ),
        replaced("blank-lines-around-the-subsections", "xref\n", "xref \n\n"),
        replaced("blank-line-before-the-trailer", "trailer", "\ntrailer"),
        replaced("blank-behind-the-count", " 1\n", " 1 \n"),
        replaced("entries-that-end-with-crlf", " n \n", " n\r\n"),
        replaced("entries-with-tabs", " 00000 n \n", "\t00000\tn\t\n"),
        replaced("entries-that-end-with-two-lines", " n \n", " n\n\n"),
        replaced("tab-behind-the-count", " 1\n", " 1\t\n"),
        replaced("trailer-on-one-line", "trailer\n", "trailer "),
        replaced(
            "trailer-with-a-comment",
            "/Root ",
            "/X%/Root 1\n1/Root% 1\n",
        ),
        replaced("trailer-with-plus-signs", "/Prev ", "/X\0+1/Prev +"),
        replaced("trailer-with-leading-zeros", "/Size ", "/Size 00"),
        Case::new("gap-in-the-size", PERMITTED, |base| {
            Revision::after(&base.approved)
                .object(3000, "<</A 1>>")
                .finish()
        }),
    ]
}

fn white_space() -> Vec<Case> {
    vec![
        Case::new("end-names-the-blank-before", PERMITTED, |base| {
            let revision = update(base);
            let before = revision.position() - 1;
            revision.finish_with(&format!("startxref\n{before}\n%%EOF\n"))
        }),
        Case::new("section-before-named-by-its-blank", PERMITTED, |base| {
            let before = newest_xref(&base.approved) - 1;
            update(base).previous(before).finish()
        }),
        Case::new("entry-names-the-blank-before", PERMITTED, |base| {
            let revision = Revision::after(&base.approved).bytes("\n ");
            let (number, at) = (revision.next(), revision.position());
            let revision = revision.object(number, "<</A 1>>");
            revision.entry(number, at - 2, 0).finish()
        }),
        Case::new("signed-behind-a-blank", SIGNED, |base| {
            let before = newest_xref(&base.plain) - 1;
            let revision = Revision::after(&base.plain).previous(before);
            let number = revision.next();
            base.signed(&revision.object(number, "<</A 1>>").finish())
        }),
        Case::new("end-with-blanks", PERMITTED, |base| {
            let revision = update(base);
            let at = revision.position();
            revision.finish_with(&format!("startxref \r\n{at}\r\n%%EOF \r\n\r\n"))
        }),
    ]
}

fn streams() -> Vec<Case> {
    vec![
        Case::new("catalog-moved-into-an-object-stream", PERMITTED, |base| {
            let (id, entries) = catalog(&base.approved);
            Compressed::after(&base.approved)
                .element(id.number, &written(entries))
                .finish()
        }),
        Case::new("section-that-lists-itself-as-free", PERMITTED, |base| {
            let update = Compressed::after(&base.approved);
            let number = update.next();
            update
                .element(number, "<</A 1>>")
                .row(number + 200, [0, 0, 0])
                .section_number(number + 200)
                .finish()
        }),
        Case::new("section-that-does-not-list-itself", PERMITTED, |base| {
            let update = Compressed::after(&base.approved);
            let number = update.next();
            update
                .element(number, "<</A 1>>")
                .section_number(number + 200)
                .finish()
        }),
        Case::new("hybrid-update", PERMITTED, |base| {
            let number = Revision::after(&base.approved).next();
            hybrid(&base.approved, number, None)
        }),
        Case::new("hybrid-update-that-leads-back", PERMITTED, |base| {
            let number = Revision::after(&base.approved).next();
            let previous = newest_xref(&base.approved);
            hybrid(&base.approved, number, Some(previous))
        }),
        Case::new("section-repeated-as-a-stream", PERMITTED, |base| {
            let revision = update(base);
            let (number, root) = (revision.next(), catalog(&base.approved).0);
            let section = format!(
                "<</Type/XRef/W[1 1 1]/Index[0 1]/Size {}/Root {root} R/Prev {}/Length 3>>\nstream\n\0\0\0\nendstream",
                number + 1,
                newest_xref(&base.approved)
            );
            revision.object(number, section).finish()
        }),
    ]
}

/// Updates in another form than what was signed, where programs read the file alike.
fn forms() -> Vec<Case> {
    vec![
        Case::new(
            "packed-again-in-a-file-that-is-rebuilt",
            PERMITTED,
            packed_twice,
        ),
        Case::new("table-after-object-streams", PERMITTED, |base| {
            unused(&base.signed(&packed_page(base, false)))
        }),
        Case::new(
            "stream-after-object-streams-that-await-an-object",
            PERMITTED,
            |base| unused_element(&base.signed(&packed_page(base, true))),
        ),
        Case::new(
            "table-after-tables-that-await-an-object",
            PERMITTED,
            |base| unused(&base.signed(&awaiting(base))),
        ),
        Case::new(
            "stream-after-tables-that-await-an-object-alone",
            PERMITTED,
            |base| unused_element(&base.signed(&awaiting(base))),
        ),
        Case::new(
            "table-after-an-object-that-its-section-hides",
            // MuPDF does not show it, with the update or without.
            Expected::doubtful("GENERIC", "ShownByRepair").with_modifications("permitted"),
            |base| unused(&base.signed(&hidden_pages(base))),
        ),
    ]
}

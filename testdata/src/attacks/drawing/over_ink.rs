//! A drawing over ink alters what was signed.

use kyso_pdf::{Dictionary, Name, Object, Rect};
use kyso_stamp_images::TextDocument;

use super::{PAPER, TEXT, WORDS, person};
use crate::Case;
use crate::edit::{catalog, dictionary, elements, first_page, updated};
use crate::expected::Expected;
use crate::signing::{Look, Signing};

pub(super) fn cases() -> Vec<Case> {
    let covered = Expected::altered("DrawnOverContent").with_signatures(3);
    let over_line = |name, part: fn(Rect) -> Rect| {
        Case::new(name, covered, move |base| {
            let area = part(line(&base.plain));
            let look = Look::Drawing(area, "0 g 0 0 500 500 re f");
            Signing::new(&base.office.agency, "Khac")
                .look(look)
                .sign(&base.issued)
        })
    };
    vec![
        Case::new("words-of-the-agency-over-words", covered, |base| {
            let look = Look::Drawing(line(&base.plain), WORDS);
            Signing::new(&base.office.agency, "Khac")
                .look(look)
                .sign(&base.issued)
        }),
        over_line("stroke-through-a-line", |line| Rect {
            bottom: line.bottom + 0.4 * line.height(),
            top: line.bottom + 0.4 * line.height() + 0.3,
            ..line
        }),
        over_line("dot-in-a-letter", |line| Rect {
            bottom: line.bottom + 5.0,
            top: line.bottom + 6.0,
            left: line.left + 3.0,
            right: line.left + 4.0,
        }),
        Case::new(
            "small-boxes-over-a-word",
            covered.with_signatures(5),
            |base| {
                let line = line(&base.plain);
                let names = ["Mot", "Hai", "Ba"];
                let step = |(bytes, left): (Vec<u8>, f64), name| {
                    let area = Rect {
                        left,
                        right: left + 4.0,
                        ..line
                    };
                    let look = Look::Drawing(area, "1 g 0 0 50 50 re f");
                    let bytes = Signing::new(&base.office.agency, name)
                        .look(look)
                        .sign(&bytes);
                    (bytes, left + 4.0)
                };
                names
                    .into_iter()
                    .fold((base.issued.clone(), line.left), step)
                    .0
            },
        ),
        Case::new("white-inline-picture-over-words", covered, |base| {
            let look = "q 500 0 0 40 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID ff> EI Q";
            Signing::new(&base.office.agency, "Khac")
                .look(Look::Drawing(line(&base.plain), look))
                .sign(&base.issued)
        }),
        Case::new("signature-picture-over-the-text", covered, |base| {
            let look = Look::Picture(TEXT, "chu-ky-mau.png");
            Signing::new(&person(base), "Khac")
                .look(look)
                .sign(&base.issued)
        }),
        Case::new("seal-over-the-text", covered, |base| {
            let area = Rect {
                right: 182.0,
                top: 502.0,
                ..TEXT
            };
            let look = Look::Picture(area, "con-dau-mau.png");
            Signing::new(&base.office.agency, "Khac")
                .look(look)
                .sign(&base.issued)
        }),
        Case::new(
            "words-over-words-of-a-page-counted-wrong",
            covered.with_signatures(2),
            |base| {
                let signed = base.signed(&counted_wrong(&base.plain));
                let look = Look::Drawing(line(&base.plain), WORDS);
                Signing::new(&base.office.agency, "Khac")
                    .look(look)
                    .sign(&signed)
            },
        ),
        Case::new(
            "box-over-a-signature",
            Expected::altered("DrawnOverSignature").with_signatures(2),
            |base| {
                let first = Signing::new(&base.office.person, "NguoiKy1");
                let signed = first
                    .look(Look::Picture(PAPER, "chu-ky-mau.png"))
                    .sign(&base.plain);
                let look = Look::Drawing(PAPER, "1 g 0 0 220 35 re f");
                Signing::new(&base.office.agency, "Khac")
                    .look(look)
                    .sign(&signed)
            },
        ),
    ]
}

/// A document whose page tree miscounts: before its first page is a node without pages that claims to have some. A program that
/// trusts the counts takes the first page for a blank page at the end.
fn counted_wrong(plain: &[u8]) -> Vec<u8> {
    updated(plain, |update| {
        let (root, first) = (catalog(plain).1, first_page(plain));
        let tree = root.get("Pages").and_then(Object::as_reference).unwrap();
        let entries = dictionary(plain, tree);
        let kids = elements(plain, &entries, "Kids");
        let count = i64::try_from(kids.len()).unwrap();
        let node = |kind: &str| {
            Dictionary::new()
                .with("Type", Name::from(kind))
                .with("Parent", tree)
        };
        let nothing = update.add(node("Pages").with("Kids", Vec::new()).with("Count", count));
        let paper = first.1.get("MediaBox").or(entries.get("MediaBox")).unwrap();
        let blank = update.add(node("Page").with("MediaBox", paper.clone()));
        let kids = [vec![nothing.into()], kids, vec![blank.into()]].concat();
        update.set(tree, entries.with("Kids", kids).with("Count", count + 1));
    })
}

/// Around the first long line of text on the first page.
pub(crate) fn line(bytes: &[u8]) -> Rect {
    let text = TextDocument::open(bytes).unwrap();
    let page = text.page(0).unwrap();
    let long = page.pieces().iter().find(|piece| piece.area.width > 300.0);
    page.frame().to_user(&long.expect("a long line").area)
}

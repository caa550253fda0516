//! One page as a file of its own.

use kyso_pdf::{Dictionary, Document, Name, Object, PdfError, Stream, Update};

use crate::{SAMPLES, sample};

#[test]
fn a_page_keeps_its_geometry_and_leaves_the_other_pages_behind() {
    for name in SAMPLES {
        let bytes = sample(name);
        let document = Document::open(&bytes).unwrap();
        let pages = document.latest().pages(usize::MAX).unwrap();
        for page in &pages {
            let alone = document.latest().page_alone(page.id).unwrap();
            let alone = Document::open(&alone).unwrap();
            assert_eq!(
                alone.latest().pages(usize::MAX).unwrap(),
                std::slice::from_ref(page),
                "{name}"
            );
            let other = |id| alone.latest().object(id).unwrap().is_null();
            let mut others = pages.iter().filter(|other| other.id != page.id);
            assert!(others.all(|page| other(page.id)), "{name}");
        }
    }
}

/// The decision with a picture, a note and a button on its first page.
fn with_annotations() -> (Vec<u8>, Vec<u8>) {
    let bytes = sample("quyet-dinh.pdf");
    let document = Document::open(&bytes).unwrap();
    let view = document.latest();
    let pages = view.pages(2).unwrap();
    let mut page = view
        .object(pages[0].id)
        .unwrap()
        .as_dictionary()
        .unwrap()
        .clone();
    let mut update = Update::new(&document).unwrap();
    let pixels = vec![b'#'; 90_000];
    let picture = Dictionary::new()
        .with("Subtype", Name::from("Image"))
        .with("Width", 300);
    let picture = update.add(Stream::new(picture, pixels.clone()));
    let drawn = Dictionary::new().with("Subtype", Name::from("Form")).with(
        "Resources",
        Dictionary::new().with("XObject", Dictionary::new().with("Im", picture)),
    );
    let drawn = update.add(Stream::new(drawn, b"/Im Do".to_vec()));
    let action = Dictionary::new().with("D", vec![Object::from(pages[1].id)]);
    let button = Dictionary::new()
        .with("Subtype", Name::from("Widget"))
        .with("AP", Dictionary::new().with("N", drawn))
        .with("A", action);
    page.insert("Annots", vec![Object::from(update.add(button))]);
    update.set(pages[0].id, page);
    (update.finish().unwrap(), pixels)
}

#[test]
fn drawn_annotations_stay_without_actions_and_pixels() {
    let (bytes, pixels) = with_annotations();
    assert!(bytes.windows(pixels.len()).any(|window| window == pixels));
    let document = Document::open(&bytes).unwrap();
    let page = document.latest().page(0).unwrap().unwrap();
    let alone = document.latest().page_alone(page.id).unwrap();
    assert!(!alone.windows(100).any(|window| window == &pixels[..100]));
    let alone = Document::open(&alone).unwrap();
    let view = alone.latest();
    let page = view.object(page.id).unwrap();
    let annotations = page.as_dictionary().unwrap().get("Annots").unwrap();
    let annotation = view.resolve(&annotations.as_array().unwrap()[0]).unwrap();
    let annotation = annotation.as_dictionary().unwrap();
    assert!(!annotation.contains("A"));
    let appearances = annotation.get("AP").unwrap().as_dictionary().unwrap();
    let form = view.get(appearances, "N").unwrap();
    assert_eq!(view.decoded(form.as_stream().unwrap()).unwrap(), b"/Im Do");
    let resources = form.as_dictionary().unwrap().get("Resources").unwrap();
    let pictures = resources.as_dictionary().unwrap().get("XObject").unwrap();
    let picture = view.get(pictures.as_dictionary().unwrap(), "Im").unwrap();
    let width = picture.as_dictionary().unwrap().get("Width");
    assert_eq!(width, Some(&Object::Integer(300)));
}

#[test]
fn a_page_that_refers_to_too_much_is_refused() {
    let bytes = sample("quyet-dinh.pdf");
    let document = Document::open(&bytes).unwrap();
    let mut update = Update::new(&document).unwrap();
    let chain: Vec<_> = (0..20_001).map(|_| update.reserve()).collect();
    for pair in chain.windows(2) {
        update.set(pair[0], Dictionary::new().with("Next", pair[1]));
    }
    let page = Dictionary::new()
        .with("Type", Name::from("Page"))
        .with(
            "MediaBox",
            Object::Array([0, 0, 9, 9].map(Object::Integer).to_vec()),
        )
        .with("Resources", chain[0]);
    let page = update.add(page);
    let bytes = update.finish().unwrap();
    let document = Document::open(&bytes).unwrap();
    let refused = document.latest().page_alone(page);
    assert!(
        matches!(
            refused,
            Err(PdfError::LimitReached {
                budget: kyso_pdf::LimitKind::PageObjects,
                ..
            })
        ),
        "{refused:?}"
    );
}

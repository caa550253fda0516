#![allow(clippy::unwrap_used)]

use super::*;
use kyso_pdf::{Document, Name, Stream, Update};

/// The kinds found in a sample that also holds `object`.
fn kinds(object: impl Into<Object>) -> Vec<ActiveKind> {
    let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
    let document = Document::open(pdf).unwrap();
    let mut update = Update::new(&document).unwrap();
    update.add(object);
    let changed = update.finish().unwrap();
    let document = Document::open(&changed).unwrap();
    let found = active_content(&document.latest()).unwrap();
    found.into_iter().map(|found| found.kind).collect()
}

fn action(kind: &str) -> Dictionary {
    Dictionary::new().with("S", Name::from(kind))
}

#[test]
fn what_acts_is_found_however_deep_and_used_or_not() {
    let nested = Dictionary::new().with("AA", Dictionary::new().with("O", action("JavaScript")));
    assert_eq!(kinds(nested), [ActiveKind::JavaScript]);
    let next = action("GoTo").with("Next", vec![Object::from(action("Launch"))]);
    assert_eq!(kinds(next), [ActiveKind::Launch]);
    assert_eq!(kinds(action("Hide")), [ActiveKind::Hide]);
    assert_eq!(kinds(action("SetOCGState")), [ActiveKind::LayerSwitch]);
    let rendition = action("Rendition").with("JS", Object::String(b"x".to_vec()));
    assert_eq!(kinds(rendition), [ActiveKind::JavaScript]);
}

#[test]
fn streams_that_stand_elsewhere_are_found() {
    let elsewhere = Dictionary::new().with("F", Object::String(b"a.pdf".to_vec()));
    let stream = Stream::new(elsewhere, b"1 0 0 rg".to_vec());
    assert_eq!(kinds(stream), [ActiveKind::ExternalStream]);
    let bounds = [0, 0, 9, 9].map(Object::from).to_vec();
    let form = Dictionary::new()
        .with("Subtype", Name::from("Form"))
        .with("BBox", bounds)
        .with("Ref", Dictionary::new());
    assert_eq!(
        kinds(Stream::new(form, Vec::new())),
        [ActiveKind::ExternalStream]
    );
}

/// An unreadable reference of one annotation hides no script of another object.
#[test]
fn a_broken_object_ends_no_search() {
    let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
    let document = Document::open(pdf).unwrap();
    let mut update = Update::new(&document).unwrap();
    let page = document.latest().page(0).unwrap().unwrap().id;
    let flags = update.add(Object::Integer(12_345));
    let widget = Dictionary::new()
        .with("Subtype", Name::from("Stamp"))
        .with("Rect", vec![0.into(), 0.into(), 9.into(), 9.into()])
        .with("F", flags);
    let widget = update.add(widget);
    let page_object = document.latest().object(page).unwrap();
    let entries = page_object.as_dictionary().unwrap().clone();
    update.set(page, entries.with("Annots", vec![Object::from(widget)]));
    update.add(action("JavaScript"));
    let mut changed = update.finish().unwrap();
    let value = memchr::memmem::rfind(&changed, b"12345").unwrap();
    changed[value..value + 5].copy_from_slice(b"--)>>");
    let document = Document::open(&changed).unwrap();
    let found = active_content(&document.latest()).unwrap();
    let found: Vec<_> = found.into_iter().map(|found| found.kind).collect();
    // The flags, and the annotation that refers to them.
    let unreadable = ActiveKind::Unreadable;
    assert_eq!(found, [ActiveKind::JavaScript, unreadable, unreadable]);
}

/// Two pages in a node that counts one.
#[test]
fn nodes_that_count_other_pages_are_found() {
    let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
    let document = Document::open(pdf).unwrap();
    let view = document.latest();
    assert!(tree::odd(&view).unwrap().is_empty());
    let id = view.page(0).unwrap().unwrap().id;
    let page = view.object(id).unwrap();
    let page = page.as_dictionary().unwrap().clone();
    let root = page.get("Parent").and_then(Object::as_reference).unwrap();
    let entries = view.object(root).unwrap();
    let entries = entries.as_dictionary().unwrap().clone();
    let mut update = Update::new(&document).unwrap();
    let second = update.add(page);
    let kids = entries.get("Kids").and_then(Object::as_array).unwrap();
    let kids = [kids, &[second.into()]].concat();
    update.set(root, entries.with("Kids", kids));
    let changed = update.finish().unwrap();
    let document = Document::open(&changed).unwrap();
    let odd = tree::odd(&document.latest()).unwrap();
    assert_eq!(odd.into_iter().collect::<Vec<_>>(), [root]);
}

/// Each would cost a pass over all objects, were they not looked up together.
#[test]
fn kinds_that_are_objects_are_looked_up_in_one_pass() {
    const NAMES: usize = 10_000;
    let start = std::time::Instant::now();
    let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
    let document = Document::open(pdf).unwrap();
    let mut update = Update::new(&document).unwrap();
    let kinds: Vec<ObjectId> = (0..NAMES)
        .map(|_| update.add(Name::from("Launch")))
        .collect();
    let action = update.add(Dictionary::new().with("S", *kinds.last().unwrap()));
    let changed = update.finish().unwrap();
    let document = Document::open(&changed).unwrap();
    let found = active_content(&document.latest()).unwrap();
    let expected = ActiveContent {
        kind: ActiveKind::Launch,
        object: action,
    };
    assert_eq!(found, [expected]);
    assert!(start.elapsed() < std::time::Duration::from_secs(60));
}

#[test]
fn links_and_structure_are_harmless() {
    for kind in ["GoTo", "URI", "Span", "Transparency", "Named", "ResetForm"] {
        assert!(kinds(action(kind)).is_empty(), "{kind}");
    }
    // An annotation that no page lists is not shown.
    let stamp = Dictionary::new()
        .with("Subtype", Name::from("Stamp"))
        .with("F", 36)
        .with("Rect", vec![0.into(), 0.into(), 9.into(), 9.into()]);
    assert!(kinds(stamp).is_empty());
}

/// Each of them asks its field for type, flags and value, whose list of widgets is long.
#[test]
fn many_widgets_of_one_field_cost_no_square() {
    const WIDGETS: usize = 20_000;
    let start = std::time::Instant::now();
    let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
    let document = Document::open(pdf).unwrap();
    let mut update = Update::new(&document).unwrap();
    let field = update.add(Dictionary::new());
    let widget = Dictionary::new()
        .with("Subtype", Name::from("Widget"))
        .with("Rect", vec![0.into(), 0.into(), 9.into(), 9.into()])
        .with("F", 4)
        .with("Parent", field);
    let widgets: Vec<Object> = (0..WIDGETS)
        .map(|_| update.add(widget.clone()).into())
        .collect();
    let entries = Dictionary::new()
        .with("FT", Name::from("Tx"))
        .with("V", Object::String(vec![b'x'; 10_000]))
        .with("Kids", widgets);
    update.set(field, entries);
    let changed = update.finish().unwrap();
    let document = Document::open(&changed).unwrap();
    let found = active_content(&document.latest());
    assert!(matches!(found, Err(PdfError::LimitReached { .. })));
    assert!(start.elapsed() < std::time::Duration::from_secs(60));
}

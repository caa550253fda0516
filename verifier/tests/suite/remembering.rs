//! What is remembered of one document decides nothing of another: each is judged
//! after one that differs from it in a single object, and a second time.

use kyso_pdf::{Dictionary, Document, Name, Object, ObjectId, Rect, Stream};
use kyso_pki::TrustStore;
use kyso_testdata::{Base, Look, Signing, now, updated};
use kyso_verifier::{Modifications, Policy, verify};

const AREA: Rect = Rect {
    left: 80.0,
    bottom: 400.0,
    right: 300.0,
    top: 500.0,
};

/// A signed document whose only page has the entries that `page` gives, and over
/// which an agency draws later.
fn drawn_over(
    (base, store): (&Base, &TrustStore),
    page: impl Fn(&mut dyn FnMut(Object) -> ObjectId) -> Dictionary,
) -> Modifications {
    let document = Document::open(&base.plain).unwrap();
    let id = document.latest().page(0).unwrap().unwrap().id;
    let original = document.latest().object(id).unwrap();
    let prepared = updated(&base.plain, |update| {
        let entries = page(&mut |object| update.add(object));
        let mut changed = original.as_dictionary().unwrap().clone();
        for (name, value) in entries.iter() {
            changed.insert_name(name.clone(), value.clone());
        }
        update.set(id, changed);
    });
    let look = Look::Drawing(AREA, "0 g 0 0 500 500 re f");
    let later = Signing::new(&base.office.agency, "Khac").look(look);
    let bytes = later.sign(&base.signed(&prepared));
    let report = verify(&bytes, store, &Policy::new(now())).unwrap();
    report.signatures[0].modifications
}

/// Judges the pages on blank paper first, then those with ink.
fn judge_in_turn<T: Copy>(
    blank: T,
    ink: T,
    page: impl Fn(T, &mut dyn FnMut(Object) -> ObjectId) -> Dictionary,
) {
    let base = Base::new();
    // What is remembered belongs to the store.
    let store = base.office.store();
    for (content, wanted) in [
        (blank, Modifications::Permitted),
        (ink, Modifications::Forbidden),
        (blank, Modifications::Permitted),
    ] {
        assert_eq!(
            drawn_over((&base, &store), |add| page(content, add)),
            wanted
        );
    }
}

const INK: &str = "0 g 80 400 200 80 re f";
const BLANK: &str = "q Q";

#[test]
fn content_that_calls_itself_a_page_or_a_picture() {
    for (key, kind) in [("Type", "Page"), ("Type", "Catalog"), ("Subtype", "Image")] {
        judge_in_turn(BLANK, INK, |content: &str, add| {
            let entries = Dictionary::new().with(key, Name::from(kind));
            let content = Stream::new(entries, content.as_bytes().to_vec());
            Dictionary::new().with("Contents", add(content.into()))
        });
    }
}

#[test]
fn resources_that_call_themselves_a_page() {
    judge_in_turn(BLANK, INK, |content: &str, add| {
        let form = Dictionary::new().with("Subtype", Name::from("Form")).with(
            "BBox",
            Rect::from_corners(0.0, 0.0, 600.0, 900.0).to_object(),
        );
        let form = add(Stream::new(form, content.as_bytes().to_vec()).into());
        let forms = Dictionary::new()
            .with("Type", Name::from("Page"))
            .with("F", form);
        let forms = add(forms.into());
        let drawing = Stream::new(Dictionary::new(), b"/F Do".to_vec());
        Dictionary::new()
            .with("Resources", Dictionary::new().with("XObject", forms))
            .with("Contents", add(drawing.into()))
    });
}

#[test]
fn annotations_that_say_in_other_objects_where_they_stand() {
    let elsewhere = Rect::from_corners(10.0, 10.0, 30.0, 30.0);
    judge_in_turn(elsewhere, AREA, |rect: Rect, add| {
        let bounds = Rect::from_corners(0.0, 0.0, 10.0, 10.0).to_object();
        let form = Dictionary::new()
            .with("Subtype", Name::from("Form"))
            .with("BBox", bounds);
        let form = add(Stream::new(form, b"0 g 0 0 10 10 re f".to_vec()).into());
        let rect = add(rect.to_object());
        let stamp = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("Stamp"))
            .with("F", 4)
            .with("Rect", rect)
            .with("AP", Dictionary::new().with("N", form));
        let blank = Stream::new(Dictionary::new(), BLANK.as_bytes().to_vec());
        Dictionary::new()
            .with("Contents", add(blank.into()))
            .with("Annots", vec![Object::from(add(stamp.into()))])
    });
}

/// What is decoded of a picture counts, whether the picture is remembered or not.
#[test]
fn decoded_bytes_end_where_they_ended_before() {
    let base = Base::new();
    let store = base.office.store();
    let judged = |inflated: usize| {
        let mut policy = Policy::new(now());
        policy.limits.inflated = inflated;
        format!("{:?}", verify(&base.issued, &store, &policy))
    };
    // What one picture takes is not enough for two.
    let limits: Vec<usize> = (1..=60).map(|step| step << 16).collect();
    let first: Vec<String> = limits.iter().map(|limit| judged(*limit)).collect();
    let differ = first.windows(2).filter(|pair| pair[0] != pair[1]);
    assert!(differ.count() > 2);
    for (limit, first) in limits.iter().zip(&first) {
        assert_eq!(judged(*limit), *first, "{limit}");
    }
}

//! Marks that programs draw themselves, or whose looks they draw in other colours and states, so that the marked line is gone.

use kyso_pdf::{Dictionary, Name, Object, Rect, Stream};

use super::wiping::{WIDTH, band, hull, looking};
use super::{mark_on, multiply, remarked};
use crate::attacks::certified::REPLACED;
use crate::attacks::drawing::over_ink::line;
use crate::edit::updated;
use crate::signing::form_object;
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = without_look();
    cases.extend(high());
    cases.extend(by_resources());
    cases
}

/// Marks without a look: programs draw them in `/C`.
fn without_look() -> Vec<Case> {
    let case = |name, kind: &'static str, colour: f64, layers: usize, marks: MarksOf| {
        Case::new(name, REPLACED, move |base| {
            let marks = marks(middle(base));
            let mark = mark_on(kind, &marks, hull(&marks).to_object());
            let mark = mark.with("C", vec![Object::Real(colour)]);
            let certified = base.certified(&base.plain, 3);
            (0..layers).fold(certified, |bytes, _| remarked(&bytes, mark.clone()))
        })
    };
    vec![
        case(
            "p3-white-strike-out-without-a-look",
            "StrikeOut",
            1.0,
            1,
            once,
        ),
        case(
            "p3-strike-out-of-staggered-marks-without-a-look",
            "StrikeOut",
            0.6,
            1,
            staggered,
        ),
        case("p3-dark-highlights-in-layers", "Highlight", 0.3, 3, once),
        case(
            "p3-dark-highlight-of-staggered-marks",
            "Highlight",
            0.3,
            1,
            staggered,
        ),
    ]
}

/// Marks much higher than the line: a third of them is all of it.
fn high() -> Vec<Case> {
    let high = |(left, middle): (f64, f64)| vec![band(left, middle, 36.0)];
    let stroke = |y: f64| format!("0.6 G 4 w 2 {y} m {} {y} l S", WIDTH - 2);
    vec![
        Case::new(
            "p3-strike-out-as-high-as-three-lines",
            REPLACED,
            move |base| {
                let right = WIDTH - 4;
                let look = format!(
                    "0.6 G 3.5 w 1.5 M 4 15 m {right} 15 l {right} 18 l 4 18 l 4 21 l {right} 21 l S"
                );
                looking(base, "StrikeOut", &high(middle(base)), |_| plain(&look))
            },
        ),
        Case::new(
            "p3-strike-outs-that-share-a-high-mark",
            REPLACED,
            move |base| {
                let marks = high(middle(base));
                let certified = base.certified(&base.plain, 3);
                [14.0, 18.0, 22.0].iter().fold(certified, |bytes, y| {
                    let mut look = None;
                    let bytes = updated(&bytes, |update| {
                        look = Some(update.add(formed(&marks, &stroke(*y), Dictionary::new())));
                    });
                    let look = Dictionary::new().with("N", look.unwrap());
                    let mark = mark_on("StrikeOut", &marks, hull(&marks).to_object());
                    remarked(&bytes, mark.with("AP", look))
                })
            },
        ),
    ]
}

/// Looks whose resources say something else than their operators.
fn by_resources() -> Vec<Case> {
    vec![
        Case::new("p3-highlight-in-a-group-of-no-kind", REPLACED, |base| {
            let marks = once(middle(base));
            looking(base, "Highlight", &marks, |add| {
                let states = multiply().with("N", blend("Normal"));
                let white = format!("/N gs 1 g 0 0 {WIDTH} 19 re f");
                let states = Dictionary::new().with("ExtGState", states);
                let mut inner = formed(&marks, &white, states.clone());
                let group = Dictionary::new().with("S", Name::from("Nhom"));
                inner.dictionary.insert("Group", group);
                let objects = Dictionary::new().with("X", add(inner.into()));
                ("/M gs /X Do".to_owned(), states.with("XObject", objects))
            })
        }),
        Case::new("p3-highlight-in-other-device-colours", REPLACED, |base| {
            looking(base, "Highlight", &once(middle(base)), |_| {
                let spaces = Dictionary::new().with("DefaultGray", bent(20.0));
                let resources = Dictionary::new().with("ExtGState", multiply());
                let look = format!("/M gs .8 g 2 2 {} 15 re f", WIDTH - 4);
                (look, resources.with("ColorSpace", spaces))
            })
        }),
        Case::new("p3-strike-out-in-other-device-colours", REPLACED, |base| {
            looking(base, "StrikeOut", &once(middle(base)), |_| {
                let spaces = Dictionary::new().with("DefaultGray", bent(0.001));
                let look = format!(".5 G 4 w 2 9.5 m {} 9.5 l S", WIDTH - 2);
                (look, Dictionary::new().with("ColorSpace", spaces))
            })
        }),
        Case::new("p3-strike-out-of-a-path-begun-within", REPLACED, |base| {
            let (left, line) = middle(base);
            // The line between these two is painted on.
            let marks = [-20.0, 20.0].map(|above| band(left, line + above, 19.0));
            looking(base, "StrikeOut", &marks, |add| {
                let lines = [-6, -2, 2, 6].map(|above| {
                    let y = f64::from(above) + 29.5;
                    format!("0 {y} m {WIDTH} {y} l ")
                });
                let inner = formed(&marks, &lines.concat(), Dictionary::new());
                let objects = Dictionary::new().with("X", add(inner.into()));
                let look = "0.6 G 4 w /X Do S".to_owned();
                (look, Dictionary::new().with("XObject", objects))
            })
        }),
    ]
}

/// The marks on a line, given its left end and its middle.
type MarksOf = fn((f64, f64)) -> Vec<Rect>;

fn middle(base: &Base) -> (f64, f64) {
    let line = line(&base.plain);
    (line.left, f64::midpoint(line.bottom, line.top))
}

fn once((left, middle): (f64, f64)) -> Vec<Rect> {
    vec![band(left, middle, 19.0)]
}

/// Low marks, each a little above the one before.
fn staggered((left, middle): (f64, f64)) -> Vec<Rect> {
    let marks = (-6..6).map(|step| band(left, middle + 1.7 * f64::from(step), 5.0));
    marks.collect()
}

fn plain(look: &str) -> (String, Dictionary) {
    (look.to_owned(), Dictionary::new())
}

fn formed(marks: &[Rect], content: &str, resources: Dictionary) -> Stream {
    let Object::Stream(mut form) = form_object(&hull(marks), content) else {
        unreachable!("a form is a stream");
    };
    form.dictionary.insert("Resources", resources);
    form
}

fn blend(mode: &str) -> Dictionary {
    Dictionary::new().with("BM", Name::from(mode))
}

/// Grey to the power of `gamma`.
fn bent(gamma: f64) -> Vec<Object> {
    let white = [0.95, 1.0, 1.09].map(Object::Real).to_vec();
    let parameters = Dictionary::new()
        .with("WhitePoint", white)
        .with("Gamma", Object::Real(gamma));
    vec![Name::from("CalGray").into(), parameters.into()]
}

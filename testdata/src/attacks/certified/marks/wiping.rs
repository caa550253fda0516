//! Marks whose strokes lie on other text than they mark when programs paint them, or hide the line that they mark.

use kyso_pdf::{Dictionary, Object, ObjectId, Rect};

use super::{mark_on, remarked};
use crate::attacks::certified::REPLACED;
use crate::attacks::drawing::over_ink::line;
use crate::edit::updated;
use crate::signing::form_object;
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = moved();
    cases.extend(wide());
    cases
}

/// Strokes on the lines around a line, which are moved onto it while their paths are open.
fn moved() -> Vec<Case> {
    let case = |name, drawn: fn(&Stroke) -> String| {
        Case::new(name, REPLACED, move |base| {
            let line = line(&base.plain);
            let middle = f64::midpoint(line.bottom, line.top);
            let marks: Vec<Rect> = [-2.0, -1.0, 1.0, 2.0]
                .map(|row| band(line.left, middle + 20.0 * row, 18.0))
                .into();
            let bottom = hull(&marks).bottom;
            let strokes = marks.iter().zip(0_u8..).map(|(mark, index)| Stroke {
                y: mark.bottom + 9.0 - bottom,
                goal: middle - 6.0 + 4.0 * f64::from(index) - bottom,
            });
            let strokes: String = strokes.map(|stroke| drawn(&stroke)).collect();
            struck(base, &marks, &format!("{PALE} G 4 w {strokes}"))
        })
    };
    vec![
        case("p3-strike-outs-moved-before-they-are-painted", |stroke| {
            let Stroke { y, goal } = stroke;
            let (there, back) = (goal - y, y - goal);
            format!("0 {y} m {WIDTH} {y} l 1 0 0 1 0 {there} cm S 1 0 0 1 0 {back} cm ")
        }),
        case(
            "p3-strike-outs-of-a-state-that-ends-before-they-are-painted",
            |Stroke { y, goal }| {
                let there = y - goal;
                format!("q 1 0 0 1 0 {there} cm 0 {goal} m {WIDTH} {goal} l Q S ")
            },
        ),
        case(
            "p3-strike-outs-of-a-state-that-begins-before-they-are-painted",
            |stroke| {
                let Stroke { y, goal } = stroke;
                let there = goal - y;
                format!("0 {y} m {WIDTH} {y} l q 1 0 0 1 0 {there} cm S Q ")
            },
        ),
    ]
}

/// Strokes on the marked line itself that hide it.
fn wide() -> Vec<Case> {
    let case = |name, heights: &'static [f64], height: f64, drawn: fn() -> String| {
        Case::new(name, REPLACED, move |base| {
            let line = line(&base.plain);
            let middle = f64::midpoint(line.bottom, line.top);
            let marks = heights.iter();
            let marks = marks.map(|above| band(line.left, middle + above, height));
            struck(base, &marks.collect::<Vec<_>>(), &drawn())
        })
    };
    vec![
        case("p3-strike-out-in-the-colour-of-paper", &[0.0], 19.0, || {
            format!("1 G 4 w 0 9.5 m {WIDTH} 9.5 l S")
        }),
        case("p3-strike-out-of-sharp-corners", &[0.0], 19.0, || {
            let corners = (1..2 * WIDTH).map(|half| {
                let (x, y) = (f64::from(half) / 2.0, 8.5 + f64::from(half % 2) * 2.0);
                format!("{x} {y} l ")
            });
            let corners: String = corners.collect();
            format!("{PALE} G 3.9 w 0 8.5 m {corners} S")
        }),
        case(
            "p3-strike-outs-beside-each-other-on-one-line",
            &[-3.0, 0.0, 3.0],
            14.0,
            || {
                let strokes = [5, 9, 13].map(|y| format!("0 {y} m {WIDTH} {y} l S "));
                format!("{PALE} G 4 w {}", strokes.concat())
            },
        ),
    ]
}

/// The height of a stroke within the look, and that at which it is painted.
struct Stroke {
    y: f64,
    goal: f64,
}

/// Part of a line, in points.
pub(super) const WIDTH: u16 = 160;
/// A grey that text is not read on, and that is not the colour of paper.
const PALE: &str = "0.7";

pub(super) fn band(left: f64, middle: f64, height: f64) -> Rect {
    Rect {
        left,
        right: left + f64::from(WIDTH),
        bottom: middle - height / 2.0,
        top: middle + height / 2.0,
    }
}

pub(super) fn hull(marks: &[Rect]) -> Rect {
    let bottoms = marks.iter().map(|mark| mark.bottom);
    let tops = marks.iter().map(|mark| mark.top);
    Rect {
        bottom: bottoms.fold(f64::INFINITY, f64::min),
        top: tops.fold(f64::NEG_INFINITY, f64::max),
        ..marks[0]
    }
}

/// The certified decision with one struck mark on all these places, drawn within their bounds.
fn struck(base: &Base, marks: &[Rect], look: &str) -> Vec<u8> {
    looking(base, "StrikeOut", marks, |_| {
        (look.to_owned(), Dictionary::new())
    })
}

/// The certified decision with one mark on all these places, whose look is this content with these resources.
pub(super) fn looking(
    base: &Base,
    kind: &str,
    marks: &[Rect],
    look: impl Fn(&mut dyn FnMut(Object) -> ObjectId) -> (String, Dictionary),
) -> Vec<u8> {
    let certified = base.certified(&base.plain, 3);
    let area = hull(marks);
    let mut drawn = None;
    let with_look = updated(&certified, |update| {
        let (content, resources) = look(&mut |object| update.add(object));
        let mut form = form_object(&area, &content);
        if let Object::Stream(form) = &mut form {
            form.dictionary.insert("Resources", resources);
        }
        drawn = Some(update.add(form));
    });
    let look = Dictionary::new().with("N", drawn.unwrap());
    let mark = mark_on(kind, marks, area.to_object());
    remarked(&with_look, mark.with("AP", look))
}

//! Verdicts as shapes, so that colour is never the only sign: circle and tick, octagon and cross, triangle and question
//! mark, square and dash; of a rule also diamond and two waves. The shapes are those of the clerk's page, in a box of 64 by 64 from the top left.

use std::fmt::Write;

use super::Tone;

/// A step of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Step {
    Move(f64, f64),
    Line(f64, f64),
    Curve([f64; 6]),
    Close,
}

/// A filled outline with a white sign on it.
pub(crate) struct Symbol {
    pub(crate) outline: Vec<Step>,
    pub(crate) sign: Vec<Step>,
}

impl Symbol {
    /// The symbol of a tone.
    pub(crate) fn of(tone: Tone) -> Self {
        match tone {
            Tone::Passed => Self {
                outline: circle(32.0, 32.0, 30.0),
                sign: line(&[(18.0, 33.0), (28.0, 43.0), (46.0, 22.0)]),
            },
            Tone::Failed => Self {
                outline: polygon(&[
                    (20.0, 2.0),
                    (44.0, 2.0),
                    (62.0, 20.0),
                    (62.0, 44.0),
                    (44.0, 62.0),
                    (20.0, 62.0),
                    (2.0, 44.0),
                    (2.0, 20.0),
                ]),
                sign: [
                    line(&[(21.0, 21.0), (43.0, 43.0)]),
                    line(&[(43.0, 21.0), (21.0, 43.0)]),
                ]
                .concat(),
            },
            Tone::Unknown => Self {
                outline: polygon(&[(32.0, 3.0), (62.0, 60.0), (2.0, 60.0)]),
                sign: question_mark(),
            },
            Tone::Differs => Self {
                outline: polygon(&[(32.0, 1.0), (63.0, 32.0), (32.0, 63.0), (1.0, 32.0)]),
                sign: [wave(25.0), wave(40.0)].concat(),
            },
            Tone::Unsigned => Self {
                outline: polygon(&[(5.0, 5.0), (59.0, 5.0), (59.0, 59.0), (5.0, 59.0)]),
                sign: line(&[(19.0, 32.0), (45.0, 32.0)]),
            },
        }
    }
}

/// The value of the attribute `d` of an SVG path.
pub(crate) fn svg(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        // Writing to a string cannot fail.
        let _ = match step {
            Step::Move(x, y) => write!(path, "M{x:.2} {y:.2}"),
            Step::Line(x, y) => write!(path, "L{x:.2} {y:.2}"),
            Step::Curve([a, b, c, d, x, y]) => {
                write!(path, "C{a:.2} {b:.2} {c:.2} {d:.2} {x:.2} {y:.2}")
            }
            Step::Close => write!(path, "Z"),
        };
    }
    path
}

fn line(points: &[(f64, f64)]) -> Vec<Step> {
    let steps = points.iter().enumerate();
    let steps = steps.map(|(index, &(x, y))| match index {
        0 => Step::Move(x, y),
        _ => Step::Line(x, y),
    });
    steps.collect()
}

fn polygon(points: &[(f64, f64)]) -> Vec<Step> {
    let mut steps = line(points);
    steps.push(Step::Close);
    steps
}

/// Four arcs, each as the usual cubic curve.
fn circle(x: f64, y: f64, r: f64) -> Vec<Step> {
    let k = r * 0.552_284_75;
    vec![
        Step::Move(x, y - r),
        Step::Curve([x + k, y - r, x + r, y - k, x + r, y]),
        Step::Curve([x + r, y + k, x + k, y + r, x, y + r]),
        Step::Curve([x - k, y + r, x - r, y + k, x - r, y]),
        Step::Curve([x - r, y - k, x - k, y - r, x, y - r]),
        Step::Close,
    ]
}

/// One of the two waves of "about".
fn wave(y: f64) -> Vec<Step> {
    vec![
        Step::Move(17.0, y + 2.0),
        Step::Curve([22.0, y - 7.0, 27.0, y - 5.0, 32.0, y]),
        Step::Curve([37.0, y + 5.0, 42.0, y + 7.0, 47.0, y - 2.0]),
    ]
}

fn question_mark() -> Vec<Step> {
    vec![
        Step::Move(25.0, 30.0),
        Step::Curve([25.0, 25.3, 27.3, 23.0, 32.0, 23.0]),
        Step::Curve([36.7, 23.0, 39.0, 25.3, 39.0, 29.5]),
        Step::Curve([39.0, 34.5, 32.0, 35.5, 32.0, 41.5]),
        Step::Move(32.0, 51.0),
        Step::Line(32.0, 51.1),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tone_has_a_shape_of_its_own_inside_the_box() {
        let tones = [
            Tone::Passed,
            Tone::Failed,
            Tone::Unknown,
            Tone::Differs,
            Tone::Unsigned,
        ];
        let mut outlines: Vec<String> = tones
            .iter()
            .map(|tone| svg(&Symbol::of(*tone).outline))
            .collect();
        for steps in tones.map(|tone| Symbol::of(tone).outline) {
            for step in steps {
                let (Step::Move(x, y) | Step::Line(x, y) | Step::Curve([.., x, y])) = step else {
                    continue;
                };
                assert!((0.0..=64.0).contains(&x) && (0.0..=64.0).contains(&y));
            }
        }
        outlines.sort();
        outlines.dedup();
        assert_eq!(outlines.len(), tones.len());
    }
}

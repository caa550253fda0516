//! What is drawn on a page, in points from its top left corner, and its content stream (ISO 32000-2, 8 and 9).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use kyso_stamp_images::{EmbeddedFont, Face};

use super::PAGE;
use crate::page_picture::PagePicture;
use crate::record::symbol::Step;

/// Red, green, blue from 0 to 1.
pub(super) type Colour = [f64; 3];

/// Thin lines between parts.
pub(super) const LINE: Colour = [0.725, 0.769, 0.812];
pub(super) const WHITE: Colour = [1.0; 3];

/// Marks in the order in which they are drawn.
#[derive(Default)]
pub(super) struct Canvas(Vec<Mark>);

/// One thing on a page.
enum Mark {
    Text {
        at: [f64; 2],
        face: Face,
        size: f64,
        colour: Colour,
        text: String,
    },
    Path {
        steps: Vec<Step>,
        at: [f64; 2],
        scale: f64,
        fill: Option<Colour>,
        line: Option<Pen>,
    },
    Picture {
        picture: Arc<PagePicture>,
        at: [f64; 2],
        size: [f64; 2],
    },
}

/// How a line is drawn.
#[derive(Clone, Copy)]
pub(super) struct Pen {
    pub(super) colour: Colour,
    pub(super) width: f64,
    pub(super) dashed: bool,
}

impl Pen {
    pub(super) fn new(colour: Colour, width: f64) -> Self {
        Self {
            colour,
            width,
            dashed: false,
        }
    }
}

impl Canvas {
    /// Text from the left end of its baseline.
    pub(super) fn text(&mut self, at: [f64; 2], face: Face, size: f64, colour: Colour, text: &str) {
        self.0.push(Mark::Text {
            at,
            face,
            size,
            colour,
            text: text.to_owned(),
        });
    }

    pub(super) fn line(&mut self, from: [f64; 2], to: [f64; 2], colour: Colour, width: f64) {
        let steps = vec![Step::Move(from[0], from[1]), Step::Line(to[0], to[1])];
        self.path(steps, [0.0; 2], 1.0, None, Some(Pen::new(colour, width)));
    }

    pub(super) fn path(
        &mut self,
        steps: Vec<Step>,
        at: [f64; 2],
        scale: f64,
        fill: Option<Colour>,
        line: Option<Pen>,
    ) {
        self.0.push(Mark::Path {
            steps,
            at,
            scale,
            fill,
            line,
        });
    }

    /// A rectangle with rounded corners.
    pub(super) fn area(
        &mut self,
        at: [f64; 2],
        size: [f64; 2],
        radius: f64,
        fill: Option<Colour>,
        line: Option<Pen>,
    ) {
        self.path(rounded(size, radius), at, 1.0, fill, line);
    }

    pub(super) fn picture(&mut self, picture: Arc<PagePicture>, at: [f64; 2], size: [f64; 2]) {
        self.0.push(Mark::Picture { picture, at, size });
    }

    /// Adds all marks of another canvas, moved.
    pub(super) fn add(&mut self, other: Self, x: f64, y: f64) {
        self.0.extend(other.0.into_iter().map(|mut mark| {
            let (Mark::Text { at, .. } | Mark::Path { at, .. } | Mark::Picture { at, .. }) =
                &mut mark;
            at[0] += x;
            at[1] += y;
            mark
        }));
    }

    /// The text of each face.
    pub(super) fn texts(&self) -> impl Iterator<Item = (Face, &str)> {
        self.0.iter().filter_map(|mark| match mark {
            Mark::Text { face, text, .. } => Some((*face, text.as_str())),
            _ => None,
        })
    }

    /// The pictures in the order of their names `P0`, `P1` …
    pub(super) fn pictures(&self) -> impl Iterator<Item = &PagePicture> {
        self.0.iter().filter_map(|mark| match mark {
            Mark::Picture { picture, .. } => Some(&**picture),
            _ => None,
        })
    }

    /// The content stream; fonts are named `F0`, `F1` … by the order of `fonts`.
    pub(super) fn content(&self, fonts: &BTreeMap<Face, EmbeddedFont>) -> String {
        let mut content = String::new();
        let mut pictures = 0;
        for mark in &self.0 {
            match mark {
                Mark::Text {
                    at,
                    face,
                    size,
                    colour,
                    text,
                } => {
                    let index = fonts.keys().position(|other| other == face).unwrap_or(0);
                    let codes = fonts.get(face).map(|font| font.encode(text));
                    let [x, y] = up(*at);
                    let _ = write!(
                        content,
                        "BT {} rg /F{index} {size:.2} Tf {x:.2} {y:.2} Td <",
                        numbers(colour)
                    );
                    let codes = codes.unwrap_or_default();
                    content.push_str(&base16ct::upper::encode_string(&codes));
                    content.push_str("> Tj ET\n");
                }
                Mark::Path {
                    steps,
                    at,
                    scale,
                    fill,
                    line,
                } => write_path(&mut content, steps, *at, *scale, *fill, *line),
                Mark::Picture { at, size, .. } => {
                    let [x, y] = up([at[0], at[1] + size[1]]);
                    let [width, height] = size;
                    let _ = writeln!(
                        content,
                        "q {width:.2} 0 0 {height:.2} {x:.2} {y:.2} cm /P{pictures} Do Q"
                    );
                    pictures += 1;
                }
            }
        }
        content
    }
}

fn write_path(
    content: &mut String,
    steps: &[Step],
    [x, y]: [f64; 2],
    scale: f64,
    fill: Option<Colour>,
    line: Option<Pen>,
) {
    let place = |a: f64, b: f64| {
        let [a, b] = up([x + a * scale, y + b * scale]);
        format!("{a:.2} {b:.2}")
    };
    content.push_str("q 1 J 1 j ");
    if let Some(colour) = fill {
        let _ = write!(content, "{} rg ", numbers(&colour));
    }
    if let Some(pen) = line {
        let dash = if pen.dashed { "[3 2] 0 d " } else { "" };
        let _ = write!(
            content,
            "{} RG {:.2} w {dash}",
            numbers(&pen.colour),
            pen.width
        );
    }
    for step in steps {
        write_step(content, step, place);
    }
    content.push_str(match (fill, line) {
        (Some(_), Some(_)) => "B Q\n",
        (Some(_), None) => "f Q\n",
        (None, Some(_)) => "S Q\n",
        (None, None) => "n Q\n",
    });
}

/// A step (ISO 32000-2, 8.5.2) to points that `place` writes.
fn write_step(content: &mut String, step: &Step, place: impl Fn(f64, f64) -> String) {
    // Writing to a string cannot fail.
    let _ = match step {
        Step::Move(a, b) => write!(content, "{} m ", place(*a, *b)),
        Step::Line(a, b) => write!(content, "{} l ", place(*a, *b)),
        Step::Curve([a, b, c, d, e, f]) => {
            let [one, two, end] = [(a, b), (c, d), (e, f)].map(|(x, y)| place(*x, *y));
            write!(content, "{one} {two} {end} c ")
        }
        Step::Close => write!(content, "h "),
    };
}

/// From the top left corner to PDF's bottom left one.
fn up([x, y]: [f64; 2]) -> [f64; 2] {
    [x, PAGE[1] - y]
}

fn numbers(colour: &Colour) -> String {
    let [red, green, blue] = colour;
    format!("{red:.3} {green:.3} {blue:.3}")
}

fn rounded([width, height]: [f64; 2], radius: f64) -> Vec<Step> {
    let (r, k) = (radius, radius * 0.447_715);
    vec![
        Step::Move(r, 0.0),
        Step::Line(width - r, 0.0),
        Step::Curve([width - k, 0.0, width, k, width, r]),
        Step::Line(width, height - r),
        Step::Curve([width, height - k, width - k, height, width - r, height]),
        Step::Line(r, height),
        Step::Curve([k, height, 0.0, height - k, 0.0, height - r]),
        Step::Line(0.0, r),
        Step::Curve([0.0, k, k, 0.0, r, 0.0]),
        Step::Close,
    ]
}

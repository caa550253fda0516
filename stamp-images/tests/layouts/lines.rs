//! Pages as plain lines.

use kyso_stamp_images::{Face, TextRun};

use super::pages::document_of;

/// A line of 14-point text: left end and baseline in points from the top left
/// corner of an A4 page.
pub(crate) struct Line(pub(crate) f64, pub(crate) f64, pub(crate) &'static str);

/// A PDF with these pages.
pub(crate) fn document(pages: &[&[Line]]) -> Vec<u8> {
    let runs = |lines: &&[Line]| lines.iter().map(run).collect();
    let pages: Vec<Vec<TextRun>> = pages.iter().map(runs).collect();
    document_of(&pages)
}

fn run(line: &Line) -> TextRun {
    TextRun {
        x: line.0,
        baseline: line.1,
        size: 14.0,
        face: Face::Regular,
        text: line.2.to_owned(),
    }
}

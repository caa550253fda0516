//! Documents as programs and agencies in the field make them: in the order in which they sign, and in the files that they
//! write. What is sound passes, with the roles and the legal status that a careful expert would give.

pub(crate) mod blanks;
mod blocks;
mod boxes;
mod certified;
mod files;
mod gaps;
mod hanging;
mod holders;
mod layers;
mod orders;
mod paper;
mod persons;
mod pictures;
mod raster;
mod reported;
mod scans;
mod steps;
mod table;
mod text_forms;

use crate::expected::Expected;
use crate::{Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = orders::cases();
    cases.extend(blanks::cases());
    cases.extend(blocks::cases());
    cases.extend(boxes::cases());
    cases.extend(certified::cases());
    cases.extend(files::cases());
    cases.extend(gaps::cases());
    cases.extend(hanging::cases());
    cases.extend(layers::cases());
    cases.extend(persons::cases());
    cases.extend(pictures::cases());
    cases.extend(reported::cases());
    cases.extend(scans::cases());
    cases.extend(table::cases());
    cases.extend(text_forms::cases());
    Family {
        name: "real",
        cases,
    }
}

const PASSED: Expected = Expected::passed();
const ORIGINAL: Expected = PASSED
    .with_modifications("permitted")
    .with_status("ORIGINAL");

fn case(
    name: &'static str,
    expected: Expected,
    make: impl Fn(&crate::Base) -> Vec<u8> + 'static,
) -> Case {
    Case::new(name, expected, make)
}

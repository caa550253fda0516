//! One generator for each attack, by family.

mod byte_ranges;
mod certified;
pub(crate) mod containers;
mod contents;
pub(crate) mod drawing;
pub(crate) mod fields;
pub(crate) mod forms;
pub(crate) mod incremental;
pub(crate) mod purposes;
pub(crate) mod rebuilding;
pub(crate) mod recovery;
pub(crate) mod rewriting;
pub(crate) mod shadow;
mod states;
mod structure;
pub(crate) mod trust;
mod wrapping;

use crate::Family;

pub(crate) fn families() -> Vec<Family> {
    vec![
        byte_ranges::family(),
        contents::family(),
        incremental::family(),
        rewriting::family(),
        wrapping::family(),
        shadow::family(),
        certified::family(),
        forms::family(),
        drawing::family(),
        fields::family(),
        structure::family(),
        recovery::family(),
        rebuilding::family(),
        containers::family(),
        trust::family(),
        states::family(),
    ]
}

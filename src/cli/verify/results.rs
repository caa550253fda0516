//! The results of all files, as every form of the answer needs them.

use kyso_words::Lang;

use super::examination::Examined;
use super::expectation::Comparison;
use super::selection::Selection;
use crate::cli::arguments::Verify;

/// The results of all files, in the order of the selection.
pub(super) struct Results<'a> {
    pub(super) request: &'a Verify,
    pub(super) selection: &'a Selection,
    pub(super) examined: &'a [Examined],
    pub(super) comparison: Option<&'a Comparison>,
    pub(super) lang: Lang,
}

//! Keeping a panic of the PDF interpreter inside this crate: a page that makes
//! it fail is an error, not the end of the process.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// The result of `work`; `None` when it panicked. `work` must leave nothing
/// behind that is used after a panic. A stack overflow is not contained.
pub(crate) fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

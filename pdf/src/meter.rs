//! What reading one file has cost so far.
#![deny(clippy::indexing_slicing, clippy::cast_possible_truncation)]

use std::cell::Cell;

use crate::error::PdfError;
use crate::limits::Limits;

/// The budgets of [`Limits`] that are spent over the whole file.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    limits: Limits,
    inflated: Cell<usize>,
    scanned: Cell<usize>,
    elements: Cell<usize>,
    objects: Cell<usize>,
}

impl Meter {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            ..Self::default()
        }
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Bytes that decoded streams may still take.
    pub(crate) fn room(&self) -> usize {
        self.limits.inflated.saturating_sub(self.inflated.get())
    }

    /// Counts bytes of decoded or decrypted data.
    pub(crate) fn inflate(&self, bytes: usize) -> Result<(), PdfError> {
        spend(&self.inflated, bytes, self.limits.inflated, INFLATED)
    }

    /// The error for data that do not fit into [`room`](Self::room).
    pub(crate) fn no_room(&self) -> PdfError {
        PdfError::LimitReached {
            budget: INFLATED,
            limit: self.limits.inflated,
        }
    }

    /// Counts bytes that were read as objects, whatever came of it.
    pub(crate) fn scan(&self, bytes: usize) -> Result<(), PdfError> {
        let budget = "bytes read as objects";
        spend(&self.scanned, bytes, self.limits.scanned, budget)
    }

    /// Elements of the objects that are kept.
    pub(crate) fn elements_held(&self) -> usize {
        self.elements.get()
    }

    /// Takes back the elements of an object that is not kept.
    pub(crate) fn hold_elements(&self, held: usize) {
        self.elements.set(held);
    }

    /// Counts one element of an array, or entry of a dictionary.
    pub(crate) fn element(&self) -> Result<(), PdfError> {
        let budget = "elements of arrays and dictionaries";
        spend(&self.elements, 1, self.limits.elements, budget)
    }

    /// Counts one object that was parsed.
    pub(crate) fn object(&self) -> Result<(), PdfError> {
        let budget = "objects parsed";
        spend(&self.objects, 1, self.limits.objects, budget)
    }
}

fn spend(
    spent: &Cell<usize>,
    amount: usize,
    limit: usize,
    budget: &'static str,
) -> Result<(), PdfError> {
    let total = spent.get().saturating_add(amount);
    spent.set(total);
    match total > limit {
        true => Err(PdfError::LimitReached { budget, limit }),
        false => Ok(()),
    }
}

pub(crate) const INFLATED: &str = "bytes of decoded stream data";

//! The cost of reading one file so far.

use crate::limit_kind::LimitKind;
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
    compared: Cell<usize>,
    objects_held: Cell<usize>,
    streams_held: Cell<usize>,
    validation_data_held: Cell<usize>,
    /// The offset of the first dictionary that holds a key twice, in bytes.
    repeated_key: Cell<Option<usize>>,
}

/// The memory of the objects that are kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    elements: usize,
    bytes: usize,
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
        spend(
            &self.inflated,
            bytes,
            self.limits.inflated,
            LimitKind::DecodedBytes,
        )
    }

    /// Takes back bytes that were counted.
    pub(crate) fn deflate(&self, bytes: usize) {
        self.inflated.set(self.inflated.get().saturating_sub(bytes));
    }

    /// Bytes of decoded or decrypted data that were counted.
    pub(crate) fn inflated(&self) -> usize {
        self.inflated.get()
    }

    /// The error for data that do not fit into [`room`](Self::room).
    pub(crate) fn no_room(&self) -> PdfError {
        PdfError::LimitReached {
            budget: LimitKind::DecodedBytes,
            limit: self.limits.inflated,
        }
    }

    /// Notes a dictionary that says something twice.
    pub(crate) fn note_repeated_key(&self, offset: usize) {
        let first = self.repeated_key.get();
        self.repeated_key
            .set(Some(first.map_or(offset, |first| first.min(offset))));
    }

    pub(crate) fn repeated_key(&self) -> Option<usize> {
        self.repeated_key.get()
    }

    /// An error once the bytes that were read as objects are too many: asked before the next one is
    /// read, because its bytes are counted afterwards and a caller may go on after an error.
    pub(crate) fn check_scanned(&self) -> Result<(), PdfError> {
        self.scan(0)
    }

    /// Counts bytes that were read as objects, whatever came of it.
    pub(crate) fn scan(&self, bytes: usize) -> Result<(), PdfError> {
        let budget = LimitKind::ObjectBytes;
        spend(&self.scanned, bytes, self.limits.scanned, budget)
    }

    /// The memory of the objects that are kept.
    pub(crate) fn held(&self) -> Held {
        Held {
            elements: self.elements.get(),
            bytes: self.objects_held.get(),
        }
    }

    /// Takes back what an object took that is not kept.
    pub(crate) fn set_held(&self, held: Held) {
        self.elements.set(held.elements);
        self.objects_held.set(held.bytes);
    }

    /// Whether half of the room for objects is taken: kept objects should then make room for the
    /// next ones.
    pub(crate) fn is_half_full(&self) -> bool {
        self.objects_held.get() > self.limits.objects_held / 2
    }

    /// Counts one element of an array, or entry of a dictionary, that takes so
    /// many bytes of memory.
    pub(crate) fn element(&self, bytes: usize) -> Result<(), PdfError> {
        let budget = LimitKind::Elements;
        spend(&self.elements, 1, self.limits.elements, budget)?;
        let budget = LimitKind::ObjectMemory;
        spend(&self.objects_held, bytes, self.limits.objects_held, budget)
    }

    /// Bytes that object streams which are kept may still take.
    pub(crate) fn room_for_streams(&self) -> usize {
        let held = self.streams_held.get();
        self.limits.streams_held.saturating_sub(held)
    }

    /// Counts bytes of a decoded object stream that is kept.
    pub(crate) fn hold_stream(&self, bytes: usize) -> Result<(), PdfError> {
        spend(
            &self.streams_held,
            bytes,
            self.limits.streams_held,
            LimitKind::ObjectStreamMemory,
        )
    }

    /// Counts bytes of validation data, which are never given back.
    pub(crate) fn hold_validation_data(&self, bytes: usize) -> Result<(), PdfError> {
        let budget = LimitKind::ValidationDataMemory;
        spend(
            &self.validation_data_held,
            bytes,
            self.limits.streams_held,
            budget,
        )
    }

    /// Nothing is kept of decoded object streams any more.
    pub(crate) fn release_streams(&self) {
        self.streams_held.set(0);
    }

    /// Counts elements that are compared or looked at.
    pub(crate) fn compare(&self, elements: usize) -> Result<(), PdfError> {
        let budget = LimitKind::ComparedElements;
        spend(&self.compared, elements, self.limits.compared, budget)
    }

    /// Counts one object before it is parsed.
    pub(crate) fn object(&self) -> Result<(), PdfError> {
        self.check_scanned()?;
        let budget = LimitKind::Objects;
        spend(&self.objects, 1, self.limits.objects, budget)
    }
}

fn spend(
    spent: &Cell<usize>,
    amount: usize,
    limit: usize,
    budget: LimitKind,
) -> Result<(), PdfError> {
    let total = spent.get().saturating_add(amount);
    spent.set(total);
    match total > limit {
        true => Err(PdfError::LimitReached { budget, limit }),
        false => Ok(()),
    }
}

//! Evidence about the certificates of signatures: what is at hand, where it came from, and since when it is proven to
//! have existed (EN 319 102-1, 5.2.4 and 5.6.2.3).

mod gathering;
mod memory;
mod pool;
mod used;

pub(crate) use gathering::{gather, gather_carried};
pub(crate) use memory::Memory;
pub(crate) use pool::{FoundIn, Items, Known, Pool};
pub(crate) use used::Used;

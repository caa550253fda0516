//! Directories: what is read, what is refused with its line, and which holders they know.
#![allow(clippy::unwrap_used, clippy::panic)]

mod faults;
mod guide;
mod holders;

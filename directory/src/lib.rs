//! The directory of an agency: organisations, people, and who may sign for which agency, in which form and when (A4, A5, B2, J1).
//!
//! A certificate carries no title, so an agency writes it down itself, in one TOML file (docs/directory.md).
//!
//! - [`Directory::open`] reads a file for use, and refuses one with any [`DirectoryFault`].
//! - [`Draft::open`] reads it for a check: what it holds, and every fault with its line, not the first one alone.
//! - A [`Directory`] is a [`HolderDirectory`](kyso_verifier::HolderDirectory): it answers whose certificate one is, and what was
//!   in effect at a time. An entry that has ended is of its time, never invalid (J1).
//!
//! Every list and the file have limits ([`DirectoryError`], [`FaultKind::TooMany`]). Here is no clock: the time is a parameter.
//! Nothing here decides about a signature; `kyso-signer` asks before it issues, and a report names what a directory knows.
//!
//! ```
//! use kyso_directory::Draft;
//!
//! let draft = Draft::read("[[organisation]]\nid = \"so-mau\"\nname = \"Sở Mẫu\"\nuntil = 30/06/2025\n");
//! let fault = draft.faults.first().map(ToString::to_string);
//! assert!(fault.is_some_and(|fault| fault.starts_with("line 4: ")));
//! ```

#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod certificate;
mod code;
mod directory;
mod entry;
mod fault;
mod fields;
mod file;
mod overview;
mod read;
mod relations;
mod seals;
mod syntax;

pub use directory::Directory;
pub use fault::{DirectoryFault, FaultKind, SyntaxFault, ValueKind};
pub use file::{DirectoryError, Draft};
pub use overview::{SignatoriesOf, Signatory};

//! Documents for tests: sound ones, and one for each known attack on PDF signatures.
//!
//! Everything is made at run time from `testdata/samples` with keys of an
//! invented authority; names and times are fixed, keys are not. Each attack
//! says which verdict is right and for which reason, so that rejecting
//! everything passes as little as accepting everything.
//!
//! A fixture that cannot be made is a failed test, so this crate panics where a
//! library would return an error. It never enters a released program.
//!
//! ```
//! use kyso_testdata::{Base, now};
//! use kyso_verifier::{Policy, Verdict, verify};
//!
//! let base = Base::new();
//! let report = verify(&base.issued, &base.office.store(), &Policy::new(now()))?;
//! assert_eq!(report.verdict, Verdict::TotalPassed);
//! # Ok::<(), kyso_verifier::VerifyError>(())
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::indexing_slicing
)]

#[allow(clippy::too_many_lines, reason = "tables of cases")]
mod attacks;
mod base;
mod container;
mod controls;
mod der;
mod edit;
mod expected;
mod forms;
mod glyphs;
mod impersonations;
mod manifest;
mod mutator;
mod office;
mod pixels;
mod profiles;
mod real;
mod regions;
mod revision;
mod signing;

use std::fmt;

pub use base::Base;
pub use edit::{page_of, sample, updated};
pub use expected::Expected;
pub use forms::PictureForm;
pub use manifest::write_fixtures;
pub use mutator::{Mutant, Mutator, productions};
pub use office::{Office, SIGNER, now, time};
pub use regions::regions;
pub use signing::{Look, MakeForm, Signing};

/// A document to be made, and what a verifier has to say about it.
pub struct Case {
    /// Unique, in small letters with hyphens: the name of the file without its extension.
    pub name: &'static str,
    /// The right judgement.
    pub expected: Expected,
    make: Make,
}

type Make = Box<dyn Fn(&Base) -> Vec<u8>>;

impl Case {
    pub(crate) fn new(
        name: &'static str,
        expected: Expected,
        make: impl Fn(&Base) -> Vec<u8> + 'static,
    ) -> Self {
        let make = Box::new(make);
        Self {
            name,
            expected,
            make,
        }
    }

    /// Makes the document.
    #[must_use]
    pub fn bytes(&self, base: &Base) -> Vec<u8> {
        (self.make)(base)
    }
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Case").field(&self.name).finish()
    }
}

/// Cases of one kind.
#[derive(Debug)]
pub struct Family {
    /// Name of the kind, in small letters with hyphens.
    pub name: &'static str,
    /// Its cases.
    pub cases: Vec<Case>,
}

/// The sound documents: all of them must pass.
#[must_use]
pub fn controls() -> Family {
    controls::family()
}

/// Documents as agencies and programs in the field make them.
#[must_use]
pub fn real() -> Family {
    real::family()
}

/// Valid signatures by the wrong people: none of them makes an original.
#[must_use]
pub fn impersonations() -> Family {
    impersonations::family()
}

/// The attacks by kind: none of them may pass.
#[must_use]
pub fn attacks() -> Vec<Family> {
    attacks::families()
}

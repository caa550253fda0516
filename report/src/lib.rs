//! What people read of a verification.
//!
//! `kyso-verifier` decides, this crate puts its [`Report`](kyso_verifier::Report) into words and pictures:
//!
//! - **Text**: [`report_text`] for terminals and files, [`pretty_json`] for programs.
//! - **Record** (Biên bản, F10): a [`Sheet`] has every text of the page that a clerk files; [`record_html`] and [`record_pdf`]
//!   place it. [`next_step`] says what a clerk should do.
//! - **Pictures**: [`pages_to_show`] and [`draw_page`]; [`compare_pages`] names pages that look different after signing. Pages
//!   are drawn in a process of their own: a program calls [`is_drawing_worker`] first in `main`.
//! - **Evidence**: a [`Bundle`] holds everything that a verification rests on, so that it can be repeated years later.
//! - **Inspection**: [`inspect`] shows revisions and signature fields as they are written, [`revision_bytes`] what a signature
//!   covers.
//! - **After signing**: [`differing_names`], [`unlikely_holder`] and [`signed_after`] find what a front end should warn of.
//!
//! It knows neither command line, nor service, nor configuration, and its texts name no option of theirs.
//!
//! ```
//! use kyso_report::report_text;
//! use kyso_verifier::{Policy, verify};
//! use kyso_words::Lang;
//! # use kyso_testdata::{Base, now};
//!
//! # let base = Base::new();
//! # let (pdf, trust) = (base.issued.clone(), base.office.store());
//! let report = verify(&pdf, &trust, &Policy::new(now()))?;
//! let text = report_text(&report, "quyet-dinh.pdf", None, Lang::Vi);
//! assert!(text.starts_with("✓ HỢP LỆ"));
//! # Ok::<(), kyso_verifier::VerifyError>(())
//! ```

#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

// The confinement of the process that draws pages knows the system calls of these; elsewhere nothing would be confined.
#[cfg(not(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
compile_error!("kyso runs on Linux, on x86-64 and AArch64");

mod advice;
mod bundle;
mod drawing;
mod file_name;
mod inspection;
mod json;
mod page_picture;
mod pictures;
mod record;
#[cfg(test)]
mod sample;
mod signing;
mod summary;
mod visual;
mod xml;

pub use advice::{needs_care, next_step};
pub use bundle::{
    Bundle, BundleError, Difference, FetchLog, ItemKind, MAX_BUNDLE_BYTES, Recorded,
    RecordedSource, Replay, UntrustedAnchor,
};
pub use drawing::{Confinement, is_drawing_worker, run_drawing_worker, warm_up_drawing};
pub use file_name::{FileNameFault, check_file_name};
pub use inspection::{
    CoverageView, FieldView, INSPECTION_SCHEMA, Inspection, NoRevision, RevisionBytes,
    RevisionView, SignatureView, inspect, revision_bytes,
};
pub use json::pretty_json;
pub use pictures::{PageView, draw_page, pages_to_show};
pub use record::{
    FileContent, RECORD_SECURITY_POLICY, RecordEntry, RecordError, RecordSubject, Sheet,
    UnreadableSubject, record_html, record_pdf,
};
pub use signing::{
    broken_form_rules, differing_names, differing_names_before, signed_after, unlikely_holder,
};
pub use summary::{holder_name, report_text, verdict_mark, visual_text};
pub use visual::{SeenChange, compare_pages, visual_changes_json};
pub use xml::escaped_xml;

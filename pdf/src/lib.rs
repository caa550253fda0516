//! Revisions of a PDF file, its signature fields, and the append-only writer.
//!
//! The reader takes a file exactly as it is written (ISO 32000-2, 7.5): it
//! follows `startxref` and every cross-reference section, keeps which revision
//! adds or replaces which object at which byte, and repairs nothing. Objects
//! are parsed when they are asked for, so opening costs as much as the
//! cross-reference data, not as much as the file.
//!
//! Encrypted files are read when the empty password or one that the caller gives opens them.
//!
//! Not supported: filters other than Flate, ASCIIHex and ASCII85 (enough for cross-reference and object streams as they
//! occur).
//!
//! [`Document::open`] is where reading begins: [`Document::latest`] and [`Document::at`] give the [`View`] of a revision.
//! [`prepare_signature`], [`append_security_store`] and [`Update`] append one.
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! use kyso_pdf::{Dictionary, Document, Name, Object, ObjectId, new_file};
//!
//! let root = ObjectId::new(1, 0);
//! let catalog = Dictionary::new().with("Type", Name::from("Catalog"));
//! let pdf = new_file(&BTreeMap::from([(root, Object::from(catalog))]), root)?;
//!
//! let document = Document::open(&pdf)?;
//! assert_eq!(document.revisions().len(), 1);
//! assert!(document.latest().signature_fields()?.is_empty());
//! # Ok::<(), kyso_pdf::PdfError>(())
//! ```

#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss
    )
)]

mod content;
mod document;
mod document_timestamp;
mod encryption;
mod error;
mod extract;
mod field;
mod filter;
mod geometry;
mod hex;
mod index;
mod lexer;
mod limit_kind;
mod limits;
mod location;
mod loose;
mod mentions;
mod meter;
mod new_file;
mod object;
mod object_stream;
mod page;
mod pages;
mod parser;
mod plain;
mod protection;
mod recent;
mod revision;
mod scans;
mod searching;
mod security_store;
mod serialize;
mod signature;
mod spent;
mod text;
mod update;
mod view;
mod writing;
mod xref;

pub use content::{Instructions, Operation, operations, operations_with_pictures};
pub use document::Document;
pub use document_timestamp::{DocumentTimestampPlan, prepare_document_timestamp};
pub use encryption::Password;
pub use error::{Flaw, Locked, PdfError, UnknownFilter, Unsignable};
pub use field::{SignatureField, SignatureValue, Widget};
pub use filter::{DecodedPixels, decode_stream};
pub use geometry::Rect;
pub use lexer::{digits_at_end, is_white_space, trim_white_space_end};
pub use limit_kind::LimitKind;
pub use limits::Limits;
pub use location::Location;
pub use loose::{Loose, LooseWriting};
pub use mentions::{Mentionable, Mentioned, Mentions};
pub use new_file::{new_archival_file, new_file};
pub use object::{Dictionary, Name, Object, ObjectId, Stream, StreamData};
pub use page::Page;
pub use plain::{Irregularity, Strictness, WritingFault};
pub use revision::Revision;
pub use security_store::{
    NewEntry, NewValidationData, SecurityStore, StoreEntry, StoredData, append_security_store,
    vri_key,
};
pub use serialize::{write_dictionary, write_object, write_string};
pub use signature::{
    DocMdp, DrawAppearance, PreparedSignature, SignaturePlan, check_signable, prepare_signature,
};
pub use text::{decode_text, encode_text};
pub use update::Update;
pub use view::{Resolved, Shared, View};
pub use xref::{SectionPart, XrefForm};

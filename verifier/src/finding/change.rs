//! The changes that later revisions make to a file.

use kyso_pdf::{LimitKind, LooseWriting, ObjectId, PdfError, WritingFault};

/// A later change to the file.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// The revision that brings it, from 0.
    pub revision: usize,
    /// What changed.
    pub what: ChangeKind,
    /// The object concerned.
    pub object: Option<ObjectId>,
    /// The page concerned, from 0, when known.
    pub page_index: Option<usize>,
    /// Fully qualified name of the form field concerned.
    pub field: Option<String>,
    /// The rule that permits it; `None` when no rule does.
    pub permitted_by: Option<ChangeRule>,
}

impl Change {
    /// A change that no rule permits, of a whole `revision`.
    pub(crate) fn forbidden(revision: usize, what: ChangeKind) -> Self {
        Self {
            revision,
            what,
            object: None,
            page_index: None,
            field: None,
            permitted_by: None,
        }
    }
}

/// Why it is not known what lies below a drawing, which then counts as signed content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unread {
    /// Reading the page takes more than there may be.
    Limit {
        /// The thing whose number is limited.
        budget: LimitKind,
        /// How much of it there may be.
        limit: usize,
    },
    /// The page cannot be read, or not be looked at any more.
    Page,
}

/// What kind of change it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// A new object.
    Added,
    /// An object was replaced.
    Replaced,
    /// An object was removed.
    Removed,
    /// A new signature field.
    SignatureField {
        /// Its name.
        name: String,
    },
    /// A new document timestamp.
    DocumentTimestamp,
    /// A form field has another value.
    FieldFilled {
        /// Its name.
        name: String,
        /// The value before, shortened, printable.
        old: String,
        /// The value now, shortened, printable.
        new: String,
    },
    /// An annotation was added to a page.
    AnnotationAdded {
        /// `/Subtype`.
        kind: String,
        /// `/Contents`, shortened, printable; empty when it says nothing.
        text: String,
    },
    /// An annotation was changed.
    AnnotationChanged {
        /// `/Subtype`.
        kind: String,
        /// `/Contents` now, as above.
        text: String,
    },
    /// An annotation was taken off its page.
    AnnotationRemoved {
        /// `/Subtype`.
        kind: String,
        /// `/Contents` before, as above.
        text: String,
    },
    /// A later signature is drawn over text, lines or pictures that were signed.
    DrawnOverContent {
        /// Field of the later signature.
        field: String,
        /// The words that it covers; empty when there are none to be read.
        text: String,
        /// Whether it is a picture with paper of its own, which covers more than its strokes.
        by_paper: bool,
        /// Why it is not known what lies below; `None` where it is.
        unread: Option<Unread>,
    },
    /// A later signature is drawn over the picture of an earlier one.
    DrawnOverSignature {
        /// Field of the later signature.
        field: String,
        /// Field of the earlier signature.
        earlier: String,
    },
    /// A later signature is drawn without bounds: over the whole page in some programs.
    DrawnWithoutBounds {
        /// Its field.
        field: String,
    },
    /// A document timestamp draws something.
    TimestampDraws {
        /// Its field.
        field: String,
    },
    /// A form field that lies over signed text, lines or pictures is filled in.
    FilledOverContent {
        /// Its name.
        name: String,
        /// The words below it; empty when there are none to be read.
        text: String,
    },
    /// Validation data.
    ValidationData,
    /// Something that reads as an object and that the cross-reference of its
    /// revision does not name: programs that repair the file may take it for one.
    UnlistedObject {
        /// Its offset, in bytes.
        offset: usize,
    },
    /// A keyword or name by which programs that repair a file find its parts.
    StrayKeyword {
        /// Its offset, in bytes.
        offset: usize,
        /// The word.
        word: &'static str,
    },
    /// Bytes between the parts of a revision.
    StrayBytes {
        /// Their offset, in bytes.
        offset: usize,
        /// How many.
        count: usize,
    },
    /// A part of the file that lies inside another one.
    Overlap {
        /// Where it begins, in bytes.
        offset: usize,
    },
    /// An entry that puts an object where programs that repair the file do not
    /// find it.
    EntryElsewhere {
        /// The object number.
        number: u32,
    },
    /// The data that locate objects are written in a way that programs read differently.
    LooseStructure {
        /// Where, in bytes.
        offset: usize,
        /// What it is.
        what: LooseWriting,
    },
    /// An object that programs did not find in the file as it was, or found elsewhere: listed now, it comes to light.
    BroughtToLight {
        /// The object number.
        number: u32,
    },
    /// The revision makes programs rebuild the file, or keeps them from it, and they find other objects then.
    RebuiltDifferently {
        /// The number of an object that is referred to and missing: programs look for it. `None`:
        /// an entry leads to no object.
        number: Option<u32>,
    },
    /// The trailer names another catalog, encryption, information or size.
    Trailer {
        /// The key, with that of the catalog behind it when another catalog differs there.
        key: String,
    },
    /// An object is written so that programs read it differently, before or now.
    ReadDifferently {
        /// Where, and what is wrong there.
        fault: WritingFault,
    },
    /// An object holds a null where it held nothing: some programs inherit there, others do not.
    NullEntry {
        /// The key.
        key: String,
    },
    /// An object that draws was written again, equal, although nothing needed it.
    WrittenAgain,
    /// Bytes outside every revision.
    UnstructuredBytes {
        /// How many.
        count: usize,
        /// The first line of them, where all are comment lines such as `%Avision`, which scanners write.
        comment: Option<String>,
    },
    /// A later revision cannot be read.
    Unreadable {
        /// Why not.
        error: PdfError,
    },
}

/// The named rules that allow a change; everything else is forbidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ChangeRule {
    /// The entry in `/Perms` of a signature that certifies, where nothing certified before (ISO 32000-2, 12.8.6).
    Certification,
    /// A signature in a field that was there, or in a new one that is not seen.
    NewSignature,
    /// A new signature field with a widget that is seen.
    NewVisibleSignature,
    /// A value for a form field that was there before (ISO 32000-2, table 257, P=2).
    FormFilling,
    /// A remark that hides nothing (ISO 32000-2, table 257, P=3).
    Annotation,
    /// A document timestamp (ISO 32000-2, 12.8.5).
    DocumentTimestamp,
    /// A document security store (ISO 32000-2, 12.8.4.3).
    DocumentSecurityStore,
    /// Cross-reference and object streams.
    FileStructure,
    /// Document information and metadata.
    Metadata,
    /// Extension dictionaries (ISO 32000-2, 7.12).
    Extensions,
    /// A new object that nothing refers to.
    Unreferenced,
    /// An object written again with equal contents.
    Rewritten,
}

impl ChangeRule {
    /// The name in the JSON report.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certification => "certification",
            Self::NewSignature => "new_signature",
            Self::NewVisibleSignature => "new_visible_signature",
            Self::FormFilling => "form_filling",
            Self::Annotation => "annotation",
            Self::DocumentTimestamp => "document_timestamp",
            Self::DocumentSecurityStore => "document_security_store",
            Self::FileStructure => "file_structure",
            Self::Metadata => "metadata",
            Self::Extensions => "extensions",
            Self::Unreferenced => "unreferenced",
            Self::Rewritten => "rewritten",
        }
    }
}

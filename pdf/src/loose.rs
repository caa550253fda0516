//! Loose writing and its place, and how far programs count.

/// A place that is not written strictly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loose {
    /// Where it is, in bytes.
    pub offset: usize,
    /// What it is.
    pub what: LooseWriting,
}

/// The kinds of writing that programs read differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LooseWriting {
    /// `startxref`, its number and `%%EOF` with anything but white space between them.
    StartxrefLine,
    /// `startxref` further than 1,024 bytes from the end of the file.
    StartxrefOutOfSight,
    /// Something other than white space between the place named and the section.
    SectionStart,
    /// `xref` that is no word of its own on its line.
    XrefKeyword,
    /// The header of a subsection that is not `first count`.
    SubsectionHeader,
    /// An entry that does not take 20 bytes.
    TableEntry,
    /// Something other than white space before `trailer`.
    TrailerKeyword,
    /// A value of the trailer that is not written as plain digits.
    TrailerValue,
    /// A cross-reference stream whose header or keyword `stream` is not written plainly.
    StreamObject,
    /// An entry of a type that ISO 32000-2 does not know, or whose type takes
    /// more than four bytes.
    EntryType,
    /// An object number beyond 8,388,599, or object 0 in use.
    ObjectNumber,
    /// `/Size` that is not greater than every number of the section, or beyond
    /// all numbers.
    Size,
    /// A hybrid section whose table frees an object that its stream keeps.
    HybridHidden,
    /// Bytes before the header: some programs count offsets from the header.
    BytesBeforeHeader,
    /// `/Prev` of the stream of a hybrid section that is not that of its table.
    HybridPrevious,
    /// An entry in use that does not lead to the header of its object.
    EntryTarget,
    /// `/Index` of a cross-reference stream that counts no row, while its data hold some.
    Index,
    /// The stream of a hybrid section says something that one program alone obeys: it frees what its table lists, has an
    /// `/Encrypt` that the table has not, or a `/Size` that is no count of numbers.
    HybridStream,
    /// An object of a lower generation than an earlier one of its number, or than that with which a cross-reference stream
    /// freed it.
    LowerGeneration,
    /// An element of an object stream under the number that an entry gives to an object stream.
    ObjectStreamNumber,
    /// An element of an object stream under a number below those of the oldest table: PDFium takes its entry for an offset.
    LowPackedNumber,
    /// A table that names the cross-reference stream of an earlier revision, as no table before it did.
    StreamOfEarlier,
    /// `/XRefStm` of a cross-reference stream, which MuPDF follows.
    StreamBesideStream,
    /// A cross-reference stream that has the number of another object.
    SectionNumber,
    /// `/Prev` of 0, where no section is.
    PreviousOfZero,
    /// More keys than a trailer has: MuPDF repairs a file with more than about a hundred.
    TrailerKeys,
    /// A reference to an object that is not there, where a program looks it up to show pages.
    MissingObject,
    /// An object that programs cannot read, or read differently.
    OddObject,
}

/// ISO 32000-2, table C.1, allows eight more; MuPDF opens no file that has them.
pub(crate) const GREATEST_NUMBER: u32 = 8_388_599;

/// The greatest `/Size`.
pub(crate) const MOST_NUMBERS: i64 = GREATEST_NUMBER as i64 + 1;

/// Keys that a trailer may have.
pub(crate) const MOST_KEYS: usize = 64;

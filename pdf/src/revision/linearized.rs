//! The length that a linearized file states (ISO 32000-2, Annex F).
//!
//! A program takes a file for linearized when its length is the one that the
//! linearization dictionary states, and may then read other cross-reference
//! sections than those that `startxref` leads to.

use memchr::memmem;

use super::Revision;
use crate::error::{Flaw, PdfError};
use crate::lexer::{Lexer, is_white_space};
use crate::meter::Meter;
use crate::object::Object;
use crate::parser::{direct_object, object_header};
use crate::xref::{broken, target};

/// Refuses a length that the file has, or comes to have, after a later
/// revision, and a first section other than the one in force.
pub(super) fn check(
    bytes: &[u8],
    header_offset: usize,
    revisions: &[Revision],
    meter: &Meter,
) -> Result<(), PdfError> {
    let Some(first) = revisions.first() else {
        return Ok(());
    };
    let later = revisions.get(1).map_or(bytes.len(), |second| second.eof);
    let meter = Meter::new(*meter.limits());
    for stated in stated_lengths(bytes, header_offset, &meter) {
        let own = is_own_length(bytes, first, stated.length);
        if !own && stated.length > first.end && stated.length >= later {
            return Err(refused(&stated, Flaw::LinearizedLater));
        }
        if own && revisions.len() == 1 && leads_elsewhere(bytes, first, &stated) {
            let what = Flaw::LinearizedElsewhere;
            return Err(refused(&stated, what));
        }
    }
    Ok(())
}

fn refused(stated: &Stated, what: Flaw) -> PdfError {
    broken(u64::try_from(stated.at).unwrap_or(u64::MAX), what)
}

/// Whether `length` is where the first revision ends: white space may follow its
/// `%%EOF`, and the end of that line may have been lost.
fn is_own_length(bytes: &[u8], first: &Revision, length: usize) -> bool {
    const LINE_END: usize = b"\r\n".len();
    let lost = bytes.len() == first.eof && length <= first.eof + LINE_END;
    let between = bytes.get(first.eof..length);
    (lost && length >= first.eof)
        || between.is_some_and(|between| between.iter().all(|byte| is_white_space(*byte)))
}

/// Whether another section lies where programs look for that of the first page: behind the
/// linearization dictionary.
fn leads_elsewhere(bytes: &[u8], first: &Revision, stated: &Stated) -> bool {
    let rest = bytes.get(stated.at..).unwrap_or_default();
    let Some(end) = memmem::find(rest, b"endobj") else {
        return false;
    };
    let behind = u64::try_from(stated.at + end + b"endobj".len()).unwrap_or(u64::MAX);
    let start = target(bytes, behind);
    let mut lexer = Lexer::new(bytes, start);
    start != target(bytes, first.xref_offset)
        && (lexer.take(b"xref") || object_header(&mut lexer).is_ok())
}

/// What a linearization dictionary states.
struct Stated {
    /// `/L`.
    length: usize,
    /// The offset of the dictionary.
    at: usize,
}

/// The length that the first object of the file states, when it is a linearization dictionary.
/// Programs look for it behind the header; some behind its nine bytes, some from the first byte of
/// the file.
fn stated_lengths(bytes: &[u8], header_offset: usize, meter: &Meter) -> Vec<Stated> {
    const HEADER: usize = b"%PDF-1.7\n".len();
    let starts = [0, header_offset, header_offset.saturating_add(HEADER)];
    let mut stated: Vec<Stated> = Vec::new();
    for start in starts {
        let mut lexer = Lexer::new(bytes, start);
        if object_header(&mut lexer).is_err() {
            continue;
        }
        let at = lexer.position();
        if stated.iter().all(|one| one.at != at) {
            stated.extend(stated_at(bytes, at, meter));
        }
    }
    stated
}

fn stated_at(bytes: &[u8], at: usize, meter: &Meter) -> Option<Stated> {
    let (object, _) = direct_object(bytes, at, meter).ok()?;
    let dictionary = object.as_dictionary()?;
    dictionary.get("Linearized")?;
    let length = match dictionary.get("L")? {
        Object::Integer(length) => usize::try_from(*length).ok()?,
        // Programs cut it, round it, or take it for no length.
        _ => usize::MAX,
    };
    Some(Stated { length, at })
}

//! What later revisions changed: rejected unless a named rule allows it (E3).
//!
//! Each revision is compared with the one before, object by object from the cross-reference entries
//! that it brings. A rule explains an object by walking from the catalog along a path on which that
//! kind of change is expected, and only objects that did not exist before may be brought in freely.
//! An object of the earlier revision is explained only at its place in that revision, and only when
//! nothing else referred to it.

mod annotation;
mod appearance;
mod appended;
mod awaited;
mod comparison;
mod default_resources;
mod defaults;
mod equality;
mod field_tree;
mod filled;
mod filled_look;
mod filling;
mod form;
mod held;
mod listing;
mod markup;
mod pages;
mod reached;
mod reason;
mod rebuilding;
mod references;
mod remark;
mod security_store;
mod signing;
mod structure;
mod structure_tree;
mod writing;

use std::rc::Rc;

use kyso_pdf::{Document, Loose, LooseWriting};

use appended::Alone;
use comparison::Comparison;
use equality::Roundings;
use field_tree::FieldForest;
pub(crate) use filled::{FilledWidget, Filling};
use rebuilding::{Missing, Rebuilding};
use references::ReferenceIndex;

use crate::finding::{Change, ChangeKind};

/// What is known of the revisions compared so far, moved forward with them.
#[derive(Default)]
pub(crate) struct History {
    references: ReferenceIndex,
    fields: Rc<FieldForest>,
    roundings: Rc<Roundings>,
    rebuilding: Rebuilding,
    alone: Alone,
    /// Fields that were filled in.
    pub(crate) fillings: Vec<Filling>,
}

/// The changes that `revision` brings over the one before it. `signed` is the
/// last revision that a signature covers.
pub(crate) fn of_revision(
    document: &Document<'_>,
    revision: usize,
    signed: usize,
    history: &mut History,
) -> Vec<Change> {
    let index = &mut history.references;
    let rebuilding = &mut history.rebuilding;
    let alone = &mut history.alone;
    let fields = history.fields.clone();
    let roundings = history.roundings.clone();
    let compared = Comparison::new(document, revision, fields, roundings).and_then(|comparison| {
        index.advance(document, revision.saturating_sub(1))?;
        let before = index.missing();
        let (mut changes, filled) = comparison.run(index)?;
        history.fillings.extend(filled);
        index.advance(document, revision)?;
        changes.extend(appended::check(document, revision, index, signed, alone)?);
        let missing = Missing {
            before,
            now: index.missing(),
            anew: index.missed_anew(),
        };
        changes.extend(rebuilding.check(document, revision, missing, index));
        Ok(changes)
    });
    match compared {
        Ok(changes) => changes,
        Err(error) => vec![Change::forbidden(
            revision,
            ChangeKind::Unreadable { error },
        )],
    }
}

/// The bytes behind the last revision: bytes that are no white space, or so much white space
/// outside every signature that programs no longer find the end. `covered` is where the last byte
/// range ends.
pub(crate) fn after_last_revision(document: &Document<'_>, covered: usize) -> Option<Change> {
    let revision = document.revisions().len();
    let count = document.bytes_after_eof().len();
    if count > 0 {
        let comment = first_comment(document.bytes_after_eof());
        let stray = ChangeKind::UnstructuredBytes { count, comment };
        return Some(Change::forbidden(revision, stray));
    }
    let loose = document.loose_writing(revision.checked_sub(1)?)?;
    let pushed = loose.what == LooseWriting::StartxrefOutOfSight;
    (pushed && covered < document.bytes().len()).then(|| {
        let Loose { offset, what } = loose;
        Change::forbidden(revision, ChangeKind::LooseStructure { offset, what })
    })
}

/// The first line of bytes that are nothing but comment lines, as it can be shown; `None` for anything else.
fn first_comment(bytes: &[u8]) -> Option<String> {
    const SHOWN: usize = 40;
    let lines = bytes.split(|byte| matches!(byte, b'\r' | b'\n'));
    let mut lines = lines
        .map(<[u8]>::trim_ascii)
        .filter(|line| !line.is_empty());
    let first = lines.next()?;
    let is_comment = |line: &[u8]| {
        line.starts_with(b"%") && !line.starts_with(b"%%") && !line.starts_with(b"%PDF-")
    };
    let is_shown = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
    let shown = first
        .iter()
        .copied()
        .filter(is_shown)
        .take(SHOWN)
        .map(char::from);
    (is_comment(first) && lines.all(is_comment)).then(|| shown.collect())
}

//! The changes to the file after each signature.

use std::collections::HashMap;

use kyso_pdf::Document;

use crate::changes::{self, Filling};
use crate::finding::{Change, Completed, Finding};
use crate::report::Modifications;
use crate::subject::Subject;

/// The changes after one signature, as far as the signatures up to it allow them.
pub(crate) struct LaterChanges {
    /// Whether all of it is permitted.
    pub(crate) modifications: Modifications,
    /// The list, of limited length, what is forbidden first.
    pub(crate) changes: Vec<Change>,
    /// How many changes the list leaves out.
    pub(crate) omitted: usize,
    /// What readers see of them that no signature shows.
    pub(crate) completed: Completed,
    /// Why programs may show something else than the signed bytes say.
    pub(crate) doubt: Option<Finding>,
    /// Later signatures, by their place among all, that a certification permits only if they show
    /// no more than signatures do and if their signers may draw it. They are listed as permitted
    /// until both are known.
    pub(crate) open: Vec<usize>,
}

impl LaterChanges {
    /// The changes after each of `subjects`, in their order, and the fields that were filled in.
    /// All lists together are of limited length: forbidden changes come before permitted ones, and
    /// fillings and remarks before the rest.
    pub(crate) fn after_each(
        document: &Document<'_>,
        subjects: &[Subject<'_, '_, '_>],
    ) -> (Vec<Self>, Vec<Filling>) {
        let (all, fillings) = after_earliest(document, subjects);
        let signed = signed_in(subjects);
        let listings = subjects
            .iter()
            .map(|subject| Listing::of(&all, subject, &signed));
        let mut listings: Vec<Listing<'_>> = listings.collect();
        let mut left = MAX_LISTED_OF_FILE;
        for one in &mut listings {
            allot(&mut one.forbidden, MAX_LISTED_OF_SIGNATURE, &mut left);
        }
        for one in &mut listings {
            let room = MAX_LISTED_OF_SIGNATURE - one.forbidden.len();
            allot(&mut one.completions, room, &mut left);
        }
        for one in &mut listings {
            let room = MAX_LISTED_OF_SIGNATURE - one.forbidden.len() - one.completions.len();
            allot(&mut one.permitted, room, &mut left);
        }
        (listings.into_iter().map(Self::from).collect(), fillings)
    }

    /// The same with a doubt about what programs show.
    pub(crate) fn doubted(self, doubt: Option<Finding>) -> Self {
        Self { doubt, ..self }
    }
}

impl From<Listing<'_>> for LaterChanges {
    fn from(judged: Listing<'_>) -> Self {
        let permitted: Vec<&Change> = judged
            .completions
            .into_iter()
            .chain(judged.permitted)
            .collect();
        let omitted = judged.count - judged.forbidden.len() - permitted.len();
        let forbidden = judged.forbidden.into_iter().map(|change| Change {
            permitted_by: None,
            ..change.clone()
        });
        Self {
            modifications: judged.modifications,
            changes: forbidden.chain(permitted.into_iter().cloned()).collect(),
            omitted,
            doubt: None,
            completed: judged.completed,
            open: judged.open,
        }
    }
}

/// The signatures by revision and field.
type SignedIn<'s> = HashMap<(usize, &'s str), usize>;

fn signed_in<'s>(subjects: &'s [Subject<'_, '_, '_>]) -> SignedIn<'s> {
    let all = subjects.iter().enumerate();
    let known = all.filter_map(|(index, subject)| {
        let revision = subject.covered.revision?;
        Some(((revision, subject.field.name.as_str()), index))
    });
    known.collect()
}

/// The changes after one signature, those that will never be listed left out.
struct Listing<'c> {
    modifications: Modifications,
    forbidden: Vec<&'c Change>,
    /// Fillings and remarks, which a list of limited length leaves out last.
    completions: Vec<&'c Change>,
    permitted: Vec<&'c Change>,
    /// With those left out.
    count: usize,
    completed: Completed,
    open: Vec<usize>,
}

impl<'c> Listing<'c> {
    fn of(all: &'c [Change], subject: &Subject<'_, '_, '_>, signed: &SignedIn<'_>) -> Self {
        let mut judged = Self {
            modifications: Modifications::Forbidden,
            forbidden: Vec::new(),
            completions: Vec::new(),
            permitted: Vec::new(),
            count: 0,
            completed: Completed::default(),
            open: Vec::new(),
        };
        // A range that is no revision leaves bytes unsigned that no signature
        // vouches for.
        let Some(revision) = subject.covered.revision.filter(|_| !subject.shared) else {
            return judged;
        };
        judged.modifications = Modifications::None;
        for change in all.iter().filter(|change| change.revision > revision) {
            judged.count += 1;
            judged.completed.note(change);
            let open = left_open(change, subject, signed);
            if let Some(index) = open.filter(|index| !judged.open.contains(index)) {
                judged.open.push(index);
            }
            let list = match open.is_some() || subject.permission.allows(change) {
                true if change.is_completion() => &mut judged.completions,
                true => &mut judged.permitted,
                false => &mut judged.forbidden,
            };
            if list.len() < MAX_LISTED_OF_SIGNATURE {
                list.push(change);
            }
        }
        if judged.count > 0 {
            judged.modifications = match judged.forbidden.is_empty() {
                true => Modifications::Permitted,
                false => Modifications::Forbidden,
            };
        }
        judged
    }
}

/// The signature that brings the change in its own revision, where the permission depends on what
/// it shows. A field without a signature there depends on nothing.
fn left_open(
    change: &Change,
    subject: &Subject<'_, '_, '_>,
    signed: &SignedIn<'_>,
) -> Option<usize> {
    let (rule, field) = (change.permitted_by?, change.field.as_deref()?);
    let open = subject.permission.leaves_open(rule, field);
    open.then(|| signed.get(&(change.revision, field)).copied())?
}

/// Keeps at most `most` of a list, and takes what it keeps off `left`.
fn allot(list: &mut Vec<&Change>, most: usize, left: &mut usize) {
    list.truncate(most.min(*left));
    *left -= list.len();
}

/// The changes that come after the earliest signature.
fn after_earliest(
    document: &Document<'_>,
    subjects: &[Subject<'_, '_, '_>],
) -> (Vec<Change>, Vec<Filling>) {
    let revisions = subjects
        .iter()
        .filter_map(|subject| subject.covered.revision);
    let (Some(first), Some(last)) = (revisions.clone().min(), revisions.max()) else {
        return (Vec::new(), Vec::new());
    };
    let later = first + 1..document.revisions().len();
    let mut history = changes::History::default();
    let mut changes: Vec<Change> = later
        .flat_map(|revision| changes::of_revision(document, revision, last, &mut history))
        .collect();
    let parts = subjects
        .iter()
        .filter_map(|subject| subject.covered.parts.as_ref());
    let covered = parts.filter_map(|parts| parts.last()).map(|part| part.end);
    let covered = covered.max().unwrap_or(0);
    changes.extend(changes::after_last_revision(document, covered));
    (changes, history.fillings)
}

/// Later changes that are listed for one signature.
const MAX_LISTED_OF_SIGNATURE: usize = 500;

/// Later changes that are listed for all signatures of a file: a file of many
/// signatures and many changes has as many changes as their product.
const MAX_LISTED_OF_FILE: usize = 2_000;

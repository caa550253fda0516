//! The findings about the file as a whole.

use std::collections::BTreeSet;

use kyso_pdf::{Document, ObjectId, PdfError, View};

use crate::active::ActiveContent;
use crate::finding::Finding;
use crate::report::{SignatureReport, Verdict};
use crate::subject::Subject;

/// Reads the pages that list a signature, so that a repeated key in them is noted even where
/// nothing else reads them.
pub(crate) fn read_pages(view: &View<'_, '_>, subjects: &[Subject<'_, '_, '_>]) {
    let widgets = subjects.iter().flat_map(|one| &one.field.widgets);
    let pages: BTreeSet<ObjectId> = widgets.filter_map(|widget| widget.page).collect();
    for page in pages {
        // One that cannot be read is reported where something depends on it.
        let _ = view.object(page);
    }
}

pub(crate) fn file_findings(document: &Document<'_>) -> Vec<Finding> {
    let count = document.bytes_after_eof().len();
    let after = (count > 0).then_some(Finding::BytesAfterEof { count });
    let encrypted = document.is_encrypted().then_some(Finding::Encrypted);
    let count = document.leading_bytes();
    let before = (count > 0).then_some(Finding::BytesBeforeHeader { count });
    let repeated = document.repeated_key();
    let repeated = repeated.map(|offset| Finding::RepeatedKey { offset });
    let remarks = before.into_iter().chain(repeated);
    after.into_iter().chain(encrypted).chain(remarks).collect()
}

/// Whether the first revision holds signatures that sign bytes at other places than theirs, and one of them other bytes than
/// are there: an update never moves what was signed, only writing everything anew does. Each of them gets the finding.
pub(crate) fn written_anew(
    document: &Document<'_>,
    subjects: &[Subject<'_, '_, '_>],
    signatures: &mut [SignatureReport],
) -> Option<Finding> {
    let first = document.revisions().first()?.eof;
    let is_moved = |subject: &Subject<'_, '_, '_>| {
        let place = subject.value.span.as_ref();
        matches!(
            subject.covered.finding,
            Some(Finding::ContentsNotInGap | Finding::ByteRangeOutsideFile { .. })
        ) && place.is_some_and(|place| place.end <= first)
    };
    let both = subjects.iter().zip(signatures);
    let moved: Vec<_> = both.filter(|(subject, _)| is_moved(subject)).collect();
    let differs = |report: &SignatureReport| report.findings.contains(&Finding::DigestMismatch);
    if !moved.iter().any(|(_, report)| differs(report)) {
        return None;
    }
    for (_, report) in moved {
        // The signed bytes are gone, so nothing shows whether they were changed.
        report
            .findings
            .retain(|one| *one != Finding::DigestMismatch);
        report.findings.push(Finding::WrittenAnew);
    }
    Some(Finding::WrittenAnew)
}

/// The first object of each kind of active content. It decides no verdict, but no file with it is
/// an original.
pub(crate) fn active_findings(found: Result<Vec<ActiveContent>, PdfError>) -> Vec<Finding> {
    let found = match found {
        Ok(found) => found,
        Err(error) => return vec![Finding::ActiveContentUnknown { error }],
    };
    let kinds = found.chunk_by(|one, next| one.kind == next.kind);
    let firsts = kinds.filter_map(|same| same.first());
    let findings = firsts.map(|first| Finding::ActiveContent {
        kind: first.kind,
        object: first.object,
    });
    findings.collect()
}

pub(crate) fn worst_verdict(signatures: &[SignatureReport]) -> Verdict {
    let rank = |verdict: &Verdict| match verdict {
        Verdict::TotalFailed => 2,
        Verdict::Indeterminate => 1,
        _ => 0,
    };
    let verdicts = signatures.iter().map(|signature| signature.verdict);
    verdicts.max_by_key(rank).unwrap_or(Verdict::NotSigned)
}

/// The verdict on a file: the worst of its signatures, and of one that no field leads to.
pub(crate) fn verdict_of_file(signatures: &[SignatureReport], hidden: Option<&Finding>) -> Verdict {
    match hidden {
        Some(Finding::SignatureHidden { .. }) if signatures.is_empty() => Verdict::TotalFailed,
        _ => worst_verdict(signatures),
    }
}

//! From the bytes of a file to its report.

use kyso_pdf::LimitKind;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use kyso_pdf::{Document, ObjectId, PdfError, SignatureField, SignatureValue, View};
use kyso_pki::{CmsError, EvidenceSource, NoSource, TrustStore, sha256};
use kyso_words::Localized;

use crate::active::{self, ActiveContent};
use crate::container::Container;
use crate::coverage::covered;
use crate::digests::Digests;
use crate::drawings::Drawings;
use crate::finding::Finding;
use crate::form::LookBudget;
use crate::inquiry::Inquiry;
use crate::later_changes::LaterChanges;
use crate::permission::Permission;
use crate::policy::Policy;
use crate::report::{Modifications, Report, Settings, SignatureReport, Verdict};
use crate::signing::Judged;
use crate::subject::{Examined, Subject};
use crate::{evidence, hidden, leftovers, legal, level};

/// Why a file cannot be verified at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The file cannot be read as it is written.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// It is no CMS signature, or one that cannot be read (CAdES).
    #[error("no CMS signature: {0}")]
    Cms(#[from] CmsError),
    /// PEM text that holds no CMS signature, or several.
    #[error("the PEM text holds no single CMS signature")]
    Pem,
    /// The signature stands apart from what it signs, and that is not at hand.
    #[error("the signature stands apart from what it signs: name that file too")]
    ContentMissing,
    /// The signature is over a structure with a meaning of its own, such as the information of a timestamp.
    #[error("the signature is over content of type {content_type}, which is no document")]
    ContentType {
        /// `eContentType`.
        content_type: String,
    },
}

impl Localized for VerifyError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Pdf(error) => error.vietnamese(),
            Self::Cms(error) => error.vietnamese(),
            Self::Pem => "văn bản PEM không chứa đúng một chữ ký CMS".to_owned(),
            Self::ContentMissing => {
                "chữ ký tách rời khỏi tệp được ký: hãy nêu cả tệp đó".to_owned()
            }
            Self::ContentType { content_type } => {
                format!("chữ ký trên nội dung loại {content_type}, không phải văn bản")
            }
        }
    }
}

/// Verifies every signature of `bytes` against the anchors of `trust`.
///
/// Reads no clock and no network: the time is [`Policy::at`], evidence about
/// certificates comes from the file and from `trust`.
///
/// ```
/// use kyso_verifier::{Policy, Verdict, verify};
/// # use kyso_testdata::{Base, now};
///
/// # let base = Base::new();
/// # let (pdf, trust) = (base.issued.clone(), base.office.store());
/// let report = verify(&pdf, &trust, &Policy::new(now()))?;
/// assert_eq!(report.verdict, Verdict::TotalPassed);
/// assert_eq!(report.signatures.len(), 2);
///
/// // One bit of what the person signed.
/// let mut changed = pdf.clone();
/// changed[100] ^= 1;
/// let report = verify(&changed, &trust, &Policy::new(now()))?;
/// assert_eq!(report.verdict, Verdict::TotalFailed);
/// # Ok::<(), kyso_verifier::VerifyError>(())
/// ```
///
/// # Errors
/// [`VerifyError`] when the file is unreadable. A file that can be read always
/// has a report, and a report never says more than what was proven.
pub fn verify(bytes: &[u8], trust: &TrustStore, policy: &Policy) -> Result<Report, VerifyError> {
    verify_with(bytes, trust, policy, &NoSource)
}

/// As [`verify`]; evidence that neither the file nor `trust` holds is asked of
/// `source`, a limited number of times ([`Policy::evidence`]).
///
/// # Errors
/// As [`verify`].
pub fn verify_with(
    bytes: &[u8],
    trust: &TrustStore,
    policy: &Policy,
    source: &dyn EvidenceSource,
) -> Result<Report, VerifyError> {
    let document = opened(bytes, policy)?;
    let fields = document.latest().signature_fields()?;
    let subjects = subjects(&document, &fields)?;
    let covered = subjects.iter().map(|subject| &subject.covered);
    let digests = Digests::new(document.bytes(), covered)?;
    let opened = Opened {
        bytes,
        document: &document,
        subjects: &subjects,
        digests: &digests,
    };
    std::thread::scope(|threads| {
        digests.begin(
            threads,
            subjects.iter().filter_map(Subject::digest_algorithm),
        );
        report(opened, trust, policy, source)
    })
}

/// A file that was opened, with its signatures.
#[derive(Clone, Copy)]
struct Opened<'o, 's, 'd, 'a> {
    bytes: &'a [u8],
    document: &'d Document<'a>,
    subjects: &'o [Subject<'s, 'd, 'a>],
    digests: &'o Digests<'a>,
}

/// Everything about an opened file, in the order in which one step needs the other.
fn report(
    opened: Opened<'_, '_, '_, '_>,
    trust: &TrustStore,
    policy: &Policy,
    source: &dyn EvidenceSource,
) -> Result<Report, VerifyError> {
    let Opened {
        bytes,
        document,
        subjects,
        digests,
    } = opened;
    let view = document.latest();
    let mut mentions = active::mentions(&view);
    digests.along(&mut |piece| mentions.look(piece));
    let (later, fillings) = LaterChanges::after_each(document, subjects);
    let altered = |one: &LaterChanges| one.modifications == Modifications::Forbidden;
    let active = active::among(&view, mentions);
    let odd = active.as_deref().unwrap_or_default();
    let leftovers = leftovers::of(document, subjects, odd, later.iter().any(altered));
    let doubted = |(later, subject): (LaterChanges, &Subject<'_, '_, '_>)| {
        later.doubted(leftovers.doubt(subject.covered.revision))
    };
    let later = later.into_iter().zip(subjects).map(doubted);
    let containers = check_containers(subjects, digests);
    let pool = evidence::gather(document, subjects, &containers, &policy.evidence)?;
    let mut inquiry = Inquiry::new(trust, policy, source, pool);
    let judged = judge_all(&mut inquiry, subjects, &containers, digests);
    let parts = subjects.iter().zip(containers).zip(judged).zip(later);
    let looks = LookBudget::of_file(digests.whole_file());
    let mut examined: Vec<Examined> = parts
        .map(|(((subject, container), judged), later)| {
            subject.examine(container, judged, later, policy, &looks)
        })
        .collect();
    let drawings = Drawings {
        document,
        subjects,
        fillings: &fillings,
        file: digests.whole_file(),
        fonts: looks.fonts(),
    };
    drawings.judge(&mut examined, policy.form);
    level::assign(&inquiry, &mut examined);
    let mut signatures: Vec<SignatureReport> = examined.into_iter().map(|e| e.report).collect();
    let hidden = hidden::signature(document, subjects)?;
    // After all that is read of the file: it notes what is written twice.
    read_pages(&view, subjects);
    let mut findings = file_findings(document);
    findings.extend(written_anew(document, subjects, &mut signatures));
    findings.extend(leftovers.present);
    findings.extend(active_findings(active));
    let verdict = verdict_of_file(&signatures, hidden.as_ref());
    findings.extend(hidden);
    Ok(Report {
        size: bytes.len(),
        sha256: digest_of_file(bytes, document, digests),
        content: None,
        legal_status: legal::status(verdict, &signatures, &findings),
        verdict,
        checked_at: policy.at,
        revisions: document.revisions().len(),
        findings,
        signatures,
        settings: Settings::of(policy),
        evidence: inquiry.used.into_items(),
    })
}

fn check_containers(subjects: &[Subject<'_, '_, '_>], digests: &Digests<'_>) -> Vec<Container> {
    let containers = subjects.iter().map(|one| one.check_container(digests));
    containers.collect()
}

fn opened<'a>(bytes: &'a [u8], policy: &Policy) -> Result<Document<'a>, PdfError> {
    let mut document = Document::open_with(bytes, policy.limits)?;
    if let Some(password) = &policy.password {
        document.unlock(password);
    }
    document.check_unlocked()?;
    Ok(document)
}

/// Of all bytes, those before the header too.
fn digest_of_file(bytes: &[u8], document: &Document<'_>, digests: &Digests<'_>) -> [u8; 32] {
    match document.leading_bytes() {
        0 => digests.whole_file(),
        _ => sha256(bytes),
    }
}

fn verdict_of_file(signatures: &[SignatureReport], hidden: Option<&Finding>) -> Verdict {
    match hidden {
        Some(Finding::SignatureHidden { .. }) if signatures.is_empty() => Verdict::TotalFailed,
        _ => worst_verdict(signatures),
    }
}

/// Judges document timestamps from the newest to the oldest, because each may
/// rest on those that cover it (EN 319 102-1, 5.6.3), then all signatures.
fn judge_all(
    inquiry: &mut Inquiry<'_>,
    subjects: &[Subject<'_, '_, '_>],
    containers: &[Container],
    digests: &Digests<'_>,
) -> Vec<Judged> {
    let mut order: Vec<usize> = (0..subjects.len()).collect();
    let is_timestamp = |index: usize| {
        let subject = subjects.get(index);
        subject.is_some_and(|subject| subject.value.is_document_timestamp())
    };
    order.sort_by_key(|index| (!is_timestamp(*index), Reverse(*index)));
    let mut judged: Vec<(usize, Judged)> = order
        .into_iter()
        .filter_map(|index| {
            let (subject, container) = (subjects.get(index)?, containers.get(index)?);
            Some((index, subject.judge(inquiry, container, digests)))
        })
        .collect();
    judged.sort_by_key(|(index, _)| *index);
    judged.into_iter().map(|(_, judged)| judged).collect()
}

/// The signatures of `fields` in the order of signing. A signature dictionary
/// counts once, however many fields refer to it.
fn subjects<'s, 'd, 'a>(
    document: &'d Document<'a>,
    fields: &'s [SignatureField],
) -> Result<Vec<Subject<'s, 'd, 'a>>, PdfError> {
    let holders = holders(fields);
    let mut seen = HashSet::new();
    let mut subjects = Vec::new();
    for (field, value) in signed(fields) {
        let id = value.id;
        if id.is_some_and(|id| !seen.insert(id)) {
            continue;
        }
        let limit = document.limits().signatures;
        if subjects.len() >= limit {
            let budget = LimitKind::Signatures;
            return Err(PdfError::LimitReached { budget, limit });
        }
        subjects.push(Subject {
            view: document.latest(),
            field,
            value,
            covered: covered(document, value),
            shared: id.is_some_and(|id| holders.get(&id).is_some_and(|count| *count > 1)),
            permission: Permission::default(),
            certification: None,
            misplaced: None,
        });
    }
    subjects.sort_by_key(|subject| end_of_range(subject.value));
    read_permissions(&mut subjects)?;
    Ok(subjects)
}

/// Gives each signature the limits that it and those before it state: the
/// strictest count. Only the first signature of a document certifies it
/// (ISO 32000-2, 12.8.2.2.1).
fn read_permissions(subjects: &mut [Subject<'_, '_, '_>]) -> Result<(), PdfError> {
    let mut earlier = Permission::default();
    for (index, subject) in subjects.iter_mut().enumerate() {
        let stated = subject.stated_permission()?;
        subject.misplaced = match (stated.certifies, earlier.certifies) {
            (true, true) => Some(Finding::CertificationRepeated),
            (true, false) if index > 0 => Some(Finding::CertificationNotFirst),
            _ => None,
        };
        subject.certification = stated.certification();
        subject.permission = stated.and(&earlier);
        earlier = subject.permission.clone();
    }
    Ok(())
}

fn signed(fields: &[SignatureField]) -> impl Iterator<Item = (&SignatureField, &SignatureValue)> {
    fields.iter().filter_map(|field| {
        let value = field.value.as_ref()?;
        Some((field, value))
    })
}

/// How many fields refer to each signature dictionary: of two fields with one
/// value nobody can say whose signature it is.
fn holders(fields: &[SignatureField]) -> HashMap<ObjectId, usize> {
    let mut holders = HashMap::new();
    for id in signed(fields).filter_map(|(_, value)| value.id) {
        *holders.entry(id).or_default() += 1;
    }
    holders
}

fn end_of_range(value: &SignatureValue) -> i64 {
    match value.byte_range.as_deref() {
        Some([_, _, second, length]) => second.saturating_add(*length),
        _ => i64::MAX,
    }
}

/// Reads the pages that list a signature, so that what they write twice is noted even where nothing else reads them.
fn read_pages(view: &View<'_, '_>, subjects: &[Subject<'_, '_, '_>]) {
    let widgets = subjects.iter().flat_map(|one| &one.field.widgets);
    let pages: BTreeSet<ObjectId> = widgets.filter_map(|widget| widget.page).collect();
    for page in pages {
        // One that cannot be read is told of where something depends on it.
        let _ = view.object(page);
    }
}

fn file_findings(document: &Document<'_>) -> Vec<Finding> {
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

/// Whether signatures stand in the first revision and sign bytes at other places than theirs, and one of them other bytes than
/// are there: an update never moves what was signed, only writing everything anew does. Each of them is told so.
fn written_anew(
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
        // Of bytes that are gone nothing tells whether they were changed.
        report
            .findings
            .retain(|one| *one != Finding::DigestMismatch);
        report.findings.push(Finding::WrittenAnew);
    }
    Some(Finding::WrittenAnew)
}

/// What the file may play: the first object of each kind. It decides no verdict, but there is no original with it.
fn active_findings(found: Result<Vec<ActiveContent>, PdfError>) -> Vec<Finding> {
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            let reason = error.to_string();
            return vec![Finding::ActiveContentUnknown { reason }];
        }
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

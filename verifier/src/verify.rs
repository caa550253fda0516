//! From the bytes of a file to its report.

use std::cmp::Reverse;

use kyso_pdf::Document;
use kyso_pki::{EvidenceSource, NoSource, TrustStore, sha256};

use crate::active;
use crate::appearance::FontWork;
use crate::changes::Filling;
use crate::container::Container;
use crate::digests::Digests;
use crate::drawings::Drawings;
use crate::error::VerifyError;
use crate::file_findings::{
    active_findings, file_findings, read_pages, verdict_of_file, written_anew,
};
use crate::form::LookBudget;
use crate::inquiry::Inquiry;
use crate::judgement::Judgement;
use crate::later_changes::LaterChanges;
use crate::memories::Memories;
use crate::policy::Policy;
use crate::report::{EvidenceItem, Modifications, Report, Settings, SignatureReport};
use crate::signing_order::subjects;
use crate::subject::{Examined, Subject};
use crate::{evidence, hidden, leftovers, legal, level};

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

/// As [`verify`]; asks `source` for evidence that neither the file nor `trust` holds, a limited
/// number of times ([`Policy::evidence`]).
///
/// # Errors
/// As [`verify`].
pub fn verify_with(
    bytes: &[u8],
    trust: &TrustStore,
    policy: &Policy,
    source: &dyn EvidenceSource,
) -> Result<Report, VerifyError> {
    let document = policy.open(bytes)?;
    let fields = document.latest().signature_fields()?;
    let subjects = subjects(&document, &fields)?;
    let covered = subjects.iter().map(|subject| &subject.covered);
    let digests = Digests::new(document.bytes(), covered)?;
    let memories = Memories::of(trust);
    let opened = Opened {
        bytes,
        document: &document,
        subjects: &subjects,
        digests: &digests,
        memories: &memories,
    };
    std::thread::scope(|threads| {
        let known = memories.evidence.certificates();
        let algorithms = subjects.iter();
        let algorithms = algorithms.filter_map(|subject| subject.digest_algorithm(known));
        digests.begin(threads, algorithms);
        report(
            opened,
            Terms {
                trust,
                policy,
                source,
            },
        )
    })
}

/// A file that was opened, with its signatures.
#[derive(Clone, Copy)]
struct Opened<'o, 's, 'd, 'a> {
    bytes: &'a [u8],
    document: &'d Document<'a>,
    subjects: &'o [Subject<'s, 'd, 'a>],
    digests: &'o Digests<'a>,
    /// The memory of other files.
    memories: &'o Memories,
}

/// The inputs of the judgement of a file.
#[derive(Clone, Copy)]
struct Terms<'v> {
    trust: &'v TrustStore,
    policy: &'v Policy,
    source: &'v dyn EvidenceSource,
}

/// Everything about an opened file, in the order in which one step needs the other.
fn report(opened: Opened<'_, '_, '_, '_>, terms: Terms<'_>) -> Result<Report, VerifyError> {
    let Opened {
        bytes,
        document,
        subjects,
        digests,
        ..
    } = opened;
    let policy = terms.policy;
    let view = document.latest();
    let mut mentions = active::mentions(&view);
    digests.along(&mut |piece| mentions.look(piece));
    let (later, fillings) = LaterChanges::after_each(document, subjects);
    let altered = |one: &LaterChanges| one.modifications == Modifications::Forbidden;
    let profiles = opened.memories.pictures.cache(|memory| &memory.profiles);
    let active = active::among(&view, mentions, profiles);
    let odd = active.as_deref().unwrap_or_default();
    let leftovers = leftovers::of(document, subjects, odd, later.iter().any(altered));
    let doubted = |(later, subject): (LaterChanges, &Subject<'_, '_, '_>)| {
        later.doubted(leftovers.doubt(subject.covered.revision))
    };
    let later = later.into_iter().zip(subjects).map(doubted);
    let (mut signatures, evidence) = signatures(opened, later, &fillings, terms)?;
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
        copied_status: legal::of_copied(verdict, &signatures, &findings),
        verdict,
        checked_at: policy.at,
        revisions: document.revisions().len(),
        findings,
        signatures,
        settings: Settings::of(policy),
        evidence,
    })
}

/// The report on each signature, with what came `later`, and the evidence that they rest on.
fn signatures(
    opened: Opened<'_, '_, '_, '_>,
    later: impl Iterator<Item = LaterChanges>,
    fillings: &[Filling],
    terms: Terms<'_>,
) -> Result<(Vec<SignatureReport>, Vec<EvidenceItem>), VerifyError> {
    let Opened {
        document,
        subjects,
        digests,
        memories,
        ..
    } = opened;
    let Terms {
        trust,
        policy,
        source,
    } = terms;
    let recall = &memories.evidence;
    let known = recall.certificates();
    let containers = subjects.iter();
    let containers = containers.map(|one| one.check_container(digests, known));
    let containers: Vec<Container> = containers.collect();
    let pool = evidence::gather(document, subjects, &containers, &policy.evidence, recall)?;
    let mut inquiry = Inquiry::new(trust, policy, source, pool, recall.clone());
    let judged = judge_all(&mut inquiry, subjects, &containers, digests);
    let parts = subjects.iter().zip(containers).zip(judged).zip(later);
    let file = digests.whole_file();
    let fonts = FontWork::of_a_file(memories.fonts.clone());
    let looks = LookBudget::of_file(file, fonts, memories.pictures.clone());
    let examined = parts.map(|(((subject, container), judged), later)| {
        subject.examine(container, judged, later, policy, &looks)
    });
    let mut examined: Vec<Examined> = examined.collect();
    let drawings = Drawings {
        document,
        subjects,
        fillings,
        file,
        fonts: looks.fonts(),
        memories,
    };
    drawings.judge(&mut examined, policy.form);
    level::assign(&inquiry, &mut examined);
    let signatures = examined.into_iter().map(|one| one.report);
    Ok((signatures.collect(), inquiry.used.into_items()))
}

/// The digest of all bytes, those before the header too.
fn digest_of_file(bytes: &[u8], document: &Document<'_>, digests: &Digests<'_>) -> [u8; 32] {
    match document.leading_bytes() {
        0 => digests.whole_file(),
        _ => sha256(bytes),
    }
}

/// Judges document timestamps from the newest to the oldest, because each may
/// rest on those that cover it (EN 319 102-1, 5.6.3), then all signatures.
fn judge_all(
    inquiry: &mut Inquiry<'_>,
    subjects: &[Subject<'_, '_, '_>],
    containers: &[Container],
    digests: &Digests<'_>,
) -> Vec<Judgement> {
    let mut order: Vec<usize> = (0..subjects.len()).collect();
    let is_timestamp = |index: usize| {
        let subject = subjects.get(index);
        subject.is_some_and(|subject| subject.value.is_document_timestamp())
    };
    order.sort_by_key(|index| (!is_timestamp(*index), Reverse(*index)));
    let mut judged: Vec<(usize, Judgement)> = order
        .into_iter()
        .filter_map(|index| {
            let (subject, container) = (subjects.get(index)?, containers.get(index)?);
            Some((index, subject.judge(inquiry, container, digests)))
        })
        .collect();
    judged.sort_by_key(|(index, _)| *index);
    judged.into_iter().map(|(_, judged)| judged).collect()
}

//! From the bytes of a file to its report.

use std::collections::HashSet;

use kyso_pdf::{Document, PdfError, SignatureField, SignatureValue, View};
use kyso_pki::{DigestAlgorithm, Purpose, TrustStore};
use kyso_stamp_images::TextDocument;

use crate::container::{self, Container};
use crate::coverage::{Covered, covered};
use crate::finding::{Change, Finding};
use crate::form::{self, Appearance};
use crate::permission::Permission;
use crate::policy::{FormCheck, Policy};
use crate::report::{
    Coverage, Integrity, Level, Modifications, Report, Revocation, Role, SignatureKind,
    SignatureReport, SigningTime, SubIndication, TimeSource, Trust, TrustLevel, Verdict,
};
use crate::time::parse_pdf_date;
use crate::trust::{Trusted, judge};
use crate::{active, changes, hidden, legal, role, timestamp};

/// Why a file cannot be verified at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The file cannot be read as it is written.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The file is encrypted: strings and streams cannot be read.
    #[error("the file is encrypted and cannot be verified")]
    Encrypted,
}

/// Verifies every signature of `bytes` against the anchors of `trust`.
///
/// Reads no clock and no network: the time is [`Policy::at`], revocation comes
/// from the lists in `trust`.
///
/// # Errors
/// [`VerifyError`] when the file is unreadable. A file that can be read always
/// has a report, and a report never says more than what was proven.
pub fn verify(bytes: &[u8], trust: &TrustStore, policy: &Policy) -> Result<Report, VerifyError> {
    let document = Document::open_with(bytes, policy.limits)?;
    if document.is_encrypted() {
        return Err(VerifyError::Encrypted);
    }
    let view = document.latest();
    let fields = view.signature_fields()?;
    let all = signed_fields(&fields);
    let mut signed = one_a_dictionary(&all);
    signed.sort_by_key(|(_, value)| end_of_range(value));
    let later = LaterChanges::of(&document, &signed);
    if signed.len() > MAX_SIGNATURES {
        return Err(VerifyError::Pdf(PdfError::LimitReached {
            budget: "signatures",
            limit: MAX_SIGNATURES,
        }));
    }
    let mut examined = Vec::with_capacity(signed.len());
    for (field, value) in &signed {
        let shared = is_shared(value, &all);
        let subject = Subject {
            document: &document,
            view,
            field,
            value,
            shared,
        };
        examined.push(subject.examine(trust, policy, &later)?);
    }
    assign_roles(&mut examined);
    add_form_findings(bytes, &mut examined, policy);
    let signatures: Vec<SignatureReport> = examined.into_iter().map(|e| e.report).collect();
    let mut findings = file_findings(&document);
    // A remark only: what cannot be read here decides nothing.
    findings.extend(active::findings(&view).unwrap_or_default());
    let mut verdict = worst_verdict(&signatures);
    if let Some(offset) = hidden::signature(&document, &signed)? {
        findings.push(Finding::SignatureHidden { offset });
        if signatures.is_empty() {
            verdict = Verdict::TotalFailed;
        }
    }
    Ok(Report {
        size: bytes.len(),
        sha256: openssl::sha::sha256(bytes),
        legal_status: legal::status(verdict, &signatures),
        verdict,
        checked_at: policy.at,
        revisions: document.revisions().len(),
        findings,
        signatures,
    })
}

type Signed<'f> = (&'f SignatureField, &'f SignatureValue);

fn signed_fields(fields: &[SignatureField]) -> Vec<Signed<'_>> {
    let signed = fields.iter().filter_map(|field| {
        let value = field.value.as_ref()?;
        Some((field, value))
    });
    signed.collect()
}

/// A signature dictionary counts once, however many fields refer to it.
fn one_a_dictionary<'f>(all: &[Signed<'f>]) -> Vec<Signed<'f>> {
    let mut seen = HashSet::new();
    let first = |(_, value): &&Signed<'f>| value.id.is_none_or(|id| seen.insert(id));
    all.iter().filter(first).copied().collect()
}

fn end_of_range(value: &SignatureValue) -> i64 {
    match value.byte_range.as_deref() {
        Some([_, _, second, length]) => second.saturating_add(*length),
        _ => i64::MAX,
    }
}

/// Two fields with one value: nobody can say whose signature it is.
fn is_shared(value: &SignatureValue, all: &[Signed<'_>]) -> bool {
    let same = |other: &SignatureValue| other.id.is_some() && other.id == value.id;
    all.iter().filter(|(_, other)| same(other)).count() > 1
}

fn file_findings(document: &Document<'_>) -> Vec<Finding> {
    let count = document.bytes_after_eof().len();
    let findings = (count > 0).then_some(Finding::BytesAfterEof { count });
    findings.into_iter().collect()
}

fn worst_verdict(signatures: &[SignatureReport]) -> Verdict {
    let rank = |verdict: &Verdict| match verdict {
        Verdict::TotalFailed => 2,
        Verdict::Indeterminate => 1,
        _ => 0,
    };
    let verdicts = signatures.iter().map(|signature| signature.verdict);
    verdicts.max_by_key(rank).unwrap_or(Verdict::NotSigned)
}

/// The changes that come after the earliest signature.
struct LaterChanges {
    changes: Vec<Change>,
}

impl LaterChanges {
    fn of(document: &Document<'_>, signed: &[Signed<'_>]) -> Self {
        let revisions = signed
            .iter()
            .map(|(_, value)| covered(document, value).revision);
        let Some(first) = revisions.flatten().min() else {
            return Self {
                changes: Vec::new(),
            };
        };
        let later = first + 1..document.revisions().len();
        let mut index = changes::ReferenceIndex::default();
        let mut changes: Vec<Change> = later
            .flat_map(|revision| changes::of_revision(document, revision, &mut index))
            .collect();
        changes.extend(changes::after_last_revision(document));
        Self { changes }
    }

    /// What came after `revision`, as far as `permission` allows it: whether
    /// all of it is permitted, and the list, of limited length, what is
    /// forbidden first.
    fn after(&self, revision: usize, permission: Permission) -> (Modifications, Vec<Change>) {
        let later = self.changes.iter().filter(|c| c.revision > revision);
        let (permitted, forbidden): (Vec<_>, Vec<_>) = later.partition(|change| {
            change
                .permitted_by
                .is_some_and(|rule| permission.allows(rule))
        });
        let modifications = match (permitted.is_empty(), forbidden.is_empty()) {
            (true, true) => Modifications::None,
            (false, true) => Modifications::Permitted,
            (_, false) => Modifications::Forbidden,
        };
        let forbidden = forbidden.into_iter().map(|change| Change {
            permitted_by: None,
            ..change.clone()
        });
        let listed = forbidden.chain(permitted.into_iter().cloned());
        (modifications, listed.take(MAX_LISTED_CHANGES).collect())
    }
}

/// One signature to be examined.
struct Subject<'s, 'd, 'a> {
    document: &'d Document<'a>,
    view: View<'d, 'a>,
    field: &'s SignatureField,
    value: &'s SignatureValue,
    shared: bool,
}

/// A report under construction, with what the formal rules need.
pub(crate) struct Examined {
    pub(crate) report: SignatureReport,
    pub(crate) appearance: Option<Appearance>,
}

impl Subject<'_, '_, '_> {
    fn examine(
        &self,
        store: &TrustStore,
        policy: &Policy,
        later: &LaterChanges,
    ) -> Result<Examined, PdfError> {
        let covered = covered(self.document, self.value);
        let mut container = self.check_container(&covered);
        let (modifications, changes) = self.modifications(&covered, later)?;
        let appearance = match policy.form {
            // What cannot be drawn proves nothing: no role and no picture.
            FormCheck::Full | FormCheck::Pictures => form::appearance(&self.view, self.field).ok(),
            FormCheck::Off => None,
        };
        let time = self.signing_time(&mut container, store, policy);
        let trusted = self.trusted(&container, store, policy, &time);
        let mut report = self.report(&covered, &container, &trusted);
        report.modifications = modifications;
        report.changes = changes;
        report.signing_time = time;
        if container.stated_time.is_some() && is_proven(&report, trusted.as_ref()) {
            report.signing_time.source = TimeSource::DocumentTimestamp;
        }
        report.place = appearance.as_ref().and_then(|a| a.place);
        conclude(&mut report, container, trusted, policy);
        Ok(Examined { report, appearance })
    }

    fn check_container(&self, covered: &Covered<'_>) -> Container {
        let Some(parts) = &covered.parts else {
            let finding = covered.finding.clone();
            return Container::unreadable(finding.unwrap_or(Finding::ByteRangeMalformed));
        };
        container::check(self.value, parts)
    }

    /// What happened after the signed revision. A range that is no revision
    /// leaves bytes unsigned that nobody vouches for.
    fn modifications(
        &self,
        covered: &Covered<'_>,
        later: &LaterChanges,
    ) -> Result<(Modifications, Vec<Change>), PdfError> {
        let Some(revision) = covered.revision.filter(|_| !self.shared) else {
            return Ok((Modifications::Forbidden, Vec::new()));
        };
        let permission = Permission::of(&self.view, self.field, self.value)?;
        Ok(later.after(revision, permission))
    }

    /// F4: a signature timestamp that is sound and trusted, else the claim.
    fn signing_time(
        &self,
        container: &mut Container,
        store: &TrustStore,
        policy: &Policy,
    ) -> SigningTime {
        if let Some(time) = container.stated_time {
            return SigningTime {
                value: Some(time),
                source: TimeSource::Claimed,
            };
        }
        if let Some((token, covers)) = container.timestamp.take() {
            match timestamp::certified_time(&token, &covers, store, policy.at) {
                Ok(time) => {
                    container.has_timestamp = true;
                    return SigningTime {
                        value: Some(time),
                        source: TimeSource::SignatureTimestamp,
                    };
                }
                Err(reason) => container
                    .findings
                    .push(Finding::TimestampUnsound { reason }),
            }
        }
        let written = self.value.text("M");
        let claimed = written.as_deref().and_then(parse_pdf_date);
        let claimed = claimed.or(container.claimed_time);
        SigningTime {
            value: claimed,
            source: match claimed {
                Some(_) => TimeSource::Claimed,
                None => TimeSource::None,
            },
        }
    }

    fn trusted(
        &self,
        container: &Container,
        store: &TrustStore,
        policy: &Policy,
        time: &SigningTime,
    ) -> Option<Trusted> {
        let certificate = container.certificate.as_ref()?;
        let timestamp = self.value.is_document_timestamp();
        let purpose = match timestamp {
            true => Purpose::Timestamping,
            false => Purpose::DocumentSigning,
        };
        let certified = time
            .value
            .filter(|_| time.source == TimeSource::SignatureTimestamp);
        Some(judge(
            store,
            certificate,
            &container.certificates,
            certified.unwrap_or(policy.at),
            certified.is_some(),
            purpose,
        ))
    }

    fn findings(&self, covered: &Covered<'_>) -> Vec<Finding> {
        let shared = self.shared.then_some(Finding::SharedValue);
        covered.finding.iter().cloned().chain(shared).collect()
    }

    fn report(
        &self,
        covered: &Covered<'_>,
        container: &Container,
        trusted: &Option<Trusted>,
    ) -> SignatureReport {
        let sub_filter = self.value.sub_filter().map(ToString::to_string);
        let kind = match self.value.is_document_timestamp() {
            true => SignatureKind::DocumentTimestamp,
            false => SignatureKind::Signature,
        };
        let pades = sub_filter.as_deref() == Some("ETSI.CAdES.detached");
        let untrusted = Trust {
            anchor: None,
            class: TrustLevel::None,
            revocation: Revocation::Unknown,
        };
        SignatureReport {
            field: self.field.name.clone(),
            kind,
            role: Role::Unknown,
            verdict: Verdict::Indeterminate,
            sub_indication: container.sub_indication,
            integrity: container.integrity,
            coverage: covered.coverage,
            modifications: Modifications::Forbidden,
            changes: Vec::new(),
            signer: container.certificate.clone(),
            signing_time: SigningTime {
                value: None,
                source: TimeSource::None,
            },
            level: match (pades, container.has_timestamp) {
                (true, true) => Level::Bt,
                (true, false) => Level::Bb,
                (false, _) => Level::Cms,
            },
            trust: trusted.as_ref().map_or(untrusted, |t| t.trust.clone()),
            sub_filter,
            form: Vec::new(),
            findings: self.findings(covered),
            place: None,
            revision: covered.revision,
            byte_range: self.value.byte_range.clone(),
        }
    }
}

/// Whether a document timestamp is intact and of a trusted authority.
fn is_proven(report: &SignatureReport, trusted: Option<&Trusted>) -> bool {
    report.integrity == Integrity::Intact
        && trusted.is_some_and(|trusted| trusted.sub_indication.is_none())
}

/// The verdict: disproven before unknown before proven (EN 319 102-1, 5.1.3).
fn conclude(
    report: &mut SignatureReport,
    container: Container,
    trusted: Option<Trusted>,
    policy: &Policy,
) {
    for finding in container.findings {
        if !report.findings.contains(&finding) {
            report.findings.push(finding);
        }
    }
    let weak = container.digest.filter(|digest| is_weak(*digest));
    if let Some(digest) = weak {
        let algorithm = digest.to_string();
        report.findings.push(Finding::WeakAlgorithm { algorithm });
    }
    if report.signing_time.source == TimeSource::Claimed {
        report.findings.push(Finding::TimeOnlyClaimed);
    }
    if report
        .signing_time
        .value
        .is_some_and(|time| time > policy.at)
    {
        report.findings.push(Finding::TimeInFuture);
    }
    if report.modifications == Modifications::Forbidden && report.revision.is_some() {
        report.findings.push(Finding::Altered);
    }
    let path = trusted.as_ref().and_then(|trusted| trusted.sub_indication);
    report
        .findings
        .extend(trusted.into_iter().flat_map(|t| t.findings));
    let weak = weak.map(|_| SubIndication::CryptoConstraintsFailureNoPoe);
    let sub_indication = container.sub_indication;
    let (verdict, sub_indication) = match report.integrity {
        Integrity::Broken => (Verdict::TotalFailed, sub_indication),
        _ if !is_sound(report) => (Verdict::TotalFailed, Some(SubIndication::FormatFailure)),
        _ if report.modifications == Modifications::Forbidden => {
            let altered = Some(SubIndication::AlteredAfterSigning);
            (Verdict::TotalFailed, altered)
        }
        Integrity::Unverifiable => (Verdict::Indeterminate, sub_indication),
        Integrity::Intact => match path.or(weak).or(container.doubt) {
            None => (Verdict::TotalPassed, None),
            found => (Verdict::Indeterminate, found),
        },
    };
    report.verdict = verdict;
    report.sub_indication = sub_indication;
}

/// Whether byte range and dictionary are those of one whole revision.
fn is_sound(report: &SignatureReport) -> bool {
    !matches!(report.coverage, Coverage::Partial | Coverage::Unclear)
        && !report.findings.contains(&Finding::SharedValue)
}

/// F7: SHA-1 and weaker are not accepted without trusted time before a policy date.
fn is_weak(digest: DigestAlgorithm) -> bool {
    digest.is_weak()
}

fn assign_roles(examined: &mut [Examined]) {
    let roles = role::roles(examined);
    for (examined, role) in examined.iter_mut().zip(roles) {
        examined.report.role = role;
    }
}

/// A1 and A2 for persons, B1 for seals relative to the last person before them.
fn add_form_findings(bytes: &[u8], examined: &mut [Examined], policy: &Policy) {
    if policy.form != FormCheck::Full {
        return;
    }
    let is_person = |e: &Examined| e.report.role == Role::Person;
    let text = match examined.iter().any(is_person) {
        true => TextDocument::open(bytes).ok(),
        false => None,
    };
    for index in 0..examined.len() {
        let (before, rest) = examined.split_at_mut(index);
        let Some(current) = rest.first_mut() else {
            continue;
        };
        let Some(appearance) = &current.appearance else {
            continue;
        };
        current.report.form = match current.report.role {
            Role::Person => appearance.person_rules(text.as_ref()),
            Role::Agency => {
                let person = before.iter().rev().find(|e| is_person(e));
                appearance.seal_rules(person.and_then(|e| e.appearance.as_ref()))
            }
            _ => Vec::new(),
        };
    }
}

/// Signatures that one file may hold.
const MAX_SIGNATURES: usize = 500;

/// Later changes that are listed for one signature.
const MAX_LISTED_CHANGES: usize = 500;

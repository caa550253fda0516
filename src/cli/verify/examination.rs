//! One file verified, and what is kept of it: little, for a file of any size.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use kyso_directory::Directory;
use kyso_online::{Attempt, FetchError};
use kyso_pki::{EvidenceSource, TrustStore};
use kyso_report::{
    Bundle, FileContent, RecordSubject, Recorded, RecordedSource, SeenChange, Sheet,
    UnreadableSubject, compare_pages,
};
use kyso_setup::{Servers, settings_that_allow};
use kyso_verifier::{
    AttachmentPart, Integrity, LegalStatus, Level, MainPart, Modifications, Policy, Report, Role,
    SignatureKind, SignatureReport, SubIndication, Verdict, VerifyError, is_like_cms, verify_cms,
    verify_with, written_anew,
};
use kyso_words::Lang;

use super::queue::Memory;
use super::reading::{Unreadable, read};
use super::report_form::{Rendered, ReportForm};
use super::selection::Candidate;
use crate::cli::arguments::Verify;
use crate::cli::output;

/// What all files are verified with.
pub(super) struct Examiner<'a> {
    pub(super) store: &'a TrustStore,
    /// The servers that are asked for what neither the file nor the trust folder has.
    pub(super) servers: &'a Servers,
    /// What servers answered at the time of a bundle, instead.
    pub(super) recorded: Option<&'a RecordedSource>,
    /// What the files are in a package, when they are one.
    pub(super) package: Option<InPackage<'a>>,
    /// What is kept of the result beside its report.
    pub(super) recording: Option<Recording<'a>>,
    /// Whether standard error names servers that did not answer: for one file, not for an archive.
    pub(super) tell_failures: bool,
    /// Anchors that are none of the known ones (K).
    pub(super) foreign_anchors: &'a [String],
    /// What a detached signature is over.
    pub(super) content: Option<&'a [u8]>,
    /// Who knows the holders of certificates.
    pub(super) directory: Option<&'a Directory>,
    /// Whether pages are drawn and compared.
    pub(super) compare_pages: bool,
    pub(super) detail: Detail,
    pub(super) policy: &'a Policy,
    /// The real time, where the user chose that of the policy.
    pub(super) made_at: Option<Timestamp>,
    pub(super) form: ReportForm,
    pub(super) lang: Lang,
}

/// What a file is in a package.
#[derive(Debug, Clone, Copy)]
pub(super) enum InPackage<'a> {
    Main,
    AttachmentOf(&'a MainPart),
}

/// What a package needs to know of a file.
#[derive(Debug)]
pub(super) enum PackagePart {
    Main(MainPart),
    Attachment(AttachmentPart),
}

/// How much a report tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// The conclusions.
    Usual,
    /// Every step, and the evidence.
    Full,
}

/// A verification that is to be kept as a bundle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recording<'a> {
    /// The name of the file in the bundle, where it is not that of the file.
    pub(super) name: Option<&'a str>,
    pub(super) made_at: Timestamp,
    pub(super) lang: Lang,
}

/// A file that was looked at.
#[derive(Debug)]
pub(super) struct Examined {
    pub(super) path: PathBuf,
    pub(super) outcome: Result<Findings, Unreadable>,
    /// Where a record was asked for.
    pub(super) sheet: Option<Box<Sheet>>,
    pub(super) took: Duration,
}

/// What a report says in short, and the report in the form that was asked for.
#[derive(Debug)]
pub(super) struct Findings {
    pub(super) verdict: Verdict,
    pub(super) legal_status: LegalStatus,
    pub(super) signatures: usize,
    /// Document timestamps, which are no signatures.
    pub(super) timestamps: usize,
    /// What all signatures reach, where timestamps vouch for their time.
    pub(super) level: Option<Level>,
    /// Of the signatures that have the verdict of the file, each once.
    pub(super) reasons: Vec<SubIndication>,
    /// Whether another program wrote the file anew, so that these say what is not known.
    pub(super) is_written_anew: bool,
    /// The worst of all signatures; `None` without signatures.
    pub(super) integrity: Option<Integrity>,
    /// The worst of all signatures; `None` without signatures.
    pub(super) modifications: Option<Modifications>,
    /// Of all signatures in their order, document timestamps too.
    pub(super) roles: Vec<Role>,
    pub(super) report: String,
    /// In a package.
    pub(super) part: Option<Box<PackagePart>>,
    /// Where one was asked for.
    pub(super) bundle: Option<Box<Bundle>>,
}

/// What was found in a file, before it is joined with its name.
struct Examination {
    outcome: Result<Findings, Unreadable>,
    sheet: Option<Box<Sheet>>,
}

impl Detail {
    /// What was asked for.
    pub(super) fn of(request: &Verify) -> Self {
        match request.detailed {
            true => Self::Full,
            false => Self::Usual,
        }
    }
}

impl Examiner<'_> {
    /// Verifies one file. A fault of kyso itself costs the result of this file only.
    pub(super) fn examine(&self, candidate: &Candidate, memory: &Memory) -> Examined {
        let started = Instant::now();
        let examination = match &candidate.problem {
            Some(problem) => self.unreadable(candidate, problem.clone(), None),
            None => catch_unwind(AssertUnwindSafe(|| self.read(candidate, memory)))
                .unwrap_or_else(|_| self.unreadable(candidate, Unreadable::by_fault(), None)),
        };
        Examined {
            path: candidate.path.clone(),
            outcome: examination.outcome,
            sheet: examination.sheet,
            took: started.elapsed(),
        }
    }

    fn read(&self, candidate: &Candidate, memory: &Memory) -> Examination {
        let document = match read(&candidate.path, memory) {
            Ok(document) => document,
            Err(unreadable) => return self.unreadable(candidate, unreadable, None),
        };
        self.verify(candidate, &document.bytes)
            .unwrap_or_else(|error| {
                let unreadable = Unreadable::from(&error);
                self.unreadable(candidate, unreadable, Some(&document.bytes))
            })
    }

    fn verify(&self, candidate: &Candidate, bytes: &[u8]) -> Result<Examination, VerifyError> {
        let asked = self.servers.source();
        let source: &dyn EvidenceSource = match self.recorded {
            Some(recorded) => recorded,
            None => &asked,
        };
        let is_cms = self.is_signature(candidate, bytes);
        let mut report = match is_cms {
            true => verify_cms(bytes, self.content, self.store, self.policy, source)?,
            false => verify_with(bytes, self.store, self.policy, source)?,
        };
        if self.tell_failures {
            tell_failures(&asked.attempts(), self.lang);
        }
        if let Some(directory) = self.directory {
            report.name_holders(directory);
        }
        let password = self.policy.password.as_ref();
        let compare = || compare_pages(bytes, &report, password);
        let visual = (self.compare_pages && !is_cms).then(compare);
        let visual = visual.transpose()?;
        let sheet = || {
            let subject = RecordSubject {
                bytes,
                password,
                report: &report,
                name: &self.form.name(&candidate.path),
                foreign_anchors: self.foreign_anchors,
                visual: visual.as_deref(),
                made_at: self.made_at,
            };
            Box::new(Sheet::new(&subject, self.lang))
        };
        let (form, path) = (self.form, &candidate.path);
        Ok(Examination {
            sheet: form.is_record().then(sheet),
            outcome: Ok(Findings {
                report: form.report(
                    &self.rendered(&report, visual.as_deref(), source),
                    path,
                    self.lang,
                ),
                part: self.part(bytes, &report)?,
                bundle: self.bundle(&report, &form.name(path), source),
                ..Findings::from(&report)
            }),
        })
    }

    /// Whether the file is a signature beside its content or around it, or is meant to be one.
    fn is_signature(&self, candidate: &Candidate, bytes: &[u8]) -> bool {
        let ending = candidate.path.extension().unwrap_or_default();
        let is_named = ["p7s", "p7m"]
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known));
        self.content.is_some() || is_named || is_like_cms(bytes)
    }

    fn part(&self, bytes: &[u8], report: &Report) -> Result<Option<Box<PackagePart>>, VerifyError> {
        let part = match self.package {
            None => return Ok(None),
            Some(InPackage::Main) => PackagePart::Main(MainPart::read(bytes, report, self.policy)?),
            Some(InPackage::AttachmentOf(main)) => {
                PackagePart::Attachment(AttachmentPart::read(bytes, report, main, self.policy)?)
            }
        };
        Ok(Some(Box::new(part)))
    }

    fn rendered<'t>(
        &self,
        report: &'t Report,
        visual: Option<&'t [SeenChange]>,
        source: &'t dyn EvidenceSource,
    ) -> Rendered<'t> {
        Rendered {
            report,
            visual,
            made_at: self.made_at,
            detail: (self.detail == Detail::Full).then_some(source),
        }
    }

    fn bundle(
        &self,
        report: &Report,
        name: &str,
        source: &dyn EvidenceSource,
    ) -> Option<Box<Bundle>> {
        let recording = self.recording?;
        let recorded = Recorded {
            report,
            name: recording.name.unwrap_or(name),
            anchors: self.store.anchors(),
            source,
            made_at: recording.made_at,
            lang: recording.lang,
        };
        Some(Box::new(recorded.bundle()))
    }

    /// A file without a report; with its bytes where they could be read.
    fn unreadable(
        &self,
        candidate: &Candidate,
        unreadable: Unreadable,
        bytes: Option<&[u8]>,
    ) -> Examination {
        let sheet = || {
            let file = UnreadableSubject {
                name: &self.form.name(&candidate.path),
                reason: unreadable.words(self.lang),
                checked_at: self.policy.at,
                made_at: self.made_at,
                content: bytes.map(FileContent::of),
            };
            Box::new(Sheet::unreadable(&file, self.lang))
        };
        Examination {
            sheet: self.form.is_record().then(sheet),
            outcome: Err(unreadable),
        }
    }
}

/// Says who did not answer, each once; what is missing for it is in the report.
fn tell_failures(attempts: &[Attempt], lang: Lang) {
    let mut named: Vec<&str> = Vec::new();
    for attempt in attempts {
        let Some(text) = attempt.failure_text(lang) else {
            continue;
        };
        if !attempt.url.is_empty() && !named.contains(&attempt.url.as_str()) {
            named.push(&attempt.url);
            output::remark(match attempt.failure().and_then(FetchError::hint) {
                Some(hint) => format!("{text} ({})", settings_that_allow(hint)),
                None => text,
            });
        }
    }
}

impl From<&Report> for Findings {
    fn from(report: &Report) -> Self {
        let gravest = report
            .signatures
            .iter()
            .filter(|one| one.verdict == report.verdict);
        let mut reasons = Vec::new();
        for reason in gravest.filter_map(|one| one.sub_indication) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        let is_timestamp = |one: &&SignatureReport| one.kind == SignatureKind::DocumentTimestamp;
        let timestamps = report.signatures.iter().filter(is_timestamp).count();
        let integrities = report.signatures.iter().map(|one| one.integrity);
        let modifications = report.signatures.iter().map(|one| one.modifications);
        Self {
            verdict: report.verdict,
            legal_status: report.legal_status,
            signatures: report.signatures.len() - timestamps,
            timestamps,
            level: report.level().filter(|level| level.is_timestamped()),
            reasons,
            is_written_anew: report.is_written_anew(),
            roles: report.signatures.iter().map(|one| one.role).collect(),
            integrity: integrities.min_by_key(|state| match state {
                Integrity::Broken => 0,
                Integrity::Unverifiable => 1,
                Integrity::Intact => 2,
            }),
            modifications: modifications.min_by_key(|state| match state {
                Modifications::Forbidden => 0,
                Modifications::Permitted => 1,
                Modifications::None => 2,
            }),
            report: String::new(),
            part: None,
            bundle: None,
        }
    }
}

impl Examined {
    /// The exit status for this file alone.
    pub(super) fn status(&self) -> u8 {
        match self.outcome.as_ref().map(|findings| findings.verdict) {
            Ok(Verdict::TotalPassed) => PASSED,
            Ok(Verdict::TotalFailed) => FAILED,
            Ok(Verdict::NotSigned) => NOT_SIGNED,
            Ok(Verdict::Indeterminate) => INDETERMINATE,
            Err(_) => UNREADABLE,
        }
    }

    /// The verdict, or that there is none.
    pub(super) fn verdict(&self) -> &'static str {
        let verdict = self
            .outcome
            .as_ref()
            .map(|findings| findings.verdict.as_str());
        verdict.unwrap_or("UNREADABLE")
    }

    /// Why the verdict is not better, in one line; empty when there is nothing to say.
    pub(super) fn reason(&self, lang: Lang) -> String {
        match &self.outcome {
            Ok(findings) => {
                if findings.is_written_anew {
                    return written_anew(lang).to_owned();
                }
                let labels = findings.reasons.iter().map(|reason| reason.label(lang));
                labels.collect::<Vec<_>>().join("; ")
            }
            Err(unreadable) => unreadable.words(lang).to_owned(),
        }
    }
}

/// The exit status of the gravest.
pub(super) fn gravest(examined: &[Examined]) -> u8 {
    let gravity = |status: &u8| GRAVEST_FIRST.iter().position(|one| one == status);
    let statuses = examined.iter().map(Examined::status);
    statuses.min_by_key(gravity).unwrap_or(UNREADABLE)
}

const PASSED: u8 = 0;
const FAILED: u8 = 1;
const INDETERMINATE: u8 = 3;
const NOT_SIGNED: u8 = 4;
const UNREADABLE: u8 = 5;

/// A proven forgery is graver than a file about which nothing is known; an unreadable file cannot
/// be trusted either.
const GRAVEST_FIRST: [u8; 5] = [FAILED, UNREADABLE, INDETERMINATE, NOT_SIGNED, PASSED];

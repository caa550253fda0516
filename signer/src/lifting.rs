//! Bringing a signed file to a level: document timestamps and validation data, appended (EN 319 142-1, clauses 5.4 and 6).
//!
//! Signatures are never touched. Where the time of a signature is not proven, a document timestamp
//! proves it first. Then comes the evidence about every signature and timestamp of the file,
//! collected after they were made, then the document timestamp that protects all of it. The fetched
//! evidence is appended, and the finished file is verified with nothing else.

mod doubts;
mod validation_data;

use kyso_pdf::{
    Document, DocumentTimestampPlan, append_security_store, prepare_document_timestamp,
};
use kyso_pki::{DigestAlgorithm, EvidenceSource, NoSource};
use kyso_verifier::{
    Report, SignatureKind, SignatureReport, SubIndication, TimeSource, Verdict, verify_with,
};

use crate::error::{LiftError, UnsoundSignature};
use crate::level::BaselineLevel;
use crate::stamping::Stamping;
use validation_data::{missing, new_validation_data};

/// A file on its way to a level.
#[derive(Debug)]
pub(crate) struct Lifting<'c> {
    pub(crate) stamping: Stamping<'c>,
    pub(crate) pdf: Vec<u8>,
    /// The verifier's report on the current file, with the evidence that the source gives.
    pub(crate) report: Report,
}

impl<'c> Lifting<'c> {
    /// Starts with a file as it is.
    pub(crate) fn of(pdf: Vec<u8>, stamping: Stamping<'c>) -> Result<Self, LiftError> {
        let report = examine(&pdf, &stamping, stamping.context().evidence)?;
        Ok(Self {
            stamping,
            pdf,
            report,
        })
    }

    /// Appends what `level` asks for and the file does not have.
    pub(crate) fn lift(&mut self, level: BaselineLevel) -> Result<(), LiftError> {
        if level >= BaselineLevel::Timestamped && !all(&self.report, is_timed) {
            self.add_timestamp()?;
        }
        self.protect(level)
    }

    /// As [`Lifting::lift`], for signatures whose time is proven, or need not be.
    pub(crate) fn protect(&mut self, level: BaselineLevel) -> Result<(), LiftError> {
        if level >= BaselineLevel::LongTerm {
            self.add_evidence(level)?;
        }
        if level >= BaselineLevel::Archival && !reaches(&self.report, level) {
            self.add_timestamp()?;
            // Its authority may be another one than that of the timestamps before.
            self.add_evidence(level)?;
        }
        Ok(())
    }

    /// Appends what the report rests on and the file does not hold, if anything.
    pub(crate) fn add_evidence(&mut self, level: BaselineLevel) -> Result<(), LiftError> {
        let missing = missing(&self.report);
        if !missing.is_empty() {
            return Err(LiftError::EvidenceMissing { level, missing });
        }
        let document = Document::open(&self.pdf)?;
        let new = new_validation_data(&self.report, &document)?;
        let Some(new) = new else { return Ok(()) };
        let extended = append_security_store(&document, &new)?;
        self.replace(extended)
    }

    /// Appends a document timestamp over the whole file (ISO 32000-2, 12.8.5). No key is at stake: a token that does not fit
    /// is asked for once more, with the room that it needs.
    pub(crate) fn add_timestamp(&mut self) -> Result<(), LiftError> {
        let stamped = match self.timestamped(self.stamping.room()) {
            Err(LiftError::TimestampTooLarge { token, .. }) => {
                self.timestamped(token.saturating_add(SPARE))?
            }
            stamped => stamped?,
        };
        self.replace(stamped)
    }

    fn timestamped(&mut self, room: usize) -> Result<Vec<u8>, LiftError> {
        let document = Document::open(&self.pdf)?;
        let plan = DocumentTimestampPlan {
            field_name: None,
            contents_reserve: room,
        };
        let prepared = prepare_document_timestamp(&document, &plan)?;
        let digest = IMPRINT.digest(&prepared.signed_parts())?;
        let token = self.stamping.token(IMPRINT, &digest)?;
        if token.der().len() > prepared.reserved() {
            let (token, room) = (token.der().len(), prepared.reserved());
            return Err(LiftError::TimestampTooLarge { token, room });
        }
        Ok(prepared.embed(token.der())?)
    }

    /// The file with the report of the verifier: from B-LT on it is given nothing but the file and
    /// the trust store, below that also the evidence that the source gives.
    pub(crate) fn finish(self, level: BaselineLevel) -> Result<Self, LiftError> {
        if level < BaselineLevel::LongTerm {
            return Ok(self);
        }
        let report = examine(&self.pdf, &self.stamping, &NoSource)?;
        Ok(Self { report, ..self })
    }

    fn replace(&mut self, pdf: Vec<u8>) -> Result<(), LiftError> {
        self.report = examine(&pdf, &self.stamping, self.stamping.context().evidence)?;
        self.pdf = pdf;
        Ok(())
    }
}

/// The verifier's report on a file at the time of its latest timestamp.
pub(crate) fn examine(
    pdf: &[u8],
    stamping: &Stamping<'_>,
    source: &dyn EvidenceSource,
) -> Result<Report, LiftError> {
    let policy = stamping.context().policy(stamping.latest());
    Ok(verify_with(pdf, stamping.context().trust, &policy, source)?)
}

/// Refuses what lifting does not help; `tolerated` is a reason that it may take away.
pub(crate) fn require_sound(
    report: &Report,
    tolerated: Option<SubIndication>,
) -> Result<(), LiftError> {
    if !report.signatures.iter().any(is_signature) {
        return Err(LiftError::NotSigned);
    }
    let is_unsound = |signature: &&SignatureReport| match signature.verdict {
        Verdict::TotalPassed => false,
        Verdict::Indeterminate => tolerated.is_none() || signature.sub_indication != tolerated,
        _ => true,
    };
    let unsound = report.signatures.iter().filter(is_unsound);
    let signatures: Vec<_> = unsound
        .map(|signature| UnsoundSignature {
            field: signature.field.clone(),
            verdict: signature.verdict,
            reason: signature.sub_indication,
        })
        .collect();
    match signatures.is_empty() && report.verdict != Verdict::TotalFailed {
        true => Ok(()),
        false => Err(LiftError::Unsound { signatures }),
    }
}

/// Whether every signature of the file has the level.
pub(crate) fn reaches(report: &Report, level: BaselineLevel) -> bool {
    all(report, |signature| {
        BaselineLevel::of(signature.level) >= Some(level)
    })
}

/// The level of a signature, which is at least the one that was asked for.
pub(crate) fn require_level(
    report: &Report,
    signature: &SignatureReport,
    wanted: BaselineLevel,
) -> Result<Option<BaselineLevel>, LiftError> {
    let reached = BaselineLevel::of(signature.level);
    if reached >= Some(wanted) {
        return Ok(reached);
    }
    Err(LiftError::LevelNotReached {
        field: signature.field.clone(),
        wanted,
        reached,
        timestamps: doubts::doubts(report, signature),
    })
}

fn all(report: &Report, holds: impl Fn(&SignatureReport) -> bool) -> bool {
    let mut signatures = report.signatures.iter().filter(|one| is_signature(one));
    signatures.all(holds)
}

/// Whether it is a signature, not a document timestamp.
pub(crate) fn is_signature(signature: &SignatureReport) -> bool {
    signature.kind == SignatureKind::Signature
}

/// Whether a trusted authority says when it was made (F4).
fn is_timed(signature: &SignatureReport) -> bool {
    matches!(
        signature.signing_time.source,
        TimeSource::SignatureTimestamp | TimeSource::DocumentTimestamp
    )
}

/// Digest of the file in document timestamps.
const IMPRINT: DigestAlgorithm = DigestAlgorithm::Sha256;

/// Bytes by which the next token of an authority may be longer than the last.
const SPARE: usize = 256;

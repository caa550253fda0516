//! What a record says about one signature.

use kyso_verifier::{
    FactKind, Integrity, Level, Modifications, Role, SignatureKind, SignatureReport, Verdict,
};
use kyso_words::Lang;

use super::picture::{Pictures, Shown};
use super::row::{clipped, row};
use super::{Row, Tone};
use crate::summary;

/// One signature.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Card {
    /// From 1, in the order of signing.
    pub number: usize,
    pub(crate) tone: Tone,
    pub(crate) verdict: &'static str,
    pub(crate) role: &'static str,
    pub name: String,
    /// The role with what it follows from, where anything tells it.
    pub(crate) basis: Option<Row>,
    /// The seven facts (M1), and what belongs to them.
    pub(crate) facts: Vec<Row>,
    /// What keeps the verdict from being better.
    pub(crate) reasons: Vec<String>,
    /// Drawn for signatures that are shown in full.
    pub(crate) picture: Option<Shown>,
}

impl Card {
    /// All rows of the card.
    pub(crate) fn rows(&self) -> Vec<Row> {
        self.basis.iter().chain(&self.facts).cloned().collect()
    }

    /// The role, with what it follows from where that has no row.
    pub(crate) fn role_in_line(&self) -> &str {
        self.basis.as_ref().map_or(self.role, |row| &row.value)
    }

    /// All facts in one paragraph, for a signature without a picture.
    pub(crate) fn facts_in_line(&self) -> String {
        let facts = self.facts.iter();
        let facts = facts.map(|row| format!("{}: {}", row.label, row.value));
        facts
            .chain(self.reasons.iter().cloned())
            .collect::<Vec<_>>()
            .join(" · ")
    }

    pub(super) fn new(number: usize, signature: &SignatureReport, lang: Lang) -> Self {
        let certificate = signature.signer.as_ref();
        let name = certificate.and_then(|one| one.subject_common_name());
        let name = name.map(str::to_owned);
        let name = name.or_else(|| certificate.map(|one| summary::holder_name(one, lang)));
        let unknown = lang.pick("Không rõ người ký", "Signer unknown");
        Self {
            number,
            tone: Tone::of(signature.verdict),
            verdict: signature.verdict.label(lang),
            role: summary::role(signature, lang),
            name: clipped(name.as_deref().unwrap_or(unknown)),
            basis: basis(signature, lang),
            facts: facts(signature, lang),
            reasons: reasons(signature, lang),
            picture: None,
        }
    }

    pub(super) fn draw(
        &mut self,
        pictures: &mut Pictures<'_>,
        signature: &SignatureReport,
        lang: Lang,
    ) {
        self.picture = Some(pictures.of_signature(signature, lang));
    }
}

/// The order of signatures when not all can be shown: failed ones first, then the issuing agency
/// and the signers.
pub(super) fn rank(signature: &SignatureReport) -> u8 {
    match (signature.verdict, signature.kind, signature.role) {
        (Verdict::TotalFailed, ..) => 0,
        (Verdict::Indeterminate, ..) => 1,
        (_, SignatureKind::DocumentTimestamp, _) => 5,
        (.., Role::Agency) => 2,
        (.., Role::Person) => 3,
        (
            ..,
            Role::Numbering
            | Role::Attachment
            | Role::Copy
            | Role::Receipt
            | Role::Reviewer
            | Role::Initials
            | Role::Portal
            | Role::UnseenPerson
            | Role::UnseenOrganisation
            | Role::Unknown,
        ) => 4,
    }
}

fn basis(signature: &SignatureReport, lang: Lang) -> Option<Row> {
    let role = signature.role_text(lang)?;
    Some(row(lang.pick("Vai trò", "Role"), &role))
}

/// The seven facts, the number of the certificate with its validity, and the level where a timestamp vouches for the time.
fn facts(signature: &SignatureReport, lang: Lang) -> Vec<Row> {
    let number = signature.signer.as_ref().map(|one| one.serial_hex());
    let number = number.map(|number| format!(", {} {number}", lang.pick("số", "no.")));
    let seven = signature.facts(lang).map(|fact| {
        let number = number.as_deref().unwrap_or_default();
        let value = match fact.kind {
            FactKind::CertificateValidity => format!("{}{number}", fact.value),
            FactKind::IssuingCa
            | FactKind::Signer
            | FactKind::ManagingUnit
            | FactKind::SigningTime
            | FactKind::Integrity
            | FactKind::ValidAtSigning => fact.value,
        };
        row(fact.kind.label(lang), &value)
    });
    let timestamped = signature.reached().is_some_and(Level::is_timestamped);
    let level = signature.protection(lang).filter(|_| timestamped);
    let level = level.map(|level| row(lang.pick("Mức chữ ký", "Level"), &level));
    let known = signature.holder.as_ref();
    let known = known.map(|one| row(lang.pick("Danh bạ", "Directory"), &one.brief(lang)));
    seven.into_iter().chain(level).chain(known).collect()
}

/// The sub-indication and the findings that keep the verdict from being better.
fn reasons(signature: &SignatureReport, lang: Lang) -> Vec<String> {
    if signature.verdict == Verdict::TotalPassed {
        return Vec::new();
    }
    // The finding about a file that was written anew says all that the reason in one line would.
    let line = signature.reason(lang).map(str::to_owned);
    let line = line.filter(|_| !signature.is_written_anew());
    let findings = signature.reasons();
    line.into_iter()
        .chain(findings.map(|finding| clipped(&finding.text(lang))))
        .collect()
}

/// Whether a picture of this signature shows what was signed.
pub(super) fn shows_what_was_signed(signature: &SignatureReport) -> bool {
    signature.integrity == Integrity::Intact && signature.modifications != Modifications::Forbidden
}

//! What a signature tells of the content that it signs, and why it is not valid. A signature that
//! is itself wrong, or a file that was written anew, does not mean that the content was changed.

use kyso_words::Lang;

use super::{ContentState, Integrity, Report, Role, SignatureKind, SignatureReport};
use crate::finding::{Finding, Severity};

impl Report {
    /// Whether all that is known of the signed content is that a program wrote the whole file anew after signing. A
    /// signature whose content was changed says more.
    #[must_use]
    pub fn is_written_anew(&self) -> bool {
        let changed = |one: &SignatureReport| one.content() == ContentState::Changed;
        self.findings.contains(&Finding::WrittenAnew) && !self.signatures.iter().any(changed)
    }
}

impl SignatureReport {
    /// Whether the signed content is intact. If the digest is right and the signature is broken,
    /// nothing is said about the content.
    #[must_use]
    pub fn content(&self) -> ContentState {
        let has = |finding: &Finding| self.findings.contains(finding);
        let attacked = |finding: &Finding| matches!(finding, Finding::CollisionAttack { .. });
        match self.integrity {
            Integrity::Intact => ContentState::Intact,
            Integrity::Unverifiable => ContentState::Unverifiable,
            Integrity::Broken if self.findings.iter().any(attacked) => ContentState::Attacked,
            Integrity::Broken if self.is_written_anew() => ContentState::WrittenAnew,
            Integrity::Broken if has(&Finding::DigestMismatch) => ContentState::Changed,
            Integrity::Broken => ContentState::SignatureBroken,
        }
    }

    /// Whether a program wrote the whole file anew after this signature, so that nothing shows
    /// whether the content was changed.
    #[must_use]
    pub fn is_written_anew(&self) -> bool {
        self.findings.contains(&Finding::WrittenAnew)
    }

    /// Why the verdict is not better, in words: those of the sub-indication, unless they would
    /// claim something about the content that is not known.
    #[must_use]
    pub fn reason(&self, lang: Lang) -> Option<&'static str> {
        match self.is_written_anew() {
            true => Some(written_anew(lang)),
            false => self.sub_indication.map(|reason| reason.label(lang)),
        }
    }

    /// The findings that keep the verdict from being better; of a file that was written anew
    /// without those that only say so again.
    pub fn reasons(&self) -> impl Iterator<Item = &Finding> {
        let anew = self.is_written_anew();
        let says_it_again = move |finding: &Finding| anew && finding.follows_from_rewriting();
        let findings = self.findings.iter();
        findings.filter(move |one| one.severity() == Severity::Reason && !says_it_again(one))
    }

    /// The role and its basis: `Cơ quan, tổ chức (theo hình con dấu đỏ)`; `None` where nothing
    /// shows a role.
    #[must_use]
    pub fn role_text(&self, lang: Lang) -> Option<String> {
        if self.kind == SignatureKind::DocumentTimestamp || self.role == Role::Unknown {
            return None;
        }
        let (role, basis) = (self.role.label(lang), self.role_basis.label(lang));
        Some(format!("{role} ({basis})"))
    }
}

/// Why nothing in a file that was written anew can be valid, in place of a sub-indication; as short as a table wants it.
#[must_use]
pub fn written_anew(lang: Lang) -> &'static str {
    lang.pick(
        "Tệp bị ghi lại sau khi ký: xin tệp gốc",
        "Rewritten after signing: get the original",
    )
}

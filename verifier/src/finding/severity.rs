//! How much a finding weighs for the reader of a report.

use super::Finding;

/// How serious a finding is. The severity decides no verdict; it says how a finding relates to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It explains a fact that keeps no signature from being valid.
    Remark,
    /// A remark that asks a person to look: at who signed, or at a certificate that was withdrawn since (F4).
    Warning,
    /// The reason why a signature is not valid, or why the file is no original.
    Reason,
}

impl Finding {
    /// How much it weighs.
    #[must_use]
    #[allow(clippy::too_many_lines, reason = "a table of findings")]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::OldAlgorithm { .. }
            | Self::Sha1Checked
            | Self::RevocationNotChecked
            | Self::ExpiredLater { .. }
            | Self::AuthorityKnownUntil { .. }
            | Self::RevocationUnknown { .. }
            | Self::TimeOnlyClaimed
            | Self::LocalTimeAsUtc { .. }
            | Self::SealOnText { .. }
            | Self::SeenAfterCertification { .. }
            | Self::CertificationNotFirst
            | Self::PublicAuthority
            | Self::AgencyLeftBehind
            | Self::ClaimedOutsideValidity { .. }
            | Self::PageOverBudget { .. } => Severity::Remark,
            Self::SuspendedLater { .. }
            | Self::RevokedLater { .. }
            | Self::NameDiffers { .. }
            | Self::UnlikelyHolder { .. } => Severity::Warning,
            Self::ByteRangeMalformed
            | Self::ByteRangeOutsideFile { .. }
            | Self::ContentsNotInGap
            | Self::CoversPartOfRevision { .. }
            | Self::RevisionUnknown { .. }
            | Self::ContainerUnreadable { .. }
            | Self::ContainerTrailer
            | Self::ContentEmbedded
            | Self::SignsContent(..)
            | Self::DigestMismatch
            | Self::SignatureMismatch
            | Self::SigningCertificateMismatch
            | Self::NoCertificate
            | Self::Unsupported { .. }
            | Self::UnsupportedAlgorithm { .. }
            | Self::SignatureHidden { .. }
            | Self::SharedValue
            | Self::WeakAlgorithm { .. }
            | Self::DigestsDiffer { .. }
            | Self::DigestInfoWithoutNull
            | Self::CollisionAttack { .. }
            | Self::NoAnchors
            | Self::NoPath { .. }
            | Self::OutsideValidity { .. }
            | Self::PathProblem { .. }
            | Self::KeyUsage { .. }
            | Self::CertificateRevoked { .. }
            | Self::CertificateSuspended { .. }
            | Self::EvidenceWithoutProof { .. }
            | Self::CertificateWithoutProof { .. }
            | Self::TimeInFuture
            | Self::ClaimedTimeContradicted { .. }
            | Self::TimestampsOutOfOrder
            | Self::TimestampUnsound { .. }
            | Self::Altered
            | Self::CoversContent { .. }
            | Self::DrawnOnUnreadPage { .. }
            | Self::CoversSignature { .. }
            | Self::DrawsOnPage { .. }
            | Self::TimestampDraws { .. }
            | Self::TimestampHasArea { .. }
            | Self::UnprovenAfterCertification { .. }
            | Self::CertificationRepeated
            | Self::BytesBeforeHeader { .. }
            | Self::RepeatedKey { .. }
            | Self::WrittenAnew
            | Self::CutFromSignedFile
            | Self::BytesAfterEof { .. }
            | Self::SignedLeftover { .. }
            | Self::ShownByRepair { .. }
            | Self::ShownUnknown { .. }
            | Self::Encrypted
            | Self::ActiveContent { .. }
            | Self::ActiveContentUnknown { .. } => Severity::Reason,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::holder::HolderKind;

    #[test]
    fn what_a_person_should_look_at_is_a_warning_and_no_reason() {
        let (subject, at) = (String::new(), Timestamp::UNIX_EPOCH);
        let warnings = [
            Finding::NameDiffers {
                printed: String::new(),
                certified: String::new(),
            },
            Finding::UnlikelyHolder {
                holder: HolderKind::Person,
                name: String::new(),
            },
            Finding::RevokedLater {
                subject: subject.clone(),
                at,
            },
            Finding::SuspendedLater {
                subject: subject.clone(),
                at,
            },
        ];
        for finding in &warnings {
            assert_eq!(finding.severity(), Severity::Warning, "{finding:?}");
        }
        assert_eq!(Finding::TimeOnlyClaimed.severity(), Severity::Remark);
        let revoked = Finding::CertificateRevoked { subject, at };
        assert_eq!(revoked.severity(), Severity::Reason);
    }
}

//! Whether a certificate was in force when it signed: within its time, neither revoked nor suspended, under an anchor (F3, M2).

use jiff::Timestamp;
use kyso_pki::{RevocationReason, RevocationStatus};

use super::Told;
use crate::finding::Finding;
use crate::report::{PathMember, PathValidation, SignatureKind, SignatureReport, TimeSource};
use kyso_words::vietnam_time;
use kyso_words::{Lang, Localized};

impl SignatureReport {
    /// `Có: còn hạn, không bị thu hồi hay tạm dừng`, `Không: …`, or `Chưa xác định: …`.
    pub(super) fn valid_at_signing(&self, lang: Lang) -> Told {
        self.certificate(lang)?;
        let unknown = |reason: &str| {
            let words = lang.pick("Chưa xác định", "Not known");
            Err(format!("{words}: {reason}"))
        };
        let no = |reason: &str| Ok(format!("{}: {reason}", lang.pick("Không", "No")));
        if let Some(usage) = self.misuse(lang) {
            return no(&usage);
        }
        let Some(path) = self.validation.path.as_ref().filter(|_| !self.lacks_path()) else {
            return unknown(self.without_path(lang));
        };
        // An objection counts for a proven time; without one, the certificate may have signed
        // before.
        let proven = self.validation.context.proven_by != TimeSource::None;
        if let Some(reason) = not_yet(path, lang) {
            return if proven {
                no(&reason)
            } else {
                unknown(&reason)
            };
        }
        if let Some(reason) = ended(path, lang).or_else(|| withdrawn(path, lang)) {
            let before = lang.pick(
                "không có gì chứng minh ký trước đó",
                "and nothing proves that it signed before",
            );
            return match proven {
                true => no(&reason),
                false => unknown(&format!("{reason}, {before}")),
            };
        }
        if let Some(reason) = unchecked(path, lang).or_else(|| self.claimed_outside(lang)) {
            return unknown(&reason);
        }
        if let Some(reason) = path.conclusion.sub_indication {
            return unknown(reason.label(lang));
        }
        Ok(self.in_force(path, proven, lang))
    }

    /// Whether the revocation that counts is a suspension.
    pub(super) fn is_suspended(&self) -> bool {
        let path = self.validation.path.as_ref();
        let revoked = path.and_then(revoked);
        revoked.is_some_and(|(_, _, reason)| is_hold(reason))
    }

    /// Whether no path leads to an anchor, in time or not.
    pub(super) fn lacks_path(&self) -> bool {
        self.findings.iter().any(|finding| {
            matches!(
                finding,
                Finding::NoPath { .. } | Finding::NoAnchors | Finding::PathProblem { .. }
            )
        })
    }

    fn without_path(&self, lang: Lang) -> &'static str {
        let faulty = |finding: &Finding| matches!(finding, Finding::PathProblem { .. });
        match self.findings.iter().any(faulty) {
            true => lang.pick("chuỗi chứng thư có lỗi", "the certificate path is faulty"),
            false => lang.pick(
                "chưa nối được chuỗi chứng thư tới chứng thư gốc tin cậy",
                "no path leads to a trusted anchor",
            ),
        }
    }

    fn misuse(&self, lang: Lang) -> Option<String> {
        self.findings.iter().find_map(|finding| match finding {
            Finding::KeyUsage { problem, .. } => Some(problem.text(lang)),
            _ => None,
        })
    }

    /// The clock of the signer contradicts the certificate, and no timestamp tells better.
    fn claimed_outside(&self, lang: Lang) -> Option<String> {
        let outside = |finding: &Finding| matches!(finding, Finding::ClaimedOutsideValidity { .. });
        self.findings.iter().any(outside).then(|| {
            lang.pick(
                "thời gian do máy của người ký ghi nằm ngoài thời hạn chứng thư",
                "the time by the signer's own clock lies outside the validity of the certificate",
            )
            .to_owned()
        })
    }

    fn in_force(&self, path: &PathValidation, proven: bool, lang: Lang) -> String {
        let yes = lang.pick(
            "Có: còn hạn, không bị thu hồi hay tạm dừng",
            "Yes: within its validity, neither revoked nor suspended",
        );
        let today = lang.pick(" (xét lúc kiểm tra)", " (as of the check)");
        let judged_today = !proven && self.kind == SignatureKind::Signature;
        let later = path.members.iter().enumerate().find_map(|(depth, member)| {
            let (at, reason) = member.revoked_later?;
            let afterwards = lang.pick("về sau", "later");
            Some(format!(
                "; {afterwards} {}",
                since(depth, member, at, reason, lang)
            ))
        });
        let today = if judged_today { today } else { "" };
        format!("{yes}{today}{}", later.unwrap_or_default())
    }
}

/// The time of the path is before that of a certificate in it.
fn not_yet(path: &PathValidation, lang: Lang) -> Option<String> {
    let mut members = path.members.iter().enumerate();
    let (depth, member) = members.find(|(_, member)| path.at < member.certificate.not_before())?;
    let words = lang.pick("chỉ có hiệu lực từ", "is valid only from");
    let from = vietnam_time(member.certificate.not_before());
    Some(format!("{} {words} {from}", whose(depth, member, lang)))
}

/// It is after that of one.
fn ended(path: &PathValidation, lang: Lang) -> Option<String> {
    let mut members = path.members.iter().enumerate();
    let (depth, member) = members.find(|(_, member)| path.at > member.certificate.not_after())?;
    let words = lang.pick("đã hết hạn từ", "expired");
    let until = vietnam_time(member.certificate.not_after());
    Some(format!("{} {words} {until}", whose(depth, member, lang)))
}

/// The revoked member nearest to the signer.
fn revoked(path: &PathValidation) -> Option<(usize, Timestamp, RevocationReason)> {
    path.members
        .iter()
        .enumerate()
        .find_map(|(depth, member)| match member.revocation {
            RevocationStatus::Revoked { at, reason, .. } => Some((depth, at, reason)),
            _ => None,
        })
}

fn withdrawn(path: &PathValidation, lang: Lang) -> Option<String> {
    let (depth, at, reason) = revoked(path)?;
    let member = path.members.get(depth)?;
    Some(since(depth, member, at, reason, lang))
}

/// `chứng thư bị tạm dừng từ 20/11/2026 …`.
fn since(
    depth: usize,
    member: &PathMember,
    at: Timestamp,
    reason: RevocationReason,
    lang: Lang,
) -> String {
    let what = match is_hold(reason) {
        true => lang.pick("bị tạm dừng từ", "suspended since"),
        false => lang.pick("bị thu hồi từ", "revoked since"),
    };
    format!("{} {what} {}", whose(depth, member, lang), vietnam_time(at))
}

/// Whether it was revoked or suspended could not be found out (M2).
fn unchecked(path: &PathValidation, lang: Lang) -> Option<String> {
    let mut members = path.members.iter().enumerate();
    let (depth, member) =
        members.find(|(_, member)| matches!(member.revocation, RevocationStatus::Unknown(_)))?;
    let whose = whose(depth, member, lang);
    Some(match lang {
        Lang::Vi => format!(
            "chưa kiểm tra được {whose} có bị thu hồi hoặc tạm dừng hay không (không có CRL, OCSP dùng được)"
        ),
        Lang::En => format!(
            "whether {whose} was revoked or suspended could not be checked (no usable CRL or OCSP)"
        ),
    })
}

fn whose(depth: usize, member: &PathMember, lang: Lang) -> String {
    match (depth, lang) {
        (0, _) => lang.pick("chứng thư", "the certificate").to_owned(),
        (_, Lang::Vi) => format!("chứng thư của “{}”", member.certificate.subject_label()),
        (_, Lang::En) => format!(
            "the certificate of “{}”",
            member.certificate.subject_label()
        ),
    }
}

fn is_hold(reason: RevocationReason) -> bool {
    reason == RevocationReason::CertificateHold
}

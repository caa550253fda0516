//! What a record says about one signature.

use kyso_verifier::{
    Finding, Integrity, Lang, Level, Modifications, Role, SignatureKind, SignatureReport,
    SigningTime, TimeSource, Verdict, vietnam_time,
};

use super::picture::{Pictures, Shown};
use super::sheet::{clipped, row};
use super::{Row, Tone};
use crate::summary;

/// One signature.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Card {
    /// From 1, in the order of signing.
    pub(crate) number: usize,
    pub(crate) tone: Tone,
    pub(crate) verdict: &'static str,
    pub(crate) role: &'static str,
    pub(crate) name: String,
    pub(crate) organization: Option<String>,
    /// When, certificate, trust, content.
    pub(crate) facts: Vec<Row>,
    /// What keeps the verdict from being better.
    pub(crate) reasons: Vec<String>,
    /// When, short.
    pub(crate) when: String,
    /// Drawn for signatures that are shown in full.
    pub(crate) picture: Option<Shown>,
}

impl Card {
    pub(super) fn new(number: usize, signature: &SignatureReport, lang: Lang) -> Self {
        let certificate = signature.signer.as_ref();
        let name = certificate.and_then(|one| one.subject_common_name());
        let name = name.map(str::to_owned);
        let name = name.or_else(|| certificate.map(|one| summary::named(one, lang)));
        let unknown = lang.pick("Không rõ người ký", "Signer unknown");
        let organization = certificate.and_then(|one| one.subject_organization());
        let organization = organization.filter(|one| Some(*one) != name.as_deref());
        Self {
            number,
            tone: Tone::of(signature.verdict),
            verdict: signature.verdict.label(lang),
            role: summary::role(signature, lang),
            organization: organization.map(clipped),
            name: clipped(name.as_deref().unwrap_or(unknown)),
            facts: facts(signature, lang),
            reasons: reasons(signature, lang),
            when: clipped(&when(&signature.signing_time, lang)),
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

/// Which signatures come first when not all can be shown: what is wrong, then who issued and who signed.
pub(super) fn rank(signature: &SignatureReport) -> u8 {
    match (signature.verdict, signature.kind, signature.role) {
        (Verdict::TotalFailed, ..) => 0,
        (Verdict::Indeterminate, ..) => 1,
        (_, SignatureKind::DocumentTimestamp, _) => 5,
        (.., Role::Agency) => 2,
        (.., Role::Person) => 3,
        _ => 4,
    }
}

fn facts(signature: &SignatureReport, lang: Lang) -> Vec<Row> {
    let serial = signature.signer.as_ref().map(|one| one.serial_hex());
    let mut facts = vec![row(
        lang.pick("Thời gian ký", "Signing time"),
        &when(&signature.signing_time, lang),
    )];
    facts.extend(
        serial.map(|serial| row(lang.pick("Số hiệu chứng thư", "Certificate no."), &serial)),
    );
    facts.push(row(
        lang.pick("Tin cậy", "Trust"),
        &summary::trust(signature, lang),
    ));
    let timestamped = signature.reached().is_some_and(Level::is_timestamped);
    let level = signature.protection(lang).filter(|_| timestamped);
    facts.extend(level.map(|level| row(lang.pick("Mức chữ ký", "Level"), &level)));
    let content = format!(
        "{} · {} {}",
        signature.content(lang),
        lang.pick("phủ", "covers"),
        lower(signature.coverage.label(lang))
    );
    facts.push(row(lang.pick("Nội dung đã ký", "Signed content"), &content));
    facts.push(row(
        lang.pick("Sau khi ký", "After signing"),
        summary::modifications(signature, lang),
    ));
    facts
}

/// The signing time with a short word on who states it; a remark says the rest.
fn when(time: &SigningTime, lang: Lang) -> String {
    match (time.source, time.value) {
        (TimeSource::Claimed, Some(value)) => {
            let source = lang.pick("theo máy người ký", "signer's own clock");
            format!("{} ({source})", vietnam_time(value))
        }
        _ => summary::time(time, lang),
    }
}

/// The sub-indication and the findings that are no mere remarks.
fn reasons(signature: &SignatureReport, lang: Lang) -> Vec<String> {
    if signature.verdict == Verdict::TotalPassed {
        return Vec::new();
    }
    if signature.is_written_anew() {
        return vec![Finding::WrittenAnew.text(lang)];
    }
    let reason = signature.sub_indication;
    let reason = reason.map(|reason| reason.label(lang).to_owned());
    let findings = signature.findings.iter();
    let findings = findings.filter(|finding| !summary::is_remark(finding));
    reason
        .into_iter()
        .chain(findings.map(|finding| clipped(&finding.text(lang))))
        .collect()
}

/// Whether a picture of this signature shows what was signed.
pub(super) fn shows_what_was_signed(signature: &SignatureReport) -> bool {
    signature.integrity == Integrity::Intact && signature.modifications != Modifications::Forbidden
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

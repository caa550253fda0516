//! `kyso trust check`: what is in order, and what is to be done.

use std::fmt::Write;

use jiff::Timestamp;
use kyso_pki::OcspResponse;
use kyso_report::pretty_json;
use kyso_setup::{
    CertificateAuthority, PathRole, RevocationList, TrustFinding, TrustSeverity, fingerprint,
};
use kyso_words::printable_form;
use kyso_words::{Lang, Localized, vietnam_iso, vietnam_time};
use serde_json::{Value, json};

use super::super::{Failure, output};
use super::{Look, PlainFormat};

/// Says the state of every item; status 1 when something must be done.
pub(super) fn run(look: &Look, format: PlainFormat, lang: Lang) -> Result<u8, Failure> {
    let findings = look.inventory.findings(look.now);
    let text = match format {
        PlainFormat::Text => text(look, &findings, lang),
        PlainFormat::Json => pretty_json(&json(look, &findings, lang)),
    };
    output::write(&text, None)?;
    Ok(u8::from(count(&findings, TrustSeverity::Trouble) > 0))
}

fn count(findings: &[TrustFinding], severity: TrustSeverity) -> usize {
    let severities = findings.iter().map(TrustFinding::severity);
    severities.filter(|one| *one == severity).count()
}

fn text(look: &Look, findings: &[TrustFinding], lang: Lang) -> String {
    let mut text = format!(
        "{}: {}\n",
        lang.pick("Thư mục tin cậy", "Trust folder"),
        printable_form(&look.place)
    );
    for authority in &look.inventory.authorities {
        let _ = writeln!(
            text,
            "  {}",
            printable_form(line(authority, look.now, lang))
        );
    }
    for finding in findings {
        let mark = match finding.severity() {
            TrustSeverity::Trouble => '✕',
            TrustSeverity::Warning => '!',
            TrustSeverity::Note => '·',
        };
        let _ = writeln!(text, "{mark} {}", printable_form(finding.text(lang)));
    }
    text + &conclusion(findings, lang) + "\n"
}

/// The last line; it never says that all is done while a line above asks for something.
fn conclusion(findings: &[TrustFinding], lang: Lang) -> String {
    let warnings = count(findings, TrustSeverity::Warning);
    match (count(findings, TrustSeverity::Trouble), warnings, lang) {
        (0, 0, _) => format!(
            "✓ {}",
            lang.pick("Không có việc phải làm.", "Nothing must be done.")
        ),
        (0, _, Lang::Vi) => {
            format!("! Dùng được; còn {warnings} điều cần xem lại, xem các dòng !.")
        }
        (0, _, Lang::En) => {
            format!("! It can be used; {warnings} to be looked at, see the lines with !.")
        }
        (count, _, Lang::Vi) => format!("· {count} việc phải làm, xem các dòng ✕."),
        (count, _, Lang::En) => format!("· {count} things must be done, see the lines with ✕."),
    }
}

/// Kind, class, name, end, whether it is known, and until when its list counts.
fn line(authority: &CertificateAuthority, now: Timestamp, lang: Lang) -> String {
    let kind = match authority.role {
        PathRole::Anchor => lang.pick("gốc", "anchor"),
        PathRole::Intermediate => lang.pick("trung gian", "intermediate"),
    };
    let class = authority
        .class
        .map_or_else(|| "–".to_owned(), |class| class.text(lang));
    let name = authority.certificate.subject_display();
    let until = vietnam_time(authority.certificate.not_after());
    let mut line = format!(
        "{kind} ({class}): {name}; {} {until}",
        lang.pick("đến", "until")
    );
    if authority.known.is_some() {
        line += lang.pick("; vân tay đã biết", "; known fingerprint");
    }
    let list = authority.list.as_ref().and_then(|list| list.next_update());
    if let Some(due) = list.filter(|due| now <= *due) {
        line += &format!("; CRL {} {}", lang.pick("đến", "until"), vietnam_time(due));
    }
    line
}

/// The answer for programs; docs/report.md lists the names.
pub(super) fn json(look: &Look, findings: &[TrustFinding], lang: Lang) -> Value {
    let inventory = &look.inventory;
    let authority = |one: &CertificateAuthority| authority_json(one, look.now);
    let ignored = look.store.ignored().iter();
    let ignored: Vec<_> = ignored.map(|path| path.display().to_string()).collect();
    json!({
        "schema": "kyso.trust/1",
        "place": look.place,
        "checked_at": vietnam_iso(look.now),
        "anchors": inventory.anchors().map(authority).collect::<Vec<_>>(),
        "intermediates": inventory.intermediates().map(authority).collect::<Vec<_>>(),
        "lists": inventory.lists.iter().map(|one| list_json(one, look.now)).collect::<Vec<_>>(),
        "responses": inventory.responses.iter().map(|one| response_json(one, look.now)).collect::<Vec<_>>(),
        "ignored": ignored,
        "evidence_until": inventory.evidence_until(look.now).map(vietnam_iso),
        "findings": findings.iter().map(|one| finding_json(one, lang)).collect::<Vec<_>>(),
    })
}

fn authority_json(authority: &CertificateAuthority, now: Timestamp) -> Value {
    let certificate = &authority.certificate;
    let due = authority.list.as_ref().and_then(|list| list.next_update());
    json!({
        "subject": certificate.subject_display(),
        "sha256": fingerprint(certificate),
        "class": authority.class.map(|class| class.to_string()),
        "known_as": authority.known,
        "not_before": vietnam_iso(certificate.not_before()),
        "not_after": vietnam_iso(certificate.not_after()),
        "period": authority.period(now).as_str(),
        "sha1_signature": authority.is_sha1(),
        "list_fresh_until": due.filter(|due| now <= *due).map(vietnam_iso),
    })
}

fn list_json(list: &RevocationList, now: Timestamp) -> Value {
    json!({
        "issuer": list.crl.issuer_display(),
        "sha256": base16ct::lower::encode_string(&list.crl.sha256()),
        "this_update": vietnam_iso(list.crl.this_update()),
        "next_update": list.crl.next_update().map(vietnam_iso),
        "fresh": list.is_fresh(now),
        "entries": list.crl.entry_count(),
    })
}

fn response_json(response: &OcspResponse, now: Timestamp) -> Value {
    let until = response
        .entries()
        .filter_map(|entry| entry.next_update)
        .min();
    json!({
        "sha256": base16ct::lower::encode_string(&response.sha256()),
        "produced_at": vietnam_iso(response.produced_at()),
        "next_update": until.map(vietnam_iso),
        "fresh": until.is_some_and(|until| now <= until),
        "entries": response.entry_count(),
    })
}

fn finding_json(finding: &TrustFinding, lang: Lang) -> Value {
    json!({
        "severity": match finding.severity() {
            TrustSeverity::Trouble => "trouble",
            TrustSeverity::Warning => "warning",
            TrustSeverity::Note => "note",
        },
        "code": finding.code(),
        "subject": finding.subject(),
        "sha256": finding.sha256().map(|sha256| base16ct::lower::encode_string(sha256)),
        "message": finding.text(lang),
    })
}

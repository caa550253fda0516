//! `kyso trust list`: certificates and lists one below the other.

use std::fmt::Write;

use kyso_pki::{Certificate, TrustAnchor, pinned};
use kyso_report::pretty_json;
use kyso_setup::fingerprint;
use kyso_words::printable_form;
use kyso_words::{Lang, Localized, vietnam_time};

use super::super::{Failure, output};
use super::{Look, PlainFormat, check, freshness};

pub(super) fn run(look: &Look, format: PlainFormat, lang: Lang) -> Result<u8, Failure> {
    let text = match format {
        PlainFormat::Text => text(look, lang),
        PlainFormat::Json => pretty_json(&check::json(look, &[], lang)),
    };
    output::write(&text, None)?;
    Ok(0)
}

fn text(look: &Look, lang: Lang) -> String {
    let mut text = format!(
        "{}: {}\n",
        lang.pick("Thư mục tin cậy", "Trust folder"),
        printable_form(&look.place)
    );
    for TrustAnchor { certificate, class } in look.store.anchors() {
        let kind = format!(
            "{} ({})",
            lang.pick("Chứng thư gốc", "Anchor"),
            class.text(lang)
        );
        add_certificate(&mut text, &kind, certificate, lang);
    }
    for certificate in look.store.intermediates() {
        let kind = lang.pick("Chứng thư trung gian", "Intermediate");
        add_certificate(&mut text, kind, certificate, lang);
    }
    for crl in look.store.crls() {
        let kind = lang.pick("Danh sách thu hồi", "Revocation list");
        let _ = writeln!(text, "\n{kind}: {}", printable_form(crl.issuer_display()));
        let _ = writeln!(text, "  {}", freshness(crl, look.now, lang));
    }
    for response in look.store.ocsp_responses() {
        let kind = lang.pick("Trả lời OCSP", "OCSP response");
        let made = vietnam_time(response.produced_at());
        let _ = writeln!(text, "\n{kind}: {made} ({})", response.entry_count());
    }
    for path in look.store.ignored() {
        let _ = writeln!(
            text,
            "\n{}: {}",
            lang.pick("Bỏ qua", "Ignored"),
            printable_form(path.display())
        );
    }
    text
}

fn add_certificate(text: &mut String, kind: &str, certificate: &Certificate, lang: Lang) {
    let subject = printable_form(certificate.subject_display());
    let _ = writeln!(text, "\n{kind}: {subject}");
    let (from, until) = (
        vietnam_time(certificate.not_before()),
        vietnam_time(certificate.not_after()),
    );
    let _ = writeln!(
        text,
        "  {}: {from} – {until}",
        lang.pick("Hiệu lực", "Validity")
    );
    let _ = writeln!(text, "  SHA-256: {}", fingerprint(certificate));
    let known = pinned::name_of(&certificate.sha256());
    let known = known.unwrap_or(lang.pick("không có", "not there"));
    let _ = writeln!(
        text,
        "  {}: {known}",
        lang.pick("Trong danh mục đã biết", "On the list of known ones")
    );
}

//! The whole verification of signed documents to which updates are appended, or whose bytes are changed.
//!
//! First byte: the document, and which of the two. An update that is accepted changes nothing that the pages show, as
//! judged by a second opinion; a changed byte within what is signed is never accepted.
#![no_main]

use kyso_fuzz::{Shown, Signed, append, is_same, shown, signed};
use kyso_pdf::Document;
use kyso_pki::TrustStore;
use kyso_verifier::{FormCheck, Integrity, Modifications, Policy, Report, Verdict, verify};
use kyso_words::Lang;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: assert_sound_bases(), |data: &[u8]| {
    let Some((&selector, script)) = data.split_first() else {
        return;
    };
    let (document, trust) = signed(selector & 0x7f);
    match selector & 0x80 {
        0 => updated(&document, trust, script),
        _ => spoiled(&document, trust, script),
    }
});

/// Nothing would be found out about documents that are never valid.
fn assert_sound_bases() {
    for selector in 0..4 {
        let (document, trust) = signed(selector);
        let verdict = report(document.base.bytes, trust).map(|report| report.verdict);
        assert_eq!(verdict, Some(Verdict::TotalPassed), "document {selector}");
        assert!(shown_in(document.base.bytes, &document).is_some_and(|pages| pages.len() == 1));
        let accepted = |script| {
            report(&append(document.base, script), trust).is_some_and(|report| is_accepted(&report))
        };
        assert!(
            accepted(b"9 0 obj\n<</Title(another)>>\nendobj\n"),
            "document {selector}"
        );
        assert!(
            !accepted(b"3 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\n"),
            "document {selector}"
        );
    }
}

fn updated(document: &Signed, trust: &TrustStore, script: &[u8]) {
    let bytes = append(document.base, script);
    let Some(report) = report(&bytes, trust) else {
        return;
    };
    let _ = report.to_json("a.pdf", Lang::Vi);
    if !is_accepted(&report) {
        assert_ne!(report.verdict, Verdict::TotalPassed);
        return;
    }
    let Some(before) = shown_in(document.base.bytes, document) else {
        return;
    };
    let after = shown_in(&bytes, document);
    assert!(
        after.is_some_and(|after| is_same(&before, &after)),
        "accepted, but other pages are shown: {:?}",
        report.signatures
    );
}

/// Bytes of the document are changed: three of the script say which and how.
fn spoiled(document: &Signed, trust: &TrustStore, script: &[u8]) {
    let mut bytes = document.base.bytes.to_vec();
    let mut changed = Vec::new();
    for edit in script.chunks_exact(3).take(16) {
        let at = usize::from(u16::from_le_bytes([edit[0], edit[1]])) % bytes.len();
        bytes[at] ^= edit[2];
        changed.push(at);
    }
    let is_signed = |at: &usize| {
        let parts = signed_parts(document.base.bytes);
        parts.iter().any(|part| part.contains(at)) && bytes[*at] != document.base.bytes[*at]
    };
    if !changed.iter().any(is_signed) {
        return;
    }
    if let Some(report) = report(&bytes, trust) {
        assert_ne!(
            report.verdict,
            Verdict::TotalPassed,
            "a signed byte was changed"
        );
        assert!(
            report
                .signatures
                .iter()
                .all(|one| one.integrity != Integrity::Intact),
            "a signed byte was changed"
        );
    }
}

fn report(bytes: &[u8], trust: &TrustStore) -> Option<Report> {
    let mut policy = Policy::new("2026-11-21T03:00:00Z".parse().ok()?);
    policy.form = FormCheck::Off;
    policy.limits.inflated = 8 << 20;
    verify(bytes, trust, &policy).ok()
}

fn is_accepted(report: &Report) -> bool {
    !report.signatures.is_empty()
        && report.signatures.iter().all(|one| {
            one.integrity == Integrity::Intact && one.modifications != Modifications::Forbidden
        })
}

fn shown_in(bytes: &[u8], document: &Signed) -> Option<Vec<Shown>> {
    let opened = Document::open(bytes).ok()?;
    shown(&opened.latest(), document.tolerance)
}

fn signed_parts(bytes: &[u8]) -> [std::ops::Range<usize>; 2] {
    let read = || {
        let document = Document::open(bytes).ok()?;
        let fields = document.latest().signature_fields().ok()?;
        let range = fields
            .iter()
            .find_map(|field| field.value.as_ref()?.byte_range.clone())?;
        let [a, b, c, d] = range
            .iter()
            .map(|at| usize::try_from(*at).ok())
            .collect::<Option<Vec<_>>>()?
            .try_into()
            .ok()?;
        Some([a..a + b, c..c + d])
    };
    read().expect("a signed document")
}

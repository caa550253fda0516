//! Certificates, revocation lists, timestamp tokens and responses, chosen by the first byte; all that is asked of them.
#![no_main]

use kyso_pki::{
    Certificate, Crl, DigestAlgorithm, TimestampRequest, TimestampResponse, TimestampToken,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&kind, data)) = data.split_first() else {
        return;
    };
    match kind % 5 {
        0 => certificate(data),
        1 => list(data),
        2 => token(data),
        4 => response(data),
        _ => {
            let _ = (Certificate::from_pem(data), Crl::from_pem(data));
        }
    }
});

fn certificate(data: &[u8]) {
    let Ok(certificate) = Certificate::from_der(data) else {
        return;
    };
    assert!(data.starts_with(certificate.der()), "the original bytes");
    let pem = Certificate::from_pem(certificate.to_pem().as_bytes()).expect("PEM of a certificate");
    assert_eq!(pem.first().map(Certificate::der), Some(certificate.der()));
    let _ = (
        certificate.subject_display(),
        certificate.issuer_display(),
        certificate.serial_hex(),
    );
    let _ = (
        certificate.key_kind(),
        certificate.signature_algorithm(),
        certificate.key_usage(),
    );
    let _ = (
        certificate.extended_key_usage(),
        certificate.is_authority(),
        certificate.is_self_signed(),
    );
    let _ = (
        certificate.subject_key_identifier(),
        certificate.authority_key_identifier(),
    );
    let _ = (
        certificate.crl_urls(),
        certificate.ocsp_urls(),
        certificate.issuer_urls(),
    );
    let _ = certificate.is_signed_by(&certificate);
}

fn list(data: &[u8]) {
    let Ok(list) = Crl::from_der(data) else {
        return;
    };
    assert!(data.starts_with(list.der()), "the original bytes");
    let again = Crl::from_pem(list.to_pem().as_bytes()).expect("PEM of a list");
    assert_eq!(
        again.first().map(Crl::entry_count),
        Some(list.entry_count())
    );
    let _ = (
        list.issuer_display(),
        list.number_hex(),
        list.is_delta(),
        list.signature_algorithm(),
    );
    let _ = (
        list.this_update(),
        list.next_update(),
        list.has_unknown_critical_extension(),
    );
    for certificate in ROOT.iter() {
        let _ = (list.entry_for(certificate), list.is_signed_by(certificate));
    }
}

fn token(data: &[u8]) {
    let Ok(token) = TimestampToken::parse(data) else {
        return;
    };
    let _ = (
        token.accuracy(),
        token.policy(),
        token.nonce(),
        token.ordering(),
        token.imprint_algorithm(),
    );
    assert!(
        token.check_imprint(&[0x5a; 32]).is_err(),
        "nobody stamped this digest"
    );
    assert!(
        token.check_covers(&[b"kyso"]).is_err(),
        "nobody stamped these bytes"
    );
    let _ = token.verify(&ROOT);
}

fn response(data: &[u8]) {
    let Ok(response) = TimestampResponse::from_any(data) else {
        return;
    };
    let question = TimestampRequest::new(DigestAlgorithm::Sha256, &[0x5a; 32]);
    let question = question.expect("a question").with_nonce(&[0x5a; 8]);
    let answer = response.answer_with(&question, &ROOT);
    let refusal = answer.expect_err("nobody answered this question");
    assert!(refusal.to_string().len() < 4096, "words have a limit");
}

static ROOT: std::sync::LazyLock<Vec<Certificate>> = std::sync::LazyLock::new(|| {
    Certificate::from_der(include_bytes!("../base/root.der"))
        .into_iter()
        .collect()
});

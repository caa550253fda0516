//! What servers send, in all the forms met: DER, BER, PEM, PEM under another label.

use kyso_issuing::{OcspAnswer, issue_ocsp_response};
use kyso_pki::{Certificate, CertificateStatus, Crl, OcspError, OcspResponse, ResponseStatus};

use crate::support::{Bench, Hierarchy, now};

/// The same structure with indefinite length outside (X.690, clause 8.1.3.6).
fn indefinite(der: &[u8]) -> Vec<u8> {
    let header = match der[1] {
        length if length < 0x80 => 2,
        length => 2 + usize::from(length & 0x7F),
    };
    [&[der[0], 0x80], &der[header..], &[0, 0]].concat()
}

fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    let text = openssl::base64::encode_block(der);
    format!("Some text\r\n-----BEGIN {label}-----\r\n{text}\r\n-----END {label}-----\r\n").into()
}

/// `der` in every form that is read.
fn forms(label: &str, der: &[u8]) -> Vec<Vec<u8>> {
    vec![
        der.to_vec(),
        indefinite(der),
        [der, b"\r\n"].concat(),
        pem(label, der),
        pem("SOMETHING ELSE", der),
        pem(label, &indefinite(der)),
    ]
}

#[test]
fn lists_responses_and_certificates_are_read_in_every_form() {
    let hierarchy = Hierarchy::new();
    let sub = hierarchy.sub.certificate();
    let list = &hierarchy.empty_lists()[1];
    let root = hierarchy.root.certificate();
    let answer = OcspAnswer::new(sub, root, CertificateStatus::Good, now());
    let response = issue_ocsp_response(&hierarchy.root.holder(), &answer).unwrap();
    for form in forms("X509 CRL", list.der()) {
        assert_eq!(Crl::from_any(&form).unwrap().sha256(), list.sha256());
    }
    for form in forms("OCSP RESPONSE", response.der()) {
        let read = OcspResponse::from_any(&form).unwrap();
        assert_eq!(read, response);
        assert!(read.is_signed_by(root).unwrap());
    }
    for form in forms("CERTIFICATE", sub.der()) {
        assert_eq!(
            Certificate::from_any(&form).unwrap().as_slice(),
            std::slice::from_ref(sub)
        );
    }
}

#[test]
fn certificates_come_in_a_cms_without_signers_too() {
    let hierarchy = Hierarchy::new();
    let chain = hierarchy.sub.chain();
    let bench = Bench::new();
    bench.write_pem("chain.pem", &chain);
    let arguments = [
        "crl2pkcs7",
        "-nocrl",
        "-certfile",
        "chain.pem",
        "-out",
        "chain.p7c",
    ];
    bench
        .openssl(&[&arguments[..], &["-outform", "DER"]].concat())
        .unwrap();
    let der = std::fs::read(bench.path().join("chain.p7c")).unwrap();
    for form in forms("PKCS7", &der) {
        assert_eq!(Certificate::from_any(&form).unwrap(), chain);
    }
}

#[test]
fn what_is_none_of_these_is_refused() {
    for junk in [
        &b""[..],
        b"<html>404</html>",
        b"-----BEGIN X-----",
        &[0x30, 0x80],
    ] {
        assert!(Crl::from_any(junk).is_err());
        assert!(OcspResponse::from_any(junk).is_err());
        assert!(Certificate::from_any(junk).is_err());
    }
    let refusal = OcspResponse::from_any(&pem("X", &[0x30, 3, 0x0A, 1, 3])).unwrap_err();
    assert_eq!(refusal, OcspError::Status(ResponseStatus::TryLater));
}

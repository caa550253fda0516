//! OCSP responses and requests, chosen by the first byte; all that is asked of them, and what they decide.
#![no_main]

use std::sync::LazyLock;

use kyso_pki::{
    Certificate, Evidence, OcspEntry, OcspRequest, OcspResponse, PathRequest, Purpose,
    RevocationStatus, TrustClass, TrustStore,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&kind, data)) = data.split_first() else {
        return;
    };
    match kind % 3 {
        0 => response(OcspResponse::from_der(data).ok()),
        1 => response(OcspResponse::from_any(data).ok()),
        _ => request(data),
    }
});

fn response(response: Option<OcspResponse>) {
    let Some(response) = response else {
        return;
    };
    for der in [response.der(), response.basic_der()] {
        let again = OcspResponse::from_der(der).expect("what was read is read again");
        assert_eq!(again, response);
    }
    let _ = (
        response.nonce(),
        response.responder(),
        response.certificates(),
        response.signature_algorithm(),
        response.is_from(&OFFICE.issuer),
    );
    let said = response.entry_for(&OFFICE.person, &OFFICE.issuer).copied();
    let signed = response.is_signed_by(&OFFICE.issuer);
    if signed.unwrap_or(false) {
        assert!(OFFICE.said.contains(&said), "nobody signed this");
    }
    decide(response);
}

/// Only what the issuer said decides.
fn decide(response: OcspResponse) {
    let said = response.entry_for(&OFFICE.person, &OFFICE.issuer).copied();
    let evidence = Evidence {
        ocsp_responses: vec![response],
        ..Evidence::default()
    };
    let at = OFFICE.said[0].expect("a base response").this_update;
    let request = PathRequest::new(&OFFICE.person, at, Purpose::Any).with_evidence(&evidence);
    let status = OFFICE.store.answer(&request).revocation[0];
    if !matches!(status, RevocationStatus::Unknown(_)) {
        assert!(OFFICE.said.contains(&said), "decided by {said:?}");
    }
}

fn request(data: &[u8]) {
    let Ok(request) = OcspRequest::from_der(data) else {
        return;
    };
    assert_eq!(request.der(), data, "the original bytes");
    let _ = (
        request.nonce(),
        request.is_about(&OFFICE.person, &OFFICE.issuer),
    );
}

/// An issuer, a person, and the answers that the issuer signed.
struct Office {
    issuer: Certificate,
    person: Certificate,
    store: TrustStore,
    said: [Option<OcspEntry>; 2],
}

static OFFICE: LazyLock<Office> = LazyLock::new(|| {
    let certificate = |der| Certificate::from_der(der).expect("a base certificate");
    let issuer = certificate(include_bytes!("../base/ocsp-issuer.der"));
    let person = certificate(include_bytes!("../base/ocsp-person.der"));
    let said = |der| {
        let response = OcspResponse::from_der(der).expect("a base response");
        response.entry_for(&person, &issuer).copied()
    };
    let anchor = (issuer.clone(), TrustClass::Government);
    Office {
        said: [
            said(include_bytes!("../base/ocsp-good.der")),
            said(include_bytes!("../base/ocsp-revoked.der")),
        ],
        store: TrustStore::new([anchor], Vec::new()).expect("a store"),
        issuer,
        person,
    }
});

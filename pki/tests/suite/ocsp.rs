//! OCSP requests and responses, with `openssl ocsp` on the other side.

use jiff::Timestamp;
use kyso_issuing::{KeyType, Profile, ResponderStatus, danger_key_pem};
use kyso_pki::{
    CertificateStatus, Evidence, OcspError, OcspRequest, OcspResponse, PathRequest, Purpose,
    ResponderId, ResponseStatus, RevocationReason, RevocationStatus,
};

use crate::support::{Bench, DECADE, Hierarchy, request, time};

/// A sub-authority whose `openssl ocsp` answers about one person, with what it knows in `index.txt`.
struct Responder {
    hierarchy: Hierarchy,
    person: kyso_pki::Pkcs12Key,
    bench: Bench,
}

impl Responder {
    fn new(state: &str) -> Self {
        let hierarchy = Hierarchy::new();
        let wanted = request("Người ký", KeyType::P256, DECADE);
        let person = hierarchy.sub.issue(&wanted, Profile::Person).unwrap();
        let wanted = request("OCSP thử nghiệm", KeyType::Rsa2048, DECADE);
        let profile = Profile::OcspResponder(ResponderStatus::NoCheck);
        let delegate = hierarchy.sub.issue(&wanted, profile).unwrap();
        let bench = Bench::new();
        let certificate = &person.certificate;
        let line = format!("{state}\t{}\tunknown\t/CN=x\n", certificate.serial_hex());
        bench
            .write("index.txt", line)
            .write_pem("issuer.pem", &[hierarchy.sub.certificate().clone()])
            .write_pem("person.pem", std::slice::from_ref(certificate))
            .write_pem("delegate.pem", std::slice::from_ref(&delegate.certificate))
            .write("delegate.key", danger_key_pem(&delegate).unwrap())
            .write(
                "issuer.key",
                danger_key_pem(&hierarchy.sub.holder()).unwrap(),
            );
        Self {
            hierarchy,
            person,
            bench,
        }
    }

    fn answer(&self, manner: &[&str]) -> OcspResponse {
        let question = ["-issuer", "issuer.pem", "-cert", "person.pem"];
        self.answer_to(&[manner, &question].concat())
    }

    fn answer_to(&self, question: &[&str]) -> OcspResponse {
        let mut arguments = vec!["ocsp", "-index", "index.txt", "-CA", "issuer.pem"];
        if !question.contains(&"-rsigner") {
            arguments.extend(["-rsigner", "issuer.pem", "-rkey", "issuer.key"]);
        }
        arguments.extend(["-respout", "response.der", "-ndays", "7", "-noverify"]);
        arguments.extend(question);
        self.bench.openssl(&arguments).unwrap();
        let der = std::fs::read(self.bench.path().join("response.der")).unwrap();
        OcspResponse::from_vec(der).unwrap()
    }
}

const VALID: &str = "V\t351231000000Z\t";
const REVOKED: &str = "R\t351231000000Z\t260301000000Z,keyCompromise";

#[test]
fn responses_of_openssl_are_read() {
    let responder = Responder::new(VALID);
    let response = responder.answer(&["-no_nonce"]);
    let issuer = responder.hierarchy.sub.certificate();
    let entry = response.entry_for(&responder.person.certificate, issuer);
    let entry = entry.unwrap();
    assert_eq!(entry.status, CertificateStatus::Good);
    let fresh = entry.next_update.unwrap().duration_since(entry.this_update);
    assert_eq!(fresh.as_hours(), 7 * 24);
    assert!(response.is_from(issuer) && response.is_signed_by(issuer).unwrap());
    assert!(
        !response
            .is_signed_by(responder.hierarchy.root.certificate())
            .unwrap()
    );
    assert_eq!(response.certificates(), std::slice::from_ref(issuer));
    assert_eq!(response.nonce(), None);
    assert!(matches!(response.responder(), ResponderId::Name(_)));
    // Another certificate, or the same serial number under another issuer, is none of its business.
    let root = responder.hierarchy.root.certificate();
    assert!(
        response
            .entry_for(&responder.person.certificate, root)
            .is_none()
    );
    assert!(response.entry_for(issuer, issuer).is_none());
}

#[test]
fn a_revoked_certificate_has_its_date_and_reason() {
    let responder = Responder::new(REVOKED);
    for digest in ["-sha1", "-sha256", "-sha384"] {
        let response = responder.answer(&["-no_nonce", "-resp_key_id", digest]);
        let issuer = responder.hierarchy.sub.certificate();
        let entry = response.entry_for(&responder.person.certificate, issuer);
        let CertificateStatus::Revoked(entry) = entry.unwrap().status else {
            panic!("{digest}: not revoked");
        };
        assert_eq!(entry.revoked_at, time("2026-03-01T00:00:00Z"));
        assert_eq!(entry.reason, RevocationReason::KeyCompromise);
        assert!(matches!(response.responder(), ResponderId::Key(_)));
        assert!(response.is_from(issuer), "{digest}");
    }
}

#[test]
fn answers_of_openssl_are_believed() {
    // Made at the time of the test, they are later knowledge about this one.
    let at = time("2026-03-15T00:00:00Z");
    let delegate = ["-rsigner", "delegate.pem", "-rkey", "delegate.key"];
    let pss = ["-rsigopt", "rsa_padding_mode:pss"];
    let manners = [
        &["-no_nonce"][..],
        &["-resp_key_id", "-sha256"],
        &delegate,
        &[&delegate[..], &pss, &["-rmd", "sha384"]].concat(),
    ];
    for (state, is_good) in [(VALID, true), (REVOKED, false)] {
        let responder = Responder::new(state);
        let store = responder.hierarchy.store(Vec::new());
        let person = &responder.person.certificate;
        for manner in manners {
            let evidence = Evidence {
                ocsp_responses: vec![responder.answer(manner)],
                ..Evidence::default()
            };
            let request = PathRequest::new(person, at, Purpose::DocumentSigning);
            let status = store.answer(&request.with_evidence(&evidence)).revocation[0];
            match status {
                RevocationStatus::Good { .. } => assert!(is_good, "{manner:?}"),
                RevocationStatus::Revoked { .. } => assert!(!is_good, "{manner:?}"),
                _ => panic!("{manner:?}: {status:?}"),
            }
        }
    }
}

#[test]
fn altered_responses_never_pass_for_signed_ones() {
    let responder = Responder::new(REVOKED);
    let response = responder.answer(&["-no_nonce"]);
    let issuer = responder.hierarchy.sub.certificate();
    let person = &responder.person.certificate;
    let said = response.entry_for(person, issuer);
    for position in 0..response.der().len() {
        let mut altered = response.der().to_vec();
        altered[position] ^= if position % 2 == 0 { 0x01 } else { 0xA0 };
        let Ok(altered) = OcspResponse::from_vec(altered) else {
            continue;
        };
        if altered.is_signed_by(issuer).unwrap() {
            assert_eq!(altered.entry_for(person, issuer), said, "byte {position}");
        }
    }
}

#[test]
fn a_bare_basic_response_is_the_same_response() {
    let response = Responder::new(VALID).answer(&["-no_nonce"]);
    let bare = OcspResponse::from_der(response.basic_der()).unwrap();
    assert_eq!(bare, response);
    assert_eq!(bare.der(), response.der());
}

#[test]
fn openssl_answers_our_request_and_repeats_the_nonce() {
    let responder = Responder::new(VALID);
    let issuer = responder.hierarchy.sub.certificate();
    let nonce = [7; 32];
    let request = OcspRequest::new(&responder.person.certificate, issuer, Some(&nonce)).unwrap();
    responder.bench.write("request.der", request.der());
    let response = responder.answer_to(&["-reqin", "request.der"]);
    assert_eq!(response.nonce(), Some(&nonce[..]));
    let text = responder
        .bench
        .openssl(&["ocsp", "-reqin", "request.der", "-req_text"]);
    let serial = responder.person.certificate.serial_hex();
    assert!(text.unwrap().contains(&serial));
}

#[test]
fn a_nonce_has_limits() {
    let hierarchy = Hierarchy::new();
    let (root, sub) = (hierarchy.root.certificate(), hierarchy.sub.certificate());
    for size in [0, 129] {
        let error = OcspRequest::new(sub, root, Some(&vec![1; size])).unwrap_err();
        assert_eq!(error, OcspError::Nonce { size });
    }
}

#[test]
fn a_refusal_of_the_responder_is_named() {
    let refusal = |number| OcspResponse::from_der(&[0x30, 3, 0x0A, 1, number]).unwrap_err();
    assert_eq!(refusal(3), OcspError::Status(ResponseStatus::TryLater));
    assert_eq!(refusal(6), OcspError::Status(ResponseStatus::Unauthorized));
    assert_eq!(refusal(9), OcspError::Status(ResponseStatus::Other(9)));
    assert!(matches!(refusal(0), OcspError::Encoding(_)));
}

#[test]
fn an_oversized_response_is_refused_before_it_is_read() {
    let error = OcspResponse::from_der(&vec![0x30; (1 << 20) + 1]).unwrap_err();
    assert!(matches!(error, OcspError::TooLarge { limit, .. } if limit == 1 << 20));
}

/// `30 82 … 0A 01 00 A0 82 …`: the outer length and that of the wrapper take in one element more.
#[test]
fn what_stands_behind_the_answer_is_refused() {
    let response = Responder::new(REVOKED).answer(&[]);
    let mut der = response.der().to_vec();
    assert_eq!((der[1], der[7], der[8]), (0x82, 0xA0, 0x82));
    der.extend([5, 0]);
    for at in [2, 9] {
        let length = u16::from_be_bytes([der[at], der[at + 1]]) + 2;
        der[at..at + 2].copy_from_slice(&length.to_be_bytes());
    }
    assert!(OcspResponse::from_der(&der).is_err());
}

#[test]
fn a_response_cut_anywhere_is_refused() {
    let response = Responder::new(REVOKED).answer(&[]);
    for end in 0..response.der().len() {
        assert!(
            OcspResponse::from_der(&response.der()[..end]).is_err(),
            "{end}"
        );
    }
    assert!(response.produced_at() > Timestamp::UNIX_EPOCH);
}

//! Requests as `openssl ts` reads them, and responses that answer their request or do not.

use const_oid::ObjectIdentifier;
use kyso_issuing::{KeyType, Profile, TokenRequest, issue_token, write_pkcs12};
use kyso_pki::{
    AuthorityCertificates, DigestAlgorithm, Pkcs12Key, TimestampError, TimestampFailureInfo,
    TimestampRequest, TimestampRequestError, TimestampResponse, TimestampResponseError,
    TimestampStatus,
};
use secrecy::SecretString;

use crate::support::{Bench, Hierarchy, YEAR, now, request};

const DATA: &[u8] = b"data";

fn digest() -> Vec<u8> {
    DigestAlgorithm::Sha256.digest(&[DATA]).unwrap()
}

fn question() -> TimestampRequest {
    TimestampRequest::new(DigestAlgorithm::Sha256, &digest())
        .unwrap()
        .with_nonce(&[0x12, 0x34])
}

fn authority(profile: Profile) -> Pkcs12Key {
    let hierarchy = Hierarchy::new();
    let request = request("TSA thử nghiệm", KeyType::P256, YEAR);
    hierarchy.sub.issue(&request, profile).unwrap()
}

fn token(authority: &Pkcs12Key, digest: &[u8], nonce: Option<u64>) -> Vec<u8> {
    let request = TokenRequest {
        algorithm: DigestAlgorithm::Sha256,
        digest,
        at: now(),
        serial: 7,
        nonce,
    };
    issue_token(authority, &request).unwrap()
}

/// `TimeStampResp` with this status and what follows the status in `PKIStatusInfo`.
fn response(status: u8, reasons: &[u8], token: &[u8]) -> Vec<u8> {
    let info = [&[0x02, 0x01, status], reasons].concat();
    sequence(&[sequence(&info), token.to_vec()].concat())
}

fn sequence(contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
    [&[0x30, 0x82], length.as_slice(), contents].concat()
}

fn answer(
    token: &[u8],
    question: &TimestampRequest,
) -> Result<kyso_pki::TimestampToken, TimestampResponseError> {
    TimestampResponse::parse(&response(0, &[], token))
        .unwrap()
        .answer(question)
}

#[test]
fn openssl_reads_the_request() {
    let bench = Bench::new();
    let policy = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.5");
    let question = question().with_policy(policy).with_nonce(&[0, 0x92, 0x34]);
    bench.write("request.tsq", question.der());
    let said = bench
        .openssl(&["ts", "-query", "-in", "request.tsq", "-text"])
        .unwrap();
    for line in [
        "Version: 1",
        "Hash Algorithm: sha256",
        "Policy OID: 1.3.6.1.4.1.32473.5",
        "Nonce: 0x9234",
        "Certificate required: yes",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let silent = question.with_certificates(AuthorityCertificates::NotRequested);
    bench.write("request.tsq", silent.der());
    let said = bench
        .openssl(&["ts", "-query", "-in", "request.tsq", "-text"])
        .unwrap();
    assert!(said.contains("Certificate required: no"), "{said}");
}

#[test]
fn openssl_answers_the_request() {
    let authority = authority(Profile::TimestampAuthority);
    let bench = bench_of(&authority);
    let ask = |question: &TimestampRequest| answer_of_openssl(&bench, question);
    let token = ask(&question()).answer(&question()).unwrap();
    assert_eq!(token.nonce(), Some(&[0x12, 0x34][..]));
    assert_eq!(token.imprint(), digest());
    assert_eq!(token.der().first(), Some(&0x30));

    let lacking = question().with_certificates(AuthorityCertificates::NotRequested);
    let reply = ask(&lacking);
    assert!(matches!(
        reply.answer(&lacking),
        Err(TimestampResponseError::Token(TimestampError::Cms(_)))
    ));
    let candidates = [authority.certificate.clone()];
    assert!(reply.answer_with(&lacking, &candidates).is_ok());
    assert!(matches!(
        reply.answer_with(&question(), &candidates),
        Err(TimestampResponseError::NoCertificate)
    ));

    let elsewhere = question().with_policy(ObjectIdentifier::new_unwrap("1.2.3.4.9"));
    let Err(TimestampResponseError::Refused(refusal)) = ask(&elsewhere).answer(&elsewhere) else {
        panic!("a policy that the authority does not have");
    };
    assert_eq!(refusal.status, TimestampStatus::Rejection);
    assert_eq!(refusal.failures, [TimestampFailureInfo::UnacceptedPolicy]);
    assert!(!refusal.is_retryable());
}

/// A folder in which openssl answers for the authority.
fn bench_of(authority: &Pkcs12Key) -> Bench {
    let bench = Bench::new();
    let password = SecretString::from("mật khẩu");
    bench
        .write("tsa.p12", write_pkcs12(authority, &password).unwrap())
        .openssl(&[
            "pkcs12",
            "-in",
            "tsa.p12",
            "-passin",
            "pass:mật khẩu",
            "-nocerts",
            "-nodes",
            "-out",
            "key.pem",
        ])
        .unwrap();
    bench
        .write_pem("tsa.pem", std::slice::from_ref(&authority.certificate))
        .write("serial", "01")
        .write(
            "ts.cnf",
            "[tsa]\nserial=serial\ncrypto_device=builtin\nsigner_digest=sha256\n\
             default_policy=1.2.3.4.1\ndigests=sha256,sha384\ness_cert_id_alg=sha256\n",
        );
    bench
}

fn answer_of_openssl(bench: &Bench, question: &TimestampRequest) -> TimestampResponse {
    bench.write("request.tsq", question.der());
    bench
        .openssl(&[
            "ts",
            "-reply",
            "-config",
            "ts.cnf",
            "-section",
            "tsa",
            "-queryfile",
            "request.tsq",
            "-signer",
            "tsa.pem",
            "-inkey",
            "key.pem",
            "-out",
            "reply.tsr",
        ])
        .unwrap();
    TimestampResponse::parse(&std::fs::read(bench.path().join("reply.tsr")).unwrap()).unwrap()
}

#[test]
fn an_answer_to_another_request_is_refused() {
    let authority = authority(Profile::TimestampAuthority);
    let genuine = token(&authority, &digest(), Some(0x1234));
    assert!(answer(&genuine, &question()).is_ok());
    let refused = |token: &[u8], question: &TimestampRequest| answer(token, question).unwrap_err();

    let other = token(&authority, &[7; 32], Some(0x1234));
    assert!(matches!(
        refused(&other, &question()),
        TimestampResponseError::Token(TimestampError::ImprintMismatch)
    ));
    let old = token(&authority, &digest(), Some(0x1235));
    assert_eq!(
        refused(&old, &question()),
        TimestampResponseError::NonceMismatch
    );
    let bare = token(&authority, &digest(), None);
    assert_eq!(
        refused(&bare, &question()),
        TimestampResponseError::NonceMissing
    );
    let plain = TimestampRequest::new(DigestAlgorithm::Sha256, &digest()).unwrap();
    assert_eq!(
        refused(&genuine, &plain),
        TimestampResponseError::NonceMismatch
    );
    assert!(answer(&bare, &plain).is_ok());
    let elsewhere = question().with_policy(ObjectIdentifier::new_unwrap("1.2.3.4"));
    assert!(matches!(
        refused(&genuine, &elsewhere),
        TimestampResponseError::Policy { .. }
    ));
    let longer = TimestampRequest::new(DigestAlgorithm::Sha3_256, &digest()).unwrap();
    assert!(matches!(
        refused(&genuine, &longer.with_nonce(&[0x12, 0x34])),
        TimestampResponseError::ImprintAlgorithm { .. }
    ));
}

#[test]
fn no_altered_octet_makes_another_answer() {
    let authority = authority(Profile::TimestampAuthority);
    let whole = response(0, &[], &token(&authority, &digest(), Some(0x1234)));
    let mut altered = whole.clone();
    let mut refused = 0;
    for (position, octet) in whole.iter().enumerate() {
        altered[position] = octet ^ (1 << (position % 8));
        match TimestampResponse::parse(&altered).and_then(|response| response.answer(&question())) {
            // Only what the authority did not sign: certificates beside its own, unsigned parts.
            Ok(token) => {
                assert_eq!(token.generated_at(), now(), "{position}");
                assert_eq!(token.imprint(), digest(), "{position}");
            }
            Err(_) => refused += 1,
        }
        altered[position] = *octet;
    }
    assert!(refused > whole.len() / 3, "{refused} of {}", whole.len());
}

#[test]
fn a_token_by_a_person_or_with_a_broken_signature_is_refused() {
    let person = authority(Profile::Person);
    let forged = token(&person, &digest(), Some(0x1234));
    assert!(matches!(
        answer(&forged, &question()),
        Err(TimestampResponseError::Usage { .. })
    ));
    let mut damaged = token(
        &authority(Profile::TimestampAuthority),
        &digest(),
        Some(0x1234),
    );
    *damaged.last_mut().unwrap() ^= 1;
    assert!(matches!(
        answer(&damaged, &question()),
        Err(TimestampResponseError::Token(TimestampError::Cms(_)))
    ));
}

#[test]
fn a_refusal_says_why() {
    let mut reasons = sequence(&[&[0x0C, 0x07], "b\u{1b}\u{e2}n".as_bytes(), b"ok"].concat());
    reasons.extend([0x03, 0x05, 0x00, 0x00, 0x02, 0x00, 0x40]);
    let reply = TimestampResponse::parse(&response(2, &reasons, &[])).unwrap();
    let error = reply.answer(&question()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the authority refuses: rejection, timeNotAvailable, systemFailure, \"bânok\""
    );
    assert!(error.is_retryable());
    let waiting = TimestampResponse::parse(&response(3, &[], &[])).unwrap();
    assert!(waiting.answer(&question()).unwrap_err().is_retryable());
    let unknown = TimestampResponse::parse(&response(9, &[], &[])).unwrap();
    assert_eq!(unknown.status(), TimestampStatus::Unknown(9));
    assert!(!unknown.answer(&question()).unwrap_err().is_retryable());
}

#[test]
fn a_refusal_grants_nothing_even_with_a_token() {
    let authority = authority(Profile::TimestampAuthority);
    let token = token(&authority, &digest(), Some(0x1234));
    for status in [2, 3, 4, 5, 6] {
        let reply = TimestampResponse::parse(&response(status, &[], &token)).unwrap();
        let error = reply.answer(&question()).unwrap_err();
        assert!(matches!(error, TimestampResponseError::Refused(_)));
    }
    let empty = TimestampResponse::parse(&response(0, &[], &[])).unwrap();
    assert_eq!(
        empty.answer(&question()).unwrap_err(),
        TimestampResponseError::NoToken
    );
}

#[test]
fn what_is_no_response_is_an_error() {
    let authority = authority(Profile::TimestampAuthority);
    let whole = response(0, &[], &token(&authority, &digest(), Some(0x1234)));
    for end in 0..whole.len().min(400) {
        assert!(TimestampResponse::parse(&whole[..end]).is_err(), "{end}");
    }
    assert!(TimestampResponse::parse(b"<html>busy</html>").is_err());
    assert!(TimestampResponse::parse(&vec![0x30; 2 << 20]).is_err());
    let followed = [whole.as_slice(), b"x"].concat();
    assert!(matches!(
        TimestampResponse::parse(&followed),
        Err(TimestampResponseError::Trailing { .. })
    ));
}

#[test]
fn what_cannot_be_asked_is_not_asked() {
    assert!(matches!(
        TimestampRequest::new(DigestAlgorithm::Sha256, &[0; 31]),
        Err(TimestampRequestError::DigestLength { .. })
    ));
    assert!(matches!(
        TimestampRequest::new(DigestAlgorithm::Sha1, &[0; 20]),
        Err(TimestampRequestError::WeakDigest { .. })
    ));
}

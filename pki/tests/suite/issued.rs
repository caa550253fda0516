//! What the `issuing` feature makes for OCSP, in the eyes of `openssl`.

use kyso_issuing::{
    Access, KeyType, ListedRevocation, NamedResponder, OcspAnswer, Profile, ResponderStatus,
    danger_key_pem, issue_ocsp_response,
};
use kyso_pki::{
    CertificateStatus, DigestAlgorithm, OcspRequest, OcspResponse, RevocationReason, RevokedEntry,
    SignatureAlgorithm,
};

use crate::support::{Bench, Hierarchy, WEEK, YEAR, now, request, time};

/// What `openssl ocsp` says about `response` to a question about the person.
fn opinion(
    hierarchy: &Hierarchy,
    person: &kyso_pki::Certificate,
    response: &OcspResponse,
    digest: &str,
) -> String {
    let bench = Bench::new();
    bench
        .write("response.der", response.der())
        .write_pem("root.pem", &[hierarchy.root.certificate().clone()])
        .write_pem("issuer.pem", &[hierarchy.sub.certificate().clone()])
        .write_pem("person.pem", std::slice::from_ref(person));
    let mut arguments = vec!["ocsp", "-respin", "response.der", "-CAfile", "root.pem"];
    arguments.extend([
        digest,
        "-issuer",
        "issuer.pem",
        "-cert",
        "person.pem",
        "-no_nonce",
    ]);
    arguments.extend(["-verify_other", "issuer.pem"]);
    bench.openssl(&arguments).unwrap()
}

#[test]
fn openssl_accepts_answers_of_the_authority() {
    let hierarchy = Hierarchy::new();
    let person = hierarchy.person(KeyType::P256).certificate;
    let authority = hierarchy.sub.holder();
    let entry = RevokedEntry {
        revoked_at: time("2026-03-01T00:00:00Z"),
        reason: RevocationReason::KeyCompromise,
        invalidity_date: Some(time("2026-02-01T00:00:00Z")),
    };
    for (status, words) in [
        (CertificateStatus::Good, "person.pem: good"),
        (CertificateStatus::Revoked(entry), "Reason: keyCompromise"),
        (CertificateStatus::Unknown, "person.pem: unknown"),
    ] {
        let issuer = hierarchy.sub.certificate();
        let answer = OcspAnswer::new(&person, issuer, status, now());
        let answer = answer.with_next_update(time(WEEK.1)).with_nonce(b"once");
        let response = issue_ocsp_response(&authority, &answer).unwrap();
        let text = opinion(&hierarchy, &person, &response, "-sha1");
        assert!(text.contains("Response verify OK"), "{text}");
        assert!(text.contains(words), "{text}");
        assert_eq!(response.entry_for(&person, issuer).unwrap().status, status);
        assert_eq!(response.nonce(), Some(&b"once"[..]));
    }
}

#[test]
fn openssl_accepts_answers_of_a_delegated_responder() {
    let hierarchy = Hierarchy::new();
    let person = hierarchy.person(KeyType::P256).certificate;
    let wanted = request("OCSP thử nghiệm", KeyType::Rsa2048, YEAR);
    for profile in [
        Profile::OcspResponder(ResponderStatus::NoCheck),
        Profile::OcspResponder(ResponderStatus::Checked),
    ] {
        let responder = hierarchy.sub.issue(&wanted, profile).unwrap();
        let unchecked = profile == Profile::OcspResponder(ResponderStatus::NoCheck);
        assert_eq!(responder.certificate.has_ocsp_no_check(), unchecked);
        let issuer = hierarchy.sub.certificate();
        let answer = OcspAnswer::new(&person, issuer, CertificateStatus::Good, now())
            .with_next_update(time(WEEK.1))
            .with_named_by(DigestAlgorithm::Sha256)
            .with_responder(NamedResponder::ByKey)
            .with_algorithm(SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256))
            .with_certificates(std::slice::from_ref(&responder.certificate));
        let response = issue_ocsp_response(&responder, &answer).unwrap();
        let text = opinion(&hierarchy, &person, &response, "-sha256");
        assert!(text.contains("Response verify OK"), "{text}");
        assert_eq!(response.certificates(), [responder.certificate]);
    }
}

#[test]
fn a_certificate_says_where_its_revocation_is_published() {
    let hierarchy = Hierarchy::new();
    let urls = Access {
        ocsp: vec![
            "http://ocsp.example/1".into(),
            "HTTPS://ocsp.example/2".into(),
        ],
        issuers: vec![
            "http://ca.example/ca.cer".into(),
            "ldap://ca.example/cn".into(),
        ],
        crls: vec![
            "http://crl.example/1.crl".into(),
            "http://crl.example/1.crl".into(),
        ],
    };
    let wanted = request("Người ký", KeyType::P256, YEAR).with_access(urls.clone());
    let person = hierarchy.sub.issue(&wanted, Profile::Person).unwrap();
    assert_eq!(person.certificate.ocsp_urls(), urls.ocsp);
    assert_eq!(person.certificate.issuer_urls(), urls.issuers[..1]);
    assert_eq!(person.certificate.crl_urls(), urls.crls[..1]);
    let bench = Bench::new();
    bench.write_pem("person.pem", &[person.certificate]);
    let text = bench.openssl(&["x509", "-in", "person.pem", "-noout", "-ocsp_uri"]);
    assert_eq!(text.unwrap().lines().collect::<Vec<_>>(), urls.ocsp);
}

#[test]
fn urls_have_limits() {
    let hierarchy = Hierarchy::new();
    let mut lists: Vec<String> = (0..20).map(|n| format!("http://crl.example/{n}")).collect();
    lists.insert(0, format!("http://crl.example/{}", "x".repeat(2048)));
    lists.insert(0, "http://crl.example/with space".to_owned());
    lists.insert(0, "file:///etc/passwd".to_owned());
    let urls = Access {
        crls: lists.clone(),
        ..Access::default()
    };
    let wanted = request("Người ký", KeyType::P256, YEAR).with_access(urls);
    let person = hierarchy.sub.issue(&wanted, Profile::Person).unwrap();
    assert_eq!(person.certificate.crl_urls(), lists[3..11]);
}

#[test]
fn a_list_tells_since_when_a_key_was_suspected() {
    let hierarchy = Hierarchy::new();
    let person = hierarchy.person(KeyType::P256).certificate;
    let suspected = time("2026-02-01T00:00:00Z");
    let revocation = ListedRevocation::of(&person, now(), RevocationReason::KeyCompromise);
    let revoked = [revocation.invalid_since(suspected)];
    let list = hierarchy
        .sub
        .revocation_list(7, WEEK.into(), &revoked)
        .unwrap();
    let entry = list.entry_for(&person).unwrap();
    assert_eq!(entry.invalidity_date, Some(suspected));
    assert_eq!((entry.revoked_at, entry.counts_from()), (now(), suspected));
    let bench = Bench::new();
    bench.write("list.der", list.der());
    let text = bench.openssl(&[
        "crl", "-in", "list.der", "-inform", "DER", "-noout", "-text",
    ]);
    assert!(text.unwrap().contains("Feb  1 00:00:00 2026 GMT"));
}

#[test]
fn no_reason_is_not_the_reason_unspecified() {
    let hierarchy = Hierarchy::new();
    let person = hierarchy.person(KeyType::P256).certificate;
    for reason in [RevocationReason::NotGiven, RevocationReason::Unspecified] {
        let revoked = [ListedRevocation::of(&person, now(), reason)];
        let list = hierarchy
            .sub
            .revocation_list(7, WEEK.into(), &revoked)
            .unwrap();
        assert_eq!(list.entry_for(&person).unwrap().reason, reason);
    }
}

#[test]
fn a_request_is_read_as_it_was_made() {
    let hierarchy = Hierarchy::new();
    let (root, sub) = (hierarchy.root.certificate(), hierarchy.sub.certificate());
    let made = OcspRequest::new(sub, root, Some(b"only once")).unwrap();
    let read = OcspRequest::from_der(made.der()).unwrap();
    assert_eq!(read, made);
    assert!(read.is_about(sub, root) && !read.is_about(root, root));
    assert_eq!(read.nonce(), Some(&b"only once"[..]));
    assert!(OcspRequest::from_der(&made.der()[1..]).is_err());
}

#[test]
fn a_key_can_be_certified_once_more() {
    let hierarchy = Hierarchy::new();
    let person = hierarchy.person(KeyType::P256);
    let again = request("Người ký khác", KeyType::P256, YEAR);
    let again = again.with_key(person.key.clone());
    let again = hierarchy.sub.issue(&again, Profile::Person).unwrap();
    assert_eq!(
        danger_key_pem(&again).unwrap(),
        danger_key_pem(&person).unwrap()
    );
    assert_ne!(again.certificate, person.certificate);
    let key = again.certificate.public_key_info();
    assert_eq!(key, person.certificate.public_key_info());
}

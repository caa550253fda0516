//! OCSP responders and file servers: `openssl ocsp` and `openssl crl` ask and judge.

use kyso_test_pki::{Behaviour, Clock, FileServer, OcspRefusal, OcspServer, Site, TestPki};

use crate::client::{fetch, post};
use crate::support::{Bench, days, now, standard};

/// What `openssl ocsp` says about `id` at the time of the PKI after asking `server`.
fn ask(server: &OcspServer, pki: &TestPki, id: &str, authority: &str) -> Result<String, String> {
    let bench = Bench::new();
    let target = pki.signer(id).unwrap();
    let issuer = pki.certificate(authority).unwrap();
    bench
        .write("target.pem", target.certificate.to_pem())
        .write("issuer.pem", issuer.to_pem())
        .write("root.pem", pki.certificate("root").unwrap().to_pem());
    let question = "ocsp -issuer issuer.pem -cert target.pem -nonce";
    bench
        .run(&format!("{question} -reqout request.der"))
        .unwrap();
    let request = std::fs::read(bench.path().join("request.der")).unwrap();
    let answer = post(&server.url(), "/", &request);
    assert_eq!(answer.status(), "200", "{:?}", server.errors());
    bench.write("response.der", answer.body);
    let at = pki.now().as_second();
    let judge = format!(
        "ocsp -reqin request.der -respin response.der -CAfile root.pem -verify_other issuer.pem -attime {at} -text"
    );
    bench.run(&judge).map_err(|error| error.to_string())
}

fn about(id: &str, responder: &str, behaviour: Behaviour) -> Result<String, String> {
    let pki = standard("");
    let server = OcspServer::start_for(&pki, "ca", responder, behaviour).unwrap();
    let said = ask(&server, &pki, id, "ca");
    assert_eq!(server.requests(), 1);
    said
}

#[test]
fn an_honest_responder_tells_what_is_known_at_the_moment() {
    for (id, said) in [
        ("person", "Cert Status: good"),
        ("person-revoked", "Cert Status: revoked"),
        ("person-invalid-since", "Mar 27 07:08:09 2031 GMT"),
        ("person-on-hold", "certificateHold"),
        ("person-released", "Cert Status: good"),
        ("person-revoked-later", "Cert Status: good"),
        ("person-unknown-to-ocsp", "Cert Status: unknown"),
    ] {
        let text = about(id, "ocsp", Behaviour::Honest).unwrap();
        assert!(text.contains(said), "{id}: {text}");
        assert!(
            text.contains("This Update: May  6 07:08:09 2031 GMT"),
            "{text}"
        );
        assert!(
            text.contains("Next Update: May  7 07:08:09 2031 GMT"),
            "{text}"
        );
    }
}

#[test]
fn an_authority_answers_itself() {
    let pki = standard("");
    let server = OcspServer::start(&pki, "ca-direct", Behaviour::Honest).unwrap();
    let text = ask(&server, &pki, "person-direct", "ca-direct").unwrap();
    assert!(text.contains("Cert Status: good"), "{text}");
}

#[test]
fn later_clocks_know_more() {
    let pki = standard("");
    let server = OcspServer::start(&pki, "ocsp", Behaviour::Honest).unwrap();
    server.set_clock(Clock::At(now() + days(301)));
    let text = ask(&server, &pki, "person-revoked-later", "ca").unwrap();
    assert!(text.contains("Cert Status: revoked"), "{text}");
}

#[test]
fn responders_misbehave() {
    let another = Behaviour::AboutAnother("agency".to_owned());
    let agency = standard("").certificate("agency").unwrap().serial_hex();
    for (behaviour, complaint) in [
        (Behaviour::WrongNonce, "Nonce Verify error"),
        (Behaviour::UnknownCertificate, "Cert Status: unknown"),
        (Behaviour::Stale, "This Update: Apr 26 07:08:09 2031 GMT"),
        (
            Behaviour::ClockOff(days(3)),
            "This Update: May  9 07:08:09 2031 GMT",
        ),
        (Behaviour::Refusal(OcspRefusal::TryLater), "trylater"),
        (Behaviour::BrokenSignature, "Response Verify Failure"),
        (another, agency.as_str()),
    ] {
        let said = match about("person", "ocsp", behaviour.clone()) {
            Ok(said) | Err(said) => said,
        };
        assert!(said.contains(complaint), "{behaviour:?}: {said}");
    }
    let text = about("person", "ocsp", Behaviour::NoNonce).unwrap();
    assert_eq!(
        text.matches("OCSP Nonce").count(),
        1,
        "only in the request: {text}"
    );
}

#[test]
fn responders_have_bad_certificates() {
    for responder in ["ocsp-expired", "ocsp-wrong-usage", "ocsp-stranger"] {
        let said = match about("person", responder, Behaviour::Honest) {
            Ok(said) | Err(said) => said,
        };
        assert!(
            said.contains("Response Verify Failure"),
            "{responder}: {said}"
        );
    }
}

#[test]
fn certificates_and_lists_are_published() {
    let pki = standard("");
    let server = FileServer::start(&pki, Behaviour::Honest).unwrap();
    let certificate = fetch(&server.url(), "/ca/ca.cer");
    assert_eq!(certificate.body, pki.certificate("ca").unwrap().der());
    let list = fetch(&server.url(), "/crl/ca.crl").body;
    assert_eq!(list, pki.revocation_list("ca", now()).unwrap().der());
    assert_eq!(fetch(&server.url(), "/crl/nobody.crl").status(), "404");
    server.behave(Behaviour::Pem).unwrap();
    let bench = Bench::new();
    bench.write("ca.crl", fetch(&server.url(), "/crl/ca.crl").body);
    assert!(
        bench
            .run("crl -inform PEM -in ca.crl -noout -lastupdate")
            .unwrap()
            .contains("2031")
    );
    assert_eq!(server.requests(), 4);
}

#[test]
fn addresses_in_certificates_lead_to_the_site() {
    let (pki, site) = Site::standard(now()).unwrap();
    let person = pki.certificate("person").unwrap();
    let path = |url: &str| url.strip_prefix(&site.url()).unwrap().to_owned();
    for url in person.crl_urls().into_iter().chain(person.issuer_urls()) {
        assert_eq!(fetch(&site.url(), &path(&url)).status(), "200", "{url}");
    }
    let ocsp = path(&person.ocsp_urls()[0]);
    assert_eq!(post(&site.url(), &ocsp, b"nonsense").status(), "500");
    assert_eq!(site.requests_of("/crl/ca.crl"), 1);
    site.behave_at("/crl/ca.crl", Behaviour::Status(503))
        .unwrap();
    assert_eq!(fetch(&site.url(), "/crl/ca.crl").status(), "503");
    assert_eq!(fetch(&site.url(), "/crl/root.crl").status(), "200");
}

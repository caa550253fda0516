//! Revocation from servers: which servers the program asks, what it keeps, and what it says when none answers.

use std::time::{Duration, Instant};

use kyso_test_pki::Behaviour;
use serde_json::{Value, json};

use crate::support::network::Network;
use crate::support::service::{Answer, Service, multipart};
use crate::support::{Run, run, sample};

const PDF: &str = "application/pdf";

fn verify(config: &str, more: &[&str], document: &str) -> Run {
    let arguments = ["verify", "--format", "json", "--config", config];
    run(arguments.iter().chain(more).chain([&document]))
}

fn revocation(report: &Value) -> &Value {
    &report["signatures"][0]["trust"]["revocation"]
}

#[test]
fn what_the_trust_folder_lacks_is_fetched_once_and_kept() {
    let network = Network::new();
    let document = network.signed_by("person");
    let config = network.open_config();
    let report = verify(&config, &[], &document).expect(0).json();
    assert_eq!(revocation(&report), "good");
    let asked = network.site.requests();
    assert!(
        asked >= 2,
        "one question for the signer, one for its authority: {asked}"
    );
    verify(&config, &[], &document).expect(0);
    assert_eq!(
        network.site.requests(),
        asked,
        "the cache outlives the process"
    );
    let fresh = network.text("other-cache");
    verify(&config, &["--cache", &fresh], &document).expect(0);
    assert!(network.site.requests() > asked);
}

#[test]
fn offline_asks_nobody_and_names_each_certificate() {
    let network = Network::new();
    let document = network.signed_by("person");
    let config = network.open_config();
    let report = verify(&config, &["--offline"], &document).expect(3).json();
    assert_eq!(revocation(&report), "unknown");
    let text = run(["verify", "--offline", "--config", &config, &document])
        .expect(3)
        .out();
    for id in ["person", "ca"] {
        let certificate = network.pki.certificate(id).unwrap();
        let name = certificate.subject_common_name().unwrap();
        assert!(text.contains(name), "{name}: {text}");
    }
    assert_eq!(network.site.requests(), 0);
}

/// A certificate must not make this program ask servers that only this machine can reach.
#[test]
fn addresses_that_are_not_public_are_not_asked_unless_configured() {
    let network = Network::new();
    let document = network.signed_by("person");
    for more in [
        "",
        "[online]\nallow_hosts = [\"localhost\"]",
        "[online]\nallow_networks = [\"10.0.0.0/8\"]",
    ] {
        let report = verify(&network.config(more), &[], &document)
            .expect(3)
            .json();
        assert_eq!(revocation(&report), "unknown", "{more}");
        assert_eq!(network.site.requests(), 0, "{more}");
    }
}

#[test]
fn a_server_that_is_gone_is_replaced_by_a_rule() {
    let network = Network::behind("http://ocsp.ca.ptc");
    let document = network.signed_by("person");
    let site = network.site.url();
    let started = Instant::now();
    verify(&network.config(""), &[], &document).expect(3);
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "a name that leads nowhere is given up soon"
    );
    let rule = format!("[[online.rewrite]]\nhost = \"ocsp.ca.ptc\"\nto = \"{site}\"");
    let report = verify(&network.config(&rule), &[], &document)
        .expect(0)
        .json();
    assert_eq!(revocation(&report), "good");
}

#[test]
fn a_server_that_never_answers_is_given_up() {
    let network = Network::new();
    let document = network.signed_by("person");
    network.behave(Behaviour::Slow(Duration::from_secs(60)));
    let config = network.config(
        "[online]\nallow_hosts = [\"127.0.0.1\"]\ntimeout_seconds = 1\nverification_seconds = 1",
    );
    let started = Instant::now();
    let report = verify(&config, &[], &document).expect(3).json();
    assert_eq!(revocation(&report), "unknown");
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn the_service_fetches_once_for_all_who_ask() {
    let network = Network::new();
    let document = std::fs::read(network.signed_by("person")).unwrap();
    network.behave(Behaviour::Slow(Duration::from_millis(300)));
    let service = Service::start(&["--config", &network.open_config()]);
    let verdicts: Vec<Value> = std::thread::scope(|scope| {
        let ask = || patiently(&service, &document)["verdict"].clone();
        let asking: Vec<_> = (0..100).map(|_| scope.spawn(ask)).collect();
        asking.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(
        verdicts.iter().all(|verdict| verdict == "TOTAL_PASSED"),
        "{verdicts:?}"
    );
    let metrics = String::from_utf8(service.get("/metrics").body).unwrap();
    let fetched: usize = metrics
        .lines()
        .filter(|line| {
            line.starts_with("kyso_questions_total") && line.contains("result=\"fetched\"")
        })
        .map(|line| line.rsplit(' ').next().unwrap().parse::<usize>().unwrap())
        .sum();
    assert_eq!(fetched, network.site.requests(), "{metrics}");
    assert!(fetched <= 4, "each thing once: {fetched}");
}

/// Asks again when the queue is full, as the service tells clients to.
fn patiently(service: &Service, document: &[u8]) -> Value {
    loop {
        let answer = service.post("/v1/verifications", PDF, document);
        match answer.status {
            200 => return answer.json(),
            429 => std::thread::sleep(Duration::from_millis(50)),
            status => panic!("{status}"),
        }
    }
}

#[test]
fn whoever_waits_for_a_server_keeps_nobody_waiting() {
    let network = Network::new();
    let document = std::fs::read(network.signed_by("person")).unwrap();
    network.behave(Behaviour::Slow(Duration::from_secs(10)));
    let service = Service::start(&["--config", &network.open_config()]);
    let unsigned = std::fs::read(sample("quyet-dinh.pdf")).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..40 {
            scope.spawn(|| patiently(&service, &document));
        }
        std::thread::sleep(Duration::from_millis(1000));
        let started = Instant::now();
        assert_eq!(patiently(&service, &unsigned)["verdict"], "NOT_SIGNED");
        assert!(
            started.elapsed() < Duration::from_secs(6),
            "{:?}",
            started.elapsed()
        );
    });
}

/// Signs the sample decision over HTTP as the test PKI's person, at the level of the configuration.
pub(crate) fn sign(service: &Service) -> Answer {
    sign_with(service, json!({}))
}

/// As [`sign`], with more in the request.
fn sign_with(service: &Service, more: Value) -> Answer {
    let mut request =
        json!({"operation": "approve", "key": "person", "signer": "Trần Thị Minh Ánh"});
    for (name, value) in more.as_object().into_iter().flatten() {
        request[name] = value.clone();
    }
    let request = request.to_string();
    let [document, image] =
        ["quyet-dinh.pdf", "chu-ky-mau.png"].map(|name| std::fs::read(sample(name)).unwrap());
    let (media_type, body) = multipart(&[
        ("file", Some("a.pdf"), &document),
        ("image", Some("a.png"), &image),
        ("request", None, request.as_bytes()),
    ]);
    service.post("/v1/signatures", &media_type, &body)
}

/// A service that signs at B-T with the timestamp authority of the test PKI, and has fresh lists.
fn signing_service(network: &Network, without_tsa: &str) -> Service {
    let (trust, now) = (network.path("trust"), network.pki.now());
    network.pki.write_trust(&trust, Some(now)).unwrap();
    asking_service(network, without_tsa)
}

/// As [`signing_service`], without any list.
fn asking_service(network: &Network, without_tsa: &str) -> Service {
    network.signed_by("person");
    let tsa = network.site.url();
    let text = format!(
        "signing_level = \"B-T\"\nwithout_tsa = \"{without_tsa}\"\n\
         [online]\nallow_hosts = [\"127.0.0.1\"]\ncache_mb = 0\n\
         [[tsa]]\nurl = \"{tsa}/tsa/tsa\"\ntries = 1\n\
         [[keys]]\nid = \"person\"\npkcs12 = \"person.p12\"\npin_file = \"password.txt\""
    );
    Service::start(&["--config", &network.config(&text)])
}

#[test]
fn a_signature_over_http_has_the_level_of_the_configuration() {
    let network = Network::new();
    let service = signing_service(&network, "fail");
    let answer = sign(&service);
    assert_eq!(
        answer.status,
        200,
        "{}",
        String::from_utf8_lossy(&answer.body)
    );
    assert_eq!(answer.header("kyso-level"), Some("B-T"));
    assert_eq!(answer.header("kyso-wanted-level"), None);
    let report = service.post("/v1/verifications", PDF, &answer.body).json();
    assert_eq!(report["verdict"], "TOTAL_PASSED", "{report}");
    assert_eq!(report["signatures"][0]["level"], "B-T");
    assert_eq!(
        report["signatures"][0]["signing_time"]["source"],
        "signature_timestamp"
    );
}

/// The trust folder has no lists: whether the signer may sign (G1), and all evidence in the file, is asked of servers.
#[test]
fn a_signature_over_http_reaches_the_level_that_is_asked_for() {
    let network = Network::new();
    let service = asking_service(&network, "fail");
    let answer = sign_with(&service, json!({"level": "B-LTA"}));
    let told = String::from_utf8_lossy(&answer.body);
    assert_eq!(answer.status, 200, "{told}");
    assert_eq!(answer.header("kyso-level"), Some("B-LTA"));
    assert!(network.site.requests_of("/ocsp/ocsp") > 0);

    let signed = network.text("signed.pdf");
    std::fs::write(&signed, &answer.body).unwrap();
    let config = network.config("");
    let alone = verify(&config, &["--offline"], &signed).expect(0).json();
    assert_eq!(alone["verdict"], "TOTAL_PASSED", "{alone}");
    assert_eq!(alone["signatures"][0]["level"], "B-LTA");

    network.behave(Behaviour::Status(500));
    let silent = asking_service(&network, "fail");
    let refused = sign_with(&silent, json!({"level": "B-LTA"}));
    refused.problem(422, "signing-refused");
}

/// The program says so when it signs at a lower level than the one asked for (G3).
#[test]
fn without_a_timestamp_nothing_is_signed_unless_the_configuration_says_so() {
    let network = Network::new();
    network
        .site
        .behave_at("/tsa/tsa", Behaviour::Status(500))
        .unwrap();
    let refused = sign(&signing_service(&network, "fail"));
    refused.problem(503, "no-timestamp");
    let service = signing_service(&network, "B-B");
    let answer = sign(&service);
    assert_eq!(
        answer.status,
        200,
        "{}",
        String::from_utf8_lossy(&answer.body)
    );
    assert_eq!(answer.header("kyso-level"), Some("B-B"));
    assert_eq!(answer.header("kyso-wanted-level"), Some("B-T"));
    let metrics = String::from_utf8(service.get("/metrics").body).unwrap();
    assert!(
        metrics.contains("kyso_signing_total{result=\"signed_below_level\"} 1\n"),
        "{metrics}"
    );
}

#[test]
fn doctor_asks_timestamp_authorities_only_when_told_to() {
    let network = Network::new();
    let tsa = format!("[[tsa]]\nurl = \"{}/tsa/tsa\"\n", network.site.url());
    let config = network.config(&tsa);
    let cache = network.text("cache");
    let doctor = |more: &[&str]| {
        let arguments = [
            "doctor", "--config", &config, "--cache", &cache, "--lang", "en",
        ];
        run(arguments.iter().chain(more)).expect(0).out()
    };
    assert!(doctor(&[]).contains("not asked"));
    assert_eq!(network.site.requests(), 0);
    let asked = doctor(&["--online"]);
    assert!(
        asked.contains("/tsa/tsa: ") && asked.contains("The clock here is"),
        "{asked}"
    );
    assert_eq!(network.site.requests(), 1);
}

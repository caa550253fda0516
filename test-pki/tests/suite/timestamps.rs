//! Timestamp authorities: `openssl ts` asks and judges.

use kyso_pki::{Certificate, TimestampToken};
use kyso_test_pki::{Behaviour, Clock, FailureInfo, TestPki, TsaServer};

use crate::client::post;
use crate::support::{Bench, days, now, standard};

/// One question, and what `openssl ts -verify` says of the answer.
struct Exchange {
    bench: Bench,
    reply: Vec<u8>,
    at: jiff::Timestamp,
}

impl Exchange {
    fn with(server: &TsaServer, pki: &TestPki, id: &str) -> Self {
        let bench = Bench::new();
        let holder = pki.holder(id).unwrap();
        let chain: String = holder.chain.iter().map(Certificate::to_pem).collect();
        bench.write("data", "Quyết định").write("roots.pem", chain);
        bench
            .run("ts -query -data data -sha256 -cert -out query.tsq")
            .unwrap();
        let query = std::fs::read(bench.path().join("query.tsq")).unwrap();
        let answer = post(&server.url(), "/", &query);
        assert_eq!(answer.status(), "200", "{:?}", server.errors());
        bench.write("reply.tsr", &answer.body);
        Self {
            bench,
            reply: answer.body,
            at: pki.now(),
        }
    }

    fn verify(&self) -> Result<String, String> {
        let command = format!(
            "ts -verify -queryfile query.tsq -in reply.tsr -CAfile roots.pem -attime {}",
            self.at.as_second()
        );
        self.bench.run(&command).map_err(|error| error.to_string())
    }

    fn said(&self) -> String {
        self.bench.run("ts -reply -in reply.tsr -text").unwrap()
    }
}

fn ask(id: &str, behaviour: Behaviour) -> Exchange {
    let pki = standard("");
    let server = TsaServer::start(&pki, id, behaviour).unwrap();
    let exchange = Exchange::with(&server, &pki, id);
    assert_eq!(server.requests(), 1);
    exchange
}

#[test]
fn an_honest_authority_gives_tokens_of_the_moment() {
    for id in ["tsa", "tsa-rsa", "tsa-government"] {
        let exchange = ask(id, Behaviour::Honest);
        assert!(exchange.verify().is_ok(), "{id}: {:?}", exchange.verify());
        assert!(
            exchange
                .said()
                .contains("Time stamp: May  6 07:08:09 2031 GMT")
        );
    }
}

#[test]
fn answers_do_not_fit_what_was_asked() {
    for (behaviour, complaint) in [
        (Behaviour::WrongNonce, "nonce mismatch"),
        (Behaviour::NoNonce, "nonce not returned"),
        (Behaviour::WrongImprint, "message imprint mismatch"),
    ] {
        let verdict = ask("tsa", behaviour).verify().unwrap_err();
        assert!(verdict.contains(complaint), "{verdict}");
    }
}

#[test]
fn certificates_can_be_bad() {
    for (id, complaint) in [
        ("tsa-expired", "certificate has expired"),
        ("tsa-wrong-usage", "unsuitable certificate purpose"),
    ] {
        let verdict = ask(id, Behaviour::Honest).verify().unwrap_err();
        assert!(verdict.contains(complaint), "{id}: {verdict}");
    }
}

#[test]
fn clocks_can_be_off_and_be_set() {
    let off = ask("tsa", Behaviour::ClockOff(days(-1)));
    assert!(off.said().contains("Time stamp: May  5 07:08:09 2031 GMT"));
    let pki = standard("");
    let server = TsaServer::start(&pki, "tsa", Behaviour::Honest).unwrap();
    server.set_clock(Clock::At(now() + days(365)));
    let said = Exchange::with(&server, &pki, "tsa").said();
    assert!(
        said.contains("Time stamp: May  5 07:08:09 2032 GMT"),
        "{said}"
    );
}

#[test]
fn requests_can_be_rejected_for_every_reason() {
    for (reason, words) in [
        (FailureInfo::BadAlg, "unrecognized or unsupported algorithm"),
        (
            FailureInfo::BadDataFormat,
            "data submitted has the wrong format",
        ),
        (
            FailureInfo::TimeNotAvailable,
            "TSA's time source is not available",
        ),
        (FailureInfo::SystemFailure, "system failure"),
    ] {
        let said = ask("tsa", Behaviour::Rejection(reason)).said();
        assert!(said.contains("Status: Rejected"), "{said}");
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn a_token_of_an_unsuitable_certificate_is_about_the_question() {
    let exchange = ask("tsa-wrong-usage", Behaviour::Honest);
    // PKIStatusInfo "granted", then the token.
    let token = TimestampToken::parse(
        &exchange.reply[exchange.reply.len() - token_length(&exchange.reply)..],
    );
    assert_eq!(token.unwrap().generated_at(), now());
}

/// What remains behind the outer header and the five octets of "granted".
fn token_length(reply: &[u8]) -> usize {
    let header = 2 + usize::from(reply[1] & 0x7F);
    reply.len() - header - 5
}

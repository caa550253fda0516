//! Which OCSP responses are believed, and from which responders (RFC 6960, sections 3.2 and 4.2.2).

use kyso_issuing::{
    KeyType, ListedRevocation, NamedResponder, OcspAnswer, Profile, ResponderStatus,
    issue_ocsp_response,
};
use kyso_pki::{
    CertificateStatus, DigestAlgorithm, Evidence, EvidenceId, OcspResponse, ResponseSigner,
    RevocationGap, RevocationReason, RevocationStatus, SignatureAlgorithm,
};

use crate::scene::{DUE, MADE, Scene, gap, is_good, is_revoked, lists, responses, revoked_at};
use crate::support::{DECADE, Hierarchy, Period, WEEK, YEAR, request, time};

const NOW: &str = "2026-11-21T03:00:00Z";
const GOOD: CertificateStatus = CertificateStatus::Good;
const NO_CHECK: Profile = Profile::OcspResponder(ResponderStatus::NoCheck);
const CHECKED: Profile = Profile::OcspResponder(ResponderStatus::Checked);

fn gap_of(scene: &Scene, response: OcspResponse) -> Option<RevocationGap> {
    gap(scene.status(&responses(&[response]), NOW))
}

#[test]
fn the_issuer_clears_a_certificate_and_is_named() {
    let scene = Scene::new();
    let response = scene.respond(&scene.answer(GOOD));
    let report = scene.report(&responses(std::slice::from_ref(&response)), time(NOW));
    assert!(report.is_valid(), "{report:?}");
    let used = &report.evidence[0];
    assert_eq!(used[0].id, EvidenceId::Ocsp(response.sha256()));
    assert_eq!(used[0].signer, *scene.issuer());
    assert_eq!(used[0].next_update, Some(time(DUE)));
    // The list of the root decides about the authority.
    let root_list = &scene.store.crls()[0];
    assert_eq!(
        report.evidence[1][0].id,
        EvidenceId::Crl(root_list.sha256())
    );
}

#[test]
fn responders_are_named_by_name_or_key_and_certificates_by_any_digest() {
    let scene = Scene::new();
    for digest in [
        DigestAlgorithm::Sha1,
        DigestAlgorithm::Sha256,
        DigestAlgorithm::Sha384,
        DigestAlgorithm::Sha512,
    ] {
        for named in [NamedResponder::ByName, NamedResponder::ByKey] {
            let answer = scene.answer(GOOD).with_named_by(digest);
            let response = scene.respond(&answer.with_responder(named));
            assert_eq!(gap_of(&scene, response), None, "{digest} {named:?}");
        }
    }
}

#[test]
fn algorithms_are_reported_and_not_judged() {
    let scene = Scene::new();
    let wanted = request("OCSP RSA", KeyType::Rsa2048, YEAR);
    let rsa = scene.hierarchy.sub.issue(&wanted, NO_CHECK).unwrap();
    let elliptic = scene.responder(NO_CHECK, YEAR);
    for (responder, algorithm) in [
        (&rsa, SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1)),
        (&rsa, SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256)),
        (&elliptic, SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha1)),
        (
            &elliptic,
            SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha512),
        ),
    ] {
        let answer = scene.answer(GOOD).with_algorithm(algorithm);
        let answer = answer.with_certificates(std::slice::from_ref(&responder.certificate));
        let response = issue_ocsp_response(responder, &answer).unwrap();
        let report = scene.report(&responses(&[response]), time(NOW));
        assert!(is_good(report.revocation[0]), "{algorithm}");
        assert_eq!(report.evidence[0][0].signature, Some(algorithm));
    }
}

#[test]
fn a_revoked_certificate_is_revoked_with_date_and_reason() {
    let scene = Scene::new();
    let entry = revoked_at("2026-10-01T00:00:00Z", RevocationReason::Superseded);
    let response = scene.respond(&scene.answer(CertificateStatus::Revoked(entry)));
    assert_eq!(
        scene.status(&responses(&[response]), NOW),
        RevocationStatus::Revoked {
            at: entry.revoked_at,
            reason: entry.reason,
            invalidity_date: None,
            this_update: time(MADE),
            next_update: Some(time(DUE)),
        }
    );
}

#[test]
fn a_certificate_that_the_responder_does_not_know_is_not_cleared_by_older_lists() {
    let scene = Scene::new();
    let unknown = scene.respond(&scene.answer(CertificateStatus::Unknown));
    let mut evidence = responses(&[unknown]);
    let wanted = Some(RevocationGap::NotKnownToResponder);
    assert_eq!(gap(scene.status(&evidence, NOW)), wanted);
    evidence.crls = vec![scene.list(Period("2026-11-19T00:00:00Z", DUE), &[])];
    assert_eq!(gap(scene.status(&evidence, NOW)), wanted);
    // Of the same moment the graver one is believed, and newer knowledge decides.
    evidence.crls = vec![scene.list(WEEK, &[])];
    assert_eq!(gap(scene.status(&evidence, NOW)), wanted);
    evidence.crls = vec![scene.list(Period("2026-11-20T00:00:01Z", DUE), &[])];
    assert!(is_good(scene.status(&evidence, NOW)));
}

#[test]
fn forged_and_altered_responses_are_refused() {
    let scene = Scene::new();
    // The same names with other keys, as a forger would choose them.
    let forger = Hierarchy::new().sub.holder();
    for named in [NamedResponder::ByName, NamedResponder::ByKey] {
        let answer = scene.answer(GOOD).with_responder(named);
        let forged = issue_ocsp_response(&forger, &answer).unwrap();
        let expected = match named {
            NamedResponder::ByName => RevocationGap::NotAuthentic,
            NamedResponder::ByKey => RevocationGap::SignerMissing,
        };
        assert_eq!(gap_of(&scene, forged), Some(expected));
        let with_own_certificate =
            answer.with_certificates(std::slice::from_ref(&forger.certificate));
        let forged = issue_ocsp_response(&forger, &with_own_certificate).unwrap();
        let expected = Some(RevocationGap::SignerNotDelegated);
        assert_eq!(gap_of(&scene, forged), expected);
    }
    let mut altered = scene.respond(&scene.answer(GOOD)).der().to_vec();
    *altered.last_mut().unwrap() ^= 1;
    let altered = OcspResponse::from_vec(altered).unwrap();
    assert_eq!(gap_of(&scene, altered), Some(RevocationGap::NotAuthentic));
}

#[test]
fn responses_about_other_certificates_say_nothing() {
    let scene = Scene::new();
    let other = scene.hierarchy.person(KeyType::P256).certificate;
    let answer = OcspAnswer::new(&other, scene.issuer(), GOOD, time(MADE));
    let response = scene.respond(&answer.with_next_update(time(DUE)));
    assert_eq!(gap_of(&scene, response), Some(RevocationGap::NoList));
    // The same serial number under another issuer.
    let stranger = Hierarchy::new();
    let answer = OcspAnswer::new(&scene.person, stranger.sub.certificate(), GOOD, time(MADE));
    let response = scene.respond(&answer.with_next_update(time(DUE)));
    let wrong = Some(RevocationGap::WrongCertificate);
    assert_eq!(gap_of(&scene, response), wrong);
}

#[test]
fn critical_extensions_that_are_not_known_refuse() {
    let scene = Scene::new();
    let answer = scene.answer(GOOD).with_unknown_critical_extension();
    let unknown = Some(RevocationGap::UnknownCriticalExtension);
    assert_eq!(gap_of(&scene, scene.respond(&answer)), unknown);
}

#[test]
fn a_delegated_responder_is_believed() {
    let scene = Scene::new();
    let responder = scene.responder(NO_CHECK, YEAR);
    let response = scene.delegate(&responder);
    let report = scene.report(&responses(&[response]), time(NOW));
    assert!(report.is_valid(), "{report:?}");
    assert_eq!(report.evidence[0][0].signer, responder.certificate);
    // Its certificate may come from elsewhere.
    let alone = issue_ocsp_response(&responder, &scene.answer(GOOD)).unwrap();
    let mut evidence = responses(&[alone]);
    let missing = Some(RevocationGap::SignerMissing);
    assert_eq!(gap(scene.status(&evidence, NOW)), missing);
    evidence.certificates = vec![responder.certificate];
    assert!(is_good(scene.status(&evidence, NOW)));
}

#[test]
fn only_whom_the_issuer_itself_made_a_responder_is_one() {
    let scene = Scene::new();
    let refused = Some(RevocationGap::SignerNotDelegated);
    for profile in [Profile::Person, Profile::TimestampAuthority] {
        let response = scene.delegate(&scene.responder(profile, YEAR));
        assert_eq!(gap_of(&scene, response), refused, "{profile:?}");
    }
    // A responder of the root is none for what the sub-authority issued, and one of a sibling neither.
    let wanted = request("OCSP của gốc", KeyType::P256, YEAR);
    let sibling = request("CA khác", KeyType::P256, DECADE);
    let sibling = scene.hierarchy.root.subordinate(&sibling).unwrap();
    for authority in [&scene.hierarchy.root, &sibling] {
        let responder = authority.issue(&wanted, NO_CHECK).unwrap();
        assert_eq!(gap_of(&scene, scene.delegate(&responder)), refused);
    }
}

#[test]
fn a_responder_must_be_valid_when_it_answers() {
    let scene = Scene::new();
    for validity in [
        Period("2026-01-01T00:00:00Z", "2026-11-19T23:59:59Z"),
        Period("2026-11-20T00:00:01Z", "2027-01-01T00:00:00Z"),
    ] {
        let response = scene.delegate(&scene.responder(NO_CHECK, validity));
        let made_at = time(MADE);
        let refused = Some(RevocationGap::SignerOutOfTime { made_at });
        assert_eq!(gap_of(&scene, response), refused);
    }
    // What it signed while it was valid keeps its worth afterwards.
    let past = Period("2026-11-19T00:00:00Z", "2026-11-20T12:00:00Z");
    let response = scene.delegate(&scene.responder(NO_CHECK, past));
    assert_eq!(gap_of(&scene, response), None);
}

#[test]
fn a_responder_without_nocheck_needs_evidence_of_its_own() {
    let scene = Scene::new();
    let responder = scene.responder(CHECKED, YEAR);
    let mut evidence = responses(&[scene.delegate(&responder)]);
    let unknown = Some(RevocationGap::SignerUnknown);
    assert_eq!(gap(scene.status(&evidence, NOW)), unknown);
    // A list that was in force when it answered; it is too old to clear the person.
    let period = Period("2026-11-15T00:00:00Z", "2026-11-20T06:00:00Z");
    let before = scene.list(period, &[]);
    evidence.crls = vec![before.clone()];
    let report = scene.report(&evidence, time(NOW));
    assert!(report.is_valid(), "{:?}", report.revocation);
    let used: Vec<EvidenceId> = report.evidence[0].iter().map(|used| used.id).collect();
    let response = evidence.ocsp_responses[0].sha256();
    let expected = [EvidenceId::Ocsp(response), EvidenceId::Crl(before.sha256())];
    assert_eq!(used, expected);
}

#[test]
fn a_revoked_responder_is_not_believed() {
    let scene = Scene::new();
    let period = || Period("2026-11-15T00:00:00Z", "2026-11-20T06:00:00Z");
    for profile in [NO_CHECK, CHECKED] {
        let responder = scene.responder(profile, YEAR);
        let mut evidence = responses(&[scene.delegate(&responder)]);
        let reason = RevocationReason::KeyCompromise;
        let certificate = &responder.certificate;
        let entry = ListedRevocation::of(certificate, time("2026-11-14T00:00:00Z"), reason);
        evidence.crls = vec![scene.list(period(), &[entry])];
        let revoked = Some(RevocationGap::SignerRevoked);
        assert_eq!(gap(scene.status(&evidence, NOW)), revoked, "{profile:?}");
        // Revoked after it answered.
        let entry = ListedRevocation::of(certificate, time("2026-11-20T05:00:00Z"), reason);
        evidence.crls = vec![scene.list(period(), &[entry])];
        assert!(is_good(scene.status(&evidence, NOW)), "{profile:?}");
    }
}

#[test]
fn a_responder_cannot_vouch_for_itself() {
    let scene = Scene::new();
    let responder = scene.responder(CHECKED, YEAR);
    let own = std::slice::from_ref(&responder.certificate);
    let about_itself = OcspAnswer::new(&responder.certificate, scene.issuer(), GOOD, time(MADE))
        .with_next_update(time(DUE))
        .with_certificates(own);
    let about_itself = issue_ocsp_response(&responder, &about_itself).unwrap();
    let evidence = responses(&[scene.delegate(&responder), about_itself]);
    let unknown = Some(RevocationGap::SignerUnknown);
    assert_eq!(gap(scene.status(&evidence, NOW)), unknown);
}

#[test]
fn responders_vouch_for_responders_only_so_far() {
    let scene = Scene::new();
    for (length, believed) in [(2, true), (3, true), (4, false)] {
        // Each answers for the one before it; the issuer vouches for the last.
        let profile = |number| {
            if number + 1 == length {
                NO_CHECK
            } else {
                CHECKED
            }
        };
        let row: Vec<_> = (0..length)
            .map(|number| scene.responder(profile(number), YEAR))
            .collect();
        let mut all = vec![scene.delegate(&row[0])];
        for pair in row.windows(2) {
            let about = OcspAnswer::new(&pair[0].certificate, scene.issuer(), GOOD, time(MADE))
                .with_next_update(time(DUE))
                .with_certificates(std::slice::from_ref(&pair[1].certificate));
            all.push(issue_ocsp_response(&pair[1], &about).unwrap());
        }
        let status = scene.status(&responses(&all), NOW);
        assert_eq!(is_good(status), believed, "{length}: {status:?}");
    }
}

#[test]
fn responders_forget_expired_certificates_unless_they_say_otherwise() {
    let scene = Scene::new();
    // The person's certificate ends with the year.
    let after = "2027-01-05T00:00:00Z";
    let answer = || {
        OcspAnswer::new(&scene.person, scene.issuer(), GOOD, time(after))
            .with_next_update(time("2027-02-01T00:00:00Z"))
    };
    let status = |answer| scene.status(&responses(&[scene.respond(&answer)]), NOW);
    let this_update = time(after);
    let forgotten = Some(RevocationGap::Expired { this_update });
    assert_eq!(gap(status(answer())), forgotten);
    let kept = answer().with_archive_cutoff(time("2026-06-01T00:00:00Z"));
    assert!(is_good(status(kept)));
    let later = answer().with_archive_cutoff(time("2027-01-02T00:00:00Z"));
    assert_eq!(gap(status(later)), forgotten);
}

#[test]
fn a_flood_of_responses_is_bounded_and_clears_nothing() {
    let scene = Scene::new();
    let responder = scene.responder(CHECKED, YEAR);
    let good = |made| {
        let answer = OcspAnswer::new(&scene.person, scene.issuer(), GOOD, time(made));
        scene.respond(&answer.with_next_update(time(DUE)))
    };
    let mut flood: Vec<_> = (0..199).map(|_| scene.delegate(&responder)).collect();
    flood.push(good("2026-11-19T00:00:00Z"));
    let exhausted = Some(RevocationGap::TooMuchEvidence { limit: 64 });
    assert_eq!(gap(scene.status(&responses(&flood), NOW)), exhausted);
    // What is newer is asked first.
    flood[199] = good("2026-11-20T00:00:01Z");
    assert!(is_good(scene.status(&responses(&flood), NOW)));
}

#[test]
fn lists_and_responses_stand_beside_each_other() {
    let scene = Scene::new();
    let reason = RevocationReason::CertificateHold;
    let held = [ListedRevocation::of(
        &scene.person,
        time("2026-11-10T00:00:00Z"),
        reason,
    )];
    let held = scene.list(Period("2026-11-12T00:00:00Z", DUE), &held);
    assert!(is_revoked(
        scene.status(&lists(std::slice::from_ref(&held)), NOW)
    ));
    let released = scene.respond(&scene.answer(GOOD));
    let evidence = Evidence {
        crls: vec![held],
        ocsp_responses: vec![released],
        ..Evidence::default()
    };
    assert!(is_good(scene.status(&evidence, NOW)));
}

#[test]
fn a_response_that_names_somebody_else_is_not_that_of_the_issuer() {
    let scene = Scene::new();
    // The key of the authority under another name.
    let other =
        request("CA khác", KeyType::P256, DECADE).with_key(scene.hierarchy.sub.holder().key);
    let other = scene.hierarchy.root.subordinate(&other).unwrap();
    let answer = scene.answer(GOOD).with_responder(NamedResponder::ByName);
    let own = scene.respond(&answer);
    let foreign = issue_ocsp_response(&other.holder(), &answer).unwrap();
    assert!(foreign.is_signed_by(scene.issuer()).unwrap());
    assert_eq!(own.signer_for(scene.issuer()), Some(ResponseSigner::Issuer));
    assert_eq!(foreign.signer_for(scene.issuer()), None);
    assert_eq!(gap_of(&scene, own), None);
    assert!(gap_of(&scene, foreign).is_some());
}

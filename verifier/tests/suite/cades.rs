//! CAdES beside PDF: signatures beside their content and around it (M8).

use const_oid::ObjectIdentifier;
use kyso_pki::{
    Cms, CmsError, DigestAlgorithm, NoSource, Pkcs12Key, SignatureAlgorithm, SignedAttributes,
    add_unsigned_timestamp,
};
use kyso_verifier::{
    Finding, Integrity, LegalStatus, Level, Policy, Report, Revocation, Role, SubIndication,
    TimeSource, Verdict, VerifyError, verify_cms,
};
use kyso_words::Lang;

use crate::archive::{Archive, moment, token};
use crate::support::{Office, now};

const CONTENT: &[u8] = b"<luong><van-ban/></luong>";
const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const ECDSA: SignatureAlgorithm = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256);

fn closed(attributes: &SignedAttributes, key: &Pkcs12Key) -> Vec<u8> {
    let digest = attributes.digest().unwrap();
    let value = key.key.sign_digest(ECDSA, &digest).unwrap();
    attributes.close(&value).unwrap()
}

fn detached(key: &Pkcs12Key) -> Vec<u8> {
    let digest = DigestAlgorithm::Sha256.digest(&[CONTENT]).unwrap();
    let attributes = SignedAttributes::new(&digest, ECDSA, &key.certificate).unwrap();
    closed(&attributes.with_chain(&key.chain), key)
}

fn enveloping(key: &Pkcs12Key, content_type: ObjectIdentifier) -> Vec<u8> {
    let certificate = &key.certificate;
    let attributes = SignedAttributes::enclosing(content_type, CONTENT, ECDSA, certificate);
    closed(&attributes.unwrap(), key)
}

fn judged(
    office: &Office,
    signature: &[u8],
    content: Option<&[u8]>,
) -> Result<Report, VerifyError> {
    let policy = Policy::new(now());
    verify_cms(signature, content, &office.store(), &policy, &NoSource)
}

#[test]
fn a_detached_signature_is_judged_like_one_in_a_pdf() {
    let office = Office::new();
    let report = judged(&office, &detached(&office.person), Some(CONTENT)).unwrap();
    assert_eq!(report.verdict, Verdict::TotalPassed);
    assert_eq!(report.legal_status, LegalStatus::InformationOnly);
    let [one] = report.signatures.as_slice() else {
        panic!("{} signatures", report.signatures.len());
    };
    assert_eq!((one.role, one.level), (Role::Unknown, Level::Bb));
    assert_eq!(one.trust.revocation, Revocation::Good);
    let content = report.content.unwrap();
    assert_eq!((content.size, content.is_embedded), (CONTENT.len(), false));
    let told = report.to_json("a.p7s", Lang::Vi);
    assert_eq!(told["signed_content"]["embedded"], false);
    assert_eq!(told["signed_content"]["size"], CONTENT.len());
    assert!(report.headline(Lang::Vi).contains("tệp nội dung đi kèm"));
}

#[test]
fn another_content_or_a_changed_byte_breaks_it() {
    let office = Office::new();
    let signature = detached(&office.person);
    let report = judged(&office, &signature, Some(b"khac")).unwrap();
    assert_eq!(report.verdict, Verdict::TotalFailed);
    let [one] = report.signatures.as_slice() else {
        panic!("one signature");
    };
    assert_eq!(one.sub_indication, Some(SubIndication::HashFailure));
    assert_eq!(report.legal_status, LegalStatus::Invalid);
    // The last byte is one of the signature value.
    let mut changed = signature.clone();
    *changed.last_mut().unwrap() ^= 1;
    let report = judged(&office, &changed, Some(CONTENT)).unwrap();
    assert_eq!(report.verdict, Verdict::TotalFailed);
    assert_eq!(report.signatures[0].integrity, Integrity::Broken);
}

#[test]
fn a_signature_around_its_content_needs_no_other_file() {
    let office = Office::new();
    let signature = enveloping(&office.agency, DATA);
    for content in [None, Some(CONTENT)] {
        let report = judged(&office, &signature, content).unwrap();
        assert_eq!(report.verdict, Verdict::TotalPassed);
        assert!(report.content.unwrap().is_embedded);
    }
    let report = judged(&office, &signature, Some(b"khac")).unwrap();
    assert_eq!(report.verdict, Verdict::TotalFailed);
    assert!(
        report.signatures[0]
            .findings
            .contains(&Finding::ContentEmbedded)
    );
}

#[test]
fn what_is_missing_or_no_document_is_refused_by_name() {
    let office = Office::new();
    let error = judged(&office, &detached(&office.person), None).unwrap_err();
    assert_eq!(error, VerifyError::ContentMissing);
    let token = enveloping(&office.agency, TST_INFO);
    let error = judged(&office, &token, None).unwrap_err();
    let content_type = TST_INFO.to_string();
    assert_eq!(error, VerifyError::ContentType { content_type });
    for other in [
        &b"%PDF-1.7"[..],
        b"",
        b"\x30\x80",
        b"MIME-Version: 1.0\n",
        &[0x30; 4096],
    ] {
        let error = judged(&office, other, Some(CONTENT)).unwrap_err();
        assert!(matches!(error, VerifyError::Cms(_)), "{error}");
    }
    let error = judged(&office, b"-----BEGIN CERTIFICATE-----\nAAAA\n", None).unwrap_err();
    assert_eq!(error, VerifyError::Pem);
}

/// Nesting, lengths and cuts that a hostile file may have: an error or a failure, and never a valid signature.
#[test]
fn damage_of_any_byte_is_never_valid() {
    let office = Office::new();
    let signature = enveloping(&office.person, DATA);
    for at in 0..signature.len() {
        for twist in [0x01, 0x80] {
            let mut damaged = signature.clone();
            damaged[at] ^= twist;
            if let Ok(report) = judged(&office, &damaged, None) {
                let same = report.verdict == Verdict::TotalPassed;
                // Of a signed attribute set, an unsigned version number may differ.
                let is_same_content = report.content.unwrap().size == CONTENT.len();
                assert!(!same || is_same_content, "byte {at}");
            }
        }
        let cut = &signature[..at];
        assert!(judged(&office, cut, None).is_err(), "cut at {at}");
    }
    let deep = [0x30, 0x80].repeat(100_000);
    assert!(judged(&office, &deep, None).is_err());
}

/// `signature` with its only signer so many times.
fn repeated(signature: &[u8], times: usize) -> Vec<u8> {
    let cms = Cms::parse(signature).unwrap();
    let value = cms.signature_value();
    let starts = |at: &usize| signature[*at..].ends_with(value);
    let end = signature.len();
    // The set of signers is the last element of the structure.
    let set = (0..end)
        .rev()
        .filter(|at| signature[*at] == 0x31)
        .find(|at| {
            let (length, header) = length_at(signature, at + 1);
            starts(at) && at + 1 + header + length == end
        });
    let set = set.unwrap();
    let (_, header) = length_at(signature, set + 1);
    let signer = &signature[set + 1 + header..];
    let mut body = signature[..set].to_vec();
    body.extend(element(0x31, &signer.repeat(times)));
    // Outer lengths: ContentInfo, [0], SignedData.
    rebuilt(&body, signature)
}

/// The same with its outer lengths as they are now.
fn rebuilt(body: &[u8], original: &[u8]) -> Vec<u8> {
    let (_, outer) = length_at(original, 1);
    let oid = 1 + outer;
    let oid_end = oid + 2 + usize::from(original[oid + 1]);
    let (_, wrapper) = length_at(original, oid_end + 1);
    let signed_data = oid_end + 1 + wrapper;
    let (_, inner) = length_at(original, signed_data + 1);
    let contents = &body[signed_data + 1 + inner..];
    let signed_data = element(0x30, contents);
    let wrapped = element(0xA0, &signed_data);
    element(0x30, &[&original[oid..oid_end], &wrapped].concat())
}

fn element(identifier: u8, contents: &[u8]) -> Vec<u8> {
    let length = u32::try_from(contents.len()).unwrap().to_be_bytes();
    [&[identifier, 0x84], &length[..], contents].concat()
}

/// The length that is written at a place, and how many bytes it takes there; no length at all beyond the end.
fn length_at(bytes: &[u8], at: usize) -> (usize, usize) {
    match bytes.get(at).map(|first| usize::from(*first)) {
        None => (0, 0),
        Some(short @ 0..0x80) => (short, 1),
        Some(long) => {
            let count = (long - 0x80).min(4);
            let digits = bytes.iter().skip(at + 1).take(count);
            let length = digits.fold(0, |sum, digit| sum * 256 + usize::from(*digit));
            (length, 1 + count)
        }
    }
}

#[test]
fn every_signer_is_a_signature_of_its_own_and_they_are_limited() {
    let office = Office::new();
    let signature = detached(&office.person);
    let three = judged(&office, &repeated(&signature, 3), Some(CONTENT)).unwrap();
    let fields: Vec<&str> = three
        .signatures
        .iter()
        .map(|one| one.field.as_str())
        .collect();
    assert_eq!(fields, ["SignerInfo 1", "SignerInfo 2", "SignerInfo 3"]);
    assert_eq!(three.verdict, Verdict::TotalPassed);
    let many = judged(&office, &repeated(&signature, 33), Some(CONTENT)).unwrap_err();
    let count = 33;
    assert_eq!(many, VerifyError::Cms(CmsError::SeveralSigners { count }));
}

#[test]
fn a_revoked_signer_and_a_stranger_are_told() {
    let office = Office::new();
    let signature = detached(&office.person);
    let policy = Policy::new(now());
    let revoking = office.revoking(&office.person.certificate, "2026-11-20T00:00:00Z");
    let report = verify_cms(&signature, Some(CONTENT), &revoking, &policy, &NoSource).unwrap();
    assert_ne!(report.verdict, Verdict::TotalPassed);
    assert_eq!(report.signatures[0].trust.revocation, Revocation::Revoked);
    let stranger = judged(&Office::new(), &signature, Some(CONTENT)).unwrap();
    assert_eq!(stranger.verdict, Verdict::Indeterminate);
}

#[test]
fn a_timestamp_proves_the_time_after_the_certificate_has_expired() {
    let archive = Archive::new();
    let at = "2021-03-01T01:00:00Z";
    let plain = detached(&archive.signer);
    let value = Cms::parse(&plain).unwrap().signature_value().to_vec();
    let stamped = add_unsigned_timestamp(&plain, &token(&archive.tsas[0], &[&value], at)).unwrap();
    let judged = |signature: &[u8], day: &str| {
        let store = archive.store(archive.lists("2021-03-02", &[]));
        let policy = Policy::new(moment(day));
        verify_cms(signature, Some(CONTENT), &store, &policy, &NoSource).unwrap()
    };
    let report = judged(&stamped, "2021-03-03");
    assert_eq!(
        report.verdict,
        Verdict::TotalPassed,
        "{:?}",
        report.signatures
    );
    let one = &report.signatures[0];
    assert_eq!(one.level, Level::Bt);
    assert_eq!(one.signing_time.source, TimeSource::SignatureTimestamp);
    assert_eq!(one.signing_time.value, Some(moment(at)));
    // Over another value it proves nothing.
    let other = token(&archive.tsas[0], &[b"khac"], at);
    let report = judged(
        &add_unsigned_timestamp(&plain, &other).unwrap(),
        "2021-03-03",
    );
    assert_eq!(report.signatures[0].signing_time.source, TimeSource::None);
}

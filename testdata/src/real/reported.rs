//! Signatures as users of other programs reported them, each with what is right about it.

use kyso_issuing::Profile;
use kyso_pdf::{Dictionary, Object, ObjectId};
use kyso_pki::{DigestAlgorithm, Pkcs12Key, SignatureAlgorithm, SoftwareKey, load_pkcs12};
use openssl::asn1::Asn1Time;
use openssl::hash::MessageDigest;
use openssl::pkcs12::Pkcs12;
use openssl::pkey::PKey;
use openssl::x509::X509;
use secrecy::SecretString;

use super::files::{Raw, two};
use super::{PASSED, case};
use crate::container::{Container, MESSAGE_DIGEST, SHA512, SIGNING_CERTIFICATE_V2};
use crate::der::{algorithm, attribute, element, octets, sequence};
use crate::edit::{dictionary, updated};
use crate::expected::Expected;
use crate::signing::Signing;
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    const INFORMATION: &str = "INFORMATION_ONLY";
    let differ = Expected::doubtful("CRYPTO_CONSTRAINTS_FAILURE", "DigestsDiffer")
        .with_roles("person_unseen")
        .with_status(INFORMATION);
    let both = two().with_roles("person_unseen organisation_unseen");
    let nameless = PASSED.with_roles("unknown").with_status(INFORMATION);
    vec![
        case(
            "claimed-before-the-certificate-began",
            PASSED
                .with_roles("person_unseen")
                .with_status(INFORMATION)
                .with_reason("ClaimedOutsideValidity"),
            claimed_early,
        ),
        case("certificate-without-a-name", nameless, without_name),
        case("content-and-value-with-two-digests", differ, two_digests),
        case("edwards-curve-over-a-sha-256", differ, edwards_curve),
        case(
            "signing-certificate-in-an-octet-string",
            Expected::broken("FORMAT_FAILURE", "ContainerUnreadable").with_roles("unknown"),
            wrapped_attribute,
        ),
        case(
            "timestamp-from-before-the-certificate-began",
            Expected::failed("NOT_YET_VALID", "OutsideValidity")
                .with_integrity("intact")
                .with_modifications("none")
                .with_roles("person_unseen"),
            |base| {
                let early = base.office.key_of("Lê Văn Sớm", 2027, 2028);
                let signing = Signing::new(&early, "NguoiKy1").timestamp(&base.office.clock);
                signing.sign(&base.plain)
            },
        ),
        case(
            "only-the-date-of-indirect-information-is-new",
            both.with_status(INFORMATION),
            |base| dated_anew(base, |_| {}),
        ),
        case(
            "indirect-information-is-exchanged",
            Expected::altered("Replaced")
                .with_signatures(2)
                .with_roles("person_unseen organisation_unseen"),
            |base| {
                dated_anew(base, |information| {
                    information.insert("Author", ObjectId::new(5, 0))
                })
            },
        ),
    ]
}

/// The container says when, and nothing else does.
fn claimed_early(base: &Base) -> Vec<u8> {
    let signing = with(&base.office.person, |container| {
        let time = element(UTC_TIME, &[b"210607031514Z"]);
        let attributes = container.attributes();
        attributes.push(attribute(SIGNING_TIME, &[&time]));
    });
    signing.entry("M", Object::Null).sign(&base.plain)
}

fn without_name(base: &Base) -> Vec<u8> {
    let nothing = sequence(&[]);
    let nameless = base.office.key_with("", Profile::Person, |request| {
        request.with_encoded_subject(nothing)
    });
    Signing::new(&nameless, "NguoiKy1").sign(&base.plain)
}

/// SHA-512 over the content, a value over the SHA-256 of the attributes.
fn two_digests(base: &Base) -> Vec<u8> {
    let signing = Signing::new(base.office.rsa(), "NguoiKy1").container(|key, content| {
        let mut container = Container::new(key, content);
        let digest = DigestAlgorithm::Sha512.digest(&[content]).unwrap();
        container.digest = algorithm(SHA512, &[]);
        container.attributes()[1] = attribute(MESSAGE_DIGEST, &[&octets(&digest)]);
        container.encode()
    });
    signing.sign(&base.plain)
}

/// RFC 8419 asks for SHA-512.
fn edwards_curve(base: &Base) -> Vec<u8> {
    let office = &base.office;
    let key = office.key_with("Lê Văn Ét", Profile::Person, |request| {
        request.with_key(edwards_key())
    });
    let signing = with(&key, |container| {
        container.signature = algorithm(ED25519, &[]);
        let key = key.key.clone();
        container.sign = Box::new(move |message| {
            let ed25519 = SignatureAlgorithm::Ed25519;
            key.sign_message(ed25519, message).unwrap()
        });
    });
    signing.sign(&base.plain)
}

fn wrapped_attribute(base: &Base) -> Vec<u8> {
    let hash = base.office.person.certificate.sha256();
    let signing = with(&base.office.person, move |container| {
        let reference = sequence(&[&sequence(&[&sequence(&[&octets(&hash)])])]);
        container.attributes()[2] = attribute(SIGNING_CERTIFICATE_V2, &[&octets(&reference)]);
    });
    signing.sign(&base.plain)
}

/// Signs with a container that `change` makes another before it is signed.
fn with<'k>(key: &'k Pkcs12Key, change: impl Fn(&mut Container<'_>) + 'k) -> Signing<'k> {
    Signing::new(key, "NguoiKy1").container(move |key, content| {
        let mut container = Container::new(key, content);
        change(&mut container);
        container.encode()
    })
}

/// Information that refers to its values, as Quartz writes it: between two signatures its date becomes another, and what `change` makes
/// of it.
fn dated_anew(base: &Base, change: impl Fn(&mut Dictionary)) -> Vec<u8> {
    let mut file = Raw::new("\n");
    file.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    file.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
    file.object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>");
    file.object(4, "(Nguyen Van A)");
    file.object(5, "[(a)(b)]");
    let entries = "/Author 4 0 R/AAPL:Keywords 5 0 R/Count 3/None[]";
    file.object(6, &format!("<<{entries}/ModDate(D:20261120080000Z)>>"));
    file.table("<</Size 7/Root 1 0 R/Info 6 0 R>>");
    let first = base.signed(&file.end());
    let id = ObjectId::new(6, 0);
    let later = updated(&first, |update| {
        let date = Object::String(b"D:20261120080001Z".to_vec());
        let mut information = dictionary(&first, id).with("ModDate", date);
        change(&mut information);
        update.set(id, information);
    });
    Signing::new(&base.office.agency, "B").sign(&later)
}

/// A key on the curve of RFC 8032, which authorities of the tests do not make.
fn edwards_key() -> SoftwareKey {
    let key = PKey::generate_ed25519().unwrap();
    let mut certificate = X509::builder().unwrap();
    certificate.set_pubkey(&key).unwrap();
    let (start, end) = (
        Asn1Time::from_unix(0).unwrap(),
        Asn1Time::from_unix(1).unwrap(),
    );
    certificate.set_not_before(&start).unwrap();
    certificate.set_not_after(&end).unwrap();
    certificate.sign(&key, MessageDigest::null()).unwrap();
    let mut file = Pkcs12::builder();
    file.pkey(&key).cert(&certificate.build());
    let file = file.build2("0000").unwrap().to_der().unwrap();
    load_pkcs12(&file, &SecretString::from("0000")).unwrap().key
}

const SIGNING_TIME: &str = "1.2.840.113549.1.9.5";
const ED25519: &str = "1.3.101.112";
const UTC_TIME: u8 = 0x17;

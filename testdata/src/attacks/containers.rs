//! CMS containers with superfluous, missing or wrong values (RFC 5652, RFC 5035,
//! RFC 8017). The byte range is always sound.

mod attributes;
pub(crate) mod rsa;

use self::rsa::{filled_block, power};
use super::contents::{container, digits};
use crate::container::{
    Container, DATA, MESSAGE_DIGEST, SHA256_WITH_RSA, SHA512, SIGNED_DATA, sha256,
};
use crate::der::{NULL, algorithm, attribute, integer, octets, oid, sequence, tagged};
use crate::edit::{fill_gap, find, gap, overwrite, sample};
use crate::expected::Expected;
use crate::signing::Signing;
use crate::{Base, Case, Family};
use kyso_pki::{DigestAlgorithm, Pkcs12Key};

pub(crate) fn family() -> Family {
    let mut cases = shape();
    cases.extend(attributes::attributes());
    cases.extend(attributes::certificates());
    cases.extend(algorithms());
    cases.extend(rsa::cases());
    cases.extend(sub_filters());
    Family {
        name: "container",
        cases,
    }
}

const MALFORMED: Expected = Expected::broken("FORMAT_FAILURE", "ContainerUnreadable");
const WRONG_DIGEST: Expected = Expected::broken("HASH_FAILURE", "DigestMismatch");
const WRONG_VALUE: Expected = Expected::broken("SIG_CRYPTO_FAILURE", "SignatureMismatch");
const WRONG_CERTIFICATE: Expected =
    Expected::broken("SIG_CONSTRAINTS_FAILURE", "SigningCertificateMismatch");

/// Signs the decision with a container that `change` damages before signing.
fn case(name: &'static str, expected: Expected, change: fn(&mut Container<'_>, &Base)) -> Case {
    Case::new(name, expected, move |base| {
        signed_by(&base.office.person, base, change)
    })
}

fn signed_by(key: &Pkcs12Key, base: &Base, change: fn(&mut Container<'_>, &Base)) -> Vec<u8> {
    let signing = Signing::new(key, "NguoiKy1").container(|key, content| {
        let mut container = Container::new(key, content);
        change(&mut container, base);
        container.encode()
    });
    signing.sign(&base.plain)
}

fn shape() -> Vec<Case> {
    vec![
        case("two-signers", MALFORMED, |container, _| {
            container.signers = 2
        }),
        case("no-signer", MALFORMED, |container, _| container.signers = 0),
        case(
            "content-embedded",
            Expected::broken("HASH_FAILURE", "ContentEmbedded"),
            |container, _| {
                container.content = sequence(&[&oid(DATA), &tagged(0, &[&octets(b"other")])]);
            },
        ),
        case(
            "content-embedded-and-signed",
            Expected::broken("HASH_FAILURE", "ContentEmbedded"),
            |container, _| {
                container.content = sequence(&[&oid(DATA), &tagged(0, &[&octets(b"other")])]);
                container.attributes()[1] = message_digest(&sha256(b"other"));
            },
        ),
        Case::new("enveloped-data", MALFORMED, |base| {
            let container = container(&base.approved);
            let swapped = oid("1.2.840.113549.1.7.3");
            let at = find(&container, &oid(SIGNED_DATA));
            digits(&base.approved, &overwrite(&container, at, &swapped))
        }),
        Case::new("message-digest-repaired", WRONG_VALUE, digest_repaired),
    ]
}

fn algorithms() -> Vec<Case> {
    let unsupported = Expected {
        verdict: "INDETERMINATE",
        legal_status: None,
        ..Expected::failed("GENERIC", "Unsupported").with_integrity("unverifiable")
    };
    vec![
        case("digest-named-as-another", WRONG_DIGEST, |container, _| {
            container.digest = algorithm(SHA512, &[]);
        }),
        case(
            "digests-of-digest-and-signature-differ",
            WRONG_VALUE,
            |container, _| {
                container.signature = algorithm("1.2.840.10045.4.3.4", &[]);
            },
        ),
        case(
            "unknown-signature-algorithm",
            unsupported,
            |container, _| {
                container.signature = algorithm("1.3.6.1.4.1.32473.9", &[]);
            },
        ),
        case("unknown-digest-algorithm", unsupported, |container, _| {
            container.digest = algorithm("1.3.6.1.4.1.32473.9", &[]);
        }),
        case("value-empty", WRONG_VALUE, |container, _| {
            container.sign = Box::new(|_| Vec::new())
        }),
        case("value-of-zeros", WRONG_VALUE, |container, _| {
            container.sign = Box::new(|_| sequence(&[&integer(0), &integer(0)]));
        }),
        case("value-over-the-document", WRONG_VALUE, |container, base| {
            container.signed = Some(base.plain.clone());
        }),
        case(
            "rsa-named-for-an-elliptic-curve",
            unsupported,
            |container, _| {
                container.signature = algorithm(SHA256_WITH_RSA, NULL);
            },
        ),
    ]
}

fn sub_filters() -> Vec<Case> {
    let unknown = Expected::doubtful("FORMAT_FAILURE", "Unsupported");
    let weak = |name| Expected::doubtful("CRYPTO_CONSTRAINTS_FAILURE_NO_POE", name);
    let named = |name, expected, filter: &'static str| {
        Case::new(name, expected, move |base| {
            let signing = Signing::new(&base.office.person, "NguoiKy1");
            signing
                .entry("SubFilter", kyso_pdf::Name::from(filter))
                .sign(&base.plain)
        })
    };
    vec![
        // SHA-1 counts for old signatures, MD5 never.
        Case::new("sub-filter-of-sha1-over-md5", weak("MD5"), sha1_over_md5),
        named("sub-filter-unknown", unknown, "Adobe.Nothing"),
        named(
            "sub-filter-of-a-timestamp",
            MALFORMED.with_signatures(0),
            "ETSI.RFC3161",
        ),
        named(
            "sub-filter-of-bare-rsa",
            Expected::failed("NO_SIGNING_CERTIFICATE_FOUND", "NoCertificate"),
            "adbe.x509.rsa_sha1",
        ),
        Case::new("sub-filter-missing", unknown, |base| {
            let signing = Signing::new(&base.office.person, "NguoiKy1");
            signing
                .entry("SubFilter", kyso_pdf::Object::Null)
                .sign(&base.plain)
        }),
    ]
}

/// `adbe.pkcs7.sha1` whose container digests the SHA-1 with MD5 (ISO 32000-1, 12.8.3.3.1).
fn sha1_over_md5(base: &Base) -> Vec<u8> {
    let md5 = |content: &[u8]| DigestAlgorithm::Md5.digest(&[content]).unwrap();
    let signing = Signing::new(base.office.rsa(), "NguoiKy1").container(|key, content| {
        let mut container = Container::new(key, content);
        let sha1 = DigestAlgorithm::Sha1.digest(&[content]).unwrap();
        let digest = md5(&sha1);
        container.content = sequence(&[&oid(DATA), &tagged(0, &[&octets(&sha1)])]);
        container.attributes()[1] = message_digest(&digest);
        container.digest = algorithm("1.2.840.113549.2.5", NULL);
        container.signature = algorithm("1.2.840.113549.1.1.4", NULL);
        let private = container.private();
        container.sign = Box::new(move |message| {
            let info = digest_info("1.2.840.113549.2.5", &md5(message));
            power(&private, &filled_block(&info))
        });
        container.encode()
    });
    let filter = kyso_pdf::Name::from("adbe.pkcs7.sha1");
    signing.entry("SubFilter", filter).sign(&base.plain)
}

fn message_digest(digest: &[u8]) -> Vec<u8> {
    attribute(MESSAGE_DIGEST, &[&octets(digest)])
}

fn digest_info(algorithm_oid: &str, digest: &[u8]) -> Vec<u8> {
    sequence(&[&algorithm(algorithm_oid, NULL), &octets(digest)])
}

/// Changes a signed byte, and corrects the digest in the container.
fn digest_repaired(base: &Base) -> Vec<u8> {
    let signed = base.signed(&sample("quyet-dinh.pdf"));
    let whole = gap(&signed);
    let digest = |bytes: &[u8]| sha256(&[&bytes[..whole.start], &bytes[whole.end..]].concat());
    let at = find(&signed, b"/MediaBox") + 11;
    let changed = overwrite(&signed, at, b"9");
    let text = std::str::from_utf8(&signed[whole.clone()]).unwrap();
    fill_gap(
        &changed,
        &text.replace(
            &base16ct::lower::encode_string(&digest(&signed)),
            &base16ct::lower::encode_string(&digest(&changed)),
        ),
    )
}

//! CMS containers that say too much, too little, or something else (RFC 5652,
//! RFC 5035, RFC 8017). The byte range is always sound.

use kyso_pki::{DigestAlgorithm, Pkcs12Key};
use openssl::pkey::{PKey, Private};
use openssl::rsa::Padding;

use super::contents::{container, digits};
use crate::container::{
    CONTENT_TYPE, Container, DATA, MESSAGE_DIGEST, SHA256, SHA256_WITH_RSA, SHA512, SIGNED_DATA,
    identifier, sha256, signing_certificate,
};
use crate::der::{NULL, algorithm, attribute, element, integer, octets, oid, sequence, tagged};
use crate::edit::{fill_gap, find, gap, overwrite, sample};
use crate::expected::Expected;
use crate::signing::Signing;
use crate::{Base, Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = shape();
    cases.extend(attributes());
    cases.extend(certificates());
    cases.extend(algorithms());
    cases.extend(rsa());
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

/// Signs the decision with a container that `change` spoils before it is signed.
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

fn attributes() -> Vec<Case> {
    vec![
        case(
            "message-digest-of-other-data",
            WRONG_DIGEST,
            |container, _| {
                container.attributes()[1] = message_digest(&sha256(b"other"));
            },
        ),
        case("message-digest-missing", MALFORMED, |container, _| {
            container.attributes().remove(1);
        }),
        case("message-digest-twice", MALFORMED, |container, _| {
            let other = message_digest(&sha256(b"other"));
            container.attributes().push(other);
        }),
        case("message-digest-of-two-values", MALFORMED, |container, _| {
            let own = container.attributes()[1].clone();
            let digest = octets(&own[own.len() - 32..]);
            let other = octets(&sha256(b"other"));
            container.attributes()[1] = attribute(MESSAGE_DIGEST, &[&digest, &other]);
        }),
        case("message-digest-truncated", WRONG_DIGEST, |container, _| {
            let own = container.attributes()[1].clone();
            container.attributes()[1] = message_digest(&own[own.len() - 32..own.len() - 12]);
        }),
        case("content-type-missing", MALFORMED, |container, _| {
            container.attributes().remove(0);
        }),
        case(
            "content-type-of-other-content",
            MALFORMED,
            |container, _| {
                container.attributes()[0] =
                    attribute(CONTENT_TYPE, &[&oid("1.2.840.113549.1.9.16.1.4")]);
            },
        ),
        case(
            "attributes-removed-after-signing",
            WRONG_VALUE,
            |container, _| {
                let written: Vec<&[u8]> =
                    container.attributes().iter().map(Vec::as_slice).collect();
                container.signed = Some(element(0x31, &written));
                container.attributes = None;
            },
        ),
        case("attributes-unsigned-only", WRONG_VALUE, |container, _| {
            let attributes = container.attributes.take().unwrap();
            let written: Vec<&[u8]> = attributes.iter().map(Vec::as_slice).collect();
            container.signed = Some(element(0x31, &written));
            container.unsigned = attributes;
        }),
        case(
            "attribute-added-after-signing",
            WRONG_VALUE,
            |container, _| {
                let written: Vec<&[u8]> =
                    container.attributes().iter().map(Vec::as_slice).collect();
                container.signed = Some(element(0x31, &written));
                let time = element(0x17, &[b"200101000000Z"]);
                container
                    .attributes()
                    .push(attribute("1.2.840.113549.1.9.5", &[&time]));
            },
        ),
        case(
            "attributes-swapped-with-another-signature",
            WRONG_VALUE,
            |container, _| {
                let other = [
                    attribute(CONTENT_TYPE, &[&oid(DATA)]),
                    message_digest(&sha256(b"other")),
                ];
                let other: Vec<&[u8]> = other.iter().map(Vec::as_slice).collect();
                container.signed = Some(element(0x31, &other));
            },
        ),
        case(
            "signed-under-the-implicit-tag",
            WRONG_VALUE,
            |container, _| {
                let written: Vec<&[u8]> =
                    container.attributes().iter().map(Vec::as_slice).collect();
                container.signed = Some(element(0xA0, &written));
            },
        ),
    ]
}

fn certificates() -> Vec<Case> {
    vec![
        case("ess-hash-wrong", WRONG_CERTIFICATE, |container, _| {
            container.attributes()[2] = signing_certificate(&[7; 32]);
        }),
        case(
            "ess-of-another-certificate",
            WRONG_CERTIFICATE,
            |container, base| {
                let agency = &base.office.agency.certificate;
                container.attributes()[2] = signing_certificate(&agency.sha256());
                container.certificates.push(agency.der().to_vec());
            },
        ),
        case("ess-twice", MALFORMED, |container, base| {
            let agency = &base.office.agency.certificate;
            container
                .attributes()
                .push(signing_certificate(&agency.sha256()));
        }),
        case("signer-named-as-another", WRONG_VALUE, |container, base| {
            let agency = &base.office.agency.certificate;
            container.identifier = identifier(agency);
            container.attributes()[2] = signing_certificate(&agency.sha256());
            container.certificates.push(agency.der().to_vec());
        }),
        case(
            "certificate-of-the-same-name-and-number",
            WRONG_VALUE,
            |container, base| {
                container.certificates = vec![base.office.twin.certificate.der().to_vec()];
            },
        ),
        case(
            "no-certificate",
            Expected {
                verdict: "INDETERMINATE",
                legal_status: None,
                ..Expected::failed("NO_SIGNING_CERTIFICATE_FOUND", "NoCertificate")
                    .with_integrity("unverifiable")
            },
            |container, _| container.certificates.clear(),
        ),
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

/// RSA values that a careless check of the padding accepts (RFC 8017, section 8.2.2).
fn rsa() -> Vec<Case> {
    let padded = |name, encoded: fn(&[u8]) -> Vec<u8>| {
        rsa_case(name, WRONG_VALUE, move |container| {
            let key = container.private();
            container.sign = Box::new(move |message| power(&key, &encoded(&sha256(message))));
        })
    };
    vec![
        padded("rsa-bare-digest", filled_block),
        padded("rsa-digest-info-of-sha1", |digest| {
            filled_block(&digest_info("1.3.14.3.2.26", &digest[..20]))
        }),
        padded("rsa-garbage-after-the-digest", |digest| {
            let info = digest_info(SHA256, digest);
            let mut block = [
                &[0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0],
                info.as_slice(),
            ]
            .concat();
            block.resize(256, 0xAB);
            block
        }),
        padded("rsa-garbage-in-the-parameters", |digest| {
            let junk = element(4, &[&[0xAB; 100]]);
            let info = sequence(&[&algorithm(SHA256, &junk), &octets(digest)]);
            filled_block(&info)
        }),
        padded("rsa-encryption-padding", |digest| {
            let mut block = filled_block(&digest_info(SHA256, digest));
            block[1] = 2;
            block
        }),
        padded("rsa-of-one", |_| {
            let mut block = vec![0; 256];
            block[255] = 1;
            block
        }),
        rsa_case("rsa-pkcs1-value-named-pss", WRONG_VALUE, |container| {
            container.signature = pss(32);
        }),
        rsa_case("rsa-pss-of-another-salt", WRONG_VALUE, |container| {
            container.signature = pss(20);
            let key = container.private();
            container.sign = Box::new(move |message| sign_pss(&key, message));
        }),
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
        // SHA-1 may be old enough to count, MD5 never is.
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
    let signing = Signing::new(&base.office.rsa, "NguoiKy1").container(|key, content| {
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

fn rsa_case(
    name: &'static str,
    expected: Expected,
    change: impl Fn(&mut Container<'_>) + 'static,
) -> Case {
    Case::new(name, expected, move |base| {
        let signing = Signing::new(&base.office.rsa, "NguoiKy1").container(|key, content| {
            let mut container = Container::new(key, content);
            change(&mut container);
            container.encode()
        });
        signing.sign(&base.plain)
    })
}

fn message_digest(digest: &[u8]) -> Vec<u8> {
    attribute(MESSAGE_DIGEST, &[&octets(digest)])
}

fn digest_info(algorithm_oid: &str, digest: &[u8]) -> Vec<u8> {
    sequence(&[&algorithm(algorithm_oid, NULL), &octets(digest)])
}

/// `00 01 FF … FF 00` before the contents, 256 octets in all.
pub(crate) fn filled_block(contents: &[u8]) -> Vec<u8> {
    let mut block = vec![0, 1];
    block.resize(255 - contents.len(), 0xFF);
    block.push(0);
    block.extend(contents);
    block
}

/// The private operation without any padding of the library's.
pub(crate) fn power(key: &PKey<Private>, block: &[u8]) -> Vec<u8> {
    let key = key.rsa().unwrap();
    let mut value = vec![0; block.len()];
    key.private_encrypt(block, &mut value, Padding::NONE)
        .unwrap();
    value
}

/// `RSASSA-PSS` with SHA-256 and this length of the salt (RFC 4055, section 3.1).
fn pss(salt: u8) -> Vec<u8> {
    let hash = algorithm(SHA256, NULL);
    let mask = algorithm("1.2.840.113549.1.1.8", &hash);
    let parameters = sequence(&[
        &tagged(0, &[&hash]),
        &tagged(1, &[&mask]),
        &tagged(2, &[&integer(salt)]),
    ]);
    algorithm("1.2.840.113549.1.1.10", &parameters)
}

/// PSS with a salt as long as the digest.
fn sign_pss(key: &PKey<Private>, message: &[u8]) -> Vec<u8> {
    let digest = openssl::hash::MessageDigest::sha256();
    let mut signer = openssl::sign::Signer::new(digest, key).unwrap();
    signer.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
    signer
        .set_rsa_pss_saltlen(openssl::sign::RsaPssSaltlen::DIGEST_LENGTH)
        .unwrap();
    signer.sign_oneshot_to_vec(message).unwrap()
}

/// A signed byte is changed, and the digest in the container put right.
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

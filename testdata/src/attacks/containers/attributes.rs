//! Wrong signed attributes and certificates in the container, about the document and about its signer.

use super::{MALFORMED, WRONG_CERTIFICATE, WRONG_DIGEST, WRONG_VALUE, case, message_digest};
use crate::Case;
use crate::container::{
    CONTENT_TYPE, DATA, MESSAGE_DIGEST, identifier, sha256, signing_certificate,
};
use crate::der::{attribute, element, octets, oid};
use crate::expected::Expected;

pub(super) fn attributes() -> Vec<Case> {
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

pub(super) fn certificates() -> Vec<Case> {
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

//! Sound signatures by keys that must not sign, and timestamps that prove no time.

use kyso_issuing::{KeyType, Profile};
use kyso_pki::Pkcs12Key;

use crate::container::{Container, timestamp_attribute, token};
use crate::expected::Expected;
use crate::office::impostor;
use crate::signing::Signing;
use crate::{Base, Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = strangers();
    cases.extend(super::purposes::unfit());
    cases.extend(times());
    Family {
        name: "trust",
        cases,
    }
}

fn strangers() -> Vec<Case> {
    let no_path = Expected::doubtful("NO_CERTIFICATE_CHAIN_FOUND", "NoPath");
    let unfit = Expected::doubtful("CHAIN_CONSTRAINTS_FAILURE", "KeyUsage");
    let early = Expected::doubtful("OUT_OF_BOUNDS_NOT_REVOKED", "OutsideValidity");
    let expired = Expected::doubtful("OUT_OF_BOUNDS_NO_POE", "OutsideValidity");
    vec![
        Case::new("authority-of-the-same-name", no_path, |base| {
            Signing::new(&impostor().person, "NguoiKy1").sign(&base.plain)
        }),
        Case::new(
            "authority-of-the-same-name-with-its-root",
            no_path,
            |base| {
                let other = impostor();
                let root = other.root.certificate().der().to_vec();
                let signing = Signing::new(&other.person, "NguoiKy1");
                let signing = signing.container(move |key, content| {
                    let mut container = Container::new(key, content);
                    container.certificates.push(root.clone());
                    container.encode()
                });
                signing.sign(&base.plain)
            },
        ),
        Case::new(
            "authority-of-the-same-name-with-the-true-root",
            no_path,
            |base| {
                let other = impostor();
                let root = base.office.root.certificate().der().to_vec();
                let signing = Signing::new(&other.person, "NguoiKy1");
                let signing = signing.container(move |key, content| {
                    let mut container = Container::new(key, content);
                    container.certificates.push(root.clone());
                    container.encode()
                });
                signing.sign(&base.plain)
            },
        ),
        Case::new("key-for-encryption-only", unfit, |base| {
            let key = base
                .office
                .key("Mã hóa", KeyType::P256, Profile::Encryption);
            Signing::new(&key, "NguoiKy1").sign(&base.plain)
        }),
        Case::new("key-for-timestamps-only", unfit, |base| {
            Signing::new(&base.office.clock, "NguoiKy1").sign(&base.plain)
        }),
        Case::new("certificate-expired", expired, |base| {
            let key = base.office.key_of("Hết hạn", 2021, 2024);
            Signing::new(&key, "NguoiKy1").sign(&base.plain)
        }),
        Case::new("certificate-of-the-future", early, |base| {
            let key = base.office.key_of("Chưa đến hạn", 2028, 2030);
            Signing::new(&key, "NguoiKy1").sign(&base.plain)
        }),
        Case::new(
            "certificate-revoked",
            Expected::doubtful("REVOKED_NO_POE", "CertificateRevoked"),
            |base| Signing::new(&base.office.revoked, "NguoiKy1").sign(&base.plain),
        ),
    ]
}

/// The certificate is revoked; only a timestamp from before the revocation would keep the signature valid.
fn times() -> Vec<Case> {
    let unsound = Expected::doubtful("REVOKED_NO_POE", "TimestampUnsound");
    vec![
        Case::new("timestamp-of-another-signature", unsound, |base| {
            let token = token(&base.office.clock, b"another value");
            stamped(base, move |_| token.clone())
        }),
        Case::new("timestamp-by-a-stranger", unsound, |base| {
            let clock = impostor().clock;
            stamped(base, move |value| token(&clock, value))
        }),
        Case::new("timestamp-by-a-person", unsound, |base| {
            let person = base.office.person.clone();
            stamped(base, move |value| token(&person, value))
        }),
        Case::new("timestamp-of-noise", unsound, |base| {
            stamped(base, |_| crate::der::octets(b"no token"))
        }),
        Case::new(
            "document-timestamp-of-another-document",
            Expected::broken("HASH_FAILURE", "DigestMismatch").with_signatures(0),
            |base| document_timestamp(base, &base.plain, Some(b"another document")),
        ),
        Case::new(
            "document-timestamp-by-a-stranger",
            Expected::doubtful("NO_CERTIFICATE_CHAIN_FOUND", "NoPath").with_signatures(0),
            |base| {
                let clock = impostor().clock;
                timestamped_by(&clock, &base.plain, None)
            },
        ),
    ]
}

/// Signed with the revoked key, with a token that `token` makes for the value.
pub(crate) fn stamped(base: &Base, token: impl Fn(&[u8]) -> Vec<u8> + 'static) -> Vec<u8> {
    let signing = Signing::new(&base.office.revoked, "NguoiKy1").container(move |key, content| {
        let mut container = Container::new(key, content);
        container.stamp(&|value| timestamp_attribute(&token(value)));
        container.encode()
    });
    signing.sign(&base.plain)
}

/// A document timestamp by the office's clock; over `other` instead of the document.
pub(crate) fn document_timestamp(
    base: &Base,
    bytes: &[u8],
    other: Option<&'static [u8]>,
) -> Vec<u8> {
    timestamped_by(&base.office.clock, bytes, other)
}

fn timestamped_by(clock: &Pkcs12Key, bytes: &[u8], other: Option<&'static [u8]>) -> Vec<u8> {
    Signing::new(clock, "DauThoiGian1")
        .entry("Type", kyso_pdf::Name::from("DocTimeStamp"))
        .entry("SubFilter", kyso_pdf::Name::from("ETSI.RFC3161"))
        .container(move |clock, content| token(clock, other.unwrap_or(content)))
        .sign(bytes)
}

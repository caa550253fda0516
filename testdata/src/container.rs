//! CMS containers, sound or not (RFC 5652).

use kyso_issuing::{TokenRequest, issue_token};
use kyso_pki::{DigestAlgorithm, Pkcs12Key, SignatureAlgorithm};
use openssl::pkey::{Id, PKey, Private};
use secrecy::SecretString;

use crate::der::{
    NULL, SET, algorithm, attribute, element, integer, octets, oid, sequence, set_of, tagged,
};
use crate::office::time;

pub(crate) const DATA: &str = "1.2.840.113549.1.7.1";
pub(crate) const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";
pub(crate) const CONTENT_TYPE: &str = "1.2.840.113549.1.9.3";
pub(crate) const MESSAGE_DIGEST: &str = "1.2.840.113549.1.9.4";
pub(crate) const SIGNING_CERTIFICATE_V2: &str = "1.2.840.113549.1.9.16.2.47";
pub(crate) const SIGNATURE_TIMESTAMP: &str = "1.2.840.113549.1.9.16.2.14";
pub(crate) const SHA256: &str = "2.16.840.1.101.3.4.2.1";
pub(crate) const SHA512: &str = "2.16.840.1.101.3.4.2.3";
pub(crate) const SHA256_WITH_RSA: &str = "1.2.840.113549.1.1.11";
pub(crate) const ECDSA_WITH_SHA256: &str = "1.2.840.10045.4.3.2";

/// Makes the signature value over the attributes.
type Sign<'k> = Box<dyn Fn(&[u8]) -> Vec<u8> + 'k>;

/// A SignedData in parts; what is not changed makes a sound one.
pub(crate) struct Container<'k> {
    key: &'k Pkcs12Key,
    pub(crate) version: u8,
    pub(crate) content: Vec<u8>,
    /// `SignerIdentifier`.
    pub(crate) identifier: Vec<u8>,
    pub(crate) certificates: Vec<Vec<u8>>,
    pub(crate) digest: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    /// `Attribute`s in the order in which they are written; `None` for no set at all.
    pub(crate) attributes: Option<Vec<Vec<u8>>>,
    /// What is signed instead of the attributes as written.
    pub(crate) signed: Option<Vec<u8>>,
    pub(crate) unsigned: Vec<Vec<u8>>,
    /// How often the set of signers holds the signer.
    pub(crate) signers: usize,
    pub(crate) sign: Sign<'k>,
}

impl<'k> Container<'k> {
    /// A sound container of `key` over `content`, as PAdES asks (EN 319 142-1, clause 6.3).
    pub(crate) fn new(key: &'k Pkcs12Key, content: &[u8]) -> Self {
        let certificate = &key.certificate;
        let used = algorithm_of(key);
        Self {
            key,
            version: 1,
            content: sequence(&[&oid(DATA)]),
            identifier: identifier(certificate),
            certificates: vec![certificate.der().to_vec()],
            digest: algorithm(SHA256, &[]),
            signature: match used {
                SignatureAlgorithm::RsaPkcs1(_) => algorithm(SHA256_WITH_RSA, NULL),
                _ => algorithm(ECDSA_WITH_SHA256, &[]),
            },
            attributes: Some(vec![
                attribute(CONTENT_TYPE, &[&oid(DATA)]),
                attribute(MESSAGE_DIGEST, &[&octets(&sha256(content))]),
                signing_certificate(&certificate.sha256()),
            ]),
            signed: None,
            unsigned: Vec::new(),
            signers: 1,
            sign: Box::new(move |message| key.key.sign_message(used, message).unwrap()),
        }
    }

    /// The attributes, for changes.
    pub(crate) fn attributes(&mut self) -> &mut Vec<Vec<u8>> {
        self.attributes.as_mut().expect("signed attributes")
    }

    /// Signs the present content.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut signers = vec![self.signer_info(); self.signers];
        signers.sort_unstable();
        let signers: Vec<&[u8]> = signers.iter().map(Vec::as_slice).collect();
        let certificates = match self.certificates.is_empty() {
            true => Vec::new(),
            false => set_of(0xA0, &self.certificates),
        };
        let signed_data = sequence(&[
            &integer(self.version),
            &element(SET, &[&self.digest]),
            &self.content,
            &certificates,
            &element(SET, &signers),
        ]);
        sequence(&[&oid(SIGNED_DATA), &tagged(0, &[&signed_data])])
    }

    fn signer_info(&self) -> Vec<u8> {
        let members = self.attributes.as_deref().unwrap_or_default();
        let members: Vec<&[u8]> = members.iter().map(Vec::as_slice).collect();
        let written = element(SET, &members);
        let signed = self.signed.as_deref().unwrap_or(&written);
        let attributes = match &self.attributes {
            Some(_) => tagged(0, &members),
            None => Vec::new(),
        };
        let unsigned = match self.unsigned.is_empty() {
            true => Vec::new(),
            false => set_of(0xA1, &self.unsigned),
        };
        sequence(&[
            &integer(1),
            &self.identifier,
            &self.digest,
            &attributes,
            &self.signature,
            &octets(&(self.sign)(signed)),
            &unsigned,
        ])
    }

    /// Signs, keeps that signature value, and adds an unsigned attribute made from it.
    pub(crate) fn stamp(&mut self, make: &dyn Fn(&[u8]) -> Vec<u8>) {
        let members = self.attributes.as_deref().unwrap_or_default();
        let members: Vec<&[u8]> = members.iter().map(Vec::as_slice).collect();
        let value = (self.sign)(&element(SET, &members));
        self.unsigned.push(make(&value));
        self.sign = Box::new(move |_| value.clone());
    }

    /// The private key, for what no honest signer does.
    pub(crate) fn private(&self) -> PKey<Private> {
        private(self.key)
    }
}

/// `IssuerAndSerialNumber` of a certificate.
pub(crate) fn identifier(certificate: &kyso_pki::Certificate) -> Vec<u8> {
    let serial = element(2, &[certificate.serial()]);
    sequence(&[certificate.issuer(), &serial])
}

/// `signing-certificate-v2` with the SHA-256 of a certificate (RFC 5035).
pub(crate) fn signing_certificate(hash: &[u8]) -> Vec<u8> {
    let reference = sequence(&[&octets(hash)]);
    attribute(
        SIGNING_CERTIFICATE_V2,
        &[&sequence(&[&sequence(&[&reference])])],
    )
}

pub(crate) fn sha256(content: &[u8]) -> Vec<u8> {
    DigestAlgorithm::Sha256.digest(&[content]).unwrap()
}

fn algorithm_of(key: &Pkcs12Key) -> SignatureAlgorithm {
    match private(key).id() {
        Id::RSA => SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
        _ => SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256),
    }
}

fn private(key: &Pkcs12Key) -> PKey<Private> {
    let password = SecretString::from("0000");
    let file = kyso_issuing::write_pkcs12(key, &password).unwrap();
    let file = openssl::pkcs12::Pkcs12::from_der(&file).unwrap();
    file.parse2("0000").unwrap().pkey.unwrap()
}

/// A timestamp token over `value`, of the day before the tests.
pub(crate) fn token(authority: &Pkcs12Key, value: &[u8]) -> Vec<u8> {
    let digest = DigestAlgorithm::Sha256.digest(&[value]).unwrap();
    let request = TokenRequest {
        algorithm: DigestAlgorithm::Sha256,
        digest: &digest,
        at: time("2026-11-20T08:00:00Z"),
        serial: 7,
        nonce: None,
    };
    issue_token(authority, &request).unwrap()
}

/// The unsigned attribute that holds a timestamp token.
pub(crate) fn timestamp_attribute(token: &[u8]) -> Vec<u8> {
    attribute(SIGNATURE_TIMESTAMP, &[token])
}

//! Reading `ContentInfo`, `SignedData` and `SignerInfo` (RFC 5652, sections 3 and 5).

use std::sync::Arc;

use super::{Attributes, Cms, CmsError, SignedAttributeSet, SignerIdentifier, SignerInfo};
use crate::algorithm::AlgorithmId;
use crate::ber::{self, BerLimits};
use crate::certificate::{Certificate, KnownCertificates, PemBlock};
use crate::oids;
use crate::tlv::{
    Element, EncodingError, INTEGER, OCTET_STRING, OID, Reader, SEQUENCE, SET, context,
    context_primitive,
};

impl Cms {
    /// Reads a SignedData from the start of `input`: DER or BER, zero padded or not.
    ///
    /// # Errors
    /// When it is not a SignedData with exactly one signer. Algorithms and certificates are not looked at here.
    pub fn parse(input: &[u8]) -> Result<Self, CmsError> {
        Self::parse_known(input, KnownCertificates::none())
    }

    /// As [`Cms::parse`], with certificates that were read before.
    ///
    /// # Errors
    /// As [`Cms::parse`].
    pub fn parse_known(input: &[u8], known: KnownCertificates<'_>) -> Result<Self, CmsError> {
        let mut signatures = Self::read(input, 1, known)?;
        signatures.pop().ok_or(CmsError::NoSigner)
    }

    /// As [`Cms::parse`], with several signers of one content: one signature for each of them, in their order. They share
    /// content and certificates.
    ///
    /// # Errors
    /// As [`Cms::parse`], and [`CmsError::SeveralSigners`] for more than 32.
    pub fn parse_all(input: &[u8]) -> Result<Vec<Self>, CmsError> {
        Self::read(input, MAX_SIGNERS, KnownCertificates::none())
    }

    /// The content of PEM text with one SignedData; `None` when it is none (RFC 7468, section 9).
    #[must_use]
    pub fn from_pem(text: &[u8]) -> Option<Vec<u8>> {
        const LABELS: [&str; 3] = ["CMS", "PKCS7", "PKCS #7 SIGNED DATA"];
        let mut blocks = PemBlock::read_all(text)?;
        let block = blocks.pop().filter(|_| blocks.is_empty())?;
        LABELS
            .contains(&block.label.as_str())
            .then_some(block.contents)
    }

    fn read(
        input: &[u8],
        most: usize,
        known: KnownCertificates<'_>,
    ) -> Result<Vec<Self>, CmsError> {
        let transcoded = ber::to_der(input, &BerLimits::default())?;
        let der = Arc::new(transcoded.der.into_owned());
        let mut info = Element::only_with(&der, SEQUENCE, "ContentInfo")?.reader();
        let content_type = info.any("contentType")?.oid()?;
        if content_type != oids::SIGNED_DATA {
            return Err(CmsError::NotSignedData { content_type });
        }
        let wrapper = info.required(context(0), "content")?;
        info.finish()?;
        let signed_data = wrapper.explicit(SEQUENCE, "SignedData")?;
        let parts = Parts::read(&signed_data, most, known)?;
        let signatures = parts.signers.into_iter().map(|signer| Self {
            trailer: transcoded.trailer,
            content_type: parts.content_type,
            content: parts.content.clone(),
            certificates: parts.certificates.clone(),
            unreadable_certificates: parts.unreadable_certificates,
            revocation: parts.revocation.clone(),
            signer,
            der: der.clone(),
        });
        Ok(signatures.collect())
    }
}

/// The certificates of a SignedData that may have no signer at all, as servers send them (RFC 5652, section 5.1).
pub(crate) fn certificates_in(der: &[u8]) -> Result<Vec<Certificate>, EncodingError> {
    let mut info = Element::only_with(der, SEQUENCE, "ContentInfo")?.reader();
    info.required(OID, "contentType")?;
    let wrapper = info.required(context(0), "content")?;
    let mut fields = wrapper.explicit(SEQUENCE, "SignedData")?.reader();
    fields.required(INTEGER, "version")?;
    fields.required(SET, "digestAlgorithms")?;
    fields.required(SEQUENCE, "encapContentInfo")?;
    let set = fields.optional(context(0))?;
    certificates(set.as_ref(), KnownCertificates::none()).map(|(certificates, _)| certificates)
}

/// The encapsulated content, which all signers have in common.
type SharedContent = Option<Arc<Vec<u8>>>;

struct Parts {
    content_type: const_oid::ObjectIdentifier,
    content: SharedContent,
    certificates: Vec<Certificate>,
    unreadable_certificates: usize,
    revocation: Arc<Vec<Vec<u8>>>,
    signers: Vec<SignerInfo>,
}

impl Parts {
    fn read(
        signed_data: &Element<'_>,
        most: usize,
        known: KnownCertificates<'_>,
    ) -> Result<Self, CmsError> {
        let mut fields = signed_data.reader();
        fields.required(INTEGER, "version")?;
        fields.required(SET, "digestAlgorithms")?;
        let (content_type, content) = content(&fields.required(SEQUENCE, "encapContentInfo")?)?;
        let set = fields.optional(context(0))?;
        let (certificates, unreadable_certificates) = certificates(set.as_ref(), known)?;
        let revocation = match fields.optional(context(1))? {
            Some(set) => members(set.reader())?,
            None => Vec::new(),
        };
        let signers = signers(&fields.required(SET, "signerInfos")?, most)?;
        fields.finish()?;
        Ok(Self {
            content_type,
            content,
            certificates,
            unreadable_certificates,
            revocation: Arc::new(revocation),
            signers,
        })
    }
}

/// `EncapsulatedContentInfo`. Content that is not an OCTET STRING (PKCS #7) counts as its contents octets.
fn content(
    element: &Element<'_>,
) -> Result<(const_oid::ObjectIdentifier, SharedContent), EncodingError> {
    let mut fields = element.reader();
    let content_type = fields.any("eContentType")?.oid()?;
    let content = match fields.optional(context(0))? {
        Some(wrapper) => {
            let mut inner = wrapper.reader();
            let content = inner.any("eContent")?.contents.to_vec();
            inner.finish()?;
            Some(Arc::new(content))
        }
        None => None,
    };
    fields.finish()?;
    Ok((content_type, content))
}

/// `CertificateSet`: each member on its own, so that an odd one loses nothing but itself.
fn certificates(
    set: Option<&Element<'_>>,
    known: KnownCertificates<'_>,
) -> Result<(Vec<Certificate>, usize), EncodingError> {
    let mut found = Vec::new();
    let mut unreadable = 0;
    let mut members = set.map(Element::reader).unwrap_or(Reader::new(&[]));
    while let Some(member) = members.next()? {
        match known.read(member.raw) {
            Ok(certificate) if found.len() < MAX_CERTIFICATES => found.push(certificate),
            _ => unreadable += 1,
        }
    }
    Ok((found, unreadable))
}

fn members(mut set: Reader<'_>) -> Result<Vec<Vec<u8>>, EncodingError> {
    let mut found = Vec::new();
    while let Some(member) = set.next()? {
        found.push(member.raw.to_vec());
    }
    Ok(found)
}

/// One signer at least, and `most` at most.
fn signers(set: &Element<'_>, most: usize) -> Result<Vec<SignerInfo>, CmsError> {
    let count = |mut members: Reader<'_>| {
        let mut count = 0;
        while members.next()?.is_some() {
            count += 1;
        }
        Ok::<usize, EncodingError>(count)
    };
    let count = count(set.reader())?;
    if count == 0 {
        return Err(CmsError::NoSigner);
    }
    if count > most {
        return Err(CmsError::SeveralSigners { count });
    }
    let mut members = set.reader();
    let mut signers = Vec::new();
    while let Some(member) = members.next()? {
        signers.push(signer_info(&member)?);
    }
    Ok(signers)
}

fn signer_info(element: &Element<'_>) -> Result<SignerInfo, EncodingError> {
    if element.identifier != SEQUENCE {
        return Err(element.unexpected("SignerInfo"));
    }
    let mut fields = element.reader();
    fields.required(INTEGER, "version")?;
    let identifier = signer_identifier(&fields.any("sid")?)?;
    let digest_algorithm = AlgorithmId::read(&fields.any("digestAlgorithm")?)?;
    let signed = match fields.optional(context(0))? {
        Some(set) => Some(SignedAttributeSet {
            raw: set.raw.to_vec(),
            attributes: Attributes::read(&set)?,
        }),
        None => None,
    };
    let signature_algorithm = AlgorithmId::read(&fields.any("signatureAlgorithm")?)?;
    let signature = fields
        .required(OCTET_STRING, "signature")?
        .contents
        .to_vec();
    let unsigned = match fields.optional(context(1))? {
        Some(set) => Attributes::read(&set)?,
        None => Attributes::default(),
    };
    fields.finish()?;
    Ok(SignerInfo {
        identifier,
        digest_algorithm,
        signed,
        signature_algorithm,
        signature,
        unsigned,
    })
}

fn signer_identifier(element: &Element<'_>) -> Result<SignerIdentifier, EncodingError> {
    if element.identifier == context_primitive(0) {
        return Ok(SignerIdentifier::SubjectKey(element.contents.to_vec()));
    }
    if element.identifier != SEQUENCE {
        return Err(element.unexpected("SignerIdentifier"));
    }
    let mut fields = element.reader();
    let issuer = fields.required(SEQUENCE, "issuer")?.raw.to_vec();
    let serial = fields
        .required(INTEGER, "serialNumber")?
        .integer()?
        .to_vec();
    fields.finish()?;
    Ok(SignerIdentifier::IssuerAndSerial { issuer, serial })
}

/// Signers of one content: more than any procedure asks for.
const MAX_SIGNERS: usize = 32;

/// Real signatures carry fewer than ten; more are counted as unreadable.
const MAX_CERTIFICATES: usize = 200;

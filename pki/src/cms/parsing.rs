//! Reading `ContentInfo`, `SignedData` and `SignerInfo` (RFC 5652, sections 3 and 5).
#![deny(clippy::indexing_slicing)]

use super::{Attributes, Cms, CmsError, SignedAttributeSet, SignerIdentifier, SignerInfo};
use crate::algorithm::AlgorithmId;
use crate::ber::{self, Limits};
use crate::certificate::Certificate;
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
        let transcoded = ber::to_der(input, &Limits::default())?;
        let der = transcoded.der.into_owned();
        let mut info = Element::only_with(&der, SEQUENCE, "ContentInfo")?.reader();
        let content_type = info.any("contentType")?.oid()?;
        if content_type != oids::SIGNED_DATA {
            return Err(CmsError::NotSignedData { content_type });
        }
        let wrapper = info.required(context(0), "content")?;
        info.finish()?;
        let parts = Parts::read(&wrapper.explicit(SEQUENCE, "SignedData")?)?;
        Ok(Self {
            trailer: transcoded.trailer,
            content_type: parts.content_type,
            content: parts.content,
            certificates: parts.certificates,
            unreadable_certificates: parts.unreadable_certificates,
            revocation: parts.revocation,
            signer: parts.signer,
            der,
        })
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
    certificates(set.as_ref()).map(|(certificates, _)| certificates)
}

struct Parts {
    content_type: const_oid::ObjectIdentifier,
    content: Option<Vec<u8>>,
    certificates: Vec<Certificate>,
    unreadable_certificates: usize,
    revocation: Vec<Vec<u8>>,
    signer: SignerInfo,
}

impl Parts {
    fn read(signed_data: &Element<'_>) -> Result<Self, CmsError> {
        let mut fields = signed_data.reader();
        fields.required(INTEGER, "version")?;
        fields.required(SET, "digestAlgorithms")?;
        let (content_type, content) = content(&fields.required(SEQUENCE, "encapContentInfo")?)?;
        let set = fields.optional(context(0))?;
        let (certificates, unreadable_certificates) = certificates(set.as_ref())?;
        let revocation = match fields.optional(context(1))? {
            Some(set) => members(set.reader())?,
            None => Vec::new(),
        };
        let signer = only_signer(&fields.required(SET, "signerInfos")?)?;
        fields.finish()?;
        Ok(Self {
            content_type,
            content,
            certificates,
            unreadable_certificates,
            revocation,
            signer,
        })
    }
}

/// `EncapsulatedContentInfo`. Content that is not an OCTET STRING (PKCS #7) counts as its contents octets.
fn content(
    element: &Element<'_>,
) -> Result<(const_oid::ObjectIdentifier, Option<Vec<u8>>), EncodingError> {
    let mut fields = element.reader();
    let content_type = fields.any("eContentType")?.oid()?;
    let content = match fields.optional(context(0))? {
        Some(wrapper) => {
            let mut inner = wrapper.reader();
            let content = inner.any("eContent")?.contents.to_vec();
            inner.finish()?;
            Some(content)
        }
        None => None,
    };
    fields.finish()?;
    Ok((content_type, content))
}

/// `CertificateSet`: each member on its own, so that an odd one loses nothing but itself.
fn certificates(set: Option<&Element<'_>>) -> Result<(Vec<Certificate>, usize), EncodingError> {
    let mut found = Vec::new();
    let mut unreadable = 0;
    let mut members = set.map(Element::reader).unwrap_or(Reader::new(&[]));
    while let Some(member) = members.next()? {
        match Certificate::from_der(member.raw) {
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

fn only_signer(set: &Element<'_>) -> Result<SignerInfo, CmsError> {
    let mut signers = set.reader();
    let Some(first) = signers.next()? else {
        return Err(CmsError::NoSigner);
    };
    let mut count = 1;
    while signers.next()?.is_some() {
        count += 1;
    }
    if count > 1 {
        return Err(CmsError::SeveralSigners { count });
    }
    Ok(signer_info(&first)?)
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

/// Real signatures carry fewer than ten; more are counted as unreadable.
const MAX_CERTIFICATES: usize = 200;

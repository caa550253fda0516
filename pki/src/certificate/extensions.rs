//! The certificate extensions that decisions depend on (RFC 5280, section 4.2).

use const_oid::ObjectIdentifier;

use super::Certificate;
use crate::oids;
use crate::tlv::{
    BIT_STRING, BOOLEAN, Element, EncodingError, OCTET_STRING, Reader, SEQUENCE, context,
    context_primitive,
};

/// Key usage bits (RFC 5280, section 4.2.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyUsage(u8);

impl KeyUsage {
    /// The key may sign what is not a certificate or CRL.
    #[must_use]
    pub(crate) const fn digital_signature(self) -> bool {
        self.0 & 0x80 != 0
    }

    /// The key may sign documents that commit the signer (non-repudiation).
    #[must_use]
    pub(crate) const fn content_commitment(self) -> bool {
        self.0 & 0x40 != 0
    }

    /// The key may sign certificates.
    #[must_use]
    pub(crate) const fn key_cert_sign(self) -> bool {
        self.0 & 0x04 != 0
    }

    /// The key may sign CRLs.
    #[must_use]
    pub(crate) const fn crl_sign(self) -> bool {
        self.0 & 0x02 != 0
    }
}

/// Extended key usage (RFC 5280, section 4.2.1.12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtendedKeyUsage {
    /// Whether the extension is critical.
    pub critical: bool,
    /// The purposes named.
    pub purposes: Vec<ObjectIdentifier>,
}

impl Certificate {
    /// Key usage; `None` when the certificate does not restrict it.
    ///
    /// # Errors
    /// When the extension is malformed or occurs twice.
    pub fn key_usage(&self) -> Result<Option<KeyUsage>, EncodingError> {
        let Some(extension) = self.extensions().find(&oids::KEY_USAGE)? else {
            return Ok(None);
        };
        let bits = Element::only_with(&extension.value, BIT_STRING, "KeyUsage")?;
        match bits.contents {
            [_, first, ..] => Ok(Some(KeyUsage(*first))),
            _ => Ok(Some(KeyUsage(0))),
        }
    }

    /// Extended key usage; `None` when the certificate does not restrict it.
    ///
    /// # Errors
    /// When the extension is malformed or occurs twice.
    pub fn extended_key_usage(&self) -> Result<Option<ExtendedKeyUsage>, EncodingError> {
        let Some(extension) = self.extensions().find(&oids::EXTENDED_KEY_USAGE)? else {
            return Ok(None);
        };
        let mut members =
            Element::only_with(&extension.value, SEQUENCE, "ExtKeyUsageSyntax")?.reader();
        let mut purposes = Vec::new();
        while let Some(member) = members.next()? {
            purposes.push(member.any_oid()?);
        }
        Ok(Some(ExtendedKeyUsage {
            critical: extension.critical,
            purposes,
        }))
    }

    /// Whether basic constraints say that the subject is a certification authority.
    ///
    /// # Errors
    /// When the extension is malformed or occurs twice.
    pub fn is_authority(&self) -> Result<bool, EncodingError> {
        let Some(extension) = self.extensions().find(&oids::BASIC_CONSTRAINTS)? else {
            return Ok(false);
        };
        let mut fields =
            Element::only_with(&extension.value, SEQUENCE, "BasicConstraints")?.reader();
        match fields.optional(BOOLEAN)? {
            Some(authority) => authority.boolean(),
            None => Ok(false),
        }
    }

    /// Subject key identifier, if there is one that can be read.
    #[must_use]
    pub fn subject_key_identifier(&self) -> Option<&[u8]> {
        let extension = self
            .extensions()
            .find(&oids::SUBJECT_KEY_IDENTIFIER)
            .ok()??;
        let octets = Element::only_with(&extension.value, OCTET_STRING, "KeyIdentifier").ok()?;
        Some(octets.contents)
    }

    /// Key identifier of the issuer, if there is one that can be read.
    #[must_use]
    pub fn authority_key_identifier(&self) -> Option<&[u8]> {
        let extension = self
            .extensions()
            .find(&oids::AUTHORITY_KEY_IDENTIFIER)
            .ok()??;
        let mut fields = Element::only_with(&extension.value, SEQUENCE, "AuthorityKeyIdentifier")
            .ok()?
            .reader();
        let identifier = fields.optional(context_primitive(0)).ok()??;
        Some(identifier.contents)
    }

    /// Where CRLs can be fetched: the http and https URLs of the CRL distribution points, at most eight.
    #[must_use]
    pub fn crl_urls(&self) -> Vec<String> {
        let urls = || -> Option<Vec<String>> {
            let extension = self
                .extensions()
                .find(&oids::CRL_DISTRIBUTION_POINTS)
                .ok()??;
            distribution_point_urls(&extension.value).ok()
        };
        urls().unwrap_or_default()
    }

    /// Where OCSP responders answer: the http and https URLs of the authority information access, at most eight.
    #[must_use]
    pub fn ocsp_urls(&self) -> Vec<String> {
        self.access_urls(&oids::AD_OCSP)
    }

    /// Where certificates of the issuer can be fetched: as [`Certificate::ocsp_urls`].
    #[must_use]
    pub fn issuer_urls(&self) -> Vec<String> {
        self.access_urls(&oids::AD_CA_ISSUERS)
    }

    /// Whether the issuer vouches for the certificate of an OCSP responder for as long as it is valid
    /// (id-pkix-ocsp-nocheck, RFC 6960, section 4.2.2.2.1).
    #[must_use]
    pub fn has_ocsp_no_check(&self) -> bool {
        self.extension(&oids::OCSP_NO_CHECK).is_some()
    }

    /// The encoded value of the extension with this identifier.
    #[must_use]
    pub fn extension(&self, oid: &ObjectIdentifier) -> Option<&[u8]> {
        let extension = self.extensions().find(oid).ok()??;
        Some(&extension.value)
    }

    pub(crate) fn extensions(&self) -> &Extensions {
        &self.0.fields.extensions
    }

    fn access_urls(&self, method: &ObjectIdentifier) -> Vec<String> {
        let urls = || -> Option<Vec<String>> {
            let found = self.extensions().find(&oids::AUTHORITY_INFORMATION_ACCESS);
            access_descriptions(&found.ok()??.value, method).ok()
        };
        urls().unwrap_or_default()
    }
}

/// One extension of a certificate or CRL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Extension {
    pub(crate) oid: ObjectIdentifier,
    /// The octets of the identifier: they distinguish identifiers that are too long for `oid`.
    identifier: Vec<u8>,
    pub(crate) critical: bool,
    pub(crate) value: Vec<u8>,
}

/// The extensions of a certificate or CRL, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Extensions(Vec<Extension>);

impl Extensions {
    /// `Extensions` (RFC 5280, section 4.1).
    pub(crate) fn read(element: &Element<'_>) -> Result<Self, EncodingError> {
        if element.identifier != SEQUENCE {
            return Err(element.unexpected("Extensions"));
        }
        Self::read_members(element)
    }

    /// For extensions behind an implicit tag.
    pub(crate) fn read_members(element: &Element<'_>) -> Result<Self, EncodingError> {
        let mut members = element.reader();
        let mut extensions = Vec::new();
        while let Some(member) = members.next()? {
            extensions.push(Extension::read(&member)?);
        }
        Ok(Self(extensions))
    }

    /// The next field, when it is `Extensions` behind an explicit tag; none otherwise.
    pub(crate) fn read_wrapped(
        fields: &mut Reader<'_>,
        identifier: u8,
        expected: &'static str,
    ) -> Result<Self, EncodingError> {
        match fields.optional(identifier)? {
            Some(wrapper) => Self::read(&wrapper.explicit_any(expected)?),
            None => Ok(Self::default()),
        }
    }

    /// The extension with this identifier. More than one is an error (RFC 5280, section 4.2).
    pub(crate) fn find(&self, oid: &ObjectIdentifier) -> Result<Option<&Extension>, EncodingError> {
        let mut found = self.0.iter().filter(|extension| extension.oid == *oid);
        let first = found.next();
        match found.next() {
            Some(_) => Err(REPEATED),
            None => Ok(first),
        }
    }

    /// The error when any extension occurs twice, known or not (RFC 5280, section 4.2).
    pub(crate) fn repeated(&self) -> Option<EncodingError> {
        let mut identifiers: Vec<&[u8]> =
            self.0.iter().map(|one| one.identifier.as_slice()).collect();
        identifiers.sort_unstable();
        let twice = identifiers
            .windows(2)
            .any(|pair| pair.first() == pair.last());
        twice.then_some(REPEATED)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Extension> {
        self.0.iter()
    }
}

impl Extension {
    fn read(element: &Element<'_>) -> Result<Self, EncodingError> {
        let mut fields = element.reader();
        let identifier = fields.any("extnID")?;
        let critical = match fields.optional(BOOLEAN)? {
            Some(critical) => critical.boolean()?,
            None => false,
        };
        let value = fields
            .required(OCTET_STRING, "extnValue")?
            .contents
            .to_vec();
        fields.finish()?;
        Ok(Self {
            oid: identifier.any_oid()?,
            identifier: identifier.contents.to_vec(),
            critical,
            value,
        })
    }
}

fn distribution_point_urls(value: &[u8]) -> Result<Vec<String>, EncodingError> {
    let mut points = Element::only_with(value, SEQUENCE, "CRLDistributionPoints")?.reader();
    let mut urls = Vec::new();
    while let Some(point) = points.next()? {
        let Some(name) = point.reader().optional(context(0))? else {
            continue;
        };
        if let Some(full) = name.reader().optional(context(0))? {
            let mut names = full.reader();
            while let Some(name) = names.next()? {
                add_url(&name, &mut urls);
            }
        }
    }
    Ok(urls)
}

fn access_descriptions(
    value: &[u8],
    method: &ObjectIdentifier,
) -> Result<Vec<String>, EncodingError> {
    let mut descriptions =
        Element::only_with(value, SEQUENCE, "AuthorityInfoAccessSyntax")?.reader();
    let mut urls = Vec::new();
    while let Some(description) = descriptions.next()? {
        let mut fields = description.reader();
        if fields.any("accessMethod")?.any_oid()? == *method {
            add_url(&fields.any("accessLocation")?, &mut urls);
        }
    }
    Ok(urls)
}

/// Adds a `uniformResourceIdentifier` of the schemes that are asked, once.
fn add_url(name: &Element<'_>, urls: &mut Vec<String>) {
    let Ok(text) = std::str::from_utf8(name.contents) else {
        return;
    };
    let printable = || text.bytes().all(|octet| octet.is_ascii_graphic());
    if name.identifier == context_primitive(6)
        && text.len() <= MAX_URL
        && has_web_scheme(text)
        && printable()
        && urls.len() < MAX_URLS
        && !urls.iter().any(|known| known == text)
    {
        urls.push(text.to_owned());
    }
}

/// Schemes are compared without regard to case (RFC 3986, section 3.1).
fn has_web_scheme(url: &str) -> bool {
    let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

const REPEATED: EncodingError = EncodingError::Value {
    offset: 0,
    what: "extension that stands twice",
};

/// URLs of one kind that are looked at; real certificates have one or two.
const MAX_URLS: usize = 8;

/// Octets of a URL.
const MAX_URL: usize = 2048;

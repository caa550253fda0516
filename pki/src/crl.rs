//! Certificate revocation lists (RFC 5280, section 5).
//!
//! A list of 100,000 entries is walked once without copying anything; an index of 16 bytes an entry answers lookups.
//! Critical extensions that are not known here make a list unusable (section 5.2), in entries too (section 5.3).
//!
//! ```text
//! CertificateList ::= SEQUENCE {                     -- RFC 5280, section 5.1
//!     tbsCertList          SEQUENCE {
//!         version              INTEGER OPTIONAL,     -- v2 (1)
//!         signature            AlgorithmIdentifier,
//!         issuer               Name,
//!         thisUpdate           Time,
//!         nextUpdate           Time OPTIONAL,
//!         revokedCertificates  SEQUENCE OF SEQUENCE {
//!             userCertificate      INTEGER,
//!             revocationDate       Time,
//!             crlEntryExtensions   Extensions OPTIONAL } OPTIONAL,
//!         crlExtensions        [0] EXPLICIT Extensions OPTIONAL },
//!     signatureAlgorithm   AlgorithmIdentifier,
//!     signatureValue       BIT STRING }
//! ```

mod distribution;
mod entries;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::digest::sha256;
use jiff::Timestamp;

pub(crate) use distribution::{DistributionPoint, IssuingDistributionPoint, Reasons};
use entries::Entries;
pub use entries::{RevocationReason, RevokedEntry};

use crate::algorithm::SignatureAlgorithm;
use crate::certificate::{Certificate, CertificateError, Extensions, PemBlock, pem_text};
use crate::name::{self, LazyKey, NameKey};
use crate::oids;
use crate::signed::{Signed, TriedKeys};
use crate::time;
use crate::tlv::{
    Element, EncodingError, GENERALIZED_TIME, INTEGER, Reader, SEQUENCE, UTC_TIME, context,
};

/// A revocation list. Clones share their contents.
#[derive(Clone)]
pub struct Crl(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    sha256: [u8; 32],
    fields: Fields,
    tried: TriedKeys,
    issuer_key: LazyKey,
}

struct Fields {
    signed: Signed,
    issuer: Range<usize>,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    entries: Entries,
    number: Option<Vec<u8>>,
    delta_base: Option<Vec<u8>>,
    authority_key: Option<Vec<u8>>,
    scope: Option<IssuingDistributionPoint>,
    expired_since: Option<Timestamp>,
    unknown_critical: bool,
}

impl Crl {
    /// Reads one DER list, which must fill `der`.
    ///
    /// # Errors
    /// When the bytes are not a revocation list.
    pub fn from_der(der: &[u8]) -> Result<Self, EncodingError> {
        Self::from_vec(der.to_vec())
    }

    /// As [`Crl::from_der`], without a copy.
    ///
    /// # Errors
    /// As [`Crl::from_der`].
    pub fn from_vec(der: Vec<u8>) -> Result<Self, EncodingError> {
        let fields = Fields::read(&der)?;
        Ok(Self(Arc::new(Inner {
            sha256: sha256(&der),
            der,
            fields,
            tried: TriedKeys::default(),
            issuer_key: LazyKey::default(),
        })))
    }

    /// Reads every list of a PEM text, in order.
    ///
    /// # Errors
    /// When the text is not PEM or one of the lists cannot be read.
    pub fn from_pem(text: &[u8]) -> Result<Vec<Self>, EncodingError> {
        let blocks = PemBlock::read_all(text).ok_or(EncodingError::Value {
            offset: 0,
            what: "PEM",
        })?;
        let lists = blocks.into_iter().filter(PemBlock::is_crl);
        lists.map(|block| Self::from_vec(block.contents)).collect()
    }

    /// The bytes as they were read.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// The PEM text.
    #[must_use]
    pub fn to_pem(&self) -> String {
        pem_text("X509 CRL", self.der())
    }

    /// SHA-256 fingerprint of the DER.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        self.0.sha256
    }

    /// The encoded name of the issuer of the list.
    #[must_use]
    pub fn issuer(&self) -> &[u8] {
        let issuer = self.0.fields.issuer.clone();
        self.0.der.get(issuer).unwrap_or_default()
    }

    /// Key of the name of the issuer for comparisons.
    pub(crate) fn issuer_key(&self) -> NameKey {
        self.0.issuer_key.of(self.issuer())
    }

    /// The issuer for people, most specific attribute first (RFC 4514).
    #[must_use]
    pub fn issuer_display(&self) -> String {
        name::attributes(self.issuer()).map_or_else(|_| String::new(), |n| name::display(&n))
    }

    /// Whether the list names `certificate` as that of its issuer.
    #[must_use]
    pub fn is_from(&self, certificate: &Certificate) -> bool {
        self.issuer_key() == certificate.subject_key()
    }

    /// When the list was made.
    #[must_use]
    pub fn this_update(&self) -> Timestamp {
        self.0.fields.this_update
    }

    /// When the next list is due at the latest.
    #[must_use]
    pub fn next_update(&self) -> Option<Timestamp> {
        self.0.fields.next_update
    }

    /// CRL number in upper-case hexadecimal.
    #[must_use]
    pub fn number_hex(&self) -> Option<String> {
        self.0
            .fields
            .number
            .as_deref()
            .map(base16ct::upper::encode_string)
    }

    /// How many certificates it lists.
    #[must_use]
    pub fn entry_count(&self) -> usize {
        self.0.fields.entries.len()
    }

    /// Whether it only lists changes to another list (RFC 5280, section 5.2.4).
    #[must_use]
    pub fn is_delta(&self) -> bool {
        self.0.fields.delta_base.is_some()
    }

    /// Whether it lists revocations for every reason, not only changes or some reasons: no other list is needed.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let all_reasons = |scope: &IssuingDistributionPoint| scope.reasons == Reasons::ALL;
        !self.is_delta() && self.scope().is_none_or(all_reasons)
    }

    /// The algorithm with which it is signed; `None` when it is not known here.
    #[must_use]
    pub fn signature_algorithm(&self) -> Option<SignatureAlgorithm> {
        self.0.fields.signed.algorithm()
    }

    /// Whether the key of `issuer` made the signature of this list. The answer is remembered.
    ///
    /// # Errors
    /// When the key of `issuer` cannot be used.
    pub fn is_signed_by(&self, issuer: &Certificate) -> Result<bool, CertificateError> {
        let signed = &self.0.fields.signed;
        let check = || Ok(signed.is_by(issuer.public_key()?, &self.0.der));
        self.0.tried.remember(issuer.public_key_info(), check)
    }

    /// The entry for `certificate`, compared with the issuer that the list gives for each entry.
    #[must_use]
    pub fn entry_for(&self, certificate: &Certificate) -> Option<RevokedEntry> {
        let fields = &self.0.fields;
        fields.entries.find(&self.0.der, self.issuer(), certificate)
    }

    /// Whether something in the list is critical and not known here.
    #[must_use]
    pub fn has_unknown_critical_extension(&self) -> bool {
        self.0.fields.unknown_critical
    }

    pub(crate) fn scope(&self) -> Option<&IssuingDistributionPoint> {
        self.0.fields.scope.as_ref()
    }

    pub(crate) fn number(&self) -> Option<&[u8]> {
        self.0.fields.number.as_deref()
    }

    pub(crate) fn delta_base(&self) -> Option<&[u8]> {
        self.0.fields.delta_base.as_deref()
    }

    pub(crate) fn authority_key(&self) -> Option<&[u8]> {
        self.0.fields.authority_key.as_deref()
    }

    /// Certificates that expired after this time are still listed (X.509, expiredCertsOnCRL).
    pub(crate) fn expired_since(&self) -> Option<Timestamp> {
        self.0.fields.expired_since
    }
}

impl fmt::Debug for Crl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Crl")
            .field("issuer", &self.issuer_display())
            .field("this_update", &self.this_update())
            .field("entries", &self.entry_count())
            .finish()
    }
}

impl Fields {
    /// `CertificateList` and `TBSCertList` (RFC 5280, section 5.1).
    fn read(der: &[u8]) -> Result<Self, EncodingError> {
        let (mut signed, mut fields) = Signed::read(der, "CertificateList", "TBSCertList")?;
        let version = fields.optional(INTEGER)?;
        signed.names_inside(&fields.required(SEQUENCE, "signature")?);
        let issuer = fields.required(SEQUENCE, "issuer")?;
        let this_update = time::read(&fields.any("thisUpdate")?)?;
        let next_update = next_update(&mut fields)?;
        let entries = match fields.optional(SEQUENCE)? {
            Some(list) => Entries::read(&list)?,
            None => Entries::default(),
        };
        let extensions = Extensions::read_wrapped(&mut fields, context(0), "crlExtensions")?;
        fields.finish()?;
        check_version(
            version.as_ref(),
            !extensions.is_empty() || entries.are_extended(),
        )?;
        if let Some(repeated) = extensions.repeated() {
            return Err(repeated);
        }
        let known = KnownExtensions::read(&extensions)?;
        Ok(Self {
            signed,
            issuer: issuer.raw_range(),
            this_update,
            next_update,
            unknown_critical: known.unknown_critical || entries.unusable(known.scope.as_ref()),
            entries,
            number: known.number,
            delta_base: known.delta_base,
            authority_key: known.authority_key,
            scope: known.scope,
            expired_since: known.expired_since,
        })
    }
}

/// Version 1 says nothing of itself and knows no extensions; the other one is 2, written as 1 (RFC 5280, section 5.1.2.1).
fn check_version(version: Option<&Element<'_>>, extended: bool) -> Result<(), EncodingError> {
    match version {
        None if !extended => Ok(()),
        None => Err(EncodingError::Value {
            offset: 0,
            what: "extension of a list of version 1",
        }),
        Some(version) if version.unsigned()? == 1 => Ok(()),
        Some(version) => Err(version.bad("version of the list")),
    }
}

fn next_update(fields: &mut Reader<'_>) -> Result<Option<Timestamp>, EncodingError> {
    let element = match fields.optional(UTC_TIME)? {
        Some(element) => Some(element),
        None => fields.optional(GENERALIZED_TIME)?,
    };
    element.map(|element| time::read(&element)).transpose()
}

/// The extensions of a list that are understood (RFC 5280, section 5.2).
struct KnownExtensions {
    number: Option<Vec<u8>>,
    delta_base: Option<Vec<u8>>,
    authority_key: Option<Vec<u8>>,
    scope: Option<IssuingDistributionPoint>,
    expired_since: Option<Timestamp>,
    unknown_critical: bool,
}

impl KnownExtensions {
    fn read(extensions: &Extensions) -> Result<Self, EncodingError> {
        let integer = |oid| -> Result<Option<Vec<u8>>, EncodingError> {
            let Some(extension) = extensions.find(oid)? else {
                return Ok(None);
            };
            let number = Element::only_with(&extension.value, INTEGER, "CRLNumber")?;
            Ok(Some(number.contents.to_vec()))
        };
        let scope = extensions.find(&oids::ISSUING_DISTRIBUTION_POINT)?;
        // An issuer that wrote UTCTime meant the same. A time that cannot be read only says nothing
        // of expired certificates.
        let expired = extensions.find(&oids::EXPIRED_CERTS_ON_CRL)?;
        let expired = expired.and_then(|extension| {
            let since = Element::only(&extension.value, "expiredCertsOnCRL").ok()?;
            time::read(&since).ok()
        });
        Ok(Self {
            number: integer(&oids::CRL_NUMBER)?,
            delta_base: integer(&oids::DELTA_CRL_INDICATOR)?,
            authority_key: authority_key(extensions)?,
            scope: scope
                .map(|extension| IssuingDistributionPoint::read(&extension.value))
                .transpose()?,
            expired_since: expired,
            unknown_critical: extensions.iter().any(|extension| {
                extension.critical
                    && extension.oid != oids::ISSUING_DISTRIBUTION_POINT
                    && extension.oid != oids::DELTA_CRL_INDICATOR
                    && extension.oid != oids::CRL_NUMBER
                    && extension.oid != oids::AUTHORITY_KEY_IDENTIFIER
            }),
        })
    }
}

fn authority_key(extensions: &Extensions) -> Result<Option<Vec<u8>>, EncodingError> {
    let Some(extension) = extensions.find(&oids::AUTHORITY_KEY_IDENTIFIER)? else {
        return Ok(None);
    };
    let mut fields =
        Element::only_with(&extension.value, SEQUENCE, "AuthorityKeyIdentifier")?.reader();
    let identifier = fields.optional(crate::tlv::context_primitive(0))?;
    Ok(identifier.map(|identifier| identifier.contents.to_vec()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

//! Timestamp tokens (RFC 3161, updated by RFC 5816): who says that a digest existed when, and how to ask.
//!
//! ```text
//! TSTInfo ::= SEQUENCE {                             -- RFC 3161, section 2.4.2
//!     version              INTEGER,                  -- v1 (1)
//!     policy               OBJECT IDENTIFIER,
//!     messageImprint       SEQUENCE {
//!         hashAlgorithm        AlgorithmIdentifier,
//!         hashedMessage        OCTET STRING },
//!     serialNumber         INTEGER,
//!     genTime              GeneralizedTime,
//!     accuracy             SEQUENCE {
//!         seconds              INTEGER OPTIONAL,
//!         millis               [0] IMPLICIT INTEGER OPTIONAL,
//!         micros               [1] IMPLICIT INTEGER OPTIONAL } OPTIONAL,
//!     ordering             BOOLEAN DEFAULT FALSE,
//!     nonce                INTEGER OPTIONAL,
//!     tsa                  [0] EXPLICIT GeneralName OPTIONAL,
//!     extensions           [1] IMPLICIT Extensions OPTIONAL }
//! ```

mod request;
mod response;
mod source;

use const_oid::ObjectIdentifier;
use jiff::{SignedDuration, Timestamp};
use openssl::memcmp;

pub use request::{AuthorityCertificates, TimestampRequest, TimestampRequestError};
pub use response::{
    TimestampFailureInfo, TimestampRefusal, TimestampResponse, TimestampResponseError,
    TimestampStatus,
};
pub use source::{
    NoResponse, TimestampAcceptance, TimestampAttempt, TimestampFailure, TimestampSource,
    TimestampSourceError,
};

use crate::algorithm::{AlgorithmError, AlgorithmId};
use crate::certificate::{Certificate, Extensions, KnownCertificates};
use crate::cms::{Cms, CmsError, VerifiedCms};
use crate::digest::DigestAlgorithm;
use crate::oids;
use crate::time;
use crate::tlv::{
    BOOLEAN, Element, EncodingError, GENERALIZED_TIME, INTEGER, OCTET_STRING, Reader, SEQUENCE,
    context, context_primitive,
};

/// A parsed timestamp token: the CMS and the `TSTInfo` inside.
#[derive(Debug, Clone)]
pub struct TimestampToken {
    cms: Cms,
    info: TstInfo,
}

/// `TSTInfo` (RFC 3161, section 2.4.2).
#[derive(Debug, Clone)]
struct TstInfo {
    policy: ObjectIdentifier,
    imprint_algorithm: AlgorithmId,
    imprint: Vec<u8>,
    serial: Vec<u8>,
    generated_at: Timestamp,
    accuracy: Option<SignedDuration>,
    ordering: bool,
    nonce: Option<Vec<u8>>,
}

/// Why a timestamp token cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimestampError {
    /// The CMS cannot be read, or its signature does not hold.
    #[error(transparent)]
    Cms(#[from] CmsError),
    /// The content is not a TSTInfo.
    #[error("the token encloses {content_type}, not a TSTInfo")]
    NotTimestamp {
        /// The content type found.
        content_type: ObjectIdentifier,
    },
    /// There is no content.
    #[error("the token encloses no TSTInfo")]
    NoContent,
    /// The TSTInfo is malformed.
    #[error("the TSTInfo is malformed: {0}")]
    Malformed(#[from] EncodingError),
    /// The TSTInfo is of another version than 1.
    #[error("the TSTInfo has version {version}, not 1")]
    Version {
        /// The version.
        version: u64,
    },
    /// A critical extension of the TSTInfo; none is known here (RFC 3161, section 2.4.2).
    #[error("the TSTInfo has the critical extension {oid}, which is not known")]
    CriticalExtension {
        /// Its object identifier.
        oid: ObjectIdentifier,
    },
    /// The digest algorithm of the imprint is not supported.
    #[error("the imprint cannot be checked: {0}")]
    Imprint(AlgorithmError),
    /// The token is about other data.
    #[error("the timestamp was made for other data")]
    ImprintMismatch,
}

impl TimestampToken {
    /// Reads a token: DER or BER, zero padded or not. Its signature is not checked here.
    ///
    /// # Errors
    /// When it is not a SignedData with one signer around a TSTInfo.
    pub fn parse(input: &[u8]) -> Result<Self, TimestampError> {
        Self::parse_known(input, KnownCertificates::none())
    }

    /// As [`TimestampToken::parse`], with certificates that were read before.
    ///
    /// # Errors
    /// As [`TimestampToken::parse`].
    pub fn parse_known(input: &[u8], known: KnownCertificates<'_>) -> Result<Self, TimestampError> {
        let cms = Cms::parse_known(input, known)?;
        let content_type = cms.econtent_type();
        if content_type != oids::TST_INFO {
            return Err(TimestampError::NotTimestamp { content_type });
        }
        let info = TstInfo::read(cms.econtent().ok_or(TimestampError::NoContent)?)?;
        Ok(Self { cms, info })
    }

    /// The encoded token, with definite lengths and without padding.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        self.cms.der()
    }

    /// The CMS of the token, for its certificates and attributes.
    #[must_use]
    pub fn cms(&self) -> &Cms {
        &self.cms
    }

    /// When the authority says the digest existed, to the fraction of a second that it gave.
    #[must_use]
    pub fn generated_at(&self) -> Timestamp {
        self.info.generated_at
    }

    /// By how much [`TimestampToken::generated_at`] may be off in either direction; `None` when not said.
    #[must_use]
    pub fn accuracy(&self) -> Option<SignedDuration> {
        self.info.accuracy
    }

    /// The authority's policy.
    #[must_use]
    pub fn policy(&self) -> ObjectIdentifier {
        self.info.policy
    }

    /// Serial number of the token, big-endian.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        &self.info.serial
    }

    /// The nonce of the request, big-endian, if there was one.
    #[must_use]
    pub fn nonce(&self) -> Option<&[u8]> {
        self.info.nonce.as_deref()
    }

    /// Whether tokens of this authority are ordered by time even within the accuracy.
    #[must_use]
    pub fn ordering(&self) -> bool {
        self.info.ordering
    }

    /// Digest algorithm of the imprint.
    ///
    /// # Errors
    /// [`TimestampError::Imprint`] when it is not supported.
    pub fn imprint_algorithm(&self) -> Result<DigestAlgorithm, TimestampError> {
        self.info
            .imprint_algorithm
            .digest()
            .map_err(TimestampError::Imprint)
    }

    /// The digest that was timestamped.
    #[must_use]
    pub fn imprint(&self) -> &[u8] {
        &self.info.imprint
    }

    /// Checks that `digest`, by [`TimestampToken::imprint_algorithm`], is the one that was timestamped.
    ///
    /// # Errors
    /// [`TimestampError::ImprintMismatch`] when it is not.
    pub fn check_imprint(&self, digest: &[u8]) -> Result<(), TimestampError> {
        let imprint = self.imprint();
        if digest.len() == imprint.len() && memcmp::eq(digest, imprint) {
            return Ok(());
        }
        Err(TimestampError::ImprintMismatch)
    }

    /// Checks that the concatenation of `parts` is what was timestamped.
    ///
    /// # Errors
    /// [`TimestampError::ImprintMismatch`] when it is not, [`TimestampError::Imprint`] when it is not known.
    pub fn check_covers(&self, parts: &[&[u8]]) -> Result<(), TimestampError> {
        let algorithm = self.imprint_algorithm()?;
        let withheld = |error| AlgorithmError::without_digest(algorithm, &error);
        let digest = algorithm.digest(parts).map_err(withheld);
        let digest = digest.map_err(TimestampError::Imprint)?;
        self.check_imprint(&digest)
    }

    /// Checks the authority's signature on the token; `candidates` help when its certificate did not come along.
    /// The imprint, the path of the certificate and its key usage are checked elsewhere.
    ///
    /// # Errors
    /// When the signature does not hold.
    pub fn verify(&self, candidates: &[Certificate]) -> Result<VerifiedCms, TimestampError> {
        let digest = self
            .cms
            .econtent_digest()?
            .ok_or(TimestampError::NoContent)?;
        Ok(self.cms.verify_strictly(&digest, candidates)?)
    }
}

impl TstInfo {
    fn read(der: &[u8]) -> Result<Self, TimestampError> {
        let mut fields = Element::only_with(der, SEQUENCE, "TSTInfo")?.reader();
        let version = fields.required(INTEGER, "version")?.unsigned()?;
        if version != 1 {
            return Err(TimestampError::Version { version });
        }
        let policy = fields.any("policy")?.any_oid()?;
        let mut imprint = fields.required(SEQUENCE, "messageImprint")?.reader();
        let imprint_algorithm = AlgorithmId::read(&imprint.any("hashAlgorithm")?)?;
        let hashed = imprint.required(OCTET_STRING, "hashedMessage")?;
        imprint.finish()?;
        let serial = fields.required(INTEGER, "serialNumber")?;
        let generated_at = time::read(&fields.required(GENERALIZED_TIME, "genTime")?)?;
        let accuracy = fields.optional(SEQUENCE)?.map(|a| accuracy(a.reader()));
        let ordering = fields.optional(BOOLEAN)?.map(|o| o.boolean());
        let nonce = fields.optional(INTEGER)?;
        fields.optional(context(0))?;
        let extensions = fields.optional(context(1))?;
        fields.finish()?;
        if let Some(oid) = extensions.map(|all| critical(&all)).transpose()?.flatten() {
            return Err(TimestampError::CriticalExtension { oid });
        }
        Ok(Self {
            policy,
            imprint_algorithm,
            imprint: hashed.contents.to_vec(),
            serial: serial.contents.to_vec(),
            generated_at,
            accuracy: accuracy.transpose()?,
            ordering: ordering.transpose()?.unwrap_or(false),
            nonce: nonce.map(|nonce| nonce.contents.to_vec()),
        })
    }
}

/// The first extension that is critical, behind the implicit tag of `extensions`.
fn critical(extensions: &Element<'_>) -> Result<Option<ObjectIdentifier>, EncodingError> {
    let extensions = Extensions::read_members(extensions)?;
    let mut critical = extensions.iter().filter(|extension| extension.critical);
    Ok(critical.next().map(|extension| extension.oid))
}

/// `Accuracy`: seconds, milliseconds and microseconds, each optional.
fn accuracy(mut fields: Reader<'_>) -> Result<SignedDuration, EncodingError> {
    let seconds = match fields.optional(INTEGER)? {
        Some(seconds) => bounded(&seconds, 1 << 32)?,
        None => 0,
    };
    let mut part = |number| match fields.optional(context_primitive(number))? {
        Some(value) => bounded(&value, 1000),
        None => Ok(0),
    };
    let (millis, micros) = (part(0)?, part(1)?);
    fields.finish()?;
    Ok(SignedDuration::from_secs(seconds)
        + SignedDuration::from_millis(millis)
        + SignedDuration::from_micros(micros))
}

fn bounded(element: &Element<'_>, limit: u64) -> Result<i64, EncodingError> {
    let value = element.unsigned()?;
    i64::try_from(value)
        .ok()
        .filter(|_| value < limit)
        .ok_or_else(|| element.bad("accuracy"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::encode;

    fn tst_info(extra: &[&[u8]]) -> Vec<u8> {
        let algorithm = encode::algorithm(&oids::SHA256, encode::NULL);
        let imprint = encode::sequence(&[&algorithm, &encode::octet_string(&[7; 32])]);
        let mut parts = vec![
            encode::integer(1),
            encode::oid(&ObjectIdentifier::new_unwrap("1.2.3.4")),
            imprint,
            encode::integer(0x1234),
            encode::element(0x18, &[b"20261121070300.5Z"]),
        ];
        parts.extend(extra.iter().map(|part| part.to_vec()));
        let slices: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        encode::sequence(&slices)
    }

    #[test]
    fn all_fields_are_read() {
        let accuracy = encode::sequence(&[
            &encode::integer(1),
            &encode::element(0x80, &[&[0x01, 0xF4]]),
            &encode::element(0x81, &[&[5]]),
        ]);
        let ordering = encode::element(BOOLEAN, &[&[0xFF]]);
        let info = TstInfo::read(&tst_info(&[&accuracy, &ordering, &encode::integer(99)])).unwrap();
        assert_eq!(info.generated_at.to_string(), "2026-11-21T07:03:00.5Z");
        assert_eq!(info.accuracy, Some(SignedDuration::from_micros(1_500_005)));
        assert_eq!(info.nonce.as_deref(), Some(&[99][..]));
        assert_eq!(info.serial, [0x12, 0x34]);
        assert!(info.ordering);
    }

    #[test]
    fn optional_fields_may_be_missing() {
        let info = TstInfo::read(&tst_info(&[])).unwrap();
        assert_eq!(
            (info.accuracy, info.nonce, info.ordering),
            (None, None, false)
        );
    }

    #[test]
    fn other_versions_times_and_critical_extensions_are_refused() {
        let read = |from: &[u8], to: &[u8]| {
            let info = tst_info(&[]);
            let at = info.windows(from.len()).position(|part| part == from);
            let mut changed = info.clone();
            let place = at.unwrap()..at.unwrap() + from.len();
            changed.splice(place, to.iter().copied());
            TstInfo::read(&changed)
        };
        let version = |number: u8| read(&[0x02, 0x01, 0x01], &[0x02, 0x01, number]);
        assert!(version(1).is_ok());
        for number in [0, 2] {
            let other = TimestampError::Version {
                version: number.into(),
            };
            assert_eq!(version(number).unwrap_err(), other);
        }
        let universal = b"\x18\x1120261121070300.5Z";
        let utc = b"\x17\x11261121070300Z    ";
        assert!(matches!(
            read(universal, utc).unwrap_err(),
            TimestampError::Malformed(EncodingError::Tag { .. })
        ));
        let oid = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1");
        let extension = |critical: &[u8]| {
            let value = encode::octet_string(&[5, 0]);
            let one = encode::sequence(&[&encode::oid(&oid), critical, &value]);
            TstInfo::read(&tst_info(&[&encode::element(context(1), &[&one])]))
        };
        assert!(extension(&[]).is_ok());
        assert!(extension(&encode::element(BOOLEAN, &[&[0]])).is_ok());
        assert_eq!(
            extension(&encode::element(BOOLEAN, &[&[0xFF]])).unwrap_err(),
            TimestampError::CriticalExtension { oid }
        );
    }

    #[test]
    fn surplus_fields_and_absurd_accuracies_are_refused() {
        assert!(TstInfo::read(&tst_info(&[&encode::octet_string(&[])])).is_err());
        let accuracy = encode::sequence(&[&encode::element(0x80, &[&[0x03, 0xE8]])]);
        assert!(TstInfo::read(&tst_info(&[&accuracy])).is_err());
    }
}

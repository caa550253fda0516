//! `SingleResponse`: what a responder says about one certificate (RFC 6960, section 4.2.1).
//!
//! ```text
//! SingleResponse ::= SEQUENCE {                      -- RFC 6960, section 4.2.1
//!     certID               CertID,
//!     certStatus           CHOICE {
//!         good                 [0] IMPLICIT NULL,
//!         revoked              [1] IMPLICIT SEQUENCE {
//!             revocationTime       GeneralizedTime,
//!             revocationReason     [0] EXPLICIT ENUMERATED OPTIONAL },
//!         unknown              [2] IMPLICIT NULL },
//!     thisUpdate           GeneralizedTime,
//!     nextUpdate           [0] EXPLICIT GeneralizedTime OPTIONAL,
//!     singleExtensions     [1] EXPLICIT Extensions OPTIONAL }
//! ```

use jiff::Timestamp;

use super::certificate_id::CertificateId;
use crate::certificate::Extensions;
use crate::crl::{RevocationReason, RevokedEntry};
use crate::oids;
use crate::time;
use crate::tlv::{
    ENUMERATED, Element, EncodingError, GENERALIZED_TIME, SEQUENCE, context, context_primitive,
};

/// What a responder says about one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OcspEntry {
    /// Good, revoked or unknown.
    pub status: CertificateStatus,
    /// When this was known to be right.
    pub this_update: Timestamp,
    /// When something newer will be known at the latest; `None` when it always may.
    pub next_update: Option<Timestamp>,
    /// Certificates that expired after this time are still answered for (RFC 6960, section 4.4.4).
    pub archive_cutoff: Option<Timestamp>,
    /// Whether something about this certificate is critical and not known here.
    pub(crate) unknown_critical: bool,
}

/// `CertStatus` (RFC 6960, section 4.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateStatus {
    /// Not revoked, as far as the responder knows.
    Good,
    /// Revoked.
    Revoked(RevokedEntry),
    /// The responder does not know the certificate.
    Unknown,
}

impl CertificateStatus {
    /// Which of two answers of the same time is believed: the graver one.
    pub(super) const fn severity(&self) -> u8 {
        match self {
            Self::Good => 0,
            Self::Unknown => 1,
            Self::Revoked(_) => 2,
        }
    }
}

/// A member of `responses`, with the certificate that it is about.
#[derive(Debug)]
pub(super) struct SingleResponse {
    pub(super) id: CertificateId,
    pub(super) entry: OcspEntry,
}

impl SingleResponse {
    pub(super) fn read(element: &Element<'_>) -> Result<Self, EncodingError> {
        if element.identifier != SEQUENCE {
            return Err(element.unexpected("SingleResponse"));
        }
        let mut fields = element.reader();
        let id = CertificateId::read(&fields.required(SEQUENCE, "certID")?)?;
        let mut status = read_status(&fields.any("certStatus")?)?;
        let this_update = fields.required(GENERALIZED_TIME, "thisUpdate")?;
        let next_update = fields.optional(context(0))?;
        let extensions = Extensions::read_wrapped(&mut fields, context(1), "singleExtensions")?;
        fields.finish()?;
        if let CertificateStatus::Revoked(entry) = &mut status {
            entry.invalidity_date = extension_time(&extensions, &oids::INVALIDITY_DATE)?;
        }
        let entry = OcspEntry {
            status,
            this_update: time::read(&this_update)?,
            next_update: next_update
                .map(|wrapper| time::read(&wrapper.explicit_any("nextUpdate")?))
                .transpose()?,
            archive_cutoff: extension_time(&extensions, &oids::OCSP_ARCHIVE_CUTOFF)?,
            unknown_critical: extensions.iter().any(|extension| {
                extension.critical
                    && extension.oid != oids::INVALIDITY_DATE
                    && extension.oid != oids::OCSP_ARCHIVE_CUTOFF
            }),
        };
        Ok(Self { id, entry })
    }
}

fn read_status(element: &Element<'_>) -> Result<CertificateStatus, EncodingError> {
    const GOOD: u8 = context_primitive(0);
    const REVOKED: u8 = context(1);
    const UNKNOWN: u8 = context_primitive(2);
    match element.identifier {
        GOOD => Ok(CertificateStatus::Good),
        REVOKED => read_revoked(element).map(CertificateStatus::Revoked),
        UNKNOWN => Ok(CertificateStatus::Unknown),
        _ => Err(element.unexpected("CertStatus")),
    }
}

/// `RevokedInfo`.
fn read_revoked(element: &Element<'_>) -> Result<RevokedEntry, EncodingError> {
    let mut fields = element.reader();
    let revoked_at = time::read(&fields.required(GENERALIZED_TIME, "revocationTime")?)?;
    let reason = match fields.optional(context(0))? {
        Some(wrapper) => {
            let code = wrapper.explicit(ENUMERATED, "revocationReason")?;
            let number = code.contents.first().copied();
            RevocationReason::from_number(number.ok_or_else(|| code.bad("CRLReason"))?)
        }
        None => RevocationReason::NotGiven,
    };
    fields.finish()?;
    Ok(RevokedEntry {
        revoked_at,
        reason,
        invalidity_date: None,
    })
}

fn extension_time(
    extensions: &Extensions,
    oid: &const_oid::ObjectIdentifier,
) -> Result<Option<Timestamp>, EncodingError> {
    let Some(extension) = extensions.find(oid)? else {
        return Ok(None);
    };
    let element = Element::only_with(&extension.value, GENERALIZED_TIME, "GeneralizedTime")?;
    time::read(&element).map(Some)
}

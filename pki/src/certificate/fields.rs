//! The fields of a certificate (RFC 5280, section 4.1).

use std::ops::Range;

use jiff::Timestamp;

use super::extensions::Extensions;
use crate::name::{self, NameAttribute};
use crate::signed::Signed;
use crate::time;
use crate::tlv::{Element, EncodingError, INTEGER, Reader, SEQUENCE, context};

/// Ranges of the parts in the DER, and what was decoded at once.
pub(super) struct Fields {
    pub(super) signed: Signed,
    /// As written: 0 for version 1.
    pub(super) version: u64,
    pub(super) serial: Range<usize>,
    pub(super) issuer: Range<usize>,
    pub(super) subject: Range<usize>,
    pub(super) public_key: Range<usize>,
    pub(super) not_before: Timestamp,
    pub(super) not_after: Timestamp,
    pub(super) issuer_name: Vec<NameAttribute>,
    pub(super) subject_name: Vec<NameAttribute>,
    pub(super) extensions: Extensions,
}

impl Fields {
    /// `Certificate` and `TBSCertificate` (RFC 5280, section 4.1).
    pub(super) fn read(der: &[u8]) -> Result<Self, EncodingError> {
        let (mut signed, mut fields) = Signed::read(der, "Certificate", "TBSCertificate")?;
        let version = match fields.optional(context(0))? {
            Some(wrapper) => wrapper.explicit(INTEGER, "version")?.unsigned()?,
            None => 0,
        };
        let serial = fields.required(INTEGER, "serialNumber")?;
        serial.integer()?;
        signed.names_inside(&fields.required(SEQUENCE, "signature")?);
        let issuer = fields.required(SEQUENCE, "issuer")?;
        let (not_before, not_after) = validity(&fields.required(SEQUENCE, "validity")?)?;
        let subject = fields.required(SEQUENCE, "subject")?;
        let public_key = fields.required(SEQUENCE, "subjectPublicKeyInfo")?;
        Ok(Self {
            signed,
            version,
            serial: serial.contents_range(),
            issuer: issuer.raw_range(),
            subject: subject.raw_range(),
            public_key: public_key.raw_range(),
            not_before,
            not_after,
            issuer_name: name::attributes(issuer.raw)?,
            subject_name: name::attributes(subject.raw)?,
            extensions: read_extensions(fields)?,
        })
    }
}

fn validity(element: &Element<'_>) -> Result<(Timestamp, Timestamp), EncodingError> {
    let mut times = element.reader();
    let not_before = time::read(&times.any("notBefore")?)?;
    let not_after = time::read(&times.any("notAfter")?)?;
    times.finish()?;
    Ok((not_before, not_after))
}

fn read_extensions(mut fields: Reader<'_>) -> Result<Extensions, EncodingError> {
    fields.optional(ISSUER_UNIQUE_ID)?;
    fields.optional(SUBJECT_UNIQUE_ID)?;
    let extensions = Extensions::read_wrapped(&mut fields, context(3), "extensions")?;
    fields.finish()?;
    Ok(extensions)
}

const ISSUER_UNIQUE_ID: u8 = 0x81;
const SUBJECT_UNIQUE_ID: u8 = 0x82;

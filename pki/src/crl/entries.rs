//! The entries of a revocation list: one pass when it is read, an index for every lookup.

use std::fmt;
use std::ops::Range;

use jiff::Timestamp;

use super::IssuingDistributionPoint;
use crate::certificate::Certificate;
use crate::name;
use crate::oids;
use crate::time;
use crate::tlv::{
    BOOLEAN, ENUMERATED, Element, EncodingError, GENERALIZED_TIME, INTEGER, OCTET_STRING, Reader,
    SEQUENCE, context,
};

/// What a list or a response says about one revoked certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevokedEntry {
    /// Since when the certificate is revoked.
    pub revoked_at: Timestamp,
    /// Why.
    pub reason: RevocationReason,
    /// Since when the key is suspected or the certificate was otherwise no longer right, if the issuer says so
    /// (RFC 5280, section 5.3.2).
    pub invalidity_date: Option<Timestamp>,
}

impl RevokedEntry {
    /// From when on the certificate counts as revoked: the earlier of both dates.
    #[must_use]
    pub fn counts_from(&self) -> Timestamp {
        let suspected = self.invalidity_date.unwrap_or(self.revoked_at);
        suspected.min(self.revoked_at)
    }

    /// The meaning of two entries about one certificate together: revoked since the earlier date,
    /// for the graver reason. An entry that takes it off the list means nothing beside one that
    /// does not.
    fn graver(self, other: Self) -> Self {
        match (self.reason, other.reason) {
            (RevocationReason::RemoveFromCrl, reason) if reason != self.reason => return other,
            (reason, RevocationReason::RemoveFromCrl) if reason != other.reason => return self,
            _ => {}
        }
        let dates = [self.invalidity_date, other.invalidity_date];
        Self {
            revoked_at: self.revoked_at.min(other.revoked_at),
            reason: self.reason.graver(other.reason),
            invalidity_date: dates.into_iter().flatten().min(),
        }
    }
}

/// `CRLReason` (RFC 5280, section 5.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RevocationReason {
    /// No reason was given, which RFC 3161 (section 4) tells apart from "unspecified".
    NotGiven,
    /// The issuer says that there is no particular reason.
    Unspecified,
    /// The private key may be known to others.
    KeyCompromise,
    /// The private key of the authority may be known to others.
    CaCompromise,
    /// The subject's name or affiliation changed.
    AffiliationChanged,
    /// Another certificate takes its place.
    Superseded,
    /// It is no longer needed.
    CessationOfOperation,
    /// Suspended; may become valid again.
    CertificateHold,
    /// Taken off the list again (delta lists only).
    RemoveFromCrl,
    /// A privilege in the certificate was withdrawn.
    PrivilegeWithdrawn,
    /// The private key of an attribute authority may be known to others.
    AaCompromise,
    /// A number that RFC 5280 does not define.
    Other(u8),
}

impl fmt::Display for RevocationReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotGiven => "not given",
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::CaCompromise => "cACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::CertificateHold => "certificateHold",
            Self::RemoveFromCrl => "removeFromCRL",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::AaCompromise => "aACompromise",
            Self::Other(number) => return write!(f, "reason {number}"),
        })
    }
}

impl RevocationReason {
    /// Whether a certificate revoked for this reason still has a key that is in no other hands. All other reasons, and none,
    /// leave the key itself in doubt.
    #[must_use]
    pub fn keeps_the_key(self) -> bool {
        matches!(
            self,
            Self::AffiliationChanged | Self::Superseded | Self::CessationOfOperation
        )
    }

    pub(crate) fn from_number(number: u8) -> Self {
        match number {
            0 => Self::Unspecified,
            1 => Self::KeyCompromise,
            2 => Self::CaCompromise,
            3 => Self::AffiliationChanged,
            4 => Self::Superseded,
            5 => Self::CessationOfOperation,
            6 => Self::CertificateHold,
            8 => Self::RemoveFromCrl,
            9 => Self::PrivilegeWithdrawn,
            10 => Self::AaCompromise,
            other => Self::Other(other),
        }
    }

    /// The graver of two reasons: a compromised key, an end, an end for a reason that leaves
    /// earlier timestamps valid (RFC 3161, section 4), a suspension, nothing.
    pub(crate) fn graver(self, other: Self) -> Self {
        match self.gravity() < other.gravity() {
            true => other,
            false => self,
        }
    }

    fn gravity(self) -> u8 {
        match self {
            Self::KeyCompromise | Self::CaCompromise | Self::AaCompromise => 4,
            Self::NotGiven | Self::PrivilegeWithdrawn | Self::Other(_) => 3,
            Self::Unspecified
            | Self::AffiliationChanged
            | Self::Superseded
            | Self::CessationOfOperation => 2,
            Self::CertificateHold => 1,
            Self::RemoveFromCrl => 0,
        }
    }

    /// The number that is written, if any.
    #[must_use]
    pub fn number(self) -> Option<u8> {
        match self {
            Self::NotGiven => None,
            Self::Unspecified => Some(0),
            Self::KeyCompromise => Some(1),
            Self::CaCompromise => Some(2),
            Self::AffiliationChanged => Some(3),
            Self::Superseded => Some(4),
            Self::CessationOfOperation => Some(5),
            Self::CertificateHold => Some(6),
            Self::RemoveFromCrl => Some(8),
            Self::PrivilegeWithdrawn => Some(9),
            Self::AaCompromise => Some(10),
            Self::Other(number) => Some(number),
        }
    }
}

/// Index of the entries, sorted by the hash of the serial number.
#[derive(Debug, Default)]
pub(super) struct Entries {
    index: Vec<IndexEntry>,
    /// Values of certificateIssuer extensions, with their places in the list.
    issuers: Vec<Range<usize>>,
    unknown_critical: bool,
    extended: bool,
}

#[derive(Debug, Clone, Copy)]
struct IndexEntry {
    serial_hash: u64,
    /// Where the entry starts in the list.
    offset: u32,
    /// 0 for the issuer of the list, else one more than the position in `issuers`.
    issuer: u32,
}

impl Entries {
    /// `revokedCertificates` (RFC 5280, section 5.1.2.6).
    pub(super) fn read(list: &Element<'_>) -> Result<Self, EncodingError> {
        let mut entries = Self {
            index: Vec::with_capacity(list.contents.len() / TYPICAL_ENTRY),
            ..Self::default()
        };
        let mut members = list.reader();
        let mut issuer = 0;
        while let Some(member) = members.next()? {
            let mut fields = member.reader();
            let serial = fields.required(INTEGER, "userCertificate")?;
            fields.any("revocationDate")?;
            if let Some(extensions) = fields.optional(SEQUENCE)? {
                entries.extended = true;
                issuer = entries.note_extensions(&extensions, issuer)?;
            }
            fields.finish()?;
            entries.index.push(IndexEntry {
                serial_hash: hash(serial.integer()?),
                offset: u32::try_from(member.offset).map_err(|_| member.bad("CRL"))?,
                issuer,
            });
        }
        entries
            .index
            .sort_unstable_by_key(|entry| entry.serial_hash);
        Ok(entries)
    }

    pub(super) fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether an entry has extensions, which only version 2 knows.
    pub(super) fn are_extended(&self) -> bool {
        self.extended
    }

    /// Whether an entry cannot be understood. Entries for other issuers only mean something in an indirect list.
    pub(super) fn unusable(&self, scope: Option<&IssuingDistributionPoint>) -> bool {
        let indirect = scope.is_some_and(|scope| scope.indirect);
        self.unknown_critical || (!self.issuers.is_empty() && !indirect)
    }

    pub(super) fn find(
        &self,
        der: &[u8],
        list_issuer: &[u8],
        certificate: &Certificate,
    ) -> Option<RevokedEntry> {
        let wanted = hash(certificate.serial());
        let first = self
            .index
            .partition_point(|entry| entry.serial_hash < wanted);
        let candidates = self.index.get(first..)?.iter();
        candidates
            .take_while(|entry| entry.serial_hash == wanted)
            .filter(|entry| self.issued_by(entry, der, list_issuer, certificate.issuer()))
            .filter_map(|entry| read_entry(der, entry.offset, certificate.serial()))
            .reduce(RevokedEntry::graver)
    }

    fn issued_by(&self, entry: &IndexEntry, der: &[u8], list_issuer: &[u8], issuer: &[u8]) -> bool {
        let Some(position) = usize::try_from(entry.issuer)
            .ok()
            .and_then(|n| n.checked_sub(1))
        else {
            return name::same(list_issuer, issuer);
        };
        let names = self.issuers.get(position).and_then(|r| der.get(r.clone()));
        names.is_some_and(|names| names_directory(names, issuer).unwrap_or(false))
    }

    /// Issuer of this entry and of those after it (RFC 5280, section 5.3.3).
    fn note_extensions(
        &mut self,
        extensions: &Element<'_>,
        mut issuer: u32,
    ) -> Result<u32, EncodingError> {
        let mut members = extensions.reader();
        while let Some(member) = members.next()? {
            let (id, critical, value) = extension(&member)?;
            if id == oids::CERTIFICATE_ISSUER.as_bytes() {
                let end = value.offset + value.raw.len();
                self.issuers.push(end - value.contents.len()..end);
                issuer = u32::try_from(self.issuers.len()).map_err(|_| member.bad("CRL"))?;
            } else if critical
                && id != oids::CRL_REASON.as_bytes()
                && id != oids::INVALIDITY_DATE.as_bytes()
            {
                self.unknown_critical = true;
            }
        }
        Ok(issuer)
    }
}

/// Identifier octets, criticality and value of one extension, without copying.
fn extension<'a>(element: &Element<'a>) -> Result<(&'a [u8], bool, Element<'a>), EncodingError> {
    let mut fields = element.reader();
    let id = fields.required(crate::tlv::OID, "extnID")?;
    let critical = match fields.optional(BOOLEAN)? {
        Some(critical) => critical.boolean()?,
        None => false,
    };
    Ok((
        id.contents,
        critical,
        fields.required(OCTET_STRING, "extnValue")?,
    ))
}

fn read_entry(der: &[u8], offset: u32, serial: &[u8]) -> Option<RevokedEntry> {
    let rest = der.get(usize::try_from(offset).ok()?..)?;
    let mut fields = Reader::new(rest).next().ok()??.reader();
    if fields.next().ok()??.contents != serial {
        return None;
    }
    // An entry without a readable date counts from the beginning of time: revoked for all purposes.
    let date = fields.next().ok()??;
    let revoked_at = time::read(&date).unwrap_or(Timestamp::MIN);
    let mut entry = RevokedEntry {
        revoked_at,
        reason: RevocationReason::NotGiven,
        invalidity_date: None,
    };
    if let Ok(Some(extensions)) = fields.next()
        && read_extensions(&extensions, &mut entry).is_err()
    {
        // An unreadable entry must not make the revocation look later or lighter than it may be.
        entry.invalidity_date = Some(Timestamp::MIN);
        entry.reason = entry.reason.graver(RevocationReason::NotGiven);
    }
    Some(entry)
}

/// Reason and invalidity date (RFC 5280, sections 5.3.1 and 5.3.2); of two that contradict each other the graver reason
/// and the earlier date.
fn read_extensions(
    extensions: &Element<'_>,
    entry: &mut RevokedEntry,
) -> Result<(), EncodingError> {
    let mut reason: Option<RevocationReason> = None;
    let mut members = extensions.reader();
    while let Some(member) = members.next()? {
        let (id, _, value) = extension(&member)?;
        if id == oids::CRL_REASON.as_bytes() {
            let code = Element::only_with(value.contents, ENUMERATED, "CRLReason")?;
            let [number] = code.contents else {
                return Err(code.bad("CRLReason"));
            };
            let stated = RevocationReason::from_number(*number);
            let graver = reason.map_or(stated, |reason| reason.graver(stated));
            entry.reason = graver;
            reason = Some(graver);
        } else if id == oids::INVALIDITY_DATE.as_bytes() {
            let date = Element::only_with(value.contents, GENERALIZED_TIME, "InvalidityDate")?;
            let date = time::read(&date)?;
            let earlier = entry.invalidity_date.map_or(date, |known| known.min(date));
            entry.invalidity_date = Some(earlier);
        }
    }
    Ok(())
}

/// Whether one of the `GeneralNames` is the directory name `name`.
fn names_directory(names: &[u8], name: &[u8]) -> Result<bool, EncodingError> {
    let mut members = Element::only_with(names, SEQUENCE, "GeneralNames")?.reader();
    while let Some(member) = members.next()? {
        if member.identifier == context(4) && name::same(member.contents, name) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// FNV-1a. Collisions only cost time: the serial number itself is compared afterwards.
fn hash(serial: &[u8]) -> u64 {
    serial.iter().fold(0xCBF2_9CE4_8422_2325, |hash, octet| {
        (hash ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01B3)
    })
}

/// Octets of a usual entry, for the first allocation.
const TYPICAL_ENTRY: usize = 36;

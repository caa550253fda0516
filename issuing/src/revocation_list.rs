//! Revocation lists (RFC 5280, section 5), which the bindings of the library cannot make.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kyso_pki::{Certificate, Crl, RevocationReason, SignatureAlgorithm, SigningError};

use super::authority::Authority;
use super::der::{self, extension};
use super::error::IssuingError;
use super::keys::algorithm_of;
use super::oids;
use super::profile::Validity;

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRevocation {
    /// Serial number of the certificate, as encoded.
    pub serial: Vec<u8>,
    /// Since when it is revoked.
    pub at: Timestamp,
    /// Why.
    pub reason: RevocationReason,
    /// Since when the key may not be relied on, when that is said (invalidityDate, RFC 5280, section 5.3.2).
    pub invalidity: Option<Timestamp>,
}

/// What a list shall say.
#[derive(Debug, Clone)]
pub struct ListRequest<'a> {
    /// CRL number.
    pub number: u64,
    /// When it is made.
    pub this_update: Timestamp,
    /// When the next one is due; a list without is against RFC 5280.
    pub next_update: Option<Timestamp>,
    /// The entries.
    pub revoked: &'a [ListedRevocation],
    /// Keeps what expired after this time (expiredCertsOnCRL).
    pub expired_since: Option<Timestamp>,
    /// Signed with this algorithm instead of the usual one of the authority.
    pub algorithm: Option<SignatureAlgorithm>,
}

impl ListedRevocation {
    /// Revokes `certificate`.
    #[must_use]
    pub fn of(certificate: &Certificate, at: Timestamp, reason: RevocationReason) -> Self {
        Self {
            serial: certificate.serial().to_vec(),
            at,
            reason,
            invalidity: None,
        }
    }

    /// Says since when the key may not be relied on.
    #[must_use]
    pub fn invalid_since(mut self, time: Timestamp) -> Self {
        self.invalidity = Some(time);
        self
    }
}

impl<'a> ListRequest<'a> {
    /// A usual list, `fresh` from thisUpdate to nextUpdate.
    #[must_use]
    pub fn new(number: u64, fresh: Validity, revoked: &'a [ListedRevocation]) -> Self {
        Self {
            number,
            this_update: fresh.not_before,
            next_update: Some(fresh.not_after),
            revoked,
            expired_since: None,
            algorithm: None,
        }
    }
}

impl Authority {
    /// A complete list of this authority: `number` is its CRL number, `fresh` runs from thisUpdate to nextUpdate.
    ///
    /// # Errors
    /// When the cryptographic library fails.
    pub fn revocation_list(
        &self,
        number: u64,
        fresh: Validity,
        revoked: &[ListedRevocation],
    ) -> Result<Crl, IssuingError> {
        self.issue_list(&ListRequest::new(number, fresh, revoked))
    }

    /// A complete list of this authority.
    ///
    /// # Errors
    /// When the cryptographic library fails.
    pub fn issue_list(&self, request: &ListRequest<'_>) -> Result<Crl, IssuingError> {
        let usual = algorithm_of(&self.key, self.digest);
        let algorithm = request.algorithm.unwrap_or(usual);
        let algorithm_der = algorithm
            .to_der()
            .ok_or(SigningError::Unsupported { algorithm })?;
        let to_be_signed = der::sequence(&[
            &der::integer(1),
            &algorithm_der,
            self.certificate.subject(),
            &time(request.this_update),
            &request.next_update.map(time).unwrap_or_default(),
            &entries(request.revoked),
            &der::explicit(0, &self.list_extensions(request)),
        ]);
        let signature = self.key.sign_message(algorithm, &to_be_signed)?;
        let der = der::sequence(&[&to_be_signed, &algorithm_der, &der::bit_string(&signature)]);
        Ok(Crl::from_vec(der)?)
    }

    fn list_extensions(&self, request: &ListRequest<'_>) -> Vec<u8> {
        let identifier = self.certificate.subject_key_identifier().map(|identifier| {
            let identifier = der::primitive(0, identifier);
            let value = der::sequence(&[&identifier]);
            extension(&oids::AUTHORITY_KEY_IDENTIFIER, &value, false)
        });
        let number = der::integer(request.number);
        let expired_since = request
            .expired_since
            .map(|time| extension(&oids::EXPIRED_CERTS_ON_CRL, &generalized_time(time), false));
        der::sequence(&[
            &identifier.unwrap_or_default(),
            &extension(&oids::CRL_NUMBER, &number, false),
            &expired_since.unwrap_or_default(),
        ])
    }
}

/// `revokedCertificates`, absent when there are none (RFC 5280, section 5.1.2.6).
fn entries(revoked: &[ListedRevocation]) -> Vec<u8> {
    if revoked.is_empty() {
        return Vec::new();
    }
    let entries: Vec<Vec<u8>> = revoked.iter().map(entry).collect();
    der::sequence_of(&entries)
}

fn entry(revocation: &ListedRevocation) -> Vec<u8> {
    let serial = der::element(der::INTEGER, &[&revocation.serial]);
    let reason = revocation.reason.number().map(|number| {
        let reason = enumerated(number);
        extension(&oids::CRL_REASON, &reason, false)
    });
    let invalidity = revocation
        .invalidity
        .map(|time| extension(&oids::INVALIDITY_DATE, &generalized_time(time), false));
    let extensions = match (reason, invalidity) {
        (None, None) => Vec::new(),
        (reason, invalidity) => {
            der::sequence(&[&reason.unwrap_or_default(), &invalidity.unwrap_or_default()])
        }
    };
    der::sequence(&[&serial, &time(revocation.at), &extensions])
}

/// `ENUMERATED`.
pub(super) fn enumerated(number: u8) -> Vec<u8> {
    der::element(0x0A, &[&[number]])
}

/// UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280, section 5.1.2.4).
fn time(at: Timestamp) -> Vec<u8> {
    let utc = at.to_zoned(TimeZone::UTC);
    if (1950..2050).contains(&utc.year()) {
        let text = utc.strftime("%y%m%d%H%M%SZ").to_string();
        return der::element(0x17, &[text.as_bytes()]);
    }
    generalized_time(at)
}

/// GeneralizedTime without fractions.
pub(super) fn generalized_time(at: Timestamp) -> Vec<u8> {
    let text = at
        .to_zoned(TimeZone::UTC)
        .strftime("%Y%m%d%H%M%SZ")
        .to_string();
    der::element(0x18, &[text.as_bytes()])
}

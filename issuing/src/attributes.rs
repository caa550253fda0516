//! Signed attributes that others write and kyso only reads: for test documents.

use jiff::Timestamp;
use kyso_pki::{Crl, EncodingError, SignedAttributes};

use super::revocation_list::generalized_time;
use super::{der, oids};

/// Signed attributes that kyso itself does not write.
pub trait OtherAttributes: Sized {
    /// Signs a token along that was made over the content before (ETSI EN 319 122-1, clause 5.2.8).
    ///
    /// # Errors
    /// When the attributes cannot be read back.
    fn with_content_timestamp(self, token: &[u8]) -> Result<Self, EncodingError>;

    /// Claims a signing time (RFC 5652, section 11.3).
    ///
    /// # Errors
    /// As [`OtherAttributes::with_content_timestamp`].
    fn with_signing_time(self, time: Timestamp) -> Result<Self, EncodingError>;

    /// Signs revocation lists along, as Adobe products do (ISO 32000-2, 12.8.3.3.2).
    ///
    /// # Errors
    /// As [`OtherAttributes::with_content_timestamp`].
    fn with_revocation_lists(self, lists: &[Crl]) -> Result<Self, EncodingError>;
}

impl OtherAttributes for SignedAttributes {
    fn with_content_timestamp(self, token: &[u8]) -> Result<Self, EncodingError> {
        self.with_attribute(&oids::CONTENT_TIMESTAMP, token)
    }

    fn with_signing_time(self, time: Timestamp) -> Result<Self, EncodingError> {
        self.with_attribute(&oids::SIGNING_TIME, &generalized_time(time))
    }

    fn with_revocation_lists(self, lists: &[Crl]) -> Result<Self, EncodingError> {
        let lists: Vec<&[u8]> = lists.iter().map(Crl::der).collect();
        let archival = der::sequence(&[&der::explicit(0, &der::sequence(&lists))]);
        self.with_attribute(&oids::REVOCATION_INFO_ARCHIVAL, &archival)
    }
}

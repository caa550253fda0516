//! Timestamp tokens of a test authority (RFC 3161).

use const_oid::ObjectIdentifier;
use jiff::Timestamp;
use kyso_pki::{DigestAlgorithm, Pkcs12Key, SignedAttributes};

use super::error::IssuingError;
use super::keys::algorithm_of;
use super::revocation_list::generalized_time;
use super::{der, oids};

/// What a token shall say.
#[derive(Debug, Clone)]
pub struct TokenRequest<'a> {
    /// Digest algorithm of the imprint.
    pub algorithm: DigestAlgorithm,
    /// The digest to be timestamped.
    pub digest: &'a [u8],
    /// When.
    pub at: Timestamp,
    /// Serial number of the token.
    pub serial: u64,
    /// Nonce of the request.
    pub nonce: Option<u64>,
}

/// Makes a token with the key of `authority`, signed with the digest algorithm of the imprint.
///
/// # Errors
/// When the cryptographic library fails.
pub fn issue_token(
    authority: &Pkcs12Key,
    request: &TokenRequest<'_>,
) -> Result<Vec<u8>, IssuingError> {
    let imprint = der::sequence(&[
        &der::algorithm(&request.algorithm.oid()),
        &der::octet_string(request.digest),
    ]);
    let info = der::sequence(&[
        &der::integer(1),
        &der::oid(&POLICY),
        &imprint,
        &der::integer(request.serial),
        &generalized_time(request.at),
        &request.nonce.map(der::integer).unwrap_or_default(),
    ]);
    let algorithm = algorithm_of(&authority.key, request.algorithm);
    let attributes =
        SignedAttributes::enclosing(oids::TST_INFO, &info, algorithm, &authority.certificate)?
            .with_chain(&authority.chain);
    let signature = authority
        .key
        .sign_digest(algorithm, &attributes.digest()?)?;
    Ok(attributes.close(&signature)?)
}

/// An identifier under the enterprise number for documentation (RFC 5612).
const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1");

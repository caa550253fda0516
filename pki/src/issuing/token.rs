//! Timestamp tokens of a test authority (RFC 3161).

use const_oid::ObjectIdentifier;
use jiff::Timestamp;

use super::IssuingError;
use super::revocation_list::generalized_time;
use crate::builder::SignedAttributes;
use crate::digest::DigestAlgorithm;
use crate::encode;
use crate::oids;
use crate::pkcs12::Pkcs12Key;

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
    let imprint = encode::sequence(&[
        &encode::algorithm(&request.algorithm.oid(), encode::NULL),
        &encode::octet_string(request.digest),
    ]);
    let info = encode::sequence(&[
        &encode::integer(1),
        &encode::oid(&POLICY),
        &imprint,
        &encode::integer(request.serial),
        &generalized_time(request.at),
        &request.nonce.map(encode::integer).unwrap_or_default(),
    ]);
    let algorithm = authority.key.issuing_algorithm(request.algorithm);
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

//! The time that a signature timestamp certifies (RFC 3161, appendix A; F4).

use jiff::Timestamp;
use kyso_pki::{Purpose, TimestampToken, TrustStore};

use crate::trust::judge;

/// The certified time of `token` over the signature value `covers`.
///
/// Gives the reason in English when the token is not sound, or when its
/// authority is not trusted at `at`.
pub(crate) fn certified_time(
    token: &[u8],
    covers: &[u8],
    store: &TrustStore,
    at: Timestamp,
) -> Result<Timestamp, String> {
    let token = TimestampToken::parse(token).map_err(|error| error.to_string())?;
    token
        .check_covers(&[covers])
        .map_err(|error| error.to_string())?;
    let imprint = token
        .imprint_algorithm()
        .map_err(|error| error.to_string())?;
    let verified = token.verify(&[]).map_err(|error| error.to_string())?;
    let signature = verified.signature_algorithm.digest_algorithm();
    if [imprint, verified.digest_algorithm, signature]
        .iter()
        .any(|d| d.is_weak())
    {
        return Err("weak digest algorithm".to_owned());
    }
    let trusted = judge(
        store,
        &verified.certificate,
        token.cms().certificates(),
        at,
        false,
        Purpose::Timestamping,
    );
    match trusted.sub_indication {
        None => Ok(token.generated_at()),
        Some(reason) => Err(reason.as_str().to_owned()),
    }
}

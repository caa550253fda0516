//! The signer of a response, as far as the response and its issuer show it (RFC 6960, section
//! 4.2.2.2).

use super::response::OcspResponse;
use super::single::CertificateStatus;
use crate::certificate::Certificate;
use crate::oids;

/// Who signed a response in the name of an issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseSigner<'r> {
    /// The issuer itself.
    Issuer,
    /// A responder whose certificate came along.
    Responder(&'r Certificate),
}

impl OcspResponse {
    /// The signer in the name of `issuer`: `issuer` itself, or a responder that `issuer` appointed,
    /// whose certificate came along and was valid when it answered. The response must name that
    /// signer. `None` for any other signer.
    ///
    /// Whether these certificates count, and were not revoked, is decided with the path ([`crate::TrustStore::answer`]).
    #[must_use]
    pub fn signer_for(&self, issuer: &Certificate) -> Option<ResponseSigner<'_>> {
        if self.is_from(issuer) && self.is_signed_by(issuer).unwrap_or(false) {
            return Some(ResponseSigner::Issuer);
        }
        let made_at = self.produced_at();
        let answers = |one: &&Certificate| {
            self.is_from(one)
                && one.is_valid_at(made_at)
                && may_be_delegated(one, issuer)
                && one.is_signed_by(issuer).unwrap_or(false)
                && self.is_signed_by(one).unwrap_or(false)
        };
        let responder = self.certificates().iter().find(answers);
        responder.map(ResponseSigner::Responder)
    }

    /// Whether it says of `certificate`, issued under name and key of `issuer`, that it is revoked or not, and has nothing
    /// critical that is not known here.
    #[must_use]
    pub fn is_conclusive_about(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        let entry = self.entry_for(certificate, issuer);
        !self.has_unknown_critical_extension()
            && entry.is_some_and(|entry| {
                !entry.unknown_critical && entry.status != CertificateStatus::Unknown
            })
    }
}

/// Whether `responder` says that `issuer` made it a responder: extended key usage OCSPSigning, and no key usage that forbids
/// signatures. The signature of `issuer` is not looked at.
pub(crate) fn may_be_delegated(responder: &Certificate, issuer: &Certificate) -> bool {
    let answers = match responder.extended_key_usage() {
        Ok(Some(usage)) => usage.purposes.contains(&oids::KP_OCSP_SIGNING),
        _ => false,
    };
    let may_sign = match responder.key_usage() {
        Ok(usage) => {
            usage.is_none_or(|usage| usage.digital_signature() || usage.content_commitment())
        }
        Err(_) => false,
    };
    answers && may_sign && responder.issuer_key() == issuer.subject_key()
}

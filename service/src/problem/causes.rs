//! Which problem an error of the libraries is.

use kyso_pki::{TimestampFailure, TimestampSourceError};
use kyso_setup::KeyFailure;
use kyso_signer::{Hint, KeyError, LiftError, SignError};
use kyso_verifier::VerifyError;
use kyso_words::{Lang, Localized};

use super::Problem;

impl From<VerifyError> for Problem {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::Pdf(kyso_pdf::PdfError::NotPdf) => Self::NotPdf,
            error => Self::Unreadable {
                vi: error.text(Lang::Vi),
                en: error.text(Lang::En),
            },
        }
    }
}

impl From<SignError> for Problem {
    fn from(error: SignError) -> Self {
        let text = |lang| match error.hint().and_then(fields) {
            Some(fields) => format!("{} ({fields})", error.text(lang)),
            None => error.text(lang),
        };
        let (vi, en) = (text(Lang::Vi), text(Lang::En));
        match error {
            SignError::Pdf(kyso_pdf::PdfError::NotPdf) => Self::NotPdf,
            SignError::Key(KeyError::Device(_)) => Self::KeyUnavailable { vi, en },
            // Nothing that comes later helps: the request asks for what the service is not made for.
            SignError::Lift(LiftError::Timestamp(error)) if is_not_configured(&error) => {
                Self::SigningRefused { vi, en }
            }
            SignError::Lift(LiftError::Timestamp(_)) => Self::NoTimestamp { vi, en },
            SignError::Digest(_) | SignError::Library(_) => Self::Failed,
            _ => Self::SigningRefused { vi, en },
        }
    }
}

fn is_not_configured(error: &TimestampSourceError) -> bool {
    let mut attempts = error.attempts.iter();
    !error.attempts.is_empty()
        && attempts.all(|attempt| matches!(attempt.failure, TimestampFailure::NotConfigured))
}

/// The fields of the request that would help; none where only the operator can help.
fn fields(hint: Hint) -> Option<&'static str> {
    Some(match hint {
        Hint::Position => "position",
        Hint::NumberAndDate => "number_position, date_positions, number_printed",
        Hint::PersonField => "person_field",
        Hint::AllowDraft => "allow_draft",
        Hint::TimestampRoom => return None,
    })
}

impl From<KeyFailure> for Problem {
    /// Paths of the service's files go to its log, not to clients.
    fn from(error: KeyFailure) -> Self {
        tracing::warn!("key not available: {}", error.text(Lang::En));
        match error {
            KeyFailure::Token(_) | KeyFailure::ModuleUnnamed => Self::KeyUnavailable {
                vi: error.text(Lang::Vi),
                en: error.text(Lang::En),
            },
            KeyFailure::Unreadable { .. }
            | KeyFailure::NoSecret { .. }
            | KeyFailure::SecretTooLong { .. }
            | KeyFailure::BlankInPin { .. }
            | KeyFailure::Pkcs12 { .. }
            | KeyFailure::TokenCertificate { .. } => Self::KeyUnavailable {
                vi: "Xem nhật ký của dịch vụ.".to_owned(),
                en: "See the log of the service.".to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The room for a timestamp is a matter of the configuration; a request has no field for it.
    #[test]
    fn a_problem_names_only_fields_that_a_request_has() {
        let too_large = LiftError::TimestampTooLarge {
            token: 9000,
            room: 8192,
        };
        let told = Problem::from(SignError::Lift(too_large));
        let scan = Problem::from(SignError::NumberOnScan);
        for lang in [Lang::Vi, Lang::En] {
            assert!(!told.detail(lang).contains("timestamp_room"));
            assert!(scan.detail(lang).contains("(number_position, "));
        }
    }
}

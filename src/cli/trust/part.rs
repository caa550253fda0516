//! What one file of `kyso trust add` holds: certificates, revocation lists, OCSP responses.

use std::path::PathBuf;

use kyso_pki::{Certificate, Crl, OcspResponse, TrustFile};
use kyso_setup::{fingerprint, is_known_authority};
use kyso_words::Lang;

use crate::cli::output;

/// One certificate, list or response of a file.
pub(super) enum Part<'a> {
    Certificate(&'a Certificate),
    Crl(&'a Crl),
    Response(&'a OcspResponse),
}

/// What a file holds, one by one.
pub(super) fn parts(file: &TrustFile) -> impl Iterator<Item = Part<'_>> {
    let certificates = file.certificates.iter().map(Part::Certificate);
    let responses = file.ocsp_responses.iter().map(Part::Response);
    certificates
        .chain(file.crls.iter().map(Part::Crl))
        .chain(responses)
}

impl Part<'_> {
    /// A name that a second `add` of the same certificate finds again; a newer list of one issuer replaces the older.
    pub(super) fn file_name(&self) -> PathBuf {
        match self {
            Self::Certificate(certificate) => {
                let name = slug(certificate.subject_common_name().unwrap_or("certificate"));
                let fingerprint: String = certificate.sha256_hex().chars().take(16).collect();
                PathBuf::from(format!("{name}-{fingerprint}.der").to_lowercase())
            }
            Self::Crl(crl) => {
                let issuer = openssl::sha::sha256(crl.issuer());
                let short = base16ct::lower::encode_string(issuer.get(..8).unwrap_or_default());
                PathBuf::from(format!("{}-{short}.crl", slug(&crl.issuer_display())))
            }
            Self::Response(response) => {
                let sha256 = response.sha256();
                let short = base16ct::lower::encode_string(sha256.get(..8).unwrap_or_default());
                PathBuf::from(format!("ocsp-{short}.ors"))
            }
        }
    }

    /// Its bytes, as they come to lie in the folder.
    pub(super) fn der(&self) -> &[u8] {
        match self {
            Self::Certificate(certificate) => certificate.der(),
            Self::Crl(crl) => crl.der(),
            Self::Response(response) => response.der(),
        }
    }

    /// Warns of a root that is not on the list of known ones.
    pub(super) fn warn(&self, lang: Lang) {
        let Self::Certificate(certificate) = self else {
            return;
        };
        if !certificate.is_self_signed() || is_known_authority(&certificate.sha256()) {
            return;
        }
        let (subject, fingerprint) = (certificate.subject_display(), fingerprint(certificate));
        output::remark(match lang {
            Lang::Vi => format!(
                "CẢNH BÁO: {subject} là chứng thư gốc không nằm trong danh mục đã biết. Hãy xác nhận vân tay SHA-256 {fingerprint} với nơi cấp trước khi dùng."
            ),
            Lang::En => format!(
                "WARNING: {subject} is a root that is not on the list of known ones. Confirm its SHA-256 fingerprint {fingerprint} with the issuing authority before use."
            ),
        });
    }
}

/// Letters and digits of a name, for a file name.
fn slug(name: &str) -> String {
    let plain = name.chars().map(|letter| {
        if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '-'
        }
    });
    let plain: String = plain.collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(40).collect()
}

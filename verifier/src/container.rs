//! The signature container against the signed bytes (F1, first step).

mod failure;

use jiff::Timestamp;
use kyso_pdf::{Object, SignatureValue};
use kyso_pki::ber::Trailer;
use kyso_pki::{
    AlgorithmError, Certificate, Cms, CmsError, DigestAlgorithm, DigestError, KnownCertificates,
    SignatureAlgorithm, SigningCertificateReference, TimestampError, TimestampToken, VerifiedCms,
    verify_pkcs1_octet_string,
};

use crate::digests::SignedBytes;
use crate::finding::Finding;
use crate::report::{Integrity, SubIndication};

/// The content of the container, and whether it fits the bytes.
#[derive(Debug, Clone)]
pub(crate) struct Container {
    pub(crate) integrity: Integrity,
    pub(crate) sub_indication: Option<SubIndication>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) certificate: Option<Certificate>,
    /// Certificates that came along.
    pub(crate) certificates: Vec<Certificate>,
    /// The digests that bind the document, each once.
    pub(crate) digests: Vec<DigestAlgorithm>,
    /// The algorithm of the signature value.
    pub(crate) algorithm: Option<SignatureAlgorithm>,
    /// Whether the certificate is named under the signature.
    pub(crate) names_certificate: bool,
    /// Signing time that the container claims.
    pub(crate) claimed_time: Option<Timestamp>,
    /// The container itself, when it is a CMS that can be read.
    pub(crate) cms: Option<Cms>,
    /// The token, when it is a document timestamp.
    pub(crate) token: Option<TimestampToken>,
    /// Why an intact signature is not beyond doubt.
    pub(crate) doubt: Option<SubIndication>,
}

/// Checks digest and signature value over the signed bytes; `known` are certificates that were read before.
pub(crate) fn check(
    value: &SignatureValue,
    signed: SignedBytes<'_, '_>,
    known: KnownCertificates<'_>,
) -> Container {
    let sub_filter = value.sub_filter().map(ToString::to_string);
    match sub_filter.as_deref() {
        Some("adbe.x509.rsa_sha1") => raw_pkcs1(value, signed, known),
        Some("ETSI.RFC3161") => document_timestamp(value, signed, known),
        _ if value.is_document_timestamp() => document_timestamp(value, signed, known),
        Some("adbe.pkcs7.sha1") => signed_data(value, signed, Content::Sha1OfRange, known),
        Some("adbe.pkcs7.detached" | "ETSI.CAdES.detached") => {
            signed_data(value, signed, Content::Detached, known)
        }
        // The container may be sound, but its purpose is not known.
        other => {
            let sub_filter = other.map(str::to_owned);
            let mut container = signed_data(value, signed, Content::Detached, known);
            container.findings.push(Finding::Unsupported { sub_filter });
            container.doubt = Some(SubIndication::FormatFailure);
            container
        }
    }
}

/// The algorithm that [`check`] digests the signed bytes with, where that can be said before.
pub(crate) fn digest_algorithm(
    value: &SignatureValue,
    known: KnownCertificates<'_>,
) -> Option<DigestAlgorithm> {
    match value.sub_filter().map(ToString::to_string).as_deref() {
        Some("adbe.x509.rsa_sha1" | "adbe.pkcs7.sha1") => Some(DigestAlgorithm::Sha1),
        _ if value.is_document_timestamp() => None,
        _ => {
            let cms = Cms::parse_known(&value.contents, known).ok()?;
            cms.digest_algorithm().ok()
        }
    }
}

/// The data that the signature in the container is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    /// The byte range itself.
    Detached,
    /// The SHA-1 digest of the byte range, held in the container (ISO 32000-1, 12.8.3.3.1).
    Sha1OfRange,
}

fn signed_data(
    value: &SignatureValue,
    signed: SignedBytes<'_, '_>,
    content: Content,
    known: KnownCertificates<'_>,
) -> Container {
    let cms = match Cms::parse_known(&value.contents, known) {
        Ok(cms) => cms,
        Err(error) => return Container::failed(&error),
    };
    let mut container = Container::of(&cms);
    let verified = verify_content(&cms, signed, content, &mut container.findings);
    container.conclude(verified);
    if content == Content::Sha1OfRange {
        container.bound_by(DigestAlgorithm::Sha1);
    }
    container.cms = Some(cms);
    container
}

/// One signer of a CMS beside its content or around it: `signed` is that content, and `is_other` when it is not
/// the one inside.
pub(crate) fn check_signer(cms: Cms, signed: SignedBytes<'_, '_>, is_other: bool) -> Container {
    let mut container = Container::of(&cms);
    let verified = match is_other {
        true => {
            container.findings.push(Finding::ContentEmbedded);
            Err(CmsError::DigestMismatch)
        }
        false => cms
            .digest_algorithm()
            .and_then(|algorithm| cms.verify(&digest(algorithm, signed)?)),
    };
    container.conclude(verified);
    container.cms = Some(cms);
    container
}

fn verify_content(
    cms: &Cms,
    signed: SignedBytes<'_, '_>,
    content: Content,
    findings: &mut Vec<Finding>,
) -> Result<VerifiedCms, CmsError> {
    let algorithm = cms.digest_algorithm()?;
    match (content, cms.econtent()) {
        (Content::Sha1OfRange, Some(embedded)) => {
            let digest = digest(DigestAlgorithm::Sha1, signed)?;
            if digest != embedded {
                return Err(CmsError::DigestMismatch);
            }
            let over = digest_of(algorithm, embedded)?;
            cms.verify(&over)
        }
        (Content::Detached, Some(embedded)) if !embedded.is_empty() => {
            // Which of the two contents counts differs between programs.
            findings.push(Finding::ContentEmbedded);
            Err(CmsError::DigestMismatch)
        }
        _ => cms.verify(&digest(algorithm, signed)?),
    }
}

fn digest(algorithm: DigestAlgorithm, signed: SignedBytes<'_, '_>) -> Result<Vec<u8>, CmsError> {
    let digest = signed.digest(algorithm);
    digest.map_err(|error| withheld(algorithm, &error))
}

fn digest_of(algorithm: DigestAlgorithm, content: &[u8]) -> Result<Vec<u8>, CmsError> {
    let digest = algorithm.digest(&[content]);
    digest.map_err(|error| withheld(algorithm, &error))
}

fn withheld(algorithm: DigestAlgorithm, error: &DigestError) -> CmsError {
    CmsError::Algorithm(AlgorithmError::without_digest(algorithm, error))
}

pub(crate) fn check_imprint(
    token: &TimestampToken,
    signed: SignedBytes<'_, '_>,
) -> Result<(), TimestampError> {
    let algorithm = token.imprint_algorithm()?;
    let digest = signed.digest(algorithm);
    let withheld = |error| AlgorithmError::without_digest(algorithm, &error);
    let digest = digest.map_err(|error| TimestampError::Imprint(withheld(error)))?;
    token.check_imprint(&digest)
}

fn document_timestamp(
    value: &SignatureValue,
    signed: SignedBytes<'_, '_>,
    known: KnownCertificates<'_>,
) -> Container {
    let token = match TimestampToken::parse_known(&value.contents, known) {
        Ok(token) => token,
        Err(TimestampError::Cms(error)) => return Container::failed(&error),
        Err(error) => {
            let error = error.into();
            return Container::unreadable(Finding::ContainerUnreadable { error });
        }
    };
    let mut container = Container::of(token.cms());
    container.claimed_time = None;
    let verified = match check_imprint(&token, signed) {
        Ok(()) => token.verify(&[]),
        Err(error) => Err(error),
    };
    match verified {
        Ok(verified) => {
            container.conclude(Ok(verified));
            if let Ok(imprint) = token.imprint_algorithm() {
                container.bound_by(imprint);
            }
        }
        Err(TimestampError::Cms(error)) => container.conclude(Err(error)),
        Err(TimestampError::ImprintMismatch) => container.conclude(Err(CmsError::DigestMismatch)),
        Err(TimestampError::Imprint(error @ AlgorithmError::Collision { .. })) => {
            container.conclude(Err(CmsError::Algorithm(error)));
        }
        Err(TimestampError::Imprint(error)) => {
            container.leave_open(Finding::UnsupportedAlgorithm { error });
        }
        Err(error) => {
            let error = error.into();
            container.leave_open(Finding::ContainerUnreadable { error });
        }
    }
    container.token = Some(token);
    container
}

/// `adbe.x509.rsa_sha1`: a bare PKCS #1 value and certificates in `/Cert`.
fn raw_pkcs1(
    value: &SignatureValue,
    signed: SignedBytes<'_, '_>,
    known: KnownCertificates<'_>,
) -> Container {
    let certificates = certificates_entry(value, known);
    let Some(certificate) = certificates.first().cloned() else {
        return Container {
            sub_indication: Some(SubIndication::NoSigningCertificateFound),
            ..Container::unreadable(Finding::NoCertificate)
        };
    };
    match verify_pkcs1_octet_string(&value.contents, &certificate, |algorithm| {
        signed.digest(algorithm)
    }) {
        Ok(digest) => Container {
            integrity: Integrity::Intact,
            certificate: Some(certificate),
            digests: vec![digest],
            algorithm: Some(SignatureAlgorithm::RsaPkcs1(digest)),
            certificates,
            ..Container::empty()
        },
        // One value for digest and signature: which of them differs is not known.
        Err(CmsError::SignatureMismatch) => Container {
            certificate: Some(certificate),
            certificates,
            ..Container::failed(&CmsError::DigestMismatch)
        },
        Err(error) => Container::failed(&error),
    }
}

fn certificates_entry(value: &SignatureValue, known: KnownCertificates<'_>) -> Vec<Certificate> {
    let strings: Vec<&[u8]> = match value.dictionary.get("Cert") {
        Some(Object::String(bytes)) => vec![bytes],
        Some(Object::Array(elements)) => elements.iter().filter_map(Object::as_string).collect(),
        _ => Vec::new(),
    };
    let parsed = strings.iter().filter_map(|der| known.read(der).ok());
    parsed.collect()
}

impl Container {
    fn of(cms: &Cms) -> Self {
        let mut findings = Vec::new();
        if matches!(cms.trailer(), Trailer::Other { .. }) {
            findings.push(Finding::ContainerTrailer);
        }
        let trailer = !findings.is_empty();
        Self {
            findings,
            certificate: cms.signing_certificate().ok().cloned(),
            certificates: cms.certificates().to_vec(),
            digests: cms.digest_algorithm().into_iter().collect(),
            claimed_time: cms.claimed_signing_time(),
            doubt: trailer.then_some(SubIndication::FormatFailure),
            ..Self::empty()
        }
    }

    fn empty() -> Self {
        Self {
            integrity: Integrity::Unverifiable,
            sub_indication: None,
            findings: Vec::new(),
            certificate: None,
            certificates: Vec::new(),
            digests: Vec::new(),
            algorithm: None,
            names_certificate: false,
            claimed_time: None,
            cms: None,
            token: None,
            doubt: None,
        }
    }

    pub(crate) fn unreadable(finding: Finding) -> Self {
        Self {
            integrity: Integrity::Broken,
            sub_indication: Some(SubIndication::FormatFailure),
            findings: vec![finding],
            ..Self::empty()
        }
    }

    fn failed(error: &CmsError) -> Self {
        let unreadable = Finding::ContainerUnreadable {
            error: error.clone().into(),
        };
        let mut container = Self::unreadable(unreadable);
        if failure::judgement(error).0 != SubIndication::FormatFailure {
            container.findings.clear();
            container.fail(error);
        }
        container
    }

    /// One of the digests that bind the document: all of them must hold.
    fn bound_by(&mut self, digest: DigestAlgorithm) {
        if !self.digests.contains(&digest) {
            self.digests.push(digest);
        }
    }

    fn conclude(&mut self, verified: Result<VerifiedCms, CmsError>) {
        match verified {
            Ok(verified) => {
                self.integrity = Integrity::Intact;
                self.bound_by(verified.digest_algorithm);
                self.bound_by(verified.signature_algorithm.digest_algorithm());
                self.algorithm = Some(verified.signature_algorithm);
                if verified.digests_differ {
                    self.doubt = self.doubt.or(Some(SubIndication::CryptoConstraintsFailure));
                    self.findings.push(Finding::DigestsDiffer {
                        content: verified.digest_algorithm.to_string(),
                        signature: verified.signature_algorithm.to_string(),
                    });
                }
                self.names_certificate =
                    verified.signing_certificate != SigningCertificateReference::Absent;
                self.certificate = Some(verified.certificate);
            }
            Err(error) => self.fail(&error),
        }
    }

    fn fail(&mut self, error: &CmsError) {
        let (sub_indication, finding) = failure::judgement(error);
        self.integrity = match sub_indication {
            SubIndication::Generic | SubIndication::NoSigningCertificateFound => {
                Integrity::Unverifiable
            }
            _ => Integrity::Broken,
        };
        self.sub_indication = Some(sub_indication);
        self.findings.push(finding);
    }

    fn leave_open(&mut self, finding: Finding) {
        self.integrity = Integrity::Unverifiable;
        self.sub_indication = Some(SubIndication::Generic);
        self.findings.push(finding);
    }
}

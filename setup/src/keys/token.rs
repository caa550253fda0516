//! Keys on tokens, as the signer asks for them.

use kyso_pkcs11_bridge as bridge;
use kyso_pkcs11_bridge::{DigestKind, TokenKey, TokenOptions, TokenUri};
use kyso_pki::{Certificate, DigestAlgorithm, SignatureAlgorithm};
use kyso_signer::{DeviceError, KeyError, SigningKey, SigningToken};
use kyso_words::Localized;
use secrecy::SecretString;
use std::error::Error;
use std::fmt;

use super::KeyFailure;

/// A key on a token.
pub(super) struct TokenSigner {
    key: TokenKey,
    certificate: Certificate,
    chain: Vec<Certificate>,
    token: SigningToken,
}

impl TokenSigner {
    /// Opens the key that `uri` selects; `pin` is `None` for tokens with a PIN pad.
    pub(super) fn open(
        uri: &TokenUri,
        pin: Option<SecretString>,
        options: &TokenOptions,
    ) -> Result<Self, KeyFailure> {
        let key = TokenKey::open(uri, pin, options)?;
        let certificate = Certificate::from_der(key.certificate_der());
        let certificate = certificate.map_err(|source| KeyFailure::TokenCertificate { source })?;
        // Other certificates only help to build a path: one that cannot be read is none.
        let others = key.other_certificates().iter();
        let chain = others
            .filter_map(|other| Certificate::from_der(&other.der).ok())
            .collect();
        let identity = key.token_identity();
        let token = SigningToken {
            label: identity.label.clone(),
            manufacturer: identity.manufacturer.clone(),
            model: identity.model.clone(),
            serial: identity.serial.clone(),
        };
        Ok(Self {
            key,
            certificate,
            chain,
            token,
        })
    }
}

impl SigningKey for TokenSigner {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    fn sign_digest(
        &self,
        algorithm: SignatureAlgorithm,
        digest: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        let on_token = on_token(algorithm).ok_or(KeyError::Unsupported { algorithm })?;
        let signature = self.key.sign_digest(on_token, digest);
        signature.map_err(|error| KeyError::Device(Box::new(TokenFailure(error))))
    }

    fn token(&self) -> Option<&SigningToken> {
        Some(&self.token)
    }
}

/// A failure of a token, with its words in Vietnamese.
#[derive(Debug)]
struct TokenFailure(bridge::TokenError);

impl fmt::Display for TokenFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Error for TokenFailure {}

impl DeviceError for TokenFailure {}

impl Localized for TokenFailure {
    fn vietnamese(&self) -> String {
        self.0.vietnamese()
    }
}

/// The token's name for an algorithm; `None` for what tokens do not sign here.
fn on_token(algorithm: SignatureAlgorithm) -> Option<bridge::TokenAlgorithm> {
    let digest = match algorithm.digest_algorithm() {
        DigestAlgorithm::Sha256 => DigestKind::Sha256,
        DigestAlgorithm::Sha384 => DigestKind::Sha384,
        DigestAlgorithm::Sha512 => DigestKind::Sha512,
        _ => return None,
    };
    match algorithm {
        SignatureAlgorithm::RsaPkcs1(_) => Some(bridge::TokenAlgorithm::RsaPkcs1(digest)),
        SignatureAlgorithm::RsaPss(_) => Some(bridge::TokenAlgorithm::RsaPss(digest)),
        SignatureAlgorithm::Ecdsa(_) => Some(bridge::TokenAlgorithm::Ecdsa(digest)),
        _ => None,
    }
}

//! One signing key: the token, its certificate and the private key that belongs to it.

use std::fmt;

use openssl::bn::BigNumRef;
use openssl::pkey::{PKey, Public};
use secrecy::SecretString;

use crate::certificate::CertificateEntry;
use crate::error::TokenError;
use crate::handle::TokenHandle;
use crate::keypair::KeySelector;
use crate::kinds::TokenAlgorithm;
use crate::kinds::TokenKeyKind;
use crate::module::Module;
use crate::options::TokenOptions;
use crate::public_key::verifies;
use crate::state::PrivateKey;
use crate::token::TokenIdentity;
use crate::uri::TokenUri;

/// A private key on a token, ready to sign, with the certificate that belongs to it.
#[derive(Clone)]
pub struct TokenKey {
    handle: TokenHandle,
    selector: KeySelector,
    kind: TokenKeyKind,
    public: PKey<Public>,
    certificate: CertificateEntry,
    others: Vec<CertificateEntry>,
}

impl TokenKey {
    /// Opens the key that `uri` selects: loads the module, finds the token, logs in once, pairs
    /// private keys with certificates and takes the one pair that fits.
    ///
    /// The URI may leave out every attribute that is not needed to distinguish the pair. `pin` is
    /// `None` for tokens with a PIN pad.
    ///
    /// # Errors
    /// Any [`TokenError`]; [`TokenError::KeyNotFound`] and [`TokenError::KeyAmbiguous`] list what
    /// the token holds.
    pub fn open(
        uri: &TokenUri,
        pin: Option<SecretString>,
        options: &TokenOptions,
    ) -> Result<TokenKey, TokenError> {
        let path = uri.module_path().or(options.module.as_deref());
        let module = Module::load(path.ok_or(TokenError::ModuleUnnamed)?)?;
        let token = module.token(uri, options)?;
        let handle = module.open(&token.identity, options)?;
        handle.log_in(pin)?;
        TokenKey::choose(handle, uri)
    }

    /// DER of the certificate.
    #[must_use]
    pub fn certificate_der(&self) -> &[u8] {
        &self.certificate.der
    }

    /// The certificate object on the token.
    #[must_use]
    pub fn certificate(&self) -> &CertificateEntry {
        &self.certificate
    }

    /// The other certificates on the token: candidates for the chain, in the token's order.
    #[must_use]
    pub fn other_certificates(&self) -> &[CertificateEntry] {
        &self.others
    }

    /// Which token holds the key (B4: recorded with each signing).
    #[must_use]
    pub fn token_identity(&self) -> &TokenIdentity {
        self.handle.identity()
    }

    /// What the key is; its algorithms follow from it.
    #[must_use]
    pub fn kind(&self) -> TokenKeyKind {
        self.kind
    }

    /// The token in use.
    #[must_use]
    pub fn handle(&self) -> &TokenHandle {
        &self.handle
    }

    /// Signs a digest and checks the signature with the certificate before returning it: the bare
    /// RSA value, or the DER of an ECDSA signature.
    ///
    /// # Errors
    /// As [`TokenHandle::sign_digest`], and [`TokenError::SignatureWrong`].
    pub fn sign_digest(
        &self,
        algorithm: TokenAlgorithm,
        digest: &[u8],
    ) -> Result<Vec<u8>, TokenError> {
        let signature = self.handle.sign_digest(&self.selector, algorithm, digest)?;
        self.checked(algorithm, digest, signature)
    }

    /// Signs a whole message; see [`TokenHandle::sign_message`] for when to prefer it.
    ///
    /// # Errors
    /// As [`TokenKey::sign_digest`].
    pub fn sign_message(
        &self,
        algorithm: TokenAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, TokenError> {
        let signature = self
            .handle
            .sign_message(&self.selector, algorithm, message)?;
        self.checked(algorithm, &algorithm.digest().of(message)?, signature)
    }

    fn checked(
        &self,
        algorithm: TokenAlgorithm,
        digest: &[u8],
        signature: Vec<u8>,
    ) -> Result<Vec<u8>, TokenError> {
        if verifies(&self.public, algorithm, digest, &signature) {
            return Ok(signature);
        }
        Err(TokenError::SignatureWrong {
            label: self.certificate.label.clone(),
        })
    }

    fn choose(handle: TokenHandle, uri: &TokenUri) -> Result<TokenKey, TokenError> {
        let mut certificates = handle.certificates()?;
        let keys = handle.read_private_keys()?;
        let fitting: Vec<(usize, Pair)> = certificates
            .iter()
            .enumerate()
            .filter_map(|(index, entry)| Some((index, pair(entry, &keys, uri)?)))
            .collect();
        let [(index, pair)] = <[_; 1]>::try_from(fitting).map_err(|fitting| {
            let found = fitting
                .iter()
                .filter_map(|(index, _)| certificates.get(*index));
            not_one(uri, found, &certificates)
        })?;
        let certificate = certificates.remove(index);
        Ok(TokenKey {
            handle,
            selector: pair.selector,
            kind: pair.kind,
            public: pair.public,
            certificate,
            others: certificates,
        })
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = formatter.debug_struct("TokenKey");
        text.field("token", self.token_identity())
            .field("key", &self.selector);
        text.field("kind", &self.kind).finish_non_exhaustive()
    }
}

struct Pair {
    selector: KeySelector,
    kind: TokenKeyKind,
    public: PKey<Public>,
}

/// The private key of a certificate, if the URI selects one of the two.
fn pair(entry: &CertificateEntry, keys: &[PrivateKey], uri: &TokenUri) -> Option<Pair> {
    let public = entry.public_key().ok()?;
    let kind = TokenKeyKind::of_public(&public).ok()?;
    let key = keys
        .iter()
        .find(|key| key.kind == kind && belongs(key, entry, &public))?;
    let KeySelector { id, label } = &key.selector;
    let selected = uri.selects_object(&entry.id, &entry.label) || uri.selects_object(id, label);
    selected.then(|| Pair {
        selector: key.selector.clone(),
        kind,
        public,
    })
}

/// RSA keys have a readable modulus; of EC keys only the identifier is sure to be readable, and the
/// first signature shows whether it was right.
fn belongs(key: &PrivateKey, entry: &CertificateEntry, public: &PKey<Public>) -> bool {
    match public.rsa() {
        Ok(rsa) => BigNumRef::to_vec(rsa.n()) == key.modulus,
        Err(_) => !entry.id.is_empty() && entry.id == key.selector.id,
    }
}

fn not_one<'a>(
    uri: &TokenUri,
    found: impl Iterator<Item = &'a CertificateEntry>,
    all: &[CertificateEntry],
) -> TokenError {
    let name = |entry: &CertificateEntry| entry.selector().to_string();
    let (wanted, found) = (uri.to_string(), found.map(name).collect::<Vec<_>>());
    match found.is_empty() {
        true => TokenError::KeyNotFound {
            wanted,
            present: all.iter().map(name).collect(),
        },
        false => TokenError::KeyAmbiguous { wanted, found },
    }
}

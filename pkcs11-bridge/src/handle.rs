//! A token in use: requests to the thread that owns it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use crate::certificate::CertificateEntry;
use crate::error::TokenError;
use crate::keypair::KeySelector;
use crate::kinds::TokenAlgorithm;
use crate::options::TokenOptions;
use crate::owner::Owner;
use crate::pin::FinalTry;
use crate::state::{Input, PrivateKey, TokenState};
use crate::token::{TokenIdentity, TokenInfo};

/// A token in use. Cheap to clone and to send between threads; the last clone that goes logs out.
///
/// Every method blocks for at most the timeout of the [`TokenOptions`] that the handle was opened
/// with, and answers [`TokenError::Busy`] or [`TokenError::Stuck`] then.
#[derive(Clone)]
pub struct TokenHandle {
    owner: Arc<Owner<TokenState>>,
    identity: TokenIdentity,
    request_timeout: Duration,
    pin_pad_timeout: Duration,
    final_try: FinalTry,
}

impl TokenHandle {
    pub(crate) fn new(
        owner: Arc<Owner<TokenState>>,
        identity: TokenIdentity,
        options: &TokenOptions,
    ) -> TokenHandle {
        TokenHandle {
            owner,
            identity,
            request_timeout: options.request_timeout,
            pin_pad_timeout: options.pin_pad_timeout,
            final_try: options.final_try,
        }
    }

    /// Which token this is.
    #[must_use]
    pub fn identity(&self) -> &TokenIdentity {
        &self.identity
    }

    /// Whether the token is out of use because its driver has not answered in time.
    #[must_use]
    pub fn is_stuck(&self) -> bool {
        self.owner.progress().is_stuck()
    }

    /// The token's flags and mechanisms at this moment. Needs no PIN.
    ///
    /// # Errors
    /// [`TokenError::TokenNotFound`] if it was removed; any [`TokenError`] of the driver.
    pub fn info(&self) -> Result<TokenInfo, TokenError> {
        self.owner.ask(self.request_timeout, TokenState::info)
    }

    /// The certificates on the token. Needs no PIN on most tokens.
    ///
    /// # Errors
    /// Any [`TokenError`] of the driver; [`TokenError::Limit`].
    pub fn certificates(&self) -> Result<Vec<CertificateEntry>, TokenError> {
        self.owner
            .ask(self.request_timeout, TokenState::certificates)
    }

    /// Logs in with `pin`, or at the token's own pad with `None` (G4). The flags are read first; the
    /// PIN is offered to the token once, and never again if it was refused. A PIN that worked stays
    /// in memory, zeroised when the login ends, to restore a login that was lost.
    ///
    /// # Errors
    /// The `Pin…` variants of [`TokenError`], and any of the driver.
    pub fn log_in(&self, pin: Option<SecretString>) -> Result<(), TokenError> {
        let (timeout, final_try) = (self.login_timeout(pin.is_none()), self.final_try);
        self.owner
            .ask(timeout, move |state| state.log_in(pin, final_try))
    }

    /// Logs out, for all handles of this token, and forgets the PIN.
    ///
    /// # Errors
    /// [`TokenError::Busy`], [`TokenError::Stuck`], [`TokenError::OwnerEnded`].
    pub fn log_out(&self) -> Result<(), TokenError> {
        self.owner.ask(self.request_timeout, |state| {
            state.log_out();
            Ok(())
        })
    }

    /// Identifiers and labels of the private keys. Needs a login.
    ///
    /// # Errors
    /// [`TokenError::LoginRequired`], and any [`TokenError`] of the driver.
    pub fn private_keys(&self) -> Result<Vec<KeySelector>, TokenError> {
        Ok(self
            .read_private_keys()?
            .into_iter()
            .map(|key| key.selector)
            .collect())
    }

    /// Signs a digest. The signature is the bare RSA value, or the DER of an ECDSA signature; it is
    /// not checked against a certificate: [`crate::TokenKey`] does that.
    ///
    /// # Errors
    /// [`TokenError::LoginRequired`], [`TokenError::KeyNotFound`], [`TokenError::KeyAmbiguous`],
    /// [`TokenError::AlgorithmMismatch`], [`TokenError::DigestLength`],
    /// [`TokenError::MechanismMissing`], [`TokenError::ReauthenticationUnsupported`],
    /// [`TokenError::SignatureLength`], and any of the driver.
    pub fn sign_digest(
        &self,
        key: &KeySelector,
        algorithm: TokenAlgorithm,
        digest: &[u8],
    ) -> Result<Vec<u8>, TokenError> {
        self.sign(key, algorithm, Input::Digest(digest.to_vec()))
    }

    /// Signs a whole message. Prefer this for keys that want their PIN at each use: many tokens
    /// finish such an operation only if they hash the message themselves.
    ///
    /// # Errors
    /// As [`TokenHandle::sign_digest`].
    pub fn sign_message(
        &self,
        key: &KeySelector,
        algorithm: TokenAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, TokenError> {
        self.sign(key, algorithm, Input::Message(message.to_vec()))
    }

    pub(crate) fn read_private_keys(&self) -> Result<Vec<PrivateKey>, TokenError> {
        self.owner
            .ask(self.request_timeout, TokenState::private_keys)
    }

    fn sign(
        &self,
        key: &KeySelector,
        algorithm: TokenAlgorithm,
        input: Input,
    ) -> Result<Vec<u8>, TokenError> {
        let key = key.clone();
        self.owner.ask(self.request_timeout, move |state| {
            state.sign(&key, algorithm, &input)
        })
    }

    /// A person at a PIN pad takes longer than a driver may.
    fn login_timeout(&self, at_pad: bool) -> Duration {
        match at_pad {
            true => self.request_timeout.max(self.pin_pad_timeout),
            false => self.request_timeout,
        }
    }
}

impl fmt::Debug for TokenHandle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("TokenHandle")
            .field(&self.identity)
            .finish()
    }
}

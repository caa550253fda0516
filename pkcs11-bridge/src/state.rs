//! The token as its owner's thread holds it: sessions, login and key handles.
//!
//! Login belongs to the application and the token, not to a session, and ends with the last
//! session: the guard session stays open as long as the login shall last. Signing has a session of
//! its own, because an operation that fails or is abandoned poisons the session it was begun in.

mod login;
mod objects;
mod signing;

use std::collections::HashMap;
use std::sync::Arc;

use cryptoki::context::Pkcs11;
use cryptoki::mechanism::MechanismType;
use cryptoki::session::Session;
use cryptoki::slot::Slot;

use crate::error::{Recovery, TokenError};
use crate::keypair::KeySelector;
use crate::pin::RefusedPins;
use crate::token::{self, TokenIdentity, TokenInfo};
use login::Login;
pub(crate) use objects::PrivateKey;
pub(crate) use signing::Input;

/// Everything that dies with the token's sessions, and what is needed to bring it back.
pub(crate) struct TokenState {
    context: Pkcs11,
    identity: TokenIdentity,
    refused: Arc<RefusedPins>,
    login: Login,
    signing: Option<Session>,
    guard: Option<Guard>,
    keys: HashMap<KeySelector, PrivateKey>,
}

/// The session that keeps the login, and what was learnt about the token when it was opened.
struct Guard {
    session: Session,
    slot: Slot,
    mechanisms: Vec<MechanismType>,
}

impl TokenState {
    pub(crate) fn new(
        context: Pkcs11,
        identity: TokenIdentity,
        refused: Arc<RefusedPins>,
    ) -> TokenState {
        TokenState {
            context,
            identity,
            refused,
            login: Login::Out,
            signing: None,
            guard: None,
            keys: HashMap::new(),
        }
    }

    /// The token as it is now.
    pub(crate) fn info(&mut self) -> Result<TokenInfo, TokenError> {
        let slot = token::slot_of(&self.context, &self.identity)?;
        token::token_in(&self.context, slot)
    }

    /// Does `work`; where the return code says that session or device are gone, drops
    /// what depends on them and does it once more; work that needs a login restores it.
    fn recovering<T>(
        &mut self,
        work: impl Fn(&mut TokenState) -> Result<T, TokenError>,
    ) -> Result<T, TokenError> {
        let error = match work(self) {
            Err(error) => error,
            done => return done,
        };
        let Some(recovery) = error.recovery() else {
            return Err(error);
        };
        tracing::warn!(token = %self.identity, %error, ?recovery, "recovering the token");
        match recovery {
            Recovery::Reopen => self.signing = None,
            Recovery::Reconnect => self.lose_sessions(),
        }
        work(self)
    }

    fn guard(&mut self) -> Result<&Guard, TokenError> {
        let guard = match self.guard.take() {
            Some(guard) => guard,
            None => self.open_guard()?,
        };
        Ok(self.guard.insert(guard))
    }

    fn open_guard(&self) -> Result<Guard, TokenError> {
        let slot = token::slot_of(&self.context, &self.identity)?;
        Ok(Guard {
            session: self.context.open_ro_session(slot)?,
            slot,
            mechanisms: token::mechanisms(&self.context, slot)?,
        })
    }

    /// Drops the sessions and all that is valid only while they are open.
    fn close(&mut self) {
        self.keys.clear();
        self.signing = None;
        self.guard = None;
    }
}

impl Drop for TokenState {
    fn drop(&mut self) {
        self.log_out();
    }
}

//! Logging in and out under the rules of G4.

use cryptoki::error::RvError;
use cryptoki::session::{Session, SessionState, UserType};
use secrecy::SecretString;

use super::TokenState;
use crate::error::TokenError;
use crate::pin::{FinalTry, same_pin};
use crate::token;

/// Whether the application is logged in at the token.
#[derive(Default)]
pub(super) enum Login {
    #[default]
    Out,
    /// With a PIN that worked, or without one: typed at the token's pad, or logged in by another
    /// part of this process.
    In { pin: Option<SecretString> },
}

impl TokenState {
    /// Logs in, unless it is logged in with this very PIN. One C_Login at most.
    pub(crate) fn log_in(
        &mut self,
        pin: Option<SecretString>,
        final_try: FinalTry,
    ) -> Result<(), TokenError> {
        if self.is_logged_in() {
            return self.compare_pin(pin.as_ref());
        }
        // A session from before the token was pulled out would fail after the PIN was sent.
        self.login = Login::Out;
        self.close();
        self.admit(pin.as_ref(), final_try)?;
        let outcome = self.guard()?.session.login(UserType::User, pin.as_ref());
        match outcome.map_err(TokenError::from) {
            Ok(()) => {
                tracing::info!(token = %self.identity, "logged in");
                self.login = Login::In { pin };
                Ok(())
            }
            Err(error) if error.code() == Some(RvError::UserAlreadyLoggedIn) => {
                self.login = Login::In { pin: None };
                Ok(())
            }
            Err(error) => Err(self.refused_login(error, pin.as_ref())),
        }
    }

    /// Logs out and forgets the PIN. What the token answers does not matter: the session that
    /// kept the login is closed next.
    pub(crate) fn log_out(&mut self) {
        if let (Login::In { .. }, Some(guard)) = (&self.login, &self.guard) {
            drop(guard.session.logout());
        }
        self.login = Login::Out;
        self.close();
    }

    /// Repeats the login that was lost. Only a PIN that worked is repeated, and only where no last
    /// try is at stake.
    pub(super) fn log_in_again(&mut self, lost: Login) -> Result<(), TokenError> {
        match lost {
            Login::In { pin: Some(pin) } => self.log_in(Some(pin), FinalTry::Refuse),
            Login::In { pin: None } | Login::Out => Ok(()),
        }
    }

    pub(super) fn require_login(&self) -> Result<(), TokenError> {
        match self.login {
            Login::In { .. } => Ok(()),
            Login::Out => Err(TokenError::LoginRequired),
        }
    }

    /// Answers a key that wants its PIN at each use (CKA_ALWAYS_AUTHENTICATE; PKCS#11 2.40,
    /// section 4.9): C_Login as CKU_CONTEXT_SPECIFIC, right after C_SignInit.
    pub(super) fn authenticate_operation(&self, session: &Session) -> Result<(), TokenError> {
        let Login::In { pin } = &self.login else {
            return Err(TokenError::LoginRequired);
        };
        self.admit(pin.as_ref(), FinalTry::Refuse)?;
        session
            .login(UserType::ContextSpecific, pin.as_ref())
            .map_err(|error| self.refused_login(error.into(), pin.as_ref()))
    }

    /// Reads the flags, which may have changed since the last look, and applies the rules.
    fn admit(&self, pin: Option<&SecretString>, final_try: FinalTry) -> Result<(), TokenError> {
        let slot = match &self.guard {
            Some(guard) => guard.slot,
            None => token::slot_of(&self.context, &self.identity)?,
        };
        token::pin_flags(&self.context, slot)?.admit(pin, final_try)?;
        match pin.is_some_and(|pin| self.refused.contain(pin)) {
            true => Err(TokenError::PinRefusedBefore),
            false => Ok(()),
        }
    }

    fn is_logged_in(&self) -> bool {
        let Some(guard) = &self.guard else {
            return false;
        };
        let state = guard
            .session
            .get_session_info()
            .map(|info| info.session_state());
        matches!(self.login, Login::In { .. })
            && matches!(state, Ok(SessionState::RoUser | SessionState::RwUser))
    }

    /// Who joins a login must know its PIN. Comparing costs no try.
    fn compare_pin(&self, pin: Option<&SecretString>) -> Result<(), TokenError> {
        match (&self.login, pin) {
            (Login::In { pin: Some(held) }, Some(pin)) if same_pin(held, pin) => Ok(()),
            (Login::In { pin: Some(_) }, Some(_)) => Err(TokenError::PinDiffers),
            (Login::In { pin: Some(_) }, None) => Err(TokenError::PinRequired),
            _ => self.admit(pin, FinalTry::Refuse),
        }
    }

    /// Remembers a refused PIN, and says what the token's flags say now.
    fn refused_login(&self, error: TokenError, pin: Option<&SecretString>) -> TokenError {
        let code = match error.code() {
            Some(code @ (RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange)) => {
                pin.inspect(|pin| self.refused.add(pin));
                code
            }
            Some(code @ RvError::PinLocked) => code,
            _ => return error,
        };
        tracing::warn!(token = %self.identity, ?code, "the token refused a login");
        let TokenError::Call { function, code } = error else {
            return error;
        };
        match self
            .guard
            .as_ref()
            .map(|guard| token::pin_flags(&self.context, guard.slot))
        {
            Some(Ok(flags)) => TokenError::PinRefused {
                function,
                code,
                left: flags.tries_left(),
            },
            _ => TokenError::Call { function, code },
        }
    }
}

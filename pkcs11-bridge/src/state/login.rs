//! Logging in and out under the rules of G4.

use cryptoki::error::RvError;
use cryptoki::session::{Session, SessionState, UserType};
use secrecy::SecretString;

use super::TokenState;
use crate::error::TokenError;
use crate::kinds::TriesLeft;
use crate::pin::{FinalTry, same_pin};
use crate::token;

/// Whether the application is logged in at the token.
#[derive(Default)]
pub(super) enum Login {
    #[default]
    Out,
    /// With a PIN that worked, or without one when it was typed at the token's pad.
    In { pin: Option<SecretString> },
    /// It was logged in with this PIN until session or device were lost.
    Lost { pin: SecretString },
}

impl TokenState {
    /// Logs in, unless it is logged in with this very PIN. The token looks at one PIN at most.
    pub(crate) fn log_in(
        &mut self,
        pin: Option<SecretString>,
        final_try: FinalTry,
    ) -> Result<(), TokenError> {
        if matches!(self.login, Login::In { .. }) && self.session_is_logged_in() == Ok(true) {
            return self.compare_pin(pin.as_ref());
        }
        // A session from before the token was pulled out would fail after the PIN was sent.
        self.lose_sessions();
        self.admit(pin.as_ref(), final_try)?;
        if let Err(error) = self.offer(pin.as_ref()) {
            return Err(self.refused_login(error, pin.as_ref()));
        }
        tracing::info!(token = %self.identity, "logged in");
        self.login = Login::In { pin };
        Ok(())
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

    /// Whether this process has logged in and not lost it, as far as is known.
    pub(super) fn believes_logged_in(&self) -> bool {
        matches!(self.login, Login::In { .. })
    }

    /// Drops what is no longer valid; a PIN that worked is kept to log in again when needed.
    pub(super) fn lose_sessions(&mut self) {
        self.close();
        self.login = match std::mem::take(&mut self.login) {
            Login::In { pin: Some(pin) } | Login::Lost { pin } => Login::Lost { pin },
            Login::In { pin: None } | Login::Out => Login::Out,
        };
    }

    /// Makes sure of the login: a lost one is repeated, with the PIN that worked, and only where no
    /// last try is at stake. A token that was pulled out and put back needs no more than this.
    pub(super) fn require_login(&mut self) -> Result<(), TokenError> {
        if self.believes_logged_in() {
            if self.session_is_logged_in()? {
                return Ok(());
            }
            self.lose_sessions();
        }
        match &self.login {
            Login::Lost { pin } => self.log_in(Some(pin.clone()), FinalTry::Refuse),
            _ => Err(TokenError::LoginRequired),
        }
    }

    /// Answers a key that wants its PIN at each use (CKA_ALWAYS_AUTHENTICATE; PKCS#11 2.40,
    /// section 4.9): C_Login as CKU_CONTEXT_SPECIFIC, right after C_SignInit.
    pub(super) fn authenticate_operation(&mut self, session: &Session) -> Result<(), TokenError> {
        let Login::In { pin } = &self.login else {
            return Err(TokenError::LoginRequired);
        };
        let pin = pin.clone();
        self.admit(pin.as_ref(), FinalTry::Refuse)?;
        session
            .login(UserType::ContextSpecific, pin.as_ref())
            .map_err(|error| self.refused_login(error.into(), pin.as_ref()))
    }

    /// C_Login. A token where another part of this process has logged in answers any PIN without
    /// looking at it (CKR_USER_ALREADY_LOGGED_IN): that login ends, and the PIN must prove itself.
    fn offer(&mut self, pin: Option<&SecretString>) -> Result<(), TokenError> {
        let session = &self.guard()?.session;
        let outcome = session.login(UserType::User, pin).map_err(TokenError::from);
        match outcome {
            Err(error) if error.code() == Some(RvError::UserAlreadyLoggedIn) => {
                session.logout()?;
                Ok(session.login(UserType::User, pin)?)
            }
            outcome => outcome,
        }
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

    fn session_is_logged_in(&mut self) -> Result<bool, TokenError> {
        let state = self.guard()?.session.get_session_info()?.session_state();
        Ok(matches!(state, SessionState::RoUser | SessionState::RwUser))
    }

    /// Who joins a login must know its PIN. Comparing costs no try.
    fn compare_pin(&self, pin: Option<&SecretString>) -> Result<(), TokenError> {
        match (&self.login, pin) {
            (Login::In { pin: Some(held) }, Some(pin)) if same_pin(held, pin) => Ok(()),
            (Login::In { pin: Some(_) }, Some(_)) => Err(TokenError::PinDiffers),
            (Login::In { pin: Some(_) }, None) => Err(TokenError::PinRequired),
            // Nothing is known that a PIN could be compared with.
            (_, Some(_)) => Err(TokenError::PinOnPad),
            (_, None) => self.admit(None, FinalTry::Refuse),
        }
    }

    /// What a failed C_Login means; a refused PIN is remembered.
    fn refused_login(&mut self, error: TokenError, pin: Option<&SecretString>) -> TokenError {
        let TokenError::Call { function, code } = error else {
            return error;
        };
        let flags = self
            .guard
            .as_ref()
            .map(|guard| token::pin_flags(&self.context, guard.slot));
        let left = match (code.value(), flags) {
            (RvError::PinLocked, _) => TriesLeft::Zero,
            (_, Some(Ok(flags))) => flags.tries_left(),
            // Without flags the code alone speaks.
            _ => TriesLeft::NoneReportedWrong,
        };
        match code.value() {
            // The lock says nothing about this PIN, which may be the right one.
            RvError::PinLocked => {}
            refused if refuses_pin(refused, left) => {
                pin.into_iter().for_each(|pin| self.forget_refused(pin))
            }
            _ => return TokenError::Call { function, code },
        }
        tracing::warn!(token = %self.identity, %code, %left, "the token refused a login");
        TokenError::PinRefused {
            function,
            code,
            left,
        }
    }

    fn forget_refused(&mut self, pin: &SecretString) {
        self.refused.add(pin);
        if matches!(&self.login, Login::Lost { pin: held } if same_pin(held, pin)) {
            self.login = Login::Out;
        }
    }
}

/// Some middleware answers a wrong PIN with a general or vendor's own code; then the flags tell.
fn refuses_pin(code: RvError, left: TriesLeft) -> bool {
    match code {
        RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange => true,
        RvError::GeneralError | RvError::FunctionFailed | RvError::VendorDefined(_) => {
            left != TriesLeft::NoneReportedWrong
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vague_code_counts_as_refusal_if_the_flags_say_so() {
        assert!(refuses_pin(
            RvError::PinIncorrect,
            TriesLeft::NoneReportedWrong
        ));
        assert!(refuses_pin(RvError::GeneralError, TriesLeft::Fewer));
        assert!(!refuses_pin(
            RvError::GeneralError,
            TriesLeft::NoneReportedWrong
        ));
        assert!(!refuses_pin(RvError::DeviceRemoved, TriesLeft::Fewer));
    }
}

//! One signature: the token decides the mechanism, the key decides the session.

use cryptoki::error::RvError;
use cryptoki::mechanism::{Mechanism, MechanismType};
use cryptoki::session::Session;

use super::{PrivateKey, TokenState};
use crate::error::TokenError;
use crate::keypair::KeySelector;
use crate::kinds::TokenAlgorithm;

/// What is signed.
pub(crate) enum Input {
    /// A digest by the algorithm's own digest.
    Digest(Vec<u8>),
    /// A whole message, which the token may hash where it cannot do otherwise.
    Message(Vec<u8>),
}

/// Which mechanism makes the signature, and from which bytes.
struct Plan {
    mechanism: Mechanism<'static>,
    input: Vec<u8>,
    hashed_on_token: bool,
}

impl TokenState {
    /// Signs. Repeats once where session, login or device were lost.
    pub(crate) fn sign(
        &mut self,
        selector: &KeySelector,
        algorithm: TokenAlgorithm,
        input: &Input,
    ) -> Result<Vec<u8>, TokenError> {
        if let Input::Digest(digest) = input {
            algorithm.digest().check_length(digest)?;
        }
        self.recovering(|state| {
            let outcome = state.sign_once(selector, algorithm, input);
            if outcome.is_err() {
                // The failed operation may still be active in this session.
                state.signing = None;
            }
            outcome
        })
    }

    fn sign_once(
        &mut self,
        selector: &KeySelector,
        algorithm: TokenAlgorithm,
        input: &Input,
    ) -> Result<Vec<u8>, TokenError> {
        self.require_login()?;
        let key = self.key(selector)?;
        algorithm.check_key(key.kind)?;
        let plan = plan(&self.guard()?.mechanisms, &key, algorithm, input)?;
        let slot = self.guard()?.slot;
        let session = match self.signing.take() {
            Some(session) => session,
            None => self.context.open_ro_session(slot)?,
        };
        let signature = self.run(&session, &key, &plan)?;
        self.signing = Some(session);
        algorithm.finish(key.kind, signature)
    }

    fn run(
        &mut self,
        session: &Session,
        key: &PrivateKey,
        plan: &Plan,
    ) -> Result<Vec<u8>, TokenError> {
        if !key.always_authenticate && !plan.hashed_on_token {
            return Ok(session.sign(&plan.mechanism, key.handle, &plan.input)?);
        }
        session.sign_init(&plan.mechanism, key.handle)?;
        if key.always_authenticate {
            self.authenticate_operation(session)?;
        }
        // The binding has no C_Sign without C_SignInit, so an operation that was authenticated in
        // between can only be finished part by part. For bare mechanisms that is up to the token.
        session
            .sign_update(&plan.input)
            .and_then(|()| session.sign_final())
            .map_err(|error| part_by_part_refused(error.into(), plan))
    }
}

/// Chooses the mechanism from those that the token has.
fn plan(
    present: &[MechanismType],
    key: &PrivateKey,
    algorithm: TokenAlgorithm,
    input: &Input,
) -> Result<Plan, TokenError> {
    let (bare, hashing) = (algorithm.bare(), algorithm.hashing());
    let has = |mechanism: &Mechanism<'_>| present.contains(&mechanism.mechanism_type());
    match input {
        Input::Message(message) if has(&hashing) && (key.always_authenticate || !has(&bare)) => {
            Ok(Plan {
                mechanism: hashing,
                input: message.clone(),
                hashed_on_token: true,
            })
        }
        _ if has(&bare) => {
            let digest = match input {
                Input::Digest(digest) => digest.clone(),
                Input::Message(message) => algorithm.digest().of(message)?,
            };
            let input = algorithm.bare_input(key.kind, &digest);
            Ok(Plan {
                mechanism: bare,
                input,
                hashed_on_token: false,
            })
        }
        _ => Err(TokenError::MechanismMissing {
            mechanism: bare.mechanism_type().to_string(),
            present: present.iter().map(ToString::to_string).collect(),
        }),
    }
}

fn part_by_part_refused(error: TokenError, plan: &Plan) -> TokenError {
    match (error.code(), error) {
        (
            Some(RvError::OperationNotInitialized | RvError::FunctionNotSupported),
            TokenError::Call { function, code },
        ) if !plan.hashed_on_token => TokenError::ReauthenticationUnsupported { function, code },
        (_, error) => error,
    }
}

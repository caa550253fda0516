//! OCSP by `openssl ocsp`, for requests that are posted.

use std::fs;
use std::path::Path;

use kyso_issuing::danger_key_pem;
use tempfile::TempDir;

use super::query::{ocsp_with_other_nonce, ocsp_without_nonce};
use super::{Behaviour, Server, ServerError, Service, listen};
use crate::folder::write;
use crate::http::{Request, Response};
use crate::openssl::{Clock, openssl};
use crate::pki::{TestPki, issuing, serial_of};

/// An OCSP responder.
pub struct OcspServer(Server);

impl OcspServer {
    /// Starts the responder `id`, with the clock at the moment of the PKI. It answers about what its own issuer
    /// issued or, when it is an authority, about what it issued itself.
    ///
    /// # Errors
    /// [`ServerError`].
    pub fn start(pki: &TestPki, id: &str, behaviour: Behaviour) -> Result<Self, ServerError> {
        let authority = pki.answers_for(id)?;
        Self::start_for(pki, &authority, id, behaviour)
    }

    /// Starts the responder `id` as one that answers about what `authority` issued, even if it is not entitled to.
    ///
    /// # Errors
    /// [`ServerError`].
    pub fn start_for(
        pki: &TestPki,
        authority: &str,
        id: &str,
        behaviour: Behaviour,
    ) -> Result<Self, ServerError> {
        let service = Box::new(Ocsp::new(pki, authority, id)?);
        Server::start(listen()?, service, behaviour, Clock::At(pki.now())).map(Self)
    }
}

super::common_methods!(OcspServer);

impl TestPki {
    /// The authority about whose certificates the responder `id` is asked.
    pub(super) fn answers_for(&self, id: &str) -> Result<String, ServerError> {
        let is_authority = self.authority_member(id).is_ok();
        let issuer = if is_authority {
            None
        } else {
            self.issuer_of(id)?
        };
        Ok(issuer.unwrap_or(id).to_owned())
    }
}

pub(super) struct Ocsp {
    pki: TestPki,
    authority: String,
    folder: TempDir,
}

impl Ocsp {
    pub(super) fn new(pki: &TestPki, authority: &str, id: &str) -> Result<Self, ServerError> {
        let folder = tempfile::tempdir()?;
        let responder = pki.signer(id)?;
        let issuer = pki.authority(authority)?.certificate().to_pem();
        let key = danger_key_pem(&responder).map_err(issuing(id))?;
        let path = |name: &str| folder.path().join(name);
        write(&path("issuer.pem"), issuer.as_bytes())?;
        write(
            &path("responder.pem"),
            responder.certificate.to_pem().as_bytes(),
        )?;
        write(&path("key.pem"), &key)?;
        Ok(Self {
            pki: pki.clone(),
            authority: authority.to_owned(),
            folder,
        })
    }

    fn index(&self, behaviour: &Behaviour, clock: Clock) -> Result<String, ServerError> {
        match behaviour {
            Behaviour::UnknownCertificate => Ok(String::new()),
            _ => Ok(self.pki.index(&self.authority, clock.now())?),
        }
    }

    fn ask(&self, work: &Path, question: &[&str], clock: Clock) -> Result<Vec<u8>, ServerError> {
        let file = |name: &str| self.folder.path().join(name).to_string_lossy().into_owned();
        let (issuer, responder, key) = (file("issuer.pem"), file("responder.pem"), file("key.pem"));
        let mut arguments = vec![
            "ocsp",
            "-index",
            "index.txt",
            "-CA",
            &issuer,
            "-issuer",
            &issuer,
        ];
        arguments.extend(["-rsigner", &responder, "-rkey", &key, "-nmin", LIFE_MINUTES]);
        arguments.extend(["-respout", "response.der", "-noverify"]);
        arguments.extend(question);
        openssl(work, clock, &arguments)?;
        Ok(fs::read(work.join("response.der"))?)
    }
}

impl Service for Ocsp {
    fn answer(
        &self,
        request: &Request,
        behaviour: &Behaviour,
        clock: Clock,
    ) -> Result<Response, ServerError> {
        let work = tempfile::tempdir()?;
        let work = work.path();
        write(
            &work.join("index.txt"),
            self.index(behaviour, clock)?.as_bytes(),
        )?;
        let changed = match behaviour {
            Behaviour::NoNonce => ocsp_without_nonce(&request.body)?,
            Behaviour::WrongNonce => ocsp_with_other_nonce(&request.body),
            _ => request.body.clone(),
        };
        write(&work.join("request.der"), &changed)?;
        let asked = ["-reqin", "request.der"];
        let response = match behaviour {
            Behaviour::Refusal(status) => vec![0x30, 0x03, 0x0A, 0x01, *status as u8],
            Behaviour::AboutAnother(id) => {
                let serial = format!("0x{}", base16ct::upper::encode_string(&serial_of(id)));
                self.ask(work, &["-serial", &serial, "-no_nonce"], clock)?
            }
            Behaviour::BrokenSignature => {
                self.ask(work, &[&asked[..], &["-badsig"]].concat(), clock)?
            }
            _ => self.ask(work, &asked, clock)?,
        };
        Ok(Response::ok("application/ocsp-response", response).labelled("OCSP RESPONSE"))
    }

    fn suits(&self, behaviour: &Behaviour) -> bool {
        matches!(
            behaviour,
            Behaviour::WrongNonce
                | Behaviour::NoNonce
                | Behaviour::ClockOff(_)
                | Behaviour::Refusal(_)
                | Behaviour::UnknownCertificate
                | Behaviour::AboutAnother(_)
                | Behaviour::Stale
                | Behaviour::BrokenSignature
        )
    }

    fn name(&self) -> &'static str {
        "an OCSP responder"
    }
}

/// From thisUpdate to nextUpdate: a day.
const LIFE_MINUTES: &str = "1440";

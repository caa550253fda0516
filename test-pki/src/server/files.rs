//! Certificates of authorities and their revocation lists: `/ca/<authority>.cer`, `/crl/<authority>.crl`.

use super::{Behaviour, Server, ServerError, Service, listen};
use crate::http::{Request, Response};
use crate::openssl::Clock;
use crate::pki::{TestPki, unknown};

/// Publishes certificates and lists.
pub struct FileServer(Server);

impl FileServer {
    /// Starts it, with the clock at the moment of the PKI.
    ///
    /// # Errors
    /// [`ServerError`].
    pub fn start(pki: &TestPki, behaviour: Behaviour) -> Result<Self, ServerError> {
        let service = Box::new(Files(pki.clone()));
        Server::start(listen()?, service, behaviour, Clock::At(pki.now())).map(Self)
    }
}

super::common_methods!(FileServer);

pub(super) struct Files(pub(super) TestPki);

impl Service for Files {
    fn answer(
        &self,
        request: &Request,
        behaviour: &Behaviour,
        clock: Clock,
    ) -> Result<Response, ServerError> {
        let path = request.path.as_str();
        if let Some(id) = between(path, "/ca/", ".cer") {
            let certificate = self.0.authority(id)?.certificate().der().to_vec();
            return Ok(Response::ok("application/pkix-cert", certificate).labelled("CERTIFICATE"));
        }
        let id = between(path, "/crl/", ".crl").ok_or_else(|| unknown("file", path))?;
        let mut list = self.0.revocation_list(id, clock.now())?.der().to_vec();
        if *behaviour == Behaviour::BrokenSignature {
            list.last_mut().into_iter().for_each(|last| *last ^= 1);
        }
        Ok(Response::ok("application/pkix-crl", list).labelled("X509 CRL"))
    }

    fn suits(&self, behaviour: &Behaviour) -> bool {
        matches!(
            behaviour,
            Behaviour::ClockOff(_) | Behaviour::Stale | Behaviour::BrokenSignature
        )
    }

    fn name(&self) -> &'static str {
        "a file server"
    }
}

fn between<'a>(path: &'a str, start: &str, end: &str) -> Option<&'a str> {
    path.strip_prefix(start)?.strip_suffix(end)
}

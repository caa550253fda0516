//! Everything on one port, so that the addresses in the certificates lead to it.
//!
//! `/ca/<authority>.cer`, `/crl/<authority>.crl`, `/ocsp/<responder>`, `/ocsp/<authority>/<responder>`, `/tsa/<id>`.

use std::collections::HashMap;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::files::Files;
use super::ocsp::Ocsp;
use super::tsa::Tsa;
use super::{Behaviour, Server, ServerError, Service, listen, url_of};
use crate::description::{Description, DescriptionError};
use crate::http::{Request, Response};
use crate::openssl::Clock;
use crate::pki::TestPki;

/// A port whose address is known before the PKI is made.
pub struct Reserved {
    listener: TcpListener,
    url: String,
}

/// Timestamps, OCSP, lists and certificates of a whole PKI.
pub struct Site(Server);

impl Reserved {
    /// The address to make the PKI with.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Starts to answer, with the clock at the moment of the PKI.
    ///
    /// # Errors
    /// [`ServerError`].
    pub fn open(self, pki: &TestPki) -> Result<Site, ServerError> {
        let service = Box::new(Everything {
            pki: pki.clone(),
            services: Mutex::default(),
        });
        let clock = Clock::At(pki.now());
        Server::start(self.listener, service, Behaviour::Honest, clock).map(Site)
    }
}

impl Site {
    /// Takes a port.
    ///
    /// # Errors
    /// When the loopback interface has none.
    pub fn reserve() -> Result<Reserved, ServerError> {
        let listener = listen()?;
        let url = url_of(listener.local_addr()?);
        Ok(Reserved { listener, url })
    }

    /// The standard PKI at `now` with its site.
    ///
    /// # Errors
    /// [`ServerError`].
    pub fn standard(now: Timestamp) -> Result<(TestPki, Self), ServerError> {
        let reserved = Self::reserve()?;
        let standard = Description::standard()
            .map_err(|error: DescriptionError| ServerError::Listen(std::io::Error::other(error)))?;
        let pki = TestPki::generate(&standard, now, reserved.url())?;
        let site = reserved.open(&pki)?;
        Ok((pki, site))
    }

    /// How often `path`, such as `/crl/ca.crl`, was asked for.
    #[must_use]
    pub fn requests_of(&self, path: &str) -> usize {
        self.0.requests_of(path)
    }

    /// From now on it behaves so on `path`, and on all others when `path` is empty.
    ///
    /// # Errors
    /// [`ServerError::Unsuitable`].
    pub fn behave_at(&self, path: &str, behaviour: Behaviour) -> Result<(), ServerError> {
        self.0.behave(path, behaviour)
    }
}

super::common_methods!(Site);

struct Everything {
    pki: TestPki,
    /// Those that were asked already, by path.
    services: Mutex<HashMap<String, Arc<dyn Service>>>,
}

impl Everything {
    fn service(&self, path: &str) -> Result<Arc<dyn Service>, ServerError> {
        let known = || self.services.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(service) = known().get(path) {
            return Ok(Arc::clone(service));
        }
        let made = self.make(path)?;
        Ok(Arc::clone(known().entry(path.to_owned()).or_insert(made)))
    }

    fn make(&self, path: &str) -> Result<Arc<dyn Service>, ServerError> {
        let pki = &self.pki;
        if let Some(id) = path.strip_prefix("/tsa/") {
            return Ok(Arc::new(Tsa::new(pki, id)?));
        }
        Ok(
            match path
                .strip_prefix("/ocsp/")
                .map(|rest| (rest, rest.split_once('/')))
            {
                Some((_, Some((authority, id)))) => Arc::new(Ocsp::new(pki, authority, id)?),
                Some((id, None)) => Arc::new(Ocsp::new(pki, &pki.answers_for(id)?, id)?),
                None => Arc::new(Files(pki.clone())),
            },
        )
    }
}

impl Service for Everything {
    fn answer(
        &self,
        request: &Request,
        behaviour: &Behaviour,
        clock: Clock,
    ) -> Result<Response, ServerError> {
        self.service(&request.path)?
            .answer(request, behaviour, clock)
    }

    /// What one of its parts cannot do, that part does honestly.
    fn suits(&self, _: &Behaviour) -> bool {
        true
    }

    fn name(&self) -> &'static str {
        "a site"
    }
}

//! Servers on the loopback interface: a thread for each, one for each connection, stopped when dropped.

/// The methods that all servers have.
macro_rules! common_methods {
    ($server:ident) => {
        impl $server {
            /// Its address, without a slash at the end.
            #[must_use]
            pub fn url(&self) -> String {
                self.0.url()
            }

            /// How often it was asked.
            #[must_use]
            pub fn requests(&self) -> usize {
                self.0.requests()
            }

            /// What went wrong while it answered: where to look when a test gets no answer.
            #[must_use]
            pub fn errors(&self) -> Vec<String> {
                self.0.errors()
            }

            /// From now on it behaves so.
            ///
            /// # Errors
            /// [`ServerError::Unsuitable`].
            pub fn behave(&self, behaviour: Behaviour) -> Result<(), ServerError> {
                self.0.behave("", behaviour)
            }

            /// From now on it has this clock.
            pub fn set_clock(&self, clock: Clock) {
                self.0.set_clock(clock);
            }
        }

        impl std::fmt::Debug for $server {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($server))
                    .field(&self.url())
                    .finish()
            }
        }
    };
}
use common_methods;

mod behaviour;
mod files;
mod ocsp;
mod query;
mod site;
mod tsa;

use std::collections::HashMap;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

pub use behaviour::{Behaviour, FailureInfo, OcspRefusal};
pub use files::FileServer;
pub use ocsp::OcspServer;
pub use site::{Reserved, Site};
pub use tsa::TsaServer;

use crate::http::{Request, Response};
use crate::openssl::{Clock, OpensslError};
use crate::pki::PkiError;

/// Why a server cannot be started, or had no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// The loopback interface gave no port.
    #[error("no port on the loopback interface: {0}")]
    Listen(#[from] io::Error),
    /// A member of the PKI is missing or cannot be issued.
    #[error(transparent)]
    Pki(#[from] PkiError),
    /// The `openssl` program did not answer.
    #[error(transparent)]
    Openssl(#[from] OpensslError),
    /// This kind of server cannot misbehave in this way.
    #[error("{server} cannot do {behaviour:?}")]
    Unsuitable {
        /// The kind of server.
        server: &'static str,
        /// What was asked of it.
        behaviour: Behaviour,
    },
    /// What came in is no request of the protocol.
    #[error("not a request")]
    NotARequest,
}

/// What a server answers when it behaves, and how it misbehaves in the contents of its answers.
pub(crate) trait Service: Send + Sync {
    /// The answer by this clock.
    fn answer(
        &self,
        request: &Request,
        behaviour: &Behaviour,
        clock: Clock,
    ) -> Result<Response, ServerError>;

    /// Whether `behaviour` makes sense here.
    fn suits(&self, behaviour: &Behaviour) -> bool;

    /// The kind of server, for messages.
    fn name(&self) -> &'static str;
}

/// A listening socket with its threads.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

struct Shared {
    service: Box<dyn Service>,
    behaviour: Mutex<HashMap<String, Behaviour>>,
    clock: Mutex<Clock>,
    counts: Mutex<HashMap<String, usize>>,
    errors: Mutex<Vec<String>>,
    stopped: AtomicBool,
}

impl Server {
    pub(crate) fn start(
        listener: TcpListener,
        service: Box<dyn Service>,
        behaviour: Behaviour,
        clock: Clock,
    ) -> Result<Self, ServerError> {
        check(service.as_ref(), &behaviour)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            service,
            behaviour: Mutex::new(HashMap::from([(String::new(), behaviour)])),
            clock: Mutex::new(clock),
            counts: Mutex::default(),
            errors: Mutex::default(),
            stopped: AtomicBool::new(false),
        });
        let accepted = Arc::clone(&shared);
        let accepting = std::thread::spawn(move || accept(&listener, &accepted));
        Ok(Self {
            address,
            shared,
            accepting: Some(accepting),
        })
    }

    pub(crate) fn url(&self) -> String {
        url_of(self.address)
    }

    /// How often it was asked, all paths together.
    pub(crate) fn requests(&self) -> usize {
        lock(&self.shared.counts).values().sum()
    }

    pub(crate) fn requests_of(&self, path: &str) -> usize {
        lock(&self.shared.counts).get(path).copied().unwrap_or(0)
    }

    /// What went wrong while it answered; a test that gets no answer looks here.
    pub(crate) fn errors(&self) -> Vec<String> {
        lock(&self.shared.errors).clone()
    }

    /// From now on it behaves so on `path`, and on all others when `path` is empty.
    pub(crate) fn behave(&self, path: &str, behaviour: Behaviour) -> Result<(), ServerError> {
        check(self.shared.service.as_ref(), &behaviour)?;
        lock(&self.shared.behaviour).insert(path.to_owned(), behaviour);
        Ok(())
    }

    pub(crate) fn set_clock(&self, clock: Clock) {
        *lock(&self.shared.clock) = clock;
    }
}

fn check(service: &dyn Service, behaviour: &Behaviour) -> Result<(), ServerError> {
    match behaviour.is_transport() || service.suits(behaviour) {
        true => Ok(()),
        false => Err(ServerError::Unsuitable {
            server: service.name(),
            behaviour: behaviour.clone(),
        }),
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        let woken = TcpStream::connect(self.address).is_ok();
        if let Some(accepting) = self.accepting.take().filter(|_| woken) {
            let _ = accepting.join();
        }
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.stopped.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        std::thread::spawn(move || shared.serve(stream));
    }
}

impl Shared {
    /// A client that goes away is no matter of the server.
    fn serve(&self, mut stream: TcpStream) {
        let Ok(Some(request)) = Request::read(&mut stream) else {
            return;
        };
        *lock(&self.counts).entry(request.path.clone()).or_default() += 1;
        let behaviour = self.behaviour_of(&request.path);
        let _ = behaviour.deliver(self, &request, &mut stream);
    }

    fn behaviour_of(&self, path: &str) -> Behaviour {
        let known = lock(&self.behaviour);
        let found = known.get(path).or_else(|| known.get(""));
        found.cloned().unwrap_or_default()
    }

    fn answer(&self, request: &Request, behaviour: &Behaviour) -> Response {
        let clock = lock(&self.clock).shifted(behaviour.clock_offset());
        let answer = self.service.answer(request, behaviour, clock);
        answer.unwrap_or_else(|error| {
            lock(&self.errors).push(error.to_string());
            Response::status(match error {
                ServerError::Pki(PkiError::Unknown { .. }) => 404,
                ServerError::NotARequest => 400,
                _ => 500,
            })
        })
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }
}

/// A port that is taken before anything is known about what answers there.
pub(crate) fn listen() -> Result<TcpListener, ServerError> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?)
}

pub(crate) fn url_of(address: SocketAddr) -> String {
    format!("http://{address}")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

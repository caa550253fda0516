//! Runs the service, from the configuration to the order to stop.

use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use kyso_report::warm_up_drawing;
use kyso_setup::{Config, Unready};
use kyso_words::Lang;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tracing_subscriber::EnvFilter;

use super::error::ServeError;
use super::state::Service;
use super::{connections, loading, router, signals, trust_reload};

/// What to serve, and how to announce it.
pub struct ServeOptions {
    /// The configuration in force.
    pub config: Config,
    /// Called once, with the address at which the service answers from then on.
    pub started: Started,
}

/// Takes the address of the service.
type Started = Box<dyn FnOnce(SocketAddr) -> io::Result<()>>;

/// Runs the service until the process is ordered to stop (SIGTERM, SIGINT), on threads of its own.
///
/// # Errors
/// [`ServeError`] when it cannot start.
pub fn serve(options: ServeOptions) -> Result<(), ServeError> {
    let ServeOptions { config, started } = options;
    require_loopback(config.listen)?;
    log_to_standard_error();
    let service = Arc::new(loading::service(config)?);
    let runtime = tokio::runtime::Runtime::new().map_err(ServeError::System)?;
    runtime.block_on(run(service, started))?;
    // The service gives up a document that is still being worked on: its client has had the whole grace period.
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(())
}

async fn run(service: Arc<Service>, started: Started) -> Result<(), ServeError> {
    let routes = router::router(Arc::clone(&service))?;
    let address = service.config.listen;
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|source| ServeError::Address { address, source })?;
    let address = listener.local_addr().map_err(ServeError::System)?;
    let orders = signals::Orders::listen().map_err(ServeError::System)?;
    let told = trust_reload::sighup();
    started(address).map_err(ServeError::Announcement)?;
    let trusted = service.trust.current();
    let anchors = trusted.store.anchors().len();
    match trusted.inventory.readiness(Timestamp::now()) {
        Ok(()) => tracing::info!(%address, anchors, "started"),
        Err(Unready::NoAnchors) => tracing::warn!(
            %address,
            "started without trust anchors: nothing can be found valid (kyso trust add, or trust in the configuration)"
        ),
        Err(Unready::NoAnchorInForce) => tracing::warn!(
            %address,
            anchors,
            "started with trust anchors that are all outside their validity period: nothing can be found valid (kyso trust check, kyso trust add)"
        ),
    }
    for key in service.keys.iter().filter(|key| key.is_test_key()) {
        tracing::warn!(
            key = key.id(),
            "a key in a PKCS#12 file is a test key (“khóa thử nghiệm”): keys that sign documents lie in tokens or HSMs (M6)"
        );
    }
    tokio::task::spawn_blocking(|| match warm_up_drawing() {
        Ok(in_force) if in_force.is_complete() => {
            tracing::info!(confined = %in_force.text(Lang::En), "pages can be drawn");
        }
        Ok(in_force) => {
            let confined = in_force.text(Lang::En);
            tracing::warn!(%confined, "pages are drawn by a process that is confined in part only");
        }
        Err(error) => tracing::warn!(%error, "pages cannot be drawn"),
    });
    let following = tokio::spawn(trust_reload::follow(service.trust.clone(), told));
    let (stopping, stop) = oneshot::channel();
    let stalled = service.config.stalled();
    let server = connections::serve(listener, routes, stalled, async move {
        orders.stop().await;
        tracing::info!("stopping");
        let _ = stopping.send(());
    });
    tokio::select! {
        () = server => {}
        () = grace_period(stop) => tracing::warn!("requests still open were dropped"),
    }
    following.abort();
    Ok(())
}

/// Ends some time after the order to stop: open requests are waited for, but not for ever.
async fn grace_period(stop: oneshot::Receiver<()>) {
    if stop.await.is_ok() {
        tokio::time::sleep(SHUTDOWN).await;
    }
}

fn require_loopback(address: SocketAddr) -> Result<(), ServeError> {
    match address.ip().is_loopback() {
        true => Ok(()),
        false => Err(ServeError::NotLoopback { address }),
    }
}

/// Logs hold methods, paths, sizes and outcomes; never documents, names in them, or secrets.
fn log_to_standard_error() {
    let filter = EnvFilter::try_from_env("KYSO_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let logging = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // A second start within one process keeps the first log.
    let _ = logging.try_init();
}

/// How long open requests are waited for.
const SHUTDOWN: Duration = Duration::from_secs(10);

//! The service: verification and signing over HTTP, and the clerk's page.
//!
//! It listens on loopback addresses only, because it has no authentication yet; the host and origin of every request
//! are checked, so that pages of other sites cannot use it through the clerk's browser.

mod accept;
mod authorities;
mod connections;
mod guard;
mod interface;
mod keyring;
mod keys;
mod language;
mod loading;
mod malformed;
mod metrics;
mod pace;
mod page;
mod probes;
mod problem;
mod quality_values;
mod router;
mod schemas;
mod signals;
mod signatures;
mod state;
mod store;
mod trusted;
mod upload;
mod verifications;
mod work;
mod yielding;

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use kyso_words::{Lang, Localized};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tracing_subscriber::EnvFilter;

use crate::cli::{Failure, Serve, print_line};
use kyso_report::drawing;
use state::Service;

/// Runs the service until it is told to stop.
pub(crate) fn serve(request: &Serve, lang: Lang) -> Result<u8, Failure> {
    let config = loading::config(request)?;
    require_loopback(config.listen)?;
    log_to_standard_error();
    let service = Arc::new(loading::service(config)?);
    let runtime = tokio::runtime::Runtime::new().map_err(|error| cannot_start(&error))?;
    runtime.block_on(run(service, lang))?;
    // A document that is still being worked on is given up: its client has been told to wait long enough.
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(0)
}

async fn run(service: Arc<Service>, lang: Lang) -> Result<(), Failure> {
    let wanted = service.config.listen;
    let listener = TcpListener::bind(wanted).await.map_err(|error| {
        Failure::refused(
            format!(
                "không mở được {wanted} ({}); chọn cổng khác bằng --listen",
                error.text(Lang::Vi)
            ),
            format!("{wanted} cannot be opened ({error}); choose another port with --listen"),
        )
    })?;
    let address = listener
        .local_addr()
        .map_err(|error| cannot_start(&error))?;
    let orders = signals::Orders::listen().map_err(|error| cannot_start(&error))?;
    let told = trusted::sighup();
    print_line(&format!(
        "{} http://{address}/",
        lang.pick("kyso đang chạy tại", "kyso is running at")
    ))?;
    let anchors = service.trust.current().store.anchors().len();
    match anchors {
        0 => tracing::warn!(
            %address,
            "started without trust anchors: nothing can be found valid (kyso trust add, or trust in the configuration)"
        ),
        _ => tracing::info!(%address, anchors, "started"),
    }
    for key in service.keys.iter().filter(|key| key.is_test_key()) {
        tracing::warn!(
            key = key.id(),
            "a key in a PKCS#12 file is a test key (“khóa thử nghiệm”): keys that sign documents lie in tokens or HSMs (M6)"
        );
    }
    tokio::task::spawn_blocking(|| match drawing::warm_up() {
        Ok(in_force) if in_force.is_complete() => {
            tracing::info!(confined = %in_force.text(Lang::En), "pages can be drawn");
        }
        Ok(in_force) => {
            let confined = in_force.text(Lang::En);
            tracing::warn!(%confined, "pages are drawn by a process that is confined in part only");
        }
        Err(error) => tracing::warn!(%error, "pages cannot be drawn"),
    });
    let following = tokio::spawn(trusted::follow(service.clone(), told));
    let (stopping, stop) = oneshot::channel();
    let stalled = service.config.stalled();
    let server = connections::serve(listener, router::router(service), stalled, async move {
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

fn require_loopback(address: SocketAddr) -> Result<(), Failure> {
    if address.ip().is_loopback() {
        return Ok(());
    }
    Err(Failure::usage(
        format!(
            "không mở {address}: dịch vụ chưa có xác thực người dùng nên chỉ nghe trên địa chỉ nội bộ của máy, như 127.0.0.1 hoặc [::1]"
        ),
        format!(
            "{address} is refused: the service has no authentication yet, so it listens on loopback addresses only, such as 127.0.0.1 or [::1]"
        ),
    ))
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

fn cannot_start(error: &std::io::Error) -> Failure {
    Failure::refused(
        format!("dịch vụ không chạy được ({})", error.text(Lang::Vi)),
        format!("the service cannot run ({error})"),
    )
}

/// How long open requests are waited for.
const SHUTDOWN: Duration = Duration::from_secs(10);

//! Connections: how many at once, and how long a client may leave one without progress. Slow clients cost a connection
//! and what they have sent, for a while; never a place at work.

mod stall_guard;

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use stall_guard::StallGuard;

/// Answers on every connection until `stop`, then finishes what has begun.
///
/// # Panics
/// Outside a runtime.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    grace_period: Duration,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(MOST));
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let next = async {
            // A connection without a place waits to be accepted; slow ones lose theirs soon.
            let place = places.clone().acquire_owned().await;
            (accepted(&listener).await, place)
        };
        let (stream, place) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let answering = answer(stream, router.clone(), grace_period, open.watcher());
        tokio::spawn(async move {
            answering.await;
            drop(place);
        });
    }
    drop(listener);
    open.shutdown().await;
}

/// The next connection. What fails belongs to a client that is gone, or passes when others end.
async fn accepted(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                if !of_the_client(&error) {
                    tokio::time::sleep(AFTER_FAILURE).await;
                }
            }
        }
    }
}

fn of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};

    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

async fn answer(stream: TcpStream, router: Router, grace_period: Duration, watcher: Watcher) {
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        // A head is small: the whole of it must come within the time. It runs for a connection without a request, too.
        .header_read_timeout(grace_period)
        .max_buf_size(HEAD)
        .serve_connection(
            TokioIo::new(StallGuard::new(stream, UNREAD)),
            TowerToHyperService::new(router),
        );
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Connections at once, well below the files that a process may have open.
const MOST: usize = 512;

/// Bytes of the line of a request and its headers.
const HEAD: usize = 64 << 10;

/// How long an answer may stay unread.
const UNREAD: Duration = Duration::from_secs(30);

/// A pause where the machine has no room for a connection.
const AFTER_FAILURE: Duration = Duration::from_millis(200);

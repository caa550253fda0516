//! The orders to stop: SIGTERM of a service manager, SIGINT of a terminal.
//!
//! The service listens for them before it announces its address: a signal that comes in between would end the process
//! in the middle of a request.

use std::io;

/// Listens for orders to stop, from its making on.
pub(super) struct Orders {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

impl Orders {
    /// Needs a runtime. Fails where the system gives no more handlers.
    pub(super) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Ends with the first order.
    pub(super) async fn stop(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

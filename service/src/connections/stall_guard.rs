//! A stream that fails when its peer stops reading, so that an answer that is not read does not occupy memory for ever.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// `stream`, whose peer must read the written bytes within a time.
pub(super) struct StallGuard<S> {
    stream: S,
    pace: Pace,
    /// Runs while a write waits, until enough has been taken away.
    waiting: Option<Pin<Box<Sleep>>>,
    /// Bytes taken away since then.
    taken: usize,
    /// When all that was begun must be taken away.
    until: Option<Instant>,
}

/// What is expected of a peer.
#[derive(Clone, Copy)]
struct Pace {
    /// How long it may take for so many bytes: a byte now and then is no progress.
    grace_period: Duration,
    progress: usize,
    /// How long it may take for everything.
    whole: Duration,
}

impl<S> StallGuard<S> {
    pub(super) fn new(stream: S, grace_period: Duration) -> Self {
        let pace = Pace {
            grace_period,
            progress: PROGRESS,
            whole: grace_period * MOST_GRACE_PERIODS,
        };
        Self::with(stream, pace)
    }

    fn with(stream: S, pace: Pace) -> Self {
        Self {
            stream,
            pace,
            waiting: None,
            taken: 0,
            until: None,
        }
    }

    /// Notes what a write was rid of.
    fn took(&mut self, written: &Poll<io::Result<usize>>) {
        if let Poll::Ready(Ok(bytes)) = written {
            self.taken += bytes;
        }
        if self.taken >= self.pace.progress {
            self.waiting = None;
            self.taken = 0;
        }
    }

    /// Notes that nothing is left to be taken away.
    fn took_all(&mut self) {
        (self.waiting, self.taken, self.until) = (None, 0, None);
    }

    /// What a write gave, or an error when it has waited for too long.
    fn watched<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            return written;
        }
        let now = Instant::now();
        let until = *self.until.get_or_insert(now + self.pace.whole);
        let next = until.min(now + self.pace.grace_period);
        let waiting = self
            .waiting
            .get_or_insert_with(|| Box::pin(sleep_until(next)));
        ready!(waiting.as_mut().poll(context));
        waiting.as_mut().reset(now + self.pace.grace_period);
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

/// Bytes within the grace period that are progress.
const PROGRESS: usize = 16 << 10;

/// Grace periods that an answer may take as a whole.
const MOST_GRACE_PERIODS: u32 = 20;

impl<S: AsyncRead + Unpin> AsyncRead for StallGuard<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for StallGuard<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.took(&written);
        self.watched(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.took(&written);
        self.watched(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        if flushed.is_ready() {
            self.took_all();
        }
        self.watched(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = Pin::new(&mut self.stream).poll_shutdown(context);
        self.watched(context, shut)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use tokio::time::sleep;

    use super::*;

    const GRACE_PERIOD: Duration = Duration::from_secs(2);

    /// Bytes written to a reader that takes 16 of them five times a second, so it needs twice the grace period.
    async fn written(progress: usize, whole: Duration) -> io::Result<Vec<u8>> {
        let (ours, mut theirs) = duplex(16);
        let pace = Pace {
            grace_period: GRACE_PERIOD,
            progress,
            whole,
        };
        let mut ours = StallGuard::with(ours, pace);
        let writing = tokio::spawn(async move { ours.write_all(&[7; 320]).await });
        let mut read = Vec::new();
        loop {
            sleep(GRACE_PERIOD / 10).await;
            let mut part = [0; 16];
            match theirs.read(&mut part).await? {
                0 => break,
                length => read.extend_from_slice(&part[..length]),
            }
        }
        writing.await.unwrap()?;
        Ok(read)
    }

    #[tokio::test]
    async fn what_is_not_read_is_not_kept_for_ever() {
        let (ours, _theirs) = duplex(16);
        let mut ours = StallGuard::new(ours, GRACE_PERIOD);
        let error = ours.write_all(&[0; 100]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_reader_that_goes_on_is_waited_for() {
        let read = written(16, 100 * GRACE_PERIOD).await;
        assert_eq!(read.unwrap(), [7; 320]);
    }

    #[tokio::test]
    async fn a_reader_of_a_few_bytes_now_and_then_is_not() {
        let error = written(640, 100 * GRACE_PERIOD).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn nor_one_that_needs_too_long_for_everything() {
        let error = written(16, GRACE_PERIOD).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }
}

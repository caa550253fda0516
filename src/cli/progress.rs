//! Progress on standard error, when a person is likely to wait there.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use kyso_words::printable_form;

/// A progress bar over files; silent unless standard error is a terminal and there are several files or large ones.
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    /// For work on these files.
    pub(crate) fn over<'p>(files: impl Iterator<Item = &'p Path>) -> Self {
        let files: Vec<&Path> = files.collect();
        if !io::stderr().is_terminal() || !takes_long(&files) {
            return Self(None);
        }
        let bar = ProgressBar::new(files.len() as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta} {wide_msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(Some(bar))
    }

    /// Work on this file begins, on any thread.
    pub(crate) fn begin(&self, file: &Path) {
        if let Some(bar) = &self.0 {
            bar.set_message(printable_form(file.display()));
        }
    }

    /// Work on one file has ended.
    pub(crate) fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

fn takes_long(files: &[&Path]) -> bool {
    let size = |path: &&Path| std::fs::metadata(path).map_or(0, |about| about.len());
    files.len() > 1 || files.iter().map(size).sum::<u64>() > LARGE
}

/// Bytes that take about half a second.
const LARGE: u64 = 100 << 20;

//! The standard PKI at a moment that has nothing to do with the calendar.

use jiff::{SignedDuration, Timestamp};
use kyso_test_pki::{Clock, Description, OpensslError, TestPki, openssl};
use tempfile::TempDir;

pub(crate) fn now() -> Timestamp {
    "2031-05-06T07:08:09Z".parse().unwrap()
}

pub(crate) fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}

pub(crate) fn standard(base_url: &str) -> TestPki {
    TestPki::generate(&Description::standard().unwrap(), now(), base_url).unwrap()
}

/// A folder for `openssl`.
pub(crate) struct Bench(TempDir);

impl Bench {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.0.path().join(name), contents).unwrap();
        self
    }

    pub(crate) fn run(&self, arguments: &str) -> Result<String, OpensslError> {
        let words: Vec<&str> = arguments.split_whitespace().collect();
        let printed = openssl(self.0.path(), Clock::Machine, &words)?;
        Ok(String::from_utf8(printed).unwrap())
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        self.0.path()
    }
}

//! The Vietnamese words about connections.

use std::io;

use kyso_words::Localized;

use crate::network::NetworkFailure;

impl Localized for NetworkFailure {
    /// In the words of the library where it is no failure of the system: they name what a maker's support asks for.
    fn vietnamese(&self) -> String {
        match (self.code(), self.kind()) {
            (Some(code), _) => io::Error::from_raw_os_error(code).vietnamese(),
            (None, io::ErrorKind::Other) => self.to_string(),
            (None, kind) => io::Error::from(kind).vietnamese(),
        }
    }
}

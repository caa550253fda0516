//! Why the service cannot start, in both languages.

use std::io;
use std::net::SocketAddr;

use kyso_directory::DirectoryError;
use kyso_pki::TrustError;
use kyso_setup::{ConfigError, ServersError};
use kyso_words::Localized;

use super::schemas::MissingPart;

/// Why the service cannot start. Faults of a request are answered to its client and never become this error.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Other machines could reach the address.
    #[error(
        "{address} is refused: the service has no authentication yet, so it listens on loopback addresses only, such as 127.0.0.1 or [::1]"
    )]
    NotLoopback {
        /// The address.
        address: SocketAddr,
    },
    /// The address cannot be listened on.
    #[error("{address} cannot be opened ({source})")]
    Address {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The system gives no threads or no signals.
    #[error("the service cannot run ({0})")]
    System(#[source] io::Error),
    /// The caller could not pass on the address.
    #[error("the address of the service cannot be told ({0})")]
    Announcement(#[source] io::Error),
    /// The description of the interface lacks a part that completes it: a fault of this build.
    #[error(
        "the interface description of this build lacks {part}; nothing can be served, report this fault"
    )]
    Description {
        /// The part that is missing.
        part: String,
    },
    /// The trust folder cannot be used.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The directory of the agency cannot be used.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// A key of the configuration is named in a way that cannot be.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The settings about servers cannot work.
    #[error(transparent)]
    Servers(#[from] ServersError),
}

impl From<MissingPart> for ServeError {
    fn from(missing: MissingPart) -> Self {
        Self::Description {
            part: missing.to_string(),
        }
    }
}

impl Localized for ServeError {
    fn vietnamese(&self) -> String {
        match self {
            Self::NotLoopback { address } => format!(
                "không mở {address}: dịch vụ chưa có xác thực người dùng nên chỉ nghe trên địa chỉ nội bộ của máy, như 127.0.0.1 hoặc [::1]"
            ),
            Self::Address { address, source } => {
                format!("không mở được {address} ({})", source.vietnamese())
            }
            Self::System(error) => format!("dịch vụ không chạy được ({})", error.vietnamese()),
            Self::Announcement(error) => {
                format!(
                    "không báo được địa chỉ của dịch vụ ({})",
                    error.vietnamese()
                )
            }
            Self::Description { .. } => "bản mô tả dịch vụ của chương trình này thiếu một phần nên không mở được dịch vụ; hãy báo lỗi này".to_owned(),
            Self::Trust(error) => error.vietnamese(),
            Self::Directory(error) => error.vietnamese(),
            Self::Config(error) => error.vietnamese(),
            Self::Servers(error) => error.vietnamese(),
        }
    }
}

//! `kyso serve`.

use kyso_service::{ServeError, ServeOptions, serve};
use kyso_words::{Lang, Localized};

use super::arguments::Serve;
use super::{Failure, output};

/// Runs the service until the process is ordered to stop.
pub(crate) fn run(request: &Serve, lang: Lang) -> Result<u8, Failure> {
    serve(options(request, lang)?)?;
    Ok(0)
}

/// The configuration in force: the file, then what the command line says.
fn options(request: &Serve, lang: Lang) -> Result<ServeOptions, Failure> {
    let mut config = request.settings.load(&request.trust)?;
    config.listen = request.listen.unwrap_or(config.listen);
    config.online.enabled &= !request.offline;
    let runs = lang.pick("kyso đang chạy tại", "kyso is running at");
    Ok(ServeOptions {
        config,
        started: Box::new(move |address| output::print_line(&format!("{runs} http://{address}/"))),
    })
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        match error {
            ServeError::Trust(error) => error.into(),
            ServeError::Config(error) => error.into(),
            ServeError::Directory(error) => error.into(),
            ServeError::Servers(error) => error.into(),
            ServeError::Announcement(error) => Self::unwritable(&"stdout", &error),
            ServeError::NotLoopback { .. } => Self::usage(error.vietnamese(), error.to_string()),
            ServeError::Address { .. } => Self::refused(
                format!("{}; chọn cổng khác bằng --listen", error.vietnamese()),
                format!("{error}; choose another port with --listen"),
            ),
            ServeError::System(_) | ServeError::Description { .. } => {
                Self::refused(error.vietnamese(), error.to_string())
            }
        }
    }
}

//! The clerk's page: files that are part of the program.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;

use crate::page;

/// The page at `/` and its parts below `/page/`.
pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    page::FILES.iter().fold(Router::new(), |router, file| {
        router.route(
            file.path,
            get(move || async move { ([(CONTENT_TYPE, file.media_type)], file.text) }),
        )
    })
}

//! All routes, and what every request passes through.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware;
use axum::response::Response;
use axum::routing::get;
use axum::{Json, middleware::Next};
use tower_http::catch_panic::CatchPanicLayer;

use super::schemas::MissingPart;
use super::state::Service;
use super::{guard, interface, page, problem, schemas};

/// The whole service.
///
/// # Errors
/// [`MissingPart`] where its description cannot be completed.
pub(super) fn router(service: Arc<Service>) -> Result<Router, MissingPart> {
    let (routes, interface) = interface::described()?;
    let routes = routes
        .route("/openapi.json", get(move || async move { Json(interface) }))
        .merge(schemas::routes())
        .merge(page::routes())
        .with_state(service)
        // Bodies are bounded where they are read, by the configured size.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn(guard::only_this_machine))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(problem::in_the_language_of_the_request))
        .layer(middleware::from_fn(guard::with_security_headers))
        .layer(middleware::from_fn(log));
    Ok(routes)
}

/// Method, path and status; the query, which may hold a file name, is left out.
async fn log(request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = next.run(request).await;
    tracing::debug!(%method, path, status = response.status().as_u16(), "answered");
    response
}

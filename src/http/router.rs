//! All routes, and what every request passes through.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware;
use axum::response::Response;
use axum::routing::get;
use axum::{Json, middleware::Next};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa::openapi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::Service;
use super::{authorities, guard, keys, page, probes, problem, schemas, signatures, verifications};

/// The title of the interface description; the rest comes from the handlers.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "kyso",
        description = "Signs and verifies the PDF documents of Vietnamese state agencies. Errors are RFC 9457 problems in \
                       Vietnamese, or in English by Accept-Language.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
        contact(name = "kyso")
    ),
    tags(
        (name = "verification", description = "Is a document authentic, whole, and formally right?"),
        (name = "signing", description = "Sign with keys that the service holds"),
        (name = "service", description = "State of the service")
    )
)]
struct Interface;

/// The whole service.
pub(super) fn router(service: Arc<Service>) -> Router {
    let (routes, interface) = interface();
    let interface = schemas::complete(&interface);
    routes
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
        .layer(middleware::from_fn(log))
}

fn interface() -> (Router<Arc<Service>>, openapi::OpenApi) {
    let (routes, mut interface) = OpenApiRouter::with_openapi(Interface::openapi())
        .routes(routes!(verifications::create))
        .routes(routes!(verifications::find))
        .routes(routes!(verifications::record))
        .routes(routes!(verifications::evidence::validation))
        .routes(routes!(verifications::evidence::bundle))
        .routes(routes!(verifications::revision))
        .routes(routes!(verifications::page))
        .routes(routes!(signatures::create))
        .routes(routes!(keys::list))
        .routes(routes!(authorities::list))
        .routes(routes!(probes::health))
        .routes(routes!(probes::ready))
        .routes(routes!(probes::metrics))
        .routes(routes!(probes::status))
        .split_for_parts();
    declare_problems(&mut interface);
    (routes, interface)
}

/// Every route can answer with a problem: a foreign host, a form that there is not, a full queue, a fault.
fn declare_problems(interface: &mut openapi::OpenApi) {
    let body = openapi::Ref::from_schema_name("ProblemBody");
    let content = openapi::ContentBuilder::new().schema(Some(body)).build();
    let problem = openapi::ResponseBuilder::new()
        .description("A problem, in the language of the request")
        .content("application/problem+json", content)
        .build();
    let items = interface.paths.paths.values_mut();
    let operations = items.flat_map(|item| [&mut item.get, &mut item.post]);
    for operation in operations.flatten() {
        let declared = &mut operation.responses.responses;
        for class in ["4XX", "5XX"] {
            let response = declared.entry(class.to_owned());
            response.or_insert_with(|| problem.clone().into());
        }
    }
}

/// Method, path and status; the query, which may hold a file name, is left out.
async fn log(request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = next.run(request).await;
    tracing::debug!(%method, path, status = response.status().as_u16(), "answered");
    response
}

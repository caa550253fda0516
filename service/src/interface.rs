//! The interface description: the declarations of the handlers, and the rules that hold for all of
//! them.

use std::fmt::Write;
use std::sync::Arc;

use axum::Router;
use serde_json::Value;
use utoipa::OpenApi;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{self, Content, Header, Ref, Response};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use super::problem::{Kind, ProblemBody};
use super::schemas::MissingPart;
use super::state::Service;
use super::{authorities, keys, probes, schemas, signatures, store, verifications};

/// The title of the interface description; the rest comes from the handlers.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "kyso",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
        contact(name = "kyso")
    ),
    servers((url = "/", description = "This service; unless it is configured otherwise http://127.0.0.1:8080")),
    security(()),
    components(schemas(ProblemBody)),
    tags(
        (name = "verification", description = "Is a document authentic, whole, and formally right?"),
        (name = "signing", description = "Sign with keys that the service holds"),
        (name = "service", description = "State of the service")
    )
)]
struct Interface;

/// The routes that are described, and their description.
///
/// # Errors
/// [`MissingPart`] where the description lacks what it is completed at.
pub(super) fn described() -> Result<(Router<Arc<Service>>, Value), MissingPart> {
    let (routes, mut interface) = declared();
    interface.info.description = Some(description());
    Ok((routes, schemas::complete(&interface)?))
}

/// What the handlers declare, each with the problems that it can answer.
fn declared() -> (Router<Arc<Service>>, openapi::OpenApi) {
    use verifications::evidence;

    OpenApiRouter::with_openapi(Interface::openapi())
        .routes(answering(routes!(verifications::create), VERIFICATION))
        .routes(answering(routes!(verifications::find), REANSWER))
        .routes(answering(routes!(verifications::record), KEPT))
        .routes(answering(routes!(evidence::validation), KEPT))
        .routes(answering(routes!(evidence::bundle), KEPT))
        .routes(answering(routes!(verifications::revision), KEPT))
        .routes(answering(routes!(verifications::page), PICTURE))
        .routes(answering(routes!(signatures::create), SIGNATURE))
        .routes(answering(routes!(keys::list), &[]))
        .routes(answering(routes!(authorities::list), &[]))
        .routes(answering(routes!(probes::health), &[]))
        .routes(answering(routes!(probes::ready), &[Kind::NotReady]))
        .routes(answering(routes!(probes::metrics), &[]))
        .routes(answering(routes!(probes::status), &[]))
        .split_for_parts()
}

/// A route whose operation answers problems of the kinds `own`, beside those of every operation.
fn answering(route: Route, own: &[Kind]) -> Route {
    let (schemas, mut paths, handler) = route;
    for item in paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
            declare_language(operation);
            declare_problems(operation, own);
        }
    }
    (schemas, paths, handler)
}

type Route = UtoipaMethodRouter<Arc<Service>>;

/// The names of the service's own types.
#[cfg(test)]
pub(super) fn names_of_the_service() -> Vec<String> {
    let components = declared().1.components.unwrap_or_default();
    components.schemas.into_keys().collect()
}

/// What a client must know beside the operations.
fn description() -> String {
    let minutes = store::KEPT_FOR.as_secs() / 60;
    let (most, megabytes) = (store::MAX_DOCUMENTS, store::MAX_BYTES >> 20);
    let unreadable = store::MAX_UNREADABLE;
    let mut text = format!(
        "Signs and verifies the PDF documents of Vietnamese state agencies.\n\n\
         Only this machine is answered, without a login: Host names a loopback address, and pages of other sites are refused.\n\n\
         A verification is kept in memory for {minutes} minutes: the {most} newest at most, and {megabytes} MB of documents and \
         evidence; then its addresses answer 404. Of documents that cannot be read the {unreadable} newest are kept. Nothing is \
         written to disk.\n\n\
         Texts for people are Vietnamese, or English by `lang=en` in the query or by Accept-Language; the query counts first.\n\n\
         Errors are RFC 9457 problems. The `type` of a problem never changes; there may be new ones:\n\n\
         | type | status | meaning |\n|---|---|---|\n"
    );
    for kind in Kind::ALL {
        let (uri, status) = (kind.uri(), kind.status().as_u16());
        let _ = writeln!(text, "| `{uri}` | {status} | {} |", kind.meaning());
    }
    text
}

/// Every operation takes a language, at least for its problems.
fn declare_language(operation: &mut Operation) {
    let lang = ParameterBuilder::new()
        .name("lang")
        .parameter_in(ParameterIn::Query)
        .description(Some(
            "Language of the texts; without it that of Accept-Language.",
        ))
        .schema(Some(languages()))
        .build();
    operation
        .parameters
        .get_or_insert_default()
        .push(lang.into());
}

/// The answers of an operation beside those that its handler declares: each problem by its status,
/// and the classes of all others.
fn declare_problems(operation: &mut Operation, own: &[Kind]) {
    let always = [Kind::ForeignHost, Kind::Failed];
    let mut kinds: Vec<Kind> = own.iter().copied().chain(always).collect();
    if operation.request_body.is_some() {
        kinds.push(Kind::ForeignOrigin);
    }
    let declared = &mut operation.responses.responses;
    for kind in &kinds {
        let status = kind.status();
        let same = kinds.iter().filter(|other| other.status() == status);
        let lines = same.map(|kind| format!("- `{}`: {}", kind.uri(), kind.meaning()));
        let text = lines.collect::<Vec<_>>().join("\n");
        let response = declared.entry(status.as_str().to_owned());
        response.or_insert_with(|| problem(&text, *kind == Kind::Busy).into());
    }
    for class in ["4XX", "5XX"] {
        let response = declared.entry(class.to_owned());
        response.or_insert_with(|| problem("Any other problem", false).into());
    }
}

fn problem(text: &str, asks_again: bool) -> Response {
    let body = Content::new(Some(Ref::from_schema_name("ProblemBody")));
    let response = openapi::ResponseBuilder::new()
        .description(text)
        .content("application/problem+json", body)
        .header(
            "Content-Language",
            header("Language of the texts", languages()),
        );
    let seconds = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(1));
    match asks_again {
        true => response.header("Retry-After", header("Seconds", seconds)),
        false => response,
    }
    .build()
}

fn header(text: &str, schema: ObjectBuilder) -> Header {
    HeaderBuilder::new()
        .description(Some(text))
        .schema(Some(schema))
        .build()
}

fn languages() -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(["vi", "en"]))
}

/// Problems of a document that is to be verified.
const VERIFICATION: &[Kind] = &[
    Kind::Malformed,
    Kind::MissingPart,
    Kind::Empty,
    Kind::NotAcceptable,
    Kind::TooSlow,
    Kind::TooLarge,
    Kind::MediaType,
    Kind::NotPdf,
    Kind::Unreadable,
    Kind::Busy,
];

/// Problems of a document that is to be signed.
const SIGNATURE: &[Kind] = &[
    Kind::Malformed,
    Kind::MissingPart,
    Kind::Empty,
    Kind::TooSlow,
    Kind::TooLarge,
    Kind::MediaType,
    Kind::NotPdf,
    Kind::UnknownKey,
    Kind::SigningRefused,
    Kind::Busy,
    Kind::KeyUnavailable,
    Kind::NoTimestamp,
];

/// Problems of a verification that is asked for again: those of the document, too.
const REANSWER: &[Kind] = &[
    Kind::NotFound,
    Kind::NotAcceptable,
    Kind::NotPdf,
    Kind::Unreadable,
    Kind::Busy,
];

/// Problems of what belongs to a verification that is kept.
const KEPT: &[Kind] = &[Kind::NotFound, Kind::Busy];

/// Problems of the picture of a page.
const PICTURE: &[Kind] = &[Kind::NotFound, Kind::NoPicture, Kind::Busy];

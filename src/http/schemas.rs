//! The schemas of the report: on their own, and as components of the interface description.

use std::borrow::Cow;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use kyso_verifier::json;
use serde_json::Value;
use utoipa::openapi::{OpenApi, Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// Names the report in the interface description.
pub(super) struct ReportReference;

/// Names the trace of a validation there.
pub(super) struct TraceReference;

/// The addresses of the schemas.
pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let schema = |schema: Value| get(move || async move { answer(schema) });
    Router::new()
        .route(VERIFICATION, schema(json::schema_of_verification()))
        .route(VALIDATION, schema(json::schema_of_validation()))
}

/// The interface description, with every type of the report.
pub(super) fn complete(interface: &OpenApi) -> Value {
    let mut document = serde_json::to_value(interface).unwrap_or_default();
    let schemas = document.pointer_mut("/components/schemas");
    if let Some(schemas) = schemas.and_then(Value::as_object_mut) {
        schemas.extend(json::definitions(COMPONENTS));
    }
    document
}

fn answer(schema: Value) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/schema+json")], Json(schema))
}

impl PartialSchema for ReportReference {
    fn schema() -> RefOr<Schema> {
        Ref::from_schema_name(Self::name()).into()
    }
}

impl ToSchema for ReportReference {
    fn name() -> Cow<'static, str> {
        "VerificationReport".into()
    }
}

impl PartialSchema for TraceReference {
    fn schema() -> RefOr<Schema> {
        Ref::from_schema_name(Self::name()).into()
    }
}

impl ToSchema for TraceReference {
    fn name() -> Cow<'static, str> {
        "ValidationTrace".into()
    }
}

const VERIFICATION: &str = "/schemas/verification-1.json";
const VALIDATION: &str = "/schemas/validation-1.json";

/// Where definitions stand in a description.
const COMPONENTS: &str = "/components/schemas";

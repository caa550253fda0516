//! The schemas of the report: on their own, and as components of the interface description.

mod parts;
mod plain;
mod signing;

use std::borrow::Cow;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use kyso_verifier::json;
use serde_json::Value;
use utoipa::openapi::{OpenApi, Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

pub(super) use parts::MissingPart;
use parts::{object_at, object_in};

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

/// The interface description, with every type of the report, in forms that generators of clients understand.
///
/// # Errors
/// [`MissingPart`] where the handlers declare less than is completed here.
pub(super) fn complete(interface: &OpenApi) -> Result<Value, MissingPart> {
    let mut document = serde_json::to_value(interface).unwrap_or_default();
    let schemas = object_at(&mut document, COMPONENTS)?;
    schemas.extend(json::definitions(COMPONENTS));
    schemas.values_mut().for_each(plain::simplify);
    // A part of another name is refused.
    for form in ["DocumentForm", "SignatureForm"] {
        object_in(schemas, form)?.insert("additionalProperties".to_owned(), false.into());
    }
    plain::tag(schemas, "SignatureRequest", "operation", OPERATIONS)?;
    signing::describe_parts(&mut document)?;
    Ok(document)
}

fn answer(schema: Value) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/schema+json")], Json(schema))
}

/// Levels that can be asked for.
#[derive(ToSchema)]
#[schema(as = SigningLevel)]
#[allow(dead_code)] // only described, never built, as those below
pub(super) enum LevelName {
    #[schema(rename = "B-B")]
    Basic,
    #[schema(rename = "B-T")]
    Timestamped,
    #[schema(rename = "B-LT")]
    LongTerm,
    #[schema(rename = "B-LTA")]
    Archival,
}

/// What an authority of the trust store is.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code)]
pub(super) enum AuthorityRole {
    Anchor,
    Intermediate,
}

/// What an authority is trusted for; `timestamping` is the folder `tsa` of a trust folder.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code)]
pub(super) enum AuthorityClass {
    Government,
    Public,
    Timestamping,
    Other,
}

/// Where today lies in the validity of an authority.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code)]
pub(super) enum AuthorityPeriod {
    NotYetValid,
    InForce,
    ExpiresSoon,
    Expired,
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

/// Where an interface description has its definitions.
const COMPONENTS: &str = "/components/schemas";

/// The requests of `POST /v1/signatures`, by their operation.
const OPERATIONS: &[(&str, &str)] = &[("approve", "ApproveRequest"), ("issue", "IssueRequest")];

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::interface;

    /// What the handlers no longer declare would stay without its schema.
    #[test]
    fn a_description_without_a_part_is_refused() {
        let (_, whole) = interface::described().unwrap();
        let form = "/paths/~1v1~1signatures/post/requestBody/content/multipart~1form-data/encoding";
        assert!(whole.pointer(form).is_some(), "{whole:#}");
        let empty = OpenApi::default();
        let missing = complete(&empty).unwrap_err();
        assert_eq!(missing.to_string(), COMPONENTS);
    }

    /// A type of the service would be lost under that of the report.
    #[test]
    fn types_of_the_service_and_of_the_report_have_different_names() {
        let report = json::definitions(COMPONENTS);
        let service = interface::names_of_the_service();
        // These two are the same type under one name.
        let same = [ReportReference::name(), TraceReference::name()];
        let others = service
            .iter()
            .filter(|name| !same.iter().any(|one| one == *name));
        let twice: Vec<_> = others.filter(|name| report.contains_key(*name)).collect();
        assert!(!service.is_empty() && twice.is_empty(), "{twice:?}");
    }
}

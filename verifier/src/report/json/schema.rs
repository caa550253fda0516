//! JSON Schemas (draft 2020-12) of the reports, made from the types.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value};

use super::document::{Verification, VerificationReport};
use super::package::PackageVerification;
use super::trace::ValidationTrace;

/// The schema of `kyso.verification/1`: what `kyso verify --format json` writes.
#[must_use]
pub fn schema_of_verification() -> Value {
    schema::<Verification>("urn:kyso:schema:verification:1")
}

/// The schema of `kyso.validation/1`.
#[must_use]
pub fn schema_of_validation() -> Value {
    schema::<ValidationTrace>("urn:kyso:schema:validation:1")
}

/// The schema of `kyso.package/1`: what `kyso verify --package --format json` writes.
#[must_use]
pub fn schema_of_package() -> Value {
    schema::<PackageVerification>("urn:kyso:schema:package:1")
}

/// The schemas of report and validation as named definitions that refer to each other under `path`, such as `/components/schemas` of an
/// interface description (OpenAPI 3.1). The names of the whole documents are `VerificationReport` and `ValidationTrace`.
#[must_use]
pub fn definitions(path: &'static str) -> Map<String, Value> {
    let mut generator = generator(path);
    generator.subschema_for::<VerificationReport>();
    generator.subschema_for::<ValidationTrace>();
    generator.take_definitions(true)
}

fn schema<T: JsonSchema>(id: &str) -> Value {
    let mut schema = generator("/$defs").into_root_schema_for::<T>();
    schema.insert("$id".to_owned(), id.into());
    schema.into()
}

/// A generator for written documents: a member that is always there is required.
fn generator(path: &'static str) -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let settings = settings.with(|settings| settings.definitions_path = path.into());
    settings.into_generator()
}

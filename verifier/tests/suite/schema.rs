//! The JSON Schemas of the report: those that are checked in are those of the types, and docs/report.md names everything that
//! they do. Whether reports are as the schemas say is judged from outside (`tests/interop/report_schema.py`).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use kyso_verifier::json::{
    definitions, schema_of_package, schema_of_validation, schema_of_verification,
};
use kyso_verifier::{Indication, TimestampKind, TrustLevel};
use serde_json::{Map, Value};

/// A file of the project.
fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

#[test]
fn the_schemas_that_are_checked_in_are_those_of_the_types() {
    for (name, schema) in [
        ("verification-1", schema_of_verification()),
        ("validation-1", schema_of_validation()),
        ("package-1", schema_of_package()),
    ] {
        let path = file(&format!("assets/schema/{name}.json"));
        let made = format!("{schema:#}\n");
        if std::env::var_os("KYSO_BLESS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &made).unwrap();
        }
        let there = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            there == made,
            "{name}: write it anew with KYSO_BLESS=1 and look at what changes"
        );
    }
}

#[test]
fn definitions_refer_to_each_other_where_they_are_put() {
    let definitions = definitions("/components/schemas");
    let text = Value::Object(definitions.clone()).to_string();
    let references = text.split("\"$ref\":\"").skip(1);
    let mut names = BTreeSet::new();
    for reference in references {
        let (reference, _) = reference.split_once('"').unwrap();
        let name = reference.strip_prefix("#/components/schemas/").unwrap();
        assert!(definitions.contains_key(name), "{name}");
        names.insert(name);
    }
    assert!(names.len() > 20, "{names:?}");
    assert!(definitions.contains_key("VerificationReport"));
    assert!(definitions.contains_key("ValidationTrace"));
}

#[test]
fn values_have_one_name() {
    let told = |value: Result<Value, serde_json::Error>| value.unwrap();
    for value in [
        Indication::Passed,
        Indication::Failed,
        Indication::Indeterminate,
    ] {
        assert_eq!(told(serde_json::to_value(value)), value.as_str());
    }
    for value in [
        TimestampKind::Content,
        TimestampKind::Signature,
        TimestampKind::Document,
    ] {
        assert_eq!(told(serde_json::to_value(value)), value.as_str());
    }
    for value in [
        TrustLevel::Government,
        TrustLevel::Public,
        TrustLevel::Other,
        TrustLevel::None,
    ] {
        assert_eq!(told(serde_json::to_value(value)), value.as_str());
    }
}

/// The document for readers has every name of a member, as code.
#[test]
fn the_document_names_every_member() {
    let text = fs::read_to_string(file("docs/report.md")).unwrap();
    let mut names = BTreeSet::new();
    members(&schema_of_verification(), &mut names);
    members(&schema_of_validation(), &mut names);
    members(&schema_of_package(), &mut names);
    assert!(names.len() > 80, "{names:?}");
    let missing: Vec<_> = names
        .iter()
        .filter(|name| !text.contains(&format!("`{name}`")))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/report.md does not name {missing:?}"
    );
}

fn members(schema: &Value, names: &mut BTreeSet<String>) {
    let Some(object) = schema.as_object() else {
        let elements = schema.as_array().into_iter().flatten();
        elements.for_each(|one| members(one, names));
        return;
    };
    let properties = object.get("properties").and_then(Value::as_object);
    names.extend(properties.into_iter().flat_map(Map::keys).cloned());
    object.values().for_each(|one| members(one, names));
}

//! The schemas of the report as the service and the command give them out, and the interface description that uses them.

use serde_json::{Map, Value};

use crate::support::run;
use crate::support::service::Service;

fn printed(which: &str) -> Value {
    run(["schema", which]).expect(0).json()
}

#[test]
fn the_service_hands_out_what_the_command_prints() {
    let service = Service::of_demo();
    for (path, which) in [
        ("/schemas/verification-1.json", "report"),
        ("/schemas/validation-1.json", "validation"),
    ] {
        let answer = service.get(path);
        let media_type = Some("application/schema+json");
        assert_eq!(answer.header("content-type"), media_type);
        assert_eq!(answer.json(), printed(which));
    }
    assert_eq!(run(["schema"]).expect(0).json(), printed("report"));
}

/// Every reference of the interface description leads somewhere, and the report is described in it as everywhere.
#[test]
fn the_interface_description_describes_the_report() {
    let description = Service::of_demo().get("/openapi.json").json();
    let mut references = Vec::new();
    collect(&description, &mut references);
    assert!(
        references
            .iter()
            .any(|one| one.ends_with("/VerificationReport"))
    );
    assert!(
        references
            .iter()
            .any(|one| one.ends_with("/ValidationTrace"))
    );
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(description.pointer(pointer).is_some(), "{reference}");
    }
    let components = &description["components"]["schemas"];
    for (name, which) in [("VerificationReport", "report"), ("Signature", "report")] {
        let here = components[name]["properties"].as_object().unwrap();
        let printed = printed(which);
        let there = printed["$defs"][name]["properties"].as_object().unwrap();
        let names = |object: &Map<String, Value>| object.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(here), names(there), "{name}");
    }
}

fn collect<'v>(value: &'v Value, references: &mut Vec<&'v str>) {
    match value {
        Value::Object(object) => {
            references.extend(object.get("$ref").and_then(Value::as_str));
            object.values().for_each(|one| collect(one, references));
        }
        Value::Array(array) => array.iter().for_each(|one| collect(one, references)),
        _ => {}
    }
}

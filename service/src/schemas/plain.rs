//! Schemas in plainer forms that mean the same: what generators of clients and validators stumble over is written otherwise.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::parts::{MissingPart, object_in};

/// Writes alternatives of constants as enumerations and single alternatives as themselves, and names what an empty
/// alternative is: an object; for all of a schema.
pub(super) fn simplify(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.values_mut().for_each(simplify);
            enumerate(object);
            unwrap_single(object);
            fill_empty(object);
        }
        Value::Array(array) => array.iter_mut().for_each(simplify),
        _ => {}
    }
}

/// `oneOf` of described constants: an `enum`, with the descriptions in that of the whole.
fn enumerate(schema: &mut Map<String, Value>) {
    let Some(Value::Array(alternatives)) = schema.get("oneOf") else {
        return;
    };
    let constants: Option<Vec<&str>> = alternatives
        .iter()
        .map(|one| one.get("const").and_then(Value::as_str))
        .collect();
    let Some(constants) = constants.filter(|constants| !constants.is_empty()) else {
        return;
    };
    let mut text = described(schema).to_owned();
    for (name, one) in constants.iter().zip(alternatives) {
        let about = one.get("description").and_then(Value::as_str);
        let _ = write!(text, "\n- `{name}`: {}", about.unwrap_or_default());
    }
    let values = json!(constants);
    schema.remove("oneOf");
    schema.insert("type".to_owned(), "string".into());
    schema.insert("enum".to_owned(), values);
    schema.insert("description".to_owned(), text.trim().into());
}

/// The only alternative in the place of the list, unless both say something of one thing.
fn unwrap_single(schema: &mut Map<String, Value>) {
    let Some(Value::Array(alternatives)) = schema.get("oneOf") else {
        return;
    };
    let [Value::Object(only)] = alternatives.as_slice() else {
        return;
    };
    let only = only.clone();
    let conflicts = only
        .keys()
        .any(|key| key != "description" && schema.contains_key(key));
    if !conflicts {
        schema.remove("oneOf");
        for (key, value) in only {
            schema.entry(key).or_insert(value);
        }
    }
}

fn fill_empty(schema: &mut Map<String, Value>) {
    let Some(Value::Array(alternatives)) = schema.get_mut("anyOf") else {
        return;
    };
    for alternative in alternatives {
        if alternative.as_object().is_some_and(Map::is_empty) {
            *alternative = json!({"type": "object", "description": "Nothing more."});
        }
    }
}

fn described(schema: &Map<String, Value>) -> &str {
    let text = schema.get("description").and_then(Value::as_str);
    text.unwrap_or_default()
}

/// A choice by the member `tag`: each alternative has it with its own value, as none of them allows what it does not name.
pub(super) fn tag(
    schemas: &mut Map<String, Value>,
    choice: &str,
    tag: &str,
    alternatives: &[(&str, &str)],
) -> Result<(), MissingPart> {
    let reference = |name: &str| format!("#/components/schemas/{name}");
    let mut mapping = Map::new();
    for (value, name) in alternatives {
        let schema = object_in(schemas, name)?;
        let member =
            json!({"type": "string", "enum": [value], "description": "What is asked for."});
        object_in(schema, "properties")?.insert(tag.to_owned(), member);
        let required = schema.get_mut("required").and_then(Value::as_array_mut);
        let required = required.ok_or_else(|| MissingPart::new(format!("{name}/required")))?;
        required.insert(0, tag.into());
        mapping.insert((*value).to_owned(), reference(name).into());
    }
    let one_of: Vec<Value> = mapping.values().map(|one| json!({"$ref": one})).collect();
    let about = described(object_in(schemas, choice)?).to_owned();
    let described = json!({
        "description": about,
        "oneOf": one_of,
        "discriminator": {"propertyName": tag, "mapping": mapping},
    });
    schemas.insert(choice.to_owned(), described);
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn simplified(mut schema: Value) -> Value {
        simplify(&mut schema);
        schema
    }

    #[test]
    fn alternatives_of_constants_are_enumerations() {
        let level = json!({"description": "Level.", "oneOf": [
            {"const": "B-B", "type": "string", "description": "Basic."},
            {"const": "B-T", "type": "string", "description": "With a timestamp."},
        ]});
        let expected = json!({"type": "string", "enum": ["B-B", "B-T"],
            "description": "Level.\n- `B-B`: Basic.\n- `B-T`: With a timestamp."});
        assert_eq!(simplified(level), expected);
        let others = json!({"oneOf": [{"const": "a"}, {"type": "object"}]});
        assert_eq!(simplified(others.clone()), others);
    }

    #[test]
    fn no_alternative_is_alone_or_empty() {
        let alone =
            json!({"description": "A.", "oneOf": [{"type": "object", "description": "B."}]});
        assert_eq!(
            simplified(alone),
            json!({"description": "A.", "type": "object"})
        );
        let empty = simplified(json!({"anyOf": [{"type": "string"}, {}]}));
        assert_eq!(empty["anyOf"][1]["type"], "object");
    }

    #[test]
    fn a_choice_is_told_by_its_tag() {
        let closed = json!({"type": "object", "properties": {"key": {"type": "string"}}, "required": ["key"],
            "additionalProperties": false});
        let schemas = json!({"A": closed, "Choice": {"description": "What."}});
        let Value::Object(mut schemas) = schemas else {
            unreachable!()
        };
        tag(&mut schemas, "Choice", "operation", &[("a", "A")]).unwrap();
        assert_eq!(schemas["A"]["required"], json!(["operation", "key"]));
        assert_eq!(
            schemas["A"]["properties"]["operation"]["enum"],
            json!(["a"])
        );
        assert_eq!(
            schemas["Choice"]["oneOf"],
            json!([{"$ref": "#/components/schemas/A"}])
        );
        assert_eq!(
            schemas["Choice"]["discriminator"]["propertyName"],
            "operation"
        );
        let missing = tag(&mut schemas, "Choice", "operation", &[("b", "B")]);
        assert_eq!(missing, Err(MissingPart::new("B")));
    }
}

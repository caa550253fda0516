//! Parts of the interface description that must be there to be completed.

use std::fmt;

use serde_json::{Map, Value};

/// A part that the interface description should have and has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MissingPart(String);

impl MissingPart {
    pub(super) fn new(place: impl Into<String>) -> Self {
        Self(place.into())
    }
}

impl fmt::Display for MissingPart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The object at a JSON pointer.
pub(super) fn object_at<'v>(
    document: &'v mut Value,
    pointer: &str,
) -> Result<&'v mut Map<String, Value>, MissingPart> {
    let found = document.pointer_mut(pointer);
    let found = found.and_then(Value::as_object_mut);
    found.ok_or_else(|| MissingPart::new(pointer))
}

/// The object that is a member.
pub(super) fn object_in<'v>(
    object: &'v mut Map<String, Value>,
    name: &str,
) -> Result<&'v mut Map<String, Value>, MissingPart> {
    let found = object.get_mut(name);
    let found = found.and_then(Value::as_object_mut);
    found.ok_or_else(|| MissingPart::new(name))
}

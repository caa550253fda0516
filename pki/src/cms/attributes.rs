//! Sets of attributes (RFC 5652, section 5.3) and the rules on single values (section 11).

use const_oid::ObjectIdentifier;

use super::CmsError;
use crate::oids;
use crate::tlv::{Element, EncodingError, OCTET_STRING, SEQUENCE, SET};

/// The attributes of one set, in their order, values encoded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attributes(Vec<Attribute>);

#[derive(Debug, Clone)]
struct Attribute {
    oid: ObjectIdentifier,
    values: Vec<Vec<u8>>,
}

impl Attributes {
    /// Reads the members of a `SET OF Attribute`, whatever its tag.
    pub(crate) fn read(set: &Element<'_>) -> Result<Self, EncodingError> {
        let mut members = set.reader();
        let mut attributes = Vec::new();
        while let Some(member) = members.next()? {
            attributes.push(Attribute::read(&member)?);
        }
        Ok(Self(attributes))
    }

    /// The first value of the first attribute with this identifier.
    pub(crate) fn first(&self, oid: &ObjectIdentifier) -> Option<&[u8]> {
        self.values(*oid).next()
    }

    /// All values of all attributes with this identifier.
    pub(crate) fn values(&self, oid: ObjectIdentifier) -> impl Iterator<Item = &[u8]> {
        self.0
            .iter()
            .filter(move |attribute| attribute.oid == oid)
            .flat_map(|attribute| attribute.values.iter().map(Vec::as_slice))
    }

    /// The value of an attribute that must occur exactly once with exactly one value.
    pub(crate) fn single(&self, oid: &ObjectIdentifier) -> Result<&[u8], CmsError> {
        self.at_most_one(oid)?
            .ok_or(CmsError::MissingAttribute { oid: *oid })
    }

    /// The value of an attribute that may be missing but not occur twice.
    pub(crate) fn at_most_one(&self, oid: &ObjectIdentifier) -> Result<Option<&[u8]>, CmsError> {
        let mut found = self.0.iter().filter(|attribute| attribute.oid == *oid);
        let Some(attribute) = found.next() else {
            return Ok(None);
        };
        match (attribute.values.as_slice(), found.next()) {
            ([value], None) => Ok(Some(value)),
            _ => Err(CmsError::NotSingleValued { oid: *oid }),
        }
    }
}

impl Attribute {
    fn read(element: &Element<'_>) -> Result<Self, EncodingError> {
        if element.identifier != SEQUENCE {
            return Err(element.unexpected("Attribute"));
        }
        let mut fields = element.reader();
        let oid = fields.any("attrType")?.any_oid()?;
        let mut members = fields.required(SET, "attrValues")?.reader();
        fields.finish()?;
        let mut values = Vec::new();
        while let Some(value) = members.next()? {
            values.push(value.raw.to_vec());
        }
        Ok(Self { oid, values })
    }
}

/// The message digest attribute (RFC 5652, section 11.2).
pub(crate) fn message_digest(attributes: &Attributes) -> Result<&[u8], CmsError> {
    let value = attributes.single(&oids::MESSAGE_DIGEST)?;
    Ok(Element::only_with(value, OCTET_STRING, "messageDigest")?.contents)
}

/// The content type attribute (RFC 5652, section 11.1).
pub(crate) fn content_type(attributes: &Attributes) -> Result<ObjectIdentifier, CmsError> {
    let value = attributes.single(&oids::CONTENT_TYPE)?;
    Ok(Element::only(value, "contentType")?.oid()?)
}

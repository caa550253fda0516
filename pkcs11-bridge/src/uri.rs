//! PKCS#11 URIs: which token, which object, by which module (RFC 7512).
//!
//! Stricter than the RFC where a mistake costs a PIN or a secret: `pin-value` and `pin-source` are
//! refused, an unknown path attribute is an error instead of an empty match, and a module path is
//! accepted only from the operator (G5). More lenient in one point: a value may hold unescaped
//! spaces and letters beyond ASCII, as people type them.

mod percent;

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::token::{TokenIdentity, TokenInfo};
use crate::uri_error::UriError;
use percent::{decode, encode};

/// What a `pkcs11:` URI selects. An attribute that is absent matches everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenUri {
    token: Option<String>,
    manufacturer: Option<String>,
    serial: Option<String>,
    model: Option<String>,
    slot_id: Option<u64>,
    object: Option<String>,
    id: Option<Vec<u8>>,
    object_type: Option<String>,
    module_path: Option<PathBuf>,
}

impl TokenUri {
    /// Reads a URI that the operator wrote: a command line or a configuration file. It may hold
    /// `module-path`.
    ///
    /// # Errors
    /// [`UriError`] for text that is not a supported `pkcs11:` URI or carries a secret.
    pub fn from_operator(text: &str) -> Result<TokenUri, UriError> {
        parse(text)
    }

    /// Reads a URI that came over the network: never a module path (G5).
    ///
    /// # Errors
    /// As [`TokenUri::from_operator`], and [`UriError::ModuleFromOutside`].
    pub fn from_request(text: &str) -> Result<TokenUri, UriError> {
        let uri = parse(text)?;
        match uri.module_path {
            None => Ok(uri),
            Some(_) => Err(UriError::ModuleFromOutside {
                name: "module-path".to_owned(),
            }),
        }
    }

    /// The URI that selects one object of a token, without a module path.
    pub(crate) fn of_object(token: &TokenIdentity, id: &[u8], label: &str) -> TokenUri {
        TokenUri {
            token: Some(token.label.clone()),
            serial: Some(token.serial.clone()).filter(|serial| !serial.is_empty()),
            id: Some(id.to_vec()).filter(|id| !id.is_empty()),
            object: Some(label.to_owned()).filter(|label| !label.is_empty()),
            ..TokenUri::default()
        }
    }

    /// The library to load, where the URI names one.
    #[must_use]
    pub fn module_path(&self) -> Option<&Path> {
        self.module_path.as_deref()
    }

    /// Whether the URI selects this token.
    pub(crate) fn selects_token(&self, token: &TokenInfo) -> bool {
        let identity = &token.identity;
        wants(&self.token, &identity.label)
            && wants(&self.manufacturer, &identity.manufacturer)
            && wants(&self.serial, &identity.serial)
            && wants(&self.model, &identity.model)
            && self.slot_id.is_none_or(|slot| slot == token.slot_id)
    }

    /// Whether the URI selects an object with this CKA_ID and CKA_LABEL.
    pub(crate) fn selects_object(&self, id: &[u8], label: &str) -> bool {
        wants(&self.object, label) && self.id.as_deref().is_none_or(|wanted| wanted == id)
    }
}

fn wants(wanted: &Option<String>, actual: &str) -> bool {
    wanted.as_deref().is_none_or(|wanted| wanted == actual)
}

impl FromStr for TokenUri {
    type Err = UriError;

    /// As [`TokenUri::from_operator`].
    fn from_str(text: &str) -> Result<TokenUri, UriError> {
        TokenUri::from_operator(text)
    }
}

impl fmt::Display for TokenUri {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let slot = self.slot_id.map(|slot| slot.to_string());
        let path: Vec<String> = [
            ("token", self.token.as_deref().map(str::as_bytes)),
            (
                "manufacturer",
                self.manufacturer.as_deref().map(str::as_bytes),
            ),
            ("serial", self.serial.as_deref().map(str::as_bytes)),
            ("model", self.model.as_deref().map(str::as_bytes)),
            ("slot-id", slot.as_deref().map(str::as_bytes)),
            ("object", self.object.as_deref().map(str::as_bytes)),
            ("id", self.id.as_deref()),
            ("type", self.object_type.as_deref().map(str::as_bytes)),
        ]
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| format!("{name}={}", encode(value))))
        .collect();
        write!(formatter, "pkcs11:{}", path.join(";"))?;
        match &self.module_path {
            Some(module) => {
                let module = module.to_string_lossy();
                // The query may hold "/" as it is, the path may not (RFC 7512, section 2.3).
                let module = encode(module.as_bytes()).replace("%2F", "/");
                write!(formatter, "?module-path={module}")
            }
            None => Ok(()),
        }
    }
}

fn parse(text: &str) -> Result<TokenUri, UriError> {
    if text.len() > MAX_LENGTH {
        return Err(UriError::TooLong {
            length: text.len(),
            limit: MAX_LENGTH,
        });
    }
    let (scheme, rest) = text.split_once(':').ok_or(UriError::Scheme)?;
    if !scheme.eq_ignore_ascii_case("pkcs11") {
        return Err(UriError::Scheme);
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut uri = TokenUri::default();
    let path = attributes(path, ';', 1)?;
    let query = attributes(query, '&', path.len() + 1)?;
    path.iter()
        .try_for_each(|attribute| uri.take_path_attribute(attribute))?;
    query
        .iter()
        .try_for_each(|attribute| uri.take_query_attribute(attribute))?;
    Ok(uri)
}

/// Splits one component and refuses repetitions, before any value is decoded.
fn attributes(
    component: &str,
    separator: char,
    first: usize,
) -> Result<Vec<Attribute<'_>>, UriError> {
    let mut found: Vec<Attribute<'_>> = Vec::new();
    let parts = component.split(separator).filter(|_| !component.is_empty());
    for (position, part) in (first..).zip(parts) {
        let (name, value) = part
            .split_once('=')
            .ok_or(UriError::NotAnAttribute { position })?;
        if name.is_empty() {
            return Err(UriError::NotAnAttribute { position });
        }
        if found.iter().any(|earlier| earlier.name == name) {
            return Err(UriError::Repeated {
                name: name.to_owned(),
            });
        }
        found.push(Attribute { name, value });
    }
    Ok(found)
}

struct Attribute<'a> {
    name: &'a str,
    value: &'a str,
}

impl Attribute<'_> {
    fn bytes(&self) -> Result<Vec<u8>, UriError> {
        decode(self.value).ok_or_else(|| self.malformed())
    }

    fn text(&self) -> Result<String, UriError> {
        String::from_utf8(self.bytes()?).map_err(|_| self.malformed())
    }

    fn malformed(&self) -> UriError {
        UriError::Value {
            name: self.name.to_owned(),
        }
    }
}

impl TokenUri {
    fn take_path_attribute(&mut self, attribute: &Attribute<'_>) -> Result<(), UriError> {
        refuse_secret(attribute)?;
        match attribute.name {
            "token" => self.token = Some(attribute.text()?),
            "manufacturer" => self.manufacturer = Some(attribute.text()?),
            "serial" => self.serial = Some(attribute.text()?),
            "model" => self.model = Some(attribute.text()?),
            "object" => self.object = Some(attribute.text()?),
            "id" => self.id = Some(attribute.bytes()?),
            "type" => self.object_type = Some(signing_type(attribute.text()?)?),
            "slot-id" => {
                self.slot_id = Some(
                    attribute
                        .text()?
                        .parse()
                        .map_err(|_| attribute.malformed())?,
                );
            }
            name => {
                return Err(UriError::UnknownAttribute {
                    name: name.to_owned(),
                });
            }
        }
        Ok(())
    }

    /// An unknown query attribute changes how, never what: RFC 7512, section 2.3 has it ignored.
    fn take_query_attribute(&mut self, attribute: &Attribute<'_>) -> Result<(), UriError> {
        refuse_secret(attribute)?;
        match attribute.name {
            "module-path" => self.module_path = Some(PathBuf::from(attribute.text()?)),
            // A bare name would be looked up in places that the operator did not choose.
            "module-name" => {
                return Err(UriError::ModuleFromOutside {
                    name: attribute.name.to_owned(),
                });
            }
            _ => drop(attribute.bytes()?),
        }
        Ok(())
    }
}

fn refuse_secret(attribute: &Attribute<'_>) -> Result<(), UriError> {
    let name = attribute.name.to_ascii_lowercase();
    match name.as_str() {
        "pin-value" | "pin-source" => Err(UriError::Secret { name }),
        _ => Ok(()),
    }
}

fn signing_type(value: String) -> Result<String, UriError> {
    match value.as_str() {
        "private" | "cert" | "public" => Ok(value),
        _ => Err(UriError::ObjectType { value }),
    }
}

/// Bytes; eight attributes of PKCS#11's longest text fields, escaped, and a path fit easily.
const MAX_LENGTH: usize = 4096;

#[cfg(test)]
mod tests;

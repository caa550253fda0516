//! Which certificates a list is about: distribution points in certificates and in lists (RFC 5280, sections 4.2.1.13
//! and 5.2.5).

use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::encode;
use crate::name::{self, NameKey};
use crate::oids;
use crate::tlv::{Element, EncodingError, SEQUENCE, context, context_primitive};

/// A set of revocation reasons (`ReasonFlags`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reasons(u16);

impl Reasons {
    pub(crate) const NONE: Self = Self(0);
    /// The eight reasons that a list can be split by; bit 0 is unused.
    pub(crate) const ALL: Self = Self(0x7F80);
    /// certificateHold alone.
    pub(crate) const HOLD: Self = Self(0x0200);

    /// Bit string with the first reason in the highest bit.
    fn read(element: &Element<'_>) -> Self {
        let octet = |index| element.contents.get(index).copied().unwrap_or(0);
        Self(u16::from_be_bytes([octet(1), octet(2)]) & Self::ALL.0)
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn adds_to(self, other: Self) -> bool {
        self.0 & !other.0 != 0
    }
}

/// `IssuingDistributionPoint`: the scope of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IssuingDistributionPoint {
    raw: Vec<u8>,
    point: Option<PointName>,
    only_users: bool,
    only_authorities: bool,
    only_attributes: bool,
    pub(crate) reasons: Reasons,
    pub(crate) indirect: bool,
}

/// `DistributionPoint`: where a certificate says that its revocation is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DistributionPoint {
    point: Option<PointName>,
    pub(crate) reasons: Reasons,
    /// Encoded directory names of another issuer of the list.
    issuers: Vec<Vec<u8>>,
    /// Their key for comparisons.
    issuer_keys: Vec<NameKey>,
}

/// `DistributionPointName`.
#[derive(Debug, Clone, PartialEq, Eq)]
enum PointName {
    /// Encoded general names.
    Full(Vec<Vec<u8>>),
    /// Contents of a `RelativeDistinguishedName` below the issuer of the list.
    Relative(Vec<u8>),
}

impl IssuingDistributionPoint {
    pub(super) fn read(value: &[u8]) -> Result<Self, EncodingError> {
        let scope = Element::only_with(value, SEQUENCE, "IssuingDistributionPoint")?;
        let mut fields = scope.reader();
        // An extension that limits nothing may not occur there (section 5.2.5).
        if fields.is_empty() {
            return Err(scope.bad("IssuingDistributionPoint"));
        }
        let point = match fields.optional(context(0))? {
            Some(wrapper) => Some(PointName::read(&wrapper)?),
            None => None,
        };
        let flag = |number, fields: &mut crate::tlv::Reader<'_>| match fields
            .optional(context_primitive(number))?
        {
            Some(flag) => flag.boolean(),
            None => Ok(false),
        };
        let only_users = flag(1, &mut fields)?;
        let only_authorities = flag(2, &mut fields)?;
        let reasons = fields.optional(context_primitive(3))?;
        let indirect = flag(4, &mut fields)?;
        let only_attributes = flag(5, &mut fields)?;
        fields.finish()?;
        Ok(Self {
            raw: value.to_vec(),
            point,
            only_users,
            only_authorities,
            only_attributes,
            reasons: reasons.map_or(Reasons::ALL, |reasons| Reasons::read(&reasons)),
            indirect,
        })
    }

    /// Whether two lists have the same scope, as a delta list and its base must.
    pub(crate) fn same(left: Option<&Self>, right: Option<&Self>) -> bool {
        left.map(|scope| &scope.raw) == right.map(|scope| &scope.raw)
    }

    /// RFC 5280, section 6.3.3, step (b)(2).
    pub(crate) fn includes(
        &self,
        certificate: &Certificate,
        point: &DistributionPoint,
        list_issuer: &[u8],
    ) -> bool {
        let authority = certificate.is_authority().unwrap_or(false);
        let excluded = match authority {
            true => self.only_users || self.only_attributes,
            false => self.only_authorities || self.only_attributes,
        };
        !excluded
            && self.point.as_ref().is_none_or(|name| {
                let names = name.general_names(list_issuer);
                let wanted = point.names(certificate);
                names
                    .iter()
                    .any(|name| wanted.iter().any(|wanted| same_general_name(name, wanted)))
            })
    }
}

impl DistributionPoint {
    /// The points of a certificate, then the one that RFC 5280 (section 6.3.3) assumes: its issuer.
    pub(crate) fn of(certificate: &Certificate) -> Result<Vec<Self>, EncodingError> {
        let mut points = Vec::new();
        if let Some(extension) = certificate
            .extensions()
            .find(&oids::CRL_DISTRIBUTION_POINTS)?
        {
            let mut members =
                Element::only_with(&extension.value, SEQUENCE, "CRLDistributionPoints")?.reader();
            while let Some(member) = members.next()? {
                points.push(Self::read(&member)?);
            }
        }
        points.push(Self {
            point: Some(PointName::Full(vec![directory_name(certificate.issuer())])),
            reasons: Reasons::ALL,
            issuers: Vec::new(),
            issuer_keys: Vec::new(),
        });
        Ok(points)
    }

    /// RFC 5280, section 6.3.3, step (b)(1).
    pub(crate) fn allows_issuer(&self, certificate: &Certificate, list: &Crl) -> bool {
        if self.issuers.is_empty() {
            return certificate.issuer_key() == list.issuer_key();
        }
        list.scope().is_some_and(|scope| scope.indirect)
            && self.issuer_keys.contains(&list.issuer_key())
    }

    fn read(element: &Element<'_>) -> Result<Self, EncodingError> {
        let mut fields = element.reader();
        let point = match fields.optional(context(0))? {
            Some(wrapper) => Some(PointName::read(&wrapper)?),
            None => None,
        };
        let reasons = fields.optional(context_primitive(1))?;
        let issuers = match fields.optional(context(2))? {
            Some(names) => directory_names(&names)?,
            None => Vec::new(),
        };
        fields.finish()?;
        Ok(Self {
            issuer_keys: issuers.iter().map(|issuer| NameKey::of(issuer)).collect(),
            point,
            reasons: reasons.map_or(Reasons::ALL, |reasons| Reasons::read(&reasons)),
            issuers,
        })
    }

    /// The names by which the scope of a list is looked for.
    fn names(&self, certificate: &Certificate) -> Vec<Vec<u8>> {
        match &self.point {
            Some(name) => {
                let issuer = self.issuers.first().map(Vec::as_slice);
                name.general_names(issuer.unwrap_or(certificate.issuer()))
            }
            None => self
                .issuers
                .iter()
                .map(|issuer| directory_name(issuer))
                .collect(),
        }
    }
}

impl PointName {
    fn read(wrapper: &Element<'_>) -> Result<Self, EncodingError> {
        let mut wrapped = wrapper.reader();
        let choice = wrapped.any("DistributionPointName")?;
        wrapped.finish()?;
        if choice.identifier == context(1) {
            return Ok(Self::Relative(choice.contents.to_vec()));
        }
        if choice.identifier != context(0) {
            return Err(choice.unexpected("DistributionPointName"));
        }
        let mut members = choice.reader();
        let mut names = Vec::new();
        while let Some(member) = members.next()? {
            names.push(member.raw.to_vec());
        }
        Ok(Self::Full(names))
    }

    fn general_names(&self, issuer: &[u8]) -> Vec<Vec<u8>> {
        match self {
            Self::Full(names) => names.clone(),
            Self::Relative(relative) => below(issuer, relative).into_iter().collect(),
        }
    }
}

/// The directory name one level below `issuer`.
fn below(issuer: &[u8], relative: &[u8]) -> Option<Vec<u8>> {
    let parent = Element::only_with(issuer, SEQUENCE, "Name").ok()?;
    let last = encode::element(crate::tlv::SET, &[relative]);
    Some(directory_name(&encode::sequence(&[parent.contents, &last])))
}

fn directory_name(name: &[u8]) -> Vec<u8> {
    encode::explicit(4, name)
}

fn directory_names(names: &Element<'_>) -> Result<Vec<Vec<u8>>, EncodingError> {
    let mut members = names.reader();
    let mut found = Vec::new();
    while let Some(member) = members.next()? {
        if member.identifier == context(4) {
            found.push(member.contents.to_vec());
        }
    }
    Ok(found)
}

fn same_general_name(left: &[u8], right: &[u8]) -> bool {
    let parse = |name| Element::only(name, "GeneralName").ok();
    let (Some(left), Some(right)) = (parse(left), parse(right)) else {
        return false;
    };
    left.identifier == right.identifier
        && (left.contents == right.contents
            || match left.identifier {
                directory if directory == context(4) => name::same(left.contents, right.contents),
                uri if uri == context_primitive(6) => is_same_uri(left.contents, right.contents),
                _ => false,
            })
}

/// Whether two addresses differ in nothing but the case of scheme and host, or name the usual port of the scheme
/// (section 7.4; RFC 3986, section 6.2).
fn is_same_uri(left: &[u8], right: &[u8]) -> bool {
    let parts = |uri| AddressParts::of(std::str::from_utf8(uri).ok()?);
    matches!((parts(left), parts(right)), (Some(left), Some(right)) if left == right)
}

#[derive(Debug, PartialEq)]
struct AddressParts<'u> {
    scheme: String,
    user: Option<&'u str>,
    host: String,
    port: Option<&'u str>,
    rest: &'u str,
}

impl<'u> AddressParts<'u> {
    /// `None` for what has no host.
    fn of(uri: &'u str) -> Option<Self> {
        let (scheme, behind) = uri.split_once("://")?;
        let end = behind.find(['/', '?', '#']).unwrap_or(behind.len());
        let (authority, rest) = behind.split_at_checked(end)?;
        let (user, place) = match authority.rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, authority),
        };
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
                (host, Some(port))
            }
            _ => (place, None),
        };
        let scheme = scheme.to_ascii_lowercase();
        let usual = match scheme.as_str() {
            "http" => "80",
            "https" => "443",
            "ldap" => "389",
            _ => "",
        };
        Some(Self {
            port: port.filter(|port| *port != usual && !port.is_empty()),
            host: host.to_ascii_lowercase(),
            scheme,
            user,
            rest,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(left: &str, right: &str) -> bool {
        let name = |uri: &str| encode::element(context_primitive(6), &[uri.as_bytes()]);
        same_general_name(&name(left), &name(right))
    }

    #[test]
    fn scheme_and_host_are_compared_without_case() {
        for (left, right) in [
            ("http://ca.example/Ca.crl", "http://CA.Example/Ca.crl"),
            ("HTTP://ca.example/ca.crl", "http://ca.example:80/ca.crl"),
            (
                "ldap://ca.example:/cn=CA?x",
                "ldap://CA.EXAMPLE:389/cn=CA?x",
            ),
        ] {
            assert!(same(left, right), "{left} {right}");
        }
    }

    #[test]
    fn what_else_differs_is_another_address() {
        for (left, right) in [
            ("http://ca.example/Ca.crl", "http://ca.example/ca.crl"),
            ("http://ca.example/ca.crl", "https://ca.example/ca.crl"),
            ("http://ca.example/ca.crl", "http://ca.example:8080/ca.crl"),
            ("http://ca.example/ca.crl", "http://ca.example.evil/ca.crl"),
            ("http://Ca@ca.example/ca.crl", "http://ca@ca.example/ca.crl"),
            ("urn:CA:1", "urn:ca:1"),
        ] {
            assert!(!same(left, right), "{left} {right}");
        }
    }
}

//! The places of evidence that a certificate names.

use const_oid::ObjectIdentifier;
use openssl::asn1::{Asn1Object, Asn1OctetString};
use openssl::error::ErrorStack;
use openssl::x509::{X509Builder, X509Extension};

use super::{der, oids};

/// Addresses in a certificate; those of a kind that is empty are left out with their extension.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// OCSP responders (authority information access, RFC 5280, section 4.2.2.1).
    pub ocsp: Vec<String>,
    /// Certificates of the issuer (authority information access).
    pub issuers: Vec<String>,
    /// Revocation lists (CRL distribution points, RFC 5280, section 4.2.1.13).
    pub crls: Vec<String>,
}

impl Access {
    pub(super) fn extend(&self, builder: &mut X509Builder) -> Result<(), ErrorStack> {
        if !self.ocsp.is_empty() || !self.issuers.is_empty() {
            append(
                builder,
                &oids::AUTHORITY_INFORMATION_ACCESS,
                &self.descriptions(),
            )?;
        }
        if !self.crls.is_empty() {
            append(builder, &oids::CRL_DISTRIBUTION_POINTS, &self.points())?;
        }
        Ok(())
    }

    /// `AuthorityInfoAccessSyntax`.
    fn descriptions(&self) -> Vec<u8> {
        let of = |method, addresses: &[String]| -> Vec<Vec<u8>> {
            let describe = |address: &String| der::sequence(&[&der::oid(method), &uri(address)]);
            addresses.iter().map(describe).collect()
        };
        let mut all = of(&oids::AD_OCSP, &self.ocsp);
        all.extend(of(&oids::AD_CA_ISSUERS, &self.issuers));
        der::sequence_of(&all)
    }

    /// `CRLDistributionPoints`, one point for each address.
    fn points(&self) -> Vec<u8> {
        let point = |address: &String| {
            let full_name = der::explicit(0, &uri(address));
            der::sequence(&[&der::explicit(0, &full_name)])
        };
        der::sequence_of(&self.crls.iter().map(point).collect::<Vec<_>>())
    }
}

/// `GeneralName` of the kind uniformResourceIdentifier.
fn uri(address: &str) -> Vec<u8> {
    der::primitive(6, address.as_bytes())
}

/// Adds an extension that is not critical.
pub(super) fn append(
    builder: &mut X509Builder,
    oid: &ObjectIdentifier,
    value: &[u8],
) -> Result<(), ErrorStack> {
    let oid = Asn1Object::from_str(&oid.to_string())?;
    let value = Asn1OctetString::new_from_bytes(value)?;
    builder.append_extension(X509Extension::new_from_der(&oid, false, &value)?)
}

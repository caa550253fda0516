//! Names, validity and extensions of the certificates that are issued.

use jiff::Timestamp;
use kyso_pki::ExtendedKeyUsage as Purposes;
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier,
};
use openssl::x509::{X509Builder, X509Name, X509Ref};

use super::{access, der, oids};

/// A Vietnamese subject name: no title in it (A5), country VN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Name of the person, agency or authority (CN).
    pub common_name: String,
    /// The agency (O).
    pub organization: String,
    /// Province or city (L).
    pub locality: String,
}

/// Validity period, inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// Start.
    pub not_before: Timestamp,
    /// End.
    pub not_after: Timestamp,
}

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Signs certificates and revocation lists.
    Authority,
    /// A person who signs documents: digitalSignature and nonRepudiation.
    Person,
    /// An agency that seals documents: digitalSignature and nonRepudiation.
    Agency,
    /// Signs timestamps only: critical extended key usage timeStamping (RFC 3161, section 2.3).
    TimestampAuthority,
    /// Signs OCSP responses for its issuer (RFC 6960, section 4.2.2.2): extended key usage OCSPSigning.
    OcspResponder(ResponderStatus),
    /// May not sign documents: keyEncipherment only.
    Encryption,
    /// Says nothing about the use of its key, as old certificates do.
    Unrestricted,
}

/// What is known about the revocation of an OCSP responder (RFC 6960, section 4.2.2.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponderStatus {
    /// The extension ocsp-nocheck says that it can be relied on while it is valid.
    NoCheck,
    /// Checked like any other certificate.
    Checked,
}

impl Subject {
    /// A subject of these three parts.
    #[must_use]
    pub fn new(common_name: &str, organization: &str, locality: &str) -> Self {
        Self {
            common_name: common_name.to_owned(),
            organization: organization.to_owned(),
            locality: locality.to_owned(),
        }
    }

    pub(super) fn to_name(&self) -> Result<X509Name, ErrorStack> {
        let mut name = X509Name::builder()?;
        name.append_entry_by_nid(Nid::COUNTRYNAME, "VN")?;
        for (kind, value) in [
            (Nid::LOCALITYNAME, &self.locality),
            (Nid::ORGANIZATIONNAME, &self.organization),
            (Nid::COMMONNAME, &self.common_name),
        ] {
            if !value.is_empty() {
                name.append_entry_by_nid(kind, value)?;
            }
        }
        Ok(name.build())
    }
}

impl Profile {
    /// Adds basic constraints, key usage, extended key usage (`purposes`, if any, instead of its own) and the key
    /// identifiers.
    pub(super) fn extend(
        self,
        builder: &mut X509Builder,
        issuer: Option<&X509Ref>,
        purposes: Option<&Purposes>,
    ) -> Result<(), ErrorStack> {
        let mut constraints = BasicConstraints::new();
        constraints.critical();
        if self == Self::Authority {
            constraints.ca();
        }
        builder.append_extension(constraints.build()?)?;
        if self != Self::Unrestricted {
            builder.append_extension(self.key_usage().build()?)?;
        }
        match purposes {
            Some(purposes) => append_purposes(builder, purposes)?,
            None => self.extend_usage(builder)?,
        }
        if self == Self::OcspResponder(ResponderStatus::NoCheck) {
            access::append(builder, &oids::OCSP_NO_CHECK, der::NULL)?;
        }
        let subject = SubjectKeyIdentifier::new().build(&builder.x509v3_context(issuer, None))?;
        builder.append_extension(subject)?;
        if issuer.is_some() {
            let context = builder.x509v3_context(issuer, None);
            let authority = AuthorityKeyIdentifier::new().keyid(true).build(&context)?;
            builder.append_extension(authority)?;
        }
        Ok(())
    }

    fn extend_usage(self, builder: &mut X509Builder) -> Result<(), ErrorStack> {
        let usage = match self {
            Self::TimestampAuthority => {
                ExtendedKeyUsage::new().critical().time_stamping().build()?
            }
            Self::OcspResponder(_) => ExtendedKeyUsage::new().other("OCSPSigning").build()?,
            _ => return Ok(()),
        };
        builder.append_extension(usage)
    }

    fn key_usage(self) -> KeyUsage {
        let mut usage = KeyUsage::new();
        usage.critical();
        match self {
            Self::Authority => usage.key_cert_sign().crl_sign(),
            Self::Person | Self::Agency => usage.digital_signature().non_repudiation(),
            Self::TimestampAuthority | Self::OcspResponder(_) => usage.digital_signature(),
            Self::Encryption | Self::Unrestricted => usage.key_encipherment(),
        };
        usage
    }
}

fn append_purposes(builder: &mut X509Builder, purposes: &Purposes) -> Result<(), ErrorStack> {
    let mut usage = ExtendedKeyUsage::new();
    if purposes.critical {
        usage.critical();
    }
    for purpose in &purposes.purposes {
        usage.other(&purpose.to_string());
    }
    builder.append_extension(usage.build()?)
}

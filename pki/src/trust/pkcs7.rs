//! The certificates and revocation lists of a PKCS #7 file: a `SignedData` that only carries them
//! (RFC 5652, section 5.1; RFC 8551, section 3.2.2 "certs-only"). A signature on it does not
//! matter: the content of the trust folder counts because the operator put it there.

use crate::ber::{self, BerLimits};
use crate::cms::CmsError;
use crate::oids;
use crate::tlv::{Element, EncodingError, INTEGER, SEQUENCE, SET, context};

/// The encoded members.
pub(super) struct Members {
    pub(super) certificates: Vec<Vec<u8>>,
    pub(super) crls: Vec<Vec<u8>>,
}

/// Whether the bytes begin like a `ContentInfo` with `SignedData`.
pub(super) fn is_signed_data(bytes: &[u8]) -> bool {
    let transcoded = ber::to_der(bytes, &BerLimits::default());
    transcoded.is_ok_and(|transcoded| {
        let info = Element::only_with(&transcoded.der, SEQUENCE, "ContentInfo");
        let content_type = info.and_then(|info| info.reader().any("contentType")?.oid());
        content_type.is_ok_and(|found| found == oids::SIGNED_DATA)
    })
}

/// Reads all members.
pub(super) fn read(bytes: &[u8]) -> Result<Members, CmsError> {
    let transcoded = ber::to_der(bytes, &BerLimits::default())?;
    let mut info = Element::only_with(&transcoded.der, SEQUENCE, "ContentInfo")?.reader();
    let content_type = info.any("contentType")?.oid()?;
    if content_type != oids::SIGNED_DATA {
        return Err(CmsError::NotSignedData { content_type });
    }
    let wrapper = info.required(context(0), "content")?;
    let mut fields = wrapper.explicit(SEQUENCE, "SignedData")?.reader();
    fields.required(INTEGER, "version")?;
    fields.required(SET, "digestAlgorithms")?;
    fields.required(SEQUENCE, "encapContentInfo")?;
    let certificates = members(fields.optional(context(0))?)?;
    let crls = members(fields.optional(context(1))?)?;
    match certificates.is_empty() && crls.is_empty() {
        true => Err(wrapper
            .bad("SignedData without certificates and lists")
            .into()),
        false => Ok(Members { certificates, crls }),
    }
}

fn members(set: Option<Element<'_>>) -> Result<Vec<Vec<u8>>, EncodingError> {
    let mut found = Vec::new();
    if let Some(set) = set {
        let mut members = set.reader();
        while let Some(member) = members.next()? {
            found.push(member.raw.to_vec());
        }
    }
    Ok(found)
}

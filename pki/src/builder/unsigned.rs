//! Adding an unsigned attribute to a finished CMS without touching anything that is signed.

use crate::ber::{self, BerLimits};
use crate::cms::CmsError;
use crate::encode;
use crate::oids;
use crate::tlv::{Element, EncodingError, SEQUENCE, SET, context};

/// Adds a signature timestamp (RFC 3161, appendix A) to the only signer of `cms`.
///
/// `token` is an encoded timestamp token over the signature value. Whatever else the CMS holds stays byte for byte.
///
/// # Errors
/// When `cms` is not a SignedData with exactly one signer, or `token` is not one ASN.1 structure.
pub fn add_unsigned_timestamp(cms: &[u8], token: &[u8]) -> Result<Vec<u8>, CmsError> {
    let cms = ber::to_der(cms, &BerLimits::default())?;
    let token = ber::to_der(token, &BerLimits::default())?;
    let attribute = encode::sequence(&[
        &encode::oid(&oids::SIGNATURE_TIMESTAMP),
        &encode::element(SET, &[&token.der]),
    ]);
    let info = Element::only_with(&cms.der, SEQUENCE, "ContentInfo")?;
    let mut fields = info.reader();
    let content_type = fields.any("contentType")?;
    if content_type.oid()? != oids::SIGNED_DATA {
        return Err(CmsError::NotSignedData {
            content_type: content_type.oid()?,
        });
    }
    let wrapper = fields.required(context(0), "content")?;
    let signed_data = wrapper.explicit(SEQUENCE, "SignedData")?;
    let signed_data = in_signed_data(&signed_data, attribute)?;
    Ok(encode::sequence(&[
        content_type.raw,
        &encode::explicit(0, &signed_data),
    ]))
}

/// Every field as it is, the last one (`signerInfos`) with the attribute added.
fn in_signed_data(signed_data: &Element<'_>, attribute: Vec<u8>) -> Result<Vec<u8>, CmsError> {
    let mut parts: Vec<&[u8]> = Vec::new();
    let mut fields = signed_data.reader();
    let mut last = fields.any("version")?;
    while let Some(field) = fields.next()? {
        parts.push(last.raw);
        last = field;
    }
    let mut signers = last.reader();
    let signer = signers.next()?.ok_or(CmsError::NoSigner)?;
    if !signers.is_empty() {
        return Err(CmsError::SeveralSigners { count: 2 });
    }
    let signer = in_signer_info(&signer, attribute)?;
    let signers = encode::element(SET, &[&signer]);
    parts.push(&signers);
    Ok(encode::sequence(&parts))
}

fn in_signer_info(signer: &Element<'_>, attribute: Vec<u8>) -> Result<Vec<u8>, EncodingError> {
    let mut parts: Vec<&[u8]> = Vec::new();
    let mut members = vec![attribute];
    let mut fields = signer.reader();
    while let Some(field) = fields.next()? {
        if field.identifier == context(1) {
            let mut existing = field.reader();
            while let Some(member) = existing.next()? {
                members.push(member.raw.to_vec());
            }
        } else {
            parts.push(field.raw);
        }
    }
    let unsigned = encode::set_of(context(1), members);
    parts.push(&unsigned);
    Ok(encode::sequence(&parts))
}

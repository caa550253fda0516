//! Requests of others, changed before they are answered: then the answer does not fit what was asked.

use super::ServerError;

/// `TimeStampReq` (RFC 3161, section 2.4.1).
pub(super) struct TimestampQuery<'a> {
    fields: Vec<Element<'a>>,
}

/// One DER element of short or long definite length.
#[derive(Clone, Copy)]
struct Element<'a> {
    tag: u8,
    whole: &'a [u8],
    contents: &'a [u8],
}

/// The parts of a query that an in-process answer needs.
pub(super) struct Imprint<'a> {
    /// `AlgorithmIdentifier`, encoded.
    pub(super) algorithm: &'a [u8],
    /// The digest.
    pub(super) digest: &'a [u8],
}

impl<'a> TimestampQuery<'a> {
    pub(super) fn read(der: &'a [u8]) -> Result<Self, ServerError> {
        let (query, _) = element(der).ok_or(ServerError::NotARequest)?;
        let fields = children(query.contents).ok_or(ServerError::NotARequest)?;
        Ok(Self { fields })
    }

    pub(super) fn imprint(&self) -> Result<Imprint<'a>, ServerError> {
        let imprint = self.fields.get(1).and_then(|one| children(one.contents));
        match imprint.as_deref() {
            Some([algorithm, digest]) => Ok(Imprint {
                algorithm: algorithm.whole,
                digest: digest.contents,
            }),
            _ => Err(ServerError::NotARequest),
        }
    }

    /// The encoded nonce.
    pub(super) fn nonce(&self) -> Option<&'a [u8]> {
        let nonce = self.fields.iter().skip(2).find(|one| one.tag == INTEGER);
        nonce.map(|nonce| nonce.whole)
    }

    pub(super) fn without_nonce(&self) -> Vec<u8> {
        let fields = self.fields.iter().enumerate();
        let kept = fields.filter(|(index, one)| *index < 2 || one.tag != INTEGER);
        sequence(&kept.map(|(_, one)| one.whole).collect::<Vec<_>>())
    }

    pub(super) fn with_other_nonce(&self) -> Vec<u8> {
        let changed = self.fields.iter().enumerate().map(|(index, one)| {
            let is_nonce = index >= 2 && one.tag == INTEGER;
            if is_nonce {
                last_changed(one.whole)
            } else {
                one.whole.to_vec()
            }
        });
        joined(changed)
    }

    pub(super) fn with_other_imprint(&self) -> Vec<u8> {
        let changed = self
            .fields
            .iter()
            .enumerate()
            .map(|(index, one)| match index {
                1 => last_changed(one.whole),
                _ => one.whole.to_vec(),
            });
        joined(changed)
    }
}

/// An OCSP request (RFC 6960, section 4.1.1) that says nothing but which certificates are meant.
pub(super) fn ocsp_without_nonce(der: &[u8]) -> Result<Vec<u8>, ServerError> {
    let list = element(der)
        .and_then(|(request, _)| element(request.contents))
        .and_then(|(to_be_signed, _)| children(to_be_signed.contents))
        .and_then(|fields| fields.into_iter().find(|one| one.tag == SEQUENCE));
    let list = list.ok_or(ServerError::NotARequest)?;
    Ok(sequence(&[&sequence(&[list.whole])]))
}

/// An OCSP request with another nonce, if it has one.
pub(super) fn ocsp_with_other_nonce(der: &[u8]) -> Vec<u8> {
    let mut changed = der.to_vec();
    let nonce = der.windows(NONCE.len()).position(|window| window == NONCE);
    let value = nonce.map(|at| at + NONCE.len());
    let end = value.and_then(|at| Some(at + element(der.get(at..)?)?.0.whole.len()));
    if let Some(last) = end.and_then(|end| changed.get_mut(end - 1)) {
        *last ^= 1;
    }
    changed
}

/// A SEQUENCE of encoded parts.
pub(super) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    let contents = parts.concat();
    let length = contents.len();
    let mut out = vec![SEQUENCE];
    match u8::try_from(length) {
        Ok(short @ ..=0x7F) => out.push(short),
        _ => {
            let octets = length.to_be_bytes();
            let skip = octets.iter().take_while(|octet| **octet == 0).count();
            out.push(0x80 | u8::try_from(octets.len() - skip).unwrap_or(8));
            out.extend(octets.iter().skip(skip));
        }
    }
    out.extend(contents);
    out
}

fn joined(parts: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let parts: Vec<Vec<u8>> = parts.collect();
    sequence(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn last_changed(der: &[u8]) -> Vec<u8> {
    let mut changed = der.to_vec();
    changed.last_mut().into_iter().for_each(|last| *last ^= 1);
    changed
}

fn children(mut contents: &[u8]) -> Option<Vec<Element<'_>>> {
    let mut found = Vec::new();
    while !contents.is_empty() {
        let (child, rest) = element(contents)?;
        found.push(child);
        contents = rest;
    }
    Some(found)
}

/// The first element and the bytes behind it.
fn element(input: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let (&tag, rest) = input.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        ..=0x7F => (usize::from(first), rest),
        _ => {
            let (octets, rest) = rest.split_at_checked(usize::from(first & 0x7F))?;
            let fits = octets.len() <= 4;
            let length = octets
                .iter()
                .fold(0, |sum, octet| sum << 8 | usize::from(*octet));
            (fits.then_some(length)?, rest)
        }
    };
    let (contents, rest) = rest.split_at_checked(length)?;
    let whole = input.get(..input.len() - rest.len())?;
    Some((
        Element {
            tag,
            whole,
            contents,
        },
        rest,
    ))
}

const INTEGER: u8 = 0x02;
const SEQUENCE: u8 = 0x30;

/// The identifier id-pkix-ocsp-nonce, encoded.
const NONCE: &[u8] = &[
    0x06, 0x09, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x02,
];

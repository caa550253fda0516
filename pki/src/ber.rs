//! BER to DER, as far as reading a signature needs it (X.690, clauses 8 and 10).
//!
//! Many signers stream their CMS: indefinite lengths and octet strings in pieces. [`to_der`] gives such a structure
//! definite lengths and joins the pieces. Everything that already has definite lengths is copied byte for byte, odd
//! encodings included, because signatures and fingerprints are made over those bytes; so a certificate that is
//! malformed inside stays what it is, and only its reader complains. Time and memory are linear in the input.
#![deny(clippy::arithmetic_side_effects)]

mod scanner;

use std::borrow::Cow;

use crate::encode::{length_size, push_length};
use crate::tlv::EncodingError;
use scanner::{Form, Node, Scanner};

/// Bounds for hostile input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BerLimits {
    /// Octets of input, padding included.
    pub size: usize,
    /// Levels of nesting.
    pub depth: usize,
}

impl Default for BerLimits {
    /// 64 MiB (a CMS may carry long revocation lists) and 64 levels (real ones have about 15).
    fn default() -> Self {
        Self {
            size: 64 << 20,
            depth: 64,
        }
    }
}

/// A structure with definite lengths and what follows it in the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcoded<'a> {
    /// The structure; borrowed when nothing had to change.
    pub der: Cow<'a, [u8]>,
    /// The bytes behind it.
    pub trailer: Trailer,
}

/// The bytes behind a structure in its container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trailer {
    /// Nothing.
    None,
    /// That many zero octets: the padding of a PDF /Contents string.
    Zeros(usize),
    /// Something that is not padding, first seen at this byte of the input.
    Other {
        /// Byte offset in the input.
        offset: usize,
    },
}

/// Why the input cannot be read as one BER structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BerError {
    /// Larger than [`BerLimits::size`].
    #[error("{size} bytes are more than the {limit} allowed")]
    TooLarge {
        /// Octets of input.
        size: usize,
        /// Octets allowed.
        limit: usize,
    },
    /// Nested deeper than [`BerLimits::depth`].
    #[error("nested too deeply at byte {offset}")]
    TooDeep {
        /// Where the level too many starts.
        offset: usize,
    },
    /// Not BER.
    #[error(transparent)]
    Encoding(#[from] EncodingError),
}

/// Reads the first structure of `input` and gives it definite lengths.
///
/// # Errors
/// When the input exceeds `limits`, ends early, or its outer layers are not BER.
pub fn to_der<'a>(input: &'a [u8], limits: &BerLimits) -> Result<Transcoded<'a>, BerError> {
    if input.len() > limits.size {
        return Err(BerError::TooLarge {
            size: input.len(),
            limit: limits.size,
        });
    }
    let mut scanner = Scanner::new(input, limits.depth);
    scanner.run()?;
    let end = scanner.position;
    let trailer = trailer(input.get(end..).unwrap_or_default(), end);
    let der = match scanner.nodes.as_slice() {
        [only] if only.form == Form::Verbatim => {
            Cow::Borrowed(input.get(..end).unwrap_or_default())
        }
        nodes => Cow::Owned(write(input, nodes)),
    };
    Ok(Transcoded { der, trailer })
}

/// Padding is long: many octets are looked at together.
fn trailer(rest: &[u8], end: usize) -> Trailer {
    const LOOKED_AT: usize = 64;
    let (blocks, _) = rest.as_chunks::<LOOKED_AT>();
    let is_zero = |block: &[u8; LOOKED_AT]| block.iter().fold(0, |all, octet| all | octet) == 0;
    let zeros = blocks.iter().position(|block| !is_zero(block));
    let start = zeros.unwrap_or(blocks.len()).saturating_mul(LOOKED_AT);
    let behind = rest.get(start..).unwrap_or_default();
    match behind.iter().position(|octet| *octet != 0) {
        Some(index) => Trailer::Other {
            offset: end.saturating_add(start).saturating_add(index),
        },
        None if rest.is_empty() => Trailer::None,
        None => Trailer::Zeros(rest.len()),
    }
}

fn encoded_size(identifier: usize, body: usize) -> usize {
    identifier
        .saturating_add(length_size(body))
        .saturating_add(body)
}

fn write(input: &[u8], nodes: &[Node]) -> Vec<u8> {
    let first = nodes.first();
    let mut out = Vec::with_capacity(first.map_or(0, |node| encoded_size(4, node.body)));
    for node in nodes {
        let octets = input.get(node.start..node.end).unwrap_or_default();
        match node.form {
            Form::Verbatim | Form::Segment => out.extend_from_slice(octets),
            Form::Rewritten => {
                out.extend_from_slice(octets);
                push_length(&mut out, node.body);
            }
            Form::Joined { unused } => {
                out.extend(octets.iter().take(1).map(|octet| octet & !CONSTRUCTED));
                push_length(&mut out, node.body);
                out.extend(unused);
            }
            Form::Transparent => {}
        }
    }
    out
}

const CONSTRUCTED: u8 = 0x20;

#[cfg(test)]
mod tests;

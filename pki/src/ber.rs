//! BER to DER, as far as reading a signature needs it (X.690, clauses 8 and 10).
//!
//! Many signers stream their CMS: indefinite lengths and octet strings in pieces. [`to_der`] gives such a structure
//! definite lengths and joins the pieces. Everything that already has definite lengths is copied byte for byte, odd
//! encodings included, because signatures and fingerprints are made over those bytes; so a certificate that is
//! malformed inside stays what it is, and only its reader complains. Time and memory are linear in the input.
#![deny(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::arithmetic_side_effects
)]

use std::borrow::Cow;

use crate::encode::{length_size, push_length};
use crate::tlv::{BIT_STRING, EncodingError, Header, OCTET_STRING};

/// Bounds for hostile input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Octets of input, padding included.
    pub size: usize,
    /// Levels of nesting.
    pub depth: usize,
}

impl Default for Limits {
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
    /// What follows it.
    pub trailer: Trailer,
}

/// What follows a structure in its container.
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
    /// Larger than [`Limits::size`].
    #[error("{size} bytes are more than the {limit} allowed")]
    TooLarge {
        /// Octets of input.
        size: usize,
        /// Octets allowed.
        limit: usize,
    },
    /// Nested deeper than [`Limits::depth`].
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
pub fn to_der<'a>(input: &'a [u8], limits: &Limits) -> Result<Transcoded<'a>, BerError> {
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

/// A piece of output, in order.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// Octets of input: the whole element for `Verbatim`, the data for `Segment`, the identifier for the others.
    start: usize,
    end: usize,
    form: Form,
    /// Octets of contents in the output.
    body: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Copied as it is.
    Verbatim,
    /// A constructed element whose length is written anew.
    Rewritten,
    /// A string in pieces, written as one primitive element; for bit strings with the count of unused bits.
    Joined { unused: Option<u8> },
    /// The data of one piece.
    Segment,
    /// A string in pieces inside another: only its pieces count.
    Transparent,
}

/// A constructed element that is being read.
#[derive(Debug, Clone, Copy)]
struct Frame {
    node: usize,
    start: usize,
    /// Where a definite length ends it; `None` for the indefinite form.
    end: Option<usize>,
    /// Where the innermost definite length around it ends.
    bound: usize,
    /// Universal tag of the string whose pieces these are.
    string: Option<u8>,
    changed: bool,
    body: usize,
    unused: u8,
}

struct Scanner<'a> {
    input: &'a [u8],
    position: usize,
    depth: usize,
    nodes: Vec<Node>,
    frames: Vec<Frame>,
    done: bool,
}

impl<'a> Scanner<'a> {
    fn new(input: &'a [u8], depth: usize) -> Self {
        Self {
            input,
            position: 0,
            depth,
            nodes: Vec::new(),
            frames: Vec::new(),
            done: false,
        }
    }

    fn run(&mut self) -> Result<(), BerError> {
        while !self.done {
            match self.step() {
                Err(BerError::Encoding(error)) => self.give_up_inner(error)?,
                other => other?,
            }
        }
        Ok(())
    }

    /// Reads one header, or closes the innermost element.
    fn step(&mut self) -> Result<(), BerError> {
        let frame = self.frames.last().copied();
        if frame.is_some_and(|frame| frame.end == Some(self.position)) {
            self.close(self.position);
            return Ok(());
        }
        let bound = frame.map_or(self.input.len(), |frame| frame.bound);
        let rest = self.input.get(self.position..bound).unwrap_or_default();
        if rest.starts_with(&[0, 0]) && frame.is_some_and(|frame| frame.end.is_none()) {
            self.position = self.position.saturating_add(2);
            self.close(self.position);
            return Ok(());
        }
        let header = Header::read(rest, self.position)?;
        if header.identifier == 0 {
            return Err(self.bad("end-of-contents").into());
        }
        self.open(header, bound, frame)
    }

    fn open(
        &mut self,
        header: Header,
        bound: usize,
        parent: Option<Frame>,
    ) -> Result<(), BerError> {
        let start = self.position;
        let contents = start.saturating_add(header.size);
        let end = header.length.map(|length| contents.saturating_add(length));
        if end.is_some_and(|end| end > bound) {
            return Err(EncodingError::Truncated { offset: start }.into());
        }
        let string = parent.and_then(|frame| frame.string);
        if string.is_some_and(|tag| tag != header.identifier & !CONSTRUCTED) {
            return Err(self.bad("string in pieces").into());
        }
        if header.identifier & CONSTRUCTED == 0 {
            let end = end.ok_or(EncodingError::Length { offset: start })?;
            return Ok(self.primitive(start, contents, end, string)?);
        }
        if self.frames.len() >= self.depth {
            return Err(BerError::TooDeep { offset: start });
        }
        self.frames.push(Frame {
            node: self.nodes.len(),
            start,
            end,
            bound: end.unwrap_or(bound),
            string: string_tag(header.identifier),
            changed: end.is_none(),
            body: 0,
            unused: parent
                .filter(|_| string.is_some())
                .map_or(0, |frame| frame.unused),
        });
        self.nodes.push(Node {
            start,
            end: start.saturating_add(header.identifier_size),
            form: Form::Rewritten,
            body: 0,
        });
        self.position = contents;
        Ok(())
    }

    fn primitive(
        &mut self,
        start: usize,
        contents: usize,
        end: usize,
        string: Option<u8>,
    ) -> Result<(), EncodingError> {
        let (from, form) = match string {
            None => (start, Form::Verbatim),
            Some(BIT_STRING) => (self.bit_segment(contents, end)?, Form::Segment),
            Some(_) => (contents, Form::Segment),
        };
        let size = end.saturating_sub(from);
        self.nodes.push(Node {
            start: from,
            end,
            form,
            body: size,
        });
        self.position = end;
        self.add_to_parent(size, false, None);
        Ok(())
    }

    /// Start of the data of one piece of a bit string; only the last piece may have unused bits (X.690, 8.6.4).
    fn bit_segment(&mut self, contents: usize, end: usize) -> Result<usize, EncodingError> {
        let bad = self.bad("BIT STRING in pieces");
        let first = self.input.get(contents..end).and_then(<[u8]>::first);
        let unused = *first.ok_or(bad)?;
        let frame = self.frames.last_mut().ok_or(bad)?;
        if frame.unused != 0 || unused > 7 {
            return Err(bad);
        }
        frame.unused = unused;
        Ok(contents.saturating_add(1))
    }

    fn close(&mut self, end: usize) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let inside_string = self
            .frames
            .last()
            .is_some_and(|parent| parent.string.is_some());
        let Some(node) = self.nodes.get_mut(frame.node) else {
            return;
        };
        let identifier = node.end.saturating_sub(node.start);
        let unused = (frame.string == Some(BIT_STRING)).then_some(frame.unused);
        let prefix = usize::from(unused.is_some());
        let size = if inside_string {
            node.form = Form::Transparent;
            frame.body
        } else if frame.string.is_some() {
            node.form = Form::Joined { unused };
            node.body = frame.body.saturating_add(prefix);
            encoded_size(identifier, node.body)
        } else if frame.changed {
            node.body = frame.body;
            encoded_size(identifier, frame.body)
        } else {
            return self.close_verbatim(frame, end);
        };
        self.add_to_parent(size, true, unused);
    }

    fn close_verbatim(&mut self, frame: Frame, end: usize) {
        self.nodes.truncate(frame.node);
        let size = end.saturating_sub(frame.start);
        self.nodes.push(Node {
            start: frame.start,
            end,
            form: Form::Verbatim,
            body: size,
        });
        self.add_to_parent(size, false, None);
    }

    fn add_to_parent(&mut self, size: usize, changed: bool, unused: Option<u8>) {
        match self.frames.last_mut() {
            Some(parent) => {
                parent.body = parent.body.saturating_add(size);
                parent.changed |= changed;
                parent.unused = unused.unwrap_or(parent.unused);
            }
            None => self.done = true,
        }
    }

    /// What is malformed inside a definite length is left to the reader of that element.
    fn give_up_inner(&mut self, error: EncodingError) -> Result<(), EncodingError> {
        while let Some(frame) = self.frames.pop() {
            let inside_string = self.frames.last().is_some_and(|f| f.string.is_some());
            if let Some(end) = frame.end
                && !inside_string
            {
                self.position = end;
                self.close_verbatim(frame, end);
                return Ok(());
            }
        }
        Err(error)
    }

    fn bad(&self, what: &'static str) -> EncodingError {
        EncodingError::Value {
            offset: self.position,
            what,
        }
    }
}

fn encoded_size(identifier: usize, body: usize) -> usize {
    identifier
        .saturating_add(length_size(body))
        .saturating_add(body)
}

fn string_tag(identifier: u8) -> Option<u8> {
    let tag = identifier & !CONSTRUCTED;
    let is_string = matches!(
        tag,
        BIT_STRING | OCTET_STRING | 0x0C | 0x12..=0x16 | 0x19..=0x1C | 0x1E
    );
    is_string.then_some(tag)
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
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn transcode(input: &[u8]) -> Result<Vec<u8>, BerError> {
        to_der(input, &Limits::default()).map(|done| done.der.into_owned())
    }

    #[test]
    fn indefinite_lengths_become_definite() {
        let ber = [
            0x30, 0x80, 0x02, 0x01, 0x05, 0xA0, 0x80, 0x05, 0x00, 0, 0, 0, 0,
        ];
        assert_eq!(transcode(&ber).unwrap(), [0x30, 7, 2, 1, 5, 0xA0, 2, 5, 0]);
    }

    #[test]
    fn octet_strings_in_nested_pieces_are_joined() {
        let ber = [
            0x24, 0x80, 0x04, 0x02, 1, 2, 0x24, 0x80, 0x04, 0x01, 3, 0, 0, 0x24, 0x03, 0x04, 0x01,
            4, 0, 0,
        ];
        assert_eq!(transcode(&ber).unwrap(), [0x04, 4, 1, 2, 3, 4]);
    }

    #[test]
    fn bit_strings_keep_the_unused_bits_of_the_last_piece() {
        let ber = [0x23, 0x08, 0x03, 0x02, 0, 0xAA, 0x03, 0x02, 4, 0xF0];
        assert_eq!(transcode(&ber).unwrap(), [0x03, 3, 4, 0xAA, 0xF0]);
        let misplaced = [0x23, 0x80, 0x03, 0x02, 4, 0xF0, 0x03, 0x02, 0, 0xAA, 0, 0];
        assert!(transcode(&misplaced).is_err());
    }

    #[test]
    fn definite_elements_stay_byte_for_byte() {
        // A length in long form and a malformed element inside an indefinite parent.
        let ber = [
            0x30, 0x80, 0x30, 0x81, 0x03, 0x04, 0x81, 0x00, 0x30, 0x02, 0x02, 0x7F, 0, 0,
        ];
        assert_eq!(
            transcode(&ber).unwrap(),
            [
                0x30, 10, 0x30, 0x81, 0x03, 0x04, 0x81, 0x00, 0x30, 0x02, 0x02, 0x7F
            ]
        );
    }

    #[test]
    fn der_is_borrowed_and_what_follows_is_named() {
        let der = [0x30, 0x03, 0x02, 0x01, 0x05];
        let padded = [&der[..], &[0; 9]].concat();
        let done = to_der(&padded, &Limits::default()).unwrap();
        assert!(matches!(done.der, Cow::Borrowed(bytes) if bytes == der));
        assert_eq!(done.trailer, Trailer::Zeros(9));
        let dirty = [&der[..], &[0, 0, 7, 0]].concat();
        let done = to_der(&dirty, &Limits::default()).unwrap();
        assert_eq!(done.trailer, Trailer::Other { offset: 7 });
        for zeros in [0, 1, 63, 64, 65, 127, 128, 1000] {
            let dirty = [&der[..], &vec![0; zeros], &[1, 0]].concat();
            let done = to_der(&dirty, &Limits::default()).unwrap();
            assert_eq!(done.trailer, Trailer::Other { offset: 5 + zeros });
        }
    }

    #[test]
    fn depth_and_size_are_bounded() {
        let deep = [0x30, 0x80].repeat(100_000);
        assert!(matches!(
            transcode(&deep),
            Err(BerError::TooDeep { offset: 128 })
        ));
        let limits = Limits { size: 4, depth: 4 };
        assert!(matches!(
            to_der(&[0; 5], &limits),
            Err(BerError::TooLarge { size: 5, limit: 4 })
        ));
    }

    #[test]
    fn truncated_input_is_an_error() {
        assert!(transcode(&[]).is_err());
        assert!(transcode(&[0x30, 0x80, 0x02, 0x01]).is_err());
        assert!(transcode(&[0x30, 0x05, 0x02]).is_err());
        assert!(transcode(&[0x00, 0x00]).is_err());
    }
}

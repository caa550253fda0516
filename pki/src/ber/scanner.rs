//! From elements of indefinite length and strings in pieces to the pieces of the output.

use super::{BerError, CONSTRUCTED, encoded_size};
use crate::tlv::{BIT_STRING, EncodingError, Header, OCTET_STRING};

/// A piece of output, in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    /// Octets of input: the whole element for `Verbatim`, the data for `Segment`, the identifier for the others.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) form: Form,
    /// Octets of contents in the output.
    pub(super) body: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
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

/// Reads the structure layer by layer, without recursion.
pub(super) struct Scanner<'a> {
    input: &'a [u8],
    pub(super) position: usize,
    depth: usize,
    pub(super) nodes: Vec<Node>,
    frames: Vec<Frame>,
    done: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(input: &'a [u8], depth: usize) -> Self {
        Self {
            input,
            position: 0,
            depth,
            nodes: Vec::new(),
            frames: Vec::new(),
            done: false,
        }
    }

    pub(super) fn run(&mut self) -> Result<(), BerError> {
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

    /// A malformed element inside a definite length is left to the reader of that element.
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

fn string_tag(identifier: u8) -> Option<u8> {
    let tag = identifier & !CONSTRUCTED;
    let is_string = matches!(
        tag,
        BIT_STRING | OCTET_STRING | 0x0C | 0x12..=0x16 | 0x19..=0x1C | 0x1E
    );
    is_string.then_some(tag)
}

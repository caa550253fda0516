//! Object streams (ISO 32000-2, 7.5.7).

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::error::{Flaw, PdfError};
use crate::lexer::{Lexer, is_white_space};
use crate::loose::GREATEST_NUMBER;
use crate::meter::Meter;
use crate::object::{Dictionary, Object};
use crate::parser::{direct_object, scan_references};

/// A decoded object stream.
#[derive(Debug)]
pub(crate) struct ObjectStream {
    data: Vec<u8>,
    /// `/First`.
    first: usize,
    /// Object number and position in `data` of each element.
    elements: Vec<(u32, usize)>,
    holds_one_twice: OnceCell<bool>,
}

impl ObjectStream {
    /// Reads the header of decoded `data`.
    pub(crate) fn new(dictionary: &Dictionary, mut data: Vec<u8>) -> Result<Self, PdfError> {
        let broken = PdfError::BrokenStream {
            what: Flaw::ObjectStream,
        };
        if dictionary.name("Type").is_none_or(|name| name != "ObjStm") {
            return Err(broken);
        }
        let number = |key| {
            let value = dictionary.get(key)?.as_integer()?;
            usize::try_from(value).ok()
        };
        let (Some(count), Some(first)) = (number("N"), number("First")) else {
            return Err(broken);
        };
        // Each element takes four bytes of the header at least.
        if count > data.len() / 4 + 1 {
            return Err(broken);
        }
        let elements = header(&data, count, first).ok_or(broken)?;
        data.shrink_to_fit();
        Ok(Self {
            data,
            first,
            elements,
            holds_one_twice: OnceCell::new(),
        })
    }

    /// The object numbers of the elements.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u32> {
        self.elements.iter().map(|(number, _)| *number)
    }

    /// Bytes of memory that it takes.
    pub(crate) fn held_bytes(&self) -> usize {
        self.data.len() + self.elements.len() * size_of::<(u32, usize)>()
    }

    /// The element `index`, which must be object `number`.
    pub(crate) fn object(
        &self,
        index: u32,
        number: u32,
        meter: &Meter,
    ) -> Result<Option<Object>, PdfError> {
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        match self.elements.get(index) {
            Some(&(found, position)) if found == number => {
                direct_object(&self.data, position, meter).map(|(object, _)| Some(object))
            }
            _ => Ok(None),
        }
    }

    /// The decoded bytes up to where the element after `index` begins, and where that element itself does.
    pub(crate) fn element(&self, index: u32) -> Option<(&[u8], usize)> {
        let index = usize::try_from(index).ok()?;
        let (_, start) = *self.elements.get(index)?;
        let next = self.elements.get(index + 1).map(|(_, next)| *next);
        let end = next.unwrap_or(self.data.len()).min(self.data.len());
        Some((self.data.get(..end)?, start))
    }

    /// The object number of the element `index`.
    pub(crate) fn number(&self, index: u32) -> Option<u32> {
        let index = usize::try_from(index).ok()?;
        self.elements.get(index).map(|(number, _)| *number)
    }

    /// The decoded bytes.
    pub(crate) fn data(&self) -> &[u8] {
        &self.data
    }

    /// Whether two elements have one number: some programs take the last of them.
    pub(crate) fn holds_one_twice(&self) -> bool {
        *self
            .holds_one_twice
            .get_or_init(|| !self.numbers_held_twice().is_empty())
    }

    /// The numbers that more than one element has.
    pub(crate) fn numbers_held_twice(&self) -> BTreeSet<u32> {
        let mut numbers: Vec<u32> = self.numbers().collect();
        numbers.sort_unstable();
        let pairs = numbers.array_windows().filter(|[a, b]| a == b);
        pairs.map(|[number, _]| *number).collect()
    }

    /// Whether the elements follow each other, the first one behind the header: programs find them at different places otherwise.
    pub(crate) fn is_in_order(&self) -> bool {
        let starts = self
            .elements
            .first()
            .is_none_or(|(_, start)| *start == self.first);
        let mut pairs = self.elements.array_windows();
        starts && pairs.all(|[(_, one), (_, next)]| one < next)
    }

    /// The object numbers that the element `index` refers to.
    pub(crate) fn references(
        &self,
        index: u32,
        meter: &Meter,
        found: &mut dyn FnMut(u32),
    ) -> Result<(), PdfError> {
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        match self.elements.get(index) {
            Some(&(_, position)) => {
                meter.check_scanned()?;
                let mut lexer = Lexer::new(&self.data, position);
                let scanned = scan_references(&mut lexer, found);
                meter.scan(lexer.position().saturating_sub(position))?;
                scanned.map(|_| ())
            }
            None => Ok(()),
        }
    }

    /// Whether an element cannot be read, or has a number that no object has: some programs then read none of the elements. As
    /// many are looked at as are `left`.
    pub(crate) fn has_unsound_element(
        &self,
        meter: &Meter,
        left: &mut usize,
    ) -> Result<bool, PdfError> {
        for (at, (number, position)) in self.elements.iter().enumerate().take(*left) {
            *left -= 1;
            let next = self.elements.get(at + 1).map(|(_, next)| *next);
            let end = next.filter(|next| next > position);
            let text = self.data.get(..end.unwrap_or(self.data.len()));
            let text = text.unwrap_or_default();
            let is_read = match direct_object(text, *position, meter) {
                Ok((_, end)) => {
                    let rest = text.get(end..).unwrap_or_default();
                    rest.iter().all(|byte| is_white_space(*byte))
                }
                Err(error @ PdfError::LimitReached { .. }) => return Err(error),
                Err(_) => false,
            };
            if !is_read || *number == 0 || *number > GREATEST_NUMBER {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// How programs read the element `index`.
    pub(crate) fn element_form(&self, index: u32, meter: &Meter) -> Result<ElementForm, PdfError> {
        let at = usize::try_from(index).unwrap_or(usize::MAX);
        let Some(&(_, position)) = self.elements.get(at) else {
            return Ok(ElementForm::Broken);
        };
        meter.check_scanned()?;
        let mut lexer = Lexer::new(&self.data, position);
        let scanned = scan_references(&mut lexer, &mut |_| {});
        meter.scan(lexer.position().saturating_sub(position))?;
        match scanned {
            Err(_) => Ok(ElementForm::Broken),
            Ok(skimmed) => {
                let end = lexer.position();
                lexer.skip_white_space();
                let is_stream = skimmed.length.is_some() || lexer.take(b"stream");
                let next = self.elements.get(at + 1);
                let is_over = next.is_some_and(|(_, next)| *next < end);
                Ok(match is_stream || is_over || skimmed.is_ambiguous {
                    true => ElementForm::Ambiguous,
                    false => ElementForm::Plain,
                })
            }
        }
    }
}

/// How programs read an element of an object stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ElementForm {
    /// Alike.
    Plain,
    /// Differently: a dictionary with the word behind it that begins the data of a stream, an element that reaches into the
    /// next, or one with a name or number that they read differently.
    Ambiguous,
    /// Nothing that can be read.
    Broken,
}

fn header(data: &[u8], count: usize, first: usize) -> Option<Vec<(u32, usize)>> {
    let mut lexer = Lexer::new(data, 0);
    let mut elements = Vec::new();
    for _ in 0..count {
        let number = u32::try_from(lexer.unsigned()?).ok()?;
        let offset = usize::try_from(lexer.unsigned()?).ok()?;
        elements.push((number, first.checked_add(offset)?));
    }
    // Where they overlap, programs read different elements.
    (lexer.position() <= first || count == 0).then_some(elements)
}

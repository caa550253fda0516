//! The data of streams (ISO 32000-2, 7.3.8 and 7.4).

use super::View;
use crate::error::PdfError;
use crate::filter::{DecodedPixels, decode_pixels, decode_sized, decode_stream};
use crate::object::{Dictionary, Object, Stream, StreamData};

impl View<'_, '_> {
    /// The decoded data of a stream; indirect filter entries are followed.
    ///
    /// # Errors
    /// As [`decode_stream`]; the size counts towards the budget of the whole file.
    pub fn decoded(&self, stream: &Stream) -> Result<Vec<u8>, PdfError> {
        self.decoded_within(stream, usize::MAX)
    }

    /// As [`decoded`](Self::decoded), `limit` bytes at most.
    ///
    /// # Errors
    /// As [`decoded`](Self::decoded), and [`PdfError::LimitReached`] for more.
    pub fn decoded_within(&self, stream: &Stream, limit: usize) -> Result<Vec<u8>, PdfError> {
        self.decoded_by(stream, limit, Vec::len, decode_stream)
    }

    /// As [`decoded_within`](Self::decoded_within), for streams that are needed several times, such
    /// as programs of fonts: the last few are kept, and counted each time.
    ///
    /// # Errors
    /// As [`decoded_within`](Self::decoded_within).
    pub fn decoded_again(&self, stream: &Stream, limit: usize) -> Result<Vec<u8>, PdfError> {
        let StreamData::InFile { start, end } = stream.data else {
            return self.decoded_within(stream, limit);
        };
        let filters = self.filters(&stream.dictionary)?;
        let known = self.document.recent.borrow().find(&(start..end), &filters);
        if let Some(known) = known.filter(|known| known.len() <= limit)
            && self.count_decoded(known.len()).is_ok()
        {
            return Ok(known.to_vec());
        }
        let data = self.decoded_within(stream, limit)?;
        let mut recent = self.document.recent.borrow_mut();
        recent.keep(start..end, filters, &data);
        Ok(data)
    }

    /// As [`decoded_within`](Self::decoded_within), for data that have about `size` bytes: they are decoded in one piece.
    ///
    /// # Errors
    /// As [`decoded_within`](Self::decoded_within).
    pub fn decoded_of_size(
        &self,
        stream: &Stream,
        size: usize,
        limit: usize,
    ) -> Result<Vec<u8>, PdfError> {
        self.decoded_by(stream, limit, Vec::len, |filters, data, room| {
            decode_sized(filters, data, room, Some(size))
        })
    }

    /// The same for pixels of three bytes: those that are alike take no memory.
    ///
    /// # Errors
    /// As [`decoded_within`](Self::decoded_within).
    pub fn decoded_pixels(
        &self,
        stream: &Stream,
        size: usize,
        limit: usize,
    ) -> Result<DecodedPixels, PdfError> {
        let length = |pixels: &DecodedPixels| match pixels {
            DecodedPixels::Each(data) => data.len(),
            DecodedPixels::Alike { bytes, .. } => *bytes,
        };
        self.decoded_by(stream, limit, length, |filters, data, room| {
            decode_pixels(filters, data, room, size)
        })
    }

    fn decoded_by<T>(
        &self,
        stream: &Stream,
        limit: usize,
        length: impl Fn(&T) -> usize,
        decode: impl Fn(&Dictionary, &[u8], usize) -> Result<T, PdfError>,
    ) -> Result<T, PdfError> {
        let meter = &self.document.meter;
        let room = meter.room().min(limit);
        let (filters, data) = self.encoded(stream)?;
        let decoded = decode(&filters, data, room).map_err(|error| match error {
            PdfError::LimitReached { .. } if limit < meter.room() => error,
            PdfError::LimitReached { .. } => meter.no_room(),
            other => other,
        })?;
        meter.inflate(length(&decoded))?;
        Ok(decoded)
    }

    /// The input of decoding a stream: its filters with their parameters, and its encoded data.
    ///
    /// # Errors
    /// When an object that holds the filters cannot be read.
    pub fn encoded<'s>(&'s self, stream: &'s Stream) -> Result<(Dictionary, &'s [u8]), PdfError> {
        let data = self.document.stream_bytes(&stream.data);
        Ok((self.filters(&stream.dictionary)?, data))
    }

    /// `/Filter` and `/DecodeParms` with what their elements and parameters refer to.
    fn filters(&self, stream: &Dictionary) -> Result<Dictionary, PdfError> {
        const ELEMENTS: usize = 40;
        const PARAMETERS: [&str; 4] = ["Predictor", "Colors", "BitsPerComponent", "Columns"];
        let direct = |value: &Object| -> Result<Object, PdfError> {
            let value = self.resolve(value)?;
            let Some(entries) = value.as_dictionary() else {
                return Ok((*value).clone());
            };
            let mut copy = Dictionary::new();
            for key in PARAMETERS {
                if entries.contains(key) {
                    copy.insert(key, (*self.get(entries, key)?).clone());
                }
            }
            Ok(copy.into())
        };
        let mut filters = Dictionary::new();
        for key in ["Filter", "DecodeParms"] {
            let value = self.get(stream, key)?;
            let value = match value.as_array() {
                Some(elements) => {
                    let elements = elements.iter().take(ELEMENTS).map(direct);
                    Object::Array(elements.collect::<Result<_, _>>()?)
                }
                None => direct(&value)?,
            };
            filters.insert(key, value);
        }
        Ok(filters)
    }

    /// Counts bytes that were decoded once and need not be again, as if they were.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`] where so many are not left; none is counted then.
    pub fn count_decoded(&self, bytes: usize) -> Result<(), PdfError> {
        let meter = &self.document.meter;
        match bytes <= meter.room() {
            true => meter.inflate(bytes),
            false => Err(meter.no_room()),
        }
    }

    /// Takes back what was counted of bytes that are decoded after all.
    pub fn uncount_decoded(&self, bytes: usize) {
        self.document.meter.deflate(bytes);
    }

    /// Bytes that were decoded of the whole file so far.
    #[must_use]
    pub fn decoded_bytes(&self) -> usize {
        self.document.meter.inflated()
    }
}

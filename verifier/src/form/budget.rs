//! The budget for looking at the signatures of one file, and what need not be read twice for it.

use std::cell::Cell;

use kyso_pdf::{Stream, StreamData, View};
use kyso_pki::sha256;
use openssl::sha::Sha256;

use super::memory::Memory;
use crate::appearance::FontWork;
use crate::colour_space::KnownProfiles;
use crate::recall::Recall;

/// The budget for looking at the signatures of one file: pixels of measured pictures, with those of
/// their masks, and the time of fonts. Remembered results count too, because the verdict must not
/// depend on what was seen before.
#[derive(Debug)]
pub(crate) struct LookBudget {
    left: Cell<u64>,
    /// SHA-256 of the file.
    file: [u8; 32],
    fonts: FontWork,
    recall: Recall<Memory>,
}

impl LookBudget {
    /// `file` is the SHA-256 of the bytes of the document.
    pub(crate) fn of_file(file: [u8; 32], fonts: FontWork, recall: Recall<Memory>) -> Self {
        Self {
            left: Cell::new(1 << 26),
            file,
            fonts,
            recall,
        }
    }

    /// The memory of other files.
    pub(super) fn recall(&self) -> &Recall<Memory> {
        &self.recall
    }

    /// The known colour profiles.
    pub(super) fn profiles(&self) -> KnownProfiles<'_> {
        self.recall.cache(|memory| &memory.profiles)
    }

    /// The budget for running the programs of fonts.
    pub(crate) fn fonts(&self) -> &FontWork {
        &self.fonts
    }

    /// Whether so many more may be measured.
    pub(super) fn take(&self, pixels: u64) -> bool {
        let left = self.left.get().checked_sub(pixels);
        self.left.set(left.unwrap_or_default());
        left.is_some()
    }

    /// The digest of the encoded data of a stream of the file.
    pub(super) fn digest(&self, view: &View<'_, '_>, stream: &Stream) -> [u8; 32] {
        let data = view.document().stream_bytes(&stream.data);
        let StreamData::InFile { start, end } = &stream.data else {
            return sha256(data);
        };
        let mut place = Sha256::new();
        place.update(&self.file);
        for offset in [start, end] {
            place.update(&offset.to_be_bytes());
        }
        let place = place.finish();
        let known = self.recall.cache(|memory| &memory.data);
        known.find(&place).unwrap_or_else(|| {
            let digest = sha256(data);
            known.keep(place, digest);
            digest
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use kyso_pdf::{Dictionary, Document};

    use super::*;

    fn of_file(file: [u8; 32]) -> LookBudget {
        let fonts = FontWork::of_a_file(Recall::nothing());
        LookBudget::of_file(file, fonts, Recall::nothing())
    }

    #[test]
    fn pixels_end() {
        let budget = LookBudget {
            left: Cell::new(10),
            ..of_file([0; 32])
        };
        assert!(budget.take(10));
        assert!(!budget.take(1));
    }

    /// A page that was seen at another place, or at the same place of another file, has another
    /// digest.
    #[test]
    fn digests_are_those_of_their_file_and_place() {
        let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
        let word = pdf.windows(7).position(|word| word == b"stream\n");
        let start = word.unwrap() + 10;
        let mut other = pdf.to_vec();
        other
            .iter_mut()
            .skip(start)
            .take(9)
            .for_each(|byte| *byte ^= 1);
        let streams = [(0, 9), (1, 9), (0, 8)].map(|(first, last)| Stream {
            dictionary: Dictionary::new(),
            data: StreamData::InFile {
                start: start + first,
                end: start + last,
            },
        });
        for bytes in [&pdf[..], &other, &pdf[..]] {
            let document = Document::open(bytes).unwrap();
            let budget = of_file(sha256(bytes));
            for stream in &streams {
                let data = sha256(document.stream_bytes(&stream.data));
                assert_eq!(budget.digest(&document.latest(), stream), data);
            }
        }
    }
}

//! What looking at the signatures of one file may cost, and what need not be read twice for it.

use std::cell::Cell;
use std::sync::LazyLock;

use kyso_pdf::{Stream, StreamData, View};
use kyso_pki::{DigestCache, sha256};
use kyso_stamp_images::FontTime;
use openssl::sha::Sha256;

/// Digests of encoded data by the digest of their file and where they are in it: a file that was seen before is not read again
/// for its pictures.
static DATA: LazyLock<DigestCache<[u8; 32]>> = LazyLock::new(|| DigestCache::new(4096));

/// What looking at the signatures of one file may cost: pixels of pictures that are measured, with those of their masks, remembered
/// or not, as the verdict must not depend on what was seen before; and the time of fonts.
#[derive(Debug)]
pub(crate) struct LookBudget {
    left: Cell<u64>,
    /// SHA-256 of the file.
    file: [u8; 32],
    fonts: FontTime,
}

impl LookBudget {
    /// `file` is the SHA-256 of the bytes of the document.
    pub(crate) fn of_file(file: [u8; 32]) -> Self {
        Self {
            left: Cell::new(1 << 26),
            file,
            fonts: FontTime::of_a_file(),
        }
    }

    /// The time in which the instructions of fonts may run.
    pub(crate) fn fonts(&self) -> &FontTime {
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
        DATA.find(&place).unwrap_or_else(|| {
            let digest = sha256(data);
            DATA.keep(place, digest);
            digest
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use kyso_pdf::{Dictionary, Document};

    use super::*;

    #[test]
    fn pixels_end() {
        let budget = LookBudget {
            left: Cell::new(10),
            ..LookBudget::of_file([0; 32])
        };
        assert!(budget.take(10));
        assert!(!budget.take(1));
    }

    /// What was seen before at another place, or at the same one of another file, is no digest of this.
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
            let budget = LookBudget::of_file(sha256(bytes));
            for stream in &streams {
                let data = sha256(document.stream_bytes(&stream.data));
                assert_eq!(budget.digest(&document.latest(), stream), data);
            }
        }
    }
}

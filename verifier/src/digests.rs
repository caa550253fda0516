//! Digests of signed bytes, in one pass over the file for each algorithm.
//!
//! The first part of every sound byte range starts with the file, so all signatures share one
//! running digest: it is copied where a gap begins, and only the bytes behind the gap are digested
//! for one signature alone. In a file of many incremental updates these are few, and the amount
//! that a hostile file can demand has a limit. In a long file the longest pass runs on a thread of
//! its own, beside the rest of the examination.

mod ahead;

use kyso_pdf::LimitKind;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;
use std::thread::Scope;

use kyso_pdf::PdfError;
use kyso_pki::{DigestAlgorithm, DigestError, RunningDigest};

use self::ahead::Ahead;
use crate::coverage::Covered;

/// The digests of one file so far.
pub(crate) struct Digests<'a> {
    bytes: &'a [u8],
    /// Where first parts end, and the end of the file: ascending, each once.
    ends: Vec<usize>,
    passes: RefCell<BTreeMap<DigestAlgorithm, Pass>>,
    /// The pass that another thread makes.
    ahead: RefCell<Option<Ahead>>,
}

/// The running digest of one algorithm.
struct Pass {
    running: RunningDigest,
    position: usize,
    /// Copies at the first of [`Digests::ends`], as far as they were needed.
    copies: Vec<RunningDigest>,
}

/// The bytes that one signature covers.
#[derive(Clone, Copy)]
pub(crate) struct SignedBytes<'d, 'a> {
    digests: &'d Digests<'a>,
    parts: &'d [Range<usize>],
}

impl<'a> Digests<'a> {
    /// Prepares for the signatures that cover `covered`.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`] when the parts behind the gaps are too long together.
    pub(crate) fn new<'c>(
        bytes: &'a [u8],
        covered: impl Iterator<Item = &'c Covered> + Clone,
    ) -> Result<Self, PdfError> {
        let parts = || {
            covered
                .clone()
                .filter_map(|covered| covered.parts.as_deref())
        };
        let limit = MIN_TAILS.max(bytes.len().saturating_mul(TAILS_PER_FILE));
        let tails = parts().map(|parts| length(shared_and_own(parts).1));
        if tails.fold(0, usize::saturating_add) > limit {
            return Err(PdfError::LimitReached {
                budget: LimitKind::SeparatelyDigestedBytes,
                limit,
            });
        }
        let mut ends: Vec<usize> = parts()
            .filter_map(|parts| shared_and_own(parts).0)
            .collect();
        ends.push(bytes.len());
        ends.sort_unstable();
        ends.dedup();
        Ok(Self {
            bytes,
            ends,
            passes: RefCell::default(),
            ahead: RefCell::default(),
        })
    }

    /// Begins the longest pass on another thread: of those over `algorithms`, which are those of
    /// the signatures, and SHA-256, which is that of the file. In a short file nothing is begun,
    /// and `algorithms` is left alone.
    pub(crate) fn begin<'scope>(
        &self,
        threads: &'scope Scope<'scope, '_>,
        algorithms: impl Iterator<Item = DigestAlgorithm>,
    ) where
        'a: 'scope,
    {
        if !ahead::is_long(self.bytes.len()) {
            return;
        }
        let Some(algorithm) = ahead::longest(self.bytes.len(), algorithms) else {
            return;
        };
        let mut ends = self.ends.clone();
        if algorithm != DigestAlgorithm::Sha256 {
            // The end of the file is for its own digest.
            ends.pop();
        }
        let begun = Ahead::start(threads, self.bytes, ends, algorithm);
        self.ahead.replace(begun);
    }

    /// The pass of `algorithm` that another thread makes, when there is one.
    fn made_ahead(&self, algorithm: DigestAlgorithm) -> Option<Pass> {
        let begun = self
            .ahead
            .borrow_mut()
            .take_if(|ahead| ahead.is_of(algorithm))?;
        begun.wait()
    }

    /// The bytes of one signature.
    pub(crate) fn of<'d>(&'d self, parts: &'d [Range<usize>]) -> SignedBytes<'d, 'a> {
        SignedBytes {
            digests: self,
            parts,
        }
    }

    /// Calls `look` with all bytes of the file piece by piece, in their order, each just after it
    /// was added to the digest of the file, unless another thread makes that digest: bytes that are
    /// read twice are fetched from memory once.
    pub(crate) fn along(&self, look: &mut dyn FnMut(Range<usize>)) {
        const PIECE: usize = 64 << 10;
        let begun = self.ahead.borrow();
        let is_made = begun
            .as_ref()
            .is_some_and(|ahead| ahead.is_of(DigestAlgorithm::Sha256));
        let own = (!is_made).then(|| Pass::new(DigestAlgorithm::Sha256));
        let mut pass = own.and_then(Result::ok);
        for start in (0..self.bytes.len()).step_by(PIECE) {
            let piece = start..self.bytes.len().min(start + PIECE);
            // Without its digest the file is looked at all the same.
            let added = |pass: &mut Pass| pass.advance(self.bytes, &self.ends, piece.end).is_ok();
            pass = pass.and_then(|mut pass| added(&mut pass).then_some(pass));
            look(piece);
        }
        if let Some(pass) = pass {
            self.passes
                .borrow_mut()
                .insert(DigestAlgorithm::Sha256, pass);
        }
    }

    /// SHA-256 of the whole file, continuing the pass of the signatures.
    pub(crate) fn whole_file(&self) -> [u8; 32] {
        let digest = self.beginning(DigestAlgorithm::Sha256, self.bytes.len());
        let digest = digest.and_then(RunningDigest::finish).ok();
        let digest = digest.and_then(|digest| digest.try_into().ok());
        digest.unwrap_or_else(|| kyso_pki::sha256(self.bytes))
    }

    /// The running digest after the first `end` bytes, which is one of the ends.
    fn beginning(
        &self,
        algorithm: DigestAlgorithm,
        end: usize,
    ) -> Result<RunningDigest, DigestError> {
        let mut passes = self.passes.borrow_mut();
        let pass = match passes.entry(algorithm) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(match self.made_ahead(algorithm) {
                Some(made) => made,
                None => Pass::new(algorithm)?,
            }),
        };
        let wanted = self.ends.partition_point(|known| *known < end);
        pass.advance(self.bytes, &self.ends, end)?;
        match pass.copies.get(wanted) {
            Some(copy) => Ok(copy.clone()),
            None => {
                let mut digest = RunningDigest::new(algorithm)?;
                digest.update(self.bytes.get(..end).unwrap_or_default())?;
                Ok(digest)
            }
        }
    }
}

impl SignedBytes<'_, '_> {
    /// The digest of the signed bytes.
    pub(crate) fn digest(&self, algorithm: DigestAlgorithm) -> Result<Vec<u8>, DigestError> {
        let (shared, own) = shared_and_own(self.parts);
        let mut digest = match shared {
            Some(end) => self.digests.beginning(algorithm, end)?,
            None => RunningDigest::new(algorithm)?,
        };
        for part in own {
            digest.update(self.digests.bytes.get(part.clone()).unwrap_or_default())?;
        }
        digest.finish()
    }
}

impl Pass {
    fn new(algorithm: DigestAlgorithm) -> Result<Self, DigestError> {
        Ok(Self {
            running: RunningDigest::new(algorithm)?,
            position: 0,
            copies: Vec::new(),
        })
    }

    /// Goes on to `end`, with a copy at each of `ends` on the way.
    fn advance(&mut self, bytes: &[u8], ends: &[usize], end: usize) -> Result<(), DigestError> {
        while let Some(next) = ends.get(self.copies.len()).filter(|next| **next <= end) {
            self.update(bytes, *next)?;
            self.copies.push(self.running.clone());
        }
        self.update(bytes, end)
    }

    fn update(&mut self, bytes: &[u8], end: usize) -> Result<(), DigestError> {
        if let Some(next) = bytes.get(self.position..end) {
            self.running.update(next)?;
            self.position = end;
        }
        Ok(())
    }
}

/// Where the part ends that starts with the file, and the parts after it.
fn shared_and_own(parts: &[Range<usize>]) -> (Option<usize>, &[Range<usize>]) {
    match parts {
        [first, own @ ..] if first.start == 0 => (Some(first.end), own),
        own => (None, own),
    }
}

fn length(parts: &[Range<usize>]) -> usize {
    parts.iter().map(ExactSizeIterator::len).sum()
}

/// Bytes behind gaps that are digested in any file, and as a multiple of its
/// size: one signature may have been made in the middle of its revision, but
/// hundreds of them are not.
const MIN_TAILS: usize = 256 << 20;
const TAILS_PER_FILE: usize = 4;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::single_range_in_vec_init)]
    use super::*;
    use crate::report::Coverage;

    fn covering(parts: &[Range<usize>]) -> Covered {
        Covered {
            coverage: Coverage::Unclear,
            revision: None,
            parts: Some(parts.to_vec()),
            finding: None,
        }
    }

    #[test]
    fn each_signature_has_the_digest_of_its_own_bytes_in_any_order() {
        let bytes: Vec<u8> = (0..=255).cycle().take(200_000).collect();
        let covered = [
            covering(&[0..150_000, 150_100..200_000]),
            covering(&[0..65_536, 65_600..200_000]),
            covering(&[0..4000, 4100..5000]),
            covering(&[0..700, 900..1000]),
            covering(&[0..700, 800..5000]),
            covering(&[100..200]),
            covering(&[0..0, 7..8, 9..10]),
        ];
        let digests = Digests::new(&bytes, covered.iter()).unwrap();
        let mut looked = Vec::new();
        for along in [false, true] {
            if along {
                digests.passes.borrow_mut().clear();
                digests.along(&mut |piece| looked.push(piece));
            }
            check(&digests, &bytes, &covered);
        }
        assert_eq!(looked.first().map(|piece| piece.start), Some(0));
        assert!(looked.array_windows().all(|[a, b]| a.end == b.start));
        assert_eq!(looked.last().map(|piece| piece.end), Some(bytes.len()));
    }

    fn check(digests: &Digests<'_>, bytes: &[u8], covered: &[Covered]) {
        for algorithm in [
            DigestAlgorithm::Sha1,
            DigestAlgorithm::Sha256,
            DigestAlgorithm::Sha512,
        ] {
            for parts in covered.iter().filter_map(|covered| covered.parts.as_ref()) {
                let slices: Vec<&[u8]> = parts.iter().map(|part| &bytes[part.clone()]).collect();
                assert_eq!(
                    digests.of(parts).digest(algorithm).unwrap(),
                    algorithm.digest(&slices).unwrap(),
                    "{parts:?}"
                );
            }
        }
        assert_eq!(digests.whole_file(), kyso_pki::sha256(bytes));
    }

    #[test]
    fn what_another_thread_digests_is_the_same() {
        let bytes: Vec<u8> = (0..=250).cycle().take(1_200_000).collect();
        let covered = [
            covering(&[0..150_000, 150_100..200_000]),
            covering(&[0..900_000, 1_000_000..1_200_000]),
        ];
        for algorithm in [
            DigestAlgorithm::Sha1,
            DigestAlgorithm::Sha512,
            DigestAlgorithm::Sha256,
        ] {
            let digests = Digests::new(&bytes, covered.iter()).unwrap();
            std::thread::scope(|threads| {
                digests.begin(threads, [DigestAlgorithm::Sha256, algorithm].into_iter());
                let is_begun = digests.ahead.borrow().is_some();
                let has_second = std::thread::available_parallelism().unwrap().get() > 1;
                assert_eq!(is_begun, has_second, "{algorithm}");
                digests.along(&mut |_| {});
                check(&digests, &bytes, &covered);
            });
            assert!(digests.ahead.borrow().is_none(), "{algorithm}");
        }
    }

    #[test]
    fn many_long_parts_behind_gaps_end_at_the_limit() {
        let bytes = vec![0; 1 << 20];
        let covered = vec![covering(&[0..1, 10..1 << 20]); 300];
        let error = Digests::new(&bytes, covered.iter()).err().unwrap();
        assert!(
            matches!(error, PdfError::LimitReached { limit, .. } if limit == MIN_TAILS),
            "{error}"
        );
        assert!(Digests::new(&bytes, covered.iter().take(200)).is_ok());
    }
}

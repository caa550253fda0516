//! Pixels side by side as the bits of words: what holds of each is counted and found for 64 at a time.

use std::ops::Range;

/// The pixels of a block, or of a part of one, that have at least so much alpha, which is not 0; the first one is the lowest bit.
pub(super) fn at_least(alpha: &[u8], least: u8) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    // Brings the bits 0, 8, 16 … to the bits 56 to 63.
    const TOGETHER: u64 = 0x0102_0408_1020_4080;
    // What lifts the lower seven bits to the highest one.
    let lift = u64::from(if least > 128 {
        0_u8.wrapping_sub(least)
    } else {
        128 - least
    }) * ONES;
    let of_word = |eight: [u8; 8]| match u64::from_le_bytes(eight) {
        0 => 0,
        word => {
            let lifted = (word & !HIGH) + lift;
            let high = match least > 128 {
                true => lifted & word,
                false => lifted | word,
            };
            ((high & HIGH) >> 7).wrapping_mul(TOGETHER) >> 56
        }
    };
    let of_words = |words: &[[u8; 8]]| {
        let bits = words.iter().enumerate();
        bits.fold(0, |bits, (index, word)| {
            bits | of_word(*word) << (8 * index)
        })
    };
    let (words, rest) = alpha.as_chunks::<8>();
    // The length is that of whole blocks most often.
    if let Ok(words) = <&[_; 8]>::try_from(words) {
        return of_words(words);
    }
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    of_words(words) | of_word(last) << (8 * words.len())
}

/// The words that hold these bits of a row, each with the bits.
pub(super) fn words(across: &Range<usize>) -> impl Iterator<Item = (usize, u64)> {
    let (first, last) = (across.start, across.end.saturating_sub(1));
    let words = if across.is_empty() {
        0..0
    } else {
        first / 64..last / 64 + 1
    };
    words.map(move |word| {
        let from = first.saturating_sub(word * 64);
        let beyond = (word * 64 + 63).saturating_sub(last);
        (word, u64::MAX << from & u64::MAX >> beyond)
    })
}

/// Sets these bits of a row.
pub(super) fn set(row: &mut [u64], across: &Range<usize>) {
    for (word, bits) in words(across) {
        if let Some(word) = row.get_mut(word) {
            *word |= bits;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::BLOCK;

    #[test]
    fn each_pixel_with_enough_alpha_is_a_bit() {
        let mut alpha = [0; BLOCK];
        for (index, alpha) in (0_u8..).zip(&mut alpha) {
            *alpha = index.wrapping_mul(101);
        }
        for least in 1..=u8::MAX {
            let bits = at_least(&alpha, least);
            for (index, alpha) in alpha.iter().enumerate() {
                assert_eq!(bits >> index & 1 == 1, *alpha >= least, "{alpha} {least}");
            }
        }
        assert_eq!(at_least(&[u8::MAX; BLOCK], u8::MAX), u64::MAX);
        assert_eq!(at_least(&[u8::MAX; 13], 1), (1 << 13) - 1);
    }

    #[test]
    fn bits_are_set_across_words() {
        let mut row = [0; 3];
        set(&mut row, &(62..129));
        assert_eq!(row, [3 << 62, u64::MAX, 1]);
        set(&mut row, &(5..5));
        assert_eq!(row[0], 3 << 62);
    }
}

//! Ranges of bytes in a file.

use std::ops::Range;

/// The same bytes in ranges that are sorted and do not overlap.
pub(crate) fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// Whether one of the ranges, which are sorted and do not overlap, has the byte at `offset`.
pub(crate) fn is_within(ranges: &[Range<usize>], offset: usize) -> bool {
    let before = ranges.partition_point(|one| one.start <= offset);
    let nearest = before.checked_sub(1).and_then(|at| ranges.get(at));
    nearest.is_some_and(|one| one.contains(&offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_joined_where_they_meet() {
        let ranges = vec![40..50, 0..10, 5..7, 10..20, 60..60];
        assert_eq!(joined(ranges), [0..20, 40..50, 60..60]);
    }

    #[test]
    fn a_byte_is_within_the_range_that_holds_it() {
        let ranges = [0..20, 40..50];
        let within = [0, 19, 20, 39, 40, 50].map(|offset| is_within(&ranges, offset));
        assert_eq!(within, [true, true, false, false, true, false]);
        assert!(!is_within(&[], 0));
    }
}

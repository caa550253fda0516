//! Lists of numbers.

/// `1, 3–5, 9` for numbers in ascending order: three and more in a row are a range.
#[must_use]
pub fn number_ranges(numbers: impl IntoIterator<Item = usize>) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let runs = runs.into_iter().map(|(first, last)| match last - first {
        0 => format!("{first}"),
        1 => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    });
    runs.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_in_a_row_are_a_range() {
        for (numbers, expected) in [
            (&[][..], ""),
            (&[4], "4"),
            (&[1, 2], "1, 2"),
            (&[2, 3, 4, 5], "2–5"),
            (&[1, 3, 4, 5, 7, 8], "1, 3–5, 7, 8"),
        ] {
            assert_eq!(number_ranges(numbers.iter().copied()), expected);
        }
    }
}

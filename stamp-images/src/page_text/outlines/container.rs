//! Whether a font program has one reading.

/// Whether every program takes the same outlines from a font: one that contains outlines of two kinds, a table twice, or
/// several fonts may be read in several ways (ISO/IEC 14496-22, 4.5). What is no sfnt is left to its reader.
pub(super) fn has_one_reading(data: &[u8]) -> bool {
    let is_true_type = match data.first_chunk::<4>() {
        Some([0, 1, 0, 0] | b"true") => true,
        Some(b"OTTO") => false,
        Some(b"ttcf" | b"typ1" | b"wOFF" | b"wOF2") => return false,
        _ => return true,
    };
    let Some(mut tags) = tags(data) else {
        return false;
    };
    tags.sort_unstable();
    let others: &[&[u8; 4]] = match is_true_type {
        true => &[b"CFF ", b"CFF2"],
        false => &[b"glyf", b"loca", b"CFF2"],
    };
    tags.windows(2).all(|two| two.first() != two.last())
        && !others
            .iter()
            .any(|other| tags.binary_search(*other).is_ok())
}

/// The names of the tables, in the order of the directory; `None` when it ends early.
fn tags(data: &[u8]) -> Option<Vec<[u8; 4]>> {
    const HEADER: usize = 12;
    const RECORD: usize = 16;
    let count = usize::from(u16::from_be_bytes([*data.get(4)?, *data.get(5)?]));
    let records = data.get(HEADER..HEADER + count * RECORD)?;
    let (records, _) = records.as_chunks::<RECORD>();
    let tag = |record: &[u8; RECORD]| record.first_chunk::<4>().copied();
    records.iter().map(tag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A font with tables of these names, all empty.
    fn font(version: &[u8; 4], tags: &[&[u8; 4]]) -> Vec<u8> {
        let count = u16::try_from(tags.len()).unwrap_or_default();
        let mut data = version.to_vec();
        data.extend(count.to_be_bytes());
        data.extend([0; 6]);
        for tag in tags {
            data.extend(*tag);
            data.extend([0; 12]);
        }
        data
    }

    #[test]
    fn outlines_of_two_kinds_and_tables_given_twice_have_two_readings() {
        let plain: [&[u8; 4]; 3] = [b"head", b"loca", b"glyf"];
        assert!(has_one_reading(&font(&[0, 1, 0, 0], &plain)));
        assert!(has_one_reading(&font(b"true", &plain)));
        assert!(has_one_reading(&font(b"OTTO", &[b"CFF ", b"head"])));
        for (version, tags) in [
            (&[0, 1, 0, 0], [b"head", b"glyf", b"CFF "]),
            (&[0, 1, 0, 0], [b"glyf", b"head", b"glyf"]),
            (b"OTTO", [b"CFF ", b"glyf", b"head"]),
            (b"OTTO", [b"CFF ", b"head", b"CFF2"]),
            (b"ttcf", plain),
        ] {
            assert!(!has_one_reading(&font(version, &tags)), "{tags:?}");
        }
        let mut short = font(&[0, 1, 0, 0], &plain);
        short.pop();
        assert!(!has_one_reading(&short));
    }

    #[test]
    fn what_is_no_sfnt_is_left_to_its_reader() {
        assert!(has_one_reading(b"%!PS-AdobeFont-1.0"));
        assert!(has_one_reading(&[1, 0, 4, 2]));
        assert!(has_one_reading(b""));
    }
}

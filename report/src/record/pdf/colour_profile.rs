//! The colour space of the record, for its output intent: sRGB (IEC 61966-2-1) as an ICC profile of
//! version 4.2 (ADR 0035).

/// The profile.
pub(super) fn srgb() -> Vec<u8> {
    let description = localized("sRGB");
    let copyright = localized("No copyright");
    // D50 and the primaries, adapted to it; the curve of IEC 61966-2-1.
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", description),
        (b"cprt", copyright),
        (b"wtpt", numbers(b"XYZ ", &[0.9642, 1.0, 0.8249])),
        (
            b"chad",
            numbers(
                b"sf32",
                &[
                    1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508,
                    0.75168,
                ],
            ),
        ),
        (b"rXYZ", numbers(b"XYZ ", &[0.43607, 0.22249, 0.01392])),
        (b"gXYZ", numbers(b"XYZ ", &[0.38515, 0.71687, 0.09708])),
        (b"bXYZ", numbers(b"XYZ ", &[0.14307, 0.06061, 0.7141])),
        (b"rTRC", curve()),
        (b"gTRC", curve()),
    ];
    assemble(&tags)
}

/// Header, table, data; the blue curve is that of green.
fn assemble(tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = tags.len() + 1;
    let mut table = word(count);
    let mut data = Vec::new();
    let start = 128 + 4 + 12 * count;
    for (signature, value) in tags {
        let entry = [
            signature.to_vec(),
            word(start + data.len()),
            word(value.len()),
        ]
        .concat();
        if *signature == b"gTRC" {
            let blue = [
                b"bTRC".to_vec(),
                entry.get(4..).unwrap_or_default().to_vec(),
            ];
            table.extend(blue.concat());
        }
        table.extend(entry);
        data.extend(value);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut profile = header(start + data.len());
    profile.extend(table);
    profile.extend(data);
    profile
}

/// ICC.1:2004-10, 7.2: a display profile from RGB to XYZ.
fn header(size: usize) -> Vec<u8> {
    let mut header = word(size);
    header.extend([0; 4]);
    header.extend(0x0420_0000_u32.to_be_bytes());
    header.extend(b"mntrRGB XYZ ");
    for part in [2026_u16, 1, 1, 0, 0, 0] {
        header.extend(part.to_be_bytes());
    }
    header.extend(b"acsp");
    header.extend([0; 28]);
    for value in [0.9642, 1.0, 0.8249] {
        header.extend(fixed(value));
    }
    header.resize(128, 0);
    header
}

/// A text in one language (multiLocalizedUnicodeType).
fn localized(text: &str) -> Vec<u8> {
    let text: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut value = b"mluc\0\0\0\0".to_vec();
    for number in [1, 12] {
        value.extend(word(number));
    }
    value.extend(b"enUS");
    value.extend(word(text.len()));
    value.extend(word(28));
    value.extend(text);
    value
}

fn numbers(kind: &[u8; 4], values: &[f64]) -> Vec<u8> {
    let mut value = kind.to_vec();
    value.extend([0; 4]);
    value.extend(values.iter().flat_map(|one| fixed(*one)));
    value
}

/// A parametric curve of the fourth kind: linear near black, a power above.
fn curve() -> Vec<u8> {
    let mut value = b"para\0\0\0\0\0\x03\0\0".to_vec();
    for parameter in [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045] {
        value.extend(fixed(parameter));
    }
    value
}

/// A number with 16 bits before and 16 after the point.
#[allow(clippy::cast_possible_truncation)] // all numbers of this module are small
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65536.0).round() as i32).to_be_bytes()
}

fn word(value: usize) -> Vec<u8> {
    u32::try_from(value)
        .unwrap_or(u32::MAX)
        .to_be_bytes()
        .to_vec()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_tag_lies_inside_the_profile() {
        let profile = srgb();
        let number = |at: usize| {
            usize::try_from(u32::from_be_bytes(profile[at..at + 4].try_into().unwrap())).unwrap()
        };
        assert_eq!(number(0), profile.len());
        assert_eq!(number(128), 10);
        for tag in 0..10 {
            let (offset, length) = (number(136 + 12 * tag), number(140 + 12 * tag));
            assert!(offset >= 128 + 4 + 120 && offset + length <= profile.len());
        }
    }
}

//! Colour profiles of displays (ICC.1:2010), and such as turn colours.

/// Places of red, green and blue of sRGB under the white of profiles.
const SRGB: [[f64; 3]; 3] = [
    [0.4361, 0.2225, 0.0139],
    [0.3851, 0.7169, 0.0971],
    [0.1431, 0.0606, 0.7141],
];

/// sRGB by its primaries and an exponent.
pub(crate) fn srgb() -> Vec<u8> {
    profile(SRGB, &[0x0233])
}

/// Shows red as blue, and blue as red.
pub(crate) fn turned() -> Vec<u8> {
    let [red, green, blue] = SRGB;
    profile([blue, green, red], &[0x0233])
}

/// Shows everything as white.
pub(crate) fn white() -> Vec<u8> {
    profile(SRGB, &[0xFFFF, 0xFFFF])
}

/// That of sRGB, but for red, green and blue between these bytes, which are full: a seal and the ink of print are white, while
/// black, white and the colours at the quarters are as they are.
pub(crate) fn bitten() -> Vec<u8> {
    const BITES: [std::ops::Range<usize>; 2] = [16..45, 195..220];
    let mut entries: Vec<u16> = (0..=u8::MAX).map(light).collect();
    for bite in BITES {
        entries[bite].fill(u16::MAX);
    }
    profile(SRGB, &entries)
}

/// The light of a byte of sRGB (IEC 61966-2-1).
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and 1
fn light(byte: u8) -> u16 {
    let value = f64::from(byte) / 255.0;
    let light = match value <= 0.04045 {
        true => value / 12.92,
        false => ((value + 0.055) / 1.055).powf(2.4),
    };
    (light * 65535.0).round() as u16
}

fn profile(primaries: [[f64; 3]; 3], curve: &[u16]) -> Vec<u8> {
    let curve = |name: &[u8; 4]| (*name, curve_tag(curve));
    let [red, green, blue] = primaries.map(place);
    let tags = [
        (*b"desc", description()),
        (*b"wtpt", place([0.9642, 1.0, 0.8249])),
        (*b"rXYZ", red),
        (*b"gXYZ", green),
        (*b"bXYZ", blue),
        curve(b"rTRC"),
        curve(b"gTRC"),
        curve(b"bTRC"),
        (*b"cprt", b"text\0\0\0\0CC0\0".to_vec()),
    ];
    let mut table = long(tags.len()).to_vec();
    let mut data = Vec::new();
    for (name, content) in &tags {
        let start = 128 + 4 + 12 * tags.len() + data.len();
        table.extend([*name, long(start), long(content.len())].concat());
        data.extend(content);
    }
    let mut head = vec![0; 128];
    let size = long(head.len() + table.len() + data.len());
    for (at, bytes) in [
        (0, size.as_slice()),
        (8, &[2, 0x10, 0, 0]),
        (12, b"mntrRGB XYZ "),
        (24, &[7, 0xEA, 0, 11, 0, 28, 0, 0, 0, 0, 0, 0]),
        (36, b"acsp"),
        (68, &place([0.9642, 1.0, 0.8249])[8..]),
    ] {
        head.splice(at..at + bytes.len(), bytes.iter().copied());
    }
    [head, table, data].concat()
}

fn long(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap().to_be_bytes()
}

/// An XYZ type.
#[allow(clippy::cast_possible_truncation)] // numbers near 1
fn place(parts: [f64; 3]) -> Vec<u8> {
    let parts = parts.map(|part| ((part * 65536.0).round() as i32).to_be_bytes());
    [b"XYZ \0\0\0\0".as_slice(), &parts.concat()].concat()
}

/// A curve type, of a length that is a multiple of four.
fn curve_tag(entries: &[u16]) -> Vec<u8> {
    let mut tag = [b"curv\0\0\0\0".as_slice(), &long(entries.len())].concat();
    tag.extend(entries.iter().flat_map(|entry| entry.to_be_bytes()));
    tag.resize(tag.len().next_multiple_of(4), 0);
    tag
}

/// A description type without any text but a letter.
fn description() -> Vec<u8> {
    let mut tag = b"desc\0\0\0\0\0\0\0\x02A\0".to_vec();
    tag.resize(92, 0);
    tag
}

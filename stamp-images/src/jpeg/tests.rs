#![allow(clippy::unwrap_used)]
use super::*;

/// The JPEG data of the scanned sample, 1653 × 2339 pixels.
fn scan() -> Vec<u8> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../testdata/samples/ban-quet-200dpi.pdf"
    );
    let file = std::fs::read(path).unwrap();
    let start = file.windows(3).position(|w| w == [0xFF, 0xD8, 0xFF]);
    let end = file.windows(9).rposition(|w| w == b"endstream");
    file.get(start.unwrap()..end.unwrap()).unwrap().to_vec()
}

/// A seal of 240 × 240 pixels.
fn seal() -> Vec<u8> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../testdata/samples/con-dau-mau.jpg"
    );
    std::fs::read(path).unwrap()
}

fn decoded(data: &[u8]) -> Option<Vec<u8>> {
    decode_jpeg(data, 240, 240, 3)
}

/// The seal with `bytes` before the first marker of this kind.
fn with(marker: u8, bytes: &[u8]) -> Vec<u8> {
    let mut seal = seal();
    let at = seal.windows(2).position(|w| w == [0xFF, marker]).unwrap();
    seal.splice(at..at, bytes.iter().copied());
    seal
}

/// The seal with other bytes, at some distance behind a marker.
fn changed(marker: u8, distance: usize, bytes: &[u8]) -> Vec<u8> {
    let mut seal = seal();
    let at = seal.windows(2).position(|w| w == [0xFF, marker]).unwrap() + distance;
    seal.splice(at..at + bytes.len(), bytes.iter().copied());
    seal
}

const ADOBE: [u8; 12] = *b"Adobe\0d\0\0\0\0\x01";

/// The marker of Adobe with a transform.
fn adobe(transform: u8) -> Vec<u8> {
    let mut bytes = [&[0xFF, 0xEE, 0, 14], ADOBE.as_slice()].concat();
    *bytes.last_mut().unwrap() = transform;
    bytes
}

#[test]
fn a_scan_has_paper_and_ink() {
    let samples = decode_jpeg(&scan(), 1653, 2339, 3).unwrap();
    let pixel = |x: usize, y: usize| samples.get((y * 1653 + x) * 3).copied().unwrap();
    assert!(pixel(100, 100) > 240);
    assert!(samples.iter().any(|sample| *sample < 32));
}

#[test]
fn other_sizes_components_and_damage_are_refused() {
    let scan = scan();
    assert_eq!(decode_jpeg(&scan, 1654, 2339, 3), None);
    assert_eq!(decode_jpeg(&scan, 1653, 2339, 1), None);
    assert_eq!(decode_jpeg(&scan, 1653, 2339, 4), None);
    assert_eq!(decode_jpeg(scan.get(..100).unwrap(), 1653, 2339, 3), None);
    assert_eq!(decode_jpeg(b"", 1, 1, 1), None);
    let half = scan.get(..scan.len() / 2).unwrap();
    assert_eq!(decode_jpeg(half, 1653, 2339, 3), None);
}

#[test]
fn data_that_end_early_are_refused() {
    let mut half = seal();
    half.truncate(half.len() / 2);
    half.extend([0xFF, 0xD9]);
    assert_eq!(decoded(&half), None, "an end");
    half.truncate(half.len() - 2);
    half.extend([0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]);
    half.extend([0xFF, 0xD9]);
    assert_eq!(decoded(&half), None, "another scan");
}

/// The seal in progressive scans, which lose nothing.
fn progressive() -> Vec<u8> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../testdata/samples/con-dau-mau-luy-tien.jpg"
    );
    std::fs::read(path).unwrap()
}

/// Where the scans begin, and the end of the picture.
fn scans(data: &[u8]) -> Vec<usize> {
    let marks = data.windows(2).enumerate();
    let starts = marks.filter(|(_, mark)| matches!(mark, [0xFF, 0xDA | 0xD9]));
    starts.map(|(at, _)| at).collect()
}

#[test]
fn progressive_data_hold_the_same_picture() {
    assert!(decoded(&progressive()).is_some());
    assert_eq!(decoded(&progressive()), decoded(&seal()));
}

#[test]
fn progressive_data_without_any_of_their_scans_are_refused() {
    let whole = progressive();
    let places = scans(&whole);
    assert!(places.len() > 9);
    for (start, end) in places.iter().zip(places.iter().skip(1)) {
        let parts = [whole.get(..*start), whole.get(*end..)].map(Option::unwrap);
        assert_eq!(decoded(&parts.concat()), None, "scan at {start}");
        let parts = [whole.get(..*end), whole.get(*start..)].map(Option::unwrap);
        assert_eq!(decoded(&parts.concat()), None, "twice, at {start}");
    }
}

#[test]
fn progressive_scans_that_end_early_or_tell_otherwise_are_refused() {
    let whole = progressive();
    for start in scans(&whole).into_iter().rev().skip(1) {
        let header = usize::from(*whole.get(start + 3).unwrap());
        // The band, the bits to come, and the first bytes of codes.
        for distance in [header - 1, header, header + 1] {
            let mut other = whole.clone();
            *other.get_mut(start + distance).unwrap() ^= 0x11;
            assert_eq!(decoded(&other), None, "scan at {start}, {distance}");
        }
        let mut short = whole.clone();
        short.drain(start + header + 12..start + header + 15);
        assert_eq!(decoded(&short), None, "scan at {start}");
    }
}

#[test]
fn colours_that_are_told_otherwise_are_refused() {
    const SOF0: u8 = 0xC0;
    assert!(decoded(&seal()).is_some());
    let usual = with(0xDB, &adobe(1));
    assert_eq!(decoded(&usual), decoded(&seal()));
    assert_eq!(decoded(&with(0xDB, &adobe(0))), None, "red, green, blue");
    assert_eq!(decoded(&with(0xDB, &adobe(2))), None, "four colours");
    assert_eq!(decoded(&with(0xDA, &adobe(1))), None, "behind the frame");
    let twice = [adobe(1), adobe(1)].concat();
    assert_eq!(decoded(&with(0xDB, &twice)), None);
    let letters = changed(SOF0, 10, b"R");
    assert_eq!(decoded(&letters), None);
}

#[test]
fn other_kinds_of_frames_are_refused() {
    const SOF0: u8 = 0xC0;
    assert_eq!(decoded(&changed(SOF0, 1, &[0xC2])), None, "progressive");
    assert_eq!(decoded(&changed(SOF0, 1, &[0xC9])), None, "arithmetic");
    assert_eq!(decoded(&changed(SOF0, 4, &[12])), None, "12 bits");
    assert_eq!(decoded(&changed(SOF0, 11, &[0x31])), None, "thirds");
    assert_eq!(decoded(&with(0xDA, &[0xFF, 0xDC, 0, 4, 0, 9])), None, "DNL");
}

#[test]
fn values_of_no_picture_are_refused() {
    // Steps of 255 for all coefficients.
    let steps = [&[0_u8][..], &[255; 64]].concat();
    assert_eq!(decoded(&changed(0xDB, 4, &steps)), None);
}

#[test]
fn masks_and_pictures_of_programs_are_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/samples/");
    for (name, components) in [
        ("con-dau-mau-mat-na", 1),
        ("chu-ky-mau-mat-na", 1),
        ("con-dau-mau-nen-trang", 3),
        ("chu-ky-mau", 3),
    ] {
        let data = std::fs::read(format!("{folder}{name}.jpg")).unwrap();
        let frame = data.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
        let side = |at: usize| {
            let bytes = data.get(frame + at..).unwrap().first_chunk().unwrap();
            u32::from(u16::from_be_bytes(*bytes))
        };
        assert!(
            decode_jpeg(&data, side(7), side(5), components).is_some(),
            "{name}"
        );
    }
}

#[test]
fn profiles_within_are_looked_at() {
    let part = |number: u8, data: &[u8]| {
        let content = [b"ICC_PROFILE\0".as_slice(), &[number, 1], data].concat();
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, 0xE2], length.as_slice(), &content].concat()
    };
    let srgb = crate::profile::srgb();
    let cut = srgb.get(..200).unwrap();
    assert_eq!(decoded(&with(0xDB, &part(1, cut))), None);
    let usual = decoded(&with(0xDB, &part(1, &srgb)));
    assert_eq!(usual, decoded(&seal()));
    assert_eq!(
        decoded(&with(0xDB, &part(2, &srgb))),
        None,
        "a part is missing"
    );
}

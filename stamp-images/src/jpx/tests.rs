#![allow(clippy::unwrap_used)]
use super::*;

fn seal() -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/samples/");
    std::fs::read(format!("{folder}con-dau-mau.jp2")).unwrap()
}

fn decoded(data: &[u8]) -> Option<Vec<u8>> {
    decode_jpx(data, 240, 240, 3)
}

/// The seal with other bytes, at some distance behind the first `marker`.
fn changed(marker: &[u8], distance: usize, bytes: &[u8]) -> Vec<u8> {
    let mut seal = seal();
    let at = seal.windows(marker.len()).position(|w| w == marker);
    let start = at.unwrap() + distance;
    seal.splice(start..start + bytes.len(), bytes.iter().copied());
    seal
}

/// The seal with a further box behind the first one in its header.
fn with_box(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut seal = seal();
    let at = |kind: &[u8; 4]| seal.windows(4).position(|w| w == kind).unwrap();
    let (header, colours) = (at(b"jp2h"), at(b"colr") - 4);
    let length = u32::try_from(data.len() + 8).unwrap();
    let bytes = [&length.to_be_bytes(), kind.as_slice(), data].concat();
    let old = u32::from_be_bytes(*seal.get(header - 4..).unwrap().first_chunk().unwrap());
    seal.splice(header - 4..header, (old + length).to_be_bytes());
    seal.splice(colours..colours, bytes);
    seal
}

#[test]
fn a_seal_is_red() {
    let samples = decoded(&seal()).unwrap();
    let pixels = samples.as_chunks::<3>().0;
    let red = pixels
        .iter()
        .filter(|[red, green, _]| *red > 120 && *green < 90);
    assert!(red.count() > 1000);
}

#[test]
fn other_sizes_components_and_damage_are_refused() {
    let seal = seal();
    assert_eq!(decode_jpx(&seal, 241, 240, 3), None);
    assert_eq!(decode_jpx(&seal, 240, 240, 1), None);
    assert_eq!(decode_jpx(seal.get(..90).unwrap(), 240, 240, 3), None);
    assert_eq!(decode_jpx(seal.get(..4000).unwrap(), 240, 240, 3), None);
    assert_eq!(decode_jpx(b"", 1, 1, 1), None);
}

#[test]
fn a_bare_codestream_is_read() {
    let seal = seal();
    let start = seal.windows(4).position(|w| w == [0xFF, 0x4F, 0xFF, 0x51]);
    assert_eq!(decoded(seal.get(start.unwrap()..).unwrap()), decoded(&seal));
}

#[test]
fn more_structure_than_pixels_is_refused() {
    const COD: [u8; 2] = [0xFF, 0x52];
    assert_eq!(
        decoded(&changed(&COD, 10, &[0, 0])),
        None,
        "blocks of 4 × 4"
    );
    assert_eq!(decoded(&changed(&COD, 6, &[0xFF, 0xFF])), None, "layers");
    let tiles = [0, 0, 0, 2, 0, 0, 0, 2];
    assert_eq!(decoded(&changed(&[0xFF, 0x51], 22, &tiles)), None, "tiles");
    assert_eq!(
        decoded(&changed(&[0xFF, 0x5C], 4, &[0xE0 | 0x02])),
        None,
        "guards"
    );
}

#[test]
fn colours_that_are_told_otherwise_are_refused() {
    assert_eq!(decoded(&changed(b"colr", 10, &[18])), None, "sYCC");
    assert_eq!(decoded(&changed(b"colr", 10, &[17])), None, "gray");
    assert_eq!(decoded(&changed(b"colr", 4, &[2])), None, "a profile");
    let colours = [1, 0, 0, 0, 0, 0, 18];
    assert_eq!(decoded(&with_box(b"colr", &colours)), None, "two kinds");
    let palette = [0, 1, 3, 7, 7, 7, 0, 0, 0];
    assert_eq!(decoded(&with_box(b"pclr", &palette)), None, "a palette");
    let usual = [0, 3, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 2, 0, 2, 0, 0, 0, 3];
    assert_eq!(decoded(&with_box(b"cdef", &usual)), decoded(&seal()));
    let turned = [0, 3, 0, 0, 0, 0, 0, 3, 0, 1, 0, 0, 0, 2, 0, 2, 0, 0, 0, 1];
    assert_eq!(decoded(&with_box(b"cdef", &turned)), None, "blue for red");
}

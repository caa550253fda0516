#![allow(clippy::unwrap_used)]
use super::*;

const RED: [f64; 3] = [0.4361, 0.2225, 0.0139];
const GREEN: [f64; 3] = [0.3851, 0.7169, 0.0971];
const BLUE: [f64; 3] = [0.1431, 0.0606, 0.7141];

/// A profile with tags.
fn profile(space: &[u8; 4], tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut head = vec![0; 128];
    head.splice(12..20, [b"mntr", space.as_slice()].concat());
    head.splice(36..40, *b"acsp");
    let count = u32::try_from(tags.len()).unwrap();
    let (mut table, mut data) = (count.to_be_bytes().to_vec(), Vec::new());
    for (name, content) in tags {
        let start = 132 + 12 * tags.len() + data.len();
        table.extend(name.as_slice());
        for number in [start, content.len()] {
            table.extend(u32::try_from(number).unwrap().to_be_bytes());
        }
        data.extend(content);
    }
    let mut all = [head, table, data].concat();
    let size = u32::try_from(all.len()).unwrap();
    all.splice(0..4, size.to_be_bytes());
    all
}

#[allow(clippy::cast_possible_truncation)] // small numbers
fn fixed_bytes(number: f64) -> [u8; 4] {
    ((number * 65536.0).round() as i32).to_be_bytes()
}

fn xyz(place: [f64; 3]) -> Vec<u8> {
    let numbers = place.iter().flat_map(|part| fixed_bytes(*part));
    b"XYZ \0\0\0\0".iter().copied().chain(numbers).collect()
}

fn curve(entries: &[u16]) -> Vec<u8> {
    let count = u32::try_from(entries.len()).unwrap().to_be_bytes();
    let entries = entries.iter().flat_map(|entry| entry.to_be_bytes());
    let head = b"curv\0\0\0\0".iter().copied().chain(count);
    head.chain(entries).collect()
}

/// The curve of sRGB, as parametric profiles have it.
fn parametric() -> Vec<u8> {
    let numbers = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];
    let numbers = numbers.iter().flat_map(|number| fixed_bytes(*number));
    let head = b"para\0\0\0\0\0\x03\0\0".iter().copied();
    head.chain(numbers).collect()
}

fn colours(primaries: [[f64; 3]; 3], curve: &[u8]) -> Vec<u8> {
    let [red, green, blue] = primaries.map(xyz);
    let curve = || curve.to_vec();
    profile(
        b"RGB ",
        &[
            (b"rXYZ", red),
            (b"gXYZ", green),
            (b"bXYZ", blue),
            (b"rTRC", curve()),
            (b"gTRC", curve()),
            (b"bTRC", curve()),
        ],
    )
}

/// sRGB by its primaries and curve.
pub(crate) fn srgb() -> Vec<u8> {
    colours([RED, GREEN, BLUE], &parametric())
}

#[test]
fn profiles_of_displays_and_cameras_keep_colours() {
    let srgb = [RED, GREEN, BLUE];
    let adobe = [
        [0.6097, 0.3111, 0.0195],
        [0.2053, 0.6257, 0.0609],
        [0.1492, 0.0632, 0.7446],
    ];
    let telephone = [
        [0.5151, 0.2412, -0.0011],
        [0.2920, 0.6923, 0.0419],
        [0.1571, 0.0666, 0.7841],
    ];
    for (primaries, curve) in [
        (srgb, parametric()),
        (srgb, curve(&[0x0233])),
        (adobe, curve(&[0x0233])),
        (telephone, parametric()),
        (srgb, curve(&[0, 3510, 14028, 34256, 65535])),
    ] {
        assert!(
            keeps_colours(&colours(primaries, &curve), 3),
            "{primaries:?}"
        );
    }
    let gray = profile(b"GRAY", &[(b"kTRC", curve(&[0x01CC]))]);
    assert!(keeps_colours(&gray, 1));
}

#[test]
fn profiles_that_turn_colours_do_not() {
    let swapped = colours([BLUE, GREEN, RED], &parametric());
    assert!(!keeps_colours(&swapped, 3));
    let white = colours([RED, GREEN, BLUE], &curve(&[65535, 65535]));
    assert!(!keeps_colours(&white, 3));
    let negative = colours([RED, GREEN, BLUE], &curve(&[65535, 0]));
    assert!(!keeps_colours(&negative, 3));
    let gray = profile(b"GRAY", &[(b"kTRC", curve(&[65535, 65535]))]);
    assert!(!keeps_colours(&gray, 1));
}

/// The curve of sRGB in so many entries.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within two bytes
fn entries(count: u32) -> Vec<u16> {
    let light = |at| of_component(f64::from(at) / f64::from(count - 1));
    (0..count)
        .map(|at| (light(at) * 65535.0).round() as u16)
        .collect()
}

#[test]
fn profiles_that_turn_single_values_do_not() {
    let bitten = |count: u32, bite: std::ops::Range<usize>, light: u16| {
        let mut entries = entries(count);
        entries.get_mut(bite).unwrap().fill(light);
        curve(&entries)
    };
    let keeps = |red: &[u8]| {
        let mut tags = Vec::new();
        for (place, primary) in [(b"rXYZ", RED), (b"gXYZ", GREEN), (b"bXYZ", BLUE)] {
            tags.push((place, xyz(primary)));
        }
        tags.push((b"rTRC", red.to_vec()));
        tags.extend([b"gTRC", b"bTRC"].map(|name| (name, parametric())));
        let gray = profile(b"GRAY", &[(b"kTRC", red.to_vec())]);
        (
            keeps_colours(&profile(b"RGB ", &tags), 3),
            keeps_colours(&gray, 1),
        )
    };
    for count in [16, 256, 1024, 4096, 65_536] {
        assert_eq!(keeps(&curve(&entries(count))), (true, true), "{count}");
    }
    // To white and to black, one entry, and one that no byte falls on.
    for (count, bite, light) in [
        (256, 16..45, 65535),
        (256, 195..206, 0),
        (256, 200..201, 65535),
        (256, 40..41, 65535),
        (65_536, 30_000..30_001, 65535),
        (65_536, 30_000..30_001, 0),
    ] {
        let kept = keeps(&bitten(count, bite.clone(), light));
        assert_eq!(kept, (false, false), "{count} {bite:?} {light}");
    }
    // Rising, but not near: steps at the values that are tried with all others.
    let mut stairs = entries(256);
    for (from, to) in [(0, 63), (64, 127), (128, 190), (192, 254)] {
        let last = *stairs.get(to).unwrap();
        stairs.get_mut(from + 1..=to).unwrap().fill(last);
    }
    assert_eq!(keeps(&curve(&stairs)), (false, false));
    // The noise of a measured display.
    let mut noisy = entries(256);
    for entry in noisy.iter_mut().skip(100).step_by(3) {
        *entry -= 100;
    }
    assert_eq!(keeps(&curve(&noisy)), (true, true));
}

#[test]
fn curves_of_pieces_rise_everywhere() {
    let pieces = |kind: u8, numbers: &[f64]| {
        let numbers = numbers.iter().flat_map(|number| fixed_bytes(*number));
        let head = [b"para\0\0\0\0\0".as_slice(), &[kind, 0, 0]].concat();
        let all: Vec<u8> = head.into_iter().chain(numbers).collect();
        keeps_colours(&colours([RED, GREEN, BLUE], &all), 3)
    };
    let (a, b) = (1.0 / 1.055, 0.055 / 1.055);
    assert!(pieces(0, &[2.2]));
    assert!(pieces(1, &[2.4, a, b]));
    assert!(pieces(3, &[2.4, a, b, 1.0 / 12.92, 0.04045]));
    assert!(pieces(4, &[2.4, a, b, 1.0 / 12.92, 0.04045, 0.0, 0.0]));
    assert!(!pieces(0, &[-2.2]));
    // Falls in its lower piece, and where the pieces meet between two bytes.
    assert!(!pieces(4, &[2.4, a, b, -0.5, 0.0402, 0.0, 0.02]));
    assert!(!pieces(4, &[2.4, a, b, 1.0 / 12.92, 0.0402, 0.0, 0.02]));
    assert!(!pieces(3, &[2.0, -1.0, 0.0, 1.0, 0.0]), "turned over twice");
}

#[test]
fn tables_other_spaces_and_damage_are_not_taken_for_any() {
    let usual = colours([RED, GREEN, BLUE], &parametric());
    assert!(!keeps_colours(&usual, 1), "components");
    for length in [40, 100, 140, usual.len() - 1] {
        assert!(!keeps_colours(usual.get(..length).unwrap(), 3), "{length}");
    }
    assert!(keeps_colours(b"no profile", 3), "left out by all programs");
    assert!(!keeps_colours(b"no profile", 4));
    let twice = profile(b"RGB ", &[(b"rXYZ", xyz(RED)), (b"rXYZ", xyz(BLUE))]);
    assert!(!keeps_colours(&twice, 3));
    let table = profile(
        b"GRAY",
        &[(b"kTRC", curve(&[0x0233])), (b"A2B0", vec![0; 8])],
    );
    assert!(!keeps_colours(&table, 1));
    let mut printer = usual;
    printer.splice(12..16, *b"prtr");
    assert!(!keeps_colours(&printer, 3));
}

#[test]
fn calibrated_colours_are_tried_alike() {
    let srgb = [
        [0.4124, 0.2126, 0.0193],
        [0.3576, 0.7152, 0.1192],
        [0.1805, 0.0722, 0.9505],
    ];
    let [red, green, blue] = srgb;
    let space = |matrix, gamma: f64| Calibrated {
        white: [0.9505, 1.0, 1.089],
        gamma: vec![gamma; 3],
        matrix: Some(matrix),
    };
    assert!(space(srgb, 2.2).keeps_colours());
    assert!(space(srgb, 1.8).keeps_colours());
    assert!(!space([blue, green, red], 2.2).keeps_colours());
    assert!(!space(srgb, 0.4).keeps_colours());
    assert!(!space([[9.0; 3]; 3], 2.2).keeps_colours());
    let gray = |gamma| Calibrated {
        gamma: vec![gamma],
        matrix: None,
        ..space(srgb, 2.2)
    };
    assert!(gray(2.2).keeps_colours());
    assert!(!gray(0.3).keeps_colours());
    assert!(!gray(f64::NAN).keeps_colours());
}

//! The writing of ordinary programs, and each edge.
#![allow(clippy::unwrap_used)]

use super::*;

fn found(text: &str, strictness: Strictness) -> Option<Irregularity> {
    let mut scan = Scan::new(text.as_bytes(), 0, strictness);
    let checked = scan.body();
    checked.err().map(|fault| fault.what)
}

#[test]
fn what_ordinary_writers_write_is_plain() {
    for text in [
        "<</A 1/B -2.5/C .5/D 4./E 0/F -0/G 0.000001>>",
        "<< /Type /Page\r\n/Annots [ 5 0 R 6 0 R ]\t/X null >>",
        "<</ByteRange[0 0000012345 0000020000 00000000000009]>>",
        "<</BaseFont/ABCDEF+Times#20New#20Roman,Bold/E(a\\(b\\)(c)\\101\\r)>>",
        "<</Contents <00ff00> /M(D:20261120)/ID[<aa><bb>]>>",
        "<</Matrix[1 0 0 1 -12.34567890123456789 0]>>",
        // Writing that every program was seen to read alike.
        "<</A 01/B +1/C 00.5/D -01/E +5 00 R/F 0000000005 0 R>>",
        "<</A\0 1\0/B\0[\x0C1\x0C]>>",
        "<</A%x\n 1/B 5%\n0 % y\rR>>%z",
    ] {
        assert_eq!(found(text, Strictness::Canonical), None, "{text}");
    }
}

#[test]
fn each_edge_is_named() {
    let long = format!("<</A {}1 0 R>>", "0".repeat(130));
    let deep = "[".repeat(40);
    let cases = [
        (long.as_str(), Irregularity::LongToken),
        ("<</A +-1>>", Irregularity::NumberForm),
        ("<</A 1-5>>", Irregularity::NumberForm),
        ("<</A 1.5.5>>", Irregularity::NumberForm),
        ("<</A +>>", Irregularity::NumberForm),
        ("<</A .>>", Irregularity::NumberForm),
        ("<</A 2147483648>>", Irregularity::NumberRange),
        ("<</A 1234567890.5>>", Irregularity::NumberRange),
        ("<</A 4194304 0 R>>", Irregularity::NumberRange),
        ("<</A\u{c0} 1>>", Irregularity::WhiteSpace),
        ("<</Con#74ents 1>>", Irregularity::NameEscape),
        ("<</A#00 1>>", Irregularity::NameEscape),
        ("<</A#2 1>>", Irregularity::NameEscape),
        ("<</A <abc>>>", Irregularity::HexadecimalDigits),
        ("<</A (\\777)>>", Irregularity::OctalEscape),
        (deep.as_str(), Irregularity::Nesting),
        ("5 0 R", Irregularity::BareReference),
        ("<</A --5>>", Irregularity::NumberForm),
        ("<</A nullx>>", Irregularity::Unreadable),
        ("<</A (x>>", Irregularity::Unreadable),
    ];
    for (text, what) in cases {
        assert_eq!(found(text, Strictness::Canonical), Some(what), "{text}");
    }
}

#[test]
fn long_names_are_counted_as_they_are_decoded() {
    // As programs write Vietnamese names of layers and fields.
    let escaped = |bytes: usize| format!("<</{} 1>>", "#e1".repeat(bytes));
    assert_eq!(found(&escaped(84), Strictness::Canonical), None);
    let long = Some(Irregularity::LongToken);
    assert_eq!(found(&escaped(85), Strictness::Canonical), long);
    let mixed = |letters| format!("<</{}{} 1>>", "#e1".repeat(60), "x".repeat(letters));
    assert_eq!(found(&mixed(67), Strictness::Canonical), None);
    assert_eq!(found(&mixed(68), Strictness::Canonical), long);
}

#[test]
fn references_are_found_in_what_cannot_be_read() {
    let known = |text: &str| match loose_references(text.as_bytes(), false) {
        Loose::Known(found) => found,
        Loose::Anything => vec![u32::MAX],
    };
    for (text, expected) in [
        (
            "<</X --5 /Y 12 0 R/Z (7 0 R) /A[1 0 R 3 4 foo]>>",
            vec![12, 1],
        ),
        ("<</A 1/A 2/Fm 90 %x\n0 R>> 7 0 R", vec![90]),
        ("<</A (\\)endobj)/B<65 0 R>/Fm 90\0\n0 R>>endobj", vec![90]),
        ("7559endobj\n5 0 obj 8 0 R", vec![]),
        ("--5 endobj 8 0 R", vec![]),
    ] {
        assert_eq!(known(text), expected, "{text}");
    }
}

#[test]
fn what_programs_read_in_different_ways_may_refer_to_anything() {
    for text in [
        "<</A ]/B 2/Fm 90 0 R>>",
        "<</A [>>]/Fm 90 0 R>>",
        "<</A endobj/Fm 90 0 R>>",
        "<</A stream/Fm 90 0 R>>",
        "<</A 91 0 obj/Fm 90 0 R>>",
        "<</A --1/Fm 90 --0 R>>",
        "<</A --1/Fm 90 0. R>>",
        "<</A --1/Fm -4294967206 0 R>>",
        "<</A --1/Fm 18446744073709551706 0 R>>",
        "<</A --1/Fm 90 0R>>",
        "<</A --1/Fm 90 0 R7>>",
        "<</A --1/Fm 90\u{a0}0 R>>",
        "<</A --1/Fm 90 0 R",
        "<</A (/Fm 90 0 R>>",
        "<</A {/Fm 90 0 R>>",
    ] {
        let found = loose_references(text.as_bytes(), false);
        assert_eq!(found, Loose::Anything, "{text}");
    }
}

#[test]
fn what_has_no_header_is_no_object() {
    let with_header = |text: &str| loose_references(text.as_bytes(), true);
    let awaited = Loose::Known(vec![90]);
    assert_eq!(with_header("+31 0. obj<</A --1/Fm 90 0 R>>"), awaited);
    assert_eq!(with_header("tuff 90 0 R endobj 7 0 R"), awaited);
    assert_eq!(with_header("31 0 obj<</A ]/Fm 90 0 R>>"), Loose::Anything);
}

#[test]
fn what_only_looks_odd_is_left_to_the_signer() {
    for text in ["<</A 1.-5 /C<abc>>>", "<</Rotate (\\777)>>"] {
        assert_eq!(found(text, Strictness::Ambiguous), None, "{text}");
    }
    let name = "<</Con#74ents 1>>";
    assert!(found(name, Strictness::Ambiguous).is_some());
}

#[test]
fn the_line_of_the_stream_keyword_and_the_ends_are_minded() {
    let judge = |text: &str| {
        let mut scan = Scan::new(text.as_bytes(), 0, Strictness::Canonical);
        let mut checked = scan.header().and_then(|()| scan.body());
        if text.contains("stream") {
            checked = checked.and_then(|()| scan.stream(Some(2)));
        }
        let checked = checked.and_then(|()| scan.end_of_object());
        checked.err().map(|fault| fault.what)
    };
    for plain in [
        "1 0 obj<</Length 2>>stream\nabendstream endobj",
        "1 0 obj\n<</Length 2>>\nstream\r\nab\r\nendstream\r\nendobj",
        "1 0 obj\n<<>>\nendobj",
        "1 0 obj[]endobj",
        "0000000001 \t00000\x0C\tobj[]endobj",
        "1 0 obj<<>>stream\rab endstream endobj",
        "1 0 obj<<>>%a\nstream\nab%\nendstream%b\nendobj",
    ] {
        assert_eq!(judge(plain), None, "{plain}");
    }
    let far = format!("1{}0 obj<<>>endobj", " ".repeat(130));
    let faults = [
        ("00000000001 0 obj<<>>endobj", Irregularity::Header),
        (far.as_str(), Irregularity::Header),
        ("1\n0 obj<<>>endobj", Irregularity::Header),
        ("1 0\0obj<<>>endobj", Irregularity::Header),
        ("1 %x\n0 obj<<>>endobj", Irregularity::Header),
        ("1 0 objnull endobj", Irregularity::Header),
        (
            "1 0 obj<<>>streamab endstream endobj",
            Irregularity::StreamLine,
        ),
        (
            "1 0 obj<<>>stream \nab endstream endobj",
            Irregularity::StreamLine,
        ),
        ("1 0 obj<<>>stream\nab endstreamendobj", Irregularity::End),
        ("1 0 obj<<>>stream\nab endstreams endobj", Irregularity::End),
        ("1 0 obj endobj", Irregularity::Unreadable),
    ];
    for (text, what) in faults {
        assert_eq!(judge(text), Some(what), "{text}");
    }
}

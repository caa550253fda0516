//! The patterns that programs look for when they rebuild the cross-reference of a file.
//!
//! The patterns take in more than each of Poppler, MuPDF, PDFium and PDF.js does
//! (ADR 0021 lists what they were found to accept): signs, fractions and numbers of any
//! length, comments and line ends between the parts, white space of their own.

mod names;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem;

/// Something that a repairing program goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// `n g obj`; the place given is that of `obj`.
    Object {
        /// Where the number begins, or what takes its place.
        start: usize,
    },
    /// `trailer`.
    Trailer,
    /// `xref` as a word.
    Xref,
    /// `startxref`.
    StartXref,
    /// `endstream`: programs that do not know the length of a stream end it there.
    EndStream,
    /// A name that makes a dictionary a trailer, or a stream a cross-reference.
    Name(&'static str),
}

impl Pattern {
    /// The word found there.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Object { .. } => "obj",
            Self::Trailer => "trailer",
            Self::Xref => "xref",
            Self::StartXref => "startxref",
            Self::EndStream => "endstream",
            Self::Name(name) => name,
        }
    }
}

/// Calls `found` with every pattern in `region` and its place. Takes about as
/// long as reading the memory twice.
pub(crate) fn search(bytes: &[u8], region: Range<usize>, found: &mut dyn FnMut(Pattern, usize)) {
    let text = bytes.get(region.clone()).unwrap_or_default();
    let words = AUTOMATON.find_iter(text).filter_map(|word| {
        let at = region.start + word.start();
        pattern_at(bytes, WORDS.get(word.pattern().as_usize())?, at)
    });
    let escaped = memchr::memchr_iter(b'#', text).filter_map(|at| {
        let (name, at) = names::escaped(bytes, region.start + at)?;
        Some((Pattern::Name(name), at))
    });
    for (pattern, at) in words.chain(escaped) {
        found(pattern, at);
    }
}

/// The end of the header of an object.
const KEYWORD: &[u8] = b"obj";

/// Calls `found` with the place where each thing begins that reads as the
/// header of an object, in ascending order: none reaches over the keyword of the one before. The keyword lies in
/// `region`, the rest perhaps before.
pub(crate) fn headers(bytes: &[u8], region: Range<usize>, found: &mut dyn FnMut(usize)) {
    let text = bytes.get(region.clone()).unwrap_or_default();
    for at in memmem::find_iter(text, KEYWORD) {
        let before = bytes.get(..region.start + at).unwrap_or_default();
        if let Some(start) = header_before(before) {
            found(start);
        }
    }
}

const WORDS: [&[u8]; 7] = [
    b"obj",
    b"endstream",
    b"trailer",
    b"xref",
    b"/Root",
    b"/XRef",
    b"/Encrypt",
];

/// Finds all words in one pass, leftmost first: only so are many bytes looked at together.
static AUTOMATON: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    builder.match_kind(MatchKind::LeftmostFirst);
    let automaton = builder.build(WORDS);
    #[allow(clippy::expect_used)] // only too many or too long words fail
    automaton.expect("seven short words make an automaton")
});

fn pattern_at(bytes: &[u8], word: &[u8], at: usize) -> Option<(Pattern, usize)> {
    let before = bytes.get(..at).unwrap_or_default();
    let rest = bytes.get(at + word.len()..).unwrap_or_default();
    let next = rest.first().copied();
    match word {
        b"obj" => header_before(before).map(|start| (Pattern::Object { start }, at)),
        b"endstream" => Some((Pattern::EndStream, at)),
        b"trailer" => Some((Pattern::Trailer, at)),
        b"xref" => match before.strip_suffix(b"start") {
            Some(start) => Some((Pattern::StartXref, start.len())),
            None => {
                let joined = before.last().is_some_and(|byte| is_letter(*byte));
                let ends = next.is_none_or(is_space);
                (!joined && ends).then_some((Pattern::Xref, at))
            }
        },
        // A name that ends in the first letter of "trailer", which goes on behind it.
        _ if word.ends_with(b"t") && rest.starts_with(b"railer") => {
            Some((Pattern::Trailer, at + word.len() - 1))
        }
        name => {
            let name = names::LEADING
                .iter()
                .find(|known| known.as_bytes() == name)?;
            next.is_none_or(names::ends_name)
                .then_some((Pattern::Name(name), at))
        }
    }
}

/// Where the header begins that `obj` after these bytes would complete: two
/// numbers, or comments, which may hide numbers.
fn header_before(before: &[u8]) -> Option<usize> {
    let generation = trim_end(before, is_space);
    if may_end_a_comment(before, generation) {
        return Some(generation.len());
    }
    let between = trim_number(generation)?;
    let number = trim_end(between, is_space);
    if may_end_a_comment(between, number) {
        return Some(number.len());
    }
    if number.len() < between.len() {
        return trim_number(number).map(<[u8]>::len);
    }
    // "5-0 obj": a sign parts two numbers for some.
    let run = generation.get(between.len()..).unwrap_or_default();
    let inside = run.get(1..).unwrap_or_default();
    let parted = inside.iter().any(|byte| matches!(byte, b'+' | b'-' | b'.'));
    parted.then_some(between.len())
}

/// The bytes before the number at the end; `None` when there is no number.
fn trim_number(text: &[u8]) -> Option<&[u8]> {
    let is_part = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.');
    let before = trim_end(text, is_part);
    let number = text.get(before.len()..)?;
    number.iter().any(u8::is_ascii_digit).then_some(before)
}

/// Whether the white space that ends `bytes` after `text` may end a comment: a line that is longer than what is looked
/// at may begin with one.
fn may_end_a_comment(bytes: &[u8], text: &[u8]) -> bool {
    const REACH: usize = 256;
    let blank = bytes.get(text.len()..).unwrap_or_default();
    if !blank.iter().any(|byte| is_line_end(*byte)) {
        return false;
    }
    let nearest = text.iter().rev().take(REACH);
    let length = nearest.take_while(|byte| !is_line_end(**byte)).count();
    let line = text.get(text.len() - length..).unwrap_or_default();
    length == REACH || line.contains(&b'%')
}

fn trim_end(text: &[u8], ends: impl Fn(u8) -> bool) -> &[u8] {
    let kept = text.iter().rposition(|byte| !ends(*byte));
    text.get(..kept.map_or(0, |last| last + 1))
        .unwrap_or_default()
}

/// White space for at least one program: PDF.js counts 0B and A0, PDFium 80 and FF.
fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9..=13 | b' ' | 0x80 | 0x85 | 0xA0 | 0xFF)
}

/// A character within a word.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

pub(crate) fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// The object number written in plain digits at `start`.
pub(crate) fn number_at(bytes: &[u8], start: usize) -> Option<u32> {
    let rest = bytes.get(start..)?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit());
    let digits = rest.get(..digits.count())?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Vec<(Pattern, usize)> {
        let mut found = Vec::new();
        search(text, 0..text.len(), &mut |pattern, at| {
            found.push((pattern, at))
        });
        found
    }

    #[test]
    fn headers_are_found_however_they_are_written() {
        for header in [
            &b"\n500 0 obj"[..],
            b"500\r\n0\x0C\0obj",
            b"a500 0obj",
            b"500 %a\n0 obj",
            b"500 0 %b\r obj",
            b"+500 -0 obj",
            b"500. 0.0 objects",
            b"500-0 obj",
            b"500\xA00\x80obj",
            b"500\x0B0 obj",
            b"4294967298 0 obj",
            b"00000000000000000000000000000000000002 0 obj<<",
        ] {
            let found = all(header);
            assert!(
                matches!(found[..], [(Pattern::Object { .. }, _)]),
                "{:?}: {found:?}",
                header.escape_ascii().to_string()
            );
        }
        // A comment longer than what is looked at.
        let long = "x".repeat(300);
        for header in [
            format!("500 0 %{long}\nobj"),
            format!("500 %{long}\n0 obj"),
            format!("500 %{long}\r\n 0 %{long}\r obj"),
        ] {
            assert_eq!(all(header.as_bytes()).len(), 1, "{header}");
        }
        assert_eq!(all(format!("{long} obj").as_bytes()), []);
        for other in [
            &b""[..],
            b"obj",
            b"endobj",
            b"\nendobj\n",
            b"500 0 R obj",
            b"0 obj",
            b"500obj",
            b"50%\nendobj",
            b"an object",
        ] {
            assert_eq!(all(other), [], "{:?}", other.escape_ascii().to_string());
        }
        assert_eq!(all(b"\n17 0 obj"), [(Pattern::Object { start: 1 }, 6)]);
    }

    #[test]
    fn headers_come_in_the_order_in_which_they_begin() {
        let parts = [
            "1 0 obj",
            " 2 0 obj",
            "5-0 obj",
            "%\nobj",
            "\nobj ",
            "7 %\n0 obj",
            "x\n",
        ];
        for first in parts {
            for second in parts {
                for third in parts {
                    let text = [first, second, third, first].concat();
                    let mut found = Vec::new();
                    headers(text.as_bytes(), 0..text.len(), &mut |start| {
                        found.push(start)
                    });
                    assert!(
                        found.is_sorted_by(|one, next| one < next),
                        "{text:?}: {found:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn keywords_and_names() {
        use Pattern::{EndStream, Name, StartXref, Trailer, Xref};
        assert_eq!(all(b"\nxref\n"), [(Xref, 1)]);
        assert_eq!(all(b"-xref"), [(Xref, 1)]);
        assert_eq!(all(b"axref\n xrefs"), []);
        assert_eq!(all(b"xstartxref"), [(StartXref, 1)]);
        assert_eq!(all(b"atrailer<<"), [(Trailer, 1)]);
        assert_eq!(all(b"/Rootrailer<<"), [(Trailer, 4)]);
        assert_eq!(all(b"/Encryptrailer<<"), [(Trailer, 7)]);
        assert_eq!(all(b"xendstreams"), [(EndStream, 1)]);
        assert_eq!(all(b"</Root 1>"), [(Name("/Root"), 1)]);
        assert_eq!(all(b"/Type/XRef>>"), [(Name("/XRef"), 5)]);
        assert_eq!(all(b"/R#6fot 5"), [(Name("/Root"), 0)]);
        // What a word needs before it may lie before the region.
        let mut found = Vec::new();
        search(b"17 0 obj", 5..8, &mut |pattern, at| {
            found.push((pattern, at))
        });
        assert_eq!(found, [(Pattern::Object { start: 0 }, 5)]);
        assert_eq!(all(b"/StructTreeRoot/Roots/XRefStm /A#20B #"), []);
    }
}

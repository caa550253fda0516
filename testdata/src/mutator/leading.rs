//! Bytes before the header of a finished file: no signature covers them, and all offsets count from the header.

use super::random::Random;

/// One kind of bytes.
pub(super) struct Production {
    pub(super) name: &'static str,
    /// The bytes.
    pub(super) make: fn(&mut Random) -> Vec<u8>,
}

pub(super) const ALL: &[Production] = &[
    Production {
        name: "leading.words",
        make: |_| b"Content-Length: 99\r\n\r\n".to_vec(),
    },
    Production {
        name: "leading.blanks",
        make: |random| vec![b' '; 900 + random.below(124)],
    },
    Production {
        name: "leading.object",
        make: |random| {
            let number = 1 + random.below(20);
            let mut bytes =
                format!("{number} 0 obj<</Length 28>>stream\n0 1 0 rg 0 0 900 900 re f\n");
            bytes.push_str(&" ".repeat(random.below(960)));
            bytes.into_bytes()
        },
    },
    Production {
        name: "leading.other-format",
        make: |random| {
            random
                .pick(&[&b"%FDF-1.2\n"[..], b"%!PS-Adobe\n", b"PK\x03\x04"])
                .to_vec()
        },
    },
    Production {
        name: "leading.end",
        make: |_| b"startxref\n9\n%%EOF\n".to_vec(),
    },
];

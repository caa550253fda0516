//! PEM text (RFC 7468): blocks with their labels, tolerant of text between them.

use openssl::base64;

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PemBlock {
    pub(crate) label: String,
    pub(crate) contents: Vec<u8>,
}

impl PemBlock {
    /// All blocks in order; `None` when a block is unfinished or not base64.
    pub(crate) fn read_all(text: &[u8]) -> Option<Vec<Self>> {
        let text = String::from_utf8_lossy(text);
        let mut blocks = Vec::new();
        let mut lines = text.lines().map(str::trim);
        while let Some(line) = lines.next() {
            let Some(label) = between(line, "-----BEGIN ", "-----") else {
                continue;
            };
            let end = format!("-----END {label}-----");
            let mut body = String::new();
            loop {
                match lines.next()? {
                    line if line == end => break,
                    line => body.push_str(line),
                }
            }
            blocks.push(Self {
                label: label.to_owned(),
                contents: base64::decode_block(&body).ok()?,
            });
        }
        Some(blocks)
    }

    pub(crate) fn is_certificate(&self) -> bool {
        matches!(self.label.as_str(), "CERTIFICATE" | "X509 CERTIFICATE")
    }

    pub(crate) fn is_crl(&self) -> bool {
        self.label == "X509 CRL"
    }
}

/// One block with lines of 64 characters.
pub(crate) fn write(label: &str, contents: &[u8]) -> String {
    let encoded = base64::encode_block(contents);
    let mut out = format!("-----BEGIN {label}-----\n");
    for line in encoded.as_bytes().chunks(64) {
        out.push_str(&String::from_utf8_lossy(line));
        out.push('\n');
    }
    out.push_str(&format!("-----END {label}-----\n"));
    out
}

fn between<'a>(line: &'a str, prefix: &str, suffix: &str) -> Option<&'a str> {
    line.strip_prefix(prefix)?.strip_suffix(suffix)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let text = format!(
            "subject: x\r\n{}\n{}",
            write("CERTIFICATE", &[7; 100]),
            write("X509 CRL", b"")
        );
        let blocks = PemBlock::read_all(text.as_bytes()).unwrap();
        assert_eq!(blocks.len(), 2);
        assert!(blocks.first().unwrap().is_certificate());
        assert_eq!(blocks.first().unwrap().contents, [7; 100]);
        assert!(blocks.last().unwrap().is_crl());
    }

    #[test]
    fn unfinished_blocks_are_refused() {
        assert!(PemBlock::read_all(b"-----BEGIN CERTIFICATE-----\nAAAA").is_none());
        assert_eq!(PemBlock::read_all(b"no blocks"), Some(vec![]));
    }
}

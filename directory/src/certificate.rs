//! How an entry names a certificate.

use kyso_pki::Certificate;

/// What names exactly one certificate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum CertificateMark {
    /// Its SHA-256 fingerprint.
    Fingerprint([u8; 32]),
    /// Its issuer and the number that the issuer gave it, which no other certificate of that issuer has (RFC 5280, 4.1.2.2). The
    /// subject would not do: two certificates may have the same one.
    Numbered {
        /// The name of the issuer as reports write it (RFC 4514).
        issuer: String,
        /// Upper-case hexadecimal digits, without zeros before them.
        serial: String,
    },
}

impl CertificateMark {
    /// Both marks that an entry may name a certificate by.
    pub(crate) fn all_of(certificate: &Certificate) -> [Self; 2] {
        let numbered = Self::Numbered {
            issuer: certificate.issuer_display(),
            serial: without_zeros(&certificate.serial_hex()),
        };
        [Self::Fingerprint(certificate.sha256()), numbered]
    }
}

/// A fingerprint of 64 hexadecimal digits; colons and spaces between them, as other programs write, count for nothing.
pub(crate) fn read_fingerprint(text: &str) -> Option<[u8; 32]> {
    let digits = digits(text)?;
    let mut fingerprint = [0; 32];
    let read = base16ct::mixed::decode(digits, &mut fingerprint).ok()?;
    (read.len() == 32).then_some(fingerprint)
}

/// A number of 1 to 20 octets (RFC 5280, 4.1.2.2), written likewise.
pub(crate) fn read_serial(text: &str) -> Option<String> {
    let digits = digits(text)?;
    let is_number = (1..=MOST_SERIAL_DIGITS).contains(&digits.len());
    is_number.then(|| without_zeros(&digits))
}

fn digits(text: &str) -> Option<String> {
    let digits = text.chars().filter(|letter| !matches!(letter, ':' | ' '));
    let digits: String = digits.collect();
    let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hexadecimal.then(|| digits.to_ascii_uppercase())
}

fn without_zeros(digits: &str) -> String {
    match digits.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => digits.to_owned(),
    }
}

/// Twenty octets, and one for the sign.
const MOST_SERIAL_DIGITS: usize = 42;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_may_be_written_as_other_programs_write_them() {
        let plain = "ab".repeat(32);
        let colons = ["AB"; 32].join(":");
        assert_eq!(read_fingerprint(&plain), Some([0xab; 32]));
        assert_eq!(read_fingerprint(&colons), Some([0xab; 32]));
        for odd in ["", "ab", &"ab".repeat(33), &"xy".repeat(32), "é"] {
            assert_eq!(read_fingerprint(odd), None, "{odd}");
        }
        assert_eq!(read_serial("00:5a:01").as_deref(), Some("5A01"));
        assert_eq!(read_serial("0").as_deref(), Some("0"));
        for odd in ["", "12g", &"1".repeat(43)] {
            assert_eq!(read_serial(odd), None, "{odd}");
        }
    }
}

//! Fingerprints of the Vietnamese authorities that are known (requirements K).
//!
//! They are facts for recognition, not trust: only the trust folder makes an authority trusted, and
//! the operator fills it after confirming these fingerprints with the authority.

use super::TrustClass;

/// A known certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinnedCertificate {
    /// Common name of its subject.
    pub name: &'static str,
    /// The kind of authority that it belongs to.
    pub class: TrustClass,
    /// SHA-256 fingerprint of its DER.
    pub sha256: [u8; 32],
}

/// G1 root of the government's special-purpose authority, 2010–2030.
pub const G1_ROOT: PinnedCertificate = PinnedCertificate {
    name: "Co quan chung thuc so chuyen dung Chinh phu (RootCA)",
    class: TrustClass::Government,
    sha256: fingerprint(b"F7BC89054CEC7F12730D7B8CD3EB7955B163835087E5EB873EDFB584763B3F90"),
};

/// G1 sub-authority for state agencies.
const G1_STATE_AGENCIES: PinnedCertificate = PinnedCertificate {
    name: "Co quan chung thuc so Chinh phu",
    class: TrustClass::Government,
    sha256: fingerprint(b"75E969C07BA35C29C72BBC1BFB880F20F3891A619B00B77EB02CA6160736A1FE"),
};

/// G2 root of the government's special-purpose authority, 2018–2048.
const G2_ROOT: PinnedCertificate = PinnedCertificate {
    name: "RootCA chuyên dùng Chính phủ G2",
    class: TrustClass::Government,
    sha256: fingerprint(b"F04BA4B459A7C9A1B971AD9B1CB833E695A80C79AEA63B174B66A70EDFE2FDB8"),
};

/// G2 sub-authority for state agencies.
const G2_STATE_AGENCIES: PinnedCertificate = PinnedCertificate {
    name: "CA phục vụ các cơ quan Nhà nước G2",
    class: TrustClass::Government,
    sha256: fingerprint(b"D8CAB7A4AEF92E6BB2509D7C61CEE7B44F3731B2D21074963530277B366FAE4B"),
};

/// G2 sub-authority for agencies of the Party.
const G2_PARTY_AGENCIES: PinnedCertificate = PinnedCertificate {
    name: "CA phục vụ các cơ quan Đảng G2",
    class: TrustClass::Government,
    sha256: fingerprint(b"E4B402E3CB4CACC0A20D21FA49BCE76BEB4EB47BA7FFB7A8F71C554DBE561A81"),
};

/// Root of the licensed public authorities, 2014–2039.
const VIETNAM_NATIONAL_ROOT: PinnedCertificate = PinnedCertificate {
    name: "Vietnam National Root CA",
    class: TrustClass::Public,
    sha256: fingerprint(b"BAC8BF609AB420A8EE1780D74F4DE5C7F7184959D2A7375B0A75E4C29F0908E7"),
};

/// Old root of the licensed public authorities, 2008–2040.
const MIC_NATIONAL_ROOT: PinnedCertificate = PinnedCertificate {
    name: "MIC National Root CA",
    class: TrustClass::Public,
    sha256: fingerprint(b"CA918D635BB130BEC97639E6AABF7EDBC4EB1310F8058B9419F467AE0230AD8C"),
};

/// All that are known.
pub const ALL: [PinnedCertificate; 7] = [
    G1_ROOT,
    G1_STATE_AGENCIES,
    G2_ROOT,
    G2_STATE_AGENCIES,
    G2_PARTY_AGENCIES,
    VIETNAM_NATIONAL_ROOT,
    MIC_NATIONAL_ROOT,
];

/// The name of the known certificate with this fingerprint.
#[must_use]
pub fn name_of(sha256: &[u8; 32]) -> Option<&'static str> {
    find(sha256).map(|pinned| pinned.name)
}

/// The known certificate with this fingerprint.
#[must_use]
pub fn find(sha256: &[u8; 32]) -> Option<&'static PinnedCertificate> {
    static KNOWN: [PinnedCertificate; 7] = ALL;
    KNOWN.iter().find(|pinned| pinned.sha256 == *sha256)
}

/// Reads 64 upper-case hexadecimal digits at compile time.
const fn fingerprint(digits: &[u8; 64]) -> [u8; 32] {
    let mut bytes = [0; 32];
    let (mut unread, mut unwritten) = (digits.as_slice(), bytes.as_mut_slice());
    while let ([high, low, digits @ ..], [byte, rest @ ..]) = (unread, unwritten) {
        *byte = nibble(*high) << 4 | nibble(*low);
        (unread, unwritten) = (digits, rest);
    }
    bytes
}

const fn nibble(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => digit - b'A' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_found_by_value() {
        assert_eq!(G1_ROOT.sha256[..3], [0xF7, 0xBC, 0x89]);
        assert_eq!(name_of(&G2_ROOT.sha256), Some(G2_ROOT.name));
        let party = find(&G2_PARTY_AGENCIES.sha256).map(|one| (one.name, one.class));
        let expected = ("CA phục vụ các cơ quan Đảng G2", TrustClass::Government);
        assert_eq!(party, Some(expected));
        assert_eq!(name_of(&[0; 32]), None);
    }
}

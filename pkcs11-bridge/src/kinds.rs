//! Kinds of keys, algorithms and remaining tries, which errors name too.

/// A digest algorithm that signatures may use (TT 15/2025: SHA-2; SHA-1 is never offered).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DigestKind {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

/// A signature algorithm with its digest. PSS uses MGF1 with the same digest and a salt as long as
/// the digest (RFC 8017, section 9.1; G2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenAlgorithm {
    /// RSASSA-PKCS1-v1_5.
    RsaPkcs1(DigestKind),
    /// RSASSA-PSS.
    RsaPss(DigestKind),
    /// ECDSA; the signature is the DER of `ECDSA-Sig-Value` (RFC 3279, section 2.2.3).
    Ecdsa(DigestKind),
}

/// The kinds of keys that sign here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenKeyKind {
    /// RSA with a modulus of 2048 to 8192 bits, a multiple of eight.
    Rsa {
        /// Length of the modulus in bits.
        bits: u32,
    },
    /// ECDSA on NIST P-256.
    P256,
    /// ECDSA on NIST P-384.
    P384,
}

/// How many tries of the PIN remain, as far as PKCS#11 says: flags, never a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TriesLeft {
    /// No wrong PIN is reported. Some tokens never report any.
    NoneReportedWrong,
    /// At least one wrong PIN since the last right one.
    Fewer,
    /// Exactly one.
    One,
    /// None: the token is locked.
    Zero,
}

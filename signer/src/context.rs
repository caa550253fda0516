//! What every signing needs beside the document and the key.

use jiff::Timestamp;
use kyso_pki::TrustStore;

/// Trust, time and strictness of one signing.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Anchors, intermediates and revocation lists.
    pub trust: &'a TrustStore,
    /// The time of signing, which is also claimed in the file.
    pub now: Timestamp,
    /// What is asked of the revocation status of the signer's own certificate.
    pub revocation: RevocationCheck,
}

/// How much must be known about the revocation of the signer's own certificate (G1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RevocationCheck {
    /// It must be known that neither it nor an authority above it is revoked.
    #[default]
    Required,
    /// Explicit offline mode: the status may be unknown. An expired or revoked certificate is refused all the same.
    Offline,
}

impl<'a> Context<'a> {
    /// A context in which the revocation status must be known.
    #[must_use]
    pub fn new(trust: &'a TrustStore, now: Timestamp) -> Self {
        Self {
            trust,
            now,
            revocation: RevocationCheck::Required,
        }
    }
}

//! Anchors and their classes (0.3, 0.4).

use std::fmt;

use crate::certificate::Certificate;

/// The kind of authority of an anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrustClass {
    /// The government's special-purpose authority (Ban Cơ yếu Chính phủ): counts towards originals (0.3, 0.4).
    Government,
    /// A licensed public authority.
    Public,
    /// Anything else that the operator trusts.
    Other,
    /// Timestamping only.
    Timestamping,
}

impl TrustClass {
    /// Every class.
    pub const ALL: [Self; 4] = [
        Self::Government,
        Self::Public,
        Self::Timestamping,
        Self::Other,
    ];

    /// The name in reports, options and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Public => "public",
            Self::Other => "other",
            Self::Timestamping => "timestamping",
        }
    }
}

impl fmt::Display for TrustClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A self-signed certificate that paths may end in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustAnchor {
    /// The certificate.
    pub certificate: Certificate,
    /// The class that it is trusted as.
    pub class: TrustClass,
}

//! What findings mean for other conclusions.

use super::Finding;

impl Finding {
    /// Whether the file may show something else than what was signed, by itself or to some (I4).
    pub(crate) fn may_act(&self) -> bool {
        matches!(
            self,
            Self::ActiveContent { .. } | Self::ActiveContentUnknown { .. } | Self::Encrypted
        )
    }

    /// Whether it only says again that the file was written anew ([`Finding::WrittenAnew`]): the signed bytes are elsewhere, or gone.
    pub(crate) fn follows_from_rewriting(&self) -> bool {
        matches!(
            self,
            Self::DigestMismatch | Self::ContentsNotInGap | Self::ByteRangeOutsideFile { .. }
        )
    }
}

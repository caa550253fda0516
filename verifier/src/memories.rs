//! All that is remembered for the files of one trust store.

use std::sync::Arc;

use kyso_pki::TrustStore;
use kyso_stamp_images::KnownPrograms;

use crate::recall::{FileNumber, Recall};
use crate::{appearance, drawn, evidence, form};

/// As one file uses it.
pub(crate) struct Memories {
    pub(crate) evidence: Recall<evidence::Memory>,
    pub(crate) fonts: Recall<appearance::Memory>,
    pub(crate) pictures: Recall<form::Memory>,
    pub(crate) drawn: Recall<drawn::Memory>,
    pub(crate) programs: Arc<KnownPrograms>,
}

impl Memories {
    /// For the next file.
    pub(crate) fn of(trust: &TrustStore) -> Self {
        let file = FileNumber::next(trust);
        Self {
            evidence: Recall::of(trust, file),
            fonts: Recall::of(trust, file),
            pictures: Recall::of(trust, file),
            drawn: Recall::of(trust, file),
            programs: trust.memory(),
        }
    }
}

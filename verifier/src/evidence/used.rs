//! The evidence behind a conclusion, for the report.

use std::collections::BTreeMap;

use crate::report::{EvidenceContent, EvidenceItem, EvidenceOrigin};

/// Items by kind and digest, so that their order does not depend on how they were found.
#[derive(Debug, Default)]
pub(crate) struct Used(BTreeMap<(u8, [u8; 32]), EvidenceItem>);

impl Used {
    /// Notes an item with its places.
    pub(crate) fn note(
        &mut self,
        sha256: [u8; 32],
        content: EvidenceContent,
        origins: impl IntoIterator<Item = EvidenceOrigin>,
    ) {
        let entry = self.0.entry((content.rank(), sha256));
        let item = entry.or_insert_with(|| EvidenceItem {
            content,
            origins: Vec::new(),
        });
        for origin in origins {
            if !item.origins.contains(&origin) {
                item.origins.push(origin);
            }
        }
        item.origins.sort_unstable();
    }

    /// Certificates, lists, responses, tokens; each kind by digest.
    pub(crate) fn into_items(self) -> Vec<EvidenceItem> {
        self.0.into_values().collect()
    }
}

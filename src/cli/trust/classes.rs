//! The class that `kyso trust add` puts each thing under: the class of an anchor decides what is an original (0.4), so
//! that of an unknown root is never assumed.

use kyso_pki::{Certificate, TrustClass, TrustFile, TrustStore, pinned};
use kyso_setup::{Inventory, TrustClassName, fingerprint};

use super::part::Part;
use crate::cli::Failure;

/// The classes of what is added.
pub(super) enum Classes {
    /// All are of the class that was named.
    Named(TrustClassName),
    /// Each is of its own class, or of that of the anchor above it.
    Found(Inventory),
}

impl Classes {
    /// Decides; `present` is what the folder holds.
    ///
    /// # Errors
    /// When no class was named for a root that is not known.
    pub(super) fn of(
        present: &TrustStore,
        named: Option<TrustClassName>,
        contents: &[TrustFile],
    ) -> Result<Self, Failure> {
        if let Some(class) = named {
            return Ok(Self::Named(class));
        }
        let added = || contents.iter().flat_map(|file| &file.certificates);
        let unknown = |one: &&Certificate| one.is_self_signed() && known(one).is_none();
        if let Some(root) = added().find(unknown) {
            return Err(class_needed(root));
        }
        let anchors = present.anchors().iter();
        let anchors = anchors.map(|anchor| (anchor.certificate.clone(), anchor.class));
        // Of an intermediate the store ignores the class.
        let others = present.intermediates().iter().chain(added());
        let others = others.map(|one| (one.clone(), known(one).unwrap_or(TrustClass::Other)));
        let lists = contents.iter().flat_map(|file| file.crls.clone());
        let together = TrustStore::new(anchors.chain(others), lists.collect())?;
        Ok(Self::Found(Inventory::of(&together)))
    }

    /// The class of one item; government for an item below no anchor, which makes nothing trusted.
    pub(super) fn class(&self, part: &Part<'_>) -> TrustClassName {
        let inventory = match self {
            Self::Named(class) => return *class,
            Self::Found(inventory) => inventory,
        };
        let found = match part {
            Part::Certificate(certificate) => {
                known(certificate).or_else(|| inventory.class_of(certificate))
            }
            Part::Crl(crl) => inventory.class_of_list(crl),
            Part::Response(_) => None,
        };
        found.map_or(TrustClassName::Government, TrustClassName::of)
    }
}

fn known(certificate: &Certificate) -> Option<TrustClass> {
    pinned::find(&certificate.sha256()).map(|pinned| pinned.class)
}

fn class_needed(root: &Certificate) -> Failure {
    let (subject, fingerprint) = (root.subject_display(), fingerprint(root));
    Failure::usage(
        format!(
            "{subject} là chứng thư gốc không nằm trong danh mục đã biết. Hãy xác nhận vân tay SHA-256 {fingerprint} với nơi cấp, rồi nêu loại bằng --class (government, public, timestamping hoặc other); không thêm gì"
        ),
        format!(
            "{subject} is a root that is not on the list of known ones. Confirm its SHA-256 fingerprint {fingerprint} with the issuing authority, then name its class with --class (government, public, timestamping or other); nothing was added"
        ),
    )
}

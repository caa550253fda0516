//! The names and titles that a directory knows, beside what the certificates say (A5).

use kyso_words::vietnam;

use super::{Report, TrustLevel};
use crate::standing::{HolderDirectory, NamedHolder};

impl Report {
    /// Names the holders that `directory` knows, as of the time of each signature. No verdict changes.
    ///
    /// A signature without any time, or without a path to a trust anchor, is left as it is.
    pub fn name_holders(&mut self, directory: &dyn HolderDirectory) {
        let seen_on = self.checked_at.to_zoned(vietnam()).date();
        for signature in &mut self.signatures {
            let is_trusted = signature.trust.class != TrustLevel::None;
            let signer = signature.signer.as_ref().filter(|_| is_trusted);
            let asked = signer.zip(signature.signing_time.value);
            let standing = asked.and_then(|(signer, at)| directory.standing(signer, at));
            signature.holder = standing.map(|standing| NamedHolder { standing, seen_on });
        }
    }
}

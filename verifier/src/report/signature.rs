//! The part of a report about one signature.

use kyso_pdf::Rect;
use kyso_pki::Certificate;

use super::validation::{Renewal, Validation};
use crate::finding::{Change, ChangeRule, Completed, Finding, FormFinding};
use crate::holder::HolderKind;
use crate::permission::Permission;
use crate::standing::NamedHolder;
use crate::states::{
    CopyForm, Coverage, Integrity, Level, Modifications, Role, RoleBasis, SignatureKind,
    SubIndication, Verdict,
};
use crate::values::{Place, SigningTime, Trust};

/// What was found out about one signature.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SignatureReport {
    /// Fully qualified field name.
    pub field: String,
    /// Signature or document timestamp.
    pub kind: SignatureKind,
    /// Whose signature it is, as its appearance and its certificate show.
    pub role: Role,
    /// From what the role follows.
    pub role_basis: RoleBasis,
    /// The form of a copy that it makes (D1), where its role is [`Role::Copy`].
    pub copy_form: Option<CopyForm>,
    /// The verdict (F8).
    pub verdict: Verdict,
    /// Why the verdict is not better (ETSI EN 319 102-1, 5.1.3).
    pub sub_indication: Option<SubIndication>,
    /// Whether the signed bytes are those that were signed.
    pub integrity: Integrity,
    /// Which part of the file the signature covers.
    pub coverage: Coverage,
    /// What happened to the file after this signature.
    pub modifications: Modifications,
    /// The later changes, one by one, those that are not permitted first.
    pub changes: Vec<Change>,
    /// How many later changes that list leaves out.
    pub changes_omitted: usize,
    /// The holder of the signing certificate.
    pub signer: Option<Certificate>,
    /// What a directory knows of the holder (A5), once one was asked ([`Report::name_holders`](super::Report::name_holders)).
    pub holder: Option<NamedHolder>,
    /// When it was signed, and who says so.
    pub signing_time: SigningTime,
    /// Baseline level.
    pub level: Level,
    /// When the next archive timestamp is due; `None` below level B-LTA.
    pub renewal: Option<Renewal>,
    /// Where the certificate path ends.
    pub trust: Trust,
    /// `/SubFilter` as written.
    pub sub_filter: Option<String>,
    /// `P` of DocMDP when it certifies the document: 1 no changes, 2 filling in
    /// and signing, 3 annotations too (ISO 32000-2, table 257).
    pub certification: Option<u8>,
    /// Formal rules A1, A2, B1.
    pub form: Vec<FormFinding>,
    /// What led to the verdict.
    pub findings: Vec<Finding>,
    /// Where its widget is seen.
    pub place: Option<Place>,
    /// Where its one picture has ink, in points of user space; `None` when it shows something else or is not measured.
    pub ink: Option<Rect>,
    /// The revision that it signs, from 0.
    pub revision: Option<usize>,
    /// `/ByteRange` as written.
    pub byte_range: Option<Vec<i64>>,
    /// How the verdict came about, block by block.
    pub validation: Validation,
    /// Whose certificate it surely is ([`holder_kind`](crate::holder_kind)).
    pub(crate) holder_kind: Option<HolderKind>,
    pub(crate) permission: Permission,
    /// What readers see of later changes that no signature shows.
    pub(crate) completed: Completed,
    /// Whether something that it draws after the first signature makes no original.
    pub(crate) bars_original: bool,
}

impl SignatureReport {
    pub(crate) fn take_role(&mut self, role: Role, basis: RoleBasis) {
        self.role = role;
        self.role_basis = basis;
    }

    /// Whether both have one holder, and paths to anchors of one class.
    pub(crate) fn is_of_same_holder(&self, other: &Self) -> bool {
        let both = self.signer.as_ref().zip(other.signer.as_ref());
        self.trust.class == other.trust.class
            && both.is_some_and(|(one, other)| one.is_of_same_holder(other))
    }

    /// Whether this signature and those before it allow a later one that is
    /// seen, in a new field of this name (ISO 32000-2, 12.8.2), also by programs that take a lock of all fields for one of new
    /// fields.
    #[must_use]
    pub fn allows_visible_signature(&self, field: &str) -> bool {
        let rule = ChangeRule::NewVisibleSignature;
        self.permission.permits(rule, Some(field)) && !self.permission.locks(field)
    }

    /// The same for the seal, number or date of an agency under a government anchor, drawn where they belong: P=2 of a
    /// certification permits them (ISO 32000-2, 12.8.2.2; ADR 0029).
    #[must_use]
    pub fn allows_issuing(&self, field: &str) -> bool {
        let rule = ChangeRule::NewVisibleSignature;
        let is_open = self.permission.leaves_open(rule, field) && !self.permission.locks(field);
        self.allows_visible_signature(field) || is_open
    }

    /// Whether the file may become an original, or stay one, as far as it depends on what this
    /// signature draws and on what was filled in or noted after it.
    #[must_use]
    pub fn keeps_original(&self) -> bool {
        !self.bars_original && !self.completed.is_any()
    }
}

//! Electronic copies: the agency signs in words in the upper right corner of the first page (D1–D4).

use kyso_pki::SignatureAlgorithm;
use kyso_stamp_images::{ExplicitPosition, TextDocument};
use kyso_verifier::{CopyForm, LegalStatus, Role, digitisation_faults, field_names, is_scan};
use kyso_words::{Lang, vietnam_time};

use crate::acceptance::Signed;
use crate::context::{RevocationCheck, SigningContext};
use crate::corner::{Corner, CornerDraft};
use crate::error::SignError;
use crate::identity::{identity, require_government};
use crate::key::SigningKey;
use crate::source;

/// The data with which an agency signs a copy.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Copying<'a> {
    /// The form of the copy (D1).
    pub form: CopyForm,
    /// Name of the agency that copies, as its documents print it (D3).
    pub agency: &'a str,
    /// Upper left corner of the words, on blank paper; `None` finds a place in the upper right corner of the first page.
    pub position: Option<ExplicitPosition>,
    /// What to sign with; `None` is the default of the key (G2).
    pub algorithm: Option<SignatureAlgorithm>,
    /// `/Reason`.
    pub reason: Option<&'a str>,
    /// `/Location`.
    pub location: Option<&'a str>,
}

/// What is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CopySource {
    /// A scan of paper.
    Paper,
    Electronic,
}

impl<'a> Copying<'a> {
    /// A copy in this form by `agency`, signed in the upper right corner of its first page.
    #[must_use]
    pub fn new(form: CopyForm, agency: &'a str) -> Self {
        Self {
            form,
            agency,
            position: None,
            algorithm: None,
            reason: None,
            location: None,
        }
    }
}

impl CopySource {
    /// Whether a copy of it in electronic form may be made so (D1).
    fn allows(self, form: CopyForm) -> bool {
        match (self, form) {
            (Self::Paper, _) | (Self::Electronic, CopyForm::SaoLuc | CopyForm::TrichSao) => true,
            (Self::Electronic, CopyForm::SaoY) => false,
        }
    }
}

/// Signs `pdf` as a copy for an agency: form of the copy, name of the agency and signing time in Times metrics of 10 points,
/// without a picture (D3). Appends one revision, and verifies the result before it is returned.
///
/// A document whose pages show no text is a scan of paper, which must be digitised as the decree asks (D2). Any other is an
/// electronic document; where it is signed, all its signatures must be valid, and its own status is in the report.
///
/// ```
/// use kyso_signer::{Copying, SigningContext, copy};
/// use kyso_verifier::{CopyForm, LegalStatus};
/// # use kyso_testdata::{Office, now, sample};
///
/// # let office = Office::new();
/// # let (trust, agency) = (office.store(), &office.agency);
/// let context = SigningContext::new(&trust, now());
/// let copying = Copying::new(CopyForm::SaoY, "Ủy ban nhân dân tỉnh Thử Nghiệm");
/// let signed = copy(&sample("ban-quet-200dpi.pdf"), &copying, agency, &context)?;
/// assert_eq!(signed.report.legal_status, LegalStatus::Copy);
/// # Ok::<(), kyso_signer::SignError>(())
/// ```
///
/// # Errors
/// [`SignError`]: [`SignError::CopyPair`] for a pair that the decree does not know, [`SignError::NotDigitised`] with all that a
/// scan lacks.
pub fn copy(
    pdf: &[u8],
    copying: &Copying<'_>,
    key: &dyn SigningKey,
    context: &SigningContext<'_>,
) -> Result<Signed, SignError> {
    check_source(pdf, copying.form)?;
    let (identity, class) = identity(key, copying.algorithm, context)?;
    require_government(&identity.certificate, class)?;
    let (form, time) = (copying.form.label(Lang::Vi), vietnam_time(context.now));
    let agency = copying.agency.trim();
    if agency.is_empty() {
        return Err(SignError::NoAgencyName);
    }
    let corner = Corner {
        role: Role::Copy,
        field_stem: field_names::COPY,
        lines: &[form, agency, time.as_str()],
        position: copying.position.as_ref(),
    };
    let draft = CornerDraft::open(pdf, &corner, &identity.certificate, context)?;
    let signed = draft.sign((copying.reason, copying.location), identity, key, context)?;
    require_copy(signed, context)
}

/// The pair of source and form, and of paper its digitisation.
fn check_source(pdf: &[u8], form: CopyForm) -> Result<(), SignError> {
    let document = source::open(pdf)?;
    let text = TextDocument::of(document.latest())?;
    let source = match is_scan(&text)? {
        true => CopySource::Paper,
        false => CopySource::Electronic,
    };
    if !source.allows(form) {
        return Err(SignError::CopyPair { form });
    }
    if source == CopySource::Electronic {
        return Ok(());
    }
    match digitisation_faults(&document)? {
        Some(faults) => Err(SignError::NotDigitised(faults)),
        None => Ok(()),
    }
}

/// Offline, the agency's own signature stays undetermined, and with it the legal status.
fn require_copy(signed: Signed, context: &SigningContext<'_>) -> Result<Signed, SignError> {
    let status = signed.report.legal_status;
    let offline = context.revocation == RevocationCheck::Offline;
    if status == LegalStatus::Copy || (offline && status == LegalStatus::Incomplete) {
        return Ok(signed);
    }
    Err(SignError::ResultNotCopy { status })
}

//! The agency issues: number and date, then the seal, after the person has signed (B1–B5, E1–E4).
//!
//! Number and date are drawn into the gaps of the printed text, or at the places that the caller
//! gives. Documents whose number and date are empty text fields of a form are not filled in; their
//! gaps are found only if they are printed as text.

use jiff::civil::Date;
use kyso_pdf::Document;
use kyso_pki::SignatureAlgorithm;
use kyso_stamp_images::{Appearance, ImageRule, Millimetres, StampPlace, TextStamp, seal_place};
use kyso_verifier::{LegalStatus, PackageList, SignatureReport, field_names};

use crate::acceptance::{Signed, accept, require_room};
use crate::authority::AuthorityCheck;
use crate::context::{RevocationCheck, SigningContext};
use crate::draft::draft_marking;
use crate::error::SignError;
use crate::gate::{Gate, PersonImage};
use crate::identity::{identity, require_government};
use crate::image::CheckedImage;
use crate::key::SigningKey;
use crate::numbering::Numbering;
use crate::place::{frame, text_of};
use crate::round::{Entry, sign_all};
use crate::source::{self, FieldNames};
use crate::stamping::Stamping;
use kyso_words::pdf_date;

/// The data with which an agency issues a document.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Issuance<'a> {
    /// The seal image as a PNG file (B1).
    pub(crate) seal_png: &'a [u8],
    /// Diameter of the physical seal (B2): 30 to 45 mm, a setting of the agency.
    pub diameter: Millimetres,
    /// Number and date, and where they go.
    pub numbering: Numbering<'a>,
    /// Field of the person's signature that the seal belongs to; needed only when several persons
    /// have signed and two of them are equally likely, as on a joint document. Else it is the one
    /// whose picture is between a title and his name.
    pub person_field: Option<&'a str>,
    /// Whether a document that is marked as a draft is issued all the same.
    pub allow_draft: bool,
    /// The directory that is asked whether the person may sign for the agency (A5); `None` where there is none.
    pub authority: Option<AuthorityCheck<'a>>,
    /// What to sign with; `None` is the default of the key (G2).
    pub algorithm: Option<SignatureAlgorithm>,
    /// `/Reason`.
    pub reason: Option<&'a str>,
    /// `/Location`.
    pub location: Option<&'a str>,
}

impl<'a> Issuance<'a> {
    /// Issues under `number` and `date`, in the gaps of the printed text, with the seal in its true size.
    #[must_use]
    pub fn new(seal_png: &'a [u8], diameter: Millimetres, number: &'a str, date: Date) -> Self {
        let numbering = Numbering::Drawn {
            number,
            date,
            places: None,
        };
        Self::with(seal_png, diameter, numbering)
    }

    /// Issues under `numbering` with the seal in its true size.
    #[must_use]
    pub fn with(seal_png: &'a [u8], diameter: Millimetres, numbering: Numbering<'a>) -> Self {
        Self {
            seal_png,
            diameter,
            numbering,
            person_field: None,
            allow_draft: false,
            authority: None,
            algorithm: None,
            reason: None,
            location: None,
        }
    }
}

/// Issues `pdf` for an agency: appends the numbering signature and the seal signature, and verifies the result before it
/// is returned.
///
/// ```
/// use jiff::civil::date;
/// use kyso_signer::{Approval, Issuance, SigningContext, approve, issue};
/// use kyso_stamp_images::Millimetres;
/// use kyso_verifier::LegalStatus;
/// # use kyso_testdata::{Office, SIGNER, now, sample};
///
/// # let office = Office::new();
/// # let trust = office.store();
/// # let (person, agency) = (&office.person, &office.agency);
/// # let (pdf, image, seal) = (sample("quyet-dinh.pdf"), sample("chu-ky-mau.png"), sample("con-dau-mau.png"));
/// let context = SigningContext::new(&trust, now());
/// let approved = approve(&pdf, &Approval::new(SIGNER, &image), person, &context)?;
/// let issuance = Issuance::new(&seal, Millimetres(36.0), "215", date(2026, 11, 21));
/// let issued = issue(&approved.pdf, &issuance, agency, &context)?;
/// assert_eq!(issued.report.legal_status, LegalStatus::Original);
/// # Ok::<(), kyso_signer::SignError>(())
/// ```
///
/// # Errors
/// [`SignError`]: without the valid signature of a person nothing is signed (B3), and nothing is returned that the
/// verifier does not accept as an original.
pub fn issue(
    pdf: &[u8],
    issuance: &Issuance<'_>,
    key: &dyn SigningKey,
    context: &SigningContext<'_>,
) -> Result<Signed, SignError> {
    issue_with(pdf, issuance, None, key, context)
}

/// Issues a document whose seal lists the attachments of `package`.
pub(crate) fn issue_with(
    pdf: &[u8],
    issuance: &Issuance<'_>,
    package: Option<&PackageList>,
    key: &dyn SigningKey,
    context: &SigningContext<'_>,
) -> Result<Signed, SignError> {
    let document = source::open(pdf)?;
    let seal = CheckedImage::open(issuance.seal_png, ImageRule::B1)?;
    let (identity, class) = identity(key, issuance.algorithm, context)?;
    require_government(&identity.certificate, class)?;
    let gate = Gate {
        document: &document,
        field: issuance.person_field,
        agency: &identity.certificate,
        authority: issuance.authority,
        context,
    };
    let passed = gate.pass()?;
    let seal_place = seal_over(&document, &passed.image, issuance.diameter)?;
    let text = text_of(&document)?;
    let draft = draft_marking(&text)?;
    refuse_draft(draft.as_deref(), issuance)?;
    let stamps = issuance.numbering.stamps(&document, &text)?;
    let drafts = Drafts {
        issuance,
        package,
        signer: identity.certificate.subject_common_name(),
        signing_time: pdf_date(context.now),
    };
    let entries = drafts.entries(&document, stamps, &seal, seal_place)?;
    let fields: Vec<String> = entries
        .iter()
        .map(|entry| entry.field_name.clone())
        .collect();
    require_room(&passed.report, &fields, SignatureReport::allows_issuing)?;
    let mut stamping = Stamping::of_signing(context)?;
    let signed = sign_all(pdf, entries, identity, key, &mut stamping)?;
    let signed = accept(signed, &fields, stamping)?;
    let signed = require_original(signed, context)?;
    Ok(Signed {
        draft,
        doubt: passed.doubt,
        ..signed
    })
}

fn refuse_draft(marking: Option<&str>, issuance: &Issuance<'_>) -> Result<(), SignError> {
    match marking {
        Some(marking) if !issuance.allow_draft => Err(SignError::Draft {
            marking: marking.to_owned(),
        }),
        _ => Ok(()),
    }
}

/// The seal over the left third of the person's image, upright as that image is (B1, B5).
fn seal_over(
    document: &Document<'_>,
    person: &PersonImage,
    diameter: Millimetres,
) -> Result<StampPlace, SignError> {
    let frame = frame(document, person.page_index, Some(person.turn))?;
    Ok(seal_place(
        person.page_index,
        &frame,
        &person.rect,
        diameter,
    )?)
}

/// Offline, the agency's own signature stays undetermined, and with it the legal status.
fn require_original(signed: Signed, context: &SigningContext<'_>) -> Result<Signed, SignError> {
    let status = signed.report.legal_status;
    let offline = context.revocation == RevocationCheck::Offline;
    if status == LegalStatus::Original || (offline && status == LegalStatus::Incomplete) {
        return Ok(signed);
    }
    Err(SignError::ResultNotOriginal { status })
}

/// The common data of the agency's signatures.
struct Drafts<'a> {
    issuance: &'a Issuance<'a>,
    /// The attachments that are issued with the document.
    package: Option<&'a PackageList>,
    signer: Option<&'a str>,
    signing_time: String,
}

impl Drafts<'_> {
    /// Number and date first, the seal last, so that it covers all (E2).
    fn entries(
        &self,
        document: &Document<'_>,
        stamps: Vec<TextStamp>,
        seal: &CheckedImage<'_>,
        seal_place: StampPlace,
    ) -> Result<Vec<Entry>, SignError> {
        let mut names = FieldNames::of(document)?;
        let mut entries: Vec<Entry> = stamps
            .into_iter()
            .map(|stamp| {
                let name = names.next(field_names::NUMBERING);
                self.entry(name, stamp.place, stamp.appearance)
            })
            .collect();
        let appearance = seal.appearance(&seal_place)?;
        let name = names.next(field_names::AGENCY);
        entries.push(Entry {
            package: self.package.cloned(),
            ..self.entry(name, seal_place, appearance)
        });
        Ok(entries)
    }

    fn entry(&self, field_name: String, place: StampPlace, appearance: Appearance) -> Entry {
        Entry {
            field_name,
            place,
            appearance,
            signer_name: self.signer.map(str::to_owned),
            reason: self.issuance.reason.map(str::to_owned),
            location: self.issuance.location.map(str::to_owned),
            signing_time: self.signing_time.clone(),
            doc_mdp: None,
            package: None,
        }
    }
}

//! The competent person signs: a blue image between title and name, an approval signature (A1–A6).

use kyso_pdf::{DocMdp, Document};
use kyso_pki::SignatureAlgorithm;
use kyso_stamp_images::{
    ExplicitPosition, ImageRule, SignatureQuery, TextDocument, find_signature_place,
};
use kyso_verifier::field_names;

use crate::acceptance::{Signed, accept, require_sound};
use crate::context::SigningContext;
use crate::draft::draft_marking;
use crate::error::SignError;
use crate::identity::identity;
use crate::image::CheckedImage;
use crate::key::SigningKey;
use crate::place::{SignaturePlace, explicit_place, text_of};
use crate::round::{Entry, sign_all};
use crate::source::{self, FieldNames};
use crate::stamping::Stamping;
use kyso_words::pdf_date;

/// The data for the signature of a person, and its place.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Approval<'a> {
    /// Full name as printed below the signature; becomes `/Name`.
    pub signer_name: &'a str,
    /// Title that must stand above the name; `None` accepts any.
    pub title: Option<&'a str>,
    /// The signature image as a PNG file (A1).
    pub(crate) image_png: &'a [u8],
    /// Where the image goes.
    pub position: Position,
    /// What to sign with; `None` is the default of the key (G2).
    pub algorithm: Option<SignatureAlgorithm>,
    /// `/Reason`.
    pub reason: Option<&'a str>,
    /// `/Location`.
    pub location: Option<&'a str>,
    /// Makes it a certification signature (A6). Strict validators reject the visible signatures of the issue step after
    /// it, so an approval signature is the default.
    pub certify: Option<DocMdp>,
}

/// Where the signature image goes.
#[derive(Debug, Clone, Copy, Default)]
pub enum Position {
    /// Between title and name, found by the name (A2).
    #[default]
    BetweenTitleAndName,
    /// Top left corner given by hand.
    At(ExplicitPosition),
    /// Found before, in the same bytes.
    Found(SignaturePlace),
}

impl<'a> Approval<'a> {
    /// An approval signature at the place that the name gives.
    #[must_use]
    pub fn new(signer_name: &'a str, image_png: &'a [u8]) -> Self {
        Self {
            signer_name,
            title: None,
            image_png,
            position: Position::default(),
            algorithm: None,
            reason: None,
            location: None,
            certify: None,
        }
    }
}

/// The certification level `P` (ISO 32000-2, table 257) as a setting: 2 or 3.
///
/// # Errors
/// [`SignError::CertificationLevel`] for 1, which would make the document impossible to issue (A6), and for anything
/// else.
pub fn certification_level(level: u8) -> Result<DocMdp, SignError> {
    match level {
        2 => Ok(DocMdp::FormFilling),
        3 => Ok(DocMdp::Annotations),
        _ => Err(SignError::CertificationLevel { level }),
    }
}

/// Signs `pdf` for a person: appends one revision, and verifies the result before it is returned. A
/// document that is marked as a draft is signed, and the result names the marking.
///
/// ```
/// use kyso_signer::{Approval, SigningContext, approve};
/// # use kyso_testdata::{Office, SIGNER, now, sample};
///
/// # let office = Office::new();
/// # let (trust, key) = (office.store(), &office.person);
/// let (pdf, image) = (sample("quyet-dinh.pdf"), sample("chu-ky-mau.png"));
/// let approval = Approval::new(SIGNER, &image);
/// let signed = approve(&pdf, &approval, key, &SigningContext::new(&trust, now()))?;
///
/// // A revision was appended; what was there is as it was.
/// assert!(signed.pdf.starts_with(&pdf));
/// assert_eq!(signed.report.signatures[0].field, "NguoiKy1");
/// # Ok::<(), kyso_signer::SignError>(())
/// ```
///
/// # Errors
/// [`SignError`]; nothing is signed before all conditions are met, and nothing is returned that the verifier does not
/// accept.
pub fn approve(
    pdf: &[u8],
    approval: &Approval<'_>,
    key: &dyn SigningKey,
    context: &SigningContext<'_>,
) -> Result<Signed, SignError> {
    let document = source::open(pdf)?;
    let image = CheckedImage::open(approval.image_png, ImageRule::A1)?;
    let (identity, _) = identity(key, approval.algorithm, context)?;
    check_earlier(&document, approval, context)?;
    let text = text_of(&document)?;
    let draft = draft_marking(&text)?;
    let entry = entry(&document, &text, approval, &image, context)?;
    let field = entry.field_name.clone();
    let mut stamping = Stamping::of_signing(context)?;
    let signed = sign_all(pdf, vec![entry], identity, key, &mut stamping)?;
    let signed = accept(signed, &[field], stamping)?;
    Ok(Signed { draft, ..signed })
}

fn check_earlier(
    document: &Document<'_>,
    approval: &Approval<'_>,
    context: &SigningContext<'_>,
) -> Result<(), SignError> {
    let signatures = source::count_signatures(document)?;
    if signatures == 0 {
        return Ok(());
    }
    if approval.certify.is_some() {
        return Err(SignError::CertificationNotFirst { signatures });
    }
    let field = FieldNames::of(document)?.next(field_names::PERSON);
    require_sound(document.bytes(), field, context).map(drop)
}

fn entry(
    document: &Document<'_>,
    text: &TextDocument<'_>,
    approval: &Approval<'_>,
    image: &CheckedImage<'_>,
    context: &SigningContext<'_>,
) -> Result<Entry, SignError> {
    let query = SignatureQuery {
        signer_name: approval.signer_name,
        title: approval.title,
        aspect: image.aspect(),
    };
    let place = match &approval.position {
        Position::BetweenTitleAndName => find_signature_place(text, &query)?,
        Position::At(position) => explicit_place(document, position, query.aspect)?,
        Position::Found(place) => place.in_document(document.bytes())?,
    };
    Ok(Entry {
        field_name: FieldNames::of(document)?.next(field_names::PERSON),
        appearance: image.appearance(&place)?,
        place,
        signer_name: Some(approval.signer_name.to_owned()),
        reason: approval.reason.map(str::to_owned),
        location: approval.location.map(str::to_owned),
        signing_time: pdf_date(context.now),
        doc_mdp: approval.certify,
        package: None,
    })
}

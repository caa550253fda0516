//! What attachments and copies have in common: the agency signs in words in the upper right corner of the first page, and
//! shows no picture (C2, D3).

use kyso_pdf::Document;
use kyso_pki::Certificate;
use kyso_stamp_images::{CornerText, ExplicitPosition, PageFrame, TextStamp};
use kyso_verifier::{Report, Role, SignatureReport, first_blank_paper, is_blank_paper};
use kyso_words::pdf_date;

use crate::acceptance::{Signed, accept, require_sound, require_valid};
use crate::context::SigningContext;
use crate::error::SignError;
use crate::key::SigningKey;
use crate::place::{frame, text_of};
use crate::round::{Entry, Identity, sign_all};
use crate::source::{self, FieldNames};
use crate::stamping::Stamping;

/// A file that the agency is about to sign in its corner, with everything checked that can be before the key is used.
pub(crate) struct CornerDraft<'d> {
    document: Document<'d>,
    field: String,
    stamp: TextStamp,
    role: Role,
}

/// What the signature says, and where.
pub(crate) struct Corner<'a> {
    /// The role that the words give to the signature.
    pub(crate) role: Role,
    /// Stem of the name of the field.
    pub(crate) field_stem: &'a str,
    /// From top to bottom.
    pub(crate) lines: &'a [&'a str],
    pub(crate) position: Option<&'a ExplicitPosition>,
}

impl<'d> CornerDraft<'d> {
    /// Opens the file and finds the place of the words; `agency` is the certificate that is about to sign.
    pub(crate) fn open(
        pdf: &'d [u8],
        corner: &Corner<'_>,
        agency: &Certificate,
        context: &SigningContext<'_>,
    ) -> Result<Self, SignError> {
        let document = source::open(pdf)?;
        let field = FieldNames::of(&document)?.next(corner.field_stem);
        if source::count_signatures(&document)? > 0 {
            let report = match corner.role {
                Role::Copy => require_valid(pdf, field.clone(), context)?,
                _ => require_sound(pdf, field.clone(), context)?,
            };
            refuse_signed_by(&report, corner.role, agency)?;
        }
        text_of(&document)?;
        let stamp = stamp(&document, corner)?;
        Ok(Self {
            document,
            field,
            stamp,
            role: corner.role,
        })
    }

    /// Signs the file and verifies the result, which must read as what was meant.
    pub(crate) fn sign(
        &self,
        (reason, location): (Option<&str>, Option<&str>),
        identity: Identity,
        key: &dyn SigningKey,
        context: &SigningContext<'_>,
    ) -> Result<Signed, SignError> {
        let signer = identity.certificate.subject_common_name();
        let entry = Entry {
            field_name: self.field.clone(),
            place: self.stamp.place,
            appearance: self.stamp.appearance.clone(),
            signer_name: signer.map(str::to_owned),
            reason: reason.map(str::to_owned),
            location: location.map(str::to_owned),
            signing_time: pdf_date(context.now),
            doc_mdp: None,
            package: None,
        };
        let mut stamping = Stamping::of_signing(context)?;
        let signed = sign_all(
            self.document.bytes(),
            vec![entry],
            identity,
            key,
            &mut stamping,
        )?;
        let signed = accept(signed, std::slice::from_ref(&self.field), stamping)?;
        require_role(&signed.report, &self.field, self.role)?;
        Ok(signed)
    }
}

/// The agency signs each file once in a role, and an attachment in no other.
fn refuse_signed_by(report: &Report, role: Role, agency: &Certificate) -> Result<(), SignError> {
    let is_own = |signature: &&SignatureReport| {
        let signer = signature.signer.as_ref();
        let is_meant = role != Role::Copy || signature.role == role;
        is_meant && signer.is_some_and(|signer| signer.is_of_same_holder(agency))
    };
    let own = report.signatures.iter().find(is_own);
    own.map_or(Ok(()), |signature| {
        Err(SignError::AlreadyIssued {
            field: signature.field.clone(),
            role: signature.role,
        })
    })
}

/// The words where the operator wants them, or on the first blank paper from the corner inwards.
fn stamp(document: &Document<'_>, corner: &Corner<'_>) -> Result<TextStamp, SignError> {
    let text = CornerText::new(corner.lines)?;
    if let Some(position) = corner.position {
        let frame = frame(document, position.page_index(), None)?;
        let place = text.place_at(position, &frame)?;
        if !is_blank_paper(document, place.page_index, place.rect) {
            let page = place.page_index + 1;
            return Err(SignError::CornerOnContent { page });
        }
        return Ok(text.stamp(place)?);
    }
    let frame = frame(document, 0, None)?;
    let found = on_blank_paper(document, &frame, &text)?;
    let found = match (found, CornerText::wider(corner.lines)?) {
        (None, Some(wider)) => on_blank_paper(document, &frame, &wider)?,
        (found, _) => found,
    };
    found.ok_or(SignError::NoCorner)
}

fn on_blank_paper(
    document: &Document<'_>,
    frame: &PageFrame,
    text: &CornerText,
) -> Result<Option<TextStamp>, SignError> {
    let places = text.places(frame);
    let areas: Vec<_> = places.iter().map(|place| place.rect).collect();
    let blank = first_blank_paper(document, 0, &areas);
    let place = blank.and_then(|index| places.get(index));
    Ok(place.map(|place| text.stamp(*place)).transpose()?)
}

/// Refuses a file that reads as something else than what was meant.
fn require_role(report: &Report, field: &str, role: Role) -> Result<(), SignError> {
    let mut signatures = report.signatures.iter();
    let found = signatures.find(|signature| signature.field == field);
    let found = found.map_or(Role::Unknown, |signature| signature.role);
    match found == role {
        true => Ok(()),
        false => Err(SignError::ResultOfOtherRole {
            field: field.to_owned(),
            wanted: role,
            found,
        }),
    }
}

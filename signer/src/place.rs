//! The places of images and texts, found apart from signing: for a preview, and for callers that
//! sign what they previewed.
//!
//! A place belongs to the bytes in which it was found. Signing refuses a place of other bytes, so
//! that a person signs exactly the document of the preview.

use kyso_pdf::Document;
use kyso_pki::DigestAlgorithm;
use kyso_stamp_images::{
    ExplicitPosition, NumberingPlaces, PageFrame, PlaceError, SignatureQuery, StampPlace,
    TextDocument, Turn, find_numbering_places, find_signature_place,
};

use crate::error::SignError;
use crate::secrecy::refuse_state_secrets;
use crate::source;

/// The place of a person's signature image in one document.
#[derive(Debug, Clone, Copy)]
pub struct SignaturePlace {
    document: Fingerprint,
    place: StampPlace,
}

/// The places of number and date in one document.
#[derive(Debug, Clone)]
pub struct NumberPlaces {
    document: Fingerprint,
    places: NumberingPlaces,
}

/// SHA-256 of the bytes that were looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fingerprint([u8; 32]);

impl SignaturePlace {
    /// Finds the gap between title and name (A2).
    ///
    /// # Errors
    /// [`SignError::Pdf`], [`SignError::StateSecret`], [`SignError::Place`].
    pub fn find(pdf: &[u8], query: &SignatureQuery<'_>) -> Result<Self, SignError> {
        Ok(Self {
            document: Fingerprint::of(pdf)?,
            place: find_signature_place(&text_of(&source::open(pdf)?)?, query)?,
        })
    }

    /// The place of an image whose width is `aspect` times its height, its top left corner at a position given by hand.
    ///
    /// # Errors
    /// [`SignError::Pdf`], [`SignError::StateSecret`], [`SignError::Place`].
    pub fn at(pdf: &[u8], position: &ExplicitPosition, aspect: f64) -> Result<Self, SignError> {
        Ok(Self {
            document: Fingerprint::of(pdf)?,
            place: place_at(pdf, position, aspect)?,
        })
    }

    /// The place, for a preview.
    #[must_use]
    pub fn place(&self) -> &StampPlace {
        &self.place
    }

    pub(crate) fn in_document(&self, pdf: &[u8]) -> Result<StampPlace, SignError> {
        self.document.check(pdf)?;
        Ok(self.place)
    }
}

impl NumberPlaces {
    /// Finds `Số:    /…` and `…, ngày    tháng    năm` (E2).
    ///
    /// # Errors
    /// [`SignError::Pdf`], [`SignError::StateSecret`], [`SignError::Place`].
    pub fn find(pdf: &[u8]) -> Result<Self, SignError> {
        Ok(Self {
            document: Fingerprint::of(pdf)?,
            places: find_numbering_places(&text_of(&source::open(pdf)?)?)?,
        })
    }

    /// The places, for a preview.
    #[must_use]
    pub fn places(&self) -> &NumberingPlaces {
        &self.places
    }

    pub(crate) fn in_document(&self, pdf: &[u8]) -> Result<&NumberingPlaces, SignError> {
        self.document.check(pdf)?;
        Ok(&self.places)
    }
}

impl Fingerprint {
    fn of(pdf: &[u8]) -> Result<Self, SignError> {
        let digest = DigestAlgorithm::Sha256.digest(&[pdf])?;
        Ok(Self(digest.first_chunk().copied().unwrap_or_default()))
    }

    fn check(&self, pdf: &[u8]) -> Result<(), SignError> {
        match *self == Self::of(pdf)? {
            true => Ok(()),
            false => Err(SignError::PlaceOfOtherDocument),
        }
    }
}

/// A position given by hand, in a document that is no state secret.
fn place_at(pdf: &[u8], position: &ExplicitPosition, aspect: f64) -> Result<StampPlace, SignError> {
    let document = source::open(pdf)?;
    text_of(&document)?;
    explicit_place(&document, position, aspect)
}

/// A position given by hand in an open document.
pub(crate) fn explicit_place(
    document: &Document<'_>,
    position: &ExplicitPosition,
    aspect: f64,
) -> Result<StampPlace, SignError> {
    let frame = frame(document, position.page_index(), None)?;
    Ok(position.place(&frame, ExplicitPosition::SIGNATURE_WIDTH, aspect)?)
}

/// The text of a document that is no state secret.
pub(crate) fn text_of<'d>(document: &'d Document<'_>) -> Result<TextDocument<'d>, SignError> {
    let text = TextDocument::of(document.latest())?;
    refuse_state_secrets(&text)?;
    Ok(text)
}

/// The page turned by `turn`, or as a viewer shows it.
pub(crate) fn frame(
    document: &Document<'_>,
    page_index: usize,
    turn: Option<Turn>,
) -> Result<PageFrame, SignError> {
    let pages = document.latest().pages(page_index.saturating_add(1))?;
    let page = pages.get(page_index).ok_or(PlaceError::NoSuchPage {
        page: page_index.saturating_add(1),
        pages: pages.len(),
    })?;
    let shown = Turn::from_degrees(i64::from(page.rotate)).unwrap_or_default();
    Ok(PageFrame::new(
        page.crop_box,
        turn.unwrap_or(shown),
        page.user_unit,
    ))
}

//! Number and date of what is issued: into the gaps of printed text, at places given by hand, or not at all (E1, E2).

use jiff::civil::Date;
use kyso_pdf::Document;
use kyso_stamp_images::{
    ExplicitPosition, PlaceError, TextDocument, TextStamp, find_numbering_places, format_number,
};
use kyso_verifier::is_blank_paper;

use crate::error::SignError;
use crate::place::{NumberPlaces, frame};

/// Number and date of what is issued (E2).
#[derive(Debug, Clone, Copy)]
pub enum Numbering<'a> {
    /// Drawn into the gaps of the printed text.
    Drawn {
        /// Number of the document, such as `5` or `05` (E4).
        number: &'a str,
        /// Date of issue.
        date: Date,
        /// Where they go, found before in the same bytes; `None` looks for them.
        places: Option<&'a NumberPlaces>,
    },
    /// Drawn at places given by hand, which must be blank paper: for scans. What is not given is printed.
    Placed {
        /// The number, and the upper left corner of its digits.
        number: Option<(&'a str, ExplicitPosition)>,
        /// The date: all of it at one position, day and month at two, the year as well at three.
        date: Option<(Date, &'a [ExplicitPosition])>,
    },
    /// Printed already, as on many scans: nothing is drawn.
    Printed,
}

impl Numbering<'_> {
    /// The stamps that are drawn before the seal.
    pub(crate) fn stamps(
        &self,
        document: &Document<'_>,
        text: &TextDocument<'_>,
    ) -> Result<Vec<TextStamp>, SignError> {
        match *self {
            Self::Drawn {
                number,
                date,
                places: Some(found),
            } => Ok(found.in_document(document.bytes())?.stamps(number, date)?),
            Self::Drawn { number, date, .. } => {
                let places = find_numbering_places(text).map_err(|error| match error {
                    PlaceError::NoText => SignError::NumberOnScan,
                    other => other.into(),
                })?;
                Ok(places.stamps(number, date)?)
            }
            Self::Placed { number, date } => placed(document, text, number, date),
            Self::Printed => {
                require_printed(text)?;
                Ok(Vec::new())
            }
        }
    }
}

fn placed(
    document: &Document<'_>,
    text: &TextDocument<'_>,
    number: Option<(&str, ExplicitPosition)>,
    date: Option<(Date, &[ExplicitPosition])>,
) -> Result<Vec<TextStamp>, SignError> {
    let mut stamps = Vec::new();
    let on_paper = |stamp: TextStamp, position: &ExplicitPosition, digits: &str| {
        let is_blank =
            |stamp: &TextStamp| is_blank_paper(document, stamp.place.page_index, stamp.place.rect);
        // Digits of the usual size would touch the words around a narrow blank.
        let smaller = TextStamp::in_narrow_blank(text, position, digits)?;
        let page = stamp.place.page_index + 1;
        let mut fitting = smaller.into_iter().chain([stamp]).filter(is_blank);
        fitting.next().ok_or(SignError::NumberOnContent { page })
    };
    if let Some((number, position)) = number {
        let frame = frame(document, position.page_index(), None)?;
        let stamp = TextStamp::of_number(&position, &frame, number)?;
        stamps.push(on_paper(stamp, &position, &format_number(number)?)?);
    }
    if let Some((date, positions)) = date {
        let parts = TextStamp::date_parts(date, positions.len())?;
        for (position, part) in positions.iter().zip(parts) {
            let frame = frame(document, position.page_index(), None)?;
            let stamp = TextStamp::of_date_part(position, &frame, part.clone())?;
            stamps.push(on_paper(stamp, position, &part)?);
        }
    }
    Ok(stamps)
}

/// As far as the pages have text, no gap is left for a number.
fn require_printed(text: &TextDocument<'_>) -> Result<(), SignError> {
    match find_numbering_places(text) {
        Err(
            PlaceError::NoText | PlaceError::NumberFilled { .. } | PlaceError::NoNumberPlace { .. },
        ) => Ok(()),
        Ok(_)
        | Err(
            PlaceError::SeveralNumberPlaces { .. }
            | PlaceError::NoDatePlace { .. }
            | PlaceError::DateFilled { .. }
            | PlaceError::SeveralDatePlaces { .. },
        ) => Err(SignError::NumberNotPrinted),
        Err(other) => Err(other.into()),
    }
}

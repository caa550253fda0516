//! The one table of permitted drawings after the first signature, which docs/changes.md shows as
//! well.

use crate::form::Drawn;
use crate::report::Role;

/// The content below a drawing, on the page as it was signed before.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Site {
    /// It has no place on any page.
    Nowhere,
    /// No bounds: some programs draw it over the whole page.
    Unbounded,
    /// The picture of an earlier signature that is no seal: of this field.
    PersonPicture(String),
    /// Another earlier signature: of this field.
    EarlierSignature(String),
    /// An earlier signature of which it hides strokes: of this field.
    HiddenSignature(String),
    /// The measured blanks for number and date (E2).
    NumberBlank,
    /// Nothing.
    Paper,
    /// Nothing, at the head of a page, where scans have number and date.
    HeadPaper,
    /// Nothing, and the area is larger than stamps are.
    LargePaper,
    /// Ink of a picture, or a picture that is not measured.
    Picture,
    /// It has an area, but no page lists it.
    Unlisted,
    /// Content that cannot be read, or not within the budget.
    Unread,
    /// Text, the words of which are here, or lines.
    Ink(String),
    /// The same, or a picture, at the head of a page, or around title and name, below a measured seal that is drawn once and leaves all of it
    /// to be read.
    LegibleInk {
        text: String,
        /// Whether a seal of the file lies on the signature of a person.
        seals_approval: bool,
    },
}

impl Site {
    /// Whether nothing is there but paper, and the blanks of number and date.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(
            self,
            Self::Paper | Self::HeadPaper | Self::LargePaper | Self::NumberBlank
        )
    }
}

/// Who draws it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Holder {
    /// It is a document timestamp.
    pub(crate) is_timestamp: bool,
    /// An organisation under an anchor of the government CA.
    pub(crate) is_organisation: bool,
    /// The holder, by a path to the same class of anchors, of a seal in the same document.
    pub(crate) seals: bool,
    /// Under an anchor of the government CA, not surely an organisation, and before any seal.
    pub(crate) is_person_before_seal: bool,
}

/// A column of the table: any of several values, or all.
#[derive(Debug, Clone, Copy)]
enum Any<T: 'static> {
    All,
    Of(&'static [T]),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Nowhere,
    Unbounded,
    PersonPicture,
    EarlierSignature,
    HiddenSignature,
    NumberBlank,
    Paper,
    HeadPaper,
    LargePaper,
    Picture,
    Unlisted,
    Unread,
    Ink,
    LegibleInk,
    LegibleInkAlone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Timestamp,
    Organisation,
    Issuer,
    SealHolder,
    PersonBeforeSeal,
}

/// The consequences of a row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ruling {
    /// Whether earlier signatures keep; else it is a forbidden change to what they signed.
    pub(crate) permitted: bool,
    /// Whether the file may still be an original.
    pub(crate) original: bool,
    /// Whether it covers no more than a seal covers and is no larger than a stamp, so that it may
    /// follow a certification with P=2 when its holder is trusted ([`super::certified`]).
    pub(crate) signs_only: bool,
    /// The role that it shows, where the picture alone does not tell.
    pub(crate) role: Option<Role>,
}

struct Row {
    drawn: Any<Drawn>,
    place: Any<Place>,
    by: Any<By>,
    ruling: Ruling,
}

const KEPT: Ruling = Ruling {
    permitted: true,
    original: true,
    signs_only: false,
    role: None,
};
const SIGNS: Ruling = Ruling {
    signs_only: true,
    ..KEPT
};
const NO_ORIGINAL: Ruling = Ruling {
    original: false,
    ..KEPT
};
const FORBIDDEN: Ruling = Ruling {
    permitted: false,
    ..NO_ORIGINAL
};

const fn signs_as(role: Role) -> Ruling {
    Ruling {
        role: Some(role),
        ..SIGNS
    }
}

const fn row(drawn: Any<Drawn>, place: Any<Place>, by: Any<By>, ruling: Ruling) -> Row {
    Row {
        drawn,
        place,
        by,
        ruling,
    }
}

use Any::{All, Of};

const BLANK: Any<Place> = Of(&[Place::Paper, Place::HeadPaper]);
const WRITTEN: Any<Drawn> = Of(&[Drawn::Words, Drawn::Picture, Drawn::SignatureOnPaper]);

/// The first row that fits decides.
const TABLE: [Row; 23] = [
    row(Of(&[Drawn::Nothing]), All, All, SIGNS),
    row(
        Of(&[Drawn::Plate]),
        Of(&[
            Place::Nowhere,
            Place::Paper,
            Place::HeadPaper,
            Place::LargePaper,
            Place::Unlisted,
        ]),
        All,
        SIGNS,
    ),
    row(Of(&[Drawn::Plate]), All, All, FORBIDDEN),
    row(All, All, Of(&[By::Timestamp]), FORBIDDEN),
    row(All, Of(&[Place::Unbounded]), All, FORBIDDEN),
    row(All, Of(&[Place::Nowhere]), All, SIGNS),
    row(All, Of(&[Place::HiddenSignature]), All, FORBIDDEN),
    row(
        Of(&[Drawn::SealPicture]),
        Of(&[Place::PersonPicture]),
        All,
        SIGNS,
    ),
    row(
        WRITTEN,
        Of(&[Place::NumberBlank]),
        Of(&[By::Issuer]),
        signs_as(Role::Numbering),
    ),
    row(
        Of(&[Drawn::SignaturePicture, Drawn::SignatureOnPaper]),
        BLANK,
        Of(&[By::PersonBeforeSeal]),
        SIGNS,
    ),
    row(
        Of(&[Drawn::SealPicture]),
        BLANK,
        Of(&[By::Organisation]),
        SIGNS,
    ),
    row(
        Of(&[Drawn::SealPicture]),
        Of(&[Place::LegibleInk]),
        Of(&[By::Organisation]),
        SIGNS,
    ),
    row(
        Of(&[Drawn::SealPicture]),
        Of(&[Place::LegibleInkAlone]),
        Of(&[By::Organisation]),
        Ruling {
            signs_only: true,
            ..NO_ORIGINAL
        },
    ),
    row(
        WRITTEN,
        Of(&[Place::Paper]),
        Of(&[By::SealHolder]),
        Ruling {
            signs_only: true,
            ..NO_ORIGINAL
        },
    ),
    row(
        WRITTEN,
        BLANK,
        Of(&[By::Organisation]),
        signs_as(Role::Receipt),
    ),
    row(
        Of(&[Drawn::Mixed]),
        Of(&[Place::Paper, Place::HeadPaper, Place::NumberBlank]),
        Of(&[By::Organisation]),
        signs_as(Role::Portal),
    ),
    row(
        All,
        Of(&[Place::Paper, Place::HeadPaper, Place::NumberBlank]),
        All,
        Ruling {
            signs_only: true,
            ..NO_ORIGINAL
        },
    ),
    row(All, Of(&[Place::LargePaper]), All, NO_ORIGINAL),
    row(
        Of(&[Drawn::SignaturePicture, Drawn::SealPicture]),
        Of(&[Place::PersonPicture, Place::EarlierSignature]),
        All,
        NO_ORIGINAL,
    ),
    row(
        All,
        Of(&[Place::Picture, Place::Unlisted]),
        All,
        NO_ORIGINAL,
    ),
    row(All, Of(&[Place::Unread]), All, FORBIDDEN),
    row(
        All,
        Of(&[
            Place::PersonPicture,
            Place::EarlierSignature,
            Place::Ink,
            Place::LegibleInk,
            Place::LegibleInkAlone,
        ]),
        All,
        FORBIDDEN,
    ),
    row(All, All, All, FORBIDDEN),
];

/// The ruling of the table.
pub(crate) fn ruling(drawn: Drawn, site: &Site, holder: Holder) -> Ruling {
    let place = Place::of(site);
    let fits = |row: &&Row| {
        row.drawn.holds(|one| *one == drawn)
            && row.place.holds(|one| *one == place)
            && row.by.holds(|by| by.is(holder))
    };
    TABLE.iter().find(fits).map_or(FORBIDDEN, |row| row.ruling)
}

impl<T> Any<T> {
    fn holds(&self, test: impl Fn(&T) -> bool) -> bool {
        match self {
            All => true,
            Of(values) => values.iter().any(test),
        }
    }
}

impl Place {
    fn of(site: &Site) -> Self {
        match site {
            Site::Nowhere => Self::Nowhere,
            Site::Unbounded => Self::Unbounded,
            Site::PersonPicture(_) => Self::PersonPicture,
            Site::EarlierSignature(_) => Self::EarlierSignature,
            Site::HiddenSignature(_) => Self::HiddenSignature,
            Site::NumberBlank => Self::NumberBlank,
            Site::Paper => Self::Paper,
            Site::HeadPaper => Self::HeadPaper,
            Site::LargePaper => Self::LargePaper,
            Site::Picture => Self::Picture,
            Site::Unlisted => Self::Unlisted,
            Site::Unread => Self::Unread,
            Site::Ink(_) => Self::Ink,
            Site::LegibleInk {
                seals_approval: true,
                ..
            } => Self::LegibleInk,
            Site::LegibleInk { .. } => Self::LegibleInkAlone,
        }
    }
}

impl By {
    fn is(self, holder: Holder) -> bool {
        match self {
            Self::Timestamp => holder.is_timestamp,
            Self::Organisation => holder.is_organisation,
            Self::Issuer => holder.is_organisation || holder.seals,
            Self::SealHolder => holder.seals,
            Self::PersonBeforeSeal => holder.is_person_before_seal,
        }
    }
}

#[cfg(test)]
mod tests;

//! Appearances of widgets without an area of their own, and pictures that lie on one another.

use kyso_pdf::{Dictionary, ObjectId, Stream, Update};

use super::TEXT;
use crate::Case;
use crate::controls::pictures::{Seal, sealed_with};
use crate::edit::{picture_form, updated};
use crate::expected::Expected;
use crate::profiles::srgb;
use crate::signing::{Signing, form_object};

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::new(
            "look-of-a-widget-without-a-rectangle",
            Expected::altered("DrawnWithoutBounds").with_signatures(3),
            |base| {
                let mut look = None;
                let bytes = updated(&base.issued, |update| {
                    look = Some(update.add(form_object(&TEXT, "1 g 0 0 420 300 re f")));
                });
                let looks = Dictionary::new().with("N", look.unwrap());
                let agency = Signing::new(&base.office.agency, "Khac");
                let agency = agency.field_entry("AP", looks);
                agency.without_field_entry("Rect").sign(&bytes)
            },
        ),
        Case::new(
            "seal-in-pictures-on-one-another",
            Expected::altered("DrawnOverContent").with_signatures(2),
            |base| sealed_with(base, twice),
        ),
    ]
}

/// Sound cases that look alike, drawn in the usual order.
pub(crate) fn controls() -> Vec<Case> {
    let permitted = Expected::passed().with_modifications("permitted");
    vec![Case::new(
        "widget-without-a-rectangle",
        permitted.with_signatures(3),
        |base| {
            let agency = Signing::new(&base.office.agency, "Khac");
            agency.without_field_entry("Rect").sign(&base.issued)
        },
    )]
}

/// A form of 100 units a side that shows the seal twice at one place.
fn twice(update: &mut Update<'_, '_>) -> ObjectId {
    let image = Seal::sample().in_profile(&srgb(), Dictionary::new(), update);
    let content = b"q 100 0 0 100 0 0 cm /Im0 Do /Im0 Do Q".to_vec();
    update.add(Stream::new(picture_form(image).dictionary, content))
}

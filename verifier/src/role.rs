//! Whose signature it is, as far as the file itself shows.
//!
//! The certificate carries no title (A5), so the role follows from what the
//! widget shows: a red seal is the agency's, another picture a person's, text
//! alone is number and date when the same certificate seals the document
//! afterwards (E2). Field names decide nothing: anybody can choose them.

use crate::drawn::Drawn;
use crate::form::Appearance;
use crate::holder;
use crate::report::{Role, SignatureKind, SignatureReport};
use crate::subject::Examined;

/// The roles of all signatures, in their order.
pub(crate) fn roles(examined: &[Examined]) -> Vec<Role> {
    let mut roles: Vec<Role> = examined.iter().map(by_picture).collect();
    for index in 0..roles.len() {
        let Some(current) = examined.get(index) else {
            continue;
        };
        let shows_text = current.appearance.as_ref().is_some_and(|a| a.has_text);
        let mut later = examined.iter().zip(&roles).skip(index + 1);
        let seals_later = later
            .any(|(e, role)| *role == Role::Agency && same_certificate(&e.report, &current.report));
        if let Some(role) = roles.get_mut(index)
            && *role == Role::Unknown
            && shows_text
            && seals_later
        {
            *role = Role::Numbering;
        }
    }
    roles
}

fn by_picture(examined: &Examined) -> Role {
    let Some(appearance) = &examined.appearance else {
        return Role::Unknown;
    };
    if examined.report.kind == SignatureKind::DocumentTimestamp {
        Role::Unknown
    } else if is_box_of_organisation(examined, appearance) {
        Role::Portal
    } else if appearance.shows_seal() {
        Role::Agency
    } else if appearance.shows_signature() && !is_black_picture_of_agency(examined, appearance) {
        Role::Person
    } else {
        Role::Unknown
    }
}

/// Portals and gazettes sign with a picture and words, or words in a frame.
fn is_box_of_organisation(examined: &Examined, appearance: &Appearance) -> bool {
    appearance.has_text && appearance.drawn == Drawn::Mixed && is_organisation(examined)
}

pub(crate) fn is_organisation(examined: &Examined) -> bool {
    let kind = examined.report.signer.as_ref().map(holder::kind);
    kind == Some(holder::Kind::Organisation)
}

/// Some agencies sign number and date as black pictures (E2b).
pub(crate) fn is_black_picture_of_agency(examined: &Examined, appearance: &Appearance) -> bool {
    appearance.shows_colourless() && is_organisation(examined)
}

/// Whether both were made with the key of one certificate.
pub(crate) fn same_certificate(one: &SignatureReport, other: &SignatureReport) -> bool {
    match (&one.signer, &other.signer) {
        (Some(one), Some(other)) => one.sha256() == other.sha256(),
        _ => false,
    }
}

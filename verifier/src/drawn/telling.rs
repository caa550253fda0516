//! The findings about a drawing: for the signature that draws, and for those whose content it
//! covers.

use kyso_pdf::Document;

use super::places::Spot;
use super::shown::Shown;
use super::table::{Ruling, Site};
use crate::finding::{Change, ChangeKind, Finding, Unread};
use crate::form::Drawn;
use crate::report::{Role, RoleBasis, SignatureKind, SignatureReport};

/// Applies the consequences to the signature that draws.
pub(super) fn apply(report: &mut SignatureReport, one: &Shown, site: &Site, ruling: Ruling) {
    report.bars_original |= !ruling.original;
    if let Some(role) = ruling.role
        && matches!(report.role, Role::Unknown | Role::Person)
    {
        report.take_role(role, basis(role));
    }
    let page_index = one.page_index();
    let finding = match site {
        _ if report.kind == SignatureKind::DocumentTimestamp => match one.drawn {
            Drawn::Nothing => Finding::TimestampHasArea { page_index },
            Drawn::Plate if ruling.permitted => Finding::TimestampHasArea { page_index },
            _ => Finding::TimestampDraws { page_index },
        },
        _ if one.drawn == Drawn::Nothing => return,
        Site::LegibleInk {
            text,
            seals_approval,
        } if ruling.permitted => Finding::SealOnText {
            page_index,
            text: text.clone(),
            seals_approval: *seals_approval,
        },
        _ if ruling.original => return,
        Site::Nowhere => return,
        Site::Paper | Site::HeadPaper | Site::LargePaper | Site::NumberBlank => {
            Finding::DrawsOnPage { page_index }
        }
        Site::Unread if let Some(page_index) = page_index => {
            Finding::DrawnOnUnreadPage { page_index }
        }
        Site::Picture | Site::Unlisted | Site::Unread | Site::Unbounded => Finding::CoversContent {
            page_index,
            text: String::new(),
        },
        Site::Ink(text) | Site::LegibleInk { text, .. } => Finding::CoversContent {
            page_index,
            text: text.clone(),
        },
        Site::PersonPicture(field)
        | Site::EarlierSignature(field)
        | Site::HiddenSignature(field) => Finding::CoversSignature {
            page_index: page_index.unwrap_or_default(),
            field: field.clone(),
        },
    };
    let told = matches!(finding, Finding::TimestampHasArea { .. }) && one.spot == Spot::Nowhere;
    if !told && !report.findings.contains(&finding) {
        report.findings.push(finding);
    }
}

/// The basis of a role in the table.
fn basis(role: Role) -> RoleBasis {
    match role {
        Role::Numbering => RoleBasis::Blanks,
        Role::Portal => RoleBasis::Box,
        _ => RoleBasis::Paper,
    }
}

/// The change that a drawing is which the table does not permit. `unread` says why it is not known what lies below.
pub(super) fn forbidden(
    report: &SignatureReport,
    one: &Shown,
    site: &Site,
    unread: Option<Unread>,
    document: &Document<'_>,
) -> Change {
    let field = report.field.clone();
    let what = match site {
        _ if report.kind == SignatureKind::DocumentTimestamp => {
            ChangeKind::TimestampDraws { field }
        }
        Site::Unbounded => ChangeKind::DrawnWithoutBounds { field },
        Site::PersonPicture(earlier)
        | Site::EarlierSignature(earlier)
        | Site::HiddenSignature(earlier) => {
            let earlier = earlier.clone();
            ChangeKind::DrawnOverSignature { field, earlier }
        }
        Site::Ink(text) | Site::LegibleInk { text, .. } => ChangeKind::DrawnOverContent {
            field,
            text: text.clone(),
            by_paper: has_paper(one),
            unread: None,
        },
        _ => ChangeKind::DrawnOverContent {
            field,
            text: String::new(),
            by_paper: false,
            unread,
        },
    };
    let last = document.revisions().len().saturating_sub(1);
    Change {
        revision: report.revision.unwrap_or(last),
        what,
        object: None,
        page_index: one.page_index(),
        field: Some(report.field.clone()),
        permitted_by: None,
    }
}

/// Whether it is a picture with paper of its own, which is why it covers more than its strokes.
fn has_paper(one: &Shown) -> bool {
    match one.drawn {
        Drawn::SignatureOnPaper => true,
        Drawn::Picture | Drawn::SignaturePicture => one.hidden.is_some(),
        _ => false,
    }
}

//! The role of a signer, as far as the file itself shows it.
//!
//! The certificate carries no title (A5), so the role follows from what the widget shows: a red
//! seal is the agency's, another picture a person's, small text at the head of a page is number and
//! date when the same holder seals the document (E2). Where nothing is drawn, the certificate alone
//! shows the kind of holder, and never whether he is competent. Field names decide nothing: anyone
//! can choose them.

use jiff::civil::{Date, date};
use kyso_words::vietnam;

use crate::finding::Finding;
use crate::form::Appearance;
use crate::form::Drawn;
use crate::holder::HolderKind;
use crate::report::{Role, RoleBasis, SignatureKind, SignatureReport, TrustLevel};
use crate::subject::Examined;

/// The roles of all signatures, in their order, and from what each follows.
pub(crate) fn roles(examined: &[Examined]) -> Vec<(Role, RoleBasis)> {
    let mut roles: Vec<_> = examined.iter().map(by_picture).collect();
    for index in 0..roles.len() {
        let Some(current) = examined.get(index) else {
            continue;
        };
        let mut later = examined.iter().zip(&roles).skip(index + 1);
        let seals_later = later.any(|(e, (role, _))| {
            *role == Role::Agency && e.report.is_of_same_holder(&current.report)
        });
        // A text anywhere else is no number of the document, even if the agency writes it.
        let appearance = current.appearance.as_ref();
        let shows_text = appearance.is_some_and(|a| a.has_text && is_at_head(a));
        if let Some(role) = roles.get_mut(index)
            && role.0 == Role::Unknown
            && shows_text
            && seals_later
        {
            *role = (Role::Numbering, RoleBasis::SealHolder);
        }
    }
    roles
}

/// Number and date on paper of which the blanks are not measured, a scan or the head of an attachment: small words or black
/// pictures in the upper third of a page, by the holder of a seal in the same document, before or after it (E2b).
pub(crate) fn tell_numbers(examined: &mut [Examined]) {
    let numbers = |one: &Examined| {
        let open = matches!(one.report.role, Role::Unknown | Role::Receipt);
        let mut seals = examined.iter().filter(|e| e.report.role == Role::Agency);
        open && is_like_number(one) && seals.any(|seal| seal.report.is_of_same_holder(&one.report))
    };
    let found: Vec<bool> = examined.iter().map(numbers).collect();
    for (one, _) in examined.iter_mut().zip(found).filter(|(_, found)| *found) {
        let report = &mut one.report;
        report.take_role(Role::Numbering, RoleBasis::SealHolder);
    }
}

fn is_like_number(examined: &Examined) -> bool {
    let Some(appearance) = &examined.appearance else {
        return false;
    };
    let shows =
        appearance.drawn == Drawn::Words || is_black_picture_of_agency(examined, appearance);
    examined.report.kind == SignatureKind::Signature && shows && is_at_head(appearance)
}

/// Whether it is small, and in the upper third of its page.
pub(crate) fn is_at_head(appearance: &Appearance) -> bool {
    const WIDEST: f64 = 0.5;
    const HIGHEST: f64 = 0.12;
    let area = appearance.seen_at();
    area.is_some_and(|area| {
        area.width <= WIDEST && area.height <= HIGHEST && area.centre_y() < 1.0 / 3.0
    })
}

fn by_picture(examined: &Examined) -> (Role, RoleBasis) {
    const UNKNOWN: (Role, RoleBasis) = (Role::Unknown, RoleBasis::None);
    let Some(appearance) = &examined.appearance else {
        return UNKNOWN;
    };
    if examined.report.kind == SignatureKind::DocumentTimestamp {
        UNKNOWN
    } else if is_box_of_organisation(examined, appearance) {
        (Role::Portal, RoleBasis::Box)
    } else if appearance.shows_seal() {
        (Role::Agency, RoleBasis::Seal)
    } else if appearance.shows_signature() && !is_black_picture_of_agency(examined, appearance) {
        (Role::Person, RoleBasis::Picture)
    } else if appearance.draws_nothing {
        by_certificate(examined).unwrap_or(UNKNOWN)
    } else {
        UNKNOWN
    }
}

/// The role of a signer who draws nothing, where the certificate surely shows it.
fn by_certificate(examined: &Examined) -> Option<(Role, RoleBasis)> {
    let role = match examined.report.holder_kind? {
        HolderKind::Person => Role::UnseenPerson,
        HolderKind::Organisation => Role::UnseenOrganisation,
    };
    Some((role, RoleBasis::Certificate))
}

/// Portals and gazettes sign with a picture and words, or words in a frame.
fn is_box_of_organisation(examined: &Examined, appearance: &Appearance) -> bool {
    appearance.has_text && appearance.drawn == Drawn::Mixed && is_organisation(examined)
}

/// Whether the certificate is surely that of an organisation.
pub(crate) fn is_organisation(examined: &Examined) -> bool {
    examined.report.holder_kind == Some(HolderKind::Organisation)
}

/// Whether the certificate is surely of another kind of holder than what the signature shows (A5: it decides no role).
pub(crate) fn unlikely_holder(report: &SignatureReport) -> Option<Finding> {
    let shown = match report.role {
        Role::Person | Role::Initials | Role::Reviewer => HolderKind::Person,
        Role::Numbering
        | Role::Agency
        | Role::Attachment
        | Role::Copy
        | Role::Receipt
        | Role::Portal => HolderKind::Organisation,
        Role::Unknown | Role::UnseenPerson | Role::UnseenOrganisation => return None,
    };
    let signer = report.signer.as_ref()?;
    let holder = report.holder_kind.filter(|holder| *holder != shown)?;
    let name = signer.subject_common_name().unwrap_or_default().to_owned();
    Some(Finding::UnlikelyHolder { holder, name })
}

/// An agency that signs under a licensed public CA after the last day on which state agencies could (O3). The time is the one that
/// the report gives; it decides no verdict.
pub(crate) fn left_behind(report: &SignatureReport) -> Option<Finding> {
    let is_agency = matches!(report.role, Role::Agency | Role::Attachment | Role::Copy);
    let is_public = report.trust.class == TrustLevel::Public;
    let signed = report
        .signing_time
        .value
        .filter(|_| is_agency && is_public)?;
    let day = signed.to_zoned(vietnam()).date();
    (day > LAST_UNDER_PUBLIC).then_some(Finding::AgencyLeftBehind)
}

/// The last day on which a state agency could be under a public CA (O3), in Vietnam.
const LAST_UNDER_PUBLIC: Date = date(2025, 12, 31);

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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use kyso_pki::TrustClass;
    use kyso_testdata::{Base, now};

    use super::*;
    use crate::{Policy, Severity, Verdict, verify};

    /// O3: the remark begins with the year 2026 in Vietnam, and is one of agencies under public authorities alone.
    #[test]
    fn an_agency_under_a_public_authority_is_left_behind_from_2026_on() {
        let base = Base::new();
        let store = base
            .office
            .store_of(TrustClass::Public, vec![base.office.list(&[])]);
        let report = verify(&base.issued, &store, &Policy::new(now())).unwrap();
        let told = |one: &SignatureReport| one.findings.contains(&Finding::AgencyLeftBehind);
        let seals: Vec<bool> = report.signatures.iter().map(told).collect();
        assert_eq!(seals, [false, true]);
        assert_eq!(report.verdict, Verdict::TotalPassed);
        assert_eq!(Finding::AgencyLeftBehind.severity(), Severity::Remark);

        let mut seal = report.signatures.last().unwrap().clone();
        let mut at = |time: &str| {
            seal.signing_time.value = Some(time.parse().unwrap());
            left_behind(&seal)
        };
        assert_eq!(at("2025-12-31T16:59:59Z"), None);
        assert_eq!(at("2025-12-31T17:00:00Z"), Some(Finding::AgencyLeftBehind));
        seal.signing_time.value = None;
        assert_eq!(left_behind(&seal), None);

        let report = verify(&base.issued, &base.office.store(), &Policy::new(now())).unwrap();
        assert!(
            !report.signatures.iter().any(told),
            "under the government CA"
        );
    }
}

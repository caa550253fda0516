//! What a caller should know of a document that was just signed: other names, other holders, an early date. Each front end
//! words it, as a warning or as a header.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use kyso_signer::Signed;
use kyso_verifier::{Finding, FormFinding, HolderKind, Role, SignatureKind, SignatureReport};

/// When the last competent person signed, where that is after the day that a document is dated.
#[must_use]
pub fn signed_after(signed: &Signed, date: Date) -> Option<Timestamp> {
    let signatures = signed.report.signatures.iter();
    let persons = signatures.filter(|one| one.role == Role::Person);
    let last = persons.filter_map(|one| one.signing_time.value).max()?;
    (vietnam_day(last) > date).then_some(last)
}

fn vietnam_day(at: Timestamp) -> Date {
    Offset::constant(7).to_datetime(at).date()
}

/// The printed name and that of the certificate of the newest signature, where they differ.
#[must_use]
pub fn differing_names(signed: &Signed) -> Option<(&str, &str)> {
    names_in(newest(signed)?)
}

/// As [`differing_names`], of a person whose signature the agency sealed.
#[must_use]
pub fn differing_names_before(signed: &Signed) -> Option<(&str, &str)> {
    let is_issued = newest(signed)?.role == Role::Agency;
    let signatures = signed.report.signatures.iter().filter(|_| is_issued);
    let mut persons = signatures.filter(|one| one.role == Role::Person);
    persons.find_map(names_in)
}

fn names_in(signature: &SignatureReport) -> Option<(&str, &str)> {
    signature.findings.iter().find_map(|finding| match finding {
        Finding::NameDiffers { printed, certified } => Some((printed.as_str(), certified.as_str())),
        _ => None,
    })
}

/// The signature that was just made: number and date have the same key.
fn newest(signed: &Signed) -> Option<&SignatureReport> {
    let mut signatures = signed.report.signatures.iter();
    signatures.rfind(|one| one.kind == SignatureKind::Signature)
}

/// The kind of holder and the name in the certificate of the newest signature, where it shows another kind.
#[must_use]
pub fn unlikely_holder(signed: &Signed) -> Option<(HolderKind, &str)> {
    newest(signed)?
        .findings
        .iter()
        .find_map(|finding| match finding {
            Finding::UnlikelyHolder { holder, name } => Some((*holder, name.as_str())),
            _ => None,
        })
}

/// The form rules that the newest signature breaks, such as that it lies between title and name.
pub fn broken_form_rules(signed: &Signed) -> impl Iterator<Item = &FormFinding> {
    let form = newest(signed).into_iter().flat_map(|one| &one.form);
    form.filter(|form| !form.ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_that_of_viet_nam() {
        let late = Timestamp::from_second(1_795_100_400); // 2026-11-19T15:00:00Z
        assert_eq!(
            late.map(vietnam_day).ok(),
            Some(Date::constant(2026, 11, 19))
        );
        let later = Timestamp::from_second(1_795_100_400 + 3 * 3600);
        assert_eq!(
            later.map(vietnam_day).ok(),
            Some(Date::constant(2026, 11, 20))
        );
    }
}

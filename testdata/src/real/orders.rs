//! The orders in which agencies sign: a person's blue picture, the red seal, number and date as texts or black pictures before
//! or after it, initials, receipt stamps, boxes of portals.

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::Rect;
use kyso_pki::Pkcs12Key;

use super::{ORIGINAL, PASSED, case};
use crate::attacks::drawing::written::HIGH;
use crate::signing::{Look, Signing};
use crate::{Base, Case};

/// What one signature shows, and its signer.
pub(super) type Step = (Who, Look);

#[derive(Debug, Clone, Copy)]
pub(super) enum Who {
    Person,
    Reviewer,
    Agency,
    /// The agency with its next certificate.
    Renewed,
    Other,
}

#[allow(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    use Who::{Agency, Other, Person, Renewed, Reviewer};
    let person = || (Person, Look::Signature);
    let seal = || (Agency, Look::Seal);
    let number = || (Agency, words(NUMBER, "05"));
    let day = || (Agency, words(DAY, "20"));
    let month = || (Agency, words(MONTH, "11"));
    let initials = || (Reviewer, Look::Picture(MARGIN, "chu-ky-mau.png"));
    let portal = || (Other, Look::Drawing(FOOT, BOX));
    let order = |name, roles, steps: Vec<Step>| {
        let count = steps.len();
        let expected = ORIGINAL.with_signatures(count).with_roles(roles);
        case(name, expected, move |base| signed(base, &steps))
    };
    let mut cases = vec![
        order(
            "seal-then-number-and-date",
            "person agency numbering numbering",
            vec![person(), seal(), number(), day()],
        ),
        order(
            "number-in-a-box-over-the-line-above",
            "person agency numbering",
            vec![
                person(),
                seal(),
                (
                    Agency,
                    Look::Drawing(HIGH, "BT /F1 13 Tf 8 4 Td [(0) -20 (5)] TJ ET"),
                ),
            ],
        ),
        order(
            "seal-then-number-day-and-month",
            "person agency numbering numbering numbering",
            vec![person(), seal(), number(), day(), month()],
        ),
        order(
            "number-and-date-then-seal",
            "person numbering numbering agency",
            vec![person(), number(), day(), seal()],
        ),
        order(
            "black-pictures-of-number-and-date",
            "person numbering numbering agency",
            vec![
                person(),
                (Agency, Look::Picture(NUMBER, "chu-ky-den.png")),
                (Agency, Look::Picture(DAY, "chu-ky-den.png")),
                seal(),
            ],
        ),
        order(
            "initials-then-person-and-seal",
            "initials person agency numbering numbering",
            vec![initials(), person(), seal(), number(), day()],
        ),
        order(
            "portal-box-at-the-end",
            "person agency numbering numbering portal",
            vec![person(), seal(), number(), day(), portal()],
        ),
        order("person-and-seal", "person agency", vec![person(), seal()]),
        order(
            "joint-document-of-two-agencies",
            "person person agency agency numbering numbering",
            vec![
                person(),
                (Reviewer, Look::Picture(SECOND, "chu-ky-mau.png")),
                seal(),
                (Other, Look::Picture(SECOND_SEAL, "con-dau-mau.png")),
                number(),
                day(),
            ],
        ),
        order(
            "number-by-another-certificate-of-the-agency",
            "person agency numbering numbering",
            vec![
                person(),
                seal(),
                (Renewed, words(NUMBER, "05")),
                (Renewed, words(DAY, "20")),
            ],
        ),
        order(
            "number-of-the-agency-above-the-blank",
            "person agency numbering",
            vec![person(), seal(), (Agency, words(HEAD, "05"))],
        ),
        order(
            "stamp-of-another-agency-above-the-blank",
            "person agency receipt",
            vec![person(), seal(), (Other, words(HEAD, "05"))],
        ),
    ];
    let alone = |name, roles, steps: Vec<Step>| {
        let expected = PASSED.with_status("INFORMATION_ONLY").with_roles(roles);
        case(name, expected, move |base| signed(base, &steps))
    };
    cases.push(alone("portal-box-alone", "portal", vec![portal()]));
    // The issuer receives nothing from itself: its words are neither number nor receipt.
    for (name, look) in [
        ("words-of-the-agency-at-the-foot", words(FOOT, "05")),
        (
            "picture-of-the-agency-at-the-foot",
            Look::Picture(FOOT, "chu-ky-den.png"),
        ),
    ] {
        let expected = ORIGINAL
            .with_status("INFORMATION_ONLY")
            .with_signatures(3)
            .with_roles("person agency unknown");
        let steps = vec![person(), seal(), (Agency, look)];
        cases.push(case(name, expected, move |base| signed(base, &steps)));
    }
    cases
}

fn signed(base: &Base, steps: &[Step]) -> Vec<u8> {
    let mut bytes = base.plain.clone();
    for (number, (who, look)) in (1..).zip(steps) {
        let key = key(base, *who);
        let name = match look {
            Look::Signature => "NguoiKy1".to_owned(),
            _ => format!("Signature{number}"),
        };
        let signing = Signing::new(&key, &name).look(look.clone());
        bytes = signing.sign(&bytes);
    }
    bytes
}

pub(super) fn key(base: &Base, who: Who) -> Pkcs12Key {
    let issue = |name, profile| base.office.key(name, KeyType::P256, profile);
    match who {
        Who::Person => base.office.person.clone(),
        Who::Agency => base.office.agency.clone(),
        Who::Renewed => {
            let agency = &base.office.agency.certificate;
            issue(agency.subject_common_name().unwrap(), Profile::Agency)
        }
        Who::Reviewer => issue("Nguyễn Văn Nháy", Profile::Person),
        Who::Other => issue("Cổng thông tin điện tử tỉnh thử nghiệm", Profile::Agency),
    }
}

/// Upright text of 12 points in the middle of an area, as signing software writes it.
pub(super) fn words(area: Rect, text: &'static str) -> Look {
    let content: &'static str = match text {
        "05" => "BT /F1 13 Tf 8 8 Td (05) Tj ET",
        "20" => "BT /F1 13 Tf 8 8 Td (20) Tj ET",
        _ => "BT /F1 13 Tf 8 8 Td (11) Tj ET",
    };
    Look::Drawing(area, content)
}

/// Between `Số:` and `/QĐ-UBND` of the sample, a little wider than the blank.
pub(super) const NUMBER: Rect = Rect {
    left: 145.0,
    bottom: 709.0,
    right: 176.0,
    top: 738.0,
};
/// Behind `ngày`.
pub(super) const DAY: Rect = Rect {
    left: 396.0,
    bottom: 709.0,
    right: 427.0,
    top: 738.0,
};
/// Behind `tháng`.
pub(super) const MONTH: Rect = Rect {
    left: 454.0,
    bottom: 709.0,
    right: 485.0,
    top: 738.0,
};
/// Blank paper at the left edge.
pub(super) const MARGIN: Rect = Rect {
    left: 20.0,
    bottom: 120.0,
    right: 70.0,
    top: 150.0,
};
/// Blank paper above the head of the page.
const HEAD: Rect = Rect {
    left: 145.0,
    bottom: 805.0,
    right: 176.0,
    top: 834.0,
};
/// A second signature at the foot of the page, and the seal over its left third.
const SECOND: Rect = Rect {
    left: 200.0,
    bottom: 10.0,
    right: 290.0,
    top: 40.0,
};
const SECOND_SEAL: Rect = Rect {
    left: 152.0,
    bottom: 2.0,
    right: 230.0,
    top: 80.0,
};
/// Blank paper at the foot of the page.
pub(super) const FOOT: Rect = Rect {
    left: 60.0,
    bottom: 8.0,
    right: 290.0,
    top: 44.0,
};
/// A frame and words, as portals draw them.
pub(super) const BOX: &str = "0 0.4 0 RG 1 1 228 34 re S BT /F1 8 Tf 6 22 Td (Nguoi ky: Cong thong tin) Tj 0 -12 Td (Thoi gian ky: 20/11/2026) Tj ET";

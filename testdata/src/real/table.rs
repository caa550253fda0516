//! Every order in which agencies sign (docs/field.md), with pictures and texts of the sizes that they have: the smallest tenth, the
//! middle, the greatest tenth. A case is named after its order where that says all.

use super::holders::{
    CLERK, ELSEWHERE, LEADER, LETTERHEAD, MINISTRY, OFFICE, PARTNER, PRESS, PROVINCE, REVIEWER,
};
use super::paper::gaps;
use super::steps::*;
use super::{ORIGINAL, PASSED, case};
use crate::Case;
use crate::expected::Expected;
use crate::signing::Look;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = of_persons_and_seals();
    cases.extend(without_persons());
    cases.extend(with_little_drawn());
    cases.extend(boxes_and_words());
    cases
}

fn order(name: &'static str, roles: &'static str, expected: Expected, steps: Vec<Step>) -> Case {
    let expected = expected.with_signatures(steps.len()).with_roles(roles);
    case(name, expected, move |base| signed(base, &steps))
}

#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn of_persons_and_seals() -> Vec<Case> {
    let incomplete = ORIGINAL.with_status("INCOMPLETE");
    vec![
        order(
            "picture-of-the-person-by-the-agency-then-its-seal",
            "person agency",
            incomplete.with_reason("UnlikelyHolder"),
            vec![
                signature(PROVINCE, RIGHT, MIDDLE),
                seal(PROVINCE, MIDDLE, ROUND),
            ],
        ),
        order(
            "black-signature-then-seal-number-and-date",
            "person agency numbering numbering",
            ORIGINAL,
            [
                vec![black(LEADER, RIGHT, MIDDLE), seal(PROVINCE, MIDDLE, ROUND)],
                numbers(PROVINCE, 0, SHORT)[..2].to_vec(),
            ]
            .concat(),
        ),
        order(
            "initials-then-black-pictures-then-seal",
            "initials person numbering numbering numbering agency",
            ORIGINAL,
            [
                vec![
                    signature(CLERK, BESIDE, SMALL),
                    signature(LEADER, RIGHT, MIDDLE),
                ],
                black_numbers(MINISTRY),
                vec![seal(MINISTRY, MIDDLE, ROUND)],
            ]
            .concat(),
        ),
        order(
            "reviewer-with-his-own-block-then-seal-and-three-texts",
            "reviewer person agency numbering numbering numbering",
            ORIGINAL,
            [
                vec![
                    signature(REVIEWER, LEFT, SMALL),
                    signature(LEADER, RIGHT, MIDDLE),
                ],
                vec![seal(PROVINCE, MIDDLE, ROUND)],
                numbers(PROVINCE, 0, SHORT),
            ]
            .concat(),
        ),
        order(
            "two-persons-two-seals-and-four-texts",
            "person person agency agency numbering numbering numbering numbering",
            ORIGINAL,
            [
                vec![
                    signature(PARTNER, LEFT, SMALL),
                    signature(LEADER, RIGHT, SMALL),
                ],
                vec![
                    seal_at(MINISTRY, LEFT, SMALL, SQUARE),
                    seal(PROVINCE, SMALL, SQUARE),
                ],
                numbers(PROVINCE, 0, SHORT),
                vec![words(MINISTRY, HEAD, MEDIUM)],
            ]
            .concat(),
        ),
        order(
            "widgets-that-say-that-they-have-no-border",
            "person agency numbering numbering",
            ORIGINAL,
            [
                vec![
                    signature(LEADER, RIGHT, MIDDLE),
                    seal(PROVINCE, MIDDLE, ROUND),
                ],
                numbers(PROVINCE, 0, SHORT)[..2].to_vec(),
            ]
            .concat()
            .into_iter()
            .map(without_border)
            .collect(),
        ),
        order(
            "number-day-and-month-then-seal",
            "person numbering numbering numbering agency",
            ORIGINAL,
            [
                vec![signature(LEADER, RIGHT, LARGE)],
                numbers(PROVINCE, 0, MEDIUM),
                vec![seal(PROVINCE, LARGE, WIDE)],
            ]
            .concat(),
        ),
        order(
            "seal-between-the-numbers-of-decision-and-attachment",
            "person numbering numbering agency numbering numbering numbering numbering",
            ORIGINAL,
            [
                vec![signature(LEADER, RIGHT, SMALL)],
                numbers(PROVINCE, 0, SHORT)[..2].to_vec(),
                vec![seal(PROVINCE, SMALL, HIGH)],
                numbers(PROVINCE, 0, SHORT)[2..].to_vec(),
                numbers(PROVINCE, 1, SHORT),
            ]
            .concat(),
        ),
        order(
            "numbers-that-touch-the-words-around-them",
            "person agency numbering numbering numbering numbering numbering numbering",
            ORIGINAL,
            [
                vec![
                    signature(LEADER, RIGHT, LARGE),
                    seal(PROVINCE, LARGE, SQUARE),
                ],
                numbers(PROVINCE, 0, MEDIUM),
                numbers(PROVINCE, 1, MEDIUM),
            ]
            .concat(),
        ),
        order(
            "words-over-the-code-that-an-attachment-names",
            "person agency numbering",
            Expected::altered("DrawnOverContent"),
            vec![
                signature(LEADER, RIGHT, MIDDLE),
                seal(PROVINCE, MIDDLE, ROUND),
                Step {
                    page_index: 1,
                    ..words(PROVINCE, behind(&gaps(1)[0]), MEDIUM)
                },
            ],
        ),
        order(
            "seal-by-the-certificate-of-a-person-then-a-box",
            "agency portal",
            incomplete.with_reason("UnlikelyHolder"),
            vec![
                seal(CLERK, MIDDLE, ROUND),
                by(PRESS, Look::Drawing(FOOT, BOX)),
            ],
        ),
        order(
            "number-date-and-seal-by-the-certificate-of-a-clerk",
            "person numbering numbering numbering agency",
            ORIGINAL,
            [
                vec![signature(LEADER, RIGHT, MIDDLE)],
                numbers(CLERK, 0, SHORT),
                vec![seal(CLERK, MIDDLE, ROUND)],
            ]
            .concat(),
        ),
    ]
}

#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn without_persons() -> Vec<Case> {
    let incomplete = ORIGINAL.with_status("INCOMPLETE");
    let alone = PASSED.with_status("INCOMPLETE");
    vec![
        order(
            "three-texts-then-seal",
            "numbering numbering numbering agency",
            incomplete,
            [numbers(OFFICE, 0, SHORT), vec![seal(OFFICE, MIDDLE, ROUND)]].concat(),
        ),
        order(
            "seal-then-two-texts",
            "agency numbering numbering",
            incomplete,
            [
                vec![seal(MINISTRY, MIDDLE, ROUND)],
                numbers(MINISTRY, 0, SHORT)[..2].to_vec(),
            ]
            .concat(),
        ),
        order(
            "text-then-seal",
            "numbering agency",
            incomplete,
            vec![words(PRESS, HEAD, MEDIUM), seal(PRESS, MIDDLE, ROUND)],
        ),
        order(
            "black-picture-by-the-agency-in-the-block-then-texts-and-seal",
            "person numbering numbering agency",
            incomplete.with_reason("UnlikelyHolder"),
            [
                vec![black(MINISTRY, RIGHT, MIDDLE)],
                numbers(MINISTRY, 0, SHORT)[..2].to_vec(),
                vec![seal(MINISTRY, MIDDLE, ROUND)],
            ]
            .concat(),
        ),
        order(
            "black-number-by-the-agency-then-texts-and-seal",
            "numbering numbering numbering agency",
            incomplete,
            [
                black_numbers(MINISTRY)[..1].to_vec(),
                numbers(MINISTRY, 0, SHORT)[1..].to_vec(),
                vec![seal(MINISTRY, MIDDLE, ROUND)],
            ]
            .concat(),
        ),
        order(
            "seal-alone",
            "agency",
            alone,
            vec![seal(PRESS, MIDDLE, WIDE)],
        ),
        order(
            "seal-beside-an-empty-line-of-text",
            "agency",
            alone,
            vec![by(
                PRESS,
                Look::Made(centred(RIGHT, ROUND), seal_and_blanks),
            )],
        ),
        order(
            "black-signature-alone",
            "person",
            alone,
            vec![black(PARTNER, RIGHT, LARGE)],
        ),
    ]
}

fn with_little_drawn() -> Vec<Case> {
    let information = ORIGINAL.with_status("INFORMATION_ONLY");
    let nothing = |holder| by(holder, Look::Invisible);
    vec![
        order(
            "person-then-nothing-drawn-then-two-texts-and-seal",
            "person organisation_unseen numbering numbering agency",
            ORIGINAL,
            [
                vec![signature(LEADER, RIGHT, MIDDLE), nothing(PROVINCE)],
                numbers(PROVINCE, 0, SHORT)[..2].to_vec(),
                vec![seal(PROVINCE, MIDDLE, ROUND)],
            ]
            .concat(),
        ),
        order(
            "nothing-drawn-then-words-in-the-corner",
            "organisation_unseen attachment",
            information,
            vec![
                nothing(OFFICE),
                by(
                    OFFICE,
                    Look::Words(CORNER, &["05/QĐ-UBND", "20/11/2026 08:00:00 +07:00"]),
                ),
            ],
        ),
        order(
            "nothing-drawn-by-person-and-agency",
            "person_unseen organisation_unseen",
            information,
            vec![nothing(LEADER), nothing(MINISTRY)],
        ),
        order(
            "nothing-drawn-by-the-name-of-the-letterhead-and-another",
            "organisation_unseen unknown",
            information,
            vec![nothing(LETTERHEAD), nothing(ELSEWHERE)],
        ),
    ]
}

fn boxes_and_words() -> Vec<Case> {
    let information = PASSED.with_status("INFORMATION_ONLY");
    let later = ORIGINAL.with_status("INFORMATION_ONLY");
    let corner = |size| over(&CORNER, size);
    let attached = &["05/QĐ-UBND", "20/11/2026 08:00:00 +07:00"];
    vec![
        order(
            "box-of-a-gazette",
            "portal",
            information,
            vec![framed(PRESS, (389.0, 61.0))],
        ),
        order(
            "boxes-of-two-organisations",
            "portal portal",
            later,
            vec![
                framed(OFFICE, (152.0, 30.0)),
                by(
                    PRESS,
                    Look::Made(over(&HEAD_BOX, (217.0, 43.0)), picture_and_words),
                ),
            ],
        ),
        order(
            "words-in-the-corner-of-the-largest-size",
            "attachment",
            information,
            vec![by(PRESS, Look::Words(corner((198.0, 29.0)), attached))],
        ),
        order(
            "copy-in-the-corner-without-an-identifier",
            "copy",
            PASSED.with_status("COPY"),
            vec![by(
                OFFICE,
                Look::Words(corner((150.0, 29.0)), &["SAO Y", "20/11/2026"]),
            )],
        ),
        order(
            "looks-that-a-flag-hides-are-not-nothing",
            "unknown",
            information,
            vec![Step {
                flags: Some(2),
                ..signature(LEADER, RIGHT, MIDDLE)
            }],
        ),
    ]
}

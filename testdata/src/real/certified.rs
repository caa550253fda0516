//! A person certifies with P=2, as programs that fill in forms do, and the agency then adds seal, number and date that are
//! seen, each in an update of its own.

use super::orders::{BOX, DAY, FOOT, MARGIN, MONTH, NUMBER, Step, Who, key, words};
use super::{ORIGINAL, PASSED, case};
use crate::signing::{Look, Signing};
use crate::{Base, Case};

#[allow(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    use Who::{Agency, Other, Person, Reviewer};
    let person = || (Person, Look::Signature);
    let seal = || (Agency, Look::Seal);
    let number = || (Agency, words(NUMBER, "05"));
    let day = || (Agency, words(DAY, "20"));
    let month = || (Agency, words(MONTH, "11"));
    let initials = || (Reviewer, Look::Picture(MARGIN, "chu-ky-mau.png"));
    let portal = || (Other, Look::Drawing(FOOT, BOX));
    let order = |name, roles, certifies, steps: Vec<Step>| {
        let expected = ORIGINAL.with_signatures(steps.len()).with_roles(roles);
        let expected = match certifies {
            0 => expected.with_reason("SeenAfterCertification"),
            _ => expected,
        };
        case(name, expected, move |base| signed(base, &steps, certifies))
    };
    vec![
        order(
            "certified-then-seal-number-day-and-month",
            "person agency numbering numbering numbering",
            0,
            vec![person(), seal(), number(), day(), month()],
        ),
        order(
            "certified-then-number-day-and-seal",
            "person numbering numbering agency",
            0,
            vec![person(), number(), day(), seal()],
        ),
        order(
            "certified-by-the-reviewer-then-person-and-seal",
            "initials person agency",
            0,
            vec![initials(), person(), seal()],
        ),
        order(
            "initials-then-certified-then-seal",
            "initials person agency",
            1,
            vec![initials(), person(), seal()],
        ),
        order(
            "initials-then-certified-then-seal-number-and-day",
            "initials person agency numbering numbering",
            1,
            vec![initials(), person(), seal(), number(), day()],
        ),
        order(
            "certified-then-seal-number-day-and-portal-box",
            "person agency numbering numbering portal",
            0,
            vec![person(), seal(), number(), day(), portal()],
        ),
        order(
            "certified-then-seal-and-receipt-stamp",
            "person agency receipt",
            0,
            vec![
                person(),
                seal(),
                (Other, Look::Words(FOOT, &["ĐẾN", "Số: 12"])),
            ],
        ),
        case("certified-alone", PASSED.with_roles("person"), |base| {
            signed(base, &[(Person, Look::Signature)], 0)
        }),
    ]
}

/// The signature at this place, counted from 0, certifies.
fn signed(base: &Base, steps: &[Step], certifies: usize) -> Vec<u8> {
    let mut bytes = base.plain.clone();
    for (index, (who, look)) in steps.iter().enumerate() {
        let key = key(base, *who);
        let name = match look {
            Look::Signature => "NguoiKy1".to_owned(),
            _ => format!("Signature{}", index + 1),
        };
        let mut signing = Signing::new(&key, &name).look(look.clone());
        if index == certifies {
            signing = signing.certify(2);
        }
        bytes = signing.sign(&bytes);
    }
    bytes
}

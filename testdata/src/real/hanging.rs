//! Seals on what is printed: over the name of the agency or the title of an attachment (a hanging seal, NĐ 30/2020), and in the
//! place of the signature where the person signed otherwise. Each leaves to be read what it lies on.

use kyso_pdf::{Dictionary, Object, Rect, Stream};

use super::holders::{ARCHIVE, CLERK, Holder, LEADER, MINORITY, NAMESAKE, PROVINCE, REVIEWER};
use super::layers::{SIGNATURE, described, layers};
use super::paper::{gaps, pages};
use super::steps::*;
use super::{ORIGINAL, case};
use crate::attacks::forms::lock;
use crate::edit::{first_page, updated};
use crate::expected::Expected;
use crate::forms::PictureForm;
use crate::pixels::Rgba;
use crate::signing::{Look, Signing};
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = of_agencies();
    cases.extend(of_names());
    cases.extend(in_words());
    cases.extend(on_pictures_and_paper());
    cases
}

fn order(name: &'static str, roles: &'static str, expected: Expected, steps: Vec<Step>) -> Case {
    let expected = expected.with_signatures(steps.len()).with_roles(roles);
    case(name, expected, move |base| signed(base, &steps))
}

/// A seal of 53 mm here.
fn seal_on(centre: (f64, f64)) -> Step {
    let place = centred(centre, (150.0, 150.0));
    by(PROVINCE, Look::Picture(place, "con-dau-mau.png"))
}

fn hanging(page_index: usize, centre: (f64, f64)) -> Step {
    Step {
        page_index,
        ..hanging_of(PROVINCE, centre)
    }
}

fn hanging_of(holder: Holder, centre: (f64, f64)) -> Step {
    let place = centred(centre, SQUARE);
    by(holder, Look::Picture(place, "con-dau-mau.png"))
}

fn number() -> Step {
    numbers(PROVINCE, 0, SHORT).remove(0)
}

#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn of_agencies() -> Vec<Case> {
    let incomplete = ORIGINAL.with_status("INCOMPLETE");
    let approved = || signature(LEADER, RIGHT, MIDDLE);
    vec![
        order(
            "number-then-seal-on-title-and-name",
            "numbering agency",
            incomplete,
            vec![number(), seal_on(RIGHT)],
        ),
        order(
            "number-then-hanging-seal-on-the-name-of-the-agency",
            "numbering agency",
            incomplete,
            vec![number(), hanging(0, AGENCY)],
        ),
        order(
            "person-and-seal-then-hanging-seal-on-the-name-of-the-agency",
            "person agency agency",
            ORIGINAL,
            vec![
                approved(),
                seal(PROVINCE, MIDDLE, ROUND),
                hanging(0, AGENCY),
            ],
        ),
        order(
            "person-and-seal-then-hanging-seal-on-the-attachment",
            "person agency agency",
            ORIGINAL,
            vec![
                approved(),
                seal(PROVINCE, MIDDLE, ROUND),
                hanging(1, (238.0, 797.0)),
            ],
        ),
        order(
            "person-and-seal-then-seal-on-title-and-name-of-another",
            "person agency agency",
            incomplete.with_status("INFORMATION_ONLY"),
            vec![approved(), seal(PROVINCE, MIDDLE, ROUND), seal_on(LEFT)],
        ),
        order(
            "person-and-seal-then-seal-of-another-on-initials",
            "person agency person agency",
            incomplete.with_status("INFORMATION_ONLY"),
            vec![
                approved(),
                seal(PROVINCE, MIDDLE, ROUND),
                by(
                    REVIEWER,
                    Look::Picture(
                        centred((LEFT.0 + 80.0, LEFT.1), (60.0, 26.0)),
                        "chu-ky-mau.png",
                    ),
                ),
                seal_on(LEFT),
            ],
        ),
        // Its letters lie on the date of the signature.
        order(
            "seal-on-the-small-print-of-a-signature",
            "person agency",
            ORIGINAL,
            vec![
                by(
                    LEADER,
                    Look::Made(centred(RIGHT, MIDDLE), |area, add| {
                        layers(area, add, &described(area, SIGNATURE))
                    }),
                ),
                by(
                    PROVINCE,
                    Look::Picture(centred((414.6, 219.0), ROUND), "con-dau-mau.png"),
                ),
            ],
        ),
        order(
            "words-of-the-agency-then-hanging-seal-on-them",
            "person agency numbering agency",
            Expected::altered("DrawnOverContent"),
            vec![
                approved(),
                seal(PROVINCE, MIDDLE, ROUND),
                by(
                    PROVINCE,
                    Look::Words(centred((70.0, 805.0), (30.0, 14.0)), &["05"]),
                ),
                hanging(0, AGENCY),
            ],
        ),
        order(
            "nothing-drawn-by-the-person-then-seal-on-title-and-name",
            "person_unseen agency",
            incomplete,
            vec![by(LEADER, Look::Invisible), seal_on(RIGHT)],
        ),
        order(
            "seal-that-touches-the-signature-and-lies-on-the-name",
            "person agency",
            ORIGINAL,
            vec![approved(), seal_on((270.0, 170.0))],
        ),
    ]
}

/// What certificates name, and what they do not.
fn of_names() -> Vec<Case> {
    let hung = |name, expected: Expected, holder: Holder| {
        let approval = signature(LEADER, RIGHT, MIDDLE);
        let seal = seal(PROVINCE, MIDDLE, ROUND);
        let steps = vec![approval, seal, hanging_of(holder, AGENCY)];
        order(name, "person agency agency", expected, steps)
    };
    vec![
        hung(
            "hanging-seal-of-an-agency-with-a-family-name",
            ORIGINAL,
            ARCHIVE,
        ),
        hung(
            "hanging-seal-of-a-person-whose-organisation-has-his-name",
            Expected::altered("DrawnOverContent"),
            NAMESAKE,
        ),
        order(
            "initials-then-a-person-of-a-rare-name-then-seal",
            "initials person agency",
            ORIGINAL,
            vec![
                signature(REVIEWER, BESIDE, (40.0, 20.0)),
                signature(MINORITY, RIGHT, MIDDLE),
                seal(PROVINCE, MIDDLE, ROUND),
            ],
        ),
    ]
}

fn in_words() -> Vec<Case> {
    let approved = |lines| by(LEADER, Look::Words(centred(RIGHT, (190.0, 40.0)), lines));
    let own: &[&str] = &["Ký bởi: Trần Thị Minh Ánh", "Ngày ký: 20/11/2026"];
    vec![
        order(
            "approval-in-words-then-seal",
            "person agency",
            ORIGINAL,
            vec![
                approved(own),
                seal_at(PROVINCE, (372.0, 200.0), MIDDLE, ROUND),
            ],
        ),
        order(
            "approval-in-words-of-another-name-then-seal",
            "unknown agency",
            ORIGINAL.with_status("INCOMPLETE"),
            vec![
                approved(&["Ký bởi: Nguyễn Văn Đức"]),
                seal_on((145.0, 200.0)),
            ],
        ),
        order(
            "approval-in-words-that-do-not-agree-then-seal",
            "unknown agency",
            ORIGINAL.with_status("INCOMPLETE"),
            vec![
                approved(&["Trần Thị Minh Ánh", "không đồng ý ban hành"]),
                seal_on((145.0, 200.0)),
            ],
        ),
        order(
            "number-by-a-clerk-then-seal-on-title-and-name",
            "unknown agency",
            ORIGINAL.with_status("INCOMPLETE"),
            vec![words(CLERK, BESIDE, SHORT), seal_on(RIGHT)],
        ),
    ]
}

fn on_pictures_and_paper() -> Vec<Case> {
    let on_paper = Look::Form(
        over(&gaps(1)[0], WIDER),
        "chu-ky-mau",
        PictureForm::JpegOnPaper,
    );
    let expected = ORIGINAL.with_status("INCOMPLETE").with_signatures(2);
    vec![
        case(
            "number-then-seal-on-a-signature-of-the-page",
            expected.with_roles("numbering agency"),
            |base| {
                signed_from(
                    base,
                    with_picture(),
                    &[number(), seal(PROVINCE, MIDDLE, ROUND)],
                )
            },
        ),
        order(
            "number-on-white-paper-over-its-line",
            "person agency person",
            Expected::altered("DrawnOverContent"),
            vec![
                signature(LEADER, RIGHT, MIDDLE),
                seal(PROVINCE, MIDDLE, ROUND),
                Step {
                    page_index: 1,
                    ..by(PROVINCE, on_paper)
                },
            ],
        ),
        case(
            "locked-fields-then-seal-and-number",
            ORIGINAL
                .with_signatures(3)
                .with_roles("person agency numbering"),
            |base| {
                let approval = signature(LEADER, RIGHT, MIDDLE);
                let approved = Signing::new(&LEADER.key(base), "Signature1")
                    .field_entry("Lock", lock("All", None))
                    .look(approval.look)
                    .sign(&pages());
                let agency = PROVINCE.key(base);
                let steps = [seal(PROVINCE, MIDDLE, ROUND), number()];
                steps
                    .into_iter()
                    .zip(2..)
                    .fold(approved, |bytes, (step, at)| {
                        let name = format!("Signature{at}");
                        Signing::new(&agency, &name).look(step.look).sign(&bytes)
                    })
            },
        ),
    ]
}

fn signed_from(base: &Base, bytes: Vec<u8>, steps: &[Step]) -> Vec<u8> {
    steps.iter().zip(1..).fold(bytes, |bytes, (step, at)| {
        let key = step.holder.key(base);
        let name = format!("Signature{at}");
        Signing::new(&key, &name)
            .look(step.look.clone())
            .sign(&bytes)
    })
}

/// The page with the picture of a signature in its content.
fn with_picture() -> Vec<u8> {
    let bytes = pages();
    let (id, page) = first_page(&bytes);
    updated(&bytes, |update| {
        let picture = Rgba::of("chu-ky-mau.png").image(update);
        let resources = page.get("Resources").and_then(Object::as_dictionary);
        let resources = resources.unwrap();
        let objects = resources.get("XObject").and_then(Object::as_dictionary);
        let objects = objects.unwrap().clone().with("Im0", picture);
        let Rect { left, bottom, .. } = centred(RIGHT, MIDDLE);
        let (width, height) = MIDDLE;
        let content = format!("q {width} 0 0 {height} {left} {bottom} cm /Im0 Do Q");
        let drawn = update.add(Stream::new(Dictionary::new(), content.into_bytes()));
        let before = page.get("Contents").unwrap().clone();
        let resources = resources.clone().with("XObject", objects);
        let page = page
            .clone()
            .with("Resources", resources)
            .with("Contents", vec![before, drawn.into()]);
        update.set(id, page);
    })
}

/// A box of a number that reaches over the words around its gap.
const WIDER: Size = (90.0, 28.0);
/// Over the first words of the name of the agency at the head of the page.
const AGENCY: (f64, f64) = (56.0, 842.0 - 70.0);

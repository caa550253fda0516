//! Signatures and seals in all forms in which programs write pictures: each is measured, and makes an original. On white
//! paper a picture hides what is below: a seal is recognised all the same.

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::Rect;

use super::{ORIGINAL, PASSED, case};
use crate::expected::Expected;
use crate::forms::{PictureForm, in_calibrated_gray};
use crate::signing::{Look, Signing};
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let both = ORIGINAL.with_signatures(2).with_roles("person agency");
    let signature = |&(form, name, _): &(PictureForm, &'static str, &'static str)| {
        case(name, both, move |base| {
            let person = Signing::new(&base.office.person, "NguoiKy1").on_page(PAGE);
            let person = person.look(Look::Form(SIGNATURE, "chu-ky-mau", form));
            let agency = Signing::new(&base.office.agency, "ConDau1").on_page(PAGE);
            let agency = agency.look(Look::Picture(SEAL, "con-dau-mau.png"));
            agency.sign(&person.sign(&base.plain))
        })
    };
    let seal = |&(form, _, name): &(PictureForm, &'static str, &'static str)| {
        let expected = match form {
            PictureForm::JpegOnPaper => PASSED.with_roles("agency").with_status("INCOMPLETE"),
            _ => both,
        };
        case(name, expected, move |base| {
            let person = Signing::new(&base.office.person, "NguoiKy1").on_page(PAGE);
            let person = person.look(Look::Picture(SIGNATURE, "chu-ky-mau.png"));
            let approved = match form {
                PictureForm::JpegOnPaper => base.plain.clone(),
                _ => person.sign(&base.plain),
            };
            let agency = Signing::new(&base.office.agency, "ConDau1").on_page(PAGE);
            agency
                .look(Look::Form(SEAL, "con-dau-mau", form))
                .sign(&approved)
        })
    };
    let signatures = NAMES.iter().map(signature);
    let all = signatures.chain(NAMES.iter().map(seal));
    all.chain(on_paper()).chain([in_gray(both)]).collect()
}

/// The ink has lost its colour and is black: the signature counts, but breaks the rule about the blue picture.
fn in_gray(expected: Expected) -> Case {
    case("signature-as-calibrated-gray", expected, |base| {
        let person = Signing::new(&base.office.person, "NguoiKy1").on_page(PAGE);
        let person = person.look(Look::Made(SIGNATURE, in_calibrated_gray));
        let agency = Signing::new(&base.office.agency, "ConDau1").on_page(PAGE);
        let agency = agency.look(Look::Picture(SEAL, "con-dau-mau.png"));
        agency.sign(&person.sign(&base.plain))
    })
}

/// A leader whose signature has white paper of its own, after another person's initials.
fn on_paper() -> Vec<Case> {
    let signed = |base: &Base, area: Rect| {
        let reviewer = base
            .office
            .key("Nguyễn Văn Nháy", KeyType::P256, Profile::Person);
        let initials = Signing::new(&reviewer, "Nhay");
        let initials = initials.look(Look::Picture(MARGIN, "chu-ky-mau.png"));
        let leader = Signing::new(&base.office.person, "NguoiKy1").on_page(PAGE);
        let leader = leader.look(Look::Form(area, "chu-ky-mau", PictureForm::JpegOnPaper));
        let agency = Signing::new(&base.office.agency, "ConDau1").on_page(PAGE);
        let agency = agency.look(Look::Picture(SEAL, "con-dau-mau.png"));
        agency.sign(&leader.sign(&initials.sign(&base.plain)))
    };
    let three = ORIGINAL
        .with_signatures(3)
        .with_roles("initials person agency");
    let over = Expected::altered("DrawnOverContent").with_signatures(3);
    vec![
        case("signature-on-paper-after-initials", three, move |base| {
            signed(base, SIGNATURE)
        }),
        case(
            "signature-on-paper-over-the-title",
            over.with_roles("initials person agency"),
            move |base| signed(base, OVER_TITLE),
        ),
    ]
}

const MARGIN: Rect = Rect {
    left: 20.0,
    bottom: 120.0,
    right: 70.0,
    top: 150.0,
};
/// Up to the line above.
const OVER_TITLE: Rect = Rect {
    left: 246.0,
    bottom: 477.0,
    right: 390.0,
    top: 538.7,
};

/// Each form with the names of its cases.
const NAMES: [(PictureForm, &str, &str); PictureForm::ALL.len()] = [
    (PictureForm::Jpeg, "signature-as-jpeg", "seal-as-jpeg"),
    (
        PictureForm::ProgressiveJpeg,
        "signature-as-progressive-jpeg",
        "seal-as-progressive-jpeg",
    ),
    (
        PictureForm::JpegMask,
        "signature-as-jpeg-with-a-jpeg-mask",
        "seal-as-jpeg-with-a-jpeg-mask",
    ),
    (
        PictureForm::Jpeg2000,
        "signature-as-jpeg-2000",
        "seal-as-jpeg-2000",
    ),
    (
        PictureForm::JpegOnPaper,
        "signature-as-jpeg-on-paper",
        "seal-as-jpeg-on-paper",
    ),
    (
        PictureForm::Stencil,
        "signature-as-stencil",
        "seal-as-stencil",
    ),
    (
        PictureForm::TurnedStencil,
        "signature-as-turned-stencil",
        "seal-as-turned-stencil",
    ),
    (
        PictureForm::InlineStencil,
        "signature-as-inline-stencil",
        "seal-as-inline-stencil",
    ),
    (
        PictureForm::StencilMask,
        "signature-as-stencil-mask",
        "seal-as-stencil-mask",
    ),
    (PictureForm::Matte, "signature-as-matte", "seal-as-matte"),
    (PictureForm::Lab, "signature-as-lab", "seal-as-lab"),
    (
        PictureForm::TableOfLab,
        "signature-as-table-of-lab",
        "seal-as-table-of-lab",
    ),
    (
        PictureForm::TableOfCalibrated,
        "signature-as-table-of-calibrated-colours",
        "seal-as-table-of-calibrated-colours",
    ),
    (
        PictureForm::TableOfProfile,
        "signature-as-table-of-colours-of-a-profile",
        "seal-as-table-of-colours-of-a-profile",
    ),
    (
        PictureForm::Bits16,
        "signature-as-sixteen-bits",
        "seal-as-sixteen-bits",
    ),
    (
        PictureForm::Bits4,
        "signature-as-four-bits",
        "seal-as-four-bits",
    ),
    (
        PictureForm::Bits2,
        "signature-as-two-bits",
        "seal-as-two-bits",
    ),
    (
        PictureForm::MaskOfBits,
        "signature-as-mask-of-bits",
        "seal-as-mask-of-bits",
    ),
    (
        PictureForm::TurnedColours,
        "signature-as-turned-colours",
        "seal-as-turned-colours",
    ),
    (
        PictureForm::TurnedMask,
        "signature-as-turned-mask",
        "seal-as-turned-mask",
    ),
];

/// The page of title and name in the sample.
const PAGE: usize = 1;
/// Between title and name.
const SIGNATURE: Rect = Rect {
    left: 246.0,
    bottom: 457.0,
    right: 390.0,
    top: 518.7,
};
/// Over its left third.
const SEAL: Rect = Rect {
    left: 192.0,
    bottom: 437.0,
    right: 294.0,
    top: 539.0,
};

//! Later signatures over a state that the earlier signers did not sign.

use super::incremental::with_content;
use crate::edit::{field, updated};
use crate::expected::Expected;
use crate::office::impostor;
use crate::signing::{Look, Signing};
use crate::{Base, Case, Family};

pub(crate) fn family() -> Family {
    let altered = Expected::altered("Replaced").with_signatures(2);
    Family {
        name: "state",
        cases: vec![
            Case::new("seal-over-a-forged-document", altered, |base| {
                sealed(base, &with_content(&base.approved))
            }),
            Case::new("seal-over-a-forged-picture", altered, |base| {
                let (id, widget) = field(&base.approved, 0);
                let rect = kyso_pdf::Rect::from_corners(350.0, 100.0, 450.0, 200.0);
                sealed(
                    base,
                    &updated(&base.approved, |update| {
                        update.set(id, widget.with("Rect", rect.to_object()));
                    }),
                )
            }),
            Case::new("forged-between-approval-and-seal", altered, |base| {
                let noted = super::incremental::annotated(&base.approved, "FreeText");
                sealed(base, &noted)
            }),
            Case::new("forged-after-the-seal", altered, |base| {
                with_content(&base.issued)
            }),
            Case::new(
                "seal-by-a-stranger",
                Expected::doubtful("NO_CERTIFICATE_CHAIN_FOUND", "NoPath").with_signatures(2),
                |base| {
                    Signing::new(&impostor().agency, "ConDau1")
                        .look(Look::Seal)
                        .sign(&base.approved)
                },
            ),
            Case::new(
                "approval-by-a-stranger",
                Expected::doubtful("NO_CERTIFICATE_CHAIN_FOUND", "NoPath").with_signatures(2),
                |base| {
                    let stranger = impostor();
                    let person = Signing::new(&stranger.person, "NguoiKy1");
                    sealed(base, &person.look(Look::Signature).sign(&base.plain))
                },
            ),
        ],
    }
}

fn sealed(base: &Base, bytes: &[u8]) -> Vec<u8> {
    Signing::new(&base.office.agency, "ConDau1")
        .look(Look::Seal)
        .sign(bytes)
}

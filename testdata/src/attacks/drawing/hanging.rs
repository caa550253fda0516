//! Red pictures on print that are not acceptable as seals of an agency: by strangers and persons, hiding a word, of another
//! kind, drawn twice.

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::Rect;
use kyso_pki::Pkcs12Key;

use super::plates::hidden;
use crate::expected::Expected;
use crate::office::impostor;
use crate::pixels::Rgba;
use crate::signing::{Look, Signing};
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let covered = Expected::altered("DrawnOverContent").with_signatures(2);
    let by = |name, holder: fn(&Base) -> Pkcs12Key| {
        Case::new(name, covered, move |base| {
            hung(&holder(base), Look::Picture(HEAD, "con-dau-mau.png"), base)
        })
    };
    vec![
        by("hanging-seal-of-a-stranger", |_| impostor().agency),
        by("hanging-seal-of-a-person", |base| {
            base.office
                .key("Lê Văn Kiểm", KeyType::P256, Profile::Person)
        }),
        Case::new("hanging-picture-of-a-signature", covered, |base| {
            let look = Look::Picture(HEAD, "chu-ky-mau.png");
            hung(&base.office.agency, look, base)
        }),
        Case::new("hanging-seal-on-a-later-page", covered, |base| {
            let look = Look::Picture(HEAD, "con-dau-mau.png");
            Signing::new(&base.office.agency, "ConDau1")
                .on_page(1)
                .look(look)
                .sign(&base.approved)
        }),
        Case::new("hanging-seal-with-a-bar", hidden(2), |base| {
            let bar = |x: f64, y: f64| (0.1..0.9).contains(&x) && (0.3..0.45).contains(&y);
            let seal = Rgba::seal().resized(300).fill([214, 17, 40, 255], bar);
            painted(&seal, base)
        }),
        Case::new("hanging-seal-with-a-black-stroke", covered, |base| {
            let stroke = |x: f64, y: f64| (0.3..0.7).contains(&x) && (0.3..0.32).contains(&y);
            let seal = Rgba::seal().resized(300).fill([0, 0, 0, 255], stroke);
            painted(&seal, base)
        }),
        Case::new("hanging-seal-with-paper-of-its-own", covered, |base| {
            let seal = Rgba::seal().resized(300).each(|_, pixel| match pixel {
                [.., 0..40] => [255, 255, 255, 255],
                other => other,
            });
            painted(&seal, base)
        }),
    ]
}

/// On the approved decision, over the name of its agency.
fn hung(key: &Pkcs12Key, look: Look, base: &Base) -> Vec<u8> {
    Signing::new(key, "ConDau1").look(look).sign(&base.approved)
}

fn painted(seal: &Rgba, base: &Base) -> Vec<u8> {
    seal.sign_on(0, (&base.office.agency, "ConDau1"), HEAD, &base.approved)
}

/// Over the name of the agency at the head of the page.
const HEAD: Rect = Rect {
    left: 110.0,
    bottom: 700.0,
    right: 220.0,
    top: 810.0,
};

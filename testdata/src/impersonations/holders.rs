//! One holder who looks like two: another spelling of the name, or another name for the key.

use kyso_issuing::Profile;
use kyso_pki::Pkcs12Key;

use crate::der;
use crate::expected::Expected;
use crate::office::SIGNER;
use crate::signing::{Look, Signing};
use crate::{Base, Case};

pub(super) fn cases(incomplete: Expected) -> Vec<Case> {
    let spelled = |name, subject: fn() -> Vec<u8>| {
        Case::new(name, incomplete, move |base| {
            let key = base.office.key_with(SIGNER, Profile::Agency, |request| {
                request.with_encoded_subject(subject())
            });
            sealed_by(base, &key)
        })
    };
    vec![
        spelled("one-holder-in-two-encodings", || {
            subject(&ORDER, |text| (BMP_STRING, utf16(text)))
        }),
        spelled("one-holder-in-capital-letters", || {
            subject(&ORDER, |text| {
                (UTF8_STRING, text.to_uppercase().into_bytes())
            })
        }),
        spelled("one-holder-with-more-blanks", || {
            subject(&ORDER, |text| {
                let blanks = format!(" {} ", text.replace(' ', "  "));
                (UTF8_STRING, blanks.into_bytes())
            })
        }),
        spelled("one-holder-in-another-order", || {
            let mut order = ORDER;
            order.reverse();
            subject(&order, |text| (UTF8_STRING, text.as_bytes().to_vec()))
        }),
        spelled("one-holder-with-an-invisible-letter", || {
            subject(&ORDER, |text| {
                (UTF8_STRING, text.replace(' ', "\u{200B} ").into_bytes())
            })
        }),
        spelled("one-holder-on-one-level", || {
            let parts = ORDER.map(|(kind, text)| attribute(kind, UTF8_STRING, text.as_bytes()));
            der::sequence(&[&der::set_of(der::SET, &parts)])
        }),
        Case::new("one-key-under-two-names", incomplete, |base| {
            let own = base.office.person.key.clone();
            let key =
                base.office
                    .key_with("UBND tỉnh thử nghiệm", Profile::Agency, |request| {
                        request.with_key(own)
                    });
            sealed_by(base, &key)
        }),
    ]
}

fn sealed_by(base: &Base, key: &Pkcs12Key) -> Vec<u8> {
    Signing::new(key, "ConDau1")
        .look(Look::Seal)
        .sign(&base.approved)
}

/// The subject of the person, each value as `spell` writes it.
fn subject(order: &[(&str, &str)], spell: impl Fn(&str) -> (u8, Vec<u8>)) -> Vec<u8> {
    let levels: Vec<Vec<u8>> = order
        .iter()
        .map(|(kind, text)| {
            let (tag, value) = spell(text);
            der::element(der::SET, &[&attribute(kind, tag, &value)])
        })
        .collect();
    let levels: Vec<&[u8]> = levels.iter().map(Vec::as_slice).collect();
    der::sequence(&levels)
}

fn attribute(kind: &str, tag: u8, value: &[u8]) -> Vec<u8> {
    der::sequence(&[&der::oid(kind), &der::element(tag, &[value])])
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// Country, locality, organization, common name.
const ORDER: [(&str, &str); 4] = [
    ("2.5.4.6", "VN"),
    ("2.5.4.7", "Quảng Ngãi"),
    ("2.5.4.10", "Ủy ban nhân dân tỉnh"),
    ("2.5.4.3", SIGNER),
];

const UTF8_STRING: u8 = 0x0C;
const BMP_STRING: u8 = 0x1E;

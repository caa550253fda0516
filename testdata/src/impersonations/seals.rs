//! Seals whose files state their colours twice: kyso could measure one statement while a program shows the other. So none of them
//! counts as a seal, and over the signature of the person it covers ink.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Update};

use crate::Case;
use crate::controls::pictures::{
    Seal, adobe, before_tables, encoded, encoded_image, sealed, sealed_with, within,
};
use crate::edit::picture_form;
use crate::expected::Expected;
use crate::forms::SCREEN;
use crate::profiles::{bitten, srgb, turned, white};

type Make = fn(&Seal, &mut Update<'_, '_>) -> ObjectId;

pub(super) fn cases() -> Vec<Case> {
    let covered = Expected::altered("DrawnOverContent").with_signatures(2);
    let case = |(name, make): (&'static str, Make)| {
        Case::new(name, covered, move |base| sealed(base, make))
    };
    let mut cases: Vec<Case> = JPEG.iter().chain(&SPACES).copied().map(case).collect();
    cases.push(Case::new("seal-in-a-group-of-gray", covered, |base| {
        sealed_with(base, |update| {
            let image = Seal::sample().in_profile(&srgb(), Dictionary::new(), update);
            let mut form = picture_form(image);
            let group = Dictionary::new()
                .with("S", Name::from("Transparency"))
                .with("I", true)
                .with("CS", Name::from("DeviceGray"));
            form.dictionary.insert("Group", group);
            update.add(form)
        })
    }));
    cases
}

const JPEG: [(&str, Make); 10] = [
    ("seal-as-jpeg-with-a-profile-that-turns-red", |_, update| {
        encoded(
            ".jpg",
            |data| before_tables(data, &within(&turned())),
            update,
        )
    }),
    ("seal-as-jpeg-called-red-green-blue", |_, update| {
        encoded(".jpg", |data| before_tables(data, &adobe(0)), update)
    }),
    ("seal-as-jpeg-with-letters-for-numbers", |_, update| {
        encoded(".jpg", with_letters, update)
    }),
    ("seal-as-jpeg-that-ends-early", |_, update| {
        let cut = |data: &[u8]| [&data[..data.len() * 2 / 3], &[0xFF, 0xD9]].concat();
        encoded(".jpg", cut, update)
    }),
    ("seal-as-jpeg-with-another-scan", |_, update| {
        let twice = |data: &[u8]| {
            let start = data.windows(2).position(|mark| mark == [0xFF, 0xDA]);
            let end = data.len() - 2;
            [&data[..end], &data[start.unwrap()..]].concat()
        };
        encoded(".jpg", twice, update)
    }),
    ("seal-as-progressive-jpeg-without-its-end", |_, update| {
        let cut = |data: &[u8]| {
            let last = data.windows(2).rposition(|mark| mark == [0xFF, 0xDA]);
            [&data[..last.unwrap()], &[0xFF, 0xD9]].concat()
        };
        encoded("-luy-tien.jpg", cut, update)
    }),
    ("seal-as-jpeg-2000-in-luminance", |_, update| {
        encoded(".jp2", |data| with_colours(data, 18), update)
    }),
    ("seal-as-jpeg-2000-called-gray", |_, update| {
        encoded(".jp2", |data| with_colours(data, 17), update)
    }),
    ("seal-as-jpeg-2000-turned-over", |_, update| {
        let mut image = encoded_image(".jp2", <[u8]>::to_vec, update);
        let turned = [1, 0, 1, 0, 1, 0].map(Object::from).to_vec();
        image.dictionary.insert("Decode", turned);
        update.add(image)
    }),
    ("seal-as-jpeg-2000-of-tiny-blocks", |_, update| {
        let tiny = |data: &[u8]| {
            let mut data = data.to_vec();
            let style = data.windows(2).position(|mark| mark == [0xFF, 0x52]);
            data[style.unwrap() + 10..][..2].fill(0);
            data
        };
        encoded(".jp2", tiny, update)
    }),
];

const SPACES: [(&str, Make); 8] = [
    (
        "seal-in-colours-of-a-profile-that-turns-red",
        |seal, update| seal.in_profile(&turned(), Dictionary::new(), update),
    ),
    ("seal-in-colours-of-a-profile-of-white", |seal, update| {
        seal.in_profile(&white(), Dictionary::new(), update)
    }),
    ("seal-in-colours-of-a-profile-with-bites", |seal, update| {
        seal.in_profile(&bitten(), Dictionary::new(), update)
    }),
    ("seal-in-colours-of-a-profile-or-of-lab", |seal, update| {
        let entries = Dictionary::new().with("WhitePoint", reals(&[0.95, 1.0, 1.09]));
        let lab: Vec<Object> = vec![Name::from("Lab").into(), entries.into()];
        seal.in_profile(&srgb(), Dictionary::new().with("Alternate", lab), update)
    }),
    (
        "seal-in-calibrated-colours-that-turn-red",
        |seal, update| {
            let [red, green, blue] = SCREEN;
            let entries = Dictionary::new()
                .with("WhitePoint", reals(&[0.9505, 1.0, 1.089]))
                .with("Gamma", reals(&[2.2; 3]))
                .with("Matrix", reals(&[blue, green, red].concat()));
            let colours: Vec<Object> = vec![Name::from("CalRGB").into(), entries.into()];
            seal.in_colours(colours.into(), update)
        },
    ),
    (
        "seal-by-a-table-beyond-its-highest-index",
        |seal, update| update.add(seal.by_a_table(0)),
    ),
    ("seal-by-a-reference-to-a-stencil", |seal, update| {
        let stencil = update.add(Object::Boolean(true));
        let mut image = seal.by_a_table_of_bits(update);
        image.dictionary.insert("ImageMask", stencil);
        update.add(image)
    }),
    ("seal-in-lab-under-an-odd-white", |seal, update| {
        let entries = Dictionary::new()
            .with("WhitePoint", reals(&[0.1, 1.0, 0.1]))
            .with("Range", reals(&[-128.0, 127.0, -128.0, 127.0]));
        let colours: Vec<Object> = vec![Name::from("Lab").into(), entries.into()];
        seal.in_colours(colours.into(), update)
    }),
];

fn reals(numbers: &[f64]) -> Vec<Object> {
    numbers.iter().copied().map(Object::Real).collect()
}

/// JPEG data whose components are called R, G and B.
fn with_letters(data: &[u8]) -> Vec<u8> {
    let mut data = data.to_vec();
    for (marker, first, step) in [(0xC0, 10, 3), (0xDA, 5, 2)] {
        let at = data.windows(2).position(|mark| mark == [0xFF, marker]);
        for (index, letter) in b"RGB".iter().enumerate() {
            data[at.unwrap() + first + step * index] = *letter;
        }
    }
    data
}

/// JPEG 2000 data in the colours of another number.
fn with_colours(data: &[u8], number: u8) -> Vec<u8> {
    let mut data = data.to_vec();
    let at = data.windows(4).position(|kind| kind == b"colr").unwrap();
    data[at + 10] = number;
    data
}

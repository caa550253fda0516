//! Seals in the forms in which programs write pictures: each is measured, and
//! makes an original.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Stream, Update};
use kyso_stamp_images::Picture;

use crate::edit::{form_of, picture_form, sample, updated};
use crate::expected::Expected;
use crate::forms::calibrated;
use crate::profiles::srgb;
use crate::signing::{Look, Signing};
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = in_colours();
    cases.extend(in_places());
    cases
}

fn original() -> Expected {
    Expected::passed()
        .with_modifications("permitted")
        .with_signatures(2)
        .with_status("ORIGINAL")
}

/// The seal in the colours and masks of programs.
fn in_colours() -> Vec<Case> {
    let sealed = |name, make: fn(&Seal, &mut Update<'_, '_>) -> ObjectId| {
        Case::new(name, original(), move |base| sealed(base, make))
    };
    vec![
        sealed("seal-in-calibrated-colours", |seal, update| {
            seal.in_colours(calibrated(), update)
        }),
        sealed("seal-in-colours-of-a-profile", |seal, update| {
            seal.in_profile(&srgb(), Dictionary::new(), update)
        }),
        sealed("seal-in-colours-of-no-profile", |seal, update| {
            seal.in_profile(b"a profile", Dictionary::new(), update)
        }),
        sealed("seal-as-jpeg-of-a-telephone", |_, update| {
            let own = [exif(), within(&srgb())].concat();
            encoded(".jpg", |data| before_tables(data, &own), update)
        }),
        sealed("seal-as-jpeg-of-adobe", |_, update| {
            encoded(".jpg", |data| before_tables(data, &adobe(1)), update)
        }),
        sealed("seal-as-bare-jpeg-2000", |_, update| {
            let bare = |data: &[u8]| {
                let start = data.windows(4).position(|w| w == [0xFF, 0x4F, 0xFF, 0x51]);
                data[start.unwrap()..].to_vec()
            };
            encoded(".jp2", bare, update)
        }),
        sealed("seal-by-a-table-with-a-colour-key", |seal, update| {
            update.add(seal.by_a_table(1))
        }),
        sealed("seal-by-a-table-of-bits", |seal, update| {
            let image = seal.by_a_table_of_bits(update);
            update.add(image)
        }),
        sealed("seal-with-its-mask-turned-over", |seal, update| {
            let mut mask = seal.mask();
            let opaque = seal.alpha().map(|alpha| 255 - alpha).collect();
            mask.data = Stream::new(Dictionary::new(), opaque).data;
            let turned = [1, 0].map(Object::from).to_vec();
            mask.dictionary.insert("Decode", turned);
            let mask = update.add(mask);
            let mut image = seal.colours();
            image.dictionary.insert("SMask", mask);
            update.add(image)
        }),
    ]
}

/// The seal by the numbers that programs place it by.
fn in_places() -> Vec<Case> {
    vec![
        Case::new("seal-placed-by-hundreds-of-steps", original(), |base| {
            let steps = "1 0 0 1 0.25 -0.5 cm 1 0 0 1 -0.25 0.5 cm ".repeat(300);
            placed(
                base,
                [0, 0, 100, 100],
                &format!("q {steps} 100 0 0 100 0 0 cm /Im0 Do Q"),
            )
        }),
        Case::new("seal-in-an-area-as-large-as-16-bits", original(), |base| {
            let limits = [-32_768, -32_768, 32_768, 32_768];
            placed(base, limits, "q 65536 0 0 65536 -32768 -32768 cm /Im0 Do Q")
        }),
        Case::new("seal-in-thousandths-of-a-millimetre", original(), |base| {
            let area = [0, 0, 36_000, 36_000];
            placed(base, area, "q 36000 0 0 36000 0 0 cm /Im0 Do Q")
        }),
    ]
}

/// The sample seal in a form of this area and content.
fn placed(base: &Base, area: [i64; 4], content: &str) -> Vec<u8> {
    sealed_with(base, |update| {
        let picture = Seal::sample().in_colours(Name::from("DeviceRGB").into(), update);
        let pictures = Dictionary::new().with("Im0", picture);
        let resources = Dictionary::new().with("XObject", pictures);
        update.add(form_of(area, resources, content))
    })
}

/// The seal as JPEG or JPEG 2000 data, changed, with its soft mask.
pub(crate) fn encoded(
    kind: &str,
    change: impl FnOnce(&[u8]) -> Vec<u8>,
    update: &mut Update<'_, '_>,
) -> ObjectId {
    let image = encoded_image(kind, change, update);
    update.add(image)
}

/// The same, not yet added.
pub(crate) fn encoded_image(
    kind: &str,
    change: impl FnOnce(&[u8]) -> Vec<u8>,
    update: &mut Update<'_, '_>,
) -> Stream {
    let data = change(&sample(&format!("con-dau-mau{kind}")));
    let filter = if kind == ".jp2" {
        "JPXDecode"
    } else {
        "DCTDecode"
    };
    let small = Seal::sample().scaled(240);
    let mask = update.add(small.mask());
    let image = small
        .image(8)
        .with("ColorSpace", Name::from("DeviceRGB"))
        .with("Filter", Name::from(filter))
        .with("SMask", mask);
    Stream::new(image, data)
}

/// JPEG data with segments before their tables.
pub(crate) fn before_tables(data: &[u8], segments: &[u8]) -> Vec<u8> {
    let at = data
        .windows(2)
        .position(|mark| mark == [0xFF, 0xDB])
        .unwrap();
    [&data[..at], segments, &data[at..]].concat()
}

/// The segment of Adobe: how colours are turned.
pub(crate) fn adobe(transform: u8) -> Vec<u8> {
    [b"\xFF\xEE\0\x0EAdobe\0d\0\0\0\0".as_slice(), &[transform]].concat()
}

/// A profile within JPEG data.
pub(crate) fn within(profile: &[u8]) -> Vec<u8> {
    let length = u16::try_from(profile.len() + 16).unwrap().to_be_bytes();
    let head = [&[0xFF, 0xE2], length.as_slice(), b"ICC_PROFILE\0\x01\x01"];
    [&head.concat(), profile].concat()
}

/// What cameras tell: the picture was taken turned.
fn exif() -> Vec<u8> {
    let entry = b"\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let content = [b"Exif\0\0MM\0*\0\0\0\x08".as_slice(), entry].concat();
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, 0xE1], length.as_slice(), &content].concat()
}

const WHITE_AND_RED: [u8; 6] = [255, 255, 255, 200, 20, 30];

/// The pixels of the sample seal.
pub(crate) struct Seal {
    side: u32,
    rgba: Vec<u8>,
}

impl Seal {
    pub(crate) fn sample() -> Self {
        let picture = Picture::from_png(&sample("con-dau-mau.png")).unwrap();
        assert_eq!(picture.width(), picture.height());
        Self {
            side: picture.width(),
            rgba: picture.rgba().to_vec(),
        }
    }

    /// With so many pixels along each side.
    pub(crate) fn scaled(&self, side: u32) -> Self {
        let scaled = |at: u32| at * self.side / side;
        let places = (0..side).flat_map(|y| (0..side).map(move |x| (scaled(y), scaled(x))));
        let pixels = places.flat_map(|(y, x)| {
            let start = 4 * (y * self.side + x) as usize;
            self.rgba[start..start + 4].to_vec()
        });
        Self {
            side,
            rgba: pixels.collect(),
        }
    }

    fn image(&self, bits: i64) -> Dictionary {
        Dictionary::new()
            .with("Type", Name::from("XObject"))
            .with("Subtype", Name::from("Image"))
            .with("Width", i64::from(self.side))
            .with("Height", i64::from(self.side))
            .with("BitsPerComponent", bits)
    }

    fn alpha(&self) -> impl Iterator<Item = u8> {
        self.rgba.chunks(4).map(|pixel| pixel[3])
    }

    /// The picture with a soft mask, its colours in another space.
    pub(crate) fn in_colours(&self, colours: Object, update: &mut Update<'_, '_>) -> ObjectId {
        let mask = update.add(self.mask());
        let mut image = self.colours();
        image.dictionary.insert("ColorSpace", colours);
        image.dictionary.insert("SMask", mask);
        update.add(image)
    }

    /// Its soft mask.
    pub(crate) fn mask(&self) -> Stream {
        let mask = self.image(8).with("ColorSpace", Name::from("DeviceGray"));
        Stream::new(mask, self.alpha().collect())
    }

    /// The picture without a mask.
    pub(crate) fn colours(&self) -> Stream {
        let image = self.image(8).with("ColorSpace", Name::from("DeviceRGB"));
        let rgb = self.rgba.chunks(4).flat_map(|pixel| pixel[..3].to_vec());
        Stream::new(image, rgb.collect())
    }
}

impl Seal {
    /// The picture in white and red by a table that ends at this index, the white of which is clear.
    pub(crate) fn by_a_table(&self, highest: i64) -> Stream {
        let image = self.of_two(8, highest, Object::String(WHITE_AND_RED.to_vec()));
        let indices = self.alpha().map(|alpha| u8::from(alpha >= 128)).collect();
        Stream::new(image, indices)
    }

    /// The same by a table of its own object, a bit a pixel.
    pub(crate) fn by_a_table_of_bits(&self, update: &mut Update<'_, '_>) -> Stream {
        let table = update.add(Stream::new(Dictionary::new(), WHITE_AND_RED.to_vec()));
        let image = self.of_two(1, 1, table.into());
        let inked: Vec<bool> = self.alpha().map(|alpha| alpha >= 128).collect();
        let rows = inked.chunks(self.side as usize);
        let byte = |bits: &[bool]| {
            let bit = |(at, on): (usize, &bool)| u8::from(*on) << (7 - at);
            bits.iter().enumerate().map(bit).sum::<u8>()
        };
        let packed = rows.flat_map(|row| row.chunks(8).map(byte));
        Stream::new(image, packed.collect())
    }

    fn of_two(&self, bits: i64, highest: i64, table: Object) -> Dictionary {
        let colours: Vec<Object> = vec![
            Name::from("Indexed").into(),
            Name::from("DeviceRGB").into(),
            highest.into(),
            table,
        ];
        let key: Vec<Object> = vec![0.into(), 0.into()];
        let image = self.image(bits).with("ColorSpace", colours);
        image.with("Mask", key)
    }

    /// The same in the colours of an ICC profile of three components.
    pub(crate) fn in_profile(
        &self,
        profile: &[u8],
        entries: Dictionary,
        update: &mut Update<'_, '_>,
    ) -> ObjectId {
        let profile = update.add(Stream::new(entries.with("N", 3), profile.to_vec()));
        let colours: Vec<Object> = vec![Name::from("ICCBased").into(), profile.into()];
        self.in_colours(colours.into(), update)
    }
}

/// The approved decision, sealed with this picture in the place of the seal.
pub(crate) fn sealed(base: &Base, make: fn(&Seal, &mut Update<'_, '_>) -> ObjectId) -> Vec<u8> {
    sealed_with(base, |update| {
        let image = make(&Seal::sample(), update);
        update.add(picture_form(image))
    })
}

/// The same with this look.
pub(crate) fn sealed_with(
    base: &Base,
    make: impl FnOnce(&mut Update<'_, '_>) -> ObjectId,
) -> Vec<u8> {
    let mut look = None;
    let bytes = updated(&base.approved, |update| look = Some(make(update)));
    let looks = Dictionary::new().with("N", look.unwrap());
    Signing::new(&base.office.agency, "ConDau1")
        .look(Look::Seal)
        .field_entry("AP", looks)
        .sign(&bytes)
}

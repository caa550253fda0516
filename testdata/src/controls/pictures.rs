//! Seals in the forms in which programs write pictures: each is measured, and
//! makes an original.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Stream, Update};
use kyso_stamp_images::Picture;

use crate::edit::{picture_form, sample, updated};
use crate::expected::Expected;
use crate::signing::{Look, Signing};
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let original = Expected::passed()
        .with_modifications("permitted")
        .with_signatures(2)
        .with_status("ORIGINAL");
    let sealed = |name, make: fn(&Seal, &mut Update<'_, '_>) -> ObjectId| {
        Case::new(name, original, move |base| sealed(base, make))
    };
    vec![
        sealed("seal-in-calibrated-colours", |seal, update| {
            let white = [0.9505, 1.0, 1.089].map(Object::Real).to_vec();
            let calibrated = Dictionary::new().with("WhitePoint", white);
            let colours: Vec<Object> = vec![Name::from("CalRGB").into(), calibrated.into()];
            seal.in_colours(colours.into(), update)
        }),
        sealed("seal-in-colours-of-a-profile", |seal, update| {
            let profile = Dictionary::new().with("N", 3);
            let profile = update.add(Stream::new(profile, b"a profile".to_vec()));
            let colours: Vec<Object> = vec![Name::from("ICCBased").into(), profile.into()];
            seal.in_colours(colours.into(), update)
        }),
        sealed("seal-by-a-table-with-a-colour-key", |seal, update| {
            let table = vec![255, 255, 255, 200, 20, 30];
            let colours: Vec<Object> = vec![
                Name::from("Indexed").into(),
                Name::from("DeviceRGB").into(),
                1.into(),
                Object::String(table),
            ];
            let key: Vec<Object> = vec![0.into(), 0.into()];
            let image = seal.image(8).with("ColorSpace", colours).with("Mask", key);
            let indices = seal.alpha().map(|alpha| u8::from(alpha >= 128)).collect();
            update.add(Stream::new(image, indices))
        }),
        sealed("seal-by-a-table-of-bits", |seal, update| {
            let table = update.add(Stream::new(
                Dictionary::new(),
                vec![255, 255, 255, 200, 20, 30],
            ));
            let colours: Vec<Object> = vec![
                Name::from("Indexed").into(),
                Name::from("DeviceRGB").into(),
                1.into(),
                table.into(),
            ];
            let key: Vec<Object> = vec![0.into(), 0.into()];
            let image = seal.image(1).with("ColorSpace", colours).with("Mask", key);
            let inked: Vec<bool> = seal.alpha().map(|alpha| alpha >= 128).collect();
            let rows = inked.chunks(seal.side as usize);
            let byte = |bits: &[bool]| {
                let bit = |(at, on): (usize, &bool)| u8::from(*on) << (7 - at);
                bits.iter().enumerate().map(bit).sum::<u8>()
            };
            let packed = rows.flat_map(|row| row.chunks(8).map(byte));
            update.add(Stream::new(image, packed.collect()))
        }),
    ]
}

/// The pixels of the sample seal.
struct Seal {
    side: u32,
    rgba: Vec<u8>,
}

impl Seal {
    fn sample() -> Self {
        let picture = Picture::from_png(&sample("con-dau-mau.png")).unwrap();
        assert_eq!(picture.width(), picture.height());
        Self {
            side: picture.width(),
            rgba: picture.rgba().to_vec(),
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
    fn in_colours(&self, colours: Object, update: &mut Update<'_, '_>) -> ObjectId {
        let mask = self.image(8).with("ColorSpace", Name::from("DeviceGray"));
        let mask = update.add(Stream::new(mask, self.alpha().collect()));
        let image = self.image(8).with("ColorSpace", colours);
        let rgb = self.rgba.chunks(4).flat_map(|pixel| pixel[..3].to_vec());
        update.add(Stream::new(image.with("SMask", mask), rgb.collect()))
    }
}

/// The approved decision, sealed with this picture in the place of the seal.
fn sealed(base: &Base, make: fn(&Seal, &mut Update<'_, '_>) -> ObjectId) -> Vec<u8> {
    let mut look = None;
    let bytes = updated(&base.approved, |update| {
        let image = make(&Seal::sample(), update);
        look = Some(update.add(picture_form(image)));
    });
    let looks = Dictionary::new().with("N", look.unwrap());
    Signing::new(&base.office.agency, "ConDau1")
        .look(Look::Seal)
        .field_entry("AP", looks)
        .sign(&bytes)
}

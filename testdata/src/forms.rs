//! One picture in all forms in which programs write pictures (ISO 32000-2, 8.9).

mod painted;

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream};

use crate::edit::sample;
use painted::Painted;

/// A form in which the picture of a signature or a seal is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureForm {
    /// JPEG colours, a soft mask of samples.
    Jpeg,
    /// Progressive JPEG colours, a soft mask of samples.
    ProgressiveJpeg,
    /// JPEG colours and a JPEG soft mask.
    JpegMask,
    /// JPEG 2000 colours, a soft mask of samples.
    Jpeg2000,
    /// JPEG on white paper, without a mask.
    JpegOnPaper,
    /// A stencil, painted in the colour of fillings.
    Stencil,
    /// The same with samples turned over.
    TurnedStencil,
    /// A stencil within the content stream.
    InlineStencil,
    /// Colours with a stencil that says what of them is seen.
    StencilMask,
    /// Colours that were blended with black before.
    Matte,
    /// L*a*b* colours.
    Lab,
    /// A table of L*a*b* colours with a colour key.
    TableOfLab,
    /// A table of calibrated colours with a colour key.
    TableOfCalibrated,
    /// A table of colours of a profile with a colour key.
    TableOfProfile,
    /// 16 bits a component.
    Bits16,
    /// 4 bits a component.
    Bits4,
    /// 2 bits a component.
    Bits2,
    /// A mask of one bit a pixel.
    MaskOfBits,
    /// Colours turned over by `/Decode`.
    TurnedColours,
    /// A soft mask turned over by `/Decode`.
    TurnedMask,
}

/// Makes an object of its own, and gives its number.
type Add<'a> = dyn FnMut(Object) -> ObjectId + 'a;

impl PictureForm {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Jpeg,
        Self::ProgressiveJpeg,
        Self::JpegMask,
        Self::Jpeg2000,
        Self::JpegOnPaper,
        Self::Stencil,
        Self::TurnedStencil,
        Self::InlineStencil,
        Self::StencilMask,
        Self::Matte,
        Self::Lab,
        Self::TableOfLab,
        Self::TableOfCalibrated,
        Self::TableOfProfile,
        Self::Bits16,
        Self::Bits4,
        Self::Bits2,
        Self::MaskOfBits,
        Self::TurnedColours,
        Self::TurnedMask,
    ];

    /// A form XObject of the size of `area` that a picture of the samples fills.
    pub(crate) fn make(self, name: &str, area: &Rect, add: &mut Add<'_>) -> ObjectId {
        let painted = Painted::sample(name);
        let [red, green, blue] = painted.ink().map(|part| f64::from(part) / 255.0);
        let colour = format!("{red:.3} {green:.3} {blue:.3} rg");
        let place = format!("{} 0 0 {} 0 0 cm", area.width(), area.height());
        let mut objects = Dictionary::new();
        let content = match self {
            Self::InlineStencil => {
                let mut content = format!(
                    "q {colour} {place} BI /W {} /H {} /IM true /F /AHx ID ",
                    painted.width, painted.height
                );
                content.push_str(&base16ct::lower::encode_string(&painted.stencil(false)));
                content + "> EI Q"
            }
            _ => {
                let image = self.image(&painted, name, add);
                objects.insert("Im0", image);
                format!("q {colour} {place} /Im0 Do Q")
            }
        };
        add(filling(area, objects, content).into())
    }

    #[allow(clippy::too_many_lines, reason = "a table of pictures")]
    fn image(self, painted: &Painted, name: &str, add: &mut Add<'_>) -> ObjectId {
        let soft = |add: &mut Add<'_>| add(painted.soft().into());
        match self {
            Self::Jpeg
            | Self::ProgressiveJpeg
            | Self::JpegMask
            | Self::Jpeg2000
            | Self::JpegOnPaper => self.encoded(name, add),
            Self::Stencil => add(painted.stencil_image(false).into()),
            Self::TurnedStencil | Self::InlineStencil => add(painted.stencil_image(true).into()),
            Self::StencilMask => {
                let mask = add(painted.stencil_image(false).into());
                let image = painted.image(8, "DeviceRGB").with("Mask", mask);
                add(Stream::new(image, painted.rgb(|part, _| part)).into())
            }
            Self::Matte => {
                let black = vec![Object::from(0); 3];
                let mut mask = painted.soft();
                mask.dictionary.insert("Matte", black);
                let mask = add(mask.into());
                let blended = painted.rgb(|part, alpha| {
                    u8::try_from(u16::from(part) * u16::from(alpha) / 255).unwrap()
                });
                let image = painted.image(8, "DeviceRGB").with("SMask", mask);
                add(Stream::new(image, blended).into())
            }
            Self::Lab => {
                let mask = soft(add);
                let image = painted.image(8, "").with("ColorSpace", lab());
                let data = painted.ink_lab().repeat(painted.pixels());
                add(Stream::new(image.with("SMask", mask), data).into())
            }
            Self::TableOfLab => {
                let ink = painted.ink_lab();
                painted.table(lab(), [[255, 128, 128], ink], add)
            }
            Self::TableOfCalibrated => painted.table(calibrated(), [[255; 3], painted.ink()], add),
            Self::TableOfProfile => {
                let entries = Dictionary::new().with("N", 3);
                let profile = add(Stream::new(entries, b"a profile".to_vec()).into());
                let base = vec![Name::from("ICCBased").into(), profile.into()];
                painted.table(base.into(), [[255; 3], painted.ink()], add)
            }
            Self::Bits16 => {
                let mask = soft(add);
                let image = painted.image(16, "DeviceRGB").with("SMask", mask);
                let data = painted.rgb(|part, _| part).into_iter();
                add(Stream::new(image, data.flat_map(|part| [part, part]).collect()).into())
            }
            Self::Bits4 => painted.packed(4, soft(add), add),
            Self::Bits2 => painted.packed(2, soft(add), add),
            Self::MaskOfBits => {
                let mask = painted.image(1, "DeviceGray");
                let mask = add(Stream::new(mask, painted.stencil(true)).into());
                let image = painted.image(8, "DeviceRGB").with("SMask", mask);
                add(Stream::new(image, painted.rgb(|part, _| part)).into())
            }
            Self::TurnedColours => {
                let turned: Vec<Object> = [1, 0].repeat(3).into_iter().map(Object::from).collect();
                let mask = soft(add);
                let image = painted.image(8, "DeviceRGB").with("SMask", mask);
                let data = painted.rgb(|part, _| 255 - part);
                add(Stream::new(image.with("Decode", turned), data).into())
            }
            Self::TurnedMask => {
                let mut mask = painted.soft();
                let turned: Vec<Object> = vec![1.into(), 0.into()];
                mask.dictionary.insert("Decode", turned);
                let data = painted.alpha().map(|alpha| 255 - alpha).collect();
                let mask = add(Stream::new(mask.dictionary, data).into());
                let image = painted.image(8, "DeviceRGB").with("SMask", mask);
                add(Stream::new(image, painted.rgb(|part, _| part)).into())
            }
        }
    }

    /// Colours and masks of files in the samples.
    fn encoded(self, name: &str, add: &mut Add<'_>) -> ObjectId {
        let file = |more: &str| sample(&format!("{name}{more}"));
        let (data, filter) = match self {
            Self::Jpeg2000 => (file(".jp2"), "JPXDecode"),
            Self::JpegOnPaper => (file("-nen-trang.jpg"), "DCTDecode"),
            Self::ProgressiveJpeg => (file("-luy-tien.jpg"), "DCTDecode"),
            _ => (file(".jpg"), "DCTDecode"),
        };
        let (width, height) = jpeg_size(&file(".jpg"));
        let entries = |filter: Option<&str>, colours: &str| {
            let image = image(width, height, 8).with("ColorSpace", Name::from(colours));
            match filter {
                Some(filter) => image.with("Filter", Name::from(filter)),
                None => image,
            }
        };
        let mut image = entries(Some(filter), "DeviceRGB");
        match self {
            Self::JpegMask => {
                let mask = entries(Some("DCTDecode"), "DeviceGray");
                let mask = Stream::new(mask, file("-mat-na.jpg"));
                image.insert("SMask", add(mask.into()));
            }
            Self::JpegOnPaper => {}
            _ => image.insert("SMask", add(Painted::sample(name).soft().into())),
        }
        add(Stream::new(image, data).into())
    }
}

/// The picture of the samples in calibrated gray, as scanners of black ink write it, in a form of the size of `area`.
pub(crate) fn in_calibrated_gray(area: &Rect, add: &mut Add<'_>) -> ObjectId {
    let painted = Painted::sample("chu-ky-mau");
    let mask = add(painted.soft().into());
    let entries = white().with("Gamma", Object::Real(2.2));
    let space: Vec<Object> = vec![Name::from("CalGray").into(), entries.into()];
    let image = painted.image(8, "").with("ColorSpace", space);
    let black = vec![0; painted.pixels()];
    let image = add(Stream::new(image.with("SMask", mask), black).into());
    let content = format!("q {} 0 0 {} 0 0 cm /Im0 Do Q", area.width(), area.height());
    add(filling(area, Dictionary::new().with("Im0", image), content).into())
}

/// A form XObject of the size of `area`.
fn filling(area: &Rect, objects: Dictionary, content: String) -> Stream {
    let bounds = Rect::from_corners(0.0, 0.0, area.width(), area.height());
    let entries = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Form"))
        .with("BBox", bounds.to_object())
        .with("Resources", Dictionary::new().with("XObject", objects));
    Stream::new(entries, content.into_bytes())
}

fn image(width: u32, height: u32, bits: i64) -> Dictionary {
    Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Image"))
        .with("Width", i64::from(width))
        .with("Height", i64::from(height))
        .with("BitsPerComponent", bits)
}

/// Width and height in the frame header of JPEG data.
fn jpeg_size(data: &[u8]) -> (u32, u32) {
    let frame = data.windows(2).position(|mark| mark == [0xFF, 0xC0]);
    let frame = &data[frame.expect("a baseline JPEG") + 5..];
    let side = |at: usize| u32::from(u16::from_be_bytes([frame[at], frame[at + 1]]));
    (side(2), side(0))
}

fn lab() -> Object {
    let range = [-128, 127, -128, 127].map(Object::from).to_vec();
    let entries = white().with("Range", range);
    Object::Array(vec![Name::from("Lab").into(), entries.into()])
}

/// The colours of screens, as Distiller writes them.
pub(crate) fn calibrated() -> Object {
    let numbers = |numbers: &[f64]| {
        numbers
            .iter()
            .copied()
            .map(Object::Real)
            .collect::<Vec<_>>()
    };
    let entries = white()
        .with("Gamma", numbers(&[2.2; 3]))
        .with("Matrix", numbers(&SCREEN.concat()));
    Object::Array(vec![Name::from("CalRGB").into(), entries.into()])
}

/// Places of red, green and blue of screens.
pub(crate) const SCREEN: [[f64; 3]; 3] = [
    [0.4124, 0.2126, 0.0193],
    [0.3576, 0.7152, 0.1192],
    [0.1805, 0.0722, 0.9505],
];

fn white() -> Dictionary {
    let white = [0.9505, 1.0, 1.089].map(Object::Real).to_vec();
    Dictionary::new().with("WhitePoint", white)
}

//! Appearance streams of signature widgets (ISO 32000-2, 12.5.5): a picture, or
//! lines of text. Nothing else is drawn beside a signature image (A3).

use std::fmt::Write;
use std::sync::Arc;

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Stream};
use unicode_normalization::UnicodeNormalization;

use crate::deflate::deflate;
use crate::font::{Face, FontError, FontSubset, add_font, subset_for};
use crate::geometry::Turn;
use crate::picture::Picture;
use crate::resample::resample;
use crate::stamp_place::StampPlace;

/// What a widget shows, ready to be written into a file. Cheap to clone.
#[derive(Clone)]
pub struct Appearance {
    width: f64,
    height: f64,
    turn: Turn,
    content: Content,
}

/// One run of text in an appearance; positions in points from its top left
/// corner.
#[derive(Debug, Clone, PartialEq)]
pub struct TextRun {
    /// Left end of the baseline.
    pub x: f64,
    /// Distance of the baseline from the upper edge.
    pub baseline: f64,
    /// Font size in points.
    pub size: f64,
    /// Face of the font.
    pub face: Face,
    /// The text; NFC is made of it.
    pub text: String,
}

#[derive(Clone)]
enum Content {
    Image(Arc<EncodedImage>),
    Text(Arc<[EncodedRun]>),
}

struct EncodedImage {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
    alpha: Vec<u8>,
}

struct EncodedRun {
    run: TextRun,
    font: Arc<FontSubset>,
    codes: Vec<u8>,
}

impl std::fmt::Debug for Appearance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Appearance({:.1} x {:.1} pt)", self.width, self.height)
    }
}

impl Appearance {
    /// The picture over the whole place, at no more than 300 pixels an inch.
    /// Its true size is that of the place (B1).
    #[must_use]
    pub fn image(picture: &Picture, place: &StampPlace) -> Self {
        let planes = resample(
            picture,
            pixels_for(place.area.width),
            pixels_for(place.area.height),
        );
        let image = EncodedImage {
            width: planes.width,
            height: planes.height,
            rgb: deflate(&planes.rgb),
            alpha: deflate(&planes.alpha),
        };
        Self::at(place, Content::Image(Arc::new(image)))
    }

    /// Black text at positions within the place.
    ///
    /// # Errors
    /// [`FontError::MissingCharacter`] for a character that the font lacks.
    pub fn text(place: &StampPlace, runs: &[TextRun]) -> Result<Self, FontError> {
        let encoded: Result<Arc<[_]>, _> = runs.iter().map(EncodedRun::new).collect();
        Ok(Self::at(place, Content::Text(encoded?)))
    }

    /// Width and height in points, as seen.
    #[must_use]
    pub fn size(&self) -> (f64, f64) {
        (self.width, self.height)
    }

    /// Whether it was drawn for a place of this size and turn, wherever it is.
    #[must_use]
    pub fn fits(&self, place: &StampPlace) -> bool {
        (self.width, self.height, self.turn) == (place.area.width, place.area.height, place.turn)
    }

    /// Bytes that its compressed pictures take; 0 for text, whose fonts are
    /// shared.
    #[must_use]
    pub fn encoded_bytes(&self) -> usize {
        match &self.content {
            Content::Image(image) => image.rgb.len() + image.alpha.len(),
            Content::Text(_) => 0,
        }
    }

    /// Adds the form XObject and what it needs; `add` stores an object and
    /// gives its id. Returns the id of the form, for the widget's `/AP /N`.
    pub fn add_to(&self, add: &mut dyn FnMut(Object) -> ObjectId) -> ObjectId {
        let (resources, content) = match &self.content {
            Content::Image(image) => self.image_parts(image, add),
            Content::Text(runs) => self.text_parts(runs, add),
        };
        let mut dictionary = Dictionary::new()
            .with("Type", Name::from("XObject"))
            .with("Subtype", Name::from("Form"))
            .with("BBox", numbers(&[0.0, 0.0, self.width, self.height]))
            .with("Resources", resources);
        if self.turn != Turn::None {
            let matrix = self.turn.form_matrix(self.width, self.height);
            dictionary.insert("Matrix", numbers(&matrix));
        }
        add(Stream::new(dictionary, content.into_bytes()).into())
    }

    fn at(place: &StampPlace, content: Content) -> Self {
        Self {
            width: place.area.width,
            height: place.area.height,
            turn: place.turn,
            content,
        }
    }

    fn image_parts(
        &self,
        image: &EncodedImage,
        add: &mut dyn FnMut(Object) -> ObjectId,
    ) -> (Dictionary, String) {
        let mask = add(image.stream("DeviceGray", &image.alpha, None).into());
        let picture = add(image.stream("DeviceRGB", &image.rgb, Some(mask)).into());
        let pictures = Dictionary::new().with("Im0", picture);
        let resources = Dictionary::new().with("XObject", pictures);
        let (width, height) = (decimal(self.width), decimal(self.height));
        (
            resources,
            format!("q {width} 0 0 {height} 0 0 cm /Im0 Do Q"),
        )
    }

    fn text_parts(
        &self,
        runs: &[EncodedRun],
        add: &mut dyn FnMut(Object) -> ObjectId,
    ) -> (Dictionary, String) {
        let mut fonts = Dictionary::new();
        let mut known: Vec<&Arc<FontSubset>> = Vec::new();
        let mut content = String::from("q 0 g BT");
        for run in runs {
            let same = |font: &&Arc<FontSubset>| Arc::ptr_eq(font, &run.font);
            let index = match known.iter().position(same) {
                Some(index) => index,
                None => {
                    let id = add_font(&run.font, add);
                    fonts.insert(&format!("F{}", known.len()), id);
                    known.push(&run.font);
                    known.len() - 1
                }
            };
            run.write(&mut content, index, self.height);
        }
        content.push_str(" ET Q");
        (Dictionary::new().with("Font", fonts), content)
    }
}

impl EncodedImage {
    fn stream(&self, colour_space: &str, data: &[u8], mask: Option<ObjectId>) -> Stream {
        let pixels = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let mut dictionary = Dictionary::new()
            .with("Type", Name::from("XObject"))
            .with("Subtype", Name::from("Image"))
            .with("Width", pixels(self.width))
            .with("Height", pixels(self.height))
            .with("ColorSpace", Name::from(colour_space))
            .with("BitsPerComponent", 8)
            .with("Filter", Name::from("FlateDecode"));
        if let Some(mask) = mask {
            dictionary.insert("SMask", mask);
        }
        Stream::new(dictionary, data.to_vec())
    }
}

impl EncodedRun {
    fn new(run: &TextRun) -> Result<Self, FontError> {
        let text: String = run.text.nfc().collect();
        let font = subset_for(run.face, &text)?;
        Ok(Self {
            codes: font.encode(&text),
            font,
            run: run.clone(),
        })
    }

    fn write(&self, content: &mut String, font: usize, height: f64) {
        let size = decimal(self.run.size);
        let (x, y) = (decimal(self.run.x), decimal(height - self.run.baseline));
        let _ = write!(content, " /F{font} {size} Tf 1 0 0 1 {x} {y} Tm <");
        for byte in &self.codes {
            let _ = write!(content, "{byte:02X}");
        }
        content.push_str("> Tj");
    }
}

/// Pixels of a length in points at the greatest resolution.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped before
fn pixels_for(points: f64) -> usize {
    (points / 72.0 * GREATEST_DPI).ceil().clamp(1.0, 8192.0) as usize
}

fn numbers(values: &[f64]) -> Vec<Object> {
    let rounded = |value: &f64| Object::Real((value * 10_000.0).round() / 10_000.0);
    values.iter().map(rounded).collect()
}

/// A number for a content stream.
fn decimal(value: f64) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// Finer than any office printer shows; a 45 mm seal takes 532 pixels.
const GREATEST_DPI: f64 = 300.0;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::geometry::{PageFrame, ViewRect};
    use kyso_pdf::Rect;

    fn place(turn: Turn) -> StampPlace {
        let frame = PageFrame::new(Rect::from_corners(0.0, 0.0, 595.0, 842.0), turn, 1.0);
        StampPlace::new(0, &frame, ViewRect::from_edges(100.0, 100.0, 172.0, 136.0)).unwrap()
    }

    fn objects(appearance: &Appearance) -> Vec<Object> {
        let mut objects = Vec::new();
        appearance.add_to(&mut |object| {
            objects.push(object);
            ObjectId::new(u32::try_from(objects.len()).unwrap(), 0)
        });
        objects
    }

    #[test]
    fn an_image_is_drawn_at_no_more_than_300_dpi() {
        let picture = Picture::new(900, 450, [0, 0, 200, 255].repeat(900 * 450)).unwrap();
        let objects = objects(&Appearance::image(&picture, &place(Turn::None)));
        let image = objects[1].as_dictionary().unwrap();
        assert_eq!(image.get("Width"), Some(&Object::Integer(300)));
        assert_eq!(image.get("Height"), Some(&Object::Integer(150)));
        assert_eq!(
            image.get("SMask"),
            Some(&Object::Reference(ObjectId::new(1, 0)))
        );
    }

    #[test]
    fn the_form_stands_upright_on_a_turned_page() {
        let run = TextRun {
            x: 1.0,
            baseline: 12.0,
            size: 12.0,
            face: Face::Regular,
            text: "05".to_owned(),
        };
        let appearance = Appearance::text(&place(Turn::Quarter), &[run]).unwrap();
        let objects = objects(&appearance);
        let form = objects.last().unwrap().as_dictionary().unwrap();
        let matrix = numbers(&[0.0, 1.0, -1.0, 0.0, 36.0, 0.0]);
        assert_eq!(form.get("Matrix"), Some(&Object::Array(matrix)));
        assert_eq!(
            form.get("BBox"),
            Some(&Object::Array(numbers(&[0.0, 0.0, 72.0, 36.0])))
        );
    }

    #[test]
    fn numbers_in_content_streams_are_short() {
        assert_eq!(decimal(12.0), "12");
        assert_eq!(decimal(-0.000_01), "0");
        assert_eq!(decimal(1.25), "1.25");
    }
}

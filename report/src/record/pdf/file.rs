//! The objects of a new PDF file from pages, as ISO 19005-2 wants them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kyso_pdf::{Dictionary, Name, Object, ObjectId, Stream, encode_text, new_archival_file};
use kyso_stamp_images::{EmbeddedFont, Face, FontError};
use kyso_verifier::ENGINE_VERSION;

use super::canvas::Canvas;
use super::{PAGE, RecordError, colour_profile, metadata};
use crate::page_picture::PagePicture;

/// What a file is made of.
pub(super) struct Document<'a> {
    pub(super) title: String,
    pub(super) language: &'static str,
    pub(super) created: Timestamp,
    pub(super) pages: &'a [Canvas],
}

impl Document<'_> {
    /// The bytes of the file.
    pub(super) fn write(&self) -> Result<Vec<u8>, RecordError> {
        let fonts = self.fonts()?;
        let mut objects = Objects::default();
        let mut font_names = Dictionary::new();
        for (index, font) in fonts.values().enumerate() {
            let id = font.add_to(&mut |object| objects.add(object));
            font_names.insert(&format!("F{index}"), id);
        }
        let font_names = objects.add(font_names.into());
        let tree = objects.add(Object::Null);
        let kids: Vec<Object> = self
            .pages
            .iter()
            .map(|page| objects.add_page(page, &fonts, font_names, tree).into())
            .collect();
        let count = i64::try_from(kids.len()).unwrap_or(i64::MAX);
        let pages = Dictionary::new()
            .with("Type", Name::from("Pages"))
            .with("Kids", kids)
            .with("Count", count);
        objects.replace(tree, pages.into());
        let catalog = self.catalog(&mut objects, tree);
        let information = objects.add(self.information().into());
        Ok(new_archival_file(&objects.0, catalog, information)?)
    }

    /// One subset a face, for all pages.
    fn fonts(&self) -> Result<BTreeMap<Face, EmbeddedFont>, FontError> {
        let mut texts: BTreeMap<Face, String> = BTreeMap::new();
        for (face, text) in self.pages.iter().flat_map(Canvas::texts) {
            texts.entry(face).or_default().push_str(text);
        }
        let fonts = texts.into_iter();
        fonts
            .map(|(face, text)| Ok((face, EmbeddedFont::new(face, &text)?)))
            .collect()
    }

    fn catalog(&self, objects: &mut Objects, tree: ObjectId) -> ObjectId {
        let packet = metadata::packet(&self.title, self.created).into_bytes();
        let description = Dictionary::new()
            .with("Type", Name::from("Metadata"))
            .with("Subtype", Name::from("XML"));
        let description = objects.add(Stream::new(description, packet).into());
        let profile = Dictionary::new().with("N", 3);
        let profile = objects.add(Stream::new(profile, colour_profile::srgb()).into());
        let intent = Dictionary::new()
            .with("Type", Name::from("OutputIntent"))
            .with("S", Name::from("GTS_PDFA1"))
            .with(
                "OutputConditionIdentifier",
                Object::String(b"sRGB".to_vec()),
            )
            .with("Info", Object::String(b"sRGB IEC61966-2.1".to_vec()))
            .with("DestOutputProfile", profile);
        let title = Dictionary::new().with("DisplayDocTitle", true);
        let catalog = Dictionary::new()
            .with("Type", Name::from("Catalog"))
            .with("Pages", tree)
            .with("Lang", Object::String(self.language.into()))
            .with("ViewerPreferences", title)
            .with("Metadata", description)
            .with("OutputIntents", vec![Object::from(intent)]);
        objects.add(catalog.into())
    }

    fn information(&self) -> Dictionary {
        let program = format!("kyso {ENGINE_VERSION}");
        let date = kyso_words::pdf_date(self.created);
        let text = |text: &str| Object::String(encode_text(text));
        Dictionary::new()
            .with("Title", text(&self.title))
            .with("Creator", text(&program))
            .with("Producer", text(&program))
            .with("CreationDate", text(&date))
            .with("ModDate", text(&date))
    }
}

/// The objects of the file, from number 1.
#[derive(Default)]
struct Objects(BTreeMap<ObjectId, Object>);

impl Objects {
    fn add(&mut self, object: Object) -> ObjectId {
        let last = self.0.keys().next_back().map_or(0, |id| id.number);
        let id = ObjectId::new(last.saturating_add(1), 0);
        self.0.insert(id, object);
        id
    }

    fn replace(&mut self, id: ObjectId, object: Object) {
        self.0.insert(id, object);
    }

    fn add_page(
        &mut self,
        page: &Canvas,
        fonts: &BTreeMap<Face, EmbeddedFont>,
        font_names: ObjectId,
        tree: ObjectId,
    ) -> ObjectId {
        let mut pictures = Dictionary::new();
        for (index, picture) in page.pictures().enumerate() {
            let id = self.add(image(picture).into());
            pictures.insert(&format!("P{index}"), id);
        }
        let content = Stream::new(Dictionary::new(), page.content(fonts).into_bytes());
        let content = self.add(content.into());
        let resources = Dictionary::new()
            .with("Font", font_names)
            .with("XObject", pictures);
        let media = [0.0, 0.0, PAGE[0], PAGE[1]].map(Object::Real).to_vec();
        let page = Dictionary::new()
            .with("Type", Name::from("Page"))
            .with("Parent", tree)
            .with("MediaBox", media)
            .with("Resources", resources)
            .with("Contents", content);
        self.add(page.into())
    }
}

/// A picture as its PNG file holds it: the same compressed rows (ISO 32000-2, 7.4.4.4).
fn image(picture: &PagePicture) -> Stream {
    let (width, height) = picture.size;
    let parameters = Dictionary::new()
        .with("Predictor", 15)
        .with("Colors", 3)
        .with("BitsPerComponent", 8)
        .with("Columns", i64::from(width));
    let dictionary = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Image"))
        .with("Width", i64::from(width))
        .with("Height", i64::from(height))
        .with("ColorSpace", Name::from("DeviceRGB"))
        .with("BitsPerComponent", 8)
        .with("Filter", Name::from("FlateDecode"))
        .with("DecodeParms", parameters);
    Stream::new(dictionary, image_data(&picture.png))
}

/// The contents of the chunks `IDAT` (PNG, 11.2.4).
fn image_data(png: &[u8]) -> Vec<u8> {
    let mut data = Vec::new();
    let mut rest = png.get(8..).unwrap_or_default();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        let (Some(kind), Some(chunk)) =
            (after.get(..4), after.get(4..).and_then(|c| c.get(..length)))
        else {
            break;
        };
        if kind == b"IDAT" {
            data.extend(chunk);
        }
        rest = after.get(length + 8..).unwrap_or_default();
    }
    data
}

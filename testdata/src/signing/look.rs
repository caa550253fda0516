//! What the widgets of signatures show.

use kyso_pdf::{Dictionary, Document, Name, Object, ObjectId, Rect, Update};
use kyso_stamp_images::{
    Appearance, Face, Millimetres, PageFrame, Picture, SignatureQuery, StampPlace, TextDocument,
    TextRun, Turn, find_numbering_places, find_signature_place, seal_place,
};

use crate::edit::sample;
use crate::forms::PictureForm;
use crate::office::SIGNER;

/// What the widget shows.
#[derive(Debug, Clone)]
pub enum Look {
    /// Nothing.
    Invisible,
    /// The blue picture between title and name.
    Signature,
    /// The red seal over a third of the first signature's picture.
    Seal,
    /// A blue picture where the seal should be.
    SignatureForSeal,
    /// A drawing of one's own, in this rectangle of the first page.
    Drawing(Rect, &'static str),
    /// A picture of the samples, in this rectangle of the first page.
    Picture(Rect, &'static str),
    /// Number and date in their blanks.
    Number,
    /// Lines of 10 points, in this rectangle of the first page.
    Words(Rect, &'static [&'static str]),
    /// A picture of the samples, named without its extension, written in this form in this rectangle of the first page.
    Form(Rect, &'static str, PictureForm),
    /// A form of one's own making, in this rectangle of the first page.
    Made(Rect, MakeForm),
}

/// Makes a form that fills the rectangle; the second argument stores an object and gives its number.
pub type MakeForm = fn(&Rect, &mut dyn FnMut(Object) -> ObjectId) -> ObjectId;

impl Look {
    /// Page, rectangle and appearance of the widget.
    pub(super) fn appearance(
        &self,
        page_index: usize,
        bytes: &[u8],
        update: &mut Update<'_, '_>,
    ) -> (usize, Rect, Option<ObjectId>) {
        let mut add = |object: Object| update.add(object);
        let (place, picture) = match self {
            Self::Invisible => return (0, Rect::from_corners(0.0, 0.0, 0.0, 0.0), None),
            Self::Drawing(rect, content) => {
                let form = add(form_object(rect, content));
                return (page_index, *rect, Some(form));
            }
            Self::Form(rect, name, written) => {
                let form = written.make(name, rect, &mut add);
                return (page_index, *rect, Some(form));
            }
            Self::Made(rect, make) => {
                let form = make(rect, &mut add);
                return (page_index, *rect, Some(form));
            }
            Self::Picture(rect, name) => {
                let picture = Picture::from_png(&sample(name)).unwrap();
                let place = place_on_page(bytes, page_index, rect);
                (place, picture)
            }
            Self::Words(rect, lines) => {
                let place = place_on_page(bytes, page_index, rect);
                let runs: Vec<TextRun> = (1_u8..).zip(*lines).map(run).collect();
                let form = Appearance::text(&place, &runs).unwrap().add_to(&mut add);
                return (page_index, place.rect, Some(form));
            }
            Self::Number => {
                let text = TextDocument::open(bytes).unwrap();
                let places = find_numbering_places(&text).unwrap();
                let stamps = places
                    .stamps("05", jiff::civil::date(2026, 11, 20))
                    .unwrap();
                let form = stamps[0].appearance.add_to(&mut add);
                let place = &stamps[0].place;
                return (place.page_index, place.rect, Some(form));
            }
            Self::Signature => {
                let picture = Picture::from_png(&sample("chu-ky-mau.png")).unwrap();
                let text = TextDocument::open(bytes).unwrap();
                let query = SignatureQuery {
                    signer_name: SIGNER,
                    title: None,
                    aspect: picture.aspect(),
                };
                (find_signature_place(&text, &query).unwrap(), picture)
            }
            Self::SignatureForSeal => {
                let picture = Picture::from_png(&sample("chu-ky-mau.png")).unwrap();
                (place_of_seal(bytes), picture)
            }
            Self::Seal => {
                let picture = Picture::from_png(&sample("con-dau-mau.png")).unwrap();
                (place_of_seal(bytes), picture)
            }
        };
        let form = Appearance::image(&picture, &place).add_to(&mut add);
        (place.page_index, place.rect, Some(form))
    }
}

/// A line of 10 points, counted from 1.
fn run((number, text): (u8, &&str)) -> TextRun {
    TextRun {
        x: 2.0,
        baseline: 11.0 * f64::from(number),
        size: 10.0,
        face: Face::Regular,
        text: (*text).to_owned(),
    }
}

/// A form XObject that fills `rect`.
pub(crate) fn form_object(rect: &Rect, content: &str) -> Object {
    let bounds = Rect::from_corners(0.0, 0.0, rect.width(), rect.height());
    let dictionary = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Form"))
        .with("BBox", bounds.to_object())
        .with("Resources", Dictionary::new().with("Font", fonts()));
    kyso_pdf::Stream::new(dictionary, content.as_bytes().to_vec()).into()
}

/// `F1`, as programs that sign name one of the common fonts.
pub(crate) fn fonts() -> Dictionary {
    let times = Dictionary::new()
        .with("Type", Name::from("Font"))
        .with("Subtype", Name::from("Type1"))
        .with("BaseFont", Name::from("Times-Roman"))
        .with("Encoding", Name::from("WinAnsiEncoding"));
    Dictionary::new().with("F1", times)
}

pub(crate) fn place_on_first_page(bytes: &[u8], rect: &Rect) -> StampPlace {
    place_on_page(bytes, 0, rect)
}

fn place_on_page(bytes: &[u8], page_index: usize, rect: &Rect) -> StampPlace {
    let document = Document::open(bytes).unwrap();
    let page = document.latest().page(page_index).unwrap().unwrap();
    let frame = PageFrame::new(page.crop_box, Turn::None, page.user_unit);
    StampPlace::new(page_index, &frame, frame.to_view(rect)).unwrap()
}

fn place_of_seal(bytes: &[u8]) -> kyso_stamp_images::StampPlace {
    let document = Document::open(bytes).unwrap();
    let view = document.latest();
    let fields = view.signature_fields().unwrap();
    let visible = |field: &&kyso_pdf::SignatureField| {
        field.widgets[0].rect.is_some_and(|rect| !rect.is_empty())
    };
    let mut fields = fields.iter().filter(visible);
    let first = fields.clone().next();
    let person = fields.find(|field| field.name == "NguoiKy1").or(first);
    let widget = &person.expect("a visible signature").widgets[0];
    let index = view.page_index(widget.page.unwrap()).unwrap();
    let page = view.page(index).unwrap().unwrap();
    let turn = Turn::from_degrees(i64::from(page.rotate)).unwrap();
    let frame = PageFrame::new(page.crop_box, turn, page.user_unit);
    seal_place(index, &frame, &widget.rect.unwrap(), Millimetres(36.0)).unwrap()
}

//! What a person sees: measured on the pixels of the issued page (A2, B1, B2, B5).

use kyso_signer::Signed;
use kyso_stamp_images::{PageImage, RenderLimits, TextDocument, render_page};

use crate::support::*;

/// Pixels a millimetre.
const SCALE: f64 = 6.0;

#[test]
fn the_seal_has_its_true_size_and_covers_the_left_third() {
    for sample in &SAMPLES {
        let approved = approved(sample);
        let issued = issued(&approved.pdf).unwrap();
        let page_index = page_of_person(&issued);
        let before = picture(&approved.pdf, page_index);
        let after = picture(&issued.pdf, page_index);
        let upright = |extent: Extent| match sample.is_sideways {
            true => extent.turned_back(f64::from(after.width()) / SCALE),
            false => extent,
        };
        let signature = upright(extent(&before, is_blue));
        let seal = upright(extent(&after, is_red));

        assert!(
            (seal.width() - 36.0).abs() <= 0.5,
            "{}: {seal:?}",
            sample.file
        );
        assert!(
            (seal.height() - 36.0).abs() <= 0.5,
            "{}: {seal:?}",
            sample.file
        );
        let covered = (seal.right - signature.left) / signature.width();
        assert!((0.2..0.45).contains(&covered), "{}: {covered}", sample.file);
        let off = (seal.centre_y() - signature.centre_y()).abs();
        assert!(off <= 3.6, "{}: {off} mm", sample.file);
    }
}

#[test]
fn the_signature_stands_between_title_and_name() {
    let approved = approved(&DECISION);
    let text = TextDocument::open(&approved.pdf).unwrap();
    let page_index = page_of_person(&approved);
    let page = text.page(page_index).unwrap();
    let line = |wanted: &str| {
        let piece = page.pieces().iter().find(|piece| piece.text == wanted);
        piece.unwrap_or_else(|| panic!("{wanted}")).area
    };
    let (title, name) = (line(DECISION.title), line(DECISION.signer));
    let ink = extent(&picture(&approved.pdf, page_index), is_blue);
    let mm = |points: f64| points * 25.4 / 72.0;
    assert!(
        ink.top >= mm(title.bottom()) && ink.bottom <= mm(name.top),
        "{ink:?}"
    );
    let centre = (title.centre_x() + name.centre_x()) / 2.0;
    assert!((ink.centre_x() - mm(centre)).abs() < 6.0, "{ink:?}");
}

#[test]
fn both_images_stay_readable_where_they_overlap() {
    let approved = approved(&DECISION);
    let issued = issued(&approved.pdf).unwrap();
    let page_index = page_of_person(&issued);
    let before = picture(&approved.pdf, page_index);
    let after = picture(&issued.pdf, page_index);
    let blue = |page: &PageImage| pixels(page).filter(|(_, _, pixel)| is_blue(*pixel)).count();
    assert!(
        blue(&after) * 10 > blue(&before) * 6,
        "most of the signature shows through the seal"
    );
}

/// A rectangle in millimetres from the top left corner of the page.
#[derive(Debug)]
struct Extent {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Extent {
    fn width(&self) -> f64 {
        self.right - self.left
    }

    fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// As seen after a quarter turn against the clock of a page this wide.
    fn turned_back(self, page_width: f64) -> Self {
        Self {
            left: self.top,
            top: page_width - self.right,
            right: self.bottom,
            bottom: page_width - self.left,
        }
    }

    fn centre_x(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }

    fn centre_y(&self) -> f64 {
        f64::midpoint(self.top, self.bottom)
    }
}

fn page_of_person(signed: &Signed) -> usize {
    signed.report.signatures[0].place.unwrap().page_index
}

fn picture(pdf: &[u8], page_index: usize) -> PageImage {
    render_page(pdf, page_index, SCALE * 25.4, RenderLimits::default()).unwrap()
}

fn extent(page: &PageImage, wanted: fn([u8; 3]) -> bool) -> Extent {
    let mut extent = Extent {
        left: f64::MAX,
        top: f64::MAX,
        right: 0.0,
        bottom: 0.0,
    };
    for (x, y, _) in pixels(page).filter(|(_, _, pixel)| wanted(*pixel)) {
        let (x, y) = (f64::from(x), f64::from(y));
        extent.left = extent.left.min(x / SCALE);
        extent.top = extent.top.min(y / SCALE);
        extent.right = extent.right.max((x + 1.0) / SCALE);
        extent.bottom = extent.bottom.max((y + 1.0) / SCALE);
    }
    extent
}

fn pixels(page: &PageImage) -> impl Iterator<Item = (u32, u32, [u8; 3])> {
    let width = page.width();
    let pixels = page.rgba().as_chunks::<4>().0.iter();
    (0_u32..)
        .zip(pixels)
        .map(move |(index, &[red, green, blue, _])| {
            (index % width, index / width, [red, green, blue])
        })
}

fn is_red([red, green, blue]: [u8; 3]) -> bool {
    red > 120 && i16::from(red) - i16::from(green.max(blue)) > 60
}

fn is_blue([red, green, blue]: [u8; 3]) -> bool {
    i16::from(blue) - i16::from(red) > 40 && blue > green
}

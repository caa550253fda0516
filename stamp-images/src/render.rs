//! Pictures of pages, as a viewer shows them: rotated, cropped, with widgets.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use thiserror::Error;

use crate::contained::contained;

/// What one page picture may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenderLimits {
    /// Greatest width and height in pixels.
    pub side: u32,
    /// Greatest number of pixels.
    pub pixels: u64,
}

impl Default for RenderLimits {
    fn default() -> Self {
        Self {
            side: 10_000,
            pixels: 36_000_000,
        }
    }
}

/// Why there is no page picture. Pages in messages count from 1.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum RenderError {
    /// The file needs a password.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// The file is not a PDF that can be read.
    #[error("the PDF cannot be read")]
    NotReadable,
    /// The page does not exist.
    #[error("there is no page {page}: the document has {pages}")]
    NoSuchPage {
        /// Page asked for, from 1.
        page: usize,
        /// Number of pages.
        pages: usize,
    },
    /// The picture would be empty or larger than the limits allow.
    #[error("a picture of {width:.0} × {height:.0} pixels is not made")]
    Size {
        /// Width in pixels.
        width: f64,
        /// Height in pixels.
        height: f64,
    },
    /// The renderer failed on this page.
    #[error("page {page} cannot be drawn")]
    Failed {
        /// Page, from 1.
        page: usize,
    },
    /// The picture cannot be encoded.
    #[error("the page picture cannot be encoded: {reason}")]
    NotEncodable {
        /// What the encoder said.
        reason: String,
    },
}

impl RenderError {
    /// The message in Vietnamese.
    #[must_use]
    pub fn vietnamese(&self) -> String {
        match self {
            Self::Encrypted => "tệp PDF bị mã hóa".to_owned(),
            Self::NotReadable => "không đọc được tệp PDF".to_owned(),
            Self::NoSuchPage { page, pages } => {
                format!("không có trang {page}: văn bản có {pages} trang")
            }
            Self::Size { width, height } => {
                format!("không tạo hình trang cỡ {width:.0} × {height:.0} điểm ảnh")
            }
            Self::Failed { page } => format!("không vẽ được trang {page}"),
            Self::NotEncodable { reason } => format!("không mã hóa được hình trang: {reason}"),
        }
    }
}

/// A page picture: opaque pixels on white.
#[derive(Clone, PartialEq, Eq)]
pub struct PageImage {
    width: u32,
    height: u32,
    rgba: Vec<u8>,
}

impl std::fmt::Debug for PageImage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PageImage({}x{})", self.width, self.height)
    }
}

impl PageImage {
    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The samples, row by row from the top, four bytes a pixel.
    #[must_use]
    pub fn rgba(&self) -> &[u8] {
        &self.rgba
    }

    /// The picture as a PNG file, compressed fast rather than small.
    ///
    /// # Errors
    /// [`RenderError::NotEncodable`].
    pub fn to_png(&self) -> Result<Vec<u8>, RenderError> {
        let not_encodable = |error: png::EncodingError| RenderError::NotEncodable {
            reason: error.to_string(),
        };
        let pixels = self.rgba.as_chunks::<4>().0;
        let rgb: Vec<u8> = pixels
            .iter()
            .flat_map(|&[red, green, blue, _]| [red, green, blue])
            .collect();
        let mut file = Vec::with_capacity(rgb.len() / 8);
        let mut encoder = png::Encoder::new(&mut file, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Fast);
        let mut writer = encoder.write_header().map_err(not_encodable)?;
        writer.write_image_data(&rgb).map_err(not_encodable)?;
        writer.finish().map_err(not_encodable)?;
        Ok(file)
    }
}

/// Number of pages of a PDF.
///
/// # Errors
/// [`RenderError::Encrypted`], [`RenderError::NotReadable`].
pub fn page_count(pdf: &[u8]) -> Result<usize, RenderError> {
    let pdf = open(pdf)?;
    contained(|| pdf.pages().len()).ok_or(RenderError::NotReadable)
}

/// Draws one page (`page_index` counts from 0) at `dpi` pixels per inch of its
/// true size, annotations included. The bytes are copied once.
///
/// # Errors
/// [`RenderError::Size`] before anything is drawn when the picture would exceed
/// `limits`; otherwise see [`RenderError`].
pub fn render_page(
    pdf: &[u8],
    page_index: usize,
    dpi: f64,
    limits: RenderLimits,
) -> Result<PageImage, RenderError> {
    let failed = RenderError::Failed {
        page: page_index + 1,
    };
    let pdf = open(pdf)?;
    contained(|| {
        let pages = pdf.pages();
        let page = pages.get(page_index).ok_or(RenderError::NoSuchPage {
            page: page_index + 1,
            pages: pages.len(),
        })?;
        let scale = scale_for(page, dpi, limits)?;
        Ok(draw(page, scale))
    })
    .ok_or(failed)?
}

fn open(pdf: &[u8]) -> Result<Pdf, RenderError> {
    match contained(|| Pdf::new(pdf.to_vec())) {
        Some(Ok(pdf)) => Ok(pdf),
        Some(Err(LoadPdfError::Decryption(_))) => Err(RenderError::Encrypted),
        Some(Err(LoadPdfError::Invalid)) | None => Err(RenderError::NotReadable),
    }
}

#[allow(clippy::cast_possible_truncation)] // a scale near 1; the size was checked as f64
fn scale_for(page: &Page<'_>, dpi: f64, limits: RenderLimits) -> Result<f32, RenderError> {
    let user_unit = page.raw().get::<f64>(b"UserUnit".as_slice());
    let user_unit = user_unit.filter(|unit| unit.is_finite() && *unit > 0.0);
    let scale = dpi / 72.0 * user_unit.unwrap_or(1.0);
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width) * scale, f64::from(height) * scale);
    let side = 1.0..=f64::from(limits.side.min(u16::MAX.into()));
    let fits = side.contains(&width) && side.contains(&height);
    #[allow(clippy::cast_precision_loss)] // a limit of pixels is far below 2^53
    if fits && width * height <= limits.pixels as f64 {
        Ok(scale as f32)
    } else {
        Err(RenderError::Size { width, height })
    }
}

fn draw(page: &Page<'_>, scale: f32) -> PageImage {
    let pixmap = render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &PixmapSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
        },
    );
    PageImage {
        width: pixmap.width().into(),
        height: pixmap.height().into(),
        rgba: pixmap.data_as_u8_slice().to_vec(),
    }
}

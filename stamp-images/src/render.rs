//! Drawing by the hayro renderer: pages as a viewer shows them, rotated, cropped, with widgets.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use crate::contained::contained;
use crate::drawing::{DrawPages, PageImage, RenderError, RenderLimits};

/// Draws right here, without a limit of time or memory: for tests, and for processes that have limits of their own.
#[derive(Debug, Clone, Copy, Default)]
pub struct InProcess;

impl DrawPages for InProcess {
    fn draw(&self, file: &[u8], dpi: f64, limits: RenderLimits) -> Result<PageImage, RenderError> {
        render_page(file, 0, dpi, limits)
    }
}

/// A PDF opened once, to draw several of its pages.
pub struct PageRenderer(Pdf);

impl std::fmt::Debug for PageRenderer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PageRenderer")
    }
}

impl PageRenderer {
    /// Opens a file; the bytes are copied once.
    ///
    /// # Errors
    /// [`RenderError::Encrypted`], [`RenderError::NotReadable`].
    pub fn open(pdf: &[u8]) -> Result<Self, RenderError> {
        open(pdf).map(Self)
    }

    /// Number of pages; 0 when they cannot be counted.
    #[must_use]
    pub fn page_count(&self) -> usize {
        contained(|| self.0.pages().len()).unwrap_or(0)
    }

    /// Draws one page as [`render_page`] does.
    ///
    /// # Errors
    /// As [`render_page`].
    pub fn page(
        &self,
        page_index: usize,
        dpi: f64,
        limits: RenderLimits,
    ) -> Result<PageImage, RenderError> {
        let failed = RenderError::Failed {
            page: page_index + 1,
        };
        contained(|| {
            let pages = self.0.pages();
            let page = pages.get(page_index).ok_or(RenderError::NoSuchPage {
                page: page_index + 1,
                pages: pages.len(),
            })?;
            let scale = scale_for(page, dpi, limits)?;
            draw(page, scale).ok_or(RenderError::Failed {
                page: page_index + 1,
            })
        })
        .ok_or(failed)?
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
    PageRenderer::open(pdf)?.page(page_index, dpi, limits)
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

fn draw(page: &Page<'_>, scale: f32) -> Option<PageImage> {
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
    let (width, height) = (pixmap.width().into(), pixmap.height().into());
    PageImage::from_rgba(width, height, pixmap.data_as_u8_slice().to_vec())
}

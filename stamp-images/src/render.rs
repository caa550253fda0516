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

/// Draws one page (`page_index` counts from 0) at `dpi` pixels per inch of its
/// true size, annotations included. The bytes are copied once. Time and memory
/// have no limit, as with [`InProcess`]: for pages that are our own.
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
    let pdf = open(pdf)?;
    let failed = RenderError::Failed {
        page: page_index + 1,
    };
    let drawn = contained(|| {
        let pages = pdf.pages();
        let page = pages.get(page_index).ok_or(RenderError::NoSuchPage {
            page: page_index + 1,
            pages: pages.len(),
        })?;
        let scale = scale_for(page, dpi, limits)?;
        draw(page, scale).ok_or(failed.clone())
    });
    drawn.unwrap_or(Err(failed.clone()))
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

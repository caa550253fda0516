//! Pictures of pages, drawn in a process of its own.
//!
//! A page of a stranger may take all memory, never end, or find a fault of the renderer. So this program starts itself
//! once more as a process that can do nothing but draw ([`worker`]): it gets one page as a file of its own and gives
//! pixels back. A page that kills its process cannot be drawn, and that is all that happens (`pool`).

mod confinement;
mod pool;
mod protocol;
mod worker;

use std::time::{Duration, Instant};

use kyso_pdf::{Document, Password, View};
use kyso_stamp_images::{DrawPages, InProcess, PageImage, RenderError, RenderLimits};

pub use confinement::Confinement;
pub use worker::{is_drawing_worker, run_drawing_worker};

/// Opens a file to draw its pages; `password` is one of its own, where it needs one.
///
/// # Errors
/// [`RenderError::Encrypted`], [`RenderError::NotReadable`].
pub(crate) fn open<'p>(
    pdf: &'p [u8],
    password: Option<&Password>,
) -> Result<Document<'p>, RenderError> {
    let mut document = Document::open(pdf).map_err(|_| RenderError::NotReadable)?;
    if let Some(password) = password {
        let unlocked = document.unlock(password);
        unlocked.map_err(|_| RenderError::NotReadable)?;
    }
    match document.check_unlocked() {
        Ok(()) => Ok(document),
        Err(_) => Err(RenderError::Encrypted),
    }
}

/// When the pictures of one answer must be done that begins now.
pub(crate) fn time_for_an_answer() -> Instant {
    Instant::now() + TIME_FOR_AN_ANSWER
}

/// Draws a page, from 0, as it is at one revision, at `dpi` pixels per inch of its true size; gives up at `until`.
///
/// # Errors
/// [`RenderError`].
pub(crate) fn page(
    view: &View<'_, '_>,
    page_index: usize,
    dpi: f64,
    until: Instant,
) -> Result<PageImage, RenderError> {
    let number = page_index + 1;
    let pages = view.pages(number).map_err(|_| RenderError::NotReadable)?;
    let page = pages.get(page_index).ok_or(RenderError::NoSuchPage {
        page: number,
        pages: pages.len(),
    })?;
    let failed = RenderError::Failed { page: number };
    let alone = view.page_alone_with_pictures(page.id);
    let alone = alone.map_err(|_| failed.clone())?;
    draw(&alone, dpi, until).map_err(|error| match error {
        RenderError::Failed { .. } => failed,
        other => other,
    })
}

/// Starts a process before the first page is asked for, and says what confines it.
///
/// # Errors
/// [`RenderError::NotAvailable`].
pub fn warm_up_drawing() -> Result<Confinement, RenderError> {
    pool::Pool::shared().warm_up()
}

fn draw(file: &[u8], dpi: f64, until: Instant) -> Result<PageImage, RenderError> {
    let limits = RenderLimits::default();
    match cfg!(test) {
        // The test program has no worker in it.
        true => InProcess.draw(file, dpi, limits),
        false => pool::Pool::shared().draw(file, dpi, limits, until),
    }
}

/// How long all pictures of one answer may take.
const TIME_FOR_AN_ANSWER: Duration = Duration::from_secs(30);

//! Pictures of pages: what is asked for, what comes back, and who draws.
//!
//! A page of a stranger may make its renderer fail in any way: it may never end, take all memory,
//! or bring its process down. So drawing is a trait. The program draws in a process of its own with
//! limits; `InProcess` (feature `render`) draws in the same process, for tests and for the drawing
//! process itself.

use kyso_words::Localized;
use thiserror::Error;

/// A renderer of pages.
pub trait DrawPages: Send + Sync {
    /// Draws the only page of a file at `dpi` pixels per inch of its true size, annotations included.
    ///
    /// # Errors
    /// [`RenderError::Size`] before anything is drawn when the picture would exceed `limits`; otherwise see
    /// [`RenderError`]. The page is number 1 in each.
    fn draw(&self, file: &[u8], dpi: f64, limits: RenderLimits) -> Result<PageImage, RenderError>;
}

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
    /// The time for this picture was used up before it began.
    #[error("the time for pictures is used up")]
    OutOfTime,
    /// Nothing can be drawn here at all.
    #[error("pages cannot be drawn on this machine: {reason}")]
    NotAvailable {
        /// What is missing.
        reason: NoDrawing,
    },
    /// The picture cannot be encoded.
    #[error("the page picture cannot be encoded: {reason}")]
    NotEncodable {
        /// What the encoder said.
        reason: String,
    },
}

impl Localized for RenderError {
    fn vietnamese(&self) -> String {
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
            Self::OutOfTime => "đã hết thời gian dành cho việc vẽ hình".to_owned(),
            Self::NotAvailable { reason } => {
                format!("máy này không vẽ được trang: {}", reason.vietnamese())
            }
            // What the encoder said stays in the English text.
            Self::NotEncodable { .. } => "không ghi được hình trang thành tệp PNG".to_owned(),
        }
    }
}

/// Why no page can be drawn on a machine.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NoDrawing {
    /// The process that draws does not start, or does not say that it is ready.
    #[error("{message}")]
    NotStarted {
        /// What kind of failure it is.
        kind: std::io::ErrorKind,
        /// What the operating system says.
        message: String,
    },
    /// It would draw without limits.
    #[error("memory and time of the drawing process cannot be limited")]
    Unlimited,
}

impl From<std::io::Error> for NoDrawing {
    fn from(error: std::io::Error) -> Self {
        Self::NotStarted {
            kind: error.kind(),
            message: error.to_string(),
        }
    }
}

impl Localized for NoDrawing {
    fn vietnamese(&self) -> String {
        match self {
            Self::NotStarted { kind, .. } => {
                let why = std::io::Error::from(*kind).vietnamese();
                format!("tiến trình vẽ không khởi động được ({why})")
            }
            Self::Unlimited => {
                "không giới hạn được bộ nhớ và thời gian của tiến trình vẽ".to_owned()
            }
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
    /// A picture from its samples, row by row from the top, four bytes a pixel; `None` when their number is another.
    #[must_use]
    pub fn from_rgba(width: u32, height: u32, rgba: Vec<u8>) -> Option<Self> {
        let pixels = u64::from(width) * u64::from(height);
        let fits = u64::try_from(rgba.len()).is_ok_and(|bytes| bytes == pixels * 4);
        (fits && pixels > 0).then_some(Self {
            width,
            height,
            rgba,
        })
    }

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

    /// The part from `left` and `top` on, at most `width` by `height` pixels; `None` when nothing of the picture is
    /// in it.
    #[must_use]
    pub fn crop(&self, left: u32, top: u32, width: u32, height: u32) -> Option<Self> {
        let width = width.min(self.width.checked_sub(left)?);
        let height = height.min(self.height.checked_sub(top)?);
        if width == 0 || height == 0 {
            return None;
        }
        let bytes = |pixels: u32| usize::try_from(pixels).ok()?.checked_mul(4);
        let (row, start, length) = (bytes(self.width)?, bytes(left)?, bytes(width)?);
        let rows = self.rgba.chunks_exact(row);
        let rows = rows.skip(bytes(top)? / 4).take(bytes(height)? / 4);
        let parts: Vec<&[u8]> = rows
            .map(|row| row.get(start..start + length))
            .collect::<Option<_>>()?;
        Some(Self {
            width,
            height,
            rgba: parts.concat(),
        })
    }

    /// The smallest area `[left, top, right, bottom]` in pixels outside of which two pictures look the same: no sample
    /// differs by more than `tolerance`. Pictures of different sizes differ everywhere.
    #[must_use]
    pub fn difference(&self, other: &Self, tolerance: u8) -> Option<[u32; 4]> {
        if (self.width, self.height) != (other.width, other.height) {
            let whole = [
                0,
                0,
                self.width.max(other.width),
                self.height.max(other.height),
            ];
            return Some(whole);
        }
        let row = usize::try_from(self.width).ok()?.checked_mul(4)?;
        let rows = self
            .rgba
            .chunks_exact(row)
            .zip(other.rgba.chunks_exact(row));
        let mut area: Option<[u32; 4]> = None;
        for (y, (one, two)) in (0..).zip(rows).filter(|(_, (one, two))| one != two) {
            let pixels = one.as_chunks::<4>().0.iter().zip(two.as_chunks::<4>().0);
            for (x, _) in (0..).zip(pixels).filter(|(_, (one, two))| {
                let mut samples = one.iter().zip(two.iter());
                samples.any(|(one, two)| one.abs_diff(*two) > tolerance)
            }) {
                let [left, top, right, bottom] = area.unwrap_or([x, y, x, y]);
                area = Some([left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1)]);
            }
        }
        area
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn image(width: u32, height: u32, dark: &[(u32, u32)]) -> PageImage {
        let pixel = |at: u32| match dark.contains(&(at % width, at / width)) {
            true => [0, 0, 0, 255],
            false => [255; 4],
        };
        let rgba = (0..width * height).flat_map(pixel).collect();
        PageImage {
            width,
            height,
            rgba,
        }
    }

    #[test]
    fn a_part_is_cut_out_as_far_as_the_picture_reaches() {
        let page = image(5, 4, &[(2, 1)]);
        let part = page.crop(2, 1, 2, 2).unwrap();
        assert_eq!(part, image(2, 2, &[(0, 0)]));
        assert_eq!(page.crop(4, 3, 9, 9).unwrap(), image(1, 1, &[]));
        assert!(page.crop(5, 0, 1, 1).is_none() && page.crop(0, 9, 1, 1).is_none());
    }

    #[test]
    fn what_differs_is_framed() {
        let blank = image(5, 4, &[]);
        assert_eq!(blank.difference(&blank, 0), None);
        assert_eq!(
            blank.difference(&image(5, 4, &[(1, 3), (3, 2)]), 8),
            Some([1, 2, 4, 4])
        );
        assert_eq!(blank.difference(&image(4, 5, &[]), 8), Some([0, 0, 5, 5]));
        let mut faint = blank.clone();
        faint.rgba[0] = 250;
        assert_eq!(blank.difference(&faint, 8), None);
        assert_eq!(blank.difference(&faint, 4), Some([0, 0, 1, 1]));
    }
}

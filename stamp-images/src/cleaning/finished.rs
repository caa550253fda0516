//! The finished picture: ink of one colour, in the resolution in which it is drawn, as PNG that says its size.

use png::{BitDepth, ColorType, Compression, Encoder, PixelDimensions, Unit};

use super::density::Density;
use crate::error::{ImageError, PictureFault};
use crate::examination::ImageUse;
use crate::ink_colour::ImageRule;
use crate::picture::Picture;
use crate::resample::resample;

/// The PNG file of ink in the colour of its rule.
///
/// # Errors
/// [`ImageError::Unreadable`] where there is no pixel.
pub(super) fn png_of(density: &Density, purpose: ImageUse) -> Result<Vec<u8>, ImageError> {
    let [red, green, blue] = match purpose.rule() {
        ImageRule::A1 => BLUE,
        ImageRule::B1 => RED,
    };
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    let pixels = density.alpha.iter();
    let rgba = pixels
        .flat_map(|alpha| [red, green, blue, *alpha])
        .collect();
    let picture = Picture::new(side(density.width), side(density.height), rgba)?;
    let share = (GREATEST_DPI / purpose.dpi(picture.width())).min(1.0);
    let reduced = |pixels: usize| (pixels as f64 * share).round() as usize;
    let planes = resample(&picture, reduced(density.width), reduced(density.height));
    let rgba: Vec<u8> = planes
        .alpha
        .iter()
        .flat_map(|alpha| [red, green, blue, *alpha])
        .collect();
    let (width, height) = (side(planes.width), side(planes.height));
    encoded(&rgba, (width, height), purpose.dpi(width)).map_err(|error| ImageError::Unreadable {
        fault: PictureFault::Limit,
        reason: error.to_string(),
    })
}

fn encoded(
    rgba: &[u8],
    (width, height): (u32, u32),
    dpi: f64,
) -> Result<Vec<u8>, png::EncodingError> {
    let per_metre = (dpi / METRES_PER_INCH).round() as u32;
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::High);
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rgba)?;
    writer.finish()?;
    Ok(file)
}

/// Of ink, and of seals: hues in the middle of what A1 and B1 accept.
const BLUE: [u8; 3] = [20, 55, 180];
const RED: [u8; 3] = [213, 18, 42];
/// Twice what is drawn, so that the picture can be used elsewhere too.
const GREATEST_DPI: f64 = 600.0;
const METRES_PER_INCH: f64 = 0.0254;

//! How a telephone was held (Exif 2.32, 4.6.4, tag 274): the pixels lie as its sensor has them.

use crate::bytes::Bytes;
use crate::error::ImageError;
use crate::picture::Picture;

/// What makes the stored pixels upright: first mirrored, then the axes swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Orientation {
    /// Columns from right to left.
    from_right: bool,
    /// Rows from bottom to top.
    from_bottom: bool,
    /// Rows become columns.
    is_turned: bool,
}

impl Orientation {
    /// From the Exif data of a file; upright where they do not say.
    pub(super) fn of_exif(exif: &[u8]) -> Self {
        tag(exif).map_or_else(Self::default, Self::of_tag)
    }

    fn of_tag(tag: u16) -> Self {
        let (from_right, from_bottom, is_turned) = match tag {
            2 => (true, false, false),
            3 => (true, true, false),
            4 => (false, true, false),
            5 => (false, false, true),
            6 => (false, true, true),
            7 => (true, true, true),
            8 => (true, false, true),
            _ => (false, false, false),
        };
        Self {
            from_right,
            from_bottom,
            is_turned,
        }
    }

    /// The picture as it was seen.
    pub(super) fn upright(self, picture: Picture) -> Result<Picture, ImageError> {
        if self == Self::default() {
            return Ok(picture);
        }
        let (width, height) = (picture.width(), picture.height());
        let stored = picture.rgba().as_chunks::<4>().0;
        let pixel = |x: u32, y: u32| {
            let x = if self.from_right { width - 1 - x } else { x };
            let y = if self.from_bottom { height - 1 - y } else { y };
            let at = y as usize * width as usize + x as usize;
            stored.get(at).copied().unwrap_or_default()
        };
        let (columns, rows) = match self.is_turned {
            true => (height, width),
            false => (width, height),
        };
        let mut rgba = Vec::with_capacity(picture.rgba().len());
        for row in 0..rows {
            for column in 0..columns {
                let pixel = match self.is_turned {
                    true => pixel(row, column),
                    false => pixel(column, row),
                };
                rgba.extend(pixel);
            }
        }
        Picture::new(columns, rows, rgba)
    }
}

/// The value of the tag in the first directory of the TIFF structure that Exif data are.
fn tag(exif: &[u8]) -> Option<u16> {
    const ORIENTATION: u16 = 274;
    let is_little = match exif.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let value = Bytes(exif.get(at..)?).short()?;
        Some(if is_little { value.swap_bytes() } else { value })
    };
    let long = |at: usize| {
        let value = Bytes(exif.get(at..)?).long()?;
        Some(if is_little { value.swap_bytes() } else { value })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    let entries = usize::from(short(directory)?);
    // An entry has tag, type, count and value in 12 bytes; two bytes of value come first.
    let mut places = (0..entries).map(|entry| directory.saturating_add(2 + 12 * entry));
    let place = places.find(|place| short(*place) == Some(ORIENTATION))?;
    short(place.saturating_add(8))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Exif data with this orientation, behind another tag.
    fn exif(is_little: bool, orientation: u16) -> Vec<u8> {
        let short = |value: u16| match is_little {
            true => value.to_le_bytes(),
            false => value.to_be_bytes(),
        };
        let long = |value: u32| match is_little {
            true => value.to_le_bytes(),
            false => value.to_be_bytes(),
        };
        let mut exif = if is_little { b"II*\0" } else { b"MM\0*" }.to_vec();
        exif.extend(long(8));
        exif.extend(short(2));
        for (tag, value) in [(271, 9), (274, orientation)] {
            exif.extend([short(tag), short(3)].concat());
            exif.extend(long(1));
            exif.extend([short(value), short(0)].concat());
        }
        exif
    }

    #[test]
    fn the_orientation_is_read_in_either_order_of_bytes() {
        for is_little in [true, false] {
            assert_eq!(tag(&exif(is_little, 6)), Some(6));
        }
        let whole = exif(true, 6);
        for length in 0..whole.len() - 4 {
            assert_eq!(tag(&whole[..length]), None, "{length}");
        }
    }

    /// A picture of three pixels, of which the first is alone in its corner.
    #[test]
    fn each_orientation_becomes_upright() {
        let corner = |orientation| {
            let rgba = [[1; 4], [2; 4], [3; 4], [4; 4], [5; 4], [6; 4]].concat();
            let picture = Picture::new(3, 2, rgba).unwrap();
            let upright = Orientation::of_tag(orientation).upright(picture).unwrap();
            let pixels = upright.rgba().as_chunks::<4>().0.iter();
            let pixels: Vec<u8> = pixels.map(|pixel| pixel[0]).collect();
            (upright.width(), pixels)
        };
        // Exif: where the row and the column 0 of the stored pixels are seen.
        assert_eq!(corner(1), (3, vec![1, 2, 3, 4, 5, 6]));
        assert_eq!(corner(2), (3, vec![3, 2, 1, 6, 5, 4]), "right, top");
        assert_eq!(corner(3), (3, vec![6, 5, 4, 3, 2, 1]), "right, bottom");
        assert_eq!(corner(4), (3, vec![4, 5, 6, 1, 2, 3]), "left, bottom");
        assert_eq!(corner(5), (2, vec![1, 4, 2, 5, 3, 6]), "top left");
        assert_eq!(corner(6), (2, vec![4, 1, 5, 2, 6, 3]), "top right");
        assert_eq!(corner(7), (2, vec![6, 3, 5, 2, 4, 1]), "bottom right");
        assert_eq!(corner(8), (2, vec![3, 6, 2, 5, 1, 4]), "bottom left");
    }
}

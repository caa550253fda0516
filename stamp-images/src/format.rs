//! What kind of file a picture is, by its first bytes: a rule that asks for PNG says what it got instead.

use kyso_words::Localized;

/// The format of a picture file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PictureFormat {
    /// Portable Network Graphics, the only one that may be drawn (A1, B1).
    Png,
    /// JPEG, as scanners and telephones write it.
    Jpeg,
    /// HEIF or AVIF, as telephones write it.
    Heif,
    /// TIFF, as scanners write it.
    Tiff,
    /// WebP.
    Webp,
    /// Graphics Interchange Format.
    Gif,
    /// Windows bitmap.
    Bmp,
    /// JPEG 2000.
    Jpeg2000,
    /// A PDF file, such as a scanned page.
    Pdf,
    /// None of these.
    Other,
}

impl PictureFormat {
    /// The format by the signature at the start of a file.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let starts = |signature: &[u8]| bytes.starts_with(signature);
        let has = |at: usize, part: &[u8]| {
            bytes
                .get(at..)
                .is_some_and(|rest: &[u8]| rest.starts_with(part))
        };
        match () {
            () if starts(b"\x89PNG\r\n\x1a\n") => Self::Png,
            () if starts(b"\xff\xd8\xff") => Self::Jpeg,
            () if HEIF.iter().any(|brand| has(4, brand)) => Self::Heif,
            () if starts(b"II*\0") || starts(b"MM\0*") => Self::Tiff,
            () if starts(b"RIFF") && has(8, b"WEBP") => Self::Webp,
            () if starts(b"GIF87a") || starts(b"GIF89a") => Self::Gif,
            () if starts(b"BM") => Self::Bmp,
            () if has(4, b"jP  \r\n\x87\n") || starts(b"\xff\x4f\xff\x51") => Self::Jpeg2000,
            () if starts(b"%PDF-") => Self::Pdf,
            () => Self::Other,
        }
    }

    /// The name of the format; `None` where it is not known.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Heif => "HEIF",
            Self::Tiff => "TIFF",
            Self::Webp => "WebP",
            Self::Gif => "GIF",
            Self::Bmp => "BMP",
            Self::Jpeg2000 => "JPEG 2000",
            Self::Pdf => "PDF",
            Self::Other => return None,
        })
    }
}

impl std::fmt::Display for PictureFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name().unwrap_or("no picture that is known here"))
    }
}

impl Localized for PictureFormat {
    fn vietnamese(&self) -> String {
        let name = self.name().unwrap_or("không phải định dạng hình đã biết");
        name.to_owned()
    }
}

/// Type and brand of files in the container of HEIF (ISO/IEC 23008-12, 10.2) and AVIF.
const HEIF: [&[u8]; 6] = [
    b"ftypheic",
    b"ftypheix",
    b"ftyphevc",
    b"ftypmif1",
    b"ftypmsf1",
    b"ftypavif",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_their_first_bytes() {
        for (bytes, name) in [
            (&b"\x89PNG\r\n\x1a\n\0\0"[..], Some("PNG")),
            (b"\xff\xd8\xff\xe0", Some("JPEG")),
            (b"\0\0\0\x18ftypheic\0\0", Some("HEIF")),
            (b"II*\0\x08", Some("TIFF")),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some("WebP")),
            (b"%PDF-1.7", Some("PDF")),
            (b"RIFF\x10\0\0\0WAVE", None),
            (b"", None),
        ] {
            assert_eq!(PictureFormat::of(bytes).name(), name, "{bytes:?}");
        }
    }
}

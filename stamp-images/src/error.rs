//! Everything that can go wrong, one variant per thing a caller can act on.
//!
//! `Display` is English; [`Localized`] gives the same in Vietnamese.

use kyso_words::Localized;
use thiserror::Error;

use crate::format::PictureFormat;
use crate::ink_colour::{Dominant, ImageRule, InkColour, Percent};

/// Why an image is not accepted.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum ImageError {
    /// The file does not start with the PNG signature (A1, B1).
    #[error("the image is not a PNG file")]
    NotPng,
    /// The file is in a format that no picture is made of; PNG and JPEG are.
    #[error("the image is neither PNG nor JPEG: {found}")]
    OtherFormat {
        /// What it is.
        found: PictureFormat,
    },
    /// The file is longer than what is read.
    #[error("the image has {bytes} bytes; at most {limit} are accepted")]
    TooManyBytes {
        /// Size of the file.
        bytes: usize,
        /// Largest size accepted.
        limit: usize,
    },
    /// The picture has more pixels than what is decoded.
    #[error("the image measures {width} × {height} pixels; at most {limit} × {limit} are accepted")]
    TooLarge {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Largest side accepted.
        limit: u32,
    },
    /// The file is damaged.
    #[error("the image cannot be read: {fault}")]
    Unreadable {
        /// What is wrong with it.
        fault: PictureFault,
        /// What the decoder said, in English.
        reason: String,
    },
    /// The background is not transparent.
    #[error(
        "{rule}: the background is not transparent: {} of the image is clear, at least {} is needed",
        Percent(*transparent_share), Percent(*needed)
    )]
    Opaque {
        /// A1 or B1.
        rule: ImageRule,
        /// Share of clear pixels, 0 to 1.
        transparent_share: f64,
        /// Least share accepted.
        needed: f64,
    },
    /// Nothing is drawn.
    #[error(
        "{rule}: the image is empty: {} of it is ink, at least {} is needed",
        Percent(*ink_share), Percent(*needed)
    )]
    NoInk {
        /// A1 or B1.
        rule: ImageRule,
        /// Share of ink, 0 to 1.
        ink_share: f64,
        /// Least share accepted.
        needed: f64,
    },
    /// The ink has another colour than the rule asks for.
    #[error(
        "{rule}: the ink is not {}: {} of it is, at least {} is needed; measured: {measured}",
        wanted, Percent(*share), Percent(*needed)
    )]
    WrongColour {
        /// A1 or B1.
        rule: ImageRule,
        /// The colour asked for.
        wanted: InkColour,
        /// Share of the ink that has it, 0 to 1.
        share: f64,
        /// Least share accepted.
        needed: f64,
        /// What most of the ink looks like.
        measured: Dominant,
    },
    /// The seal has ink that is not red, and hides or adds words (B1).
    #[error(
        "B1: the seal has more than red ink: {} of it is light, {} black or grey, at most {} is accepted",
        Percent(*light_share), Percent(*neutral_share), Percent(*limit)
    )]
    Covers {
        /// Share of the ink that is as light as paper, 0 to 1.
        light_share: f64,
        /// Share of the ink that is black, grey or white, 0 to 1.
        neutral_share: f64,
        /// Largest share accepted of each.
        limit: f64,
    },
    /// The seal has black or dark strokes that read as print (B1).
    #[error(
        "B1: the seal has black or dark strokes as large as printed characters; all its ink must be red"
    )]
    Print,
    /// The seal is not as wide as it is high (B1).
    #[error("B1: the seal is not round: its width is {aspect:.2} times its height")]
    NotRound {
        /// Width divided by height.
        aspect: f64,
    },
}

/// What is wrong with a damaged picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PictureFault {
    /// It ends before it is whole.
    Truncated,
    /// It is not as the format says.
    Malformed,
    /// Decoding it takes more memory than is given.
    Limit,
    /// Its number of bytes does not fit its size.
    Size,
    /// It is in a form that is not drawn here.
    Unsupported,
}

impl std::fmt::Display for PictureFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Truncated => "the file ends early",
            Self::Malformed => "the file is damaged",
            Self::Limit => "it takes more memory than is given",
            Self::Size => "the number of bytes does not fit the size",
            Self::Unsupported => "this form is not supported",
        })
    }
}

impl Localized for PictureFault {
    fn vietnamese(&self) -> String {
        match self {
            Self::Truncated => "tệp bị cụt",
            Self::Malformed => "tệp bị hỏng hoặc sai cấu trúc",
            Self::Limit => "cần nhiều bộ nhớ hơn mức cho phép",
            Self::Size => "số byte không khớp với kích thước",
            Self::Unsupported => "kiểu hình chưa được hỗ trợ",
        }
        .to_owned()
    }
}

impl Localized for ImageError {
    #[allow(clippy::too_many_lines, reason = "a table of texts")]
    fn vietnamese(&self) -> String {
        match self {
            Self::NotPng => "hình ảnh không phải định dạng PNG".to_owned(),
            Self::OtherFormat { found } => format!(
                "hình ảnh không phải định dạng PNG hoặc JPEG: {}",
                found.vietnamese()
            ),
            Self::TooManyBytes { bytes, limit } => {
                format!("tệp hình ảnh có {bytes} byte, chỉ nhận tối đa {limit} byte")
            }
            Self::TooLarge {
                width,
                height,
                limit,
            } => format!(
                "hình ảnh có kích thước {width} × {height} điểm ảnh, chỉ nhận tối đa {limit} × {limit}"
            ),
            Self::Unreadable { fault, .. } => {
                format!("không đọc được hình ảnh: {}", fault.vietnamese())
            }
            Self::Opaque {
                rule,
                transparent_share,
                needed,
            } => format!(
                "{rule}: nền hình ảnh không trong suốt: phần trong suốt là {}, cần ít nhất {}",
                Percent(*transparent_share),
                Percent(*needed)
            ),
            Self::NoInk {
                rule,
                ink_share,
                needed,
            } => format!(
                "{rule}: hình ảnh trống: nét mực chiếm {}, cần ít nhất {}",
                Percent(*ink_share),
                Percent(*needed)
            ),
            Self::WrongColour {
                rule,
                wanted,
                share,
                needed,
                measured,
            } => format!(
                "{rule}: nét mực không phải {}: tỷ lệ đúng màu là {}, cần ít nhất {}; đo được: {}",
                wanted.vietnamese(),
                Percent(*share),
                Percent(*needed),
                measured.vietnamese()
            ),
            Self::Covers {
                light_share,
                neutral_share,
                limit,
            } => format!(
                "B1: con dấu có nét không phải màu đỏ: {} là màu sáng, {} là màu đen hoặc xám, chỉ nhận tối đa {}",
                Percent(*light_share),
                Percent(*neutral_share),
                Percent(*limit)
            ),
            Self::Print => {
                "B1: con dấu có nét màu đen hoặc sẫm, lớn như chữ in; mọi nét phải là màu đỏ"
                    .to_owned()
            }
            Self::NotRound { aspect } => {
                let aspect = format!("{aspect:.2}").replace('.', ",");
                format!("B1: con dấu không tròn: chiều rộng gấp {aspect} lần chiều cao")
            }
        }
    }
}

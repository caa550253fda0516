//! Why a picture cannot be cleaned.

use kyso_words::Localized;
use thiserror::Error;

use crate::error::ImageError;
use crate::ink_colour::Percent;

/// Why no picture of a signature or a seal was made of a scan.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum CleaningError {
    /// It cannot be read.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// Most of it is no light surface: no paper can be known from ink.
    #[error(
        "no paper can be recognised: the background must be light, even, and without a pattern"
    )]
    NoPaper,
    /// Nothing differs enough from the paper.
    #[error("no ink can be recognised: nothing differs enough from the paper")]
    NoInk,
    /// Inks of two colours, such as a signature through a seal.
    #[error(
        "the picture has ink of more than one colour: {} of it differs from the rest; take a picture of the signature alone, or of the seal alone", Percent(*share)
    )]
    SeveralInks {
        /// Share of the ink that has another colour than the rest, 0 to 1.
        share: f64,
    },
    /// Ink, or the table beside the paper, along the edge.
    #[error(
        "{} of the edge of the picture is dark: it is cut off, or shows more than the paper; leave a margin of plain paper", Percent(*share)
    )]
    DarkEdge {
        /// Share of the pixels along the edge, 0 to 1.
        share: f64,
    },
    /// What would be a seal has no circle around it, or something lies beside it.
    #[error(
        "B1: the seal is not round, or something else is beside it: crop the picture to the seal"
    )]
    NoCircle,
    /// The result would not be accepted.
    #[error("the cleaned picture would not be accepted: {0}")]
    NotAccepted(ImageError),
}

impl Localized for CleaningError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Image(image) => image.vietnamese(),
            Self::NoPaper => {
                "không nhận ra nền giấy: nền phải sáng, đều và không có hoa văn".to_owned()
            }
            Self::NoInk => {
                "không nhận ra nét mực: không có gì khác đủ rõ so với nền giấy".to_owned()
            }
            Self::SeveralInks { share } => format!(
                "hình có mực nhiều màu: {} nét mực khác màu với phần còn lại; hãy chụp hoặc quét riêng chữ ký, hoặc riêng con dấu",
                Percent(*share).vietnamese()
            ),
            Self::DarkEdge { share } => format!(
                "{} mép hình bị tối: hình bị cắt mất nét hoặc chụp cả ngoài tờ giấy; hãy chừa lề giấy trắng quanh nét mực",
                Percent(*share).vietnamese()
            ),
            Self::NoCircle => {
                "B1: con dấu không tròn, hoặc có thứ khác ở bên cạnh: hãy cắt hình sát con dấu"
                    .to_owned()
            }
            Self::NotAccepted(image) => format!(
                "hình sau khi làm sạch không dùng được: {}",
                image.vietnamese()
            ),
        }
    }
}

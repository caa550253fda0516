//! The words of each criterion: its name, what was measured, what is allowed.

use kyso_words::{Lang, Localized, words};

use super::{ImageCriterion, ImageStep, ImageUse};
use crate::ink_colour::Percent;

impl ImageUse {
    /// What the picture is, in the words of the law.
    #[must_use]
    pub fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Signature => lang.pick("hình chữ ký", "signature image"),
            Self::Seal { .. } => lang.pick("hình con dấu", "seal image"),
        }
    }

    /// The name that programs read.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Seal { .. } => "seal",
        }
    }
}

impl ImageStep {
    /// The name that programs read.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Differs => "differs",
            Self::NotKept => "not_kept",
        }
    }

    /// The word for it.
    #[must_use]
    pub fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Kept => lang.pick("đạt", "kept"),
            Self::Differs => lang.pick("có khác", "differs"),
            Self::NotKept => lang.pick("không đạt", "not kept"),
        }
    }
}

impl ImageCriterion {
    /// The name that programs read.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Format { .. } => "format",
            Self::Bytes { .. } => "bytes",
            Self::Pixels { .. } => "pixels",
            Self::Background { .. } => "background",
            Self::Ink { .. } => "ink",
            Self::Colour { .. } => "colour",
            Self::OtherInk { .. } => "other_ink",
            Self::Print { .. } => "print",
            Self::Round { .. } => "round",
            Self::TrueSize { .. } => "true_size",
            Self::Resolution { .. } => "resolution",
        }
    }

    /// What it is about.
    #[must_use]
    pub fn label(&self, lang: Lang) -> &'static str {
        let (vi, en) = match self {
            Self::Format { .. } => ("Định dạng", "Format"),
            Self::Bytes { .. } => ("Dung lượng", "File size"),
            Self::Pixels { .. } => ("Kích thước", "Size"),
            Self::Background { .. } => ("Nền trong suốt", "Transparent background"),
            Self::Ink { .. } => ("Nét mực", "Ink"),
            Self::Colour { .. } => ("Màu mực", "Colour of the ink"),
            Self::OtherInk { .. } => ("Màu lẫn trong con dấu", "Other colours in the seal"),
            Self::Print { .. } => ("Nét đen như chữ in", "Black strokes like print"),
            Self::Round { .. } => ("Hình tròn", "Roundness"),
            Self::TrueSize { .. } => ("Kích thước thật trên trang", "True size on the page"),
            Self::Resolution { .. } => ("Độ phân giải", "Resolution"),
        };
        lang.pick(vi, en)
    }

    /// What was measured.
    #[must_use]
    pub fn measured(&self, lang: Lang) -> String {
        match self {
            Self::Format { found } => found.text(lang),
            Self::Bytes { found, .. } => words!(lang, "{} byte", "{} bytes", found),
            Self::Pixels { width, height, .. } => {
                words!(lang, "{} × {} điểm ảnh", "{} × {} pixels", width, height)
            }
            Self::Background { transparent, .. } => rounded_down(*transparent).text(lang),
            Self::Ink { share, .. } => rounded_down(*share).text(lang),
            Self::Colour {
                wanted,
                share,
                measured,
                ..
            } => words!(
                lang,
                "{} {}; nhiều nhất là {}",
                "{} {}; mostly {}",
                wanted.text(lang),
                rounded_down(*share).text(lang),
                measured.text(lang)
            ),
            Self::OtherInk { light, neutral, .. } => words!(
                lang,
                "{} màu sáng, {} màu đen hoặc xám",
                "{} light, {} black or grey",
                rounded_up(*light).text(lang),
                rounded_up(*neutral).text(lang)
            ),
            Self::Print { found: true } => lang.pick("có", "found").to_owned(),
            Self::Print { found: false } => lang.pick("không có", "none").to_owned(),
            Self::Round { ink, picture, .. } => words!(
                lang,
                "rộng gấp {} lần cao (cả hình: {} lần)",
                "{} times as wide as high (the whole picture: {} times)",
                decimal(*ink, 2, lang),
                decimal(*picture, 2, lang)
            ),
            Self::TrueSize { drawn, .. } => format!("{} mm", decimal(drawn.0, 1, lang)),
            Self::Resolution { dpi, width, .. } => words!(
                lang,
                "{} dpi khi rộng {} mm",
                "{} dpi at a width of {} mm",
                dpi.floor(),
                decimal(width.0, 1, lang)
            ),
        }
    }

    /// What is allowed.
    #[must_use]
    pub fn allowed(&self, lang: Lang) -> String {
        let at_least =
            |share: f64| words!(lang, "ít nhất {}", "at least {}", Percent(share).text(lang));
        match self {
            Self::Format { .. } => "PNG".to_owned(),
            Self::Bytes { most, .. } => {
                words!(lang, "nhiều nhất {} byte", "at most {} bytes", most)
            }
            Self::Pixels { most, .. } => {
                words!(lang, "nhiều nhất {} × {}", "at most {} × {}", most, most)
            }
            Self::Background { least, .. } | Self::Ink { least, .. } => at_least(*least),
            Self::Colour { wanted, least, .. } => {
                format!("{} {}", wanted.text(lang), at_least(*least))
            }
            Self::OtherInk { most, .. } => {
                words!(
                    lang,
                    "mỗi loại nhiều nhất {}",
                    "at most {} of each",
                    Percent(*most).text(lang)
                )
            }
            Self::Print { .. } => lang.pick("không có", "none").to_owned(),
            Self::Round { most, .. } => words!(
                lang,
                "từ {} đến {} lần",
                "{} to {} times",
                decimal(1.0 / most, 2, lang),
                decimal(*most, 2, lang)
            ),
            Self::TrueSize {
                diameter, least, ..
            } => words!(
                lang,
                "đường kính {} mm, ít nhất {} mm",
                "the diameter {} mm, at least {} mm",
                decimal(diameter.0, 1, lang),
                decimal(diameter.0 * least, 1, lang)
            ),
            Self::Resolution { least, .. } => {
                words!(
                    lang,
                    "nên có ít nhất {} dpi",
                    "at least {} dpi recommended",
                    least
                )
            }
        }
    }

    /// What a picture that differs will look like; `None` for criteria by which signing decides.
    #[must_use]
    pub fn remark(&self, lang: Lang) -> Option<&'static str> {
        match self {
            Self::TrueSize { .. } => Some(lang.pick(
                "con dấu sẽ nhỏ hơn con dấu thật; hãy cắt sát vòng ngoài của con dấu",
                "the seal will be smaller than the physical one; crop the picture to its outer circle",
            )),
            Self::Resolution { .. } => Some(lang.pick(
                "hình sẽ bị vỡ nét trên trang; hãy quét lại ở 300 dpi trở lên",
                "the picture will look coarse on the page; scan it again at 300 dpi or more",
            )),
            _ => None,
        }
    }
}

/// A share that must reach another, rounded down so that it never reads as if it did.
fn rounded_down(share: f64) -> Percent {
    let steps = steps_of(share);
    Percent((share * steps + ROUNDING).floor() / steps)
}

/// A share that must not exceed another, rounded up.
fn rounded_up(share: f64) -> Percent {
    let steps = steps_of(share);
    Percent((share * steps - ROUNDING).ceil().max(0.0) / steps)
}

/// Into how many steps a share is divided: it has one decimal where it is small.
fn steps_of(share: f64) -> f64 {
    if share < 0.0995 { 1000.0 } else { 100.0 }
}

/// What computing with shares leaves of errors, in steps.
const ROUNDING: f64 = 1e-6;

/// A number with the decimal sign of the language and at most so many digits behind it.
fn decimal(value: f64, digits: usize, lang: Lang) -> String {
    let text = format!("{value:.digits$}");
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => &text,
    };
    text.replace('.', lang.pick(",", "."))
}

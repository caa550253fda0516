//! The words for what the formal rules say.

use crate::finding::{FormDetail, FormFinding, FormStep};
use kyso_words::Lang;

impl FormFinding {
    /// One sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match &self.detail {
            FormDetail::PictureGood => lang
                .pick(
                    "Hình ảnh đúng màu, nền trong suốt.",
                    "The picture has the right colour and a transparent background.",
                )
                .into(),
            FormDetail::PictureBad { vi, en } => lang.pick(vi, en).into(),
            FormDetail::BetweenTitleAndName { title, name, .. } => match lang {
                Lang::Vi => format!("Đặt giữa “{title}” và “{name}”."),
                Lang::En => format!("Stands between “{title}” and “{name}”."),
            },
            FormDetail::NotBetweenTitleAndName => lang
                .pick(
                    "Không nằm giữa chức vụ và họ tên người ký.",
                    "Does not stand between the signer's title and name.",
                )
                .into(),
            FormDetail::SealGeometry {
                side_mm,
                covers,
                off_centre,
                step,
            } => {
                let text = seal_text(*side_mm, *covers, *off_centre, lang);
                match step {
                    FormStep::Differs => text + lang.pick(
                        " Khác quy định (khoảng 1/3, cân giữa) nhưng còn trong mức thường gặp.",
                        " Not as the rule gives it (about a third, centred), but as is often seen.",
                    ),
                    _ => text,
                }
            }
        }
    }
}

fn seal_text(side_mm: f64, covers: Option<f64>, off_centre: Option<f64>, lang: Lang) -> String {
    let mut text = match lang {
        Lang::Vi => format!(
            "Con dấu rộng {} mm",
            format!("{side_mm:.1}").replace('.', ",")
        ),
        Lang::En => format!("The seal is {side_mm:.1} mm wide"),
    };
    match (covers, off_centre) {
        (Some(covers), Some(off_centre)) => {
            let (covers, off_centre) = (covers * 100.0, off_centre * 100.0);
            text += &match lang {
                Lang::Vi => format!(
                    ", trùm {covers:.0} % chữ ký về bên trái, lệch theo chiều dọc {off_centre:.0} %."
                ),
                Lang::En => format!(
                    ", covers {covers:.0} % of the signature from the left, vertically off by {off_centre:.0} %."
                ),
            };
        }
        _ => {
            text += lang.pick(
                "; không có hình chữ ký người có thẩm quyền để đối chiếu.",
                "; there is no signature picture of a person to compare with.",
            );
        }
    }
    text
}

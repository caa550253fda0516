//! What was measured on a picture, and what was done to one, for people and for programs.

use std::fmt::Write;
use std::path::Path;

use kyso_stamp_images::{
    CleanedImage, ImageCriterion, ImageExamination, ImageFinding, ImageStep, ImageUse,
    PictureFormat,
};
use kyso_words::{Lang, Localized, counted, printable_form};
use serde_json::{Value, json};

/// A line for each criterion, and whether the picture can be used.
pub(super) fn text(path: &Path, examination: &ImageExamination, lang: Lang) -> String {
    let mut text = format!("{}\n", printable_form(path.display()));
    add_criteria(&mut text, examination, lang);
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}", conclusion(examination, lang));
    if !examination.is_usable() && can_be_cleaned(examination) {
        let _ = writeln!(text, "{}", advice(examination.purpose, lang));
    }
    text
}

/// What was done, then the same about the picture that was written.
pub(super) fn cleaned_text(path: &Path, cleaned: &CleanedImage, lang: Lang) -> String {
    let ((from_width, from_height), (width, height)) = (cleaned.from, cleaned.size);
    let mut text = match lang {
        Lang::Vi => format!(
            "Đã làm hình từ {from_width} × {from_height} điểm ảnh: mực {}, đã bỏ {} vết bụi, còn {width} × {height} điểm ảnh, {} dpi\n",
            cleaned.ink.vietnamese(),
            cleaned.specks,
            cleaned.dpi.floor()
        ),
        Lang::En => format!(
            "Made of {from_width} × {from_height} pixels: ink {}, {} removed, {width} × {height} pixels remain, {} dpi\n",
            cleaned.ink,
            counted(cleaned.specks, "speck"),
            cleaned.dpi.floor()
        ),
    };
    if cleaned.is_cut_off {
        let _ = writeln!(text, "! {}", cut_off(lang));
    }
    text + &self::text(path, &cleaned.examination, lang)
}

fn cut_off(lang: Lang) -> &'static str {
    lang.pick(
        "Nét mực chạm mép hình gốc: hãy xem có bị cắt mất phần nào không.",
        "Ink reaches the edge of the original: see whether some of it is cut off.",
    )
}

fn add_criteria(text: &mut String, examination: &ImageExamination, lang: Lang) {
    for ImageFinding { criterion, step } in &examination.criteria {
        let mark = match step {
            ImageStep::Kept => '✓',
            ImageStep::Differs => '!',
            ImageStep::NotKept => '✕',
        };
        let _ = write!(
            text,
            "{mark} {}: {} ({}: {}): {}",
            criterion.label(lang),
            criterion.measured(lang),
            lang.pick("yêu cầu", "wanted"),
            criterion.allowed(lang),
            step.text(lang)
        );
        let remark = criterion
            .remark(lang)
            .filter(|_| *step == ImageStep::Differs);
        let _ = match remark {
            Some(remark) => writeln!(text, "; {remark}"),
            None => writeln!(text),
        };
    }
}

fn conclusion(examination: &ImageExamination, lang: Lang) -> String {
    let (what, rule) = (examination.purpose.text(lang), examination.purpose.rule());
    let mut steps = examination.criteria.iter().map(|one| one.step);
    let has_remarks = steps.any(|step| step == ImageStep::Differs);
    match (examination.is_usable(), has_remarks, lang) {
        (true, false, Lang::Vi) => format!("✓ Dùng được làm {what} ({rule})."),
        (true, false, Lang::En) => format!("✓ It can be used as a {what} ({rule})."),
        (true, true, Lang::Vi) => format!("! Dùng được làm {what} ({rule}), xem các dòng !."),
        (true, true, Lang::En) => {
            format!("! It can be used as a {what} ({rule}); see the lines with !.")
        }
        (false, _, Lang::Vi) => format!("✕ Không dùng được làm {what} ({rule}), xem các dòng ✕."),
        (false, _, Lang::En) => {
            format!("✕ It cannot be used as a {what} ({rule}); see the lines with ✕.")
        }
    }
}

/// Whether it may become a picture that can be used.
fn can_be_cleaned(examination: &ImageExamination) -> bool {
    examination.criteria.iter().all(|one| match one.criterion {
        ImageCriterion::Format { found } => {
            matches!(found, PictureFormat::Png | PictureFormat::Jpeg)
        }
        ImageCriterion::Pixels { .. } => one.step == ImageStep::Kept,
        _ => true,
    })
}

fn advice(purpose: ImageUse, lang: Lang) -> String {
    let options = match purpose {
        ImageUse::Signature => "--as signature".to_owned(),
        ImageUse::Seal { diameter } => format!("--as seal --diameter {}", diameter.0),
    };
    match lang {
        Lang::Vi => format!("Thử làm sạch hình: kyso stamp clean HÌNH {options} -o MỚI.png"),
        Lang::En => format!("Try to clean it: kyso stamp clean IMAGE {options} -o NEW.png"),
    }
}

/// The answer for programs; docs/report.md lists the names.
pub(super) fn json(path: &Path, examination: &ImageExamination, lang: Lang) -> Value {
    let purpose = examination.purpose;
    let diameter = match purpose {
        ImageUse::Signature => None,
        ImageUse::Seal { diameter } => Some(diameter.0),
    };
    let criteria = examination.criteria.iter();
    let criteria: Vec<Value> = criteria.map(|one| criterion_json(one, lang)).collect();
    json!({
        "schema": SCHEMA,
        "file": path.display().to_string(),
        "as": purpose.as_str(),
        "rule": purpose.rule().to_string(),
        "diameter_mm": diameter,
        "usable": examination.is_usable(),
        "criteria": criteria,
    })
}

fn criterion_json(finding: &ImageFinding, lang: Lang) -> Value {
    let ImageFinding { criterion, step } = finding;
    json!({
        "code": criterion.code(),
        "step": step.as_str(),
        "values": values_of(criterion),
        "label": criterion.label(lang),
        "measured": criterion.measured(lang),
        "allowed": criterion.allowed(lang),
        "remark": criterion.remark(lang).filter(|_| *step == ImageStep::Differs),
    })
}

/// The numbers behind the words; shares are from 0 to 1.
fn values_of(criterion: &ImageCriterion) -> Value {
    match criterion {
        ImageCriterion::Format { found } => json!({ "found": found.name() }),
        ImageCriterion::Bytes { found, most } => json!({ "found": found, "most": most }),
        ImageCriterion::Pixels {
            width,
            height,
            most,
        } => json!({ "width": width, "height": height, "most": most }),
        ImageCriterion::Background { transparent, least } => {
            json!({ "transparent": transparent, "least": least })
        }
        ImageCriterion::Ink { share, least } | ImageCriterion::Colour { share, least, .. } => {
            json!({ "share": share, "least": least })
        }
        ImageCriterion::OtherInk {
            light,
            neutral,
            most,
        } => json!({ "light": light, "neutral": neutral, "most": most }),
        ImageCriterion::Print { found } => json!({ "found": found }),
        ImageCriterion::Round { ink, picture, most } => {
            json!({ "ink": ink, "picture": picture, "most": most })
        }
        ImageCriterion::TrueSize {
            drawn,
            diameter,
            least,
        } => json!({ "drawn_mm": drawn.0, "diameter_mm": diameter.0, "least": least }),
        ImageCriterion::Resolution { dpi, width, least } => {
            json!({ "dpi": dpi, "width_mm": width.0, "least": least })
        }
        _ => Value::Null,
    }
}

/// As [`json()`], with what was done.
pub(super) fn cleaned_json(path: &Path, cleaned: &CleanedImage, lang: Lang) -> Value {
    let mut answer = json(path, &cleaned.examination, lang);
    let side = |(width, height): (u32, u32)| json!({ "width": width, "height": height });
    let done = json!({
        "from": side(cleaned.from),
        "size": side(cleaned.size),
        "dpi": cleaned.dpi,
        "ink": cleaned.ink.as_str(),
        "specks": cleaned.specks,
        "cut_off": cleaned.is_cut_off,
    });
    if let Some(members) = answer.as_object_mut() {
        members.insert("cleaned".to_owned(), done);
    }
    answer
}

/// The schema of the answer.
pub(super) const SCHEMA: &str = "kyso.stamp/1";

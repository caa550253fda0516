//! `kyso stamp check` and `kyso stamp clean`: pictures of signatures and seals before they are signed with.

mod answer;

use std::path::Path;

use kyso_report::pretty_json;
use kyso_stamp_images::{CleaningError, ImageError, ImageExamination, ImageUse, clean_image};
use kyso_words::{Lang, Localized, printable_form};
use serde_json::json;

use super::arguments::{PlainFormat, Stamp, StampAction, StampCheck, StampClean, StampPurpose};
use super::given::{Given, What};
use super::verify::read_alone;
use super::{Failure, output};
use crate::files;
use answer::SCHEMA;

/// Looks at a picture, or makes one.
pub(crate) fn run(request: &Stamp, lang: Lang) -> Result<u8, Failure> {
    match &request.action {
        StampAction::Check(request) => check(request, lang),
        StampAction::Clean(request) => clean(request, lang),
    }
}

fn check(request: &StampCheck, lang: Lang) -> Result<u8, Failure> {
    let purpose = image_use(&request.purpose)?;
    let examination = read(&request.image).and_then(|bytes| {
        let examination = ImageExamination::of(&bytes, purpose);
        examination.map_err(|error| Reason::of_image(&error))
    });
    let examination = match examination {
        Ok(examination) => examination,
        Err(reason) => return unreadable(&request.image, &reason, request.format, lang),
    };
    let text = match request.format {
        PlainFormat::Text => answer::text(&request.image, &examination, lang),
        PlainFormat::Json => pretty_json(&answer::json(&request.image, &examination, lang)),
    };
    output::write(&text, None)?;
    Ok(u8::from(!examination.is_usable()))
}

fn clean(request: &StampClean, lang: Lang) -> Result<u8, Failure> {
    let purpose = image_use(&request.purpose)?;
    let mut given = Given::default();
    given.add(What::Picture, [request.image.as_path()]);
    given.refuse_replacing(&[("-o", Some(&request.output))])?;
    let cleaned = match read(&request.image).map(|bytes| clean_image(&bytes, purpose)) {
        Ok(Ok(cleaned)) => cleaned,
        Ok(Err(CleaningError::Image(error @ ImageError::Unreadable { .. }))) => {
            let reason = Reason::of_image(&error);
            return unreadable(&request.image, &reason, request.format, lang);
        }
        Ok(Err(error)) => {
            let failure = not_cleaned(&request.image, &error);
            write_error(&error.text(lang), request.format)?;
            return Err(failure);
        }
        Err(reason) => return unreadable(&request.image, &reason, request.format, lang),
    };
    files::write(&request.output, &cleaned.png)
        .map_err(|error| Failure::unwritable(&request.output.display(), &error))?;
    let text = match request.format {
        PlainFormat::Text => answer::cleaned_text(&request.output, &cleaned, lang),
        PlainFormat::Json => pretty_json(&answer::cleaned_json(&request.output, &cleaned, lang)),
    };
    output::write(&text, None)?;
    Ok(0)
}

/// A seal has a diameter, a signature none.
fn image_use(purpose: &StampPurpose) -> Result<ImageUse, Failure> {
    purpose.image_use().ok_or_else(|| {
        Failure::usage(
            "--diameter chỉ dùng cho con dấu (--as seal)",
            "--diameter is for seals alone (--as seal)",
        )
    })
}

/// Why a file gives no picture, in both languages.
struct Reason {
    vietnamese: String,
    english: String,
}

impl Reason {
    /// The line that gives it says already that the file cannot be read.
    fn of_image(error: &ImageError) -> Self {
        match error {
            ImageError::Unreadable { fault, .. } => Self::of(|lang| fault.text(lang)),
            other => Self::of(|lang| other.text(lang)),
        }
    }

    fn of(text: impl Fn(Lang) -> String) -> Self {
        Self {
            vietnamese: text(Lang::Vi),
            english: text(Lang::En),
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Reason> {
    read_alone(path).map_err(|error| Reason::of(|lang| error.text(lang)))
}

/// Says why on standard error; programs that wait for JSON find it there too.
fn unreadable(
    path: &Path,
    reason: &Reason,
    format: PlainFormat,
    lang: Lang,
) -> Result<u8, Failure> {
    let name = path.display();
    let said = lang.pick(&reason.vietnamese, &reason.english);
    output::remark(match lang {
        Lang::Vi => format!("{name}: không đọc được: {said}"),
        Lang::En => format!("{name}: cannot be read: {said}"),
    });
    write_error(said, format)?;
    Ok(UNREADABLE)
}

/// The answer where there is no other, for programs that wait for JSON.
fn write_error(message: &str, format: PlainFormat) -> Result<(), Failure> {
    match format {
        PlainFormat::Text => Ok(()),
        PlainFormat::Json => {
            let error = json!({ "schema": SCHEMA, "error": { "message": message } });
            output::write(&pretty_json(&error), None)
        }
    }
}

fn not_cleaned(path: &Path, error: &CleaningError) -> Failure {
    let name = printable_form(path.display());
    let failure = Failure::refused(
        format!("{name}: {}; không ghi gì", error.text(Lang::Vi)),
        format!("{name}: {}; nothing was written", error.text(Lang::En)),
    );
    match error {
        CleaningError::Image(ImageError::OtherFormat { .. }) => failure.with_hint(
            "Hãy lưu hoặc xuất hình sang PNG hay JPEG trước.",
            "Save or export it as PNG or JPEG first.",
        ),
        CleaningError::Image(ImageError::TooLarge { .. } | ImageError::TooManyBytes { .. }) => {
            failure.with_hint(
                "Hãy cắt hình quanh chữ ký hoặc con dấu trước, hoặc quét ở 300 dpi.",
                "Crop it around the signature or the seal first, or scan at 300 dpi.",
            )
        }
        _ => failure,
    }
}

/// The status where a file cannot be read.
const UNREADABLE: u8 = 5;

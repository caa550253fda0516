//! `kyso inspect`.

use std::fmt::Write;
use std::io;
use std::path::Path;

use kyso_report::pretty_json;
use kyso_words::{Lang, Localized};
use serde_json::json;

use super::arguments::{Inspect, PlainFormat};
use super::verify::read_alone;
use super::{Failure, output};
use crate::files;
use kyso_report::{
    CoverageView, FieldView, INSPECTION_SCHEMA, Inspection, NoRevision, RevisionBytes,
    RevisionView, SignatureView, inspect, revision_bytes,
};
use kyso_words::printable;

/// Shows how a file is written, or writes out one of its revisions.
pub(crate) fn run(request: &Inspect, lang: Lang) -> Result<u8, Failure> {
    let bytes = match read_alone(&request.file) {
        Ok(bytes) => bytes,
        Err(error) => return unreadable(request, |lang| error.text(lang), lang),
    };
    if let (Some(number), Some(output)) = (request.revision, &request.output) {
        return export(request, &bytes, number.get(), output, lang);
    }
    match inspect(&bytes) {
        Ok(inspection) => show(request, &inspection, lang),
        Err(error) => unreadable(request, |lang| error.text(lang), lang),
    }
}

fn show(request: &Inspect, inspection: &Inspection, lang: Lang) -> Result<u8, Failure> {
    let text = match request.format {
        PlainFormat::Text => text(inspection, lang),
        PlainFormat::Json => {
            let json = serde_json::to_value(inspection);
            pretty_json(&json.map_err(|error| Failure::unwritable(&"JSON", &error.into()))?)
        }
    };
    output::write(&text, None)?;
    Ok(0)
}

/// Says why on standard error; programs that wait for JSON find it there too.
fn unreadable(
    request: &Inspect,
    reason: impl Fn(Lang) -> String,
    lang: Lang,
) -> Result<u8, Failure> {
    let name = request.file.display();
    output::remark(match lang {
        Lang::Vi => format!("{name}: không đọc được: {}", reason(lang)),
        Lang::En => format!("{name}: cannot be read: {}", reason(lang)),
    });
    if request.format == PlainFormat::Json && request.revision.is_none() {
        let error = json!({ "schema": INSPECTION_SCHEMA, "error": { "message": reason(lang) } });
        output::write(&pretty_json(&error), None)?;
    }
    Ok(UNREADABLE)
}

/// Writes the exact bytes of a revision into a new file.
fn export(
    request: &Inspect,
    bytes: &[u8],
    number: usize,
    output: &Path,
    lang: Lang,
) -> Result<u8, Failure> {
    let revision = match revision_bytes(bytes, number) {
        Ok(revision) => revision,
        Err(NoRevision::Unreadable(error)) => {
            return unreadable(request, |lang| error.text(lang), lang);
        }
        Err(NoRevision::Absent { revisions }) => {
            return Err(Failure::refused(
                format!("không có phiên bản {number}: tệp có {revisions} phiên bản; không ghi gì"),
                format!(
                    "there is no revision {number}: the file has {revisions}; nothing was written"
                ),
            ));
        }
    };
    if output == Path::new("-") {
        output::write_bytes(revision.bytes, None)?;
        return Ok(0);
    }
    files::write_new(output, revision.bytes).map_err(|error| {
        let failure = Failure::unwritable(&output.display(), &error);
        match error.kind() {
            io::ErrorKind::AlreadyExists => failure.refusing(),
            _ => failure,
        }
    })?;
    output::remark(exported(&revision, number, output, lang));
    Ok(0)
}

/// What was written, and whose signature covers exactly that.
fn exported(revision: &RevisionBytes<'_>, number: usize, output: &Path, lang: Lang) -> String {
    let (size, path) = (revision.bytes.len(), output.display());
    let signed = revision.signed_by.as_deref().map(printable);
    let covered = match (lang, signed) {
        (Lang::Vi, Some(field)) => format!(", đúng phần mà chữ ký {field} phủ"),
        (Lang::Vi, None) => ", không chữ ký nào phủ trọn phiên bản này".to_owned(),
        (Lang::En, Some(field)) => format!(", exactly what signature {field} covers"),
        (Lang::En, None) => "; no signature covers exactly this revision".to_owned(),
    };
    match lang {
        Lang::Vi => format!("đã ghi phiên bản {number} vào {path}: {size} byte{covered}"),
        Lang::En => format!("revision {number} written to {path}: {size} bytes{covered}"),
    }
}

fn text(inspection: &Inspection, lang: Lang) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{}: {} byte",
        lang.pick("Kích thước", "Size"),
        inspection.size
    );
    if inspection.header_offset > 0 {
        let label = lang.pick("Số byte trước %PDF-", "Bytes before %PDF-");
        let _ = writeln!(text, "{label}: {}", inspection.header_offset);
    }
    if inspection.encrypted {
        let _ = writeln!(
            text,
            "{}",
            lang.pick("Tệp được mã hóa", "The file is encrypted")
        );
    }
    if inspection.bytes_after_eof > 0 {
        let label = lang.pick("Số byte sau %%EOF cuối", "Bytes after the last %%EOF");
        let _ = writeln!(text, "{label}: {}", inspection.bytes_after_eof);
    }
    for revision in &inspection.revisions {
        add_revision(&mut text, revision, lang);
    }
    if inspection.signature_fields.is_empty() {
        let _ = writeln!(
            text,
            "\n{}",
            lang.pick("Không có trường chữ ký", "No signature fields")
        );
    }
    for field in &inspection.signature_fields {
        add_field(&mut text, field, lang);
    }
    text
}

fn add_revision(text: &mut String, revision: &RevisionView, lang: Lang) {
    let title = lang.pick("Phiên bản", "Revision");
    let RevisionView {
        number,
        start,
        end,
        xref_form,
        xref_offset,
        ..
    } = revision;
    let _ = writeln!(
        text,
        "\n{title} {number}: byte {start}–{end}, xref {xref_form} @ {xref_offset}"
    );
    let lists = [
        (lang.pick("thêm", "added"), &revision.added),
        (lang.pick("thay", "replaced"), &revision.replaced),
        (lang.pick("xóa", "freed"), &revision.freed),
    ];
    for (label, numbers) in lists.iter().filter(|(_, numbers)| !numbers.is_empty()) {
        let _ = writeln!(text, "  {label} ({}): {}", numbers.len(), ranges(numbers));
    }
}

fn add_field(text: &mut String, field: &FieldView, lang: Lang) {
    let title = lang.pick("Trường chữ ký", "Signature field");
    let object = field.object.as_deref().unwrap_or("–");
    let _ = writeln!(text, "\n{title} {} ({object})", printable(&field.name));
    match &field.signature {
        None => {
            let _ = writeln!(text, "  {}", lang.pick("chưa ký", "not signed"));
        }
        Some(signature) => add_signature(text, signature, lang),
    }
}

fn add_signature(text: &mut String, signature: &SignatureView, lang: Lang) {
    let _ = writeln!(
        text,
        "  SubFilter: {}",
        printable(signature.sub_filter.as_deref().unwrap_or("–"))
    );
    if let Some(range) = &signature.byte_range {
        let _ = writeln!(text, "  ByteRange: {range:?}");
    }
    if let Some([start, end]) = signature.contents {
        let _ = writeln!(text, "  Contents: byte {start}–{end}");
    }
    let coverage = match signature.coverage {
        CoverageView::WholeFile => lang.pick("toàn bộ tệp", "the whole file"),
        CoverageView::WholeRevision => lang.pick("toàn bộ phiên bản", "a whole revision"),
        CoverageView::Partial => lang.pick("chỉ một phần", "only a part"),
        CoverageView::Unclear => lang.pick("không rõ", "unclear"),
    };
    let revision = signature
        .covers_revision
        .map(|number| format!(" ({number})"))
        .unwrap_or_default();
    let _ = writeln!(
        text,
        "  {}: {coverage}{revision}",
        lang.pick("Phủ", "Covers")
    );
}

/// `1–3, 7, 9–12`: long lists of numbers as people read them.
fn ranges(numbers: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let run = |&(first, last): &(u32, u32)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}

/// As `kyso verify` ends for a file that cannot be read.
const UNREADABLE: u8 = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_numbers_are_one_range() {
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), "1–3, 7, 9–10");
        assert_eq!(ranges(&[u32::MAX]), u32::MAX.to_string());
        assert_eq!(ranges(&[]), "");
    }
}

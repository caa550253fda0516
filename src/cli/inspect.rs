//! `kyso inspect`.

use std::fmt::Write;
use std::fs;

use kyso_verifier::Lang;

use super::arguments::{Inspect, PlainFormat};
use super::{Failure, output};
use crate::inspection::{
    CoverageView, FieldView, Inspection, RevisionView, SignatureView, inspect,
};
use crate::printable::printable;
use crate::words;

/// Shows how a file is written.
pub(crate) fn run(request: &Inspect, lang: Lang) -> Result<u8, Failure> {
    let bytes =
        fs::read(&request.file).map_err(|error| Failure::unreadable(&request.file, &error))?;
    let inspection = inspect(&bytes).map_err(|error| {
        let name = request.file.display();
        let text = |lang| format!("{name}: {}", words::pdf(&error, lang));
        Failure::refused(text(Lang::Vi), text(Lang::En))
    })?;
    let text = match request.format {
        PlainFormat::Text => text(&inspection, lang),
        PlainFormat::Json => {
            let json = serde_json::to_value(&inspection);
            output::pretty(&json.map_err(|error| Failure::unwritable(&"JSON", &error.into()))?)
        }
    };
    output::write(&text, None)?;
    Ok(0)
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

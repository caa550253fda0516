//! The words about certifications (DocMDP) and what follows them.

use crate::finding::Finding;
use kyso_words::Lang;

pub(super) fn text(finding: &Finding, lang: Lang) -> String {
    match finding {
        Finding::SeenAfterCertification { fields } => {
            let fields = quoted(fields);
            match lang {
                Lang::Vi => format!(
                    "Chữ ký này chứng nhận văn bản và cho phép ký tiếp (P=2); các chữ ký có hình thêm sau là số, ngày tháng, con dấu hoặc chữ ký hợp lệ, không che nội dung: {fields}."
                ),
                Lang::En => format!(
                    "It certifies the document and lets others sign (P=2); the visible signatures that follow are number, date, seal or signature, valid, and cover no content: {fields}."
                ),
            }
        }
        Finding::UnprovenAfterCertification { field } => match lang {
            Lang::Vi => format!(
                "Văn bản được chứng nhận (P=2), chữ ký có hình “{field}” thêm sau chưa được xác nhận là của cơ quan, người ký đáng tin cậy: chưa kết luận được bổ sung đó có được phép hay không."
            ),
            Lang::En => format!(
                "The document is certified (P=2), and trust in the holder of the later visible signature “{field}” is not proven: whether it is permitted is open."
            ),
        },
        Finding::CertificationRepeated => lang
            .pick(
                "Văn bản đã có chữ ký chứng nhận; không được chứng nhận lần nữa.",
                "The document is certified already; it cannot be certified again.",
            )
            .to_owned(),
        _ => lang
            .pick(
                "Chữ ký chứng nhận văn bản không phải là chữ ký đầu tiên: đã có chữ ký trước đó; những chữ ký đó vẫn có giá trị.",
                "It certifies the document, but others signed before it; this takes nothing from any of them.",
            )
            .to_owned(),
    }
}

fn quoted(fields: &[String]) -> String {
    let fields = fields.iter().map(|field| format!("“{field}”"));
    fields.collect::<Vec<_>>().join(", ")
}

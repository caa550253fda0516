//! The headline's words about a certification that other signatures follow.

use super::{SignatureReport, Verdict};
use crate::finding::Finding;
use kyso_words::Lang;

/// `chữ ký 1 chứng nhận văn bản (P=2), các chữ ký có hình sau đó được phép`; nothing beside a signature that failed.
pub(super) fn followed(signatures: &[SignatureReport], lang: Lang) -> Option<String> {
    if signatures
        .iter()
        .any(|one| one.verdict == Verdict::TotalFailed)
    {
        return None;
    }
    let open = |finding: &Finding| matches!(finding, Finding::UnprovenAfterCertification { .. });
    let followed = |finding: &Finding| matches!(finding, Finding::SeenAfterCertification { .. });
    let told = |test: fn(&Finding) -> bool| {
        let mut numbered = (1..).zip(signatures);
        let found = numbered.find(|(_, one): &(i32, _)| one.findings.iter().any(test));
        found.map(|(number, _)| number)
    };
    if let Some(number) = told(open) {
        return Some(match lang {
            Lang::Vi => format!(
                "chưa rõ chữ ký có hình sau chữ ký {number}, là chữ ký chứng nhận văn bản, có được phép hay không"
            ),
            Lang::En => format!(
                "whether the visible signatures after signature {number}, which certifies, are permitted is open"
            ),
        });
    }
    told(followed).map(|number| match lang {
        Lang::Vi => format!(
            "chữ ký {number} chứng nhận văn bản (P=2), các chữ ký có hình sau đó thuộc phạm vi cho phép"
        ),
        Lang::En => format!(
            "signature {number} certifies (P=2), the visible signatures after it are permitted"
        ),
    })
}

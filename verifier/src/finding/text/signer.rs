//! The words about who signed, and who vouches for the time.

use crate::finding::Finding;
use crate::holder::HolderKind;
use crate::report::SubIndication;
use kyso_words::{Lang, lower_first};

pub(super) fn text(finding: &Finding, lang: Lang) -> String {
    match (finding, lang) {
        (Finding::TimestampUnsound { conclusion, .. }, Lang::Vi) => {
            format!("Dấu thời gian không dùng được: {}.", doubt(*conclusion))
        }
        (Finding::TimestampUnsound { conclusion, reason }, Lang::En) => {
            let coded = conclusion.filter(|one| one.as_str() == reason);
            let words =
                coded.map_or_else(|| reason.clone(), |one| lower_first(one.label(Lang::En)));
            format!("The timestamp is not sound: {words}.")
        }
        (Finding::UnlikelyHolder { holder, name }, _) => unlikely(*holder, name, lang),
        _ => String::new(),
    }
}

fn unlikely(holder: HolderKind, name: &str, lang: Lang) -> String {
    match (holder, lang) {
        (HolderKind::Person, Lang::Vi) => format!(
            "Chữ ký thể hiện là của cơ quan, nhưng chứng thư là của cá nhân “{name}”: hãy hỏi lại nơi gửi."
        ),
        (HolderKind::Organisation, Lang::Vi) => format!(
            "Chữ ký thể hiện là của cá nhân, nhưng chứng thư là của cơ quan, tổ chức “{name}”: hãy hỏi lại nơi gửi."
        ),
        (HolderKind::Person, Lang::En) => format!(
            "It is shown as the signature of an agency, but the certificate is that of a person, “{name}”: ask the sender."
        ),
        (HolderKind::Organisation, Lang::En) => format!(
            "It is shown as the signature of a person, but the certificate is that of an organisation, “{name}”: ask the sender."
        ),
    }
}

/// Why a timestamp does not count, without names of codes.
fn doubt(conclusion: Option<SubIndication>) -> String {
    let words = match conclusion {
        Some(SubIndication::NoCertificateChainFound) => "chưa tin được nơi cấp dấu thời gian",
        Some(SubIndication::TryLater) => {
            "chưa biết chứng thư của nơi cấp dấu thời gian có bị thu hồi hay không"
        }
        Some(SubIndication::HashFailure) => "dấu thời gian không khớp với nội dung đã ký",
        Some(other) => return lower_first(other.label(Lang::Vi)),
        None => "không kiểm tra được",
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_stands_in_a_vietnamese_sentence() {
        let code = SubIndication::NoCertificateChainFound;
        let finding = |conclusion: Option<SubIndication>| Finding::TimestampUnsound {
            conclusion,
            reason: conclusion
                .map_or("no content", |one| one.as_str())
                .to_owned(),
        };
        let told = finding(Some(code)).text(Lang::Vi);
        assert_eq!(
            told,
            "Dấu thời gian không dùng được: chưa tin được nơi cấp dấu thời gian."
        );
        for conclusion in [
            None,
            Some(SubIndication::HashFailure),
            Some(SubIndication::TryLater),
            Some(SubIndication::Expired),
        ] {
            let told = finding(conclusion).text(Lang::Vi);
            let code = told.split([' ', '.']).any(|word| {
                word.len() > 3
                    && word
                        .chars()
                        .all(|one| one == '_' || one.is_ascii_uppercase())
            });
            assert!(!code && !told.contains("content"), "{told}");
        }
    }
}

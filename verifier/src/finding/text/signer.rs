//! The words about who signed, and who vouches for the time.

use crate::finding::Finding;
use crate::holder::HolderKind;
use crate::report::{SubIndication, TimestampDoubt};
use kyso_words::{Lang, Localized, lower_first};

pub(super) fn text(finding: &Finding, lang: Lang) -> String {
    match (finding, lang) {
        (Finding::TimestampUnsound { doubt }, Lang::Vi) => {
            format!("Dấu thời gian không dùng được: {}.", vietnamese(doubt))
        }
        (Finding::TimestampUnsound { doubt }, Lang::En) => {
            format!("The timestamp is not sound: {}.", english(doubt))
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
fn vietnamese(doubt: &TimestampDoubt) -> String {
    match doubt {
        TimestampDoubt::Token(error) => error.vietnamese(),
        TimestampDoubt::Authority(SubIndication::NoCertificateChainFound) => {
            "chưa tin được nơi cấp dấu thời gian".to_owned()
        }
        TimestampDoubt::Authority(SubIndication::TryLater) => {
            "chưa biết chứng thư của nơi cấp dấu thời gian có bị thu hồi hay không".to_owned()
        }
        TimestampDoubt::Authority(other) => lower_first(other.label(Lang::Vi)),
    }
}

fn english(doubt: &TimestampDoubt) -> String {
    match doubt {
        TimestampDoubt::Token(error) => error.to_string(),
        TimestampDoubt::Authority(conclusion) => lower_first(conclusion.label(Lang::En)),
    }
}

#[cfg(test)]
mod tests {
    use kyso_pki::TimestampError;

    use super::*;

    #[test]
    fn no_code_stands_in_a_vietnamese_sentence() {
        let authority = |conclusion| Finding::TimestampUnsound {
            doubt: TimestampDoubt::Authority(conclusion),
        };
        let text = authority(SubIndication::NoCertificateChainFound).text(Lang::Vi);
        assert_eq!(
            text,
            "Dấu thời gian không dùng được: chưa tin được nơi cấp dấu thời gian."
        );
        for conclusion in [SubIndication::TryLater, SubIndication::Expired] {
            let text = authority(conclusion).text(Lang::Vi);
            let is_code = |word: &str| {
                let mut letters = word.chars();
                word.len() > 3 && letters.all(|one| one == '_' || one.is_ascii_uppercase())
            };
            assert!(!text.split([' ', '.']).any(is_code), "{text}");
        }
    }

    #[test]
    fn a_token_that_is_not_sound_gives_its_cause_in_both_languages() {
        let finding = Finding::TimestampUnsound {
            doubt: TimestampDoubt::Token(TimestampError::Version { version: 2 }),
        };
        assert_eq!(
            finding.text(Lang::Vi),
            "Dấu thời gian không dùng được: nội dung của dấu thời gian có phiên bản 2, không phải 1."
        );
        assert_eq!(
            finding.text(Lang::En),
            "The timestamp is not sound: the TSTInfo has version 2, not 1."
        );
    }
}

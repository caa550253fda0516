//! The words for doubts about the authority of a person: who, why, and what to do.

use std::fmt;

use jiff::civil::Date;
use kyso_verifier::Effect;
use kyso_words::{Lang, Localized, words};

use super::AuthorityDoubt;

impl fmt::Display for AuthorityDoubt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words(Lang::En))
    }
}

impl std::error::Error for AuthorityDoubt {}

impl Localized for AuthorityDoubt {
    fn vietnamese(&self) -> String {
        self.words(Lang::Vi)
    }
}

impl AuthorityDoubt {
    #[allow(clippy::too_many_lines, reason = "a table of texts")]
    fn words(&self, lang: Lang) -> String {
        match self {
            Self::AgencyUnknown { agency } => words!(
                lang,
                "danh bạ không có chứng thư của cơ quan “{}”; hãy thêm chứng thư này vào danh bạ",
                "the directory does not know the certificate of the agency “{}”; add it to the directory",
                agency
            ),
            Self::AgencyIsPerson { name } => words!(
                lang,
                "theo danh bạ, chứng thư dùng để ban hành là của cá nhân “{}”; hãy xem lại khóa ký",
                "by the directory, the certificate that issues is that of a person, “{}”; check the key",
                name
            ),
            Self::AgencyNotInEffect { agency, effect } => words!(
                lang,
                "theo danh bạ, cơ quan “{}” {}; hãy xem lại danh bạ hoặc khóa ký",
                "by the directory, the agency “{}” {}; check the directory or the key",
                agency,
                days(*effect, lang)
            ),
            Self::PersonUnknown { name } => words!(
                lang,
                "danh bạ không có chứng thư của người ký “{}”; hãy thêm chứng thư này vào danh bạ nếu người đó có thẩm quyền",
                "the directory does not know the certificate of “{}”, who signed; add it to the directory if this person has the authority",
                name
            ),
            Self::PersonIsOrganisation { organisation } => words!(
                lang,
                "theo danh bạ, chữ ký của người có thẩm quyền được tạo bằng chứng thư của cơ quan “{}”",
                "by the directory, the signature of the competent person was made with the certificate of the organisation “{}”",
                organisation
            ),
            Self::TimeUnknown { name } => words!(
                lang,
                "không biết “{}” ký khi nào, nên không xét được thẩm quyền; đề nghị ký lại có thời gian",
                "nothing says when “{}” signed, so the authority cannot be judged; have it signed again with a time",
                name
            ),
            Self::OtherAgency {
                name,
                agency,
                others,
            } if others.is_empty() => words!(
                lang,
                "theo danh bạ, “{}” không có thẩm quyền ký cho “{}”",
                "by the directory, “{}” has no authority to sign for “{}”",
                name,
                agency
            ),
            Self::OtherAgency {
                name,
                agency,
                others,
            } => words!(
                lang,
                "theo danh bạ, “{}” không có thẩm quyền ký cho “{}”, chỉ cho: {}",
                "by the directory, “{}” has no authority to sign for “{}”, only for: {}",
                name,
                agency,
                others.join("; ")
            ),
            Self::NotBegun { name, title, from } => words!(
                lang,
                "theo danh bạ, “{}” ký trước khi có thẩm quyền ({}, từ {})",
                "by the directory, “{}” signed before the authority began ({}, from {})",
                name,
                title,
                day(*from)
            ),
            Self::Ended { name, title, until } => words!(
                lang,
                "theo danh bạ, “{}” ký sau khi hết thẩm quyền ({}, đến hết {})",
                "by the directory, “{}” signed after the authority had ended ({}, until {})",
                name,
                title,
                day(*until)
            ),
            Self::OtherTitle {
                name,
                printed,
                titles,
            } => words!(
                lang,
                "chức vụ in trên văn bản là “{}”, còn theo danh bạ “{}” là: {}",
                "the title printed in the document is “{}”; by the directory “{}” is: {}",
                printed,
                name,
                titles.join("; ")
            ),
        }
    }
}

fn days(effect: Effect, lang: Lang) -> String {
    match effect {
        Effect::InEffect => lang.pick("đang hoạt động", "exists").to_owned(),
        Effect::NotBegun { from } => words!(
            lang,
            "chưa hoạt động (từ {})",
            "did not exist yet (from {})",
            day(from)
        ),
        Effect::Ended { until } => words!(
            lang,
            "đã kết thúc hoạt động (đến hết {})",
            "has ended (until {})",
            day(until)
        ),
    }
}

fn day(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

//! Whether the name printed under a signature is that of the certificate: a remark, because a signer may have been
//! chosen wrongly, or a name be written in another way (A2, F2).

use kyso_pki::Certificate;
use kyso_stamp_images::{APOSTROPHES, TONES};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether two names are the same for a reader: in NFC, ignoring case, titles before the names,
/// text in parentheses, the kind of apostrophes, and tones, which are often mistyped or written on
/// another vowel (`Hòa`, `Hoà`). A certificate in plain ASCII has no marks at all to compare.
pub(crate) fn is_same(printed: &str, certified: &str) -> bool {
    let plain = certified.is_ascii();
    let [printed, certified] = [printed, certified].map(|name| {
        let words = words(name);
        words
            .iter()
            .map(|word| spelled(word, plain))
            .collect::<Vec<_>>()
    });
    !printed.is_empty() && printed == certified
}

/// How the certificate of a person names an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Membership {
    /// Not at all.
    None,
    /// As one of the organizational units (OU).
    Unit,
    /// As the organization (O).
    Organization,
}

/// How `person` names the agency that holds `agency`: by the common name of the agency's
/// certificate, in any case, where `UBND` means `Ủy ban nhân dân`.
#[must_use]
pub fn membership(person: &Certificate, agency: &Certificate) -> Membership {
    let agency = full_name(agency.subject_common_name().unwrap_or_default());
    let is_agency = |name: &str| !agency.is_empty() && full_name(name) == agency;
    let mut units = person.subject_organizational_units();
    match person.subject_organization().is_some_and(is_agency) {
        true => Membership::Organization,
        false if units.any(is_agency) => Membership::Unit,
        false => Membership::None,
    }
}

/// A name of an agency for comparing.
fn full_name(name: &str) -> Vec<String> {
    let words = words_of(name).into_iter().flat_map(|word| {
        let short = ["ubnd", "hđnd"].iter().position(|short| word == *short);
        let full = short.and_then(|at| ["ủy ban nhân dân", "hội đồng nhân dân"].get(at));
        let full = full.map_or(word.as_str(), |full| full);
        full.split(' ').map(str::to_owned).collect::<Vec<_>>()
    });
    words.map(|word| word.replace("uỷ", "ủy")).collect()
}

/// Who holds a certificate. Key usage and policies of the government CA are the same for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolderKind {
    /// A person.
    Person,
    /// An agency or another organisation.
    Organisation,
}

use HolderKind as Kind;

/// The holder that a certificate surely has. Its user identifier (tax or budget number, or that of
/// a citizen) decides, unless its name contradicts it. Else its name decides: that of its own
/// organisation, one that begins as names of agencies do, or one that begins with one of the most
/// common family names.
#[must_use]
pub fn holder_kind(certificate: &Certificate) -> Option<HolderKind> {
    let id = certificate.subject_user_id().unwrap_or_default();
    let name = certificate.subject_common_name().unwrap_or_default();
    sure_kind(id, name, certificate.subject_organization())
}

fn sure_kind(id: &str, name: &str, organization: Option<&str>) -> Option<Kind> {
    let is_person = is_name_of_person(&words(name));
    let is_organisation = is_name_of_organisation(&words_of(name), organization);
    let by_name = match (is_person, is_organisation) {
        (true, false) => Some(Kind::Person),
        (false, true) => Some(Kind::Organisation),
        _ => None,
    };
    match (kind_by_id(id), by_name) {
        (Some(one), Some(other)) if one != other => None,
        (one, other) => one.or(other),
    }
}

/// Two to five words, without digits, of which the first is a common family name.
fn is_name_of_person(words: &[String]) -> bool {
    let plain = words
        .iter()
        .all(|word| word.chars().all(char::is_alphabetic));
    let first = words.first().map(String::as_str).unwrap_or_default();
    plain && (2..=5).contains(&words.len()) && FAMILY_NAMES.contains(&first)
}

/// By the identifier of an organisation (tax, budget) or of a citizen.
fn kind_by_id(id: &str) -> Option<Kind> {
    let begins = |prefixes: &[&str]| {
        let mut prefixes = prefixes.iter();
        prefixes.any(|prefix| {
            id.get(..prefix.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        })
    };
    if begins(&["MST:", "MNS:"]) {
        return Some(Kind::Organisation);
    }
    begins(&["CCCD:", "CMND:", "CC:", "HC:"]).then_some(Kind::Person)
}

/// The words of a name in lower case.
fn words_of(name: &str) -> Vec<String> {
    let name: String = name.nfc().flat_map(char::to_lowercase).collect();
    name.split_whitespace().map(str::to_owned).collect()
}

fn is_name_of_organisation(words: &[String], organization: Option<&str>) -> bool {
    let is_own = organization.is_some_and(|organization| words_of(organization) == *words);
    let is_agency = AGENCIES.iter().any(|agency| {
        let mut agency = agency.split(' ').map(Some).zip(
            words
                .iter()
                .map(|w| Some(w.as_str()))
                .chain(std::iter::repeat(None)),
        );
        agency.all(|(one, other)| one == other)
    });
    !words.is_empty() && (is_own || is_agency || words.len() > LONGEST_NAME)
}

/// How names of agencies and organisations begin.
const AGENCIES: [&str; 52] = [
    "ủy ban",
    "uỷ ban",
    "ubnd",
    "hội đồng",
    "hđnd",
    "sở",
    "bộ",
    "văn phòng",
    "cục",
    "chi cục",
    "tổng cục",
    "vụ",
    "thanh tra",
    "công an",
    "cảnh sát",
    "quân khu",
    "bộ chỉ huy",
    "bộ tư lệnh",
    "phòng giáo dục",
    "phòng tài chính",
    "phòng nội vụ",
    "phòng kinh tế",
    "phòng văn hóa",
    "phòng văn hoá",
    "phòng y tế",
    "phòng tư pháp",
    "phòng quản lý",
    "ban quản lý",
    "ban tổ chức",
    "ban tuyên giáo",
    "ban dân vận",
    "ban chỉ đạo",
    "trung tâm",
    "trường",
    "đại học",
    "học viện",
    "viện",
    "bệnh viện",
    "kho bạc",
    "bảo hiểm",
    "ngân hàng",
    "tòa án",
    "toà án",
    "tỉnh ủy",
    "thành ủy",
    "huyện ủy",
    "đảng ủy",
    "chính phủ",
    "quốc hội",
    "cổng thông tin",
    "công ty",
    "tổng công ty",
];

/// Family names with which no name of an agency begins; without marks those alone that are no other word then.
const FAMILY_NAMES: [&str; 41] = [
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ",
    "hồ", "ngô", "dương", "lý", "đào", "trịnh", "đinh", "trương", "phùng", "tạ", "lương", "quách",
    "kiều", "triệu", "vương", "tô", "nông", "hứa", "khổng", "lưu", "mạc", "nghiêm", "nguyen",
    "tran", "pham", "hoang", "huynh", "trinh", "ngo",
];

/// Words of the longest names of persons.
const LONGEST_NAME: usize = 6;

/// The words of a name in lower case, without titles and parentheses.
fn words(name: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let outside = name.nfc().filter(|letter| match letter {
        '(' => {
            depth += 1;
            false
        }
        ')' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    let lower: String = outside.flat_map(char::to_lowercase).collect();
    let text = lower.replace(APOSTROPHES, "'");
    let words: Vec<&str> = text
        .split([' ', '\u{a0}', '.', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let title = |word: &&&str| TITLES.contains(*word);
    let titles = words.iter().take_while(title).count();
    // A name that consists of titles only is none.
    let rest = words.get(titles..).unwrap_or_default();
    rest.iter().map(|word| (*word).to_owned()).collect()
}

/// The letters without tones; with `plain` without any mark.
fn spelled(word: &str, plain: bool) -> String {
    let letters = word.nfd().filter_map(|letter| match letter {
        'đ' if plain => Some('d'),
        _ if plain && is_combining_mark(letter) => None,
        _ if TONES.contains(&letter) => None,
        _ => Some(letter),
    });
    letters.collect()
}

/// Ranks, degrees and forms of address that precede names.
const TITLES: [&str; 34] = [
    "ông",
    "bà",
    "gs",
    "pgs",
    "ts",
    "ths",
    "tskh",
    "cn",
    "ks",
    "kts",
    "bs",
    "bscki",
    "bsckii",
    "ds",
    "luật",
    "sư",
    "ls",
    "nsnd",
    "nsưt",
    "ngnd",
    "ngưt",
    "đ/c",
    "đại",
    "thượng",
    "trung",
    "thiếu",
    "tướng",
    "tá",
    "úy",
    "uý",
    "mr",
    "mrs",
    "ms",
    "dr",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_write_one_name() {
        for (printed, certified) in [
            ("Trần Thị Minh Ánh", "Trần Thị Minh Ánh"),
            ("TRẦN THỊ MINH ÁNH", "Trần Thị Minh Ánh (KIỂM THỬ)"),
            ("Tra\u{302}\u{300}n Thị Minh Ánh", "Trần Thị Minh Ánh"),
            ("PGS.TS. Lê Hòa", "Lê Hoà"),
            ("Thượng tá Nguyễn Văn Thuý", "Nguyễn Văn Thúy"),
            ("H’Yim Êban", "H'Yim Eban"),
            ("Đặng Văn Đức", "Dang Van Duc"),
            ("Trần Thị Minh Ánh", "Trần Thị Minh Anh"),
            ("Lê Văn Đạt", "Lê Văn Đát"),
        ] {
            assert!(is_same(printed, certified), "{printed} / {certified}");
        }
    }

    #[test]
    fn agencies_and_persons() {
        for name in [
            "ỦY BAN NHÂN DÂN TỈNH QUẢNG NINH",
            "UBND tỉnh thử nghiệm",
            "Sở Nội vụ",
            "Văn phòng Chính phủ",
            "Bộ Tài chính",
            "Trung tâm Tin học - Công báo",
        ] {
            assert_eq!(
                sure_kind("", name, None),
                Some(Kind::Organisation),
                "{name}"
            );
        }
        for name in [
            "Trần Thị Minh Ánh",
            "Bùi Sở Hà",
            "Đoàn Văn Trường",
            "Trương Bộ",
            "",
        ] {
            let kind = sure_kind("", name, Some("Sở Nội vụ"));
            assert_ne!(kind, Some(Kind::Organisation), "{name}");
        }
    }

    #[test]
    fn only_what_is_sure_contradicts_what_is_shown() {
        let (person, organisation) = (Some(Kind::Person), Some(Kind::Organisation));
        for (id, name, organization, expected) in [
            ("", "Trần Thị Minh Ánh", Some("Sở Nội vụ"), person),
            ("", "NGUYEN VAN A", None, person),
            ("", "PGS.TS. Lê Hòa (KIỂM THỬ)", None, person),
            ("CCCD:001", "Y Bhăm Êban", None, person),
            ("", "UBND tỉnh thử nghiệm", None, organisation),
            ("MST:0101", "Đài Phát thanh", None, organisation),
            ("", "Cơ quan X", Some("CƠ QUAN  X"), organisation),
            (
                "MST:0101",
                "Lưu trữ tỉnh",
                Some("LƯU TRỮ TỈNH"),
                organisation,
            ),
            ("CCCD:001", "Nguyễn Văn A", Some("NGUYỄN VĂN A"), person),
            // Neither tells, or one contradicts the other.
            ("", "Đài Phát thanh", None, None),
            ("", "Người khác", None, None),
            ("", "Phường Trần Phú", None, None),
            ("", "Lê Lợi 2", None, None),
            ("", "", None, None),
            ("MST:0101", "Nguyễn Văn A", None, None),
            ("CCCD:001", "Sở Nội vụ", None, None),
            ("", "Nguyễn Văn A", Some("NGUYỄN VĂN A"), None),
        ] {
            assert_eq!(sure_kind(id, name, organization), expected, "{id} {name}");
        }
    }

    #[test]
    fn names_of_different_people() {
        for (printed, certified) in [
            ("Trần Thị Minh Ân", "Trần Thị Minh An"),
            ("Lê Văn Đạt", "Lê Văn Dạt"),
            ("H’Yim Êban", "HYim Êban"),
            ("Trần Thị Minh Ánh", "Nguyễn Văn A"),
            ("Trần Thị Minh Ánh", "UBND tỉnh Quảng Ninh"),
            ("Trần Thị Minh Ánh", "Tran Thi Minh"),
            ("Ông", "Bà"),
            ("", ""),
        ] {
            assert!(!is_same(printed, certified), "{printed} / {certified}");
        }
    }
}

//! Certificates as the government's authority issues them: names, units and identifiers of persons and agencies.

use kyso_issuing::Profile;
use kyso_pki::Pkcs12Key;

use crate::Base;
use crate::der::{SET, element, oid, sequence};

/// Who holds a certificate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Holder {
    name: &'static str,
    agency: &'static str,
    units: &'static [&'static str],
    id: Option<&'static str>,
    profile: Profile,
}

impl Holder {
    pub(super) fn key(self, base: &Base) -> Pkcs12Key {
        let (name, profile) = (self.name, self.profile);
        let encoded = self.subject();
        base.office
            .key_with(name, profile, |one| one.with_encoded_subject(encoded))
    }

    fn subject(self) -> Vec<u8> {
        let mut levels = vec![level(COUNTRY, 0x13, "VN"), level(PLACE, UTF8, "Quảng Ngãi")];
        levels.push(level(ORGANISATION, UTF8, self.agency));
        levels.extend(self.units.iter().map(|unit| level(UNIT, UTF8, unit)));
        levels.push(level(NAME, UTF8, self.name));
        levels.extend(self.id.map(|id| level(USER, UTF8, id)));
        let levels: Vec<&[u8]> = levels.iter().map(Vec::as_slice).collect();
        sequence(&levels)
    }
}

fn level(kind: &str, tag: u8, text: &str) -> Vec<u8> {
    let value = element(tag, &[text.as_bytes()]);
    element(SET, &[&sequence(&[&oid(kind), &value])])
}

const UTF8: u8 = 0x0C;
const COUNTRY: &str = "2.5.4.6";
const PLACE: &str = "2.5.4.7";
const ORGANISATION: &str = "2.5.4.10";
const UNIT: &str = "2.5.4.11";
const NAME: &str = "2.5.4.3";
const USER: &str = "0.9.2342.19200300.100.1.1";

const AGENCY: &str = "ỦY BAN NHÂN DÂN TỈNH THỬ NGHIỆM";
const DEPARTMENT: &str = "Sở Khoa học và Công nghệ";

const fn person(
    name: &'static str,
    agency: &'static str,
    units: &'static [&'static str],
    id: Option<&'static str>,
) -> Holder {
    Holder {
        name,
        agency,
        units,
        id,
        profile: Profile::Person,
    }
}

const fn organisation(
    name: &'static str,
    agency: &'static str,
    id: Option<&'static str>,
) -> Holder {
    Holder {
        name,
        agency,
        units: &["Tỉnh thử nghiệm"],
        id,
        profile: Profile::Agency,
    }
}

/// The competent person; several units.
pub(super) const LEADER: Holder = person(
    "Trần Thị Minh Ánh",
    AGENCY,
    &["Thường trực", "Tỉnh thử nghiệm"],
    Some("CCCD:001085000001"),
);
/// Who answers for the draft; a name of two words, and no identifier.
pub(super) const REVIEWER: Holder = person("Lê Kiểm", DEPARTMENT, &[AGENCY], None);
/// The competent person of another agency.
pub(super) const PARTNER: Holder = person(
    "Nguyễn Văn Đức",
    "Bộ Thử nghiệm",
    &["Cục Thử nghiệm"],
    Some("CC:079080000002"),
);
/// Who keeps seal and numbers.
pub(super) const CLERK: Holder = person(
    "Phạm Văn Thư",
    AGENCY,
    &["Văn phòng", "Phòng Hành chính"],
    Some("CCCD:001090000003"),
);
/// Whose name is written with the tone on either vowel.
pub(super) const TONE: Holder = person("Nguyễn Thị Thuý", AGENCY, &[], Some("CCCD:001090000004"));
/// No identifier, and a family name that few people have.
pub(super) const MINORITY: Holder = person("Y Bhăm Êban", AGENCY, &["Tỉnh thử nghiệm"], None);
/// Whose organisation has his name.
pub(super) const NAMESAKE: Holder = person("Nguyễn Văn Kiểm", "NGUYỄN VĂN KIỂM", &[], None);
/// An agency whose name begins with a family name.
pub(super) const ARCHIVE: Holder = organisation(
    "Lưu trữ lịch sử tỉnh",
    "LƯU TRỮ LỊCH SỬ TỈNH",
    Some("MNS:1064321"),
);
/// In capitals, with the name of its own organisation and two identifiers of which one is written.
pub(super) const PROVINCE: Holder = organisation(AGENCY, AGENCY, Some("MST:1234567890"));
/// In mixed case.
pub(super) const MINISTRY: Holder =
    organisation("Bộ Thử nghiệm", "Bộ Thử nghiệm", Some("MNS:1057777"));
/// As the first generation of the authority writes it, without an identifier.
pub(super) const OFFICE: Holder = organisation("Văn phòng UBND tỉnh thử nghiệm", AGENCY, None);
/// Who has the name that is printed at the top of the decision, which begins like no agency's.
pub(super) const LETTERHEAD: Holder = organisation("Tỉnh Thử nghiệm", "Tổ chức thử nghiệm", None);
/// The same, with a name that is printed nowhere.
pub(super) const ELSEWHERE: Holder = organisation("Tỉnh Bình Yên", "Tổ chức thử nghiệm", None);
/// A name with which no list of beginnings helps: its organisation and its identifier tell it.
pub(super) const PRESS: Holder = organisation(
    "Báo và Đài Phát thanh tỉnh",
    "Báo và Đài Phát thanh tỉnh",
    Some("MNS:1061234"),
);

//! What is wrong in a directory: every fault has its line, its entry, and words that say what to do.

use std::fs;

use kyso_directory::{Directory, DirectoryError, Draft};
use kyso_words::Localized;
use proptest::prelude::*;

/// A sound directory, to which each case adds.
const SOUND: &str = r#"
[[organisation]]
id = "so-mau"
name = "Sở Mẫu"
codes = [{ code = "H99.15" }]
from = 2020-01-01
until = 2025-12-31

[[person]]
id = "an"
name = "Nguyễn Văn An"

[[mandate]]
person = "an"
organisation = "so-mau"
title = "GIÁM ĐỐC"
from = 2021-01-01
until = 2024-12-31
"#;

/// Lines of [`SOUND`].
const LINES: usize = 18;

#[test]
fn a_sound_directory_has_no_fault() {
    let draft = Draft::read(SOUND);
    assert!(draft.faults.is_empty(), "{:?}", draft.faults);
    assert_eq!(SOUND.lines().count(), LINES);
    assert_eq!(draft.directory.organisation_count(), 1);
    assert_eq!(draft.directory.person_count(), 1);
    assert_eq!(draft.directory.mandate_count(), 1);
    let with_mark = format!("\u{feff}{SOUND}");
    assert!(Draft::read(&with_mark).faults.is_empty());
}

/// An entry that is added, with the line in it, the name of the fault, and words of both languages.
type Case = (
    &'static str,
    usize,
    &'static str,
    &'static str,
    &'static str,
);

#[test]
fn each_fault_has_its_line_and_says_what_to_do() {
    for (added, line, code, english, vietnamese) in CASES {
        let text = format!("{SOUND}{added}");
        let draft = Draft::read(&text);
        let [fault] = draft.faults.as_slice() else {
            panic!("{added}: {:#?}", draft.faults);
        };
        assert_eq!(fault.kind.code(), code, "{added}: {fault}");
        assert_eq!(fault.line, Some(LINES + line), "{added}: {fault}");
        let (said, vi) = (fault.to_string(), fault.vietnamese());
        assert!(said.contains(english), "{added}: {said}");
        assert!(vi.contains(vietnamese), "{added}: {vi}");
    }
}

const CASES: [Case; 36] = [
    ("x = \n", 1, "syntax", "no TOML", "cú pháp TOML"),
    (
        "[[person]]\nid = \"b\"\nname = \"B\"\nname = \"C\"\n",
        4,
        "syntax",
        "written above already",
        "bắt đầu bằng hai ngoặc vuông",
    ),
    (
        "[[person]]\nid = \"b\"\nname = \"B\"\ntitle = \"x\"\n",
        4,
        "unknown_key",
        "person “b”: unknown key title; the keys here are id, name, certificates",
        "người “b”: không có mục “title”",
    ),
    (
        "[[people]]\nid = \"b\"\n",
        1,
        "unknown_key",
        "unknown key people",
        "organisation, person, mandate",
    ),
    (
        "[[person]]\nname = \"B\"\n",
        1,
        "missing",
        "person no. 2, id: is missing",
        "người thứ 2, mục “id”: thiếu",
    ),
    (
        "[[person]]\nid = \"b\"\nname = 7\n",
        3,
        "wrong_type",
        "person “b”, name: must be a text",
        "phải là chữ trong dấu nháy",
    ),
    (
        "[[organisation]]\nid = \"b\"\nname = \"B\"\nuntil = \"2025-06-30\"\n",
        4,
        "wrong_type",
        "until: must be a date without quotation marks",
        "phải là ngày không có dấu nháy",
    ),
    (
        "[[organisation]]\nid = \"b\"\nname = \"B\"\nseal_diameter_mm = \"36\"\n",
        4,
        "wrong_type",
        "must be a number",
        "phải là số",
    ),
    (
        "[[person]]\nid = \"b\"\nname = \"B\"\ncertificates = \"abc\"\n",
        4,
        "wrong_type",
        "must be a list of tables",
        "phải là danh sách",
    ),
    (
        "[[person]]\nid = \"b\"\nname = \" \"\n",
        3,
        "empty",
        "must not be empty",
        "không được để trống",
    ),
    (
        "[[person]]\nid = \"b\"\nname = \"B\\u001b[2J\"\n",
        3,
        "unprintable",
        "a character that is not shown",
        "không hiển thị được",
    ),
    (
        "[[person]]\nid = \"b\"\nname = \"Nguye\u{302}\u{303}n\"\n",
        3,
        "not_nfc",
        "composed form of Unicode (NFC)",
        "dựng sẵn (Unicode NFC)",
    ),
    (
        "[[person]]\nid = \"Ánh\"\nname = \"B\"\n",
        2,
        "bad_id",
        "small letters without marks",
        "chữ thường không dấu",
    ),
    (
        "[[person]]\nid = \"an\"\nname = \"B\"\n",
        1,
        "repeated_id",
        "“an” is used in line 9 already",
        "đã dùng ở dòng 9",
    ),
    (
        "[[organisation]]\nid = \"b\"\nname = \"B\"\nfrom = 2025-06-30T08:00:00\n",
        4,
        "bad_day",
        "a date without time",
        "ngày không kèm giờ",
    ),
    (
        "[[organisation]]\nid = \"b\"\nname = \"B\"\nfrom = 2025-07-01\nuntil = 2025-06-30\n",
        5,
        "ends_before_it_begins",
        "the last day 30/06/2025 is before the first day 01/07/2025",
        "ngày cuối 30/06/2025 trước ngày đầu 01/07/2025",
    ),
    (
        "[[organisation]]\nid = \"b\"\nname = \"B\"\ncodes = [{ code = \"H99-16\" }]\n",
        4,
        "bad_code",
        "write 000.00.15.H47 (QCVN 102:2016) or H47.15.01",
        "không phải mã cơ quan",
    ),
    (
        "[[organisation]]\nid = \"b\"\nname = \"B\"\ncodes = [{ code = \"H99.15\", from = 2025-01-01 }]\n",
        4,
        "repeated_code",
        "the code H99.15 is in line 5 for the same days already",
        "mã H99.15 đã ghi ở dòng 5",
    ),
    (
        "[[organisation]]\nid = \"b\"\nname = \"B\"\ncodes = [{ code = \"H99.16\" }, { code = \"H99.17\" }]\n",
        4,
        "two_codes",
        "the codes H99.17 and H99.16",
        "mã H99.17 và mã H99.16",
    ),
    (
        "[[organisation]]\nid = \"b\"\nname = \"B\"\nparent = \"c\"\n",
        4,
        "no_such_entry",
        "there is no organisation with the id “c”",
        "không có cơ quan nào có id “c”",
    ),
    (
        "[[organisation]]\nid = \"b\"\nname = \"B\"\nparent = \"b\"\n",
        4,
        "below_itself",
        "“b” would be below itself",
        "cấp dưới của chính nó",
    ),
    (
        "[[mandate]]\nperson = \"ai-do\"\norganisation = \"so-mau\"\ntitle = \"T\"\n",
        2,
        "no_such_entry",
        "there is no person with the id “ai-do”; correct it or add a [[person]]",
        "không có người nào có id “ai-do”",
    ),
    (
        "[[mandate]]\nperson = \"an\"\norganisation = \"so-khac\"\ntitle = \"T\"\n",
        3,
        "no_such_entry",
        "there is no organisation with the id “so-khac”",
        "không có cơ quan nào",
    ),
    (
        "[[mandate]]\nperson = \"an\"\norganisation = \"so-mau\"\ntitle = \"T\"\nform = \"TL\"\nfrom = 2025-01-01\n",
        5,
        "bad_form",
        "“TL” is no form of signing; use TM., KT., TL., TUQ. or Q.",
        "không phải hình thức đề ký",
    ),
    (
        "[[mandate]]\nperson = \"an\"\norganisation = \"so-mau\"\ntitle = \"KT. GIÁM ĐỐC\"\nfrom = 2025-01-01\n",
        4,
        "form_in_title",
        "write form = \"KT.\"",
        "hãy ghi form = \"KT.\"",
    ),
    (
        "[[mandate]]\nperson = \"an\"\norganisation = \"so-mau\"\ntitle = \"T\"\nform = \"TL.\"\nfrom = 2019-06-01\n",
        1,
        "outside_organisation",
        "outside those of the organisation “so-mau” (01/01/2020 – 31/12/2025)",
        "nằm ngoài thời gian của cơ quan “so-mau”",
    ),
    (
        "[[mandate]]\nperson = \"an\"\norganisation = \"so-mau\"\ntitle = \"giám đốc\"\nfrom = 2024-12-31\n",
        1,
        "repeated_mandate",
        "the same authority is in line 13",
        "trùng với thẩm quyền ở dòng 13",
    ),
    (
        "[[mandate]]\nperson = \"an\"\norganisation = \"so-mau\"\ntitle = \"PHÓ GIÁM ĐỐC\"\nform = \"KT.\"\nfrom = 2024-06-01\n",
        1,
        "two_titles",
        "is “PHÓ GIÁM ĐỐC” and “GIÁM ĐỐC” (line 13)",
        "vừa là “PHÓ GIÁM ĐỐC” vừa là “GIÁM ĐỐC” (dòng 13)",
    ),
    (
        "[[organisation]]\nid = \"b\"\nname = \"B\"\nseal_diameter_mm = 29.5\n",
        4,
        "diameter",
        "29.5 mm is outside 30–45 mm",
        "29,5 mm nằm ngoài khoảng 30–45 mm",
    ),
    (
        "[[organisation]]\nid = \"b\"\nname = \"B\"\nseal = \"dau.png\"\n",
        4,
        "seal_without_diameter",
        "give seal_diameter_mm",
        "hãy ghi seal_diameter_mm",
    ),
    (
        "[[person]]\nid = \"b\"\nname = \"B\"\ncertificates = [{ serial = \"01\" }]\n",
        4,
        "certificate_unnamed",
        "by sha256, or by issuer and serial together",
        "bằng cả issuer và serial",
    ),
    (
        "[[person]]\nid = \"b\"\nname = \"B\"\ncertificates = [{ sha256 = \"12ab\" }]\n",
        4,
        "bad_fingerprint",
        "64 hexadecimal digits",
        "64 chữ số thập lục phân",
    ),
    (
        "[[person]]\nid = \"b\"\nname = \"B\"\ncertificates = [{ issuer = \"CN=A\", serial = \"xyz\" }]\n",
        4,
        "bad_serial",
        "in hexadecimal digits",
        "chữ số thập lục phân",
    ),
    (
        "[[person]]\nid = \"b\"\nname = \"Bình\"\ncertificates = [{ issuer = \"CN=A\", serial = \"1\" }, { issuer = \"CN=A\", serial = \"01\" }]\n",
        4,
        "shared_certificate",
        "this certificate is that of “Bình” in line 22",
        "đã ghi cho “Bình” ở dòng 22",
    ),
    (
        "[[mandate]]\nperson = \"an\"\norganisation = \"so-mau\"\nform = \"TL.\"\nfrom = 2025-01-01\n",
        1,
        "missing",
        "mandate no. 2, title: is missing",
        "thẩm quyền thứ 2, mục “title”: thiếu",
    ),
    (
        "[[organisation]]\nid = \"b\"\nname = \"B\"\nnam = \"C\"\n",
        4,
        "unknown_key",
        "unknown key nam",
        "không có mục “nam”",
    ),
];

#[test]
fn head_and_order_go_together_and_one_title_follows_another() {
    for added in [
        // The chairman signs for the committee and for himself.
        "[[mandate]]\nperson = \"an\"\norganisation = \"so-mau\"\ntitle = \"GIÁM ĐỐC\"\nform = \"TM.\"\nfrom = 2022-01-01\n",
        // Another office by order of the head.
        "[[mandate]]\nperson = \"an\"\norganisation = \"so-mau\"\ntitle = \"CHÁNH VĂN PHÒNG\"\nform = \"TL.\"\nfrom = 2022-01-01\n",
        // The next title begins when the last one has ended.
        "[[mandate]]\nperson = \"an\"\norganisation = \"so-mau\"\ntitle = \"PHÓ GIÁM ĐỐC\"\nform = \"KT.\"\nfrom = 2025-01-01\n",
    ] {
        let draft = Draft::read(&format!("{SOUND}{added}"));
        assert!(draft.faults.is_empty(), "{added}: {:?}", draft.faults);
    }
}

#[test]
fn all_faults_are_found_at_once_in_the_order_of_the_file() {
    let text = "[[organisation]]\nid = \"a\"\nname = \"\"\n[[person]]\nid = \"B\"\nname = \"B\"\n\
        [[mandate]]\nperson = \"b\"\norganisation = \"a\"\ntitle = \"T\"\nfrom = \"now\"\nx = 1\n";
    let draft = Draft::read(text);
    let found = draft.faults.iter().map(|one| (one.line, one.kind.code()));
    let found: Vec<_> = found.collect();
    let at = |line, code| (Some(line), code);
    assert_eq!(
        found,
        [
            at(3, "empty"),
            at(5, "bad_id"),
            at(8, "no_such_entry"),
            at(9, "no_such_entry"),
            at(11, "wrong_type"),
            at(12, "unknown_key"),
        ]
    );
}

#[test]
fn an_empty_directory_is_none() {
    for text in ["", "# nothing\n", "[[person]]\nid = \"a\"\nname = \"A\"\n"] {
        let draft = Draft::read(text);
        let codes: Vec<_> = draft.faults.iter().map(|one| one.kind.code()).collect();
        assert_eq!(codes, ["no_organisation"], "{text}");
    }
}

#[test]
fn many_faults_are_counted_and_long_lists_end() {
    let person = |id: usize| format!("[[person]]\nid = \"p{id}\"\nname = \"\"\n");
    let many: String = (0..1500).map(person).collect();
    let draft = Draft::read(&format!("{SOUND}{many}"));
    assert_eq!((draft.faults.len(), draft.omitted), (1000, 500));
    let long = "[[person]]\n".repeat(50_001);
    let draft = Draft::read(&format!("{SOUND}{long}"));
    let first = draft
        .faults
        .iter()
        .find(|one| one.kind.code() == "too_many");
    assert!(first.is_some());
}

#[test]
fn a_circle_of_organisations_is_found_whatever_hangs_on_it() {
    let one = |id, parent| {
        format!("[[organisation]]\nid = \"{id}\"\nname = \"N\"\nparent = \"{parent}\"\n")
    };
    let text = [one("a", "b"), one("b", "c"), one("c", "b"), one("d", "a")].concat();
    let draft = Draft::read(&text);
    let found = draft.faults.iter().map(|one| one.kind.code());
    assert_eq!(found.collect::<Vec<_>>(), ["below_itself"; 4]);
}

#[test]
fn seals_are_looked_at_only_when_checked() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("danh-ba.toml");
    let with = |seal: &str| {
        let text = format!(
            "{SOUND}[[organisation]]\nid = \"b\"\nname = \"B\"\nseal_diameter_mm = 36\nseal = \"{seal}\"\n"
        );
        fs::write(&path, text).unwrap();
        let draft = Draft::open(&path).unwrap();
        assert!(Directory::open(&path).is_ok());
        let faults = draft.faults.into_iter();
        faults
            .map(|one| (one.line, one.kind.code(), one.to_string()))
            .collect::<Vec<_>>()
    };
    let sample = |name| fs::read(format!("../testdata/samples/{name}")).unwrap();
    fs::write(dir.path().join("do.png"), sample("con-dau-mau.png")).unwrap();
    fs::write(dir.path().join("xanh.png"), sample("chu-ky-mau.png")).unwrap();
    fs::write(dir.path().join("van-ban.png"), "no picture").unwrap();
    assert_eq!(with("do.png"), []);
    for (seal, code, said) in [
        (
            "khong-co.png",
            "seal_unreadable",
            "khong-co.png cannot be read",
        ),
        (".", "seal_unreadable", "cannot be read"),
        ("xanh.png", "no_seal", "xanh.png cannot be used as a seal"),
        (
            "van-ban.png",
            "no_seal",
            "van-ban.png cannot be used as a seal",
        ),
    ] {
        let found = with(seal);
        let [(line, found, words)] = found.as_slice() else {
            panic!("{seal}: {found:?}");
        };
        assert_eq!((*line, *found), (Some(LINES + 5), code), "{words}");
        assert!(words.contains(said), "{words}");
    }
}

#[test]
fn a_directory_with_a_fault_is_not_used() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("danh-ba.toml");
    let missing = Directory::open(&path).unwrap_err();
    assert!(matches!(missing, DirectoryError::Unreadable { .. }));
    fs::write(&path, b"\xff\xfe").unwrap();
    let encoded = Directory::open(&path).unwrap_err();
    assert!(matches!(encoded, DirectoryError::NotUtf8 { .. }));
    fs::write(&path, vec![b'#'; (16 << 20) + 1]).unwrap();
    let large = Directory::open(&path).unwrap_err();
    assert!(matches!(large, DirectoryError::TooLarge { .. }));
    fs::write(&path, "a = 1\nb = 2\n").unwrap();
    let faulty = Directory::open(&path).unwrap_err();
    let said = faulty.to_string();
    assert!(
        said.contains("line 1: unknown key a") && said.ends_with("(and 1 more)"),
        "{said}"
    );
    assert!(faulty.vietnamese().contains("và 1 lỗi khác"));
}

proptest! {
    /// Whatever a file holds, it is read to an end, and no fault acts on a terminal.
    #[test]
    fn no_text_breaks_the_reader(pieces in prop::collection::vec(piece(), 0..40)) {
        let draft = Draft::read(&pieces.concat());
        for fault in &draft.faults {
            let said = fault.to_string() + &fault.vietnamese();
            prop_assert!(!said.contains(char::is_control), "{said:?}");
        }
    }
}

fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "[[organisation]]\n",
        "[[person]]\n",
        "[[mandate]]\n",
        "id = \"a\"\n",
        "name = \"\\u001b\"\n",
        "parent = \"a\"\n",
        "codes = [{ code = \"H99\" }]\n",
        "from = 9999-12-31\n",
        "until = 0000-01-01\n",
        "seal_diameter_mm = inf\n",
        "person = \"a\"\n",
        "organisation = \"a\"\n",
        "title = \"T\"\n",
        "form = \"Q.\"\n",
        "certificates = [{ sha256 = \"é\" }]\n",
        "[person]\n",
        "x = [[[\n",
        "\"\"\"",
        "=",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => "\\PC{0,8}", 1 => any::<String>()]
}

//! Every file of `../shared/field`, rebuilt from public reports about programs of others: the verdict, and the words that its text
//! asks for.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use kyso_test_needs::{program, shared};

use crate::hostile::within;
use crate::sign::{approve, approve_with};
use crate::support::{demo, run, sample_text};

/// A file of the field, and what the program must say of it.
struct Asked {
    name: &'static str,
    /// 0 valid, 1 invalid, 3 undetermined, 4 not signed.
    status: i32,
    says: &'static [&'static str],
    never: &'static [&'static str],
}

const fn asked(
    name: &'static str,
    status: i32,
    says: &'static [&'static str],
    never: &'static [&'static str],
) -> Asked {
    Asked {
        name,
        status,
        says,
        never,
    }
}

const CHANGED: &str = "nội dung đã ký bị thay đổi";
const UNCHANGED: &str = "không có thay đổi nào sau khi ký";
const ADDED: &str = "2 chữ ký · chữ ký cuối phủ toàn bộ tệp · sau chữ ký chỉ có bổ sung được phép";

const ASKED: [Asked; 14] = [
    asked("adobe-hybrid-two-tables", 0, &[UNCHANGED], &[]),
    asked(
        "claimed-time-before-certificate",
        0,
        &[
            UNCHANGED,
            "Chưa xác định: thời gian do máy của người ký ghi nằm ngoài thời hạn chứng thư",
            "Máy ký ghi thời gian 07/06/2021 10:15:14 +07:00, ngoài thời hạn của chứng thư",
        ],
        &[],
    ),
    asked("content-bomb-sign", 4, &[], &[]),
    asked(
        "digest-differs-from-signature-digest",
        3,
        &[
            UNCHANGED,
            "thuật toán không đủ mạnh",
            "Nội dung được băm bằng SHA-512, chữ ký được tạo bằng RSA PKCS#1 v1.5 / SHA-256",
        ],
        &[CHANGED, "bị hỏng"],
    ),
    asked("double-eof-refused", 4, &[], &[]),
    asked(
        "empty-subject-blank-signer",
        0,
        &["chứng thư không ghi tên người giữ (số hiệu 68ED0684873CBD814B6563962642003065850792)"],
        &["Người ký:                   \n"],
    ),
    asked(
        "ess-attribute-in-octet-string",
        1,
        &[
            "chữ ký bị hỏng, không xác nhận được nội dung · định dạng chữ ký không đúng",
            "Không xác nhận được: chữ ký bị hỏng",
        ],
        &[CHANGED],
    ),
    asked("malformed-number-second-signature", 0, &[ADDED], &[]),
    // The program counts as content what its budget does not let it read.
    asked(
        "nested-forms-hang",
        1,
        &[
            "không đọc được trang 1, nên không biết hình của chữ ký 2 có đè lên nội dung hay không",
            "Không đọc trang 1: vượt hạn mức ",
            " khối vẽ trên một trang;",
        ],
        &[],
    ),
    asked(
        "not-yet-valid-headline",
        1,
        &[
            UNCHANGED,
            "ký trước khi chứng thư có hiệu lực",
            "chứng thư chỉ có hiệu lực từ 24/10/2025",
        ],
        &["chưa kiểm tra được nội dung có bị thay đổi không"],
    ),
    asked("prev-at-white-space", 0, &[UNCHANGED], &[]),
    asked("quartz-info-array-second-signature", 0, &[ADDED], &[]),
    asked(
        "tiny-dash-abort",
        1,
        &["hình của chữ ký 2 chồng lên nội dung trang 1"],
        &[],
    ),
    asked("xref-offset-zero-refused", 4, &[], &[]),
];

/// Those that are no documents: a key without a MAC, and a PIN behind a byte order mark.
const WITHOUT_DOCUMENT: [&str; 2] = ["p12-without-mac", "pin-file-with-bom"];

fn document(folder: &Path, name: &str) -> String {
    let path = folder.join(format!("{name}.pdf"));
    path.to_str().unwrap().to_owned()
}

#[test]
fn every_reported_file_is_judged_as_its_text_asks() {
    let Some(folder) = shared("field") else {
        return;
    };
    let trust = folder.join("trust");
    let mut wrong = Vec::new();
    for one in &ASKED {
        let file = document(&folder, one.name);
        let arguments = [
            "verify",
            "--offline",
            "--at",
            "2026-11-28T12:00:00Z",
            "--trust",
            trust.to_str().unwrap(),
            &file,
        ];
        let ended = within(600, &arguments);
        let out = String::from_utf8(ended.stdout).unwrap();
        let missing = one.says.iter().find(|words| !out.contains(**words));
        let stray = one.never.iter().find(|words| out.contains(**words));
        if ended.status.code() != Some(one.status) || missing.or(stray).is_some() {
            let status = ended.status;
            wrong.push(format!(
                "{}: {status}, {missing:?}, {stray:?}\n{out}",
                one.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_reported_file_is_left_out() {
    let Some(folder) = shared("field") else {
        return;
    };
    let texts = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let texts = texts.map(|entry| PathBuf::from(entry.file_name()));
    let texts = texts.filter(|name| name.extension().is_some_and(|ending| ending == "txt"));
    let reported: BTreeSet<String> = texts
        .map(|name| name.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let documents = ASKED.iter().map(|one| one.name);
    let asked = documents.chain(WITHOUT_DOCUMENT).map(ToOwned::to_owned);
    assert_eq!(reported, asked.collect());
}

/// For a line finer than a pixel a renderer asks for all memory: the program cannot draw the page, and makes the record.
#[test]
fn the_record_of_a_reported_page_that_kills_renderers_is_made() {
    let Some(folder) = shared("field") else {
        return;
    };
    let (file, trust) = (document(&folder, "tiny-dash-abort"), folder.join("trust"));
    let trust = trust.to_str().unwrap();
    let arguments = ["verify", "--offline", "--format", "html", "--trust", trust];
    let ended = within(
        600,
        &[arguments.as_slice(), &["--lang", "en", &file]].concat(),
    );
    let page = String::from_utf8(ended.stdout).unwrap();
    assert!(
        page.contains("page 1 cannot be drawn"),
        "{:?}",
        ended.status
    );
}

#[test]
fn reported_files_are_signed_or_refused_by_the_name_of_a_budget() {
    let Some(folder) = shared("field") else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let extra = [
        "--signer",
        "Trần Thị Minh Ánh",
        "--at-position",
        "1,60,60",
        "--lang",
        "en",
    ];
    for name in ["double-eof-refused", "xref-offset-zero-refused"] {
        let output = dir.path().join(name);
        approve(&document(&folder, name), &output, &extra).expect(0);
        let trust = demo().trust();
        run(["verify", "--trust", &trust, output.to_str().unwrap()]).expect(0);
    }
    let output = dir.path().join("bomb");
    let bomb = document(&folder, "content-bomb-sign");
    let refused = approve(&bomb, &output, &extra).expect(1).err();
    assert!(refused.contains("bytes of one page"), "{refused}");
    assert!(!output.exists());
}

/// Some authorities hand out such files, of which no program can say whether the password is right.
#[test]
fn a_key_file_without_a_mac_is_told_apart_from_a_wrong_password() {
    if !program("openssl") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let openssl = |arguments: &[&str]| {
        let ended = Command::new("openssl").args(arguments).output().unwrap();
        assert!(ended.status.success(), "{ended:?}");
    };
    let (given, password) = (
        demo().text("pki/nguoi-ky.p12"),
        demo().text("pki/mat-khau.txt"),
    );
    let (opened, bare) = (path("key.pem"), path("bare.p12"));
    let password = format!("file:{password}");
    openssl(&[
        "pkcs12", "-in", &given, "-passin", &password, "-nodes", "-out", &opened,
    ]);
    openssl(&[
        "pkcs12", "-export", "-nomac", "-in", &opened, "-passout", &password, "-out", &bare,
    ]);
    let output = dir.path().join("out.pdf");
    let decision = sample_text("quyet-dinh.pdf");
    let extra = ["--signer", "Trần Thị Minh Ánh"];
    let refused = approve_with(&decision, &output, &bare, &extra)
        .expect(1)
        .err();
    assert!(refused.contains("kiểm tra toàn vẹn (MAC)"), "{refused}");
    assert!(!refused.contains("sai mật khẩu"), "{refused}");
    assert!(!output.exists());
}

/// As an editor of Windows writes it; on a token a wrong PIN would cost one of few tries.
#[test]
fn a_pin_behind_a_byte_order_mark_is_that_pin() {
    let dir = tempfile::tempdir().unwrap();
    let pin = dir.path().join("pin.txt");
    let written = demo().bytes("pki/mat-khau.txt");
    fs::write(&pin, [b"\xEF\xBB\xBF", written.as_slice()].concat()).unwrap();
    let (trust, output) = (demo().trust(), dir.path().join("out.pdf"));
    run([
        "sign",
        "approve",
        &sample_text("quyet-dinh.pdf"),
        "-o",
        output.to_str().unwrap(),
        "--trust",
        &trust,
        "--key",
        &demo().text("pki/nguoi-ky.p12"),
        "--pin-file",
        pin.to_str().unwrap(),
        "--image",
        &sample_text("chu-ky-mau.png"),
        "--signer",
        "Trần Thị Minh Ánh",
    ])
    .expect(0);
}

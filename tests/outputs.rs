//! A result replaces no file that the command was given or reads, under whatever name it finds the file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::{Run, demo, kyso, run, run_without_room, sample};

/// Everything that signing and verifying read, in a folder of its own.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        let copies = [
            (sample("quyet-dinh.pdf"), "du-thao.pdf"),
            (sample("chu-ky-mau.png"), "chu-ky.png"),
            (demo().path("quyet-dinh-ban-hanh.pdf"), "ban-hanh.pdf"),
            (demo().path("pki/nguoi-ky.p12"), "khoa.p12"),
            (demo().path("pki/mat-khau.txt"), "pin.txt"),
            (demo().path("pki/mat-khau.txt"), "may-chu.txt"),
        ];
        for (from, to) in copies {
            fs::copy(from, desk.path(to)).unwrap();
        }
        fs::create_dir_all(desk.path("trust/government")).unwrap();
        for entry in fs::read_dir(demo().path("pki/trust/government")).unwrap() {
            let from = entry.unwrap().path();
            let to = desk
                .path("trust/government")
                .join(from.file_name().unwrap());
            fs::copy(&from, &to).unwrap();
        }
        let anchor = desk.path("trust/government/goc.pem");
        fs::copy(&anchor, desk.path("goi.pem")).unwrap();
        let config = "trust = \"trust\"\n[[tsa]]\nurl = \"http://127.0.0.1:9/\"\nuser = \"a\"\npassword_file = \"may-chu.txt\"\n";
        fs::write(desk.path("kyso.toml"), config).unwrap();
        desk.verify(&["--write-expect", &desk.text("mong-doi.toml")])
            .expect(0);
        desk.verify(&["--evidence-out", &desk.text("goi.zip")])
            .expect(0);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// Every file with its bytes.
    fn contents(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        fn walk(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => walk(&path, found),
                    false => drop(found.insert(path.clone(), fs::read(&path).unwrap())),
                }
            }
        }
        let mut found = BTreeMap::new();
        walk(self.0.path(), &mut found);
        found
    }

    fn sign(&self, output: &str) -> Run {
        let [input, key, pin, image, config] = [
            "du-thao.pdf",
            "khoa.p12",
            "pin.txt",
            "chu-ky.png",
            "kyso.toml",
        ]
        .map(|n| self.text(n));
        let fixed = ["sign", "approve", &input, "--key", &key, "--pin-file", &pin];
        let rest = [
            "--image",
            &image,
            "--config",
            &config,
            "--signer",
            "Trần Thị Minh Ánh",
        ];
        run(fixed.iter().chain(&rest).chain(&["-o", output]))
    }

    fn verify(&self, more: &[&str]) -> Run {
        let (input, config) = (self.text("ban-hanh.pdf"), self.text("kyso.toml"));
        run(["verify", &input, "--offline", "--config", &config]
            .iter()
            .chain(more))
    }

    fn extend(&self, output: &str) -> Run {
        let (input, config) = (self.text("ban-hanh.pdf"), self.text("kyso.toml"));
        let fixed = ["extend", &input, "--level", "B-T", "--config", &config];
        run(fixed.iter().chain(&["-o", output]))
    }

    /// The file itself, and other names of it.
    fn names(&self, name: &str, links: &TempDir) -> Vec<String> {
        let file = self.path(name);
        let (hard, soft) = (links.path().join("hard"), links.path().join("soft"));
        let _ = (fs::remove_file(&hard), fs::remove_file(&soft));
        fs::hard_link(&file, &hard).unwrap();
        std::os::unix::fs::symlink(&file, &soft).unwrap();
        let roundabout = file
            .parent()
            .unwrap()
            .join(".")
            .join(file.file_name().unwrap());
        let names = [file, roundabout, hard, soft];
        names.map(|name| name.to_str().unwrap().to_owned()).to_vec()
    }
}

/// Runs `command` with each name of each file as its output: the program refuses, and every file stays.
fn nothing_is_replaced(desk: &Desk, files: &[(&str, &str)], command: impl Fn(&str) -> Run) {
    let before = desk.contents();
    // Beside the desk, so that its contents stay what they are; on the same device, for hard links.
    let links = tempfile::tempdir().unwrap();
    for (file, words) in files {
        for name in desk.names(file, &links) {
            let said = command(&name).expect(2).err();
            assert!(
                said.contains(words) && said.contains("Không ghi gì"),
                "{name}: {said}"
            );
            assert_eq!(desk.contents(), before, "{name}");
        }
    }
    assert_eq!(fs::read_dir(links.path()).unwrap().count(), 2);
}

#[test]
fn a_signed_document_replaces_nothing_that_it_is_made_with() {
    let desk = Desk::new();
    let files = [
        ("du-thao.pdf", "-o trỏ vào chính tệp đầu vào"),
        ("khoa.p12", "-o trỏ vào tệp khóa"),
        ("pin.txt", "-o trỏ vào tệp mật khẩu hoặc mã PIN"),
        ("may-chu.txt", "-o trỏ vào tệp mật khẩu hoặc mã PIN"),
        ("chu-ky.png", "-o trỏ vào tệp ảnh"),
        ("kyso.toml", "-o trỏ vào tệp cấu hình"),
        ("trust/government/goc.pem", "-o trỏ vào chứng thư tin cậy"),
    ];
    nothing_is_replaced(&desk, &files, |output| desk.sign(output));
    desk.sign(&desk.text("da-ky.pdf")).expect(0);
    // An earlier result is no input.
    desk.sign(&desk.text("da-ky.pdf")).expect(0);
}

#[test]
fn reports_lists_and_bundles_replace_nothing_that_is_read() {
    let desk = Desk::new();
    let files = [
        ("ban-hanh.pdf", "chính tệp đầu vào"),
        ("kyso.toml", "tệp cấu hình"),
        ("may-chu.txt", "tệp mật khẩu hoặc mã PIN"),
        ("trust/government/goc.pem", "chứng thư tin cậy"),
    ];
    for flag in ["-o", "--write-expect", "--evidence-out"] {
        nothing_is_replaced(&desk, &files, |output| desk.verify(&[flag, output]));
    }
    let manifest = desk.text("mong-doi.toml");
    let files = [("mong-doi.toml", "bảng kết quả mong đợi")];
    nothing_is_replaced(&desk, &files, |output| {
        desk.verify(&["--expect", &manifest, "-o", output])
    });
    let bundle = desk.text("goi.zip");
    let files = [("goi.zip", "gói bằng chứng")];
    nothing_is_replaced(&desk, &files, |output| {
        desk.verify(&["--evidence", &bundle, "-o", output])
    });
    let anchors = desk.text("goi.pem");
    let files = [("goi.pem", "chứng thư tin cậy")];
    nothing_is_replaced(&desk, &files, |output| {
        desk.verify(&[
            "--trust",
            &anchors,
            "--trust-class",
            "government",
            "-o",
            output,
        ])
    });
}

#[test]
fn a_lifted_file_replaces_nothing_that_it_is_made_with() {
    let desk = Desk::new();
    let files = [
        ("ban-hanh.pdf", "chính tệp đầu vào"),
        ("kyso.toml", "tệp cấu hình"),
        ("may-chu.txt", "tệp mật khẩu hoặc mã PIN"),
        ("trust/government/goc.pem", "chứng thư tin cậy"),
    ];
    nothing_is_replaced(&desk, &files, |output| desk.extend(output));
}

#[test]
fn results_do_not_replace_each_other_before_they_are_there() {
    let desk = Desk::new();
    let new = desk.text("moi");
    let other = desk.text("trust/../moi");
    let said = desk
        .verify(&["-o", &new, "--evidence-out", &other])
        .expect(2)
        .err();
    assert!(
        said.contains("-o và --evidence-out trỏ vào cùng một tệp"),
        "{said}"
    );
    assert!(!Path::new(&new).exists());
    let link = desk.path("lien-ket");
    std::os::unix::fs::symlink(&new, &link).unwrap();
    let link = link.to_str().unwrap();
    desk.verify(&["-o", &new, "--write-expect", link]).expect(2);
    let english = desk.verify(&["-o", &new, "--write-expect", link, "--lang", "en"]);
    assert!(
        english.err().contains("name the same file"),
        "{}",
        english.err()
    );
}

#[test]
fn a_file_of_the_trust_folder_is_not_replaced_by_a_part_of_it() {
    let desk = Desk::new();
    let folder = desk.text("moi");
    let anchor = desk.text("trust/government/goc.pem");
    let add = |file: &str| {
        run([
            "trust",
            "add",
            file,
            "--class",
            "government",
            "--trust",
            &folder,
        ])
    };
    add(&anchor).expect(0);
    let entries = || fs::read_dir(desk.path("moi/government")).unwrap();
    let added: Vec<PathBuf> = entries().map(|entry| entry.unwrap().path()).collect();
    let [added] = added.as_slice() else {
        panic!("not one file");
    };
    // By hand another certificate was put into the same file.
    let both = [
        fs::read(&anchor).unwrap(),
        fs::read(desk.path("trust/government/ca-co-quan-nha-nuoc.pem")).unwrap(),
    ];
    fs::write(added, both.concat()).unwrap();
    let said = add(added.to_str().unwrap()).expect(2).err();
    assert!(said.contains("chính tệp đầu vào"), "{said}");
    assert_eq!(fs::read(added).unwrap(), both.concat());
}

/// 2 would be wrong usage, 1 a verdict or a refusal. What lifts and renews is in `levels`: it needs
/// an authority.
#[test]
fn a_result_that_cannot_be_written_has_a_status_of_its_own() {
    let desk = Desk::new();
    let before = desk.contents();
    let place = |name: &str| desk.text(name);
    for command in [
        "verify @ban-hanh.pdf --trust @trust -o @bao-cao.json",
        "verify @ban-hanh.pdf --trust @trust --evidence-out @bang-chung.zip",
        "verify @ban-hanh.pdf --trust @trust --write-expect @danh-sach.toml",
        "sign approve @du-thao.pdf -o @da-ky.pdf --trust @trust --key @khoa.p12 --pin-file @pin.txt \
         --image @chu-ky.png --signer Trần_Thị_Minh_Ánh",
        "inspect @ban-hanh.pdf --revision 1 -o @1.pdf",
        "trust add @trust/government/ca-co-quan-nha-nuoc.pem --class government --trust @moi",
        "demo @dung-thu",
    ] {
        let command = arguments(command, place);
        let command: Vec<&str> = command.iter().map(String::as_str).collect();
        let full = run_without_room(&command).expect(6);
        assert!(full.err().contains("không ghi được"), "{}", full.err());
    }
    assert_eq!(desk.contents(), before, "nothing is left half written");
    // A file that is there is refused, and a place that is not there cannot be meant.
    let export = |to: &str| {
        let command = format!("inspect @ban-hanh.pdf --revision 1 -o {to}");
        run(arguments(&command, place))
    };
    export("@du-thao.pdf").expect(1);
    export("@khong-co/1.pdf").expect(2);
}

/// Standard output is a result, too, whatever the command.
#[test]
fn an_answer_that_cannot_be_printed_has_a_status_of_its_own() {
    let desk = Desk::new();
    let anchor = fs::read(desk.path("trust/government/goc.pem")).unwrap();
    let anchor = kyso_pki::Certificate::from_pem(&anchor).unwrap();
    let [anchor] = anchor.as_slice() else {
        panic!("not one certificate");
    };
    let remove = format!("trust remove {} --yes --trust @moi", anchor.sha256_hex());
    for command in [
        "verify @ban-hanh.pdf --trust @trust",
        "verify @ban-hanh.pdf --trust @trust --format json",
        "verify @ban-hanh.pdf --trust @trust --format pdf -o /dev/full",
        "inspect @ban-hanh.pdf",
        "inspect @ban-hanh.pdf --format json",
        "inspect @ban-hanh.pdf --revision 1 -o -",
        "trust list --trust @trust",
        "trust check --trust @trust",
        "trust add @trust/government/goc.pem --class government --trust @moi",
        &remove,
        "renew @ban-hanh.pdf --trust @trust --dry-run",
        "schema",
        "demo @dung-thu",
        "doctor --trust @trust",
        "serve --trust @trust --listen 127.0.0.1:0",
    ] {
        let command = arguments(command, |name| desk.text(name));
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let ended = kyso().args(command).stdout(full).output().unwrap();
        let full = Run(ended).expect(6);
        assert!(full.err().contains("không ghi được"), "{}", full.err());
    }
}

/// The arguments of a line: `@` marks the name of a place, `_` a blank.
fn arguments(line: &str, place: impl Fn(&str) -> String) -> Vec<String> {
    let words = line.split_whitespace();
    let argument = |word: &str| match word.strip_prefix('@') {
        Some(name) => place(name),
        None => word.replace('_', " "),
    };
    words.map(argument).collect()
}

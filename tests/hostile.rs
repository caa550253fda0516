//! Files made to take all time or memory: the program answers within the limits that the tests give to its process.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Output, Stdio};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::Value;

use crate::support::service::Service;
use crate::support::{demo, kyso, run, sample_text};

/// A file of testdata/hostile.
fn hostile(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/hostile");
    folder.join(name).to_str().unwrap().to_owned()
}

/// Runs the program with so many megabytes of address space and a minute of processor time, so that a limit that does
/// not hold ends it with a signal. Not every shell sets two limits by one `ulimit`.
pub(crate) fn within(megabytes: usize, arguments: &[&str]) -> Output {
    let limits = format!(
        "ulimit -v {} && ulimit -t 60 && exec \"$0\" \"$@\"",
        megabytes << 10
    );
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &limits]).arg(kyso().get_program());
    for (name, value) in kyso().get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.args(arguments).output().unwrap()
}

fn report(megabytes: usize, file: &str) -> Value {
    let trust = demo().trust();
    let output = within(
        megabytes,
        &[
            "verify",
            "--offline",
            "--format",
            "json",
            "--trust",
            &trust,
            file,
        ],
    );
    let out = String::from_utf8_lossy(&output.stdout);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some(), "ended by a signal: {error}");
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("no report: {out}{error}"))
}

#[test]
fn forms_of_forms_are_counted_and_the_page_below_cannot_be_read() {
    let report = report(300, &hostile("forms-of-forms.pdf"));
    assert_eq!(report["legal_status"], "INVALID");
    let changes = report["signatures"][0]["changes"].as_array().unwrap();
    let forbidden = changes.iter().filter(|one| one["permitted_by"].is_null());
    let [drawn] = forbidden.collect::<Vec<_>>()[..] else {
        panic!("{changes:?}");
    };
    // The program counts as content what it does not read.
    assert_eq!(drawn["page"], 1);
    assert_eq!(drawn["field"], "Z");
    let what = drawn["what"].as_str().unwrap();
    assert!(what.contains("hông biết hình của chữ ký"), "{what}");
    // The report says who drew on it.
    let messages = &report["signatures"][1]["messages"];
    let said = messages.to_string();
    assert!(
        said.contains("Không đọc trang 1: vượt hạn mức ")
            && said.contains(" khối vẽ trên một trang;"),
        "{said}"
    );
}

#[test]
fn an_array_of_millions_is_refused_by_what_it_would_take() {
    let trust = demo().trust();
    let output = within(
        300,
        &[
            "verify",
            "--offline",
            "--trust",
            &trust,
            &hostile("array-of-millions.pdf"),
        ],
    );
    assert_eq!(output.status.code(), Some(5), "{output:?}");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(said.contains("byte bộ nhớ cho đối tượng"), "{said}");
}

/// `kyso sign approve` at a place given by hand, on the file.
fn sign(file: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.pdf");
    let (key, password) = (
        demo().text("pki/nguoi-ky.p12"),
        demo().text("pki/mat-khau.txt"),
    );
    let image = sample_text("chu-ky-mau.png");
    let output = within(
        600,
        &[
            "sign",
            "approve",
            file,
            "-o",
            out.to_str().unwrap(),
            "--key",
            &key,
            "--pin-file",
            &password,
            "--signer",
            "Trần Thị Minh Ánh",
            "--image",
            &image,
            "--at-position",
            "1,60,60",
            "--trust",
            &demo().trust(),
            "--lang",
            "en",
        ],
    );
    assert!(!out.exists());
    output
}

#[test]
fn a_page_over_a_budget_is_not_signed_and_the_budget_named() {
    let folder = tempfile::tempdir().unwrap();
    let forms = folder.path().join("forms.pdf");
    fs::write(&forms, forms_of_forms()).unwrap();
    for (file, budget) in [
        (hostile("content-bomb.pdf"), "bytes of one page"),
        (
            forms.to_str().unwrap().to_owned(),
            "form XObjects drawn on one page",
        ),
    ] {
        let output = sign(&file);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert!(error.contains(budget), "{file}: {error}");
    }
}

#[test]
fn a_page_that_kills_whoever_draws_it_cannot_be_drawn_and_that_is_all() {
    let service = Service::of_demo();
    let pdf = fs::read(hostile("fine-dash.pdf")).unwrap();
    let issued = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let kept = |pdf: &[u8]| {
        let report = service
            .post("/v1/verifications", "application/pdf", pdf)
            .json();
        report["id"].as_str().unwrap().to_owned()
    };
    let (hostile, sound) = (kept(&pdf), kept(&issued));
    let drawn = service.get(&format!("/v1/verifications/{sound}/pages/1.png"));
    assert_eq!(drawn.status, 200);
    for _ in 0..2 {
        // The client that waits for a page is the one that gets it.
        let waiting = drawing_processes_of(&service);
        let drawn = service.get(&format!("/v1/verifications/{hostile}/pages/1.png"));
        assert_eq!(drawn.status, 422);
        let left = drawing_processes_of(&service);
        assert!(
            !waiting.is_empty() && left.is_disjoint(&waiting),
            "{left:?}"
        );
        let drawn = service.get(&format!("/v1/verifications/{sound}/pages/1.png"));
        assert_eq!(drawn.status, 200);
        assert!(drawn.body.starts_with(b"\x89PNG"));
    }
    let record = service.ask(
        "POST",
        "/v1/verifications",
        &[("Content-Type", "application/pdf"), ("Accept", "text/html")],
        &pdf,
    );
    assert_eq!(record.status, 200);
    assert_eq!(service.get("/healthz").status, 200);
}

/// The ids of the processes that a service has started.
fn drawing_processes_of(service: &Service) -> BTreeSet<u32> {
    let folders = fs::read_dir("/proc").unwrap();
    let names = folders.filter_map(|folder| folder.ok()?.file_name().into_string().ok());
    let ids = names.filter_map(|name| name.parse().ok());
    let parent = service.process();
    let is_of = |id: &u32| {
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let mut lines = status.lines();
        lines.any(|line| line.strip_prefix("PPid:\t") == Some(parent.as_str()))
    };
    ids.filter(is_of).collect()
}

#[test]
fn a_report_is_made_of_a_page_that_cannot_be_drawn() {
    let trust = demo().trust();
    let file = hostile("fine-dash.pdf");
    let output = within(
        600,
        &[
            "verify",
            "--offline",
            "--format",
            "html",
            "--trust",
            &trust,
            "--lang",
            "en",
            &file,
        ],
    );
    let page = String::from_utf8_lossy(&output.stdout);
    assert!(page.contains("page 1 cannot be drawn"), "{page}");
}

/// A page of A4 that is one picture of 600 dots an inch, in colour.
fn scan() -> Vec<u8> {
    let (width, height) = (4960_usize, 7016_usize);
    let row: Vec<u8> = (0..width)
        .flat_map(|x| if x % 300 < 8 { [200, 0, 0] } else { [255; 3] })
        .collect();
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..height {
        encoder.write_all(&row).unwrap();
    }
    let pixels = encoder.finish().unwrap();
    let picture = format!(
        "/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceRGB\
         /BitsPerComponent 8/Filter/FlateDecode"
    );
    let content = "q 595.2 0 0 841.9 0 0 cm /Im Do Q";
    document(&[
        page("/XObject<</Im 5 0 R>>"),
        stream("", content.as_bytes()),
        stream(&picture, &pixels),
    ])
}

/// A page whose form draws a form twice, and so on for thirty levels.
fn forms_of_forms() -> Vec<u8> {
    const FORM: &str = "/Type/XObject/Subtype/Form/BBox[0 0 500 500]";
    let mut objects = vec![page("/XObject<</A 5 0 R>>"), stream("", b"/A Do")];
    for number in 6..36 {
        let entries = format!("{FORM}/Resources<</XObject<</A {number} 0 R>>>>");
        objects.push(stream(&entries, b"/A Do /A Do"));
    }
    objects.push(stream(FORM, b"1 1 1 1 re f"));
    document(&objects)
}

/// A page with these resources, and its content in object 4.
fn page(resources: &str) -> Vec<u8> {
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.2 841.9]/Contents 4 0 R";
    format!("{page}/Resources<<{resources}>>>>").into_bytes()
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{entries}/Length {}>>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// A file with these objects from number 3 on, the first of them its only page.
fn document(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    let root = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
    ];
    for body in root.iter().chain(objects) {
        offsets.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n", offsets.len()).bytes());
        pdf.extend(body);
        pdf.extend(b"\nendobj\n");
    }
    let (start, size) = (pdf.len(), offsets.len() + 1);
    pdf.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
    for offset in offsets {
        pdf.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let trailer = format!("trailer\n<</Root 1 0 R/Size {size}>>\nstartxref\n{start}\n%%EOF\n");
    pdf.extend(trailer.bytes());
    pdf
}

#[test]
fn a_scan_of_600_dots_an_inch_is_drawn() {
    let service = Service::of_demo();
    let report = service
        .post("/v1/verifications", "application/pdf", &scan())
        .json();
    assert_eq!(report["verdict"], "NOT_SIGNED");
    let id = report["id"].as_str().unwrap();
    let drawn = service.get(&format!("/v1/verifications/{id}/pages/1.png"));
    assert_eq!(
        drawn.status,
        200,
        "{}",
        String::from_utf8_lossy(&drawn.body)
    );
    assert!(drawn.body.starts_with(b"\x89PNG"));
}

/// A drawing process that has greeted, and its limits.
struct Drawing {
    process: Child,
    greeting: [u8; 5],
    limits: String,
}

impl Drawing {
    /// Started below the limits that `ulimit` sets.
    fn below(ulimit: &str) -> Self {
        let mut process = std::process::Command::new("sh")
            .args(["-c", &format!("{ulimit} && exec \"$0\" draw-worker")])
            .arg(kyso().get_program())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut greeting = [0; 5];
        let out = process.stdout.as_mut().unwrap();
        std::io::Read::read_exact(out, &mut greeting).unwrap();
        assert_eq!(&greeting[..4], b"kdw1");
        let limits = fs::read_to_string(format!("/proc/{}/limits", process.id())).unwrap();
        Self {
            process,
            greeting,
            limits,
        }
    }

    /// The usual and the greatest value of a limit.
    fn limit(&self, name: &str) -> [&str; 2] {
        let mut lines = self.limits.lines();
        let numbers = lines.find_map(|line| line.strip_prefix(name)).unwrap();
        let mut numbers = numbers.split_whitespace();
        [numbers.next().unwrap(), numbers.next().unwrap()]
    }

    fn end(mut self) {
        drop(self.process.stdin.take());
        assert!(self.process.wait().unwrap().success());
    }
}

#[test]
fn the_drawing_process_has_its_limits_before_it_reads() {
    let drawing = Drawing::below("true");
    assert_eq!(drawing.limit("Max core file size"), ["0", "0"]);
    assert_eq!(drawing.limit("Max file size"), ["0", "0"]);
    assert_eq!(drawing.limit("Max open files"), ["3", "3"]);
    assert_eq!(
        drawing.limit("Max address space"),
        ["1073741824", "1073741824"]
    );
    assert_eq!(drawing.limit("Max cpu time"), ["60", "60"]);
    let status = fs::read_to_string(format!("/proc/{}/status", drawing.process.id())).unwrap();
    let is_filtered = status
        .lines()
        .any(|line| line.starts_with("Seccomp:") && line.ends_with('2'));
    assert_eq!(is_filtered, drawing.greeting[4] & 4 != 0, "{status}");
    drawing.end();
    let said = run(["doctor", "--lang", "en", "--trust", &demo().trust()]).out();
    assert!(
        said.contains("Pages are drawn in a process of its own: limits of memory and time"),
        "{said}"
    );
}

/// As under `LimitCPU=` of a service manager: who is not root may not raise what is set already.
#[test]
fn the_drawing_process_keeps_lower_limits_and_has_all_the_others() {
    let drawing = Drawing::below("ulimit -t 30 && ulimit -v 600000");
    assert_eq!(drawing.limit("Max cpu time"), ["30", "30"]);
    assert_eq!(
        drawing.limit("Max address space"),
        ["614400000", "614400000"]
    );
    assert_eq!(drawing.limit("Max file size"), ["0", "0"]);
    assert_eq!(drawing.greeting[4] & 3, 3, "memory, time and output");
    drawing.end();
}

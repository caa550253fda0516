//! Levels on the command line, with servers on loopback: `kyso sign --level`, `kyso extend`, `kyso renew`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use kyso_test_pki::{Behaviour, Clock, FailureInfo, Site, TestPki};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Run, kyso, run, sample_text};

/// A PKI whose servers answer by the machine's clock.
struct World {
    dir: TempDir,
    site: Site,
}

/// One world; the tests take turns, because some make its servers misbehave.
fn world() -> MutexGuard<'static, World> {
    static WORLD: OnceLock<Mutex<World>> = OnceLock::new();
    let world = WORLD.get_or_init(|| Mutex::new(World::new()));
    let world = world.lock().unwrap_or_else(PoisonError::into_inner);
    world
        .site
        .behave_at("/tsa/tsa-government", Behaviour::Honest)
        .unwrap();
    world
        .site
        .behave_at("/tsa/tsa-later", Behaviour::Honest)
        .unwrap();
    world
}

impl World {
    fn new() -> Self {
        let (pki, site): (TestPki, Site) = Site::standard(Timestamp::now()).unwrap();
        site.set_clock(Clock::Machine);
        let dir = tempfile::tempdir().unwrap();
        pki.write_to(dir.path()).unwrap();
        let config = "trust = \"trust\"\n[online]\nallow_hosts = [\"127.0.0.1\"]\ncache_mb = 0\nfailure_seconds = 0\n";
        fs::write(dir.path().join("kyso.toml"), config).unwrap();
        Self { dir, site }
    }

    fn text(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }

    fn tsa(&self, id: &str) -> String {
        format!("{}/tsa/{id}", self.site.url())
    }

    /// `kyso sign approve` of the sample decision.
    fn approve(&self, output: &Path, extra: &[&str]) -> Run {
        self.approve_as("person", "kyso.toml", output, extra)
    }

    fn approve_as(&self, id: &str, config: &str, output: &Path, extra: &[&str]) -> Run {
        let (key, pin) = (
            self.text(&format!("keys/{id}.p12")),
            self.text("password.txt"),
        );
        let (config, input) = (self.text(config), sample_text("quyet-dinh.pdf"));
        let (image, output) = (sample_text("chu-ky-mau.png"), output.to_str().unwrap());
        let fixed = [
            "sign",
            "approve",
            &input,
            "-o",
            output,
            "--config",
            &config,
            "--key",
            &key,
            "--pin-file",
            &pin,
            "--signer",
            "Trần Thị Minh Ánh",
            "--image",
            &image,
        ];
        run(fixed.iter().chain(extra))
    }

    fn issue(&self, input: &Path, output: &Path, extra: &[&str]) -> Run {
        let (key, pin) = (self.text("keys/agency.p12"), self.text("password.txt"));
        let (config, seal) = (self.text("kyso.toml"), sample_text("con-dau-mau.png"));
        let (input, output) = (input.to_str().unwrap(), output.to_str().unwrap());
        let fixed = [
            "sign",
            "issue",
            input,
            "-o",
            output,
            "--config",
            &config,
            "--key",
            &key,
            "--pin-file",
            &pin,
            "--seal",
            &seal,
            "--diameter",
            "36",
            "--number",
            "05",
            "--date",
            "2026-11-20",
        ];
        run(fixed.iter().chain(extra))
    }

    /// A command with the configuration of this world, in English.
    fn run(&self, arguments: &[&str]) -> Run {
        let config = self.text("kyso.toml");
        run(["--lang", "en"]
            .iter()
            .chain(arguments)
            .chain(&["--config", &config]))
    }

    /// What somebody offline sees who has the trust folder without lists.
    fn levels(&self, file: &Path) -> (Value, Vec<String>) {
        let file = file.to_str().unwrap();
        let report = self
            .run(&["verify", "--offline", "--format", "json", file])
            .json();
        let signatures = report["signatures"].as_array().unwrap();
        let signatures = signatures.iter().filter(|one| one["kind"] == "signature");
        let levels = signatures.map(|one| one["level"].as_str().unwrap().to_owned());
        (report["verdict"].clone(), levels.collect())
    }
}

/// The issued decision at B-LTA by an authority whose certificate ends in five years.
fn archived(world: &World, dir: &Path) -> PathBuf {
    let [approved, issued] = ["approved.pdf", "issued.pdf"].map(|name| dir.join(name));
    let tsa = world.tsa("tsa-government");
    world
        .approve(&approved, &["--level", "B-T", "--tsa", &tsa])
        .expect(0);
    world
        .issue(&approved, &issued, &["--level", "B-LTA", "--tsa", &tsa])
        .expect(0);
    issued
}

#[test]
fn whoever_names_an_authority_gets_its_timestamp() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let [with, without] = ["with.pdf", "without.pdf"].map(|name| dir.path().join(name));
    let tsa = world.tsa("tsa-government");
    // Without lists nobody offline knows whether the authority was revoked: what was signed is told at once.
    for (file, options, level) in [
        (&with, &["--tsa", &tsa][..], "; B-T)"),
        (&without, &[], "; B-B)"),
        (&without, &["--tsa", &tsa, "--level", "B-B"], "; B-B)"),
    ] {
        let told = world.approve(file, options).expect(0).err();
        assert!(told.contains(level), "{options:?}: {told}");
    }
}

#[test]
fn timestamps_are_no_signatures_where_files_are_counted() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let issued = archived(&world, dir.path());
    fs::remove_file(dir.path().join("approved.pdf")).unwrap();
    let (file, manifest) = (issued.to_str().unwrap(), dir.path().join("expected.toml"));
    let written = ["verify", "--write-expect", manifest.to_str().unwrap()];
    let shown = world
        .run(&[&written[..], &["--summary", file]].concat())
        .expect(0)
        .out();
    assert!(shown.contains("3 signatures, 1 timestamp"), "{shown}");
    let expected = fs::read_to_string(&manifest).unwrap();
    assert!(
        expected.contains("\nsignatures = 3\ntimestamps = 1\n"),
        "{expected}"
    );
    let check = ["verify", "--expect", manifest.to_str().unwrap()];
    world.run(&check).expect(0);
    fs::write(
        &manifest,
        expected.replace("timestamps = 1", "timestamps = 2"),
    )
    .unwrap();
    let told = world.run(&check).expect(1).out();
    assert!(told.contains("timestamps: expected 2, found 1"), "{told}");
}

#[test]
fn a_decision_is_issued_at_b_lta_and_verified_offline() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let issued = archived(&world, dir.path());
    let (verdict, levels) = world.levels(&issued);
    assert_eq!(verdict, "TOTAL_PASSED");
    assert_eq!(levels, ["B-LTA", "B-LTA", "B-LTA"]);
}

#[test]
fn without_an_authority_nothing_is_written_unless_chosen() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("signed.pdf");
    world
        .site
        .behave_at("/tsa/tsa-government", Behaviour::Status(403))
        .unwrap();
    let tsa = world.tsa("tsa-government");
    let level = ["--level", "B-LTA", "--tsa", &tsa];
    let refused = world.approve(&output, &level).expect(1);
    assert!(
        refused.err().contains("không lấy được dấu thời gian"),
        "{}",
        refused.err()
    );
    assert!(!output.exists());
    let chosen = [&level[..], &["--without-tsa", "b-b"]].concat();
    let signed = world.approve(&output, &chosen).expect(0);
    let warned = signed.err();
    assert!(
        warned.contains("CẢNH BÁO: chữ ký chỉ ở mức B-B, không phải B-LTA"),
        "{warned}"
    );
    let no_folder = [&level[..], &["--without-tsa", "queue"]].concat();
    world.approve(&output, &no_folder).expect(2);
}

#[test]
fn an_authority_that_misbehaves_or_is_not_trusted_gives_no_time() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("signed.pdf");
    let refused = |id: &str| {
        let base = fs::read_to_string(world.text("kyso.toml")).unwrap();
        let config = format!("{base}[[tsa]]\nurl = \"{}\"\ntries = 1\n", world.tsa(id));
        fs::write(world.text("once.toml"), config).unwrap();
        let run = world.approve_as("person", "once.toml", &output, &["--level", "B-T"]);
        let said = run.expect(1).err();
        assert!(said.contains("dấu thời gian"), "{id}: {said}");
        assert!(!output.exists(), "{id}");
    };
    for behaviour in [
        Behaviour::WrongNonce,
        Behaviour::WrongImprint,
        Behaviour::ClockOff(SignedDuration::from_hours(30)),
        Behaviour::CutOff,
        Behaviour::Html,
        Behaviour::Endless,
        Behaviour::Rejection(FailureInfo::SystemFailure),
        Behaviour::Redirect(world.tsa("tsa")),
    ] {
        let path = "/tsa/tsa-government";
        world.site.behave_at(path, behaviour).unwrap();
        refused("tsa-government");
    }
    for id in [
        "tsa-expired",
        "tsa-revoked",
        "tsa-wrong-usage",
        "tsa-stranger",
    ] {
        refused(id);
    }
}

#[test]
fn the_second_authority_serves_when_the_first_does_not() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("signed.pdf");
    let path = "/tsa/tsa-government";
    world.site.behave_at(path, Behaviour::Status(403)).unwrap();
    let (first, second) = (world.tsa("tsa-government"), world.tsa("tsa-later"));
    let authorities = ["--level", "B-LT", "--tsa", &first, "--tsa", &second];
    world.approve(&output, &authorities).expect(0);
    assert_eq!(world.levels(&output).1, ["B-LT"]);
}

/// A token that is in order, by an authority whose certificate is not, is a failure of that authority.
#[test]
fn the_next_authority_serves_when_the_certificate_of_the_first_is_not_accepted() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let good = world.tsa("tsa-government");
    for (id, reason) in [
        (
            "tsa-stranger",
            "Chưa nối được chuỗi chứng thư tới chứng thư gốc tin cậy",
        ),
        ("tsa-revoked", "Chứng thư đã bị thu hồi"),
    ] {
        let output = dir.path().join(format!("{id}.pdf"));
        let bad = world.tsa(id);
        let alone = ["--level", "B-LT", "--tsa", &bad];
        let said = world.approve(&output, &alone).expect(1).err();
        assert_eq!(said.matches(reason).count(), 1, "{said}");
        assert!(said.contains(&bad) && !output.exists(), "{said}");
        world
            .approve(&output, &[&alone[..], &["--tsa", &good]].concat())
            .expect(0);
        assert_eq!(world.levels(&output).1, ["B-LT"], "{id}");
        let basic = dir.path().join(format!("{id}-basic.pdf"));
        let chosen = [&alone[..], &["--without-tsa", "b-b"]].concat();
        let warned = world.approve(&basic, &chosen).expect(0).err();
        assert!(warned.contains("B-B, không phải B-LT"), "{warned}");
    }
}

#[test]
fn a_login_is_for_one_authority() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("signed.pdf");
    let (first, second) = (world.tsa("tsa-government"), world.tsa("tsa-later"));
    let password = world.text("password.txt");
    let login = ["--tsa-user", "van-thu", "--tsa-password-file", &password];
    let asked = world.site.requests();
    let both = ["--level", "B-T", "--tsa", &first, "--tsa", &second];
    let refused = world.approve(&output, &[&both[..], &login].concat());
    assert!(refused.expect(2).err().contains("[[tsa]]"));
    assert_eq!((world.site.requests(), output.exists()), (asked, false));
    let one = [&both[..4], &login].concat();
    world.approve(&output, &one).expect(0);
}

#[test]
fn evidence_that_nobody_gives_is_named_by_certificate() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("signed.pdf");
    let tsa = world.tsa("tsa-government");
    let level = ["--level", "B-LT", "--tsa", &tsa];
    let refused = world.approve_as("person-silent", "kyso.toml", &output, &level);
    let said = refused.expect(1).err();
    assert!(
        said.contains("chưa biết chứng thư") && said.contains("thu hồi"),
        "{said}"
    );
    assert!(!output.exists());
}

#[test]
fn what_was_queued_is_lifted_when_the_authority_answers() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let (output, queue) = (dir.path().join("signed.pdf"), dir.path().join("queue"));
    let (tsa, folder) = (world.tsa("tsa-government"), queue.to_str().unwrap());
    let server = |behaviour| {
        world
            .site
            .behave_at("/tsa/tsa-government", behaviour)
            .unwrap()
    };
    server(Behaviour::Status(403));
    let chosen = [
        "--level",
        "B-LTA",
        "--tsa",
        &tsa,
        "--without-tsa",
        "queue",
        "--queue",
        folder,
    ];
    world.approve(&output, &chosen).expect(0);
    let signed = fs::read(&output).unwrap();
    let entries = || fs::read_dir(&queue).unwrap().count();
    assert_eq!(entries(), 1);

    let extend = ["extend", "--queue", folder, "--tsa", &tsa];
    let waiting = world.run(&extend).expect(1);
    assert!(
        waiting.err().contains("0 done, 1 still waiting"),
        "{}",
        waiting.err()
    );
    assert_eq!((fs::read(&output).unwrap() == signed, entries()), (true, 1));

    server(Behaviour::Honest);
    world.run(&extend).expect(0);
    assert_eq!(entries(), 0);
    assert!(fs::read(&output).unwrap().starts_with(&signed));
    assert_eq!(world.levels(&output).1, ["B-LTA"]);
    world.run(&extend).expect(0);
}

#[test]
fn a_queued_file_that_another_has_replaced_stays_as_it_is() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let (output, queue) = (dir.path().join("signed.pdf"), dir.path().join("queue"));
    let (tsa, folder) = (world.tsa("tsa-government"), queue.to_str().unwrap());
    world
        .site
        .behave_at("/tsa/tsa-government", Behaviour::Status(403))
        .unwrap();
    let chosen = [
        "--level",
        "B-T",
        "--tsa",
        &tsa,
        "--without-tsa",
        "queue",
        "--queue",
        folder,
    ];
    world.approve(&output, &chosen).expect(0);
    fs::copy(sample_text("quyet-dinh.pdf"), &output).unwrap();
    let refused = world
        .run(&["extend", "--queue", folder, "--tsa", &tsa])
        .expect(1);
    assert!(
        refused.err().contains("another file has taken its place"),
        "{}",
        refused.err()
    );
    assert_eq!(fs::read_dir(&queue).unwrap().count(), 1);
}

#[test]
fn a_file_is_lifted_in_place_once() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("signed.pdf");
    world.approve(&file, &[]).expect(0);
    let before = fs::read(&file).unwrap();
    let (name, tsa) = (file.to_str().unwrap(), world.tsa("tsa-government"));
    let copy = dir.path().join("lifted.pdf");
    let extend = ["extend", name, "--level", "B-LTA", "--tsa", &tsa];
    let to_copy = [&extend[..], &["-o", copy.to_str().unwrap()]].concat();
    world.run(&to_copy).expect(0);
    assert!(
        fs::read(&file).unwrap() == before,
        "-o leaves the file as it is"
    );
    assert_eq!(world.levels(&copy).1, ["B-LTA"]);

    let lifted = world.run(&extend).expect(0);
    assert!(lifted.err().contains("lifted to B-LTA"), "{}", lifted.err());
    let after = fs::read(&file).unwrap();
    let modified = fs::metadata(&file).unwrap().modified().unwrap();
    let again = world.run(&extend).expect(0);
    assert!(
        again.err().contains("at B-LTA already, left byte for byte"),
        "{}",
        again.err()
    );
    assert!(fs::read(&file).unwrap() == after);
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), modified);
}

#[test]
fn an_altered_file_is_not_lifted() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("signed.pdf");
    world.approve(&file, &[]).expect(0);
    let mut altered = fs::read(&file).unwrap();
    let place = altered.windows(6).position(|w| w == b"stream").unwrap() + 40;
    altered[place] ^= 1;
    fs::write(&file, &altered).unwrap();
    let tsa = world.tsa("tsa-government");
    let refused = world.run(&[
        "extend",
        file.to_str().unwrap(),
        "--level",
        "B-T",
        "--tsa",
        &tsa,
    ]);
    let refused = refused.expect(1);
    assert!(
        refused.err().contains("“NguoiKy1”: TOTAL_FAILED"),
        "{}",
        refused.err()
    );
    assert!(fs::read(&file).unwrap() == altered);
}

/// A folder with so many archived files, a draft, and a file that is not archived.
fn archive(world: &World, dir: &Path, count: usize) -> Vec<PathBuf> {
    let work = tempfile::tempdir().unwrap();
    let issued = archived(world, work.path());
    let paths: Vec<PathBuf> = (0..count)
        .map(|n| dir.join(format!("{n:02}.pdf")))
        .collect();
    for path in &paths {
        fs::copy(&issued, path).unwrap();
    }
    paths
}

fn renew<'a>(dir: &'a str, tsa: &'a str) -> Vec<&'a str> {
    vec![
        "renew", dir, "--tsa", tsa, "--within", "3650", "--jobs", "1", "--format", "json",
    ]
}

#[test]
fn a_folder_is_renewed_and_then_not_due() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let paths = archive(&world, dir.path(), 2);
    fs::copy(sample_text("quyet-dinh.pdf"), dir.path().join("draft.pdf")).unwrap();
    let before = fs::read(&paths[0]).unwrap();
    let (name, tsa) = (dir.path().to_str().unwrap(), world.tsa("tsa-later"));

    let dry = world
        .run(&[&renew(name, &tsa)[..], &["--dry-run"]].concat())
        .expect(0)
        .json();
    assert_eq!(
        (&dry["counts"]["due"], &dry["counts"]["not_archived"]),
        (&2.into(), &1.into())
    );
    assert!(fs::read(&paths[0]).unwrap() == before);

    let renewed = world.run(&renew(name, &tsa)).expect(0).json();
    assert_eq!(renewed["schema"], "kyso.renewal/1");
    assert_eq!(renewed["counts"]["renewed"], 2);
    assert!(fs::read(&paths[0]).unwrap().starts_with(&before));
    assert_eq!(
        world.levels(&paths[0]),
        ("TOTAL_PASSED".into(), vec!["B-LTA".to_owned(); 3])
    );

    let again = world.run(&renew(name, &tsa)).expect(0).json();
    assert_eq!(
        (&again["counts"]["not_due"], &again["counts"]["renewed"]),
        (&2.into(), &0.into())
    );
    let text = world.run(&["renew", name]).expect(0).out();
    assert_eq!(
        text.lines()
            .filter(|line| line.contains("not due, protected until"))
            .count(),
        2
    );
}

#[test]
fn an_absent_authority_is_not_waited_for_by_every_file() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let paths = archive(&world, dir.path(), 4);
    let before = fs::read(&paths[0]).unwrap();
    world
        .site
        .behave_at("/tsa/tsa-later", Behaviour::Status(403))
        .unwrap();
    let asked = world.site.requests_of("/tsa/tsa-later");
    let (name, tsa) = (dir.path().to_str().unwrap(), world.tsa("tsa-later"));
    let stopped = world.run(&renew(name, &tsa)).expect(1).json();
    assert_eq!(
        (&stopped["counts"]["failed"], &stopped["counts"]["left"]),
        (&1.into(), &3.into())
    );
    assert_eq!(world.site.requests_of("/tsa/tsa-later") - asked, 1);
    assert!(paths.iter().all(|path| fs::read(path).unwrap() == before));
}

#[test]
fn a_run_that_was_killed_loses_nothing_and_goes_on() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let paths = archive(&world, dir.path(), 5);
    let before = fs::read(&paths[0]).unwrap();
    let slow = Behaviour::Slow(Duration::from_millis(300));
    world.site.behave_at("/tsa/tsa-later", slow).unwrap();
    let (name, tsa) = (dir.path().to_str().unwrap(), world.tsa("tsa-later"));
    let config = world.text("kyso.toml");
    let mut arguments = renew(name, &tsa);
    arguments.extend(["--config", &config]);
    let command = kyso()
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    kill_when(command.unwrap(), || fs::read(&paths[1]).unwrap() != before);

    let changed = paths
        .iter()
        .filter(|path| fs::read(path).unwrap() != before)
        .count();
    assert!((2..5).contains(&changed), "{changed}");
    for path in &paths {
        assert!(fs::read(path).unwrap().starts_with(&before));
        assert_eq!(world.levels(path).0, "TOTAL_PASSED");
    }
    world
        .site
        .behave_at("/tsa/tsa-later", Behaviour::Honest)
        .unwrap();
    let rest = world.run(&renew(name, &tsa)).expect(0).json();
    let expected = (Value::from(changed), Value::from(5 - changed));
    assert_eq!(
        (&rest["counts"]["not_due"], &rest["counts"]["renewed"]),
        (&expected.0, &expected.1)
    );
}

/// Ends the process without warning once `ready`.
fn kill_when(mut child: Child, ready: impl Fn() -> bool) {
    let start = Instant::now();
    while !ready() {
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "it never got so far"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

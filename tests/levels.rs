//! Levels on the command line, with servers on loopback: `kyso sign --level`, `kyso extend`, `kyso renew`.

mod extending;
mod renewing;
mod signing;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use jiff::Timestamp;
use kyso_test_pki::{Behaviour, Clock, Site, TestPki};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Run, run, sample_text};

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
        run(self.approval(id, config, output, extra))
    }

    /// The arguments of `kyso sign approve`.
    fn approval(&self, id: &str, config: &str, output: &Path, extra: &[&str]) -> Vec<String> {
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
        fixed
            .iter()
            .chain(extra)
            .map(|one| (*one).to_owned())
            .collect()
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

    /// The levels that an offline verifier reports, with the trust folder without lists.
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

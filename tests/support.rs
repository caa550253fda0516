//! What the tests share: the program, a demo, a running service, a browser.

pub(crate) mod browser;
pub(crate) mod network;
pub(crate) mod service;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;
use tempfile::TempDir;

/// The program, away from the settings of the user who runs the tests.
pub(crate) fn kyso() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kyso"));
    for variable in [
        "KYSO_LANG",
        "KYSO_TRUST",
        "KYSO_CONFIG",
        "KYSO_LOG",
        "HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "SOFTHSM2_CONF",
    ] {
        command.env_remove(variable);
    }
    command
}

/// Runs the program to its end.
pub(crate) fn run<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Run {
    Run(kyso().args(arguments).output().unwrap())
}

/// Runs the program by another one, which ends with the words of its command line.
pub(crate) fn through(other: &str, options: &[&str], arguments: &[&str]) -> Run {
    let kyso = kyso();
    let mut command = Command::new(other);
    command
        .args(options)
        .arg(kyso.get_program())
        .args(arguments);
    for (variable, _) in kyso.get_envs() {
        command.env_remove(variable);
    }
    Run(command.output().unwrap())
}

/// Runs the program where the system takes no byte into a file, as on a full disk; pipes are not
/// concerned.
pub(crate) fn run_without_room(arguments: &[&str]) -> Run {
    let limited = "trap '' XFSZ && ulimit -f 0 && exec \"$0\" \"$@\"";
    through("sh", &["-c", limited], arguments)
}

/// `kyso verify` with the demo's trust folder.
pub(crate) fn verify(arguments: &[&str]) -> Run {
    let trust = demo().trust();
    run(["verify", "--trust", &trust].iter().chain(arguments))
}

/// A run of the program that has ended.
pub(crate) struct Run(pub(crate) Output);

impl Run {
    pub(crate) fn status(&self) -> i32 {
        self.0.status.code().expect("ended by a signal")
    }

    pub(crate) fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    pub(crate) fn err(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out())
            .unwrap_or_else(|error| panic!("{error}: {}{}", self.out(), self.err()))
    }

    /// Asserts the exit status, and shows the output where it is another.
    pub(crate) fn expect(self, status: i32) -> Self {
        assert_eq!(self.status(), status, "{}{}", self.out(), self.err());
        self
    }
}

/// A demo of this process, the same as that of other tests of the day.
pub(crate) fn demo() -> &'static Demo {
    static DEMO: OnceLock<Demo> = OnceLock::new();
    DEMO.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        copy_folder(&demo_of_the_day(), dir.path());
        Demo(dir)
    })
}

/// The folder of a demo that the program as it is now made today. To make keys and pictures takes longer than most tests, and
/// each runs in a process of its own: the first one makes the folder, the others copy it.
fn demo_of_the_day() -> PathBuf {
    let program = fs::metadata(env!("CARGO_BIN_EXE_kyso")).unwrap();
    let built = program
        .modified()
        .unwrap()
        .duration_since(UNIX_EPOCH)
        .unwrap();
    // The clock of the tests may be another than that of the machine, and a demo is judged by its own day.
    let day = jiff::Timestamp::now().as_second() / (24 * 60 * 60);
    let name = format!("demo-{}-{}-{day}", built.as_nanos(), program.len());
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if !place.is_dir() {
        let new = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        run([OsStr::new("demo"), new.path().as_os_str()]).expect(0);
        remove_old_demos();
        // Of two tests that make it at once, one comes first, and its folder serves both.
        if fs::rename(new.path(), &place).is_ok() {
            let _ = new.keep();
        }
    }
    place
}

/// Those of earlier builds, which no test copies any more.
fn remove_old_demos() {
    const OLD: Duration = Duration::from_secs(2 * 24 * 60 * 60);
    for entry in fs::read_dir(env!("CARGO_TARGET_TMPDIR")).unwrap().flatten() {
        let made = entry.metadata().and_then(|about| about.modified());
        // The file system has the clock of the machine, whatever that of the tests is.
        let now = fs::metadata(env!("CARGO_TARGET_TMPDIR")).and_then(|about| about.modified());
        let (Ok(made), Ok(now)) = (made, now) else {
            continue;
        };
        let is_demo = entry.file_name().to_string_lossy().starts_with("demo-");
        if is_demo && now.duration_since(made).is_ok_and(|age| age > OLD) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&place).unwrap();
            copy_folder(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// A demo folder.
pub(crate) struct Demo(TempDir);

impl Demo {
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    pub(crate) fn trust(&self) -> String {
        self.text("pki/trust")
    }

    /// The issued decision with one byte of the first page changed.
    pub(crate) fn tampered(&self) -> Vec<u8> {
        let mut pdf = self.bytes("quyet-dinh-ban-hanh.pdf");
        let at = pdf
            .windows(6)
            .position(|window| window == b"stream")
            .unwrap()
            + 40;
        pdf[at] ^= 1;
        pdf
    }
}

impl Demo {
    /// The issued decision with another value of its last signature; what it signs is as it was.
    pub(crate) fn with_broken_value(&self) -> Vec<u8> {
        let mut pdf = self.bytes("quyet-dinh-ban-hanh.pdf");
        let contents = pdf
            .windows(10)
            .rposition(|bytes| bytes == b"/Contents<")
            .map(|at| at + 10);
        let contents = contents
            .or_else(|| {
                pdf.windows(11)
                    .rposition(|bytes| bytes == b"/Contents <")
                    .map(|at| at + 11)
            })
            .unwrap();
        let end = contents
            + pdf[contents..]
                .iter()
                .position(|byte| *byte == b'>')
                .unwrap();
        // The value is the last part of the container, before the zeros that fill its place.
        let last = contents
            + pdf[contents..end]
                .iter()
                .rposition(|byte| *byte != b'0')
                .unwrap();
        let last = last - usize::from((last - contents) % 2 == 1);
        pdf[last] = if pdf[last] == b'7' { b'8' } else { b'7' };
        pdf
    }

    /// All objects of the issued decision, written one after another as software for incoming mail does.
    pub(crate) fn written_anew(&self) -> Vec<u8> {
        use kyso_pdf::{Document, Object, StreamData, new_file};

        let issued = self.bytes("quyet-dinh-ban-hanh.pdf");
        let document = Document::open(&issued).unwrap();
        let view = document.latest();
        let owned = |id| match (*view.object(id).unwrap()).clone() {
            Object::Stream(mut stream) => {
                stream.data = StreamData::Owned(document.stream_bytes(&stream.data).to_vec());
                Object::Stream(stream)
            }
            other => other,
        };
        let ids = view.numbers_in_use();
        let objects = ids.iter().map(|id| (*id, owned(*id))).collect();
        new_file(&objects, view.catalog().unwrap().0).unwrap()
    }
}

/// A file of testdata/samples.
pub(crate) fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata/samples")
        .join(name)
}

pub(crate) fn sample_text(name: &str) -> String {
    sample(name).to_str().unwrap().to_owned()
}

//! `kyso extend`: files that are signed already, and those that wait in a queue.

use std::fs;
use std::path::PathBuf;

use kyso_test_pki::Behaviour;
use tempfile::TempDir;

use super::{World, world};
use crate::support::{Run, run_without_room, sample_text};

/// A file that waits in a queue, with the authority that it waits for.
struct Waiting {
    dir: TempDir,
    file: PathBuf,
    tsa: String,
}

impl Waiting {
    /// Signs while the authority refuses.
    fn signed(world: &World, level: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("signed.pdf");
        let tsa = world.tsa("tsa-government");
        let waiting = Self { dir, file, tsa };
        let queue = waiting.queue();
        answer_with(world, Behaviour::Status(403));
        let chosen = queueing(level, &waiting.tsa, queue.to_str().unwrap());
        world.approve(&waiting.file, &chosen).expect(0);
        assert_eq!(waiting.entries(), 1);
        waiting
    }

    fn queue(&self) -> PathBuf {
        self.dir.path().join("queue")
    }

    fn entries(&self) -> usize {
        fs::read_dir(self.queue()).unwrap().count()
    }

    fn extend(&self, world: &World) -> Run {
        let queue = self.queue();
        let folder = queue.to_str().unwrap();
        world.run(&["extend", "--queue", folder, "--tsa", &self.tsa])
    }
}

fn answer_with(world: &World, behaviour: Behaviour) {
    let authority = "/tsa/tsa-government";
    world.site.behave_at(authority, behaviour).unwrap();
}

/// The options that put a file into the queue where no authority gives a timestamp.
fn queueing<'a>(level: &'a str, tsa: &'a str, folder: &'a str) -> [&'a str; 8] {
    [
        "--level",
        level,
        "--tsa",
        tsa,
        "--without-tsa",
        "queue",
        "--queue",
        folder,
    ]
}

#[test]
fn what_was_queued_is_lifted_when_the_authority_answers() {
    let world = world();
    let waiting = Waiting::signed(&world, "B-LTA");
    let signed = fs::read(&waiting.file).unwrap();
    let refused = waiting.extend(&world).expect(1);
    assert!(
        refused.err().contains("0 done, 1 still waiting"),
        "{}",
        refused.err()
    );
    assert!(fs::read(&waiting.file).unwrap() == signed);
    assert_eq!(waiting.entries(), 1);

    answer_with(&world, Behaviour::Honest);
    waiting.extend(&world).expect(0);
    assert_eq!(waiting.entries(), 0);
    assert!(fs::read(&waiting.file).unwrap().starts_with(&signed));
    assert_eq!(world.levels(&waiting.file).1, ["B-LTA"]);
    waiting.extend(&world).expect(0);
}

#[test]
fn a_queued_file_that_another_has_replaced_stays_as_it_is() {
    let world = world();
    let waiting = Waiting::signed(&world, "B-T");
    fs::copy(sample_text("quyet-dinh.pdf"), &waiting.file).unwrap();
    let refused = waiting.extend(&world).expect(1);
    assert!(
        refused.err().contains("another file has taken its place"),
        "{}",
        refused.err()
    );
    assert_eq!(waiting.entries(), 1);
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

/// What cannot be written on a full disk: 1 would say that a file was refused, or that one still
/// waits for its authority.
#[test]
fn a_lifted_file_that_cannot_be_written_has_a_status_of_its_own() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let place = |name: &str| dir.path().join(name);
    let [file, queued, queue] = ["signed.pdf", "queued.pdf", "queue"].map(place);
    let (tsa, folder) = (world.tsa("tsa-government"), queue.to_str().unwrap());
    let config = world.text("kyso.toml");
    let without_room = |arguments: &[&str]| {
        let full = run_without_room(&[arguments, &["--config", &config]].concat());
        full.expect(6)
    };

    world.approve(&file, &[]).expect(0);
    let (name, copy) = (file.to_str().unwrap(), place("lifted.pdf"));
    let extend = ["extend", name, "--level", "B-T", "--tsa", &tsa];
    without_room(&extend);
    without_room(&[&extend[..], &["-o", copy.to_str().unwrap()]].concat());

    answer_with(&world, Behaviour::Status(403));
    let chosen = queueing("B-T", &tsa, folder);
    let approval = world.approval("person", "kyso.toml", &queued, &chosen);
    let approval: Vec<&str> = approval.iter().map(String::as_str).collect();
    run_without_room(&approval).expect(6);
    assert!(!queued.exists(), "nothing is signed without its entry");
    world.approve(&queued, &chosen).expect(0);
    let before = fs::read(&queued).unwrap();
    answer_with(&world, Behaviour::Honest);
    let waiting = without_room(&["extend", "--queue", folder, "--tsa", &tsa]);
    assert!(waiting.err().contains("còn chờ 1"), "{}", waiting.err());
    assert_eq!(fs::read(&queued).unwrap(), before);
    assert_eq!(fs::read_dir(&queue).unwrap().count(), 1);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3);
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

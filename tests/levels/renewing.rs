//! `kyso renew`: whole folders, interrupted or not.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use kyso_test_pki::Behaviour;
use serde_json::Value;

use super::{World, archived, world};
use crate::support::{kyso, run_without_room, sample_text};

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

/// One file that cannot be written on a full disk is worse than one that is not renewed for another
/// reason.
#[test]
fn a_renewed_file_that_cannot_be_written_has_a_status_of_its_own() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let paths = archive(&world, dir.path(), 1);
    fs::write(dir.path().join("broken.pdf"), "no PDF").unwrap();
    let before = fs::read(&paths[0]).unwrap();
    let (name, tsa) = (dir.path().to_str().unwrap(), world.tsa("tsa-later"));
    let config = world.text("kyso.toml");
    let arguments = [&renew(name, &tsa)[..], &["--config", &config]].concat();
    let full = run_without_room(&arguments).expect(6).json();
    assert_eq!(full["counts"]["failed"], 2);
    assert_eq!(fs::read(&paths[0]).unwrap(), before);
    world.run(&renew(name, &tsa)).expect(1);
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

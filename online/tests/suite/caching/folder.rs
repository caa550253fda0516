//! The folder of answers: which answers outlive the program, and which do not.

use std::fs;
use std::path::Path;
use std::thread;

use jiff::SignedDuration;
use kyso_online::{CacheSettings, Online, OnlineSettings, Rewrite, RewriteFrom};
use kyso_pki::EvidenceSource;
use kyso_test_pki::Behaviour;

use super::{CRL, HOUR, list_id, lists, with_cache};
use crate::support::{Scene, now};

fn in_folder(scene: &Scene, folder: &Path) -> Online {
    let cache = CacheSettings {
        folder: Some(folder.to_owned()),
        ..CacheSettings::default()
    };
    with_cache(scene, cache)
}

/// The one file of an answer in `folder`.
fn only_file(folder: &Path) -> std::path::PathBuf {
    let mut files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let file = files.next().unwrap();
    assert!(files.next().is_none());
    file
}

#[test]
fn answers_outlive_the_program() {
    let scene = Scene::new();
    let folder = tempfile::tempdir().unwrap();
    let ask = |id| {
        let online = in_folder(&scene, folder.path());
        let session = online.session();
        (scene.revocation(&session, id), session)
    };
    let (list, _) = ask("person-lists");
    let (response, _) = ask("person");
    let issuers = in_folder(&scene, folder.path()).issuers(&scene.certificate("person"));
    assert_eq!(scene.site.requests(), 3);

    scene.site.behave(Behaviour::Status(500)).unwrap();
    scene.hands.advance(HOUR);
    let (again, session) = ask("person-lists");
    assert_eq!(lists(&again), lists(&list));
    let fetched = session.fetched(&list_id(&again)).unwrap();
    assert_eq!((fetched.at, fetched.from_cache), (now(), true));
    assert_eq!(ask("person").0.ocsp_responses, response.ocsp_responses);
    let online = in_folder(&scene, folder.path());
    assert_eq!(online.issuers(&scene.certificate("person")), issuers);
    assert_eq!(scene.site.requests(), 3);
}

#[test]
fn spoiled_files_are_fetched_anew_and_foreign_ones_left_alone() {
    let scene = Scene::new();
    let folder = tempfile::tempdir().unwrap();
    let ask = || {
        let online = in_folder(&scene, folder.path());
        lists(&scene.revocation(&online, "person-lists"))
    };
    let list = ask();
    let file = only_file(folder.path());
    let whole = fs::read(&file).unwrap();
    let half = whole[..whole.len() / 2].to_vec();
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let elsewhere = String::from_utf8_lossy(&whole).replacen("127.0.0.1", "127.0.0.2", 1);
    for (count, spoiled) in [
        half,
        flipped,
        Vec::new(),
        b"{}\n".to_vec(),
        elsewhere.into(),
    ]
    .into_iter()
    .enumerate()
    {
        fs::write(&file, spoiled).unwrap();
        assert_eq!(ask(), list);
        assert_eq!(scene.site.requests(), count + 2);
        assert_eq!(fs::read(&file).unwrap(), whole);
    }
    let foreign = folder.path().join("notes.txt");
    fs::write(&foreign, vec![b'x'; 100_000]).unwrap();
    let small = CacheSettings {
        folder: Some(folder.path().to_owned()),
        folder_bytes: 10_000,
        ..CacheSettings::default()
    };
    scene.revocation(&with_cache(&scene, small), "person");
    assert!(foreign.exists());
}

#[test]
fn the_folder_does_not_grow_past_its_limit() {
    let scene = Scene::new();
    let folder = tempfile::tempdir().unwrap();
    let size = || -> u64 {
        let entries = fs::read_dir(folder.path()).unwrap();
        entries
            .map(|entry| entry.unwrap().metadata().unwrap().len())
            .sum()
    };
    scene.revocation(&in_folder(&scene, folder.path()), "person");
    // Two small files: each is counted with its block.
    let limit = 9_000;
    assert!(size() < limit / 3);
    let online = with_cache(
        &scene,
        CacheSettings {
            folder: Some(folder.path().to_owned()),
            folder_bytes: limit,
            ..CacheSettings::default()
        },
    );
    for id in ["agency", "person-rsa", "agency-rsa", "person-revoked"] {
        assert!(!scene.revocation(&online, id).is_empty());
        assert!(size() <= limit);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn certificates_that_issued_nothing_in_question_do_not_outlive_the_program() {
    let scene = Scene::new();
    let folder = tempfile::tempdir().unwrap();
    let person = scene.certificate("person");
    let url = scene.site.url();
    let elsewhere = Rewrite {
        from: RewriteFrom::Prefix(format!("{url}/ca/ca.cer")),
        to: format!("{url}/ca/ca-lists.cer"),
    };
    let misled = Online::new(&OnlineSettings {
        rewrites: vec![elsewhere],
        cache: CacheSettings {
            folder: Some(folder.path().to_owned()),
            ..CacheSettings::default()
        },
        ..scene.settings()
    });
    assert!(misled.unwrap().issuers(&person).is_empty());
    assert_eq!(scene.site.requests(), 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    assert_eq!(
        in_folder(&scene, folder.path()).issuers(&person),
        [scene.certificate("ca")]
    );
    only_file(folder.path());
}

#[test]
fn processes_share_the_folder() {
    let scene = Scene::new();
    let folder = tempfile::tempdir().unwrap();
    let ids = ["person", "agency", "person-lists", "person-revoked"];
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let online = in_folder(&scene, folder.path());
                for id in ids {
                    assert!(!scene.revocation(&online, id).is_empty());
                }
            });
        }
    });
    let asked = scene.site.requests();
    let online = in_folder(&scene, folder.path());
    for id in ids {
        assert!(!scene.revocation(&online, id).is_empty());
    }
    assert_eq!(scene.site.requests(), asked);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), ids.len());
}

#[test]
fn an_unconfirmed_answer_is_asked_for_again_soon() {
    let scene = Scene::new();
    let folder = tempfile::tempdir().unwrap();
    let online = in_folder(&scene, folder.path());
    scene
        .site
        .behave_at(CRL, Behaviour::BrokenSignature)
        .unwrap();
    let forged = lists(&scene.revocation(&online, "person-lists"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    scene.site.behave_at(CRL, Behaviour::Honest).unwrap();
    scene.hands.advance(SignedDuration::from_mins(11));
    let sound = lists(&scene.revocation(&online, "person-lists"));
    assert_ne!(forged, sound);
    assert_eq!(scene.site.requests_of(CRL), 2);
}

//! Signing at a level: whose timestamp the program takes, and what it does without one.

use std::fs;

use jiff::SignedDuration;
use kyso_test_pki::{Behaviour, FailureInfo};

use super::{archived, world};

#[test]
fn whoever_names_an_authority_gets_its_timestamp() {
    let world = world();
    let dir = tempfile::tempdir().unwrap();
    let [with, without] = ["with.pdf", "without.pdf"].map(|name| dir.path().join(name));
    let tsa = world.tsa("tsa-government");
    // Offline and without lists it is unknown whether the authority was revoked, and the warning comes at once.
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

/// A sound token by an authority whose certificate is not sound is a failure of that authority.
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

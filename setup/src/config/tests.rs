//! What is read, and what is refused with its line.

#![allow(clippy::unwrap_used)]

use kyso_signer::BaselineLevel;
use kyso_verifier::{GovernmentSha1, UnknownRevocation};
use kyso_words::Localized;

use super::*;
use crate::keys::KeySource;

fn load(text: &str) -> Result<Config, ConfigError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("kyso.toml");
    fs::write(&path, text).unwrap();
    let shown = dir.path().to_owned();
    Config::load(&path).map(|mut config| {
        let strip = |path: &PathBuf| path.strip_prefix(&shown).unwrap_or(path).to_owned();
        config.trust = config.trust.as_ref().map(strip);
        config
    })
}

#[test]
fn reads_the_sample() {
    let config = load(include_str!("../../../assets/kyso.sample.toml")).unwrap();
    assert_eq!(config.trust, Some(PathBuf::from("pki/trust")));
    assert_eq!(config.max_file_size(), 50 << 20);
    assert_eq!(config.signing_level.0, BaselineLevel::LongTerm);
    assert_eq!(config.without_tsa, WithoutTsa::Fail);
    assert!(config.online.enabled && config.online.rewrite.len() == 2);
    let authorities: Vec<_> = config.tsa.iter().map(|tsa| tsa.timeout_seconds).collect();
    assert_eq!(authorities, [Within(180), Within(30)]);
    let ids: Vec<&str> = config.keys.iter().map(KeyConfig::id).collect();
    assert_eq!(ids, ["nguoi-ky", "co-quan"]);
    assert!(matches!(
        config.keys[1].source().unwrap(),
        KeySource::Token(_)
    ));
}

#[test]
fn the_end_of_sha1_is_a_setting() {
    let end = |config: &Config| {
        let policy = config.policy(Timestamp::UNIX_EPOCH);
        let sha1 = LimitedAlgorithm::Digest(DigestAlgorithm::Sha1);
        let mut limits = policy.algorithms.limits.into_iter();
        limits.find(|limit| limit.what == sha1).unwrap().until
    };
    let set = load("sha1_until = \"2017-01-01T00:00:00Z\"").unwrap();
    assert_eq!(end(&set), Some("2017-01-01T00:00:00Z".parse().unwrap()));
    let usual = Policy::new(Timestamp::UNIX_EPOCH).algorithms;
    assert_eq!(
        Config::default().policy(Timestamp::UNIX_EPOCH).algorithms,
        usual
    );
    assert_eq!(
        Config::default()
            .policy(Timestamp::UNIX_EPOCH)
            .renewal_margin,
        Policy::new(Timestamp::UNIX_EPOCH).renewal_margin
    );
    assert!(end(&Config::default()) < end(&set));
}

#[test]
fn what_counts_is_a_setting() {
    let policy = |text: &str| load(text).unwrap().policy(Timestamp::UNIX_EPOCH);
    let usual = policy("");
    assert_eq!(usual.unknown_revocation, UnknownRevocation::Indeterminate);
    let checked = |until| GovernmentSha1::Checked { until };
    assert_eq!(usual.algorithms.government_sha1, checked(None));
    let warned = policy("[revocation]\nunknown = \"warn\"");
    assert_eq!(warned.unknown_revocation, UnknownRevocation::Warn);
    let refused = policy("[algorithms]\nsha1 = \"refuse\"");
    assert_eq!(refused.algorithms.government_sha1, GovernmentSha1::Refused);
    let ended = policy("[algorithms]\nsha1_checked_until = \"2027-01-01T00:00:00Z\"");
    let end = Some("2027-01-01T00:00:00Z".parse().unwrap());
    assert_eq!(ended.algorithms.government_sha1, checked(end));
}

#[test]
fn an_empty_file_gives_the_defaults() {
    assert_eq!(load("").unwrap(), Config::default());
}

#[test]
fn refuses_what_is_unknown_or_contradictory() {
    for text in [
        "lisen = \"127.0.0.1:1\"",
        "[[keys]]\nid = \"a\"\npin_file = \"p\"",
        "[[keys]]\nid = \"a\"\npin_file = \"p\"\npkcs12 = \"a\"\npkcs11 = \"pkcs11:token=a\"",
        "[[keys]]\nid = \"a\"\npin_file = \"p\"\npkcs11 = \"pkcs11:token=a?pin-value=1\"",
        "[[keys]]\nid = \"a\"\npin_file = \"p\"\npkcs12 = \"a\"\npin = \"1\"",
        "[[keys]]\nid = \"a\"\npin_file = \"p\"\npkcs12 = \"a\"\n[[keys]]\nid = \"a\"\npin_file = \"p\"\npkcs12 = \"b\"",
    ] {
        assert!(load(text).is_err(), "{text}");
    }
}

#[test]
fn refuses_contradictions_about_servers() {
    for text in [
        "signing_level = \"B-T\"",
        "[online]\nproxy_user = \"a\"",
        "[online]\nproxy_user = \"a\"\nproxy_password_file = \"p\"",
        "[[online.rewrite]]\nto = \"http://a/\"",
        "[[online.rewrite]]\nhost = \"a\"\nprefix = \"http://a/\"\nto = \"http://b/\"",
        "[[tsa]]\nurl = \"http://a/\"\nuser = \"a\"",
        "[[tsa]]\nurl = \"http://a/\"\npin_file = \"a\"",
        "[[tsa]]\nurl = \"http://a/\"\npolicy = \"anyPolicy\"",
    ] {
        assert!(load(text).is_err(), "{text}");
    }
}

#[test]
fn names_the_line_and_the_key_of_a_mistake() {
    for &(text, expected, key) in MISTAKES {
        let refused = load(text).unwrap_err();
        let shown = refused.to_string();
        assert!(shown.contains(expected), "{shown}");
        assert!(!shown.contains(char::is_control), "{shown}");
        let vietnamese = refused.vietnamese();
        assert!(
            !vietnamese.contains(" is ") && vietnamese != shown,
            "{vietnamese}"
        );
        assert!(vietnamese.contains(key), "{vietnamese}");
    }
}

/// Configurations, where their mistake is said to be, and how the Vietnamese text names the key.
const MISTAKES: &[(&str, &str, &str)] = &[
    (
        "max_file_mb = 1\nlisen = \"127.0.0.1:1\"",
        "line 2: unknown field `lisen`",
        "mục “lisen”",
    ),
    (
        "[online]\n\nenable = true",
        "line 3: online: unknown field `enable`",
        "mục “online.enable”",
    ),
    (
        "[online]\ntimeout_seconds = 0",
        "line 2: online.timeout_seconds: 0 is not between 1 and 600",
        "mục “online.timeout_seconds”",
    ),
    (
        "[online]\nallow_networks = [\n\"10.0.0.0/8\",\n\"lan\"]",
        "line 2: online.allow_networks[1]: \"lan\" is no network",
        "mục “online.allow_networks[1]”",
    ),
    (
        "\n[[tsa]]\nurl = \"http://u:p@tsa/\"",
        "line 3: tsa[0].url: a URL holds no user",
        "mục “tsa[0].url”",
    ),
    (
        "[[tsa]]\ntries = 2",
        "line 1: tsa[0]: missing field `url`",
        "thiếu mục “tsa[0].url”",
    ),
    (
        "max_file_mb = 1\nlisten = 1",
        "line 2: listen: invalid type: integer `1`",
        "mục “listen”",
    ),
    (
        "listen = \"127.0.0.1\"",
        "line 1: listen: invalid socket address syntax",
        "mục “listen”",
    ),
    (
        "[online]\nallow_hosts = [\"a\", 1]",
        "line 2: online.allow_hosts[1]: invalid type",
        "mục “online.allow_hosts[1]”",
    ),
    (
        "upload_seconds = 1\nupload_seconds = 2",
        "line 2: upload_seconds: duplicate key",
        "mục “upload_seconds”",
    ),
    (
        "queue = \"a\"\nsha1_until = 2026-13-40",
        "line 2: sha1_until: ",
        "mục “sha1_until”",
    ),
    (
        "without_tsa = \"later\"",
        "line 1: without_tsa: unknown variant `later`",
        "mục “without_tsa”",
    ),
    (
        "[revocation]\nunknown = \"perhaps\"",
        "line 2: revocation.unknown: unknown variant `perhaps`",
        "mục “revocation.unknown”",
    ),
    (
        "[[tsa]]\nurl = \"http://a/\"\npolicy = \"any\"",
        "line 3: tsa[0].policy: \"any\" is no object identifier",
        "mục “tsa[0].policy”",
    ),
    (
        "signing_level = \"B-X\"",
        "line 1: signing_level: a level is B-B, B-T",
        "mục “signing_level”",
    ),
    (
        "sha1_until = \"2026-13-40\"",
        "line 1: sha1_until: write 2026-11-20",
        "mục “sha1_until”",
    ),
    (
        "max_file_mb = 0",
        "line 1: max_file_mb: 0 is not between 1 and 2048",
        "mục “max_file_mb”",
    ),
    (
        "upload_seconds = 0",
        "line 1: upload_seconds: 0 is not between 1 and",
        "mục “upload_seconds”",
    ),
    (
        "[online]\nports = []",
        "line 2: online.ports: an empty list",
        "mục “online.ports”",
    ),
    (
        "[online]\nallow_hosts = [\"http://x\"]",
        "line 2: online.allow_hosts[0]: \"http://x\" is no host",
        "mục “online.allow_hosts[0]”",
    ),
    (
        "[[keys]]\nid = \" \"\npkcs12 = \"a\"\npin_file = \"b\"",
        "line 2: keys[0].id: a name is needed",
        "mục “keys[0].id”",
    ),
    (
        "[online]\nconnect_timeout_seconds = 9\ntimeout_seconds = 8",
        "line 2: online: connect_timeout_seconds is longer than",
        "connect_timeout_seconds",
    ),
    (
        "[[tsa]]\nurl = \"http://a/\"\nuser = \"a\"",
        "line 2: tsa http://a/: user and password_file",
        "password_file",
    ),
    (
        "[[keys]]\nid = \"a\"\npin_file = \"p\"\npkcs12 = \"a\"\n[[keys]]\nid = \"a\"\npin_file = \"p\"\npkcs12 = \"b\"",
        "line 6: the key id \"a\" is used twice",
        "tên khóa \"a\"",
    ),
];

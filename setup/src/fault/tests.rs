#![allow(clippy::unwrap_used)]

use serde::Deserialize;

use super::*;
use crate::config::Config;

/// Why a text is no `T`, in both languages.
fn said<T: DeserializeOwned>(text: &str) -> (String, String) {
    let document = toml::Deserializer::parse(text).unwrap();
    let fault = value_fault::<T, _>(document, "number out of range").unwrap();
    (fault.to_string(), fault.vietnamese())
}

#[test]
fn every_kind_of_fault_names_its_field_in_both_languages() {
    for (text, english, vietnamese) in [
        (
            "[online]\nenable = true",
            "online: unknown field `enable`, expected one of ",
            "không có mục “online.enable” ở đây",
        ),
        (
            "[[tsa]]\ntries = 2",
            "tsa[0]: missing field `url`",
            "thiếu mục “tsa[0].url”",
        ),
        (
            "[online]\nallow_hosts = [\"a\", 1]",
            "online.allow_hosts[1]: invalid type: integer `1`, expected a string",
            "giá trị của mục “online.allow_hosts[1]” không đúng kiểu",
        ),
        (
            "without_tsa = \"later\"",
            "without_tsa: unknown variant `later`, expected one of `fail`, `queue`, `B-B`",
            "giá trị của mục “without_tsa” không dùng được; hãy ghi một trong các giá trị: “fail”, “queue”, “B-B”",
        ),
        (
            "without_tsa = 7",
            "without_tsa: invalid type: integer `7`, expected a string",
            "giá trị của mục “without_tsa” không đúng kiểu",
        ),
        (
            "max_file_mb = 0",
            "max_file_mb: 0 is not between 1 and 2048",
            "giá trị của mục “max_file_mb” không dùng được: 0 không nằm trong khoảng từ 1 đến 2048",
        ),
        (
            "listen = \"here\"",
            "listen: invalid socket address syntax",
            "giá trị của mục “listen” không dùng được",
        ),
        (
            "max_file_mb = -1",
            "max_file_mb: invalid value: integer `-1`, expected u64",
            "giá trị của mục “max_file_mb” không dùng được",
        ),
    ] {
        let said = said::<Config>(text);
        assert!(said.0.starts_with(english), "{said:?}");
        assert_eq!(said.1, vietnamese);
    }
}

/// Texts of what is read are no texts of ours, whatever they hold.
#[test]
fn a_text_that_is_read_gives_no_reason_of_ours() {
    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Read {
        day: jiff::civil::Date,
    }
    let (_, vietnamese) = said::<Read>("day = \"\\u001dno\\u001ecó\"");
    assert_eq!(vietnamese, "giá trị của mục “day” không dùng được");
}

/// What the library alone refuses is refused in its words.
#[test]
fn what_serde_would_take_is_refused_in_the_words_of_the_library() {
    assert_eq!(
        said::<Config>(""),
        (
            "number out of range".to_owned(),
            "giá trị ở đây không dùng được".to_owned()
        )
    );
}

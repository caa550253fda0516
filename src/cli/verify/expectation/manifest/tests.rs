//! What a manifest may say, and the errors about everything else.
#![allow(clippy::unwrap_used)]

use super::*;

fn refused(text: &str) -> (usize, String) {
    let problem = Manifest::parse(text, Path::new("fixtures")).unwrap_err();
    (line(text, problem.at.start), problem.english)
}

#[test]
fn reads_what_is_expected_of_each_file() {
    let text = "[[file]]\npath = './a/b.pdf'\nverdict = 'TOTAL_FAILED'\nsub_indication = 'HASH_FAILURE'\nsignatures = 2\n";
    let manifest = Manifest::parse(text, Path::new("fixtures")).unwrap();
    let file = manifest.files.first().unwrap();
    assert_eq!(manifest.files.len(), 1);
    assert_eq!(file.path, Path::new("fixtures/a/b.pdf"));
    let mut facts = file.facts.clone();
    facts.sort_by_key(|(fact, _)| fact.key());
    let expected = [
        (Fact::Signatures, "2"),
        (Fact::SubIndication, "HASH_FAILURE"),
        (Fact::Verdict, "TOTAL_FAILED"),
    ];
    assert_eq!(
        facts,
        expected.map(|(fact, value)| (fact, value.to_owned()))
    );
}

#[test]
fn the_values_are_listed_where_they_are_few() {
    let start = "[[file]]\npath = 'a.pdf'\nverdict = ";
    let said = |text: &str| {
        let problem = Manifest::parse(&format!("{start}{text}\n"), Path::new("")).unwrap_err();
        problem.vietnamese
    };
    let listed = said("'PASSED'");
    assert!(
        listed.starts_with("“verdict” không thể là “PASSED”; các giá trị: TOTAL_PASSED, "),
        "{listed}"
    );
    let open = said("'TOTAL_FAILED'\nsub_indication = 'hash'");
    assert_eq!(open, "“sub_indication” không thể là “hash”");
}

#[test]
fn a_count_is_read_in_its_radix() {
    for (written, count) in [
        ("0x10", "16"),
        ("0o17", "15"),
        ("0b101", "5"),
        ("1_0", "10"),
    ] {
        let text =
            format!("[[file]]\npath = 'a.pdf'\nverdict = 'NOT_SIGNED'\nsignatures = {written}\n");
        let manifest = Manifest::parse(&text, Path::new("")).unwrap();
        let facts = &manifest.files.first().unwrap().facts;
        assert!(
            facts.contains(&(Fact::Signatures, count.to_owned())),
            "{facts:?}"
        );
    }
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn what_is_not_understood_is_an_error_with_its_line() {
    let start = "[[file]]\npath = 'a.pdf'\nverdict = 'TOTAL_PASSED'\n";
    for (text, at, said) in [
        (format!("{start}verdct = 'x'\n"), 4, "no key \"verdct\""),
        (
            "[[files]]\npath = 'a.pdf'\n".to_owned(),
            1,
            "no key \"files\"",
        ),
        (
            format!("{start}[[file]]\npath = 'a.pdf'\nverdict = 'NOT_SIGNED'\n"),
            4,
            "listed above",
        ),
        (
            format!("{start}[[file]]\npath = './a.pdf'\nverdict = 'NOT_SIGNED'\n"),
            4,
            "listed above",
        ),
        (
            "[[file]]\npath = 'a.pdf'\n".to_owned(),
            1,
            "\"verdict\" is missing",
        ),
        (
            "[[file]]\nverdict = 'NOT_SIGNED'\n".to_owned(),
            1,
            "\"path\" is missing",
        ),
        (
            "[[file]]\npath = '../a.pdf'\nverdict = 'NOT_SIGNED'\n".to_owned(),
            2,
            "relative path",
        ),
        (
            "[[file]]\npath = '/a.pdf'\nverdict = 'NOT_SIGNED'\n".to_owned(),
            2,
            "relative path",
        ),
        (
            "[[file]]\npath = 'a.pdf'\nverdict = 'PASSED'\n".to_owned(),
            3,
            "cannot be \"PASSED\"; the values are TOTAL_PASSED, ",
        ),
        (
            format!("{start}signatures = -1\n"),
            4,
            "must be a number of them",
        ),
        (
            format!("{start}signatures = 0x1_0000_0000\n"),
            4,
            "must be a number of them",
        ),
        (format!("{start}modifications = 3\n"), 4, "must be a string"),
        (
            format!("{start}roles = 'person  agency'\n"),
            4,
            "cannot be \"person  agency\"; the values are person, numbering, agency, ",
        ),
        (
            format!("{start}roles = ''\n"),
            4,
            "cannot be \"\"; the values are person, ",
        ),
        (
            format!("{start}roles = ['person']\n"),
            4,
            "must be a string",
        ),
        ("[[file]]\npath = 'a.pdf\n".to_owned(), 2, "not TOML"),
        (String::new(), 1, "no [[file]]"),
    ] {
        let (line, english) = refused(&text);
        assert!(
            english.contains(said) && line == at,
            "line {line}: {english}\n{text}"
        );
    }
}

//! Descriptions: what is refused, and on which line.

use kyso_test_pki::{Description, TestPki};

use crate::support::now;

fn refusal(text: &str) -> String {
    Description::parse(text).unwrap_err().to_string()
}

const ROOT: &str =
    "[[authority]]\nid = 'root'\nname = 'x'\nclass = 'other'\nvalid = ['-1y', '1y']\n";

#[test]
fn the_standard_description_is_sound() {
    assert!(Description::standard().unwrap().ids().count() > 40);
}

#[test]
fn unknown_words_are_refused_with_their_line() {
    let text = format!("{ROOT}colour = 'red'\n");
    assert!(refusal(&text).starts_with("line 6: unknown field `colour`"));
    let text = ROOT.replace("'1y'", "'1 year'");
    assert!(refusal(&text).starts_with("line 5: \"1 year\" is no stretch of time"));
}

#[test]
fn members_must_fit_together() {
    let again = refusal(&format!("{ROOT}{ROOT}"));
    assert_eq!(again, "line 7: the id \"root\" is used twice");
    let orphan = ROOT.replace("class = 'other'", "issuer = 'nobody'");
    assert_eq!(
        refusal(&orphan),
        "line 4: no authority \"nobody\" stands above"
    );
    let both = format!("{ROOT}issuer = 'root'\n");
    assert_eq!(
        refusal(&both),
        "line 2: \"root\" needs either an issuer or a class"
    );
    let outside = ROOT.replace("id = 'root'", "id = '../root'");
    assert!(refusal(&outside).starts_with("line 2: the id \"../root\" has other characters"));
    let backwards = ROOT.replace("'-1y', '1y'", "'1y', '-1y'");
    assert_eq!(
        refusal(&backwards),
        "line 2: \"root\" ends before it begins"
    );
}

#[test]
fn what_is_not_described_is_not_there() {
    let pki = TestPki::generate(&Description::parse(ROOT).unwrap(), now(), "").unwrap();
    assert!(pki.certificate("root").is_ok());
    let message = pki.holder("person").unwrap_err().to_string();
    assert_eq!(message, "the test PKI has no holder \"person\"");
}

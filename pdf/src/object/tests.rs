//! Dictionaries and numbers.

use super::*;

#[test]
fn insert_keeps_the_place_of_a_key_that_is_there() {
    let mut dictionary = Dictionary::new().with("A", 1).with("B", 2);
    dictionary.insert("A", 3);
    let keys: Vec<_> = dictionary
        .iter()
        .map(|(name, _)| name.to_string())
        .collect();
    assert_eq!(keys, ["A", "B"]);
    assert_eq!(dictionary.get("A"), Some(&Object::Integer(3)));
}

#[test]
fn a_whole_real_is_no_integer() {
    assert_eq!(Object::Real(2.0).as_integer(), None);
    assert_eq!(Object::Integer(2).as_number(), Some(2.0));
}

//! URIs of tokens and objects, and those that are refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

fn parsed(text: &str) -> TokenUri {
    TokenUri::from_operator(text).expect(text)
}

#[test]
fn reads_every_supported_attribute() {
    let uri = parsed(
        "pkcs11:token=V%C4%83n%20th%C6%B0;manufacturer=Bit4id;serial=0042;model=JS2048;\
         slot-id=3;object=k%C3%BD;id=%01%ff;type=private?module-path=/opt/lib%3Bx.so",
    );
    assert_eq!(uri.token.as_deref(), Some("Văn thư"));
    assert_eq!(uri.object.as_deref(), Some("ký"));
    assert_eq!(uri.id.as_deref(), Some(&[1, 0xff][..]));
    assert_eq!(uri.slot_id, Some(3));
    assert_eq!(uri.module_path(), Some(Path::new("/opt/lib;x.so")));
}

#[test]
fn accepts_unescaped_letters_and_an_empty_path() {
    assert_eq!(
        parsed("pkcs11:token=Văn thư").token.as_deref(),
        Some("Văn thư")
    );
    assert_eq!(parsed("pkcs11:"), TokenUri::default());
    assert_eq!(parsed("PKCS11:id=AB").id.as_deref(), Some(&b"AB"[..]));
}

#[test]
fn refuses_secrets_without_repeating_them() {
    for text in [
        "pkcs11:token=a?pin-value=31415",
        "pkcs11:token=a;pin-value=31415",
        "pkcs11:token=a?module-path=/x.so&pin-source=file:/31415",
        "pkcs11:token=a?PIN-VALUE=31415",
    ] {
        let error = TokenUri::from_operator(text).unwrap_err();
        assert!(matches!(error, UriError::Secret { .. }), "{text}: {error}");
        assert!(!format!("{error} {error:?}").contains("31415"));
    }
}

#[test]
fn a_module_comes_from_the_operator_only() {
    let text = "pkcs11:token=a?module-path=/x.so";
    assert!(TokenUri::from_operator(text).is_ok());
    assert!(matches!(
        TokenUri::from_request(text),
        Err(UriError::ModuleFromOutside { .. })
    ));
    assert!(TokenUri::from_request("pkcs11:token=a").is_ok());
    assert!(TokenUri::from_operator("pkcs11:token=a?module-name=x").is_err());
}

#[test]
fn unknown_attributes_are_refused_in_the_path_and_ignored_in_the_query() {
    assert!(matches!(
        TokenUri::from_operator("pkcs11:token=a;x-vendor=1"),
        Err(UriError::UnknownAttribute { name }) if name == "x-vendor"
    ));
    assert_eq!(
        parsed("pkcs11:token=a?x-vendor=1"),
        parsed("pkcs11:token=a")
    );
}

#[test]
fn refuses_what_is_malformed() {
    for text in [
        "http://a",
        "token=a",
        "pkcs11:token",
        "pkcs11:=a",
        "pkcs11:token=a;",
        "pkcs11:token=a;token=b",
        "pkcs11:token=%4",
        "pkcs11:token=%zz",
        "pkcs11:token=%ff",
        "pkcs11:token=a\u{7}",
        "pkcs11:token=a#b",
        "pkcs11:slot-id=x",
        "pkcs11:type=data",
    ] {
        assert!(TokenUri::from_operator(text).is_err(), "{text}");
    }
    assert!(TokenUri::from_operator(&format!("pkcs11:token={}", "a".repeat(5000))).is_err());
}

proptest! {
    #[test]
    fn never_panics(text in "(pkcs11:)?[ -~%;?&=\u{0}-\u{ff}]{0,80}") {
        let _ = TokenUri::from_operator(&text);
    }

    #[test]
    fn what_is_written_is_read_back(
        token in proptest::option::of("[^\u{0}]{0,32}"),
        object in proptest::option::of("[^\u{0}]{0,32}"),
        id in proptest::option::of(proptest::collection::vec(any::<u8>(), 0..20)),
        slot_id in proptest::option::of(any::<u64>()),
        module in proptest::option::of("/[a-zA-Ză ;?&=%#]{0,20}"),
    ) {
        let uri = TokenUri {
            token, object, id, slot_id,
            module_path: module.map(PathBuf::from),
            ..TokenUri::default()
        };
        prop_assert_eq!(TokenUri::from_operator(&uri.to_string()), Ok(uri));
    }
}

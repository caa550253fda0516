//! The rules for PINs, observed at the token's own flags.

use kyso_pkcs11_bridge::{Module, TokenError, TokenHandle, TokenKey, TokenOptions, TriesLeft};
use openssl::nid::Nid;
use secrecy::SecretString;

use crate::lab::{Lab, PIN, Spec, WRONG_PIN, in_lab};

#[test]
fn a_refused_pin_is_never_offered_again() {
    in_lab("pin::a_refused_pin_is_never_offered_again", |lab| {
        let handle = handle(lab);
        let error = handle.log_in(Some(WRONG_PIN.into())).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("C_Login answered CKR_PIN_INCORRECT"),
            "{error}"
        );
        assert!(matches!(
            error,
            TokenError::PinRefused {
                left: TriesLeft::Fewer,
                ..
            }
        ));
        assert!(error.advice().unwrap().en.contains("wrong"));
        assert!(handle.info().unwrap().pin.count_low);

        // The right PIN resets the flag; were the wrong one offered again, it would be set anew.
        handle.log_in(Some(PIN.into())).unwrap();
        assert!(!handle.info().unwrap().pin.count_low);
        handle.log_out().unwrap();
        assert_eq!(
            handle.log_in(Some(WRONG_PIN.into())),
            Err(TokenError::PinRefusedBefore)
        );
        assert!(!handle.info().unwrap().pin.count_low);
    });
}

#[test]
fn a_refused_pin_is_remembered_when_the_token_is_opened_again() {
    in_lab(
        "pin::a_refused_pin_is_remembered_when_the_token_is_opened_again",
        |lab| {
            lab.make_token("T");
            let open = || {
                let uri = "pkcs11:token=T".parse().unwrap();
                TokenKey::open(&uri, Some(WRONG_PIN.into()), &lab.options()).unwrap_err()
            };
            assert!(matches!(open(), TokenError::PinRefused { .. }));
            assert_eq!(open(), TokenError::PinRefusedBefore);
        },
    );
}

#[test]
fn joining_a_login_needs_the_same_pin_and_costs_no_try() {
    in_lab(
        "pin::joining_a_login_needs_the_same_pin_and_costs_no_try",
        |lab| {
            let handle = handle(lab);
            handle.log_in(Some(PIN.into())).unwrap();
            assert_eq!(
                handle.log_in(Some(WRONG_PIN.into())),
                Err(TokenError::PinDiffers)
            );
            assert_eq!(handle.log_in(None), Err(TokenError::PinRequired));
            assert_eq!(handle.log_in(Some(PIN.into())), Ok(()));
            assert!(!handle.info().unwrap().pin.count_low);
        },
    );
}

#[test]
fn the_last_handle_logs_out() {
    in_lab("pin::the_last_handle_logs_out", |lab| {
        let first = handle(lab);
        first.log_in(Some(PIN.into())).unwrap();
        drop(first.clone());
        assert!(first.private_keys().is_ok());
        drop(first);
        assert_eq!(
            open_handle(lab).private_keys(),
            Err(TokenError::LoginRequired)
        );
    });
}

#[test]
fn no_pin_shows_in_debug_or_errors() {
    in_lab("pin::no_pin_shows_in_debug_or_errors", |lab| {
        lab.make_token("T");
        lab.make_key("T", "k", "01", Spec::Ec(Nid::X9_62_PRIME256V1));
        let handle = open_handle(lab);
        let error = handle.log_in(Some(WRONG_PIN.into())).unwrap_err();
        let key = lab.open("pkcs11:token=T");
        let text = format!(
            "{error} {error:?} {key:?} {:?} {:?}",
            key.handle(),
            lab.options()
        );
        assert!(!text.contains(PIN) && !text.contains(WRONG_PIN), "{text}");
    });
}

#[test]
fn an_empty_or_missing_pin_is_not_offered() {
    in_lab("pin::an_empty_or_missing_pin_is_not_offered", |lab| {
        let handle = handle(lab);
        assert_eq!(handle.log_in(None), Err(TokenError::PinRequired));
        assert_eq!(
            handle.log_in(Some(SecretString::from(""))),
            Err(TokenError::PinRequired)
        );
        assert!(!handle.info().unwrap().pin.count_low);
    });
}

fn handle(lab: &Lab) -> TokenHandle {
    lab.make_token("T");
    open_handle(lab)
}

fn open_handle(lab: &Lab) -> TokenHandle {
    let (module, options) = (Module::load(lab.module()).unwrap(), TokenOptions::default());
    let token = module
        .token(&"pkcs11:token=T".parse().unwrap(), &options)
        .unwrap();
    module.open(&token.identity, &options).unwrap()
}

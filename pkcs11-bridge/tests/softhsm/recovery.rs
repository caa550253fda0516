//! Sessions, logins and objects that vanish under the token's owner.

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;
use kyso_pkcs11_bridge::{DigestKind, Module, TokenAlgorithm, TokenError, TokenHandle, TokenKey};
use openssl::nid::Nid;

use crate::lab::{Lab, PIN, Spec, WRONG_PIN, generate, in_lab, run, self_signed};

const ALGORITHM: TokenAlgorithm = TokenAlgorithm::Ecdsa(DigestKind::Sha256);
const CURVE: Spec = Spec::Ec(Nid::X9_62_PRIME256V1);

#[test]
fn a_logout_by_somebody_else_is_recovered_from() {
    in_lab(
        "recovery::a_logout_by_somebody_else_is_recovered_from",
        |lab| {
            let key = signing_key(lab);
            for _ in 0..3 {
                stranger(lab).logout().unwrap();
                key.sign_digest(ALGORITHM, &[1; 32]).unwrap();
            }
        },
    );
}

#[test]
fn lost_sessions_are_recovered_from() {
    in_lab("recovery::lost_sessions_are_recovered_from", |lab| {
        let key = signing_key(lab);
        restart_module(lab);
        key.sign_digest(ALGORITHM, &[2; 32]).unwrap();
        restart_module(lab);
        assert_eq!(key.handle().certificates().unwrap().len(), 1);
        key.sign_digest(ALGORITHM, &[3; 32]).unwrap();
    });
}

#[test]
fn a_key_that_was_imported_anew_is_found_again() {
    in_lab(
        "recovery::a_key_that_was_imported_anew_is_found_again",
        |lab| {
            lab.make_token("T");
            let private = generate(CURVE);
            lab.import_key("T", "k", "01", &private);
            lab.import_certificate("T", "k", "01", &self_signed(&private, "k"));
            let key = lab.open("pkcs11:token=T");
            key.sign_digest(ALGORITHM, &[1; 32]).unwrap();
            lab.delete_key("T", "01");
            let gone = key.sign_digest(ALGORITHM, &[2; 32]).unwrap_err();
            assert!(matches!(gone, TokenError::KeyNotFound { .. }), "{gone:?}");
            lab.import_key("T", "k", "01", &private);
            key.sign_digest(ALGORITHM, &[3; 32]).unwrap();
        },
    );
}

#[test]
fn a_token_pulled_out_and_put_back_needs_no_new_login() {
    in_lab(
        "recovery::a_token_pulled_out_and_put_back_needs_no_new_login",
        |lab| {
            let key = signing_key(lab);
            let (tokens, drawer) = (lab.path("tokens"), lab.path("drawer"));
            std::fs::rename(&tokens, &drawer).unwrap();
            std::fs::create_dir(&tokens).unwrap();
            restart_module(lab);
            for _ in 0..2 {
                let absent = key.sign_digest(ALGORITHM, &[1; 32]).unwrap_err();
                assert!(
                    matches!(absent, TokenError::TokenNotFound { .. }),
                    "{absent:?}"
                );
            }
            std::fs::remove_dir(&tokens).unwrap();
            std::fs::rename(&drawer, &tokens).unwrap();
            restart_module(lab);
            key.sign_digest(ALGORITHM, &[2; 32]).unwrap();
        },
    );
}

#[test]
fn a_logout_before_the_first_signature_is_noticed() {
    in_lab(
        "recovery::a_logout_before_the_first_signature_is_noticed",
        |lab| {
            lab.make_token("T");
            lab.make_key("T", "k", "01", CURVE);
            let key = lab.open("pkcs11:token=T");
            stranger(lab).logout().unwrap();
            assert_eq!(key.handle().private_keys().unwrap().len(), 1);
            stranger(lab).logout().unwrap();
            key.sign_digest(ALGORITHM, &[1; 32]).unwrap();
        },
    );
}

#[test]
fn a_pin_changed_meanwhile_is_offered_once_and_then_forgotten() {
    in_lab(
        "recovery::a_pin_changed_meanwhile_is_offered_once_and_then_forgotten",
        |lab| {
            let key = signing_key(lab);
            change_pin(lab, PIN, "161803");
            restart_module(lab);
            let error = key.sign_digest(ALGORITHM, &[1; 32]).unwrap_err();
            assert!(matches!(error, TokenError::PinRefused { .. }), "{error:?}");
            let error = key.sign_digest(ALGORITHM, &[1; 32]).unwrap_err();
            assert_eq!(error, TokenError::LoginRequired);
            assert_eq!(
                key.handle().log_in(Some(PIN.into())),
                Err(TokenError::PinRefusedBefore)
            );
            key.handle().log_in(Some("161803".into())).unwrap();
            key.sign_digest(ALGORITHM, &[1; 32]).unwrap();
        },
    );
}

#[test]
fn a_login_by_somebody_else_lets_no_pin_pass() {
    in_lab(
        "recovery::a_login_by_somebody_else_lets_no_pin_pass",
        |lab| {
            lab.make_token("T");
            lab.make_key("T", "k", "01", CURVE);
            let handle = handle(lab);
            let stranger = stranger(lab);
            for _ in 0..2 {
                stranger
                    .login(UserType::User, Some(&AuthPin::from(PIN)))
                    .unwrap();
                assert_eq!(handle.private_keys(), Err(TokenError::LoginRequired));
                let refused = handle.log_in(Some(WRONG_PIN.into())).unwrap_err();
                match refused {
                    TokenError::PinRefused { .. } | TokenError::PinRefusedBefore => {}
                    other => panic!("{other:?}"),
                }
                assert_eq!(handle.private_keys(), Err(TokenError::LoginRequired));

                handle.log_in(Some(PIN.into())).unwrap();
                assert_eq!(handle.private_keys().unwrap().len(), 1);
                assert_eq!(
                    handle.log_in(Some(WRONG_PIN.into())),
                    Err(TokenError::PinDiffers)
                );
                handle.log_out().unwrap();
            }
        },
    );
}

fn signing_key(lab: &Lab) -> TokenKey {
    lab.make_token("T");
    lab.make_key("T", "k", "01", CURVE);
    let key = lab.open("pkcs11:token=T");
    key.sign_digest(ALGORITHM, &[0; 32]).unwrap();
    key
}

fn handle(lab: &Lab) -> TokenHandle {
    let (module, options) = (Module::load(lab.module()).unwrap(), lab.options());
    let uri = "pkcs11:token=T".parse().unwrap();
    let token = module.token(&uri, &options).unwrap();
    module.open(&token.identity, &options).unwrap()
}

/// Another session of this application at the token, past the crate under test.
fn stranger(lab: &Lab) -> Session {
    let context = Pkcs11::new(lab.module()).unwrap();
    let slot = context
        .get_slots_with_initialized_token()
        .unwrap()
        .remove(0);
    context.open_rw_session(slot).unwrap()
}

/// As if the middleware had been restarted: every session and login of the process is gone.
fn restart_module(lab: &Lab) {
    Pkcs11::new(lab.module()).unwrap().finalize().unwrap();
    let arguments = CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK);
    Pkcs11::new(lab.module())
        .unwrap()
        .initialize(arguments)
        .unwrap();
}

fn change_pin(lab: &Lab, old: &str, new: &str) {
    run(std::process::Command::new("pkcs11-tool")
        .arg("--module")
        .arg(lab.module())
        .args([
            "--token-label",
            "T",
            "--login",
            "--pin",
            old,
            "--change-pin",
            "--new-pin",
            new,
        ]));
}

//! Modules, slots, tokens and certificates, without a PIN.

use std::path::Path;

use kyso_pkcs11_bridge::{Module, SlotContent, TokenError, TokenOptions, TriesLeft};
use openssl::nid::Nid;

use crate::lab::{PIN, Spec, in_lab};

#[test]
fn tokens_and_certificates_show_without_a_pin() {
    in_lab(
        "listing::tokens_and_certificates_show_without_a_pin",
        |lab| {
            lab.make_token("Người ký");
            let certificate = lab.make_key(
                "Người ký",
                "chữ ký",
                "c0ffee",
                Spec::Ec(Nid::X9_62_PRIME256V1),
            );
            let (module, options) = (Module::load(lab.module()).unwrap(), TokenOptions::default());
            assert_eq!(module.library(&options).unwrap().manufacturer, "SoftHSM");
            let tokens = module.tokens(&options).unwrap();
            let [token] = tokens.as_slice() else {
                panic!("{tokens:?}")
            };
            assert_eq!(token.identity.label, "Người ký");
            assert_eq!(token.identity.model, "SoftHSM v2");
            assert!(!token.identity.serial.is_empty());
            assert!(token.mechanisms.iter().any(|name| name == "CKM_RSA_PKCS"));
            assert!(token.pin.initialized && !token.pin.protected_authentication_path);
            assert_eq!(token.pin.tries_left(), TriesLeft::NoneReportedWrong);

            let handle = module.open(&token.identity, &options).unwrap();
            let certificates = handle.certificates().unwrap();
            let [entry] = certificates.as_slice() else {
                panic!("{certificates:?}")
            };
            assert_eq!(
                (entry.label.as_str(), entry.id.as_slice()),
                ("chữ ký", &[0xc0, 0xff, 0xee][..])
            );
            assert_eq!(entry.der, certificate.to_der().unwrap());
            assert_eq!(entry.has_private_key, None);
            assert_eq!(handle.private_keys(), Err(TokenError::LoginRequired));

            handle.log_in(Some(PIN.into())).unwrap();
            assert_eq!(
                handle.certificates().unwrap()[0].has_private_key,
                Some(true)
            );
            let uri = entry.uri(&token.identity).to_string();
            assert_eq!(lab.open(&uri).certificate().der, entry.der);
        },
    );
}

#[test]
fn slots_say_what_they_hold() {
    in_lab("listing::slots_say_what_they_hold", |lab| {
        lab.make_token("T");
        let slots = Module::load(lab.module())
            .unwrap()
            .slots(&TokenOptions::default())
            .unwrap();
        let contents: Vec<_> = slots.iter().map(|slot| &slot.content).collect();
        assert!(
            contents
                .iter()
                .any(|content| matches!(content, SlotContent::Token(_)))
        );
        assert!(contents.contains(&&SlotContent::Uninitialized));
    });
}

#[test]
fn one_path_is_initialised_once() {
    in_lab("listing::one_path_is_initialised_once", |lab| {
        lab.make_token("T");
        let link = lab.path("module.so");
        std::os::unix::fs::symlink(lab.module(), &link).unwrap();
        let first = Module::load(lab.module()).unwrap();
        let second = Module::load(&link).unwrap();
        assert_eq!(first, second);
        let options = TokenOptions::default();
        let token = first.tokens(&options).unwrap().remove(0).identity;
        let (one, two) = (first.open(&token, &options), second.open(&token, &options));
        one.unwrap().log_in(Some(PIN.into())).unwrap();
        assert_eq!(two.unwrap().private_keys(), Ok(Vec::new()));
    });
}

#[test]
fn two_tokens_of_one_label_are_told_by_serial() {
    in_lab(
        "listing::two_tokens_of_one_label_are_told_by_serial",
        |lab| {
            lab.make_token("T");
            lab.make_token("T");
            let (module, options) = (Module::load(lab.module()).unwrap(), TokenOptions::default());
            let error = module
                .token(&"pkcs11:token=T".parse().unwrap(), &options)
                .unwrap_err();
            assert!(
                matches!(error, TokenError::TokenAmbiguous { .. }),
                "{error}"
            );
            for token in module.tokens(&options).unwrap() {
                let uri = format!("pkcs11:token=T;serial={}", token.identity.serial);
                assert_eq!(
                    module.token(&uri.parse().unwrap(), &options).unwrap(),
                    token
                );
            }
        },
    );
}

#[test]
fn what_is_no_module_is_named() {
    for path in ["/nonexistent/libtoken.so", "Cargo.toml"] {
        let error = Module::load(Path::new(path)).unwrap_err();
        assert!(
            matches!(&error, TokenError::ModuleNotLoadable { .. }),
            "{error:?}"
        );
        assert!(error.to_string().contains(path), "{error}");
        assert!(error.advice().unwrap().vi.contains("PKCS#11"));
    }
}

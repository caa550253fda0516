//! A driver that does not answer.

use std::fs::OpenOptions;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use kyso_pkcs11_bridge::{DigestKind, Module, TokenAlgorithm, TokenError, TokenKey, TokenOptions};
use openssl::nid::Nid;

use crate::lab::{Lab, PIN, Spec, in_lab, run};

const ALGORITHM: TokenAlgorithm = TokenAlgorithm::Ecdsa(DigestKind::Sha256);
const TIMEOUT: Duration = Duration::from_millis(400);

#[test]
fn a_driver_that_hangs_costs_a_timeout_and_the_token_comes_back() {
    in_lab(
        "stuck::a_driver_that_hangs_costs_a_timeout_and_the_token_comes_back",
        |lab| {
            lab.make_token("T");
            lab.make_key("T", "k", "01", Spec::Ec(Nid::X9_62_PRIME256V1));
            let options = TokenOptions {
                request_timeout: TIMEOUT,
                ..lab.options()
            };
            let uri = "pkcs11:token=T".parse().unwrap();
            let key = TokenKey::open(&uri, Some(PIN.into()), &options).unwrap();
            key.sign_digest(ALGORITHM, &[1; 32]).unwrap();

            let blockade = Blockade::raise(lab);
            let error = key.handle().certificates().unwrap_err();
            assert_eq!(error, TokenError::Stuck { waited: TIMEOUT });
            assert!(key.handle().is_stuck());
            let asked = Instant::now();
            let error = key.sign_digest(ALGORITHM, &[1; 32]).unwrap_err();
            assert_eq!(
                error,
                TokenError::Stuck {
                    waited: Duration::ZERO
                }
            );
            assert!(asked.elapsed() < TIMEOUT);
            let token = key.token_identity().clone();
            drop(key);
            let module = Module::load(lab.module()).unwrap();
            assert!(matches!(
                module.open(&token, &options),
                Err(TokenError::Stuck { .. })
            ));

            blockade.lift();
            let options = lab.options();
            let reopened = (0..50).find_map(|_| {
                std::thread::sleep(TIMEOUT);
                TokenKey::open(&uri, Some(PIN.into()), &options).ok()
            });
            reopened.unwrap().sign_digest(ALGORITHM, &[2; 32]).unwrap();
        },
    );
}

/// SoftHSM reads this file in most calls; a named pipe in its place blocks each reader.
struct Blockade {
    generation: PathBuf,
    aside: PathBuf,
}

impl Blockade {
    fn raise(lab: &Lab) -> Blockade {
        let tokens = std::fs::read_dir(lab.path("tokens")).unwrap();
        let token = tokens.map(|entry| entry.unwrap().path()).next().unwrap();
        let (generation, aside) = (token.join("generation"), lab.path("generation"));
        std::fs::rename(&generation, &aside).unwrap();
        run(Command::new("mkfifo").arg(&generation));
        Blockade { generation, aside }
    }

    fn lift(self) {
        let pipe = self.aside.with_extension("pipe");
        std::fs::rename(&self.generation, &pipe).unwrap();
        std::fs::rename(&self.aside, &self.generation).unwrap();
        // Opening for reading and writing never blocks, and lets the blocked reader go on.
        drop(
            OpenOptions::new()
                .read(true)
                .write(true)
                .open(pipe)
                .unwrap(),
        );
    }
}

//! What every signing has before it: trust, servers and the key.

use std::path::Path;

use kyso_pki::{DigestAlgorithm, SignatureAlgorithm};
use kyso_setup::{Config, ServerSource, SigningLevel, WithoutTsa, open_key, read_secret};
use kyso_signer::{
    BaselineLevel, CertificateRefusal, RevocationCheck, SignError, Signed, SigningContext,
    SigningKey, WithoutTimestamp,
};
use kyso_words::Lang;

use super::notes;
use crate::cli::arguments::{Algorithm, KeyUse};
use crate::cli::equipment::{Equipment, ServerAccess};
use crate::cli::pending::{Noted, Queue};
use crate::cli::{Failure, output};

pub(super) struct Desk<'a> {
    key_use: &'a KeyUse,
    pub(super) equipment: Equipment,
    pub(super) key: Box<dyn SigningKey>,
}

impl<'a> Desk<'a> {
    /// The key comes last: a PIN is not spent on a trust folder that cannot be read.
    pub(super) fn open(key_use: &'a KeyUse, config: Config, lang: Lang) -> Result<Self, Failure> {
        let asking = match key_use.offline {
            true => ServerAccess::Offline,
            false => ServerAccess::Configured,
        };
        let equipment = Equipment::open(config, asking)?;
        let secret = read_secret(&key_use.pin_file, &key_use.key)?;
        let key = open_key(&key_use.key, secret)?;
        // What is about to sign is shown before it does (M5).
        output::remark(notes::signing_certificate(key.certificate(), lang));
        Ok(Self {
            key_use,
            equipment,
            key,
        })
    }

    pub(super) fn context<'c>(&'c self, source: &'c ServerSource<'c>) -> SigningContext<'c> {
        let level = self.equipment.config.signing_level.0;
        let mut context = self.equipment.context(source, level);
        if self.key_use.offline {
            context.revocation = RevocationCheck::Offline;
        }
        context
    }

    /// Why nothing was signed. Where no anchors are at hand, how to name them.
    pub(super) fn refusal(&self, error: SignError) -> Failure {
        let is_without_path = matches!(
            error,
            SignError::Certificate(
                CertificateRefusal::NoPath { .. } | CertificateRefusal::NoAnchor { .. }
            )
        );
        let has_anchors = self.equipment.config.trust_source().path.is_some();
        let failure = Failure::from(error);
        match is_without_path && !has_anchors {
            true => failure.with_hint(
                "Chưa có thư mục chứng thư tin cậy; hãy nêu bằng --trust.",
                "There is no trust folder; name one with --trust.",
            ),
            false => failure,
        }
    }

    /// Notes what is to be lifted later, before the file is written.
    pub(super) fn queue(&self, signed: &Signed, file: &Path) -> Result<Option<Noted>, Failure> {
        let shortfall = signed.shortfall.as_ref();
        let shortfall = shortfall.filter(|one| one.choice == WithoutTimestamp::Queue);
        let (Some(shortfall), Some(dir)) = (shortfall, &self.equipment.config.queue) else {
            return Ok(None);
        };
        let reason = shortfall.reason.to_string();
        let queue = Queue::at(dir);
        Ok(Some(queue.add(
            file,
            &signed.pdf,
            shortfall.wanted,
            &reason,
        )?))
    }

    /// The algorithm that was asked for; with ECDSA the digest follows the curve.
    pub(super) fn algorithm(&self) -> Result<Option<SignatureAlgorithm>, Failure> {
        let default = self.key.default_algorithm().map_err(SignError::from)?;
        Ok(self
            .key_use
            .signature_algorithm
            .map(|algorithm| match (algorithm, default) {
                (Algorithm::RsaPkcs1, _) => SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
                (Algorithm::RsaPss, _) => SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256),
                (Algorithm::Ecdsa, SignatureAlgorithm::Ecdsa(digest)) => {
                    SignatureAlgorithm::Ecdsa(digest)
                }
                (Algorithm::Ecdsa, _) => SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256),
            }))
    }
}

/// The configuration with what the command line says about levels.
pub(super) fn config(key_use: &KeyUse) -> Result<Config, Failure> {
    let mut config = key_use.settings.load(&key_use.trust)?;
    let wanted = &key_use.level;
    wanted.authorities.apply(&mut config)?;
    if let Some(level) = wanted.level {
        config.signing_level = SigningLevel(level);
    } else if !wanted.authorities.tsa.is_empty() && config.signing_level.0 == BaselineLevel::Basic {
        // A user who names an authority wants its timestamp (G3).
        config.signing_level = SigningLevel(BaselineLevel::Timestamped);
    }
    if let Some(choice) = wanted.without_tsa {
        config.without_tsa = choice;
    }
    if let Some(dir) = &wanted.queue {
        config.queue = Some(dir.clone());
    }
    match config.without_tsa == WithoutTsa::Queue && config.queue.is_none() {
        true => Err(Failure::usage(
            "Chọn queue thì phải nêu thư mục hàng đợi (--queue THƯ_MỤC, hoặc queue trong cấu hình).",
            "queue needs a folder: --queue DIR, or queue in the configuration",
        )),
        false => Ok(config),
    }
}

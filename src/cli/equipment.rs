//! What signing and lifting have at hand beside documents and keys: trust, servers, timestamp authorities.

use jiff::Timestamp;
use kyso_online::TimestampAuthorities;
use kyso_pki::{TimestampSource, TrustStore};
use kyso_setup::{Config, ServerSource, Servers, TsaConfig, timestamp_authorities};
use kyso_signer::{BaselineLevel, SigningContext, Timestamping};
use kyso_verifier::AlgorithmPolicy;

use super::Failure;
use super::arguments::Authorities;

/// Everything that the configuration names, opened.
pub(super) struct Equipment {
    pub(super) config: Config,
    algorithms: AlgorithmPolicy,
    trust: TrustStore,
    servers: Servers,
    authorities: Option<TimestampAuthorities>,
}

/// Which servers may be asked about certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ServerAccess {
    /// As the configuration says.
    Configured,
    /// No server is asked.
    Offline,
}

impl Equipment {
    /// Opens the trust folder and reads the files that the configuration names; no server is asked yet.
    pub(super) fn open(config: Config, access: ServerAccess) -> Result<Self, Failure> {
        let servers = match access {
            ServerAccess::Configured => Servers::of(&config.online)?,
            ServerAccess::Offline => Servers::none(),
        };
        Ok(Self {
            trust: config.trust_source().load()?,
            servers,
            authorities: timestamp_authorities(&config)?,
            algorithms: config.policy(Timestamp::now()).algorithms,
            config,
        })
    }

    /// A source of evidence for one file, with a budget of its own.
    pub(super) fn source(&self) -> ServerSource<'_> {
        self.servers.source()
    }

    /// The present, at a level, with the evidence of `source`.
    pub(super) fn context<'a>(
        &'a self,
        source: &'a ServerSource<'a>,
        level: BaselineLevel,
    ) -> SigningContext<'a> {
        let authorities = self.authorities.as_ref();
        SigningContext {
            level,
            timestamping: Timestamping {
                source: authorities.map(|authorities| authorities as &dyn TimestampSource),
                without: self.config.without_tsa.into(),
                room: self.config.timestamp_room(),
            },
            evidence: source,
            algorithms: Some(&self.algorithms),
            ..SigningContext::new(&self.trust, Timestamp::now())
        }
    }
}

impl Authorities {
    /// Replaces values of the configuration by those of the command line.
    ///
    /// # Errors
    /// A login for several authorities: its secrets are not sent to the others.
    pub(super) fn apply(&self, config: &mut Config) -> Result<(), Failure> {
        if self.tsa.is_empty() {
            return Ok(());
        }
        if self.tsa.len() > 1 && (self.tsa_user.is_some() || self.tsa_client.is_some()) {
            return Err(Failure::usage(
                "--tsa-user và --tsa-client chỉ đi cùng một --tsa; nhiều máy chủ thì ghi trong cấu hình ([[tsa]]).",
                "--tsa-user and --tsa-client go with one --tsa; name several authorities in the configuration ([[tsa]])",
            ));
        }
        let named = self.tsa.iter().map(|url| {
            let mut authority = TsaConfig::at(url.clone());
            authority.user.clone_from(&self.tsa_user);
            authority.password_file.clone_from(&self.tsa_password_file);
            authority.client_certificate.clone_from(&self.tsa_client);
            authority.pin_file.clone_from(&self.tsa_pin_file);
            authority
        });
        config.tsa = named.collect();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// Signing, lifting and renewing judge as verifying does (F7).
    #[test]
    fn the_end_of_sha1_reaches_signing_and_lifting() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("kyso.toml");
        let text = "trust = \".\"\nsha1_until = \"2017-01-01T00:00:00Z\"";
        std::fs::write(&path, text).unwrap();
        let config = Config::load(&path).unwrap();
        let set = config.policy(Timestamp::UNIX_EPOCH).algorithms;
        assert_ne!(set, AlgorithmPolicy::default());
        let equipment = Equipment::open(config, ServerAccess::Offline).ok().unwrap();
        let source = equipment.source();
        let context = equipment.context(&source, BaselineLevel::Archival);
        assert_eq!(context.algorithms, Some(&set));
    }
}

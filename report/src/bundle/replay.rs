//! A verification made again from a file and its bundle, without the network and for the recorded time.

use jiff::Timestamp;
use kyso_pki::{
    Certificate, Crl, Evidence, EvidenceSource, Fetched, OcspResponse, TrustClass, TrustStore,
};
use kyso_words::Lang;

use super::manifest::{EngineIdentity, ItemEntry, ItemKind, Origin};
use super::{Bundle, BundleError, Difference, FetchLog, words};

/// Everything that a recorded verification was made with, as far as the operator still trusts it.
pub struct Replay {
    /// The anchors that both trust, with the intermediates and lists of the bundle.
    pub store: TrustStore,
    /// What servers answered then.
    pub source: RecordedSource,
    /// Anchors of the bundle that are not trusted here, or as something else.
    pub untrusted_anchors: Vec<UntrustedAnchor>,
}

/// An anchor that the bundle names and the trust folder does not hold in that class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UntrustedAnchor {
    pub(crate) subject: String,
    pub(crate) sha256: String,
    /// What the bundle says that it was trusted as.
    pub(crate) class: String,
    /// What it is trusted as here, if at all.
    pub(crate) trusted_as: Option<String>,
}

impl Bundle {
    /// Everything needed to verify again from nothing but this bundle and the anchors of
    /// `operator`: only anchors that both have count, with the class that the operator gives them.
    ///
    /// # Errors
    /// [`BundleError`] when the bundle holds what cannot be read.
    pub fn replay(&self, operator: &TrustStore) -> Result<Replay, BundleError> {
        Ok(Replay {
            store: self.store(operator)?,
            source: self.source()?,
            untrusted_anchors: self.untrusted_anchors(operator),
        })
    }

    /// The first place where the report of `again` differs from the recorded one; `None` when they are the same, byte
    /// for byte.
    ///
    /// # Errors
    /// [`BundleError::OtherFile`] when they are not about the same file.
    pub fn difference(&self, again: &Self) -> Result<Option<Difference>, BundleError> {
        let (recorded, now) = (&self.manifest.file, &again.manifest.file);
        match (recorded.size, &recorded.sha256) == (now.size, &now.sha256) {
            true => Ok(Difference::between(&self.report, &again.report)),
            false => Err(BundleError::OtherFile {
                sha256: recorded.sha256.clone(),
            }),
        }
    }

    /// That another version of the program or of its rules made the bundle, which explains differences.
    #[must_use]
    pub fn other_program(&self, again: &Self, lang: Lang) -> Option<String> {
        let (recorded, now) = (&self.manifest.engine, &again.manifest.engine);
        let told = |engine: &EngineIdentity| {
            format!("{} {} ({})", engine.name, engine.version, engine.policy)
        };
        (recorded != now).then(|| words::other_program(&told(recorded), &told(now), lang))
    }

    /// The recorded name of the file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.manifest.file.name
    }

    /// The time for which the file was verified.
    #[must_use]
    pub fn checked_at(&self) -> Timestamp {
        self.manifest.checked_at
    }

    /// The real time of the recorded verification.
    #[must_use]
    pub fn made_at(&self) -> Timestamp {
        self.manifest.made_at
    }

    /// The language of the recorded report.
    #[must_use]
    pub fn lang(&self) -> Lang {
        match self.manifest.lang.as_str() {
            "en" => Lang::En,
            _ => Lang::Vi,
        }
    }

    /// The trust that was in force, as far as the operator shares it.
    fn store(&self, operator: &TrustStore) -> Result<TrustStore, BundleError> {
        let recorded = |certificate: &Certificate| {
            let digest = base16ct::lower::encode_string(&certificate.sha256());
            self.manifest.anchors.iter().any(|one| one.sha256 == digest)
        };
        let anchors = operator.anchors().iter();
        let anchors = anchors.filter(|anchor| recorded(&anchor.certificate));
        let mut certificates: Vec<(Certificate, TrustClass)> = anchors
            .map(|anchor| (anchor.certificate.clone(), anchor.class))
            .collect();
        for certificate in self.parsed(ItemKind::Certificate, Place::Store, certificate)? {
            // A certificate does not become an anchor by being in a bundle.
            if !certificate.is_self_signed() {
                certificates.push((certificate, TrustClass::Other));
            }
        }
        let crls = self.parsed(ItemKind::Crl, Place::Store, crl)?;
        TrustStore::new(certificates, crls).map_err(BundleError::Store)
    }

    fn source(&self) -> Result<RecordedSource, BundleError> {
        let evidence = Evidence {
            certificates: self.parsed(ItemKind::Certificate, Place::Network, certificate)?,
            crls: self.parsed(ItemKind::Crl, Place::Network, crl)?,
            ocsp_responses: self.parsed(ItemKind::OcspResponse, Place::Network, ocsp_response)?,
        };
        let items = self.manifest.items.iter();
        let fetched = items.filter_map(|item| Some((item.sha256.clone(), fetched(item)?)));
        Ok(RecordedSource {
            evidence,
            fetches: fetched.collect(),
        })
    }

    /// The items of a kind that were found at a place.
    fn parsed<T>(
        &self,
        kind: ItemKind,
        place: Place,
        parse: impl Fn(&[u8]) -> Option<T>,
    ) -> Result<Vec<T>, BundleError> {
        let items = self.manifest.items.iter();
        let items = items.filter(|item| item.kind == kind && place.holds(item));
        let parsed = items.map(|item| {
            let name = item.path();
            parse(self.item(&name)?).ok_or(BundleError::BadItem { name, kind })
        });
        parsed.collect()
    }

    fn untrusted_anchors(&self, operator: &TrustStore) -> Vec<UntrustedAnchor> {
        let untrusted_anchors = self.manifest.anchors.iter().filter_map(|anchor| {
            let known = operator.anchors().iter();
            let mut known = known.filter(|known| {
                base16ct::lower::encode_string(&known.certificate.sha256()) == anchor.sha256
            });
            let classes: Vec<String> = known
                .by_ref()
                .map(|known| known.class.to_string())
                .collect();
            let differs = !classes.contains(&anchor.class);
            differs.then(|| UntrustedAnchor {
                subject: anchor.subject.clone(),
                sha256: anchor.sha256.clone(),
                class: anchor.class.clone(),
                trusted_as: classes.first().cloned(),
            })
        });
        untrusted_anchors.collect()
    }
}

/// Where evidence was found besides the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Store,
    Network,
}

impl Place {
    fn holds(self, item: &ItemEntry) -> bool {
        item.origins.iter().any(|origin| match origin {
            Origin::File { .. } => false,
            Origin::Store => self == Self::Store,
            Origin::Network { .. } => self == Self::Network,
        })
    }
}

fn fetched(item: &ItemEntry) -> Option<Fetched> {
    item.origins.iter().find_map(|origin| match origin {
        Origin::Network {
            url: Some(url),
            fetched_at: Some(at),
        } => Some(Fetched {
            url: url.clone(),
            at: *at,
        }),
        _ => None,
    })
}

/// What servers answered at the time of the recorded verification.
pub struct RecordedSource {
    evidence: Evidence,
    fetches: FetchLog,
}

impl EvidenceSource for RecordedSource {
    fn revocation(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> Evidence {
        self.evidence.revocation(certificate, issuer, at)
    }

    fn issuers(&self, certificate: &Certificate) -> Vec<Certificate> {
        self.evidence.issuers(certificate)
    }

    fn fetched(&self, sha256: &[u8; 32]) -> Option<Fetched> {
        self.fetches.fetched(sha256)
    }
}

fn certificate(der: &[u8]) -> Option<Certificate> {
    Certificate::from_der(der).ok()
}

fn crl(der: &[u8]) -> Option<Crl> {
    Crl::from_der(der).ok()
}

fn ocsp_response(der: &[u8]) -> Option<OcspResponse> {
    OcspResponse::from_der(der).ok()
}

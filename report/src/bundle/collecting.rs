//! From a report to its bundle.

use jiff::Timestamp;
use kyso_pki::{EvidenceSource, TrustAnchor};
use kyso_verifier::{ENGINE_VERSION, EvidenceItem, EvidenceOrigin, POLICY_VERSION, Report};
use kyso_words::Lang;

use super::manifest::{
    AnchorEntry, EngineIdentity, FileIdentity, ItemEntry, ItemKind, Manifest, Origin,
    ReportIdentity, SCHEMA,
};
use super::{Bundle, sha256};
use crate::json::pretty_json;

/// A verification that is to be kept.
pub struct Recorded<'r> {
    /// The report.
    pub report: &'r Report,
    /// The name of the file.
    pub name: &'r str,
    /// Every anchor that was trusted.
    pub anchors: &'r [TrustAnchor],
    /// The source of evidence that is neither in the file nor in the trust folder.
    pub source: &'r dyn EvidenceSource,
    /// The real time of the verification.
    pub made_at: Timestamp,
    /// The language of its words.
    pub lang: Lang,
}

impl Recorded<'_> {
    /// The detailed report, as `--format json --detailed` writes it, without what a directory knows: a bundle holds what follows
    /// from the file and the evidence, and makes the same report again where there is no directory.
    pub(crate) fn report_json(&self) -> String {
        let mut shown = self
            .report
            .detailed_verification_report(self.name, self.lang, self.source);
        shown.made_at = Some(self.made_at.into());
        for signature in &mut shown.signatures {
            signature.directory = None;
        }
        pretty_json(&shown.to_json())
    }

    /// The bundle of this verification.
    #[must_use]
    pub fn bundle(&self) -> Bundle {
        let report = self.report_json().into_bytes();
        let mut bundle = Bundle {
            manifest: self.manifest(&report),
            report,
            items: std::collections::BTreeMap::new(),
        };
        for anchor in self.anchors {
            let (path, der) = (entry_of(anchor).path(), anchor.certificate.der().to_vec());
            bundle.items.insert(path, der);
        }
        for item in &self.report.evidence {
            if let Some(entry) = self.item(item) {
                bundle.items.insert(entry.path(), item.der().to_vec());
            }
        }
        bundle
    }

    fn manifest(&self, report: &[u8]) -> Manifest {
        let mut anchors: Vec<AnchorEntry> = self.anchors.iter().map(entry_of).collect();
        anchors.sort_by(|one, other| (&one.sha256, &one.class).cmp(&(&other.sha256, &other.class)));
        let items = self.report.evidence.iter();
        let mut items: Vec<ItemEntry> = items.filter_map(|item| self.item(item)).collect();
        items.sort_by(|one, other| (one.kind, &one.sha256).cmp(&(other.kind, &other.sha256)));
        Manifest {
            schema: SCHEMA.to_owned(),
            file: FileIdentity {
                name: self.name.to_owned(),
                size: self.report.size,
                sha256: base16ct::lower::encode_string(&self.report.sha256),
            },
            engine: EngineIdentity {
                name: "kyso".to_owned(),
                version: ENGINE_VERSION.to_owned(),
                policy: POLICY_VERSION.to_owned(),
            },
            checked_at: self.report.checked_at,
            made_at: self.made_at,
            lang: self.lang.pick("vi", "en").to_owned(),
            report: ReportIdentity {
                size: report.len(),
                sha256: sha256(report),
            },
            anchors,
            items,
        }
    }

    fn item(&self, item: &EvidenceItem) -> Option<ItemEntry> {
        let origins = item.origins.iter().map(|origin| self.origin(item, *origin));
        Some(ItemEntry {
            kind: ItemKind::of_name(item.content.kind())?,
            sha256: base16ct::lower::encode_string(&item.sha256()),
            size: item.der().len(),
            origins: origins.collect(),
        })
    }

    fn origin(&self, item: &EvidenceItem, origin: EvidenceOrigin) -> Origin {
        match origin {
            EvidenceOrigin::File { revision } => Origin::File {
                revision: revision + 1,
            },
            EvidenceOrigin::Store => Origin::Store,
            EvidenceOrigin::Source => {
                let fetched = self.source.fetched(&item.sha256());
                Origin::Network {
                    url: fetched.as_ref().map(|fetched| fetched.url.clone()),
                    fetched_at: fetched.map(|fetched| fetched.at),
                }
            }
        }
    }
}

fn entry_of(anchor: &TrustAnchor) -> AnchorEntry {
    AnchorEntry {
        sha256: base16ct::lower::encode_string(&anchor.certificate.sha256()),
        class: anchor.class.to_string(),
        subject: anchor.certificate.subject_display(),
    }
}

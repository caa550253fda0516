//! The evidence that a file holds: the security stores of its revisions and the containers of its signatures.

use std::collections::HashSet;

use kyso_pdf::{Document, LimitKind, ObjectId, PdfError, SecurityStore, StoredData};
use kyso_pki::{Certificate, Cms, Crl, Evidence, FileCache, OcspResponse, TimestampToken, sha256};

use super::Pool;
use super::memory::Memory;
use super::pool::FoundIn;
use crate::container::Container;
use crate::policy::EvidenceLimits;
use crate::recall::Recall;
use crate::subject::Subject;

/// Reads the evidence that the containers brought along, and the security store of the newest
/// revision and of each that ends at a signature, because later revisions may drop or replace it.
/// Evidence that cannot be read is passed over: it proves nothing.
///
/// # Errors
/// [`PdfError::LimitReached`] with the budget that is used up.
pub(crate) fn gather(
    document: &Document<'_>,
    subjects: &[Subject<'_, '_, '_>],
    containers: &[Container],
    limits: &EvidenceLimits,
    recall: &Recall<Memory>,
) -> Result<Pool, PdfError> {
    let mut gathering = Gathering::new(limits, recall);
    // Older revisions first, each with its containers: everybody may append more.
    let all = || subjects.iter().zip(containers);
    for revision in revisions(document, subjects) {
        for (subject, container) in all() {
            if subject.covered.revision == Some(revision) {
                gathering.add_container(Some(revision), container)?;
            }
        }
        // A store that breaks the rules holds no evidence; budgets count all the same.
        match SecurityStore::read(&document.at(revision)) {
            Ok(store) => gathering.add_store(&store)?,
            Err(error @ PdfError::LimitReached { .. }) => return Err(error),
            Err(_) => {}
        }
    }
    for (_, container) in all().filter(|(subject, _)| subject.covered.revision.is_none()) {
        gathering.add_container(None, container)?;
    }
    Ok(gathering.pool)
}

/// The evidence in the containers of signatures outside a PDF.
///
/// # Errors
/// As [`gather`].
pub(crate) fn gather_carried(
    containers: &[Container],
    limits: &EvidenceLimits,
    recall: &Recall<Memory>,
) -> Result<Pool, PdfError> {
    let mut gathering = Gathering::new(limits, recall);
    for container in containers {
        gathering.add_container(None, container)?;
    }
    Ok(gathering.pool)
}

/// Revisions whose stores count, oldest first.
fn revisions(document: &Document<'_>, subjects: &[Subject<'_, '_, '_>]) -> Vec<usize> {
    let signed = subjects
        .iter()
        .filter_map(|subject| subject.covered.revision);
    let newest = document.revisions().len().checked_sub(1);
    let mut revisions: Vec<usize> = signed.chain(newest).collect();
    revisions.sort_unstable();
    revisions.dedup();
    revisions
}

struct Gathering<'r> {
    pool: Pool,
    recall: &'r Recall<Memory>,
    /// Streams that were read, by object and the revision that wrote it.
    seen: HashSet<(ObjectId, usize)>,
    items: Budget,
    bytes: Budget,
    timestamps: Budget,
}

impl<'r> Gathering<'r> {
    fn new(limits: &EvidenceLimits, recall: &'r Recall<Memory>) -> Self {
        Self {
            pool: Pool::default(),
            recall,
            seen: HashSet::new(),
            items: Budget::new(LimitKind::EvidenceItems, limits.items),
            bytes: Budget::new(LimitKind::EvidenceBytes, limits.bytes),
            timestamps: Budget::new(LimitKind::Timestamps, limits.timestamps),
        }
    }

    fn add_store(&mut self, store: &SecurityStore) -> Result<(), PdfError> {
        let recall = self.recall;
        let known = recall.certificates();
        for data in &store.certificates {
            self.add_data(data, |der| known.read(der).ok().map(certificate))?;
        }
        let lists = recall.cache(|memory| &memory.lists);
        for data in &store.crls {
            let read = |der: &[u8]| Crl::from_der(der).ok();
            self.add_data(data, |der| remembered(lists, der, read).map(list))?;
        }
        let responses = recall.cache(|memory| &memory.responses);
        for data in &store.ocsp_responses {
            let read = |der: &[u8]| OcspResponse::from_der(der).ok();
            self.add_data(data, |der| remembered(responses, der, read).map(response))?;
        }
        Ok(())
    }

    fn add_data(
        &mut self,
        data: &StoredData,
        read: impl FnOnce(&[u8]) -> Option<Evidence>,
    ) -> Result<(), PdfError> {
        let revision = data.revision();
        if !self.seen.insert((data.object(), revision)) {
            return Ok(());
        }
        self.items.spend(1)?;
        self.bytes.spend(data.len())?;
        if let Some(evidence) = read(data) {
            self.items.spend(inside(&evidence))?;
            let since = revision;
            self.pool.add(evidence, FoundIn::File { revision, since });
        }
        Ok(())
    }

    /// Adds the evidence in a container, and in the timestamps inside.
    fn add_container(
        &mut self,
        revision: Option<usize>,
        container: &Container,
    ) -> Result<(), PdfError> {
        // No timestamp covers evidence outside all revisions.
        let place = FoundIn::of_container(revision);
        let embedded = container
            .cms
            .iter()
            .map(|cms| cms.signature_timestamps().count() + cms.content_timestamps().count());
        self.timestamps
            .spend(embedded.sum::<usize>() + usize::from(container.token.is_some()))?;
        let tokens = container.token.iter().map(|token| token.cms());
        let known = self.recall.certificates();
        for cms in container.cms.iter().chain(tokens) {
            let content = cms.econtent().map_or(0, <[u8]>::len);
            self.bytes.spend(cms.der().len().saturating_sub(content))?;
            self.add_carried(cms, place)?;
            let inside = cms.signature_timestamps().chain(cms.content_timestamps());
            for token in inside.filter_map(|token| TimestampToken::parse_known(token, known).ok()) {
                self.add_carried(token.cms(), place)?;
            }
        }
        Ok(())
    }

    fn add_carried(&mut self, cms: &Cms, place: FoundIn) -> Result<(), PdfError> {
        let mut carried = cms.embedded_evidence();
        carried.certificates.extend_from_slice(cms.certificates());
        let lists = carried.crls.len() + carried.ocsp_responses.len();
        let items = carried.certificates.len() + lists + inside(&carried);
        self.items.spend(items)?;
        self.pool.add(carried, place);
        Ok(())
    }
}

/// Certificates inside responses, which are looked at like all others.
fn inside(evidence: &Evidence) -> usize {
    let responses = evidence.ocsp_responses.iter();
    responses
        .map(|response| response.certificates().len())
        .sum()
}

fn certificate(certificate: Certificate) -> Evidence {
    Evidence {
        certificates: vec![certificate],
        ..Evidence::default()
    }
}

fn list(list: Crl) -> Evidence {
    Evidence {
        crls: vec![list],
        ..Evidence::default()
    }
}

fn response(response: OcspResponse) -> Evidence {
    Evidence {
        ocsp_responses: vec![response],
        ..Evidence::default()
    }
}

/// Lists and responses follow from their bytes; many files hold the same ones (ADR 0010).
fn remembered<T: Clone>(
    known: FileCache<'_, T>,
    der: &[u8],
    read: impl FnOnce(&[u8]) -> Option<T>,
) -> Option<T> {
    if der.len() > MAX_REMEMBERED_SIZE {
        return read(der);
    }
    let digest = sha256(der);
    if let Some(item) = known.find(&digest) {
        return Some(item);
    }
    let item = read(der)?;
    known.keep(digest, item.clone());
    Some(item)
}

/// The budget that is left.
struct Budget {
    kind: LimitKind,
    limit: usize,
    spent: usize,
}

impl Budget {
    fn new(kind: LimitKind, limit: usize) -> Self {
        Self {
            kind,
            limit,
            spent: 0,
        }
    }

    fn spend(&mut self, amount: usize) -> Result<(), PdfError> {
        self.spent = self.spent.saturating_add(amount);
        match self.spent > self.limit {
            true => Err(PdfError::LimitReached {
                budget: self.kind,
                limit: self.limit,
            }),
            false => Ok(()),
        }
    }
}

/// Bytes of a list or a response that is remembered.
const MAX_REMEMBERED_SIZE: usize = 64 << 10;

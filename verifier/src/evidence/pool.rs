//! Everything at hand beside the trust store, each item once.

use std::collections::HashMap;

use kyso_pki::{Certificate, Crl, Evidence, OcspResponse};

use crate::existence::after;
use crate::report::EvidenceOrigin;

/// Evidence from the file and from the source.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    pub(crate) certificates: Items<Certificate>,
    pub(crate) crls: Items<Crl>,
    pub(crate) ocsp_responses: Items<OcspResponse>,
}

/// Items of one kind in the order in which they came, by the SHA-256 of their DER.
#[derive(Debug)]
pub(crate) struct Items<T> {
    known: Vec<Known<T>>,
    places: HashMap<[u8; 32], usize>,
}

/// One item and where it was found.
#[derive(Debug, Clone)]
pub(crate) struct Known<T> {
    pub(crate) item: T,
    /// The earliest revision whose timestamp proves that it existed; `None` when it is not in the file.
    pub(crate) since: Option<usize>,
    /// The first revision that holds it, and whether the source gave it too.
    pub(crate) revision: Option<usize>,
    pub(crate) from_source: bool,
}

/// Where an item was found.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FoundIn {
    /// In the file: in `revision`, and covered by timestamps of the revision `since` and later ones.
    File { revision: usize, since: usize },
    /// In the file, but in none of its revisions.
    Loose,
    /// The source gave it.
    Source,
}

impl FoundIn {
    /// The place of evidence in the container of a signature of `revision`, or of none.
    pub(crate) fn of_container(revision: Option<usize>) -> Self {
        revision.map_or(Self::Loose, |revision| Self::File {
            revision,
            since: after(revision),
        })
    }
}

impl Pool {
    /// Adds new evidence, and notes the place of known evidence. Returns whether any is new.
    pub(crate) fn add(&mut self, evidence: Evidence, place: FoundIn) -> bool {
        let mut new = false;
        for item in evidence.certificates {
            new |= self.certificates.add(item.sha256(), item, place);
        }
        for item in evidence.crls {
            new |= self.crls.add(item.sha256(), item, place);
        }
        for item in evidence.ocsp_responses {
            // Its certificates help to check it and others.
            for certificate in item.certificates() {
                self.certificates
                    .add(certificate.sha256(), certificate.clone(), place);
            }
            new |= self.ocsp_responses.add(item.sha256(), item, place);
        }
        new
    }
}

impl<T> Items<T> {
    /// The item with this digest.
    pub(crate) fn find(&self, sha256: &[u8; 32]) -> Option<&Known<T>> {
        self.known.get(*self.places.get(sha256)?)
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// All of them, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Known<T>> {
        self.known.iter()
    }

    fn add(&mut self, sha256: [u8; 32], item: T, place: FoundIn) -> bool {
        if let Some(known) = self
            .places
            .get(&sha256)
            .and_then(|p| self.known.get_mut(*p))
        {
            known.note(place);
            return false;
        }
        let mut known = Known {
            item,
            since: None,
            revision: None,
            from_source: false,
        };
        known.note(place);
        self.places.insert(sha256, self.known.len());
        self.known.push(known);
        true
    }
}

impl<T> Default for Items<T> {
    fn default() -> Self {
        Self {
            known: Vec::new(),
            places: HashMap::new(),
        }
    }
}

impl<T> Known<T> {
    fn note(&mut self, place: FoundIn) {
        match place {
            FoundIn::File { revision, since } => {
                self.revision = Some(self.revision.map_or(revision, |first| first.min(revision)));
                self.since = Some(self.since.map_or(since, |first| first.min(since)));
            }
            FoundIn::Loose => {}
            FoundIn::Source => self.from_source = true,
        }
    }

    /// The places for a report.
    pub(crate) fn origins(&self) -> impl Iterator<Item = EvidenceOrigin> {
        let file = self
            .revision
            .map(|revision| EvidenceOrigin::File { revision });
        let source = self.from_source.then_some(EvidenceOrigin::Source);
        file.into_iter().chain(source)
    }
}

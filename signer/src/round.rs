//! One signature, cut at the point where the key signs.
//!
//! The same steps serve a key at hand and a key elsewhere: [`Pending::start`] gives a digest, [`Pending::complete`] takes
//! the signature value and gives the next digest or the finished file.

use std::collections::VecDeque;

use kyso_pdf::{
    DocMdp, Document, Object, ObjectId, PreparedSignature, SignaturePlan, prepare_signature,
};
use kyso_pki::{Certificate, SignatureAlgorithm, SignedAttributes, cms_size_bound};
use kyso_stamp_images::{Appearance, StampPlace};
use kyso_verifier::PackageList;

use crate::error::{LiftError, SignError};
use crate::key::SigningKey;
use crate::stamping::Stamping;

/// Who signs, and with what.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) certificate: Certificate,
    /// The certificates that go into the CMS beside the signer's: the path up to the anchor,
    /// without it.
    pub(crate) chain: Vec<Certificate>,
    pub(crate) algorithm: SignatureAlgorithm,
}

/// A signature to be appended.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) field_name: String,
    pub(crate) place: StampPlace,
    pub(crate) appearance: Appearance,
    pub(crate) signer_name: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) signing_time: String,
    pub(crate) doc_mdp: Option<DocMdp>,
    /// The attachments that are issued with the document (C3).
    pub(crate) package: Option<PackageList>,
}

/// A signature that waits for its value, and those that follow it.
#[derive(Debug)]
pub(crate) struct Pending {
    identity: Identity,
    round: Round,
    rest: VecDeque<Entry>,
}

/// The step after a signature value.
#[derive(Debug)]
pub(crate) enum Progress {
    /// The next digest is to be signed.
    Waiting(Box<Pending>),
    /// The file with all signatures, not verified yet.
    Finished(Vec<u8>),
}

impl Pending {
    /// Appends the first of the entries to `pdf`, up to its signature value.
    pub(crate) fn start(
        pdf: &[u8],
        entries: impl IntoIterator<Item = Entry>,
        identity: Identity,
        room: usize,
    ) -> Result<Progress, SignError> {
        let mut rest: VecDeque<Entry> = entries.into_iter().collect();
        let Some(first) = rest.pop_front() else {
            return Ok(Progress::Finished(pdf.to_vec()));
        };
        let round = Round::prepare(pdf, &first, &identity, room)?;
        Ok(Progress::Waiting(Box::new(Self {
            identity,
            round,
            rest,
        })))
    }

    /// The digest that the key has to sign with [`Identity::algorithm`].
    pub(crate) fn digest(&self) -> &[u8] {
        &self.round.digest
    }

    /// Takes the signature value of [`Pending::digest`], and a timestamp over it where the level asks for one.
    pub(crate) fn complete(
        self,
        signature: &[u8],
        stamping: &mut Stamping<'_>,
    ) -> Result<Progress, SignError> {
        let pdf = self.round.complete(signature, stamping)?;
        if self.rest.is_empty() {
            return Ok(Progress::Finished(pdf));
        }
        Self::start(&pdf, self.rest, self.identity, stamping.room())
    }
}

/// Makes all signatures with a key that is at hand.
pub(crate) fn sign_all(
    pdf: &[u8],
    entries: Vec<Entry>,
    identity: Identity,
    key: &dyn SigningKey,
    stamping: &mut Stamping<'_>,
) -> Result<Vec<u8>, SignError> {
    let algorithm = identity.algorithm;
    let mut progress = Pending::start(pdf, entries, identity, stamping.room())?;
    loop {
        match progress {
            Progress::Finished(pdf) => return Ok(pdf),
            Progress::Waiting(pending) => {
                let signature = key.sign_digest(algorithm, pending.digest())?;
                progress = pending.complete(&signature, stamping)?;
            }
        }
    }
}

/// One revision that is complete but for its signature value.
#[derive(Debug)]
struct Round {
    prepared: PreparedSignature,
    attributes: SignedAttributes,
    digest: Vec<u8>,
}

impl Round {
    fn prepare(
        pdf: &[u8],
        entry: &Entry,
        identity: &Identity,
        room: usize,
    ) -> Result<Self, SignError> {
        let document = Document::open(pdf)?;
        let prepared = append(&document, entry, contents_reserve(identity, room)?)?;
        let digest = identity.algorithm.digest_algorithm();
        let message_digest = digest.digest(&prepared.signed_parts())?;
        let attributes =
            SignedAttributes::new(&message_digest, identity.algorithm, &identity.certificate)?
                .with_chain(&identity.chain);
        Ok(Self {
            digest: attributes.digest()?,
            prepared,
            attributes,
        })
    }

    fn complete(self, signature: &[u8], stamping: &mut Stamping<'_>) -> Result<Vec<u8>, SignError> {
        let alone = self.attributes.close(signature)?;
        let digest = self.attributes.algorithm().digest_algorithm();
        let needed = alone.len();
        let container = stamping.sign_time(alone, signature, digest)?;
        if container.len() > self.prepared.reserved() {
            let token = container.len().saturating_sub(needed);
            let room = self.prepared.reserved().saturating_sub(needed);
            return Err(LiftError::TimestampTooLarge { token, room }.into());
        }
        Ok(self.prepared.embed(&container)?)
    }
}

fn append(
    document: &Document<'_>,
    entry: &Entry,
    contents_reserve: usize,
) -> Result<PreparedSignature, SignError> {
    let draw = |add: &mut dyn FnMut(Object) -> ObjectId| entry.appearance.add_to(add);
    let plan = SignaturePlan {
        field_name: entry.field_name.clone(),
        page_index: entry.place.page_index,
        rect: Some(entry.place.rect),
        appearance: Some(&draw),
        kind: "Sig",
        sub_filter: "ETSI.CAdES.detached",
        signer_name: entry.signer_name.clone(),
        reason: entry.reason.clone(),
        location: entry.location.clone(),
        signing_time: Some(entry.signing_time.clone()),
        doc_mdp: entry.doc_mdp,
        further: entry.package.iter().map(listed).collect(),
        contents_reserve,
    };
    Ok(prepare_signature(document, &plan)?)
}

fn listed(package: &PackageList) -> (&'static str, Object) {
    (PackageList::KEY, package.to_object())
}

fn contents_reserve(identity: &Identity, room: usize) -> Result<usize, SignError> {
    let bound = cms_size_bound(identity.algorithm, &identity.certificate, &identity.chain)?;
    Ok(bound + room)
}

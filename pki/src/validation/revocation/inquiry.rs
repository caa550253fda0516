//! The evidence at hand for the revocation of the members of a path, and the result for each
//! member.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::ocsp::OcspResponse;
use crate::path::{EvidenceUse, RevocationGap, RevocationStatus};
use crate::validation::certified::Certified;

/// All that may be used to answer one question.
pub(in crate::validation) struct RevocationInquiry<'a> {
    pub(super) certified: &'a Certified<'a>,
    /// Delta lists and others, each once.
    pub(super) lists: Vec<&'a Crl>,
    pub(super) responses: Vec<&'a OcspResponse>,
    pub(super) paths: Cell<usize>,
    pub(super) dated: Cell<bool>,
    /// The certificates at hand that an issuer made responders, by the digest of the issuer.
    pub(super) responders: RefCell<HashMap<[u8; 32], Responders<'a>>>,
}

/// All of them, or why they could not all be found.
pub(super) type Responders<'a> = Result<Rc<[&'a Certificate]>, RevocationGap>;

/// The status of one certificate and what it rests on, the deciding list or response first.
#[derive(Clone)]
pub(in crate::validation) struct MemberStatus {
    pub(in crate::validation) status: RevocationStatus,
    pub(in crate::validation) evidence: Vec<EvidenceUse>,
}

impl<'a> RevocationInquiry<'a> {
    pub(in crate::validation) fn new(certified: &'a Certified<'a>) -> Self {
        let (store, request) = (certified.store(), certified.request());
        let mut seen = HashSet::new();
        let lists = store.lists(request).iter().chain(request.lists());
        let lists = lists.filter(|list| seen.insert(list.sha256())).collect();
        let responses = store.responses(request).iter().chain(request.responses());
        let mut seen = HashSet::new();
        let responses = responses.filter(|response| seen.insert(response.sha256()));
        Self {
            certified,
            lists,
            responses: responses.collect(),
            paths: Cell::new(0),
            dated: Cell::new(false),
            responders: RefCell::default(),
        }
    }
}

impl MemberStatus {
    pub(in crate::validation) fn unknown(gap: RevocationGap) -> Self {
        Self {
            status: RevocationStatus::Unknown(gap),
            evidence: Vec::new(),
        }
    }
}

/// Signers whose own revocation depends on further signers outside the path.
pub(super) const MAX_NESTING: usize = 2;

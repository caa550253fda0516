//! The certificates that the anchors certify: found from the top, by signature (ADR 0019).
//!
//! Anyone can copy names, keys and key identifiers, so unsigned certificates mislead a search from
//! the target upwards. From the top, every step is a signature by a key that is already trusted.
//! Other certificates, and the order of all, make no difference.

use std::cell::{Cell, OnceCell};
use std::collections::{HashMap, VecDeque};

use super::budget::Budget;
use super::{PathRequest, RevocationGap, StoreScope};
use crate::certificate::Certificate;
use crate::name::NameKey;
use crate::trust::TrustStore;

/// Certificates at hand for one question, and which of them count.
pub(super) struct Certified<'a> {
    store: &'a TrustStore,
    request: &'a PathRequest<'a>,
    pub(super) budget: Budget,
    /// Certificates that may lie between a target and an anchor: the store first, each once.
    candidates: Vec<&'a Certificate>,
    anchors: Vec<&'a Certificate>,
    tree: OnceCell<Tree<'a>>,
    /// Whether there may be ways to anchors that were not looked at.
    cut: Cell<bool>,
}

/// Anchors and what they certify, directly or through each other.
#[derive(Default)]
struct Tree<'a> {
    nodes: Vec<Node<'a>>,
}

struct Node<'a> {
    certificate: &'a Certificate,
    /// Nodes whose keys signed the certificate; none for an anchor.
    issuers: Vec<usize>,
}

impl<'a> Certified<'a> {
    pub(super) fn new(store: &'a TrustStore, request: &'a PathRequest<'a>, budget: Budget) -> Self {
        let anchors = store.anchors_for(request.purpose);
        let mut seen: HashMap<[u8; 32], ()> = HashMap::new();
        let mut is_new = |one: &&Certificate| seen.insert(one.sha256(), ()).is_none();
        let anchors: Vec<&Certificate> = anchors.filter(|one| is_new(one)).collect();
        let stored = match request.scope {
            StoreScope::Everything => store.intermediates(),
            StoreScope::Anchors => &[],
        };
        let all = stored.iter().chain(request.certificates());
        let candidates = all.filter(|one| is_new(one)).collect();
        Self {
            store,
            request,
            budget,
            candidates,
            anchors,
            tree: OnceCell::new(),
            cut: Cell::new(false),
        }
    }

    /// Certificates at hand that are not anchors: those of the store first.
    pub(super) fn candidates(&self) -> &[&'a Certificate] {
        &self.candidates
    }

    pub(super) fn is_anchor(&self, certificate: &Certificate) -> bool {
        self.anchors.contains(&certificate)
    }

    /// All certificates at hand under the name of the issuer of `below`, anchors first, whether or
    /// not their keys signed `below`.
    pub(super) fn named_as_issuer(&self, below: &Certificate) -> Vec<&'a Certificate> {
        let all = self.anchors.iter().chain(&self.candidates).copied();
        all.filter(|above| may_have_issued(above, below) && *above != below)
            .collect()
    }

    /// Certified certificates that are `wanted`. Most questions are about names that no certificate
    /// outside the path bears, so that nothing has to be certified.
    pub(super) fn chosen(&self, wanted: impl Fn(&Certificate) -> bool) -> Vec<&'a Certificate> {
        let mut all = self.anchors.iter().chain(&self.candidates);
        if self.tree.get().is_none() && !all.any(|one| wanted(one)) {
            return Vec::new();
        }
        let nodes = self.tree().nodes.iter().map(|node| node.certificate);
        nodes.filter(|one| wanted(one)).collect()
    }

    /// The ways from `target` to anchors, target first: shorter ones first, then by what they lead over, and a limited number
    /// of them.
    pub(super) fn chains(&self, target: &'a Certificate) -> Vec<Vec<&'a Certificate>> {
        if self.is_anchor(target) {
            return vec![vec![target]];
        }
        if let Some(only) = self.only_chain(target) {
            return vec![only];
        }
        let tree = self.tree();
        let mut found = Vec::new();
        let first = self.ordered(self.issuers_of(target));
        let mut open: VecDeque<Vec<usize>> = first.into_iter().map(|node| vec![node]).collect();
        let mut steps = 0;
        while let Some(way) = open.pop_front() {
            steps += 1;
            if steps > MAX_STEPS || found.len() >= MAX_CHAINS {
                self.cut.set(true);
                break;
            }
            let Some(last) = way.last().and_then(|last| tree.nodes.get(*last)) else {
                continue;
            };
            if self.is_anchor(last.certificate) {
                found.push(self.certificates(target, &way));
                continue;
            }
            if way.len() >= MAX_LENGTH {
                self.cut.set(true);
                continue;
            }
            for issuer in self.ordered(last.issuers.clone()) {
                if !self.returns_to(&way, issuer, target) {
                    open.push_back([way.as_slice(), &[issuer]].concat());
                }
            }
        }
        found
    }

    /// Whether every certified key and every way to an anchor was looked at.
    ///
    /// # Errors
    /// When a limit kept something from being seen, which might tell of a revocation.
    pub(super) fn check_complete(&self) -> Result<(), RevocationGap> {
        self.budget.check()?;
        match self.cut.get() {
            true => Err(RevocationGap::TooMuchEvidence { limit: MAX_CHAINS }),
            false => Ok(()),
        }
    }

    /// The way of `target` if there is only one by name: nothing has to be chosen then, and the engine looks at the signatures.
    fn only_chain(&self, target: &'a Certificate) -> Option<Vec<&'a Certificate>> {
        let mut chain = vec![target];
        while let Some(last) = chain.last().filter(|_| chain.len() < MAX_LENGTH) {
            let [above] = self.named_as_issuer(last)[..] else {
                return None;
            };
            chain.push(above);
            if self.is_anchor(above) {
                return Some(chain);
            }
        }
        None
    }

    /// Nodes whose keys signed `certificate`.
    fn issuers_of(&self, certificate: &Certificate) -> Vec<usize> {
        let nodes = self.tree().nodes.iter().enumerate();
        let issuers = nodes.filter(|(_, node)| {
            *certificate != *node.certificate
                && may_have_issued(node.certificate, certificate)
                && self.has_signed(node.certificate, certificate)
        });
        issuers.map(|(number, _)| number).collect()
    }

    fn has_signed(&self, above: &Certificate, below: &Certificate) -> bool {
        self.budget.charge(below.sha256(), above).is_ok()
            && below.is_signed_by(above).unwrap_or(false)
    }

    /// The nodes in an order that depends on their certificates alone: the evidence of a question
    /// has no order of its own.
    fn ordered(&self, mut nodes: Vec<usize>) -> Vec<usize> {
        nodes.sort_by_key(|number| {
            let node = self.tree().nodes.get(*number);
            node.map(|node| node.certificate.sha256())
        });
        nodes
    }

    /// Whether a way would come to a holder and key again.
    fn returns_to(&self, way: &[usize], next: usize, target: &Certificate) -> bool {
        let Some(next) = self.tree().nodes.get(next) else {
            return true;
        };
        let nodes = way
            .iter()
            .filter_map(|number| self.tree().nodes.get(*number));
        let mut members = nodes
            .map(|node| node.certificate)
            .chain(std::iter::once(target));
        members.any(|member| {
            member.public_key_info() == next.certificate.public_key_info()
                && member.subject_key() == next.certificate.subject_key()
        })
    }

    fn certificates(&self, target: &'a Certificate, way: &[usize]) -> Vec<&'a Certificate> {
        let nodes = way
            .iter()
            .filter_map(|number| self.tree().nodes.get(*number));
        let above = nodes.map(|node| node.certificate);
        std::iter::once(target).chain(above).collect()
    }

    fn tree(&self) -> &Tree<'a> {
        self.tree.get_or_init(|| self.grow())
    }

    /// Each candidate is tried with the certified keys under the name of its issuer, and with no others.
    fn grow(&self) -> Tree<'a> {
        let groups = self.by_issuer();
        let mut tree = Tree::default();
        let mut places: HashMap<[u8; 32], usize> = HashMap::new();
        for anchor in &self.anchors {
            tree.push(anchor, &mut places);
        }
        let mut next = 0;
        while let Some(above) = tree.nodes.get(next).map(|node| node.certificate) {
            let below = groups.get(&above.subject_key()).into_iter().flatten();
            for one in below.filter(|one| may_have_issued(above, one) && **one != above) {
                if self.has_signed(above, one) {
                    let place = tree.push(one, &mut places);
                    tree.link(place, next);
                }
            }
            next += 1;
        }
        tree
    }

    /// The candidates that may be above others, by the name of their issuer, in their order.
    fn by_issuer(&self) -> HashMap<NameKey, Vec<&'a Certificate>> {
        let mut groups: HashMap<NameKey, Vec<&Certificate>> = HashMap::new();
        for one in self.candidates.iter().filter(|one| may_be_above(one)) {
            groups.entry(one.issuer_key()).or_default().push(one);
        }
        groups
    }

    pub(super) fn store(&self) -> &'a TrustStore {
        self.store
    }

    pub(super) fn request(&self) -> &'a PathRequest<'a> {
        self.request
    }
}

impl<'a> Tree<'a> {
    /// The place of a certificate, which is added if it is not there.
    fn push(
        &mut self,
        certificate: &'a Certificate,
        places: &mut HashMap<[u8; 32], usize>,
    ) -> usize {
        *places.entry(certificate.sha256()).or_insert_with(|| {
            self.nodes.push(Node {
                certificate,
                issuers: Vec::new(),
            });
            self.nodes.len() - 1
        })
    }

    fn link(&mut self, below: usize, above: usize) {
        if let Some(node) = self.nodes.get_mut(below) {
            node.issuers.push(above);
        }
    }
}

/// Whether names and key identifiers allow that `above` issued `below`.
fn may_have_issued(above: &Certificate, below: &Certificate) -> bool {
    let identifiers = (
        below.authority_key_identifier(),
        above.subject_key_identifier(),
    );
    let same_key = match identifiers {
        (Some(wanted), Some(found)) => wanted == found,
        _ => true,
    };
    same_key && below.issuer_key() == above.subject_key() && may_be_above(above)
}

/// Whether a certificate says of its holder that it signs certificates or lists. The engine decides; here the many others
/// in a file are passed over.
fn may_be_above(certificate: &Certificate) -> bool {
    let usage = certificate.key_usage().ok().flatten();
    let signs = |usage: crate::certificate::KeyUsage| usage.key_cert_sign() || usage.crl_sign();
    certificate.is_self_issued()
        || certificate.is_authority().unwrap_or(false)
        || usage.is_some_and(signs)
}

/// Ways to anchors that are looked at, and steps on the way to find them: authorities may have certified each other.
const MAX_CHAINS: usize = 32;
const MAX_STEPS: usize = 1000;

/// Certificates above the target; real paths have one or two.
const MAX_LENGTH: usize = 16;

//! What is asked, under which key the answer is kept, and for how long it may be used.

use jiff::Timestamp;
use kyso_pki::{Certificate, OcspRequest, OcspResponse, ResponseSigner};
use openssl::hash::MessageDigest;
use openssl::rand::rand_bytes;

use crate::answer::{self, CachedAnswer, Item};
use crate::error::FetchError;
use crate::fetcher::{Fetcher, Outgoing, RemainingBudget};
use crate::settings::{ByteLimits, NoncePolicy};

/// One question to one place.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Question<'a> {
    /// The list at `url`, for certificates of `issuer`.
    Crl {
        url: &'a str,
        issuer: &'a Certificate,
    },
    /// What the responder at `url` says about `certificate`.
    Ocsp {
        url: &'a str,
        certificate: &'a Certificate,
        issuer: &'a Certificate,
    },
    /// The certificates at `url`, one of which issued `certificate`.
    Issuers {
        url: &'a str,
        certificate: &'a Certificate,
    },
}

/// SHA-256 of everything that tells one question from another.
pub(crate) type Key = [u8; 32];

/// When an answer was made and until when it says it holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    pub(crate) this_update: Timestamp,
    pub(crate) next_update: Option<Timestamp>,
}

/// What can be said of an answer before pki authenticates it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Authentication {
    /// The issuer's key signed it, or the key of a responder that the issuer named; among certificates is the issuer.
    ByIssuer,
    /// Another signer: an indirect list, another key of the issuer, or a forger.
    Unconfirmed,
}

/// How a request is put and its answer is judged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RequestPolicy {
    pub(crate) limits: ByteLimits,
    pub(crate) nonce: NoncePolicy,
}

impl<'a> Question<'a> {
    pub(crate) fn url(&self) -> &'a str {
        match *self {
            Self::Crl { url, .. } | Self::Ocsp { url, .. } | Self::Issuers { url, .. } => url,
        }
    }

    /// A word for the kind of question, which the files of the cache carry, too.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Crl { .. } => "crl",
            Self::Ocsp { .. } => "ocsp",
            Self::Issuers { .. } => "certificates",
        }
    }

    /// Lists and certificates by their URL; responses by issuer, serial number and URL.
    pub(crate) fn key(&self) -> Option<Key> {
        let url = self.url().as_bytes();
        match self {
            Self::Crl { .. } | Self::Issuers { .. } => digest(&[self.kind().as_bytes(), url]),
            Self::Ocsp {
                certificate,
                issuer,
                ..
            } => digest(&[
                self.kind().as_bytes(),
                issuer.subject(),
                issuer.public_key_info(),
                certificate.serial(),
                url,
            ]),
        }
    }

    /// Asks, and reads the answer.
    pub(crate) fn ask(
        &self,
        fetcher: &Fetcher,
        policy: RequestPolicy,
        remaining: RemainingBudget<'_>,
    ) -> Result<(Item, usize), FetchError> {
        let nonce = self.nonce(policy.nonce)?;
        let outgoing = self.outgoing(policy.limits, nonce.as_deref())?;
        let body = fetcher.fetch(outgoing, remaining)?;
        let size = body.len();
        let item = self.read(&body)?;
        if let (Item::Ocsp(response), Some(nonce)) = (&item, nonce) {
            check_nonce(response, &nonce, policy.nonce)?;
        }
        Ok((item, size))
    }

    fn nonce(&self, policy: NoncePolicy) -> Result<Option<Vec<u8>>, FetchError> {
        if !matches!(self, Self::Ocsp { .. }) || policy == NoncePolicy::Off {
            return Ok(None);
        }
        let mut nonce = vec![0; NONCE];
        match rand_bytes(&mut nonce) {
            Ok(()) => Ok(Some(nonce)),
            Err(_) => Err(FetchError::Request {
                reason: "there are no random numbers".to_owned(),
            }),
        }
    }

    fn outgoing(
        &self,
        limits: ByteLimits,
        nonce: Option<&[u8]>,
    ) -> Result<Outgoing<'a>, FetchError> {
        let get = |accept, limit| Outgoing {
            url: self.url(),
            accept,
            body: None,
            limit,
        };
        Ok(match *self {
            Self::Crl { .. } => get("application/pkix-crl, */*", limits.crl),
            Self::Issuers { .. } => get("application/pkix-cert, */*", limits.certificate),
            Self::Ocsp {
                certificate,
                issuer,
                ..
            } => {
                let request = OcspRequest::new(certificate, issuer, nonce);
                let request = request.map_err(|error| FetchError::Request {
                    reason: error.to_string(),
                })?;
                let body = ("application/ocsp-request", request.der().to_vec());
                Outgoing {
                    body: Some(body),
                    ..get("application/ocsp-response", limits.ocsp)
                }
            }
        })
    }

    /// Reads an answer, fetched or kept.
    pub(crate) fn read(&self, body: &[u8]) -> Result<Item, FetchError> {
        Ok(match self {
            Self::Crl { .. } => Item::Crl(answer::crl(body)?),
            Self::Issuers { .. } => Item::Certificates(answer::certificates(body)?),
            Self::Ocsp {
                certificate,
                issuer,
                ..
            } => {
                let response = answer::ocsp(body)?;
                let entry = response.entry_for(certificate, issuer);
                entry.ok_or(FetchError::NotAbout)?;
                Item::Ocsp(response)
            }
        })
    }

    /// Whether `item`, kept under a URL that others may have named too, answers this question.
    pub(crate) fn is_answered_by(&self, item: &Item) -> bool {
        match (self, item) {
            (Self::Issuers { certificate, .. }, Item::Certificates(found)) => found
                .iter()
                .any(|issuer| certificate.is_signed_by(issuer).unwrap_or(false)),
            _ => true,
        }
    }

    /// The dates of `item` as far as this question is concerned.
    pub(crate) fn window(&self, item: &Item) -> Option<Window> {
        match (self, item) {
            (_, Item::Crl(list)) => Some(Window {
                this_update: list.this_update(),
                next_update: list.next_update(),
            }),
            (
                Self::Ocsp {
                    certificate,
                    issuer,
                    ..
                },
                Item::Ocsp(response),
            ) => response.entry_for(certificate, issuer).map(|entry| Window {
                this_update: entry.this_update,
                next_update: entry.next_update,
            }),
            _ => None,
        }
    }

    /// Who signed what is kept as the answer to this question.
    pub(crate) fn authentication(&self, kept: &CachedAnswer) -> Authentication {
        let confirmed = match (self, &kept.item) {
            (Self::Crl { issuer, .. }, Item::Crl(list)) => {
                list.is_signed_by(issuer).unwrap_or(false)
            }
            (Self::Ocsp { issuer, .. }, Item::Ocsp(response)) => {
                response.signer_for(issuer).is_some()
            }
            (_, item) => self.is_answered_by(item),
        };
        match confirmed {
            true => Authentication::ByIssuer,
            false => Authentication::Unconfirmed,
        }
    }

    /// The responder that answered in the name of the issuer.
    pub(crate) fn delegate<'k>(&self, kept: &'k CachedAnswer) -> Option<&'k Certificate> {
        match (self, &kept.item) {
            (Self::Ocsp { issuer, .. }, Item::Ocsp(response)) => {
                match response.signer_for(issuer)? {
                    ResponseSigner::Responder(responder) => Some(responder),
                    ResponseSigner::Issuer => None,
                }
            }
            _ => None,
        }
    }
}

impl Window {
    /// Whether the answer counts for the time `at` (ADR 0012): in force then, or made later.
    pub(crate) fn counts_for(&self, at: Timestamp) -> bool {
        self.this_update > at || self.next_update.is_none_or(|next_update| next_update >= at)
    }
}

fn check_nonce(
    response: &OcspResponse,
    sent: &[u8],
    policy: NoncePolicy,
) -> Result<(), FetchError> {
    match response.nonce() {
        Some(repeated) if repeated == sent => Ok(()),
        Some(_) => Err(FetchError::NonceMismatch),
        None if policy == NoncePolicy::Required => Err(FetchError::NonceMissing),
        None => Ok(()),
    }
}

/// SHA-256 of the parts with their lengths; `None` when the library fails, and then nothing is kept.
fn digest(parts: &[&[u8]]) -> Option<Key> {
    let mut joined = Vec::new();
    for part in parts {
        joined.extend((part.len() as u64).to_be_bytes());
        joined.extend_from_slice(part);
    }
    let digest = openssl::hash::hash(MessageDigest::sha256(), &joined).ok()?;
    digest.as_ref().try_into().ok()
}

/// RFC 9654, section 2.1: 32 octets.
const NONCE: usize = 32;

//! Until when algorithms and keys count (EN 319 102-1, 5.2.8.4; ETSI TS 119 312; F7): one table of dates.
//!
//! Each use is judged at the time at which the protected data are proven to have existed. A weak
//! algorithm proves nothing about a later time, but data that existed before its end were protected
//! while it was sound.

use std::borrow::Cow;

use jiff::Timestamp;
use kyso_pki::{DigestAlgorithm, KeyKind, SignatureAlgorithm, TrustClass};

/// The table of dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlgorithmPolicy {
    /// Limits; of several that fit, the earliest end counts. What no limit fits is without an end.
    pub limits: Vec<AlgorithmLimit>,
    /// How far SHA-1 counts under an anchor of the government authority, in place of its limit.
    pub government_sha1: GovernmentSha1,
}

/// SHA-1 in the signatures and timestamps of agencies, whose systems still make them. Whatever is
/// set here, every SHA-1 that a verdict rests on is computed with collision detection, and bytes
/// with the traces of an attack never count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GovernmentSha1 {
    /// Without traces it counts, before `until` where there is an end, with a warning.
    Checked {
        /// The first moment at which it no longer counts.
        until: Option<Timestamp>,
    },
    /// Its limit holds as for everybody.
    Refused,
}

/// The end of one kind of algorithm or key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlgorithmLimit {
    /// Which.
    pub what: LimitedAlgorithm,
    /// The first moment at which it no longer counts; `None` when it never counts.
    pub until: Option<Timestamp>,
}

/// The subject of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitedAlgorithm {
    /// A digest, wherever it is used: over content, in signatures of certificates, lists, responses and tokens.
    Digest(DigestAlgorithm),
    /// RSA keys with a modulus shorter than so many bits.
    RsaBelow(u32),
    /// Keys on curves whose order is shorter than so many bits.
    EcBelow(u32),
    /// DSA keys with a prime shorter than so many bits.
    DsaBelow(u32),
    /// RSASSA-PSS, whatever the key.
    Pss,
    /// Keys of kinds that are not known here.
    UnknownKey,
}

/// An algorithm in use, with its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Limited {
    pub(crate) name: String,
    pub(crate) end: End,
}

/// Until when something counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    /// It never did.
    Always,
    /// It counted before this moment.
    At(Timestamp),
    /// No end is known.
    Never,
}

impl End {
    /// Whether it counts at `time`.
    pub(crate) fn allows(self, time: Timestamp) -> bool {
        match self {
            Self::Always => false,
            Self::At(end) => time < end,
            Self::Never => true,
        }
    }

    /// The moment, if there is one.
    pub(crate) fn moment(self) -> Option<Timestamp> {
        match self {
            Self::Always => Some(Timestamp::MIN),
            Self::At(end) => Some(end),
            Self::Never => None,
        }
    }
}

impl AlgorithmPolicy {
    /// Sets the end of one kind of algorithm or key, in place of those of the same kind; `None` is never.
    pub fn set_end(&mut self, what: LimitedAlgorithm, until: Option<Timestamp>) {
        self.limits.retain(|limit| limit.what != what);
        self.limits.push(AlgorithmLimit { what, until });
    }

    /// The table for signatures whose path leads to an anchor of this class.
    pub(crate) fn under(&self, class: Option<TrustClass>) -> Cow<'_, Self> {
        let sha1 = LimitedAlgorithm::Digest(DigestAlgorithm::Sha1);
        match (class, self.government_sha1) {
            (Some(TrustClass::Government), GovernmentSha1::Checked { until }) => {
                let mut own = self.clone();
                own.limits.retain(|limit| limit.what != sha1);
                if until.is_some() {
                    own.set_end(sha1, until);
                }
                Cow::Owned(own)
            }
            _ => Cow::Borrowed(self),
        }
    }

    /// The end of a digest.
    pub(crate) fn digest(&self, digest: DigestAlgorithm) -> Limited {
        let end = self.end(|what| what == LimitedAlgorithm::Digest(digest));
        let name = digest.to_string();
        Limited { name, end }
    }

    /// The end of a key; `None` is one that cannot be read.
    pub(crate) fn key(&self, key: Option<KeyKind>) -> Limited {
        let (name, end) = match key {
            Some(KeyKind::Rsa { bits }) => (
                format!("RSA {bits}"),
                self.end(|what| matches!(what, LimitedAlgorithm::RsaBelow(least) if bits < least)),
            ),
            Some(KeyKind::Ec { bits, .. }) => (
                format!("EC {bits}"),
                self.end(|what| matches!(what, LimitedAlgorithm::EcBelow(least) if bits < least)),
            ),
            Some(KeyKind::Dsa { bits }) => (
                format!("DSA {bits}"),
                self.end(|what| matches!(what, LimitedAlgorithm::DsaBelow(least) if bits < least)),
            ),
            Some(KeyKind::Ed25519) => ("Ed25519".to_owned(), End::Never),
            Some(KeyKind::Ed448) => ("Ed448".to_owned(), End::Never),
            _ => (
                "unknown key".to_owned(),
                self.end(|what| what == LimitedAlgorithm::UnknownKey),
            ),
        };
        Limited { name, end }
    }

    /// The end of a signature algorithm: that of its digest or of its scheme.
    pub(crate) fn signature(&self, algorithm: SignatureAlgorithm) -> Limited {
        let digest = self.digest(algorithm.digest_algorithm());
        let scheme = match algorithm {
            SignatureAlgorithm::RsaPss(_) => self.end(|what| what == LimitedAlgorithm::Pss),
            _ => End::Never,
        };
        match scheme < digest.end {
            true => Limited {
                name: algorithm.to_string(),
                end: scheme,
            },
            false => digest,
        }
    }

    fn end(&self, fits: impl Fn(LimitedAlgorithm) -> bool) -> End {
        let fitting = self.limits.iter().filter(|limit| fits(limit.what));
        let ends = fitting.map(|limit| limit.until.map_or(End::Always, End::At));
        ends.min().unwrap_or(End::Never)
    }
}

impl Default for AlgorithmPolicy {
    /// MD5 and RIPEMD-160 never count, nor RSA and DSA below 1024 bits, curves below 160 bits, unknown keys. SHA-1, RSA
    /// and DSA below 2048 bits and curves below 256 bits count before 2014 (NIST SP 800-131A: disallowed after 2013),
    /// other DSA until its standard was withdrawn (FIPS 186-5: 3 February 2024). Under an anchor of the government
    /// authority SHA-1 counts without traces of an attack.
    fn default() -> Self {
        use DigestAlgorithm::{Md5, Ripemd160, Sha1};
        use LimitedAlgorithm::{Digest, DsaBelow, EcBelow, RsaBelow, UnknownKey};
        let never = |what| AlgorithmLimit { what, until: None };
        let until = |what, end| AlgorithmLimit {
            what,
            until: Some(end),
        };
        Self {
            limits: vec![
                never(Digest(Md5)),
                never(Digest(Ripemd160)),
                until(Digest(Sha1), YEAR_2014),
                never(RsaBelow(1024)),
                until(RsaBelow(2048), YEAR_2014),
                never(EcBelow(160)),
                until(EcBelow(256), YEAR_2014),
                never(DsaBelow(1024)),
                until(DsaBelow(2048), YEAR_2014),
                until(DsaBelow(u32::MAX), END_OF_DSA),
                never(UnknownKey),
            ],
            government_sha1: GovernmentSha1::Checked { until: None },
        }
    }
}

/// 2014-01-01T00:00:00Z.
const YEAR_2014: Timestamp = Timestamp::constant(1_388_534_400, 0);

/// 2024-02-03T00:00:00Z.
const END_OF_DSA: Timestamp = Timestamp::constant(1_706_918_400, 0);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn sha_1_and_short_keys_count_before_2014() {
        let policy = AlgorithmPolicy::default();
        let rsa = |bits| policy.key(Some(KeyKind::Rsa { bits })).end;
        let sha1 = policy.digest(DigestAlgorithm::Sha1).end;
        for end in [sha1, rsa(1024), rsa(2047)] {
            assert!(end.allows(time("2013-12-31T23:59:59Z")));
            assert!(!end.allows(time("2014-01-01T00:00:00Z")));
        }
        assert!(rsa(2048).allows(Timestamp::MAX));
        assert!(!rsa(1023).allows(time("1999-01-01T00:00:00Z")));
    }

    #[test]
    fn under_a_government_anchor_sha_1_counts_as_the_setting_says() {
        let end = |policy: &AlgorithmPolicy, class| {
            let table = policy.under(class);
            table.digest(DigestAlgorithm::Sha1).end
        };
        let government = Some(TrustClass::Government);
        let mut policy = AlgorithmPolicy::default();
        assert_eq!(end(&policy, government), End::Never);
        for class in [
            None,
            Some(TrustClass::Public),
            Some(TrustClass::Timestamping),
        ] {
            assert_eq!(end(&policy, class), End::At(YEAR_2014), "{class:?}");
        }
        let until = Some(END_OF_DSA);
        policy.government_sha1 = GovernmentSha1::Checked { until };
        assert_eq!(end(&policy, government), End::At(END_OF_DSA));
        policy.government_sha1 = GovernmentSha1::Refused;
        assert_eq!(end(&policy, government), End::At(YEAR_2014));
        let md5 = policy.under(government).digest(DigestAlgorithm::Md5).end;
        assert_eq!(md5, End::Always);
    }

    #[test]
    fn md5_and_unknown_keys_never_count() {
        let policy = AlgorithmPolicy::default();
        let long_ago = time("1990-01-01T00:00:00Z");
        assert!(!policy.digest(DigestAlgorithm::Md5).end.allows(long_ago));
        assert!(!policy.key(None).end.allows(long_ago));
    }

    #[test]
    fn of_scheme_and_digest_the_earlier_end_counts() {
        let mut policy = AlgorithmPolicy::default();
        let pss = SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256);
        assert_eq!(policy.signature(pss).end, End::Never);
        policy.limits.push(AlgorithmLimit {
            what: LimitedAlgorithm::Pss,
            until: None,
        });
        assert_eq!(policy.signature(pss).end, End::Always);
        let pkcs1 = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
        assert_eq!(policy.signature(pkcs1).end, End::Never);
    }
}

//! How long the result can be made again: the level that all signatures reach, and when to renew it.

use jiff::Timestamp;

use super::{Level, Renewal, Report, SignatureKind, SignatureReport, Verdict};
use kyso_words::Lang;
use kyso_words::vietnam_date;

impl Report {
    /// The lowest level of the signatures; `None` without any.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        let levels = self.signatures.iter().filter_map(SignatureReport::reached);
        levels.min_by_key(|level| rank(*level))
    }

    /// The renewal that is due first.
    #[must_use]
    pub fn renewal(&self) -> Option<Renewal> {
        let renewals = self.signatures.iter().filter_map(|one| one.renewal);
        renewals.min_by_key(|renewal| renewal.due)
    }

    /// `đủ bằng chứng để kiểm tra lâu dài (B-LTA)`, of a valid file; nothing where a signature has no timestamp.
    pub(super) fn protection(&self, lang: Lang) -> Option<String> {
        let level = self.level().filter(|level| level.is_timestamped());
        let level = level.filter(|_| self.verdict == Verdict::TotalPassed)?;
        let mut words = level.label(lang).to_owned();
        if self
            .renewal()
            .is_some_and(|renewal| renewal.is_due(self.checked_at))
        {
            words += lang.pick(
                ", đã đến hạn gia hạn dấu thời gian lưu trữ",
                ", its archive timestamp is due for renewal",
            );
        }
        Some(words)
    }
}

impl SignatureReport {
    /// The level of a signature; document timestamps have none.
    #[must_use]
    pub fn reached(&self) -> Option<Level> {
        (self.kind == SignatureKind::Signature).then_some(self.level)
    }

    /// The level in words, with the date before which the archive timestamp is to be renewed:
    /// `Đủ bằng chứng để kiểm tra lâu dài (B-LTA); gia hạn trước 03/02/2031`.
    #[must_use]
    pub fn protection(&self, lang: Lang) -> Option<String> {
        let level = self.reached()?.label(lang);
        let renewal = self.renewal.map(|renewal| renewal.text(lang));
        Some(renewal.map_or_else(|| level.to_owned(), |renewal| format!("{level}; {renewal}")))
    }
}

impl Level {
    /// Whether a timestamp vouches for the time of such a signature.
    #[must_use]
    pub fn is_timestamped(self) -> bool {
        rank(self) >= rank(Self::Bt)
    }
}

impl Renewal {
    /// `gia hạn trước 03/02/2031`.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let before = lang.pick("gia hạn trước", "renew before");
        format!("{before} {}", vietnam_date(self.due))
    }

    /// Whether the renewal should have been done by `now`.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.due <= now
    }
}

/// The order in which levels build on each other.
fn rank(level: Level) -> u8 {
    match level {
        Level::Cms => 0,
        Level::Bb => 1,
        Level::Bt => 2,
        Level::Blt => 3,
        Level::Blta => 4,
    }
}

//! What drawing costs, counted before anything is drawn.

use super::super::TextLimits;
use super::Refusal;
use kyso_pdf::LimitKind;

/// What drawing a content stream costs, forms within it counted as often as they are drawn.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cost {
    pub(super) operators: usize,
    pub(super) calls: usize,
    /// Bytes of strings shown.
    pub(super) shown: usize,
    /// Entries of fonts that may be looked through.
    pub(super) lookups: usize,
}

impl Cost {
    pub(super) fn add(&mut self, other: Self) {
        self.operators = self.operators.saturating_add(other.operators);
        self.calls = self.calls.saturating_add(other.calls);
        self.shown = self.shown.saturating_add(other.shown);
        self.lookups = self.lookups.saturating_add(other.lookups);
    }

    pub(super) fn check(&self, limits: &TextLimits) -> Result<(), Refusal> {
        // A character takes four bytes at most.
        let shown = limits.glyphs.saturating_mul(4);
        let budgets = [
            (self.calls, limits.calls, LimitKind::DrawnForms),
            (
                self.operators,
                limits.operators,
                LimitKind::ExecutedOperators,
            ),
            (self.shown, shown, LimitKind::ShownTextBytes),
            (self.lookups, limits.lookups, LimitKind::FontLookups),
        ];
        match budgets.into_iter().find(|(spent, limit, _)| spent > limit) {
            Some((_, limit, budget)) => Err(Refusal::Budget { budget, limit }),
            None => Ok(()),
        }
    }
}

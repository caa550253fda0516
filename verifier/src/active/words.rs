//! The words that fields show, for comparing them with what they hold.

use kyso_pdf::{ObjectId, Page, View};
use kyso_stamp_images::{TextDocument, TextLimits};

/// What a field may show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// These words and no others.
    Words(String),
    /// A part of these.
    PartOf(String),
}

/// How much may still be read in one file.
#[derive(Debug)]
pub(super) struct Words {
    fields: usize,
    bytes: usize,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            fields: 2_000,
            bytes: 16 << 20,
        }
    }
}

impl Words {
    /// Whether the widget on `page` shows `value`; not so, where that cannot be read, or no more.
    pub(super) fn are(
        &mut self,
        view: &View<'_, '_>,
        page: Option<Page>,
        widget: ObjectId,
        value: &Value,
    ) -> bool {
        let Some(page) = page.filter(|page| page.id != widget) else {
            return false;
        };
        self.fields = match self.fields.checked_sub(1) {
            Some(left) if self.bytes > 0 => left,
            _ => return false,
        };
        let limits = TextLimits {
            bytes: self.bytes,
            glyphs: 20_000,
            operators: 100_000,
            calls: 200,
            lookups: 100_000_000,
            ..TextLimits::default()
        };
        let text = TextDocument::of_annotation(*view, page, widget, limits);
        let read = text.page(0).ok();
        let used = read.map_or(limits.bytes, |_| text.decoded());
        self.bytes = limits.bytes.saturating_sub(used);
        let Some(read) = read else {
            return false;
        };
        let mut shown = String::new();
        for piece in read.pieces() {
            shown.extend(inked(&piece.text));
        }
        shown.extend(inked(read.askew_text()));
        match value {
            Value::Words(words) => inked(words).eq(shown.chars()),
            Value::PartOf(words) => inked(words).collect::<String>().contains(&shown),
        }
    }
}

/// The characters that leave ink, composed as the reader of pages composes them.
fn inked(text: &str) -> impl Iterator<Item = char> + '_ {
    use unicode_normalization::UnicodeNormalization;
    let seen = |character: &char| !character.is_whitespace() && !character.is_control();
    text.nfc().filter(seen)
}

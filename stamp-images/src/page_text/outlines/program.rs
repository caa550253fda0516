//! Font programs: those that a page embeds, and those that replace common fonts.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use hayro_interpret::font::{FontData, StandardFont};
use skrifa::Font;
use skrifa::font::Kind;
use skrifa::raw::TableProvider;

use super::KnownProgram;
use super::key::ProgramDigest;
use crate::contained::contained;

/// A program that a font of the page names.
#[derive(Debug, Clone)]
pub(crate) struct EmbeddedProgram {
    pub(crate) known: Arc<KnownProgram>,
    /// Whether its font takes no other than TrueType and OpenType programs.
    pub(crate) is_sfnt: bool,
}

impl EmbeddedProgram {
    /// Whether the text library uses it, and no common font in its place.
    pub(super) fn is_used(&self) -> bool {
        let is_used = || {
            let font = Font::new(Arc::clone(&self.known.data) as FontData, 0)?;
            let is_sfnt = matches!(font.kind(), Kind::Sfnt(..));
            let post = font.tables().post();
            let is_known = post.map_or(true, |post| {
                matches!(
                    post.version().to_major_minor(),
                    (1, 0) | (2, 0) | (2, 5) | (3, 0)
                )
            });
            Some(match is_sfnt {
                true => is_known,
                false => !self.is_sfnt,
            })
        };
        contained(is_used).flatten().unwrap_or(false)
    }
}

/// The program that replaces one of the 14 common fonts.
pub(super) fn common(program: &ProgramDigest) -> Option<FontData> {
    static COMMON: LazyLock<HashMap<ProgramDigest, FontData>> = LazyLock::new(|| {
        common_fonts()
            .map(|data| (ProgramDigest::of_data((*data).as_ref()), data))
            .collect()
    });
    COMMON.get(program).map(Arc::clone)
}

/// The programs that stand in for the 14 common fonts.
pub(super) fn common_fonts() -> impl Iterator<Item = FontData> {
    COMMON_FONTS.iter().map(|font| font.get_font_data().0)
}

const COMMON_FONTS: [StandardFont; 14] = [
    StandardFont::Helvetica,
    StandardFont::HelveticaBold,
    StandardFont::HelveticaOblique,
    StandardFont::HelveticaBoldOblique,
    StandardFont::Courier,
    StandardFont::CourierBold,
    StandardFont::CourierOblique,
    StandardFont::CourierBoldOblique,
    StandardFont::TimesRoman,
    StandardFont::TimesBold,
    StandardFont::TimesItalic,
    StandardFont::TimesBoldItalic,
    StandardFont::ZapfDingBats,
    StandardFont::Symbol,
];

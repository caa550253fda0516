//! The drawing of a glyph of a Type 3 font: its procedure in the plain copy of a page is empty if
//! that of the page is.

use hayro_interpret::font::{GlyphRun, Type3Glyph};
use hayro_interpret::kurbo::{Affine, BezPath};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};

use crate::page_text::Drawn;

/// Whether the glyph draws anything.
pub(super) fn drawn<'a>(glyph: &Type3Glyph<'a>, paint: &Paint<'a>) -> Drawn {
    let mut trace = Trace { is_empty: true };
    glyph.interpret(&mut trace, Affine::IDENTITY, Affine::IDENTITY, paint);
    match trace.is_empty {
        true => Drawn::Nothing,
        false => Drawn::Unknown,
    }
}

/// A device that notes whether anything is drawn.
struct Trace {
    is_empty: bool,
}

impl<'a> Device<'a> for Trace {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.is_empty = false;
    }

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {
        self.is_empty = false;
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.is_empty = false;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn pop_clip(&mut self) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_transparency_group(&mut self) {}
}

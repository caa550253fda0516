//! Page text by the hayro interpreter.

mod painted;
mod procedure;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro_interpret::font::{Glyph, GlyphRun, OutlineGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect as KurboRect, Shape, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, InterpreterWarning, Paint, RenderContent, SoftMask,
    interpret_page,
};
use hayro_syntax::page::{Page, Rotation};
use hayro_syntax::{LoadPdfError, Pdf};
use kyso_pdf::Rect;

use painted::Painted;

use super::outlines::ProgramDigest;
use super::{Drawn, RawGlyph, RawPage, RawPicture, Scale, TextSource};
use crate::contained::contained;
use crate::geometry::{PageFrame, Turn};
use crate::place_error::PlaceError;
use crate::words::plain;

/// A PDF opened by hayro.
pub(super) struct HayroSource {
    pdf: Pdf,
}

impl TextSource for HayroSource {
    fn open(bytes: Arc<Vec<u8>>) -> Result<Self, PlaceError> {
        match contained(|| Pdf::new(bytes)) {
            Some(Ok(pdf)) => Ok(Self { pdf }),
            Some(Err(LoadPdfError::Decryption(_))) => Err(PlaceError::Encrypted),
            Some(Err(LoadPdfError::Invalid)) | None => Err(PlaceError::NotReadable),
        }
    }

    fn read(&self, page_index: usize, max_glyphs: usize) -> Result<RawPage, PlaceError> {
        let pages = self.pdf.pages();
        let page = pages.get(page_index).ok_or(PlaceError::NoSuchPage {
            page: page_index + 1,
            pages: pages.len(),
        })?;
        let collector = contained(|| collect(page, max_glyphs)).ok_or(PlaceError::NotReadable)?;
        if collector.overflow {
            return Err(PlaceError::TooMuchText {
                page: page_index + 1,
                limit: max_glyphs,
            });
        }
        Ok(RawPage {
            frame: frame_of(page),
            glyphs: collector.glyphs,
            beside: collector.beside,
            pictures: collector.pictures,
            shapes: collector.painted.shapes,
            own_shapes: collector.own_shapes,
            is_crowded: collector.is_crowded || collector.painted.is_crowded,
            programs: collector.programs,
        })
    }
}

fn frame_of(page: &Page<'_>) -> PageFrame {
    let crop = page.intersected_crop_box();
    let turn = match page.rotation() {
        Rotation::None => Turn::None,
        Rotation::Horizontal => Turn::Quarter,
        Rotation::Flipped => Turn::Half,
        Rotation::FlippedHorizontal => Turn::ThreeQuarters,
    };
    let user_unit = page.raw().get::<f64>(b"UserUnit".as_slice()).unwrap_or(1.0);
    let crop = Rect::from_corners(crop.x0, crop.y0, crop.x1, crop.y1);
    PageFrame::new(crop, turn, user_unit)
}

/// Interprets the page in user space: the initial transform is the identity.
fn collect<'a>(page: &'a Page<'a>, max_glyphs: usize) -> Collector {
    let crop = page.intersected_crop_box();
    let visible = KurboRect::new(crop.x0, crop.y0, crop.x1, crop.y1);
    let cache = InterpreterCache::new();
    let has_unread_font = Arc::new(AtomicBool::new(false));
    let mut collector = Collector {
        glyphs: Vec::with_capacity(SOME_GLYPHS.min(max_glyphs)),
        beside: Vec::new(),
        pictures: Vec::new(),
        painted: Painted::new(visible, max_glyphs),
        is_crowded: false,
        visible,
        max_glyphs,
        overflow: false,
        programs: Vec::new(),
        own_shapes: 0,
        is_look: false,
    };
    let draw = |content: RenderContent, collector: &mut Collector| {
        let settings = InterpreterSettings {
            render_content: content,
            ..noting_unread_fonts(&has_unread_font)
        };
        let mut context = Context::new(Affine::IDENTITY, visible, &cache, page.xref(), settings);
        interpret_page(page, &mut context, collector);
    };
    draw(RenderContent::PAGE, &mut collector);
    collector.own_shapes = collector.painted.shapes.len();
    collector.is_look = true;
    draw(RenderContent::ANNOTATIONS, &mut collector);
    collector.is_crowded |= has_unread_font.load(Ordering::Relaxed);
    collector
}

/// Of text in a font that is not read, only some is seen.
fn noting_unread_fonts(has_unread_font: &Arc<AtomicBool>) -> InterpreterSettings {
    let has_unread_font = has_unread_font.clone();
    InterpreterSettings {
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, InterpreterWarning::UnsupportedFont) {
                has_unread_font.store(true, Ordering::Relaxed);
            }
        }),
        ..InterpreterSettings::default()
    }
}

/// A device that notes where glyphs, pictures and paths are drawn.
struct Collector {
    glyphs: Vec<RawGlyph>,
    /// Those that start beside the page; some may reach into it.
    beside: Vec<RawGlyph>,
    pictures: Vec<RawPicture>,
    painted: Painted,
    is_crowded: bool,
    visible: KurboRect,
    max_glyphs: usize,
    overflow: bool,
    programs: Vec<ProgramDigest>,
    /// Shapes that the page itself paints.
    own_shapes: usize,
    /// Whether annotations are drawn now.
    is_look: bool,
}

/// Weight and slant of the font of a run.
#[derive(Clone, Copy)]
struct Style {
    bold: bool,
    italic: bool,
}

impl Collector {
    fn add<'a>(&mut self, glyph: &Glyph<'a>, to_user: Affine, style: Style, paint: &Paint<'a>) {
        let start = to_user * Point::ORIGIN;
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(shape) => shape.advance_width(),
        };
        let along = linear(to_user, Vec2::new(f64::from(advance.unwrap_or(0.0)), 0.0));
        let direction = linear(to_user, Vec2::new(1.0, 0.0));
        let size = linear(to_user, Vec2::new(0.0, UNITS_PER_EM)).hypot();
        let across = direction * UNITS_PER_EM;
        if ![start.x, start.y, along.x, along.y, size, across.hypot()]
            .iter()
            .all(|value| value.is_finite())
        {
            // Programs draw it all the same, each in its own way.
            self.is_crowded = true;
            return;
        }
        let upward = linear(to_user, Vec2::new(0.0, 1.0));
        let lean = upward.dot(direction) / (upward.hypot() * direction.hypot());
        let turn = Turn::of_baseline(direction.x, direction.y).filter(|_| lean.abs() <= MOST_LEAN);
        let scale = Scale {
            along: direction.hypot() * UNITS_PER_EM / size,
            up: direction.cross(upward).signum(),
        };
        let drawn = match glyph {
            Glyph::Outline(outline) => self.outline(outline),
            Glyph::Type3(shape) if is_space(glyph) => procedure::drawn(shape, paint),
            Glyph::Type3(_) => Drawn::Unknown,
        };
        let characters = shares(start, along, glyph.as_unicode());
        let up = linear(to_user, Vec2::new(0.0, UNITS_PER_EM));
        let is_on_page = self.visible.contains(start);
        // What it draws belongs to its first character.
        let drawn = std::iter::once(drawn).chain(std::iter::repeat(Drawn::Nothing));
        for ((start, end, character), drawn) in characters.zip(drawn) {
            let glyph = RawGlyph {
                character: plain(character),
                start,
                end,
                size,
                turn,
                bold: style.bold,
                italic: style.italic || lean > LEAST_LEAN,
                drawn,
                is_of_look: self.is_look,
                em: [(across.x, across.y), (up.x, up.y)],
                scale,
            };
            self.push(glyph, is_on_page);
        }
    }

    /// The glyph in its program; the glyph in place of one that is not there may be any.
    fn outline(&mut self, outline: &OutlineGlyph) -> Drawn {
        let glyph = outline.glyph_id().to_u32();
        let Some(digest) = ProgramDigest::of(&outline.identifier()) else {
            return Drawn::Unknown;
        };
        let known = self.programs.iter().rposition(|known| *known == digest);
        let index = known.unwrap_or_else(|| {
            self.programs.push(digest);
            self.programs.len() - 1
        });
        match u16::try_from(index) {
            Ok(program) => Drawn::Outline { program, glyph },
            Err(_) => Drawn::Unknown,
        }
    }

    fn push(&mut self, glyph: RawGlyph, is_on_page: bool) {
        if self.glyphs.len() + self.beside.len() >= self.max_glyphs {
            self.overflow = true;
        } else if is_on_page {
            self.glyphs.push(glyph);
        } else {
            self.beside.push(glyph);
        }
    }
}

impl<'a> Device<'a> for Collector {
    fn draw_glyph_run(
        &mut self,
        run: &GlyphRun<'_, 'a>,
        props: DrawProps<'a>,
        draw_mode: &DrawMode,
    ) {
        if matches!(draw_mode, DrawMode::Invisible) || self.overflow {
            return;
        }
        let style = style_of(run, draw_mode);
        for glyph in run.glyphs() {
            let to_user = props.transform * glyph.transform();
            self.add(glyph, to_user, style, &props.paint);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let pixels = KurboRect::new(0.0, 0.0, image.width().into(), image.height().into());
        let area = props.transform.transform_rect_bbox(pixels);
        match area.is_finite() && self.pictures.len() < self.max_glyphs {
            true => self.pictures.push(RawPicture {
                area: rect_of(area),
                width: image.width(),
                from_unit: from_unit(props.transform, &pixels),
            }),
            false => self.is_crowded = true,
        }
        self.painted.darken(&area);
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.painted.add(path, &props, mode);
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.painted.push_clip(&clip.path);
    }

    fn push_clip_rect(&mut self, clip: &KurboRect) {
        self.painted.push_clip(&clip.to_path(0.1));
    }

    fn pop_clip(&mut self) {
        self.painted.pop_clip();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_transparency_group(&mut self) {}
}

fn rect_of(area: KurboRect) -> Rect {
    Rect::from_corners(area.x0, area.y0, area.x1, area.y1)
}

/// From the unit square, y downwards, to where the picture of so many pixels is drawn.
fn from_unit(transform: Affine, pixels: &KurboRect) -> [f64; 6] {
    (transform * Affine::scale_non_uniform(pixels.width(), pixels.height())).as_coeffs()
}

/// The characters of a glyph with equal shares of its width (ligatures have
/// several); U+FFFD when the font does not tell.
fn shares(
    start: Point,
    along: Vec2,
    unicode: Option<BfString>,
) -> impl Iterator<Item = ((f64, f64), (f64, f64), char)> {
    let mut characters = [char::REPLACEMENT_CHARACTER; MAX_CHARACTERS];
    let mut count = 0_u8;
    let mut add = |character| {
        if let Some(place) = characters.get_mut(usize::from(count)) {
            *place = character;
            count += 1;
        }
    };
    match unicode {
        Some(BfString::Char(character)) => add(character),
        Some(BfString::String(text)) => text.chars().for_each(add),
        None => add(char::REPLACEMENT_CHARACTER),
    }
    let characters = characters.into_iter().take(usize::from(count));
    let count = count.max(1);
    let share = along / f64::from(count);
    let point = move |index: u8| start + share * f64::from(index);
    (0..count).zip(characters).map(move |(index, character)| {
        let (from, to) = (point(index), point(index + 1));
        ((from.x, from.y), (to.x, to.y), character)
    })
}

fn is_space(glyph: &Glyph<'_>) -> bool {
    matches!(glyph.as_unicode(), Some(BfString::Char(character)) if plain(character) == ' ')
}

/// The linear part of a transform applied to a vector.
fn linear(transform: Affine, vector: Vec2) -> Vec2 {
    let [a, b, c, d, ..] = transform.as_coeffs();
    Vec2::new(a * vector.x + c * vector.y, b * vector.x + d * vector.y)
}

/// The style of a run, from the font of its first glyph; stroked outlines are
/// how programs fake bold.
fn style_of(run: &GlyphRun<'_, '_>, draw_mode: &DrawMode) -> Style {
    let stroked = matches!(draw_mode, DrawMode::Stroke(_) | DrawMode::FillAndStroke(..));
    let font = run.glyphs().first().and_then(|glyph| match &**glyph {
        Glyph::Outline(outline) => outline.font_data(),
        Glyph::Type3(_) => None,
    });
    let Some(font) = font else {
        return Style {
            bold: stroked,
            italic: false,
        };
    };
    let name = font.postscript_name.unwrap_or_default();
    Style {
        bold: stroked || font.weight.is_some_and(|weight| weight >= 600) || name.contains("Bold"),
        italic: font.is_italic || name.contains("Italic") || name.contains("Oblique"),
    }
}

/// The sine of the greatest angle at which letters stand on a line.
const MOST_LEAN: f64 = 0.5;
/// The sine of the least angle at which letters lean that are made italic by their matrix.
const LEAST_LEAN: f64 = 0.1;
const UNITS_PER_EM: f64 = 1000.0;
/// Glyphs of a short page.
const SOME_GLYPHS: usize = 512;
/// Longest text that one glyph may stand for.
const MAX_CHARACTERS: usize = 8;

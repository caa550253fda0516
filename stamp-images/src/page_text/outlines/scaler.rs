//! Outlines as they stand in a program, and as its instructions leave them.

use std::cell::OnceCell;

use hayro_interpret::font::FontData;
use hayro_interpret::kurbo::BezPath;
use skrifa::raw::TableProvider;
use skrifa::{DrawMemory, Font, GlyphId, HintOptions, OutlineSource, PathSink, ScalerFont};

use super::OutlineRoom;
use super::container::has_one_reading;
use super::extent::Extent;
use crate::contained::contained;

/// Draws the glyphs of a program, 1000 units to the em.
#[derive(Debug)]
pub(super) struct Scaler {
    plain: ScalerFont,
    /// Of a TrueType program that a page brings: PDFium runs its instructions, the other programs do not. They are prepared
    /// when the first glyph is asked for; nothing when that costs more than the room left.
    instructed: Option<OnceCell<Option<ScalerFont>>>,
    /// What a glyph costs at least.
    cost: usize,
}

/// A glyph as it is drawn without instructions, and with them where they are run.
pub(super) type Paths = (BezPath, Option<BezPath>);

impl Scaler {
    /// Nothing for a program that needs its instructions to draw, or that can be read in two ways.
    pub(super) fn embedded(data: FontData) -> Option<Self> {
        let plain = contained(|| plain(data)).flatten()?;
        let has_instructions = matches!(plain.outline_source(), Some(OutlineSource::Glyf));
        Some(Self {
            plain,
            instructed: has_instructions.then(OnceCell::new),
            cost: if has_instructions { 1 } else { PROCEDURE },
        })
    }

    /// The scaler of a program that replaces a common font.
    pub(super) fn common(data: FontData) -> Option<Self> {
        let plain = contained(|| plain(data)).flatten()?;
        Some(Self {
            plain,
            instructed: None,
            cost: 1,
        })
    }

    pub(super) fn font(&self) -> &Font {
        self.plain.font()
    }

    /// What it costs to look at a glyph, but for its points.
    pub(super) fn cost(&self) -> usize {
        self.cost
    }

    /// Whether what it draws without instructions takes no time that is counted.
    pub(super) fn is_plain(&self) -> bool {
        self.cost < PROCEDURE
    }

    pub(super) fn outline_source(&self) -> Option<OutlineSource> {
        self.plain.outline_source()
    }

    pub(super) fn has(&self, glyph: u32) -> bool {
        self.plain.outline(GlyphId::new(glyph)).is_some()
    }

    /// The outline of a glyph as the program has it.
    pub(super) fn plain_path(&self, glyph: u32, room: &OutlineRoom) -> Option<BezPath> {
        self.contained(room, || path(&self.plain, glyph, 1.0))
    }

    /// Around all points of that outline, and how many there are.
    pub(super) fn extent(&self, glyph: u32, room: &OutlineRoom) -> Option<(Extent, usize)> {
        if self.is_beyond(glyph) {
            return Some((Extent::Nothing, 0));
        }
        self.contained(room, || {
            let outline = self.plain.outline(GlyphId::new(glyph))?;
            let mut points = Points::default();
            outline.draw(DrawMemory::Scratch, &mut points).ok()?;
            Some((points.extent(), points.count))
        })
    }

    /// Whether a program says that it has fewer glyphs, and has no outline for it: no program draws it.
    fn is_beyond(&self, glyph: u32) -> bool {
        let count = contained(|| {
            let profile = self.font().tables().maxp().ok()?;
            Some(u32::from(profile.num_glyphs()))
        });
        let is_outlined = || contained(|| self.has(glyph)).unwrap_or(true);
        count.flatten().is_some_and(|count| glyph >= count) && !is_outlined()
    }

    fn contained<T>(&self, room: &OutlineRoom, draw: impl FnOnce() -> Option<T>) -> Option<T> {
        let drawn = match self.cost {
            PROCEDURE => room.instructed(draw),
            _ => contained(draw),
        };
        drawn.flatten()
    }

    /// The outlines of a glyph; nothing where one of them cannot be drawn, or costs more than the room left.
    pub(super) fn paths(&self, glyph: u32, room: &OutlineRoom) -> Option<Paths> {
        let plain = self.plain_path(glyph, room)?;
        // Instructions move points; they make none.
        let Some(instructed) = self.instructed.as_ref().filter(|_| !plain.is_empty()) else {
            return Some((plain, None));
        };
        if plain.elements().len() > MOST_INSTRUCTED {
            return None;
        }
        let scale = UNITS_PER_EM / PIXELS;
        let prepared = instructed.get_or_init(|| self.prepared(room)).as_ref()?;
        let instructed = room.instructed(|| path(prepared, glyph, scale))??;
        Some((plain, Some(instructed)))
    }

    /// The font that draws with the instructions of the program; nothing where they may take too
    /// long before they are stopped: a single instruction may move all points of the twilight zone.
    fn prepared(&self, room: &OutlineRoom) -> Option<ScalerFont> {
        let font = self.font().clone();
        let profile = contained(|| font.tables().maxp().ok()?.max_twilight_points());
        if profile
            .flatten()
            .is_some_and(|points| points > MOST_TWILIGHT)
        {
            return None;
        }
        room.instructed(|| ScalerFont::hinted(font, PIXELS, HintOptions::interpreter()))
    }
}

fn plain(data: FontData) -> Option<ScalerFont> {
    if !has_one_reading((*data).as_ref()) {
        return None;
    }
    let font = Font::new(data, 0).filter(|font| !font.is_hint_reliant())?;
    Some(ScalerFont::unhinted(font, Some(UNITS_PER_EM)))
}

fn path(scaler: &ScalerFont, glyph: u32, scale: f32) -> Option<BezPath> {
    let outline = scaler.outline(GlyphId::new(glyph))?;
    let mut path = Path(BezPath::new(), scale);
    outline.draw(DrawMemory::Scratch, &mut path).ok()?;
    Some(path.0)
}

/// A path that is drawn into, with all its points, each coordinate times the number.
struct Path(BezPath, f32);

impl Path {
    fn is_begun(&self) -> bool {
        !self.0.elements().is_empty()
    }

    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (x * self.1, y * self.1)
    }
}

impl PathSink for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(self.at(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        if self.is_begun() {
            self.0.line_to(self.at(x, y));
        }
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        if self.is_begun() {
            self.0.quad_to(self.at(cx, cy), self.at(x, y));
        }
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        if self.is_begun() {
            self.0
                .curve_to(self.at(cx0, cy0), self.at(cx1, cy1), self.at(x, y));
        }
    }

    fn close(&mut self) {
        if self.is_begun() {
            self.0.close_path();
        }
    }
}

/// The points that are drawn with, lines and curves between them lie within; nothing is drawn without a line.
#[derive(Default)]
struct Points {
    around: Option<(f32, f32, f32, f32)>,
    at: (f32, f32),
    count: usize,
}

impl Points {
    fn add(&mut self, x: f32, y: f32) {
        let (left, bottom, right, top) = self.around.unwrap_or((x, y, x, y));
        self.around = Some((left.min(x), bottom.min(y), right.max(x), top.max(y)));
        // Comparisons leave out what is no number.
        if !x.is_finite() || !y.is_finite() {
            self.around = Some((
                f32::NEG_INFINITY,
                f32::NEG_INFINITY,
                f32::INFINITY,
                f32::INFINITY,
            ));
        }
    }

    fn line(&mut self, points: &[(f32, f32)]) {
        self.add(self.at.0, self.at.1);
        for (x, y) in points {
            self.add(*x, *y);
            self.at = (*x, *y);
        }
        self.count += points.len();
    }

    fn extent(&self) -> Extent {
        match self.around {
            None => Extent::Nothing,
            Some(sides) => {
                let (left, bottom, right, top) = sides;
                let [left, bottom, right, top] =
                    [left, bottom, right, top].map(|side| f64::from(side / UNITS_PER_EM));
                match [left, bottom, right, top]
                    .iter()
                    .all(|side| side.is_finite())
                {
                    true => Extent::Within {
                        left,
                        bottom,
                        right,
                        top,
                    },
                    false => Extent::Anywhere,
                }
            }
        }
    }
}

impl PathSink for Points {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = (x, y);
        self.count += 1;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.line(&[(x, y)]);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.line(&[(cx, cy), (x, y)]);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.line(&[(cx0, cy0), (cx1, cy1), (x, y)]);
    }

    fn close(&mut self) {}
}

/// What a PostScript outline of a page costs: its procedures call each other, a million steps at most. The time that they
/// take counts too.
pub(super) const PROCEDURE: usize = 8;
/// Lines and curves of a glyph whose instructions are run: letters have a hundred or two, and one instruction may move all their
/// points.
const MOST_INSTRUCTED: usize = 1_000;
/// Points of the twilight zone: usual programs have less than a hundred.
const MOST_TWILIGHT: u16 = 1_024;
const UNITS_PER_EM: f32 = 1000.0;
/// Pixels of an em, the size for which PDFium loads glyphs.
const PIXELS: f32 = 64.0;

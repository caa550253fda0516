//! The areas that paths paint: which are plates, which are lines, and which are paper.

use hayro_interpret::kurbo::{Affine, BezPath, ParamCurve, PathEl, PathSeg, Point, Rect, Shape};
use hayro_interpret::pattern::Pattern;
use hayro_interpret::{DrawMode, DrawProps, Paint};

use super::rect_of;
use crate::page_text::plain::FIGURED;
use crate::page_text::{Outline, RawShape};

/// The parts of paths so far.
pub(super) struct Painted {
    pub(super) shapes: Vec<RawShape>,
    pub(super) is_crowded: bool,
    max_shapes: usize,
    dark: Dark,
    clips: Vec<Clip>,
    /// Clips in force that are no rectangles, the edges of which are not yet
    /// among the shapes; with their place among the clips.
    edges: Vec<(usize, BezPath)>,
}

/// All clips in force together.
#[derive(Clone, Copy)]
struct Clip {
    bounds: Rect,
    is_rect: bool,
}

impl Painted {
    pub(super) fn new(visible: Rect, max_shapes: usize) -> Self {
        Self {
            shapes: Vec::new(),
            is_crowded: false,
            max_shapes,
            dark: Dark::new(visible),
            clips: Vec::new(),
            edges: Vec::new(),
        }
    }

    /// Adds what a path paints. White belongs to the paper, because many
    /// programs paint it first, unless something darker was painted there.
    pub(super) fn add(&mut self, path: &BezPath, props: &DrawProps<'_>, mode: &DrawMode) {
        let DrawProps {
            transform, paint, ..
        } = props;
        let transform = *transform;
        if self.is_crowded {
            return;
        }
        let path = transform * path;
        let mut parts = Vec::new();
        match mode {
            DrawMode::Invisible => {}
            DrawMode::Stroke(stroke) => {
                self.strokes(&path, half_width(transform, stroke.line_width), &mut parts);
            }
            DrawMode::Fill(_) | DrawMode::FillAndStroke(..) if is_figured(props) => {
                self.figure(&path, &mut parts);
            }
            DrawMode::Fill(_) => self.fills(&path, 0.0, &mut parts),
            DrawMode::FillAndStroke(_, stroke) => {
                let half = half_width(transform, stroke.line_width);
                self.fills(&path, half, &mut parts);
            }
        }
        let white = is_white(paint);
        for (area, outline) in parts {
            self.push(area, outline, white);
        }
    }

    fn push(&mut self, area: Rect, outline: Outline, white: bool) {
        if !area.is_finite() || self.shapes.len() >= self.max_shapes {
            self.is_crowded = true;
            return;
        }
        if white && !self.dark.is_below(&area) {
            return;
        }
        self.dark.add(&area);
        self.shapes.push(RawShape {
            area: rect_of(area),
            outline,
        });
    }

    /// Something that is no paper.
    pub(super) fn darken(&mut self, area: &Rect) {
        self.dark.add(area);
    }

    pub(super) fn push_clip(&mut self, path: &BezPath) {
        const DEPTH: usize = 4096;
        let own = path.bounding_box();
        let is_rect = as_rect(path.elements()).is_some();
        let (bounds, around) = match self.clips.last() {
            Some(outer) => (outer.bounds.intersect(own), outer.is_rect),
            None => (own, true),
        };
        if !is_rect {
            self.edges.push((self.clips.len(), path.clone()));
        }
        self.clips.push(Clip {
            bounds,
            is_rect: around && is_rect,
        });
        self.is_crowded |= self.clips.len() > DEPTH;
    }

    pub(super) fn pop_clip(&mut self) {
        self.clips.pop();
        let depth = self.clips.len();
        while self.edges.last().is_some_and(|(place, _)| *place >= depth) {
            self.edges.pop();
        }
    }

    /// Around each segment of a stroked path.
    fn strokes(&self, path: &BezPath, half: f64, parts: &mut Vec<Part>) {
        for segment in path.segments() {
            if parts.len() > self.max_shapes {
                return;
            }
            match segment {
                PathSeg::Line(line) => parts.push(line_between(line.p0, line.p1, half)),
                curve => bent(&curve, half, parts),
            }
        }
    }

    /// Around each part of a filled path; `half` of the width of its border.
    fn fills(&mut self, path: &BezPath, half: f64, parts: &mut Vec<Part>) {
        let within = |_: &PathEl, next: &PathEl| !matches!(next, PathEl::MoveTo(_));
        for part in path.elements().chunk_by(within) {
            let plate = as_rect(part).filter(|_| half <= BORDER);
            let part = BezPath::from_vec(part.to_vec());
            let area = part.bounding_box().inflate(half, half);
            match plate {
                Some(_) => self.plate(area, parts),
                None => outline(&part, area, half, parts),
            }
        }
    }

    /// An area in which anything may be seen: all of it may be ink.
    fn figure(&self, path: &BezPath, parts: &mut Vec<Part>) {
        let area = path.bounding_box();
        let left = self
            .clips
            .last()
            .map_or(area, |clip| area.intersect(clip.bounds));
        // Nothing is left of it, if programs agree on the clip.
        let area = if left.is_zero_area() { area } else { left };
        parts.push((area, Outline::Figure));
    }

    /// A plate is what the clips leave of it.
    fn plate(&mut self, area: Rect, parts: &mut Vec<Part>) {
        let Some(clip) = self.clips.last() else {
            parts.push((area, Outline::Plate));
            return;
        };
        let left = area.intersect(clip.bounds);
        if left.is_zero_area() && !area.is_zero_area() {
            // Nothing is left of it, if programs agree on the clip.
            parts.push((area, Outline::Unknown));
        } else if clip.is_rect {
            parts.push((left, Outline::Plate));
        } else if is_large(&left) {
            parts.push((left, Outline::Plate));
            for (_, edge) in std::mem::take(&mut self.edges) {
                outline(&edge, edge.bounding_box(), 0.0, parts);
            }
        } else {
            parts.push((left, Outline::Unknown));
        }
    }
}

type Part = (Rect, Outline);

fn half_width(transform: Affine, width: f32) -> f64 {
    let [a, b, c, d, ..] = transform.as_coeffs();
    f64::from(width) / 2.0 * a.hypot(b).max(c.hypot(d))
}

fn line_between(from: Point, to: Point, half: f64) -> Part {
    let area = Rect::from_points(from, to).inflate(half, half);
    let outline = Outline::Line {
        from: (from.x, from.y),
        to: (to.x, to.y),
        half,
    };
    (area, outline)
}

/// A curve: as lines when its box is so large that much of it is empty.
fn bent(curve: &PathSeg, half: f64, parts: &mut Vec<Part>) {
    const SMALL: f64 = 8.0;
    const STEPS: u8 = 16;
    let area = curve.bounding_box();
    if area.width().min(area.height()) <= SMALL {
        parts.push((area.inflate(half, half), Outline::Unknown));
        return;
    }
    // Between its chords the curve departs from them by less than this share.
    let half = half + area.width().max(area.height()) / 500.0;
    let at = |step: u8| curve.eval(f64::from(step) / f64::from(STEPS));
    parts.extend((0..STEPS).map(|step| line_between(at(step), at(step + 1), half)));
}

/// A filled part that is no rectangle. An area within a large one hides nothing of it as long as it
/// does not touch the edge.
fn outline(part: &BezPath, area: Rect, half: f64, parts: &mut Vec<Part>) {
    const SEGMENTS: usize = 1000;
    if !is_large(&area) || part.elements().len() > SEGMENTS {
        parts.push((area, Outline::Unknown));
        return;
    }
    let mut last = None;
    for segment in part.segments() {
        last = Some(segment.end());
        match segment {
            PathSeg::Line(line) => parts.push(line_between(line.p0, line.p1, half)),
            curve => bent(&curve, half, parts),
        }
    }
    if let (Some(PathEl::MoveTo(start)), Some(end)) = (part.elements().first(), last) {
        parts.push(line_between(end, *start, half));
    }
}

/// Larger than signs, ticks and letters.
fn is_large(area: &Rect) -> bool {
    const SIGN: f64 = 36.0;
    area.width().min(area.height()) > SIGN
}

/// The upright rectangle that a part of a path goes round, if it does.
fn as_rect(part: &[PathEl]) -> Option<Rect> {
    const NEAR: f64 = 0.01;
    let mut corners = Vec::with_capacity(5);
    for element in part {
        match element {
            PathEl::MoveTo(point) if corners.is_empty() => corners.push(*point),
            PathEl::LineTo(point) if corners.len() < 5 => corners.push(*point),
            PathEl::ClosePath => {}
            _ => return None,
        }
    }
    let [a, b, c, d, rest @ ..] = corners.as_slice() else {
        return None;
    };
    let same = |one: f64, two: f64| (one - two).abs() < NEAR;
    let is_closed = rest.iter().all(|end| same(end.x, a.x) && same(end.y, a.y));
    let level = same(a.y, b.y) && same(b.x, c.x) && same(c.y, d.y) && same(d.x, a.x);
    let upright = same(a.x, b.x) && same(b.y, c.y) && same(c.x, d.x) && same(d.y, a.y);
    (is_closed && (level || upright)).then(|| Rect::from_points(*a, *c))
}

fn is_white(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(color) => matches!(color.to_rgba().to_rgba8(), [255, 255, 255, _]),
        Paint::Pattern(_) => false,
    }
}

/// Whether anything may be seen in what is filled: it is no plain colour, or a soft mask gives it a shape.
fn is_figured(props: &DrawProps<'_>) -> bool {
    let is_plain = match &props.paint {
        Paint::Color(color) => {
            let [red, green, blue, _] = color.to_rgba().to_rgba8();
            let parts = [red, green, blue].into_iter().zip(FIGURED);
            parts
                .into_iter()
                .any(|(part, figured)| (f64::from(part) / 255.0 - figured).abs() > 0.01)
        }
        Paint::Pattern(pattern) => matches!(**pattern, Pattern::Shading(_)),
    };
    props.soft_mask.is_some() || !is_plain
}

/// Where on the page something was painted, in a grid.
struct Dark {
    visible: Rect,
    rows: Vec<Row>,
}

type Row = [u64; WORDS];
const WORDS: usize = 8;
const CELLS: usize = 64 * WORDS;

impl Dark {
    fn new(visible: Rect) -> Self {
        Self {
            visible,
            rows: Vec::new(),
        }
    }

    /// Marks each cell that the area touches.
    fn add(&mut self, area: &Rect) {
        let Some((columns, lines)) = self.cells(area) else {
            return;
        };
        self.rows.resize(CELLS, [0; WORDS]);
        let mask = mask(columns);
        for row in self.rows.get_mut(lines.0..=lines.1).unwrap_or_default() {
            for (word, bits) in row.iter_mut().zip(mask) {
                *word |= bits;
            }
        }
    }

    /// Whether a cell of the area is marked, but for those along its edges.
    fn is_below(&self, area: &Rect) -> bool {
        let Some((columns, lines)) = self.cells(area) else {
            return false;
        };
        let mask = mask(within(columns));
        let lines = within(lines);
        let rows = self.rows.get(lines.0..=lines.1).unwrap_or_default();
        let mut words = rows.iter().flat_map(|row| row.iter().zip(mask));
        words.any(|(word, bits)| word & bits != 0)
    }

    /// First and last column and row.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn cells(&self, area: &Rect) -> Option<((usize, usize), (usize, usize))> {
        let visible = &self.visible;
        let is_apart = area.x1 < visible.x0
            || area.x0 > visible.x1
            || area.y1 < visible.y0
            || area.y0 > visible.y1;
        if is_apart || !area.is_finite() {
            return None;
        }
        // Saturating: what lies beyond the page counts for its edge.
        let cell = |value: f64, start: f64, length: f64| {
            let share = (value - start) / length.max(f64::MIN_POSITIVE);
            ((share * 512.0) as usize).min(CELLS - 1)
        };
        let column = |x| cell(x, visible.x0, visible.width());
        let line = |y| cell(y, visible.y0, visible.height());
        Some((
            (column(area.x0), column(area.x1)),
            (line(area.y0), line(area.y1)),
        ))
    }
}

/// Without a cell at both ends, if enough are left.
fn within((first, last): (usize, usize)) -> (usize, usize) {
    match last - first >= 3 {
        true => (first + 1, last - 1),
        false => (first, last),
    }
}

fn mask((first, last): (usize, usize)) -> Row {
    let below = |end: usize, word: usize| match end.saturating_sub(64 * word) {
        bits @ 0..64 => (1_u64 << bits) - 1,
        _ => u64::MAX,
    };
    std::array::from_fn(|word| below(last + 1, word) & !below(first, word))
}

/// Half of the width of a border with which a rectangle is still a plate.
const BORDER: f64 = 2.0;

#[cfg(test)]
mod tests;

//! How much of what is drawn an area covers, alone and together with others.

use crate::geometry::ViewRect;

/// Whether the area reaches what is within a rim of `x` and `y` points.
pub(super) fn reaches(area: &ViewRect, drawn: &ViewRect, x: f64, y: f64) -> bool {
    area.left <= drawn.right() - x
        && area.right() >= drawn.left + x
        && area.top <= drawn.bottom() - y
        && area.bottom() >= drawn.top + y
}

/// Whether an area that hides a little of what is drawn hides too much of it
/// together with others: each may come from another side.
pub(super) fn together(area: &ViewRect, beside: &[ViewRect], drawn: &ViewRect) -> bool {
    const TOGETHER: f64 = 0.3;
    const AREAS: usize = 16;
    let Some(own) = common(area, drawn) else {
        return false;
    };
    let others = beside.iter().filter_map(|other| common(other, drawn));
    let mut parts: Vec<ViewRect> = others.take(AREAS).collect();
    if parts.is_empty() {
        return false;
    }
    if parts.len() == AREAS {
        return true;
    }
    parts.push(own);
    covered(&parts) > TOGETHER * drawn.width * drawn.height
}

pub(super) fn common(one: &ViewRect, two: &ViewRect) -> Option<ViewRect> {
    one.overlaps(two).then(|| {
        ViewRect::from_edges(
            one.left.max(two.left),
            one.top.max(two.top),
            one.right().min(two.right()),
            one.bottom().min(two.bottom()),
        )
    })
}

pub(super) fn contains(outer: &ViewRect, inner: &ViewRect) -> bool {
    outer.left <= inner.left
        && outer.right() >= inner.right()
        && outer.top <= inner.top
        && outer.bottom() >= inner.bottom()
}

/// The area that rectangles cover, what several cover once: upright strips
/// between all their edges.
pub(super) fn covered(rects: &[ViewRect]) -> f64 {
    let mut edges: Vec<f64> = rects.iter().flat_map(|r| [r.left, r.right()]).collect();
    edges.sort_by(f64::total_cmp);
    let strips = edges.iter().zip(edges.iter().skip(1));
    strips
        .map(|(left, right)| {
            let within = rects
                .iter()
                .filter(|r| r.left <= *left && r.right() >= *right);
            let mut spans: Vec<(f64, f64)> = within.map(|r| (r.top, r.bottom())).collect();
            spans.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut height = 0.0;
            let mut end = f64::NEG_INFINITY;
            for (top, bottom) in spans {
                height += (bottom - top.max(end)).max(0.0);
                end = end.max(bottom);
            }
            height * (right - left)
        })
        .sum()
}

/// Shapes that meet at an edge do not hide each other.
pub(super) fn without_rim(area: &ViewRect) -> ViewRect {
    let (x, y) = (POINTS.min(RIM * area.width), POINTS.min(RIM * area.height));
    ViewRect::from_edges(
        area.left + x,
        area.top + y,
        area.right() - x,
        area.bottom() - y,
    )
}

/// Share of a character on each side that may be touched.
pub(super) const RIM: f64 = 0.15;
/// Points by which areas may overlap where they meet.
pub(super) const POINTS: f64 = 1.0;

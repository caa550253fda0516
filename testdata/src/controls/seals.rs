//! Seals as agencies have them, large and small, scanned, faded, compressed and turned: each lies over a third of the person's
//! signature and touches the printed name, and makes an original.

use kyso_pdf::Rect;

use crate::Case;
use crate::attacks::drawing::words;
use crate::expected::Expected;
use crate::pixels::{Rgba, grain};

#[allow(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    let original = Expected::passed()
        .with_modifications("permitted")
        .with_signatures(2)
        .with_roles("person agency")
        .with_status("ORIGINAL");
    let sealed = |name, millimetres: f64, change: fn(Rgba) -> Rgba| {
        Case::new(name, original, move |base| {
            // 300 dots an inch, unless the scan is of another kind.
            let scanned = match name.contains("dots") {
                true => Rgba::seal(),
                false => Rgba::seal().resized(425),
            };
            let area = area(millimetres);
            change(scanned).sign_below((&base.office.agency, "ConDau1"), area, &base.approved)
        })
    };
    vec![
        sealed("seal-of-26-mm", 26.0, |seal| seal),
        sealed("seal-of-30-mm", 30.0, |seal| seal),
        sealed("seal-of-42-mm", 42.0, |seal| seal),
        sealed("seal-of-48-mm", 48.0, |seal| seal),
        sealed("seal-of-53-mm", 53.0, |seal| seal),
        sealed("seal-of-60-mm", 60.0, |seal| seal),
        sealed("seal-scanned-with-100-dots-an-inch", 36.0, |seal| {
            seal.resized(142)
        }),
        sealed("seal-scanned-with-150-dots-an-inch", 36.0, |seal| {
            seal.resized(213)
        }),
        sealed("seal-scanned-with-200-dots-an-inch", 36.0, |seal| {
            seal.resized(283)
        }),
        sealed("seal-scanned-with-400-dots-an-inch", 36.0, |seal| {
            seal.resized(567)
        }),
        sealed("seal-scanned-with-600-dots-an-inch", 36.0, |seal| {
            seal.resized(850)
        }),
        sealed("seal-turned-by-7-degrees", 36.0, |seal| seal.turned(7.0)),
        sealed("seal-turned-by-45-degrees", 36.0, |seal| seal.turned(45.0)),
        sealed("seal-turned-by-180-degrees", 42.0, |seal| {
            seal.turned(180.0)
        }),
        sealed("seal-turned-by-270-degrees", 53.0, |seal| {
            seal.turned(270.0)
        }),
        sealed("seal-faded", 36.0, |seal| seal.each(faded)),
        sealed("seal-faded-of-53-mm", 53.0, |seal| seal.each(faded)),
        sealed("seal-faded-and-half-clear", 36.0, |seal| {
            seal.each(half_clear)
        }),
        sealed("seal-faded-and-half-clear-of-60-mm", 60.0, |seal| {
            seal.each(half_clear)
        }),
        sealed("seal-with-grain", 36.0, |seal| seal.each(grainy)),
        sealed("seal-with-grain-of-26-mm", 26.0, |seal| seal.each(grainy)),
        sealed("seal-faded-with-grain", 42.0, |seal| {
            seal.each(faded).each(grainy)
        }),
        sealed("seal-with-holes-in-the-ink", 36.0, |seal| seal.each(holed)),
        sealed("seal-with-holes-of-53-mm", 53.0, |seal| seal.each(holed)),
        sealed("seal-compressed-a-little", 36.0, |seal| {
            seal.compressed(4.0)
        }),
        sealed("seal-compressed-much", 36.0, |seal| seal.compressed(10.0)),
        sealed("seal-compressed-of-60-mm", 60.0, |seal| {
            seal.compressed(6.0)
        }),
        sealed("seal-with-a-pale-rim", 36.0, |seal| {
            seal.rimmed(1, [255, 205, 205, 90])
        }),
        sealed("seal-with-a-wide-pale-rim", 36.0, |seal| {
            seal.rimmed(2, [255, 190, 190, 60])
        }),
        sealed("seal-with-a-red-rim", 48.0, |seal| {
            seal.rimmed(2, [230, 90, 100, 140])
        }),
        sealed("seal-on-a-veil-of-paper", 36.0, |seal| seal.each(on_paper)),
        sealed("seal-on-a-veil-of-paper-of-53-mm", 53.0, |seal| {
            seal.each(on_paper)
        }),
        sealed("seal-in-bold-lines", 36.0, |seal| {
            seal.rimmed(2, [214, 17, 40, 255])
        }),
        sealed("seal-in-bold-lines-of-60-mm", 60.0, |seal| {
            seal.rimmed(1, [214, 17, 40, 255])
        }),
        sealed("seal-faded-compressed-and-turned", 36.0, |seal| {
            seal.turned(11.0).each(faded).compressed(5.0)
        }),
        sealed("seal-with-the-national-emblem", 36.0, |seal| {
            emblem(seal, 0.6)
        }),
        sealed("seal-with-a-dense-emblem-of-42-mm", 42.0, |seal| {
            emblem(seal, 0.7)
        }),
        sealed("seal-cut-out-at-100-dots-an-inch", 36.0, |seal| {
            seal.resized(142).each(cut_out)
        }),
        sealed("seal-cut-out-at-150-dots-an-inch", 36.0, |seal| {
            seal.resized(213).each(cut_out)
        }),
        sealed("seal-cut-out-at-150-dots-an-inch-of-53-mm", 53.0, |seal| {
            seal.resized(213).each(cut_out)
        }),
        sealed("seal-faded-and-cut-out-at-150-dots-an-inch", 36.0, |seal| {
            seal.resized(213).each(half_faded).each(cut_out)
        }),
        sealed("seal-faded-and-cut-out-at-220-dots-an-inch", 36.0, |seal| {
            seal.resized(312).each(half_faded).each(cut_out)
        }),
        sealed("seal-faded-and-cut-out", 42.0, |seal| {
            seal.each(half_faded).each(cut_out)
        }),
        sealed("seal-with-grain-and-a-rim", 30.0, |seal| {
            seal.each(grainy).rimmed(1, [255, 200, 200, 70])
        }),
        sealed("seal-in-dark-red", 36.0, |seal| {
            seal.each(|_, [.., alpha]| [139, 8, 16, alpha])
        }),
        sealed("seal-with-edges-times-alpha", 36.0, |seal| {
            seal.each(times_alpha)
        }),
        sealed("seal-with-specks-of-dust", 36.0, |seal| seal.each(dusty)),
        Case::new("seal-around-a-number", original, |base| {
            words::sealed(base, |_, _| false, [0; 4])
        }),
        // A stroke across the number, and one as broad on the paper beside it.
        Case::new("seal-with-a-stroke-across-a-number", original, |base| {
            let is_stroke =
                |x: f64, y: f64| (x - y - 115.0).abs() < 1.2 || (35.0..38.0).contains(&y);
            words::sealed(base, is_stroke, [214, 17, 40, 255])
        }),
    ]
}

/// Over the left third of the person's signature.
fn area(millimetres: f64) -> Rect {
    let side = millimetres * 72.0 / 25.4;
    let (right, middle) = (294.6, 488.0);
    Rect::from_corners(
        right - side,
        middle - side / 2.0,
        right,
        middle + side / 2.0,
    )
}

/// With an emblem in the middle instead of a star: lines close together, this share of them ink, around a full disc.
fn emblem(seal: Rgba, ink: f64) -> Rgba {
    let from_middle = |x: f64, y: f64| (x - 0.5).hypot(y - 0.5);
    let is_line = move |x: f64, y: f64| {
        let radius = from_middle(x, y);
        radius < 0.22 && (radius < 0.05 || (radius * 90.0).fract() < ink)
    };
    seal.fill([0; 4], move |x, y| from_middle(x, y) < 0.24)
        .fill([214, 17, 40, 255], is_line)
}

/// Between red and pink.
fn faded(_: usize, [_, _, _, alpha]: [u8; 4]) -> [u8; 4] {
    [226, 98, 104, alpha]
}

/// Ink of which half is paper.
fn half_faded(_: usize, [_, _, _, alpha]: [u8; 4]) -> [u8; 4] {
    [234, 136, 147, alpha]
}

/// On white paper, of which what is light is made clear, and all else full.
fn cut_out(_: usize, [red, green, blue, alpha]: [u8; 4]) -> [u8; 4] {
    let on_paper = |part: u8| 255 - (255 - u32::from(part)) * u32::from(alpha) / 255;
    let [red, green, blue] = [red, green, blue].map(on_paper);
    let is_ink = 3 * red + 6 * green + blue < 2250;
    let part = |part: u32| u8::try_from(part).unwrap_or(u8::MAX);
    [
        part(red),
        part(green),
        part(blue),
        if is_ink { 255 } else { 0 },
    ]
}

/// Ink that lets through what is below.
fn half_clear(_: usize, [_, _, _, alpha]: [u8; 4]) -> [u8; 4] {
    [220, 60, 70, alpha / 8 * 5]
}

/// Ink that is darker here and lighter there.
fn grainy(index: usize, [red, green, blue, alpha]: [u8; 4]) -> [u8; 4] {
    let grain = grain(index) / 5;
    let [green, blue] = [green, blue].map(|part| part.saturating_add(grain));
    [red.saturating_sub(grain / 4), green, blue, alpha]
}

/// Colours as programs write them that mix them with black at the edges.
fn times_alpha(_: usize, [red, green, blue, alpha]: [u8; 4]) -> [u8; 4] {
    let part = |part: u8| u8::try_from(u32::from(part) * u32::from(alpha) / 255).unwrap_or(part);
    [part(red), part(green), part(blue), alpha]
}

/// Black dust here and there, of 0.7 points.
fn dusty(index: usize, pixel: [u8; 4]) -> [u8; 4] {
    let is_speck = |at: usize| at % 60 < 3;
    match is_speck(index % 425) && is_speck(index / 425) {
        true => [15, 15, 15, 255],
        false => pixel,
    }
}

/// Ink that left a fifth of the paper free.
fn holed(index: usize, [red, green, blue, alpha]: [u8; 4]) -> [u8; 4] {
    let alpha = if grain(index) < 51 { 0 } else { alpha };
    [red, green, blue, alpha]
}

/// Paper that was not made wholly clear.
fn on_paper(_: usize, [red, green, blue, alpha]: [u8; 4]) -> [u8; 4] {
    match alpha < 14 {
        true => [255, 250, 245, 14],
        false => [red, green, blue, alpha],
    }
}

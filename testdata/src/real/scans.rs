//! Signatures and seals out of scans: with pale rims, faint halos, on white paper, and cut into strips.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream};

use super::holders::{LEADER, PROVINCE};
use super::raster::Raster;
use super::steps::*;
use super::{ORIGINAL, case};
use crate::Case;
use crate::expected::Expected;
use crate::signing::{Look, MakeForm};

type Add<'a> = &'a mut dyn FnMut(Object) -> ObjectId;

pub(super) fn cases() -> Vec<Case> {
    let sealed = |name, expected: Expected, make: MakeForm| {
        let place = seal_place(MIDDLE, ROUND);
        let seal = by(PROVINCE, Look::Made(place, make));
        let steps = vec![signature(LEADER, RIGHT, MIDDLE), seal];
        let expected = expected.with_signatures(2).with_roles("person agency");
        case(name, expected, move |base| signed(base, &steps))
    };
    let hides = Expected::altered("DrawnOverSignature");
    vec![
        sealed("seal-with-white-rims", ORIGINAL, |area, add| {
            whole(area, add, &rimmed(2, [252, 250, 248, 255]))
        }),
        sealed("seal-with-gray-rims", ORIGINAL, |area, add| {
            whole(area, add, &rimmed(1, [170, 165, 160, 230]))
        }),
        sealed("seal-in-a-faint-halo", ORIGINAL, |area, add| {
            whole(area, add, &rimmed(12, [250, 250, 250, 50]))
        }),
        sealed("seal-in-strips", ORIGINAL, |area, add| {
            tiles(area, add, &Raster::sample(SEAL), (1, 7))
        }),
        sealed("seal-in-tiles-with-white-rims", ORIGINAL, |area, add| {
            tiles(area, add, &rimmed(2, [252, 250, 248, 255]), (3, 4))
        }),
        sealed("seal-with-wide-white-rims", hides, |area, add| {
            whole(area, add, &rimmed(9, [252, 250, 248, 255]))
        }),
        sealed("seal-on-white-paper-over-strokes", hides, |area, add| {
            whole(area, add, &on_paper([252, 250, 248, 255]))
        }),
        sealed("seal-in-strips-behind-finer-masks", hides, |area, add| {
            let seal = Raster::sample(SEAL).map(|_, _, [.., alpha]| [214, 17, 40, alpha]);
            tiles_behind(area, add, &seal, (1, 2), |part| part.dotted(4))
        }),
        sealed(
            "seal-in-strips-of-which-one-is-white",
            hides,
            |area, add| {
                let seal = Raster::sample(SEAL);
                let (from, to) = (seal.height * 3 / 7, seal.height * 4 / 7);
                let covered = seal.map(|_, y, pixel| match (from..to).contains(&y) {
                    true => blended(pixel, [255; 4]),
                    false => pixel,
                });
                tiles(area, add, &covered, (1, 7))
            },
        ),
    ]
}

const SEAL: &str = "con-dau-mau.png";

/// The sample with so many pixels of another colour around its ink.
fn rimmed(width: u32, rim: [u8; 4]) -> Raster {
    let seal = Raster::sample(SEAL);
    let inked: Vec<bool> = seal.pixels.iter().map(|pixel| pixel[3] >= 128).collect();
    let (columns, rows) = (seal.width, seal.height);
    let is_near = move |x: u32, y: u32| {
        let around = |at: u32, side: u32| at.saturating_sub(width)..(at + width + 1).min(side);
        let mut places = around(y, rows).flat_map(|y| around(x, columns).map(move |x| (x, y)));
        places.any(|(x, y)| inked[(y * columns + x) as usize])
    };
    seal.map(|x, y, pixel| match pixel[3] < 128 && is_near(x, y) {
        true => rim,
        false => pixel,
    })
}

fn on_paper(paper: [u8; 4]) -> Raster {
    Raster::sample(SEAL).map(|_, _, pixel| blended(pixel, paper))
}

/// A pixel on an opaque one.
fn blended(pixel: [u8; 4], paper: [u8; 4]) -> [u8; 4] {
    let alpha = u32::from(pixel[3]);
    let part = |index: usize| {
        let sum = u32::from(pixel[index]) * alpha + u32::from(paper[index]) * (255 - alpha);
        u8::try_from(sum / 255).unwrap()
    };
    [part(0), part(1), part(2), 255]
}

fn whole(area: &Rect, add: Add<'_>, raster: &Raster) -> ObjectId {
    tiles(area, add, raster, (1, 1))
}

/// The picture in so many columns and rows, as drivers of printers cut it.
fn tiles(area: &Rect, add: Add<'_>, raster: &Raster, parts: (u32, u32)) -> ObjectId {
    tiles_behind(area, add, raster, parts, |part| {
        part.part(0..part.width, 0..part.height)
    })
}

/// The same, each part behind a mask that is made of it.
fn tiles_behind(
    area: &Rect,
    add: Add<'_>,
    raster: &Raster,
    (columns, rows): (u32, u32),
    mask: fn(&Raster) -> Raster,
) -> ObjectId {
    let bounds = Rect::from_corners(0.0, 0.0, area.width(), area.height());
    let mut objects = Dictionary::new();
    let mut content = String::new();
    let edge = |at: u32, of: u32, side: u32| at * side / of;
    for (column, row) in (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row))) {
        let across = edge(column, columns, raster.width)..edge(column + 1, columns, raster.width);
        let down = edge(row, rows, raster.height)..edge(row + 1, rows, raster.height);
        let scale_x = bounds.width() / f64::from(raster.width);
        let scale_y = bounds.height() / f64::from(raster.height);
        let name = format!("Im{column}x{row}");
        content += &format!(
            "q {} 0 0 {} {} {} cm /{name} Do Q\n",
            scale_x * f64::from(across.end - across.start),
            scale_y * f64::from(down.end - down.start),
            scale_x * f64::from(across.start),
            scale_y * f64::from(raster.height - down.end),
        );
        let part = raster.part(across, down);
        objects.insert(&name, part.add(&mask(&part), add));
    }
    let form = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Form"))
        .with("BBox", bounds.to_object())
        .with("Resources", Dictionary::new().with("XObject", objects));
    add(Stream::new(form, content.into_bytes()).into())
}

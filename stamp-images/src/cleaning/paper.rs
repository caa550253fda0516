//! The paper of a scan or a photograph: its colour in every place, under the ink too.
//!
//! Paper is not white, and light falls on it unevenly. The picture is cut into tiles; the lighter part of a tile is paper, unless
//! ink covers all of the tile. Light changes little from one tile to the next, the edge of ink much: paper is the largest light area of
//! tiles in which neighbours are alike, and large areas of its tint that are in a shadow. Tiles below ink take the colour from around.

use crate::picture::Picture;

/// Red, green and blue, 0 to 255.
pub(super) type Rgb = [f32; 3];

/// The colour of the paper in every place of a picture.
pub(super) struct Paper {
    /// Pixels along the side of a tile.
    tile: usize,
    grid: Grid,
    /// Of the middle of each tile, row by row.
    colours: Vec<Rgb>,
}

impl Paper {
    /// Finds the paper; `None` where most of the picture is no light surface.
    pub(super) fn of(picture: &Picture) -> Option<Self> {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let tile = width.max(height).div_ceil(MOST_TILES).max(LEAST_TILE);
        let grid = Grid {
            columns: width.div_ceil(tile),
            rows: height.div_ceil(tile),
        };
        let rows: Vec<&[[u8; 4]]> = rows_of(picture).collect();
        let tiles = rows
            .chunks(tile)
            .flat_map(|rows| light_of_tiles(rows, tile));
        let tiles: Vec<Rgb> = tiles.collect();
        let is_paper = grid.without_dents(&tiles, &grid.paper(&tiles));
        let known = is_paper.iter().filter(|is_paper| **is_paper).count();
        let is_enough = known as f64 >= LEAST_PAPER * tiles.len() as f64;
        let colours = tiles.iter().zip(&is_paper);
        let colours = colours.map(|(colour, is_paper)| is_paper.then_some(*colour));
        let colours = grid.smoothed(&grid.filled(colours.collect()));
        let paper = mean(colours.iter().copied())?;
        (is_enough && is_like_paper(paper)).then_some(Self {
            tile,
            grid,
            colours,
        })
    }

    /// The paper below each pixel of a row.
    pub(super) fn row(&self, y: usize, width: usize) -> impl Iterator<Item = Rgb> + use<'_> {
        let (above, below, share) = between(y, self.tile, self.grid.rows);
        let columns = self.grid.columns;
        let row: Vec<Rgb> = (0..columns)
            .map(|column| {
                let at = |row: usize| self.colour(row * columns + column);
                blend(at(above), at(below), share)
            })
            .collect();
        (0..width).map(move |x| {
            let (left, right, share) = between(x, self.tile, columns);
            let at = |column: usize| row.get(column).copied().unwrap_or_default();
            blend(at(left), at(right), share)
        })
    }

    fn colour(&self, tile: usize) -> Rgb {
        self.colours.get(tile).copied().unwrap_or_default()
    }
}

/// The rows of pixels of a picture.
pub(super) fn rows_of(picture: &Picture) -> impl Iterator<Item = &[[u8; 4]]> {
    let pixels = picture.rgba().as_chunks::<4>().0;
    pixels.chunks_exact(picture.width() as usize)
}

/// The colour of a pixel on white paper: what is clear is paper.
pub(super) fn on_white([red, green, blue, alpha]: [u8; 4]) -> Rgb {
    let alpha = f32::from(alpha) / 255.0;
    [red, green, blue].map(|part| 255.0 + (f32::from(part) - 255.0) * alpha)
}

fn luminance([red, green, blue]: Rgb) -> f32 {
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// The colour of the lighter part of each tile in some rows, which the noise of the picture does not shift: the mean of all pixels about
/// as light as the lightest tenth.
fn light_of_tiles(rows: &[&[[u8; 4]]], tile: usize) -> Vec<Rgb> {
    let columns = rows.first().map_or(0, |row| row.len().div_ceil(tile));
    let mut counts = vec![[0_u32; 256]; columns];
    for row in rows {
        for (counts, pixels) in counts.iter_mut().zip(row.chunks(tile)) {
            for pixel in pixels {
                if let Some(count) = counts.get_mut(luminance(on_white(*pixel)) as usize) {
                    *count += 1;
                }
            }
        }
    }
    let lightest: Vec<f32> = counts.iter().map(lightest_tenth).collect();
    let mut sums = vec![([0.0_f32; 3], 0.0_f32); columns];
    for row in rows {
        for ((sum, light), pixels) in sums.iter_mut().zip(&lightest).zip(row.chunks(tile)) {
            let colours = pixels.iter().map(|pixel| on_white(*pixel));
            for colour in colours.filter(|colour| luminance(*colour) >= light - NOISE) {
                sum.0 = add(sum.0, colour);
                sum.1 += 1.0;
            }
        }
    }
    let means = sums.into_iter();
    means
        .map(|(sum, count)| sum.map(|part| part / count.max(1.0)))
        .collect()
}

/// The luminance that a tenth of the pixels reach.
fn lightest_tenth(counts: &[u32; 256]) -> f32 {
    let all: u32 = counts.iter().sum();
    let mut lighter = 0;
    for (luminance, count) in (0_u8..=255).zip(counts).rev() {
        lighter += count;
        if lighter * 10 >= all {
            return f32::from(luminance);
        }
    }
    0.0
}

/// Tiles that lead to each other.
struct Area {
    number: usize,
    sum: Rgb,
    tiles: f32,
}

impl Area {
    fn mean(&self) -> Rgb {
        self.sum.map(|sum| sum / self.tiles)
    }
}

/// The tiles of a picture.
#[derive(Debug, Clone, Copy)]
struct Grid {
    columns: usize,
    rows: usize,
}

impl Grid {
    /// The tiles no further than this from one, and itself.
    fn near(self, tile: usize, reach: usize) -> impl Iterator<Item = usize> {
        let (x, y) = (tile % self.columns, tile / self.columns);
        let rows = y.saturating_sub(reach)..(y + reach + 1).min(self.rows);
        let columns = x.saturating_sub(reach)..(x + reach + 1).min(self.columns);
        rows.flat_map(move |row| columns.clone().map(move |x| row * self.columns + x))
    }

    /// The area of tiles like their neighbours that is largest, the light of an area counting more than its size; and large areas
    /// that are as paper in its shadow.
    fn paper(self, tiles: &[Rgb]) -> Vec<bool> {
        let mut area_of = vec![None; tiles.len()];
        let mut areas = Vec::new();
        for start in 0..tiles.len() {
            if area_of.get(start) == Some(&None) {
                areas.push(self.take_area(areas.len(), start, tiles, &mut area_of));
            }
        }
        let weight = |area: &Area| luminance(area.sum).powi(2) / area.tiles;
        let main = areas.iter().max_by(|a, b| weight(a).total_cmp(&weight(b)));
        let least = LEAST_IN_SHADOW * tiles.len() as f32;
        let is_paper = |area: &Area| {
            let paper = main.map(Area::mean).unwrap_or_default();
            main.is_some_and(|main| main.number == area.number)
                || area.tiles >= least && is_shadow(area.mean(), paper)
        };
        let is_paper: Vec<bool> = areas.iter().map(is_paper).collect();
        let area_of = area_of.into_iter();
        area_of
            .map(|area| area.and_then(|area| is_paper.get::<usize>(area)) == Some(&true))
            .collect()
    }

    /// Marks all that one tile leads to with the number of the area.
    fn take_area(
        self,
        number: usize,
        start: usize,
        tiles: &[Rgb],
        area_of: &mut [Option<usize>],
    ) -> Area {
        let mut area = Area {
            number,
            sum: [0.0; 3],
            tiles: 0.0,
        };
        let mut open = vec![start];
        while let Some(tile) = open.pop() {
            let (Some(known), Some(colour)) = (area_of.get_mut(tile), tiles.get(tile)) else {
                continue;
            };
            if known.is_some() {
                continue;
            }
            *known = Some(number);
            area.sum = add(area.sum, *colour);
            area.tiles += 1.0;
            let alike = self.near(tile, 1).filter(|near| {
                let other = tiles.get(*near);
                other.is_some_and(|other| are_alike(*colour, *other))
            });
            open.extend(alike);
        }
        area
    }

    /// The tiles that are not darker than the paper around: blurred ink leads from paper to what it covers.
    fn without_dents(self, tiles: &[Rgb], is_paper: &[bool]) -> Vec<bool> {
        let light = |tile: usize| {
            let is_paper = is_paper.get(tile).copied().unwrap_or_default();
            tiles.get(tile).filter(|_| is_paper).copied().map(luminance)
        };
        let is_even = |tile: usize| {
            let mut around: Vec<f32> = self.near(tile, AROUND).filter_map(light).collect();
            around.sort_by(f32::total_cmp);
            let lighter = around.get(around.len() * 3 / 4).copied();
            light(tile)
                .zip(lighter)
                .is_some_and(|(own, lighter)| own >= DENT * lighter)
        };
        (0..tiles.len()).map(is_even).collect()
    }

    /// The colours with those that are not known taken from around.
    fn filled(self, mut colours: Vec<Option<Rgb>>) -> Vec<Rgb> {
        for _ in 0..self.columns + self.rows {
            let known = colours.clone();
            let mut is_whole = true;
            for (tile, colour) in colours.iter_mut().enumerate() {
                if colour.is_none() {
                    let near = self.near(tile, 1);
                    *colour = mean(near.filter_map(|near| known.get(near).copied().flatten()));
                    is_whole = false;
                }
            }
            if is_whole {
                break;
            }
        }
        colours.into_iter().map(Option::unwrap_or_default).collect()
    }

    fn smoothed(self, colours: &[Rgb]) -> Vec<Rgb> {
        let around = |tile: usize| {
            let near = self.near(tile, 1);
            mean(near.filter_map(|near| colours.get(near).copied())).unwrap_or_default()
        };
        (0..colours.len()).map(around).collect()
    }
}

fn are_alike(one: Rgb, other: Rgb) -> bool {
    let mut parts = one.iter().zip(&other);
    parts.all(|(a, b)| a.min(*b) >= ALIKE * a.max(*b))
}

/// Whether a colour is that of the paper with less light.
fn is_shadow(colour: Rgb, paper: Rgb) -> bool {
    let shares = colour
        .iter()
        .zip(paper)
        .map(|(part, paper)| part / paper.max(1.0));
    let (low, high) = shares.fold((f32::MAX, 0.0_f32), |(low, high), share| {
        (low.min(share), high.max(share))
    });
    low >= DEEPEST_SHADOW && low >= SAME_TINT * high
}

/// Paper is light, and has hardly any colour of its own.
fn is_like_paper(colour: Rgb) -> bool {
    let high = colour.into_iter().fold(0.0, f32::max);
    let low = colour.into_iter().fold(f32::MAX, f32::min);
    high >= LEAST_LIGHT && high - low <= MOST_TINT * high
}

fn mean(colours: impl Iterator<Item = Rgb>) -> Option<Rgb> {
    let (sum, count) = colours.fold(([0.0; 3], 0.0_f32), |(sum, count), colour| {
        (add(sum, colour), count + 1.0)
    });
    (count > 0.0).then(|| sum.map(|part| part / count))
}

fn add([a, b, c]: Rgb, [d, e, f]: Rgb) -> Rgb {
    [a + d, b + e, c + f]
}

fn blend([a, b, c]: Rgb, [d, e, f]: Rgb, share: f32) -> Rgb {
    [
        a + (d - a) * share,
        b + (e - b) * share,
        c + (f - c) * share,
    ]
}

/// The tiles whose middles are before and behind a pixel, and how far it is from the first to the second.
fn between(pixel: usize, tile: usize, tiles: usize) -> (usize, usize, f32) {
    let last = tiles.saturating_sub(1);
    let place = ((pixel as f32 + 0.5) / tile as f32 - 0.5).clamp(0.0, last as f32);
    let before = place as usize;
    (before, (before + 1).min(last), place - before as f32)
}

/// Tiles along the longer side.
const MOST_TILES: usize = 40;
/// Pixels along the side of a tile, so that strokes of small pictures are narrower.
const LEAST_TILE: usize = 12;
/// How much darker than the lightest tenth paper may be by noise.
const NOISE: f32 = 24.0;
/// Least quotient of the parts of neighbouring tiles of paper.
const ALIKE: f32 = 0.88;
/// Share of the tiles that an area in a shadow has at least: the star of a seal takes less.
const LEAST_IN_SHADOW: f32 = 0.03;
/// Least light in a shadow, as a share of that of the paper, and the least quotient of the shares of red, green and blue.
const DEEPEST_SHADOW: f32 = 0.5;
const SAME_TINT: f32 = 0.9;
/// Tiles that are compared with one in each direction, and the least quotient of its light and theirs.
const AROUND: usize = 4;
const DENT: f32 = 0.9;
/// Share of the tiles that must be paper.
const LEAST_PAPER: f64 = 0.35;
/// Of the strongest part of the colour of paper, and how much the weakest may be below: yellow paper has 0.25.
const LEAST_LIGHT: f32 = 96.0;
const MOST_TINT: f32 = 0.35;

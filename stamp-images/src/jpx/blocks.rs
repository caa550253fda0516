//! How many tiles, precincts and code blocks a codestream announces (ISO/IEC 15444-1, annex B).

use crate::bytes::Bytes;

/// Width, height and tiles of a picture whose reference grid begins at its corner.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    pub(super) size: (u32, u32),
    pub(super) tile: (u32, u32),
    pub(super) components: u64,
}

/// How each tile is coded (A.6.1).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Style {
    layers: u64,
    levels: u32,
    /// Exponents of width and height of a code block.
    block: (u32, u32),
    /// Exponents of width and height of a precinct, from the smallest resolution on; those left out are 15.
    precincts: Vec<(u32, u32)>,
}

/// What decoding holds in memory: code blocks with their layers, and precincts.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    blocks: u64,
    precincts: u64,
}

impl Style {
    /// `None` for styles whose cost does not follow from the values counted here: passes that each
    /// end a segment of their own, and coders of other parts of the standard.
    pub(super) fn read(mut cod: Bytes<'_>) -> Option<Self> {
        const SEGMENTATION_SYMBOLS: u8 = 0x20;
        let own_precincts = cod.byte()? & 1 == 1;
        cod.byte()?;
        let layers = u64::from(cod.short()?);
        cod.byte()?;
        let levels = u32::from(cod.byte()?);
        let block = (u32::from(cod.byte()?) + 2, u32::from(cod.byte()?) + 2);
        let is_plain = cod.byte()? & !SEGMENTATION_SYMBOLS == 0;
        cod.byte()?;
        let mut precincts = Vec::new();
        while !cod.is_empty() {
            let byte = cod.byte()?;
            precincts.push((u32::from(byte & 15), u32::from(byte >> 4)));
        }
        let has_precincts = match own_precincts {
            true => precincts.len() == usize::try_from(levels).ok()? + 1,
            false => precincts.is_empty(),
        };
        // Only the smallest resolution may have precincts of one sample (B.6).
        let are_halved = precincts.iter().skip(1).all(|(x, y)| *x > 0 && *y > 0);
        let is_block = block.0 <= 10 && block.1 <= 10 && block.0 + block.1 <= 12;
        (is_plain && has_precincts && are_halved && is_block && levels <= 32 && layers > 0)
            .then_some(Self {
                layers,
                levels,
                block,
                precincts,
            })
    }

    fn precinct(&self, resolution: u32) -> (u32, u32) {
        let own = self.precincts.get(resolution as usize);
        own.copied().unwrap_or((15, 15))
    }
}

impl Grid {
    fn tiles_across(&self) -> (u32, u32) {
        (
            self.size.0.div_ceil(self.tile.0),
            self.size.1.div_ceil(self.tile.1),
        )
    }

    pub(super) fn tiles(&self) -> u64 {
        let (columns, rows) = self.tiles_across();
        u64::from(columns) * u64::from(rows)
    }

    /// Whether the structure suits the pixels: tiles of 64 × 64, code blocks and precincts of 16 × 16, twelve layers of code
    /// blocks of 32 × 32, and some more for small pictures.
    pub(super) fn is_within_budget(&self, style: &Style) -> bool {
        let samples = u64::from(self.size.0) * u64::from(self.size.1) * self.components;
        if self.tiles() > 64 + samples / 4096 || style.layers > 64 {
            return false;
        }
        let most = Count {
            blocks: 4096 + samples / 256,
            precincts: 4096 + samples / 256,
        };
        let Some(count) = self.count(style, &most) else {
            return false;
        };
        (count.blocks + count.precincts) * style.layers <= 32_768 + samples / 64
    }

    /// All code blocks and precincts; `None` when there are more than `most`.
    fn count(&self, style: &Style, most: &Count) -> Option<Count> {
        let mut count = Count::default();
        let (columns, rows) = self.tiles_across();
        for row in 0..rows {
            for column in 0..columns {
                let across = extent(column, self.tile.0, self.size.0);
                let down = extent(row, self.tile.1, self.size.1);
                for resolution in 0..=style.levels {
                    let one = of_resolution(across, down, style, resolution);
                    count.blocks += one.blocks * self.components;
                    count.precincts += one.precincts * self.components;
                }
                if count.blocks > most.blocks || count.precincts > most.precincts {
                    return None;
                }
            }
        }
        Some(count)
    }
}

/// From where to where tile number `index` reaches (B-7).
fn extent(index: u32, tile: u32, size: u32) -> (u32, u32) {
    let from = index.saturating_mul(tile);
    (from, from.saturating_add(tile).min(size))
}

/// Precincts and code blocks of a tile in one resolution (B.5 to B.7). Blocks of the two or three subbands together are as
/// many at most as in an area of twice the size.
fn of_resolution(across: (u32, u32), down: (u32, u32), style: &Style, resolution: u32) -> Count {
    let level = style.levels - resolution;
    let (across, down) = (halved(across, level), halved(down, level));
    let precinct = style.precinct(resolution);
    let cells = |(from, to): (u32, u32), exponent: u32| match from < to {
        true => u64::from((to - 1) >> exponent) - u64::from(from >> exponent) + 1,
        false => 0,
    };
    let precincts = cells(across, precinct.0) * cells(down, precinct.1);
    // Subbands have half the extent, and their precincts too.
    let (bands, half) = if resolution == 0 { (1, 0) } else { (3, 1) };
    let block = (
        style.block.0.min(precinct.0 - half.min(precinct.0)),
        style.block.1.min(precinct.1 - half.min(precinct.1)),
    );
    let of_bands = |extent: (u32, u32)| (extent.0 >> half, extent.1.div_ceil(1 << half));
    let blocks = cells(of_bands(across), block.0) * cells(of_bands(down), block.1);
    Count {
        // A block that is cut by the rim of a precinct is none here, as both are powers of two.
        blocks: blocks * bands,
        precincts: precincts * bands,
    }
}

/// Half the extent, so many times, rounded up (B-14).
fn halved((from, to): (u32, u32), level: u32) -> (u32, u32) {
    let half = |end: u32| {
        let end = u64::from(end).div_ceil(1_u64 << level.min(32));
        u32::try_from(end).unwrap_or(u32::MAX)
    };
    (half(from), half(to))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Layers, levels, exponents of blocks less 2, precincts.
    fn style(layers: u8, levels: u8, block: (u8, u8), precincts: &[u8]) -> Option<Style> {
        let own = u8::from(!precincts.is_empty());
        let head = [own, 0, 0, layers, 1, levels, block.0, block.1, 0, 1];
        Style::read(Bytes(&[&head, precincts].concat()))
    }

    fn is_cheap(side: u32, tile: u32, style: &Style) -> bool {
        let grid = Grid {
            size: (side, side),
            tile: (tile, tile),
            components: 3,
        };
        grid.is_within_budget(style)
    }

    #[test]
    fn blocks_and_precincts_are_counted() {
        let one = |style: &Style, side, resolution| {
            of_resolution((0, side), (0, side), style, resolution)
        };
        let plain = style(1, 0, (4, 4), &[]).unwrap();
        assert_eq!(
            one(&plain, 256, 0),
            Count {
                blocks: 16,
                precincts: 1
            }
        );
        let halved = style(1, 1, (4, 4), &[]).unwrap();
        assert_eq!(
            one(&halved, 256, 0),
            Count {
                blocks: 4,
                precincts: 1
            }
        );
        assert_eq!(
            one(&halved, 256, 1),
            Count {
                blocks: 12,
                precincts: 3
            }
        );
        let small = style(1, 0, (4, 4), &[0x00]).unwrap();
        assert_eq!(
            one(&small, 16, 0),
            Count {
                blocks: 256,
                precincts: 256
            }
        );
    }

    #[test]
    fn pictures_of_programs_are_within_the_budget() {
        // OpenJPEG, Kakadu, Acrobat: 64 × 64, five levels, up to twelve layers, tiles of 256 or 1024.
        let usual = style(12, 5, (4, 4), &[]).unwrap();
        for (side, tile) in [(240, 240), (240, 64), (1400, 256), (1400, 1024), (16, 16)] {
            assert!(is_cheap(side, tile, &usual), "{side} {tile}");
        }
        let own = style(6, 5, (3, 3), &[0x77, 0x88, 0x88, 0x88, 0x88, 0x88]).unwrap();
        assert!(is_cheap(1400, 1400, &own));
    }

    #[test]
    fn more_structure_than_pixels_is_refused() {
        let tiny_blocks = style(1, 5, (0, 0), &[]).unwrap();
        assert!(!is_cheap(1400, 1400, &tiny_blocks));
        let tiny_precincts = style(1, 0, (4, 4), &[0x11]).unwrap();
        assert!(!is_cheap(1400, 1400, &tiny_precincts));
        let usual = style(1, 5, (4, 4), &[]).unwrap();
        assert!(!is_cheap(1400, 1, &usual));
        assert!(!is_cheap(1400, 8, &usual));
        let many_layers = style(65, 5, (4, 4), &[]).unwrap();
        assert!(!is_cheap(1400, 1400, &many_layers));
    }

    #[test]
    fn styles_that_are_none_are_refused() {
        assert_eq!(style(0, 5, (4, 4), &[]), None, "no layers");
        assert_eq!(style(1, 33, (4, 4), &[]), None, "levels");
        assert_eq!(style(1, 5, (8, 8), &[]), None, "great blocks");
        assert_eq!(style(1, 5, (4, 4), &[0x77]), None, "too few precincts");
        assert_eq!(
            style(1, 1, (4, 4), &[0x00, 0x07]),
            None,
            "precincts of none"
        );
        let terminated = [0, 0, 0, 1, 1, 5, 4, 4, 4, 1];
        assert_eq!(Style::read(Bytes(&terminated)), None);
    }
}

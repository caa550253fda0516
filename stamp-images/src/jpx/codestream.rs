//! The headers of a codestream (ISO/IEC 15444-1, annex A): whether decoding it costs what a picture of its size costs.
//!
//! A kilobyte of headers may announce a million code blocks, each with memory of its own. They are counted here, and a
//! codestream is decoded only when the counts suit its pixels. What changes the counts later on (other styles of components
//! or tiles, changes of order, packed headers) is not read.

use super::blocks::{Grid, Style};
use super::boxes::Told;
use crate::bytes::Bytes;

/// `None` unless the codestream is of this size, and costs no more than its pixels allow.
pub(super) fn check(stream: &[u8], told: Told) -> Option<()> {
    let mut rest = Bytes(stream);
    let start = (rest.short()?, rest.short()?);
    if start != (SOC, SIZ) {
        return None;
    }
    let tile = tile_size(rest.segment()?, told)?;
    let mut style = None;
    let mut planes = None;
    loop {
        let marker = rest.short()?;
        if marker == SOT {
            break;
        }
        let segment = rest.segment()?;
        match marker {
            COD if style.is_none() => style = Some(Style::read(segment)?),
            QCD if planes.is_none() => planes = Some(bit_planes(segment)?),
            QCC if planes.is_some() => planes = planes.max(Some(of_component(segment)?)),
            TLM | COM | CRG => {}
            _ => return None,
        }
    }
    let grid = Grid {
        size: (told.width, told.height),
        tile,
        components: u64::from(told.components),
    };
    let is_cheap = planes? <= MAX_PLANES && grid.is_within_budget(&style?);
    is_cheap.then_some(())?;
    tile_parts(rest, grid.tiles())
}

/// The size of tiles (A.5.1); `None` unless the picture has the expected size, from the corner on,
/// and 8 bits a sample.
fn tile_size(mut siz: Bytes<'_>, told: Told) -> Option<(u32, u32)> {
    siz.short()?;
    let size = (siz.long()?, siz.long()?);
    let offset = (siz.long()?, siz.long()?);
    let tile = (siz.long()?, siz.long()?);
    let tile_offset = (siz.long()?, siz.long()?);
    let is_told = size == (told.width, told.height)
        && (offset, tile_offset) == ((0, 0), (0, 0))
        && tile.0 > 0
        && tile.1 > 0
        && siz.short()? == u16::from(told.components);
    for _ in 0..told.components {
        // 8 bits without a sign, each sample a pixel.
        if siz.take(3)? != [7, 1, 1] {
            return None;
        }
    }
    (is_told && siz.is_empty()).then_some(tile)
}

/// Bit planes of the subband that has most (A.6.4, E.1).
fn bit_planes(mut qcd: Bytes<'_>) -> Option<u8> {
    let style = qcd.byte()?;
    let mut most = 0;
    while !qcd.is_empty() {
        let exponent = match style & 0x1F {
            0 => qcd.byte()? >> 3,
            1 | 2 => u8::try_from(qcd.short()? >> 11).ok()?,
            _ => return None,
        };
        most = most.max(exponent);
    }
    Some((style >> 5) + most)
}

/// The same of one component (A.6.5).
fn of_component(mut qcc: Bytes<'_>) -> Option<u8> {
    qcc.byte()?;
    bit_planes(qcc)
}

/// Walks over the tile-parts, `rest` behind the first SOT: each of them of a tile that there is, up to the end of the
/// codestream, with no more in its header than comments and lengths.
fn tile_parts(mut rest: Bytes<'_>, tiles: u64) -> Option<()> {
    const HEAD: usize = 12;
    loop {
        let mut header = rest.segment()?;
        let index = header.short()?;
        let length = usize::try_from(header.long()?).ok()?;
        header.take(2)?;
        if u64::from(index) >= tiles || !header.is_empty() {
            return None;
        }
        let mut part = Bytes(rest.take(length.checked_sub(HEAD)?)?);
        loop {
            match part.short()? {
                SOD => break,
                PLT | COM => part.segment()?,
                _ => return None,
            };
        }
        match rest.short()? {
            SOT => {}
            EOC => return Some(()),
            _ => return None,
        }
    }
}

/// Bit planes of a sample: 8 bits, those of the transforms and guards take up to 14. Each is up to three passes.
const MAX_PLANES: u8 = 20;

// Table A.2.
const SOC: u16 = 0xFF4F;
const SOT: u16 = 0xFF90;
const SOD: u16 = 0xFF93;
const EOC: u16 = 0xFFD9;
const SIZ: u16 = 0xFF51;
const COD: u16 = 0xFF52;
const QCD: u16 = 0xFF5C;
const QCC: u16 = 0xFF5D;
const TLM: u16 = 0xFF55;
const PLT: u16 = 0xFF58;
const CRG: u16 = 0xFF63;
const COM: u16 = 0xFF64;

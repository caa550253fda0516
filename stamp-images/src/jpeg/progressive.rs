//! Progressive data (ITU-T T.81, annex G): whether each scan is sound, and all together give every
//! value to its last bit.
//!
//! A value comes in several scans: its upper bits first, then one bit after the other. If scans are
//! missing, each decoder shows its own guess. So the values are read, without computing a pixel.

use super::entropy::{Bits, MOST_BITS, MOST_DIRECT_BITS, MOST_ENERGY, Table};
use crate::bytes::Bytes;

/// A picture of which scans are read.
pub(super) struct Picture {
    components: Vec<Component>,
    /// Units across and down.
    units: (usize, usize),
    /// Blocks that scans have read so far.
    read: usize,
}

struct Component {
    /// Blocks across and down in one unit.
    sampling: (usize, usize),
    /// Blocks across and down that hold a part of the picture: those of a scan of this component alone (A.2.2).
    own: (usize, usize),
    /// Blocks across that are held; some only fill up units.
    held: usize,
    /// The values of each block in the order of their codes.
    values: Vec<[i16; 64]>,
    /// For each value, how many of its last bits are to come; `None` before its first scan.
    to_come: [Option<u8>; 64],
    /// Of the block before, in the scan that is read.
    last: i32,
}

/// A component in a scan: its place in the frame and its tables, as far as there are any.
pub(super) type Member<'t> = (usize, Option<&'t Table>, Option<&'t Table>);

/// The header of a scan (B.2.3).
pub(super) struct Scan<'t> {
    pub(super) members: Vec<Member<'t>>,
    /// The first and the last value of each block that it tells.
    pub(super) band: (usize, usize),
    /// Bits to come before it and after it; 0 before it for the first scan of a value.
    pub(super) bits: (u8, u8),
    /// Units between restarts, 0 for none.
    pub(super) interval: usize,
}

impl Picture {
    /// `None` for one of more values than are held.
    pub(super) fn new(size: (usize, usize), sampling: &[(usize, usize)]) -> Option<Self> {
        let largest = |side: fn(&(usize, usize)) -> usize| sampling.iter().map(side).max();
        let unit = (largest(|(x, _)| *x)?, largest(|(_, y)| *y)?);
        let units = (size.0.div_ceil(8 * unit.0), size.1.div_ceil(8 * unit.1));
        let blocks = |(x, y): &(usize, usize)| units.0 * x * units.1 * y;
        let total: usize = sampling.iter().map(blocks).sum();
        let component = |sampling: &(usize, usize)| {
            let side = |size: usize, own: usize, unit: usize| (size * own).div_ceil(8 * unit);
            Component {
                sampling: *sampling,
                own: (
                    side(size.0, sampling.0, unit.0),
                    side(size.1, sampling.1, unit.1),
                ),
                held: units.0 * sampling.0,
                values: vec![[0; 64]; blocks(sampling)],
                to_come: [None; 64],
                last: 0,
            }
        };
        (total <= MOST_BLOCKS).then(|| Self {
            components: sampling.iter().map(component).collect(),
            units,
            read: 0,
        })
    }

    /// Reads a scan; returns the bytes behind it. `None` for one that is not sound, or does not go
    /// on where the others end.
    pub(super) fn scan<'d>(&mut self, scan: &Scan<'_>, data: Bytes<'d>) -> Option<Bytes<'d>> {
        self.note(scan)?;
        let (units, blocks) = match scan.members.as_slice() {
            [(only, ..)] => (self.components.get(*only)?.own, 1),
            _ => {
                let sampling = self.components.iter().map(|one| one.sampling);
                (self.units, sampling.map(|(x, y)| x * y).sum())
            }
        };
        self.read += units.0 * units.1 * blocks;
        if self.read > MOST_READ {
            return None;
        }
        let mut bits = Bits::new(data);
        let mut run = 0;
        let mut restarts = 0;
        for unit in 0..units.0 * units.1 {
            if scan.interval > 0 && unit > 0 && unit % scan.interval == 0 {
                // A run of empty blocks ends with its interval (G.1.2.2).
                (run == 0).then_some(())?;
                bits.restart(restarts)?;
                restarts = (restarts + 1) % 8;
                self.components.iter_mut().for_each(|one| one.last = 0);
            }
            self.unit(scan, (unit % units.0, unit / units.0), &mut run, &mut bits)?;
        }
        (run == 0).then_some(())?;
        bits.end()
    }

    /// Whether every value is known to its last bit, and is one of a picture with these steps for
    /// each component.
    pub(super) fn is_whole<'q>(&self, steps: impl Iterator<Item = &'q [u16; 64]>) -> bool {
        let whole = |component: &Component| component.to_come == [Some(0); 64];
        self.components.iter().all(whole)
            && self.components.iter().zip(steps).all(|(component, steps)| {
                let mut blocks = component.values.iter();
                blocks.all(|values| is_of_a_picture(values, steps))
            })
    }

    /// Notes what the scan tells.
    fn note(&mut self, scan: &Scan<'_>) -> Option<()> {
        let ((first, last), (before, after)) = (scan.band, scan.bits);
        let is_direct = scan.band == (0, 0);
        let is_band = 1 <= first && first <= last && last < 64 && scan.members.len() == 1;
        let is_step = before == 0 || before == after + 1;
        if !(is_direct || is_band) || !is_step || after > MOST_TO_COME {
            return None;
        }
        for (place, ..) in &scan.members {
            let component = self.components.get_mut(*place)?;
            component.last = 0;
            // Decoders want the mean of a block before its details.
            (is_direct || component.to_come[0].is_some()).then_some(())?;
            let expected = (before > 0).then_some(before);
            for to_come in component.to_come.get_mut(first..=last)? {
                (*to_come == expected).then_some(())?;
                *to_come = Some(after);
            }
        }
        Some(())
    }

    /// Reads the blocks of one unit.
    fn unit(
        &mut self,
        scan: &Scan<'_>,
        (x, y): (usize, usize),
        run: &mut u32,
        bits: &mut Bits<'_>,
    ) -> Option<()> {
        let alone = scan.members.len() == 1;
        for member in &scan.members {
            let component = self.components.get_mut(member.0)?;
            let (across, down) = if alone { (1, 1) } else { component.sampling };
            for block in 0..across * down {
                let (x, y) = (x * across + block % across, y * down + block / across);
                component.block(y * component.held + x, scan, *member, run, bits)?;
            }
        }
        Some(())
    }
}

impl Component {
    fn block(
        &mut self,
        block: usize,
        scan: &Scan<'_>,
        (_, direct, alternating): Member<'_>,
        run: &mut u32,
        bits: &mut Bits<'_>,
    ) -> Option<()> {
        let values = self.values.get_mut(block)?;
        let low = scan.bits.1;
        match (scan.band.0, scan.bits.0) {
            (0, 0) => {
                let size = direct?.code(bits)?;
                self.last += bits.value(size, MOST_DIRECT_BITS)?;
                values[0] = i16::try_from(self.last.checked_shl(low.into())?).ok()?;
            }
            (0, _) => values[0] |= i16::from(bits.bit()?) << low,
            (_, 0) => first(
                values.get_mut(scan.band.0..=scan.band.1)?,
                low,
                alternating?,
                run,
                bits,
            )?,
            _ => more(
                values.get_mut(scan.band.0..=scan.band.1)?,
                low,
                alternating?,
                run,
                bits,
            )?,
        }
        Some(())
    }
}

/// The first bits of a band (G.1.2.2).
fn first(
    band: &mut [i16],
    low: u8,
    table: &Table,
    run: &mut u32,
    bits: &mut Bits<'_>,
) -> Option<()> {
    if *run > 0 {
        *run -= 1;
        return Some(());
    }
    let mut place = 0;
    while place < band.len() {
        let code = table.code(bits)?;
        let (zeros, size) = (code >> 4, code & 15);
        match (zeros, size) {
            (15, 0) => place += 16,
            (_, 0) => {
                *run = bits.run(zeros)? - 1;
                return Some(());
            }
            _ => {
                place += usize::from(zeros);
                let value = bits.value(size, MOST_BITS)? << low;
                *band.get_mut(place)? = i16::try_from(value).ok()?;
                place += 1;
            }
        }
    }
    (place == band.len()).then_some(())
}

/// One more bit of a band (G.1.2.3): of the values that are not zero so far, and those that become one.
fn more(
    band: &mut [i16],
    low: u8,
    table: &Table,
    run: &mut u32,
    bits: &mut Bits<'_>,
) -> Option<()> {
    let step = 1_i16.checked_shl(low.into())?;
    let mut rest = band.iter_mut();
    if *run == 0 {
        while !rest.as_slice().is_empty() {
            let code = table.code(bits)?;
            let (zeros, size) = (code >> 4, code & 15);
            let value = match (zeros, size) {
                (_, 1) => Some(if bits.bit()? { step } else { -step }),
                (15, 0) => None,
                (_, 0) => {
                    *run = bits.run(zeros)?;
                    break;
                }
                _ => return None,
            };
            let place = pass(&mut rest, zeros, step, bits)?;
            if let Some(value) = value {
                *place = value;
            }
        }
    }
    if *run > 0 {
        *run -= 1;
        for value in rest.filter(|value| **value != 0) {
            improve(value, step, bits)?;
        }
    }
    Some(())
}

/// Passes over so many zeros, and gives the next one. Values between them get their bit.
fn pass<'b>(
    rest: &mut std::slice::IterMut<'b, i16>,
    zeros: u8,
    step: i16,
    bits: &mut Bits<'_>,
) -> Option<&'b mut i16> {
    let mut left = zeros;
    loop {
        let value = rest.next()?;
        match (*value, left) {
            (0, 0) => return Some(value),
            (0, _) => left -= 1,
            _ => improve(value, step, bits)?,
        }
    }
}

/// The next bit of a value that is not zero.
fn improve(value: &mut i16, step: i16, bits: &mut Bits<'_>) -> Option<()> {
    if bits.bit()? {
        *value = value.checked_add(step * value.signum())?;
    }
    Some(())
}

fn is_of_a_picture(values: &[i16; 64], steps: &[u16; 64]) -> bool {
    let products = values.iter().zip(steps);
    let energy = products.map(|(value, step)| (i64::from(*value) * i64::from(*step)).pow(2));
    let details = values.iter().skip(1);
    let mut details = details.map(|value| value.unsigned_abs());
    energy.sum::<i64>() <= MOST_ENERGY && details.all(|value| value < 1 << MOST_BITS)
}

/// Blocks that are held, 4 MB of values.
const MOST_BLOCKS: usize = 1 << 15;
/// Blocks that all scans may read: programs write each block in six or seven, and an empty one costs a bit.
const MOST_READ: usize = 1 << 18;
/// Bits to come that a scan may announce (G.1.1.1.2).
const MOST_TO_COME: u8 = 13;

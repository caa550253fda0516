//! The coded data of a sequential scan (ITU-T T.81, annex F.2): whether they are sound to their end.
//!
//! Decoders go on behind the end of the data, or after a code that is none, each with values of its own, and cut values off
//! that no picture has. So each code is followed once, without computing a pixel.

use crate::bytes::Bytes;

/// The only scan of a picture.
pub(super) struct Scan<'t, 'd> {
    size: (usize, usize),
    /// Units between restarts, 0 for none.
    interval: usize,
    components: Vec<Component<'t>>,
    bits: Bits<'d>,
}

struct Component<'t> {
    /// Blocks across and down in one unit.
    sampling: (usize, usize),
    direct: &'t Table,
    alternating: &'t Table,
    quantisation: &'t [u16; 64],
    last: i32,
}

impl<'t, 'd> Scan<'t, 'd> {
    pub(super) fn new(size: (usize, usize), interval: usize, data: Bytes<'d>) -> Self {
        Self {
            size,
            interval,
            components: Vec::new(),
            bits: Bits::new(data),
        }
    }

    pub(super) fn add(
        &mut self,
        sampling: (usize, usize),
        direct: &'t Table,
        alternating: &'t Table,
        quantisation: &'t [u16; 64],
    ) {
        self.components.push(Component {
            sampling,
            direct,
            alternating,
            quantisation,
            last: 0,
        });
    }

    /// `None` unless all blocks are there, and the picture ends behind them.
    pub(super) fn check(mut self) -> Option<()> {
        // A single component is not interleaved (A.2.2).
        if let [only] = self.components.as_mut_slice() {
            only.sampling = (1, 1);
        }
        self.follow()
    }

    fn follow(&mut self) -> Option<()> {
        let largest = |side: fn((usize, usize)) -> usize| {
            let sides = self.components.iter().map(|one| side(one.sampling));
            sides.max()
        };
        let (across, down) = (largest(|(x, _)| x)?, largest(|(_, y)| y)?);
        let units = self.size.0.div_ceil(8 * across) * self.size.1.div_ceil(8 * down);
        let mut restarts = 0;
        for unit in 0..units {
            if self.interval > 0 && unit > 0 && unit % self.interval == 0 {
                self.bits.restart(restarts)?;
                restarts = (restarts + 1) % 8;
                self.components.iter_mut().for_each(|one| one.last = 0);
            }
            for component in &mut self.components {
                for _ in 0..component.sampling.0 * component.sampling.1 {
                    component.block(&mut self.bits)?;
                }
            }
        }
        self.bits.ends_the_picture().then_some(())
    }
}

impl Component<'_> {
    /// Follows the codes of one block; `None` where they are invalid, or their values impossible in
    /// a picture.
    fn block(&mut self, bits: &mut Bits<'_>) -> Option<()> {
        let mut steps = self.quantisation.iter().map(|step| i64::from(*step));
        let size = self.direct.code(bits)?;
        self.last += bits.value(size, MOST_DIRECT_BITS)?;
        let direct = i64::from(self.last) * steps.next()?;
        let mut energy = direct * direct;
        let mut position = 1;
        while position < 64 {
            let code = self.alternating.code(bits)?;
            let (run, size) = (usize::from(code >> 4), code & 15);
            match (run, size) {
                (0, 0) => break,
                (15, 0) => position += 16,
                (_, 0) => return None,
                _ => {
                    let value = i64::from(bits.value(size, MOST_BITS)?);
                    let value = value * steps.nth(run)?;
                    energy += value * value;
                    position += run + 1;
                    continue;
                }
            }
            // Sixteen zeros take their steps too.
            steps.nth(15);
        }
        (position <= 64 && energy <= MOST_ENERGY).then_some(())
    }
}

/// A table of Huffman codes (C.2).
pub(super) struct Table {
    /// For each eight bits, the length of the code that they begin with, and its value; 0 for longer ones.
    short: Vec<(u8, u8)>,
    /// For each length the first code, how many there are, and where their values begin.
    lengths: [(u32, u32, usize); 17],
    values: Vec<u8>,
}

impl Table {
    /// `None` when it has more codes than there are, or too few values.
    pub(super) fn read(segment: &mut Bytes<'_>) -> Option<Self> {
        let counts = segment.take(16)?.first_chunk::<16>()?;
        let total = counts.iter().map(|count| usize::from(*count)).sum();
        let values = segment.take(total)?.to_vec();
        let mut lengths = [(0, 0, 0); 17];
        let mut short = vec![(0, 0); 256];
        let (mut code, mut start) = (0_u32, 0_usize);
        for (length, count) in (1_u8..).zip(counts) {
            let count = u32::from(*count);
            // The code of ones alone is none (C.2).
            if code + count >= 1 << length && count > 0 {
                return None;
            }
            *lengths.get_mut(usize::from(length))? = (code, count, start);
            for index in 0..count {
                let value = *values.get(start + index as usize)?;
                if length <= 8 {
                    let first = ((code + index) << (8 - length)) as usize;
                    let cells = short.get_mut(first..first + (1 << (8 - length)))?;
                    cells.fill((length, value));
                }
            }
            start += count as usize;
            code = (code + count) << 1;
        }
        Some(Self {
            short,
            lengths,
            values,
        })
    }

    /// The value of the next code.
    pub(super) fn code(&self, bits: &mut Bits<'_>) -> Option<u8> {
        bits.fill();
        let next = bits.next(16)?;
        let (length, value) = *self.short.get((next >> 8) as usize)?;
        if length > 0 {
            bits.drop(length)?;
            return Some(value);
        }
        let lengths = (9_u8..).zip(self.lengths.get(9..)?);
        for (length, (first, count, start)) in lengths {
            let code = next >> (16 - length);
            if code >= *first && code - first < *count {
                bits.drop(length)?;
                return self.values.get(start + (code - first) as usize).copied();
            }
        }
        None
    }
}

/// Bits of coded data up to the next marker.
pub(super) struct Bits<'d> {
    rest: Bytes<'d>,
    held: u64,
    /// How many are held.
    count: u8,
}

impl<'d> Bits<'d> {
    pub(super) const fn new(data: Bytes<'d>) -> Self {
        Self {
            rest: data,
            held: 0,
            count: 0,
        }
    }

    /// The bytes behind the coded data, which end with a part of a byte and a marker.
    pub(super) fn end(mut self) -> Option<Bytes<'d>> {
        self.fill();
        (self.count < 8).then_some(self.rest)
    }
}

impl Bits<'_> {
    pub(super) fn bit(&mut self) -> Option<bool> {
        self.fill();
        let bit = self.next(1)? == 1;
        self.drop(1)?;
        Some(bit)
    }

    /// The length of a run of blocks that hold no more in a band, this one included (G.1.2.2).
    pub(super) fn run(&mut self, size: u8) -> Option<u32> {
        self.fill();
        let more = if size > 0 { self.next(size)? } else { 0 };
        self.drop(size)?;
        Some((1 << size) + more)
    }

    /// Holds at least 32 bits, if there are so many.
    fn fill(&mut self) {
        while self.count <= 56 {
            let (byte, length) = match self.rest.0 {
                [0xFF, 0x00, ..] => (0xFF, 2),
                [0xFF, ..] | [] => return,
                [byte, ..] => (*byte, 1),
            };
            self.rest.0 = self.rest.0.get(length..).unwrap_or_default();
            self.held = self.held << 8 | u64::from(byte);
            self.count += 8;
        }
    }

    /// The next bits, with ones behind the last, without taking them.
    fn next(&self, count: u8) -> Option<u32> {
        let bits = match self.count.checked_sub(count) {
            Some(more) => self.held >> more,
            None => {
                let missing = count - self.count;
                self.held << missing | ((1 << missing) - 1)
            }
        };
        u32::try_from(bits & ((1 << count) - 1)).ok()
    }

    /// Takes bits; `None` when there are not so many.
    fn drop(&mut self, count: u8) -> Option<()> {
        self.count = self.count.checked_sub(count)?;
        Some(())
    }

    /// A value of `size` bits (F.2.2.1); `None` for one that is larger than `most`.
    pub(super) fn value(&mut self, size: u8, most: u8) -> Option<i32> {
        if size == 0 {
            return Some(0);
        }
        if size > most {
            return None;
        }
        self.fill();
        let bits = i32::try_from(self.next(size)?).ok()?;
        self.drop(size)?;
        let is_negative = bits < 1 << (size - 1);
        Some(if is_negative {
            bits - (1 << size) + 1
        } else {
            bits
        })
    }

    /// Whether the restart that is due is here, with nothing but a part of a byte before it.
    pub(super) fn restart(&mut self, number: u8) -> Option<()> {
        const RST0: u8 = 0xD0;
        self.fill();
        let is_due = self.count < 8 && self.rest.take(2)? == [0xFF, RST0 + number];
        self.count = 0;
        is_due.then_some(())
    }

    /// Whether the next marker is the end of the picture. The bytes before it belong to no block.
    fn ends_the_picture(&mut self) -> bool {
        const EOI: u8 = 0xD9;
        loop {
            self.count = 0;
            self.fill();
            match self.rest.0 {
                [0xFF, 0xFF, ..] => self.rest.0 = self.rest.0.get(1..).unwrap_or_default(),
                [0xFF, marker, ..] if *marker != 0 => return *marker == EOI,
                [] | [0xFF] => return false,
                _ => {}
            }
        }
    }
}

/// Bits of a direct and of another coefficient of 8-bit samples (F.1.2).
pub(super) const MOST_DIRECT_BITS: u8 = 11;
pub(super) const MOST_BITS: u8 = 10;
/// The squares of the values of a block, of which pixels have 128 at most. Beyond this decoders fold pixels over.
pub(super) const MOST_ENERGY: i64 = 64 * 256 * 256;

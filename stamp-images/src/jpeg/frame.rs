//! The headers of JPEG data (ITU-T T.81, annex B): whether all programs take them for the same picture.
//!
//! Scanners, telephones and programs write one frame of the sequential kind in one scan;
//! progressive data are made for pages of the web. Decoders show different pictures of several
//! scans of the sequential kind, of tables that change in between, and of progressive data that end
//! early.

use super::entropy::{Scan, Table};
use super::progressive::{self, Picture};
use crate::bytes::Bytes;
use crate::profile::keeps_colours;

/// A component of the frame (B.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Component {
    id: u8,
    /// Samples across and down in one unit.
    sampling: (usize, usize),
    quantisation: u8,
}

/// The values from the segments before the scan.
#[derive(Default)]
struct Headers<'d> {
    components: Option<Vec<Component>>,
    quantisation: [Option<[u16; 64]>; 4],
    direct: [Option<Table>; 4],
    alternating: [Option<Table>; 4],
    interval: usize,
    has_adobe: bool,
    /// The parts of a colour profile, each behind its number and how many there are.
    profile: Vec<&'d [u8]>,
}

/// `None` unless the data are a sound picture of this size and number of components.
pub(super) fn check(data: &[u8], size: (usize, usize), components: usize) -> Option<()> {
    let mut rest = Bytes(data);
    if rest.short()? != SOI {
        return None;
    }
    let mut headers = Headers::default();
    let mut picture: Option<Picture> = None;
    let mut is_begun = false;
    loop {
        let marker = marker(&mut rest)?;
        if marker == EOI {
            return headers.is_whole(&picture?).then_some(());
        }
        let segment = rest.segment()?;
        match (marker, &mut picture) {
            (SOS, _) if !is_begun && headers.has_odd_profile(components) => return None,
            (SOS, None) => return headers.scan(segment, rest, size)?.check(),
            (SOS, Some(picture)) => {
                rest = picture.scan(&headers.progressive(segment)?, rest)?;
                is_begun = true;
            }
            (DHT, _) => headers.huffman(segment)?,
            // Between scans only tables of codes change: not every decoder obeys other ones.
            _ if is_begun => return None,
            (SOF0 | SOF1, _) => headers.frame(segment, size, components)?,
            (SOF2, _) => {
                headers.frame(segment, size, components)?;
                picture = Some(Picture::new(size, &headers.sampling())?);
            }
            (DQT, _) => headers.quantise(segment)?,
            (DRI, _) => headers.interval = usize::from(whole(segment, Bytes::short)?),
            (APP2, _) if segment.0.starts_with(ICC) => {
                headers.profile.push(segment.0.get(ICC.len()..)?);
            }
            (APP14, _) => headers.adobe(segment, components)?,
            (APP0..=APP15 | COM, _) => {}
            _ => return None,
        }
    }
}

/// The next marker, which bytes of 255 may precede (B.1.1.2).
fn marker(rest: &mut Bytes<'_>) -> Option<u8> {
    const FILL: u8 = 0xFF;
    if rest.byte()? != FILL {
        return None;
    }
    loop {
        match rest.byte()? {
            FILL => {}
            marker => return Some(marker),
        }
    }
}

/// What a segment holds, when it is nothing else.
fn whole<'d, T>(mut segment: Bytes<'d>, read: fn(&mut Bytes<'d>) -> Option<T>) -> Option<T> {
    let value = read(&mut segment)?;
    segment.is_empty().then_some(value)
}

impl Headers<'_> {
    /// B.2.2: 8 bits; chrominance in one or half the resolution of luminance.
    fn frame(
        &mut self,
        mut segment: Bytes<'_>,
        (width, height): (usize, usize),
        components: usize,
    ) -> Option<()> {
        let is_first = self.components.is_none();
        let bits = segment.byte()?;
        let size = (usize::from(segment.short()?), usize::from(segment.short()?));
        let count = usize::from(segment.byte()?);
        if !is_first || bits != 8 || size != (height, width) || count != components {
            return None;
        }
        let mut found: Vec<Component> = Vec::new();
        for _ in 0..count {
            let (id, sampling, quantisation) = (segment.byte()?, segment.byte()?, segment.byte()?);
            found.push(Component {
                id,
                sampling: (usize::from(sampling >> 4), usize::from(sampling & 15)),
                quantisation,
            });
        }
        let is_told = segment.is_empty() && are_usual(&found);
        self.components = is_told.then_some(found);
        is_told.then_some(())
    }

    /// B.2.4.1, of 8 bits.
    fn quantise(&mut self, mut segment: Bytes<'_>) -> Option<()> {
        while !segment.is_empty() {
            let place = usize::from(segment.byte()?);
            let values = segment.take(64)?.first_chunk::<64>()?;
            *self.quantisation.get_mut(place)? = Some(values.map(u16::from));
        }
        Some(())
    }

    /// B.2.4.2.
    fn huffman(&mut self, mut segment: Bytes<'_>) -> Option<()> {
        while !segment.is_empty() {
            let place = segment.byte()?;
            let table = Table::read(&mut segment)?;
            let tables = match place >> 4 {
                0 => &mut self.direct,
                1 => &mut self.alternating,
                _ => return None,
            };
            *tables.get_mut(usize::from(place & 15))? = Some(table);
        }
        Some(())
    }

    /// The marker of Adobe, before the frame and once: luminance and chrominance, as without it.
    fn adobe(&mut self, mut segment: Bytes<'_>, components: usize) -> Option<()> {
        if segment.take(5) != Some(b"Adobe") {
            return Some(());
        }
        segment.take(6)?;
        let transform = segment.byte()?;
        let is_first = !self.has_adobe && self.components.is_none();
        self.has_adobe = true;
        let is_usual = transform == 1 || (transform == 0 && components == 1);
        (is_first && is_usual).then_some(())
    }

    /// Whether there is a colour profile of its own that turns colours (ICC.1:2010, B.4): one program obeys it.
    fn has_odd_profile(&self, components: usize) -> bool {
        if self.profile.is_empty() {
            return false;
        }
        let mut parts = Vec::new();
        for (number, part) in (1_usize..).zip(&self.profile) {
            let (place, data) = part.split_at_checked(2).unwrap_or_default();
            let expected = [number, self.profile.len()].map(u8::try_from);
            if !expected
                .iter()
                .map(|one| one.as_ref().ok())
                .eq(place.iter().map(Some))
            {
                return true;
            }
            parts.push(data);
        }
        !keeps_colours(&parts.concat(), components)
    }

    /// B.2.3: the only scan, of all components in their order, with `rest` behind its header.
    fn scan<'d>(
        &self,
        mut segment: Bytes<'_>,
        rest: Bytes<'d>,
        size: (usize, usize),
    ) -> Option<Scan<'_, 'd>> {
        let components = self.components.as_deref()?;
        if usize::from(segment.byte()?) != components.len() {
            return None;
        }
        let mut scan = Scan::new(size, self.interval, rest);
        for component in components {
            let (id, tables) = (segment.byte()?, segment.byte()?);
            let direct = self.direct.get(usize::from(tables >> 4))?;
            let alternating = self.alternating.get(usize::from(tables & 15))?;
            let quantisation = self.quantisation.get(usize::from(component.quantisation))?;
            scan.add(
                component.sampling,
                direct.as_ref()?,
                alternating.as_ref()?,
                quantisation.as_ref()?,
            );
            if id != component.id {
                return None;
            }
        }
        (segment.0 == [0, 63, 0]).then_some(scan)
    }
}

impl Headers<'_> {
    fn sampling(&self) -> Vec<(usize, usize)> {
        let components = self.components.iter().flatten();
        components.map(|component| component.sampling).collect()
    }

    /// B.2.3, of progressive data: components of the frame in their order.
    fn progressive(&self, mut segment: Bytes<'_>) -> Option<progressive::Scan<'_>> {
        let components = self.components.as_deref()?;
        let count = usize::from(segment.byte()?);
        let mut members: Vec<progressive::Member<'_>> = Vec::new();
        for _ in 0..count {
            let (id, tables) = (segment.byte()?, segment.byte()?);
            let place = components.iter().position(|one| one.id == id)?;
            let direct = self.direct.get(usize::from(tables >> 4))?;
            let alternating = self.alternating.get(usize::from(tables & 15))?;
            let is_next = members.last().is_none_or(|(before, ..)| *before < place);
            is_next.then_some(())?;
            members.push((place, direct.as_ref(), alternating.as_ref()));
        }
        let (first, last, bits) = (segment.byte()?, segment.byte()?, segment.byte()?);
        let is_whole = segment.is_empty() && !members.is_empty();
        is_whole.then_some(progressive::Scan {
            members,
            band: (first.into(), last.into()),
            bits: (bits >> 4, bits & 15),
            interval: self.interval,
        })
    }

    /// Whether all scans of progressive data are there.
    fn is_whole(&self, picture: &Picture) -> bool {
        let components = self.components.iter().flatten();
        let tables = components.map(|one| self.quantisation.get(usize::from(one.quantisation)));
        let tables: Option<Vec<&[u16; 64]>> = tables.map(|table| table?.as_ref()).collect();
        tables.is_some_and(|tables| picture.is_whole(tables.into_iter()))
    }
}

/// Whether the components are gray, or luminance and chrominance by their numbers, in resolutions that all programs know.
fn are_usual(components: &[Component]) -> bool {
    const SIDES: [usize; 2] = [1, 2];
    let is_side = |(x, y): (usize, usize)| SIDES.contains(&x) && SIDES.contains(&y);
    match components {
        [gray] => is_side(gray.sampling),
        [light, blue, red] => {
            let ids = [light.id, blue.id, red.id];
            is_side(light.sampling)
                && [blue.sampling, red.sampling] == [(1, 1); 2]
                && (ids == [1, 2, 3] || ids == [0, 1, 2])
        }
        _ => false,
    }
}

const SOI: u16 = 0xFFD8;
const SOF0: u8 = 0xC0;
const SOF1: u8 = 0xC1;
const SOF2: u8 = 0xC2;
const DHT: u8 = 0xC4;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const DQT: u8 = 0xDB;
const DRI: u8 = 0xDD;
const APP0: u8 = 0xE0;
const APP2: u8 = 0xE2;
const APP14: u8 = 0xEE;
const APP15: u8 = 0xEF;
const COM: u8 = 0xFE;
/// How a segment with a colour profile begins.
const ICC: &[u8] = b"ICC_PROFILE\0";

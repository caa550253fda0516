//! The boxes around a codestream (ISO/IEC 15444-1, annex I): whether they tell size and colours once, and as the picture does.
//!
//! Programs differ in which of several boxes, or of a box and `/ColorSpace`, they believe. So a picture is measured only where
//! no box turns its samples into something else.

use crate::bytes::Bytes;

/// What the image dictionary says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) width: u32,
    pub(super) height: u32,
    /// 1 or 3.
    pub(super) components: u8,
}

/// The codestream, bare or in its boxes; `None` unless there is one, of gray or of red, green and blue.
pub(super) fn codestream(data: &[u8], told: Told) -> Option<&[u8]> {
    if data.starts_with(&START) {
        return Some(data);
    }
    let mut rest = Bytes(data);
    let (kind, signature) = next(&mut rest)?;
    if kind != *b"jP  " || signature != [0x0D, 0x0A, 0x87, 0x0A] || next(&mut rest)?.0 != *b"ftyp" {
        return None;
    }
    let (mut has_header, mut stream) = (false, None);
    while !rest.is_empty() {
        match next(&mut rest)? {
            (kind, header) if kind == *b"jp2h" && !has_header && stream.is_none() => {
                header_says(header, told)?;
                has_header = true;
            }
            (kind, data) if kind == *b"jp2c" && has_header && stream.is_none() => {
                stream = Some(data);
            }
            (kind, _) if OF_NO_USE.contains(&&kind) => {}
            _ => return None,
        }
    }
    stream
}

/// Whether the header agrees with the image dictionary, and has nothing more about colours.
fn header_says(header: &[u8], told: Told) -> Option<()> {
    let mut rest = Bytes(header);
    let (kind, image) = next(&mut rest)?;
    if kind != *b"ihdr" || !is_of_size(image, told)? {
        return None;
    }
    let mut has_colours = false;
    while !rest.is_empty() {
        let (kind, data) = next(&mut rest)?;
        match &kind {
            b"colr" if !has_colours && is_of_screens(data, told)? => has_colours = true,
            b"cdef" if is_usual(data, told)? => {}
            b"res " => {}
            _ => return None,
        }
    }
    has_colours.then_some(())
}

/// The image header (I.5.3.1): 8 bits a component, of the compression that there is.
fn is_of_size(image: &[u8], told: Told) -> Option<bool> {
    let mut image = Bytes(image);
    let (height, width) = (image.long()?, image.long()?);
    let (components, bits, compression) = (image.short()?, image.byte()?, image.byte()?);
    Some(
        (width, height) == (told.width, told.height)
            && components == u16::from(told.components)
            && bits == 7
            && compression == 7,
    )
}

/// The colour specification (I.5.3.3): sRGB or gray by their numbers.
fn is_of_screens(colours: &[u8], told: Told) -> Option<bool> {
    const ENUMERATED: u8 = 1;
    let expected = if told.components == 1 { 17 } else { 16 };
    let mut colours = Bytes(colours);
    let method = colours.byte()?;
    colours.take(2)?;
    Some(method == ENUMERATED && colours.long()? == expected && colours.is_empty())
}

/// The channel definition (I.5.3.6): each component is the colour that it is without any.
fn is_usual(definition: &[u8], told: Told) -> Option<bool> {
    let mut definition = Bytes(definition);
    let count = definition.short()?;
    let mut usual = count == u16::from(told.components);
    for index in 0..count {
        let written = [
            definition.short()?,
            definition.short()?,
            definition.short()?,
        ];
        usual &= written == [index, 0, index + 1];
    }
    Some(usual && definition.is_empty())
}

/// The next box: its kind and contents.
fn next<'d>(rest: &mut Bytes<'d>) -> Option<([u8; 4], &'d [u8])> {
    const HEAD: usize = 8;
    let length = rest.long()?;
    let kind = rest.take(4)?.first_chunk().copied()?;
    let contents = match length {
        // The last one may reach to the end (I.4).
        0 => rest.take(rest.0.len())?,
        length => rest.take(usize::try_from(length).ok()?.checked_sub(HEAD)?)?,
    };
    Some((kind, contents))
}

/// Markers SOC and SIZ.
const START: [u8; 4] = [0xFF, 0x4F, 0xFF, 0x51];

/// Boxes that say nothing about the picture.
const OF_NO_USE: [&[u8; 4]; 3] = [b"xml ", b"uuid", b"uinf"];

//! What goes over the pipes of a drawing process: a greeting, then a page and its picture, again and again. All numbers
//! are little-endian. The answer is never trusted further than its length.

use std::io::{self, Read, Write};

use kyso_stamp_images::{PageImage, RenderError, RenderLimits};

use super::Confinement;

/// A page to draw.
#[derive(Debug, PartialEq)]
pub(super) struct Request {
    pub(super) dpi: f64,
    pub(super) limits: RenderLimits,
    pub(super) file: Vec<u8>,
}

/// What became of it.
#[derive(Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) drawn: Result<PageImage, RenderError>,
    /// Whether the process ends after it.
    pub(super) is_last: bool,
}

/// Writes the greeting.
pub(super) fn greet(out: &mut impl Write, in_force: Confinement) -> io::Result<()> {
    out.write_all(&GREETING)?;
    out.write_all(&[in_force.to_bits()])?;
    out.flush()
}

/// Reads the greeting.
pub(super) fn read_greeting(input: &mut impl Read) -> io::Result<Confinement> {
    let [greeting @ .., bits] = array::<5>(input)?;
    match greeting == GREETING {
        true => Ok(Confinement::from_bits(bits)),
        false => Err(malformed("another greeting")),
    }
}

/// Writes a page to draw.
pub(super) fn ask(
    out: &mut impl Write,
    file: &[u8],
    dpi: f64,
    limits: RenderLimits,
) -> io::Result<()> {
    let length = u32::try_from(file.len()).ok();
    let length = length.filter(|length| *length <= MOST_BYTES);
    let length = length.ok_or_else(|| malformed("the page is too long"))?;
    out.write_all(&dpi.to_le_bytes())?;
    out.write_all(&limits.side.to_le_bytes())?;
    out.write_all(&limits.pixels.to_le_bytes())?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(file)?;
    out.flush()
}

/// Reads a page to draw; `None` at the end of the input.
pub(super) fn read_request(input: &mut impl Read) -> io::Result<Option<Request>> {
    let dpi = match array(input) {
        Ok(dpi) => f64::from_le_bytes(dpi),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    };
    let limits = RenderLimits {
        side: u32::from_le_bytes(array(input)?),
        pixels: u64::from_le_bytes(array(input)?),
    };
    let length = u32::from_le_bytes(array(input)?);
    if length > MOST_BYTES {
        return Err(malformed("the page is too long"));
    }
    let file = bytes(input, length.into())?;
    Ok(Some(Request { dpi, limits, file }))
}

/// Writes what became of a page.
pub(super) fn answer(out: &mut impl Write, answer: &Answer) -> io::Result<()> {
    let last = u8::from(answer.is_last);
    match &answer.drawn {
        Ok(image) => {
            out.write_all(&[last, DRAWN])?;
            out.write_all(&image.width().to_le_bytes())?;
            out.write_all(&image.height().to_le_bytes())?;
            out.write_all(image.rgba())?;
        }
        Err(RenderError::Size { width, height }) => {
            out.write_all(&[last, SIZE])?;
            out.write_all(&width.to_le_bytes())?;
            out.write_all(&height.to_le_bytes())?;
        }
        Err(_) => out.write_all(&[last, FAILED])?,
    }
    out.flush()
}

/// Reads what became of a page that was asked for within `limits`.
pub(super) fn read_answer(input: &mut impl Read, limits: RenderLimits) -> io::Result<Answer> {
    let [last, kind] = array(input)?;
    let drawn = match kind {
        DRAWN => {
            let width = u32::from_le_bytes(array(input)?);
            let height = u32::from_le_bytes(array(input)?);
            let pixels = u64::from(width) * u64::from(height);
            if width.max(height) > limits.side || pixels > limits.pixels {
                return Err(malformed("the picture is larger than what was asked for"));
            }
            let rgba = bytes(input, pixels * 4)?;
            let image = PageImage::from_rgba(width, height, rgba);
            Ok(image.ok_or_else(|| malformed("an empty picture"))?)
        }
        SIZE => Err(RenderError::Size {
            width: f64::from_le_bytes(array(input)?),
            height: f64::from_le_bytes(array(input)?),
        }),
        FAILED => Err(RenderError::Failed { page: 1 }),
        _ => return Err(malformed("an unknown answer")),
    };
    Ok(Answer {
        drawn,
        is_last: last != 0,
    })
}

fn array<const N: usize>(input: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Exactly `length` bytes; room is taken as they come.
fn bytes(input: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    match u64::try_from(bytes.len()) == Ok(length) {
        true => Ok(bytes),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

fn malformed(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

const GREETING: [u8; 4] = *b"kdw1";

/// Longest file of one page.
const MOST_BYTES: u32 = 160 << 20;

const DRAWN: u8 = 0;
const SIZE: u8 = 1;
const FAILED: u8 = 2;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LIMITS: RenderLimits = RenderLimits {
        side: 10,
        pixels: 50,
    };

    #[test]
    fn what_is_written_reads_back() {
        let mut pipe = Vec::new();
        ask(&mut pipe, b"page", 96.5, LIMITS).unwrap();
        let mut input = pipe.as_slice();
        let request = read_request(&mut input).unwrap().unwrap();
        assert_eq!((request.dpi, request.limits), (96.5, LIMITS));
        assert_eq!(request.file, b"page");
        assert_eq!(read_request(&mut input).unwrap(), None);
        let image = PageImage::from_rgba(2, 1, vec![1, 2, 3, 4, 5, 6, 7, 8]).unwrap();
        let (width, height) = (1e6, 2.0);
        for drawn in [
            Ok(image),
            Err(RenderError::Failed { page: 1 }),
            Err(RenderError::Size { width, height }),
        ] {
            let given = Answer {
                drawn,
                is_last: true,
            };
            let mut pipe = Vec::new();
            answer(&mut pipe, &given).unwrap();
            assert_eq!(read_answer(&mut pipe.as_slice(), LIMITS).unwrap(), given);
            let cut = &pipe[..pipe.len() - 1];
            assert!(read_answer(&mut &*cut, LIMITS).is_err());
        }
    }

    #[test]
    fn a_process_cannot_give_more_than_was_asked_for() {
        for (width, height) in [(11_u32, 1_u32), (8, 8), (0, 0), (u32::MAX, u32::MAX)] {
            let mut pipe = vec![0, DRAWN];
            pipe.extend(width.to_le_bytes());
            pipe.extend(height.to_le_bytes());
            pipe.extend([0; 1000]);
            assert!(read_answer(&mut pipe.as_slice(), LIMITS).is_err());
        }
        assert!(read_answer(&mut &[0, 9][..], LIMITS).is_err());
        assert!(read_greeting(&mut &b"other"[..]).is_err());
    }
}

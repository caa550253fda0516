//! Flate compression for the streams that are made here.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// The zlib stream of `data` (ISO 32000-2, 7.4.4).
pub(crate) fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(data.len() / 4), LEVEL);
    // Writing into memory cannot fail; a stream cut short would not inflate
    // and would show at once.
    let _ = encoder.write_all(data);
    encoder.finish().unwrap_or_default()
}

/// Fast, and hardly larger on flat colours.
const LEVEL: Compression = Compression::new(2);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::Read;

    #[test]
    fn what_was_deflated_inflates() {
        let data: Vec<u8> = (0..100_000_u32).map(|value| (value / 7) as u8).collect();
        let mut back = Vec::new();
        let packed = deflate(&data);
        flate2::read::ZlibDecoder::new(packed.as_slice())
            .read_to_end(&mut back)
            .unwrap();
        assert_eq!(back, data);
        assert!(packed.len() < data.len() / 2);
    }
}

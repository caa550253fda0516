//! The ZIP around a bundle: uncompressed entries, in the order of their names, with fixed dates, so
//! that the same entries give the same bytes. The reader accepts nothing but such a bundle.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{BundleError, layout};

/// Entries by name.
pub(super) type Entries = BTreeMap<String, Vec<u8>>;

/// Writes the entries.
pub(super) fn write(entries: &Entries) -> Result<Vec<u8>, BundleError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let started = archive.start_file(name.as_str(), options);
        started.map_err(|error| BundleError::unwritable(&error))?;
        let written = archive.write_all(bytes);
        written.map_err(|error| BundleError::unwritable(&error))?;
    }
    let written = archive.finish();
    Ok(written
        .map_err(|error| BundleError::unwritable(&error))?
        .into_inner())
}

/// Reads the entries; their names are such as `is_known` takes.
pub(super) fn read(bytes: &[u8], is_known: &dyn Fn(&str) -> bool) -> Result<Entries, BundleError> {
    let limit = MAX_BUNDLE_BYTES;
    if bytes.len() > limit {
        let size = bytes.len();
        return Err(BundleError::TooLarge { size, limit });
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BundleError::NotZip)?;
    if archive.has_duplicate_names() {
        return Err(BundleError::NameTwice);
    }
    if archive.len() > MAX_ENTRIES {
        return Err(BundleError::TooManyEntries { limit: MAX_ENTRIES });
    }
    for index in 0..archive.len() {
        check(&mut archive, index, is_known)?;
    }
    // Entries that share bytes could be many times as large as the archive.
    if !matches!(archive.has_overlapping_entries(), Ok(false)) {
        return Err(BundleError::EntriesOverlap);
    }
    // Programs differ in which of the two they believe.
    if archive.validate_header_consistency().is_err() {
        return Err(BundleError::HeadersDiffer);
    }
    if !layout::is_complete(bytes) {
        return Err(BundleError::ForeignBytes);
    }
    let mut entries = Entries::new();
    for index in 0..archive.len() {
        let (name, bytes) = entry(&mut archive, index)?;
        entries.insert(name, bytes);
    }
    Ok(entries)
}

/// Refuses an entry by its record in the directory, before a byte is read.
fn check(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    is_known: &dyn Fn(&str) -> bool,
) -> Result<(), BundleError> {
    let entry = archive
        .by_index_raw(index)
        .map_err(|_| BundleError::NotZip)?;
    let name = entry.name().map_err(|_| BundleError::NotZip)?.into_owned();
    if !is_known(&name) || !entry.is_file() || entry.is_symlink() {
        return Err(BundleError::ForeignEntry { name });
    }
    if entry.encrypted() {
        return Err(BundleError::Encrypted { name });
    }
    match entry.compression() == CompressionMethod::Stored
        && entry.size() == entry.compressed_size()
    {
        true => Ok(()),
        false => Err(BundleError::Compressed { name }),
    }
}

fn entry(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
) -> Result<(String, Vec<u8>), BundleError> {
    let mut entry = archive.by_index(index).map_err(|_| BundleError::NotZip)?;
    let name = entry.name().map_err(|_| BundleError::NotZip)?.into_owned();
    let mut bytes = Vec::new();
    // The checksum is compared at the end.
    match entry.read_to_end(&mut bytes) {
        Ok(_) => Ok((name, bytes)),
        Err(_) => Err(BundleError::Damaged { name }),
    }
}

/// Lists of a hundred thousand entries take some megabytes each.
pub const MAX_BUNDLE_BYTES: usize = 512 << 20;

const MAX_ENTRIES: usize = 10_000;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn entries(names: &[&str]) -> Entries {
        let entry = |name: &&str| ((*name).to_owned(), name.as_bytes().to_vec());
        names.iter().map(entry).collect()
    }

    fn read_any(bytes: &[u8]) -> Result<Entries, BundleError> {
        read(bytes, &|name| name.len() == 1)
    }

    /// Replaces every place of `from`, which has the length of `to`.
    fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        let places = 0..=bytes.len() - from.len();
        for place in places {
            if bytes[place..].starts_with(from) {
                bytes[place..place + from.len()].copy_from_slice(to);
            }
        }
        bytes
    }

    #[test]
    fn the_same_entries_give_the_same_bytes_and_read_back() {
        let (one, other) = (entries(&["a", "b", "c"]), entries(&["c", "b", "a"]));
        let bytes = write(&one).unwrap();
        assert_eq!(bytes, write(&other).unwrap());
        assert_eq!(read_any(&bytes).unwrap(), one);
    }

    #[test]
    fn whatever_is_no_bundle_has_its_own_error() {
        let bytes = write(&entries(&["a", "b"])).unwrap();
        let twice = replaced(&bytes, b"b", b"a");
        assert!(matches!(read_any(&twice), Err(BundleError::NameTwice)));
        assert!(matches!(read_any(b"%PDF-1.7"), Err(BundleError::NotZip)));
        let cut = &bytes[..bytes.len() - 30];
        assert!(matches!(read_any(cut), Err(BundleError::NotZip)));
        for foreign in ["../a", "/etc/passwd", "a/", "C:\\a", "x.exe", ""] {
            let bytes = write(&entries(&[foreign])).unwrap();
            let error = read_any(&bytes).unwrap_err();
            assert!(
                matches!(error, BundleError::ForeignEntry { .. }),
                "{foreign}"
            );
        }
        let damaged = replaced(&bytes, b"aaPK", b"axPK");
        let error = read_any(&damaged).unwrap_err();
        assert!(matches!(error, BundleError::Damaged { name } if name == "a"));
    }

    #[test]
    fn compressed_and_encrypted_entries_are_refused_before_they_are_read() {
        let bytes = write(&entries(&["a"])).unwrap();
        let (local, central) = (
            0,
            bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap(),
        );
        let mut deflated = bytes.clone();
        (deflated[local + 8], deflated[central + 10]) = (8, 8);
        let error = read_any(&deflated).unwrap_err();
        assert!(matches!(error, BundleError::Compressed { name } if name == "a"));
        let mut large = bytes.clone();
        // The size that it claims to have once it is unpacked.
        large[central + 24..central + 28].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(read_any(&large).is_err());
        let mut encrypted = bytes.clone();
        (encrypted[local + 6], encrypted[central + 8]) = (1, 1);
        let error = read_any(&encrypted).unwrap_err();
        assert!(matches!(
            error,
            BundleError::Encrypted { .. } | BundleError::NotZip
        ));
    }

    #[test]
    fn entries_that_share_bytes_are_refused() {
        let bytes = write(&entries(&["a", "b"])).unwrap();
        let second = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
        let mut shared = bytes.clone();
        // Both lead to the first.
        shared[second + 42..second + 46].copy_from_slice(&[0; 4]);
        assert!(read_any(&shared).is_err());
    }

    #[test]
    fn bytes_that_belong_to_no_entry_are_refused() {
        let names = entries(&["a", "b"]);
        let bytes = write(&names).unwrap();
        for (name, spoiled) in with_foreign_bytes(&bytes) {
            assert!(read_any(&spoiled).is_err(), "{name}");
            assert!(!layout::is_complete(&spoiled), "{name}");
        }
        assert!(layout::is_complete(&bytes) && read_any(&bytes).is_ok());
        let again = [&bytes[..], &bytes[..]].concat();
        assert!(read_any(&again).is_err(), "two archives in one file");
    }

    /// An archive of two entries of two bytes with bytes that belong to none of them, each put up with by programs that unpack.
    fn with_foreign_bytes(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
        let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
        let end = bytes.len() - 22;
        let with = |at: usize, junk: &[u8], patches: &[(usize, u8)]| {
            let mut bytes = bytes.to_vec();
            for (at, more) in patches {
                bytes[*at] += more;
            }
            bytes.splice(at..at, junk.iter().copied());
            bytes
        };
        let second = 30 + 2;
        vec![
            ("before", with(0, b"%PDF-1.7 junk", &[])),
            (
                "before, offsets moved",
                with(
                    0,
                    b"##",
                    &[(directory + 42, 2), (directory + 47 + 42, 2), (end + 16, 2)],
                ),
            ),
            ("after", with(bytes.len(), b"junk", &[])),
            ("a line end after", with(bytes.len(), b"\n", &[])),
            (
                "comment of the archive",
                with(bytes.len(), b"junk", &[(end + 20, 4)]),
            ),
            (
                "comment of an entry",
                with(end, b"junk", &[(directory + 47 + 32, 4), (end + 12, 4)]),
            ),
            (
                "extra of an entry",
                with(
                    second + 31,
                    b"\xfe\xca\0\0",
                    &[(second + 28, 4), (end + 16, 4)],
                ),
            ),
            (
                "extra in the directory",
                with(
                    end,
                    b"\xfe\xca\0\0",
                    &[(directory + 47 + 30, 4), (end + 12, 4)],
                ),
            ),
            (
                "between entries",
                with(second, b"####", &[(directory + 47 + 42, 4), (end + 16, 4)]),
            ),
            (
                "before the directory",
                with(directory, b"####", &[(end + 16, 4)]),
            ),
            ("before the end", with(end, b"####", &[])),
        ]
    }

    /// Every byte of an archive, changed in three ways: it is refused, or reads as before.
    #[test]
    fn no_changed_byte_changes_what_is_read() {
        let original = entries(&["a", "b"]);
        let bytes = write(&original).unwrap();
        let mut refused = 0;
        for (place, flip) in
            (0..bytes.len()).flat_map(|place| [(place, 1), (place, 0x80), (place, 0xff)])
        {
            let mut changed = bytes.clone();
            changed[place] ^= flip;
            match read_any(&changed) {
                Ok(read) => assert_eq!(read, original, "byte {place} ^ {flip:#x}"),
                Err(_) => refused += 1,
            }
        }
        assert!(refused > bytes.len(), "{refused} of {}", 3 * bytes.len());
    }
}

//! Whether the pictures of seals are there and are seals (B1).

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use kyso_stamp_images::{ImageError, Picture, check_seal_image};

use crate::entry::Organisation;
use crate::fault::{FaultKind, Faults};

/// Looks at the picture of each seal; paths count from `folder`.
pub(crate) fn check(organisations: &[Organisation], folder: &Path, faults: &mut Faults) {
    for organisation in organisations {
        let Some(seal) = &organisation.seal else {
            continue;
        };
        let path = seal.value.display().to_string();
        let kind = match read(&folder.join(&seal.value)) {
            Err(source) => FaultKind::SealUnreadable { path, source },
            Ok(png) => match check_picture(&png) {
                Ok(()) => continue,
                Err(source) => FaultKind::NoSeal { path, source },
            },
        };
        faults.add(seal.line, Some(&organisation.entry), Some("seal"), kind);
    }
}

fn check_picture(png: &[u8]) -> Result<(), ImageError> {
    let picture = Picture::from_png(png)?;
    check_seal_image(&picture.pixels()).map(|_| ())
}

/// The file up to the first byte that is too many; the picture is refused then by its size.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    file.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// More than a PNG may have.
const MOST_BYTES: u64 = 16 << 20;

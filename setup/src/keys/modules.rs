//! PKCS#11 libraries that are likely to be on a machine.

use std::fs;
use std::path::{Path, PathBuf};

/// The libraries that are there, in the usual folders and as registered for p11-kit. For advice only: none is loaded
/// unless the operator names it (G5).
pub(super) fn installed_modules() -> Vec<PathBuf> {
    let usual = FOLDERS
        .iter()
        .flat_map(|folder| LIBRARIES.map(|library| Path::new(folder).join(library)));
    let mut found: Vec<PathBuf> = usual
        .chain(registered())
        .filter(|path| path.is_file())
        .collect();
    found.sort_by_key(|path| path.canonicalize().unwrap_or_else(|_| path.clone()));
    found.dedup_by_key(|path| path.canonicalize().unwrap_or_else(|_| path.clone()));
    found
}

/// The absolute paths after `module:` in the configuration of p11-kit.
fn registered() -> Vec<PathBuf> {
    let entries = REGISTRIES
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .flatten();
    let texts = entries.filter_map(|entry| fs::read_to_string(entry.path()).ok());
    let lines = texts.flat_map(|text| text.lines().map(ToOwned::to_owned).collect::<Vec<_>>());
    let paths = lines.filter_map(|line| Some(PathBuf::from(line.strip_prefix("module:")?.trim())));
    paths.filter(|path| path.is_absolute()).collect()
}

const FOLDERS: [&str; 6] = [
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/x86_64-linux-gnu/pkcs11",
    "/usr/lib/softhsm",
];

/// Of the tokens that government and public authorities hand out, of OpenSC and of SoftHSM.
const LIBRARIES: [&str; 6] = [
    "libbit4xpki.so",
    "libbit4ipki.so",
    "libeTPkcs11.so",
    "libcastle.so",
    "opensc-pkcs11.so",
    "libsofthsm2.so",
];

const REGISTRIES: [&str; 2] = ["/usr/share/p11-kit/modules", "/etc/pkcs11/modules"];

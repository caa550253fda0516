//! All fixtures in a folder, with the manifest that `kyso verify --expect` reads.

use std::fs;
use std::io;
use std::path::Path;

use crate::{Base, Case, attacks, controls, impersonations, real};

/// Writes every document, the trust folder and `manifest.toml` into `folder`;
/// gives the number of documents.
///
/// # Errors
/// When the folder cannot be written.
pub fn write_fixtures(folder: &Path) -> io::Result<usize> {
    let base = Base::new();
    let mut manifest = String::from(HEAD);
    let mut count = 0;
    for family in attacks()
        .iter()
        .chain([&controls(), &impersonations(), &real()])
    {
        fs::create_dir_all(folder.join(family.name))?;
        for case in &family.cases {
            let path = format!("{}/{}.pdf", family.name, case.name);
            fs::write(folder.join(&path), case.bytes(&base))?;
            manifest.push_str(&entry(&path, case));
            count += 1;
        }
    }
    let trust = folder.join("trust");
    fs::create_dir_all(&trust)?;
    fs::write(trust.join("root.der"), base.office.root.certificate().der())?;
    fs::write(trust.join("root.crl"), base.office.usual_list().der())?;
    fs::write(folder.join("manifest.toml"), manifest)?;
    Ok(count)
}

fn entry(path: &str, case: &Case) -> String {
    let expected = &case.expected;
    let mut entry = format!(
        "\n[[file]]\npath = \"{path}\"\nverdict = \"{}\"\n",
        expected.verdict
    );
    let values = [
        ("sub_indication", expected.sub_indication),
        ("integrity", expected.integrity),
        ("modifications", expected.modifications),
        ("legal_status", expected.legal_status),
        ("roles", expected.roles),
    ];
    for (key, value) in values {
        if let Some(value) = value {
            entry.push_str(&format!("{key} = \"{value}\"\n"));
        }
    }
    if let Some(count) = expected.signatures {
        entry.push_str(&format!("signatures = {count}\n"));
    }
    entry
}

const HEAD: &str = "# Made by kyso-testdata. Check with
# kyso verify --expect manifest.toml --trust trust --at 2026-11-21T03:00:00Z
";

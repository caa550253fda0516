//! Writes signed documents that were changed by a grammar: `kyso-mutants OUT_DIR FIRST COUNT`.
//!
//! The folder gets the files, `trust/` for the verifier, and `mutants.jsonl` with what was done to each.
#![allow(clippy::print_stderr)]

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use kyso_testdata::{Mutator, Office};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, first, count] = arguments.as_slice() else {
        return usage();
    };
    let (Ok(first), Ok(count)) = (first.parse(), count.parse()) else {
        return usage();
    };
    match write(Path::new(folder), first, count) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kyso-mutants: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: kyso-mutants OUT_DIR FIRST COUNT");
    ExitCode::from(2)
}

fn write(folder: &Path, first: u64, count: u64) -> io::Result<()> {
    let office = Office::new();
    let trust = folder.join("trust");
    fs::create_dir_all(&trust)?;
    fs::write(trust.join("root.der"), office.root.certificate().der())?;
    fs::write(trust.join("root.crl"), office.usual_list().der())?;
    let mut list = BufWriter::new(fs::File::create(folder.join("mutants.jsonl"))?);
    let mut mutator = Mutator::new(&office);
    for number in first..first + count {
        let mutant = mutator.mutant(number);
        let part = format!("{:03}", number / 1000);
        fs::create_dir_all(folder.join(&part))?;
        let path = format!("{part}/{number:06}.pdf");
        fs::write(folder.join(&path), &mutant.bytes)?;
        let productions = mutant.productions.join("\",\"");
        writeln!(
            list,
            "{{\"path\":\"{path}\",\"sound\":{},\"productions\":[\"{productions}\"]}}",
            mutant.sound
        )?;
    }
    list.flush()
}

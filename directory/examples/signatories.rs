//! Who may sign at a time, and what is wrong in a directory: `signatories DIRECTORY TIME`.
#![allow(clippy::print_stdout)]

use std::path::Path;

use kyso_directory::Draft;
use kyso_words::{Lang, Localized};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (file, at) = arguments
        .next()
        .zip(arguments.next())
        .ok_or("usage: signatories DIRECTORY TIME")?;
    let draft = Draft::open(Path::new(&file))?;
    for of in draft.directory.overview(at.parse()?) {
        for signatory in &of.signatories {
            let title = signatory.mandate.full_title();
            println!("{}: {}, {title}", of.organisation.name, signatory.name);
        }
    }

    // Every fault at once, each with its line, in both languages.
    for fault in &draft.faults {
        println!("{}", fault.text(Lang::En));
    }
    Ok(())
}

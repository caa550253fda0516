//! Lists the revisions of a file and its signature fields: `revisions FILE`.
#![allow(clippy::print_stdout)]

use std::error::Error;

use kyso_pdf::Document;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("usage: revisions FILE")?;
    let bytes = std::fs::read(file)?;

    // Opening reads the cross-reference sections, and no object.
    let document = Document::open(&bytes)?;
    for (index, revision) in document.revisions().iter().enumerate() {
        let (start, end, objects) = (revision.start, revision.end, revision.entries.len());
        println!(
            "revision {}: bytes {start} to {end}, {objects} entries",
            index + 1
        );
    }

    // `at` gives an earlier revision in the same way: what the file said before it was appended to.
    for field in document.latest().signature_fields()? {
        let Some(value) = field.value else {
            println!("field {}: not signed", field.name);
            continue;
        };
        let format = value.sub_filter().map(ToString::to_string);
        println!("field {}: {}", field.name, format.unwrap_or_default());

        // As it is written: whether it covers what it should is for a verifier to judge.
        println!("  byte range {:?}", value.byte_range.unwrap_or_default());
    }
    Ok(())
}

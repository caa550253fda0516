//! Says whether a PNG file may be used as the picture of a signature or of a seal: `check_picture FILE`.
#![allow(clippy::print_stdout)]

use std::error::Error;

use kyso_stamp_images::{Picture, check_seal_image, check_signature_image};
use kyso_words::Localized;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("usage: check_picture FILE")?;
    let picture = Picture::from_png(&std::fs::read(file)?)?;

    // The rules look at pixels, so that a verifier asks the same of a picture inside a PDF.
    let pixels = picture.pixels();

    // Blue on a transparent background (A1), and red, round, on a transparent background (B1).
    let rules = [
        ("signature", check_signature_image(&pixels)),
        ("seal", check_seal_image(&pixels)),
    ];
    for (name, answer) in rules {
        match answer {
            Ok(measured) => println!("{name}: yes, {:.0} % ink", 100.0 * measured.ink_share),
            // Every error has its words in both languages.
            Err(error) => println!("{name}: no, {error} ({})", error.vietnamese()),
        }
    }
    Ok(())
}

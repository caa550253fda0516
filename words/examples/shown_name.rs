//! Shows a name from a file to people, with the present time of Vietnam: `shown_name NAME`.
#![allow(clippy::print_stdout)]

use kyso_words::{Lang, printable, vietnam_time};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let name = std::env::args().nth(1).ok_or("usage: shown_name NAME")?;
    for lang in [Lang::Vi, Lang::En] {
        // What a stranger wrote must not act on a terminal or a page.
        println!(
            "{}: {}",
            lang.pick("Tên tệp", "File name"),
            printable(&name)
        );
    }
    println!("{}", vietnam_time(jiff::Timestamp::now()));
    Ok(())
}

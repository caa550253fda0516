//! Results on standard output, remarks on standard error.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;

use kyso_report::check_file_name;
use kyso_words::{Lang, Localized, printable_form};

use super::Failure;
use crate::files;

/// Writes a result to standard output, or whole into a file.
pub(crate) fn write(text: &str, to: Option<&Path>) -> Result<(), Failure> {
    write_bytes(text.as_bytes(), to)
}

/// As [`write()`], for what is no text.
pub(crate) fn write_bytes(bytes: &[u8], to: Option<&Path>) -> Result<(), Failure> {
    match to {
        Some(path) => {
            files::write(path, bytes).map_err(|error| Failure::unwritable(&path.display(), &error))
        }
        None => print(bytes).map_err(|error| Failure::unwritable(&"stdout", &error)),
    }
}

fn print(bytes: &[u8]) -> io::Result<()> {
    let mut output = io::stdout().lock();
    let written = output.write_all(bytes).and_then(|()| output.flush());
    match written {
        // Who reads through a pipe may stop reading.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// A remark of one line beside the result.
pub(crate) fn remark(text: impl Display) {
    // A remark that cannot be shown must not keep the result back.
    let _ = writeln!(io::stderr(), "kyso: {}", printable_form(text));
}

/// A remark in the language of the user.
pub(crate) fn remark_in(lang: Lang, vietnamese: &str, english: &str) {
    remark(lang.pick(vietnamese, english));
}

/// A note where the name of a file that agencies exchange is one that not every system takes (I2).
pub(crate) fn remark_on_name(path: &Path, lang: Lang) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if let Err(fault) = check_file_name(&name) {
        remark(format!(
            "{}: {}",
            lang.pick("LƯU Ý", "NOTE"),
            fault.text(lang)
        ));
    }
}

/// Prints a line on standard output at once: a script may wait for it.
pub(crate) fn print_line(line: &str) -> io::Result<()> {
    print(format!("{line}\n").as_bytes())
}

//! A manifest of what was found, to be reviewed and kept.

use std::path::{Component, Path, PathBuf};

use super::Fact;
use crate::cli::Failure;
use crate::cli::verify::examination::Examined;
use crate::cli::verify::selection::place;

/// The manifest that these results meet, with paths relative to the folder of `manifest`.
pub(in crate::cli::verify) fn write(
    manifest: &Path,
    examined: &[Examined],
) -> Result<String, Failure> {
    let manifest = place(manifest);
    let folder = manifest.parent().unwrap_or(Path::new("."));
    let mut text = String::from(
        "# Made by kyso verify --write-expect; look at each verdict before you keep it.\n",
    );
    for one in examined {
        refuse_missing(one)?;
        let path = relative(folder, &one.path)?;
        text.push_str(&format!("\n[[file]]\npath = {}\n", quoted(&path)));
        for fact in Fact::ALL {
            // Several reasons cannot be written as one; any of them would be met.
            let Some(value) = fact.found(one).into_iter().next() else {
                continue;
            };
            if fact == Fact::Timestamps && value == "0" {
                continue;
            }
            let value = if fact.is_count() {
                value
            } else {
                quoted(&value)
            };
            text.push_str(&format!("{} = {value}\n", fact.key()));
        }
    }
    Ok(text)
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A file that is not there cannot be expected to be anything.
fn refuse_missing(one: &Examined) -> Result<(), Failure> {
    match &one.outcome {
        Err(unreadable) if unreadable.is_missing => {
            let path = one.path.display();
            Err(Failure::usage(
                format!(
                    "{path}: không có tệp này, nên không ghi được vào danh sách --write-expect"
                ),
                format!("{path}: there is no such file, so it cannot be listed by --write-expect"),
            ))
        }
        _ => Ok(()),
    }
}

/// The path below `folder`. A link keeps its own name, wherever it leads.
fn relative(folder: &Path, path: &Path) -> Result<String, Failure> {
    let whole = place(path);
    let relative = whole.strip_prefix(folder).ok();
    let relative = relative.filter(|path| {
        path.components()
            .all(|part| matches!(part, Component::Normal(_)))
    });
    let text = relative
        .map(PathBuf::from)
        .and_then(|path| path.into_os_string().into_string().ok());
    let path = path.display();
    text.ok_or_else(|| {
        Failure::usage(
            format!("{path}: không nằm trong thư mục của tệp --write-expect; hãy đặt tệp đó ở thư mục trên"),
            format!("{path}: not below the folder of the --write-expect file; put that file into a folder above"),
        )
    })
}

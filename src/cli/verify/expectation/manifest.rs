//! The manifest: `[[file]]` tables with `path` and `verdict`, and further expectations.
//!
//! Paths are relative to the folder of the manifest and stay below it, so that a folder of fixtures
//! can be moved as a whole; only the target of a link in it may lie elsewhere. Each entry is
//! compared with the result under its own name. Each unknown key is an error with its line: an
//! expectation that is silently ignored would be met.

use std::collections::HashMap;
use std::fmt::Display;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use kyso_words::{Lang, Localized};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Fact;
use crate::cli::Failure;

/// What is expected of all files.
#[derive(Debug)]
pub(in crate::cli::verify) struct Manifest {
    pub(super) files: Vec<Expected>,
}

/// What is expected of one file.
#[derive(Debug)]
pub(super) struct Expected {
    /// As written.
    pub(super) name: String,
    /// From where the program runs.
    pub(super) path: PathBuf,
    pub(super) facts: Vec<(Fact, String)>,
}

impl Manifest {
    /// Reads a manifest.
    pub(in crate::cli::verify) fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let text = |lang| format!("{} ({})", path.display(), error.text(lang));
            Failure::usage(
                format!("Không đọc được {}", text(Lang::Vi)),
                format!("cannot read {}", text(Lang::En)),
            )
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Self::parse(&text, folder).map_err(|problem| {
            let line = line(&text, problem.at.start);
            let path = path.display();
            Failure::usage(
                format!("{path}, dòng {line}: {}", problem.vietnamese),
                format!("{path}, line {line}: {}", problem.english),
            )
        })
    }

    /// The files that are listed.
    pub(in crate::cli::verify) fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|file| file.path.as_path())
    }

    fn parse(text: &str, folder: &Path) -> Result<Self, Problem> {
        let table = DeTable::parse(text).map_err(|error| {
            let message = error.message();
            Problem::new(
                error.span().unwrap_or_default(),
                "sai cú pháp TOML (dấu nháy, dấu ngoặc, dấu = hoặc khóa lặp lại)",
                format!("not TOML ({message})"),
            )
        })?;
        let mut files = Vec::new();
        for (key, value) in table.get_ref() {
            match (key.get_ref().as_ref(), value.get_ref().as_array()) {
                ("file", Some(tables)) => {
                    for table in tables.iter() {
                        files.push(Expected::parse(table, folder)?);
                    }
                }
                ("file", None) => {
                    return Err(Problem::at(value, "phải viết [[file]]", "write [[file]]"));
                }
                (other, _) => return Err(unknown(key, other, "file")),
            }
        }
        if files.is_empty() {
            return Err(Problem::new(
                0..0,
                "không có [[file]] nào",
                "there is no [[file]]",
            ));
        }
        refuse_duplicates(&table, &files)?;
        Ok(Self { files })
    }
}

fn refuse_duplicates(table: &Spanned<DeTable<'_>>, files: &[Expected]) -> Result<(), Problem> {
    let mut seen = HashMap::new();
    for (index, file) in files.iter().enumerate() {
        if seen.insert(&file.path, index).is_some() {
            let tables = table
                .get_ref()
                .get("file")
                .and_then(|value| value.get_ref().as_array());
            let at = tables
                .and_then(|tables| tables.get(index))
                .map_or(0..0, Spanned::span);
            let name = &file.name;
            return Err(Problem::new(
                at,
                format!("“{name}” đã có ở trên"),
                format!("\"{name}\" is listed above already"),
            ));
        }
    }
    Ok(())
}

impl Expected {
    fn parse(table: &Spanned<DeValue<'_>>, folder: &Path) -> Result<Self, Problem> {
        let Some(entries) = table.get_ref().as_table() else {
            return Err(Problem::at(table, "phải viết [[file]]", "write [[file]]"));
        };
        let mut name = None;
        let mut facts = Vec::new();
        for (key, value) in entries {
            let fact = Fact::ALL
                .into_iter()
                .find(|fact| fact.key() == key.get_ref().as_ref());
            match (key.get_ref().as_ref(), fact) {
                ("path", _) => name = Some(relative_path(value)?),
                (_, Some(fact)) => facts.push((fact, expected_value(fact, value)?)),
                (other, None) => return Err(unknown(key, other, KEYS)),
            }
        }
        let name = name.ok_or_else(|| missing(table, "path"))?;
        if !facts.iter().any(|(fact, _)| *fact == Fact::Verdict) {
            return Err(missing(table, "verdict"));
        }
        let path = folder.join(&name);
        Ok(Self { name, path, facts })
    }
}

/// A path that stays below the folder of the manifest.
fn relative_path(value: &Spanned<DeValue<'_>>) -> Result<String, Problem> {
    let text = string(value, "path")?;
    let path = Path::new(text);
    let stays = path
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    match stays && path.file_name().is_some() {
        true => Ok(path
            .components()
            .filter(|part| *part != Component::CurDir)
            .collect::<PathBuf>()
            .to_string_lossy()
            .into_owned()),
        false => Err(Problem::at(
            value,
            format!(
                "“{text}” phải là đường dẫn tương đối nằm trong thư mục của tệp này, không có .."
            )
            .as_str(),
            format!("\"{text}\" must be a relative path below the folder of this file, without ..")
                .as_str(),
        )),
    }
}

fn expected_value(fact: Fact, value: &Spanned<DeValue<'_>>) -> Result<String, Problem> {
    let key = fact.key();
    if fact.is_count() {
        let count = value
            .get_ref()
            .as_integer()
            .and_then(|count| u32::from_str_radix(count.as_str(), count.radix()).ok());
        let count = count.map(|count| count.to_string());
        return count.ok_or_else(|| {
            Problem::at(
                value,
                format!("“{key}” phải là một số đếm").as_str(),
                format!("\"{key}\" must be a number of them").as_str(),
            )
        });
    }
    let text = string(value, key)?;
    let allowed = fact.values();
    let is_known = match fact {
        Fact::SubIndication => {
            !text.is_empty() && text.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'_'))
        }
        Fact::Roles => !text.is_empty() && text.split(' ').all(|role| allowed.contains(&role)),
        _ => allowed.contains(&text),
    };
    match is_known {
        true => Ok(text.to_owned()),
        false => Err(impossible(value, key, text, &allowed.join(", "))),
    }
}

/// A value that the key cannot have; `allowed` is empty where the values are not listed.
fn impossible<T>(value: &Spanned<T>, key: &str, text: &str, allowed: &str) -> Problem {
    let mut vietnamese = format!("“{key}” không thể là “{text}”");
    let mut english = format!("\"{key}\" cannot be \"{text}\"");
    if !allowed.is_empty() {
        vietnamese.push_str(&format!("; các giá trị: {allowed}"));
        english.push_str(&format!("; the values are {allowed}"));
    }
    Problem::at(value, &vietnamese, &english)
}

fn string<'v>(value: &'v Spanned<DeValue<'_>>, key: &str) -> Result<&'v str, Problem> {
    value.get_ref().as_str().ok_or_else(|| {
        Problem::at(
            value,
            &format!("“{key}” phải là chuỗi ký tự"),
            &format!("\"{key}\" must be a string"),
        )
    })
}

fn unknown<T>(key: &Spanned<T>, name: impl Display, known: &str) -> Problem {
    Problem::at(
        key,
        &format!("không có khóa “{name}”; các khóa: {known}"),
        &format!("there is no key \"{name}\"; the keys are {known}"),
    )
}

fn missing(table: &Spanned<DeValue<'_>>, key: &str) -> Problem {
    Problem::at(
        table,
        &format!("thiếu “{key}”"),
        &format!("\"{key}\" is missing"),
    )
}

/// What is wrong, and at which bytes.
#[derive(Debug)]
struct Problem {
    at: Range<usize>,
    vietnamese: String,
    english: String,
}

impl Problem {
    fn new(at: Range<usize>, vietnamese: impl Into<String>, english: impl Into<String>) -> Self {
        Self {
            at,
            vietnamese: vietnamese.into(),
            english: english.into(),
        }
    }

    fn at<T>(place: &Spanned<T>, vietnamese: &str, english: &str) -> Self {
        Self::new(place.span(), vietnamese, english)
    }
}

/// The line of a byte, from 1.
fn line(text: &str, at: usize) -> usize {
    let before = text.as_bytes().iter().take(at);
    1 + before.filter(|byte| **byte == b'\n').count()
}

const KEYS: &str = "path, verdict, sub_indication, legal_status, modifications, integrity, roles, signatures, \
    timestamps";

#[cfg(test)]
mod tests;

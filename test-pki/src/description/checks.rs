//! What a description must fulfil beyond its form; every complaint names the line.

use std::collections::HashSet;

use toml::Spanned;

use super::{Description, DescriptionError, Span};

impl Description {
    pub(super) fn check(&self, text: &str) -> Result<(), DescriptionError> {
        let mut seen = Seen {
            text,
            ids: HashSet::new(),
        };
        for entry in &self.authorities {
            if entry.issuer.is_some() == entry.class.is_some() {
                let (line, id) = seen.place(&entry.id);
                return Err(DescriptionError::IssuerOrClass { line, id });
            }
            seen.add(&entry.id, entry.issuer.as_ref(), entry.valid)?;
        }
        let authorities = seen.ids.clone();
        for entry in &self.holders {
            if !authorities.contains(entry.issuer.get_ref().as_str()) {
                return Err(seen.no_issuer(&entry.issuer));
            }
            seen.add(&entry.id, Some(&entry.issuer), entry.valid)?;
        }
        Ok(())
    }
}

/// The ids so far.
struct Seen<'a> {
    text: &'a str,
    ids: HashSet<&'a str>,
}

impl<'a> Seen<'a> {
    fn add(
        &mut self,
        id: &'a Spanned<String>,
        issuer: Option<&Spanned<String>>,
        [from, until]: [Span; 2],
    ) -> Result<(), DescriptionError> {
        let (line, name) = self.place(id);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || !name.chars().all(plain) {
            return Err(DescriptionError::BadId { line, id: name });
        }
        if until.0 <= from.0 {
            return Err(DescriptionError::EmptyValidity { line, id: name });
        }
        if let Some(issuer) = issuer.filter(|issuer| !self.ids.contains(issuer.get_ref().as_str()))
        {
            return Err(self.no_issuer(issuer));
        }
        match self.ids.insert(id.get_ref()) {
            true => Ok(()),
            false => Err(DescriptionError::RepeatedId { line, id: name }),
        }
    }

    fn no_issuer(&self, issuer: &Spanned<String>) -> DescriptionError {
        let (line, issuer) = self.place(issuer);
        DescriptionError::NoIssuer { line, issuer }
    }

    fn place(&self, value: &Spanned<String>) -> (usize, String) {
        (
            line_at(self.text, value.span().start),
            value.get_ref().clone(),
        )
    }
}

/// The line of an offset, from 1.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or_default();
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

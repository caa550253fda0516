//! What a crate uses of the libraries, as far as tokens show it.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};

use crate::resolved::imported;

/// The names in the code of a crate, each with what is before it.
///
/// One import counts for all files of the crate: a module takes over the imports of another by `super::*`.
#[derive(Default)]
pub(crate) struct Usage {
    /// Every name.
    words: BTreeSet<String>,
    /// Names behind a point: of which type cannot be seen.
    members: BTreeSet<String>,
    /// Names behind `Self::`.
    of_self: BTreeSet<String>,
    /// Paths as they are written.
    paths: BTreeSet<Vec<String>>,
    /// Where the names of imports lead.
    imports: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// The modules of which everything is imported.
    globs: BTreeSet<Vec<String>>,
}

impl Usage {
    /// Reads code, without its comments and texts.
    pub(crate) fn read(&mut self, code: TokenStream) {
        let mut tokens = code.into_iter().peekable();
        let mut path: Vec<String> = Vec::new();
        let (mut colons, mut is_behind_point) = (0, false);
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(name) if name == "use" => {
                    self.end(&mut path);
                    let mut import: Vec<TokenTree> = vec![TokenTree::Ident(name)];
                    let is_end = |one: &TokenTree| matches!(one, TokenTree::Punct(mark) if mark.as_char() == ';');
                    while let Some(one) = tokens.next_if(|one| !is_end(one)) {
                        import.push(one);
                    }
                    import.extend(tokens.next());
                    self.import(import);
                    is_behind_point = false;
                }
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.end(&mut path);
                    }
                    let name = name.to_string();
                    if is_behind_point {
                        self.members.insert(name.clone());
                    }
                    self.words.insert(name.clone());
                    path.push(name);
                    (colons, is_behind_point) = (0, false);
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' && !path.is_empty() => {
                    colons += 1;
                    is_behind_point = false;
                }
                other => {
                    self.end(&mut path);
                    colons = 0;
                    is_behind_point =
                        matches!(&other, TokenTree::Punct(mark) if mark.as_char() == '.');
                    if let TokenTree::Group(group) = other {
                        self.read(group.stream());
                    }
                }
            }
        }
        self.end(&mut path);
    }

    /// Reads a template that is compiled into code: each word may be a member.
    pub(crate) fn read_template(&mut self, text: &str) {
        let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        for word in words.filter(|word| !word.is_empty()) {
            self.words.insert(word.to_owned());
            self.members.insert(word.to_owned());
        }
    }

    fn end(&mut self, path: &mut Vec<String>) {
        let path = std::mem::take(path);
        if let [first, rest @ ..] = path.as_slice()
            && first == "Self"
        {
            self.of_self.extend(rest.first().cloned());
        }
        if !path.is_empty() {
            self.paths.insert(path);
        }
    }

    fn import(&mut self, tokens: Vec<TokenTree>) {
        let tokens: TokenStream = tokens.into_iter().collect();
        let Ok(item) = syn::parse2::<syn::Item>(tokens.clone()) else {
            // A limit such as `use<'a>`, or a part of a macro.
            let rest = tokens.into_iter().skip(1).collect();
            return self.read(rest);
        };
        for import in imported(&item).into_iter().flat_map(|(_, imports)| imports) {
            self.words.extend(import.path.iter().cloned());
            match import.name {
                Some(name) => {
                    self.imports.entry(name).or_default().insert(import.path);
                }
                None => {
                    self.globs.insert(import.path);
                }
            }
        }
    }

    /// What is used of each library.
    pub(crate) fn uses(&self) -> Uses {
        let mut found: BTreeSet<Vec<String>> = BTreeSet::new();
        for path in &self.paths {
            self.resolve(path, &mut found, 8);
        }
        for path in self.imports.values().flatten().chain(&self.globs) {
            self.resolve(path, &mut found, 8);
        }
        let globs = self.globs.iter().filter(|path| is_of_library(path));
        let pairs = found.iter().flat_map(|path| path.windows(2));
        let pairs = pairs.map(|pair| (pair[0].clone(), pair[1].clone()));
        // Under a glob a type has no import of its own.
        let written = self.paths.iter().filter(|path| {
            let first = path.first();
            !self.globs.is_empty() && first.is_some_and(|name| !self.imports.contains_key(name))
        });
        let written = written.flat_map(|path| path.windows(2));
        let written = written.map(|pair| (pair[0].clone(), pair[1].clone()));
        Uses {
            words: self.words.clone(),
            members: self.members.clone(),
            of_self: self.of_self.clone(),
            pairs: pairs.chain(written).collect(),
            globs: globs.cloned().collect(),
            paths: found,
        }
    }

    /// The paths into libraries that a path leads to.
    fn resolve(&self, path: &[String], found: &mut BTreeSet<Vec<String>>, steps: u8) {
        let Some((first, rest)) = path.split_first() else {
            return;
        };
        if is_of_library(path) {
            found.insert(path.to_vec());
            return;
        }
        if matches!(first.as_str(), "crate" | "self" | "super") {
            return self.resolve(rest, found, steps);
        }
        let Some(steps) = steps.checked_sub(1) else {
            return;
        };
        let known = self.imports.get(first).into_iter().flatten();
        for import in known.filter(|import| import.as_slice() != [first.clone()]) {
            self.resolve(&[import.as_slice(), rest].concat(), found, steps);
        }
        // A module of the crate that hands on what it imported.
        if !self.imports.contains_key(first) && !rest.is_empty() {
            self.resolve(rest, found, steps);
        }
    }
}

fn is_of_library(path: &[String]) -> bool {
    path.first().is_some_and(|name| name.starts_with("kyso_"))
}

/// What a crate uses of the libraries.
pub(crate) struct Uses {
    words: BTreeSet<String>,
    members: BTreeSet<String>,
    of_self: BTreeSet<String>,
    /// Names behind a name, such as a function behind its type.
    pairs: BTreeSet<(String, String)>,
    globs: BTreeSet<Vec<String>>,
    /// Paths that begin with a library.
    paths: BTreeSet<Vec<String>>,
}

impl Uses {
    /// Whether an item of a module is named: `path` begins with its library.
    pub(crate) fn names(&self, path: &[String]) -> bool {
        let begins = |found: &Vec<String>| found.starts_with(path);
        let from = self.paths.range(path.to_vec()..).next();
        let is_under_glob = || {
            let (name, above) = path.split_last().expect("a name");
            self.globs.contains(above) && self.words.contains(name)
        };
        from.is_some_and(begins) || is_under_glob()
    }

    /// Whether `name` is written behind the name of its type.
    pub(crate) fn names_of(&self, owner: &str, name: &str) -> bool {
        self.pairs.contains(&(owner.to_owned(), name.to_owned()))
    }

    /// Whether `name` is a member of some value.
    pub(crate) fn has_member(&self, name: &str) -> bool {
        self.members.contains(name)
    }

    /// Whether `name` belongs to the type that some code is about.
    pub(crate) fn has_of_self(&self, name: &str) -> bool {
        self.of_self.contains(name)
    }

    /// Whether `name` occurs.
    pub(crate) fn has_word(&self, name: &str) -> bool {
        self.words.contains(name)
    }
}

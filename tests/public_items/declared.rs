//! The modules of a crate as its files declare them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Expr, ItemMod, Lit, Meta};

use crate::made_by_macros::{Macros, made};

/// A module: its items without those for tests, and the modules below it.
#[derive(Default)]
pub(crate) struct Module {
    pub(crate) items: Vec<syn::Item>,
    pub(crate) modules: BTreeMap<String, Module>,
}

/// Gives the text of a file by its path in the source folder.
type Read<'r> = &'r dyn Fn(&Path) -> Option<String>;

impl Module {
    /// The root of a crate, from its `lib.rs` or `main.rs`.
    pub(crate) fn of_crate(root_file: &str, read: Read<'_>) -> Module {
        let path = Path::new(root_file);
        let text = read(path).unwrap_or_else(|| panic!("no {root_file}"));
        let mut root = Module::default();
        root.fill(parsed(&text, path), Path::new(""), read);
        let mut macros = Macros::default();
        root.visit(&mut |module| macros.learn(&module.items));
        root.expand(&macros);
        root
    }

    /// The module at a path from here.
    pub(crate) fn at(&self, path: &[String]) -> Option<&Module> {
        path.iter()
            .try_fold(self, |module, name| module.modules.get(name))
    }

    /// Calls `look` with this module and all below it, each with its path.
    pub(crate) fn visit_with_paths<'m>(
        &'m self,
        path: &[String],
        look: &mut impl FnMut(&[String], &'m Module),
    ) {
        look(path, self);
        for (name, module) in &self.modules {
            let below = [path, std::slice::from_ref(name)].concat();
            module.visit_with_paths(&below, look);
        }
    }

    fn visit(&self, look: &mut impl FnMut(&Module)) {
        look(self);
        self.modules.values().for_each(|module| module.visit(look));
    }

    /// Takes over items; `folder` is where the files of modules below lie.
    fn fill(&mut self, items: Vec<syn::Item>, folder: &Path, read: Read<'_>) {
        for item in items {
            if is_for_tests(attributes(&item)) {
                continue;
            }
            if let syn::Item::Mod(declaration) = &item {
                let module = below(declaration, folder, read);
                self.modules.insert(declaration.ident.to_string(), module);
            }
            self.items.push(item);
        }
    }

    fn expand(&mut self, macros: &Macros) {
        let items = std::mem::take(&mut self.items);
        for item in items {
            match made(&item, macros) {
                Some(new) => self.items.extend(new),
                None => self.items.push(item),
            }
        }
        self.modules
            .values_mut()
            .for_each(|module| module.expand(macros));
    }
}

fn below(declaration: &ItemMod, folder: &Path, read: Read<'_>) -> Module {
    let name = declaration.ident.to_string();
    let own_folder = folder.join(&name);
    let mut module = Module::default();
    if let Some((_, items)) = &declaration.content {
        module.fill(items.clone(), &own_folder, read);
        return module;
    }
    let path = given_path(&declaration.attrs).map_or_else(
        || folder.join(format!("{name}.rs")),
        |given| folder.join(given),
    );
    let text = read(&path).unwrap_or_else(|| panic!("{} cannot be read", path.display()));
    module.fill(parsed(&text, &path), &own_folder, read);
    module
}

fn parsed(text: &str, path: &Path) -> Vec<syn::Item> {
    let file = syn::parse_file(text);
    file.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .items
}

/// The file that `#[path = "…"]` names.
fn given_path(attributes: &[Attribute]) -> Option<PathBuf> {
    let given = attributes.iter().find(|one| one.path().is_ident("path"))?;
    let Meta::NameValue(pair) = &given.meta else {
        return None;
    };
    let Expr::Lit(literal) = &pair.value else {
        return None;
    };
    match &literal.lit {
        Lit::Str(text) => Some(PathBuf::from(text.value())),
        _ => None,
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    conditions(attributes).any(|condition| condition.to_string() == "test")
}

/// What `#[cfg(…)]` asks for.
pub(crate) fn conditions(attributes: &[Attribute]) -> impl Iterator<Item = TokenStream> {
    attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::List(list) if list.path.is_ident("cfg") => Some(list.tokens.to_token_stream()),
            _ => None,
        })
}

pub(crate) fn attributes(item: &syn::Item) -> &[Attribute] {
    match item {
        syn::Item::Const(one) => &one.attrs,
        syn::Item::Enum(one) => &one.attrs,
        syn::Item::Fn(one) => &one.attrs,
        syn::Item::Impl(one) => &one.attrs,
        syn::Item::Macro(one) => &one.attrs,
        syn::Item::Mod(one) => &one.attrs,
        syn::Item::Static(one) => &one.attrs,
        syn::Item::Struct(one) => &one.attrs,
        syn::Item::Trait(one) => &one.attrs,
        syn::Item::Type(one) => &one.attrs,
        syn::Item::Use(one) => &one.attrs,
        _ => &[],
    }
}

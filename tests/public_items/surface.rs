//! The public items of a crate: what other crates can name, and what belongs to it.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Fields, ImplItem, ItemImpl, TraitItem, Type, Visibility};

use crate::declared::{Module, attributes, conditions};
use crate::resolved::{Target, imported, name_of, targets};
use crate::written::written;

/// A public item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Item {
    /// Its path from the root of the crate; fields and variants follow their type.
    pub(crate) path: String,
    pub(crate) kind: Kind,
    /// What is written in its declaration, without attributes, bodies and values.
    pub(crate) declaration: String,
    /// Under which features and on which systems it is there.
    condition: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A function, constant or static, also of a type.
    Value,
    /// A struct, enum, trait or alias.
    Type,
    Field,
    Variant,
    /// An item of a trait.
    Required,
    /// The traits of a type.
    Traits,
    /// An item or module of another crate under a path of this one.
    Foreign,
}

impl Item {
    /// The line of the item in the snapshot.
    pub(crate) fn line(&self) -> String {
        format!("{}: {}{}", self.path, self.declaration, self.condition)
    }

    pub(crate) fn name(&self) -> &str {
        self.path.rsplit("::").next().unwrap()
    }
}

/// All public items of a crate, each once for each path that it has.
pub(crate) fn public_items(root: &Module) -> Vec<Item> {
    let mut surface = Surface {
        root,
        impls: impls(root),
        items: Vec::new(),
    };
    surface.module(&[], "", "");
    surface.items
}

/// The `impl` blocks of each type of the crate.
type Impls<'m> = BTreeMap<Target, Vec<&'m ItemImpl>>;

fn impls(root: &Module) -> Impls<'_> {
    let mut impls = Impls::new();
    root.visit_with_paths(&[], &mut |path, module| {
        for item in &module.items {
            let syn::Item::Impl(block) = item else {
                continue;
            };
            let Type::Path(of) = &*block.self_ty else {
                continue;
            };
            let names = of.path.segments.iter().map(|one| one.ident.to_string());
            for target in targets(root, path, &names.collect::<Vec<_>>()) {
                impls.entry(target).or_default().push(block);
            }
        }
    });
    impls
}

struct Surface<'m> {
    root: &'m Module,
    impls: Impls<'m>,
    items: Vec<Item>,
}

impl<'m> Surface<'m> {
    /// The items of the module at `path`, which other crates name by `prefix`.
    fn module(&mut self, path: &[String], prefix: &str, condition: &str) {
        let module = self.root.at(path).expect("a module of the crate");
        for item in &module.items {
            let condition = format!("{condition}{}", condition_of(attributes(item)));
            if let Some((visibility, imports)) = imported(item) {
                if is_public(visibility) {
                    for import in imports {
                        let targets = targets(self.root, path, &import.path);
                        let name = import.name.as_deref();
                        self.imported(&targets, name, prefix, &condition);
                    }
                }
            } else if let syn::Item::Mod(declaration) = item
                && is_public(&declaration.vis)
            {
                let name = declaration.ident.to_string();
                let below = [path, std::slice::from_ref(&name)].concat();
                self.module(&below, &format!("{prefix}{name}::"), &condition);
            } else if let Some(name) = name_of(item) {
                let target = Target::Item(path.to_vec(), name.to_string());
                self.item(&target, item, &format!("{prefix}{name}"), &condition);
            }
        }
    }

    /// What a `pub use` gives under the name, or all of a module without one.
    fn imported(&mut self, targets: &[Target], name: Option<&str>, prefix: &str, condition: &str) {
        for target in targets {
            match (target, name) {
                (Target::Item(path, own), Some(name)) => {
                    let module = self.root.at(path).expect("a module of the crate");
                    let items = module.items.iter();
                    for item in items.filter(|item| name_of(item).is_some_and(|one| one == own)) {
                        self.item(target, item, &format!("{prefix}{name}"), condition);
                    }
                }
                (Target::Module(path), Some(name)) if self.is_public_module(path) => {
                    self.module(path, &format!("{prefix}{name}::"), condition);
                }
                (Target::Module(path), None) => self.module(path, prefix, condition),
                (Target::Foreign(path), _) => {
                    let declaration = format!("use {}", path.join("::"));
                    let path = format!("{prefix}{}", name.unwrap_or("*"));
                    self.add(Kind::Foreign, path, declaration, condition);
                }
                _ => {}
            }
        }
    }

    /// A `pub use` of a name takes the item and leaves a private module of the same name.
    fn is_public_module(&self, path: &[String]) -> bool {
        let Some((name, above)) = path.split_last() else {
            return true;
        };
        let above = self.root.at(above).expect("a module of the crate");
        above.items.iter().any(
            |item| matches!(item, syn::Item::Mod(one) if one.ident == name && is_public(&one.vis)),
        )
    }

    fn item(&mut self, target: &Target, item: &'m syn::Item, path: &str, condition: &str) {
        let (kind, declaration, visibility) = match item {
            syn::Item::Fn(one) => (Kind::Value, one.sig.to_token_stream(), &one.vis),
            syn::Item::Const(one) => {
                let (name, of) = (&one.ident, &one.ty);
                (Kind::Value, quote!(const #name: #of), &one.vis)
            }
            syn::Item::Static(one) => {
                let (name, of) = (&one.ident, &one.ty);
                (Kind::Value, quote!(static #name: #of), &one.vis)
            }
            syn::Item::Type(one) => {
                let (name, generics, of) = (&one.ident, &one.generics, &one.ty);
                (Kind::Type, quote!(type #name #generics = #of), &one.vis)
            }
            syn::Item::Struct(one) => {
                let (name, generics) = (&one.ident, &one.generics);
                let limits = &one.generics.where_clause;
                let fields = fields_in_line(&one.fields);
                (
                    Kind::Type,
                    quote!(struct #name #generics #fields #limits),
                    &one.vis,
                )
            }
            syn::Item::Enum(one) => {
                let (name, generics) = (&one.ident, &one.generics);
                (Kind::Type, quote!(enum #name #generics), &one.vis)
            }
            syn::Item::Trait(one) => {
                let (name, generics, above) = (&one.ident, &one.generics, &one.supertraits);
                let colon = &one.colon_token;
                (
                    Kind::Type,
                    quote!(trait #name #generics #colon #above),
                    &one.vis,
                )
            }
            _ => return,
        };
        if !is_public(visibility) {
            return;
        }
        let open = if is_non_exhaustive(attributes(item)) {
            "#[non_exhaustive] "
        } else {
            ""
        };
        let declaration = format!("{open}{}", written(declaration));
        self.add(kind, path.to_owned(), declaration, condition);
        self.parts(item, path, condition);
        if matches!(item, syn::Item::Struct(_) | syn::Item::Enum(_)) {
            self.of_impls(target, attributes(item), path, condition);
        }
    }

    /// Fields, variants, and the items of a trait.
    fn parts(&mut self, item: &syn::Item, path: &str, condition: &str) {
        match item {
            syn::Item::Struct(one) => {
                for field in one.fields.iter().filter(|field| is_public(&field.vis)) {
                    if let Some(name) = &field.ident {
                        let of = &field.ty;
                        let path = format!("{path}::{name}");
                        self.add(Kind::Field, path, written(quote!(field #of)), condition);
                    }
                }
            }
            syn::Item::Enum(one) => {
                for variant in &one.variants {
                    let path = format!("{path}::{}", variant.ident);
                    let declaration = written(plain_variant(variant));
                    self.add(Kind::Variant, path, declaration, condition);
                }
            }
            syn::Item::Trait(one) => {
                for item in &one.items {
                    let (name, declaration) = match item {
                        TraitItem::Fn(one) => {
                            let signature = &one.sig;
                            let given = one.default.is_some().then(|| quote!({ .. }));
                            (&one.sig.ident, quote!(#signature #given))
                        }
                        TraitItem::Const(one) => {
                            let (name, of) = (&one.ident, &one.ty);
                            (name, quote!(const #name: #of))
                        }
                        TraitItem::Type(one) => {
                            let (name, limits) = (&one.ident, &one.bounds);
                            (name, quote!(type #name: #limits))
                        }
                        _ => continue,
                    };
                    let path = format!("{path}::{name}");
                    self.add(Kind::Required, path, written(declaration), condition);
                }
            }
            _ => {}
        }
    }

    /// The functions and constants of a type, and its traits.
    fn of_impls(&mut self, target: &Target, own: &[Attribute], path: &str, condition: &str) {
        let mut traits = derived(own);
        for block in self.impls.get(target).cloned().unwrap_or_default() {
            let condition = format!("{condition}{}", condition_of(&block.attrs));
            if let Some((_, of, _)) = &block.trait_ {
                let associated = block.items.iter().filter_map(|item| match item {
                    ImplItem::Type(one) => Some(written(quote!(#one)).replace(';', "")),
                    _ => None,
                });
                let associated: String = associated.map(|one| format!(" {{ {one} }}")).collect();
                traits.insert(format!("{}{associated}{condition}", written(quote!(#of))));
                continue;
            }
            for item in &block.items {
                let (name, declaration, visibility, attributes) = match item {
                    ImplItem::Fn(one) => (
                        &one.sig.ident,
                        one.sig.to_token_stream(),
                        &one.vis,
                        &one.attrs,
                    ),
                    ImplItem::Const(one) => {
                        let (name, of) = (&one.ident, &one.ty);
                        (name, quote!(const #name: #of), &one.vis, &one.attrs)
                    }
                    _ => continue,
                };
                let condition = format!("{condition}{}", condition_of(attributes));
                if is_public(visibility) && !condition.contains("cfg(test)") {
                    let path = format!("{path}::{name}");
                    self.add(Kind::Value, path, written(declaration), &condition);
                }
            }
        }
        if !traits.is_empty() {
            let traits: Vec<String> = traits.into_iter().collect();
            let declaration = format!("impl {}", traits.join(", "));
            self.add(Kind::Traits, path.to_owned(), declaration, condition);
        }
    }

    fn add(&mut self, kind: Kind, path: String, declaration: String, condition: &str) {
        self.items.push(Item {
            path,
            kind,
            declaration,
            condition: condition.to_owned(),
        });
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_non_exhaustive(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|one| one.path().is_ident("non_exhaustive"))
}

fn condition_of(attributes: &[Attribute]) -> String {
    let conditions = conditions(attributes);
    conditions
        .map(|condition| format!(" #[cfg({})]", written(condition)))
        .collect()
}

/// The fields of a tuple, `_` for private ones; whether a struct has private fields.
fn fields_in_line(fields: &Fields) -> TokenStream {
    match fields {
        Fields::Unnamed(fields) => {
            let fields = fields.unnamed.iter().map(|field| {
                let of = &field.ty;
                if is_public(&field.vis) {
                    quote!(pub #of)
                } else {
                    quote!(_)
                }
            });
            quote!((#(#fields),*))
        }
        Fields::Named(fields) => {
            let is_open = fields.named.iter().all(|field| is_public(&field.vis));
            if is_open {
                TokenStream::new()
            } else {
                quote!({ .. })
            }
        }
        Fields::Unit => TokenStream::new(),
    }
}

fn plain_variant(variant: &syn::Variant) -> TokenStream {
    let mut variant = variant.clone();
    variant.attrs.clear();
    for field in &mut variant.fields {
        field.attrs.clear();
    }
    quote!(variant #variant)
}

fn derived(attributes: &[Attribute]) -> BTreeSet<String> {
    let mut traits = BTreeSet::new();
    for attribute in attributes
        .iter()
        .filter(|one| one.path().is_ident("derive"))
    {
        let paths = attribute.parse_args_with(
            syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated,
        );
        traits.extend(
            paths
                .unwrap()
                .iter()
                .map(|path| written(path.to_token_stream())),
        );
    }
    traits
}

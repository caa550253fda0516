//! Items that a `macro_rules!` of the same crate makes, as far as public enums need it.
//!
//! A rule is not run: its repetitions are left out, `$name` becomes the first name of the call, other places an empty text, and
//! an enum gets a variant for each entry of the call (entries end in `;`). `scanned.rs` shows what that gives.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, Ident, Literal, TokenStream, TokenTree};

/// The right side of the first rule of each macro.
#[derive(Default)]
pub(crate) struct Macros(BTreeMap<String, TokenStream>);

impl Macros {
    pub(crate) fn learn(&mut self, items: &[syn::Item]) {
        for item in items {
            let syn::Item::Macro(definition) = item else {
                continue;
            };
            let Some(name) = &definition.ident else {
                continue;
            };
            let groups = definition.mac.tokens.clone().into_iter().filter_map(group);
            if let Some(made) = groups.skip(1).step_by(2).next() {
                self.0.insert(name.to_string(), made.stream());
            }
        }
    }
}

/// The items that a call of one of the macros makes; nothing if the item is no such call.
pub(crate) fn made(item: &syn::Item, macros: &Macros) -> Option<Vec<syn::Item>> {
    let syn::Item::Macro(call) = item else {
        return None;
    };
    let rule = macros.0.get(&call.mac.path.get_ident()?.to_string())?;
    let tokens = call.mac.tokens.clone();
    let name = first_name(&tokens)?;
    let mut file: syn::File = syn::parse2(filled(rule, &name)).ok()?;
    for item in &mut file.items {
        if let syn::Item::Enum(item) = item {
            let entries = entries(&tokens);
            let variants = entries.map(|entry| syn::parse_quote!(#entry));
            let variants: Vec<syn::Variant> = variants.collect();
            item.variants.extend(variants);
        }
    }
    Some(file.items)
}

/// A rule without its repetitions.
fn filled(rule: &TokenStream, name: &Ident) -> TokenStream {
    let mut tokens = rule.clone().into_iter().peekable();
    let mut filled = Vec::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '$' => match tokens.next() {
                Some(TokenTree::Ident(place)) if place == "name" => {
                    filled.push(name.clone().into())
                }
                Some(TokenTree::Ident(_)) => filled.push(Literal::string("").into()),
                // A repetition ends in `*` or `+`, with a separator before it or without.
                _ => while tokens.next_if(|next| is_mark(next, ",;*+")).is_some() {},
            },
            TokenTree::Group(group) => {
                let inner = filled_group(&group, name);
                filled.push(inner.into());
            }
            other => filled.push(other),
        }
    }
    filled.into_iter().collect()
}

fn filled_group(group: &Group, name: &Ident) -> Group {
    Group::new(group.delimiter(), filled(&group.stream(), name))
}

/// The first name of each entry of a call: of `A => "a"; B => "b";`, or of what is in braces behind a name.
fn entries(call: &TokenStream) -> impl Iterator<Item = Ident> {
    let in_braces = call.clone().into_iter().filter_map(group);
    let in_braces = in_braces.filter(|group| group.delimiter() == Delimiter::Brace);
    let entries = in_braces
        .last()
        .map_or_else(|| call.clone(), |group| group.stream());
    let tokens: Vec<TokenTree> = entries.into_iter().collect();
    let parts: Vec<TokenStream> = tokens
        .split(|token| is_mark(token, ";"))
        .map(|part| part.iter().cloned().collect())
        .collect();
    parts.into_iter().filter_map(|part| first_name(&part))
}

fn first_name(tokens: &TokenStream) -> Option<Ident> {
    tokens.clone().into_iter().find_map(|token| match token {
        TokenTree::Ident(name) => Some(name),
        _ => None,
    })
}

fn group(token: TokenTree) -> Option<Group> {
    match token {
        TokenTree::Group(group) => Some(group),
        _ => None,
    }
}

fn is_mark(token: &TokenTree, marks: &str) -> bool {
    matches!(token, TokenTree::Punct(mark) if marks.contains(mark.as_char()))
}

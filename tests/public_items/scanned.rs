//! What the scan sees, shown on small crates: a scan that misses items would keep quiet about them for ever.

use std::collections::BTreeSet;
use std::path::Path;

use crate::circles::circles;
use crate::declared::Module;
use crate::homonyms::TypeNames;
use crate::surface::{Item, public_items};
use crate::unused::{Offered, User, unused};
use crate::usage::Usage;

fn items(files: &[(&str, &str)]) -> Vec<Item> {
    let read = |path: &Path| {
        let file = files.iter().find(|(name, _)| Path::new(name) == path);
        file.map(|(_, text)| (*text).to_owned())
    };
    public_items(&Module::of_crate("lib.rs", &read))
}

fn lines(files: &[(&str, &str)]) -> Vec<String> {
    let lines: BTreeSet<String> = items(files).iter().map(Item::line).collect();
    lines.into_iter().collect()
}

#[test]
fn a_new_public_function_is_a_new_line() {
    let before = "pub fn a(x: &[u8]) -> Option<u8> { None }";
    let after = format!(
        "{before} pub const fn b<'a, T: Into<u8> + 'a>(t: &'a mut T) -> (u8, [u8; 4]) {{}}"
    );
    assert_eq!(
        lines(&[("lib.rs", before)]),
        ["a: fn a(x: &[u8]) -> Option<u8>"]
    );
    assert_eq!(
        lines(&[("lib.rs", &after)]),
        [
            "a: fn a(x: &[u8]) -> Option<u8>",
            "b: const fn b<'a, T: Into<u8> + 'a>(t: &'a mut T) -> (u8, [u8; 4])",
        ]
    );
}

#[test]
fn what_other_crates_cannot_name_is_no_line() {
    let root = "mod private; pub(crate) mod shared; fn a() {} pub(crate) fn b() {}
        #[cfg(test)] mod tests { pub fn c() {} }
        pub struct D { e: u8, pub f: Vec<u8> } impl D { fn g(&self) {} pub(crate) fn h() {} #[cfg(test)] pub fn i() {} }";
    let found = lines(&[
        ("lib.rs", root),
        ("private.rs", "pub fn j() {} pub mod deeper;"),
        ("private/deeper.rs", "pub fn k() {}"),
        ("shared.rs", "pub fn l() {}"),
    ]);
    assert_eq!(found, ["D: struct D { .. }", "D::f: field Vec<u8>"]);
}

#[test]
fn re_exports_lead_through_private_modules() {
    let root = "mod a; mod e; pub use a::{B, Again as C, e}; pub use a::deeper::*; pub use std::fmt; pub use e::e as f;";
    let found = lines(&[
        ("lib.rs", root),
        (
            "a.rs",
            "pub mod deeper; pub use deeper::B; pub use self::deeper::B as Again; pub fn e() {}",
        ),
        (
            "a/deeper.rs",
            "pub struct B(pub u8, u8); impl B { pub fn new() -> Self {} }",
        ),
        ("e.rs", "pub fn e() {}"),
    ]);
    assert_eq!(
        found,
        [
            "B: struct B(pub u8, _)",
            "B::new: fn new() -> Self",
            "C: struct B(pub u8, _)",
            "C::new: fn new() -> Self",
            "e: fn e()",
            "f: fn e()",
            "fmt: use std::fmt",
        ]
    );
}

#[test]
fn methods_and_traits_of_a_type_are_found_in_other_modules() {
    let root = "mod a; mod b; pub use a::A;";
    let found = lines(&[
        ("lib.rs", root),
        (
            "a.rs",
            "#[derive(Debug, Clone)] #[non_exhaustive] pub enum A { #[doc = \"x\"] One(u8), Two { x: u8 } }",
        ),
        (
            "b.rs",
            "use crate::a::A; use super::a;
            impl A { pub const ALL: &'static [Self] = &[]; pub fn b(self) -> bool {} }
            impl TryFrom<u8> for a::A { type Error = u16; fn try_from() {} }",
        ),
    ]);
    assert_eq!(
        found,
        [
            "A: #[non_exhaustive] enum A",
            "A: impl Clone, Debug, TryFrom<u8> { type Error = u16 }",
            "A::ALL: const ALL: &'static [Self]",
            "A::One: variant One(u8)",
            "A::Two: variant Two { x: u8 }",
            "A::b: fn b(self) -> bool",
        ]
    );
}

#[test]
fn items_of_traits_and_conditions_are_written() {
    let root = "pub trait A: Send + Sync { type B: Clone; fn c(&self, n: usize) -> Self::B; fn d(&self) {} }
        #[cfg(feature = \"e\")] pub mod e { pub type F<'a> = &'a dyn Fn(u8) -> u8; }";
    assert_eq!(
        lines(&[("lib.rs", root)]),
        [
            "A: trait A: Send + Sync",
            "A::B: type B: Clone",
            "A::c: fn c(&self, n: usize) -> Self::B",
            "A::d: fn d(&self) { .. }",
            "e::F: type F<'a> = &'a dyn Fn(u8) -> u8 #[cfg(feature = \"e\")]",
        ]
    );
}

#[test]
fn enums_that_a_macro_of_the_crate_makes_are_found() {
    let root = "macro_rules! named { ($(#[$d:meta])* $name:ident { $($v:ident = $code:literal;)+ }) => {
            $(#[$d])* #[derive(Debug)] pub enum $name { $($v,)+ }
            impl $name { pub fn code(self) -> &'static str { match self { $(Self::$v => $code,)+ } } }
        }; }
        named! { #[doc = \"x\"] A { One = \"1\"; Two = \"2\"; } }
        named! { B { Three = \"3\"; } }
        macro_rules! listed { ($($v:ident => $text:literal;)+) => { pub enum C { $($v),+ } }; }
        listed! { Four => \"4\"; Five => \"5\"; }";
    assert_eq!(
        lines(&[("lib.rs", root)]),
        [
            "A: enum A",
            "A: impl Debug",
            "A::One: variant One",
            "A::Two: variant Two",
            "A::code: fn code(self) -> &'static str",
            "B: enum B",
            "B: impl Debug",
            "B::Three: variant Three",
            "B::code: fn code(self) -> &'static str",
            "C: enum C",
            "C::Five: variant Five",
            "C::Four: variant Four",
        ]
    );
}

/// The paths of the items of a library `kyso_a` that a crate with this code does not use.
fn unused_by(root: &str, code: &str, template: &str) -> Vec<String> {
    let libraries = [("kyso_a".to_owned(), items(&[("lib.rs", root)]))];
    let mut usage = Usage::default();
    usage.read(code.parse().unwrap());
    usage.read_template(template);
    let user = User::new(usage.uses(), &Offered::new(&libraries));
    let users = [&user];
    let found = unused("kyso_a", &libraries[0].1, &users);
    found.map(|item| item.path.clone()).collect()
}

#[test]
fn what_no_other_crate_uses_is_found() {
    let root = "pub fn a() -> B {} pub struct B { pub c: D, pub e: u8 } pub struct D; impl D { pub fn f() {} }
        pub struct G; pub enum H { I(J), K } pub struct J; pub const L: u8 = 0;";
    let code =
        "use kyso_a::{H, a}; fn x() { a(); y!(b.c, H::K); } // f, G\nconst Z: &str = \"e L\";";
    // D is in a used field and J in a variant of a used type, so both must stay public.
    assert_eq!(unused_by(root, code, ""), ["B::e", "D::f", "G", "L"]);
}

#[test]
fn a_function_of_one_type_is_not_held_up_by_that_of_another() {
    let root =
        "pub mod m { pub struct A; impl A { pub fn new() -> Self {} pub fn parse(&self) {} } }
        pub struct B; impl B { pub fn new() -> Self {} pub fn parse(&self) {} } pub fn c() {}";
    let other = "use kyso_b::c; use kyso_a::B as X; fn x() { X::new().parse(); c(); m::A::new(); }";
    assert_eq!(
        unused_by(root, other, ""),
        ["m::A", "m::A::new", "m::A::parse", "c"]
    );
    let through_module = "use kyso_a::m; fn x() { m::A::new() } use kyso_a::B; mod t { use super::*; fn y() { B::new() } }";
    assert_eq!(
        unused_by(root, through_module, ""),
        ["m::A::parse", "B::parse", "c"]
    );
    // A field of the name of a function says nothing of it.
    let field = "use kyso_a::{c, m::A, B}; fn x(b: B) { c(b.new, A::new, A::parse) }";
    assert_eq!(unused_by(root, field, ""), ["B::new", "B::parse"]);
    let all = "use kyso_a::{m::*, *}; fn x() { A::new().parse(); B::new(); c(); }";
    // Of which of the two types the method is cannot be seen.
    assert_eq!(unused_by(root, all, ""), [""; 0]);
}

#[test]
fn programs_of_others_use_what_is_serialized() {
    let root = "#[derive(Serialize)] pub struct A { pub b: B } #[derive(Debug)] pub struct B { pub c: u8 }";
    assert_eq!(unused_by(root, "use kyso_a::A;", ""), ["B::c"]);
}

#[test]
fn names_in_templates_count() {
    let root = "pub struct Sheet { pub title: u8, pub x_1: u8 }";
    let template = "{{ sheet.title() }}<b>";
    assert_eq!(
        unused_by(root, "use kyso_a::Sheet;", template),
        ["Sheet::x_1"]
    );
}

#[test]
fn a_name_of_two_types_is_seen_where_the_libraries_differ() {
    let mut names = TypeNames::default();
    let root =
        "pub mod b { pub enum Place {} pub trait Walk {} } pub struct Place; pub fn walk() {}";
    names.add("one", &items(&[("lib.rs", root)]));
    assert_eq!(names.shared().count(), 0);
    names.add(
        "two",
        &items(&[("lib.rs", "pub struct Place; pub const WALK: u8 = 0;")]),
    );
    let shared: Vec<&str> = names.shared().map(|(name, _)| name).collect();
    assert_eq!(shared, ["Place"]);
}

#[test]
fn circles_are_seen_through_re_exports_and_paths_in_code() {
    let found = |b: &str| {
        let files = [
            ("lib.rs", "mod a; mod b; mod c;"),
            ("a.rs", "mod deep; pub(crate) use deep::Deep; fn of() {}"),
            ("a/deep.rs", "use crate::b; pub(crate) struct Deep(b::B);"),
            ("b.rs", b),
            ("c.rs", "use crate::a::Deep; use crate::b::B;"),
        ];
        let read = |path: &Path| {
            let file = files.iter().find(|(name, _)| Path::new(name) == path);
            file.map(|(_, text)| (*text).to_owned())
        };
        let circles = circles(&Module::of_crate("lib.rs", &read)).into_iter();
        let circles = circles.map(|(parent, circle)| (parent, Vec::from_iter(circle)));
        circles.collect::<Vec<_>>()
    };
    let circle = vec![(Vec::new(), vec!["a".to_owned(), "b".to_owned()])];
    assert_eq!(found("pub(crate) struct B;"), []);
    assert_eq!(found("use crate::a::Deep; pub(crate) struct B;"), circle);
    assert_eq!(
        found("pub(crate) struct B; impl B { fn b() { crate::a::of() } }"),
        circle
    );
    assert_eq!(
        found("pub(crate) struct B; #[cfg(test)] mod tests { use crate::a::Deep; }"),
        []
    );
}

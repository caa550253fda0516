//! Linker settings of the program.
#![allow(clippy::print_stdout)]

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |key: &str| std::env::var(format!("CARGO_CFG_TARGET_{key}"));
    // Tens of thousands of relative relocations fill most of a megabyte that every start reads;
    // packed they take a few kilobytes (glibc 2.36 and later).
    if target("OS").is_ok_and(|os| os == "linux") && target("ENV").is_ok_and(|env| env == "gnu") {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

//! Lists the tokens behind a PKCS#11 library, without a PIN: `tokens LIBRARY`.
#![allow(clippy::print_stdout)]

use std::path::Path;

use kyso_pkcs11_bridge::{Module, TokenOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let library = std::env::args().nth(1).ok_or("usage: tokens LIBRARY")?;
    let (module, options) = (Module::load(Path::new(&library))?, TokenOptions::default());
    let tokens = module.tokens(&options)?;
    println!("{} tokens", tokens.len());
    for token in tokens {
        println!("{}", token.identity);
        println!("  PIN: {}", token.pin.tries_left());
        println!("  {}", token.mechanisms.join(", "));
    }
    Ok(())
}

//! kyso: signs and verifies the PDF documents of Vietnamese state agencies.
fn main() {}

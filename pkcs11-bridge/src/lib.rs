//! PKCS#11 tokens behind one safe interface (requirements G4, G5).
//!
//! A [`Module`] is a vendor's library, loaded and initialised once per process. It lists slots and
//! [`TokenInfo`]s without a PIN; [`Module::open`] gives a [`TokenHandle`], whose requests run on the
//! one thread that owns the token; [`TokenKey`] bundles the handle with one certificate and its
//! private key and signs digests.
//!
//! What it guarantees:
//! * a PIN goes to the token only after the token's flags were read, and a PIN that the token has
//!   refused is never offered to it again by this process;
//! * a driver that hangs costs the caller a timeout, not the caller's thread;
//! * a lost session, login or device is recovered from once, with the PIN that already worked;
//! * a signature is returned only if it verifies with the certificate's public key.
//!
//! What it does not do: run a module in a process of its own. A vendor's library that crashes takes
//! the process with it.
//!
//! ```no_run
//! use std::path::Path;
//!
//! use kyso_pkcs11_bridge::{Module, TokenOptions};
//!
//! let module = Module::load(Path::new("/usr/lib/softhsm/libsofthsm2.so"))?;
//! for token in module.tokens(&TokenOptions::default())? {
//!     println!("{token:?}");
//! }
//! # Ok::<(), kyso_pkcs11_bridge::TokenError>(())
//! ```

#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod advice;
mod certificate;
mod digest;
mod english;
mod error;
mod handle;
mod key;
mod keypair;
mod kinds;
mod mechanism;
mod module;
mod options;
mod owner;
mod pin;
mod public_key;
mod state;
mod text;
mod token;
mod uri;
mod uri_error;

pub use advice::Advice;
pub use certificate::CertificateEntry;
pub use error::{Counted, ReturnCode, TokenError, UnknownKey};
pub use handle::TokenHandle;
pub use key::TokenKey;
pub use keypair::KeySelector;
pub use kinds::{DigestKind, TokenAlgorithm, TokenKeyKind, TriesLeft};
pub use module::{LibraryInfo, Module};
pub use options::TokenOptions;
pub use pin::{FinalTry, PinFlags};
pub use token::{SlotContent, SlotInfo, TokenIdentity, TokenInfo};
pub use uri::TokenUri;
pub use uri_error::UriError;

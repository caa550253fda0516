//! Keys that sign: PKCS#12 files and tokens behind one trait.

mod modules;
mod prompt;
mod text;
mod token;

use std::fs;
use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use kyso_pkcs11_bridge::{TokenError, TokenOptions, TokenUri, UriError};
use kyso_pki::{Pkcs12Error, load_pkcs12};
use kyso_signer::SigningKey;
use kyso_words::Lang;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use modules::installed_modules;
use token::TokenSigner;

/// Where a key is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// A PKCS#12 file.
    Pkcs12(PathBuf),
    /// A key on a token.
    Token(TokenUri),
}

/// Why a key cannot be used. No variant carries a password or a PIN.
#[derive(Debug, thiserror::Error)]
pub enum KeyFailure {
    /// A file of a key, password or PIN cannot be read.
    #[error("{}: cannot be read ({source})", path.display())]
    Unreadable {
        /// The file; `-` is standard input.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The first line of a file is empty.
    #[error("{}: the first line is empty", path.display())]
    NoSecret {
        /// The file.
        path: PathBuf,
    },
    /// The first line of a file is longer than 1024 bytes.
    #[error("{}: longer than a password or PIN can be", path.display())]
    SecretTooLong {
        /// The file.
        path: PathBuf,
    },
    /// There are blanks around a PIN.
    #[error("{}: the PIN begins or ends with a blank; it was not tried", path.display())]
    BlankInPin {
        /// The file.
        path: PathBuf,
    },
    /// The PKCS#12 file cannot be opened.
    #[error("{}: {source}", path.display())]
    Pkcs12 {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: Pkcs12Error,
    },
    /// The URI of the key names no PKCS#11 library.
    #[error("{}", text::module_unnamed(Lang::En))]
    ModuleUnnamed,
    /// The token refuses or cannot be reached.
    #[error(transparent)]
    Token(TokenError),
    /// The certificate of the key is none.
    #[error("the certificate on the token cannot be read: {source}")]
    TokenCertificate {
        /// What is wrong.
        source: kyso_pki::CertificateError,
    },
}

impl From<TokenError> for KeyFailure {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::ModuleUnnamed => Self::ModuleUnnamed,
            other => Self::Token(other),
        }
    }
}

impl FromStr for KeySource {
    type Err = UriError;

    fn from_str(text: &str) -> Result<Self, UriError> {
        if names_pin(text) {
            let name = "pin-value".to_owned();
            return Err(UriError::Secret { name });
        }
        match text
            .get(..7)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("pkcs11:"))
        {
            true => Ok(Self::Token(TokenUri::from_operator(text)?)),
            false => Ok(Self::Pkcs12(PathBuf::from(text))),
        }
    }
}

impl KeySource {
    /// Whether it is for tests alone: a key that signs documents in earnest lies in a device that does not give it out
    /// (circular 15/2025/TT-BKHCN, annex I; M6).
    #[must_use]
    pub fn is_test_key(&self) -> bool {
        matches!(self, Self::Pkcs12(_))
    }
}

/// Opens a key. `secret` is the password of the file or the PIN of the token; an empty one means the token's PIN pad.
///
/// # Errors
/// [`KeyFailure`].
pub fn open_key(
    source: &KeySource,
    secret: SecretString,
) -> Result<Box<dyn SigningKey>, KeyFailure> {
    match source {
        KeySource::Pkcs12(path) => {
            let bytes = fs::read(path).map_err(|source| KeyFailure::Unreadable {
                path: path.clone(),
                source,
            })?;
            let key = load_pkcs12(&bytes, &secret);
            Ok(Box::new(key.map_err(|source| KeyFailure::Pkcs12 {
                path: path.clone(),
                source,
            })?))
        }
        KeySource::Token(uri) => {
            let pin = Some(secret).filter(|pin| !pin.expose_secret().is_empty());
            Ok(Box::new(TokenSigner::open(
                uri,
                pin,
                &TokenOptions::default(),
            )?))
        }
    }
}

/// Reads the first line of a file, or of standard input for `-`: from a terminal with a prompt and unseen.
///
/// # Errors
/// [`KeyFailure`] when there is no line, or it can be no password or PIN of `source`.
pub fn read_secret(path: &Path, source: &KeySource) -> Result<SecretString, KeyFailure> {
    let unreadable = |source| KeyFailure::Unreadable {
        path: path.to_owned(),
        source,
    };
    let line = match path.as_os_str() == "-" {
        true if io::stdin().is_terminal() => typed(),
        true => first_line(io::stdin().lock()),
        false => fs::File::open(path).and_then(|file| first_line(io::BufReader::new(file))),
    };
    let line = line.map_err(unreadable)?;
    if line.len() > MAX_SECRET {
        return Err(KeyFailure::SecretTooLong {
            path: path.to_owned(),
        });
    }
    // A token counts every try, and a blank around a PIN is surely a slip: it would not be seen.
    if line.trim() != line.as_str() && matches!(source, KeySource::Token(_)) {
        return Err(KeyFailure::BlankInPin {
            path: path.to_owned(),
        });
    }
    // A token may have a PIN pad of its own; a file without a password does not occur.
    if line.is_empty() && matches!(source, KeySource::Pkcs12(_)) {
        return Err(KeyFailure::NoSecret {
            path: path.to_owned(),
        });
    }
    Ok(SecretString::from(line.as_str()))
}

/// Reads a password from the first line of a file.
///
/// # Errors
/// As [`read_secret`].
pub fn read_password(path: &Path) -> Result<SecretString, KeyFailure> {
    read_secret(path, &KeySource::Pkcs12(path.to_owned()))
}

fn typed() -> io::Result<Zeroizing<String>> {
    prompt::typed(io::stdin().lock(), &mut io::stderr())
}

fn first_line(input: impl BufRead) -> io::Result<Zeroizing<String>> {
    // Room for the whole line from the start, so that no copy is left behind when it would grow.
    let mut line = Zeroizing::new(String::with_capacity(MAX_SECRET + 3));
    input.take(MAX_SECRET as u64 + 3).read_line(&mut line)?;
    let end = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(end);
    // Some editors put a mark before the text; a token would count it as a wrong PIN.
    if line.starts_with('\u{feff}') {
        line.drain(..'\u{feff}'.len_utf8());
    }
    Ok(line)
}

/// Whether a text carries a PIN as key URIs do (RFC 7512, 2.4), be it a URI or not: it must not be shown.
#[must_use]
pub fn names_pin(text: &str) -> bool {
    text.to_ascii_lowercase().contains("pin-value")
}

/// Bytes of a password or PIN.
const MAX_SECRET: usize = 1024;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_key_is_a_path_or_a_uri() {
        let path: KeySource = "pki/nguoi-ky.p12".parse().unwrap();
        assert_eq!(path, KeySource::Pkcs12("pki/nguoi-ky.p12".into()));
        assert!(matches!(
            "PKCS11:token=a".parse().unwrap(),
            KeySource::Token(_)
        ));
        for text in [
            "pkcs11:token=a?pin-value=1",
            "pkcs11:token=a?PIN-VALUE=1",
            "pkcs11:token=a;pin-value=1",
            "token=a?pin-value=1",
        ] {
            let refused = text.parse::<KeySource>().unwrap_err();
            assert!(matches!(refused, UriError::Secret { .. }), "{text}");
        }
    }

    #[test]
    fn only_the_first_line_counts_and_its_spaces_stay() {
        assert_eq!(
            first_line(&b" 12 34 \r\nnote\n"[..]).unwrap().as_str(),
            " 12 34 "
        );
        assert_eq!(first_line(&b"1234"[..]).unwrap().as_str(), "1234");
        let marked = "\u{feff}1234\r\n".as_bytes();
        assert_eq!(first_line(marked).unwrap().as_str(), "1234");
        assert_eq!(first_line(&b""[..]).unwrap().as_str(), "");
    }

    #[test]
    fn a_blank_around_a_pin_costs_no_try() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let token: KeySource = "pkcs11:token=a".parse().unwrap();
        let software = KeySource::Pkcs12("a.p12".into());
        for (line, refused) in [
            ("1234 \n", true),
            (" 1234\n", true),
            ("1234\t\r\n", true),
            ("1234\u{a0}\n", true),
            ("12 34\n", false),
            ("\u{feff}1234\r\n", false),
        ] {
            fs::write(file.path(), line).unwrap();
            let read = read_secret(file.path(), &token);
            let blank = matches!(read, Err(KeyFailure::BlankInPin { .. }));
            assert_eq!((blank, read.is_err()), (refused, refused), "{line:?}");
            // A password may hold blanks, and a file counts no tries.
            assert!(read_secret(file.path(), &software).is_ok(), "{line:?}");
        }
    }

    #[test]
    fn a_file_needs_a_password_and_a_token_may_have_a_pad() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let software = KeySource::Pkcs12("a.p12".into());
        assert!(matches!(
            read_secret(file.path(), &software),
            Err(KeyFailure::NoSecret { .. })
        ));
        let token: KeySource = "pkcs11:token=a".parse().unwrap();
        assert!(
            read_secret(file.path(), &token)
                .unwrap()
                .expose_secret()
                .is_empty()
        );
    }

    #[test]
    fn a_long_line_is_refused_instead_of_cut() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "x".repeat(5000)).unwrap();
        let token: KeySource = "pkcs11:token=a".parse().unwrap();
        assert!(matches!(
            read_secret(file.path(), &token),
            Err(KeyFailure::SecretTooLong { .. })
        ));
    }
}

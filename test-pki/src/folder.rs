//! A PKI as files, for other programs.
//!
//! ```text
//! trust/<class>/<authority>.pem        anchors and sub-authorities, no lists
//! trust-lists/<class>/…                the same, with the lists of the moment
//! certificates/<id>.pem, .cer          everybody
//! keys/<id>.p12, <id>.key.pem          everybody; the password is in password.txt
//! lists/<authority>.crl                the lists of the moment
//! index/<authority>.txt                what it issued and revoked, for `openssl ocsp -index`
//! ```

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use kyso_issuing::{danger_key_pem, write_pkcs12};
use secrecy::SecretString;

use crate::pki::{PkiError, TestPki, issuing};

/// Opens the PKCS #12 files of a test PKI. It protects nothing.
pub const PASSWORD: &str = "kiem-thu";

impl TestPki {
    /// Writes everything into `dir`, with the lists of the moment for which the PKI was made.
    ///
    /// # Errors
    /// When something cannot be issued or written.
    pub fn write_to(&self, dir: &Path) -> Result<(), PkiError> {
        self.write_trust(&dir.join("trust"), None)?;
        self.write_trust(&dir.join("trust-lists"), Some(self.now()))?;
        for (id, _) in self.authority_members() {
            self.write_member(dir, id)?;
            let list = self.revocation_list(id, self.now())?;
            write(&dir.join("lists").join(format!("{id}.crl")), list.der())?;
            let index = self.index(id, self.now())?;
            write(
                &dir.join("index").join(format!("{id}.txt")),
                index.as_bytes(),
            )?;
        }
        for (id, _) in self.holder_members() {
            self.write_member(dir, id)?;
        }
        write(
            &dir.join("password.txt"),
            format!("{PASSWORD}\n").as_bytes(),
        )
    }

    /// Writes a trust folder as [`kyso_pki::TrustStore::load`] reads it, with the lists of the time `lists_at`.
    ///
    /// # Errors
    /// When something cannot be issued or written.
    pub fn write_trust(&self, dir: &Path, lists_at: Option<Timestamp>) -> Result<(), PkiError> {
        for (id, class) in self.trusted_ids() {
            let folder = dir.join(class.folder().unwrap_or("other"));
            let pem = self.certificate(id)?.to_pem();
            write(&folder.join(format!("{id}.pem")), pem.as_bytes())?;
            if let Some(at) = lists_at {
                let list = self.revocation_list(id, at)?;
                write(&folder.join(format!("{id}.crl")), list.der())?;
            }
        }
        Ok(())
    }

    fn write_member(&self, dir: &Path, id: &str) -> Result<(), PkiError> {
        let signer = self.signer(id)?;
        let password = SecretString::from(PASSWORD);
        let keys = dir.join("keys");
        let p12 = write_pkcs12(&signer, &password).map_err(issuing(id))?;
        write(&keys.join(format!("{id}.p12")), &p12)?;
        let key = danger_key_pem(&signer).map_err(issuing(id))?;
        write(&keys.join(format!("{id}.key.pem")), &key)?;
        let certificates = dir.join("certificates");
        let pem = signer.certificate.to_pem();
        write(&certificates.join(format!("{id}.pem")), pem.as_bytes())?;
        write(
            &certificates.join(format!("{id}.cer")),
            signer.certificate.der(),
        )
    }
}

/// Writes a file, making its folder.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), PkiError> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(path, bytes))
        .map_err(|source| PkiError::Io {
            path: path.to_owned(),
            source,
        })
}

//! An invented hierarchy like that of the government CA: root, authority for agencies, a person and an agency. Every
//! name says that it is for trials.

use jiff::{SignedDuration, Timestamp};
use kyso_issuing::{
    Authority, CertificateRequest, IssuingError, KeyType, Profile, Subject, Validity, write_pkcs12,
};
use kyso_pki::{Pkcs12Key, Purpose, TrustStore, load_pkcs12};
use openssl::error::ErrorStack;
use secrecy::{ExposeSecret, SecretString};

use super::{DemoError, DemoFolder};

/// All certificates of the demo with their keys.
struct Hierarchy {
    root: Authority,
    authority: Authority,
    holders: Vec<(&'static str, Pkcs12Key)>,
}

/// A password for the keys of one demo: 128 random bits.
fn password() -> Result<SecretString, ErrorStack> {
    let mut bytes = [0; 16];
    openssl::rand::rand_bytes(&mut bytes)?;
    Ok(SecretString::from(base16ct::lower::encode_string(&bytes)))
}

/// The password of the certificates in the folder, when they and their revocation lists count for another day.
pub(super) fn still_good(folder: &DemoFolder, now: Timestamp) -> Option<SecretString> {
    let text = String::from_utf8(folder.read("pki/mat-khau.txt").ok()?).ok()?;
    let password = SecretString::from(text.trim());
    let trust = TrustStore::load(&folder.path("pki/trust")).ok()?;
    let tomorrow = now + SignedDuration::from_hours(24);
    for (file, ..) in HOLDERS {
        let key = load_pkcs12(&folder.read(&format!("pki/{file}")).ok()?, &password).ok()?;
        for at in [now, tomorrow] {
            let path = trust.validate(&key.certificate, &key.chain, at, Purpose::DocumentSigning);
            path.sub_indication().is_none().then_some(())?;
        }
    }
    Some(password)
}

/// Makes new certificates in the folder; gives the password of their keys.
pub(super) fn renew(folder: &DemoFolder, now: Timestamp) -> Result<SecretString, DemoError> {
    let password = password()?;
    Hierarchy::make(now)?.write(folder, &password, now)?;
    Ok(password)
}

impl Hierarchy {
    /// Makes keys and certificates that are valid from a day before `now` on.
    fn make(now: Timestamp) -> Result<Self, IssuingError> {
        let root = Authority::root(&request(ROOT, KeyType::Rsa2048, now, 20))?;
        let authority = root.subordinate(&request(AUTHORITY, KeyType::Rsa2048, now, 10))?;
        let mut holders = Vec::new();
        for (file, subject, key_type, profile) in HOLDERS {
            holders.push((
                file,
                authority.issue(&request(subject, key_type, now, 5), profile)?,
            ));
        }
        Ok(Self {
            root,
            authority,
            holders,
        })
    }

    /// Writes trust folder, revocation lists, keys and their password.
    fn write(
        &self,
        folder: &DemoFolder,
        password: &SecretString,
        now: Timestamp,
    ) -> Result<(), DemoError> {
        for (name, authority) in [
            ("goc", &self.root),
            ("ca-co-quan-nha-nuoc", &self.authority),
        ] {
            let trust = "pki/trust/government";
            folder.write(
                &format!("{trust}/{name}.pem"),
                authority.certificate().to_pem().as_bytes(),
            )?;
            let list = authority.revocation_list(
                1,
                Validity {
                    not_before: now,
                    not_after: now + LIST_IS_FRESH,
                },
                &[],
            )?;
            folder.write(&format!("{trust}/{name}.crl"), list.der())?;
        }
        for (file, holder) in &self.holders {
            folder.write_secret(&format!("pki/{file}"), &write_pkcs12(holder, password)?)?;
        }
        folder.write_secret(
            "pki/mat-khau.txt",
            format!("{}\n", password.expose_secret()).as_bytes(),
        )?;
        Ok(())
    }
}

fn request(subject: Name, key_type: KeyType, now: Timestamp, years: i64) -> CertificateRequest {
    let [common_name, organization, locality] = subject;
    let validity = Validity {
        not_before: now - SignedDuration::from_hours(24),
        not_after: now + SignedDuration::from_hours(24 * 365 * years),
    };
    CertificateRequest::new(
        Subject::new(common_name, organization, locality),
        key_type,
        validity,
    )
}

/// Common name, organisation, locality.
type Name = [&'static str; 3];

const ROOT: Name = [
    "CA gốc KIỂM THỬ (kyso demo)",
    "kyso demo - KHÔNG CÓ GIÁ TRỊ",
    "Hà Nội",
];
const AUTHORITY: Name = [
    "CA các cơ quan nhà nước KIỂM THỬ (kyso demo)",
    "kyso demo - KHÔNG CÓ GIÁ TRỊ",
    "Hà Nội",
];
const PERSON: Name = [
    "Trần Thị Minh Ánh (KIỂM THỬ)",
    "Ủy ban nhân dân tỉnh Quảng Ninh (KIỂM THỬ)",
    "Quảng Ninh",
];
const AGENCY: Name = [
    "Ủy ban nhân dân tỉnh Quảng Ninh (KIỂM THỬ)",
    "Ủy ban nhân dân tỉnh Quảng Ninh (KIỂM THỬ)",
    "Quảng Ninh",
];

/// File of the key, holder, kind of key, use.
const HOLDERS: [(&str, Name, KeyType, Profile); 4] = [
    ("nguoi-ky.p12", PERSON, KeyType::Rsa2048, Profile::Person),
    ("co-quan.p12", AGENCY, KeyType::Rsa2048, Profile::Agency),
    ("nguoi-ky-p256.p12", PERSON, KeyType::P256, Profile::Person),
    ("co-quan-p256.p12", AGENCY, KeyType::P256, Profile::Agency),
];

/// How long the revocation lists count.
const LIST_IS_FRESH: SignedDuration = SignedDuration::from_hours(24 * 30);

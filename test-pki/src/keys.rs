//! Keys, made once in a process: tests make many PKIs from one description, and RSA keys are slow to make.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use kyso_issuing::{IssuingError, KeyType, generate_key};
use kyso_pki::SoftwareKey;

/// The key of the member `id`, the same in every PKI of this process.
pub(crate) fn key_of(id: &str, key_type: KeyType) -> Result<SoftwareKey, IssuingError> {
    let place = (id.to_owned(), format!("{key_type:?}"));
    let known = || KEYS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(key) = known().get(&place) {
        return Ok(key.clone());
    }
    // Made without the lock; who comes second takes the key of the first.
    let key = generate_key(key_type)?;
    Ok(known().entry(place).or_insert(key).clone())
}

type Place = (String, String);

static KEYS: LazyLock<Mutex<HashMap<Place, SoftwareKey>>> = LazyLock::new(Mutex::default);

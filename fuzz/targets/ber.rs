//! The BER transcoder: what it gives is DER for itself, and is the same when it is read again.
#![no_main]

use std::borrow::Cow;

use kyso_pki::ber::{BerLimits, Trailer, to_der};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(transcoded) = to_der(data, &BerLimits::default()) else {
        return;
    };
    let rest = match transcoded.trailer {
        Trailer::None => 0,
        Trailer::Zeros(count) => count,
        Trailer::Other { offset } => data.len() - offset,
    };
    assert!(rest <= data.len());
    if let Cow::Borrowed(der) = transcoded.der {
        assert!(
            data.starts_with(der),
            "borrowed from the start of the input"
        );
    }
    let again =
        to_der(&transcoded.der, &BerLimits::default()).expect("what was written can be read");
    assert!(
        matches!(again.der, Cow::Borrowed(_)),
        "definite lengths stay as they are"
    );
    assert_eq!(again.der, transcoded.der);
    assert_eq!(again.trailer, Trailer::None);
});

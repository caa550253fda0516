//! Signature containers: a container that is read can be read again, and no container that a fuzzer
//! finds is a signature over a digest that was never signed.
#![no_main]

use kyso_pki::{Cms, add_unsigned_timestamp};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(signers) = Cms::parse_all(data) {
        assert!(
            (1..=32).contains(&signers.len()),
            "{} signers",
            signers.len()
        );
        assert_eq!(signers.len() == 1, Cms::parse(data).is_ok());
    }
    let Ok(cms) = Cms::parse(data) else {
        return;
    };
    let again = Cms::parse(cms.der()).expect("DER of a container that was read");
    assert_eq!(again.der(), cms.der());
    assert_eq!(again.certificates().len(), cms.certificates().len());
    let _ = (
        cms.digest_algorithm(),
        cms.signature_algorithm(),
        cms.message_digest(),
        cms.claimed_signing_time(),
    );
    let _ = (
        cms.revocation_info_archival(),
        cms.revocation_information().count(),
        cms.econtent_digest(),
    );
    for size in [20, 32, 64] {
        assert!(
            cms.verify(&vec![0x5a; size]).is_err(),
            "nobody signed this digest"
        );
    }
    if let Some(token) = cms.signature_timestamp() {
        let _ = kyso_pki::TimestampToken::parse(token);
    } else if let Ok(stamped) = add_unsigned_timestamp(cms.der(), cms.der()) {
        let stamped = Cms::parse(&stamped).expect("a container with one attribute more");
        assert!(stamped.signature_timestamp().is_some());
    }
});

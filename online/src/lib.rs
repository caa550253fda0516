//! What verification and signing ask of servers: revocation lists, OCSP responses, certificates of issuers, timestamps.
//!
//! The only crate that opens connections. Whatever comes back is evidence to be checked by `kyso-pki`, never an answer.

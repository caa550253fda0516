//! CMS signatures, certificates, trust anchors and revocation.

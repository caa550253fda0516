//! Verification of signed PDF documents: one report.

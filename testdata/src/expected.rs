//! What a verifier has to say about a document, in the words of the JSON report.

/// The right judgement of a document. What is `None` is not asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Verdict of the file; `UNREADABLE` when it cannot be read as written.
    pub verdict: &'static str,
    /// Sub-indication of the signature that decides the verdict.
    pub sub_indication: Option<&'static str>,
    /// Integrity of that signature.
    pub integrity: Option<&'static str>,
    /// Modifications after that signature.
    pub modifications: Option<&'static str>,
    /// Legal status of the file.
    pub legal_status: Option<&'static str>,
    /// Number of signatures, document timestamps not counted.
    pub signatures: Option<usize>,
    /// Roles of the signatures in their order, with blanks between them.
    pub roles: Option<&'static str>,
    /// How a finding, a forbidden change, or the reason for not reading begins.
    pub reason: Option<&'static str>,
}

impl Expected {
    const fn new(verdict: &'static str) -> Self {
        Self {
            verdict,
            sub_indication: None,
            integrity: None,
            modifications: None,
            legal_status: None,
            signatures: None,
            roles: None,
            reason: None,
        }
    }

    /// A sound document with one signature and no later revision.
    pub(crate) const fn passed() -> Self {
        Self {
            integrity: Some("intact"),
            modifications: Some("none"),
            signatures: Some(1),
            ..Self::new("TOTAL_PASSED")
        }
    }

    /// Disproven, with one signature.
    pub(crate) const fn failed(sub_indication: &'static str, reason: &'static str) -> Self {
        Self {
            sub_indication: Some(sub_indication),
            reason: Some(reason),
            signatures: Some(1),
            legal_status: Some("INVALID"),
            ..Self::new("TOTAL_FAILED")
        }
    }

    /// A byte range or a dictionary that is no signature over a revision.
    pub(crate) const fn malformed(reason: &'static str) -> Self {
        Self::failed("FORMAT_FAILURE", reason).with_modifications("forbidden")
    }

    /// An intact signature after which the file was altered.
    pub(crate) const fn altered(reason: &'static str) -> Self {
        Self::failed("ALTERED_AFTER_SIGNING", reason)
            .with_integrity("intact")
            .with_modifications("forbidden")
    }

    /// Signed bytes or a signature value that do not agree.
    pub(crate) const fn broken(sub_indication: &'static str, reason: &'static str) -> Self {
        Self::failed(sub_indication, reason).with_integrity("broken")
    }

    /// An intact signature by a signer whose certificate proves nothing.
    pub(crate) const fn doubtful(sub_indication: &'static str, reason: &'static str) -> Self {
        Self {
            sub_indication: Some(sub_indication),
            reason: Some(reason),
            integrity: Some("intact"),
            signatures: Some(1),
            ..Self::new("INDETERMINATE")
        }
    }

    /// Not to be read at all, because programs would read it differently.
    pub(crate) const fn unreadable(reason: &'static str) -> Self {
        Self {
            reason: Some(reason),
            ..Self::new("UNREADABLE")
        }
    }

    /// A document without signatures.
    pub(crate) const fn not_signed(reason: &'static str) -> Self {
        Self {
            reason: Some(reason),
            signatures: Some(0),
            ..Self::new("NOT_SIGNED")
        }
    }

    /// A signature that no field leads to any more.
    pub(crate) const fn hidden() -> Self {
        Self {
            reason: Some("SignatureHidden"),
            signatures: Some(0),
            legal_status: Some("INVALID"),
            ..Self::new("TOTAL_FAILED")
        }
    }

    pub(crate) const fn with_integrity(self, integrity: &'static str) -> Self {
        Self {
            integrity: Some(integrity),
            ..self
        }
    }

    pub(crate) const fn with_modifications(self, modifications: &'static str) -> Self {
        Self {
            modifications: Some(modifications),
            ..self
        }
    }

    pub(crate) const fn with_status(self, legal_status: &'static str) -> Self {
        Self {
            legal_status: Some(legal_status),
            ..self
        }
    }

    pub(crate) const fn with_roles(self, roles: &'static str) -> Self {
        Self {
            roles: Some(roles),
            ..self
        }
    }

    pub(crate) const fn with_reason(self, reason: &'static str) -> Self {
        Self {
            reason: Some(reason),
            ..self
        }
    }

    pub(crate) const fn with_signatures(self, signatures: usize) -> Self {
        Self {
            signatures: Some(signatures),
            ..self
        }
    }
}

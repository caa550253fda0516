//! An office whose documents are kept for decades: authorities that expire one after the other, timestamps, and evidence
//! in the file.

use jiff::{SignedDuration, Timestamp};
use kyso_issuing::{
    Authority, CertificateRequest, KeyType, ListRequest, ListedRevocation, OtherAttributes,
    Profile, Subject, TokenRequest, Validity, issue_token,
};
use kyso_pdf::{
    Document, DocumentTimestampPlan, NewValidationData, SignaturePlan, append_security_store,
    prepare_document_timestamp, prepare_signature,
};
use kyso_pki::{
    Cms, Crl, DigestAlgorithm, OcspResponse, Pkcs12Key, RevocationReason, SignatureAlgorithm,
    SignedAttributes, TrustClass, TrustStore, add_unsigned_timestamp,
};
use kyso_verifier::{GovernmentSha1, Policy, Report, SignatureReport, verify};

use crate::support::{sample, time};

/// Root 2010–2045; a sub-authority 2018–2026 with a signer 2020–2022; timestamp authorities below the root.
pub(crate) struct Archive {
    pub(crate) root: Authority,
    pub(crate) ca: Authority,
    pub(crate) signer: Pkcs12Key,
    /// 2020–2023, 2022–2028, 2027–2035.
    pub(crate) tsas: [Pkcs12Key; 3],
}

/// A document that grows.
#[derive(Clone)]
pub(crate) struct Growing(pub(crate) Vec<u8>);

/// How a document is signed.
pub(crate) struct Signing<'a> {
    pub(crate) key: &'a Pkcs12Key,
    pub(crate) digest: DigestAlgorithm,
    /// `/M`.
    pub(crate) claimed: &'a str,
    pub(crate) timestamps: Vec<(&'a Pkcs12Key, &'a str)>,
    /// A content timestamp.
    pub(crate) content: Option<(&'a Pkcs12Key, &'a str)>,
    /// The signing-time attribute of the container.
    pub(crate) signing_time: Option<&'a str>,
    /// Lists that are signed along.
    pub(crate) lists: Vec<Crl>,
}

impl Archive {
    pub(crate) fn new() -> Self {
        let root = Authority::root(&request("Root lưu trữ", "2010", "2045")).unwrap();
        let ca = root
            .subordinate(&request("CA lưu trữ", "2018", "2026"))
            .unwrap();
        let signer = request("Trần Thị Minh Ánh", "2020", "2022");
        let tsa = |name, from, to| {
            let request = request(name, from, to);
            root.issue(&request, Profile::TimestampAuthority).unwrap()
        };
        Self {
            signer: ca.issue(&signer, Profile::Person).unwrap(),
            tsas: [
                tsa("TSA 1", "2020", "2023"),
                tsa("TSA 2", "2022", "2028"),
                tsa("TSA 3", "2027", "2035"),
            ],
            root,
            ca,
        }
    }

    /// Signed and timestamped on 2021-03-01 at 08:00 in Vietnam.
    pub(crate) fn signed(&self) -> Growing {
        self.signed_with(&self.usual())
    }

    pub(crate) fn usual(&self) -> Signing<'_> {
        Signing {
            key: &self.signer,
            digest: DigestAlgorithm::Sha256,
            claimed: "D:20210301080000+07'00'",
            timestamps: vec![(&self.tsas[0], "2021-03-01T01:00:00Z")],
            content: None,
            signing_time: None,
            lists: Vec::new(),
        }
    }

    pub(crate) fn signed_with(&self, signing: &Signing<'_>) -> Growing {
        let bytes = sample("quyet-dinh.pdf");
        let document = Document::open(&bytes).unwrap();
        let prepared = prepare_signature(&document, &plan(signing.claimed)).unwrap();
        let digest = signing.digest.digest(&prepared.signed_parts()).unwrap();
        let algorithm = SignatureAlgorithm::Ecdsa(signing.digest);
        let certificate = &signing.key.certificate;
        let attributes = SignedAttributes::new(&digest, algorithm, certificate).unwrap();
        let mut attributes = attributes.with_chain(&signing.key.chain);
        if let Some((tsa, at)) = signing.content {
            let token = token(tsa, &prepared.signed_parts(), at);
            attributes = attributes.with_content_timestamp(&token).unwrap();
        }
        if let Some(at) = signing.signing_time {
            attributes = attributes.with_signing_time(moment(at)).unwrap();
        }
        if !signing.lists.is_empty() {
            attributes = attributes.with_revocation_lists(&signing.lists).unwrap();
        }
        let digest = attributes.digest().unwrap();
        let value = signing.key.key.sign_digest(algorithm, &digest).unwrap();
        let mut cms = attributes.close(&value).unwrap();
        for (tsa, at) in &signing.timestamps {
            let value = Cms::parse(&cms).unwrap().signature_value().to_vec();
            cms = add_unsigned_timestamp(&cms, &token(tsa, &[&value], at)).unwrap();
        }
        Growing(prepared.embed(&cms).unwrap())
    }

    /// With lists made on 2021-03-02, archived on 2021-03-03 by the first authority.
    pub(crate) fn archived(&self) -> Growing {
        let held = self.signed().holding(&self.lists("2021-03-02", &[]));
        held.stamped(&self.tsas[0], "2021-03-03T00:00:00Z")
    }

    /// Renewed in 2022 and 2027, each time with fresh lists first.
    pub(crate) fn renewed(&self) -> Growing {
        let [_, second, third] = &self.tsas;
        let once = self.archived().holding(&self.lists("2022-11-30", &[]));
        let once = once.stamped(second, "2022-12-01T00:00:00Z");
        let twice = once.holding(&[self.root_list("2027-05-31", &[])]);
        twice.stamped(third, "2027-06-01T00:00:00Z")
    }

    /// Lists of both authorities.
    pub(crate) fn lists(&self, day: &str, revoked: &[ListedRevocation]) -> Vec<Crl> {
        vec![list(&self.ca, day, revoked), self.root_list(day, &[])]
    }

    pub(crate) fn root_list(&self, day: &str, revoked: &[ListedRevocation]) -> Crl {
        list(&self.root, day, revoked)
    }

    /// Trusts the root, and holds `crls`.
    pub(crate) fn store(&self, crls: Vec<Crl>) -> TrustStore {
        let anchor = (self.root.certificate().clone(), TrustClass::Government);
        TrustStore::new([anchor], crls).unwrap()
    }

    /// The first signature, with the root as all that is trusted.
    pub(crate) fn judge(&self, document: &Growing, at: &str) -> SignatureReport {
        self.judge_with(document, vec![], at)
    }

    pub(crate) fn judge_with(
        &self,
        document: &Growing,
        crls: Vec<Crl>,
        at: &str,
    ) -> SignatureReport {
        self.report(document, crls, at).signatures.remove(0)
    }

    pub(crate) fn report(&self, document: &Growing, crls: Vec<Crl>, at: &str) -> Report {
        let policy = Policy::new(moment(at));
        self.report_by(&policy, document, crls)
    }

    /// Where SHA-1 counts as long as for everybody.
    pub(crate) fn judge_without_sha1(
        &self,
        document: &Growing,
        crls: Vec<Crl>,
        at: &str,
    ) -> SignatureReport {
        let mut policy = Policy::new(moment(at));
        policy.algorithms.government_sha1 = GovernmentSha1::Refused;
        let mut report = self.report_by(&policy, document, crls);
        report.signatures.remove(0)
    }

    fn report_by(&self, policy: &Policy, document: &Growing, crls: Vec<Crl>) -> Report {
        verify(&document.0, &self.store(crls), policy).unwrap()
    }
}

impl Growing {
    /// With lists in its security store.
    pub(crate) fn holding(&self, crls: &[Crl]) -> Self {
        self.with_data(&NewValidationData {
            crls: crls.iter().map(|crl| crl.der().to_vec()).collect(),
            ..NewValidationData::default()
        })
    }

    /// With OCSP responses in its security store.
    pub(crate) fn answered(&self, responses: &[OcspResponse]) -> Self {
        let responses = responses.iter().map(|response| response.der().to_vec());
        self.with_data(&NewValidationData {
            ocsp_responses: responses.collect(),
            ..NewValidationData::default()
        })
    }

    pub(crate) fn with_data(&self, data: &NewValidationData) -> Self {
        let document = Document::open(&self.0).unwrap();
        Self(append_security_store(&document, data).unwrap())
    }

    /// With another signature, whose container holds what came with the key.
    pub(crate) fn signed_by(&self, key: &Pkcs12Key) -> Self {
        let document = Document::open(&self.0).unwrap();
        let chain: usize = key.chain.iter().map(|one| one.der().len()).sum();
        let plan = SignaturePlan {
            field_name: "NguoiKy2".into(),
            contents_reserve: 12_000 + chain,
            ..plan("D:20210303000000Z")
        };
        let prepared = prepare_signature(&document, &plan).unwrap();
        let digest = DigestAlgorithm::Sha256;
        let algorithm = SignatureAlgorithm::Ecdsa(digest);
        let digest = digest.digest(&prepared.signed_parts()).unwrap();
        let attributes = SignedAttributes::new(&digest, algorithm, &key.certificate).unwrap();
        let attributes = attributes.with_chain(&key.chain);
        let digest = attributes.digest().unwrap();
        let value = key.key.sign_digest(algorithm, &digest).unwrap();
        Self(prepared.embed(&attributes.close(&value).unwrap()).unwrap())
    }

    /// With a document timestamp.
    pub(crate) fn stamped(&self, tsa: &Pkcs12Key, at: &str) -> Self {
        self.stamped_with(tsa, DigestAlgorithm::Sha256, at)
    }

    pub(crate) fn stamped_with(&self, tsa: &Pkcs12Key, digest: DigestAlgorithm, at: &str) -> Self {
        let document = Document::open(&self.0).unwrap();
        let plan = DocumentTimestampPlan {
            field_name: None,
            contents_reserve: 8000,
        };
        let prepared = prepare_document_timestamp(&document, &plan).unwrap();
        let token = token_with(tsa, digest, &prepared.signed_parts(), at);
        Self(prepared.embed(&token).unwrap())
    }
}

/// Revokes a certificate.
pub(crate) fn revoked(key: &Pkcs12Key, at: &str, reason: RevocationReason) -> ListedRevocation {
    ListedRevocation::of(&key.certificate, moment(at), reason)
}

/// A list of one week.
pub(crate) fn list(authority: &Authority, day: &str, revoked: &[ListedRevocation]) -> Crl {
    let start = moment(day);
    let end = start
        .checked_add(SignedDuration::from_hours(7 * 24))
        .unwrap();
    let fresh = Validity {
        not_before: start,
        not_after: end,
    };
    authority
        .issue_list(&ListRequest::new(1, fresh, revoked))
        .unwrap()
}

pub(crate) fn token(tsa: &Pkcs12Key, parts: &[&[u8]], at: &str) -> Vec<u8> {
    token_with(tsa, DigestAlgorithm::Sha256, parts, at)
}

fn token_with(tsa: &Pkcs12Key, digest: DigestAlgorithm, parts: &[&[u8]], at: &str) -> Vec<u8> {
    let request = TokenRequest {
        algorithm: digest,
        digest: &digest.digest(parts).unwrap(),
        at: moment(at),
        serial: 7,
        nonce: None,
    };
    issue_token(tsa, &request).unwrap()
}

/// From the first day of one year to that of another.
pub(crate) fn request(name: &str, from: &str, to: &str) -> CertificateRequest {
    let validity = Validity {
        not_before: moment(from),
        not_after: moment(to),
    };
    let subject = Subject::new(name, "Ủy ban nhân dân tỉnh", "Quảng Ngãi");
    CertificateRequest::new(subject, KeyType::P256, validity)
}

/// A year, a day, or a time.
pub(crate) fn moment(text: &str) -> Timestamp {
    match text.len() {
        4 => time(&format!("{text}-01-01T00:00:00Z")),
        10 => time(&format!("{text}T00:00:00Z")),
        _ => time(text),
    }
}

fn plan(claimed: &str) -> SignaturePlan<'static> {
    SignaturePlan {
        field_name: "NguoiKy1".into(),
        page_index: 0,
        rect: None,
        appearance: None,
        kind: "Sig",
        sub_filter: "ETSI.CAdES.detached",
        signer_name: None,
        reason: None,
        location: None,
        signing_time: Some(claimed.into()),
        doc_mdp: None,
        further: Vec::new(),
        contents_reserve: 12_000,
    }
}

//! An authority, a person, and what they made.

use jiff::Timestamp;
use kyso_issuing::{
    Authority, CertificateRequest, KeyType, ListedRevocation, Profile, Subject, TokenRequest,
    Validity, issue_token,
};
use kyso_pdf::{DocMdp, Document, SignaturePlan, prepare_signature};
use kyso_pki::{
    DigestAlgorithm, Pkcs12Key, RevocationReason, SignatureAlgorithm, SignedAttributes,
};

use crate::Anything;

pub(crate) struct Office {
    pub(crate) root: Authority,
    pub(crate) person: Pkcs12Key,
    pub(crate) list: Vec<u8>,
    pub(crate) token: Vec<u8>,
}

pub(crate) struct SignedFile {
    pub(crate) pdf: Vec<u8>,
    pub(crate) container: Vec<u8>,
}

impl Office {
    pub(crate) fn new() -> Result<Self, Anything> {
        let root = Authority::root(&request("Gốc kiểm thử", "2020-01-01", "2040-01-01")?)?;
        let person = root.issue(
            &request("Trần Thị Minh Ánh", "2026-01-01", "2030-01-01")?,
            Profile::Person,
        )?;
        let stamps = root.issue(
            &request("TSA kiểm thử", "2026-01-01", "2030-01-01")?,
            Profile::TimestampAuthority,
        )?;
        let other = root.issue(
            &request("Người khác", "2026-01-01", "2030-01-01")?,
            Profile::Person,
        )?;
        let revoked = ListedRevocation::of(
            &other.certificate,
            at("2026-06-01")?,
            RevocationReason::KeyCompromise,
        );
        let list = root
            .revocation_list(7, validity("2026-11-01", "2030-01-01")?, &[revoked])?
            .der()
            .to_vec();
        let digest = DigestAlgorithm::Sha256.digest(&[b"signature value"])?;
        let token = TokenRequest {
            algorithm: DigestAlgorithm::Sha256,
            digest: &digest,
            at: at("2026-11-20")?,
            serial: 5,
            nonce: Some(77),
        };
        let token = issue_token(&stamps, &token)?;
        Ok(Self {
            root,
            person,
            list,
            token,
        })
    }

    pub(crate) fn sign(&self, pdf: &[u8], doc_mdp: Option<DocMdp>) -> Result<SignedFile, Anything> {
        self.sign_field(pdf, "NguoiKy1", doc_mdp)
    }

    pub(crate) fn second_signature(&self, pdf: &[u8]) -> Result<Vec<u8>, Anything> {
        Ok(self.sign_field(pdf, "NguoiKy2", None)?.pdf)
    }

    fn sign_field(
        &self,
        pdf: &[u8],
        name: &str,
        doc_mdp: Option<DocMdp>,
    ) -> Result<SignedFile, Anything> {
        let document = Document::open(pdf)?;
        let plan = SignaturePlan {
            field_name: name.to_owned(),
            page_index: 0,
            rect: None,
            appearance: None,
            kind: "Sig",
            sub_filter: "ETSI.CAdES.detached",
            signer_name: None,
            reason: None,
            location: None,
            signing_time: Some("D:20261120080000+07'00'".to_owned()),
            doc_mdp,
            further: Vec::new(),
            contents_reserve: 1500,
        };
        let prepared = prepare_signature(&document, &plan)?;
        let digest = DigestAlgorithm::Sha256.digest(&prepared.signed_parts())?;
        let algorithm = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256);
        let attributes = SignedAttributes::new(&digest, algorithm, &self.person.certificate)?;
        let value = self
            .person
            .key
            .sign_digest(algorithm, &attributes.digest()?)?;
        let container = attributes.close(&value)?;
        Ok(SignedFile {
            pdf: prepared.embed(&container)?,
            container,
        })
    }
}

pub(crate) fn request(name: &str, from: &str, until: &str) -> Result<CertificateRequest, Anything> {
    let subject = Subject::new(name, "Cơ quan kiểm thử", "Hà Nội");
    Ok(CertificateRequest::new(
        subject,
        KeyType::P256,
        validity(from, until)?,
    ))
}

fn validity(from: &str, until: &str) -> Result<Validity, Anything> {
    Ok(Validity {
        not_before: at(from)?,
        not_after: at(until)?,
    })
}

pub(crate) fn at(date: &str) -> Result<Timestamp, Anything> {
    Ok(format!("{date}T00:00:00Z").parse()?)
}

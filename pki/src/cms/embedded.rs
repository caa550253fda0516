//! Evidence that came along with a signature: in the `crls` field and in attributes.

use super::Cms;
use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::evidence::Evidence;
use crate::ocsp::OcspResponse;
use crate::oids;
use crate::tlv::{Element, EncodingError, SEQUENCE, context};

impl Cms {
    /// The lists, responses and certificates that came along, besides [`Cms::certificates`]:
    /// - CRLs and OCSP responses in the `crls` field (RFC 5652, section 10.2.1; RFC 5940, section 2.1),
    /// - RevocationInfoArchival (ISO 32000-2, 12.8.3.3.2),
    /// - certificate-values and revocation-values (ETSI EN 319 122-1, clauses A.1.1.2 and A.1.2.2).
    ///
    /// Nothing of it has been checked. What cannot be read is left out; of each kind at most 200 are looked at.
    #[must_use]
    pub fn embedded_evidence(&self) -> Evidence {
        let mut found = Found::default();
        for information in self.revocation_information() {
            found.add_information(information);
        }
        let archived = [&oids::REVOCATION_INFO_ARCHIVAL, &oids::REVOCATION_VALUES];
        for value in archived.iter().flat_map(|oid| self.values(oid)) {
            // Evidence that was read before a malformed part is kept.
            let _ = found.add_archived(value);
        }
        for value in self.values(&oids::CERTIFICATE_VALUES) {
            let _ = found.add_certificates(value);
        }
        found.into_evidence()
    }

    /// The values of an attribute, signed or not.
    fn values(&self, oid: &const_oid::ObjectIdentifier) -> impl Iterator<Item = &[u8]> {
        let signed = self.signer.signed.as_ref();
        let signed = signed
            .into_iter()
            .flat_map(|set| set.attributes.values(*oid));
        signed.chain(self.signer.unsigned.values(*oid))
    }
}

/// The evidence that was found, with the number of candidates that were looked at.
#[derive(Default)]
struct Found {
    evidence: Evidence,
    certificates: usize,
    crls: usize,
    responses: usize,
}

impl Found {
    /// `RevocationInfoChoice` (RFC 5652, section 10.2.1).
    fn add_information(&mut self, encoded: &[u8]) {
        if encoded.first() == Some(&SEQUENCE) {
            self.add_crl(encoded);
        } else if let Ok(Some(response)) = ocsp_information(encoded) {
            self.add_response(response);
        }
    }

    /// `RevocationInfoArchival` and `RevocationValues`, which agree in form: lists `[0]`, responses `[1]`, others.
    fn add_archived(&mut self, encoded: &[u8]) -> Result<(), EncodingError> {
        let mut fields = Element::only_with(encoded, SEQUENCE, "RevocationValues")?.reader();
        if let Some(lists) = fields.optional(context(0))? {
            let mut members = lists.explicit(SEQUENCE, "crlVals")?.reader();
            while let Some(member) = members.next()? {
                self.add_crl(member.raw);
            }
        }
        if let Some(responses) = fields.optional(context(1))? {
            let mut members = responses.explicit(SEQUENCE, "ocspVals")?.reader();
            while let Some(member) = members.next()? {
                self.add_response(member.raw);
            }
        }
        Ok(())
    }

    /// `CertificateValues`.
    fn add_certificates(&mut self, encoded: &[u8]) -> Result<(), EncodingError> {
        let mut members = Element::only_with(encoded, SEQUENCE, "CertificateValues")?.reader();
        while let Some(member) = members.next()? {
            if within(&mut self.certificates) {
                let certificate = Certificate::from_der(member.raw).ok();
                self.evidence.certificates.extend(certificate);
            }
        }
        Ok(())
    }

    fn add_crl(&mut self, der: &[u8]) {
        if within(&mut self.crls) {
            self.evidence.crls.extend(Crl::from_der(der).ok());
        }
    }

    fn add_response(&mut self, der: &[u8]) {
        if within(&mut self.responses) {
            let response = OcspResponse::from_der(der).ok();
            self.evidence.ocsp_responses.extend(response);
        }
    }

    /// Everything once.
    fn into_evidence(self) -> Evidence {
        let mut evidence = Evidence::default();
        evidence.merge(self.evidence);
        evidence
    }
}

/// `OtherRevocationInfoFormat` with an `OCSPResponse` (RFC 5940, section 2.1); `None` for another format.
fn ocsp_information(encoded: &[u8]) -> Result<Option<&[u8]>, EncodingError> {
    let other = Element::only_with(encoded, context(1), "OtherRevocationInfoFormat")?;
    let mut fields = other.reader();
    if fields.any("otherRevInfoFormat")?.any_oid()? != oids::RI_OCSP_RESPONSE {
        return Ok(None);
    }
    Ok(Some(fields.any("otherRevInfo")?.raw))
}

fn within(count: &mut usize) -> bool {
    *count += 1;
    *count <= MAX_OF_A_KIND
}

/// Lists, responses or certificates that are looked at; real signatures carry fewer than ten.
const MAX_OF_A_KIND: usize = 200;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use const_oid::ObjectIdentifier;
    use jiff::Timestamp;

    use super::*;
    use crate::encode;
    use crate::issuing::{
        Authority, CertificateRequest, KeyType, ListRequest, OcspAnswer, Subject, Validity,
        issue_ocsp_response,
    };
    use crate::ocsp::CertificateStatus;
    use crate::tlv;

    /// A certificate, its list, and a response about it.
    struct Evidences(Certificate, Crl, OcspResponse);

    fn evidences() -> Evidences {
        let validity = Validity {
            not_before: Timestamp::UNIX_EPOCH,
            not_after: Timestamp::from_second(4_000_000_000).unwrap(),
        };
        let subject = Subject::new("Root", "", "");
        let request = CertificateRequest::new(subject, KeyType::P256, validity);
        let root = Authority::root(&request).unwrap();
        let list = root
            .issue_list(&ListRequest::new(1, validity, &[]))
            .unwrap();
        let certificate = root.certificate().clone();
        let good = CertificateStatus::Good;
        let answer = OcspAnswer::new(&certificate, &certificate, good, Timestamp::UNIX_EPOCH);
        let response = issue_ocsp_response(&root.holder(), &answer).unwrap();
        Evidences(certificate, list, response)
    }

    /// A SignedData that says nothing but what is looked for here.
    fn cms(crls: &[u8], signed: &[u8], unsigned: &[u8]) -> Cms {
        let algorithm = encode::algorithm(&oids::SHA256, &[]);
        let signer = encode::sequence(&[
            &encode::integer(1),
            &encode::sequence(&[&encode::sequence(&[]), &encode::integer(1)]),
            &algorithm,
            &encode::element(context(0), &[signed]),
            &algorithm,
            &encode::octet_string(&[]),
            &encode::element(context(1), &[unsigned]),
        ]);
        let signed_data = encode::sequence(&[
            &encode::integer(1),
            &encode::element(tlv::SET, &[]),
            &encode::sequence(&[&encode::oid(&oids::DATA)]),
            &encode::element(context(1), &[crls]),
            &encode::element(tlv::SET, &[&signer]),
        ]);
        let content = encode::explicit(0, &signed_data);
        let info = encode::sequence(&[&encode::oid(&oids::SIGNED_DATA), &content]);
        Cms::parse(&info).unwrap()
    }

    fn attribute(oid: &ObjectIdentifier, value: &[u8]) -> Vec<u8> {
        let values = encode::element(tlv::SET, &[value]);
        encode::sequence(&[&encode::oid(oid), &values])
    }

    fn archived(crl: &[u8], response: &[u8]) -> Vec<u8> {
        let list = |number, member: &[u8]| encode::explicit(number, &encode::sequence(&[member]));
        encode::sequence(&[&list(0, crl), &list(1, response)])
    }

    fn digests(evidence: &Evidence) -> [Vec<[u8; 32]>; 3] {
        [
            evidence.certificates.iter().map(|c| c.sha256()).collect(),
            evidence.crls.iter().map(Crl::sha256).collect(),
            evidence.ocsp_responses.iter().map(|r| r.sha256()).collect(),
        ]
    }

    #[test]
    fn evidence_is_found_in_every_place_once() {
        let Evidences(certificate, crl, response) = evidences();
        let other = encode::element(
            context(1),
            &[&encode::oid(&oids::RI_OCSP_RESPONSE), response.der()],
        );
        let in_crls = [crl.der(), &other].concat();
        let adobe = archived(crl.der(), response.der());
        let adobe = attribute(&oids::REVOCATION_INFO_ARCHIVAL, &adobe);
        let values = archived(crl.der(), response.basic_der());
        let values = attribute(&oids::REVOCATION_VALUES, &values);
        let chain = encode::sequence(&[certificate.der()]);
        let chain = attribute(&oids::CERTIFICATE_VALUES, &chain);
        let both = [vec![crl.sha256()], vec![response.sha256()]];
        for cms in [
            cms(&in_crls, &[], &[]),
            cms(&[], &adobe, &[]),
            cms(&[], &[], &values),
            cms(&in_crls, &adobe, &values),
        ] {
            assert_eq!(digests(&cms.embedded_evidence())[1..], both);
        }
        let found = cms(&[], &[], &chain).embedded_evidence();
        assert_eq!(digests(&found)[0], [certificate.sha256()]);
    }

    #[test]
    fn malformed_evidence_loses_nothing_but_itself() {
        let Evidences(_, crl, response) = evidences();
        let damaged = &crl.der()[..crl.der().len() - 1];
        let damaged = encode::sequence(&[damaged]);
        let crls = [damaged.as_slice(), &[0xA1, 0], crl.der()].concat();
        let adobe = archived(&damaged, response.der());
        let adobe = attribute(&oids::REVOCATION_INFO_ARCHIVAL, &adobe);
        let unknown = attribute(&oids::REVOCATION_VALUES, &[0x30, 2, 0xA5, 0]);
        let found = cms(&crls, &adobe, &unknown).embedded_evidence();
        let both = [vec![crl.sha256()], vec![response.sha256()]];
        assert_eq!(digests(&found)[1..], both);
    }

    #[test]
    fn a_flood_of_evidence_is_bounded() {
        let Evidences(_, crl, _) = evidences();
        let junk = [0x30, 0].repeat(MAX_OF_A_KIND);
        let found = cms(&[&junk, crl.der()].concat(), &[], &[]).embedded_evidence();
        assert!(found.is_empty());
        let found = cms(&[&junk[2..], crl.der()].concat(), &[], &[]).embedded_evidence();
        assert_eq!(found.crls.len(), 1);
    }

    #[test]
    fn every_timestamp_of_a_signature_is_named() {
        let tokens = [[0x04, 1, 1], [0x04, 1, 2]];
        let stamps: Vec<Vec<u8>> = tokens
            .iter()
            .map(|token| attribute(&oids::SIGNATURE_TIMESTAMP, token))
            .collect();
        let content = attribute(&oids::CONTENT_TIMESTAMP, &tokens[0]);
        let cms = cms(&[], &content, &stamps.concat());
        assert!(
            cms.signature_timestamps()
                .eq(tokens.iter().map(|token| &token[..]))
        );
        assert!(cms.content_timestamps().eq([&tokens[0][..]]));
    }
}

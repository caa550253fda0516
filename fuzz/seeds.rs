//! Makes the signed documents and the seeds of all targets anew: `cargo run --example seeds`, in this folder.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use kyso_fuzz::{Base, append, file};
use kyso_issuing::{
    Authority, CertificateRequest, KeyType, NamedResponder, OcspAnswer, Profile, ResponderStatus,
    Revocation, Subject, TokenRequest, Validity, issue_ocsp_response, issue_token,
};
use kyso_pdf::{
    DocMdp, Document, NewEntry, NewValidationData, SignaturePlan, append_security_store,
    prepare_signature, vri_key,
};
use kyso_pki::{
    CertificateStatus, DigestAlgorithm, OcspRequest, Pkcs12Key, RevocationReason, RevokedEntry,
    SignatureAlgorithm, SignedAttributes, add_unsigned_timestamp,
};

// Brings what the instrumented crates count with.
use libfuzzer_sys as _;

type Anything = Box<dyn std::error::Error>;

fn main() -> Result<(), Anything> {
    let office = Office::new()?;
    let approval = office.sign(&file(DOCUMENT), None)?;
    let in_stream = office.sign(&file(&[b"#stream\n", DOCUMENT].concat()), None)?;
    let form_filling = office.sign(&file(DOCUMENT), Some(DocMdp::FormFilling))?;
    let annotations = office.sign(&file(DOCUMENT), Some(DocMdp::Annotations))?;
    write("base/approval.pdf", &approval.pdf)?;
    write("base/cross-reference-stream.pdf", &in_stream.pdf)?;
    write("base/form-filling.pdf", &form_filling.pdf)?;
    write("base/annotations.pdf", &annotations.pdf)?;
    write("base/root.der", office.root.certificate().der())?;
    write("base/root.crl", &office.list)?;

    write("seeds/revisions/table", DOCUMENT)?;
    write("seeds/revisions/stream", &[b"#stream\n", DOCUMENT].concat())?;
    write("seeds/revisions/objects-in-stream", OBJECT_STREAM)?;
    write(
        "seeds/revisions/updates",
        &[
            DOCUMENT,
            b"%%\n",
            UPDATES[0],
            b"%%\n#free 6\n%%\n#stream\n",
            UPDATES[1],
        ]
        .concat(),
    )?;
    write("seeds/revisions/whole-file", &file(DOCUMENT))?;
    write("seeds/revisions/signed", &approval.pdf)?;
    write("seeds/revisions/store", &with_store(&approval.pdf)?)?;
    for (index, object) in OBJECTS.iter().enumerate() {
        write(&format!("seeds/objects/{index}"), object)?;
    }
    write("seeds/ber/indefinite", &indefinite(&approval.container))?;
    write(
        "seeds/ber/pieces",
        b"\x24\x80\x04\x02ab\x24\x80\x04\x01c\x00\x00\x00\x00",
    )?;
    write(
        "seeds/ber/bits",
        b"\x23\x80\x03\x03\x00\x01\x02\x03\x02\x04\xf0\x00\x00\x00\x00\x00",
    )?;
    write(
        "seeds/ber/set",
        b"\x31\x80\x30\x06\x02\x01\x05\x0c\x01x\x02\x81\x01\x07\x00\x00",
    )?;
    write("seeds/cms/signature", &approval.container)?;
    write("seeds/cms/indefinite", &indefinite(&approval.container))?;
    write(
        "seeds/cms/padded",
        &[&approval.container[..], &[0; 40]].concat(),
    )?;
    write(
        "seeds/cms/timestamped",
        &add_unsigned_timestamp(&approval.container, &office.token)?,
    )?;
    write(
        "seeds/certificates/root",
        &[b"\0", office.root.certificate().der()].concat(),
    )?;
    write(
        "seeds/certificates/person",
        &[b"\0", office.person.certificate.der()].concat(),
    )?;
    write(
        "seeds/certificates/list",
        &[b"\x01", &office.list[..]].concat(),
    )?;
    write(
        "seeds/certificates/token",
        &[b"\x02", &office.token[..]].concat(),
    )?;
    let granted = [b"\x30\x03\x02\x01\x00", &office.token[..]].concat();
    let length = u16::try_from(granted.len())?.to_be_bytes();
    write(
        "seeds/certificates/response",
        &[b"\x04\x30\x82", &length[..], &granted[..]].concat(),
    )?;
    write(
        "seeds/certificates/refusal",
        b"\x04\x30\x13\x30\x11\x02\x01\x02\x30\x06\x0c\x04busy\x03\x04\x00\x80\x00\x02",
    )?;
    write(
        "seeds/certificates/pem",
        &[b"\x03", office.root.certificate().to_pem().as_bytes()].concat(),
    )?;
    write_answers()?;
    for (index, update) in UPDATES.iter().enumerate() {
        for document in 0..4 {
            write(
                &format!("seeds/changes/{index}-{document}"),
                &[&[document][..], &for_document(document, update)].concat(),
            )?;
        }
    }
    let second = office.second_signature(&approval.pdf)?;
    write(
        "seeds/changes/second-signature",
        &[b"\0", &second[approval.pdf.len()..]].concat(),
    )?;
    write("seeds/changes/spoiled", b"\x80\x10\x00\x01\x00\x03\x20")?;
    let base = Base {
        bytes: &approval.pdf,
        trailer: &[("/Root", " 1 0 R")],
        size: 66,
    };
    let update = append(base, UPDATES[0]);
    write("seeds/revisions/signed-and-updated", &update)
}

/// OCSP answers of an issuer of their own, so that they can stay when the documents are made anew.
fn write_answers() -> Result<(), Anything> {
    let issuer = Authority::root(&request("Gốc OCSP kiểm thử", "2020-01-01", "2040-01-01")?)?;
    let wanted = request("Lê Văn Sáu", "2026-01-01", "2030-01-01")?;
    let person = issuer.issue(&wanted, Profile::Person)?.certificate;
    let wanted = request("OCSP kiểm thử", "2026-01-01", "2030-01-01")?;
    let responder = issuer.issue(&wanted, Profile::OcspResponder(ResponderStatus::NoCheck))?;
    let certificate = issuer.certificate();
    write("base/ocsp-issuer.der", certificate.der())?;
    write("base/ocsp-person.der", person.der())?;
    let entry = RevokedEntry {
        revoked_at: at("2026-06-01")?,
        reason: RevocationReason::KeyCompromise,
        invalidity_date: Some(at("2026-05-01")?),
    };
    let answer = |status| -> Result<OcspAnswer<'_>, Anything> {
        let answer = OcspAnswer::new(&person, certificate, status, at("2026-11-20")?);
        Ok(answer
            .with_next_update(at("2026-11-27")?)
            .with_nonce(b"seed"))
    };
    let good = issue_ocsp_response(&issuer.holder(), &answer(CertificateStatus::Good)?)?;
    write("base/ocsp-good.der", good.der())?;
    let revoked = answer(CertificateStatus::Revoked(entry))?;
    let revoked = issue_ocsp_response(&issuer.holder(), &revoked)?;
    write("base/ocsp-revoked.der", revoked.der())?;
    let delegated = answer(CertificateStatus::Good)?
        .with_responder(NamedResponder::ByKey)
        .with_certificates(std::slice::from_ref(&responder.certificate));
    let delegated = issue_ocsp_response(&responder, &delegated)?;
    let asked = OcspRequest::new(&person, certificate, Some(b"seed"))?;
    for (name, kind, der) in [
        ("good", b"\0", good.der()),
        ("basic", b"\0", good.basic_der()),
        ("revoked", b"\0", revoked.der()),
        ("delegated", b"\0", delegated.der()),
        ("indefinite", b"\x01", &indefinite(good.der())),
        ("refusal", b"\0", &[0x30, 3, 0x0A, 1, 6]),
        ("request", b"\x02", asked.der()),
    ] {
        write(&format!("seeds/ocsp/{name}"), &[&kind[..], der].concat())?;
    }
    Ok(())
}

/// An authority, a person, and what they made.
struct Office {
    root: Authority,
    person: Pkcs12Key,
    list: Vec<u8>,
    token: Vec<u8>,
}

struct SignedFile {
    pdf: Vec<u8>,
    container: Vec<u8>,
}

impl Office {
    fn new() -> Result<Self, Anything> {
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
        let revoked = Revocation::of(
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

    fn sign(&self, pdf: &[u8], doc_mdp: Option<DocMdp>) -> Result<SignedFile, Anything> {
        self.sign_field(pdf, "NguoiKy1", doc_mdp)
    }

    fn second_signature(&self, pdf: &[u8]) -> Result<Vec<u8>, Anything> {
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

fn request(name: &str, from: &str, until: &str) -> Result<CertificateRequest, Anything> {
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

fn at(date: &str) -> Result<Timestamp, Anything> {
    Ok(format!("{date}T00:00:00Z").parse()?)
}

/// The catalog of a certified document names its certification.
fn for_document(document: u8, update: &[u8]) -> Vec<u8> {
    let update = String::from_utf8_lossy(update);
    match document {
        2 | 3 => update.replace(
            "/Metadata 10 0 R",
            "/Metadata 10 0 R/Perms<</DocMDP 62 0 R>>",
        ),
        _ => update.into_owned(),
    }
    .into_bytes()
}

/// With a security store that has an entry for a signature.
fn with_store(pdf: &[u8]) -> Result<Vec<u8>, Anything> {
    let document = Document::open(pdf)?;
    let new = NewValidationData {
        crls: vec![b"list".to_vec()],
        entries: vec![NewEntry {
            key: vri_key(b"signature"),
            certificates: vec![b"certificate".to_vec()],
            ..NewEntry::default()
        }],
        ..NewValidationData::default()
    };
    Ok(append_security_store(&document, &new)?)
}

/// The outer layers of a container with indefinite lengths.
fn indefinite(der: &[u8]) -> Vec<u8> {
    let header = if der[1] < 0x80 {
        2
    } else {
        2 + usize::from(der[1] & 0x7f)
    };
    [&[der[0], 0x80][..], &der[header..], &[0, 0][..]].concat()
}

fn write(name: &str, bytes: &[u8]) -> Result<(), Anything> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::create_dir_all(path.parent().ok_or("a file without a folder")?)?;
    Ok(fs::write(path, bytes)?)
}

/// One page with text, a picture that a text field shares, a note, metadata, and content that is not there: what shadow
/// attacks prepare.
const DOCUMENT: &[u8] = b"1 0 obj
<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/DR<</Font<</F1 8 0 R>>>>/DA(/F1 10 Tf)>>/Metadata 10 0 R>>
endobj
2 0 obj
<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>
endobj
3 0 obj
<</Type/Page/Parent 2 0 R/Contents[4 0 R 30 0 R]/Resources<</Font<</F1 8 0 R>>/XObject<</X1 5 0 R>>>>/Annots[6 0 R 7 0 R]>>
endobj
4 0 obj
<</Length 44>>
stream
BT /F1 12 Tf 72 720 Td (Tra 100 dong) Tj ET 
endstream
endobj
5 0 obj
<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 9>>
stream
0 0 9 9 f
endstream
endobj
6 0 obj
<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(1)/Rect[9 9 99 30]/P 3 0 R/AP<</N 5 0 R>>>>
endobj
7 0 obj
<</Type/Annot/Subtype/Text/Rect[9 40 30 60]/Contents(note)/P 3 0 R>>
endobj
8 0 obj
<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>
endobj
9 0 obj
<</Title(t)>>
endobj
10 0 obj
<</Type/Metadata/Subtype/XML/Length 4>>
stream
<x/>
endstream
endobj
trailer /Info 9 0 R/ID[<01><02>]
";

/// Objects 2, 3 and 8 within an object stream.
const OBJECT_STREAM: &[u8] = b"#stream
#in 2 11 0
#in 3 11 1
#in 8 11 2
1 0 obj
<</Type/Catalog/Pages 2 0 R>>
endobj
11 0 obj
<</Type/ObjStm/N 3/First 16/Length 120>>
stream
2 0 3 32 8 75   <</Type/Pages/Kids[3 0 R]/Count 1>><</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>   <</Type/Font/Subtype/Type1>> 
endstream
endobj
";

/// Updates of all kinds, permitted and forbidden.
const UPDATES: [&[u8]; 11] = [
    b"4 0 obj\n<</Length 5>>\nstream\nBT ET\nendstream\nendobj\n",
    b"10 0 obj\n<</Type/Metadata/Subtype/XML/Length 4>>\nstream\n<y/>\nendstream\nendobj\n9 0 obj\n<</Title(u)>>\nendobj\n",
    b"1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R 63 0 R]/DR<</Font<</F1 8 0 R>>>>/DA(/F1 10 Tf)/SigFlags 3>>/Metadata 10 0 R/DSS 20 0 R>>\nendobj\n20 0 obj\n<</Type/DSS/Certs[21 0 R]/VRI<<>>>>\nendobj\n21 0 obj\n<</Length 3>>\nstream\nabc\nendstream\nendobj\n",
    b"6 0 obj\n<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(2)/Rect[9 9 99 30]/P 3 0 R/AP<</N 22 0 R>>>>\nendobj\n22 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 1>>\nstream\nf\nendstream\nendobj\n",
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/Contents[4 0 R 30 0 R]/Resources<</Font<</F1 8 0 R>>/XObject<</X1 5 0 R>>>>/Annots[6 0 R 7 0 R 63 0 R 23 0 R]>>\nendobj\n23 0 obj\n<</Type/Annot/Subtype/FreeText/Rect[1 1 99 99]/Contents(new)/DA(/F1 9 Tf)/P 3 0 R>>\nendobj\n",
    b"3 0 obj\n<</Annots[6 0 R 7 0 R 63 0 R 24 0 R]/Type/Page/Parent 2 0 R/Contents[4 0 R 30 0 R]/Resources<</Font<</F1 8 0 R>>/XObject<</X1 5 0 R>>>>>>\nendobj\n24 0 obj\n<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/F 4/Rect[0 0 0 0]/P 3 0 R>>\nendobj\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R 63 0 R 24 0 R]/DR<</Font<</F1 8 0 R>>>>/DA(/F1 10 Tf)/SigFlags 3>>/Metadata 10 0 R>>\nendobj\n",
    b"8 0 obj\n<</Type/Font /Subtype/Type1 /BaseFont/Helvetica>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0.0 0 595 842.0]>>\nendobj\n",
    b"#free 7\n",
    b"#stream\n2 0 obj\n<</Type/Pages/Kids[3 0 R 25 0 R]/Count 2/MediaBox[0 0 595 842]>>\nendobj\n25 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\n",
    b"5 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 9>>\nstream\n1 1 8 8 f\nendstream\nendobj\n6 0 obj\n<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(2)/Rect[9 9 99 30]/P 3 0 R/AP<</N 5 0 R>>>>\nendobj\n",
    b"1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R 63 0 R]/DR<</Font<</F1 8 0 R>>>>/DA(/F1 10 Tf)/SigFlags 3>>/Metadata 10 0 R/DSS 20 0 R>>\nendobj\n20 0 obj\n<</Type/DSS/Certs[30 0 R]>>\nendobj\n30 0 obj\n<</Length 16>>\nstream\n0 0 500 500 re f\nendstream\nendobj\n",
];

/// Bodies of objects.
const OBJECTS: [&[u8]; 8] = [
    b"<</A 1/B -2.50/C[true false null 3 0 R]/D(a\\(b\\)\\n\\053)/E<48 65 6>/F/G#20h>>",
    b"[+.5 -0 007 1e 4.0000000001 9223372036854775807]",
    b"<</Length 5>>\nstream\nhello\nendstream",
    b"<</Length 13/Filter/ASCIIHexDecode>>\nstream\n48656c6c6f 0>\nendstream",
    b"<</Length 12/Filter[/ASCII85Decode]>>\nstream\n87cURD]i,\"~>\nendstream",
    b"<</Length 13/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 1>>>>\nstream\nx\x9cc`\x00\x00\x00\x02\x00\x01\x00\x00\nendstream",
    b"q 1 0 0 1 72 720 cm /F1 12 Tf (text) Tj [(a) -20 (b)] TJ /X1 Do BI ID EI Q",
    b"%comment\n(nested (parentheses) and \\\r\n lines)",
];

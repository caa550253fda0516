//! Makes the signed documents and the seeds of all targets anew: `cargo run --example seeds`, in this folder.

mod office;
mod written;

use std::fs;
use std::path::Path;

use kyso_fuzz::{Base, append, file};
use kyso_issuing::{
    Authority, NamedResponder, OcspAnswer, Profile, ResponderStatus, issue_ocsp_response,
};
use kyso_pdf::{DocMdp, Document, NewEntry, NewValidationData, append_security_store, vri_key};
use kyso_pki::{
    CertificateStatus, OcspRequest, RevocationReason, RevokedEntry, add_unsigned_timestamp,
};

use office::{Office, at, request};
use written::{DOCUMENT, OBJECT_STREAM, OBJECTS, UPDATES};

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

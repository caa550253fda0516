//! Trust folders: ours, broken ones, and the real Vietnamese certificates.

use kyso_pki::issuing::KeyType;
use kyso_pki::{
    Certificate, Purpose, RevocationStatus, TrustClass, TrustError, TrustStore, pinned,
};

use crate::support::{Bench, Hierarchy, now, shared, time};

#[test]
fn classes_come_from_folders() {
    let (government, public, tsa) = (Hierarchy::new(), Hierarchy::new(), Hierarchy::new());
    let bench = Bench::new();
    for folder in ["public", "tsa", "backup"] {
        std::fs::create_dir(bench.path().join(folder)).unwrap();
    }
    let both = [
        government.root.certificate().clone(),
        government.sub.certificate().clone(),
    ];
    bench
        .write_pem("all.pem", &both)
        .write("lists.crl", government.empty_lists()[0].to_pem())
        .write("sub.CRL", government.empty_lists()[1].der())
        .write("README.md", "notes")
        .write("public/root.cer", public.root.certificate().der())
        .write_pem("tsa/root.crt", &[tsa.root.certificate().clone()]);
    let store = TrustStore::load(bench.path()).unwrap();
    let classes: Vec<TrustClass> = store.anchors().iter().map(|anchor| anchor.class).collect();
    assert_eq!(
        classes,
        [
            TrustClass::Government,
            TrustClass::Public,
            TrustClass::Timestamping
        ]
    );
    assert_eq!(store.intermediates().len(), 1);
    assert_eq!(store.crls().len(), 2);
    let ignored: Vec<_> = store
        .ignored()
        .iter()
        .filter_map(|path| path.file_name())
        .collect();
    assert_eq!(ignored, ["README.md", "backup"]);
    let holder = government.person(KeyType::P256);
    let report = store.validate(&holder.certificate, &[], now(), Purpose::DocumentSigning);
    assert!(report.is_valid(), "{report:?}");
}

#[test]
fn unreadable_files_are_errors_that_name_the_file() {
    let hierarchy = Hierarchy::new();
    let bench = Bench::new();
    bench.write_pem("root.pem", &[hierarchy.root.certificate().clone()]);
    for (name, contents) in [
        ("broken.cer", &b"\x30\x03\x02\x01\x05"[..]),
        ("broken.crl", b"no list"),
        ("empty.pem", b""),
        ("cut.pem", b"-----BEGIN CERTIFICATE-----\nMIIB"),
        (
            "key.pem",
            b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        ),
    ] {
        bench.write(name, contents);
        let error = TrustStore::load(bench.path()).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
        assert!(error.to_string().contains("remove it"), "{error}");
        std::fs::remove_file(bench.path().join(name)).unwrap();
    }
    let missing = TrustStore::load(&bench.path().join("missing")).unwrap_err();
    assert!(matches!(missing, TrustError::Unreadable { .. }));
}

#[test]
fn a_certificate_that_only_claims_to_be_a_root_is_no_anchor() {
    let hierarchy = Hierarchy::new();
    let mut der = hierarchy.root.certificate().der().to_vec();
    *der.last_mut().unwrap() ^= 1;
    let forged = Certificate::from_der(&der).unwrap();
    assert!(forged.is_self_issued() && !forged.is_self_signed());
    let store = TrustStore::new([(forged, TrustClass::Government)], Vec::new()).unwrap();
    assert!(store.anchors().is_empty());
}

#[test]
fn the_real_certificates_load_and_the_sample_has_its_path() {
    let Some(folder) = shared("trust") else {
        return;
    };
    let store = TrustStore::load(&folder).unwrap();
    let count = |class| store.anchors().iter().filter(|a| a.class == class).count();
    assert_eq!(count(TrustClass::Government), 2);
    assert_eq!(count(TrustClass::Public), 2);
    assert_eq!(store.anchors().len() + store.intermediates().len(), 20);
    for anchor in store.anchors() {
        let known = pinned::find(&anchor.certificate.sha256()).unwrap();
        assert_eq!(known.class, anchor.class);
        assert_eq!(Some(known.name), anchor.certificate.subject_common_name());
    }
    let pem = std::fs::read(folder.join("government/sample-leaf-g1.pem")).unwrap();
    let sample = Certificate::from_pem(&pem).unwrap().remove(0);
    let at = time("2026-11-21T00:00:00Z");
    let report = store.validate(&sample, &[], at, Purpose::DocumentSigning);
    assert_eq!(report.problem, None, "{report:?}");
    assert_eq!(
        report.anchor.unwrap().certificate.sha256(),
        pinned::G1_ROOT.sha256
    );
    assert!(matches!(report.revocation[0], RevocationStatus::Unknown(_)));
}

#[test]
fn every_real_certificate_has_a_path() {
    let Some(folder) = shared("trust") else {
        return;
    };
    let store = TrustStore::load(&folder).unwrap();
    for certificate in store.intermediates() {
        let at = certificate.not_before() + jiff::SignedDuration::from_hours(24);
        let report = store.validate(certificate, &[], at, Purpose::Any);
        assert_eq!(report.problem, None, "{certificate:?}");
        assert!(report.anchor.is_some(), "{certificate:?}");
    }
}

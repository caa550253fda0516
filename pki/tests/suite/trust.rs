//! Trust folders: ours, broken ones, and the real Vietnamese certificates.

use kyso_issuing::{Authority, KeyType, write_pkcs12};
use kyso_pki::{
    Certificate, Purpose, RevocationStatus, TrustClass, TrustError, TrustStore, pinned,
};
use secrecy::SecretString;

use crate::support::{Bench, DECADE, Hierarchy, now, request, shared, time};

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

/// openssl makes the PKCS #7 files that authorities publish their certificates in.
#[test]
fn a_bundle_holds_what_a_folder_holds() {
    let hierarchy = Hierarchy::new();
    let bench = Bench::new();
    let both = [&hierarchy.root, &hierarchy.sub].map(|one| one.certificate().clone());
    let list = hierarchy.empty_lists()[1].to_pem();
    let texts: String = both.iter().map(Certificate::to_pem).collect();
    bench
        .write("all.pem", format!("subject: Root\n\n{texts}{list}"))
        .write("list.pem", list);
    for form in ["DER", "PEM"] {
        let made = ["crl2pkcs7", "-in", "list.pem", "-certfile", "all.pem"];
        let name = format!("all-{form}.p7b");
        let end = ["-outform", form, "-out", &name];
        bench.openssl(&[&made[..], &end[..]].concat()).unwrap();
    }
    let holder = hierarchy.person(KeyType::P256);
    for name in ["all.pem", "all-DER.p7b", "all-PEM.p7b"] {
        let bundle = bench.path().join(name);
        for class in [TrustClass::Government, TrustClass::Public] {
            let store = TrustStore::load_as(&bundle, Some(class)).unwrap();
            assert_eq!(store.crls().len(), 1, "{name}");
            let report = store.validate(&holder.certificate, &[], now(), Purpose::DocumentSigning);
            assert_eq!(report.problem, None, "{name}");
            assert_eq!(report.anchor.unwrap().class, class);
        }
        let without = TrustStore::load(&bundle).unwrap_err();
        assert!(matches!(without, TrustError::NoClass { .. }), "{without}");
    }
    let folder = TrustStore::load_as(bench.path(), Some(TrustClass::Public)).unwrap_err();
    assert!(matches!(folder, TrustError::ClassOfFolder { .. }));
    let store = TrustStore::load(bench.path()).unwrap();
    assert_eq!((store.anchors().len(), store.intermediates().len()), (1, 1));
    assert_eq!(store.repeated().len(), 4, "three files hold the same two");
}

#[test]
fn private_keys_are_refused_in_every_form() {
    let hierarchy = Hierarchy::new();
    let person = hierarchy.person(KeyType::P256);
    let bench = Bench::new();
    bench.write_pem("root.pem", &[hierarchy.root.certificate().clone()]);
    bench
        .openssl(&[
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-out",
            "k.pem",
        ])
        .unwrap();
    bench
        .openssl(&[
            "pkcs8", "-topk8", "-nocrypt", "-in", "k.pem", "-outform", "DER", "-out", "k.der",
        ])
        .unwrap();
    let container = write_pkcs12(&person, &SecretString::from("secret")).unwrap();
    bench.write("k.cer", container);
    for name in ["k.pem", "k.der", "k.cer"] {
        let error = TrustStore::load_as(&bench.path().join(name), Some(TrustClass::Other));
        let error = error.unwrap_err().to_string();
        assert!(error.contains("private key"), "{name}: {error}");
    }
}

#[test]
fn one_anchor_has_one_class_and_may_certify_times_beside_it() {
    let root = Hierarchy::new().root.certificate().clone();
    let load = |classes: [TrustClass; 2]| {
        TrustStore::new(classes.map(|class| (root.clone(), class)), Vec::new())
    };
    let beside = load([TrustClass::Timestamping, TrustClass::Government]).unwrap();
    assert_eq!(beside.anchors().len(), 2);
    for pair in [
        [TrustClass::Government, TrustClass::Public],
        [TrustClass::Other, TrustClass::Government],
    ] {
        let error = load(pair).unwrap_err();
        assert!(matches!(error, TrustError::TwoClasses { .. }), "{error}");
    }
}

/// A public root under government would make originals (0.4).
#[test]
fn a_known_root_is_never_taken_for_another_kind() {
    let Some(folder) = shared("trust") else {
        return;
    };
    let [public, government] = [
        "public/vietnam-national-root-2014.pem",
        "government/g2-root.pem",
    ]
    .map(|name| std::fs::read(folder.join(name)).unwrap());
    let bench = Bench::new();
    bench.write("root.pem", &public);
    let error = TrustStore::load(bench.path()).unwrap_err();
    assert!(
        matches!(
            error,
            TrustError::WrongClass {
                known: TrustClass::Public,
                ..
            }
        ),
        "{error}"
    );
    let file = bench.write("g2.pem", &government).path().join("g2.pem");
    let load = |class| TrustStore::load_as(&file, class);
    assert!(load(Some(TrustClass::Public)).is_err());
    let less = load(Some(TrustClass::Other)).unwrap();
    assert_eq!(
        less.anchors()[0].class,
        TrustClass::Other,
        "less is allowed"
    );
    let mixed = bench.write("all.pem", [public, government].concat());
    let mixed = TrustStore::load(&mixed.path().join("all.pem")).unwrap();
    let classes: Vec<_> = mixed.anchors().iter().map(|anchor| anchor.class).collect();
    assert_eq!(classes, [TrustClass::Government, TrustClass::Public]);
}

#[test]
fn a_certificate_that_only_claims_to_be_a_root_stops_the_store() {
    let hierarchy = Hierarchy::new();
    let mut der = hierarchy.root.certificate().der().to_vec();
    *der.last_mut().unwrap() ^= 1;
    let forged = Certificate::from_der(&der).unwrap();
    assert!(forged.is_self_issued() && !forged.is_self_signed());
    let store = TrustStore::new([(forged.clone(), TrustClass::Government)], Vec::new());
    assert!(matches!(
        store.unwrap_err(),
        TrustError::UnconfirmedRoot { certificate } if certificate == forged
    ));
}

#[test]
fn the_new_key_of_an_authority_certified_by_the_old_one_is_an_intermediate() {
    let name = || request("Root", KeyType::P256, DECADE);
    let old = Authority::root(&name()).unwrap();
    let new = old.subordinate(&name()).unwrap();
    assert!(new.certificate().is_self_issued());
    let both = [&old, &new].map(|one| (one.certificate().clone(), TrustClass::Government));
    let store = TrustStore::new(both, Vec::new()).unwrap();
    assert_eq!((store.anchors().len(), store.intermediates().len()), (1, 1));
    let alone = [(new.certificate().clone(), TrustClass::Government)];
    assert!(TrustStore::new(alone, Vec::new()).is_ok());
}

#[test]
fn the_real_certificates_load_and_the_sample_has_its_path() {
    let Some(folder) = shared("trust") else {
        return;
    };
    let store = TrustStore::load(&folder).unwrap();
    let held = |known: &pinned::PinnedCertificate| {
        let held = store.anchors().iter().map(|anchor| &anchor.certificate);
        let mut held = held.chain(store.intermediates());
        held.any(|one| one.sha256() == known.sha256)
    };
    let missing: Vec<_> = pinned::ALL.iter().filter(|known| !held(known)).collect();
    assert!(missing.is_empty(), "{missing:?}");
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

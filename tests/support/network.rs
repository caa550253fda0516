//! A test PKI whose certificates name a server on this machine, and a document that a person of it has signed.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use jiff::Timestamp;
use kyso_test_pki::{Behaviour, Description, PASSWORD, Site, TestPki};
use tempfile::TempDir;

use super::{run, sample_text};

/// A PKI with its server, its trust folder without lists, and a signed document.
pub(crate) struct Network {
    dir: TempDir,
    pub(crate) pki: TestPki,
    pub(crate) site: Site,
}

impl Network {
    /// Certificates name the server by its true address.
    pub(crate) fn new() -> Self {
        Self::named(None)
    }

    /// Certificates name the server `url`, which does not exist.
    pub(crate) fn behind(url: &str) -> Self {
        Self::named(Some(url))
    }

    fn named(url: Option<&str>) -> Self {
        let reserved = Site::reserve().unwrap();
        let url = url.unwrap_or(reserved.url()).to_owned();
        let pki = TestPki::generate(standard(), Timestamp::now(), &url).unwrap();
        let network = Self {
            dir: tempfile::tempdir().unwrap(),
            site: reserved.open(&pki).unwrap(),
            pki,
        };
        network
            .pki
            .write_trust(&network.path("trust"), None)
            .unwrap();
        fs::write(network.path("password.txt"), PASSWORD).unwrap();
        network
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// A decision signed by the holder `id` at level B-B, without asking a server.
    pub(crate) fn signed_by(&self, id: &str) -> String {
        let (key, signed) = (
            self.text(&format!("{id}.p12")),
            self.text(&format!("{id}.pdf")),
        );
        let holder = self.pki.holder(id).unwrap();
        let container = kyso_issuing::write_pkcs12(&holder, &PASSWORD.into()).unwrap();
        fs::write(&key, container).unwrap();
        let (trust, pin) = (self.text("trust"), self.text("password.txt"));
        let arguments = [
            "sign",
            "approve",
            &sample_text("quyet-dinh.pdf"),
            "-o",
            &signed,
            "--offline",
            "--trust",
            &trust,
            "--key",
            &key,
            "--pin-file",
            &pin,
            "--signer",
            "Trần Thị Minh Ánh",
            "--image",
            &sample_text("chu-ky-mau.png"),
        ];
        run(arguments).expect(0);
        signed
    }

    /// A configuration: what of `[online]` lets this machine be asked, and more.
    pub(crate) fn config(&self, more: &str) -> String {
        let path = self.path("kyso.toml");
        let text = format!("trust = \"trust\"\n{more}\n");
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// As [`Network::config`], with this machine allowed and a cache folder beside the configuration.
    pub(crate) fn open_config(&self) -> String {
        self.config("[online]\nallow_hosts = [\"127.0.0.1\"]\ncache = \"cache\"")
    }

    pub(crate) fn behave(&self, behaviour: Behaviour) {
        self.site.behave_at("", behaviour).unwrap();
    }
}

fn standard() -> &'static Description {
    static STANDARD: OnceLock<Description> = OnceLock::new();
    STANDARD.get_or_init(|| Description::standard().unwrap())
}

//! A small server of the tests: a closure answers, with or without TLS; it can pass requests on.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use kyso_online::ClientIdentity;
use kyso_pki::Certificate;
use openssl::asn1::Asn1Time;
use openssl::bn::{BigNum, MsbOption};
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkcs12::Pkcs12;
use openssl::pkey::{PKey, Private};
use openssl::ssl::{
    SslAcceptor, SslAcceptorBuilder, SslMethod, SslOptions, SslVerifyMode, SslVersion,
};
use openssl::x509::extension::{BasicConstraints, SubjectAlternativeName};
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::{X509, X509Builder, X509NameBuilder};
use secrecy::SecretString;

/// A request as it came.
pub(crate) struct Call {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// Answers on the loopback interface until it is dropped.
pub(crate) struct Gateway {
    address: String,
    shared: Arc<Shared>,
}

type Answer = dyn Fn(&Call) -> Vec<u8> + Send + Sync;

struct Shared {
    answer: Box<Answer>,
    tls: Option<SslAcceptor>,
    heads: Mutex<Vec<String>>,
    inside: AtomicUsize,
    most: AtomicUsize,
    stopped: AtomicBool,
}

impl Gateway {
    pub(crate) fn start(answer: impl Fn(&Call) -> Vec<u8> + Send + Sync + 'static) -> Self {
        Self::with_tls(None, answer)
    }

    pub(crate) fn with_tls(
        tls: Option<SslAcceptor>,
        answer: impl Fn(&Call) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let shared = Arc::new(Shared {
            answer: Box::new(answer),
            tls,
            heads: Mutex::default(),
            inside: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
        });
        let accepted = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if accepted.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let (shared, stream) = (Arc::clone(&accepted), stream.unwrap());
                thread::spawn(move || shared.serve(stream));
            }
        });
        Self { address, shared }
    }

    pub(crate) fn url(&self) -> String {
        let scheme = if self.shared.tls.is_some() {
            "https"
        } else {
            "http"
        };
        format!("{scheme}://{}", self.address)
    }

    /// The heads of all requests, in order.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.shared.heads.lock().unwrap().clone()
    }

    /// The most requests that were inside at once.
    pub(crate) fn most_at_once(&self) -> usize {
        self.shared.most.load(Ordering::SeqCst)
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(&self.address);
    }
}

impl Shared {
    fn serve(&self, stream: TcpStream) {
        match &self.tls {
            None => self.talk(stream),
            // Who does not accept the certificate, or has none to show, is gone.
            Some(tls) => tls
                .accept(stream)
                .into_iter()
                .for_each(|stream| self.talk(stream)),
        }
    }

    fn talk(&self, mut stream: impl Read + Write) {
        let Some(call) = Call::read(&mut stream) else {
            return;
        };
        let inside = self.inside.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(inside, Ordering::SeqCst);
        self.heads.lock().unwrap().push(call.head.clone());
        let answer = (self.answer)(&call);
        self.inside.fetch_sub(1, Ordering::SeqCst);
        // A client may leave before the end.
        let _ = stream.write_all(&answer);
        let _ = stream.flush();
    }
}

impl Call {
    fn read(stream: &mut impl Read) -> Option<Self> {
        let mut received = Vec::new();
        let end = loop {
            if let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") {
                break end;
            }
            read_some(stream, &mut received)?;
        };
        let mut body = received.split_off(end + 4);
        let head = String::from_utf8(received).unwrap();
        let length = header(&head, "content-length").map_or(0, |length| length.parse().unwrap());
        while body.len() < length {
            read_some(stream, &mut body)?;
        }
        Some(Self { head, body })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }

    /// The answer of the server at `address` to this request for `path`.
    pub(crate) fn pass_on(&self, address: &str, path: &str) -> Vec<u8> {
        let method = self.head.split(' ').next().unwrap();
        let length = self.body.len();
        let mut stream = TcpStream::connect(address).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(&self.body).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        answer
    }

    /// The request line after the method.
    pub(crate) fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut fields = head.lines().filter_map(|line| line.split_once(": "));
    let found = fields.find(|(field, _)| field.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

fn read_some(stream: &mut impl Read, into: &mut Vec<u8>) -> Option<()> {
    let mut piece = [0; 8192];
    let count = stream.read(&mut piece).ok().filter(|count| *count > 0)?;
    into.extend(&piece[..count]);
    Some(())
}

/// A whole answer with these lines in its head.
pub(crate) fn answer(status: u16, lines: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} X\r\n{lines}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

/// The part of a URL that a connection needs.
pub(crate) fn address_of(url: &str) -> String {
    url.split("://")
        .nth(1)
        .unwrap()
        .trim_end_matches('/')
        .to_owned()
}

/// An authority for TLS, made for one test.
pub(crate) struct TlsAuthority {
    certificate: X509,
    key: PKey<Private>,
}

impl TlsAuthority {
    pub(crate) fn new() -> Self {
        let key = key();
        let mut builder = start("TLS authority of a test", &key);
        let constraints = BasicConstraints::new().critical().ca().build().unwrap();
        builder.append_extension(constraints).unwrap();
        let name = builder_name("TLS authority of a test");
        builder.set_issuer_name(&name).unwrap();
        builder.sign(&key, MessageDigest::sha256()).unwrap();
        let certificate = builder.build();
        Self { certificate, key }
    }

    pub(crate) fn root(&self) -> Certificate {
        Certificate::from_der(&self.certificate.to_der().unwrap()).unwrap()
    }

    /// A server at 127.0.0.1.
    pub(crate) fn server(&self) -> SslAcceptor {
        self.acceptor(SslVerifyMode::NONE)
    }

    /// A server that wants a certificate of this authority from its clients.
    pub(crate) fn server_for_members(&self) -> SslAcceptor {
        self.acceptor(SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT)
    }

    pub(crate) fn member(&self, password: &str) -> ClientIdentity {
        let (certificate, key) = self.issue("client");
        let mut builder = Pkcs12::builder();
        builder.name("client").pkey(&key).cert(&certificate);
        ClientIdentity {
            pkcs12: builder.build2(password).unwrap().to_der().unwrap(),
            password: SecretString::from(password),
        }
    }

    /// A server that speaks nothing newer than TLS 1.1.
    pub(crate) fn server_of_old(&self) -> SslAcceptor {
        let mut builder = self.builder(SslVerifyMode::NONE);
        builder.set_security_level(0);
        let old = Some(SslVersion::TLS1_1);
        builder.clear_options(SslOptions::NO_TLSV1_1);
        builder.set_min_proto_version(old).unwrap();
        builder.set_max_proto_version(old).unwrap();
        builder.set_cipher_list("ALL:@SECLEVEL=0").unwrap();
        builder.build()
    }

    fn acceptor(&self, verify: SslVerifyMode) -> SslAcceptor {
        self.builder(verify).build()
    }

    fn builder(&self, verify: SslVerifyMode) -> SslAcceptorBuilder {
        let (certificate, key) = self.issue("server");
        let mut builder = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls()).unwrap();
        builder.set_certificate(&certificate).unwrap();
        builder.set_private_key(&key).unwrap();
        let mut store = X509StoreBuilder::new().unwrap();
        store.add_cert(self.certificate.clone()).unwrap();
        builder.set_cert_store(store.build());
        builder.set_verify(verify);
        builder
    }

    fn issue(&self, name: &str) -> (X509, PKey<Private>) {
        let key = key();
        let mut builder = start(name, &key);
        builder
            .set_issuer_name(self.certificate.subject_name())
            .unwrap();
        let context = builder.x509v3_context(Some(&self.certificate), None);
        let name = SubjectAlternativeName::new()
            .ip("127.0.0.1")
            .build(&context)
            .unwrap();
        builder.append_extension(name).unwrap();
        builder.sign(&self.key, MessageDigest::sha256()).unwrap();
        (builder.build(), key)
    }
}

fn key() -> PKey<Private> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

fn start(name: &str, key: &PKey<Private>) -> X509Builder {
    let mut builder = X509Builder::new().unwrap();
    let mut serial = BigNum::new().unwrap();
    serial.rand(100, MsbOption::MAYBE_ZERO, false).unwrap();
    builder.set_version(2).unwrap();
    builder
        .set_serial_number(&serial.to_asn1_integer().unwrap())
        .unwrap();
    builder.set_subject_name(&builder_name(name)).unwrap();
    builder
        .set_not_before(&Asn1Time::days_from_now(0).unwrap())
        .unwrap();
    builder
        .set_not_after(&Asn1Time::days_from_now(2).unwrap())
        .unwrap();
    builder.set_pubkey(key).unwrap();
    builder
}

fn builder_name(name: &str) -> openssl::x509::X509Name {
    let mut builder = X509NameBuilder::new().unwrap();
    builder.append_entry_by_text("CN", name).unwrap();
    builder.build()
}

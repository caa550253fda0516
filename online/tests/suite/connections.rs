//! What is said of connections that fail: the class in both languages, the library's own message in English alone.

use kyso_online::TsaSettings;
use kyso_pki::{NetworkFault, TimestampFailure};
use kyso_words::Localized;

use crate::authorities::{authorities, failures, once};
use crate::gateway::{Gateway, TlsAuthority, answer};

/// Why an authority at `url`, below `roots`, is not reached.
fn failure(settings: TsaSettings) -> (NetworkFault, String, String) {
    let found = failures(&authorities(&[settings]));
    let [TimestampFailure::Connection { reason }] = &found[..] else {
        panic!("{found:?}");
    };
    (reason.fault(), found[0].vietnamese(), reason.to_string())
}

fn gateway(acceptor: openssl::ssl::SslAcceptor) -> Gateway {
    Gateway::with_tls(Some(acceptor), |_| answer(200, "", b""))
}

#[test]
fn a_server_below_no_trusted_root_is_named_so() {
    let gateway = gateway(TlsAuthority::new().server());
    let (fault, vietnamese, english) = failure(once(&gateway.url()));
    assert_eq!(fault, NetworkFault::CertificateUntrusted, "{english}");
    assert_eq!(
        vietnamese,
        "không kết nối được (chứng thư của máy chủ không được tin cậy)"
    );
    assert!(english.contains("certificate verify failed"), "{english}");
}

#[test]
fn a_certificate_for_another_name_is_named_so() {
    let tls = TlsAuthority::new();
    let gateway = gateway(tls.server());
    let url = gateway.url().replace("127.0.0.1", "localhost");
    let (fault, vietnamese, english) = failure(TsaSettings {
        tls_roots: vec![tls.root()],
        ..once(&url)
    });
    assert_eq!(fault, NetworkFault::CertificateName, "{english}");
    assert_eq!(
        vietnamese,
        "không kết nối được (chứng thư của máy chủ không đúng tên máy chủ)"
    );
}

#[test]
fn an_older_tls_and_what_is_no_http_are_named_so() {
    let tls = TlsAuthority::new();
    let old = gateway(tls.server_of_old());
    let (fault, vietnamese, english) = failure(TsaSettings {
        tls_roots: vec![tls.root()],
        ..once(&old.url())
    });
    assert_eq!(fault, NetworkFault::Handshake, "{english}");
    assert_eq!(
        vietnamese,
        "không kết nối được (hai bên không thiết lập được kết nối TLS)"
    );
    let chatter = Gateway::start(|_| b"SSH-2.0-OpenSSH_9\r\n\r\n".to_vec());
    let (fault, vietnamese, english) = failure(once(&chatter.url()));
    assert_eq!(fault, NetworkFault::Protocol, "{english}");
    assert_eq!(
        vietnamese,
        "không kết nối được (máy chủ gửi dữ liệu sai dạng)"
    );
}

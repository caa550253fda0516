//! The Vietnamese words about connections.

use std::io;

use kyso_words::Localized;

use crate::network::{NetworkFailure, NetworkFault};

/// The network library's own messages are English and stay in the English text; these are their
/// meanings.
impl Localized for NetworkFailure {
    fn vietnamese(&self) -> String {
        match (self.code(), self.fault()) {
            (Some(code), NetworkFault::Other) => io::Error::from_raw_os_error(code).vietnamese(),
            (_, fault) => words(fault).to_owned(),
        }
    }
}

fn words(fault: NetworkFault) -> &'static str {
    match fault {
        NetworkFault::NameNotFound => "không tìm thấy tên máy chủ",
        NetworkFault::Refused => "máy chủ từ chối kết nối",
        NetworkFault::Unreachable => "không tới được máy chủ qua mạng",
        NetworkFault::TimedOut => "quá thời gian chờ",
        NetworkFault::BrokenOff => "kết nối bị đứt giữa chừng",
        NetworkFault::Proxy => "máy chủ trung gian không chuyển tiếp kết nối",
        NetworkFault::CertificateUntrusted => "chứng thư của máy chủ không được tin cậy",
        NetworkFault::CertificateName => "chứng thư của máy chủ không đúng tên máy chủ",
        NetworkFault::CertificateTime => "chứng thư của máy chủ đã hết hạn hoặc chưa có hiệu lực",
        NetworkFault::Certificate => "chứng thư của máy chủ không được chấp nhận",
        NetworkFault::Handshake => "hai bên không thiết lập được kết nối TLS",
        NetworkFault::Protocol => "máy chủ gửi dữ liệu sai dạng",
        NetworkFault::Other => "lỗi khác khi kết nối",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_a_library_stays_out_of_the_vietnamese_text() {
        let failure = NetworkFailure::from(io::Error::other("weird english message"));
        assert_eq!(failure.vietnamese(), "lỗi khác khi kết nối");
        assert_eq!(failure.to_string(), "weird english message");
    }
}

//! The Vietnamese words about connections.

use std::io::{self, ErrorKind};

use kyso_words::Localized;

use crate::network::NetworkFailure;

impl Localized for NetworkFailure {
    fn vietnamese(&self) -> String {
        if let Some(code) = self.code() {
            return io::Error::from_raw_os_error(code).vietnamese();
        }
        match self.kind() {
            ErrorKind::UnexpectedEof
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted => "kết nối bị đứt giữa chừng",
            ErrorKind::ConnectionRefused => "máy chủ từ chối kết nối",
            ErrorKind::TimedOut => "quá thời gian chờ",
            ErrorKind::InvalidData | ErrorKind::InvalidInput => "máy chủ gửi dữ liệu sai dạng",
            ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
                "không tới được máy chủ qua mạng"
            }
            _ => "lỗi giao thức kết nối",
        }
        .to_owned()
    }
}

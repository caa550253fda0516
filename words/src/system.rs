//! Why the operating system did not do what was asked.

use std::io::{self, ErrorKind};

use crate::Localized;

impl Localized for io::Error {
    fn vietnamese(&self) -> String {
        let known = match self.kind() {
            ErrorKind::NotFound => "không có tệp hoặc thư mục này",
            ErrorKind::PermissionDenied => "không có quyền truy cập",
            ErrorKind::AlreadyExists => "đã có sẵn",
            ErrorKind::IsADirectory => "đây là thư mục, không phải tệp",
            ErrorKind::NotADirectory => "một phần của đường dẫn không phải thư mục",
            ErrorKind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc",
            ErrorKind::StorageFull => "ổ đĩa đã đầy",
            ErrorKind::QuotaExceeded => "đã hết dung lượng được cấp",
            ErrorKind::FileTooLarge => "tệp quá lớn",
            ErrorKind::InvalidFilename => "tên tệp không dùng được",
            ErrorKind::InvalidData => "không phải văn bản UTF-8",
            ErrorKind::UnexpectedEof => "tệp kết thúc sớm",
            ErrorKind::BrokenPipe => "chương trình nhận đã đóng trước",
            ErrorKind::Unsupported => "hệ điều hành này không hỗ trợ",
            ErrorKind::ResourceBusy => "đang được chương trình khác dùng",
            ErrorKind::TimedOut => "quá thời gian chờ",
            ErrorKind::Interrupted => "bị ngắt",
            ErrorKind::OutOfMemory => "không đủ bộ nhớ",
            ErrorKind::AddrInUse => "địa chỉ đang được chương trình khác dùng",
            ErrorKind::ConnectionRefused => "máy chủ từ chối kết nối",
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => "kết nối bị ngắt",
            ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
                "không tới được máy chủ qua mạng"
            }
            ErrorKind::AddrNotAvailable => "máy này không có địa chỉ đó",
            _ => {
                return self.raw_os_error().map_or_else(
                    || "lỗi khác khi đọc hoặc ghi".to_owned(),
                    |number| format!("hệ điều hành báo lỗi số {number}"),
                );
            }
        };
        known.to_owned()
    }
}

//! Exit statuses, at the end of the help of each command.

const PROGRAM_STATUS: &str = "Mã kết thúc: 0 xong, 2 dùng sai, 6 không ghi được kết quả; các mã khác xem trợ giúp của từng lệnh.";

const TRUST_STATUS: &str = "\
Thư mục tin cậy là thư mục của --trust, hoặc của cấu hình (--config), hoặc kyso/trust trong thư mục cấu hình của người dùng (~/.config); lệnh nào cũng nhận hai tùy chọn đó.
Mã kết thúc: 0 xong hoặc ổn, 1 từ chối hoặc có việc cần làm, 2 dùng sai hoặc thư mục tin cậy không dùng được, 6 không ghi được kết quả.";

const VERIFY_STATUS: &str = "\
Mã kết thúc: 0 TOTAL_PASSED, 1 TOTAL_FAILED, 2 dùng sai, hoặc thư mục tin cậy, cấu hình hay nơi ghi kết quả không dùng được, 3 INDETERMINATE, 4 NOT_SIGNED, 5 không đọc được, 6 không ghi được kết quả.
Nhiều tệp: kết quả nghiêm trọng nhất, theo thứ tự 1, 5, 3, 4, 0. Với --expect: 0 đúng như mong đợi, 1 có khác biệt.";

const INSPECT_STATUS: &str = "Mã kết thúc: 0 xong, 1 từ chối (không có phiên bản đó, tệp kết quả đã tồn tại), 2 dùng sai hoặc nơi ghi phiên bản không dùng được, 5 không đọc được, 6 không ghi được kết quả.";

const CHECK_STATUS: &str = "Mã kết thúc: 0 ổn, 1 có việc cần làm (các dòng ✕), 2 dùng sai hoặc thư mục tin cậy không dùng được, 6 không ghi được kết quả.";

const STAMP_STATUS: &str = "Mã kết thúc: 0 hình dùng được, 1 hình không dùng được hoặc không làm được hình, 2 dùng sai, 5 không đọc được, 6 không ghi được kết quả.";

const STAMP_CHECK_STATUS: &str = "Mã kết thúc: 0 hình dùng được, 1 hình không dùng được (các dòng ✕), 2 dùng sai, 5 không đọc được, 6 không ghi được kết quả.";

const STAMP_CLEAN_STATUS: &str = "Mã kết thúc: 0 xong, 1 không làm được hình dùng được (không ghi gì), 2 dùng sai hoặc nơi ghi hình không dùng được, 5 không đọc được, 6 không ghi được hình hoặc kết quả.";

const EXTEND_STATUS: &str = "Mã kết thúc: 0 mọi chữ ký đã đạt mức, 1 từ chối (tệp giữ nguyên) hoặc còn tệp chờ, 2 dùng sai, hoặc thư mục tin cậy, cấu hình hay nơi ghi kết quả không dùng được, 6 có tệp không ghi được.";

const RENEW_STATUS: &str = "\
Mã kết thúc: 0 không còn tệp nào đến hạn, 1 có tệp lỗi hoặc chưa xử lý, 2 dùng sai, hoặc thư mục tin cậy hay cấu hình không dùng được, 6 có tệp hoặc kết quả không ghi được.
Bị ngắt giữa chừng thì chạy lại: tệp đã gia hạn không còn đến hạn nữa.";

const SIGN_STATUS: &str = "Mã kết thúc: 0 đã ký, 1 từ chối (lý do ở đầu ra lỗi, không ghi gì), 2 dùng sai, hoặc thư mục tin cậy, cấu hình hay nơi ghi kết quả không dùng được, 6 không ghi được kết quả.";

const CHANGE_STATUS: &str = "Mã kết thúc: 0 xong, 1 từ chối (thư mục giữ nguyên), 2 dùng sai hoặc thư mục tin cậy không dùng được, 6 có tệp trong đó hoặc kết quả không ghi được.";

const LIST_STATUS: &str = "Mã kết thúc: 0 xong, 2 dùng sai hoặc thư mục tin cậy không dùng được, 6 không ghi được kết quả.";

const DEMO_STATUS: &str = "Mã kết thúc: 0 xong, 1 từ chối (thư mục chứa thứ khác), 2 dùng sai hoặc thư mục không dùng được, 6 có tệp trong đó không ghi được.";

const DOCTOR_STATUS: &str = "Mã kết thúc: 0 sẵn sàng, 1 có việc cần làm (các dòng ✕), 2 dùng sai hoặc cấu hình không dùng được, 6 không ghi được kết quả.";

const SERVE_STATUS: &str = "Mã kết thúc: 0 đã dừng theo lệnh, 1 không chạy được, 2 dùng sai hoặc cấu hình không dùng được, 6 không ghi được địa chỉ của dịch vụ.";

const SCHEMA_STATUS: &str = "Mã kết thúc: 0 xong, 2 dùng sai, 6 không ghi được kết quả.";

const DIRECTORY_STATUS: &str = "Mã kết thúc: 0 dùng được, 1 có lỗi (các dòng ✕), 2 dùng sai, 5 không đọc được danh bạ, 6 không ghi được kết quả.";

/// The one of a command, by its path.
pub(super) fn of(path: &str) -> Option<&'static str> {
    match path {
        "kyso" => Some(PROGRAM_STATUS),
        "kyso verify" => Some(VERIFY_STATUS),
        "kyso sign" | "kyso sign approve" | "kyso sign issue" | "kyso sign attach"
        | "kyso sign copy" | "kyso sign package" => Some(SIGN_STATUS),
        "kyso extend" => Some(EXTEND_STATUS),
        "kyso renew" => Some(RENEW_STATUS),
        "kyso inspect" => Some(INSPECT_STATUS),
        "kyso stamp" => Some(STAMP_STATUS),
        "kyso stamp check" => Some(STAMP_CHECK_STATUS),
        "kyso stamp clean" => Some(STAMP_CLEAN_STATUS),
        "kyso trust" => Some(TRUST_STATUS),
        "kyso trust check" => Some(CHECK_STATUS),
        "kyso trust add" | "kyso trust remove" => Some(CHANGE_STATUS),
        "kyso trust list" => Some(LIST_STATUS),
        "kyso demo" => Some(DEMO_STATUS),
        "kyso doctor" => Some(DOCTOR_STATUS),
        "kyso serve" => Some(SERVE_STATUS),
        "kyso schema" => Some(SCHEMA_STATUS),
        "kyso directory" | "kyso directory check" => Some(DIRECTORY_STATUS),
        _ => None,
    }
}

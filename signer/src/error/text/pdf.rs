//! Vietnamese words for files that cannot be read or signed.

use kyso_pdf::{PdfError, Unsignable};

pub(super) fn vietnamese(error: &PdfError) -> String {
    match error {
        PdfError::NotPdf => "tệp không phải PDF: không thấy %PDF- trong 1024 byte đầu".to_owned(),
        PdfError::Truncated { .. } => {
            "tệp PDF không đầy đủ (có thể tải hoặc gửi lỗi); hãy tải lại hoặc đề nghị gửi lại"
                .to_owned()
        }
        PdfError::BrokenXref { offset, .. } => {
            format!("bảng tham chiếu của tệp PDF bị hỏng ở byte {offset}")
        }
        PdfError::Syntax { offset, .. } => format!("tệp PDF sai cú pháp ở byte {offset}"),
        PdfError::ObjectMisplaced { id, offset } => {
            format!("đối tượng {id} không nằm ở byte {offset} như bảng tham chiếu ghi")
        }
        PdfError::UnexpectedObject { id, .. } => {
            format!("đối tượng {id} của tệp PDF không đúng loại")
        }
        PdfError::Missing { what } => format!("tệp PDF thiếu thành phần bắt buộc ({what})"),
        PdfError::UnsupportedFilter { filter } => {
            format!("chưa hỗ trợ kiểu nén {filter} trong tệp PDF")
        }
        PdfError::BrokenStream { .. } => "dữ liệu nén trong tệp PDF bị hỏng".to_owned(),
        PdfError::LimitReached { budget, limit } => {
            format!("tệp PDF vượt giới hạn xử lý: hơn {limit} ({budget})")
        }
        PdfError::Cycle { id } => format!("đối tượng {id} của tệp PDF tham chiếu vòng tròn"),
        PdfError::Locked(_) => {
            "tệp PDF bị mã hóa nên không kiểm tra được chữ ký trong tệp".to_owned()
        }
        PdfError::Unsignable(reason) => unsignable(reason),
        other => other.to_string(),
    }
}

fn unsignable(reason: &Unsignable) -> String {
    match reason {
        Unsignable::Encrypted => "I4: tệp PDF bị mã hóa; hãy ký tệp không đặt mật khẩu".to_owned(),
        Unsignable::Xfa => {
            "I4: tệp chứa biểu mẫu XFA; hãy chuyển thành PDF thường trước khi ký".to_owned()
        }
        Unsignable::CertifiedNoChanges => {
            "A6: văn bản có chữ ký chứng nhận không cho phép ký thêm (DocMDP P=1)".to_owned()
        }
        Unsignable::BytesBeforeHeader { count } => {
            format!("có {count} byte lạ trước phần đầu %PDF- của tệp")
        }
        Unsignable::BytesAfterEof { count } => format!("có {count} byte lạ sau %%EOF cuối tệp"),
        Unsignable::FieldNameTaken { name } => format!("văn bản đã có trường tên “{name}”"),
        Unsignable::NoSuchPage { number, count } => {
            format!("không có trang {number}: văn bản có {count} trang")
        }
        Unsignable::ContentsTooSmall { needed, reserved } => {
            format!("chữ ký cần {needed} byte, chỉ dành sẵn {reserved} byte")
        }
        Unsignable::TooLarge { size } => format!("tệp quá lớn để ký ({size} byte)"),
        Unsignable::NoObjectNumberLeft { needed } => {
            format!("tệp khai có {needed} đối tượng; phần mềm đọc PDF chỉ đọc đến số 8.388.599")
        }
        other => other.to_string(),
    }
}

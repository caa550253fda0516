//! The words for content that can act (I4).

use crate::finding::ActiveKind;
use crate::lang::Lang;

impl ActiveKind {
    /// What it is, for people.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Xfa => lang.pick("biểu mẫu XFA", "an XFA form"),
            Self::JavaScript => lang.pick("mã JavaScript", "JavaScript"),
            Self::Launch => lang.pick(
                "lệnh mở chương trình (Launch)",
                "an action that starts a program (Launch)",
            ),
            Self::Unreadable => lang.pick(
                "đối tượng không đọc được, có thể ẩn mã chạy",
                "an unreadable object that may hide a script",
            ),
            Self::Hide => lang.pick(
                "lệnh ẩn hoặc hiện chú thích (Hide)",
                "an action that hides or shows annotations (Hide)",
            ),
            Self::LayerSwitch => lang.pick(
                "lệnh bật tắt lớp (SetOCGState)",
                "an action that switches layers (SetOCGState)",
            ),
            Self::OptionalContent => lang.pick(
                "lớp nội dung thay đổi theo lần xem, in hoặc xuất",
                "layers that differ when viewed, printed or exported",
            ),
            Self::ScreenAndPrint => lang.pick(
                "chú thích hiện khác nhau trên màn hình và bản in",
                "an annotation that differs between screen and print",
            ),
            Self::Rollover => lang.pick(
                "hình thay đổi khi con trỏ lướt qua hoặc nhấn",
                "a look that changes below the pointer",
            ),
            Self::ExternalStream => {
                lang.pick("dữ liệu nằm ở tệp khác", "data that stand in another file")
            }
            Self::NeedAppearances => lang.pick(
                "trường biểu mẫu do từng phần mềm tự vẽ (NeedAppearances)",
                "form fields that each program draws itself (NeedAppearances)",
            ),
            Self::Multimedia => lang.pick(
                "chú thích phát phim, âm thanh hoặc mô hình 3D",
                "an annotation that plays a film, sound or 3D model",
            ),
        }
    }
}

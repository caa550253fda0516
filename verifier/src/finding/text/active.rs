//! The words for content that can act (I4).

use crate::finding::ActiveKind;
use kyso_words::Lang;

impl ActiveKind {
    /// What it is, for people.
    #[must_use]
    #[allow(clippy::too_many_lines, reason = "a table of texts")]
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
            Self::FieldLook => lang.pick(
                "trường biểu mẫu mà các phần mềm hiện khác nhau (hình không khớp giá trị)",
                "a form field that programs show differently (its look is not its value)",
            ),
            Self::AnnotationLook => lang.pick(
                "chú thích mà các phần mềm vẽ khác nhau",
                "an annotation that programs draw differently",
            ),
            Self::LayerMembership => lang.pick(
                "nội dung mà phần mềm này cho là ẩn, phần mềm khác cho là hiện (lớp)",
                "content on layers that some programs show and others hide",
            ),
            Self::GraphicsState => lang.pick(
                "tham số đồ hoạ (ExtGState) mà các phần mềm hiểu khác nhau",
                "a graphics state (ExtGState) that programs read differently",
            ),
            Self::DrawnObject => lang.pick(
                "hình vẽ hoặc ảnh mà các phần mềm hiện khác nhau",
                "a picture or drawing that programs show differently",
            ),
            Self::ColourSpace => lang.pick(
                "không gian màu mà các phần mềm tính khác nhau",
                "a colour space that programs compute differently",
            ),
            Self::Font => lang.pick(
                "phông chữ không nhúng mà các phần mềm thay bằng chữ khác nhau",
                "a font that is not embedded and shows other glyphs in each program",
            ),
            Self::PageEntries => lang.pick(
                "trang mà các phần mềm đọc khác nhau (khổ, hướng, số trang)",
                "a page that programs read differently (frame, turn, count)",
            ),
            Self::Lookup => lang.pick(
                "tham chiếu đến đối tượng mà các phần mềm tìm thấy khác nhau",
                "a reference to an object that programs find differently",
            ),
        }
    }
}

//! What a person can do about an error, in Vietnamese and English.

use crate::error::TokenError;
use crate::kinds::TriesLeft;

/// What a person can do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice {
    /// In Vietnamese.
    pub vi: &'static str,
    /// In English.
    pub en: &'static str,
}

impl TokenError {
    /// What the person at the machine can do; `None` where only the operator's log helps.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        use TokenError as E;
        Some(match self {
            E::PinRefused { left, .. } => refused(*left),
            E::PinRefusedBefore => REFUSED_BEFORE,
            E::PinDiffers => DIFFERS,
            E::PinLocked => LOCKED,
            E::PinFinalTry => FINAL_TRY,
            E::PinNotInitialized => NOT_INITIALIZED,
            E::PinRequired | E::LoginRequired => REQUIRED,
            E::PinOnPad => ON_PAD,
            E::TokenNotFound { .. } => ABSENT,
            E::TokenAmbiguous { .. } | E::KeyAmbiguous { .. } => AMBIGUOUS,
            E::KeyNotFound { .. } => NO_KEY,
            E::ModuleNotLoadable { .. } | E::ModuleUnnamed => NO_MODULE,
            E::Stuck { .. } | E::OwnerEnded => STUCK,
            E::Busy { .. } => BUSY,
            E::ReauthenticationUnsupported { .. } | E::MechanismMissing { .. } => UNSUITABLE,
            E::SignatureWrong { .. } => WRONG_CERTIFICATE,
            _ => return self.recovery().map(|_| ABSENT),
        })
    }
}

fn refused(left: TriesLeft) -> Advice {
    match left {
        TriesLeft::Zero => LOCKED,
        TriesLeft::One => FINAL_TRY,
        TriesLeft::Fewer | TriesLeft::NoneReportedWrong => INCORRECT,
    }
}

const INCORRECT: Advice = Advice {
    vi: "Mã PIN không đúng. Hãy kiểm tra lại trước khi nhập: thiết bị thường bị khóa sau 3 lần sai.",
    en: "The PIN is wrong. Make sure of it before typing again: tokens usually lock after 3 wrong PINs.",
};
const REFUSED_BEFORE: Advice = Advice {
    vi: "Thiết bị đã từ chối mã PIN này nên mã không được gửi lại. Hãy nhập mã PIN khác; nếu vừa đổi mã PIN, hãy khởi động lại chương trình.",
    en: "The token has refused this PIN, so it was not sent again. Use another PIN; if the PIN was just changed, restart the program.",
};
const DIFFERS: Advice = Advice {
    vi: "Thiết bị đang được đăng nhập bằng mã PIN khác. Hãy kiểm tra lại mã PIN.",
    en: "The token is logged in with another PIN. Check the PIN.",
};
const LOCKED: Advice = Advice {
    vi: "Mã PIN của thiết bị đã bị khóa. Hãy liên hệ đơn vị cấp chứng thư để mở khóa; không thử lại.",
    en: "The token's PIN is locked. Ask the issuer of the certificate to unlock it; do not try again.",
};
const FINAL_TRY: Advice = Advice {
    vi: "Chỉ còn một lần nhập mã PIN trước khi thiết bị bị khóa. Chỉ cho phép lần cuối khi chắc chắn mã PIN đúng.",
    en: "One try is left before the token locks. Allow the final try only when sure of the PIN.",
};
const NOT_INITIALIZED: Advice = Advice {
    vi: "Thiết bị chưa có mã PIN. Hãy đặt mã PIN bằng phần mềm của nhà cung cấp.",
    en: "The token has no PIN yet. Set one with the vendor's software.",
};
const REQUIRED: Advice = Advice {
    vi: "Hãy nhập mã PIN của thiết bị.",
    en: "Enter the PIN of the token.",
};
const ON_PAD: Advice = Advice {
    vi: "Nhập mã PIN trên bàn phím của thiết bị, không nhập vào chương trình.",
    en: "Type the PIN on the token's own pad, not into the program.",
};
const ABSENT: Advice = Advice {
    vi: "Không thấy thiết bị. Hãy cắm lại thiết bị và kiểm tra nhãn, số sê-ri trong cấu hình.",
    en: "The token is not there. Plug it in again, and check label and serial number as configured.",
};
const AMBIGUOUS: Advice = Advice {
    vi: "Có nhiều thiết bị hoặc khóa phù hợp. Hãy nêu thêm số sê-ri (serial) hoặc mã khóa (id) trong URI.",
    en: "Several tokens or keys fit. Add serial or id to the URI.",
};
const NO_KEY: Advice = Advice {
    vi: "Thiết bị không có khóa kèm chứng thư như đã nêu. Hãy kiểm tra object và id trong URI.",
    en: "The token holds no such key with a certificate. Check object and id in the URI.",
};
const NO_MODULE: Advice = Advice {
    vi: "Không nạp được thư viện PKCS#11. Hãy cài phần mềm của nhà cung cấp thiết bị và kiểm tra đường dẫn (đúng 64 bit).",
    en: "The PKCS#11 library cannot be loaded. Install the token vendor's software and check the path (and that it is 64-bit).",
};
const STUCK: Advice = Advice {
    vi: "Thiết bị không trả lời. Hãy rút ra, cắm lại; nếu vẫn không được, khởi động lại chương trình.",
    en: "The token does not answer. Unplug it and plug it in again; if that does not help, restart the program.",
};
const BUSY: Advice = Advice {
    vi: "Thiết bị đang bận. Hãy thử lại sau.",
    en: "The token is busy. Try again later.",
};
const UNSUITABLE: Advice = Advice {
    vi: "Thiết bị không hỗ trợ cách ký này. Hãy chọn thuật toán hoặc khóa khác.",
    en: "The token does not support this way of signing. Choose another algorithm or key.",
};
const WRONG_CERTIFICATE: Advice = Advice {
    vi: "Chữ ký không khớp với chứng thư trên thiết bị. Không sử dụng; hãy liên hệ đơn vị cấp chứng thư.",
    en: "The signature does not fit the certificate on the token. Do not use it; ask the issuer of the certificate.",
};

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn the_last_wrong_pin_is_told_from_the_first() {
        assert_eq!(refused(TriesLeft::Zero), LOCKED);
        assert_eq!(refused(TriesLeft::One), FINAL_TRY);
        assert_eq!(refused(TriesLeft::Fewer), INCORRECT);
    }

    #[test]
    fn an_absent_token_has_advice_whatever_call_noticed_it() {
        use cryptoki::context::Function;
        use cryptoki::error::{Error, RvError};
        let error = TokenError::from(Error::Pkcs11(RvError::DeviceRemoved, Function::Sign));
        assert_eq!(error.advice(), Some(ABSENT));
    }
}

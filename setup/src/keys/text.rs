//! The words about keys that cannot be used.

use kyso_words::{Lang, Localized};

use super::KeyFailure;

impl Localized for KeyFailure {
    fn vietnamese(&self) -> String {
        match self {
            Self::Unreadable { path, source } => {
                format!(
                    "{}: không đọc được ({})",
                    path.display(),
                    source.vietnamese()
                )
            }
            Self::NoSecret { path } => {
                format!("{}: dòng đầu tiên trống, không có mật khẩu", path.display())
            }
            Self::SecretTooLong { path } => format!(
                "{}: dòng đầu tiên dài quá một mật khẩu hay mã PIN",
                path.display()
            ),
            Self::BlankInPin { path } => format!(
                "{}: mã PIN có khoảng trắng ở đầu hoặc cuối dòng, nên chưa được thử; hãy xóa khoảng trắng đó",
                path.display()
            ),
            Self::Pkcs12 { path, source } => {
                format!("{}: {}", path.display(), source.vietnamese())
            }
            Self::ModuleUnnamed => module_unnamed(Lang::Vi),
            Self::Token(error) => error.vietnamese(),
            Self::TokenCertificate { source } => format!(
                "không đọc được chứng thư trên thiết bị ({})",
                source.vietnamese()
            ),
        }
    }
}

/// A key URI without a library: which ones could be named.
pub(super) fn module_unnamed(lang: Lang) -> String {
    let installed = super::installed_modules();
    let installed: Vec<String> = installed
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let ask = lang.pick(
        "URI của khóa không nêu thư viện PKCS#11; hãy thêm ?module-path=ĐƯỜNG_DẪN vào cuối URI (đặt trong dấu nháy)",
        "the key URI names no PKCS#11 library; add ?module-path=PATH to its end (in quotes)",
    );
    match (installed.as_slice(), lang) {
        ([], Lang::Vi) => format!(
            "{ask}. Không thấy thư viện quen thuộc nào trên máy này: hãy cài phần mềm của nhà cung cấp thiết bị"
        ),
        ([], Lang::En) => format!(
            "{ask}. No well-known one is on this machine: install the token vendor's software"
        ),
        (paths, Lang::Vi) => format!("{ask}. Trên máy này có: {}", paths.join(", ")),
        (paths, Lang::En) => format!("{ask}. On this machine there are: {}", paths.join(", ")),
    }
}

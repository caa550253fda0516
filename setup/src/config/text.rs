//! The Vietnamese words for a configuration that cannot be used.

use kyso_words::Localized;

use super::ConfigError;

impl Localized for ConfigError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Unreadable { path, source } => {
                format!(
                    "{}: không đọc được ({})",
                    path.display(),
                    source.vietnamese()
                )
            }
            Self::NoToml {
                path, line, key, ..
            } => {
                let path = path.display();
                match key {
                    Some(key) => format!(
                        "{path}, dòng {line}: mục “{key}” không đúng cú pháp TOML hoặc đã được ghi ở trên"
                    ),
                    None => format!("{path}, dòng {line}: không đúng cú pháp TOML"),
                }
            }
            Self::Value { path, line, fault } => {
                format!("{}, dòng {line}: {}", path.display(), fault.vietnamese())
            }
            Self::Contradiction { path, line, what } => {
                format!("{}, dòng {line}: {}", path.display(), what.vietnamese())
            }
            Self::KeySource { id } => {
                format!("khóa {id:?}: hãy ghi một trong hai mục pkcs12 hoặc pkcs11")
            }
            Self::KeyUri { id, source } => format!("khóa {id:?}: {}", source.vietnamese()),
            Self::RepeatedKey { id } => format!("tên khóa {id:?} được dùng hai lần"),
            Self::Rewrite { to } => {
                format!("online.rewrite đến {to}: hãy ghi một trong hai mục host hoặc prefix")
            }
            Self::ProxyLogin => {
                "online: proxy_user và proxy_password_file phải đi cùng nhau và cùng proxy"
                    .to_owned()
            }
            Self::ConnectTimeout => {
                "online: connect_timeout_seconds dài hơn timeout_seconds, trong khi nằm trong đó"
                    .to_owned()
            }
            Self::NoTsa => {
                "signing_level cần dấu thời gian: hãy khai ít nhất một mục [[tsa]]".to_owned()
            }
            Self::NoDirectory => {
                "directory_policy = \"refuse\" cần danh bạ: hãy nêu tệp ở mục directory".to_owned()
            }
            Self::TsaLogin { url } => {
                format!("tsa {url}: user và password_file phải đi cùng nhau")
            }
            Self::TsaCertificate { url } => {
                format!("tsa {url}: client_certificate và pin_file phải đi cùng nhau")
            }
        }
    }
}

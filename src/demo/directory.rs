//! The directory of the demo's agency, with the certificates of its own authority.

use kyso_pki::load_pkcs12;
use secrecy::SecretString;

use super::{DemoError, DemoFolder, SEAL_DIAMETER, SEAL_IMAGE};

/// Writes the directory, and the seal that it names.
pub(super) fn write(folder: &DemoFolder, password: &SecretString) -> Result<(), DemoError> {
    let certificates = |files: [&str; 2]| -> Result<String, DemoError> {
        let mut lines = String::new();
        for file in files {
            let key = load_pkcs12(&folder.read(&format!("pki/{file}"))?, password)?;
            let sha256 = key.certificate.sha256_hex();
            lines.push_str(&format!("    {{ sha256 = \"{sha256}\" }},\n"));
        }
        Ok(lines)
    };
    let agency = certificates(["co-quan.p12", "co-quan-p256.p12"])?;
    let person = certificates(["nguoi-ky.p12", "nguoi-ky-p256.p12"])?;
    let diameter = SEAL_DIAMETER.0;
    let text = format!(
        r#"{HEAD}
[[organisation]]
id = "ubnd-tinh"
name = "Ủy ban nhân dân tỉnh Quảng Ninh (KIỂM THỬ)"
codes = [{{ code = "H99" }}]
seal = "con-dau.png"
seal_diameter_mm = {diameter}
certificates = [
{agency}]

[[person]]
id = "tran-thi-minh-anh"
name = "Trần Thị Minh Ánh (KIỂM THỬ)"
certificates = [
{person}]

[[mandate]]
person = "tran-thi-minh-anh"
organisation = "ubnd-tinh"
title = "PHÓ CHỦ TỊCH"
form = "KT."
from = 2021-07-01
"#
    );
    folder.write("con-dau.png", SEAL_IMAGE)?;
    folder.write("danh-ba.toml", text.as_bytes())?;
    Ok(())
}

/// How the file begins.
const HEAD: &str = "# Made by `kyso demo`, for trials only; docs/directory.md describes the keys. Check it with: kyso directory check FILE\n";

//! `kyso demo`.

use jiff::Timestamp;
use kyso_words::{Lang, Localized};

use super::arguments::Demo;
use super::{Failure, output};
use crate::demo::{Certificates, DemoError, DemoFolder, FolderError, make};
use kyso_report::report_text;
use kyso_words::printable_form;

/// Makes the demo and shows its report.
pub(crate) fn run(request: &Demo, lang: Lang) -> Result<u8, Failure> {
    let folder = DemoFolder::take(&request.dir).map_err(|error| failure(&error.into()))?;
    let demo = make(&folder, Timestamp::now(), lang).map_err(|error| failure(&error))?;
    let name = demo
        .issued
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let dir = printable_form(request.dir.display());
    let closing = match lang {
        Lang::Vi => format!(
            "\nBản dùng thử nằm trong {dir}: {name}, bao-cao.json, trang-1.png. Mọi chứng thư chỉ để KIỂM THỬ.\n\
             Xem trên trình duyệt: kyso serve --config {dir}/kyso.toml\n"
        ),
        Lang::En => format!(
            "\nThe demo is in {dir}: {name}, bao-cao.json, trang-1.png. All its certificates are for trials only.\n\
             See it in a browser: kyso serve --config {dir}/kyso.toml\n"
        ),
    };
    output::remark(match (demo.certificates, lang) {
        (Certificates::Kept, Lang::Vi) => {
            "giữ chứng thư của bản dùng thử trước: tệp đã ký bằng chúng vẫn kiểm tra được"
        }
        (Certificates::Kept, Lang::En) => {
            "the certificates of the earlier demo are kept: what was signed with them can still be verified"
        }
        (Certificates::New, Lang::Vi) => {
            "đã tạo chứng thư dùng thử mới: tệp ký bằng chứng thư dùng thử cũ, nếu có, sẽ là CHƯA XÁC ĐỊNH"
        }
        (Certificates::New, Lang::En) => {
            "new certificates were made: what was signed with those of an earlier demo, if any, becomes UNDETERMINED"
        }
    });
    output::write(
        &(report_text(&demo.report, &name, None, lang) + &closing),
        None,
    )?;
    Ok(0)
}

fn failure(error: &DemoError) -> Failure {
    let refused = Failure::refused(error.vietnamese(), error.to_string());
    match error {
        DemoError::Folder(FolderError::Unwritable { source, .. }) => refused.of_writing(source),
        _ => refused,
    }
}

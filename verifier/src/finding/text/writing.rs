//! The words for objects that programs read differently.

use kyso_pdf::{Irregularity, WritingFault};

use kyso_words::Lang;

/// Where an object is not written plainly, and what is wrong there.
pub(super) fn writing_text(fault: &WritingFault, lang: Lang) -> String {
    let what = irregularity_text(fault.what, lang);
    let offset = fault.offset;
    match (lang, fault.container) {
        (Lang::Vi, None) => {
            format!("Ghi theo cách các phần mềm đọc khác nhau, tại byte {offset}: {what}")
        }
        (Lang::En, None) => {
            format!("Written in a way that programs read differently, at byte {offset}: {what}")
        }
        (Lang::Vi, Some(stream)) => format!(
            "Ghi theo cách các phần mềm đọc khác nhau, tại byte {offset} của luồng đối tượng {stream}: {what}"
        ),
        (Lang::En, Some(stream)) => format!(
            "Written in a way that programs read differently, at byte {offset} of object stream {stream}: {what}"
        ),
    }
}

#[allow(clippy::too_many_lines, reason = "a table of texts")]
fn irregularity_text(what: Irregularity, lang: Lang) -> &'static str {
    let (vi, en) = match what {
        Irregularity::LongToken => (
            "một từ, tên hoặc số dài hơn 127 byte",
            "a word, name or number of more than 127 bytes",
        ),
        Irregularity::NumberForm => (
            "số không chỉ gồm một dấu, các chữ số và một dấu chấm",
            "a number that is more than one sign, digits and one point",
        ),
        Irregularity::NumberRange => ("số quá lớn", "a number that is too large"),
        Irregularity::WhiteSpace => (
            "một byte mà chỉ một số phần mềm coi là khoảng trắng",
            "a byte that only some programs take for white space",
        ),
        Irregularity::NameEscape => (
            "dấu # thừa trong một tên",
            "a number sign in a name that needs none",
        ),
        Irregularity::HexadecimalDigits => (
            "số chữ số thập lục phân lẻ",
            "an odd number of hexadecimal digits",
        ),
        Irregularity::OctalEscape => ("mã bát phân quá lớn", "an octal escape beyond 377"),
        Irregularity::Nesting => ("lồng nhau quá sâu", "nesting that is too deep"),
        Irregularity::BareReference => (
            "đối tượng chỉ là một tham chiếu",
            "an object that is nothing but a reference",
        ),
        Irregularity::Generation => (
            "tham chiếu đến một thế hệ khác của đối tượng",
            "a reference to another generation of an object",
        ),
        Irregularity::Header => (
            "phần đầu “n g obj” không đúng dạng",
            "no plain \"n g obj\" at its beginning",
        ),
        Irregularity::StreamLine => (
            "sau từ “stream” không phải là xuống dòng",
            "\"stream\" is not followed by an end of line",
        ),
        Irregularity::StreamLength => (
            "/Length không phải là số trực tiếp hoặc đối tượng đứng riêng",
            "/Length is no direct number and no object that stands alone",
        ),
        Irregularity::StreamKey => (
            "từ điển của luồng có khóa viết tắt hoặc chỉ đến tệp khác",
            "a stream dictionary with a short key or with one that names another file",
        ),
        Irregularity::StreamFilter => (
            "bộ lọc của luồng được ghi theo cách mà các chương trình giải mã khác nhau",
            "filters of a stream that programs undo differently",
        ),
        Irregularity::End => (
            "kết thúc của đối tượng không đúng dạng",
            "no plain end of the object",
        ),
        Irregularity::ContainerHeader => (
            "phần đầu của luồng đối tượng không đúng dạng",
            "a malformed header of an object stream",
        ),
        Irregularity::ContainerOrder => (
            "các phần tử của luồng đối tượng không theo thứ tự",
            "elements of an object stream out of order",
        ),
        Irregularity::ContainerTwice => (
            "luồng đối tượng chứa hai lần cùng một số hiệu",
            "one number twice in an object stream",
        ),
        Irregularity::ContainerGap => (
            "dữ liệu lạ giữa các phần tử của luồng đối tượng",
            "foreign bytes between the elements of an object stream",
        ),
        _ => ("không đọc được", "it cannot be read"),
    };
    lang.pick(vi, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_named_in_both_languages() {
        let fault = WritingFault {
            offset: 12,
            container: Some(7),
            what: Irregularity::LongToken,
        };
        for lang in [Lang::Vi, Lang::En] {
            let text = writing_text(&fault, lang);
            assert!(text.contains("12") && text.contains('7') && text.contains("127"));
        }
    }
}

//! The words of changes to the structure of a file.

use kyso_pdf::LooseWriting;

use crate::finding::ChangeKind;
use kyso_words::{Lang, counted};

/// The bytes and their place, and why they are not harmless.
pub(super) fn text(change: &ChangeKind, lang: Lang) -> String {
    match (change, lang) {
        (ChangeKind::UnlistedObject { offset }, Lang::Vi) => format!(
            "Byte {offset}: đối tượng không có trong bảng tham chiếu, phần mềm tự sửa tệp có thể hiển thị nó"
        ),
        (ChangeKind::UnlistedObject { offset }, Lang::En) => format!(
            "Byte {offset}: an object that the cross-reference does not list; programs that repair the file may show it"
        ),
        (ChangeKind::StrayKeyword { offset, word }, Lang::Vi) => format!(
            "Byte {offset}: từ khóa “{word}” ngoài chỗ của nó, phần mềm tự sửa tệp có thể dựa vào đó"
        ),
        (ChangeKind::StrayKeyword { offset, word }, Lang::En) => format!(
            "Byte {offset}: “{word}” out of its place; programs that repair the file may go by it"
        ),
        (ChangeKind::StrayBytes { offset, count }, Lang::Vi) => {
            format!("Byte {offset}: {count} byte không thuộc đối tượng nào")
        }
        (ChangeKind::StrayBytes { offset, count }, Lang::En) => {
            let bytes = counted(*count, "byte");
            format!("Byte {offset}: {bytes} of no object")
        }
        (ChangeKind::Overlap { offset }, Lang::Vi) => {
            format!("Byte {offset}: một phần của tệp nằm trong phần khác")
        }
        (ChangeKind::Overlap { offset }, Lang::En) => {
            format!("Byte {offset}: a part of the file stands inside another one")
        }
        (ChangeKind::EntryElsewhere { number }, Lang::Vi) => {
            format!("Bảng tham chiếu đưa đối tượng {number} về chỗ khác trong phần đã có của tệp")
        }
        (ChangeKind::EntryElsewhere { number }, Lang::En) => {
            format!("The cross-reference moves object {number} to another place in earlier bytes")
        }
        (ChangeKind::BroughtToLight { number }, Lang::Vi) => {
            format!("Đối tượng {number} có phần mềm trước đó không tìm thấy nay lại hiện ra")
        }
        (ChangeKind::BroughtToLight { number }, Lang::En) => {
            format!("Object {number}, which some programs did not find before, comes to light")
        }
        (ChangeKind::RebuiltDifferently { number }, _) => rebuilt(*number, lang),
        (ChangeKind::LooseStructure { offset, what }, Lang::Vi) => format!(
            "Byte {offset}: {}, các phần mềm đọc khác nhau",
            loose_vietnamese(*what)
        ),
        (ChangeKind::LooseStructure { offset, what }, Lang::En) => {
            format!(
                "Byte {offset}: {}; programs read it differently",
                loose_english(*what)
            )
        }
        _ => String::new(),
    }
}

fn rebuilt(number: Option<u32>, lang: Lang) -> String {
    let cause = match (lang, number) {
        (Lang::Vi, Some(number)) => format!("Thiếu đối tượng {number}"),
        (Lang::En, Some(number)) => format!("Object {number} is missing"),
        (Lang::Vi, None) => "Có mục tham chiếu không dẫn đến đối tượng".into(),
        (Lang::En, None) => "An entry leads to no object".into(),
    };
    let effect = lang.pick(
        "do cách ghi của phiên bản này, có phần mềm tự sửa tệp (hoặc thôi tự sửa) và hiển thị khác trước",
        "as this revision is written, some programs rebuild the file, or no longer do, and show something else than before",
    );
    format!("{cause}: {effect}")
}

/// The text for objects that repairing programs show, or do not find.
pub(super) fn shown_by_repair(what: LooseWriting, at: usize, offset: usize, lang: Lang) -> String {
    let loose = loose(what, lang);
    match (lang, what) {
        (
            Lang::Vi,
            LooseWriting::Index | LooseWriting::StreamBesideStream | LooseWriting::HybridStream,
        ) => {
            format!("Byte {at}: {loose}; có phần mềm tìm đối tượng ở chỗ khác.")
        }
        (
            Lang::En,
            LooseWriting::Index | LooseWriting::StreamBesideStream | LooseWriting::HybridStream,
        ) => {
            format!("Byte {at}: {loose}; some programs find objects at other places.")
        }
        (
            Lang::Vi,
            LooseWriting::HybridHidden
            | LooseWriting::LowerGeneration
            | LooseWriting::ObjectStreamNumber,
        ) => format!(
            "Byte {at}: {loose}; có phần mềm không tìm thấy và không hiển thị nội dung ở byte {offset}."
        ),
        (
            Lang::En,
            LooseWriting::HybridHidden
            | LooseWriting::LowerGeneration
            | LooseWriting::ObjectStreamNumber,
        ) => {
            format!("Byte {at}: {loose}; some programs do not find what stands at byte {offset}.")
        }
        (Lang::Vi, LooseWriting::MissingObject | LooseWriting::OddObject) => format!(
            "Byte {at}: {loose}; vì thế có phần mềm hiển thị khác ở nội dung tại byte {offset}."
        ),
        (Lang::En, LooseWriting::MissingObject | LooseWriting::OddObject) => {
            format!(
                "Byte {at}: {loose}; for that, some programs show otherwise what stands at byte {offset}."
            )
        }
        (Lang::Vi, _) => format!(
            "Byte {at}: {loose}; có phần mềm sẽ tự sửa tệp và có thể hiển thị dữ liệu không dùng ở byte {offset}."
        ),
        (Lang::En, _) => format!(
            "Byte {at}: {loose}; a program that repairs the file may show the unused data at byte {offset}."
        ),
    }
}

/// The text for loose writing.
pub(super) fn loose(what: LooseWriting, lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => loose_vietnamese(what),
        Lang::En => loose_english(what),
    }
}

fn loose_vietnamese(what: LooseWriting) -> &'static str {
    match what {
        LooseWriting::StartxrefLine => "dòng startxref viết không đúng chuẩn",
        LooseWriting::StartxrefOutOfSight => "startxref cách cuối tệp hơn 1.024 byte",
        LooseWriting::SectionStart => "vị trí ghi trong tệp không dẫn thẳng đến bảng tham chiếu",
        LooseWriting::XrefKeyword => "từ khóa xref không đứng riêng một dòng",
        LooseWriting::SubsectionHeader => {
            "dòng đầu của một đoạn bảng tham chiếu viết không đúng chuẩn"
        }
        LooseWriting::TableEntry => "dòng của bảng tham chiếu không đủ 20 byte",
        LooseWriting::TrailerKeyword => "từ khóa trailer không đứng riêng",
        LooseWriting::TrailerValue => "giá trị trong trailer không viết bằng chữ số thường",
        LooseWriting::StreamObject => "luồng tham chiếu mở đầu không đúng chuẩn",
        LooseWriting::EntryType => {
            "luồng tham chiếu có mục không xác định (loại, số hiệu hoặc thế hệ)"
        }
        LooseWriting::ObjectNumber => "số hiệu đối tượng bằng 0 hoặc lớn hơn 8.388.599",
        LooseWriting::Size => "/Size không lớn hơn mọi số hiệu đối tượng hoặc vượt 8.388.600",
        LooseWriting::HybridHidden => "bảng tham chiếu xóa đối tượng mà luồng tham chiếu vẫn giữ",
        LooseWriting::BytesBeforeHeader => "có dữ liệu trước phần mở đầu %PDF-",
        LooseWriting::HybridPrevious => "/Prev của luồng tham chiếu khác /Prev của bảng",
        LooseWriting::EntryTarget => "mục tham chiếu không dẫn đến đối tượng mang số của nó",
        LooseWriting::Index => {
            "/Index của luồng tham chiếu không đếm mục nào mà dữ liệu vẫn có mục"
        }
        LooseWriting::HybridStream => {
            "luồng tham chiếu bên cạnh bảng nói khác bảng (xóa đối tượng, /Size hoặc /Encrypt)"
        }
        LooseWriting::StreamBesideStream => "luồng tham chiếu ghi /XRefStm, chỉ bảng mới được ghi",
        LooseWriting::LowerGeneration => {
            "đối tượng dùng lại số hiệu với thế hệ nhỏ hơn thế hệ đã ghi"
        }
        LooseWriting::ObjectStreamNumber => {
            "đối tượng nén mang số hiệu đã dùng cho luồng đối tượng"
        }
        LooseWriting::LowPackedNumber => {
            "đối tượng nén mang số hiệu nhỏ hơn mọi số hiệu của bảng tham chiếu đầu tiên"
        }
        LooseWriting::StreamOfEarlier => {
            "bảng tham chiếu chỉ đến luồng tham chiếu của phiên bản trước mà chưa bảng nào chỉ đến"
        }
        LooseWriting::SectionNumber => "luồng tham chiếu mang số hiệu của một đối tượng khác",
        LooseWriting::TrailerKeys => "trailer có quá nhiều mục",
        LooseWriting::PreviousOfZero => {
            "trailer ghi /Prev bằng 0, nơi không có bảng tham chiếu nào"
        }
        LooseWriting::MissingObject => "văn bản cần một đối tượng đã bị xóa hoặc không có",
        LooseWriting::OddObject => "có đối tượng mà có phần mềm không đọc được hoặc đọc khác",
        _ => "cấu trúc viết không đúng chuẩn",
    }
}

fn loose_english(what: LooseWriting) -> &'static str {
    match what {
        LooseWriting::StartxrefLine => "the startxref line is not written strictly",
        LooseWriting::StartxrefOutOfSight => "startxref is more than 1,024 bytes from the end",
        LooseWriting::SectionStart => {
            "the place named does not lead straight to the cross-reference"
        }
        LooseWriting::XrefKeyword => "xref does not stand alone on its line",
        LooseWriting::SubsectionHeader => "a subsection header is not written strictly",
        LooseWriting::TableEntry => "a table entry does not take 20 bytes",
        LooseWriting::TrailerKeyword => "trailer is no word of its own",
        LooseWriting::TrailerValue => "a value of the trailer is not written as plain digits",
        LooseWriting::StreamObject => "the cross-reference stream does not begin as it should",
        LooseWriting::EntryType => {
            "the cross-reference stream holds entries that are not defined (type, number or generation)"
        }
        LooseWriting::ObjectNumber => "an object number is 0 or exceeds 8,388,599",
        LooseWriting::Size => "/Size does not exceed every object number, or exceeds 8,388,600",
        LooseWriting::HybridHidden => "the table frees an object that its stream keeps",
        LooseWriting::BytesBeforeHeader => "bytes stand before the header",
        LooseWriting::HybridPrevious => "/Prev of the stream is not that of the table",
        LooseWriting::EntryTarget => "an entry that does not lead to its object",
        LooseWriting::Index => {
            "/Index of the cross-reference stream counts no row, while its data hold some"
        }
        LooseWriting::HybridStream => {
            "the stream beside a table says something else than the table (frees an object, /Size or /Encrypt)"
        }
        LooseWriting::StreamBesideStream => {
            "a cross-reference stream names /XRefStm, which only a table may"
        }
        LooseWriting::LowerGeneration => {
            "an object number is used again with a lower generation than it had"
        }
        LooseWriting::ObjectStreamNumber => {
            "an element of an object stream has a number that was given to an object stream"
        }
        LooseWriting::LowPackedNumber => {
            "an element of an object stream has a number below those of the oldest table"
        }
        LooseWriting::StreamOfEarlier => {
            "a table names the cross-reference stream of an earlier revision, as no table before did"
        }
        LooseWriting::SectionNumber => "a cross-reference stream has the number of another object",
        LooseWriting::TrailerKeys => "a trailer has too many keys",
        LooseWriting::PreviousOfZero => "a trailer names a /Prev of 0, where no section is",
        LooseWriting::MissingObject => {
            "the document needs an object that was freed or is not there"
        }
        LooseWriting::OddObject => "an object that programs cannot read, or read differently",
        _ => "the structure is not written strictly",
    }
}

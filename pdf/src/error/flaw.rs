//! The exact fault at a place of a file.

use std::fmt;

use kyso_words::Localized;

macro_rules! flaws {
    ($($flaw:ident => $english:literal, $vietnamese:literal;)+) => {
        /// The fault at the place that an error names, or the thing that is missing there.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Flaw {
            $(#[doc = $english] $flaw,)+
        }

        impl fmt::Display for Flaw {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(match self {
                    $(Self::$flaw => $english,)+
                })
            }
        }

        /// Keys and keywords of PDF stand in quotes.
        impl Localized for Flaw {
            fn vietnamese(&self) -> String {
                match self {
                    $(Self::$flaw => $vietnamese,)+
                }
                .to_owned()
            }
        }
    };
}

flaws! {
    InlineImage => "inline image", "hình nhúng trong nội dung trang";
    OperatorInArray => "operator in an array", "lệnh vẽ nằm trong mảng";
    OperandsAlone => "operands of no operator", "tham số không thuộc lệnh vẽ nào";
    InlineImageSize => "inline image without a size", "hình nhúng không ghi kích thước";
    InlineImageLength => "inline image of another length", "hình nhúng có độ dài khác với kích thước đã ghi";
    InlineImageEntry => "entry of an inline image", "mục của hình nhúng viết sai";
    InlineImageValue => "value of an inline image", "giá trị trong hình nhúng viết sai";
    InlineImageEnd => "end of an inline image", "không thấy chỗ kết thúc của hình nhúng";
    EncryptedData => "damaged encrypted data", "dữ liệu mã hóa bị hỏng";
    CryptFilterMissing => "a crypt filter that the file does not define", "tệp không định nghĩa bộ lọc mã hóa được dùng";
    PermissionsMissing => "/P is missing", "thiếu “/P”";
    CryptFilterUndefined => "a crypt filter is not defined", "một bộ lọc mã hóa không được định nghĩa";
    CryptFilters => "its crypt filters cannot be read", "không đọc được các bộ lọc mã hóa";
    EncryptionDictionary => "its dictionary cannot be read", "không đọc được từ điển mã hóa";
    PasswordStrings => "/O or /U is too short", "“/O” hoặc “/U” quá ngắn";
    KeyStrings => "its key strings are too short", "các chuỗi khóa quá ngắn";
    PermissionsDiffer => "/Perms does not repeat /P", "“/Perms” không lặp lại “/P”";
    PageNoDictionary => "a page is no dictionary", "trang không phải từ điển";
    HexDigitInStream => "no hexadecimal digit in ASCIIHex data", "dữ liệu ASCIIHex có ký tự không phải chữ số thập lục phân";
    Ascii85 => "damaged ASCII85 data", "dữ liệu ASCII85 bị hỏng";
    Flate => "damaged Flate data", "dữ liệu nén Flate bị hỏng";
    PredictorParameters => "impossible predictor parameters", "tham số dự đoán không thể có";
    PredictorOfRow => "unknown PNG predictor of a row", "một hàng dùng cách dự đoán PNG không có";
    Delimiter => "unexpected delimiter", "dấu phân cách không đúng chỗ";
    StringEnd => "unterminated string", "chuỗi không kết thúc";
    HexDigit => "no hexadecimal digit", "có ký tự không phải chữ số thập lục phân";
    Number => "malformed number", "số viết sai";
    ObjectStream => "malformed object stream", "luồng đối tượng sai cấu trúc";
    PagesNoReference => "/Pages is no reference", "“/Pages” không phải tham chiếu";
    PageNodeNoDictionary => "a page tree node is no dictionary", "một nút của cây trang không phải từ điển";
    KidsNoReferences => "/Kids holds something else than references", "“/Kids” chứa thứ không phải tham chiếu";
    NoMediaBox => "the page has no /MediaBox", "trang không có “/MediaBox”";
    DictionaryExpected => "a dictionary is expected", "chỗ này phải là từ điển";
    ObjectHeader => "no object header \"n g obj\"", "không có phần đầu của đối tượng";
    EndInObject => "the file ends inside an object", "tệp kết thúc giữa một đối tượng";
    NoObject => "no object", "không có đối tượng";
    KeyNoName => "a dictionary key must be a name", "khóa của từ điển phải là tên";
    KeyTwice => "duplicate key with another value", "khóa của từ điển lặp lại với giá trị khác";
    EndobjExpected => "endobj expected", "thiếu “endobj”";
    StreamExpected => "stream or endobj expected", "thiếu “stream” hoặc “endobj”";
    EndstreamExpected => "endstream expected: /Length is wrong", "thiếu “endstream”: “/Length” sai";
    StreamLength => "stream without a usable /Length", "luồng không có “/Length” dùng được";
    StreamBeyondEnd => "stream whose /Length reaches beyond the end", "luồng có “/Length” vượt quá phần cuối";
    Reference => "malformed reference", "tham chiếu viết sai";
    Brackets => "brackets that do not match", "các dấu ngoặc không khớp nhau";
    SeveralValues => "more than one value", "có nhiều giá trị";
    ObjectEnd => "an object that does not end", "đối tượng không kết thúc";
    UnknownWord => "an unknown word", "có từ không hiểu được";
    InsideEarlierRevision => "it lies inside an earlier revision", "bảng nằm trong một phiên bản trước";
    PrevBeforeHeader => "/Prev points before the header", "“/Prev” trỏ đến trước phần đầu tệp";
    OtherSectionFromHeader => "counted from the header, another section stands there", "tính từ phần đầu tệp thì ở đó có bảng khác";
    PrevForward => "/Prev points forward", "“/Prev” trỏ về phía sau";
    NoEndOfItsOwn => "no startxref and %%EOF of its own follow", "sau đó không có “startxref” và “%%EOF” riêng";
    HybridContradicts => "table and stream disagree on an object", "bảng và luồng mâu thuẫn nhau về một đối tượng";
    LinearizedLater => "linearized for a later length of the file", "phần tối ưu cho trang đầu ghi độ dài về sau của tệp";
    LinearizedElsewhere => "the section of the first page is not the one that startxref names", "bảng của trang đầu không phải bảng mà “startxref” nêu";
    Revision => "revision", "phiên bản";
    Catalog => "document catalog", "danh mục gốc của văn bản";
    ReachesIntoLater => "it reaches into the bytes of a later revision", "đối tượng lấn vào các byte của phiên bản sau";
    NotInObjectStream => "the object stream does not hold it where the cross-reference says", "luồng đối tượng không chứa đối tượng này ở chỗ bảng tham chiếu ghi";
    NoObjectStream => "no object stream where the cross-reference says", "không có luồng đối tượng ở chỗ bảng tham chiếu ghi";
    OutsideFile => "it lies outside the file", "bảng nằm ngoài tệp";
    PrevNoOffset => "/Prev is no byte offset", "“/Prev” không phải vị trí byte";
    TwoEntries => "one object number has two entries", "một số hiệu đối tượng có hai mục";
    NeitherTableNorStream => "neither a table nor a stream", "không phải bảng cũng không phải luồng";
    NoStream => "the object is no stream", "đối tượng không phải luồng";
    NotXrefStream => "the stream is not of type /XRef", "luồng không thuộc loại “/XRef”";
    NoStreamData => "the stream has no data", "luồng không có dữ liệu";
    Widths => "bad /W", "“/W” sai";
    IndexOrSize => "bad /Index or /Size", "“/Index” hoặc “/Size” sai";
    StreamDataShort => "the stream data end too early", "dữ liệu của luồng kết thúc sớm";
    EntryRange => "an entry is out of range", "một mục vượt khoảng cho phép";
    TrailerNoDictionary => "the trailer is no dictionary", "phần cuối bảng không phải từ điển";
    NoSubsection => "no subsection header and no trailer", "không có phần đầu nhóm mục, cũng không có phần cuối bảng";
    TableEntry => "malformed table entry", "một mục của bảng viết sai";
    XrefStmNoStream => "/XRefStm points to no cross-reference stream", "“/XRefStm” không trỏ đến luồng tham chiếu";
    XrefStmNoOffset => "/XRefStm is no byte offset", "“/XRefStm” không phải vị trí byte";
    BeforeFirstRevision => "revision before the first one", "phiên bản trước phiên bản đầu tiên";
    Unreadable => "it cannot be read", "không đọc được";
}

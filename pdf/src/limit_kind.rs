//! The things whose number is limited.

use std::fmt;

use kyso_words::Localized;

macro_rules! limit_kinds {
    ($($kind:ident => $english:literal, $vietnamese:literal;)+) => {
        /// The things that a file may have, or make a reader do, a limited number of times.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum LimitKind {
            $(#[doc = $english] $kind,)+
        }

        impl LimitKind {
            /// The name of the counted things, in English.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $english,)+
                }
            }
        }

        impl Localized for LimitKind {
            fn vietnamese(&self) -> String {
                match self {
                    $(Self::$kind => $vietnamese,)+
                }
                .to_owned()
            }
        }
    };
}

impl fmt::Display for LimitKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

limit_kinds! {
    EvidenceItems => "items of evidence in the file", "dữ liệu kiểm tra trong tệp";
    EvidenceBytes => "bytes of evidence in the file", "byte dữ liệu kiểm tra trong tệp";
    Timestamps => "timestamps in the file", "dấu thời gian trong tệp";
    FieldNameBytes => "bytes of field names", "byte tên trường";
    ObjectStreamMemory => "bytes of memory for object streams", "byte bộ nhớ cho luồng đối tượng";
    ObjectMemory => "bytes of memory for objects", "byte bộ nhớ cho đối tượng";
    SignatureFieldMemory => "bytes of memory for signature fields", "byte bộ nhớ cho trường chữ ký";
    ValidationDataMemory => "bytes of memory for validation data", "byte bộ nhớ cho dữ liệu kiểm tra";
    PageBytes => "bytes of one page", "byte của một trang";
    ObjectBytes => "bytes read as objects", "byte đọc như đối tượng";
    DecodedBytes => "bytes of decoded stream data", "byte dữ liệu sau giải nén";
    SeparatelyDigestedBytes => "bytes that are digested for one signature alone", "byte phải băm riêng cho từng chữ ký";
    EncodingDifferences => "differences of one encoding", "chỗ khác của một bảng mã";
    ComparedElements => "elements to be compared", "phần tử phải so sánh";
    Elements => "elements of arrays and dictionaries", "phần tử của mảng và từ điển";
    PathElements => "elements of one path", "đoạn của một đường vẽ";
    AppearanceFonts => "fonts of an appearance", "phông chữ của một hình hiển thị";
    AppearanceForms => "forms of an appearance", "khối vẽ của một hình hiển thị";
    AppearanceOperations => "operations of an appearance", "lệnh vẽ của một hình hiển thị";
    FormDepth => "forms within forms", "khối vẽ lồng nhau";
    FormLevels => "levels of form XObjects", "tầng khối vẽ";
    LayerGroups => "groups of one optional content membership", "nhóm lớp của một nội dung tùy chọn";
    Nesting => "levels of nested arrays and dictionaries", "tầng mảng và từ điển lồng nhau";
    FieldTreeDepth => "levels of the field tree", "tầng của cây trường";
    PageTreeDepth => "levels of the page tree", "tầng của cây trang";
    FieldTreeNodes => "nodes of the field tree", "nút của cây trường";
    FieldTreeNodesOfAllRevisions => "nodes of the field trees of all revisions", "nút của cây trường trong mọi phiên bản";
    PageTreeNodes => "nodes of the page tree", "nút của cây trang";
    ObjectNumbers => "object numbers", "số hiệu đối tượng";
    PageObjects => "objects of one page", "đối tượng của một trang";
    Objects => "objects parsed", "đối tượng đã đọc";
    ContentOperations => "operations of a content stream", "lệnh trong nội dung trang";
    ValidationDataPlaces => "places of validation data in lists", "vị trí dữ liệu kiểm tra trong danh sách";
    ValidationDataStreams => "streams of validation data", "luồng dữ liệu kiểm tra";
    FontProcedures => "procedures of one font", "thủ tục của một phông chữ";
    References => "references between objects", "tham chiếu giữa các đối tượng";
    Signatures => "signatures", "chữ ký";
    FontWidths => "widths named by the ranges of one font", "độ rộng ký tự của một phông chữ";
    CharacterMapDepth => "maps below a character map", "bảng mã nối tiếp nhau";
    CharacterBytes => "bytes of one character in a character map", "byte cho một ký tự trong bảng mã";
    DrawnForms => "form XObjects drawn on one page", "khối vẽ trên một trang";
    ExecutedOperators => "operators executed on one page", "lệnh vẽ trên một trang";
    ShownTextBytes => "bytes of text shown on one page", "byte chữ trên một trang";
    FontLookups => "look-ups in the fonts of one page", "lần tra phông chữ của một trang";
    XrefEntries => "cross-reference entries", "mục trong bảng tham chiếu";
    XrefSections => "cross-reference sections", "bảng tham chiếu";
}

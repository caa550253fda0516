//! The Vietnamese names of the values of options and arguments.

/// The name of a value by its English one.
pub(super) fn of(english: &str) -> Option<&'static str> {
    let mut names = VALUES.iter();
    names
        .find(|(name, _)| *name == english)
        .map(|(_, own)| *own)
}

/// Each value name of the command line in English and Vietnamese; some are the same, as they are
/// what is typed, or a unit, or the name of a format.
pub(super) const VALUES: [(&str, &str); 39] = [
    ("ADDRESS:PORT", "ĐỊA CHỈ:CỔNG"),
    ("ATTACHMENT", "PHỤ LỤC"),
    ("BUNDLE", "GÓI"),
    ("CLASS", "LOẠI"),
    ("DATE", "NGÀY"),
    ("DAYS", "SỐ NGÀY"),
    ("DIR", "THƯ MỤC"),
    ("DIR|FILE", "THƯ MỤC|TỆP"),
    ("FIELD", "TRƯỜNG"),
    ("FILE", "TỆP"),
    ("FILE|DIR", "TỆP|THƯ MỤC"),
    ("FORM", "DẠNG"),
    ("IMAGE", "HÌNH"),
    ("IN", "VĂN BẢN"),
    ("KEY", "KHÓA"),
    ("LEVEL", "MỨC"),
    ("MAIN", "VĂN BẢN CHÍNH"),
    ("MANIFEST", "DANH SÁCH"),
    ("MM", "MM"),
    ("N", "SỐ"),
    ("NAME", "TÊN"),
    ("NUMBER", "SỐ"),
    ("NUMBER/SYMBOL", "SỐ/KÝ HIỆU"),
    ("OUT", "NƠI GHI"),
    ("PAGE,X_MM,Y_MM", "TRANG,X_MM,Y_MM"),
    ("PATH", "ĐƯỜNG DẪN"),
    ("PDF", "PDF"),
    ("PKCS12", "PKCS12"),
    ("PNG", "PNG"),
    ("SHA256|FILE", "SHA256|TỆP"),
    ("SYMBOL", "KÝ HIỆU"),
    ("TIME", "THỜI ĐIỂM"),
    ("TITLE", "CHỨC VỤ"),
    ("URL", "URL"),
    ("USER", "NGƯỜI DÙNG"),
    ("WHICH", "BÁO CÁO"),
    ("fail|queue|B-B", "fail|queue|B-B"),
    ("signature|seal", "signature|seal"),
    ("vi|en", "vi|en"),
];

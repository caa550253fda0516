//! The labels of the record, in both languages.

use kyso_words::Lang;

/// Every label of the record.
pub(crate) struct Words {
    pub lang: &'static str,
    pub(crate) nation: &'static str,
    pub(crate) motto: &'static str,
    pub(crate) office: &'static str,
    pub(crate) title: &'static str,
    pub(crate) legal_status: &'static str,
    pub(crate) file: &'static str,
    pub(crate) signatures: &'static str,
    pub(crate) no_signatures: &'static str,
    pub(crate) changes: &'static str,
    pub(crate) form: &'static str,
    pub(crate) no_form: &'static str,
    pub(crate) pages: &'static str,
    pub(crate) before: &'static str,
    pub(crate) after: &'static str,
    pub(crate) remarks: &'static str,
    pub(crate) basis: &'static str,
    pub(crate) registered: &'static str,
    pub(crate) date: &'static str,
    pub(crate) clerk: &'static str,
    pub(crate) sign_here: &'static str,
    pub(crate) page: &'static str,
    pub(crate) picture: &'static str,
}

impl Words {
    /// The labels of a language.
    pub(crate) fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Vi => &VIETNAMESE,
            Lang::En => &ENGLISH,
        }
    }
}

const VIETNAMESE: Words = Words {
    lang: "vi",
    nation: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    motto: "Độc lập - Tự do - Hạnh phúc",
    office: "Cơ quan kiểm tra:",
    title: "BIÊN BẢN KIỂM TRA CHỮ KÝ SỐ",
    legal_status: "Giá trị pháp lý",
    file: "Tệp được kiểm tra",
    signatures: "Chữ ký số",
    no_signatures: "Tệp không mang chữ ký số nào.",
    changes: "Thay đổi sau khi ký",
    form: "Thể thức chữ ký",
    no_form: "Không có hình chữ ký hay con dấu để đối chiếu thể thức.",
    pages: "So sánh hình ảnh các trang",
    before: "trước",
    after: "sau",
    remarks: "Ghi chú",
    basis: "Căn cứ kiểm tra",
    registered: "Số đến: ............................   Ngày đến: ......../......../................",
    date: "................, ngày ...... tháng ...... năm ............",
    clerk: "NGƯỜI KIỂM TRA",
    sign_here: "(Ký, ghi rõ họ và tên)",
    page: "Trang",
    picture: "Vị trí hiển thị chữ ký",
};

const ENGLISH: Words = Words {
    lang: "en",
    nation: "SOCIALIST REPUBLIC OF VIET NAM",
    motto: "Independence - Freedom - Happiness",
    office: "Checking agency:",
    title: "RECORD OF DIGITAL SIGNATURE VERIFICATION",
    legal_status: "Legal status",
    file: "File checked",
    signatures: "Digital signatures",
    no_signatures: "The file carries no digital signature.",
    changes: "Changes after signing",
    form: "Formal rules",
    no_form: "No picture of a signature or seal to compare with the formal rules.",
    pages: "Comparison of the pages as seen",
    before: "before",
    after: "after",
    remarks: "Remarks",
    basis: "Basis",
    registered: "Received no.: .......................   Date: ......../......../................",
    date: "................, ......../......../................",
    clerk: "CHECKED BY",
    sign_here: "(Signature and full name)",
    page: "Page",
    picture: "Where the signature shows",
};

//! The words for faults: what is wrong, and what to do.

use std::fmt;

use jiff::civil::Date;
use kyso_words::{Lang, Localized, printable_form, words};

use super::{DirectoryFault, EntryKind, EntryName, FaultKind, SyntaxFault, ValueKind};

impl fmt::Display for DirectoryFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words(Lang::En))
    }
}

impl std::error::Error for DirectoryFault {}

impl Localized for DirectoryFault {
    fn vietnamese(&self) -> String {
        self.words(Lang::Vi)
    }
}

impl DirectoryFault {
    /// `line 12: person “an”, until: …`, with nothing in it that acts on a terminal.
    fn words(&self, lang: Lang) -> String {
        let line = self
            .line
            .map(|line| words!(lang, "dòng {}: ", "line {}: ", line));
        let entry = self.entry.as_ref().map(|entry| entry.words(lang));
        let key = self.key.map(|key| words!(lang, "mục “{}”", "{}", key));
        let place: Vec<String> = entry.into_iter().chain(key).collect();
        let place = match place.is_empty() {
            true => String::new(),
            false => format!("{}: ", place.join(", ")),
        };
        let kind = self.kind.words(lang);
        printable_form(format!("{}{place}{kind}", line.unwrap_or_default()))
    }

    /// The entry that the fault is in, as people find it.
    #[must_use]
    pub fn entry(&self, lang: Lang) -> Option<String> {
        self.entry.as_ref().map(|entry| entry.words(lang))
    }
}

impl EntryName {
    fn words(&self, lang: Lang) -> String {
        let Lang::Vi = lang else {
            return self.to_string();
        };
        let kind = match self.kind {
            EntryKind::Organisation => "cơ quan",
            EntryKind::Person => "người",
            EntryKind::Mandate => "thẩm quyền",
        };
        match &self.id {
            Some(id) => format!("{kind} “{id}”"),
            None => format!("{kind} thứ {}", self.number),
        }
    }
}

impl FaultKind {
    #[allow(clippy::too_many_lines, reason = "a table of texts")]
    fn words(&self, lang: Lang) -> String {
        match self {
            Self::Syntax { fault, message } => fault.words(message, lang),
            Self::UnknownKey { name, known } => words!(
                lang,
                "không có mục “{}” ở đây; các mục được dùng: {}",
                "unknown key {}; the keys here are {}",
                name,
                known.join(", ")
            ),
            Self::Missing => lang.pick("thiếu mục này; hãy ghi thêm", "is missing; add it").to_owned(),
            Self::WrongType { expected } => expected.words(lang).to_owned(),
            Self::Empty => lang.pick("không được để trống", "must not be empty").to_owned(),
            Self::Unprintable { limit } => words!(
                lang,
                "có ký tự không hiển thị được hoặc dài quá {} ký tự; hãy gõ lại",
                "has a character that is not shown, or is longer than {} letters; type it anew",
                limit
            ),
            Self::NotNfc => lang.pick(
                "dấu tiếng Việt không ở dạng dựng sẵn (Unicode NFC); hãy gõ lại bằng bộ gõ đặt ở “Unicode”, không phải “Unicode tổ hợp”",
                "is not in the composed form of Unicode (NFC); type it anew, or convert the file to NFC",
            ).to_owned(),
            Self::BadId { id } => words!(
                lang,
                "“{}” không dùng được; chỉ dùng chữ thường không dấu, chữ số và gạch nối, như so-noi-vu",
                "“{}” cannot be used; use small letters without marks, digits and hyphens, such as so-noi-vu",
                id
            ),
            Self::RepeatedId { id, line } => words!(
                lang,
                "“{}” đã dùng ở dòng {}; hãy đặt tên khác",
                "“{}” is used in line {} already; choose another",
                id,
                line
            ),
            Self::BadDay => lang.pick(
                "phải là ngày không kèm giờ, không có dấu nháy, như 2025-06-30",
                "must be a date without time and without quotation marks, such as 2025-06-30",
            ).to_owned(),
            Self::EndsBeforeItBegins { from, until } => words!(
                lang,
                "ngày cuối {1} trước ngày đầu {0}; hãy xem lại hai ngày",
                "the last day {1} is before the first day {0}; check both",
                day(*from),
                day(*until)
            ),
            Self::BadCode { code } => words!(
                lang,
                "“{}” không phải mã cơ quan; ghi như 000.00.15.H47 (QCVN 102:2016) hoặc H47.15.01 (Quyết định 09/2025/QĐ-TTg, tối đa 35 ký tự)",
                "“{}” is no code of an organisation; write 000.00.15.H47 (QCVN 102:2016) or H47.15.01 (Decision 09/2025/QĐ-TTg, at most 35 letters)",
                code
            ),
            Self::RepeatedCode { code, line } => words!(
                lang,
                "mã {} đã ghi ở dòng {} cho cùng thời gian; mỗi mã chỉ của một cơ quan, hãy ghi ngày (from, until) nếu mã đã chuyển",
                "the code {} is in line {} for the same days already; a code is of one organisation, so give the days (from, until) where it was passed on",
                code,
                line
            ),
            Self::TwoCodes { code, other } => words!(
                lang,
                "mã {} và mã {} cùng dạng, cùng thời gian; hãy ghi ngày (from, until) của từng mã",
                "the codes {} and {} have one form and the same days; give the days (from, until) of each",
                code,
                other
            ),
            Self::NoSuchEntry { list, id } => no_such_entry(list, id, lang),
            Self::BelowItself { id } => words!(
                lang,
                "“{}” thành cấp dưới của chính nó; hãy sửa cơ quan cấp trên",
                "“{}” would be below itself; name another organisation above it",
                id
            ),
            Self::BadForm { form } => words!(
                lang,
                "“{}” không phải hình thức đề ký; dùng TM., KT., TL., TUQ., Q., hoặc bỏ mục này nếu người đứng đầu ký",
                "“{}” is no form of signing; use TM., KT., TL., TUQ. or Q., or leave the key out where the head signs",
                form
            ),
            Self::FormInTitle { form } => words!(
                lang,
                "chức vụ bắt đầu bằng “{0}”; hãy ghi form = \"{0}\" và bỏ phần này khỏi chức vụ",
                "the title begins with “{0}”; write form = \"{0}\" and leave it out of the title",
                form
            ),
            Self::OutsideOrganisation { id, from, until } => words!(
                lang,
                "thời gian nằm ngoài thời gian của cơ quan “{}” ({}); hãy sửa một trong hai",
                "its days are outside those of the organisation “{}” ({}); change one of them",
                id,
                days(*from, *until, lang)
            ),
            Self::RepeatedMandate { line } => words!(
                lang,
                "trùng với thẩm quyền ở dòng {} trong cùng thời gian; hãy bỏ một mục hoặc ghi ngày cuối (until)",
                "the same authority is in line {} for the same days; leave one out or give its last day (until)",
                line
            ),
            Self::TwoTitles { title, other, line } => words!(
                lang,
                "cùng thời gian vừa là “{}” vừa là “{}” (dòng {}) của một cơ quan; hãy ghi ngày cuối (until) của chức vụ cũ",
                "is “{}” and “{}” (line {}) of one organisation on the same days; give the last day (until) of the former title",
                title,
                other,
                line
            ),
            Self::Diameter { diameter } => words!(
                lang,
                "{} mm nằm ngoài khoảng 30–45 mm; hãy đo con dấu thật",
                "{} mm is outside 30–45 mm; measure the physical seal",
                number(*diameter, lang)
            ),
            Self::SealWithoutDiameter => lang.pick(
                "có con dấu mà thiếu đường kính; hãy ghi seal_diameter_mm đo trên con dấu thật, từ 30 đến 45",
                "the seal has no diameter; give seal_diameter_mm as measured on the physical seal, 30 to 45",
            ).to_owned(),
            Self::SealUnreadable { path, source } => words!(
                lang,
                "không đọc được tệp con dấu {} ({}); đường dẫn tính từ thư mục của danh bạ",
                "the picture of the seal {} cannot be read ({}); its path counts from the folder of the directory",
                path,
                source.text(lang)
            ),
            Self::NoSeal { path, source } => words!(
                lang,
                "tệp {} không dùng làm con dấu được: {}",
                "{} cannot be used as a seal: {}",
                path,
                source.text(lang)
            ),
            Self::CertificateUnnamed => lang.pick(
                "mỗi chứng thư ghi bằng sha256, hoặc bằng cả issuer và serial",
                "name each certificate by sha256, or by issuer and serial together",
            ).to_owned(),
            Self::BadFingerprint => lang.pick(
                "phải là 64 chữ số thập lục phân; lấy ở mục certificate_sha256 của báo cáo kiểm tra dạng JSON",
                "must be 64 hexadecimal digits; take certificate_sha256 of a report in JSON",
            ).to_owned(),
            Self::BadSerial => lang.pick(
                "phải là số hiệu chứng thư bằng chữ số thập lục phân, trong dấu nháy",
                "must be the number of the certificate in hexadecimal digits, in quotation marks",
            ).to_owned(),
            Self::SharedCertificate { holder, line } => words!(
                lang,
                "chứng thư này đã ghi cho “{}” ở dòng {}; một chứng thư chỉ có một người giữ",
                "this certificate is that of “{}” in line {}; a certificate has one holder",
                holder,
                line
            ),
            Self::TooMany { limit } => words!(
                lang,
                "có hơn {} mục; hãy chia danh bạ",
                "has more than {} entries; divide the directory",
                limit
            ),
            Self::NoOrganisation => lang.pick(
                "danh bạ không có cơ quan nào; hãy ghi ít nhất một mục [[organisation]]",
                "the directory has no organisation; write at least one [[organisation]]",
            ).to_owned(),
        }
    }
}

impl SyntaxFault {
    /// The English text has the words of the library, too.
    fn words(self, message: &str, lang: Lang) -> String {
        let what = match self {
            Self::Repeated => lang.pick(
                "đã được ghi ở trên; nếu là người, cơ quan hay thẩm quyền mới thì bắt đầu bằng hai ngoặc vuông, như [[person]]",
                "it is written above already; another person, organisation or mandate begins with two brackets, such as [[person]]",
            ),
            Self::CurlyQuotes => lang.pick(
                "hãy dùng dấu nháy thẳng \" thay cho dấu nháy cong “ ”",
                "use straight quotation marks \" in the place of “ ”",
            ),
            Self::Date => lang.pick(
                "không phải ngày; hãy ghi năm-tháng-ngày, như 2025-06-30, và xem ngày đó có thật không",
                "it is no date; write year-month-day, such as 2025-06-30, and see whether there is such a day",
            ),
            Self::DecimalComma => lang.pick(
                "số lẻ dùng dấu chấm, như 36.5",
                "write a decimal point, such as 36.5",
            ),
            Self::NoQuotes => lang.pick(
                "chữ phải đặt trong dấu nháy \"",
                "put the text in quotation marks \"",
            ),
            Self::Other => lang.pick(
                "kiểm tra dấu nháy, dấu bằng, ngoặc vuông và dấu phẩy ở dòng này và dòng trước",
                "look at quotation marks, equals signs, brackets and commas of this line and the one before",
            ),
        };
        match lang {
            Lang::Vi => format!("không đúng cú pháp TOML: {what}"),
            Lang::En => format!("no TOML: {what} ({})", message.trim()),
        }
    }
}

impl ValueKind {
    fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Text => lang.pick(
                "phải là chữ trong dấu nháy",
                "must be a text in quotation marks",
            ),
            Self::Day => lang.pick(
                "phải là ngày không có dấu nháy, như 2025-06-30",
                "must be a date without quotation marks, such as 2025-06-30",
            ),
            Self::Number => lang.pick(
                "phải là số không có dấu nháy, như 36 hoặc 36.5",
                "must be a number without quotation marks, such as 36 or 36.5",
            ),
            Self::Tables => lang.pick(
                "phải là danh sách các bảng: mỗi mục một dòng [[…]] riêng, hoặc [{ … }, { … }]",
                "must be a list of tables: [[…]] for each entry, or [{ … }, { … }]",
            ),
        }
    }
}

fn no_such_entry(list: &str, id: &str, lang: Lang) -> String {
    let what = match list == EntryKind::Person.as_str() {
        true => lang.pick("người", "person"),
        false => lang.pick("cơ quan", "organisation"),
    };
    words!(
        lang,
        "không có {0} nào có id “{1}”; hãy sửa id hoặc thêm mục [[{2}]]",
        "there is no {0} with the id “{1}”; correct it or add a [[{2}]]",
        what,
        id,
        list
    )
}

fn day(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// `01/01/2021 – 30/06/2025`.
fn days(from: Option<Date>, until: Option<Date>, lang: Lang) -> String {
    match (from, until) {
        (Some(from), Some(until)) => format!("{} – {}", day(from), day(until)),
        (Some(from), None) => words!(lang, "từ {}", "from {}", day(from)),
        (None, Some(until)) => words!(lang, "đến hết {}", "until {}", day(until)),
        (None, None) => "–".to_owned(),
    }
}

fn number(value: f64, lang: Lang) -> String {
    let value = value.to_string();
    match lang {
        Lang::Vi => value.replace('.', ","),
        Lang::En => value,
    }
}

//! Documents of Vietnamese text with room for what agencies draw: number and date, two blocks of title and name, an
//! attachment in the same file that names the decision.

use std::collections::BTreeMap;

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream, new_file};
use kyso_stamp_images::{Appearance, Face, PageFrame, StampPlace, TextRun, Turn, ViewRect};

const WIDTH: f64 = 595.0;
const HEIGHT: f64 = 842.0;
/// Of all letters.
const SIZE: f64 = 13.0;

/// A page of lines, and the gaps that were left in them.
#[derive(Default)]
pub(super) struct Sheet {
    runs: Vec<TextRun>,
    pub(super) gaps: Vec<Rect>,
}

/// A part of a line.
pub(super) enum Part {
    Text(&'static str),
    /// So many points of blank paper.
    Gap(f64),
}

impl Sheet {
    pub(super) fn line(&mut self, x: f64, baseline: f64, face: Face, text: &'static str) {
        self.row(x, baseline, face, &[Part::Text(text)]);
    }

    /// A bold line with its middle at `x`.
    pub(super) fn centred(&mut self, x: f64, baseline: f64, text: &'static str) {
        let width = Face::Bold.width(text, SIZE).unwrap();
        self.line(x - width / 2.0, baseline, Face::Bold, text);
    }

    /// Something far smaller than a letter.
    pub(super) fn speck(&mut self, x: f64, baseline: f64) {
        self.runs.push(TextRun {
            x,
            baseline,
            size: 1.0,
            face: Face::Regular,
            text: "o".to_owned(),
        });
    }

    /// Gives where it ends.
    pub(super) fn row(&mut self, left: f64, baseline: f64, face: Face, parts: &[Part]) -> f64 {
        let mut x = left;
        for part in parts {
            match part {
                Part::Text(text) => {
                    self.runs.push(TextRun {
                        x,
                        baseline,
                        size: SIZE,
                        face,
                        text: (*text).to_owned(),
                    });
                    x += face.width(text, SIZE).unwrap();
                }
                Part::Gap(width) => {
                    let bottom = HEIGHT - baseline;
                    self.gaps
                        .push(Rect::from_corners(x, bottom, x + width, bottom + SIZE));
                    x += width;
                }
            }
        }
        x
    }
}

fn decision() -> Sheet {
    use Part::{Gap, Text};
    let mut sheet = Sheet::default();
    sheet.line(75.0, 60.0, Face::Bold, "ỦY BAN NHÂN DÂN");
    sheet.line(80.0, 78.0, Face::Bold, "TỈNH THỬ NGHIỆM");
    sheet.line(
        290.0,
        60.0,
        Face::Bold,
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    );
    sheet.line(340.0, 78.0, Face::Bold, "Độc lập - Tự do - Hạnh phúc");
    let number = [Text("Số:"), Gap(34.0), Text("/QĐ-UBND")];
    sheet.row(80.0, 130.0, Face::Regular, &number);
    let date = [
        Text("Quảng Ngãi, ngày"),
        Gap(26.0),
        Text("tháng"),
        Gap(26.0),
        Text("năm 2026"),
    ];
    sheet.row(300.0, 130.0, Face::Italic, &date);
    sheet.line(250.0, 180.0, Face::Bold, "QUYẾT ĐỊNH");
    for (baseline, text) in (230..).step_by(20).zip(BODY) {
        sheet.line(85.0, f64::from(baseline), Face::Regular, text);
    }
    sheet.line(110.0, 580.0, Face::Bold, "GIÁM ĐỐC");
    sheet.line(115.0, 712.0, Face::Bold, "Lê Kiểm");
    sheet.line(350.0, 562.0, Face::Bold, "TM. ỦY BAN NHÂN DÂN");
    sheet.line(390.0, 580.0, Face::Bold, "CHỦ TỊCH");
    sheet.line(365.0, 712.0, Face::Bold, "Trần Thị Minh Ánh");
    sheet
}

fn attachment() -> Sheet {
    use Part::{Gap, Text};
    let mut sheet = Sheet::default();
    sheet.line(265.0, 60.0, Face::Bold, "PHỤ LỤC");
    let named = [
        Text("(Kèm theo Quyết định số"),
        Gap(36.0),
        Text("/QĐ-UBND ngày"),
        Gap(36.0),
        Text("tháng"),
        Gap(36.0),
        Text("năm 2026)"),
    ];
    sheet.row(70.0, 82.0, Face::Italic, &named);
    for (baseline, text) in (130..).step_by(20).zip(BODY) {
        sheet.line(85.0, f64::from(baseline), Face::Regular, text);
    }
    sheet
}

const BODY: [&str; 6] = [
    "Điều 1. Ban hành kèm theo Quyết định này Quy chế thử nghiệm.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    "Điều 3. Các cơ quan, đơn vị chịu trách nhiệm thi hành.",
    "Văn thư cập nhật số, ngày, tháng, năm ban hành.",
    "Chánh Văn phòng đôn đốc việc thực hiện.",
    "Nơi nhận: như Điều 3.",
];

/// The file of two pages, not signed.
pub(super) fn pages() -> Vec<u8> {
    file(&[decision(), attachment()])
}

/// The gaps for number, day and month on a page, from 0: on the decision, and where the attachment names it.
pub(super) fn gaps(page_index: usize) -> [Rect; 3] {
    let sheet = match page_index {
        0 => decision(),
        _ => attachment(),
    };
    sheet.gaps.try_into().unwrap()
}

/// The file of these pages, not signed.
pub(super) fn file(sheets: &[Sheet]) -> Vec<u8> {
    let mut objects: BTreeMap<ObjectId, Object> = BTreeMap::new();
    let mut last = 2;
    let mut add = |object: Object| {
        last += 1;
        let id = ObjectId::new(last, 0);
        objects.insert(id, object);
        id
    };
    let (root, tree) = (ObjectId::new(1, 0), ObjectId::new(2, 0));
    let kids = sheets.iter().map(|sheet| page(sheet, tree, &mut add));
    let kids: Vec<Object> = kids.map(Object::Reference).collect();
    let of = |name: &str| Dictionary::new().with("Type", Name::from(name));
    let count = i64::try_from(kids.len()).unwrap();
    objects.insert(root, of("Catalog").with("Pages", tree).into());
    let pages = of("Pages").with("Kids", kids).with("Count", count);
    objects.insert(tree, pages.into());
    new_file(&objects, root).unwrap()
}

fn page(sheet: &Sheet, tree: ObjectId, add: &mut dyn FnMut(Object) -> ObjectId) -> ObjectId {
    let paper = Rect::from_corners(0.0, 0.0, WIDTH, HEIGHT);
    let frame = PageFrame::new(paper, Turn::None, 1.0);
    let area = ViewRect::from_edges(0.0, 0.0, WIDTH, HEIGHT);
    let place = StampPlace::new(0, &frame, area).unwrap();
    let form = Appearance::text(&place, &sheet.runs).unwrap().add_to(add);
    let content = add(Stream::new(Dictionary::new(), b"/Fm0 Do".to_vec()).into());
    let forms = Dictionary::new().with("Fm0", form);
    let entries = Dictionary::new()
        .with("Type", Name::from("Page"))
        .with("Parent", tree)
        .with("MediaBox", paper.to_object())
        .with("Resources", Dictionary::new().with("XObject", forms))
        .with("Contents", content);
    add(entries.into())
}

//! Documents made of runs of text, for layouts that the samples do not have.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream, StreamData, write_object};
use kyso_stamp_images::{Appearance, Face, PageFrame, StampPlace, TextRun, Turn, ViewRect};

/// A PDF whose pages have these runs of text.
pub(crate) fn document_of(pages: &[Vec<TextRun>]) -> Vec<u8> {
    document_under("", pages)
}

/// The same below these operators, such as a matrix.
pub(crate) fn document_under(operators: &str, pages: &[Vec<TextRun>]) -> Vec<u8> {
    let mut objects = vec![Object::Null, Object::Null];
    let kids: Vec<_> = pages
        .iter()
        .map(|runs| add_page(&mut objects, operators, runs))
        .collect();
    let count = i64::try_from(kids.len()).unwrap();
    objects[0] = Dictionary::new()
        .with("Type", Name::from("Catalog"))
        .with("Pages", ObjectId::new(2, 0))
        .into();
    objects[1] = Dictionary::new()
        .with("Type", Name::from("Pages"))
        .with("Count", count)
        .with("Kids", kids)
        .into();
    write(&objects)
}

/// A bold line of 14 points around this vertical axis.
pub(crate) fn centred(axis: f64, baseline: f64, text: &str) -> TextRun {
    let width = Face::Bold.width(text, 14.0).unwrap();
    TextRun {
        x: axis - width / 2.0,
        baseline,
        size: 14.0,
        face: Face::Bold,
        text: text.to_owned(),
    }
}

fn add_page(objects: &mut Vec<Object>, operators: &str, runs: &[TextRun]) -> Object {
    let area = ViewRect::from_edges(0.0, 0.0, 595.0, 842.0);
    let frame = PageFrame::new(Rect::from_corners(0.0, 0.0, 595.0, 842.0), Turn::None, 1.0);
    let place = StampPlace::new(0, &frame, area).unwrap();
    let mut add = |object| {
        objects.push(object);
        ObjectId::new(u32::try_from(objects.len()).unwrap(), 0)
    };
    let form = Appearance::text(&place, runs).unwrap().add_to(&mut add);
    let content = format!("{operators} /Text Do").into_bytes();
    let content = add(Stream::new(Dictionary::new(), content).into());
    let forms = Dictionary::new().with("Text", form);
    let page = Dictionary::new()
        .with("Type", Name::from("Page"))
        .with("Parent", ObjectId::new(2, 0))
        .with(
            "MediaBox",
            Rect::from_corners(0.0, 0.0, 595.0, 842.0).to_object(),
        )
        .with("Resources", Dictionary::new().with("XObject", forms))
        .with("Contents", content);
    add(page.into()).into()
}

fn write(objects: &[Object]) -> Vec<u8> {
    fn data(data: &StreamData) -> &[u8] {
        match data {
            StreamData::Owned(bytes) => bytes,
            StreamData::InFile { .. } => &[],
        }
    }
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend(format!("{} 0 obj\n", index + 1).bytes());
        write_object(object, &mut file, &data);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    let size = objects.len() + 1;
    file.extend(table.bytes());
    file.extend(
        format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    file
}

//! Documents made of lines of text, for layouts that the samples do not have.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream, StreamData, write_object};
use kyso_stamp_images::{Appearance, Face, PageFrame, Place, TextRun, Turn, ViewRect};

/// A line of 14-point text: left end and baseline in points from the top left
/// corner of an A4 page.
pub(crate) struct Line(pub(crate) f64, pub(crate) f64, pub(crate) &'static str);

/// A PDF with these pages.
pub(crate) fn document(pages: &[&[Line]]) -> Vec<u8> {
    let mut objects = vec![Object::Null, Object::Null];
    let kids: Vec<_> = pages
        .iter()
        .map(|lines| add_page(&mut objects, lines))
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

fn add_page(objects: &mut Vec<Object>, lines: &[Line]) -> Object {
    let area = ViewRect::from_edges(0.0, 0.0, 595.0, 842.0);
    let frame = PageFrame::new(Rect::from_corners(0.0, 0.0, 595.0, 842.0), Turn::None, 1.0);
    let place = Place::new(0, &frame, area).unwrap();
    let runs: Vec<_> = lines.iter().map(run).collect();
    let mut add = |object| {
        objects.push(object);
        ObjectId::new(u32::try_from(objects.len()).unwrap(), 0)
    };
    let form = Appearance::text(&place, &runs).unwrap().add_to(&mut add);
    let content = add(Stream::new(Dictionary::new(), b"/Text Do".to_vec()).into());
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

fn run(line: &Line) -> TextRun {
    TextRun {
        x: line.0,
        baseline: line.1,
        size: 14.0,
        face: Face::Regular,
        text: line.2.to_owned(),
    }
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

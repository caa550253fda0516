//! Object streams that hold other objects for other programs.

use crate::Case;
use crate::expected::Expected;
use crate::revision::Revision;

pub(super) fn cases() -> Vec<Case> {
    let counted = |name, reason, count, header: &'static str, elements: &'static str| {
        Case::new(name, Expected::altered(reason), move |base| {
            packed(&base.approved, count, header, elements)
        })
    };
    let case = |name, reason, header, elements| counted(name, reason, 2, header, elements);
    vec![
        case(
            "elements-out-of-order",
            "ContainerGap",
            "A 3 B 0 ",
            "1  2  ",
        ),
        case("elements-at-one-place", "ContainerOrder", "A 0 B 0 ", "1  "),
        counted(
            "element-twice",
            "ContainerTwice",
            3,
            "A 0 B 3 A 6 ",
            "1  2  3  ",
        ),
        case(
            "foreign-bytes-before-the-elements",
            "ContainerGap",
            "A 4 B 7 ",
            "(x) 1  2  ",
        ),
        case(
            "foreign-bytes-between-the-elements",
            "ContainerGap",
            "A 0 B 6 ",
            "1 (x) 2 ",
        ),
        case(
            "more-in-the-header-than-stated",
            "ContainerHeader",
            "A 0 B 3 7 9 ",
            "1  2  ",
        ),
    ]
}

/// An update with an object stream of two elements, and its cross-reference
/// stream. The letters of `header` stand for the numbers.
pub(crate) fn packed(bytes: &[u8], count: usize, header: &str, elements: &str) -> Vec<u8> {
    let update = Revision::after(bytes);
    let first = update.next();
    let (second, container, own) = (first + 1, first + 2, first + 3);
    let header = header.replace('A', &first.to_string());
    let header = header.replace('B', &second.to_string());
    let data = format!("{header}{elements}");
    let size = own + 1;
    let at = update.position();
    let update = update.bytes(format!(
        "{container} 0 obj\n<</Type/ObjStm/N {count}/First {}/Length {}>>\nstream\n{data}\nendstream\nendobj\n",
        header.len(),
        data.len()
    ));
    let start = update.position();
    let row = |kind: u8, value: usize, index: u8| {
        let value = u32::try_from(value).unwrap().to_be_bytes();
        [&[kind][..], &value, &[index]].concat()
    };
    let stream = usize::try_from(container).unwrap();
    let rows = [
        row(2, stream, 0),
        row(2, stream, 1),
        row(1, at, 0),
        row(1, start, 0),
    ];
    let rows = rows.concat();
    let (root, previous) = update.trailer_parts();
    let update = update.bytes(format!(
        "{own} 0 obj\n<</Type/XRef/W[1 4 1]/Index[{first} 4]/Size {size}/Root {root}/Prev {previous}/Length {}>>\nstream\n",
        rows.len()
    ));
    let end = format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
    update.bytes(rows).bytes(end).objects()
}

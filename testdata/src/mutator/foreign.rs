//! Bytes that no cross-reference names, in the places between and inside the parts of a revision.

use super::body::{Body, Entries};
use super::draft::Draft;
use super::random::Random;
use super::step::{SPOTS, Spot, Step};
use super::{MARK, MARKED_PAGE, Twist, marked, twist_of};

pub(super) const ALL: &[Twist] = &[
    twist_of("gap.object", |_, step, random| {
        let text = object(random);
        step.foreign(*random.pick(&SPOTS), text);
    }),
    twist_of("gap.object-spelled", |_, step, random| {
        let text = spelled_object(random);
        step.foreign(*random.pick(&SPOTS), text);
    }),
    twist_of("gap.object-of-the-update", |draft, step, random| {
        let own = step
            .objects
            .first()
            .map_or(draft.root, |object| object.number);
        step.foreign(
            *random.pick(&SPOTS),
            format!("{own} 0 obj\n{MARKED_PAGE}\nendobj\n"),
        );
    }),
    twist_of("gap.object-awaited", |draft, step, random| {
        let number = draft.awaited.first().copied().unwrap_or(70);
        step.foreign(*random.pick(&SPOTS), marked(number));
    }),
    twist_of("gap.trailer", |draft, step, random| {
        let text = other_trailer(draft, random);
        step.foreign(*random.pick(&SPOTS), text);
    }),
    twist_of("gap.section", |draft, step, random| {
        let spot = *random.pick(&SPOTS);
        section(draft, step, spot, random);
    }),
    twist_of("gap.stream-of-references", |draft, step, random| {
        let text = reference_stream(draft);
        step.foreign(*random.pick(&SPOTS), text);
    }),
    twist_of("gap.object-stream", |_, step, random| {
        let text = object_stream();
        step.foreign(*random.pick(&SPOTS), text);
    }),
    twist_of("gap.comment", |_, step, random| {
        let comment = *random.pick(&["%iText-5.5.13\n", "%PDF Tool-1.0\r\n", "%\n", "% a b c\n"]);
        step.foreign(*random.pick(&SPOTS), comment);
    }),
    twist_of("gap.comment-long", |_, step, random| {
        let length = *random.pick(&[100, 126, 127, 128, 129, 300, 2000]);
        step.foreign(*random.pick(&SPOTS), format!("%{}\n", "c".repeat(length)));
    }),
    twist_of("gap.comment-of-object", |_, step, random| {
        let text = *random.pick(&[
            "%4 0 obj<</Length 25>>stream\n",
            "% 4 0 obj\r<</Length 25>>\n",
            "%x\r4 0 obj\r<<>>\n",
            "%trailer<</Root 90 0 R>>\n",
            "%xref\n",
            "%startxref\r0\r%%EOF\n",
            "%\u{0}4 0 obj <<>> endobj\n",
        ]);
        step.foreign(*random.pick(&SPOTS), text);
    }),
    twist_of("gap.white-space", |_, step, random| {
        let count = *random.pick(&[1, 2, 30, 1100]);
        let byte = *random.pick(b" \n\r\0\t\x0c");
        step.foreign(*random.pick(&SPOTS), vec![byte; count]);
    }),
    twist_of("gap.noise", |_, step, random| {
        let noise: Vec<u8> = (0..40)
            .map(|_| u8::try_from(random.below(256)).unwrap())
            .collect();
        step.foreign(*random.pick(&SPOTS), noise);
    }),
    twist_of("gap.header", |_, step, random| {
        step.foreign(*random.pick(&SPOTS), "%PDF-1.4\n");
    }),
    twist_of("gap.end-of-file", |_, step, random| {
        step.foreign(*random.pick(&SPOTS), "%%EOF\n");
    }),
    twist_of("tail.white-space", |_, step, random| {
        step.tail = vec![*random.pick(b" \n\r\0"); *random.pick(&[1, 2, 100, 1100, 3000])];
    }),
    twist_of("tail.object", |_, step, random| {
        step.tail = spelled_object(random)
    }),
    twist_of("tail.section", |draft, step, random| {
        let mut text = Vec::new();
        let other = marked(4);
        let at = draft.bytes.len();
        text.extend(other.bytes());
        text.extend(
            format!(
                "trailer\n<</Root {} 0 R/Size 90>>\nstartxref\n{at}\n%%EOF\n",
                draft.root
            )
            .bytes(),
        );
        step.tail = if random.percent(50) {
            text
        } else {
            other.into_bytes()
        };
    }),
    twist_of("tail.noise", |_, step, random| {
        let text = *random.pick(&[
            "junk",
            "%%EOF",
            "\0\0\0x",
            "startxref\n0\n%%EOF\n",
            "%end\n",
        ]);
        step.tail = text.as_bytes().to_vec();
    }),
    twist_of("inside.stream-of-objects", |draft, step, random| {
        let inside = inside(draft, random);
        step.add(Body::Stream(Entries::default(), inside));
    }),
    twist_of("inside.validation-data", |draft, step, random| {
        let inside = inside(draft, random);
        let number = step.add(Body::Stream(Entries::default(), inside));
        let catalog = draft.current(step, draft.root);
        let catalog = catalog.with("DSS", format!("<</Certs[{number} 0 R]>>"));
        step.put(draft.root, Body::Dictionary(catalog));
    }),
    twist_of("inside.metadata", |draft, step, random| {
        let mut packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><!--\n".to_vec();
        packet.extend(inside(draft, random));
        packet.extend(b"\n--></x:xmpmeta>");
        let entries = Entries::of(&[("Type", "/Metadata"), ("Subtype", "/XML")]);
        let number = step.add(Body::Stream(entries, packet));
        let catalog = draft.current(step, draft.root);
        step.put(
            draft.root,
            Body::Dictionary(catalog.with("Metadata", format!("{number} 0 R"))),
        );
    }),
    twist_of("inside.string", |draft, step, random| {
        let text = String::from_utf8_lossy(&inside(draft, random)).replace(['(', ')'], "");
        step.add(Body::raw(format!("<</Unused({text})>>")));
    }),
    twist_of("inside.dictionary-comment", |draft, step, random| {
        let text = String::from_utf8_lossy(&inside(draft, random)).replace('\n', " ");
        step.add(Body::raw(format!("<</Unused %{text}\n 1>>")));
    }),
    twist_of("inside.after-endobj", |_, step, random| {
        let text = object(random);
        step.style.foot = format!("\nendobj\n{}", String::from_utf8_lossy(&text));
    }),
    twist_of("inside.after-endstream", |_, step, random| {
        let text = String::from_utf8_lossy(&object(random)).into_owned();
        let mut entries = Entries::default();
        entries.set("Unused", 1);
        let number = step.add(Body::Stream(entries, b"abc".to_vec()));
        if let Some(object) = step
            .objects
            .iter_mut()
            .find(|object| object.number == number)
        {
            object.words.end = format!("\nendstream\n{text}");
        }
    }),
    twist_of("break.end-of-section", |_, step, random| {
        // What makes a program give up the section and rebuild: beside bytes that it then finds.
        let text = object(random);
        step.foreign(Spot::Start, text);
        step.style.start = (*random.pick(&["startxref\n0\n", "startxref\n", ""])).to_owned();
    }),
    twist_of("break.root", |_, step, random| {
        let text = object(random);
        step.foreign(Spot::Middle, text);
        step.trailer
            .set("Root", random.pick(&["null", "99 0 R", "3 0 R", "<<>>"]));
    }),
    twist_of("break.object-in-use", |_, step, random| {
        let text = inside_objects();
        step.add(Body::Stream(Entries::default(), text));
        step.entries.insert(*random.pick(&[1, 2, 3]), (17, 0));
    }),
];

/// An object in place of one that counts.
fn object(random: &mut Random) -> Vec<u8> {
    let text = match random.below(5) {
        0 | 1 => marked(4),
        2 => format!("3 0 obj\n{MARKED_PAGE}\nendobj\n"),
        3 => "6 0 obj\n<<>>\nendobj\n".to_owned(),
        _ => format!(
            "2 0 obj\n<</Type/Pages/Count 1/Kids[91 0 R]>>\nendobj\n91 0 obj\n{MARKED_PAGE}\nendobj\n"
        ),
    };
    text.into_bytes()
}

/// The same with another spelling of its head.
fn spelled_object(random: &mut Random) -> Vec<u8> {
    let head = *random.pick(HEADS);
    let body = String::from_utf8(object(random)).unwrap();
    let (first, rest) = body.split_once(" 0 obj").unwrap();
    head.replace("{n}", first)
        .into_bytes()
        .into_iter()
        .chain(rest.bytes())
        .collect()
}

const HEADS: &[&str] = &[
    "{n}  0  obj",
    "{n}\r0\robj",
    "{n}\n0\nobj",
    "{n} 0 %c\nobj",
    "{n}%c\n0 obj",
    "+{n} 0 obj",
    "{n} +0 obj",
    "00{n} 0 obj",
    "{n} 00000 obj",
    "x{n} 0 obj",
    "endobj{n} 0 obj",
    "\u{0}{n} 0 obj",
    "{n}\t0\tobj",
    "{n}\u{0}0\u{0}obj",
    "{n}\u{c}0\u{c}obj",
    "{n} 0obj",
    "{n} 0 OBJ",
    "{n} 0 objx",
    "{n} 1 obj",
    "{n} 65535 obj",
    "{n} 0.0 obj",
    "{n}.0 0 obj",
    "-{n} 0 obj",
    "429496730{n} 0 obj",
    "\r{n} 0 obj",
    "   {n} 0 obj",
    "({n} 0 obj",
    ">{n} 0 obj",
    "/{n} 0 obj",
    "%\n{n} 0 obj",
    "1 {n} 0 obj",
];

fn other_trailer(draft: &Draft<'_>, random: &mut Random) -> Vec<u8> {
    let word = *random.pick(&[
        "trailer\n",
        "trailer ",
        "trailer",
        " trailer\r",
        "xtrailer ",
        "%trailer ",
        "trailer%\n",
    ]);
    let page = format!("91 0 obj\n{MARKED_PAGE}\nendobj\n");
    let pages = "92 0 obj\n<</Type/Pages/Count 1/Kids[91 0 R]>>\nendobj\n";
    let catalog = "93 0 obj\n<</Type/Catalog/Pages 92 0 R>>\nendobj\n";
    let root = if random.percent(50) { 93 } else { draft.root };
    format!("{page}{pages}{catalog}{word}<</Root {root} 0 R/Size 94>>\n").into_bytes()
}

/// A whole section with an object of its own, whose offset is right when the section comes first.
fn section(draft: &Draft<'_>, step: &mut Step, spot: Spot, random: &mut Random) {
    let at = draft.bytes.len();
    let object = marked(4);
    let start = at + object.len();
    let root = draft.root;
    let end = if random.percent(60) {
        format!("startxref\n{start}\n%%EOF\n")
    } else {
        String::new()
    };
    let text = format!(
        "{object}xref\n4 1\n{at:010} 00000 n \ntrailer\n<</Size 90/Root {root} 0 R/Prev {}>>\n{end}",
        draft.section
    );
    step.foreign(spot, text);
    if random.percent(30) {
        step.style.start = format!("startxref\n{start}\n");
    }
}

fn reference_stream(draft: &Draft<'_>) -> Vec<u8> {
    let at = draft.bytes.len();
    let object = marked(4);
    let start = at + object.len();
    let mut row = vec![1];
    row.extend(u32::try_from(at).unwrap().to_be_bytes());
    row.push(0);
    let mut text = format!(
        "{object}95 0 obj\n<</Type/XRef/W[1 4 1]/Index[4 1]/Size 96/Root {} 0 R/Prev {}/Length 6>>\nstream\n",
        draft.root, draft.section
    )
    .into_bytes();
    text.extend(row);
    text.extend(format!("\nendstream\nendobj\nstartxref\n{start}\n").bytes());
    text
}

fn object_stream() -> Vec<u8> {
    let data = format!("3 0 {MARKED_PAGE}");
    format!(
        "96 0 obj\n<</Type/ObjStm/N 1/First 4/Length {}>>\nstream\n{data}\nendstream\nendobj\n",
        data.len()
    )
    .into_bytes()
}

fn inside_objects() -> Vec<u8> {
    let root = "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n";
    let page = format!("3 0 obj\n{MARKED_PAGE}\nendobj\n");
    format!("{root}{page}{}", marked(4)).into_bytes()
}

/// What a program that rebuilds could take for parts of the file.
fn inside(draft: &Draft<'_>, random: &mut Random) -> Vec<u8> {
    match random.below(7) {
        0 => object(random),
        1 => spelled_object(random),
        2 => other_trailer(draft, random),
        3 => reference_stream(draft),
        4 => object_stream(),
        5 => format!("endstream\nendobj\n{}", marked(4)).into_bytes(),
        _ => format!("\nstartxref\n{}\n%%EOF\n{MARK}", draft.section / 2).into_bytes(),
    }
}

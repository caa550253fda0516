//! What locates objects, written otherwise than it should be (ISO 32000-2, 7.5.4 to 7.5.8).

use super::body::Body;
use super::draft::{CONTENT, PAGE};
use super::step::{Form, Own, Packing, Spot, Step};
use super::{MARKED_PAGE, Twist, marked, twist_of};

pub(super) const ALL: &[Twist] = &[
    twist_of("start.words", |_, step, random| {
        step.style.start = (*random.pick(&[
            "startxref\r{o}\r",
            "startxref\r\n{o}\r\n",
            "startxref {o}\n",
            "startxref\n\n{o}\n",
            "startxref\n {o}\n",
            "startxref\n+{o}\n",
            "startxref\n000{o}\n",
            "startxref\n{o} \n",
            "startxref\n{o} 17\n",
            "startxref\n{o}.0\n",
            "startxref\n{o}",
            "startxref%\n{o}\n",
            "startxref\n%c\n{o}\n",
            "xstartxref\n{o}\n",
            "startxref{o}\n",
            " startxref\n{o}\n",
        ]))
        .to_owned();
    }),
    twist_of("start.two", |draft, step, random| {
        let other = draft.section;
        step.style.start = (*random.pick(&[
            "startxref\n{other}\nstartxref\n{o}\n",
            "startxref\n{o}\nstartxref\n{other}\n",
            "startxref\n{other}\n%%EOF\nstartxref\n{o}\n",
        ]))
        .replace("{other}", &other.to_string());
    }),
    twist_of("start.elsewhere", |_, step, random| {
        step.style.start_shift = *random.pick(&[-1, 1, -2, 4, -10, 1000, -5]);
    }),
    twist_of("start.to-white-space", |_, step, random| {
        let blanks = *random.pick(&["\n", "  ", "\r\n\r\n", "\0"]);
        step.style.start_shift = -i64::try_from(blanks.len()).unwrap();
        step.foreign(Spot::BeforeSection, blanks);
    }),
    twist_of("start.to-the-section-before", |draft, step, _| {
        step.style.start = format!("startxref\n{}\n", draft.section);
    }),
    twist_of("start.far-from-the-end", |_, step, random| {
        let length = *random.pick(&[900, 1000, 1024, 1100, 2100]);
        step.style.end = format!("{}%%EOF\n", "\n".repeat(length));
    }),
    twist_of("end.words", |_, step, random| {
        step.style.end = (*random.pick(&[
            "%%EOF",
            "%%EOF\r\n",
            "%%EOF\r",
            "%%EOF \n",
            "%%EOF\n%%EOF\n",
            " %%EOF\n",
            "%%EO\n",
            "%%eof\n",
            "%%EOFx\n",
            "",
            "%%EOF\n\n\n",
            "%% EOF\n",
            "%x\n%%EOF\n",
            "%%EOF%c\n",
        ]))
        .to_owned();
    }),
    twist_of("section.words", |_, step, random| {
        step.style.section = (*random.pick(&[
            "xref\r\n",
            "xref\r",
            "xref ",
            "xref \n",
            "xref",
            " xref\n",
            "\nxref\n",
            "xref\n\n",
            "xref%c\n",
            "xref\n0 0\n",
            "xref\n0 1\n0000000000 65535 f \n",
            "xref\n0 1\n0000000000 00000 f \n",
            "Xref\n",
        ]))
        .to_owned();
    }),
    twist_of("section.count", |_, step, random| {
        step.style.count = (*random.pick(&[
            "{n} {c} \n",
            "{n} {c}\r\n",
            "{n} {c}\r",
            "{n} {c}",
            "{n}  {c}\n",
            " {n} {c}\n",
            "+{n} {c}\n",
            "00{n} {c}\n",
            "{n} 0{c}\n",
            "{n} {c}%c\n",
            "{n}\n{c}\n",
            "{n} {c} 5\n",
            "{n}.0 {c}\n",
            "{n} 1{c}\n",
            "{n} 0\n{n} {c}\n",
        ]))
        .to_owned();
    }),
    twist_of("section.entry", |_, step, random| {
        step.style.entry = (*random.pick(&[
            "{o} {g} {k}\r\n",
            "{o} {g} {k} \r",
            "{o} {g} {k}\n",
            "{o} {g} {k}  \n",
            "{o}  {g} {k}\n",
            "{o} {g}{k}  \n",
            "{o} {g} {k}xx",
            "{o}\t{g} {k} \n",
            " {o} {g} {k}\n",
            "{o} {g} {k}%\n",
            "{o} {g} {k}\0\n",
        ]))
        .to_owned();
    }),
    twist_of("section.kind", |_, step, random| {
        step.style.entry = (*random.pick(&[
            "{o} {g} N \n",
            "{o} {g} x \n",
            "{o} {g} f \n",
            "{o} 00001 n \n",
            "{o} 65535 n \n",
        ]))
        .to_owned();
    }),
    twist_of("section.entries-elsewhere", |_, step, random| {
        step.style.entry_shift = *random.pick(&[-1, 1, 2, -2, -3, 5]);
    }),
    twist_of("section.entries-to-white-space", |_, step, random| {
        let blanks = *random.pick(&["\n", " ", "\r\n", "   ", "\0", "\n%\n"]);
        step.style.entry_shift = -i64::try_from(blanks.len()).unwrap();
        step.style.head = format!("{blanks}{}", step.style.head);
        step.style.entry_shift = 0;
    }),
    twist_of("section.entry-of-another", |draft, step, random| {
        let target = *random.pick(&[PAGE, CONTENT, draft.root]);
        let other = draft.bytes.len() / (2 + random.below(5));
        step.entries.insert(target, (other, 0));
    }),
    twist_of("section.entry-to-hidden", |draft, step, random| {
        let spot = Spot::Start;
        let at = draft.bytes.len();
        step.foreign(spot, marked(4));
        step.entries
            .insert(CONTENT, (at, u16::from(random.percent(20))));
    }),
    twist_of("section.entry-to-other-number", |draft, step, _| {
        let at = draft.bytes.len();
        step.foreign(Spot::Start, marked(97));
        step.entries.insert(CONTENT, (at, 0));
    }),
    twist_of("section.far-number", |_, step, random| {
        let number = *random.pick(&[5000, 8_388_606, 8_388_607, 8_388_608, 9_999_999]);
        step.put(number, Body::raw("<</Unused 1>>"));
    }),
    twist_of("section.gap-in-numbers", |_, step, random| {
        let number = step.size + 1 + u32::try_from(random.below(60)).unwrap();
        step.put(number, Body::raw("<</Unused 1>>"));
    }),
    twist_of("trailer.words", |_, step, random| {
        step.style.trailer = (*random.pick(&[
            "trailer",
            "trailer ",
            "trailer\r\n",
            " trailer\n",
            "trailer\n\n",
            "trailer%c\n",
            "xtrailer\n",
            "trailer\0",
            "Trailer\n",
        ]))
        .to_owned();
    }),
    twist_of("trailer.size", |_, step, random| {
        step.style.size = (*random.pick(&[
            "5", "4", "1", "0", "", "99", "100000", "9999999", "{}.0", "+{}", "0{}", "-1",
            "60 0 R", "null", "(20)",
        ]))
        .to_owned();
    }),
    twist_of("trailer.previous", |_, step, random| {
        step.style.previous = (*random.pick(&[
            "", "{}.0", "+{}", "00{}", "null", "0", "{} 0 R", "(0)", "[{}]", "17", "-{}",
            "99999999",
        ]))
        .to_owned();
    }),
    twist_of("trailer.previous-elsewhere", |_, step, random| {
        step.style.previous_shift = *random.pick(&[-1, 1, -2, 3, -4]);
    }),
    twist_of("trailer.extra", |_, step, random| {
        step.style.extra = (*random.pick(&[
            "/Root 93 0 R",
            "/R#6fot 93 0 R",
            "/Prev 17",
            "/XRefStm 17",
            "/XRefStm 0",
            "/Encrypt 5 0 R",
            "/Size 4",
            "/ID[<00> <00>]",
            "/Info 5 0 R",
            "/Type/XRef",
            "/Root<</Type/Catalog>>",
            "/AuthCode<<>>",
            "/Unknown 1",
        ]))
        .to_owned();
    }),
    twist_of("trailer.root-spelled", |draft, step, random| {
        let spelled = random.pick(&[
            "{} 00000 R",
            "0{} 0 R",
            "{}  0  R",
            "{} 1 R",
            "+{} 0 R",
            "{}\n0\nR",
            "{} 0 %c\nR",
        ]);
        step.trailer
            .set("Root", spelled.replace("{}", &draft.root.to_string()));
    }),
    twist_of("form.other", |_, step, random| {
        step.form = *random.pick(&[Form::Table, Form::Stream, Form::Packed, Form::Hybrid]);
    }),
    twist_of("form.widths", |_, step, random| {
        step.style.widths = *random.pick(&[
            [1, 2, 1],
            [1, 3, 2],
            [1, 8, 2],
            [2, 4, 2],
            [1, 4, 0],
            [0, 4, 2],
            [1, 2, 0],
            [1, 4, 8],
        ]);
    }),
    twist_of("form.own-entry", |_, step, random| {
        step.style.own = *random.pick(&[Own::Free, Own::Unlisted]);
    }),
    twist_of("form.hybrid-beside", |draft, step, _| {
        // A stream that only programs which obey /XRefStm see.
        let at = draft.bytes.len();
        let object = marked(4);
        let start = at + object.len();
        let mut text = format!(
            "{object}98 0 obj\n<</Type/XRef/W[1 4 1]/Index[4 1]/Size 99/Root {} 0 R/Length 6>>\nstream\n",
            draft.root
        )
        .into_bytes();
        text.push(1);
        text.extend(u32::try_from(at).unwrap().to_be_bytes());
        text.push(0);
        text.extend(b"\nendstream\nendobj\n");
        step.form = Form::Table;
        step.foreign(Spot::Start, text);
        step.trailer.set("XRefStm", start);
    }),
    twist_of("packing.order", |_, step, _| {
        packed(step, Packing::Descending)
    }),
    twist_of("packing.twice", |_, step, _| packed(step, Packing::Twice)),
    twist_of("packing.count", |_, step, _| packed(step, Packing::TooMany)),
    twist_of("packing.first", |_, step, _| {
        packed(step, Packing::EarlyFirst)
    }),
    twist_of("packing.extra-member", |_, step, _| {
        packed(step, Packing::Extra)
    }),
    twist_of("packing.swapped", |_, step, _| {
        packed(step, Packing::Swapped)
    }),
    twist_of("file.length-as-claimed", |draft, step, random| {
        if let Some(length) = draft.claimed_length {
            step.style.length = Some(length);
            return;
        }
        let length = draft.bytes.len() + 30_000 + random.below(1000);
        step.style.length = Some(length);
    }),
    twist_of("file.object-freed", |_, step, random| {
        step.freed.insert(
            *random.pick(&[7, 14, 70, 71]),
            u16::try_from(random.below(2)).unwrap(),
        );
    }),
    twist_of("file.object-zero", |_, step, random| {
        step.freed.insert(0, *random.pick(&[65535, 0, 1]));
    }),
    twist_of("file.other-generation", |_, step, random| {
        let generation = *random.pick(&[1, 2, 65535]);
        if let Some(object) = step.objects.last_mut() {
            object.generation = generation;
        }
    }),
    twist_of("file.reference-to-nothing", |_, step, _| {
        // Programs look up the date of a widget, and find nothing.
        for object in &mut step.objects {
            if let Body::Dictionary(entries) = &mut object.body {
                entries.set("M", "88 0 R");
            }
        }
    }),
    twist_of("file.hidden-comes-to-light", |_, step, _| {
        step.style.size = "1000".to_owned();
        step.put(200, Body::raw(MARKED_PAGE));
    }),
];

/// Members in an object stream, of whatever form the file is.
fn packed(step: &mut Step, packing: Packing) {
    if step.form == Form::Table || step.form == Form::Stream {
        step.form = if step.form == Form::Table {
            Form::Hybrid
        } else {
            Form::Packed
        };
    }
    step.style.packing = packing;
}

//! Objects that mean the same as before to one program, and something else to another.

use super::body::{Body, Entries};
use super::draft::{CONTENT, Draft, FONT, PAGE, RESOURCES};
use super::random::Random;
use super::step::{Step, Written};
use super::{MARK, Twist, twist_of};

pub(super) const ALL: &[Twist] = &[
    twist_of("head.words", |_, step, random| {
        step.style.head = (*random.pick(&[
            "{n} {g} obj\r",
            "{n} {g} obj\r\n",
            "{n} {g} obj ",
            "{n} {g} obj",
            "{n}  {g} obj\n",
            "{n} {g} obj%c\n",
            "{n}\n{g}\nobj\n",
            "0{n} {g} obj\n",
            "+{n} {g} obj\n",
            "{n} 0{g} obj\n",
            "{n} {g} obj\n\n",
            "{n}\0{g} obj\n",
            "{n} {g} %c\nobj\n",
            "{n}.0 {g} obj\n",
        ]))
        .to_owned();
    }),
    twist_of("foot.words", |_, step, random| {
        step.style.foot = (*random.pick(&[
            "\nendobj\r",
            "\nendobj ",
            " endobj\n",
            "endobj\n",
            "\nendobj",
            "\n",
            "\nendobj%c\n",
            "\nendobj\nendobj\n",
            "\nendobjx\n",
            "\nendob\n",
            " 5 endobj\n",
        ]))
        .to_owned();
    }),
    twist_of("stream.start", |draft, step, random| {
        with_stream(draft, step, random, |words, random| {
            words.start = (*random.pick(&[
                "\nstream\r\n",
                "\nstream\r",
                "\nstream",
                "\nstream \n",
                "\nstream\n\n",
                "\nstream\n\r\n",
                "stream\n",
                " stream\n",
                "\nstream%c\n",
                "\nstream\t\n",
                "\nstream\0\n",
                "\r\nstream\n",
                "\nstream   \r\n",
            ]))
            .to_owned();
        });
    }),
    twist_of("stream.end", |draft, step, random| {
        with_stream(draft, step, random, |words, random| {
            words.end = (*random.pick(&[
                "endstream",
                "\r\nendstream",
                "\rendstream",
                "\n\nendstream",
                " endstream",
                "\nendstream\n ",
                "\n",
                "\nendstrea",
                "\nendstreamx",
                "\nendstream endstream",
                "\nendobj\nendstream",
            ]))
            .to_owned();
        });
    }),
    twist_of("stream.length", |draft, step, random| {
        with_stream(draft, step, random, |words, random| {
            words.length = (*random.pick(&[
                "0{}",
                "+{}",
                "{}.0",
                "1",
                "0",
                "5",
                "9{}",
                "-{}",
                "null",
                "(3)",
                "99 0 R",
                "4 0 R",
                "{} 0 R",
                "[{}]",
                "4294967296",
                "{}/Length 3",
                "3/Length {}",
            ]))
            .to_owned();
        });
    }),
    twist_of("stream.length-by-reference", |draft, step, random| {
        let target = stream_target(draft, random);
        let Body::Stream(mut entries, data) = target.1 else {
            return;
        };
        let length = step.add(Body::raw(data.len().to_string()));
        entries.set("Length", format!("{length} 0 R"));
        step.put(target.0, Body::Stream(entries, data));
    }),
    twist_of("stream.ends-inside", |draft, step, random| {
        let number = stream_target(draft, random).0;
        let data = format!("{MARK}\nendstream\nendobj\n4 0 obj\n<<>>\nstream\n{MARK}");
        let entries = Entries::of(&[("Unused", "1")]);
        let number = if random.percent(50) {
            number
        } else {
            step.size
        };
        step.put(number, Body::Stream(entries, data.into_bytes()));
    }),
    twist_of("stream.filtered", |draft, step, random| {
        let (number, body) = stream_target(draft, random);
        let Body::Stream(entries, data) = body else {
            return;
        };
        let digits = base16ct::lower::encode_string(&data);
        let filter = *random.pick(&[
            "/ASCIIHexDecode",
            "/AHx",
            "[/ASCIIHexDecode]",
            "/ASCII#48exDecode",
            "[/ASCIIHexDecode null]",
        ]);
        step.put(
            number,
            Body::Stream(entries.with("Filter", filter), format!("{digits}>").into()),
        );
    }),
    twist_of("token.long-name", |draft, step, random| {
        let length = *random.pick(&[120, 126, 127, 128, 200, 254, 255, 256, 257, 400, 5000]);
        let target = dictionary_target(draft, random);
        let entries = draft.current(step, target);
        let key = "k".repeat(length);
        let text = format!("<</{key} 1{}>>", entries.inside());
        step.put(target, Body::raw(text));
    }),
    twist_of("token.long-value", |draft, step, random| {
        let length = *random.pick(&[120, 127, 128, 255, 256, 257, 1000]);
        let target = dictionary_target(draft, random);
        let entries = draft.current(step, target);
        let value = match random.below(3) {
            0 => format!("/{}", "v".repeat(length)),
            1 => format!("{}1", "0".repeat(length)),
            _ => format!("1.{}", "0".repeat(length)),
        };
        step.put(
            target,
            Body::raw(format!("<</Unused {value}{}>>", entries.inside())),
        );
    }),
    twist_of("number.padded", |draft, step, random| {
        rewrite(draft, step, random, |text, random| {
            let width = *random.pick(&[2, 5, 11, 130, 260]);
            text.replace(" 0 R", &format!(" {} R", "0".repeat(width)))
        });
    }),
    twist_of("number.reference-padded", |draft, step, random| {
        rewrite(draft, step, random, |text, random| {
            let zeros = "0".repeat(*random.pick(&[1, 3, 10, 128, 255]));
            text.replace("6 0 R", &format!("{zeros}6 0 R"))
                .replace("4 0 R", &format!("{zeros}4 0 R"))
        });
    }),
    twist_of("number.great", |draft, step, random| {
        rewrite(draft, step, random, |text, random| {
            let wrapped = *random.pick(&[
                "4294967300 0 R",
                "18446744073709551620 0 R",
                "4.0 0 R",
                "4e0 0 R",
            ]);
            text.replace("4 0 R", wrapped)
        });
    }),
    twist_of("number.real", |draft, step, random| {
        rewrite(draft, step, random, |text, random| {
            let spelled = *random.pick(&[
                "200.0",
                "+200",
                "200.",
                "0200",
                "200.00000000000000000000",
                "2e2",
                "--200",
                "200-1",
                "199.9999999",
                "200.0.1",
            ]);
            text.replace("200 200]", &format!("200 {spelled}]"))
        });
    }),
    twist_of("name.escaped", |draft, step, random| {
        rewrite(draft, step, random, |text, random| match random.below(4) {
            0 => text.replace("/Contents", "/C#6fntents"),
            1 => text.replace("/Resources", "/Resource#73"),
            2 => text.replace("/Font", "/#46ont"),
            _ => text.replace("/Page", "/Pag#65"),
        });
    }),
    twist_of("name.odd", |draft, step, random| {
        rewrite(draft, step, random, |text, random| match random.below(4) {
            0 => text.replace("/Contents ", "/Contents#00 "),
            1 => text.replace("/F 5", "/F#0 5"),
            2 => text.replace("/MediaBox", "/ 1/MediaBox"),
            _ => text.replace("/Resources", "/Resources#"),
        });
    }),
    twist_of("entry.null", |draft, step, random| {
        rewrite(draft, step, random, |text, random| {
            let key = *random.pick(&[
                "Rotate",
                "CropBox",
                "Contents",
                "Annots",
                "Group",
                "Resources",
                "UserUnit",
                "XObject",
                "Filter",
            ]);
            text.replacen("<<", &format!("<</{key} null"), 1)
        });
    }),
    twist_of("entry.null-by-reference", |draft, step, random| {
        let missing = draft.size + 40;
        rewrite(draft, step, random, move |text, random| {
            let key = *random.pick(&[
                "Resources",
                "Contents",
                "CropBox",
                "Rotate",
                "Annots",
                "Font",
            ]);
            text.replacen("<<", &format!("<</{key} {missing} 0 R"), 1)
        });
    }),
    twist_of("entry.twice", |draft, step, random| {
        rewrite(draft, step, random, |text, random| {
            let end = *random.pick(&[
                "/Contents 7 0 R>>",
                "/MediaBox[0 0 80 80]>>",
                "/Resources<<>>>>",
                "/Rotate 180>>",
            ]);
            let mut text = text.to_owned();
            text.truncate(text.len() - 2);
            text + end
        });
    }),
    twist_of("value.made-indirect", |draft, step, random| {
        let target = dictionary_target(draft, random);
        let mut entries = draft.current(step, target);
        let mut moved = Vec::new();
        for (key, value) in entries.iter_mut() {
            if value.starts_with(['<', '[', '/']) && random.percent(60) && key != "Type" {
                let number = step.size + u32::try_from(moved.len()).unwrap();
                moved.push((number, std::mem::replace(value, format!("{number} 0 R"))));
            }
        }
        for (number, value) in moved {
            step.put(number, Body::raw(value));
        }
        step.put(target, Body::Dictionary(entries));
    }),
    twist_of("value.made-direct", |draft, step, random| {
        let resources = draft.body(RESOURCES).entries();
        let page = draft.current(step, PAGE).with("Resources", &resources);
        let font = draft.body(FONT).entries();
        let page = if random.percent(50) {
            page.with(
                "Resources",
                format!("<</Font<</F {font}>>/XObject<</P 7 0 R>>>>"),
            )
        } else {
            page
        };
        step.put(PAGE, Body::Dictionary(page));
    }),
    twist_of("value.in-array", |draft, step, _| {
        let contents = draft
            .current(step, PAGE)
            .get("Contents")
            .unwrap_or("null")
            .to_owned();
        let page = draft
            .current(step, PAGE)
            .with("Contents", format!("[{contents}]"));
        step.put(PAGE, Body::Dictionary(page));
    }),
    twist_of("space.between-tokens", |draft, step, random| {
        rewrite(draft, step, random, |text, random| {
            let space = *random.pick(&["\0", "\t", "\x0c", "\r", "%c\n", "   ", "%\r", "%c\r\n"]);
            text.replace(' ', space)
        });
    }),
    twist_of("space.after-value", |draft, step, random| {
        rewrite(draft, step, random, |text, random| {
            format!(
                "{text}{}",
                random.pick(&[" ", "\n\n", " null", " 1", "%c", " <<>>", " (", ">>"])
            )
        });
    }),
    twist_of("string.spelled", |_, step, random| {
        let value = *random.pick(&[
            "(\\050)", "<28>", "(a\\\nb)", "(()", "<2>", "<zz>", "(\\)", "((()))",
        ]);
        step.add(Body::raw(format!("<</Unused {value}>>")));
    }),
];

/// A dictionary of the signed document.
fn dictionary_target(draft: &Draft<'_>, random: &mut Random) -> u32 {
    *random.pick(&[PAGE, PAGE, RESOURCES, FONT, draft.root])
}

fn stream_target(draft: &Draft<'_>, random: &mut Random) -> (u32, Body) {
    let number = *random.pick(&[CONTENT, CONTENT, 7]);
    (number, draft.body(number))
}

/// A stream of the update, or else one of the signed document written again,
/// with other words.
fn with_stream(
    draft: &Draft<'_>,
    step: &mut Step,
    random: &mut Random,
    change: impl Fn(&mut super::body::StreamWords, &mut Random),
) {
    let is_stream = |object: &&mut Written| matches!(object.body, Body::Stream(..));
    if step.objects.iter_mut().find(is_stream).is_none() || random.percent(40) {
        let (number, body) = stream_target(draft, random);
        step.put(number, body);
    }
    if let Some(object) = step.objects.iter_mut().rev().find(is_stream) {
        change(&mut object.words, random);
    }
}

/// A dictionary of the signed document written again, its text changed.
fn rewrite(
    draft: &Draft<'_>,
    step: &mut Step,
    random: &mut Random,
    change: impl Fn(&str, &mut Random) -> String,
) {
    let target = dictionary_target(draft, random);
    let entries = draft.current(step, target);
    let text = change(&entries.to_string(), random);
    step.put(target, Body::raw(text));
}

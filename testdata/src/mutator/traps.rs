//! What the first signer can prepare, so that a later revision shows something else.

use super::body::{Body, Entries};
use super::draft::{CATALOG, CONTENT, Draft, PAGE, RESOURCES};
use super::step::{Form, Spot, Step};
use super::{MARKED_PAGE, marked};

/// Something prepared.
#[derive(Clone, Copy)]
pub(super) struct Trap {
    pub(super) name: &'static str,
    /// Whether a verifier may not hold it against the document.
    pub(super) is_sound: bool,
    pub(super) prepare: fn(&mut Draft<'_>, &mut Step),
}

const fn trap(name: &'static str, prepare: fn(&mut Draft<'_>, &mut Step)) -> Trap {
    Trap {
        name,
        is_sound: false,
        prepare,
    }
}

const fn harmless(name: &'static str, prepare: fn(&mut Draft<'_>, &mut Step)) -> Trap {
    Trap {
        name,
        is_sound: true,
        prepare,
    }
}

pub(super) const ALL: &[Trap] = &[
    trap("trap.missing-content", |draft, step| {
        draft.awaited.push(60);
        set(draft, step, PAGE, "Contents", "[4 0 R 60 0 R]");
    }),
    trap("trap.missing-picture", |draft, step| {
        draft.awaited.push(61);
        set(draft, step, RESOURCES, "XObject", "<</P 7 0 R/Q 61 0 R>>");
        let content = format!("{} q /Q Do Q", text_of(draft, step));
        step.put(CONTENT, Body::drawing(&content));
    }),
    trap("trap.missing-annotation", |draft, step| {
        draft.awaited.push(62);
        let mut page = draft.current(step, PAGE);
        page.push("Annots", 62);
        step.put(PAGE, Body::Dictionary(page));
    }),
    trap("trap.missing-resources", |draft, step| {
        draft.awaited.push(63);
        set(draft, step, PAGE, "Resources", "63 0 R");
        set(draft, step, super::draft::PAGES, "Resources", "6 0 R");
    }),
    trap("trap.missing-length", |draft, step| {
        draft.awaited.push(64);
        let data = text_of(draft, step).into_bytes();
        let entries = Entries::of(&[("Length", "64 0 R")]);
        step.put(CONTENT, Body::Stream(entries, data));
    }),
    trap("trap.hybrid-in-one-section", |draft, step| {
        // As ISO 32000-2, 7.5.8.4 has it, and as no program of these reads it.
        draft.form = Form::Hybrid;
        step.form = Form::Hybrid;
        step.style.one_section = true;
    }),
    harmless("trap.signed-in-another-form", |draft, _| {
        draft.form = match draft.form {
            Form::Table => Form::Packed,
            _ => Form::Table,
        };
    }),
    trap("trap.leftover-object", |_, step| {
        step.foreign(Spot::Middle, marked(4));
    }),
    trap("trap.hidden-beyond-size", |_, step| {
        step.foreign(Spot::Middle, format!("70 0 obj\n{MARKED_PAGE}\nendobj\n"));
    }),
    trap("trap.listed-as-free", |draft, step| {
        draft.awaited.push(65);
        step.freed.insert(65, 0);
        set(draft, step, PAGE, "Contents", "[4 0 R 65 0 R]");
    }),
    trap("trap.stream-too-long", |draft, step| {
        let text = text_of(draft, step);
        let body = format!("<</Length 9999>>\nstream\n{text}\nendstream");
        step.put(CONTENT, Body::raw(body));
    }),
    trap("trap.nothing-among-pages", |draft, step| {
        set(draft, step, super::draft::PAGES, "Kids", "[3 0 R null]");
        set(draft, step, super::draft::PAGES, "Count", "2");
    }),
    trap("trap.another-generation", |draft, step| {
        step.put(74, Body::drawing("0.5 0 0.5 rg 20 90 30 8 re f"));
        set(draft, step, PAGE, "Contents", "[4 0 R 74 1 R]");
    }),
    trap("trap.reference-to-a-reference", |draft, step| {
        step.put(75, Body::raw("7 0 R"));
        set(draft, step, RESOURCES, "XObject", "<</P 75 0 R>>");
    }),
    harmless("trap.attachment-of-objects", |draft, step| {
        let section = "xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 5>>\n";
        let inside = format!("%PDF-1.4\n{}{section}startxref\n60\n%%EOF\n", marked(4));
        step.put(
            17,
            Body::Stream(Entries::of(&[("Type", "/EmbeddedFile")]), inside.into()),
        );
        step.put(18, Body::raw("<</Type/Filespec/F(a.pdf)/EF<</F 17 0 R>>>>"));
        set(
            draft,
            step,
            CATALOG,
            "Names",
            "<</EmbeddedFiles<</Names[(a)18 0 R]>>>>",
        );
    }),
    trap("trap.linearized-later", |draft, step| {
        draft.claimed_length = Some(60_000);
        linearized(step, 60_000);
    }),
    trap("trap.linearized-now", |_, step| linearized(step, 3000)),
    trap("trap.bytes-before-header", |_, step| {
        step.foreign
            .insert(0, (Spot::Start, b"bytes before the header\n".to_vec()));
    }),
    trap("trap.header-further-on", |_, step| {
        let line = format!("%{}\n", "x".repeat(200));
        step.foreign.insert(0, (Spot::Start, line.into_bytes()));
    }),
    trap("trap.print-only", |draft, step| {
        annotate(draft, step, "/F 36", "")
    }),
    trap("trap.screen-only", |draft, step| {
        annotate(draft, step, "/F 0", "")
    }),
    trap("trap.hidden-annotation", |draft, step| {
        annotate(draft, step, "/F 2", "")
    }),
    trap("trap.rollover", |draft, step| {
        annotate(draft, step, "/F 4", "/R 67 0 R")
    }),
    trap("trap.script", |draft, step| {
        set(
            draft,
            step,
            CATALOG,
            "OpenAction",
            "<</S/JavaScript/JS(this.print\\(\\))>>",
        );
    }),
    trap("trap.page-script", |draft, step| {
        set(
            draft,
            step,
            PAGE,
            "AA",
            "<</O<</S/JavaScript/JS(app.alert\\(1\\))>>>>",
        );
    }),
    trap("trap.layer-by-event", |draft, step| {
        step.put(
            68,
            Body::raw("<</Type/OCG/Name(a)/Usage<</Print<</PrintState/OFF>>>>>>"),
        );
        let events = "<</OCGs[68 0 R]/D<</AS[<</Event/Print/Category[/Print]/OCGs[68 0 R]>>]>>>>";
        set(draft, step, CATALOG, "OCProperties", events);
        set(draft, step, RESOURCES, "Properties", "<</L 68 0 R>>");
        let content = format!(
            "{} /OC /L BDC 1 0 0 rg 20 90 60 10 re f EMC",
            text_of(draft, step)
        );
        step.put(CONTENT, Body::drawing(&content));
    }),
    trap("trap.field-over-ink", |draft, step| {
        if step
            .objects
            .iter()
            .any(|one| one.number == super::draft::TEXT_FIELD)
        {
            set(
                draft,
                step,
                super::draft::TEXT_FIELD,
                "Rect",
                "[20 140 180 185]",
            );
        }
    }),
    trap("trap.box-over-ink", |draft, step| {
        if step
            .objects
            .iter()
            .any(|one| one.number == super::draft::CHECK_BOX)
        {
            set(
                draft,
                step,
                super::draft::CHECK_BOX,
                "Rect",
                "[20 145 180 185]",
            );
            step.put(13, Body::form(12, 12, "1 g 0 0 12 12 re f"));
        }
    }),
    trap("trap.fields-drawn-anew", |draft, step| {
        if step
            .objects
            .iter()
            .any(|one| one.number == super::draft::FORM)
        {
            set(draft, step, super::draft::FORM, "NeedAppearances", "true");
        }
    }),
    harmless("trap.content-in-parts", |draft, step| {
        let text = text_of(draft, step);
        step.put(19, Body::drawing("0 0.5 0.5 rg 20 90 30 8 re f"));
        step.put(CONTENT, Body::drawing(&text));
        set(draft, step, PAGE, "Contents", "[4 0 R 19 0 R]");
    }),
    harmless("trap.inherited", |draft, step| {
        let mut page = draft.current(step, PAGE);
        page.remove("MediaBox");
        page.remove("Resources");
        step.put(PAGE, Body::Dictionary(page));
        set(
            draft,
            step,
            super::draft::PAGES,
            "MediaBox",
            "[0 0 200 200]",
        );
        set(draft, step, super::draft::PAGES, "Resources", "6 0 R");
    }),
    harmless("trap.turned", |draft, step| {
        set(draft, step, PAGE, "Rotate", "90")
    }),
    harmless("trap.second-page", |draft, step| {
        step.put(
            16,
            Body::raw(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources 6 0 R>>",
            ),
        );
        set(draft, step, super::draft::PAGES, "Kids", "[3 0 R 16 0 R]");
        set(draft, step, super::draft::PAGES, "Count", "2");
    }),
    harmless("trap.information", |draft, step| {
        step.put(8, Body::raw("<</Title(Quyet dinh)>>"));
        draft.info = Some(8);
        step.trailer.set("Info", "8 0 R");
    }),
];

fn set(draft: &Draft<'_>, step: &mut Step, number: u32, key: &str, value: &str) {
    let entries = draft.current(step, number).with(key, value);
    step.put(number, Body::Dictionary(entries));
}

/// The text of the page as the step has it.
fn text_of(_: &Draft<'_>, step: &Step) -> String {
    let content = step.objects.iter().find(|object| object.number == CONTENT);
    match content.map(|object| &object.body) {
        Some(Body::Stream(_, data)) => String::from_utf8(data.clone()).unwrap(),
        _ => String::new(),
    }
}

/// An annotation of the first signer, flagged or with looks for other moments.
fn annotate(draft: &mut Draft<'_>, step: &mut Step, flags: &str, looks: &str) {
    step.put(66, Body::form(60, 10, "0.8 0 0 rg 0 0 60 10 re f"));
    step.put(67, Body::form(60, 10, "0 0 0.8 rg 0 0 60 10 re f"));
    step.put(
        69,
        Body::raw(format!(
            "<</Type/Annot/Subtype/Stamp/Rect[20 90 80 100]{flags}/AP<</N 66 0 R{looks}>>>>"
        )),
    );
    let mut page = draft.current(step, PAGE);
    page.push("Annots", 69);
    step.put(PAGE, Body::Dictionary(page));
}

/// A dictionary of linearization, and a first section of its own that maps the
/// content to another drawing.
fn linearized(step: &mut Step, length: usize) {
    if step.form != Form::Table {
        return;
    }
    let mut text =
        format!("71 0 obj\n<</Linearized 1/L {length}/H[0 0]/O 3/E 900/N 1/T 800>>\nendobj\n");
    let other = 15 + text.len();
    text.push_str(&marked(72));
    let section = format!(
        "xref\n4 1\n{other:010} 00000 n \ntrailer\n<</Size 90/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    );
    step.foreign(Spot::Start, text + &section);
}

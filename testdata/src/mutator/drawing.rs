//! Changes of what a reader sees: openly, or where a rule might permit them.

mod later;

use super::body::{Body, Entries};
use super::draft::{
    CATALOG, CHECK_BOX, CONTENT, Draft, FONT, FORM, PAGE, PAGES, RESOURCES, Signer, TEXT_FIELD,
};
use super::random::Random;
use super::sound::Carrier;
use super::step::{Form, Step};
use super::{MARK, MARKED_PAGE};

/// A production that changes what a reader sees.
#[derive(Clone, Copy)]
pub(super) struct Drawing {
    pub(super) name: &'static str,
    pub(super) make: Carrier,
}

const fn drawing(name: &'static str, make: Carrier) -> Drawing {
    Drawing { name, make }
}

/// All productions of these.
pub(super) fn all() -> Vec<Drawing> {
    [ALL, later::ALL].concat()
}

const ALL: &[Drawing] = &[
    drawing("draw.content", |_, step, _| {
        step.put(CONTENT, Body::drawing(MARK));
        None
    }),
    drawing("draw.content-added", |draft, step, _| {
        let more = step.add(Body::drawing(MARK));
        set(
            draft,
            step,
            PAGE,
            "Contents",
            &format!("[4 0 R {more} 0 R]"),
        );
        None
    }),
    drawing("draw.page", |_, step, _| {
        step.put(PAGE, Body::raw(MARKED_PAGE));
        None
    }),
    drawing("draw.font", |_, step, _| {
        step.put(
            FONT,
            Body::raw("<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>"),
        );
        None
    }),
    drawing("draw.resources", |_, step, _| {
        step.put(RESOURCES, Body::raw("null"));
        None
    }),
    drawing("draw.resources-rewritten-equal", |draft, step, random| {
        // Equal, but found where they were not found before.
        let number = *random.pick(&[RESOURCES, PAGES]);
        step.put(number, draft.body(number));
        step.form = *random.pick(&[step.form, Form::Table]);
        None
    }),
    drawing("draw.form-object", |_, step, _| {
        step.put(7, Body::form(40, 20, "1 0 0 rg 0 0 40 20 re f"));
        None
    }),
    drawing("draw.pages", |_, step, _| {
        let page = step.add(Body::raw(MARKED_PAGE));
        step.put(
            PAGES,
            Body::raw(format!("<</Type/Pages/Count 1/Kids[{page} 0 R]>>")),
        );
        None
    }),
    drawing("draw.catalog-moved", |draft, step, _| {
        let catalog = draft.current(step, draft.root);
        let number = step.add(Body::Dictionary(catalog));
        step.trailer.set("Root", format!("{number} 0 R"));
        draft.root = number;
        None
    }),
    drawing("draw.catalog-moved-with-pages", |draft, step, _| {
        let page = step.add(Body::raw(MARKED_PAGE));
        let pages = step.add(Body::raw(format!(
            "<</Type/Pages/Count 1/Kids[{page} 0 R]>>"
        )));
        let catalog = draft
            .current(step, CATALOG)
            .with("Pages", format!("{pages} 0 R"));
        let number = step.add(Body::Dictionary(catalog));
        step.trailer.set("Root", format!("{number} 0 R"));
        None
    }),
    drawing("draw.page-turned", |draft, step, _| {
        set(draft, step, PAGE, "Rotate", "180");
        None
    }),
    drawing("draw.page-cropped", |draft, step, _| {
        set(draft, step, PAGE, "CropBox", "[0 0 200 100]");
        None
    }),
    drawing("draw.resources-inherited", |draft, step, _| {
        set(draft, step, PAGES, "Resources", "<<>>");
        None
    }),
    drawing("draw.awaited-object", |draft, step, _| {
        for number in draft.awaited.clone() {
            step.put(number, Body::drawing(MARK));
        }
        None
    }),
    drawing("draw.awaited-dictionary", |draft, step, _| {
        for number in draft.awaited.clone() {
            step.put(number, Body::raw("<</Font<<>>>>"));
        }
        None
    }),
    drawing("draw.awaited-number", |draft, step, _| {
        for number in draft.awaited.clone() {
            step.put(number, Body::raw("3"));
        }
        None
    }),
    drawing("draw.text-rewritten-equal", |draft, step, _| {
        let body = draft.body(CONTENT);
        step.put(CONTENT, body);
        None
    }),
    drawing("draw.font-rewritten-equal", |draft, step, _| {
        let body = draft.body(FONT);
        step.put(FONT, body);
        None
    }),
    drawing("draw.all-rewritten-equal", |draft, step, _| {
        for number in [PAGES, PAGE, FONT, RESOURCES, 7] {
            step.put(number, draft.body(number));
        }
        None
    }),
    drawing("draw.stamp", |draft, step, random| {
        let flags = random.pick(&["4", "0", "36", "32", "2", "1", "64"]);
        annotation(draft, step, "/Stamp", flags)
    }),
    drawing("draw.free-text", |draft, step, _| {
        annotation(draft, step, "/FreeText", "4")
    }),
    drawing("draw.timestamp", |draft, step, random| {
        timestamp(draft, step, random, true)
    }),
    drawing("draw.timestamp-without-box", |draft, step, random| {
        timestamp(draft, step, random, false)
    }),
    drawing("draw.timestamp-without-look", |draft, step, _| {
        let field = timestamp_field(draft, step).with("Rect", "[20 80 80 100]");
        draft.add_field(step, field, true);
        Some(Signer::Clock)
    }),
    drawing("draw.timestamp-coloured", |draft, step, _| {
        let look = "<</BG[1 1 1]/BC[1 0 0]/CA(Da ky)>>";
        let field = timestamp_field(draft, step)
            .with("Rect", "[20 80 180 190]")
            .with("MK", look);
        draft.add_field(step, field, true);
        Some(Signer::Clock)
    }),
    drawing("draw.signature-over-ink", |draft, step, random| {
        let content = *random.pick(&["1 g 0 0 160 60 re f", "1 0 0 rg 20 20 m 140 40 l S", ""]);
        signature(draft, step, "[20 130 180 190]", content, "")
    }),
    drawing("draw.signature-without-box", |draft, step, _| {
        let look = step.add(Body::Stream(
            Entries::of(&[("Type", "/XObject"), ("Subtype", "/Form")]),
            MARK.into(),
        ));
        signature_with(
            draft,
            step,
            "[20 80 60 100]",
            &format!("/AP<</N {look} 0 R>>"),
        )
    }),
    drawing("draw.signature-states", |draft, step, random| {
        let shown = step.add(Body::form(160, 60, "1 g 0 0 160 60 re f"));
        let state = *random.pick(&["/AS/On", "/AS/Off", ""]);
        let looks = format!("/AP<</N<</On {shown} 0 R>>>>{state}");
        signature_with(draft, step, "[20 130 180 190]", &looks)
    }),
    drawing("draw.signature-background", |draft, step, _| {
        signature(draft, step, "[20 130 180 190]", "", "/MK<</BG[1 1 1]>>")
    }),
    drawing("draw.signature-rollover", |draft, step, _| {
        let empty = step.add(Body::form(160, 60, ""));
        let cover = step.add(Body::form(160, 60, "1 g 0 0 160 60 re f"));
        let looks = format!("/AP<</N {empty} 0 R/R {cover} 0 R/D {cover} 0 R>>");
        signature_with(draft, step, "[20 130 180 190]", &looks)
    }),
    drawing("draw.field-with-background", |draft, step, _| {
        fill(draft, step, "1 g 0 0 60 20 re f", "0 0 60 20", "")
    }),
    drawing("draw.field-over-its-box", |draft, step, _| {
        fill(
            draft,
            step,
            "0 g -120 0 40 180 re f",
            "-200 -200 400 400",
            "",
        )
    }),
    drawing("draw.field-scaled", |draft, step, _| {
        fill(
            draft,
            step,
            "0 g BT /F 12 Tf 2 5 Td (9) Tj ET",
            "0 0 60 20",
            "/Matrix[9 0 0 9 0 0]",
        )
    }),
    drawing("draw.field-moved", |draft, step, _| {
        if draft.objects.contains_key(&TEXT_FIELD) {
            set(draft, step, TEXT_FIELD, "Rect", "[20 140 180 185]");
        }
        None
    }),
    drawing("draw.box-state-replaced", |draft, step, _| {
        if draft.objects.contains_key(&CHECK_BOX) {
            step.put(13, Body::form(12, 12, "1 0 0 rg 0 0 12 12 re f"));
            let field = draft
                .current(step, CHECK_BOX)
                .with("V", "/On")
                .with("AS", "/On");
            step.put(CHECK_BOX, Body::Dictionary(field));
        }
        None
    }),
    drawing("draw.fields-anew", |draft, step, _| {
        if draft.has_form() {
            set(draft, step, FORM, "NeedAppearances", "true");
        }
        None
    }),
    drawing("draw.default-font", |draft, step, _| {
        if draft.has_form() {
            set(draft, step, FORM, "DR", "<<>>");
        }
        None
    }),
    drawing("draw.layer-off", |draft, step, _| {
        let layer = step.add(Body::raw("<</Type/OCG/Name(a)>>"));
        let layers = format!("<</OCGs[{layer} 0 R]/D<</OFF[{layer} 0 R]>>>>");
        set(draft, step, draft.root, "OCProperties", &layers);
        None
    }),
    drawing("draw.object-freed", |_, step, random| {
        step.freed
            .insert(*random.pick(&[CONTENT, FONT, RESOURCES, 7]), 1);
        None
    }),
    drawing("draw.certificate-of-drawing", |draft, step, _| {
        set(draft, step, draft.root, "DSS", "<</Certs[4 0 R]>>");
        step.put(CONTENT, Body::drawing(MARK));
        None
    }),
];

fn set(draft: &Draft<'_>, step: &mut Step, number: u32, key: &str, value: &str) {
    let entries = draft.current(step, number).with(key, value);
    step.put(number, Body::Dictionary(entries));
}

fn annotation(draft: &Draft<'_>, step: &mut Step, kind: &str, flags: &str) -> Option<Signer> {
    let look = step.add(Body::form(100, 40, "1 0 1 rg 0 0 100 40 re f"));
    let number = step.add(Body::raw(format!(
        "<</Type/Annot/Subtype{kind}/Rect[20 120 120 160]/F {flags}/DA(/F 9 Tf)/Contents(a)/AP<</N {look} 0 R>>>>"
    )));
    draft.enter_annotation(step, number);
    None
}

fn timestamp_field(draft: &Draft<'_>, step: &mut Step) -> Entries {
    let value = step.add(draft.signature(Signer::Clock, ""));
    Entries::of(&[("FT", "/Sig"), ("P", "3 0 R"), ("F", "4")])
        .with("T", format!("(Ve{})", draft.signatures))
        .with("V", format!("{value} 0 R"))
}

fn timestamp(
    draft: &Draft<'_>,
    step: &mut Step,
    random: &mut Random,
    with_box: bool,
) -> Option<Signer> {
    let mut look = Entries::of(&[("Type", "/XObject"), ("Subtype", "/Form")]);
    if with_box {
        look.set("BBox", "[0 0 60 20]");
    }
    let drawing = *random.pick(&[MARK, "0 g 2 2 50 10 re f", "1 g 0 0 200 200 re f"]);
    let look = step.add(Body::Stream(look, drawing.into()));
    let flags = *random.pick(&["4", "132", "2", "1", "32", "36", "0"]);
    let rect = *random.pick(&[
        "[0 0 0 0]",
        "[20 80 80 100]",
        "[10 10 11 11]",
        "[20 150 180 190]",
    ]);
    let field = timestamp_field(draft, step)
        .with("Rect", rect)
        .with("F", flags)
        .with("AP", format!("<</N {look} 0 R>>"));
    draft.add_field(step, field, true);
    Some(Signer::Clock)
}

fn signature(
    draft: &Draft<'_>,
    step: &mut Step,
    rect: &str,
    content: &str,
    more: &str,
) -> Option<Signer> {
    let look = step.add(Body::form(160, 60, content));
    signature_with(draft, step, rect, &format!("/AP<</N {look} 0 R>>{more}"))
}

fn signature_with(draft: &Draft<'_>, step: &mut Step, rect: &str, more: &str) -> Option<Signer> {
    let value = step.add(draft.signature(Signer::Rsa, ""));
    let field = Entries::of(&[("FT", "/Sig"), ("P", "3 0 R")])
        .with("T", format!("(Phu{})", draft.signatures))
        .with("V", format!("{value} 0 R"))
        .with("Rect", rect)
        .with("F", format!("4{more}"));
    draft.add_field(step, field, true);
    Some(Signer::Rsa)
}

fn fill(
    draft: &Draft<'_>,
    step: &mut Step,
    content: &str,
    bounds: &str,
    more: &str,
) -> Option<Signer> {
    if !draft.objects.contains_key(&TEXT_FIELD) {
        return None;
    }
    let look = Entries::of(&[("Type", "/XObject"), ("Subtype", "/Form")])
        .with("Resources", "<</Font<</F 5 0 R>>>>")
        .with("BBox", format!("[{bounds}]{more}"));
    let look = step.add(Body::Stream(look, content.into()));
    let field = draft.current(step, TEXT_FIELD).with("V", "(9)");
    let field = field.with("AP", format!("<</N {look} 0 R>>"));
    step.put(TEXT_FIELD, Body::Dictionary(field));
    None
}

//! Later updates as honest programs write them.

use super::body::{Body, Entries};
use super::draft::{CHECK_BOX, Draft, FORM, PAGE, PREPARED, Signer, TEXT_FIELD, TEXT_LOOK};
use super::random::Random;
use super::step::Step;

/// Adds something to a revision; says who then signs it.
pub(super) type Carrier = fn(&mut Draft<'_>, &mut Step, &mut Random) -> Option<Signer>;

/// A production of honest programs.
#[derive(Clone, Copy)]
pub(super) struct Sound {
    pub(super) name: &'static str,
    pub(super) make: Carrier,
    /// Whether it is right after the permission, with or without a form.
    pub(super) fits: fn(&Draft<'_>) -> bool,
}

const fn sound(name: &'static str, make: Carrier, fits: fn(&Draft<'_>) -> bool) -> Sound {
    Sound { name, make, fits }
}

pub(super) const ALL: &[Sound] = &[
    sound("sound.validation-data", validation_data, always),
    sound(
        "sound.validation-data-by-reference",
        validation_data_by_reference,
        always,
    ),
    sound("sound.timestamp", timestamp, always),
    sound(
        "sound.timestamp-beside-the-page",
        timestamp_beside_the_page,
        always,
    ),
    sound("sound.signature", signature, no_level),
    sound("sound.signature-visible", signature_visible, on_blank_paper),
    sound(
        "sound.signature-in-prepared-field",
        signature_in_prepared_field,
        prepared,
    ),
    sound("sound.text-filled", text_filled, fillable),
    sound("sound.text-filled-in-place", text_filled_in_place, fillable),
    sound("sound.box-ticked", box_ticked, fillable),
    sound("sound.empty-field", empty_field, no_level),
    sound("sound.metadata", metadata, always),
    sound("sound.information", information, always),
    sound("sound.extensions", extensions, always),
    sound("sound.note", note, remarks),
    sound("sound.highlight", highlight, remarks),
    sound("sound.unreferenced-dictionary", unreferenced, always),
    sound("sound.unreferenced-stream", unreferenced_stream, always),
    sound("draw.page-rewritten-equal", page_again, always),
    sound("sound.catalog-again", catalog_again, always),
];

fn always(_: &Draft<'_>) -> bool {
    true
}

fn no_level(draft: &Draft<'_>) -> bool {
    draft.permission == 0
}

fn on_blank_paper(draft: &Draft<'_>) -> bool {
    let seen = |name: &&&str| **name == "sound.signature-visible";
    no_level(draft) && draft.productions.iter().filter(seen).count() < 1
}

fn fillable(draft: &Draft<'_>) -> bool {
    draft.permission != 1 && draft.objects.contains_key(&TEXT_FIELD)
}

fn prepared(draft: &Draft<'_>) -> bool {
    fillable(draft) && draft.entries(PREPARED).get("V").is_none()
}

fn remarks(draft: &Draft<'_>) -> bool {
    draft.permission == 3
}

/// A signature in a new field: its dictionary, the field, page, form and catalog.
pub(super) fn add_signature(
    draft: &Draft<'_>,
    step: &mut Step,
    signer: Signer,
    name: &str,
    visible: bool,
    level: u8,
) -> u32 {
    let reference = match level {
        0 => String::new(),
        level => format!(
            "/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/V/1.2/P {level}>>>>]"
        ),
    };
    let value = step.add(draft.signature(signer, &reference));
    let mut field = Entries::of(&[("FT", "/Sig"), ("P", "3 0 R"), ("F", "132")])
        .with("T", format!("({name})"))
        .with("V", format!("{value} 0 R"))
        .with("Rect", "[0 0 0 0]");
    if visible {
        let look = step.add(Body::form(
            60,
            24,
            "0 0 1 RG 1 w 2 2 56 20 re S 10 12 m 50 16 l S",
        ));
        // Each on paper of its own: the first signer's, and two later ones.
        let rect = match (draft.signatures, draft.signatures % 2) {
            (0, _) => "[20 44 80 68]",
            (_, 0) => "[84 46 116 62]",
            _ => "[84 72 116 88]",
        };
        field.set("Rect", rect);
        field.set("AP", format!("<</N {look} 0 R>>"));
    }
    let number = draft.add_field(step, field, true);
    if level > 0 {
        let catalog = draft.current(step, draft.root);
        let permissions = format!("<</DocMDP {value} 0 R>>");
        step.put(
            draft.root,
            Body::Dictionary(catalog.with("Perms", permissions)),
        );
    }
    number
}

fn certificates(draft: &Draft<'_>, step: &mut Step) -> String {
    let der = draft.office.root.certificate().der().to_vec();
    let certificate = step.add(Body::Stream(Entries::default(), der));
    let list = draft.office.usual_list().der().to_vec();
    let list = step.add(Body::Stream(Entries::default(), list));
    format!("/Certs[{certificate} 0 R]/CRLs[{list} 0 R]")
}

pub(super) fn validation_data(
    draft: &mut Draft<'_>,
    step: &mut Step,
    _: &mut Random,
) -> Option<Signer> {
    let data = certificates(draft, step);
    let store = step.add(Body::raw(format!("<</Type/DSS{data}>>")));
    let catalog = draft.current(step, draft.root);
    step.put(
        draft.root,
        Body::Dictionary(catalog.with("DSS", format!("{store} 0 R"))),
    );
    None
}

fn validation_data_by_reference(
    draft: &mut Draft<'_>,
    step: &mut Step,
    _: &mut Random,
) -> Option<Signer> {
    let der = draft.office.root.certificate().der().to_vec();
    let digits = base16ct::lower::encode_string(&der);
    let entries = Entries::of(&[("Filter", "/ASCIIHexDecode")]);
    let certificate = step.add(Body::Stream(entries, format!("{digits}>").into_bytes()));
    let array = step.add(Body::raw(format!("[{certificate} 0 R]")));
    let catalog = draft.current(step, draft.root);
    let store = format!("<</Certs {array} 0 R>>");
    step.put(draft.root, Body::Dictionary(catalog.with("DSS", store)));
    None
}

pub(super) fn timestamp(draft: &mut Draft<'_>, step: &mut Step, _: &mut Random) -> Option<Signer> {
    add_timestamp(draft, step, true)
}

fn timestamp_beside_the_page(
    draft: &mut Draft<'_>,
    step: &mut Step,
    _: &mut Random,
) -> Option<Signer> {
    add_timestamp(draft, step, false)
}

fn add_timestamp(draft: &Draft<'_>, step: &mut Step, with_page: bool) -> Option<Signer> {
    let value = step.add(draft.signature(Signer::Clock, ""));
    let mut field = Entries::of(&[("FT", "/Sig"), ("F", "132"), ("Rect", "[0 0 0 0]")])
        .with("T", format!("(Dau{})", draft.signatures))
        .with("V", format!("{value} 0 R"));
    if with_page {
        field.set("P", "3 0 R");
    }
    draft.add_field(step, field, with_page);
    Some(Signer::Clock)
}

fn signature(draft: &mut Draft<'_>, step: &mut Step, random: &mut Random) -> Option<Signer> {
    let signer = *random.pick(&[Signer::Agency, Signer::Rsa]);
    let name = format!("Ky{}", draft.signatures);
    add_signature(draft, step, signer, &name, false, 0);
    Some(signer)
}

fn signature_visible(draft: &mut Draft<'_>, step: &mut Step, _: &mut Random) -> Option<Signer> {
    let name = format!("Them{}", draft.signatures);
    add_signature(draft, step, Signer::Agency, &name, true, 0);
    Some(Signer::Agency)
}

fn signature_in_prepared_field(
    draft: &mut Draft<'_>,
    step: &mut Step,
    _: &mut Random,
) -> Option<Signer> {
    let value = step.add(draft.signature(Signer::Agency, ""));
    let look = step.add(Body::form(60, 20, "0 0 1 RG 1 w 2 2 56 16 re S"));
    let field = draft.current(step, PREPARED);
    let field = field
        .with("V", format!("{value} 0 R"))
        .with("AP", format!("<</N {look} 0 R>>"));
    step.put(PREPARED, Body::Dictionary(field.with("F", 132)));
    Some(Signer::Agency)
}

fn text_filled(draft: &mut Draft<'_>, step: &mut Step, random: &mut Random) -> Option<Signer> {
    let value = random.below(1000);
    let look = step.add(text_look(value));
    let field = draft.current(step, TEXT_FIELD);
    let field = field
        .with("V", format!("({value})"))
        .with("AP", format!("<</N {look} 0 R>>"));
    step.put(TEXT_FIELD, Body::Dictionary(field));
    None
}

fn text_filled_in_place(
    draft: &mut Draft<'_>,
    step: &mut Step,
    random: &mut Random,
) -> Option<Signer> {
    let value = 1000 + random.below(1000);
    let field = draft.current(step, TEXT_FIELD);
    let looks = field.get("AP").unwrap_or_default();
    let number: String = looks.chars().filter(char::is_ascii_digit).collect();
    let look = number
        .strip_suffix('0')
        .and_then(|digits| digits.parse().ok());
    step.put(look.unwrap_or(TEXT_LOOK), text_look(value));
    step.put(
        TEXT_FIELD,
        Body::Dictionary(field.with("V", format!("({value})"))),
    );
    None
}

fn text_look(value: usize) -> Body {
    Body::form(
        60,
        20,
        &format!("/Tx BMC q BT 0 g /F 10 Tf 2 5 Td ({value}) Tj ET Q EMC"),
    )
}

fn box_ticked(draft: &mut Draft<'_>, step: &mut Step, _: &mut Random) -> Option<Signer> {
    let field = draft
        .current(step, CHECK_BOX)
        .with("V", "/On")
        .with("AS", "/On");
    step.put(CHECK_BOX, Body::Dictionary(field));
    None
}

fn empty_field(draft: &mut Draft<'_>, step: &mut Step, _: &mut Random) -> Option<Signer> {
    let field = Entries::of(&[
        ("FT", "/Sig"),
        ("P", "3 0 R"),
        ("F", "132"),
        ("Rect", "[0 0 0 0]"),
    ]);
    let name = format!("(Cho{})", step.size);
    draft.add_field(step, field.with("T", name), true);
    None
}

fn metadata(draft: &mut Draft<'_>, step: &mut Step, _: &mut Random) -> Option<Signer> {
    let packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'></x:xmpmeta>".to_vec();
    let entries = Entries::of(&[("Type", "/Metadata"), ("Subtype", "/XML")]);
    let metadata = step.add(Body::Stream(entries, packet));
    let catalog = draft
        .current(step, draft.root)
        .with("Metadata", format!("{metadata} 0 R"));
    step.put(draft.root, Body::Dictionary(catalog));
    None
}

fn information(draft: &mut Draft<'_>, step: &mut Step, _: &mut Random) -> Option<Signer> {
    let information = Body::raw("<</Producer(Chuong trinh)/ModDate(D:20261121080000+07'00')>>");
    let number = match draft.info {
        Some(number) => {
            step.put(number, information);
            number
        }
        None => step.add(information),
    };
    draft.info = Some(number);
    step.trailer.set("Info", format!("{number} 0 R"));
    None
}

fn extensions(draft: &mut Draft<'_>, step: &mut Step, _: &mut Random) -> Option<Signer> {
    let extension = "<</ESIC<</BaseVersion/1.7/ExtensionLevel 5>>>>";
    let catalog = draft
        .current(step, draft.root)
        .with("Extensions", extension);
    step.put(draft.root, Body::Dictionary(catalog));
    None
}

fn note(draft: &mut Draft<'_>, step: &mut Step, _: &mut Random) -> Option<Signer> {
    let note = "<</Type/Annot/Subtype/Text/Rect[20 20 38 38]/Contents(da xem)/P 3 0 R/F 4>>";
    let number = step.add(Body::raw(note));
    draft.enter_annotation(step, number);
    None
}

fn highlight(draft: &mut Draft<'_>, step: &mut Step, _: &mut Random) -> Option<Signer> {
    let look = Entries::of(&[
        ("Type", "/XObject"),
        ("Subtype", "/Form"),
        ("BBox", "[20 146 120 160]"),
        ("Resources", "<</ExtGState<</M<</BM/Multiply>>>>>>"),
    ]);
    let drawing = b"/M gs 1 1 0 rg 20 147 100 12 re f".to_vec();
    let look = step.add(Body::Stream(look, drawing));
    let mark = step.add(Body::raw(format!(
        "<</Type/Annot/Subtype/Highlight/Rect[20 146 120 160]/QuadPoints[20 160 120 160 20 146 120 146]/C[1 1 0]/P 3 0 R/F 4/AP<</N {look} 0 R>>>>"
    )));
    draft.enter_annotation(step, mark);
    None
}

fn unreferenced(_: &mut Draft<'_>, step: &mut Step, random: &mut Random) -> Option<Signer> {
    step.add(Body::raw(format!("<</Unused {}>>", random.below(100))));
    None
}

fn unreferenced_stream(_: &mut Draft<'_>, step: &mut Step, _: &mut Random) -> Option<Signer> {
    step.add(Body::drawing("1 0 0 rg 0 0 10 10 re f"));
    None
}

fn page_again(draft: &mut Draft<'_>, step: &mut Step, _: &mut Random) -> Option<Signer> {
    let page = draft.current(step, PAGE);
    step.put(PAGE, Body::Dictionary(page));
    // Some programs do so, but no rule covers a page that the document does not need anew.
    draft.sound = false;
    None
}

fn catalog_again(draft: &mut Draft<'_>, step: &mut Step, _: &mut Random) -> Option<Signer> {
    let catalog = draft.current(step, draft.root);
    step.put(draft.root, Body::Dictionary(catalog));
    if draft.has_form() {
        let form = draft.current(step, FORM);
        step.put(FORM, Body::Dictionary(form));
    }
    None
}

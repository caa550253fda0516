//! Signed documents of one small page, some with something prepared for later.

use super::body::{Body, Entries};
use super::draft::{
    CATALOG, CHECK_BOX, CONTENT, Draft, FONT, FORM, PAGE, PAGES, PREPARED, RESOURCES, Signer,
    TEXT_FIELD, TEXT_LOOK,
};
use super::random::Random;
use super::sound;
use super::step::{Form, Spot, Step};
use super::traps::{self, Trap};
use crate::office::Office;

/// How many documents the mutations start from.
pub(super) const SEEDS: usize = 160;

/// A signed document: the same for the same index.
pub(super) fn seed(office: &Office, index: usize) -> Draft<'_> {
    let mut random = Random::new(0x5eed_0000 + index as u64);
    let forms = [
        Form::Table,
        Form::Table,
        Form::Stream,
        Form::Packed,
        Form::Hybrid,
    ];
    let mut draft = Draft::new(office, forms[index % forms.len()]);
    draft.productions.push(match draft.form {
        Form::Table => "seed.table",
        Form::Stream => "seed.stream",
        Form::Packed => "seed.packed",
        Form::Hybrid => "seed.hybrid",
    });
    let mut step = first_revision(&draft);
    if random.percent(60) {
        with_form(&mut draft, &mut step);
    }
    let mut traps: Vec<Trap> = Vec::new();
    if index % 2 == 1 {
        // Takes each in turn, so that it leaves none out, sometimes with another one.
        traps.push(traps::ALL[index / 2 % traps::ALL.len()]);
        if random.percent(50) {
            traps.push(*random.pick(traps::ALL));
        }
    }
    for trap in &traps {
        draft.productions.push(trap.name);
        draft.sound &= trap.is_sound;
        (trap.prepare)(&mut draft, &mut step);
    }
    draft.append(&step, None);
    sign(&mut draft, &mut random);
    draft
}

fn first_revision(draft: &Draft<'_>) -> Step {
    let mut step = draft.step();
    step.freed.insert(0, 65535);
    step.foreign(Spot::Start, b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec());
    let dictionary = |entries: &[(&str, &str)]| Body::Dictionary(Entries::of(entries));
    step.put(
        CATALOG,
        dictionary(&[("Type", "/Catalog"), ("Pages", "2 0 R")]),
    );
    step.put(
        PAGES,
        dictionary(&[("Type", "/Pages"), ("Kids", "[3 0 R]"), ("Count", "1")]),
    );
    let page = [
        ("Type", "/Page"),
        ("Parent", "2 0 R"),
        ("MediaBox", "[0 0 200 200]"),
        ("Contents", "4 0 R"),
        ("Resources", "6 0 R"),
    ];
    step.put(PAGE, dictionary(&page));
    step.put(CONTENT, Body::drawing(TEXT));
    let font = [
        ("Type", "/Font"),
        ("Subtype", "/Type1"),
        ("BaseFont", "/Helvetica"),
    ];
    step.put(FONT, dictionary(&font));
    let resources = [("Font", "<</F 5 0 R>>"), ("XObject", "<</P 7 0 R>>")];
    step.put(RESOURCES, dictionary(&resources));
    step.put(7, Body::form(40, 20, "0 0.4 0 rg 4 4 32 12 re f"));
    step.size = step.size.max(draft.size);
    step
}

/// A text field and a check box on blank paper, and a field for a signature.
fn with_form(draft: &mut Draft<'_>, step: &mut Step) {
    draft.productions.push("seed.form");
    let widget = |entries: &[(&str, &str)]| {
        let common = Entries::of(&[
            ("Type", "/Annot"),
            ("Subtype", "/Widget"),
            ("P", "3 0 R"),
            ("F", "4"),
        ]);
        let added = entries
            .iter()
            .fold(common, |all, (key, value)| all.with(key, value));
        Body::Dictionary(added)
    };
    step.put(
        TEXT_FIELD,
        widget(&[
            ("FT", "/Tx"),
            ("T", "(So)"),
            ("DA", "(/F 10 Tf 0 g)"),
            ("Rect", "[120 20 180 40]"),
            ("AP", "<</N 11 0 R>>"),
        ]),
    );
    step.put(TEXT_LOOK, Body::form(60, 20, "/Tx BMC EMC"));
    step.put(
        CHECK_BOX,
        widget(&[
            ("FT", "/Btn"),
            ("T", "(Chon)"),
            ("Rect", "[80 20 92 32]"),
            ("AS", "/Off"),
            ("V", "/Off"),
            ("AP", "<</N<</On 13 0 R/Off 14 0 R>>>>"),
        ]),
    );
    step.put(13, Body::form(12, 12, "0 g 2 2 8 8 re f"));
    step.put(14, Body::form(12, 12, ""));
    step.put(
        PREPARED,
        widget(&[
            ("FT", "/Sig"),
            ("T", "(KySau)"),
            ("Rect", "[120 50 180 70]"),
        ]),
    );
    let fields = format!("[{TEXT_FIELD} 0 R {CHECK_BOX} 0 R {PREPARED} 0 R]");
    let form = Entries::of(&[("DR", "<</Font<</F 5 0 R>>>>"), ("DA", "(/F 10 Tf 0 g)")]);
    step.put(FORM, Body::Dictionary(form.with("Fields", &fields)));
    let page = draft.current(step, PAGE).with("Annots", &fields);
    step.put(PAGE, Body::Dictionary(page));
    let catalog = draft.current(step, CATALOG).with("AcroForm", "9 0 R");
    step.put(CATALOG, Body::Dictionary(catalog));
}

fn sign(draft: &mut Draft<'_>, random: &mut Random) {
    let level = *random.pick(&[0, 0, 0, 1, 2, 3]);
    draft.permission = level;
    let visible = random.percent(40);
    draft.productions.push(match (level, visible) {
        (0, true) => "signed.visibly",
        (0, false) => "signed.invisibly",
        (1, _) => "signed.certified-1",
        (2, _) => "signed.certified-2",
        _ => "signed.certified-3",
    });
    let mut step = draft.step();
    sound::add_signature(draft, &mut step, Signer::Person, "NguoiKy", visible, level);
    draft.append(&step, Some(Signer::Person));
    if level != 1 && random.percent(25) {
        draft.productions.push("signed.twice");
        let mut step = draft.step();
        sound::add_signature(draft, &mut step, Signer::Agency, "CoQuan", false, 0);
        draft.append(&step, Some(Signer::Agency));
    }
    for (chance, name, make) in [
        (
            20,
            "signed.validation-data",
            sound::validation_data as sound::Carrier,
        ),
        (15, "signed.timestamp", sound::timestamp as sound::Carrier),
    ] {
        if random.percent(chance) {
            draft.productions.push(name);
            let mut step = draft.step();
            let signer = make(draft, &mut step, random);
            draft.append(&step, signer);
        }
    }
}

const TEXT: &str =
    "0 g BT /F 12 Tf 20 170 Td (Dieu 1. Nop 5 000 dong) Tj 0 -20 Td (Dieu 2. Thoi han 3 ngay) Tj ET
0 0 0.6 rg 20 120 100 14 re f q 1 0 0 1 140 110 cm /P Do Q";

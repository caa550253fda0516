//! From TOML to entries: each value by itself. How entries fit together is the matter of `relations`.

use kyso_stamp_images::{Millimetres, check_seal_diameter};
use kyso_verifier::SigningForm;
use toml::de::DeTable;

use crate::certificate::{CertificateMark, read_fingerprint, read_serial};
use crate::code::is_code;
use crate::entry::{Authority, CodeTerm, Located, Organisation, Person};
use crate::fault::{EntryKind, EntryName, FaultKind, Faults};
use crate::fields::{Fields, Lines};
use crate::syntax;

/// The entries of a file.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    pub(crate) organisations: Vec<Organisation>,
    pub(crate) people: Vec<Person>,
    pub(crate) authorities: Vec<Authority>,
}

/// Reads a file. Where it is no TOML, its faults are those alone: what is left of it would only mislead.
pub(crate) fn entries(text: &str, faults: &mut Faults) -> Entries {
    let lines = Lines::of(text);
    let (file, errors) = DeTable::parse_recoverable(text);
    // One fault may draw others after it on its line, so a line has one.
    let written: Vec<&str> = text.lines().collect();
    let mut last = None;
    for error in &errors {
        let line = error.span().map_or(0, |span| lines.at(span.start));
        if last.replace(line) == Some(line) {
            continue;
        }
        let written = line.checked_sub(1).and_then(|at| written.get(at));
        let message = error.message().to_owned();
        let fault = syntax::fault(written.copied().unwrap_or_default(), &message);
        faults.add(line, None, None, FaultKind::Syntax { fault, message });
    }
    if !errors.is_empty() {
        return Entries::default();
    }
    let file = Fields::of_file(file.get_ref(), &lines);
    file.require_known(&["organisation", "person", "mandate"], faults);
    let organisations = listed(&file, EntryKind::Organisation, faults);
    let people = listed(&file, EntryKind::Person, faults);
    let authorities = listed(&file, EntryKind::Mandate, faults);
    Entries {
        organisations: organisations
            .iter()
            .filter_map(|one| organisation(one, faults))
            .collect(),
        people: people
            .iter()
            .filter_map(|one| person(one, faults))
            .collect(),
        authorities: authorities
            .iter()
            .filter_map(|one| authority(one, faults))
            .collect(),
    }
}

/// The tables of one list, each with the name of its entry.
fn listed<'t>(file: &Fields<'t>, kind: EntryKind, faults: &mut Faults) -> Vec<Fields<'t>> {
    let mut tables = file.tables(kind.as_str(), MOST_ENTRIES, faults);
    for (number, table) in (1..).zip(&mut tables) {
        let id = None;
        table.entry = Some(EntryName { kind, number, id });
        // Faults of the `id` are found when the entry is read.
        let id = table.text("id", &mut Faults::default());
        if let Some(entry) = &mut table.entry {
            entry.id = id.map(|id| id.value);
        }
    }
    tables
}

fn organisation(fields: &Fields<'_>, faults: &mut Faults) -> Option<Organisation> {
    fields.require_known(
        &[
            "id",
            "name",
            "codes",
            "parent",
            "from",
            "until",
            "seal",
            "seal_diameter_mm",
            "certificates",
        ],
        faults,
    );
    let id = id(fields, faults);
    let name = fields.required("name", faults);
    let codes = fields.tables("codes", MOST_PARTS, faults);
    let codes = codes.iter().filter_map(|one| code(one, faults)).collect();
    let parent = fields.text("parent", faults);
    let term = fields.term(faults);
    let seal = fields.text("seal", faults).map(|path| Located {
        value: path.value.into(),
        line: path.line,
    });
    let seal_diameter = diameter(fields, faults);
    if let Some(seal) = seal.as_ref().filter(|_| !fields.has("seal_diameter_mm")) {
        fields.add(seal.line, "seal", FaultKind::SealWithoutDiameter, faults);
    }
    let certificates = certificates(fields, faults);
    Some(Organisation {
        entry: fields.entry.clone()?,
        line: fields.line,
        id: id?,
        name: name?.value,
        codes,
        parent,
        term,
        seal,
        seal_diameter,
        certificates,
    })
}

fn person(fields: &Fields<'_>, faults: &mut Faults) -> Option<Person> {
    fields.require_known(&["id", "name", "certificates"], faults);
    let id = id(fields, faults);
    let name = fields.required("name", faults);
    let certificates = certificates(fields, faults);
    Some(Person {
        entry: fields.entry.clone()?,
        line: fields.line,
        id: id?,
        name: name?.value,
        certificates,
    })
}

fn authority(fields: &Fields<'_>, faults: &mut Faults) -> Option<Authority> {
    fields.require_known(
        &["person", "organisation", "title", "form", "from", "until"],
        faults,
    );
    let person = fields.required("person", faults);
    let organisation = fields.required("organisation", faults);
    let title = title(fields, faults);
    let form = form(fields, faults);
    let term = fields.term(faults);
    Some(Authority {
        entry: fields.entry.clone()?,
        line: fields.line,
        person: person?,
        organisation: organisation?,
        title: title?,
        form: form?,
        term,
    })
}

/// The `id` of an entry, by which others name it.
fn id(fields: &Fields<'_>, faults: &mut Faults) -> Option<String> {
    let id = fields.required("id", faults)?;
    let is_plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if id.value.chars().all(is_plain) {
        return Some(id.value);
    }
    let bad = FaultKind::BadId { id: id.value };
    fields.add(id.line, "id", bad, faults);
    None
}

/// A code with its days (J1).
fn code(fields: &Fields<'_>, faults: &mut Faults) -> Option<CodeTerm> {
    fields.require_known(&["code", "from", "until"], faults);
    let code = fields.required("code", faults);
    let term = fields.term(faults);
    let code = code?;
    if !is_code(&code.value) {
        let bad = FaultKind::BadCode { code: code.value };
        fields.add(code.line, "code", bad, faults);
        return None;
    }
    Some(CodeTerm { code, term })
}

/// The diameter of the physical seal (B2).
fn diameter(fields: &Fields<'_>, faults: &mut Faults) -> Option<Millimetres> {
    let written = fields.number("seal_diameter_mm", faults)?;
    let diameter = Millimetres(written.value);
    if check_seal_diameter(diameter).is_ok() {
        return Some(diameter);
    }
    let fault = FaultKind::Diameter {
        diameter: diameter.0,
    };
    fields.add(written.line, "seal_diameter_mm", fault, faults);
    None
}

/// A title without the form of signing, which has a key of its own (A4).
fn title(fields: &Fields<'_>, faults: &mut Faults) -> Option<String> {
    let title = fields.required("title", faults)?;
    let upper = title.value.to_uppercase();
    let forms = SigningForm::ALL.map(SigningForm::as_str);
    let mut forms = forms.into_iter().filter(|form| !form.is_empty());
    let Some(form) = forms.find(|form| upper.starts_with(form)) else {
        return Some(title.value);
    };
    fields.add(title.line, "title", FaultKind::FormInTitle { form }, faults);
    None
}

/// The form of signing; without it the head signs (A4).
fn form(fields: &Fields<'_>, faults: &mut Faults) -> Option<SigningForm> {
    if !fields.has("form") {
        return Some(SigningForm::Own);
    }
    let written = fields.text("form", faults)?;
    let mut forms = SigningForm::ALL.into_iter();
    let form = forms.find(|form| form.as_str() == written.value);
    if form.is_none() {
        let fault = FaultKind::BadForm {
            form: written.value,
        };
        fields.add(written.line, "form", fault, faults);
    }
    form
}

fn certificates(fields: &Fields<'_>, faults: &mut Faults) -> Vec<Located<CertificateMark>> {
    let tables = fields.tables("certificates", MOST_PARTS, faults);
    let marks = tables.iter().filter_map(|one| certificate(one, faults));
    marks.collect()
}

fn certificate(fields: &Fields<'_>, faults: &mut Faults) -> Option<Located<CertificateMark>> {
    fields.require_known(&["sha256", "issuer", "serial"], faults);
    let fingerprint = fields.text("sha256", faults);
    let issuer = fields.text("issuer", faults);
    let serial = fields.text("serial", faults);
    let named = ["sha256", "issuer", "serial"].map(|key| fields.has(key));
    let (line, value) = match named {
        [true, false, false] => {
            let written = fingerprint?;
            let fingerprint = read_fingerprint(&written.value);
            if fingerprint.is_none() {
                fields.add(written.line, "sha256", FaultKind::BadFingerprint, faults);
            }
            (written.line, CertificateMark::Fingerprint(fingerprint?))
        }
        [false, true, true] => {
            let (issuer, written) = issuer.zip(serial)?;
            let serial = read_serial(&written.value);
            if serial.is_none() {
                fields.add(written.line, "serial", FaultKind::BadSerial, faults);
            }
            let mark = CertificateMark::Numbered {
                issuer: issuer.value,
                serial: serial?,
            };
            (written.line, mark)
        }
        _ => {
            let fault = FaultKind::CertificateUnnamed;
            fields.add(fields.line, "certificates", fault, faults);
            return None;
        }
    };
    Some(Located { value, line })
}

/// Entries of one list: all agencies of a province with everybody who signs are some thousands.
const MOST_ENTRIES: usize = 50_000;

/// Codes or certificates of one entry.
const MOST_PARTS: usize = 100;

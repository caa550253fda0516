//! The answer of `kyso directory check`, for people and for programs.

use std::fmt::Write;

use jiff::Timestamp;
use jiff::civil::Date;
use kyso_directory::{Directory, DirectoryFault, Draft, SignatoriesOf, Signatory};
use kyso_verifier::{Effect, NamedOrganisation, Term};
use kyso_words::{Lang, Localized, counted, printable_form, vietnam_iso, vietnam_time, words};
use serde_json::{Value, json};

/// A directory that was checked.
pub(super) struct Look<'a> {
    pub(super) place: String,
    /// The time for which it is asked who may sign.
    pub(super) at: Timestamp,
    pub(super) draft: &'a Draft,
}

impl Look<'_> {
    /// Counts, organisations with those who may sign, faults, and the conclusion.
    pub(super) fn text(&self, lang: Lang) -> String {
        let directory = &self.draft.directory;
        let mut text = String::new();
        let mut line = |line: String| {
            let _ = writeln!(text, "{}", printable_form(line));
        };
        line(words!(
            lang,
            "Danh bạ cơ quan: {}",
            "Agency directory: {}",
            self.place
        ));
        line(format!("  {}", counts(directory, lang)));
        line(words!(
            lang,
            "Ai được ký lúc {}:",
            "Who may sign at {}:",
            vietnam_time(self.at)
        ));
        for one in directory.overview(self.at) {
            line(format!("  {}", organisation(&one, lang)));
            for signatory in &one.signatories {
                line(format!("    – {}", signatory_line(signatory, lang)));
            }
            if one.signatories.is_empty() && one.organisation.effect == Effect::InEffect {
                let none = lang.pick("chưa ghi ai được ký", "nothing says who may sign");
                line(format!("    – {none}"));
            }
        }
        for fault in &self.draft.faults {
            line(format!("✕ {}", fault.text(lang)));
        }
        line(self.conclusion(lang));
        text
    }

    fn conclusion(&self, lang: Lang) -> String {
        let count = self.draft.faults.len() + self.draft.omitted;
        match (count, self.draft.omitted, lang) {
            (0, ..) => format!("✓ {}", lang.pick("Danh bạ dùng được.", "Sound.")),
            (_, 0, Lang::Vi) => format!("· {count} lỗi phải sửa, xem các dòng ✕."),
            (_, 0, Lang::En) => {
                format!(
                    "· {} to be mended, see the lines with ✕.",
                    counted(count, "fault")
                )
            }
            (_, omitted, Lang::Vi) => format!(
                "· {count} lỗi phải sửa, xem các dòng ✕; {omitted} lỗi chưa nêu ở đây, sửa xong hãy kiểm tra lại."
            ),
            (_, omitted, Lang::En) => format!(
                "· {} to be mended, see the lines with ✕; {omitted} are left out, check again afterwards.",
                counted(count, "fault")
            ),
        }
    }

    /// The answer for programs; docs/directory.md lists the names.
    pub(super) fn json(&self, lang: Lang) -> Value {
        let directory = &self.draft.directory;
        let overview = directory.overview(self.at);
        let faults = self.draft.faults.iter();
        json!({
            "schema": "kyso.directory/1",
            "place": self.place,
            "at": vietnam_iso(self.at),
            "sound": self.draft.faults.is_empty(),
            "counts": {
                "organisations": directory.organisation_count(),
                "people": directory.person_count(),
                "mandates": directory.mandate_count(),
                "certificates": directory.certificate_count(),
            },
            "organisations": overview.iter().map(organisation_json).collect::<Vec<_>>(),
            "faults": faults.map(|one| fault_json(one, lang)).collect::<Vec<_>>(),
            "faults_omitted": self.draft.omitted,
        })
    }
}

fn counts(directory: &Directory, lang: Lang) -> String {
    let [organisations, people, mandates, certificates] = [
        directory.organisation_count(),
        directory.person_count(),
        directory.mandate_count(),
        directory.certificate_count(),
    ];
    match lang {
        Lang::Vi => format!(
            "{organisations} cơ quan, {people} người, {mandates} thẩm quyền ký, {certificates} chứng thư"
        ),
        Lang::En => {
            let people = match people {
                1 => "1 person".to_owned(),
                people => format!("{people} people"),
            };
            let organisations = counted(organisations, "organisation");
            let mandates = counted(mandates, "mandate");
            let certificates = counted(certificates, "certificate");
            format!("{organisations}, {people}, {mandates}, {certificates}")
        }
    }
}

/// Name, code, days, seal, and whether its certificate is known.
fn organisation(one: &SignatoriesOf, lang: Lang) -> String {
    let organisation = &one.organisation;
    let name = match &organisation.code {
        Some(code) => format!("{} ({code})", organisation.name),
        None => organisation.name.clone(),
    };
    let state = match organisation.effect {
        Effect::InEffect => None,
        Effect::NotBegun { from } => Some(words!(
            lang,
            "chưa hoạt động, từ {}",
            "does not exist yet, from {}",
            day(from)
        )),
        Effect::Ended { until } => Some(words!(
            lang,
            "đã kết thúc, đến hết {}",
            "ended, until {}",
            day(until)
        )),
    };
    let seal = one.seal_diameter_mm.map(|diameter| {
        let diameter = diameter.to_string();
        let shown = match lang {
            Lang::Vi => diameter.replace('.', ","),
            Lang::En => diameter,
        };
        words!(lang, "con dấu {} mm", "seal {} mm", shown)
    });
    let certificate = (!one.has_certificate).then(|| no_certificate(lang));
    let more = state.into_iter().chain(seal).chain(certificate);
    let parts: Vec<String> = std::iter::once(name).chain(more).collect();
    parts.join("; ")
}

fn signatory_line(signatory: &Signatory, lang: Lang) -> String {
    let mandate = &signatory.mandate;
    let until = mandate
        .term
        .until
        .map(|until| words!(lang, " (đến hết {})", " (until {})", day(until)));
    let certificate = match signatory.has_certificate {
        true => String::new(),
        false => format!("; {}", no_certificate(lang)),
    };
    format!(
        "{}: {}{}{certificate}",
        signatory.name,
        mandate.full_title(),
        until.unwrap_or_default()
    )
}

/// An entry that no signature can be matched with.
fn no_certificate(lang: Lang) -> String {
    lang.pick("chưa ghi chứng thư", "no certificate given")
        .to_owned()
}

fn organisation_json(one: &SignatoriesOf) -> Value {
    let signatories = one.signatories.iter();
    let organisation = &one.organisation;
    let [from, until] = days(&organisation.term);
    json!({
        "id": organisation.id,
        "name": organisation.name,
        "code": organisation.code,
        "state": state(organisation),
        "from": from,
        "until": until,
        "seal_diameter_mm": one.seal_diameter_mm,
        "certificate_known": one.has_certificate,
        "signatories": signatories.map(signatory_json).collect::<Vec<_>>(),
    })
}

fn signatory_json(signatory: &Signatory) -> Value {
    let mandate = &signatory.mandate;
    let [from, until] = days(&mandate.term);
    json!({
        "name": signatory.name,
        "title": mandate.title,
        "form": mandate.form.as_str(),
        "from": from,
        "until": until,
        "certificate_known": signatory.has_certificate,
    })
}

fn fault_json(fault: &DirectoryFault, lang: Lang) -> Value {
    json!({
        "line": fault.line,
        "entry": fault.entry(lang),
        "key": fault.key,
        "code": fault.kind.code(),
        "message": fault.text(lang),
    })
}

fn state(organisation: &NamedOrganisation) -> &'static str {
    match organisation.effect {
        Effect::InEffect => "in_effect",
        Effect::NotBegun { .. } => "not_begun",
        Effect::Ended { .. } => "ended",
    }
}

fn day(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

fn days(term: &Term) -> [Option<String>; 2] {
    let day = |day: Date| day.strftime("%Y-%m-%d").to_string();
    [term.from.map(day), term.until.map(day)]
}

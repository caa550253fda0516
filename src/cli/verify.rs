//! `kyso verify`.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use kyso_pki::TrustStore;
use kyso_verifier::{Lang, Policy, Report, Verdict};
use serde_json::Value;

use super::arguments::{Format, Verify};
use super::progress::Progress;
use super::{Failure, output};
use crate::{summary, trust, words};

/// Verifies each file; gives the exit status of the gravest result.
pub(crate) fn run(request: &Verify, lang: Lang) -> Result<u8, Failure> {
    require_available(request.format)?;
    if let Some(output) = &request.output {
        let inputs: Vec<&Path> = request.files.iter().map(AsRef::as_ref).collect();
        Failure::refuse_overwriting(output, &inputs)?;
    }
    let store = trust_store(request, lang)?;
    let policy = Policy::new(request.at.unwrap_or_else(Timestamp::now));
    let progress = Progress::over(&request.files);
    let mut outcomes = Vec::with_capacity(request.files.len());
    for file in &request.files {
        progress.begin(file);
        outcomes.push(verify(file, &store, &policy));
        progress.end();
    }
    drop(progress);
    let results = Results {
        request,
        outcomes,
        lang,
    };
    results.write()?;
    Ok(results.status())
}

fn require_available(format: Format) -> Result<(), Failure> {
    match format {
        Format::Text | Format::Json => Ok(()),
        Format::Html | Format::Pdf => Err(Failure::usage(
            "Chưa có báo cáo dạng html và pdf; hãy dùng --format text hoặc json.",
            "reports as html and pdf are not available yet; use --format text or json",
        )),
    }
}

fn trust_store(request: &Verify, lang: Lang) -> Result<TrustStore, Failure> {
    let dir = trust::folder(request.trust.dir.as_deref());
    let store = trust::load(dir.as_deref())?;
    if store.anchors().is_empty() {
        output::remark_in(
            lang,
            "Không có chứng thư gốc tin cậy (--trust DIR, KYSO_TRUST hoặc kyso trust add): không kết luận được HỢP LỆ.",
            "no trust anchors (--trust DIR, KYSO_TRUST or kyso trust add): nothing can be found valid",
        );
    }
    Ok(store)
}

/// A report, or why there is none in both languages.
type Outcome = Result<Report, Unreadable>;

struct Unreadable {
    vietnamese: String,
    english: String,
}

fn verify(file: &Path, store: &TrustStore, policy: &Policy) -> Outcome {
    let bytes = fs::read(file).map_err(|error| Unreadable {
        vietnamese: format!("không đọc được tệp ({error})"),
        english: format!("cannot be read ({error})"),
    })?;
    kyso_verifier::verify(&bytes, store, policy).map_err(|error| Unreadable {
        vietnamese: words::verify(&error, Lang::Vi),
        english: words::verify(&error, Lang::En),
    })
}

/// The outcomes of all files, in the order of the command line.
struct Results<'a> {
    request: &'a Verify,
    outcomes: Vec<Outcome>,
    lang: Lang,
}

impl Results<'_> {
    /// Reports on standard output or into the file; what is unreadable on standard error only, so that no program takes
    /// it for a report.
    fn write(&self) -> Result<(), Failure> {
        for (file, outcome) in self.request.files.iter().zip(&self.outcomes) {
            if let Err(unreadable) = outcome {
                let words = self.lang.pick(&unreadable.vietnamese, &unreadable.english);
                output::remark(format_args!("{}: {words}", file.display()));
            }
        }
        let text = match self.request.format {
            Format::Json => self.json(),
            _ => self.text(),
        };
        match text.is_empty() {
            true => Ok(()),
            false => output::write(&text, self.request.output.as_deref()),
        }
    }

    fn json(&self) -> String {
        let reports = self
            .reports()
            .map(|(name, report)| report.to_json(&name, self.lang));
        let mut reports: Vec<Value> = reports.collect();
        match (reports.pop(), self.request.files.len()) {
            (None, 1) => String::new(),
            (Some(report), 1) => output::pretty(&report),
            (last, _) => {
                reports.extend(last);
                output::pretty(&Value::Array(reports))
            }
        }
    }

    fn text(&self) -> String {
        let texts: Vec<String> = self
            .reports()
            .map(|(name, report)| summary::text(report, &name, self.lang))
            .collect();
        texts.join("\n")
    }

    fn reports(&self) -> impl Iterator<Item = (String, &Report)> {
        let files = self.request.files.iter().zip(&self.outcomes);
        files.filter_map(|(file, outcome)| Some((name(file), outcome.as_ref().ok()?)))
    }

    fn status(&self) -> u8 {
        let gravity = |status: &u8| GRAVEST_FIRST.iter().position(|one| one == status);
        let statuses = self.outcomes.iter().map(status);
        statuses.min_by_key(gravity).unwrap_or(PASSED)
    }
}

fn name(file: &Path) -> String {
    file.file_name()
        .unwrap_or(file.as_os_str())
        .to_string_lossy()
        .into_owned()
}

fn status(outcome: &Outcome) -> u8 {
    match outcome.as_ref().map(|report| report.verdict) {
        Ok(Verdict::TotalPassed) => PASSED,
        Ok(Verdict::TotalFailed) => FAILED,
        Ok(Verdict::NotSigned) => NOT_SIGNED,
        // A verdict that this program does not know is not known to be good.
        Ok(_) => INDETERMINATE,
        Err(_) => UNREADABLE,
    }
}

const PASSED: u8 = 0;
const FAILED: u8 = 1;
const INDETERMINATE: u8 = 3;
const NOT_SIGNED: u8 = 4;
const UNREADABLE: u8 = 5;

/// A proven forgery is graver than a file about which nothing is known; what cannot be read cannot be trusted either.
const GRAVEST_FIRST: [u8; 5] = [FAILED, UNREADABLE, INDETERMINATE, NOT_SIGNED, PASSED];

//! `--evidence-out` and `--evidence`: what a result rests on, kept in a bundle, and the result made again from one (F10).

use std::fs::File;
use std::io::Read;
use std::path::Path;

use jiff::Timestamp;
use kyso_pki::TrustStore;
use kyso_report::{Bundle, BundleError, MAX_BUNDLE_BYTES, RecordedSource, UntrustedAnchor};
use kyso_setup::Config;
use kyso_verifier::Policy;
use kyso_words::{Lang, Localized, vietnam_time};

use super::examination::{Examined, Recording};
use super::selection::Selection;
use crate::cli::arguments::{Format, Verify};
use crate::cli::{Failure, output};
use crate::files;

/// What files are verified with: the operator's trust for now, or a bundle for the time that it was made.
pub(super) struct Basis {
    pub(super) store: TrustStore,
    pub(super) policy: Policy,
    now: Timestamp,
    recorded: Option<Record>,
}

/// A verification that is made again.
struct Record {
    bundle: Box<Bundle>,
    source: RecordedSource,
    /// Anchors of the bundle that the operator does not trust, or as something else.
    untrusted_anchors: Vec<UntrustedAnchor>,
}

/// Refuses contradictory options: a bundle is about one file, and only JSON has details.
pub(super) fn require_sense(request: &Verify, selection: &Selection) -> Result<(), Failure> {
    let flag = match (&request.evidence, &request.evidence_out) {
        (Some(_), _) => Some("--evidence"),
        (_, Some(_)) => Some("--evidence-out"),
        _ => None,
    };
    if let Some(flag) = flag.filter(|_| selection.is_list) {
        return Err(Failure::usage(
            format!("{flag} cần đúng một tệp PDF: gói bằng chứng là của một tệp."),
            format!("{flag} needs exactly one PDF file: a bundle is about one file"),
        ));
    }
    match request.detailed && request.report_format() != Format::Json {
        true => Err(Failure::usage(
            "--detailed chỉ đi cùng --format json.",
            "--detailed goes with --format json only",
        )),
        false => Ok(()),
    }
}

impl Basis {
    /// The basis that was asked for: the rules are always the operator's own; `operator` is the trust folder.
    pub(super) fn of(
        request: &Verify,
        config: &Config,
        operator: TrustStore,
    ) -> Result<Self, Failure> {
        let now = Timestamp::now();
        let Some(path) = &request.evidence else {
            return Ok(Self {
                store: operator,
                policy: config.policy(request.at.unwrap_or(now)),
                now,
                recorded: None,
            });
        };
        let read = Bundle::read(&bytes(path)?);
        let bundle = read.map_err(|error| unusable(path, &error))?;
        let replay = bundle.replay(&operator);
        let replay = replay.map_err(|error| unusable(path, &error))?;
        Ok(Self {
            store: replay.store,
            policy: config.policy(bundle.checked_at()),
            now,
            recorded: Some(Record {
                bundle: Box::new(bundle),
                source: replay.source,
                untrusted_anchors: replay.untrusted_anchors,
            }),
        })
    }

    /// What servers answered at the time of the bundle.
    pub(super) fn recorded(&self) -> Option<&RecordedSource> {
        self.recorded.as_ref().map(|record| &record.source)
    }

    /// The real time, where the files are looked at as of another.
    pub(super) fn made_at(&self, request: &Verify) -> Option<Timestamp> {
        let chosen = request.at.is_some() || self.recorded.is_some();
        chosen.then_some(self.now)
    }

    /// What is to be kept of the result, if anything.
    pub(super) fn recording(&self, request: &Verify, lang: Lang) -> Option<Recording<'_>> {
        let again = self.recorded.as_ref().map(|record| Recording {
            name: Some(record.bundle.name()),
            made_at: record.bundle.made_at(),
            lang: record.bundle.lang(),
        });
        let first = request.evidence_out.as_ref().map(|_| Recording {
            name: None,
            made_at: self.now,
            lang,
        });
        again.or(first)
    }

    /// Refuses a bundle about another file, before anything is printed about this one: a report beside the refusal would be taken
    /// for the result.
    pub(super) fn require_same_file(
        &self,
        request: &Verify,
        examined: &[Examined],
    ) -> Result<(), Failure> {
        let path = request.evidence.as_deref().unwrap_or(Path::new(""));
        let (Some(record), Some(again)) = (&self.recorded, bundle_of(examined)) else {
            return Ok(());
        };
        let difference = record.bundle.difference(again);
        difference.map(drop).map_err(|error| unusable(path, &error))
    }

    /// Writes the bundle, or compares the result with the recorded one; gives the exit status in place of `status`.
    pub(super) fn conclude(
        &self,
        request: &Verify,
        examined: &[Examined],
        status: u8,
        lang: Lang,
    ) -> Result<u8, Failure> {
        let Some(again) = bundle_of(examined) else {
            if request.evidence_out.is_some() {
                output::remark_in(
                    lang,
                    "Không ghi gói bằng chứng: tệp không đọc được.",
                    "no bundle was written: the file is unreadable",
                );
            }
            return Ok(status);
        };
        match (&self.recorded, &request.evidence_out) {
            (Some(record), _) => compare(request, record, again, status, lang),
            (None, Some(path)) => write(path, again).map(|()| status),
            (None, None) => Ok(status),
        }
    }
}

fn bundle_of(examined: &[Examined]) -> Option<&Bundle> {
    let findings = examined.iter().filter_map(|one| one.outcome.as_ref().ok());
    findings.filter_map(|one| one.bundle.as_deref()).next()
}

fn compare(
    request: &Verify,
    record: &Record,
    again: &Bundle,
    status: u8,
    lang: Lang,
) -> Result<u8, Failure> {
    let path = request.evidence.as_deref().unwrap_or(Path::new(""));
    let (recorded, untrusted) = (&record.bundle, &record.untrusted_anchors);
    let difference = recorded.difference(again);
    let difference = difference.map_err(|error| unusable(path, &error))?;
    for anchor in untrusted {
        output::remark(anchor.text(lang));
    }
    match difference {
        None => {
            output::remark(same(recorded.checked_at(), lang));
            Ok(status)
        }
        Some(difference) => {
            // Without the anchor everything below it differs: the first place says nothing more.
            output::remark(match untrusted.is_empty() {
                true => difference.text(lang),
                false => without_anchors(lang).to_owned(),
            });
            recorded
                .other_program(again, lang)
                .into_iter()
                .for_each(output::remark);
            Ok(DIFFERENT)
        }
    }
}

fn write(path: &Path, bundle: &Bundle) -> Result<(), Failure> {
    let bytes = bundle.write().map_err(|error| unusable(path, &error))?;
    files::write(path, &bytes).map_err(|error| Failure::unwritable(&path.display(), &error))
}

/// The bytes of a bundle, one more than it may have at most.
fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_BUNDLE_BYTES).unwrap_or(u64::MAX);
    let file = File::open(path);
    let read = file.and_then(|file| file.take(most.saturating_add(1)).read_to_end(&mut bytes));
    match read {
        Ok(_) => Ok(bytes),
        Err(error) => Err(Failure::unreadable_input(path, &error)),
    }
}

fn unusable(path: &Path, error: &BundleError) -> Failure {
    let path = path.display();
    Failure::unusable(
        format!(
            "{path}: gói bằng chứng không dùng được: {}",
            error.text(Lang::Vi)
        ),
        format!(
            "{path}: the bundle cannot be used: {}",
            error.text(Lang::En)
        ),
    )
}

/// That the second report equals the recorded one, and what this does not mean.
fn same(checked_at: Timestamp, lang: Lang) -> String {
    let at = vietnam_time(checked_at);
    match lang {
        Lang::Vi => format!(
            "Kết quả kiểm tra lại trùng từng byte với kết quả đã lưu. Kết quả này xét tại {at}, không nói gì về sau đó."
        ),
        Lang::En => format!(
            "the new report equals the recorded one byte for byte; it is about {at} and says nothing of later times"
        ),
    }
}

/// That the second report is another one because the trust folder lacks the anchors that were named before.
fn without_anchors(lang: Lang) -> &'static str {
    lang.pick(
        "Kết quả kiểm tra lại KHÁC kết quả đã lưu vì thư mục tin cậy không có chứng thư gốc nêu trên trong cùng loại. Nếu tin nơi cấp ấy, hãy xác minh vân tay rồi dùng --trust THƯ_MỤC hoặc kyso trust add, và kiểm tra lại.",
        "the new report DIFFERS from the recorded one, because the trust folder does not hold the anchors above in the same class. If you trust them, compare their fingerprints, name them by --trust DIR or kyso trust add, and verify again",
    )
}

/// The status when the result is not the recorded one, whatever the verdict.
const DIFFERENT: u8 = 1;

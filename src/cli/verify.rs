//! `kyso verify`: files and folders, on several threads, against expectations if there are some.

mod answer;
mod evidence;
mod examination;
mod expectation;
mod junit;
mod package;
mod queue;
mod reading;
mod record;
mod report_form;
mod results;
mod selection;
mod table;

use std::path::Path;

use kyso_pdf::Password;
use kyso_pki::TrustStore;
use kyso_setup::{Config, Servers, foreign_anchors, read_password};
use kyso_words::{Lang, Localized};
use secrecy::ExposeSecret;

use super::arguments::Verify;
use super::given::{Given, What};
use super::progress::Progress;
use super::{Failure, directory, output};
use crate::files;

use evidence::Basis;
use examination::{Detail, Examined, Examiner};
use expectation::{Comparison, Manifest};
pub(super) use queue::{Memory, in_order};
pub(super) use reading::{read, read_alone};
use report_form::ReportForm;
use results::Results;
pub(super) use selection::{Candidate, Selection};

/// Verifies each file; gives the exit status of the gravest result, or whether everything was as expected.
pub(crate) fn run(request: &Verify, lang: Lang) -> Result<u8, Failure> {
    keep_freed_memory();
    record::require_destination(request)?;
    let manifest = request.expect.as_deref().map(Manifest::read).transpose()?;
    let selection = select(request, manifest.as_ref())?;
    let mut config = request.settings.load(&request.trust)?;
    if let Some(directory) = &request.directory {
        config.directory = Some(directory.clone());
    }
    refuse_replacing(request, &selection, &config)?;
    record::require_few(request, &selection)?;
    let form = ReportForm::of(request, &selection);
    require_pictures_shown(request, form)?;
    package::require_sense(request)?;
    evidence::require_sense(request, &selection)?;
    let content = content(request, &selection)?;
    let store = trust_store(request, &config, lang)?;
    let directory = directory::open(&config)?;
    let mut basis = Basis::of(request, &config, store)?;
    basis.policy.password = password(request)?;
    let examiner = Examiner {
        store: &basis.store,
        servers: &servers(request, &config)?,
        recorded: basis.recorded(),
        package: None,
        recording: basis.recording(request, lang),
        tell_failures: !selection.is_list,
        foreign_anchors: &foreign_anchors(basis.store.anchors()),
        content: content.as_deref(),
        directory: directory.as_ref(),
        compare_pages: request.compare_pages,
        detail: Detail::of(request),
        policy: &basis.policy,
        made_at: basis.made_at(request),
        form,
        lang,
    };
    if request.package {
        return package::run(request, &selection, &examiner);
    }
    if let (false, None, [file]) = (selection.is_list, &request.expect, request.files.as_slice()) {
        output::remark_on_name(file, lang);
    }
    let examined = examine(request, selection.candidates(), &examiner);
    basis.require_same_file(request, &examined)?;
    if let Some(path) = &request.write_expect {
        write_manifest(path, &examined)?;
    }
    let comparison = manifest.map(|manifest| Comparison::of(&manifest, &examined));
    let results = Results {
        request,
        selection: &selection,
        examined: &examined,
        comparison: comparison.as_ref(),
        lang,
    };
    results.write()?;
    basis.conclude(request, &examined, results.status(), lang)
}

/// Lets the allocator use again the memory of pictures and pages. The one of glibc maps areas
/// larger than 128 KB anew each time, which costs a fault for each 4 KB, until a larger one was
/// freed (mallopt(3), `M_MMAP_THRESHOLD`). Each thread may keep 8 MB that nothing uses. Other
/// allocators go on as before.
fn keep_freed_memory() {
    const LARGEST: usize = 4 << 20;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(LARGEST)));
}

/// The files of the command line, and those that the manifest lists.
fn select(request: &Verify, manifest: Option<&Manifest>) -> Result<Selection, Failure> {
    let mut selection = Selection::of(&request.files, request.recursive);
    if let Some(manifest) = manifest {
        selection.add(manifest.files());
    }
    match selection.is_empty() {
        true => Err(selection.nothing_found()),
        false => Ok(selection),
    }
}

/// What a detached signature is over.
fn content(request: &Verify, selection: &Selection) -> Result<Option<Vec<u8>>, Failure> {
    let Some(path) = &request.content else {
        return Ok(None);
    };
    if selection.is_list {
        return Err(Failure::usage(
            "--content cần đúng một tệp chữ ký.",
            "--content needs exactly one signature file",
        ));
    }
    let bytes = read_alone(path).map_err(|error| {
        let text = |lang| error.text(lang);
        Failure::refused(
            format!("{}: {}", path.display(), text(Lang::Vi)),
            format!("{}: {}", path.display(), text(Lang::En)),
        )
    })?;
    Ok(Some(bytes))
}

/// What opens files that need a password: one for all of them.
fn password(request: &Verify) -> Result<Option<Password>, Failure> {
    let Some(path) = &request.password_file else {
        return Ok(None);
    };
    let secret = read_password(path).map_err(|error| {
        let text = |lang| error.text(lang);
        Failure::refused(
            format!("Mật khẩu của tệp: {}", text(Lang::Vi)),
            format!("password of the file: {}", text(Lang::En)),
        )
    })?;
    Ok(Some(Password::new(secret.expose_secret())))
}

/// No document is replaced by a report about it, nothing else that is read either, and no report by another.
fn refuse_replacing(
    request: &Verify,
    selection: &Selection,
    config: &Config,
) -> Result<(), Failure> {
    let mut given = Given::with(request.settings.config.as_deref(), config);
    given.add(What::Document, selection.paths());
    given.add(What::Manifest, request.expect.as_deref());
    given.add(What::Bundle, request.evidence.as_deref());
    given.add(What::Secret, request.password_file.as_deref());
    given.add(What::Document, request.content.as_deref());
    given.refuse_replacing(&[
        ("-o", request.output.as_deref()),
        ("--write-expect", request.write_expect.as_deref()),
        ("--evidence-out", request.evidence_out.as_deref()),
    ])
}

/// Refuses to draw pages for an answer that has no place for them.
fn require_pictures_shown(request: &Verify, form: ReportForm) -> Result<(), Failure> {
    match request.compare_pages && form == ReportForm::Nothing {
        true => Err(Failure::usage(
            "--compare-pages không đi cùng --expect, --summary và --format junit: kết quả ở đó không nêu các trang.",
            "--compare-pages does not go with --expect, --summary and --format junit, which show no pages",
        )),
        false => Ok(()),
    }
}

/// The servers that may be asked: none when offline, and none beside a bundle.
fn servers(request: &Verify, config: &Config) -> Result<Servers, Failure> {
    match request.offline || request.evidence.is_some() {
        true => Ok(Servers::none()),
        false => Ok(Servers::of(&config.online)?),
    }
}

fn trust_store(request: &Verify, config: &Config, lang: Lang) -> Result<TrustStore, Failure> {
    let store = config.trust_source().load()?;
    if store.anchors().is_empty() {
        output::remark_in(
            lang,
            "Không có chứng thư gốc tin cậy (--trust THƯ_MỤC, KYSO_TRUST hoặc kyso trust add): không kết luận được HỢP LỆ.",
            "no trust anchors (--trust DIR, KYSO_TRUST or kyso trust add): nothing can be found valid",
        );
    }
    let foreign = foreign_anchors(store.anchors());
    // A user who states what is expected knows the anchors of the test.
    if !foreign.is_empty() && request.expect.is_none() {
        let names = foreign.join("; ");
        output::remark(match lang {
            Lang::Vi => format!(
                "CẢNH BÁO: đang tin chứng thư gốc không thuộc danh mục đã biết của Việt Nam ({names}); chỉ dùng để thử nghiệm."
            ),
            Lang::En => format!(
                "WARNING: trust anchors that are not among the known Vietnamese ones ({names}); for trials only"
            ),
        });
    }
    Ok(store)
}

/// The results in the order of the selection, whichever file is finished first.
fn examine(request: &Verify, candidates: &[Candidate], examiner: &Examiner<'_>) -> Vec<Examined> {
    let progress = Progress::over(candidates.iter().map(|one| one.path.as_path()));
    let memory = queue::Memory::new(MEMORY);
    queue::in_order(candidates, jobs(request.jobs), |candidate| {
        progress.begin(&candidate.path);
        let examined = examiner.examine(candidate, &memory);
        progress.end();
        examined
    })
}

/// How many files are worked on at once: as many as asked for, else as many as there are cores.
pub(super) fn jobs(asked: Option<u16>) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    asked.map_or_else(cores, usize::from)
}

fn write_manifest(path: &Path, examined: &[Examined]) -> Result<(), Failure> {
    let text = expectation::write(path, examined)?;
    files::write(path, text.as_bytes())
        .map_err(|error| Failure::unwritable(&path.display(), &error))
}

/// Bytes of documents that are held at once, unless one alone is larger.
const MEMORY: u64 = 256 << 20;

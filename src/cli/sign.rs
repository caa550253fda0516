//! `kyso sign`: approve, issue, attach, copy, package.

mod desk;
mod notes;
mod package;
mod sealing;

use std::fs;
use std::path::Path;

use jiff::civil::Date;
use kyso_setup::Config;
use kyso_signer::{Approval, Attachment, Copying, Position, Signed, approve, attach, copy, issue};
use kyso_words::Lang;

use super::arguments::{Approve, Attach, CopyDocument, Issue, KeyUse, Operation, Sign, Signing};
use super::given::{Given, What};
use super::{Failure, directory, output};
use crate::files;

use desk::{Desk, config};

/// Signs; the result is written only when the verifier has accepted it.
pub(crate) fn run(request: &Sign, lang: Lang) -> Result<u8, Failure> {
    match &request.operation {
        Operation::Approve(request) => run_approval(request, lang),
        Operation::Issue(request) => run_issue(request, lang),
        Operation::Attach(request) => run_attachment(request, lang),
        Operation::Copy(request) => run_copy(request, lang),
        Operation::Package(request) => package::run(request, lang),
    }
}

fn run_approval(request: &Approve, lang: Lang) -> Result<u8, Failure> {
    let signing = &request.signing;
    let config = config(&signing.key_use)?;
    refuse_replacing(signing, (What::Picture, &request.image), &config)?;
    let (image, document) = (read(&request.image)?, read(&signing.input)?);
    let desk = Desk::open(&signing.key_use, config, lang)?;
    let mut approval = Approval::new(&request.signer, &image);
    approval.title = request.title.as_deref();
    approval.algorithm = desk.algorithm()?;
    if let Some(position) = request.at_position {
        approval.position = Position::At(position);
    }
    let source = desk.equipment.source();
    let context = desk.context(&source);
    let signed = approve(&document, &approval, desk.key.as_ref(), &context)
        .map_err(|error| desk.refusal(error))?;
    finish(&desk, signing, &signed, None, lang)
}

fn run_issue(request: &Issue, lang: Lang) -> Result<u8, Failure> {
    let (signing, sealing) = (&request.signing, &request.sealing);
    let config = sealing::config(sealing, config(&signing.key_use)?);
    refuse_replacing(signing, (What::Picture, &sealing.seal), &config)?;
    let (seal, document) = (read(&sealing.seal)?, read(&signing.input)?);
    // Before the key: a PIN is not spent on a directory that cannot be used.
    let directory = directory::open(&config)?;
    let desk = Desk::open(&signing.key_use, config, lang)?;
    let mut issuance = sealing::issuance(sealing, &seal, desk.algorithm()?)?;
    issuance.authority = sealing::authority(directory.as_ref(), &desk.equipment.config);
    let source = desk.equipment.source();
    let context = desk.context(&source);
    let signed = issue(&document, &issuance, desk.key.as_ref(), &context)
        .map_err(|error| sealing::with_number_hint(desk.refusal(error), sealing))?;
    let status = finish(&desk, signing, &signed, sealing.date, lang)?;
    output::remark_on_name(&signing.output, lang);
    Ok(status)
}

fn run_attachment(request: &Attach, lang: Lang) -> Result<u8, Failure> {
    let signing = &request.signing;
    let config = config(&signing.key_use)?;
    refuse_replacing(signing, (What::Document, &request.main), &config)?;
    let (main, document) = (read(&request.main)?, read(&signing.input)?);
    let desk = Desk::open(&signing.key_use, config, lang)?;
    let mut attachment = Attachment::new(&request.number);
    attachment.position = request.at_position;
    attachment.algorithm = desk.algorithm()?;
    let source = desk.equipment.source();
    let context = desk.context(&source);
    let signed = attach(&document, &main, &attachment, desk.key.as_ref(), &context)
        .map_err(|error| desk.refusal(error))?;
    finish(&desk, signing, &signed, None, lang)
}

fn run_copy(request: &CopyDocument, lang: Lang) -> Result<u8, Failure> {
    let signing = &request.signing;
    let config = config(&signing.key_use)?;
    let mut given = given(&signing.key_use, &config);
    given.add(What::Document, [signing.input.as_path()]);
    given.refuse_replacing(&[("-o", Some(&signing.output))])?;
    let document = read(&signing.input)?;
    let desk = Desk::open(&signing.key_use, config, lang)?;
    let mut copying = Copying::new(request.form.into(), &request.agency);
    copying.position = request.at_position;
    copying.algorithm = desk.algorithm()?;
    let source = desk.equipment.source();
    let context = desk.context(&source);
    let signed = copy(&document, &copying, desk.key.as_ref(), &context)
        .map_err(|error| desk.refusal(error))?;
    finish(&desk, signing, &signed, None, lang)
}

/// Writes the signed document and says what was signed.
fn finish(
    desk: &Desk<'_>,
    signing: &Signing,
    signed: &Signed,
    date: Option<Date>,
    lang: Lang,
) -> Result<u8, Failure> {
    let entry = desk.queue(signed, &signing.output)?;
    let written = files::write(&signing.output, &signed.pdf);
    if let (Err(_), Some(entry)) = (&written, &entry) {
        entry.withdraw();
    }
    written.map_err(|error| Failure::unwritable(&signing.output.display(), &error))?;
    tell(&signing.key_use, &signing.output, signed, date, lang);
    if let Some(entry) = &entry {
        output::remark(notes::queued(&entry.path, lang));
    }
    Ok(0)
}

/// What was signed, and which parts of it a person should check; `date` is the date of issue.
fn tell(key_use: &KeyUse, path: &Path, signed: &Signed, date: Option<Date>, lang: Lang) {
    output::remark(notes::signed(signed, path, lang));
    if key_use.key.is_test_key() {
        output::remark(notes::test_key(lang));
    }
    if let Some(marking) = &signed.draft {
        output::remark(notes::draft(marking, lang));
    }
    if let Some(doubt) = &signed.doubt {
        output::remark(notes::doubt(doubt, lang));
    }
    if let Some(doubt) = &signed.doubt {
        output::remark(notes::doubt(doubt, lang));
    }
    let holder = notes::holder(signed, lang);
    let warning = holder.or_else(|| notes::other_name(signed, lang));
    let early = date.and_then(|date| notes::early_date(signed, date, lang));
    let others = [notes::other_name_before(signed, lang), early];
    warning
        .into_iter()
        .chain(others.into_iter().flatten())
        .chain(notes::form_rules(signed, lang))
        .for_each(output::remark);
    if let Some(shortfall) = &signed.shortfall {
        output::remark(notes::shortfall(shortfall, signed.level, lang));
    }
}

/// The signed document takes the place of nothing that it was made with, the key foremost.
fn refuse_replacing(
    signing: &Signing,
    (what, beside): (What, &Path),
    config: &Config,
) -> Result<(), Failure> {
    let mut given = given(&signing.key_use, config);
    given.add(What::Document, [signing.input.as_path()]);
    given.add(what, [beside]);
    given.refuse_replacing(&[("-o", Some(&signing.output))])
}

/// What every signing reads.
fn given(key_use: &KeyUse, config: &Config) -> Given {
    let mut given = Given::with(key_use.settings.config.as_deref(), config);
    given.add(What::Secret, [key_use.pin_file.as_path()]);
    given.add_key(&key_use.key);
    given
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::unreadable(path, &error))
}

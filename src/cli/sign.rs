//! `kyso sign approve` and `kyso sign issue`.

mod notes;

use std::fs;
use std::path::Path;

use kyso_pki::{DigestAlgorithm, SignatureAlgorithm};
use kyso_setup::{Config, ServerSource, SigningLevel, WithoutTsa, open_key, read_secret};
use kyso_signer::{
    Approval, AuthorityCheck, BaselineLevel, CertificateRefusal, Issuance, Numbering, Position,
    RevocationCheck, SignError, Signed, SigningContext, SigningKey, WithoutTimestamp, approve,
    issue,
};
use kyso_stamp_images::Millimetres;
use kyso_words::Lang;

use super::arguments::{Algorithm, Approve, Issue, Operation, Sign, Signing};
use super::equipment::{Equipment, ServerAccess};
use super::given::{Given, What};
use super::pending::{Noted, Queue};
use super::{Failure, directory, output};
use crate::files;

/// Signs; the result is written only when the verifier has accepted it.
pub(crate) fn run(request: &Sign, lang: Lang) -> Result<u8, Failure> {
    let (signing, picture) = match &request.operation {
        Operation::Approve(request) => (&request.signing, &request.image),
        Operation::Issue(request) => (&request.signing, &request.seal),
    };
    let mut config = config(signing)?;
    if let Operation::Issue(Issue {
        directory: Some(directory),
        ..
    }) = &request.operation
    {
        config.directory = Some(directory.clone());
    }
    refuse_replacing(signing, picture, &config)?;
    let (desk, signed) = match &request.operation {
        Operation::Approve(request) => run_approval(request, config, lang)?,
        Operation::Issue(request) => run_issue(request, config, lang)?,
    };
    let entry = desk.queue(&signed)?;
    let written = files::write(&signing.output, &signed.pdf);
    if let (Err(_), Some(entry)) = (&written, &entry) {
        entry.withdraw();
    }
    written.map_err(|error| Failure::unwritable(&signing.output.display(), &error))?;
    tell(request, &signed, lang);
    if let Some(entry) = &entry {
        output::remark(notes::queued(&entry.path, lang));
    }
    Ok(0)
}

/// What was signed, and which parts of it a person should check.
fn tell(request: &Sign, signed: &Signed, lang: Lang) {
    let (signing, date) = match &request.operation {
        Operation::Approve(request) => (&request.signing, None),
        Operation::Issue(request) => (&request.signing, request.date),
    };
    output::remark(notes::signed(signed, &signing.output, lang));
    if signing.key.is_test_key() {
        output::remark(notes::test_key(lang));
    }
    if let Some(marking) = &signed.draft {
        output::remark(notes::draft(marking, lang));
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
    if matches!(&request.operation, Operation::Issue(_)) {
        output::remark_on_name(&signing.output, lang);
    }
    if let Some(shortfall) = &signed.shortfall {
        output::remark(notes::shortfall(shortfall, signed.level, lang));
    }
}

/// The signed document takes the place of nothing that it was made with, the key foremost.
fn refuse_replacing(signing: &Signing, picture: &Path, config: &Config) -> Result<(), Failure> {
    let mut given = Given::with(signing.settings.config.as_deref(), config);
    given.add(What::Document, [signing.input.as_path()]);
    given.add(What::Picture, [picture]);
    given.add(What::Secret, [signing.pin_file.as_path()]);
    given.add_key(&signing.key);
    given.refuse_replacing(&[("-o", Some(&signing.output))])
}

fn run_approval(
    request: &Approve,
    config: Config,
    lang: Lang,
) -> Result<(Desk<'_>, Signed), Failure> {
    let image = read(&request.image)?;
    let desk = Desk::open(&request.signing, config, lang)?;
    let mut approval = Approval::new(&request.signer, &image);
    approval.title = request.title.as_deref();
    approval.algorithm = desk.algorithm()?;
    if let Some(position) = request.at_position {
        approval.position = Position::At(position);
    }
    let source = desk.equipment.source();
    let context = desk.context(&source);
    let signed = approve(&desk.document, &approval, desk.key.as_ref(), &context)
        .map_err(|error| desk.refusal(error))?;
    drop(source);
    Ok((desk, signed))
}

fn run_issue(request: &Issue, config: Config, lang: Lang) -> Result<(Desk<'_>, Signed), Failure> {
    let seal = read(&request.seal)?;
    // Before the key: a PIN is not spent on a directory that cannot be used.
    let directory = directory::open(&config)?;
    let policy = config.directory_policy.into();
    let desk = Desk::open(&request.signing, config, lang)?;
    let numbering = numbering(request)?;
    let mut issuance = Issuance::with(&seal, Millimetres(request.diameter), numbering);
    issuance.algorithm = desk.algorithm()?;
    issuance.allow_draft = request.allow_draft;
    issuance.person_field = request.person_field.as_deref();
    issuance.authority = directory
        .as_ref()
        .map(|directory| AuthorityCheck { directory, policy });
    let source = desk.equipment.source();
    let context = desk.context(&source);
    let signed = issue(&desk.document, &issuance, desk.key.as_ref(), &context)
        .map_err(|error| with_number_hint(desk.refusal(error), request))?;
    drop(source);
    Ok((desk, signed))
}

/// Number and date, in the gaps of the text unless positions are given. Those that are given belong to both, or to the one
/// that is not printed.
fn numbering(request: &Issue) -> Result<Numbering<'_>, Failure> {
    let positions = request.date_at.as_slice();
    let number = request.number.as_deref();
    match (number, request.number_at, request.date, positions) {
        (None, _, None, _) => Ok(Numbering::Printed),
        (Some(number), None, Some(date), []) => Ok(Numbering::Drawn {
            number,
            date,
            places: None,
        }),
        (number, at, date, positions)
            if number.is_some() == at.is_some() && date.is_some() != positions.is_empty() =>
        {
            Ok(Numbering::Placed {
                number: number.zip(at),
                date: date.map(|date| (date, positions)),
            })
        }
        _ => Err(Failure::usage(
            "Đã cho vị trí của số thì cũng phải cho vị trí của ngày và ngược lại (--number-at, --date-at); phần đã in sẵn thì bỏ --number hoặc --date.",
            "--number-at and --date-at go together; leave out --number or --date for what is printed",
        )),
    }
}

/// What every signing has before it: document, key, trust, servers.
struct Desk<'a> {
    signing: &'a Signing,
    document: Vec<u8>,
    equipment: Equipment,
    key: Box<dyn SigningKey>,
}

impl<'a> Desk<'a> {
    /// The key comes last: a PIN is not spent on a document or a trust folder that cannot be read.
    fn open(signing: &'a Signing, config: Config, lang: Lang) -> Result<Self, Failure> {
        let document = read(&signing.input)?;
        let asking = match signing.offline {
            true => ServerAccess::Offline,
            false => ServerAccess::Configured,
        };
        let equipment = Equipment::open(config, asking)?;
        let secret = read_secret(&signing.pin_file, &signing.key)?;
        let key = open_key(&signing.key, secret)?;
        // What is about to sign is shown before it does (M5).
        output::remark(notes::signing_certificate(key.certificate(), lang));
        Ok(Self {
            signing,
            document,
            equipment,
            key,
        })
    }

    fn context<'c>(&'c self, source: &'c ServerSource<'c>) -> SigningContext<'c> {
        let level = self.equipment.config.signing_level.0;
        let mut context = self.equipment.context(source, level);
        if self.signing.offline {
            context.revocation = RevocationCheck::Offline;
        }
        context
    }

    /// Why nothing was signed. Where no anchors are at hand, how to name them.
    fn refusal(&self, error: SignError) -> Failure {
        let is_without_path = matches!(
            error,
            SignError::Certificate(
                CertificateRefusal::NoPath { .. } | CertificateRefusal::NoAnchor { .. }
            )
        );
        let has_anchors = self.equipment.config.trust_source().path.is_some();
        let failure = Failure::from(error);
        match is_without_path && !has_anchors {
            true => failure.with_hint(
                "Chưa có thư mục chứng thư tin cậy; hãy nêu bằng --trust.",
                "There is no trust folder; name one with --trust.",
            ),
            false => failure,
        }
    }

    /// Notes what is to be lifted later, before the file is written.
    fn queue(&self, signed: &Signed) -> Result<Option<Noted>, Failure> {
        let shortfall = signed.shortfall.as_ref();
        let shortfall = shortfall.filter(|one| one.choice == WithoutTimestamp::Queue);
        let (Some(shortfall), Some(dir)) = (shortfall, &self.equipment.config.queue) else {
            return Ok(None);
        };
        let reason = shortfall.reason.to_string();
        let queue = Queue::at(dir);
        let (file, level) = (&self.signing.output, shortfall.wanted);
        Ok(Some(queue.add(file, &signed.pdf, level, &reason)?))
    }

    /// The algorithm that was asked for; with ECDSA the digest follows the curve.
    fn algorithm(&self) -> Result<Option<SignatureAlgorithm>, Failure> {
        let default = self.key.default_algorithm().map_err(SignError::from)?;
        Ok(self
            .signing
            .signature_algorithm
            .map(|algorithm| match (algorithm, default) {
                (Algorithm::RsaPkcs1, _) => SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
                (Algorithm::RsaPss, _) => SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256),
                (Algorithm::Ecdsa, SignatureAlgorithm::Ecdsa(digest)) => {
                    SignatureAlgorithm::Ecdsa(digest)
                }
                (Algorithm::Ecdsa, _) => SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256),
            }))
    }
}

/// How to give a number, where that with the symbol behind it was given: the document has the symbol.
fn with_number_hint(failure: Failure, request: &Issue) -> Failure {
    let given = request.number.as_deref().unwrap_or_default();
    match given.split_once('/') {
        Some((number, symbol)) => failure.with_hint(
            &format!("Chỉ ghi số: --number {number}; ký hiệu “/{symbol}” đã in trên văn bản."),
            &format!(
                "Give the number alone: --number {number}; “/{symbol}” is printed in the document."
            ),
        ),
        None => failure,
    }
}

/// The configuration with what the command line says about levels.
fn config(signing: &Signing) -> Result<Config, Failure> {
    let mut config = signing.settings.load(&signing.trust)?;
    let wanted = &signing.level;
    wanted.authorities.apply(&mut config)?;
    if let Some(level) = wanted.level {
        config.signing_level = SigningLevel(level);
    } else if !wanted.authorities.tsa.is_empty() && config.signing_level.0 == BaselineLevel::Basic {
        // A user who names an authority wants its timestamp (G3).
        config.signing_level = SigningLevel(BaselineLevel::Timestamped);
    }
    if let Some(choice) = wanted.without_tsa {
        config.without_tsa = choice;
    }
    if let Some(dir) = &wanted.queue {
        config.queue = Some(dir.clone());
    }
    match config.without_tsa == WithoutTsa::Queue && config.queue.is_none() {
        true => Err(Failure::usage(
            "Chọn queue thì phải nêu thư mục hàng đợi (--queue THƯ_MỤC, hoặc queue trong cấu hình).",
            "queue needs a folder: --queue DIR, or queue in the configuration",
        )),
        false => Ok(config),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::unreadable(path, &error))
}

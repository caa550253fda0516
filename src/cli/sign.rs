//! `kyso sign approve` and `kyso sign issue`.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use kyso_pki::{DigestAlgorithm, SignatureAlgorithm, TrustStore};
use kyso_signer::{
    Approval, Context, Issuance, Position, RevocationCheck, Signed, SigningKey, approve, issue,
};
use kyso_stamp_images::Millimetres;
use kyso_verifier::Lang;

use super::arguments::{Algorithm, Approve, Issue, Operation, Sign, Signing};
use super::{Failure, output};
use crate::{files, keys, summary};

/// Signs; the result is written only when the verifier has accepted it.
pub(crate) fn run(request: &Sign, lang: Lang) -> Result<u8, Failure> {
    let signing = match &request.operation {
        Operation::Approve(request) => &request.signing,
        Operation::Issue(request) => &request.signing,
    };
    Failure::refuse_overwriting("-o", &signing.output, &[&signing.input])?;
    let (signing, signed) = match &request.operation {
        Operation::Approve(request) => (&request.signing, run_approval(request)?),
        Operation::Issue(request) => (&request.signing, run_issue(request)?),
    };
    files::write(&signing.output, &signed.pdf)
        .map_err(|error| Failure::unwritable(&signing.output.display(), &error))?;
    output::remark(summary::signed(&signed.report, &signing.output, lang));
    Ok(0)
}

fn run_approval(request: &Approve) -> Result<Signed, Failure> {
    let image = read(&request.image)?;
    let desk = Desk::open(&request.signing)?;
    let mut approval = Approval::new(&request.signer, &image);
    approval.title = request.title.as_deref();
    approval.algorithm = desk.algorithm()?;
    if let Some(position) = request.at_position {
        approval.position = Position::At(position);
    }
    Ok(approve(
        &desk.document,
        &approval,
        desk.key.as_ref(),
        &desk.context(),
    )?)
}

fn run_issue(request: &Issue) -> Result<Signed, Failure> {
    let seal = read(&request.seal)?;
    let desk = Desk::open(&request.signing)?;
    let mut issuance = Issuance::new(
        &seal,
        Millimetres(request.diameter),
        &request.number,
        request.date,
    );
    issuance.algorithm = desk.algorithm()?;
    Ok(issue(
        &desk.document,
        &issuance,
        desk.key.as_ref(),
        &desk.context(),
    )?)
}

/// What every signing has before it: document, key, trust and time.
struct Desk<'a> {
    signing: &'a Signing,
    document: Vec<u8>,
    trust: TrustStore,
    key: Box<dyn SigningKey>,
    now: Timestamp,
}

impl<'a> Desk<'a> {
    /// The key comes last: a PIN is not spent on a document or a trust folder that cannot be read.
    fn open(signing: &'a Signing) -> Result<Self, Failure> {
        let document = read(&signing.input)?;
        let config = signing.settings.load(&signing.trust)?;
        let trust = config.trust_source().load()?;
        let secret = keys::read_secret(&signing.pin_file, &signing.key)?;
        let key = keys::open(&signing.key, secret)?;
        Ok(Self {
            signing,
            document,
            trust,
            key,
            now: Timestamp::now(),
        })
    }

    fn context(&self) -> Context<'_> {
        let mut context = Context::new(&self.trust, self.now);
        if self.signing.offline {
            context.revocation = RevocationCheck::Offline;
        }
        context
    }

    /// The algorithm that was asked for; with ECDSA the digest follows the curve.
    fn algorithm(&self) -> Result<Option<SignatureAlgorithm>, Failure> {
        let default = self
            .key
            .default_algorithm()
            .map_err(kyso_signer::SignError::from)?;
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

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::unreadable(path, &error))
}

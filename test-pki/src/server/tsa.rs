//! Timestamps by `openssl ts -reply`.

use std::fs;

use kyso_issuing::{TokenRequest, danger_key_pem, issue_token};
use kyso_pki::{Certificate, DigestAlgorithm, Pkcs12Key};
use tempfile::TempDir;

use super::query::{TimestampQuery, sequence};
use super::{Behaviour, FailureInfo, Server, ServerError, Service, listen};
use crate::description::Kind;
use crate::folder::write;
use crate::http::{Request, Response};
use crate::openssl::{Clock, openssl};
use crate::pki::{TestPki, issuing};

/// A timestamp authority.
pub struct TsaServer(Server);

impl TsaServer {
    /// Starts the timestamp authority `id`, with the clock at the moment of the PKI.
    ///
    /// The program refuses certificates that are not for timestamps; then this crate makes the token itself.
    ///
    /// # Errors
    /// [`ServerError`].
    pub fn start(pki: &TestPki, id: &str, behaviour: Behaviour) -> Result<Self, ServerError> {
        let service = Box::new(Tsa::new(pki, id)?);
        Server::start(listen()?, service, behaviour, Clock::At(pki.now())).map(Self)
    }
}

super::common_methods!(TsaServer);

pub(super) struct Tsa {
    folder: TempDir,
    /// When its certificate is not for timestamps.
    unsuitable: Option<Pkcs12Key>,
}

impl Tsa {
    pub(super) fn new(pki: &TestPki, id: &str) -> Result<Self, ServerError> {
        let folder = tempfile::tempdir()?;
        let holder = pki.holder(id)?;
        let key = danger_key_pem(&holder).map_err(issuing(id))?;
        let chain: String = holder.chain.iter().map(Certificate::to_pem).collect();
        let path = |name: &str| folder.path().join(name);
        write(&path("tsa.pem"), holder.certificate.to_pem().as_bytes())?;
        write(&path("chain.pem"), chain.as_bytes())?;
        write(&path("key.pem"), &key)?;
        let config = CONFIG.replace("{dir}", &folder.path().to_string_lossy());
        write(&path("tsa.cnf"), config.as_bytes())?;
        let suitable = pki.holder_member(id)?.entry.kind == Kind::Timestamping;
        let unsuitable = (!suitable).then_some(holder);
        Ok(Self { folder, unsuitable })
    }

    fn reply(&self, query: &[u8], clock: Clock) -> Result<Vec<u8>, ServerError> {
        let work = tempfile::tempdir()?;
        write(&work.path().join("query.tsq"), query)?;
        let mut serial = [0; 8];
        openssl::rand::rand_bytes(&mut serial).map_err(std::io::Error::other)?;
        write(
            &work.path().join("serial"),
            base16ct::upper::encode_string(&serial).as_bytes(),
        )?;
        let config = self.folder.path().join("tsa.cnf");
        let config = config.to_string_lossy();
        let arguments = ["ts", "-reply", "-config", &config, "-section", "tsa"];
        let files = ["-queryfile", "query.tsq", "-out", "reply.tsr"];
        openssl(work.path(), clock, &[&arguments[..], &files].concat())?;
        Ok(fs::read(work.path().join("reply.tsr"))?)
    }
}

impl Service for Tsa {
    fn answer(
        &self,
        request: &Request,
        behaviour: &Behaviour,
        clock: Clock,
    ) -> Result<Response, ServerError> {
        let query = TimestampQuery::read(&request.body)?;
        let reply = match (behaviour, &self.unsuitable) {
            (Behaviour::Rejection(reason), _) => rejection(*reason),
            (_, Some(holder)) => token_without_program(holder, &query, clock)?,
            (Behaviour::WrongNonce, None) => self.reply(&query.with_other_nonce(), clock)?,
            (Behaviour::NoNonce, None) => self.reply(&query.without_nonce(), clock)?,
            (Behaviour::WrongImprint, None) => self.reply(&query.with_other_imprint(), clock)?,
            _ => self.reply(&request.body, clock)?,
        };
        Ok(Response::ok("application/timestamp-reply", reply).labelled("TIMESTAMP REPLY"))
    }

    fn suits(&self, behaviour: &Behaviour) -> bool {
        let of_the_program = matches!(
            behaviour,
            Behaviour::WrongNonce | Behaviour::NoNonce | Behaviour::WrongImprint
        );
        of_the_program && self.unsuitable.is_none()
            || matches!(behaviour, Behaviour::ClockOff(_) | Behaviour::Rejection(_))
    }

    fn name(&self) -> &'static str {
        "a timestamp authority"
    }
}

/// `TimeStampResp` with the status "rejection" (2), a text and one failure bit.
fn rejection(reason: FailureInfo) -> Vec<u8> {
    let bit = reason as u8;
    let mut bits = vec![0; usize::from(bit / 8) + 1];
    if let Some(last) = bits.last_mut() {
        *last = 0x80 >> (bit % 8);
    }
    let text = format!("{reason:?}");
    let text = [
        &[0x0C, u8::try_from(text.len()).unwrap_or(0)],
        text.as_bytes(),
    ]
    .concat();
    let unused = 7 - bit % 8;
    let length = u8::try_from(bits.len() + 1).unwrap_or(0);
    let info = [&[0x03, length, unused], bits.as_slice()].concat();
    let status = sequence(&[&[0x02, 0x01, 0x02], &sequence(&[&text]), &info]);
    sequence(&[&status])
}

fn token_without_program(
    holder: &Pkcs12Key,
    query: &TimestampQuery<'_>,
    clock: Clock,
) -> Result<Vec<u8>, ServerError> {
    let imprint = query.imprint()?;
    let nonce = query.nonce().and_then(|der| der.get(2..));
    let nonce = nonce.map(|octets| {
        octets
            .iter()
            .fold(0, |sum, octet| sum << 8 | u64::from(*octet))
    });
    let token = issue_token(
        holder,
        &TokenRequest {
            algorithm: digest_of(imprint.algorithm)?,
            digest: imprint.digest,
            at: clock.now(),
            serial: 1,
            nonce,
        },
    );
    let token = token.map_err(issuing("timestamp"))?;
    let granted = sequence(&[&[0x02, 0x01, 0x00]]);
    Ok(sequence(&[&granted, &token]))
}

/// By the identifier inside the `AlgorithmIdentifier`.
fn digest_of(algorithm: &[u8]) -> Result<DigestAlgorithm, ServerError> {
    let known = [
        DigestAlgorithm::Sha1,
        DigestAlgorithm::Sha256,
        DigestAlgorithm::Sha384,
        DigestAlgorithm::Sha512,
    ];
    let holds = |digest: &DigestAlgorithm| {
        let oid = digest.oid();
        algorithm
            .windows(oid.as_bytes().len())
            .any(|window| window == oid.as_bytes())
    };
    known
        .into_iter()
        .find(holds)
        .ok_or(ServerError::NotARequest)
}

/// Policies under the enterprise number for documentation (RFC 5612).
const CONFIG: &str = "\
[tsa]
serial = serial
signer_cert = {dir}/tsa.pem
certs = {dir}/chain.pem
signer_key = {dir}/key.pem
signer_digest = sha256
default_policy = 1.3.6.1.4.1.32473.1
other_policies = 1.3.6.1.4.1.32473.2
digests = sha1, sha256, sha384, sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
";

//! `POST /v1/signatures`: signing with keys that the service holds.

mod request;

use std::sync::Arc;
use std::time::Instant;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use axum::response::IntoResponse;
use jiff::Timestamp;
use kyso_pki::TimestampSource;
use kyso_report::{differing_names, differing_names_before, signed_after, unlikely_holder};
use kyso_signer::{AuthorityCheck, Signed, SigningContext, Timestamping};
use kyso_verifier::HolderKind;
use utoipa::ToSchema;

use super::malformed::Malformed;
use super::metrics::Signing;
use super::problem::Problem;
use super::state::Service;
use super::upload;
use super::verifications::Binary;
use super::work_queue::WorkSlot;
use super::yielding::{YieldingKey, YieldingSource, YieldingTimestampSource};
use request::SignatureRequest;

/// The parts of a signature request.
#[derive(ToSchema)]
#[allow(dead_code)] // only described, never built: the parts are read one by one
pub(super) struct SignatureForm {
    /// The document.
    #[schema(value_type = String, format = Binary, min_length = 1)]
    file: Vec<u8>,
    /// What is asked for.
    request: SignatureRequest,
    /// The picture of the signature or of the seal: PNG, transparent.
    #[schema(value_type = String, format = Binary)]
    image: Vec<u8>,
}

/// Sign a document with a key of the service. The result is verified before it is returned.
#[utoipa::path(
    post,
    path = "/v1/signatures",
    operation_id = "create_signature",
    tag = "signing",
    request_body(content = SignatureForm, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "The signed document", body = Binary, content_type = "application/pdf", headers(
            ("Kyso-Level" = String, description = "Level of the signatures: B-B, B-T, B-LT or B-LTA"),
            ("Kyso-Wanted-Level" = String, description = "Only when no timestamp authority answered: the level that was asked for"),
            ("Kyso-Name" = String, description = "Only when the name printed below the signature, or that which is sealed, is not that of the certificate: `differs`"),
            ("Kyso-Holder" = String, description = "Only when the certificate is surely of another kind of holder than what the signature shows: `person` or `organisation`"),
            ("Kyso-Authority" = String, description = "Only when the directory does not show that the person who approved may sign for the agency, and the configuration only warns: `doubtful`"),
            ("Kyso-Test-Key" = String, description = "Only when the key is a test key, one in a PKCS#12 file: `pkcs12`"),
            ("Kyso-Date" = String, description = "Only when the date of issue is before the day on which the competent person signed: `early`"),
            ("Kyso-Draft" = String, description = "Only when the first page is marked as a draft (“DỰ THẢO”): `marked`"),
        )),
    )
)]
pub(super) async fn create(
    State(service): State<Arc<Service>>,
    request: Request,
) -> Result<impl IntoResponse, Problem> {
    service.work_queue.require_room()?;
    let parts = upload::parts(request, &service).await?;
    let document = parts
        .file
        .ok_or(Problem::MissingPart { name: "file" })?
        .document;
    let image = parts.image.ok_or(Problem::MissingPart { name: "image" })?;
    let wanted = parts
        .request
        .ok_or(Problem::MissingPart { name: "request" })?;
    let wanted = SignatureRequest::read(&wanted)
        .map_err(|fault| Problem::Malformed(Malformed::Request(fault)))?;
    let room = parts.room;
    let ((signed, test_key), date) = service
        .work_queue
        .admit()?
        .holding(document.len() + image.len())
        .run(move |slot| {
            let _room = room;
            let started = Instant::now();
            let signed = sign(&service, slot, &document, &wanted, &image);
            let how = signed
                .as_ref()
                .map_or_else(Signing::of, |(signed, _)| Signing::done(signed));
            service.metrics.signed(how, started.elapsed());
            Ok::<_, Problem>((signed?, wanted.date()))
        })
        .await??;
    let mut headers = headers(&signed, test_key);
    if date.is_some_and(|date| signed_after(&signed, date).is_some()) {
        headers.insert(DATE, HeaderValue::from_static("early"));
        tracing::warn!("issued with a date before that of the person's signature");
    }
    Ok((headers, signed.pdf))
}

/// The signed document, and whether a test key signed it.
fn sign(
    service: &Service,
    slot: &WorkSlot,
    document: &Bytes,
    wanted: &SignatureRequest,
    image: &[u8],
) -> Result<(Signed, bool), Problem> {
    let id = wanted.key();
    let held = service
        .keys
        .iter()
        .find(|key| key.id() == id)
        .ok_or(Problem::UnknownKey)?;
    wanted.require_role(held.role())?;
    let key = held.open(slot)?;
    let key = YieldingKey::new(key.as_ref(), slot);
    let trusted = service.trust.current();
    let servers = YieldingSource::new(service.servers.source(), slot);
    let times = service.authorities.as_ref();
    let times = times.map(|authorities| YieldingTimestampSource::new(authorities, slot));
    let now = Timestamp::now();
    let policy = service.config.policy(now);
    let context = SigningContext {
        level: wanted.level().unwrap_or(service.config.signing_level).0,
        timestamping: Timestamping {
            source: times.as_ref().map(|times| times as &dyn TimestampSource),
            without: service.config.without_tsa.into(),
            room: service.config.timestamp_room(),
        },
        evidence: &servers,
        algorithms: Some(&policy.algorithms),
        ..SigningContext::new(&trusted.store, now)
    };
    let authority = service.directory.as_ref();
    let authority = authority.map(|directory| AuthorityCheck {
        directory,
        policy: service.config.directory_policy.into(),
    });
    let signed = wanted.sign(document, image, &key, &context, authority);
    service.metrics.asked(&servers.attempts());
    match &signed {
        Ok(signed) => {
            let (size, test_key) = (signed.pdf.len(), held.is_test_key());
            tracing::info!(key = id, size, test_key, "signed");
        }
        Err(problem) => tracing::warn!(key = id, problem = problem.name(), "not signed"),
    }
    Ok((signed?, held.is_test_key()))
}

/// The level that was reached, and why it is less than was asked for: never silently (G3).
fn headers(signed: &Signed, test_key: bool) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    let level = HeaderValue::from_static(signed.level.as_str());
    headers.insert(LEVEL, level);
    if test_key {
        headers.insert(TEST_KEY, HeaderValue::from_static("pkcs12"));
    }
    if signed.draft.is_some() {
        headers.insert(DRAFT, HeaderValue::from_static("marked"));
        tracing::warn!("signed a document that is marked as a draft");
    }
    if let Some(doubt) = &signed.doubt {
        headers.insert(AUTHORITY, HeaderValue::from_static("doubtful"));
        tracing::warn!("issued without a proven authority: {doubt}");
    }
    if let Some((holder, _)) = unlikely_holder(signed) {
        let holder = match holder {
            HolderKind::Person => "person",
            HolderKind::Organisation => "organisation",
        };
        headers.insert(HOLDER, HeaderValue::from_static(holder));
        tracing::warn!(
            holder,
            "signed with the certificate of another kind of holder"
        );
    }
    if differing_names(signed).is_some() || differing_names_before(signed).is_some() {
        headers.insert(NAME, HeaderValue::from_static("differs"));
        tracing::warn!("signed below another name than that of the certificate");
    }
    if let Some(shortfall) = &signed.shortfall {
        let wanted = HeaderValue::from_static(shortfall.wanted.as_str());
        headers.insert(WANTED_LEVEL, wanted);
        tracing::warn!(
            wanted = shortfall.wanted.as_str(),
            level = signed.level.as_str(),
            "signed without a timestamp: {}",
            shortfall.reason
        );
    }
    headers
}

/// That the directory does not show that the person may sign for the agency (A5).
const AUTHORITY: HeaderName = HeaderName::from_static("kyso-authority");

/// Whose certificate it is, where that is not what the signature shows.
const HOLDER: HeaderName = HeaderName::from_static("kyso-holder");

/// The header for a name printed below the signature that is not that of the certificate.
const NAME: HeaderName = HeaderName::from_static("kyso-name");

/// That a test key signed (M6).
const TEST_KEY: HeaderName = HeaderName::from_static("kyso-test-key");

/// That the document is dated before the competent person signed it.
const DATE: HeaderName = HeaderName::from_static("kyso-date");

/// That the document is marked as a draft.
const DRAFT: HeaderName = HeaderName::from_static("kyso-draft");

/// The level of the signatures: B-B, B-T, B-LT or B-LTA.
const LEVEL: HeaderName = HeaderName::from_static("kyso-level");

/// The level that was asked for, when no timestamp authority answered and the configuration allows to go on without.
const WANTED_LEVEL: HeaderName = HeaderName::from_static("kyso-wanted-level");

impl Signing {
    /// Whether the level that was asked for was reached.
    fn done(signed: &Signed) -> Self {
        match signed.shortfall {
            Some(_) => Self::Short,
            None => Self::Signed,
        }
    }

    /// Whether the request or the service is why nothing was signed.
    fn of(problem: &Problem) -> Self {
        match problem {
            Problem::Failed | Problem::KeyUnavailable { .. } | Problem::NoTimestamp { .. } => {
                Self::Failed
            }
            Problem::NotPdf
            | Problem::Unreadable { .. }
            | Problem::TooLarge { .. }
            | Problem::Empty
            | Problem::TooSlow
            | Problem::MediaType
            | Problem::SigningMediaType
            | Problem::Malformed(_)
            | Problem::MissingPart { .. }
            | Problem::NotAcceptable
            | Problem::UnknownKey
            | Problem::SigningRefused { .. }
            | Problem::NotFound
            | Problem::MethodNotAllowed
            | Problem::ForeignHost
            | Problem::ForeignOrigin
            | Problem::NoPicture { .. }
            | Problem::Busy { .. }
            | Problem::NotReady(_) => Self::Refused,
        }
    }
}

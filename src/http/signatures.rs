//! `POST /v1/signatures`: signing with keys that the service holds.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use axum::response::IntoResponse;
use jiff::Timestamp;
use jiff::civil::Date;
use kyso_pki::TimestampSource;
use kyso_signer::{
    Approval, Context, Issuance, Numbering, Position, Signed, SigningKey, TIMESTAMP_ROOM,
    Timestamping, approve, issue,
};
use kyso_stamp_images::{ExplicitPosition, Millimetres};
use kyso_verifier::HolderKind;
use serde::Deserialize;
use utoipa::ToSchema;

use super::malformed::Malformed;
use super::metrics::Signing;
use super::problem::{Problem, ProblemBody};
use super::state::Service;
use super::upload;
use super::verifications::Binary;
use super::work::WorkSlot;
use super::yielding::{YieldingSource, YieldingTimestampSource};
use crate::config::{KeyRole, SigningLevel};
use kyso_report::summary;

/// What is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "operation", rename_all = "lowercase")]
pub(super) enum SignatureRequest {
    /// The competent person signs.
    Approve(ApproveRequest),
    /// The agency issues.
    Issue(IssueRequest),
}

/// The competent person signs; the part `image` is the blue picture of the signature.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApproveRequest {
    /// Id of the key.
    #[schema(example = "nguoi-ky")]
    key: String,
    /// Full name as it stands on the page.
    #[schema(example = "Trần Thị Minh Ánh")]
    signer: String,
    /// Title that must stand above the name.
    title: Option<String>,
    /// Where the picture goes, when it is not to be found by the name.
    position: Option<PositionRequest>,
    /// Level of the signature: B-B, B-T, B-LT or B-LTA; without it that of the configuration.
    #[schema(value_type = Option<String>, example = "B-LTA")]
    level: Option<SigningLevel>,
}

/// The agency issues; the part `image` is the red picture of the seal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IssueRequest {
    /// Id of the key.
    #[schema(example = "co-quan")]
    key: String,
    /// Number of the document; left out when it is printed.
    #[schema(example = "05")]
    number: Option<String>,
    /// Date of issue; left out when it is printed.
    #[schema(value_type = Option<String>, format = Date)]
    date: Option<Date>,
    /// Upper left corner of the digits of the number, for scans: the place must be blank. Without it the gap in the printed text is looked for.
    number_position: Option<PositionRequest>,
    /// The same for the date: one position for all of it, two for day and month, three for the year as well.
    #[serde(default)]
    date_positions: Vec<PositionRequest>,
    /// Whether number and date are printed already, as on a scan: the seal alone is drawn.
    #[serde(default)]
    number_printed: bool,
    /// Diameter of the physical seal in millimetres, 30 to 45.
    #[schema(example = 36)]
    diameter_mm: f64,
    /// Field of the signature that the seal belongs to, where several persons signed in blocks of their own, as on a joint document.
    person_field: Option<String>,
    /// Whether a document whose first page is marked as a draft (DỰ THẢO) is issued all the same.
    #[serde(default)]
    allow_draft: bool,
    /// Level of the signature: B-B, B-T, B-LT or B-LTA; without it that of the configuration.
    #[schema(value_type = Option<String>, example = "B-LTA")]
    level: Option<SigningLevel>,
}

/// The top left corner of a picture, as a person sees the page.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PositionRequest {
    /// Page from 1.
    #[schema(minimum = 1)]
    page: usize,
    /// Millimetres from the left edge.
    x_mm: f64,
    /// Millimetres from the top edge.
    y_mm: f64,
}

/// The parts of a signature request.
#[derive(ToSchema)]
#[allow(dead_code)] // only described, never built: the parts are read one by one
struct SignatureForm {
    /// The document.
    #[schema(value_type = String, format = Binary)]
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
    tag = "signing",
    request_body(content = inline(SignatureForm), content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "The signed document", body = Binary, content_type = "application/pdf", headers(
            ("Kyso-Level" = String, description = "Level of the signatures: B-B, B-T, B-LT or B-LTA"),
            ("Kyso-Wanted-Level" = String, description = "Only when no timestamp authority answered: the level that was asked for"),
            ("Kyso-Name" = String, description = "Only when the name printed below the signature, or that which is sealed, is not that of the certificate: `differs`"),
            ("Kyso-Holder" = String, description = "Only when the certificate is surely of another kind of holder than what the signature shows: `person` or `organisation`"),
            ("Kyso-Test-Key" = String, description = "Only when the key is a test key, one in a PKCS#12 file: `pkcs12`"),
            ("Kyso-Draft" = String, description = "Only when the first page is marked as a draft (“DỰ THẢO”): `marked`"),
        )),
        (status = "4XX", description = "Not signed", body = ProblemBody, content_type = "application/problem+json"),
        (status = "5XX", description = "Not signed", body = ProblemBody, content_type = "application/problem+json"),
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
    let wanted: SignatureRequest = serde_json::from_slice(&wanted)
        .map_err(|error| Problem::Malformed(Malformed::Request(error.to_string())))?;
    let room = parts.room;
    let (signed, test_key) = service
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
            signed
        })
        .await??;
    Ok((headers(&signed, test_key), signed.pdf))
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
    let key = held.open()?;
    let trusted = service.trust.current();
    let servers = YieldingSource::new(service.servers.source(), slot);
    let times = service.authorities.as_ref();
    let times = times.map(|authorities| YieldingTimestampSource::new(authorities, slot));
    let now = Timestamp::now();
    let policy = service.config.policy(now);
    let context = Context {
        level: wanted.level().unwrap_or(service.config.signing_level).0,
        timestamping: Timestamping {
            source: times.as_ref().map(|times| times as &dyn TimestampSource),
            without: service.config.without_tsa.into(),
            room: usize::try_from(service.config.timestamp_room.0).unwrap_or(TIMESTAMP_ROOM),
        },
        evidence: &servers,
        algorithms: Some(&policy.algorithms),
        ..Context::new(&trusted.store, now)
    };
    let signed = wanted.sign(document, image, key.as_ref(), &context);
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

impl SignatureRequest {
    fn key(&self) -> &str {
        match self {
            Self::Approve(request) => &request.key,
            Self::Issue(request) => &request.key,
        }
    }

    /// Refuses a key that the configuration gives to somebody else.
    fn require_role(&self, role: Option<KeyRole>) -> Result<(), Problem> {
        let (vi, en) = match (self, role) {
            (Self::Approve(_), Some(KeyRole::Agency)) => (
                "khóa này là của cơ quan (role = \"agency\"), không dùng để ký duyệt thay người có thẩm quyền",
                "this key is an agency's (role = \"agency\") and does not approve for a person",
            ),
            (Self::Issue(_), Some(KeyRole::Person)) => (
                "khóa này là của cá nhân (role = \"person\"), không dùng để đóng dấu ban hành",
                "this key is a person's (role = \"person\") and does not issue for an agency",
            ),
            _ => return Ok(()),
        };
        let [vi, en] = [vi, en].map(str::to_owned);
        Err(Problem::SigningRefused { vi, en })
    }

    fn level(&self) -> Option<SigningLevel> {
        match self {
            Self::Approve(request) => request.level,
            Self::Issue(request) => request.level,
        }
    }

    fn sign(
        &self,
        document: &[u8],
        image: &[u8],
        key: &dyn SigningKey,
        context: &Context<'_>,
    ) -> Result<Signed, Problem> {
        match self {
            Self::Approve(request) => {
                let mut approval = Approval::new(&request.signer, image);
                approval.title = request.title.as_deref();
                if let Some(position) = request.position {
                    approval.position = Position::At(position.explicit()?);
                }
                Ok(approve(document, &approval, key, context)?)
            }
            Self::Issue(request) => {
                let diameter = Millimetres(request.diameter_mm);
                let positions = request.positions()?;
                let numbering = request.numbering(&positions)?;
                let mut issuance = Issuance::with(image, diameter, numbering);
                issuance.allow_draft = request.allow_draft;
                issuance.person_field = request.person_field.as_deref();
                Ok(issue(document, &issuance, key, context)?)
            }
        }
    }
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
    if let Some((holder, _)) = summary::unlikely_holder(signed) {
        let holder = match holder {
            HolderKind::Person => "person",
            _ => "organisation",
        };
        headers.insert(HOLDER, HeaderValue::from_static(holder));
        tracing::warn!(
            holder,
            "signed with the certificate of another kind of holder"
        );
    }
    if summary::differing_names(signed).is_some()
        || summary::differing_names_before(signed).is_some()
    {
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

/// Whose certificate it is, where that is not what the signature shows.
const HOLDER: HeaderName = HeaderName::from_static("kyso-holder");

/// That the name printed below the signature is not that of the certificate.
const NAME: HeaderName = HeaderName::from_static("kyso-name");

/// That a test key signed (M6).
const TEST_KEY: HeaderName = HeaderName::from_static("kyso-test-key");

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
            _ => Self::Refused,
        }
    }
}

impl IssueRequest {
    /// Where the parts of the date go.
    fn positions(&self) -> Result<Vec<ExplicitPosition>, Problem> {
        let positions = self.date_positions.iter();
        positions.map(|position| position.explicit()).collect()
    }

    /// Number and date; `positions` are those of the date.
    fn numbering<'a>(
        &'a self,
        positions: &'a [ExplicitPosition],
    ) -> Result<Numbering<'a>, Problem> {
        let at = self.number_position.map(PositionRequest::explicit);
        let number = (self.number.as_deref(), at.transpose()?);
        match (number, self.date, positions, self.number_printed) {
            ((None, None), None, [], true) => Ok(Numbering::Printed),
            ((Some(number), None), Some(date), [], false) => Ok(Numbering::Drawn {
                number,
                date,
                places: None,
            }),
            ((None, None), Some(date), [_, ..], false) => Ok(Numbering::Placed {
                number: None,
                date: Some((date, positions)),
            }),
            ((Some(number), Some(at)), None, [], false) => Ok(Numbering::Placed {
                number: Some((number, at)),
                date: None,
            }),
            ((Some(number), Some(at)), Some(date), [_, ..], false) => Ok(Numbering::Placed {
                number: Some((number, at)),
                date: Some((date, positions)),
            }),
            _ => Err(Problem::Malformed(Malformed::Numbering)),
        }
    }
}

impl PositionRequest {
    fn explicit(self) -> Result<ExplicitPosition, Problem> {
        if self.page == 0 {
            return Err(Problem::Malformed(Malformed::PageZero));
        }
        Ok(ExplicitPosition {
            page: self.page,
            x: Millimetres(self.x_mm),
            y: Millimetres(self.y_mm),
        })
    }
}

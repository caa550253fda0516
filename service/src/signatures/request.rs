//! What a request to sign asks for.

use jiff::civil::Date;
use kyso_setup::{KeyRole, SigningLevel};
use kyso_signer::{
    Approval, AuthorityCheck, Issuance, Numbering, Position, Signed, SigningContext, SigningKey,
    approve, issue,
};
use kyso_stamp_images::{ExplicitPosition, Millimetres};
use serde::de::{Error, IgnoredAny};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use crate::malformed::{JsonFault, Malformed};
use crate::problem::Problem;
use crate::schemas::LevelName;

/// What is asked for. [`SignatureRequest::read`] reads it; `Deserialize` is derived for the
/// attributes alone, from which the interface description takes the form.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "operation", rename_all = "lowercase")]
pub(crate) enum SignatureRequest {
    /// The competent person signs.
    Approve(ApproveRequest),
    /// The agency issues.
    Issue(IssueRequest),
}

/// The competent person signs; the part `image` is the blue picture of the signature.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApproveRequest {
    /// Read before all else, to know which request it is.
    #[serde(default, rename = "operation")]
    #[schema(ignore)]
    _operation: IgnoredAny,
    /// Id of the key.
    #[schema(example = "nguoi-ky")]
    key: String,
    /// Full name as it is printed on the page.
    #[schema(example = "Trần Thị Minh Ánh")]
    signer: String,
    /// Title that must stand above the name.
    title: Option<String>,
    /// Where the picture goes, when it is not to be found by the name.
    position: Option<PositionRequest>,
    /// Level of the signature: B-B, B-T, B-LT or B-LTA; without it that of the configuration.
    #[schema(value_type = Option<LevelName>, example = "B-LTA")]
    level: Option<SigningLevel>,
}

/// The agency issues; the part `image` is the red picture of the seal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IssueRequest {
    /// Read before all else, to know which request it is.
    #[serde(default, rename = "operation")]
    #[schema(ignore)]
    _operation: IgnoredAny,
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
    #[schema(max_items = 3)]
    date_positions: Vec<PositionRequest>,
    /// Whether number and date are printed already, as on a scan: the seal alone is drawn.
    #[serde(default)]
    number_printed: bool,
    /// Diameter of the physical seal in millimetres, 30 to 45.
    #[schema(example = 36, minimum = 30, maximum = 45)]
    diameter_mm: f64,
    /// Field of the signature that the seal belongs to, where several persons signed in blocks of their own, as on a joint document.
    person_field: Option<String>,
    /// Whether a document whose first page is marked as a draft (DỰ THẢO) is issued all the same.
    #[serde(default)]
    allow_draft: bool,
    /// Level of the signature: B-B, B-T, B-LT or B-LTA; without it that of the configuration.
    #[schema(value_type = Option<LevelName>, example = "B-LTA")]
    level: Option<SigningLevel>,
}

/// Which request a text is; the rest of it is read afterwards.
#[derive(Deserialize)]
struct Tag {
    operation: Operation,
}

enum Operation {
    Approve,
    Issue,
}

impl<'de> Deserialize<'de> for Operation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "approve" => Ok(Self::Approve),
            "issue" => Ok(Self::Issue),
            other => Err(D::Error::unknown_variant(other, &["approve", "issue"])),
        }
    }
}

/// The top left corner of a picture, as a person sees the page.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PositionRequest {
    /// Page from 1.
    #[schema(minimum = 1)]
    page: usize,
    /// Millimetres from the left edge.
    x_mm: f64,
    /// Millimetres from the top edge.
    y_mm: f64,
}

impl SignatureRequest {
    /// Reads the operation first: serde reads a tagged choice from a copy, and a fault in it has neither field nor place.
    pub(super) fn read(json: &[u8]) -> Result<Self, JsonFault> {
        match JsonFault::read::<Tag>(json)?.operation {
            Operation::Approve => Ok(Self::Approve(JsonFault::read(json)?)),
            Operation::Issue => Ok(Self::Issue(JsonFault::read(json)?)),
        }
    }

    pub(super) fn key(&self) -> &str {
        match self {
            Self::Approve(request) => &request.key,
            Self::Issue(request) => &request.key,
        }
    }

    /// Refuses a key that the configuration gives to another role.
    pub(super) fn require_role(&self, role: Option<KeyRole>) -> Result<(), Problem> {
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

    /// The date of issue that is written.
    pub(super) fn date(&self) -> Option<Date> {
        match self {
            Self::Approve(_) => None,
            Self::Issue(request) => request.date,
        }
    }

    pub(super) fn level(&self) -> Option<SigningLevel> {
        match self {
            Self::Approve(request) => request.level,
            Self::Issue(request) => request.level,
        }
    }

    /// Signs; an agency issues only with the `authority` of the person who approved, where a directory is asked.
    pub(super) fn sign(
        &self,
        document: &[u8],
        image: &[u8],
        key: &dyn SigningKey,
        context: &SigningContext<'_>,
        authority: Option<AuthorityCheck<'_>>,
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
                issuance.authority = authority;
                Ok(issue(document, &issuance, key, context)?)
            }
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

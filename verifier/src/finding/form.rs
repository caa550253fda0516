//! The results of the formal rules for a signature.

use schemars::JsonSchema;
use serde::Serialize;

/// The result of one formal rule for one signature.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FormFinding {
    /// Rule id of the requirements.
    pub rule: FormRule,
    /// Whether the rule is kept.
    pub ok: bool,
    /// What was measured.
    pub detail: FormDetail,
}

impl FormFinding {
    /// How far the rule is kept, where that is measured in steps.
    #[must_use]
    pub fn step(&self) -> Option<FormStep> {
        match self.detail {
            FormDetail::SealGeometry { step, .. } => Some(step),
            _ => None,
        }
    }
}

/// How far a rule is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FormStep {
    /// As the law gives it.
    Kept,
    /// Otherwise, as many agencies do: a remark.
    Differs,
    /// Neither.
    NotKept,
}

/// Formal rules that are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormRule {
    /// Blue transparent picture of the signature.
    A1,
    /// Between title and name.
    A2,
    /// Red seal of true size over the left third.
    B1,
}

impl FormRule {
    /// The rule id.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A1 => "A1",
            Self::A2 => "A2",
            Self::B1 => "B1",
        }
    }
}

/// What was measured for a formal rule.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FormDetail {
    /// The picture is as the rule asks.
    PictureGood,
    /// The picture is not as the rule asks.
    PictureBad {
        /// In Vietnamese.
        vi: String,
        /// In English.
        en: String,
    },
    /// Title above and name below were found.
    BetweenTitleAndName {
        /// Line above.
        title: String,
        /// Lines of the title above that line, from top to bottom.
        above: Vec<String>,
        /// Line below.
        name: String,
    },
    /// No title above or no name below.
    NotBetweenTitleAndName,
    /// Seal size and overlap as measured.
    SealGeometry {
        /// Side of the seal in millimetres.
        side_mm: f64,
        /// Part of the width of the signature picture that the seal covers, 0 to 1.
        covers: Option<f64>,
        /// Distance of the vertical centres as a part of the diameter.
        off_centre: Option<f64>,
        /// How far the rule is kept by that.
        step: FormStep,
    },
}

//! The answer of the validator's endpoint.

use serde::{Deserialize, Serialize};

use super::{Finding, Template};

/// `POST /orgs/{org}/wabas/{waba}/templates/validate`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateCheck {
    /// With `fix=true` those that remain.
    pub findings: Vec<Finding>,
    /// With `fix=true`: the template after every fix that helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Template>,
}

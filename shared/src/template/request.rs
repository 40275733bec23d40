//! What is asked for about templates, and small answers.

use serde::{Deserialize, Serialize};

use super::{Finding, Template};
use crate::id::{TemplateId, UploadId, WabaId};
use crate::problem::{ErrorCode, Provider};
use crate::words::words;

/// `POST …/templates/{template}/duplicate`: a draft with the same content. What is absent stays as it is; another language is
/// *add language*.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateDuplicate {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Another WABA of the organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waba: Option<WabaId>,
}

/// `POST …/templates/{template}/restore`: that version becomes the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateRestore {
    pub number: i64,
}

/// `POST …/templates/delete`: whole families, single languages, or both; at most 100 templates together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplatesDelete {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<TemplateId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplatesDeleted {
    pub deleted: Vec<TemplateId>,
    /// Those that Meta kept, each with the reason.
    pub kept: Vec<TemplateKept>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateKept {
    pub id: TemplateId,
    pub code: ErrorCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Provider>,
}

/// `POST …/templates/import`, and the answer of `GET …/templates/export`: Meta's own list, so that the files of other tools fit.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateFile {
    pub data: Vec<Template>,
}

words! {
    /// What an import or a plan does about one template.
    PlanAction {
        /// It is not there yet.
        Create = "create",
        /// It is there with another content.
        Update = "update",
        /// It is there and not in the file; plans with `prune` only.
        Delete = "delete",
        Unchanged = "unchanged",
        /// It cannot be done; `code` says why.
        Blocked = "blocked",
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanRow {
    pub action: PlanAction,
    pub name: String,
    pub language: String,
    /// Absent for what is not there yet.
    pub id: Option<TemplateId>,
    /// It is a draft, or has changes, that Meta does not have.
    pub unsent: bool,
    /// Why it is blocked.
    pub code: Option<ErrorCode>,
    /// What the validator finds.
    pub findings: Vec<Finding>,
}

/// Answer of `POST …/templates/import` and `POST …/templates/plan`: a row for each template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplatePlan {
    pub rows: Vec<PlanRow>,
}

/// `POST …/wabas/{waba}/media`: begins an upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MediaCreate {
    pub file_name: String,
    /// Such as `image/png`.
    pub mime_type: String,
    pub bytes: u64,
}

/// An upload to Meta. Send the bytes from `offset` on with `PUT …/media/{upload}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MediaUpload {
    /// Good for a day.
    pub id: UploadId,
    /// Bytes that Meta has.
    pub offset: u64,
    pub bytes: u64,
    /// For `header_handle`; present once Meta has every byte.
    pub handle: Option<String>,
}

/// Meta's own texts of an authentication template (`GET …/templates/authentication-texts`, reference 4.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuthenticationText {
    pub language: String,
    pub body: String,
    pub footer: Option<String>,
    /// Label of the button that copies the code, and of the one that fills it in.
    pub button: Option<String>,
    pub autofill: Option<String>,
}

/// A row of Meta's template library (reference 4.10).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LibraryTemplate {
    pub id: String,
    pub name: String,
    pub language: String,
    /// Meta's words.
    pub category: String,
    pub topic: Option<String>,
    pub usecase: Option<String>,
    pub industry: Vec<String>,
    /// The same in the shape of a template: header, body, buttons, with samples.
    pub template: Template,
}

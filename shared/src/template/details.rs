//! One template, as its page and its editor show it, and its versions.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::family::TemplateLanguage;
use super::state::TemplateState;
use super::word::Category;
use super::{Finding, Template};
use crate::id::{TemplateId, WabaId};
use crate::problem::Provider;
use crate::status::Quality;
use crate::words::words;

/// `GET …/templates/{template}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateDetails {
    pub id: TemplateId,
    pub waba_id: WabaId,
    pub waba_name: String,
    /// Meta's id; absent until it was sent.
    pub meta_id: Option<String>,
    pub name: String,
    pub language: String,
    pub state: TemplateState,
    /// Meta's word, verbatim.
    pub meta_status: Option<String>,
    #[serde(deserialize_with = "crate::time::read")]
    pub state_since: DateTime<Utc>,
    /// Meta's, or that of the draft; absent when the word is new.
    pub category: Option<Category>,
    /// The category that Meta is about to give it, and when.
    pub category_coming: Option<CategoryComing>,
    /// The category before Meta changed it.
    pub category_before: Option<String>,
    pub quality: Quality,
    pub rejection: Option<Rejection>,
    pub pause: Option<Pause>,
    /// What Meta has; absent until it was sent.
    pub submitted: Option<Template>,
    /// What was not sent yet: the whole of a draft, or changes to what Meta has.
    pub draft: Option<Template>,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub draft_saved_at: Option<DateTime<Utc>>,
    /// Name of the person.
    pub draft_saved_by: Option<String>,
    /// It is on its way to Meta, and the outcome is not known yet.
    pub sending: bool,
    /// Findings of the draft, or else of what Meta has.
    pub findings: Vec<Finding>,
    /// What Meta said when it refused the last submission; gone with the next that it takes.
    pub refusal: Option<TemplateRefusal>,
    pub edit: EditRule,
    /// Deleting it now keeps its name and language from being used again for 30 days: it is approved.
    pub blocks_name: bool,
    /// Every language of the name, this one too.
    pub family: Vec<TemplateLanguage>,
    #[serde(deserialize_with = "crate::time::read")]
    pub edited_at: DateTime<Utc>,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub submitted_at: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub synced_at: Option<DateTime<Utc>>,
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryComing {
    /// Meta's word.
    pub category: String,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub at: Option<DateTime<Utc>>,
}

/// Why Meta rejected it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rejection {
    /// Meta's word, such as `ABUSIVE_CONTENT`.
    pub reason: Option<String>,
    /// Meta's own sentences.
    pub text: Option<String>,
    pub recommendation: Option<String>,
}

/// Why Meta does not send it for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pause {
    #[serde(deserialize_with = "crate::time::read")]
    pub since: DateTime<Utc>,
    /// Low quality: 3 h for the first, 6 h for the second. Absent: it has to be lifted by hand.
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub until: Option<DateTime<Utc>>,
    /// Meta's title of the pause, such as `FIRST_PAUSE`.
    pub title: Option<String>,
    /// From then on a person may lift it (5 minutes after the pause).
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub liftable_at: Option<DateTime<Utc>>,
}

/// Meta's refusal of a submission, with the place that it means where that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateRefusal {
    #[serde(deserialize_with = "crate::time::read")]
    pub at: DateTime<Utc>,
    pub provider: Provider,
    /// Such as `components.1`: of the finding with Meta's subcode, or what Meta blames.
    pub path: Option<String>,
}

words! {
    /// Why an edit cannot be sent now.
    EditLock {
        InReview = "in_review",
        /// Disabled, archived, being deleted, or a status that we do not know.
        State = "state",
        /// One in 24 hours.
        OncePerDay = "once_per_day",
        /// Ten in 30 days.
        TenPerMonth = "ten_per_month",
    }
}

/// Whether an edit may be sent (reference 4.9). Edits made elsewhere are not seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditRule {
    pub lock: Option<EditLock>,
    /// When it ends, where that is known.
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub next_at: Option<DateTime<Utc>>,
    /// Edits left in 30 days; absent where Meta does not count them.
    pub left: Option<u32>,
    /// The category may not change while it is approved.
    pub category_fixed: bool,
}

words! {
    VersionSource {
        /// Sent from here.
        Submitted = "submitted",
        /// Found at Meta: made or edited elsewhere.
        Meta = "meta",
    }
}

/// One text that Meta has had. Numbers go up from 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateVersion {
    pub number: i64,
    #[serde(deserialize_with = "crate::time::read")]
    pub at: DateTime<Utc>,
    pub source: VersionSource,
    /// Name of the person who sent it.
    pub by: Option<String>,
    pub template: Template,
}

/// `GET …/versions/compare?from=&to=`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateComparison {
    pub from: TemplateVersion,
    pub to: TemplateVersion,
    pub differences: Vec<TemplateDifference>,
}

/// One member that differs; absent where a side does not have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateDifference {
    /// Such as `components.1.text`.
    pub path: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub from: Option<Value>,
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub to: Option<Value>,
}

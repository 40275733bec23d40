//! Lists of templates: families (all languages of one name), the WABA's counts and limits, and what changed at Meta.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::state::TemplateState;
use super::word::Category;
use crate::id::TemplateId;
use crate::status::Quality;
use crate::waba::WabaSync;
use crate::words::words;

/// All languages of one name; a row of `GET …/templates`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateFamily {
    pub name: String,
    /// Of the language that was edited last; absent when Meta's word is new.
    pub category: Option<Category>,
    /// The beginning of its body, variables as they stand.
    pub body: String,
    /// The worst of its languages that is known.
    pub quality: Quality,
    #[serde(deserialize_with = "crate::time::read")]
    pub edited_at: DateTime<Utc>,
    /// In the order of their codes.
    pub languages: Vec<TemplateLanguage>,
}

/// One template of a family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateLanguage {
    pub id: TemplateId,
    /// One of Meta's template languages.
    pub language: String,
    pub state: TemplateState,
    pub quality: Quality,
    /// Meta has it, and there are changes that were not sent.
    pub unsent: bool,
    /// Deleting it now keeps its name and language from being used again for 30 days: it is approved.
    pub blocks_name: bool,
}

words! {
    /// Order of the list of families; a leading `-` in the query means descending.
    TemplateSort { Name = "name", Edited = "edited" }
}

/// `GET …/templates/summary`: what stands above the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateSummary {
    pub families: u64,
    /// How many templates are in each state; states without any are left out.
    pub states: Vec<StateCount>,
    /// Every language in use, in the order of their codes.
    pub languages: Vec<String>,
    /// Templates that Meta counts, names times languages.
    pub used: u64,
    /// How many the WABA may have (250 or 6,000); absent until Meta has said so.
    pub limit: Option<u64>,
    /// New templates that Meta takes in this hour (of 100), as far as the hub sent them.
    pub creations_left: u32,
    /// The templates' own sync, not that of the numbers.
    pub sync: WabaSync,
    /// When the last complete sync began to read.
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub synced_at: Option<DateTime<Utc>>,
    /// What the last sync that found something found.
    pub changes: Option<TemplateChanges>,
    /// Rejected by Meta in the last 30 days and not sent again, the newest first; at most 5.
    pub rejected: Vec<RejectedTemplate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StateCount {
    pub state: TemplateState,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RejectedTemplate {
    pub id: TemplateId,
    pub name: String,
    pub language: String,
    /// Meta's word, such as `ABUSIVE_CONTENT`.
    pub reason: Option<String>,
    /// Meta's own sentence.
    pub text: Option<String>,
}

words! {
    /// What a sync found to be different at Meta.
    TemplateChangeKind {
        Added = "added",
        Gone = "gone",
        Status = "status",
        Category = "category",
        Quality = "quality",
        Content = "content",
    }
}

/// What one sync found to be different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateChanges {
    /// When that sync began.
    #[serde(deserialize_with = "crate::time::read")]
    pub at: DateTime<Utc>,
    /// When the one before began; absent for the first.
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub since: Option<DateTime<Utc>>,
    /// How many there were; `rows` has at most 100.
    pub count: u64,
    pub rows: Vec<TemplateChange>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateChange {
    pub kind: TemplateChangeKind,
    pub id: TemplateId,
    pub name: String,
    pub language: String,
    /// Our word of the state or quality, Meta's of the category.
    pub from: Option<String>,
    pub to: Option<String>,
}

//! Message templates at Meta: the listing and the node (reference 4.2). What Meta sends of a template is kept whole, in the shape of
//! `clienthub_shared::template`. Changing them: `write.rs`; Meta's library and preset texts: `library.rs`; what its webhooks
//! say: `events.rs`; files for headers: `../upload.rs`.

mod events;
mod library;
mod refusal;
mod write;

use chrono::{DateTime, Utc};
use clienthub_shared::template::limits::NAME_MAX;
use clienthub_shared::template::{Rest, Template};
use secrecy::SecretString;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::error::GraphError;
use super::fields::Fields;
use super::page::{MetaPage, MetaPageBody};
use super::wire::{MetaId, int, time_of};
use super::{Answer, GraphClient};

pub use events::{
    MetaDisableInfo, MetaPauseInfo, MetaRejectionInfo, MetaTemplateButton, MetaTemplateCategory,
    MetaTemplateComponents, MetaTemplateName, MetaTemplateQuality, MetaTemplateStatus,
};
pub use library::{MetaAuthenticationButton, MetaAuthenticationText, MetaLibraryFilter, MetaLibraryTemplate};
pub use refusal::MetaTemplateRefusal;
pub use write::{MetaTemplateCreated, MetaTemplateEdit, SAID_BY_META};

/// All of reference 4.2 but `health_status`, which costs Meta's time and which no page shows.
const FIELDS: Fields = Fields {
    required: &["id", "name", "language", "status", "category", "components"],
    optional: &[
        "parameter_format",
        "sub_category",
        "message_send_ttl_seconds",
        "correct_category",
        "previous_category",
        "rejected_reason",
        "quality_score",
        "library_template_name",
        "last_updated_time",
        "cta_url_link_tracking_opted_out",
        "degrees_of_freedom_spec",
        "is_primary_device_delivery_only",
    ],
};

const PAGE_SIZE: &str = "100";
const SUMMARY: &str = "message_template_count,message_template_limit";

/// Longest language that is kept, in bytes, as `NAME_MAX` is of names: both are indexed. Meta's are ASCII and no longer.
const LANGUAGE_MAX: usize = 32;

/// Meta's filter by name finds parts of names too: so many pages are looked through for the whole one.
const MOST_PAGES_BY_NAME: u32 = 20;

/// One template at Meta, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct MetaTemplate {
    pub id: MetaId,
    /// Its `rest` holds what has no field there: `id`, `status`, `quality_score`, …
    pub template: Template,
}

impl MetaTemplate {
    pub fn status(&self) -> Option<&str> {
        self.text("status")
    }

    /// `GREEN`, `YELLOW`, `RED`, `UNKNOWN`.
    pub fn quality_score(&self) -> Option<&str> {
        self.template.rest.get("quality_score")?.get("score")?.as_str()
    }

    /// When Meta judged the quality last.
    pub fn quality_at(&self) -> Option<DateTime<Utc>> {
        time_of(self.template.rest.get("quality_score")?.get("date")?)
    }

    /// Absent where Meta says `NONE`.
    pub fn rejected_reason(&self) -> Option<&str> {
        self.text("rejected_reason").filter(|reason| !reason.eq_ignore_ascii_case("NONE"))
    }

    /// The category that Meta is about to give it.
    pub fn correct_category(&self) -> Option<&str> {
        self.text("correct_category")
    }

    pub fn previous_category(&self) -> Option<&str> {
        self.text("previous_category")
    }

    pub fn last_updated_at(&self) -> Option<DateTime<Utc>> {
        time_of(self.template.rest.get("last_updated_time")?)
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.template.rest.get(key)?.as_str().filter(|text| !text.is_empty())
    }
}

impl<'de> Deserialize<'de> for MetaTemplate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut object = Rest::deserialize(deserializer)?;
        let id = MetaId::deserialize(object.get("id").unwrap_or(&Value::Null)).map_err(D::Error::custom)?;
        object.insert("id".into(), id.as_str().into());
        let mut template = Template::from_object(object);
        cut(&mut template.name, NAME_MAX);
        cut(&mut template.language, LANGUAGE_MAX);
        if template.name.is_empty() || template.language.is_empty() {
            return Err(D::Error::custom("expected a name and a language"));
        }
        Ok(Self { id, template })
    }
}

fn cut(text: &mut String, bytes: usize) {
    if text.len() > bytes {
        let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8());
        let end = ends.take_while(|end| *end <= bytes).last().unwrap_or(0);
        text.truncate(end);
    }
}

/// A page of the listing with what Meta counts.
#[derive(Debug, Clone, PartialEq)]
pub struct MetaTemplatePage {
    pub page: MetaPage<MetaTemplate>,
    pub counts: MetaTemplateCounts,
}

/// How many templates the WABA has and may have; absent where Meta does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub struct MetaTemplateCounts {
    #[serde(default, rename = "message_template_count", deserialize_with = "int")]
    pub used: Option<i64>,
    #[serde(default, rename = "message_template_limit", deserialize_with = "int")]
    pub limit: Option<i64>,
}

impl GraphClient {
    /// One page of at most 100, the newest first; give `after` of the page before. One call brings the rows and the counts.
    pub async fn list_templates(
        &self,
        token: &SecretString,
        waba_id: &str,
        after: Option<&str>,
    ) -> Result<Answer<MetaTemplatePage>, GraphError> {
        let mut query = vec![("limit", PAGE_SIZE), ("summary", SUMMARY)];
        query.extend(after.map(|cursor| ("after", cursor)));
        let path = [waba_id, "message_templates"];
        let answer: Answer<MetaPageBody<MetaTemplate, MetaTemplateCounts>> =
            self.read_fields(token, &path, &FIELDS, &query).await?;
        let Answer { value: mut body, usage, calls } = answer;
        let counts = body.summary.take().unwrap_or_default();
        Ok(Answer { value: MetaTemplatePage { page: body.into_page(after)?, counts }, usage, calls })
    }

    /// The templates of exactly this name, in every language.
    pub async fn find_templates_by_name(
        &self,
        token: &SecretString,
        waba_id: &str,
        name: &str,
    ) -> Result<Answer<Vec<MetaTemplate>>, GraphError> {
        let path = [waba_id, "message_templates"];
        let (mut found, mut after, mut calls) = (Vec::new(), None::<String>, 0);
        for _ in 0..MOST_PAGES_BY_NAME {
            let mut query = vec![("limit", PAGE_SIZE), ("name", name)];
            query.extend(after.as_deref().map(|cursor| ("after", cursor)));
            let answer = self.read_fields::<MetaPageBody<MetaTemplate>>(token, &path, &FIELDS, &query).await;
            let answer = answer.map_err(|error| error.with_calls_before(calls))?;
            calls += answer.calls;
            let page = answer.value.into_page(after.as_deref()).map_err(|error| error.with_calls_before(calls))?;
            found.extend(page.data.into_iter().filter(|meta| meta.template.name == name));
            let Some(cursor) = page.after else {
                return Ok(Answer { value: found, usage: answer.usage, calls });
            };
            after = Some(cursor);
        }
        Err(GraphError::garbled("too many templates have this name as a part of theirs").with_calls_before(calls))
    }

    /// An unknown id fails with `NotFound`, one of another type with `UnknownField`.
    pub async fn read_template(&self, token: &SecretString, id: &str) -> Result<Answer<MetaTemplate>, GraphError> {
        self.read_fields(token, &[id], &FIELDS, &[]).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_template_keeps_everything_that_meta_says() {
        let told = json!({
            "id": 140000000000001u64, "name": "parcel_ready", "language": "de", "status": "SLEEPING", "category": "NEW",
            "quality_score": {"score": "YELLOW", "date": 1_780_000_000, "reasons": ["x"]}, "rejected_reason": "NONE",
            "correct_category": "MARKETING", "last_updated_time": "2026-03-01T09:15:00+0000", "brand_new": {"a": [1]},
            "components": [{"type": "BODY", "text": "Hallo"}, {"type": "HOLOGRAM", "beams": 3}],
        });
        let meta: MetaTemplate = serde_json::from_value(told.clone()).unwrap();
        assert_eq!(meta.id.as_str(), "140000000000001");
        assert_eq!((meta.status(), meta.quality_score()), (Some("SLEEPING"), Some("YELLOW")));
        assert_eq!(meta.quality_at().unwrap().timestamp(), 1_780_000_000);
        assert_eq!(meta.rejected_reason(), None);
        assert_eq!(meta.correct_category(), Some("MARKETING"));
        assert_eq!(meta.last_updated_at().unwrap().timestamp(), 1_772_356_500);
        let mut kept = serde_json::to_value(&meta.template).unwrap();
        kept["id"] = json!(140000000000001u64);
        assert_eq!(kept, told);
    }

    #[test]
    fn what_has_no_identity_is_no_template() {
        for wrong in [
            json!({"name": "a", "language": "de"}),
            json!({"id": "1", "language": "de"}),
            json!({"id": "1", "name": "a", "language": ""}),
            json!({"id": {}, "name": "a", "language": "de"}),
            json!([]),
        ] {
            assert!(serde_json::from_value::<MetaTemplate>(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_name_without_end_is_cut_where_an_index_can_hold_it() {
        let long = json!({"id": "1", "name": "ä".repeat(400), "language": format!("x{}", "ö".repeat(40))});
        let meta: MetaTemplate = serde_json::from_value(long).unwrap();
        assert_eq!((meta.template.name.as_str(), meta.template.language.len()), ("ä".repeat(256).as_str(), 31));
    }
}

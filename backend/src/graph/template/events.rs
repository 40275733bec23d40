//! What Meta's webhooks say of templates (reference 8.3). Words are kept as they come. The id, as a string or a number, says which
//! template is meant; name and language say it to people.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::graph::wire::{MetaId, list, text, time};

/// Which template an event is about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaTemplateName {
    #[serde(rename = "message_template_id")]
    pub id: MetaId,
    #[serde(rename = "message_template_name")]
    pub name: Option<String>,
    #[serde(rename = "message_template_language")]
    pub language: Option<String>,
}

/// `message_template_status_update`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaTemplateStatus {
    #[serde(flatten)]
    pub about: MetaTemplateName,
    /// `APPROVED`, `REJECTED`, `PAUSED`, `FLAGGED`, …
    pub event: String,
    /// A word of `rejected_reason`; `NONE` and null say the same.
    pub reason: Option<String>,
    pub message_template_category: Option<String>,
    pub disable_info: Option<MetaDisableInfo>,
    /// What kind of pause it is.
    pub other_info: Option<MetaPauseInfo>,
    pub rejection_info: Option<MetaRejectionInfo>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaDisableInfo {
    /// Seconds, or a text for people.
    #[serde(default, deserialize_with = "text")]
    pub disable_date: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaPauseInfo {
    /// `FIRST_PAUSE`, `SECOND_PAUSE`, `RATE_LIMITING_PAUSE`, `UNPAUSE`, `DISABLED`.
    pub title: Option<String>,
    pub description: Option<String>,
}

/// Texts for people.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaRejectionInfo {
    pub reason: Option<String>,
    pub recommendation: Option<String>,
}

/// `message_template_quality_update`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaTemplateQuality {
    #[serde(flatten)]
    pub about: MetaTemplateName,
    pub previous_quality_score: Option<String>,
    /// `GREEN`, `YELLOW`, `RED`, `UNKNOWN`.
    pub new_quality_score: String,
}

/// `template_category_update`: announced when there is a `correct_category`, else done.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaTemplateCategory {
    #[serde(flatten)]
    pub about: MetaTemplateName,
    /// The category that it will have.
    pub correct_category: Option<String>,
    #[serde(default, deserialize_with = "time")]
    pub category_update_timestamp: Option<DateTime<Utc>>,
    pub previous_category: Option<String>,
    /// The category that it has now.
    pub new_category: Option<String>,
}

/// `message_template_components_update`: the texts, without samples and media. A read brings the rest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaTemplateComponents {
    #[serde(flatten)]
    pub about: MetaTemplateName,
    /// Text of the header.
    pub message_template_title: Option<String>,
    /// Text of the body.
    pub message_template_element: Option<String>,
    pub message_template_footer: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub message_template_buttons: Vec<MetaTemplateButton>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaTemplateButton {
    #[serde(rename = "message_template_button_type")]
    pub kind: Option<String>,
    #[serde(rename = "message_template_button_text")]
    pub text: Option<String>,
    #[serde(rename = "message_template_button_url")]
    pub url: Option<String>,
    #[serde(default, rename = "message_template_button_phone_number", deserialize_with = "text")]
    pub phone_number: Option<String>,
}

#[cfg(test)]
mod tests {
    use crate::graph::MetaEvent;

    #[test]
    fn template_events_are_read_with_ids_of_either_kind() {
        let status = r#"{"event":"REJECTED","message_template_id":140000000000001,"message_template_name":"parcel_ready",
            "message_template_language":"de","message_template_category":"UTILITY","reason":"SCAM",
            "disable_info":{"disable_date":1780000000},"other_info":{"title":"FIRST_PAUSE","description":"d"},
            "rejection_info":{"reason":"why","recommendation":"what to do"},"new":1}"#;
        let Ok(MetaEvent::TemplateStatus(status)) = MetaEvent::parse("message_template_status_update", status) else {
            panic!("no status event");
        };
        assert_eq!(status.about.id.as_str(), "140000000000001");
        assert_eq!(status.about.language.as_deref(), Some("de"));
        assert_eq!(status.disable_info.unwrap().disable_date.as_deref(), Some("1780000000"));
        assert_eq!(status.other_info.unwrap().title.as_deref(), Some("FIRST_PAUSE"));
        assert_eq!(status.rejection_info.unwrap().recommendation.as_deref(), Some("what to do"));

        let quality = r#"{"previous_quality_score":"GREEN","new_quality_score":"YELLOW","message_template_id":"14"}"#;
        let Ok(MetaEvent::TemplateQuality(quality)) = MetaEvent::parse("message_template_quality_update", quality)
        else {
            panic!("no quality event");
        };
        assert_eq!((quality.about.id.as_str(), quality.new_quality_score.as_str()), ("14", "YELLOW"));
    }

    #[test]
    fn categories_are_announced_or_done_and_components_are_texts() {
        let soon = r#"{"message_template_id":14,"correct_category":"MARKETING","category_update_timestamp":1780000000,
            "new_category":"UTILITY"}"#;
        let Ok(MetaEvent::TemplateCategory(soon)) = MetaEvent::parse("template_category_update", soon) else {
            panic!("no category event");
        };
        assert_eq!(soon.correct_category.as_deref(), Some("MARKETING"));
        assert_eq!(soon.category_update_timestamp.unwrap().timestamp(), 1_780_000_000);

        let parts = r#"{"message_template_id":14,"message_template_element":"Hallo","message_template_buttons":[
            {"message_template_button_type":"PHONE_NUMBER","message_template_button_phone_number":4930901820}]}"#;
        let Ok(MetaEvent::TemplateComponents(parts)) = MetaEvent::parse("message_template_components_update", parts)
        else {
            panic!("no components event");
        };
        assert_eq!(parts.message_template_buttons[0].phone_number.as_deref(), Some("4930901820"));
        for field in ["message_template_status_update", "message_template_quality_update"] {
            assert!(MetaEvent::parse(field, r#"{"event":"APPROVED","new_quality_score":"RED"}"#).is_err());
        }
    }
}

//! Phone numbers of a WABA: the listing and the node (reference 3.1, 3.2).

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde::Deserialize;

use super::error::GraphError;
use super::fields::Fields;
use super::health::MetaHealth;
use super::page::{MetaPage, MetaPageBody};
use super::wire::{MetaId, flag, text, time};
use super::{Answer, GraphClient};

const FIELDS: Fields = Fields {
    required: &["id", "display_phone_number", "verified_name"],
    optional: &[
        "status",
        "name_status",
        "new_display_name",
        "new_name_status",
        "code_verification_status",
        "quality_rating",
        "messaging_limit_tier",
        "whatsapp_business_manager_messaging_limit",
        "throughput",
        "platform_type",
        "account_mode",
        "is_official_business_account",
        "is_pin_enabled",
        "is_on_biz_app",
        "country_code",
        "country_dial_code",
        "last_onboarded_time",
        "webhook_configuration",
        "health_status",
    ],
};

const HEALTH: Fields = Fields { required: &["id", "health_status"], optional: &[] };

const PAGE_SIZE: &str = "100";

/// Meta's words as they come; every one may be new.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaPhone {
    pub id: MetaId,
    /// Written for people: compare [`digits`] of it.
    #[serde(default, deserialize_with = "text")]
    pub display_phone_number: Option<String>,
    /// The present display name, reviewed or not.
    pub verified_name: Option<String>,
    pub status: Option<String>,
    pub name_status: Option<String>,
    /// The name asked for, while a change is open.
    pub new_display_name: Option<String>,
    pub new_name_status: Option<String>,
    /// `VERIFIED` lasts 14 days.
    pub code_verification_status: Option<String>,
    pub quality_rating: Option<String>,
    /// The number's own limit, deprecated by Meta.
    #[serde(default, deserialize_with = "text")]
    pub messaging_limit_tier: Option<String>,
    /// The portfolio's limit.
    #[serde(default, deserialize_with = "text")]
    pub whatsapp_business_manager_messaging_limit: Option<String>,
    pub throughput: Option<MetaThroughput>,
    pub platform_type: Option<String>,
    /// `LIVE`, or `SANDBOX` for a test number of Meta's.
    pub account_mode: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    pub is_official_business_account: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    pub is_pin_enabled: Option<bool>,
    /// Also used in the WhatsApp Business app: never register it.
    #[serde(default, deserialize_with = "flag")]
    pub is_on_biz_app: Option<bool>,
    pub country_code: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub country_dial_code: Option<String>,
    #[serde(default, deserialize_with = "time")]
    pub last_onboarded_time: Option<DateTime<Utc>>,
    pub webhook_configuration: Option<MetaWebhookConfiguration>,
    pub health_status: Option<MetaHealth>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaThroughput {
    /// `STANDARD`, `HIGH`, `NOT_APPLICABLE`.
    pub level: Option<String>,
}

/// Where the number's events go; the first that is set counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaWebhookConfiguration {
    pub phone_number: Option<String>,
    pub whatsapp_business_account: Option<String>,
    pub application: Option<String>,
}

#[derive(Deserialize)]
struct MetaHealthNode {
    health_status: Option<MetaHealth>,
}

impl GraphClient {
    /// One page of at most 100; give `after` of the page before.
    pub async fn list_phone_numbers(
        &self,
        token: &SecretString,
        waba_id: &str,
        after: Option<&str>,
    ) -> Result<Answer<MetaPage<MetaPhone>>, GraphError> {
        let mut query = vec![("limit", PAGE_SIZE)];
        query.extend(after.map(|cursor| ("after", cursor)));
        let path = [waba_id, "phone_numbers"];
        let answer: Answer<MetaPageBody<MetaPhone>> = self.read_fields(token, &path, &FIELDS, &query).await?;
        let Answer { value, usage, calls } = answer;
        Ok(Answer { value: value.into_page(after)?, usage, calls })
    }

    /// An id of another type fails with `UnknownField`, an unknown one with `NotFound`.
    pub async fn read_phone(&self, token: &SecretString, phone_id: &str) -> Result<Answer<MetaPhone>, GraphError> {
        self.read_fields(token, &[phone_id], &FIELDS, &[]).await
    }

    /// `None` when Meta says nothing about the number's health.
    pub async fn read_phone_health(
        &self,
        token: &SecretString,
        phone_id: &str,
    ) -> Result<Answer<Option<MetaHealth>>, GraphError> {
        let answer: Answer<MetaHealthNode> = self.read_fields(token, &[phone_id], &HEALTH, &[]).await?;
        Ok(answer.map(|node| node.health_status))
    }
}

/// Twice as many as any number has; they are indexed.
const DIGITS_MAX: usize = 30;

/// The digits of a number that Meta formatted, with country code and without `+`: equal for every way of writing it.
pub fn digits(display_phone_number: &str) -> String {
    display_phone_number.chars().filter(char::is_ascii_digit).take(DIGITS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_equal_for_every_way_of_writing() {
        for written in ["+49 30 901820", "4930901820", "49-30-(901)820", "\u{202a}+49\u{a0}30\u{a0}901820\u{202c}"] {
            assert_eq!(digits(written), "4930901820");
        }
    }

    #[test]
    fn a_number_keeps_words_that_nobody_knows() {
        let phone: MetaPhone = serde_json::from_str(
            r#"{"id":130000000000001,"display_phone_number":4930901820,"status":"SLEEPING","is_pin_enabled":"true",
                "last_onboarded_time":"2026-02-11T08:04:33+0000","throughput":{"level":"WARP"},"brand_new":{"a":[1]},
                "webhook_configuration":{"application":"https://hub.example/webhook"},"quality_rating":null}"#,
        )
        .unwrap();
        assert_eq!(phone.id.as_str(), "130000000000001");
        assert_eq!(phone.display_phone_number.as_deref(), Some("4930901820"));
        assert_eq!(phone.status.as_deref(), Some("SLEEPING"));
        assert_eq!(phone.is_pin_enabled, Some(true));
        assert_eq!(phone.last_onboarded_time.unwrap().timestamp(), 1_770_797_073);
        assert_eq!(phone.throughput.unwrap().level.as_deref(), Some("WARP"));
        assert_eq!(phone.quality_rating, None);
    }
}

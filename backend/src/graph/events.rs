//! What the management webhooks say (reference 8.3), field by field. Words are kept as they come; fields that change nothing
//! in the hub yet are `Other` and only stored. The envelope around them: `webhook.rs`.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::template::{MetaTemplateCategory, MetaTemplateComponents, MetaTemplateQuality, MetaTemplateStatus};
use super::wire::{int, list, text, time, without_nul};

/// One change, by its `field`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MetaEvent {
    AccountUpdate(Box<MetaAccountUpdate>),
    AccountReview(MetaAccountReview),
    PhoneName(MetaPhoneName),
    PhoneQuality(MetaPhoneQuality),
    BusinessCapability(MetaBusinessCapability),
    Security(MetaSecurity),
    AccountAlert(MetaAccountAlert),
    TemplateStatus(Box<MetaTemplateStatus>),
    TemplateQuality(MetaTemplateQuality),
    TemplateCategory(Box<MetaTemplateCategory>),
    TemplateComponents(Box<MetaTemplateComponents>),
    /// A field that is stored and acknowledged only.
    Other,
}

impl MetaEvent {
    /// Fails when a known field has another shape than documented: store the change, apply nothing.
    pub fn parse(field: &str, value: &str) -> Result<Self, serde_json::Error> {
        let value = &without_nul(value);
        Ok(match field {
            "account_update" => Self::AccountUpdate(serde_json::from_str(value)?),
            "account_review_update" => Self::AccountReview(serde_json::from_str(value)?),
            "phone_number_name_update" => Self::PhoneName(serde_json::from_str(value)?),
            "phone_number_quality_update" => Self::PhoneQuality(serde_json::from_str(value)?),
            "business_capability_update" => Self::BusinessCapability(serde_json::from_str(value)?),
            "security" => Self::Security(serde_json::from_str(value)?),
            "account_alerts" => Self::AccountAlert(serde_json::from_str::<MetaAlertBody>(value)?.into()),
            "message_template_status_update" => Self::TemplateStatus(serde_json::from_str(value)?),
            "message_template_quality_update" => Self::TemplateQuality(serde_json::from_str(value)?),
            "template_category_update" => Self::TemplateCategory(serde_json::from_str(value)?),
            "message_template_components_update" => Self::TemplateComponents(serde_json::from_str(value)?),
            _ => Self::Other,
        })
    }
}

/// `account_update`: `event` says which of the rest is there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaAccountUpdate {
    /// `DISABLED_UPDATE`, `ACCOUNT_RESTRICTION`, `PARTNER_REMOVED`, …
    pub event: String,
    /// Names the WABA where the entry's id is the portfolio's (partner events).
    pub waba_info: Option<MetaWabaInfo>,
    #[serde(default, deserialize_with = "text")]
    pub phone_number: Option<String>,
    pub country: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub restriction_info: Vec<MetaRestriction>,
    pub violation_info: Option<MetaViolationInfo>,
    pub ban_info: Option<MetaBanInfo>,
    pub disconnection_info: Option<MetaDisconnectionInfo>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaWabaInfo {
    #[serde(default, deserialize_with = "text")]
    pub waba_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub owner_business_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub partner_app_id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaRestriction {
    /// Such as `RESTRICTED_BIZ_INITIATED_MESSAGING`.
    pub restriction_type: Option<String>,
    /// Absent: until Meta lifts it.
    #[serde(default, deserialize_with = "time")]
    pub expiration: Option<DateTime<Utc>>,
    pub remediation: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaViolationInfo {
    pub violation_type: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaBanInfo {
    /// `SCHEDULE_FOR_DISABLE`, `DISABLE`, `REINSTATE`.
    pub waba_ban_state: Option<String>,
    /// A text for people, such as `March 4, 2026`.
    #[serde(default, deserialize_with = "text")]
    pub waba_ban_date: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaDisconnectionInfo {
    pub reason: Option<String>,
    /// `USER`, `SYSTEM`.
    pub initiated_by: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaAccountReview {
    /// `APPROVED`, `REJECTED`, `PENDING`, `DEFERRED`.
    pub decision: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaPhoneName {
    #[serde(default, deserialize_with = "text")]
    pub display_phone_number: Option<String>,
    /// `APPROVED`, `REJECTED`, `PENDING`, `DEFERRED`.
    pub decision: String,
    pub requested_verified_name: Option<String>,
    pub rejection_reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaPhoneQuality {
    #[serde(default, deserialize_with = "text")]
    pub display_phone_number: Option<String>,
    /// `ONBOARDING`, `THROUGHPUT_UPGRADE`, `UPGRADE`, `DOWNGRADE`, `FLAGGED`, `UNFLAGGED`.
    pub event: String,
    #[serde(default, deserialize_with = "text")]
    pub old_limit: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub current_limit: Option<String>,
    /// The portfolio's limit: use this one.
    #[serde(default, deserialize_with = "text")]
    pub max_daily_conversations_per_business: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaBusinessCapability {
    #[serde(default, deserialize_with = "text")]
    pub max_daily_conversations_per_business: Option<String>,
    /// Legacy, a number: 250, …, -1 for unlimited.
    #[serde(default, deserialize_with = "int")]
    pub max_daily_conversation_per_phone: Option<i64>,
    #[serde(default, deserialize_with = "int")]
    pub max_phone_numbers_per_business: Option<i64>,
    #[serde(default, deserialize_with = "int")]
    pub max_phone_numbers_per_waba: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaSecurity {
    #[serde(default, deserialize_with = "text")]
    pub display_phone_number: Option<String>,
    /// `PIN_CHANGED`, `PIN_RESET_REQUEST`, `PIN_REQUEST_SUCCESS`.
    pub event: String,
    /// Who asked for a reset.
    #[serde(default, deserialize_with = "text")]
    pub requester: Option<String>,
}

/// An alert, whichever of Meta's two shapes it came in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MetaAccountAlert {
    /// `BUSINESS`, `PHONE_NUMBER`, …
    pub entity_type: Option<String>,
    pub entity_id: Option<String>,
    /// `CRITICAL`, `WARNING`, `INFORMATIONAL`.
    pub severity: Option<String>,
    /// `ACTIVE`, `NONE`.
    pub status: Option<String>,
    pub kind: Option<String>,
    pub description: Option<String>,
}

#[derive(Deserialize)]
struct MetaAlertBody {
    entity_type: Option<String>,
    #[serde(default, deserialize_with = "text")]
    entity_id: Option<String>,
    alert_info: Option<MetaAlertInfo>,
    #[serde(flatten)]
    flat: MetaAlertInfo,
}

#[derive(Deserialize)]
struct MetaAlertInfo {
    alert_severity: Option<String>,
    alert_status: Option<String>,
    alert_type: Option<String>,
    alert_description: Option<String>,
}

impl From<MetaAlertBody> for MetaAccountAlert {
    fn from(body: MetaAlertBody) -> Self {
        let info = body.alert_info.unwrap_or(body.flat);
        Self {
            entity_type: body.entity_type,
            entity_id: body.entity_id,
            severity: info.alert_severity,
            status: info.alert_status,
            kind: info.alert_type,
            description: info.alert_description,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(field: &str, value: &str) -> serde_json::Result<MetaEvent> {
        MetaEvent::parse(field, value)
    }

    fn account(value: &str) -> MetaAccountUpdate {
        match parse("account_update", value).unwrap() {
            MetaEvent::AccountUpdate(update) => *update,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn account_updates_carry_what_their_event_needs() {
        let ban = account(
            r#"{"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"DISABLE","waba_ban_date":"March 4, 2026"}}"#,
        )
        .ban_info
        .unwrap();
        assert_eq!(ban.waba_ban_state.as_deref(), Some("DISABLE"));
        assert_eq!(ban.waba_ban_date.as_deref(), Some("March 4, 2026"));

        let restricted = account(
            r#"{"event":"ACCOUNT_RESTRICTION","violation_info":{"violation_type":"SPAM"},"restriction_info":[
                {"restriction_type":"RESTRICTED_ADD_PHONE_NUMBER_ACTION","expiration":1790000000},
                {"restriction_type":"NEW_KIND","expiration":"2026-09-21T13:33:20+0000","remediation":"Wait"}, {}]}"#,
        );
        let ends: Vec<_> = restricted
            .restriction_info
            .iter()
            .map(|restriction| restriction.expiration.map(|time| time.timestamp()))
            .collect();
        let first = Some(1_790_000_000);
        assert_eq!(ends, [first, Some(1_789_997_600), None]);
        assert_eq!(restricted.violation_info.unwrap().violation_type.as_deref(), Some("SPAM"));

        let removed = account(
            r#"{"event":"PARTNER_REMOVED","waba_info":{"waba_id":120000000000001,"owner_business_id":"8"},
                "disconnection_info":{"reason":"CHANGE_NUMBER","initiated_by":"USER"}}"#,
        );
        assert_eq!(removed.waba_info.unwrap().waba_id.as_deref(), Some("120000000000001"));
        assert_eq!(removed.disconnection_info.unwrap().initiated_by.as_deref(), Some("USER"));
        assert!(account(r#"{"event":"ACCOUNT_DELETED","restriction_info":null}"#).ban_info.is_none());
    }

    #[test]
    fn number_events_are_read() {
        let name = r#"{"display_phone_number":"4930901820","decision":"REJECTED","requested_verified_name":"Birch",
            "rejection_reason":"NAME_X"}"#;
        let Ok(MetaEvent::PhoneName(name)) = parse("phone_number_name_update", name) else {
            panic!("no name event");
        };
        assert_eq!(name.decision, "REJECTED");
        assert_eq!(name.rejection_reason.as_deref(), Some("NAME_X"));

        let quality = r#"{"display_phone_number":4930901820,"event":"FLAGGED","current_limit":"TIER_2K"}"#;
        let Ok(MetaEvent::PhoneQuality(quality)) = parse("phone_number_quality_update", quality) else {
            panic!("no quality event");
        };
        assert_eq!(quality.display_phone_number.as_deref(), Some("4930901820"));
        assert_eq!(quality.current_limit.as_deref(), Some("TIER_2K"));

        let security = r#"{"display_phone_number":"1","event":"PIN_RESET_REQUEST","requester":100200300400}"#;
        let Ok(MetaEvent::Security(security)) = parse("security", security) else {
            panic!("no security event");
        };
        assert_eq!(security.requester.as_deref(), Some("100200300400"));
    }

    #[test]
    fn reviews_and_capabilities_are_read() {
        let review = parse("account_review_update", r#"{"decision":"DEFERRED","x":1}"#).unwrap();
        let decision = "DEFERRED".to_owned();
        assert_eq!(review, MetaEvent::AccountReview(MetaAccountReview { decision }));
        let new = r#"{"max_daily_conversations_per_business":"TIER_2K","max_phone_numbers_per_waba":"20"}"#;
        let old = r#"{"max_daily_conversation_per_phone":-1}"#;
        let expected = MetaBusinessCapability {
            max_daily_conversations_per_business: Some("TIER_2K".to_owned()),
            max_phone_numbers_per_waba: Some(20),
            ..Default::default()
        };
        let field = "business_capability_update";
        assert_eq!(parse(field, new).unwrap(), MetaEvent::BusinessCapability(expected));
        assert!(parse(field, old).is_ok());
    }

    #[test]
    fn an_alert_may_be_nested_or_flat() {
        let nested = r#"{"entity_type":"BUSINESS","entity_id":8,"alert_info":{"alert_severity":"WARNING",
            "alert_status":"ACTIVE","alert_type":"OBA_REJECTED","alert_description":"d"}}"#;
        let flat = r#"{"entity_type":"BUSINESS","entity_id":"8","alert_severity":"WARNING",
            "alert_status":"ACTIVE","alert_type":"OBA_REJECTED","alert_description":"d"}"#;
        let event = parse("account_alerts", nested).unwrap();
        assert_eq!(event, parse("account_alerts", flat).unwrap());
        let MetaEvent::AccountAlert(alert) = event else {
            panic!("no alert");
        };
        assert_eq!(alert.severity.as_deref(), Some("WARNING"));
        assert_eq!(alert.entity_id.as_deref(), Some("8"));
    }

    #[test]
    fn unknown_fields_are_others_and_odd_shapes_are_told() {
        assert_eq!(parse("brand_new", "[[]]").unwrap(), MetaEvent::Other);
        assert_eq!(parse("messages", "null").unwrap(), MetaEvent::Other);
        for (field, value) in [
            ("account_update", "{}"),
            ("account_update", "null"),
            ("security", r#"{"event":7}"#),
            ("account_alerts", "[]"),
        ] {
            assert!(parse(field, value).is_err(), "{field} {value}");
        }
    }
}

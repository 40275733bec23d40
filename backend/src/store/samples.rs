//! Rows for tests: the smallest that is connected, in order and told by Meta. A test changes what it is about.

use chrono::DateTime;
use clienthub_shared::id::{NumberId, OrgId, TemplateId, WabaId};
use clienthub_shared::status::{NumberStatus, WabaStatus};
use uuid::Uuid;

use super::number_list::status_rank;
use super::{number, template, waba};

/// When everything in these rows came about, in microseconds.
const AT: i64 = 1;

pub fn waba(org: OrgId, id: WabaId, meta_id: &str) -> waba::Model {
    waba::Model {
        id: id.to_string(),
        org_id: org.to_string(),
        meta_id: meta_id.into(),
        name: "Bakery".into(),
        name_key: "bakery".into(),
        status: WabaStatus::Approved.as_str().into(),
        status_since: AT,
        kind: "shared".into(),
        on_behalf: "not_needed".into(),
        on_behalf_since: AT,
        on_behalf_name: None,
        verification: "verified".into(),
        review_status: Some("APPROVED".into()),
        ownership_type: None,
        on_behalf_type: None,
        on_behalf_status: None,
        verification_status: Some("verified".into()),
        portfolio_meta_id: Some("8".into()),
        currency: None,
        timezone_id: None,
        namespace: None,
        limit_raw: Some("TIER_250".into()),
        health: None,
        restrictions: None,
        ban_state: None,
        violation: None,
        violation_at: None,
        app_subscribed: true,
        partner_removed: false,
        next_expiry_at: None,
        sync_state: "done".into(),
        sync_error: None,
        sync_failed_at: None,
        sync_asked_at: None,
        sync_began_at: None,
        sync_cursor: None,
        synced_at: Some(AT),
        added_at: AT,
        disconnected_at: None,
        version: 1,
    }
}

pub fn number(waba: &waba::Model, id: NumberId, digits: &str) -> number::Model {
    number::Model {
        id: id.to_string(),
        org_id: waba.org_id.clone(),
        waba_id: waba.id.clone(),
        meta_id: format!("9{digits}"),
        phone_number: format!("+{digits}"),
        digits: digits.into(),
        display_name: "Birch".into(),
        name_key: "birch".into(),
        search_text: String::new(),
        status: NumberStatus::Connected.as_str().into(),
        status_rank: status_rank(NumberStatus::Connected),
        status_since: AT,
        meta_status: Some("CONNECTED".into()),
        name_state: "approved".into(),
        name_state_since: AT,
        name_status: Some("APPROVED".into()),
        name_pending: None,
        new_name_status: None,
        quality: "high".into(),
        quality_since: AT,
        quality_raw: Some("GREEN".into()),
        limit_tier: "250".into(),
        limit_raw: Some("TIER_250".into()),
        throughput_raw: Some("STANDARD".into()),
        account_mode_raw: Some("LIVE".into()),
        platform_raw: Some("CLOUD_API".into()),
        official: false,
        pin_set: Some(false),
        code_verification: Some("VERIFIED".into()),
        verified_at: None,
        registered_at: Some(AT),
        health: None,
        health_at: None,
        registration: "not_registered".into(),
        registration_step: None,
        code_expires_at: None,
        waits_until: None,
        register_calls: None,
        on_biz_app: None,
        attention: "none".into(),
        attention_since: AT,
        unreadable: false,
        next_expiry_at: None,
        added_at: AT,
        sync_asked_at: None,
        synced_at: Some(AT),
        version: 1,
    }
}

/// A draft without content, of no WABA.
pub fn template(name: &str) -> template::Model {
    let id = Uuid::from_u128(1);
    let (id, org, waba) = (TemplateId::from_uuid(id), OrgId::from_uuid(id), WabaId::from_uuid(id));
    let row = template::Model::new(id, org, waba, DateTime::from_timestamp_micros(AT).unwrap_or_default());
    template::Model { name: name.into(), language: "de".into(), ..row }
}

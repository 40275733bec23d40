//! Meta's answers put into rows: the raw facts only. What follows from them is `change`'s.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use clienthub_shared::health::{HealthEntity, HealthError};
use clienthub_shared::id::{NumberId, OrgId, WabaId};
use clienthub_shared::registration::RegistrationState;
use clienthub_shared::status::{
    LimitTier, NameState, NumberStatus, OnBehalf, Quality, Verification, WabaStatus, WabaType,
};
use clienthub_shared::waba::SyncState;

use crate::graph::{MetaHealth, MetaPhone, MetaWaba, digits};
use crate::service::status::words;
use crate::store::{number, waba};

/// Attributes that a webhook told while the read was on its way: their stored values stay.
pub type Told = HashSet<String>;

/// A WABA as it is before anything is known of it.
pub fn new_waba(id: WabaId, org: OrgId, meta_id: &str, now: DateTime<Utc>) -> waba::Model {
    let now = now.timestamp_micros();
    waba::Model {
        id: id.to_string(),
        org_id: org.to_string(),
        meta_id: meta_id.into(),
        name: meta_id.into(),
        name_key: meta_id.into(),
        status: WabaStatus::Unknown.as_str().into(),
        status_since: now,
        kind: WabaType::Shared.as_str().into(),
        on_behalf: OnBehalf::NotNeeded.as_str().into(),
        on_behalf_since: now,
        on_behalf_name: None,
        verification: Verification::Unknown.as_str().into(),
        review_status: None,
        ownership_type: None,
        on_behalf_type: None,
        on_behalf_status: None,
        verification_status: None,
        portfolio_meta_id: None,
        currency: None,
        timezone_id: None,
        namespace: None,
        limit_raw: None,
        health: None,
        restrictions: None,
        ban_state: None,
        violation: None,
        violation_at: None,
        app_subscribed: true,
        partner_removed: false,
        next_expiry_at: None,
        sync_state: SyncState::Never.as_str().into(),
        sync_error: None,
        sync_failed_at: None,
        sync_asked_at: None,
        sync_began_at: None,
        sync_cursor: None,
        synced_at: None,
        added_at: now,
        disconnected_at: None,
        version: 1,
    }
}

/// A field that Meta leaves out is unset; except the names of things, which stay.
pub fn waba(row: &mut waba::Model, meta: MetaWaba, told: &Told) {
    if let Some(name) = meta.name {
        row.name = name;
    }
    if !told.contains("review_status") {
        row.review_status = meta.account_review_status;
    }
    row.verification_status = meta.business_verification_status;
    row.ownership_type = meta.ownership_type;
    let on_behalf = meta.on_behalf_of_business_info;
    row.on_behalf_name = on_behalf.as_ref().and_then(|info| info.name.clone());
    row.on_behalf_status = on_behalf.as_ref().and_then(|info| info.status.clone());
    row.on_behalf_type = on_behalf.and_then(|info| info.kind);
    row.portfolio_meta_id = meta.owner_business_info.and_then(|info| info.id).or(row.portfolio_meta_id.take());
    row.currency = meta.currency;
    row.timezone_id = meta.timezone_id;
    row.namespace = meta.message_template_namespace;
    if !told.contains("limit") {
        row.limit_raw = meta.whatsapp_business_manager_messaging_limit;
    }
    row.health = health_text(meta.health_status.as_ref());
}

/// A number as it is before anything is known of it.
pub fn new_number(id: NumberId, waba: &waba::Model, meta_id: &str, now: DateTime<Utc>) -> number::Model {
    let now = now.timestamp_micros();
    number::Model {
        id: id.to_string(),
        org_id: waba.org_id.clone(),
        waba_id: waba.id.clone(),
        meta_id: meta_id.into(),
        phone_number: String::new(),
        digits: String::new(),
        display_name: String::new(),
        name_key: String::new(),
        search_text: String::new(),
        status: NumberStatus::Unknown.as_str().into(),
        status_rank: 0,
        status_since: now,
        meta_status: None,
        name_state: NameState::None.as_str().into(),
        name_state_since: now,
        name_status: None,
        name_pending: None,
        new_name_status: None,
        quality: Quality::Unknown.as_str().into(),
        quality_since: now,
        quality_raw: None,
        limit_tier: LimitTier::Unknown.as_str().into(),
        limit_raw: None,
        throughput_raw: None,
        account_mode_raw: None,
        platform_raw: None,
        official: false,
        pin_set: None,
        code_verification: None,
        verified_at: None,
        registered_at: None,
        health: None,
        health_at: None,
        registration: RegistrationState::NotRegistered.as_str().into(),
        registration_step: None,
        code_expires_at: None,
        waits_until: None,
        register_calls: None,
        on_biz_app: None,
        attention: "none".into(),
        attention_since: now,
        unreadable: false,
        next_expiry_at: None,
        added_at: now,
        sync_asked_at: None,
        synced_at: None,
        version: 1,
    }
}

pub fn number(row: &mut number::Model, meta: MetaPhone, told: &Told, read_at: DateTime<Utc>) {
    let now = read_at.timestamp_micros();
    if let Some(shown) = meta.display_phone_number {
        row.digits = digits(&shown);
        row.phone_number = format!("+{}", row.digits);
    }
    if !told.contains("name") {
        row.display_name = meta.verified_name.unwrap_or_else(|| row.phone_number.clone());
        row.name_status = meta.name_status;
        row.name_pending = meta.new_display_name;
        row.new_name_status = meta.new_name_status;
    }
    if !told.contains("status") {
        row.meta_status = meta.status;
    }
    if !told.contains("quality") {
        row.quality_raw = meta.quality_rating;
    }
    if !told.contains("limit") {
        row.limit_raw = meta.whatsapp_business_manager_messaging_limit.or(meta.messaging_limit_tier);
    }
    if !told.contains("pin") {
        row.pin_set = meta.is_pin_enabled.or(row.pin_set);
    }
    if !told.contains("throughput") {
        row.throughput_raw = meta.throughput.and_then(|throughput| throughput.level);
    }
    row.account_mode_raw = meta.account_mode;
    row.platform_raw = meta.platform_type;
    row.official = meta.is_official_business_account.unwrap_or(false);
    if !told.contains("code") {
        row.code_verification = meta.code_verification_status;
        row.verified_at = match (words::code_verified(row.code_verification.as_deref()), row.verified_at) {
            (true, known) => known.or(Some(now)),
            (false, _) => None,
        };
    }
    row.on_biz_app = meta.is_on_biz_app.or(row.on_biz_app);
    row.registered_at = meta.last_onboarded_time.map(|at| at.timestamp_micros());
    if let Some(health) = &meta.health_status {
        row.health = health_text(Some(health));
        row.health_at = Some(now);
    }
    row.unreadable = false;
    row.synced_at = Some(now);
}

/// As the columns keep it.
pub fn health_text(meta: Option<&MetaHealth>) -> Option<String> {
    let entities: Vec<HealthEntity> = meta?
        .entities
        .iter()
        .map(|entity| HealthEntity {
            kind: words::health_entity_kind(entity.entity_type.as_deref()),
            meta_id: entity.id.clone().unwrap_or_default(),
            can_send: words::can_send(entity.can_send_message.as_deref()),
            errors: entity
                .errors
                .iter()
                .map(|error| HealthError {
                    code: error.error_code,
                    description: error.error_description.clone().unwrap_or_default(),
                    solution: error.possible_solution.clone(),
                })
                .collect(),
            notes: entity.additional_info.clone(),
        })
        .collect();
    serde_json::to_string(&entities).ok()
}

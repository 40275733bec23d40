//! A hub on a fresh SQLite file with a fixed clock, and the smallest rows that events can change.

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::id::{NumberId, OrgId, WabaId};
use secrecy::SecretString;

use crate::clock::{Clock, from_micros};
use crate::config::Config;
use crate::service::change;
use crate::startup;
use crate::state::AppState;
use crate::store::{self, credential, number, waba};

pub struct Hub {
    pub app: AppState,
    _folder: tempfile::TempDir,
}

pub fn start() -> DateTime<Utc> {
    from_micros(1_790_000_000_000_000)
}

impl Hub {
    pub async fn new() -> Self {
        let hub = Self::seeding().await;
        hub.app.set_ready();
        hub
    }

    pub async fn seeding() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::defaults().unwrap();
        config.database.url = SecretString::from(format!("sqlite://{}/hub.db", folder.path().display()));
        config.meta.app_id = "150000000000001".into();
        config.meta.app_secret = SecretString::from("hush");
        config.meta.verify_token = SecretString::from("verify-me");
        let app = startup::open(config, Clock::fixed(start())).await.unwrap();
        Self { app, _folder: folder }
    }

    pub async fn org(&self) -> OrgId {
        let org = OrgId::from_uuid(self.app.clock.uuid());
        let tx = self.app.db.begin().await.unwrap();
        store::org::insert(&*tx, org, "Birch", None, start()).await.unwrap();
        tx.commit().await.unwrap();
        org
    }

    /// An approved WABA with a token and numbers with these digits, all connected and synced.
    pub async fn waba(&self, org: OrgId, meta_id: &str, digits: &[&str]) -> WabaId {
        let id = WabaId::from_uuid(self.app.clock.uuid());
        let tx = self.app.db.begin().await.unwrap();
        let mut row = waba_row(org, id, meta_id);
        let token = token_row(org, id);
        change::derive_waba(&mut row, Some(&token), start()).unwrap();
        waba::insert(&*tx, row.clone()).await.unwrap();
        credential::put(&*tx, token.clone()).await.unwrap();
        let mut numbers = Vec::new();
        for digits in digits {
            let mut number = number_row(org, id, NumberId::from_uuid(self.app.clock.uuid()), digits);
            change::derive_number(&mut number, &row, Some(&token), start()).unwrap();
            numbers.push(number);
        }
        number::insert_many(&*tx, numbers).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn waba_of(&self, meta_id: &str) -> waba::Model {
        waba::find_active_any_org(self.app.db.read(), meta_id).await.unwrap().unwrap()
    }

    pub async fn number_of(&self, waba: WabaId, digits: &str) -> number::Model {
        let org = waba::find_any_org(self.app.db.read(), waba).await.unwrap().unwrap().org_id.parse().unwrap();
        number::list_by_digits(self.app.db.read(), org, waba, digits).await.unwrap().pop().unwrap()
    }
}

fn token_row(org: OrgId, waba: WabaId) -> credential::Model {
    credential::Model {
        waba_id: waba.to_string(),
        org_id: org.to_string(),
        sealed: vec![1],
        scopes: "whatsapp_business_management".into(),
        expires_at: None,
        checked_at: start().timestamp_micros(),
        given_at: start().timestamp_micros(),
        given_by: None,
        source: "pasted".into(),
        refused: None,
    }
}

fn waba_row(org: OrgId, id: WabaId, meta_id: &str) -> waba::Model {
    let at = (start() - TimeDelta::days(3)).timestamp_micros();
    waba::Model {
        id: id.to_string(),
        org_id: org.to_string(),
        meta_id: meta_id.into(),
        name: "Bakery".into(),
        name_key: String::new(),
        status: "unknown".into(),
        status_since: at,
        kind: "shared".into(),
        on_behalf: "not_needed".into(),
        on_behalf_since: at,
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
        synced_at: Some(at),
        added_at: at,
        disconnected_at: None,
        version: 1,
    }
}

fn number_row(org: OrgId, waba: WabaId, id: NumberId, digits: &str) -> number::Model {
    let at = (start() - TimeDelta::days(3)).timestamp_micros();
    number::Model {
        id: id.to_string(),
        org_id: org.to_string(),
        waba_id: waba.to_string(),
        meta_id: format!("9{digits}"),
        phone_number: format!("+{digits}"),
        digits: digits.into(),
        display_name: "Birch".into(),
        name_key: String::new(),
        search_text: String::new(),
        status: "unknown".into(),
        status_rank: 0,
        status_since: at,
        meta_status: Some("CONNECTED".into()),
        name_state: "none".into(),
        name_state_since: at,
        name_status: Some("APPROVED".into()),
        name_pending: None,
        new_name_status: None,
        quality: "unknown".into(),
        quality_since: at,
        quality_raw: Some("GREEN".into()),
        limit_tier: "unknown".into(),
        limit_raw: Some("TIER_250".into()),
        throughput_raw: Some("STANDARD".into()),
        account_mode_raw: Some("LIVE".into()),
        platform_raw: Some("CLOUD_API".into()),
        official: false,
        pin_set: Some(false),
        code_verification: Some("VERIFIED".into()),
        verified_at: None,
        registered_at: Some(at),
        health: None,
        health_at: None,
        registration: "not_registered".into(),
        registration_step: None,
        code_expires_at: None,
        waits_until: None,
        register_calls: None,
        on_biz_app: None,
        attention: "none".into(),
        attention_since: at,
        unreadable: false,
        next_expiry_at: None,
        added_at: at,
        sync_asked_at: None,
        synced_at: Some(at),
        version: 1,
    }
}

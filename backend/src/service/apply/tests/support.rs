//! A hub with a fixed clock, and the smallest rows that events can change.

use chrono::{DateTime, Utc};
use clienthub_shared::id::{NumberId, OrgId, WabaId};
use clienthub_testdb::Subject;
use secrecy::SecretString;

use crate::clock::{Clock, from_micros};
use crate::config::Config;
use crate::crypto;
use crate::service::change;
use crate::startup;
use crate::state::AppState;
use crate::store::{self, credential, number, samples, waba};

#[derive(Clone)]
pub struct Hub {
    pub app: AppState,
}

pub fn start() -> DateTime<Utc> {
    from_micros(1_790_000_000_000_000)
}

impl Subject for Hub {
    /// Not ready yet: nothing here asks for the API.
    async fn open(url: String) -> Self {
        let mut config = Config::defaults().unwrap();
        config.database.url = url.into();
        config.database.connections = 4;
        config.secrets.root_key = crypto::new_root_key().unwrap();
        config.meta.app_id = "150000000000001".into();
        config.meta.app_secret = SecretString::from("hush");
        config.meta.verify_token = SecretString::from("verify-me");
        Self { app: startup::open(config, Clock::fixed(start())).await.unwrap() }
    }

    async fn close(self) {
        self.app.stop.cancel();
        self.app.db.clone().close().await;
    }
}

impl Hub {
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
        let mut row = samples::waba(org, id, meta_id);
        let token = token_row(org, id);
        change::derive_waba(&mut row, Some(&token), start()).unwrap();
        waba::insert(&*tx, row.clone()).await.unwrap();
        credential::put(&*tx, token.clone()).await.unwrap();
        let mut numbers = Vec::new();
        for digits in digits {
            let mut number = samples::number(&row, NumberId::from_uuid(self.app.clock.uuid()), digits);
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

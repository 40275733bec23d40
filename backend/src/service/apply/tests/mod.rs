//! Events through the intake into rows, history and activity, on a real database.

pub mod support;
mod trouble;

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::id::WabaId;
use clienthub_testdb::on_both;
use sea_orm::{ConnectionTrait, Statement};

use super::{Pace, apply_events};
use support::{Hub, start};

use crate::store::{attribute_clock, meta_alert, number, waba};

const W: &str = "120000000000001";
const N: &str = "4930901820";

impl Hub {
    /// As Meta sends it, and applied until nothing is left.
    async fn hear(&self, waba: &str, time: i64, field: &str, value: &str) {
        self.receive(&[(waba, time, field, value)]).await;
        self.apply(waba).await;
    }

    async fn receive(&self, events: &[(&str, i64, &str, &str)]) {
        let entries: Vec<_> = events
            .iter()
            .map(|(waba, time, field, value)| {
                format!(r#"{{"id":"{waba}","time":{time},"changes":[{{"field":"{field}","value":{value}}}]}}"#)
            })
            .collect();
        let body = format!(r#"{{"object":"whatsapp_business_account","entry":[{}]}}"#, entries.join(","));
        self.app.intake.receive(body.as_bytes()).await.unwrap();
    }

    async fn apply(&self, waba: &str) {
        while apply_events(&self.app, waba, Pace::Batches).await.unwrap() {}
    }

    async fn run(&self, sql: &str) {
        let tx = self.app.db.begin().await.unwrap();
        tx.execute_unprepared(sql).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The first column of each row.
    async fn texts(&self, sql: &str) -> Vec<String> {
        let db = self.app.db.read();
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    async fn outcomes(&self) -> Vec<String> {
        self.texts("SELECT outcome FROM meta_events ORDER BY id").await
    }

    async fn activity(&self) -> Vec<String> {
        self.texts("SELECT field || ' ' || outcome || ' ' || changes FROM activity ORDER BY id").await
    }

    async fn history(&self, object: &str) -> Vec<String> {
        self.texts(&format!(
            "SELECT attribute || ': ' || from_value || ' > ' || to_value || ' ' || source FROM history \
             WHERE object_id = '{object}' ORDER BY id"
        ))
        .await
    }
}

async fn bakery(hub: &Hub) -> WabaId {
    hub.waba(hub.org().await, W, &[N, "4930901821"]).await
}

fn quality(event: &str) -> String {
    format!(r#"{{"display_phone_number":"{N}","event":"{event}","current_limit":"TIER_2K"}}"#)
}

fn review(decision: &str) -> String {
    format!(r#"{{"decision":"{decision}"}}"#)
}

on_both! {
    async fn an_older_event_changes_nothing_and_is_shown_as_superseded(hub: Hub) {
        let waba = bakery(&hub).await;
        hub.receive(&[
            (W, 200, "phone_number_quality_update", &quality("UNFLAGGED")),
            (W, 100, "phone_number_quality_update", &quality("FLAGGED")),
        ])
        .await;
        hub.apply(W).await;
        let number = hub.number_of(waba, N).await;
        assert_eq!((number.status.as_str(), number.quality.as_str()), ("connected", "high"));
        assert_eq!(hub.outcomes().await, ["applied", "superseded"]);
        assert_eq!(hub.activity().await[1], "phone_number_quality_update superseded []");
        // The same second: the later arrival counts.
        hub.hear(W, 200, "phone_number_quality_update", &quality("FLAGGED")).await;
        let number = hub.number_of(waba, N).await;
        assert_eq!((number.status.as_str(), number.quality.as_str()), ("flagged", "low"));
        let moves = ["status: connected > flagged webhook", "quality: high > low webhook"];
        assert_eq!(hub.history(&number.id).await, moves);
    }

    async fn a_redelivery_is_one_event_and_applying_twice_changes_nothing(hub: Hub) {
        let waba = bakery(&hub).await;
        for _ in 0..3 {
            hub.hear(W, 100, "phone_number_quality_update", &quality("FLAGGED")).await;
        }
        assert_eq!(hub.outcomes().await, ["applied"]);
        assert_eq!(hub.number_of(waba, N).await.version, 2);
        assert_eq!(hub.activity().await.len(), 1);
    }

    async fn events_of_one_batch_are_each_in_history_and_the_row_is_written_once(hub: Hub) {
        let waba = bakery(&hub).await;
        let (up, down) = (quality("FLAGGED"), quality("UNFLAGGED"));
        let events: Vec<_> = (0..450)
            .map(|i| (W, 1000 + i, "phone_number_quality_update", if i % 2 == 0 { up.as_str() } else { down.as_str() }))
            .collect();
        hub.receive(&events).await;
        hub.apply(W).await;
        let number = hub.number_of(waba, N).await;
        assert_eq!((number.status.as_str(), number.version), ("connected", 4), "three batches");
        let moves = hub.history(&number.id).await;
        assert_eq!(moves.iter().filter(|change| change.starts_with("status")).count(), 450);
        assert_eq!(hub.activity().await.len(), 450);
        let told = "SELECT id FROM domain_events WHERE kind = 'number.status_changed.v1'";
        assert_eq!(hub.texts(told).await.len(), 450);
    }

    async fn unknown_fields_and_words_are_kept(hub: Hub) {
        let waba = bakery(&hub).await;
        let before = (hub.waba_of(W).await, hub.number_of(waba, N).await);
        for (field, value) in [
            ("brand_new", "[[]]"),
            ("message_template_status_update", r#"{"event":"APPROVED"}"#),
            ("account_update", r#"{"event":"AD_ACCOUNT_LINKED"}"#),
            ("account_update", r#"{"event":7}"#),
            ("phone_number_quality_update", &quality("NEW_WORD")),
            ("business_capability_update", "{}"),
        ] {
            hub.hear(W, 100, field, value).await;
        }
        assert_eq!(hub.outcomes().await, ["kept"; 6]);
        assert!(hub.activity().await.is_empty());
        assert_eq!(before, (hub.waba_of(W).await, hub.number_of(waba, N).await));
    }

    async fn a_waba_change_reaches_all_its_numbers(hub: Hub) {
        let waba = bakery(&hub).await;
        hub.receive(&[
            (W, 100, "account_review_update", &review("REJECTED")),
            (W, 101, "security", &format!(r#"{{"display_phone_number":"+{N}","event":"PIN_CHANGED"}}"#)),
            (W, 102, "account_review_update", &review("PENDING")),
        ])
        .await;
        hub.apply(W).await;
        assert_eq!(hub.outcomes().await, ["applied"; 3]);
        let row = hub.waba_of(W).await;
        assert_eq!((row.status.as_str(), row.version), ("pending_review", 3));
        for digits in [N, "4930901821"] {
            let number = hub.number_of(waba, digits).await;
            assert_eq!(number.attention, "meta");
            assert_eq!(number.pin_set, Some(digits == N));
            let moves = ["attention: none > client webhook", "attention: client > meta webhook"];
            assert_eq!(hub.history(&number.id).await, moves);
        }
        let first = r#"account_review_update applied [{"attribute":"waba.status","from":"approved","to":"rejected"}]"#;
        assert_eq!(hub.activity().await[0], first);
    }

    async fn a_restriction_of_messaging_restricts_until_it_expires(hub: Hub) {
        bakery(&hub).await;
        let end = (start() + TimeDelta::days(1)).timestamp();
        let value = format!(
            r#"{{"event":"ACCOUNT_RESTRICTION","restriction_info":[
                {{"restriction_type":"RESTRICTED_BIZ_INITIATED_MESSAGING","expiration":{end}}},
                {{"restriction_type":"RESTRICTED_ADD_PHONE_NUMBER_ACTION"}}]}}"#
        );
        hub.hear(W, 100, "account_update", &value).await;
        let row = hub.waba_of(W).await;
        assert_eq!((row.status.as_str(), row.next_expiry_at), ("restricted", Some(end * 1_000_000)));
        let stored: serde_json::Value = serde_json::from_str(row.restrictions.as_deref().unwrap()).unwrap();
        assert_eq!((&stored[0]["stops_messaging"], &stored[1]["stops_messaging"]), (&true.into(), &false.into()));
        hub.hear(W, 101, "account_update", r#"{"event":"ACCOUNT_RESTRICTION","restriction_info":[]}"#).await;
        assert_eq!(hub.waba_of(W).await.status, "approved");
    }

    async fn bans_violations_and_lost_access_show(hub: Hub) {
        bakery(&hub).await;
        let ban = |state: &str| format!(r#"{{"event":"DISABLED_UPDATE","ban_info":{{"waba_ban_state":"{state}"}}}}"#);
        let of = |event: &str| format!(r#"{{"event":"{event}","waba_info":{{"waba_id":"{W}"}}}}"#);
        for (time, value, status) in [
            (1, ban("SCHEDULE_FOR_DISABLE"), "violation"),
            (2, ban("DISABLE"), "banned"),
            (3, ban("REINSTATE"), "approved"),
            (4, r#"{"event":"ACCOUNT_VIOLATION","violation_info":{"violation_type":"SPAM"}}"#.to_owned(), "violation"),
            (5, of("PARTNER_REMOVED"), "disconnected"),
            (6, of("PARTNER_ADDED"), "violation"),
            (7, of("ACCOUNT_DELETED"), "disconnected"),
        ] {
            // The entry of a partner event is the portfolio's.
            let entry = if value.contains("waba_info") { "8" } else { W };
            hub.receive(&[(entry, time, "account_update", &value)]).await;
            hub.apply(W).await;
            assert_eq!(hub.waba_of(W).await.status, status, "{value}");
        }
        let row = hub.waba_of(W).await;
        assert_eq!((row.violation.as_deref(), row.violation_at), (Some("SPAM"), Some(start().timestamp_micros())));
        let other =
            r#"{"event":"PARTNER_APP_UNINSTALLED","waba_info":{"waba_id":"120000000000001","partner_app_id":7}}"#;
        hub.hear("8", 8, "account_update", other).await;
        hub.apply(W).await;
        assert!(hub.waba_of(W).await.app_subscribed, "another app");
        hub.hear("8", 8, "account_update", &other.replace(":7}", ":150000000000001}")).await;
        hub.apply(W).await;
        assert!(!hub.waba_of(W).await.app_subscribed);
    }

    async fn a_name_is_decided_where_it_stands(hub: Hub) {
        let waba = bakery(&hub).await;
        let name = |decision: &str, name: &str| {
            format!(r#"{{"display_phone_number":"{N}","decision":"{decision}","requested_verified_name":"{name}"}}"#)
        };
        for (time, value, state, pending) in [
            (1, name("REJECTED", "Birch"), "declined", None),
            (2, name("APPROVED", "Birch"), "approved", None),
            (3, name("PENDING", "Birch & Sons"), "under_review", Some("Birch & Sons")),
            (4, name("DEFERRED", "Birch & Sons"), "under_review", Some("Birch & Sons")),
            (5, name("APPROVED", "Birch & Sons"), "approved", Some("Birch & Sons")),
        ] {
            hub.hear(W, time, "phone_number_name_update", &value).await;
            let row = hub.number_of(waba, N).await;
            assert_eq!((row.name_state.as_str(), row.name_pending.as_deref()), (state, pending), "{value}");
        }
        let row = hub.number_of(waba, N).await;
        assert_eq!((row.new_name_status.as_deref(), row.display_name.as_str()), (Some("APPROVED"), "Birch"));
    }

    async fn a_capability_reaches_the_portfolio_in_this_organisation_only(hub: Hub) {
        let first = bakery(&hub).await;
        let org = hub.waba_of(W).await.org_id.parse().unwrap();
        let second = hub.waba(org, "120000000000002", &["4930901822"]).await;
        let other = hub.waba(hub.org().await, "120000000000003", &["4930901823"]).await;
        let up = format!(r#"{{"display_phone_number":"{N}","event":"UPGRADE","current_limit":"TIER_10K"}}"#);
        hub.hear(W, 300, "phone_number_quality_update", &up).await;
        let value = r#"{"max_daily_conversations_per_business":"TIER_2K"}"#;
        hub.hear(W, 200, "business_capability_update", value).await;
        let tier = async |waba, digits| hub.number_of(waba, digits).await.limit_tier;
        assert_eq!(tier(first, "4930901821").await, "2K");
        assert_eq!(tier(first, N).await, "10K", "told its own limit later");
        assert_eq!(tier(second, "4930901822").await, "2K");
        assert_eq!(tier(other, "4930901823").await, "250");
        assert_eq!(hub.waba_of("120000000000002").await.limit_raw.as_deref(), Some("TIER_2K"));
        // An older limit of a single number is overtaken by the portfolio's.
        hub.hear(W, 150, "phone_number_quality_update", &up.replace(N, "4930901821")).await;
        assert_eq!(tier(first, "4930901821").await, "2K");
        hub.hear(W, 400, "business_capability_update", r#"{"max_daily_conversation_per_phone":-1}"#).await;
        assert_eq!(tier(first, N).await, "unlimited");
        assert_eq!(hub.outcomes().await, ["applied", "applied", "superseded", "applied"]);
    }

    async fn events_of_an_unknown_waba_wait_until_it_is_connected_and_synced(hub: Hub) {
        let org = hub.org().await;
        hub.receive(&[
            (W, 100, "account_update", r#"{"event":"ACCOUNT_VIOLATION"}"#),
            (W, 100, "phone_number_quality_update", &quality("FLAGGED")),
            (W, 100, "security", &format!(r#"{{"display_phone_number":"{N}","event":"PIN_RESET_REQUEST"}}"#)),
        ])
        .await;
        assert!(!apply_events(&hub.app, W, Pace::Batches).await.unwrap());
        assert_eq!(hub.outcomes().await, ["pending"; 3]);

        hub.app.clock.advance(TimeDelta::hours(1));
        let waba = hub.waba(org, W, &[N]).await;
        set_synced(&hub, None).await;
        hub.apply(W).await;
        assert_eq!(hub.outcomes().await, ["applied", "pending", "pending"]);
        assert_eq!(hub.waba_of(W).await.status, "violation");

        // The first sync read the number after the event had arrived: its answer counts.
        set_synced(&hub, Some(hub.app.clock.now())).await;
        hub.apply(W).await;
        assert_eq!(hub.outcomes().await, ["applied", "superseded", "applied"]);
        assert_eq!(hub.number_of(waba, N).await.quality, "high");
    }
}

async fn set_synced(hub: &Hub, at: Option<DateTime<Utc>>) {
    let row = hub.waba_of(W).await;
    let tx = hub.app.db.begin().await.unwrap();
    let synced_at = at.map(|at| at.timestamp_micros());
    waba::update(&*tx, &waba::Model { synced_at, ..row }).await.unwrap();
    tx.commit().await.unwrap();
}

on_both! {
    async fn a_sync_learns_what_webhooks_told_while_it_read(hub: Hub) {
        let waba = bakery(&hub).await;
        let began = hub.app.clock.now();
        hub.app.clock.advance(TimeDelta::seconds(1));
        hub.hear(W, 100, "phone_number_quality_update", &quality("FLAGGED")).await;
        let ids = [hub.number_of(waba, N).await.id, waba.to_string()];
        let told = async |since| {
            let told = attribute_clock::told_since_any_org(hub.app.db.read(), &ids, since).await.unwrap();
            let mut told: Vec<_> = told.into_values().flatten().collect();
            told.sort();
            told
        };
        assert_eq!(told(began).await, ["quality", "status"]);
        assert!(told(hub.app.clock.now() + TimeDelta::seconds(1)).await.is_empty());
    }

    async fn a_waba_disconnected_in_the_middle_keeps_its_events_waiting(hub: Hub) {
        bakery(&hub).await;
        hub.receive(&[(W, 100, "account_review_update", &review("REJECTED"))]).await;
        let row = hub.waba_of(W).await;
        let tx = hub.app.db.begin().await.unwrap();
        let gone = waba::Model { disconnected_at: Some(1), ..row };
        waba::update(&*tx, &gone).await.unwrap();
        tx.commit().await.unwrap();
        hub.apply(W).await;
        assert_eq!(hub.outcomes().await, ["pending"]);
    }

    async fn a_deleted_account_does_not_stop_the_events_behind_it(hub: Hub) {
        let waba = bakery(&hub).await;
        hub.receive(&[
            (W, 100, "account_update", r#"{"event":"ACCOUNT_DELETED"}"#),
            (W, 101, "phone_number_quality_update", &quality("FLAGGED")),
        ])
        .await;
        hub.apply(W).await;
        let number = hub.number_of(waba, N).await;
        assert_eq!((number.status.as_str(), number.meta_status.as_deref()), ("disconnected", Some("FLAGGED")));
        assert_eq!(hub.outcomes().await, ["applied"; 2]);
    }

    async fn an_alert_opens_and_closes(hub: Hub) {
        let waba = bakery(&hub).await;
        let row: number::Model = hub.number_of(waba, N).await;
        let alert = |status: &str| {
            format!(
                r#"{{"entity_type":"PHONE_NUMBER","entity_id":"{}","alert_info":{{"alert_severity":"WARNING",
                    "alert_status":"{status}","alert_type":"PROFILE_PICTURE_LOST","alert_description":"Gone"}}}}"#,
                row.meta_id
            )
        };
        let open = async || meta_alert::list_open(hub.app.db.read(), row.org_id.parse().unwrap()).await.unwrap();
        hub.hear(W, 100, "account_alerts", &alert("ACTIVE")).await;
        hub.hear(W, 101, "account_alerts", &alert("ACTIVE")).await;
        let found = open().await;
        assert_eq!((found.len(), found[0].number_id.as_deref()), (1, Some(row.id.as_str())));
        let flat = r#"{"entity_type":"BUSINESS","entity_id":"8","alert_severity":"CRITICAL","alert_status":"ACTIVE",
            "alert_type":"OBA_REJECTED","alert_description":"d"}"#;
        hub.hear(W, 102, "account_alerts", flat).await;
        assert_eq!(open().await.len(), 2);
        hub.hear(W, 103, "account_alerts", &alert("NONE")).await;
        assert_eq!(open().await.iter().map(|row| row.kind.as_str()).collect::<Vec<_>>(), ["OBA_REJECTED"]);
    }
}

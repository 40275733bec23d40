//! The list of open alerts: pages, their order, and whose a cursor is. What opens an alert is told where it happens: `webhook.rs`,
//! `waba.rs`, `sync_failing.rs`.

use clienthub_sandbox::demo;
use clienthub_shared::id::OrgId;
use clienthub_shared::permission::Role;
use serde_json::{Value, json};

use crate::support::meta::envelope;
use crate::support::{Client, TestApp, on_both};
use crate::waba;

const NOW: i64 = 1_772_442_000;
const WABA: &str = demo::BIRCH_OBO.meta_id;

/// Meta's words about one kind of alert.
fn told(kind: u32, status: &str) -> Value {
    let severity = ["INFORMATIONAL", "CRITICAL", "WARNING"][kind as usize % 3];
    json!({"field": "account_alerts", "value": {"entity_type": "BUSINESS", "entity_id": "8", "alert_info": {
        "alert_severity": severity, "alert_status": status, "alert_type": format!("KIND_{kind}"),
        "alert_description": format!("Alert {kind}")}}})
}

/// Thirty alerts, all opened at one time, and the owner who sees them.
pub async fn bakery(app: &TestApp) -> (OrgId, Client) {
    let (birch, owner) = waba::birch(app).await;
    app.factory().waba(&owner, birch, demo::BIRCH_OBO).await;
    let alerts: Vec<Value> = (0..30).map(|kind| told(kind, "ACTIVE")).collect();
    app.meta().delivers(&envelope(&[(WABA, NOW, &alerts)])).await.expect(200);
    app.run_tasks().await;
    (birch, owner)
}

async fn page(by: &Client, org: OrgId, query: &str) -> Value {
    by.get(&format!("/orgs/{org}/alerts?{query}")).await.expect(200).json
}

fn rows(page: &Value) -> Vec<Value> {
    page["data"].as_array().unwrap().clone()
}

/// Page by page to the end.
async fn walk(by: &Client, org: OrgId, limit: usize) -> Vec<Value> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = page(by, org, &format!("limit={limit}{cursor}")).await;
        assert_eq!(page["total"], 30);
        found.extend(rows(&page));
        match page["next_cursor"].as_str() {
            Some(next) => {
                assert_eq!(rows(&page).len(), limit);
                cursor = format!("&cursor={next}");
            }
            None => return found,
        }
    }
}

on_both! {
    async fn alerts_come_page_by_page_the_most_severe_first(app: TestApp) {
        let (birch, owner) = bakery(&app).await;
        let whole = page(&owner, birch, "limit=100").await;
        assert_eq!((&whole["total"], &whole["next_cursor"]), (&json!(30), &Value::Null));
        let whole = rows(&whole);
        let severities: Vec<_> = whole.iter().map(|alert| alert["severity"].as_str().unwrap()).collect();
        assert_eq!(severities, [["critical"; 10], ["warning"; 10], ["info"; 10]].concat());
        for limit in [1, 7, 15, 30] {
            assert_eq!(walk(&owner, birch, limit).await, whole, "{limit}");
        }
        let first = page(&owner, birch, "").await;
        assert_eq!(rows(&first), whole[..25]);
        assert!(first["next_cursor"].is_string());
    }

    async fn an_alert_that_closes_between_two_pages_hides_no_other(app: TestApp) {
        let (birch, owner) = bakery(&app).await;
        let whole = rows(&page(&owner, birch, "limit=100").await);
        let first = page(&owner, birch, "limit=10").await;
        // The last one of the page that was read: the cursor's own.
        let kind: u32 = whole[9]["detail"].as_str().unwrap().trim_start_matches("Alert ").parse().unwrap();
        app.meta().delivers(&envelope(&[(WABA, NOW + 1, &[told(kind, "NONE")])])).await.expect(200);
        app.run_tasks().await;
        let next = format!("limit=10&cursor={}", first["next_cursor"].as_str().unwrap());
        let second = page(&owner, birch, &next).await;
        assert_eq!((rows(&second), &second["total"]), (whole[10..20].to_vec(), &json!(29)));
    }

    async fn a_cursor_is_good_for_its_list_and_organisation_only(app: TestApp) {
        let (birch, owner) = bakery(&app).await;
        let cursor = page(&owner, birch, "limit=10").await["next_cursor"].as_str().unwrap().to_owned();
        // The size of the page is not part of it.
        owner.get(&format!("/orgs/{birch}/alerts?limit=3&cursor={cursor}")).await.expect(200);
        let me = owner.get("/me").await.json["user"]["email"].as_str().unwrap().to_owned();
        let cedar = app.factory().org("Cedar").await;
        clienthub::service::org::add_role(&app.state, cedar, &me, Role::Owner).await.unwrap();
        for path in [format!("/orgs/{cedar}/alerts"), format!("/orgs/{birch}/wabas"), format!("/orgs/{birch}/numbers")] {
            owner.get(&format!("{path}?cursor={cursor}")).await.problem(400, "cursor_stale");
        }
        for broken in ["x", "AAAA", &cursor[1..], &format!("{cursor}A"), &"A".repeat(5000)] {
            owner.get(&format!("/orgs/{birch}/alerts?cursor={broken}")).await.problem(400, "cursor_stale");
        }
        for query in ["limit=0", "limit=101", "limit=x", "page=2", "severity=critical"] {
            owner.get(&format!("/orgs/{birch}/alerts?{query}")).await.problem(400, "bad_query");
        }
    }
}

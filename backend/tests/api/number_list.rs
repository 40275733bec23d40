//! The list of numbers: search, filters, order, pages, counts. One number is in `number.rs`.

use chrono::TimeDelta;
use clienthub_sandbox::demo;
use clienthub_shared::id::OrgId;
use clienthub_shared::permission::Role;
use clienthub_shared::status::NumberStatus;
use serde_json::{Value, json};

use crate::support::{Client, TestApp, on_both};
use crate::waba::birch;

/// Birch with three of its WABAs and their eleven numbers.
pub async fn bakery(app: &TestApp) -> (OrgId, Client) {
    let (birch, owner) = birch(app).await;
    for waba in [demo::BIRCH_SHARED, demo::BIRCH_OBO, demo::BIRCH_RESTRICTED] {
        app.factory().waba(&owner, birch, waba).await;
        app.advance(TimeDelta::seconds(1));
    }
    (birch, owner)
}

async fn page(by: &Client, org: OrgId, query: &str) -> Value {
    by.get(&format!("/orgs/{org}/numbers?{query}")).await.expect(200).json
}

fn texts(page: &Value, field: &str) -> Vec<String> {
    let rows = page["data"].as_array().unwrap().iter();
    rows.map(|row| row.pointer(field).unwrap().as_str().unwrap().to_owned()).collect()
}

/// Names of what a search finds.
async fn found(by: &Client, org: OrgId, q: &str) -> Vec<String> {
    let encoded: String = q.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let page = page(by, org, &format!("q={encoded}&sort=name")).await;
    assert_eq!(page["total"], page["data"].as_array().unwrap().len());
    texts(&page, "/display_name")
}

/// Ids of all pages, with what happens between two of them.
async fn walk(by: &Client, org: OrgId, query: &str, mut between: impl AsyncFnMut(usize)) -> Vec<String> {
    let (mut ids, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page = page(by, org, &format!("{query}{cursor}")).await;
        ids.extend(texts(&page, "/id"));
        let Some(next) = page["next_cursor"].as_str() else { return ids };
        cursor = format!("&cursor={next}");
        pages += 1;
        between(pages).await;
    }
}

on_both! {
    async fn names_are_found_wherever_the_accents_are(app: TestApp) {
        let (birch, owner) = bakery(&app).await;
        for q in ["köln", "koln", "KÖLN", "Bakery K", "y  k\u{f6}ln", "ko\u{308}ln"] {
            assert_eq!(found(&owner, birch, q).await, ["Birch Bakery Köln"], "{q}");
        }
        // The WABA's name is the number's too.
        assert_eq!(found(&owner, birch, "wholesale inc").await.len(), 3);
        for q in ["%", "_", "\\", "köln berlin", "'; DROP TABLE numbers; --", "🥐"] {
            assert_eq!(found(&owner, birch, q).await, [""; 0], "{q}");
        }
        assert_eq!(found(&owner, birch, " ").await.len(), 11);
    }

    async fn digits_are_found_however_they_are_written(app: TestApp) {
        let (birch, owner) = bakery(&app).await;
        for q in ["+49 30 23125 014", "493023125014", "0049 30 23125-014", "030 23125 014", "(030) 23125/014", "23125014"] {
            assert_eq!(found(&owner, birch, q).await, ["Birch Bakery Berlin"], "{q}");
        }
        assert_eq!(found(&owner, birch, "+1 206").await, ["Birch Wholesale Seattle"]);
    }

    async fn ids_are_found_whole_or_not_at_all(app: TestApp) {
        let (birch, owner) = bakery(&app).await;
        let all = page(&owner, birch, "limit=100&sort=name").await;
        let number = &all["data"][0];
        for (field, count) in [("/id", 1), ("/meta_id", 1), ("/waba/id", 6), ("/waba/meta_id", 6)] {
            let id = number.pointer(field).unwrap().as_str().unwrap();
            assert_eq!(found(&owner, birch, id).await.len(), count, "{field} {id}");
            assert_eq!(found(&owner, birch, &id[..id.len() - 1]).await, [""; 0], "{field} {id}");
        }
    }

    async fn every_filter_takes_its_values_as_alternatives_and_combines(app: TestApp) {
        let (birch, owner) = bakery(&app).await;
        let all = page(&owner, birch, "limit=100&sort=added").await["data"].as_array().unwrap().clone();
        assert_eq!(all.len(), 11);
        for (filter, field) in [
            ("status", "/status"),
            ("attention", "/attention"),
            ("waba_status", "/waba/status"),
            ("waba", "/waba/id"),
            ("quality", "/quality"),
            ("limit_tier", "/limit_tier"),
        ] {
            let mut values: Vec<&str> = all.iter().map(|number| number.pointer(field).unwrap().as_str().unwrap()).collect();
            values.sort_unstable();
            values.dedup();
            let pairs = values.windows(2).map(<[&str]>::to_vec);
            for wanted in values.iter().map(|value| vec![*value]).chain(pairs) {
                let expected: Vec<_> = all.iter().filter(|one| wanted.contains(&one.pointer(field).unwrap().as_str().unwrap())).collect();
                let found = page(&owner, birch, &format!("limit=100&sort=added&{filter}={}", wanted.join(","))).await;
                assert_eq!(found["data"].as_array().unwrap().iter().collect::<Vec<_>>(), expected, "{filter} {wanted:?}");
                assert_eq!(found["total"], expected.len());
                let first = page(&owner, birch, &format!("limit=1&{filter}={}", wanted.join(","))).await;
                assert_eq!(first["total"], expected.len(), "of all pages");
            }
        }
        let both = page(&owner, birch, "q=bakery&status=connected,flagged&quality=high&sort=name").await;
        assert_eq!(texts(&both, "/display_name"), ["Birch Bakery Berlin", "Birch Bakery Hamburg"]);
        assert_eq!(page(&owner, birch, "status=connected&quality=low").await["total"], 0);
    }

    async fn a_filter_that_is_none_is_refused_with_its_name(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let long = "x".repeat(201);
        for (query, name) in [
            ("status=CONNECTED", "status"),
            ("status=connected,", "status"),
            ("attention=me", "attention"),
            ("waba_status=created,odd", "waba_status"),
            ("waba=120000000000001", "waba"),
            ("quality=GREEN", "quality"),
            ("limit_tier=10k", "limit_tier"),
            ("sort=age", "sort"),
            ("sort=--name", "sort"),
            ("limit=0", "limit"),
            ("limit=101", "limit"),
            ("limit=ten", "limit"),
            (&format!("q={long}"), "q"),
            ("page=2", "page"),
        ] {
            let answer = owner.get(&format!("/orgs/{birch}/numbers?{query}")).await.problem(400, "bad_query");
            assert_eq!(answer.json["errors"][0]["path"], name, "{query}");
        }
    }

    async fn each_order_is_the_other_way_round_with_a_minus(app: TestApp) {
        let (birch, owner) = bakery(&app).await;
        for sort in ["added", "name", "status"] {
            let mut up = texts(&page(&owner, birch, &format!("limit=100&sort={sort}")).await, "/id");
            let down = texts(&page(&owner, birch, &format!("limit=100&sort=-{sort}")).await, "/id");
            up.reverse();
            assert_eq!(up, down, "{sort}");
        }
        let names = texts(&page(&owner, birch, "limit=100&sort=name").await, "/display_name");
        assert!(names.is_sorted_by_key(|name| name.to_lowercase()), "{names:?}");
        let statuses = texts(&page(&owner, birch, "limit=100&sort=status").await, "/status");
        let rank = |word: &String| word.parse::<NumberStatus>().unwrap() as usize;
        assert!(statuses.is_sorted_by_key(rank), "{statuses:?}");
        let added = texts(&page(&owner, birch, "limit=100&sort=-added").await, "/id");
        assert_eq!(texts(&page(&owner, birch, "").await, "/id"), added, "the newest first by itself");
    }

    async fn pages_have_no_gap_and_no_double_while_numbers_come(app: TestApp) {
        let (birch, owner) = bakery(&app).await;
        let wabas = owner.get(&format!("/orgs/{birch}/wabas")).await.json;
        let waba = wabas["data"].as_array().unwrap().iter().find(|waba| waba["meta_id"] == demo::BIRCH_OBO.meta_id).unwrap();
        let sync = format!("/orgs/{birch}/wabas/{}/sync", waba["id"].as_str().unwrap());
        for (sort, sees_new) in [("added", true), ("-added", false), ("name", true), ("-name", false), ("status", true)] {
            let before = texts(&page(&owner, birch, &format!("limit=100&sort={sort}")).await, "/id");
            let ids = walk(&owner, birch, &format!("limit=3&sort={sort}"), async |pages| {
                if pages <= 2 {
                    // Sorts behind everything that is there, by name too.
                    let name = format!("Zz {} {pages} {sort}", before.len());
                    let digits = format!("+33 6 {:08}", before.len() * 10 + pages);
                    let fields = json!({"display_phone_number": digits, "verified_name": name, "status": "SOMETHING_NEW"});
                    app.meta().phone(demo::BIRCH_OBO, fields).await;
                    app.advance(TimeDelta::seconds(30));
                    owner.renew().await;
                    owner.post(&sync, Value::Null).await.expect(202);
                    app.run_tasks().await;
                }
            })
            .await;
            let after = texts(&page(&owner, birch, &format!("limit=100&sort={sort}")).await, "/id");
            assert_eq!(after.len(), before.len() + 2);
            assert_eq!(ids, if sees_new { after } else { before }, "{sort}");
        }
    }

    async fn a_cursor_is_good_for_its_own_list_only(app: TestApp) {
        let (birch, owner) = bakery(&app).await;
        let cursor = page(&owner, birch, "limit=2&sort=name&status=created").await["next_cursor"].as_str().unwrap().to_owned();
        let path = format!("/orgs/{birch}/numbers");
        let ask = async |path: &str, query: &str| owner.get(&format!("{path}?{query}&cursor={cursor}")).await;
        // Neither the page's size nor the order of a filter's values is part of it.
        ask(&path, "sort=name&status=created&limit=1").await.expect(200);
        ask(&path, "sort=name&status=created,created").await.expect(200);
        for query in ["sort=name", "sort=-name&status=created", "sort=name&status=created&q=birch", "sort=name&status=created,verified"] {
            ask(&path, query).await.problem(400, "cursor_stale");
        }
        ask(&format!("/orgs/{birch}/wabas"), "limit=2").await.problem(400, "cursor_stale");
        let me = owner.get("/me").await.json["user"]["email"].as_str().unwrap().to_owned();
        let cedar = app.factory().org("Cedar").await;
        clienthub::service::org::add_role(&app.state, cedar, &me, Role::Owner).await.unwrap();
        ask(&format!("/orgs/{cedar}/numbers"), "sort=name&status=created").await.problem(400, "cursor_stale");
        for broken in ["x", "%00", "AAAA", &cursor[1..], &format!("{cursor}A"), &"A".repeat(5000)] {
            let answer = owner.get(&format!("{path}?sort=name&status=created&cursor={broken}")).await;
            assert_eq!(answer.status, 400, "{broken}: {}", answer.text);
        }
    }

    async fn counts_add_up_and_follow_every_change(app: TestApp) {
        let (birch, owner) = bakery(&app).await;
        let path = format!("/orgs/{birch}/numbers/counts");
        let counts = owner.get(&path).await.expect(200).json;
        assert_eq!((&counts["all"], &counts["wabas"]), (&json!(11), &json!(3)));
        for attention in ["none", "client", "meta", "operator"] {
            assert_eq!(counts[attention], page(&owner, birch, &format!("attention={attention}")).await["total"], "{attention}");
        }
        app.meta().tells(demo::BIRCH_SHARED.meta_id, 1_780_000_000, "account_review_update", json!({"decision": "PENDING"})).await;
        app.run_tasks().await;
        let now = owner.get(&path).await.expect(200).json;
        assert!(now["meta"].as_u64() > counts["meta"].as_u64(), "{counts} {now}");
        assert_eq!(now["all"], 11);
        let cedar = app.factory().org("Cedar").await;
        let stranger = app.factory().user(cedar, Role::Owner).await;
        let none = json!({"all": 0, "none": 0, "client": 0, "meta": 0, "operator": 0, "wabas": 0});
        assert_eq!(stranger.get(&format!("/orgs/{cedar}/numbers/counts")).await.expect(200).json, none);
    }
}

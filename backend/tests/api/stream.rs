//! The live stream: what changed is told at once to who may know, and to nobody else.

use std::time::Duration;

use clienthub_sandbox::demo;
use clienthub_shared::permission::Role;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::support::{Client, TestApp, on_both};
use crate::waba::birch;

const WABA: &str = demo::BIRCH_SHARED.meta_id;

/// An open stream.
struct Live {
    answer: reqwest::Response,
    text: String,
}

impl Live {
    /// Opens it and hears the first `resync`.
    async fn open(by: &Client, org: impl std::fmt::Display) -> Self {
        let answer = by.get(&format!("/orgs/{org}/stream")).open().await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        assert_eq!(answer.headers()["x-accel-buffering"], "no");
        let mut live = Self { answer, text: String::new() };
        assert_eq!(live.next(5).await, Some(json!({"type": "resync", "id": "", "version": 0})));
        live
    }

    /// The next event; comments are passed over. None: nothing for so many seconds, or the end.
    async fn next(&mut self, seconds: u64) -> Option<Value> {
        timeout(Duration::from_secs(seconds), self.event()).await.ok().flatten()
    }

    async fn event(&mut self) -> Option<Value> {
        loop {
            while let Some((line, rest)) = self.text.split_once("\n\n") {
                let (line, rest) = (line.to_owned(), rest.to_owned());
                self.text = rest;
                if let Some(data) = line.strip_prefix("data: ") {
                    return Some(serde_json::from_str(data).unwrap());
                }
                assert!(line.starts_with(':'), "{line}");
            }
            let chunk = self.answer.chunk().await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// Until an event of this type comes.
    async fn hears(&mut self, kind: &str) -> Value {
        loop {
            let event = self.next(10).await.unwrap_or_else(|| panic!("{kind} was not told"));
            if event["type"] == kind {
                return event;
            }
        }
    }

    /// Whether the server ended it within so many seconds.
    async fn ends(mut self, seconds: u64) -> bool {
        let end = async { while self.event().await.is_some() {} };
        timeout(Duration::from_secs(seconds), end).await.is_ok()
    }
}

async fn flag(app: &TestApp) {
    let value = json!({"display_phone_number": "493023125014", "event": "FLAGGED", "current_limit": "TIER_10K"});
    app.meta().tells(WABA, 1_780_000_000, "phone_number_quality_update", value).await;
    app.run_tasks().await;
}

on_both! {
    async fn a_change_is_told_by_name_and_version_only(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let mut live = Live::open(&owner, birch).await;
        let cedar = app.factory().org("Cedar").await;
        let stranger = app.factory().user(cedar, Role::Owner).await;
        let mut elsewhere = Live::open(&stranger, cedar).await;
        flag(&app).await;
        let event = live.hears("number.status_changed.v1").await;
        let number = owner.get(&format!("/orgs/{birch}/numbers?status=flagged&q=berlin")).await.json["data"][0].clone();
        let told = json!({"type": "number.status_changed.v1", "id": number["id"], "version": number["version"]});
        assert_eq!(event, told);
        owner.patch(&format!("/orgs/{birch}"), json!({"name": "Birch Two"})).await.expect(200);
        assert_eq!(elsewhere.next(2).await, None);
    }

    async fn what_another_hub_changes_is_heard_here(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let other = app.another(|_| {}).await;
        let visitor = other.client();
        visitor.set_cookie("clienthub_access", &owner.cookie("clienthub_access").unwrap());
        let mut live = Live::open(&visitor, birch).await;
        flag(&app).await;
        live.hears("number.quality_changed.v1").await;
    }

    async fn a_stream_ends_with_its_session_or_membership(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let member = app.factory().user(birch, Role::Editor).await;
        let leaver = app.factory().user(birch, Role::Viewer).await;
        let (stays, signed_out, removed) =
            (Live::open(&owner, birch).await, Live::open(&member, birch).await, Live::open(&leaver, birch).await);
        member.delete("/session").await.expect(204);
        app.execute("DELETE FROM memberships WHERE role = 'viewer'").await;
        let (stays, signed_out, removed) = tokio::join!(stays.ends(18), signed_out.ends(18), removed.ends(18));
        assert_eq!((stays, signed_out, removed), (false, true, true));
    }

    async fn a_hub_that_stops_lets_its_streams_go_first(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let live = Live::open(&owner, birch).await;
        app.state.stop.cancel();
        assert!(live.ends(5).await);
    }

    async fn a_stream_is_for_members_on_the_hubs_own_pages(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let path = format!("/orgs/{birch}/stream");
        app.client().get(&path).await.problem(401, "not_signed_in");
        for site in ["cross-site", "same-site"] {
            owner.get(&path).header("sec-fetch-site", site).await.problem(403, "cross_site");
        }
        owner.get(&path).header("origin", "http://evil.example").await.problem(403, "cross_site");
        owner.get(&format!("{path}?last=1")).await.problem(400, "bad_query");
    }

    async fn of_more_streams_than_sixteen_a_persons_oldest_ends(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let other = app.factory().user(birch, Role::Viewer).await;
        let mut others = Live::open(&other, birch).await;
        let mut open = Vec::new();
        for _ in 0..17 {
            open.push(Live::open(&owner, birch).await);
        }
        assert_eq!(timeout(Duration::from_secs(5), open[0].event()).await.unwrap(), None);
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        for left in open[1..].iter_mut().chain([&mut others]) {
            assert!(left.next(5).await.is_some());
        }
    }
}

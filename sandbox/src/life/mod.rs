//! What happens to templates by itself as the sandbox's clock goes on (reference 4.8 and 4.9): reviews, the end of pauses, announced
//! categories, the archive, deletions. `settle` brings everything up to now; every Graph call and every move of the clock begins with it, and a task
//! looks several times a second so that webhooks leave without a call.

pub mod events;
pub mod sentinel;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{Datelike, Months};
use serde_json::json;

use crate::control::events::Event;
use crate::sandbox::{Inner, Sandbox, meta_time};
use crate::webhook;
use crate::world::World;
use crate::world::template::{Pause, Template};

pub const HOUR_S: i64 = 3600;
pub const DAY_S: i64 = 24 * HOUR_S;
/// Between the announcement of a category and its coming into force.
const NOTICE_S: i64 = DAY_S;
/// How long a deletion takes while messages are on their way, and a name rests.
pub const DELETION_S: i64 = 30 * DAY_S;
const ARCHIVED_S: i64 = 28 * DAY_S;
/// Twelve months without use end in the archive.
const UNUSED_S: i64 = 365 * DAY_S;
const TICK: Duration = Duration::from_millis(250);

/// For as long as the sandbox runs.
pub async fn run(sandbox: Arc<Sandbox>) {
    loop {
        tokio::time::sleep(TICK).await;
        sandbox.settle();
    }
}

impl Sandbox {
    /// Only a change wakes the saver.
    pub fn settle(&self) {
        let is_due = {
            let inner = self.lock();
            due(&inner.world, inner.now_unix()).next().is_some()
        };
        if is_due {
            self.write(settle);
        }
    }
}

/// Everything that is due, the earliest first. What happens to a template makes nothing due but for itself: one look at all is enough.
pub fn settle(inner: &mut Inner) {
    let now = inner.now_unix();
    let mut waiting: BinaryHeap<_> = due(&inner.world, now).map(|(at, id)| Reverse((at, id.to_owned()))).collect();
    while let Some(Reverse((at, id))) = waiting.pop() {
        change(inner, &id, now, |template| happen(template, at, now));
        let Some(template) = inner.world.templates.get(&id) else { continue };
        if template.text("status") == "DELETED" {
            inner.world.templates.remove(&id);
        } else if let Some(at) = due_at(&inner.world, template, now) {
            waiting.push(Reverse((at, id)));
        }
    }
}

/// Changes a template, keeps its time of change, and queues the webhooks that follow from the change; answers them with how
/// many apps are told.
pub fn change(
    inner: &mut Inner,
    id: &str,
    now: i64,
    change: impl FnOnce(&mut Template),
) -> Option<Vec<(Event, usize)>> {
    let template = inner.world.templates.get_mut(id)?;
    let before = template.clone();
    change(template);
    if template.fields != before.fields {
        touch(template, now);
    }
    let (waba_id, events) = (template.waba_id.clone(), events::of_template(id, &before, template));
    let told = events.into_iter().map(|event| {
        let queued = webhook::emit(inner, &waba_id, event.0, &event.1);
        (event, queued)
    });
    Some(told.collect())
}

fn touch(template: &mut Template, now: i64) {
    template.updated_at = now;
    let at = chrono::DateTime::from_timestamp(now, 0).unwrap_or_default();
    template.set("last_updated_time", meta_time(at));
}

/// The templates to which something is due by now, and since when.
fn due(world: &World, now: i64) -> impl Iterator<Item = (i64, &str)> {
    world.templates.iter().filter_map(move |(id, template)| Some((due_at(world, template, now)?, id.as_str())))
}

fn due_at(world: &World, template: &Template, now: i64) -> Option<i64> {
    let pause = template.pause.as_ref().and_then(|pause| pause.ends_at);
    let unused = template.used_at.map(|at| at + UNUSED_S).filter(|at| *at <= now);
    let unused =
        unused.filter(|_| template.text("status") == "APPROVED" && world.archives_by_itself(&template.waba_id));
    let times = [template.review_at, pause, template.category_change_at, template.gone_at, unused];
    times.into_iter().flatten().filter(|at| *at <= now).min()
}

/// One thing that was due then.
fn happen(template: &mut Template, at: i64, now: i64) {
    if template.gone_at == Some(at) {
        template.gone_at = None;
        template.set("status", "DELETED");
    } else if template.review_at == Some(at) {
        review(template, now);
    } else if template.category_change_at == Some(at) {
        correct_category(template);
    } else if template.pause.as_ref().is_some_and(|pause| pause.ends_at == Some(at)) {
        unpause(template);
    } else {
        archive(template, now);
    }
}

/// The announced category comes into force; what should have been an authentication template cannot become one and is rejected.
fn correct_category(template: &mut Template) {
    let category = template.text("correct_category").to_owned();
    if category != "AUTHENTICATION" {
        template.recategorise(&category);
        return;
    }
    template.fields.remove("correct_category");
    template.category_change_at = None;
    if matches!(template.text("status"), "APPROVED" | "PAUSED") {
        template.pause = None;
        reject(template, "INCORRECT_CATEGORY");
    }
}

/// Ends the review as the sentinels say.
pub fn review(template: &mut Template, now: i64) {
    match sentinel::rejected_for(template) {
        Some(reason) => reject(template, reason),
        None => approve(template, now),
    }
}

pub fn reject(template: &mut Template, reason: &str) {
    template.review_at = None;
    template.set("status", "REJECTED");
    template.set("rejected_reason", reason);
}

pub fn approve(template: &mut Template, now: i64) {
    template.review_at = None;
    template.used_at = Some(now);
    template.set("status", "APPROVED");
    template.set("rejected_reason", "NONE");
    if let Some(category) = sentinel::category_later(template) {
        announce_category(template, category, now);
    }
}

pub fn announce_category(template: &mut Template, category: &str, now: i64) {
    template.set("correct_category", category);
    let at = if category == "AUTHENTICATION" { next_month(now) } else { now + NOTICE_S };
    template.category_change_at = Some(at);
}

/// The first of the month after, when Meta rejects what should be an authentication template (reference 4.8).
fn next_month(now: i64) -> i64 {
    let day = chrono::DateTime::from_timestamp(now, 0).unwrap_or_default().date_naive();
    let first = day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
    first.map_or(now, |first| first.and_time(chrono::NaiveTime::MIN).and_utc().timestamp())
}

/// Begins a review; it ends after the usual time unless a sentinel says otherwise.
pub fn submit(template: &mut Template, now: i64, review_s: Option<i64>) {
    template.set("status", "PENDING");
    template.set("rejected_reason", "NONE");
    template.pause = None;
    template.review_at = review_s.filter(|_| !sentinel::is_held(template)).map(|seconds| now + seconds);
    if sentinel::is_reviewed_now(template) {
        review(template, now);
    }
}

/// For low quality: 3 hours, then 6, then the template is disabled.
pub fn pause_for_quality(template: &mut Template, now: i64) {
    template.pauses += 1;
    let (title, hours) = match template.pauses {
        1 => ("FIRST_PAUSE", 3),
        2 => ("SECOND_PAUSE", 6),
        _ => {
            template.pause = None;
            template.set("status", "DISABLED");
            return;
        }
    };
    template.pause = Some(Pause { title: title.to_owned(), at: now, ends_at: Some(now + hours * HOUR_S) });
    template.set("status", "PAUSED");
}

/// By pacing; it lasts until somebody lifts it.
pub fn pause_for_pacing(template: &mut Template, now: i64) {
    template.pause = Some(Pause { title: "RATE_LIMITING_PAUSE".to_owned(), at: now, ends_at: None });
    template.set("status", "PAUSED");
}

/// By hand, or unused for a year; after 28 more days it is gone.
pub fn archive(template: &mut Template, now: i64) {
    template.gone_at = Some(now + ARCHIVED_S);
    template.set("status", "ARCHIVED");
}

/// It is as good as used, else it went back at once.
pub fn unarchive(template: &mut Template, now: i64) {
    template.gone_at = None;
    template.used_at = Some(now);
    template.set("status", "APPROVED");
}

pub fn unpause(template: &mut Template) {
    template.pause = None;
    template.set("status", "APPROVED");
}

pub fn set_score(template: &mut Template, score: &str, now: i64) {
    template.set("quality_score", json!({ "score": score, "date": now }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Seed;
    use crate::demo::{self, BIRCH_SHARED};
    use crate::webhook::{FIELDS, OBJECT};
    use crate::world::{SubscribedApp, Subscription};

    /// The demo with so many templates in an account that archives by itself and whose app hears everything.
    fn sandbox(templates: u32) -> Sandbox {
        let mut world = demo::world(Seed::DEMO).unwrap();
        demo::templates::fill(&mut world, BIRCH_SHARED.meta_id, templates);
        let waba = world.wabas.get_mut(BIRCH_SHARED.meta_id).unwrap();
        waba.fields.insert("template_auto_archival_enabled".to_owned(), json!(true));
        waba.subscribed_apps = vec![SubscribedApp { app_id: demo::APP_ID.to_owned(), override_callback_uri: None }];
        world.apps.get_mut(demo::APP_ID).unwrap().subscriptions = vec![Subscription {
            object: OBJECT.to_owned(),
            callback_url: "http://receiver.invalid".to_owned(),
            fields: FIELDS.iter().map(|field| (*field).to_owned()).collect(),
        }];
        Sandbox::new(world.clone(), world)
    }

    /// What the app is told as so many seconds go by: the templates' ids with the events of status, or what else changed.
    fn told(inner: &mut Inner, seconds: i64) -> Vec<(String, String)> {
        inner.world.outbox.clear();
        inner.clock_offset_s += seconds;
        settle(inner);
        let told = inner.world.outbox.iter().map(|change| {
            let event = change.value["event"].as_str().unwrap_or(&change.field);
            (change.value["message_template_id"].to_string(), event.to_owned())
        });
        told.collect()
    }

    fn told_of(templates: &[(i64, String)], event: &str) -> Vec<(String, String)> {
        templates.iter().map(|(_, id)| (id.clone(), event.to_owned())).collect()
    }

    #[test]
    fn a_year_passes_for_6000_templates_and_is_told_by_time() {
        let sandbox = sandbox(6000);
        let mut inner = sandbox.lock();
        assert_eq!(inner.world.templates.len(), 6000);
        let now = inner.now_unix();
        // In no order of ids, each at a second of its own.
        let mut approved = Vec::new();
        for (index, (id, template)) in (0..).zip(&mut inner.world.templates) {
            let used_at = now - index * 7919 % 6007;
            template.used_at = Some(used_at);
            if template.text("status") == "APPROVED" {
                approved.push((used_at, id.clone()));
            }
        }
        approved.sort();
        assert!(approved.len() > 1000, "{}", approved.len());
        assert_eq!(told(&mut inner, UNUSED_S), told_of(&approved, "ARCHIVED"));
        // All were archived in the same second, so they go by id.
        approved.sort_by(|(_, id), (_, other)| id.cmp(other));
        assert_eq!(told(&mut inner, ARCHIVED_S), told_of(&approved, "DELETED"));
        assert_eq!(inner.world.templates.len(), 6000 - approved.len());
    }

    #[test]
    fn what_one_template_waits_for_is_told_between_what_others_wait_for() {
        let sandbox = sandbox(12);
        let mut inner = sandbox.lock();
        let now = inner.now_unix();
        let ids: Vec<String> = inner.world.templates.keys().take(3).cloned().collect();
        let [one, two, three] = &ids[..] else { unreachable!() };
        for id in &ids {
            let template = inner.world.templates.get_mut(id).unwrap();
            template.used_at = Some(now);
            template.set("category", "UTILITY");
            submit(template, now, Some(100));
        }
        let first = inner.world.templates.get_mut(one).unwrap();
        first.review_at = None;
        pause_for_quality(first, now);
        first.set("correct_category", "MARKETING");
        first.category_change_at = Some(now + HOUR_S);
        inner.world.templates.get_mut(three).unwrap().review_at = Some(now + 4 * HOUR_S);
        let expected = [(two, "APPROVED"), (one, "template_category_update"), (one, "APPROVED"), (three, "APPROVED")];
        let expected = expected.map(|(id, event)| (id.clone(), event.to_owned()));
        assert_eq!(told(&mut inner, DAY_S), expected);
    }

    #[test]
    fn the_next_month_begins_on_its_first_day() {
        let unix = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp();
        for (now, first) in [
            ("2026-01-31T23:59:59Z", "2026-02-01T00:00:00Z"),
            ("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
            ("2028-02-29T12:00:00Z", "2028-03-01T00:00:00Z"),
        ] {
            assert_eq!(next_month(unix(now)), unix(first), "{now}");
        }
    }
}

//! Delivers webhooks: seals what was queued in the last moment into one body per app and address, posts the bodies in order, and tries
//! again with growing pauses for seven days of the sandbox clock. A body that failed does not hold up later ones.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::graph::hmac_hex;
use crate::sandbox::{Inner, Sandbox};
use crate::world::{Change, Delivery};

/// Changes in quick succession share a body.
const GATHER: Duration = Duration::from_millis(25);
const TIMEOUT: Duration = Duration::from_secs(20);
const MAX_CHANGES: usize = 100;
const GIVE_UP_S: i64 = 7 * 24 * 3600;
/// Seconds of sandbox time before the next try; the last one repeats.
const PAUSES_S: &[i64] = &[1, 2, 5, 15, 60, 300, 900, 3600, 4 * 3600];
/// How often the clock is looked at while something waits for its next try.
const TICK: Duration = Duration::from_millis(500);

pub async fn run(sandbox: Arc<Sandbox>) {
    loop {
        let is_idle = {
            let inner = sandbox.lock();
            inner.world.outbox.is_empty() && inner.world.deliveries.is_empty()
        };
        if is_idle {
            sandbox.deliver.notified().await;
        }
        tokio::time::sleep(GATHER).await;
        let has_sealed = !sandbox.lock().world.outbox.is_empty();
        if has_sealed {
            sandbox.write(seal);
        }
        let due = due(&sandbox.lock());
        if due.is_empty() {
            tokio::select! {
                () = sandbox.deliver.notified() => {}
                () = tokio::time::sleep(TICK) => {}
            }
            continue;
        }
        post_all(&sandbox, due).await;
    }
}

/// Moves the outbox into sealed bodies, in order.
fn seal(inner: &mut Inner) {
    let now = inner.now_unix();
    let mut groups: Vec<Vec<Change>> = Vec::new();
    for change in std::mem::take(&mut inner.world.outbox) {
        let open = groups.iter_mut().rev().find(|group| {
            group
                .first()
                .is_some_and(|first| first.app_id == change.app_id && first.callback_url == change.callback_url)
        });
        match open {
            Some(group) if group.len() < MAX_CHANGES => group.push(change),
            _ => groups.push(vec![change]),
        }
    }
    for group in groups {
        let Some(first) = group.first() else { continue };
        let delivery = Delivery {
            id: 0,
            app_id: first.app_id.clone(),
            callback_url: first.callback_url.clone(),
            body: super::ascii_json(&super::envelope(&group)),
            attempts: 0,
            first_at: now,
            next_at: now,
            last_outcome: None,
        };
        let id = inner.world.next_id();
        inner.world.deliveries.push(Delivery { id, ..delivery });
    }
}

fn due(inner: &Inner) -> Vec<Delivery> {
    let now = inner.now_unix();
    inner.world.deliveries.iter().filter(|delivery| delivery.next_at <= now).cloned().collect()
}

/// Every address gets its bodies one after the other, the addresses at the same time.
async fn post_all(sandbox: &Sandbox, due: Vec<Delivery>) {
    let mut by_url: BTreeMap<String, Vec<Delivery>> = BTreeMap::new();
    for delivery in due {
        by_url.entry(delivery.callback_url.clone()).or_default().push(delivery);
    }
    let posts = by_url.into_values().map(|deliveries| async move {
        for delivery in deliveries {
            let outcome = post(sandbox, &delivery).await;
            settle(sandbox, delivery.id, outcome);
        }
    });
    futures_util::future::join_all(posts).await;
}

async fn post(sandbox: &Sandbox, delivery: &Delivery) -> Result<(), String> {
    let secret = sandbox.lock().world.apps.get(&delivery.app_id).map(|app| app.secret.clone()).unwrap_or_default();
    let signature = format!("sha256={}", hmac_hex(&secret, delivery.body.as_bytes()));
    let client = super::client(&delivery.callback_url, TIMEOUT).map_err(|error| format!("{error:#}"))?;
    let request = client
        .post(&delivery.callback_url)
        .header("Content-Type", "application/json")
        .header("User-Agent", "facebookexternalua")
        .header("X-Hub-Signature-256", signature)
        .body(delivery.body.clone());
    match request.send().await {
        Ok(response) if response.status().as_u16() == 200 => Ok(()),
        Ok(response) => Err(format!("HTTP {}", response.status().as_u16())),
        Err(error) => Err(error.without_url().to_string()),
    }
}

fn settle(sandbox: &Sandbox, id: u64, outcome: Result<(), String>) {
    let mut inner = sandbox.lock();
    let now = inner.now_unix();
    let deliveries = &mut inner.world.deliveries;
    if let Some(index) = deliveries.iter().position(|delivery| delivery.id == id) {
        match outcome {
            Ok(()) => {
                deliveries.remove(index);
            }
            Err(why) => {
                let delivery = &mut deliveries[index];
                let pause = PAUSES_S[(delivery.attempts as usize).min(PAUSES_S.len() - 1)];
                delivery.attempts += 1;
                delivery.next_at = now + pause;
                tracing::warn!(attempts = delivery.attempts, "webhook to {} failed: {why}", delivery.callback_url);
                delivery.last_outcome = Some(why);
                if now - delivery.first_at > GIVE_UP_S {
                    deliveries.remove(index);
                }
            }
        }
        sandbox.dirty.notify_one();
    }
}

//! The one shared thing behind every handler: the world under a lock, and what does not survive a restart (clock, faults, usage, log).
//! Handlers call `read` or `write`; a write wakes the saver and the webhook sender. Nothing here knows HTTP.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::sync::Notify;

use crate::control::faults::Fault;
use crate::graph::usage::Usage;
use crate::world::World;

const LOG_ROWS: usize = 1000;

pub struct Sandbox {
    inner: Mutex<Inner>,
    seed: World,
    pub(crate) dirty: Notify,
    pub(crate) deliver: Notify,
}

pub struct Inner {
    pub world: World,
    pub clock_offset_s: i64,
    pub faults: Vec<Fault>,
    pub usage: Usage,
    /// Newest first.
    pub log: VecDeque<Value>,
}

impl Sandbox {
    pub fn new(world: World, seed: World) -> Self {
        Self { inner: Mutex::new(Inner::new(world)), seed, dirty: Notify::new(), deliver: Notify::new() }
    }

    pub fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and lets the saver and the sender know.
    pub fn write<T>(&self, change: impl FnOnce(&mut Inner) -> T) -> T {
        let out = change(&mut self.lock());
        self.dirty.notify_one();
        self.deliver.notify_one();
        out
    }

    /// Back to the seed: nodes, tokens, queue, faults, clock, usage and log. The apps' and WABAs' subscriptions stay when asked for.
    pub fn reset(&self, keep_subscriptions: bool) {
        self.write(|inner| {
            let mut world = self.seed.clone();
            if keep_subscriptions {
                for (id, app) in &mut world.apps {
                    if let Some(old) = inner.world.apps.get(id) {
                        app.subscriptions = old.subscriptions.clone();
                    }
                }
                for (id, waba) in &mut world.wabas {
                    if let Some(old) = inner.world.wabas.get(id) {
                        waba.subscribed_apps = old.subscribed_apps.clone();
                    }
                }
            }
            // Ids stay unique across resets: a sender may still be busy with an old delivery.
            world.last_id = world.last_id.max(inner.world.last_id);
            *inner = Inner::new(world);
        });
    }
}

impl Inner {
    fn new(mut world: World) -> Self {
        world.begin_windows(Utc::now().timestamp());
        Self { world, clock_offset_s: 0, faults: Vec::new(), usage: Usage::default(), log: VecDeque::new() }
    }

    /// The sandbox clock: the real one plus what was added through `POST /__sandbox/clock`.
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now() + chrono::Duration::seconds(self.clock_offset_s)
    }

    pub fn now_unix(&self) -> i64 {
        self.now().timestamp()
    }

    pub fn record(&mut self, row: Value) {
        self.log.push_front(row);
        self.log.truncate(LOG_ROWS);
    }
}

/// The form of times on Meta's nodes: `2026-03-01T09:15:00+0000`.
pub fn meta_time(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S+0000").to_string()
}

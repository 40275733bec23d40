//! Meta's webhooks in: read, then stored durably before the answer, many requests in one transaction (group commit). Nothing
//! is applied here: the same transaction asks for an `apply_events` task of each WABA. Full queues refuse; Meta comes again.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use clienthub_shared::id::{EventId, TaskId};
use clienthub_shared::problem::{ErrorCode, FieldError};
use serde::Deserialize;
use serde_json::Map;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::time::{Instant, timeout, timeout_at};

use crate::clock::Clock;
use crate::error::{AppError, AppResult};
use crate::graph::{EnvelopeError, MetaEnvelope};
use crate::store::meta_event::NewMetaEvent;
use crate::store::task::TaskKind;
use crate::store::{self, Db, StoreResult};

/// Requests that wait to be stored.
const QUEUE: usize = 4096;
/// Bytes that wait, in units of 1 KB: sixteen of the largest bodies.
const QUEUE_KB: usize = 64 * 1024;
/// Bytes of bodies whose signature is not checked yet.
const READING: usize = 128 * 1024 * 1024;
/// Changes in one transaction; the last request of a batch may go over.
const BATCH: usize = 1024;
/// Nothing for so long: not busy any more.
const CALM: Duration = Duration::from_millis(20);
/// How long a transaction waits for company when the one before it had some.
const LINGER: Duration = Duration::from_millis(2);
/// How long who applies events leaves the database to those that come in.
const GIVE_WAY: Duration = Duration::from_millis(40);
/// Between two calls for the workers.
const REST: Duration = Duration::from_millis(25);
/// A request that waited so long is told to come again. It may be stored all the same; then it is recognised.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest id and field name: both are indexed.
const ID_MAX: usize = 64;
const FIELD_MAX: usize = 100;
/// The field with people's messages: acknowledged and counted, the content is not ours to keep.
const MESSAGES: &str = "messages";

/// The way in; one for the process.
pub struct Intake {
    queue: mpsc::Sender<Waiting>,
    memory: Arc<Semaphore>,
    reading: Arc<Semaphore>,
    /// The last transaction held several requests.
    busy: Arc<AtomicBool>,
    messages: AtomicU64,
}

/// A request's changes, and who waits for them.
struct Waiting {
    events: Vec<NewMetaEvent>,
    stored: oneshot::Sender<bool>,
    _memory: OwnedSemaphorePermit,
}

/// What a body holds.
#[derive(Debug)]
pub struct Delivery {
    pub events: Vec<NewMetaEvent>,
    /// Changes of the field `messages`.
    pub messages: u64,
}

impl Intake {
    /// Starts the one writer; it ends with the `Intake`. `work` wakes the workers.
    pub fn start(db: Db, clock: Clock, work: Arc<Notify>) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let bell = Arc::new(Notify::new());
        let ring = ring(bell.clone(), work);
        let busy = Arc::new(AtomicBool::new(false));
        let told = busy.clone();
        tokio::spawn(async move {
            tokio::select! { () = write_batches(db, clock, waiting, &bell, &told) => {}, () = ring => {} }
        });
        Self {
            queue,
            memory: Arc::new(Semaphore::new(QUEUE_KB)),
            reading: Arc::new(Semaphore::new(READING)),
            busy,
            messages: AtomicU64::new(0),
        }
    }

    /// Room for so many bytes of a body that is being read.
    pub fn room(&self, bytes: usize) -> AppResult<OwnedSemaphorePermit> {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        self.reading.clone().try_acquire_many_owned(bytes).map_err(|_| overloaded())
    }

    /// Returns when every change of this body is stored for good. Check its signature first.
    pub async fn receive(&self, body: &[u8]) -> AppResult<()> {
        let delivery = read(body)?;
        self.messages.fetch_add(delivery.messages, Ordering::Relaxed);
        if delivery.events.is_empty() {
            return Ok(());
        }
        let size = u32::try_from(body.len() / 1024 + 1).unwrap_or(u32::MAX);
        let memory = self.memory.clone().try_acquire_many_owned(size).map_err(|_| overloaded())?;
        let (stored, answer) = oneshot::channel();
        let waiting = Waiting { events: delivery.events, stored, _memory: memory };
        self.queue.try_send(waiting).map_err(|_| overloaded())?;
        match timeout(PATIENCE, answer).await {
            Ok(Ok(true)) => Ok(()),
            _ => Err(overloaded()),
        }
    }

    /// Requests come faster than one at a time: storing them goes before applying them.
    pub fn is_busy(&self) -> bool {
        self.busy.load(Ordering::Relaxed)
    }

    /// For whoever applies events, between two transactions.
    pub async fn give_way(&self) {
        if self.is_busy() {
            tokio::time::sleep(GIVE_WAY).await;
        }
    }

    /// `messages` events since the start of the process.
    pub fn messages_counted(&self) -> u64 {
        self.messages.load(Ordering::Relaxed)
    }
}

fn overloaded() -> AppError {
    AppError::Unavailable(ErrorCode::Overloaded, 2)
}

/// Every change of every entry.
pub fn read(body: &[u8]) -> AppResult<Delivery> {
    let envelope = MetaEnvelope::parse(body).map_err(unreadable)?;
    let count = envelope.entry.iter().map(|entry| entry.changes.len()).sum();
    let mut delivery = Delivery { events: Vec::with_capacity(count), messages: 0 };
    for (i, entry) in envelope.entry.iter().enumerate() {
        let id = entry.id.as_str();
        if id.len() > ID_MAX || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(wrong(format!("entry/{i}/id"), "expected an id"));
        }
        for (j, change) in entry.changes.iter().enumerate() {
            if change.field.len() > FIELD_MAX || change.field.chars().any(char::is_control) {
                return Err(wrong(format!("entry/{i}/changes/{j}/field"), "expected the name of a field"));
            }
            if change.field == MESSAGES {
                delivery.messages += 1;
                continue;
            }
            let named = if change.field == "account_update" { waba_inside(change.value) } else { None };
            let waba_meta_id = named.unwrap_or_else(|| id.to_owned());
            delivery.events.push(NewMetaEvent {
                hash: hash(&waba_meta_id, entry.time, &change.field, change.value.get()),
                waba_meta_id,
                field: change.field.clone().into_owned(),
                entry_time: entry.time,
                value: change.value.get().to_owned(),
            });
        }
    }
    Ok(delivery)
}

/// Partner events name the portfolio as their entry's id, and the WABA inside (reference 8.2).
fn waba_inside(value: &RawValue) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        waba_info: Option<Info>,
    }
    #[derive(Deserialize)]
    struct Info {
        waba_id: serde_json::Value,
    }
    let id = match serde_json::from_str::<Named>(value.get()).ok()?.waba_info?.waba_id {
        serde_json::Value::String(id) => id,
        serde_json::Value::Number(id) => id.to_string(),
        _ => return None,
    };
    let is_id = !id.is_empty() && id.len() <= ID_MAX && id.bytes().all(|byte| byte.is_ascii_digit());
    is_id.then_some(id)
}

/// Equal for a redelivery. Each part ends where its length says, so that no two deliveries meet by chance.
fn hash(waba_meta_id: &str, time: Option<i64>, field: &str, value: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in [waba_meta_id, field] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.update([u8::from(time.is_some())]);
    hash.update(time.unwrap_or_default().to_be_bytes());
    hash.update(value);
    hash.finalize().into()
}

fn unreadable(error: EnvelopeError) -> AppError {
    let code = if error.path.is_empty() { ErrorCode::BadJson } else { ErrorCode::WrongType };
    refused(code, error.path, error.message)
}

fn wrong(path: String, message: &str) -> AppError {
    refused(ErrorCode::WrongType, path, message.to_owned())
}

fn refused(code: ErrorCode, path: String, message: String) -> AppError {
    AppError::Unreadable(code, vec![FieldError { path, code, message, params: Map::new() }])
}

/// Wakes the workers, but not hundreds of times a second: each of them looks into the database.
async fn ring(bell: Arc<Notify>, work: Arc<Notify>) {
    loop {
        bell.notified().await;
        work.notify_waiters();
        tokio::time::sleep(REST).await;
    }
}

/// Takes what is there, stores it in one transaction, answers all, and again.
async fn write_batches(db: Db, clock: Clock, mut queue: mpsc::Receiver<Waiting>, bell: &Notify, busy: &AtomicBool) {
    let mut had_company = false;
    loop {
        let first = match queue.try_recv() {
            Ok(first) => first,
            Err(_) => match timeout(CALM, queue.recv()).await {
                Ok(Some(first)) => first,
                Ok(None) => return,
                Err(_) => {
                    busy.store(false, Ordering::Relaxed);
                    let Some(first) = queue.recv().await else { return };
                    first
                }
            },
        };
        let mut changes = first.events.len();
        let mut batch = vec![first];
        let until = Instant::now() + if had_company { LINGER } else { Duration::ZERO };
        while changes < BATCH {
            let next = match queue.try_recv() {
                Ok(next) => Some(next),
                Err(_) if had_company => timeout_at(until, queue.recv()).await.ok().flatten(),
                Err(_) => None,
            };
            let Some(next) = next else { break };
            changes += next.events.len();
            batch.push(next);
        }
        had_company = batch.len() > 1;
        if had_company {
            busy.store(true, Ordering::Relaxed);
        }
        let mut events = Vec::with_capacity(changes);
        for waiting in &mut batch {
            events.append(&mut waiting.events);
        }
        let stored = match store_batch(&db, &clock, events).await {
            Ok(()) => {
                bell.notify_one();
                true
            }
            Err(error) => {
                tracing::error!(%error, requests = batch.len(), changes, "webhooks could not be stored; Meta will repeat them");
                false
            }
        };
        for waiting in batch {
            // Whoever gave up waiting needs no answer.
            let _ = waiting.stored.send(stored);
        }
    }
}

async fn store_batch(db: &Db, clock: &Clock, events: Vec<NewMetaEvent>) -> StoreResult<()> {
    let wabas: BTreeSet<String> = events.iter().map(|event| event.waba_meta_id.clone()).collect();
    // Whoever connects one of the others asks for its events.
    let wabas = store::waba::active_of_any_org(db.read(), wabas).await?;
    let tx = db.begin().await?;
    let now = clock.now();
    store::meta_event::insert_many_any_org(&*tx, events, now, || EventId::from_uuid(clock.uuid())).await?;
    let id = || TaskId::from_uuid(clock.uuid());
    store::task::enqueue_many(&*tx, TaskKind::ApplyEvents, &wabas, now, id).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(time: i64, value: &str) -> String {
        format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"12","time":{time},"changes":[
                {{"field":"account_update","value":{value}}},{{"field":"messages","value":{{}}}},
                {{"field":"brand_new","value":[1]}}]}}]}}"#
        )
    }

    #[test]
    fn every_change_is_taken_and_messages_are_only_counted() {
        let delivery = read(body(7, r#"{"event":"X"}"#).as_bytes()).unwrap();
        let fields: Vec<_> = delivery.events.iter().map(|event| event.field.as_str()).collect();
        assert_eq!(fields, ["account_update", "brand_new"]);
        assert_eq!(delivery.messages, 1);
        assert_eq!((delivery.events[0].entry_time, delivery.events[0].value.as_str()), (Some(7), r#"{"event":"X"}"#));
    }

    #[test]
    fn a_partner_event_belongs_to_the_waba_inside_it() {
        let value = r#"{"event":"PARTNER_ADDED","waba_info":{"waba_id":99,"owner_business_id":"12"}}"#;
        let delivery = read(body(7, value).as_bytes()).unwrap();
        assert_eq!(delivery.events[0].waba_meta_id, "99");
        assert_eq!(delivery.events[1].waba_meta_id, "12");
    }

    #[test]
    fn a_redelivery_has_the_same_hash_and_nothing_else_has() {
        let first = |text: &str| read(text.as_bytes()).unwrap().events[0].hash;
        let hash = first(&body(7, r#"{"event":"X"}"#));
        assert_eq!(hash, first(&body(7, r#"{"event":"X"}"#)));
        assert_ne!(hash, first(&body(8, r#"{"event":"X"}"#)));
        assert_ne!(hash, first(&body(7, r#"{"event": "X"}"#)));
        assert_ne!(super::hash("1", None, "a", "b"), super::hash("1", Some(0), "a", "b"));
        assert_ne!(super::hash("1", None, "ab", "c"), super::hash("1", None, "a", "bc"));
    }

    #[test]
    fn what_no_column_can_hold_is_refused_with_its_place() {
        let long = "1".repeat(65);
        for (text, path) in [
            (
                r#"{"object":"o","entry":[{"id":"1","changes":[{"field":"a\u0000","value":1}]}]}"#,
                "entry/0/changes/0/field",
            ),
            (&format!(r#"{{"object":"o","entry":[{{"id":"{long}","changes":[]}}]}}"#), "entry/0/id"),
            (r#"{"object":"o","entry":[{"id":"1\u0000","changes":[]}]}"#, "entry/0/id"),
            (r#"{"object":"o","entry":{}}"#, "entry"),
            ("nonsense", ""),
        ] {
            let Err(AppError::Unreadable(_, errors)) = read(text.as_bytes()) else { panic!("{text} was read") };
            assert_eq!(errors[0].path, path);
        }
    }
}

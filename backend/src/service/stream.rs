//! The live stream's source: one poller per process reads new domain events while anybody listens, and hands them to the
//! listeners of their organisation. Whoever may have missed something is told to presume everything stale (`resync`).

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::id::OrgId;
use clienthub_shared::permission::Permission;
use clienthub_shared::stream::{RESYNC, StreamEvent};
use futures_util::FutureExt;
use tokio::sync::{Notify, broadcast};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::actor::{Actor, Principal};
use crate::clock::from_micros;
use crate::error::AppResult;
use crate::service::access_token::bearer;
use crate::state::AppState;
use crate::store::listen::{Heard, Listener};
use crate::store::{self, StoreResult, domain_event};

/// Streams of one person or token; the oldest gives way to one more. Those of pages that were left live on until the next heartbeat.
const STREAMS_EACH: usize = 16;
/// Events that a slow listener may be behind before it is told to read everything again.
const BACKLOG: usize = 256;
/// With more than so many for one organisation at once, reading everything again is cheaper for the page.
const FLOOD: usize = 100;
/// Between two looks into the database, however often the bell rings.
const REST: Duration = Duration::from_millis(100);
/// A look without being called: for events of other processes.
const TICK: Duration = Duration::from_secs(1);
/// A row's time is older than its commit. A call looks back so far, a tick further; what was seen is passed over.
const NEAR: TimeDelta = TimeDelta::milliseconds(500);
/// Long transactions of other processes, and their clocks.
const FAR: TimeDelta = TimeDelta::seconds(10);

/// Who listens to what.
#[derive(Clone, Default)]
pub struct Streams(Arc<Shared>);

#[derive(Default)]
struct Shared {
    listeners: Mutex<Listeners>,
    wanted: Notify,
}

#[derive(Default)]
struct Listeners {
    by_org: HashMap<OrgId, broadcast::Sender<StreamEvent>>,
    by_principal: HashMap<Principal, VecDeque<CancellationToken>>,
}

/// One listener. Ends with its drop.
pub struct Subscription {
    receiver: broadcast::Receiver<StreamEvent>,
    // Dropped after the receiver, so that it sees whether somebody else still listens.
    place: Place,
}

struct Place {
    streams: Streams,
    org: OrgId,
    principal: Principal,
    /// Cancelled when a newer stream of the same took its place.
    pushed_out: CancellationToken,
}

pub fn resync() -> StreamEvent {
    StreamEvent { kind: RESYNC.into(), id: String::new(), version: 0 }
}

impl Subscription {
    /// The next events, at least one; None when it is over.
    pub async fn next(&mut self) -> Option<Vec<StreamEvent>> {
        let first = tokio::select! {
            biased;
            () = self.place.pushed_out.cancelled() => return None,
            first = self.receiver.recv() => first,
        };
        let mut events = match first {
            Ok(event) => vec![event],
            Err(broadcast::error::RecvError::Lagged(_)) => return Some(vec![self.caught_up()]),
            Err(broadcast::error::RecvError::Closed) => return None,
        };
        loop {
            match self.receiver.try_recv() {
                Ok(event) => events.push(event),
                Err(broadcast::error::TryRecvError::Lagged(_)) => return Some(vec![self.caught_up()]),
                Err(_) => return Some(events),
            }
        }
    }

    /// Passes over what is waiting: `resync` says it all.
    fn caught_up(&mut self) -> StreamEvent {
        self.receiver = self.receiver.resubscribe();
        resync()
    }
}

impl Streams {
    pub fn subscribe(&self, org: OrgId, principal: Principal) -> Subscription {
        let mut listeners = self.lock();
        let open = listeners.by_principal.entry(principal).or_default();
        if open.len() >= STREAMS_EACH
            && let Some(oldest) = open.pop_front()
        {
            oldest.cancel();
        }
        let pushed_out = CancellationToken::new();
        open.push_back(pushed_out.clone());
        let receiver = listeners.by_org.entry(org).or_insert_with(|| broadcast::channel(BACKLOG).0).subscribe();
        drop(listeners);
        self.0.wanted.notify_one();
        Subscription { receiver, place: Place { streams: self.clone(), org, principal, pushed_out } }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Listeners> {
        self.0.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn nobody_listens(&self) -> bool {
        self.lock().by_org.is_empty()
    }

    fn resync_all(&self) {
        for sender in self.lock().by_org.values() {
            // Somebody who left in this moment needs nothing.
            let _ = sender.send(resync());
        }
    }

    /// The last word on each object and type, in their order.
    fn tell(&self, rows: Vec<domain_event::Brief>) {
        let mut by_org: HashMap<OrgId, Vec<StreamEvent>> = HashMap::new();
        for row in rows {
            let Ok(org) = row.org_id.parse() else { continue };
            let events = by_org.entry(org).or_default();
            events.retain(|event| (&event.kind, &event.id) != (&row.kind, &row.object_id));
            events.push(StreamEvent { kind: row.kind, id: row.object_id, version: row.object_version });
        }
        let listeners = self.lock();
        for (org, events) in by_org {
            let Some(sender) = listeners.by_org.get(&org) else { continue };
            let events = if events.len() > FLOOD { vec![resync()] } else { events };
            for event in events {
                let _ = sender.send(event);
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut listeners = self.streams.lock();
        if let Some(open) = listeners.by_principal.get_mut(&self.principal) {
            // `CancellationToken` has no equality; those that were pushed out are not in the queue any more.
            self.pushed_out.cancel();
            open.retain(|place| !place.is_cancelled());
            if open.is_empty() {
                listeners.by_principal.remove(&self.principal);
            }
        }
        if listeners.by_org.get(&self.org).is_some_and(|sender| sender.receiver_count() == 0) {
            listeners.by_org.remove(&self.org);
        }
    }
}

/// Whether the session lives and its user may still see the organisation's numbers, or the token may.
pub async fn may_listen(app: &AppState, org: OrgId, actor: &Actor) -> AppResult<bool> {
    const NEEDED: Permission = Permission::NumbersRead;
    if let Some(token) = actor.token {
        return bearer::may(app, org, token, NEEDED).await;
    }
    let (Some(user), Some(session)) = (actor.user, actor.session) else { return Ok(false) };
    let found = store::session::find_user_any_org(app.db.read(), session, user, app.clock.now()).await?;
    let Some(found) = found else { return Ok(false) };
    Ok(match store::org::find_role(app.db.read(), org, user).await? {
        Some(role) => role.may(NEEDED),
        None => found.operator,
    })
}

/// The poller; idle while nobody listens. Ends with the program.
pub async fn run(app: AppState) {
    while !app.stop.is_cancelled() {
        tokio::select! {
            () = app.streams.0.wanted.notified() => follow(&app).await,
            () = app.stop.cancelled() => {}
        }
    }
}

async fn follow(app: &AppState) {
    let (mut commits, mut listener) = (app.db.commits(), None);
    let mut seen = Seen { until: app.clock.now(), ids: HashMap::new() };
    let mut look_back = FAR;
    // Its own beat: a process that commits all the time looks far back as often as an idle one.
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while !app.streams.nobody_listens() {
        if listener.is_none() && look_back == FAR {
            listener = app.db.listen().await.unwrap_or_else(|error| {
                tracing::warn!(%error, "not told of other processes' events; looking every second");
                None
            });
        }
        match seen.news(app, look_back).await {
            Ok(rows) => app.streams.tell(rows),
            Err(error) => {
                tracing::warn!(%error, "the stream cannot read domain events");
                tokio::time::sleep(TICK).await;
                app.streams.resync_all();
            }
        }
        tokio::time::sleep(REST).await;
        look_back = tokio::select! {
            biased;
            () = app.stop.cancelled() => return,
            _ = tick.tick() => FAR,
            heard = hear(&mut listener) => match heard {
                Some(Heard::Events) => NEAR,
                Some(Heard::Gap) => { app.streams.resync_all(); FAR }
                None => { listener = None; app.streams.resync_all(); FAR }
            },
            _ = commits.changed() => NEAR,
        };
    }
}

/// Whatever was said by now, in one word. None: the listener is lost.
async fn hear(listener: &mut Option<Listener>) -> Option<Heard> {
    let Some(listener) = listener else { return std::future::pending().await };
    let mut heard = listener.next().await.ok()?;
    while heard == Heard::Events {
        match listener.next().now_or_never() {
            Some(next) => heard = next.ok()?,
            None => break,
        }
    }
    Some(heard)
}

/// What was told already.
struct Seen {
    /// Everything that was committed by then has been looked at.
    until: DateTime<Utc>,
    ids: HashMap<String, i64>,
}

impl Seen {
    async fn news(&mut self, app: &AppState, look_back: TimeDelta) -> StoreResult<Vec<domain_event::Brief>> {
        let now = app.clock.now();
        let rows = domain_event::list_since_any_org(app.db.read(), self.until - look_back).await?;
        let new = rows.into_iter().filter(|row| self.ids.insert(row.id.clone(), row.at).is_none()).collect();
        self.until = now;
        self.ids.retain(|_, at| from_micros(*at) >= now - FAR * 2);
        Ok(new)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use clienthub_shared::id::UserId;
    use clienthub_testdb::on_both;

    use super::*;
    use crate::service::apply::Pace;
    use crate::service::apply::tests::support::{Hub, start};

    fn brief(org: OrgId, object: &str, version: i64) -> domain_event::Brief {
        domain_event::Brief {
            id: format!("evt_{version}"),
            org_id: org.to_string(),
            kind: "number.updated.v1".into(),
            object_id: object.into(),
            object_version: version,
            at: start().timestamp_micros(),
        }
    }

    fn somebody(hub: &Hub) -> Principal {
        Principal::User(UserId::from_uuid(hub.app.clock.uuid()))
    }

    on_both! {
        async fn listeners_hear_their_organisation_only_and_the_last_word(hub: Hub) {
            let id = || hub.app.clock.uuid();
            let (org, other, user) = (OrgId::from_uuid(id()), OrgId::from_uuid(id()), somebody(&hub));
            let streams = Streams::default();
            let mut mine = streams.subscribe(org, user);
            streams.tell(vec![
                brief(other, "num_x", 1),
                brief(org, "num_a", 2),
                brief(org, "num_b", 3),
                brief(org, "num_a", 4),
            ]);
            let heard: Vec<_> = mine.next().await.unwrap().into_iter().map(|event| (event.id, event.version)).collect();
            assert_eq!(heard, [("num_b".to_owned(), 3), ("num_a".to_owned(), 4)]);
            streams.tell((0..200).map(|i| brief(org, &format!("num_{i}"), i)).collect());
            assert_eq!(mine.next().await.unwrap(), [resync()], "a flood");
            for i in 0..300 {
                streams.tell(vec![brief(org, "num_a", i)]);
            }
            assert_eq!(mine.next().await.unwrap(), [resync()], "too slow");
            streams.tell(vec![brief(org, "num_a", 301)]);
            assert_eq!(mine.next().await.unwrap()[0].version, 301);
        }

        async fn the_oldest_stream_of_a_user_gives_way(hub: Hub) {
            let (org, user) = (OrgId::from_uuid(hub.app.clock.uuid()), somebody(&hub));
            let streams = Streams::default();
            let mut open: Vec<_> = (0..STREAMS_EACH).map(|_| streams.subscribe(org, user)).collect();
            let mut other = streams.subscribe(org, somebody(&hub));
            open.push(streams.subscribe(org, user));
            assert_eq!(open[0].next().await, None);
            streams.tell(vec![brief(org, "num_a", 1)]);
            for left in open[1..].iter_mut().chain([&mut other]) {
                assert!(left.next().await.is_some());
            }
            open.clear();
            drop(other);
            assert!(streams.nobody_listens());
            assert!(streams.lock().by_principal.is_empty());
        }

        async fn a_committed_event_arrives_once(hub: Hub) {
            let org = hub.org().await;
            hub.waba(org, "120000000000001", &["4930901820"]).await;
            tokio::spawn(run(hub.app.clone()));
            let mut mine = hub.app.streams.subscribe(org, somebody(&hub));
            let value = r#"{"display_phone_number":"4930901820","event":"FLAGGED"}"#;
            let body = format!(
                r#"{{"object":"o","entry":[{{"id":"120000000000001","time":1,"changes":[
                    {{"field":"phone_number_quality_update","value":{value}}}]}}]}}"#
            );
            hub.app.intake.receive(body.as_bytes()).await.unwrap();
            crate::service::apply::apply_events(&hub.app, "120000000000001", Pace::Batches).await.unwrap();
            let mut kinds = HashSet::new();
            while kinds.len() < 2 {
                for event in mine.next().await.unwrap() {
                    assert!(kinds.insert(event.kind), "told twice");
                }
            }
            assert!(kinds.contains("number.status_changed.v1") && kinds.contains("number.quality_changed.v1"));
            let again = tokio::time::timeout(TICK * 2, mine.next()).await;
            assert!(again.is_err(), "the windows overlap, the events do not");
            hub.app.stop.cancel();
        }
    }
}

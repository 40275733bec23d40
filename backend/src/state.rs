//! What handlers, services and jobs share. Cheap to clone.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clienthub_shared::id::SessionId;
use governor::DefaultKeyedRateLimiter;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config::Config;
use crate::crypto::Keys;
use crate::graph::{GraphClient, GraphConfig};
use crate::service::access_token::bearer::Bearers;
use crate::service::file_turn::FileTurns;
use crate::service::intake::Intake;
use crate::service::password::Passwords;
use crate::service::slow_down::SlowDown;
use crate::service::stream::Streams;
use crate::store::Db;

#[derive(Clone)]
pub struct AppState(Arc<Inner>);

pub struct Inner {
    pub config: Config,
    pub db: Db,
    pub clock: Clock,
    pub keys: Keys,
    pub graph: GraphClient,
    /// Rung when a task was written, so that workers look at once.
    pub work: Arc<Notify>,
    /// Cancelled when the program is to end.
    pub stop: CancellationToken,
    pub passwords: Passwords,
    pub slow_down: SlowDown,
    /// Meta's webhooks on their way into the database.
    pub intake: Intake,
    /// Who listens to live changes.
    pub streams: Streams,
    /// Values of the Host header that are ours.
    pub hosts: Vec<String>,
    /// What is remembered of access tokens.
    pub bearers: Bearers,
    /// Requests by session, access token or address.
    pub rate: DefaultKeyedRateLimiter<String>,
    /// What operators opened in the last ten minutes.
    pub opened: moka::future::Cache<(Option<SessionId>, String), ()>,
    /// Turns to read a file of templates.
    pub files: FileTurns,
    /// False until the schema, and for the demo its data, are there.
    ready: AtomicBool,
}

impl AppState {
    /// Inside a runtime: the intake's writer starts here.
    pub fn new(config: Config, db: Db, clock: Clock, keys: Keys) -> anyhow::Result<Self> {
        let quota =
            governor::Quota::per_second(config.limits.requests_per_second).allow_burst(config.limits.requests_at_once);
        let work = Arc::new(Notify::new());
        Ok(Self(Arc::new(Inner {
            hosts: config.hosts(),
            rate: governor::RateLimiter::keyed(quota),
            opened: moka::future::Cache::builder().max_capacity(10_000).time_to_live(Duration::from_secs(600)).build(),
            passwords: Passwords::new()?,
            slow_down: SlowDown::default(),
            intake: Intake::start(db.clone(), clock.clone(), work.clone()),
            streams: Streams::default(),
            bearers: Bearers::default(),
            files: FileTurns::default(),
            ready: AtomicBool::new(false),
            graph: graph(&config)?,
            work,
            stop: CancellationToken::new(),
            config,
            db,
            clock,
            keys,
        })))
    }
}

impl Inner {
    pub fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Relaxed)
    }

    /// From now on pages and API answer; until then they say 503.
    pub fn set_ready(&self) {
        self.ready.store(true, Ordering::Relaxed);
    }
}

impl std::ops::Deref for AppState {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// The client of Meta's API as it is configured.
pub fn graph(config: &Config) -> anyhow::Result<GraphClient> {
    let meta = &config.meta;
    let client = GraphClient::new(GraphConfig {
        base_url: meta.base_url.clone(),
        version: meta.version.clone(),
        app_id: meta.app_id.clone(),
        app_secret: meta.app_secret.clone(),
        appsecret_proof: meta.appsecret_proof,
        connect_timeout: Duration::from_secs(meta.connect_timeout_s),
        timeout: Duration::from_secs(meta.timeout_s),
    });
    client.map_err(|error| anyhow::anyhow!("configuration: meta.base_url: {error}"))
}

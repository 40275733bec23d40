//! One hub for one test: its server on a free port, its database, its clock, and a sandbox that plays Meta.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use actix_web::dev::ServerHandle;
use chrono::{DateTime, TimeDelta, Utc};
use clienthub::clock::Clock;
use clienthub::config::Config;
use clienthub::jobs;
use clienthub::startup::{self, Application};
use clienthub::state::AppState;
use clienthub_sandbox::{Options, Seed, demo};
use clienthub_testdb::Subject;
use sea_orm::{ConnectionTrait, Statement};
use secrecy::SecretString;

use super::client::Client;
use super::factory::Factory;
use super::meta::Meta;

/// 32 bytes in base64.
pub const ROOT_KEY: &str = "dGVzdCByb290IGtleSwgMzIgYnl0ZXMgZXhhY3RseSE=";
/// When every test begins.
pub const BEGIN: &str = "2026-03-02T09:00:00Z";

/// Cheap to clone; `on_both!` ends it.
#[derive(Clone)]
pub struct TestApp {
    pub state: AppState,
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// What the hubs on one database have in common.
struct Shared {
    clock: Clock,
    database_url: String,
    sandbox: Mutex<Option<clienthub_sandbox::Running>>,
    sandbox_url: String,
    hubs: Mutex<Vec<(ServerHandle, AppState)>>,
}

impl Subject for TestApp {
    async fn open(database_url: String) -> Self {
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let options = Options { listen, state_file: None, seed: Seed::DEMO };
        let sandbox = clienthub_sandbox::start(options).await.unwrap();
        let shared = Shared {
            clock: Clock::fixed(BEGIN.parse().unwrap()),
            database_url,
            sandbox_url: sandbox.base_url(),
            sandbox: Mutex::new(Some(sandbox)),
            hubs: Mutex::default(),
        };
        Self::start(Arc::new(shared), |_| {}, true).await
    }

    /// Due tasks that the test left unrun.
    async fn check(&self) {
        assert_eq!(self.due_tasks().await, [""; 0], "tasks were left unrun; call app.run_tasks()");
    }

    /// Ends servers and sandbox.
    async fn close(self) {
        let hubs = std::mem::take(&mut *self.shared.hubs.lock().unwrap());
        for (server, state) in hubs {
            server.stop(false).await;
            state.db.clone().close().await;
        }
        let sandbox = self.shared.sandbox.lock().unwrap().take();
        if let Some(sandbox) = sandbox {
            sandbox.stop().await;
        }
    }
}

impl TestApp {
    /// A further hub on the same database and clock, with other settings: a second process behind the same proxy.
    pub async fn another(&self, change: impl FnOnce(&mut Config)) -> Self {
        Self::start(self.shared.clone(), change, true).await
    }

    /// The same while it still seeds its data.
    pub async fn another_starting(&self) -> Self {
        Self::start(self.shared.clone(), |_| {}, false).await
    }

    async fn start(shared: Arc<Shared>, change: impl FnOnce(&mut Config), ready: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let mut config = Config::defaults().unwrap();
        config.server.listen = address;
        config.server.public_url = format!("http://{address}").parse().unwrap();
        config.database.url = shared.database_url.as_str().into();
        config.database.connections = 4;
        config.secrets.root_key = ROOT_KEY.into();
        config.meta.base_url = shared.sandbox_url.parse().unwrap();
        config.meta.app_id = demo::APP_ID.into();
        config.meta.app_secret = SecretString::from(demo::APP_SECRET);
        config.meta.verify_token = SecretString::from(demo::VERIFY_TOKEN);
        // Tests ask faster than people do; the limit has a test of its own.
        config.limits.requests_per_second = 100_000.try_into().unwrap();
        config.limits.requests_at_once = 100_000.try_into().unwrap();
        change(&mut config);
        let state = startup::open(config, shared.clock.clone()).await.unwrap();
        let application = Application::on(listener, state.clone(), ready).unwrap();
        shared.hubs.lock().unwrap().push((application.handle(), state.clone()));
        tokio::spawn(application.run());
        Self { state, address, shared }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where Meta is played, and where `/__sandbox` sets it up.
    pub fn sandbox_url(&self) -> &str {
        &self.shared.sandbox_url
    }

    /// A browser that is not signed in.
    pub fn client(&self) -> Client {
        Client::new(self)
    }

    pub fn factory(&self) -> Factory<'_> {
        Factory::new(self)
    }

    /// What Meta does.
    pub fn meta(&self) -> Meta<'_> {
        Meta::new(self)
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.shared.clock.now()
    }

    /// Moves the clock of all hubs of this test.
    pub fn advance(&self, by: TimeDelta) {
        self.shared.clock.advance(by);
    }

    /// Steps the background work until it is idle.
    pub async fn run_tasks(&self) {
        jobs::run_until_idle(&self.state).await.unwrap();
    }

    /// The number that a `SELECT COUNT(*)` gives: for what nobody may see, or must not be there.
    pub async fn count(&self, sql: &str) -> i64 {
        let db = self.state.db.read();
        let statement = Statement::from_string(db.get_database_backend(), sql);
        db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    /// Changes rows behind the hub's back: for what only an accident does.
    pub async fn execute(&self, sql: &str) {
        let tx = self.state.db.begin().await.unwrap();
        tx.execute_unprepared(sql).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Waits for something that happens by itself, for at most ten seconds.
    pub async fn until<F: Future<Output = bool>>(&self, mut is_so: impl FnMut() -> F) {
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
        while !is_so().await {
            assert!(tokio::time::Instant::now() < deadline, "it did not come about");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// The one text that a query gives.
    pub async fn text(&self, sql: &str) -> String {
        let db = self.state.db.read();
        let statement = Statement::from_string(db.get_database_backend(), sql);
        db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    /// All rows of a table as one text.
    pub async fn texts(&self, table: &str) -> String {
        let db = self.state.db.read();
        let statement = Statement::from_string(db.get_database_backend(), format!("SELECT * FROM {table}"));
        format!("{:?}", db.query_all_raw(statement).await.unwrap())
    }

    /// Kind and object of each task that a worker would take now.
    async fn due_tasks(&self) -> Vec<String> {
        let db = self.state.db.read();
        let sql = "SELECT kind, object_id FROM tasks WHERE state IN ('queued', 'running') AND run_at <= $1 ORDER BY id";
        let now = [self.now().timestamp_micros().into()];
        let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, now)).await.unwrap();
        let text = |row: &sea_orm::QueryResult, column| row.try_get::<String>("", column).unwrap();
        rows.iter().map(|row| format!("{} {}", text(row, "kind"), text(row, "object_id"))).collect()
    }
}

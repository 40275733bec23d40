//! The database: connections, transactions, and one file per table family. Nothing else imports `sea_orm`.
//!
//! Store functions take a connection (`&impl Conn`: a `Tx`, or `Db::read`) and then the `OrgId`; the few without one end in
//! `_any_org`. They decide nothing. SQLite has one writing connection and a pool that can only read.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
pub use sea_orm::ConnectionTrait as Conn;
use sea_orm::sea_query::{Expr, LikeExpr};
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sea_orm::{
    ColumnTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqlErr, SqliteTransactionMode,
    SqlxPostgresConnector, SqlxSqliteConnector, Statement, TransactionOptions, TransactionTrait,
};
use tokio::sync::watch;

pub mod access_token;
pub mod activity;
pub mod alert;
pub mod attribute_clock;
pub mod audit;
pub mod credential;
pub mod domain_event;
pub mod graph_budget;
pub mod history;
pub mod idempotency;
pub mod listen;
pub mod meta_alert;
pub mod meta_event;
pub mod migrate;
pub mod number;
pub mod number_list;
#[cfg(test)]
pub(crate) mod number_list_tests;
pub mod org;
pub mod pin;
pub mod registration;
pub mod retention;
#[cfg(test)]
pub(crate) mod samples;
pub mod session;
pub mod setting;
pub mod task;
pub mod template;
pub mod template_list;
pub mod template_sync;
pub mod template_version;
pub mod upload;
pub mod user;
pub mod waba;
pub mod waba_list;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(transparent)]
    Db(#[from] DbErr),
    /// A row holds what no code of ours writes.
    #[error("the database holds {value:?} as {what}")]
    Corrupt { what: &'static str, value: String },
    /// Somebody else changed the row since it was read; nothing was written.
    #[error("the row was changed by somebody else")]
    Raced,
}

impl StoreError {
    pub fn is_raced(&self) -> bool {
        matches!(self, Self::Raced)
    }

    /// A unique index refused the row.
    pub fn is_unique(&self) -> bool {
        matches!(self, Self::Db(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))))
    }
}

/// Rows in one statement: both databases limit the number of parameters (SQLite 32,766).
const ROWS: usize = 1000;

pub type StoreResult<T> = Result<T, StoreError>;

/// Both ways to the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
    /// Counts what this process committed.
    commits: Arc<watch::Sender<u64>>,
}

/// A transaction that writes. Dropped without `commit`, it changes nothing.
pub struct Tx {
    tx: DatabaseTransaction,
    commits: Arc<watch::Sender<u64>>,
}

impl std::ops::Deref for Tx {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.tx
    }
}

impl Tx {
    pub async fn commit(self) -> StoreResult<()> {
        self.tx.commit().await?;
        self.commits.send_modify(|count| *count += 1);
        Ok(())
    }
}

impl Db {
    /// `sqlite:///path/file.db` or `postgres://…`.
    pub async fn connect(url: &str, connections: u32) -> anyhow::Result<Self> {
        if url.starts_with("sqlite:") {
            Self::connect_sqlite(url, connections).await
        } else {
            Self::connect_postgres(url, connections).await
        }
    }

    async fn connect_sqlite(url: &str, connections: u32) -> anyhow::Result<Self> {
        let options = SqliteConnectOptions::from_str(url)
            .context("database.url")?
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            .pragma("cache_size", "-4000")
            .pragma("temp_store", "memory");
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone().create_if_missing(true))
            .await
            .context("opening the SQLite file")?;
        let readers = SqlitePoolOptions::new()
            .max_connections(connections)
            .connect_lazy_with(options.pragma("query_only", "true"));
        Ok(Self {
            read: SqlxSqliteConnector::from_sqlx_sqlite_pool(readers),
            write: SqlxSqliteConnector::from_sqlx_sqlite_pool(writer),
            commits: Arc::default(),
        })
    }

    async fn connect_postgres(url: &str, connections: u32) -> anyhow::Result<Self> {
        // A parse error would print the address, password included.
        let options = PgConnectOptions::from_str(url)
            .map_err(|_| anyhow::anyhow!("database.url is not an address of SQLite or Postgres"))?;
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options)
            .await
            .context("connecting to Postgres")?;
        let connection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
        Ok(Self { read: connection.clone(), write: connection, commits: Arc::default() })
    }

    /// For single reads outside a transaction.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// Begins a transaction; on SQLite it holds the one writer at once, so it never fails half-way for being late.
    pub async fn begin(&self) -> StoreResult<Tx> {
        let mode = self.is_sqlite().then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: mode, ..TransactionOptions::default() };
        let tx = self.write.begin_with_options(options).await?;
        Ok(Tx { tx, commits: self.commits.clone() })
    }

    pub fn is_sqlite(&self) -> bool {
        self.write.get_database_backend() == DbBackend::Sqlite
    }

    pub async fn ping(&self) -> StoreResult<()> {
        Ok(self.read.execute_unprepared("SELECT 1").await.map(|_| ())?)
    }

    pub async fn close(self) {
        let _ = self.read.close().await;
        let _ = self.write.close().await;
    }
}

/// The database's plan for a query, line by line: for benches.
async fn explain(db: &impl Conn, mut query: Statement) -> StoreResult<Vec<String>> {
    let (before, column) = match db.get_database_backend() {
        DbBackend::Postgres => ("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF)", 0),
        _ => ("EXPLAIN QUERY PLAN", 3),
    };
    query.sql = format!("{before} {}", query.sql);
    let rows = db.query_all_raw(query).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(column)?)).collect()
}

/// The column has that part, in which `%`, `_` and `\` stand for themselves.
fn contains(column: impl ColumnTrait, part: &str) -> Expr {
    let escaped = part.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    column.like(LikeExpr::new(format!("%{escaped}%")).escape('\\'))
}

fn count(number: i64) -> StoreResult<u64> {
    u64::try_from(number).map_err(|_| StoreError::Corrupt { what: "a count", value: number.to_string() })
}

/// A word of the database as one of ours.
pub(crate) fn word<T: FromStr>(what: &'static str, text: &str) -> StoreResult<T> {
    text.parse().map_err(|_| StoreError::Corrupt { what, value: text.into() })
}

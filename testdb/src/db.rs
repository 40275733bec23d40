//! A migrated, empty database for one test: a copy of a template that all processes of a test run share, for nextest runs
//! every test in its own process. The template's name is the hash of the migrations, so an edited migration makes another.

use std::fs;
use std::path::{Path, PathBuf};

use clienthub_migrations::{Migrator, MigratorTrait};
use sea_orm::Database;
use sha2::{Digest, Sha256};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};
use tempfile::TempDir;
use url::Url;

const POSTGRES: &str = "CLIENTHUB_TEST_POSTGRES";
const SQLITE_ONLY: &str = "CLIENTHUB_TEST_SQLITE_ONLY";
/// Any number that nobody else locks.
const TEMPLATE_LOCK: i64 = 0x7465_6d70_6c61;

pub struct TestDb {
    url: String,
    place: Place,
}

enum Place {
    Folder(TempDir),
    Server { admin: Url, name: String },
}

impl TestDb {
    pub async fn sqlite() -> Self {
        let template = sqlite_template().await;
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("clienthub.db");
        fs::copy(template, &file).unwrap();
        Self { url: sqlite_url(&file), place: Place::Folder(folder) }
    }

    /// `None` when only SQLite was asked for; without a server the test fails and says how to get one.
    pub async fn postgres() -> Option<Self> {
        if std::env::var_os(SQLITE_ONLY).is_some_and(|value| value == "1") {
            return None;
        }
        let admin = std::env::var(POSTGRES).unwrap_or_else(|_| {
            panic!(
                "{POSTGRES} is not set, so this test has no Postgres. `cargo xtask test` starts one; or give the address of a \
                 superuser, such as postgres://postgres@127.0.0.1:5433/postgres; or set {SQLITE_ONLY}=1 to leave this half out"
            )
        });
        let admin: Url = admin.parse().unwrap_or_else(|_| panic!("{POSTGRES} is not a URL"));
        let template = postgres_template(&admin).await;
        let name = format!("clienthub_test_{}", uuid::Uuid::now_v7().simple());
        let mut connection = connect(&admin).await;
        execute(&mut connection, format!("CREATE DATABASE {name} TEMPLATE {template}")).await.unwrap();
        Some(Self { url: database(&admin, &name), place: Place::Server { admin, name } })
    }

    /// What `database.url` says.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Drops the database; whoever is still connected is thrown out.
    pub async fn remove(self) {
        match self.place {
            Place::Folder(folder) => drop(folder),
            Place::Server { admin, name } => {
                let mut connection = connect(&admin).await;
                execute(&mut connection, format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
            }
        }
    }
}

/// Made under another name and renamed, so that no process sees half of it.
async fn sqlite_template() -> PathBuf {
    let folder = scratch_folder();
    fs::create_dir_all(&folder).unwrap();
    let template = folder.join(format!("template_{}.db", migrations_hash()));
    if !template.exists() {
        let unfinished = TempDir::new_in(&folder).unwrap();
        let file = unfinished.path().join("clienthub.db");
        migrate(&format!("{}?mode=rwc", sqlite_url(&file))).await;
        fs::rename(file, &template).unwrap();
    }
    template
}

/// Made under a lock of the server and another name, and renamed when it is whole.
async fn postgres_template(admin: &Url) -> String {
    let name = format!("clienthub_template_{}", migrations_hash());
    let mut connection = connect(admin).await;
    sqlx::query("SELECT pg_advisory_lock($1)").bind(TEMPLATE_LOCK).execute(&mut connection).await.unwrap();
    let known = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(&name);
    if known.fetch_optional(&mut connection).await.unwrap().is_none() {
        let unfinished = format!("{name}_unfinished");
        execute(&mut connection, format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")).await.unwrap();
        execute(&mut connection, format!("CREATE DATABASE {unfinished}")).await.unwrap();
        migrate(&database(admin, &unfinished)).await;
        // The migrating connections are closed, but the server may need a moment to notice.
        let rename = || format!("ALTER DATABASE {unfinished} RENAME TO {name}");
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
        while let Err(error) = execute(&mut connection, rename()).await {
            assert!(tokio::time::Instant::now() < deadline, "the template cannot be renamed: {error}");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
    // Ends the lock too.
    connection.close().await.unwrap();
    name
}

async fn migrate(url: &str) {
    let db = Database::connect(url).await.unwrap();
    Migrator::up(&db, None).await.unwrap();
    db.close().await.unwrap();
}

/// `tmp` in the target folder, which cargo names to integration tests only: a test binary lies in `TARGET/PROFILE/deps`.
fn scratch_folder() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    program.ancestors().nth(3).expect("cargo put it there").join("tmp")
}

/// Of the migrations' text: their names alone would keep a stale template when one is edited.
fn migrations_hash() -> String {
    let folder = crate::package_folder().join("../migrations/src");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(fs::read(file).unwrap());
    }
    hex::encode(&hash.finalize()[..8])
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

fn database(admin: &Url, name: &str) -> String {
    let mut url = admin.clone();
    url.set_path(name);
    url.into()
}

async fn connect(admin: &Url) -> PgConnection {
    PgConnection::connect(admin.as_str()).await.unwrap_or_else(|error| panic!("{POSTGRES} does not answer: {error}"))
}

async fn execute(connection: &mut PgConnection, statement: String) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await.map(|_| ())
}

//! The schema goes up, down and up again on both databases, and a second `up` changes nothing.
//!
//! Postgres comes by CLIENTHUB_TEST_POSTGRES; without it that half fails, unless CLIENTHUB_TEST_SQLITE_ONLY=1.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

use clienthub_migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

/// What `sqlite_master` and Postgres's catalogues say of tables and indexes, without the migrations' own table.
async fn schema(db: &DatabaseConnection) -> Vec<String> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT concat_ws(' ', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, l.collname, \
             pg_get_indexdef(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public' \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
             LEFT JOIN pg_collation l ON l.oid = a.attcollation \
             WHERE c.relkind IN ('r', 'i') AND c.relname NOT LIKE 'seaql%' ORDER BY c.relname, a.attnum"
        }
        _ => {
            "SELECT name || ' ' || coalesce(sql, '') FROM sqlite_master \
             WHERE tbl_name NOT LIKE 'seaql%' AND tbl_name NOT LIKE 'sqlite%' ORDER BY name"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

async fn applied(db: &DatabaseConnection) -> usize {
    Migrator::get_applied_migrations(db).await.unwrap().len()
}

async fn up_down_up(db: &DatabaseConnection) {
    let all = Migrator::migrations().len();
    Migrator::up(db, None).await.unwrap();
    let first = schema(db).await;
    assert!(first.iter().any(|line| line.starts_with("orgs")), "{first:?}");
    assert_eq!(applied(db).await, all);

    Migrator::up(db, None).await.unwrap();
    assert_eq!((schema(db).await, applied(db).await), (first.clone(), all), "a second `up` is not a no-op");

    Migrator::down(db, None).await.unwrap();
    assert_eq!((schema(db).await, applied(db).await), (Vec::new(), 0), "`down` leaves something behind");

    Migrator::up(db, None).await.unwrap();
    assert_eq!(schema(db).await, first, "the second way up ends elsewhere");

    // Each step alone, from the newest: what it takes away its own `up` brings back.
    for step in 1..=u32::try_from(all).unwrap() {
        Migrator::down(db, Some(step)).await.unwrap();
        Migrator::up(db, Some(step)).await.unwrap();
        assert_eq!(schema(db).await, first, "the newest {step} migrations do not come back as they were");
    }
}

#[tokio::test]
async fn up_down_up_on_sqlite() {
    let folder = tempfile::TempDir::new().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("clienthub.db").display());
    let db = Database::connect(url).await.unwrap();
    up_down_up(&db).await;
    db.close().await.unwrap();
}

#[tokio::test]
async fn up_down_up_on_postgres() {
    if std::env::var_os("CLIENTHUB_TEST_SQLITE_ONLY").is_some_and(|value| value == "1") {
        println!("not run: CLIENTHUB_TEST_SQLITE_ONLY is set");
        return;
    }
    let url = std::env::var("CLIENTHUB_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "CLIENTHUB_TEST_POSTGRES is not set; `cargo xtask test` starts a Postgres, or give a superuser's address"
        )
    });
    let admin = Database::connect(&url).await.unwrap();
    let name = format!("clienthub_migrations_{}", std::process::id());
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    let db = Database::connect(format!("{server}/{name}")).await.unwrap();
    // Cleans up whether it passes or not.
    let outcome = tokio::spawn({
        let db = db.clone();
        async move { up_down_up(&db).await }
    })
    .await;
    db.close().await.unwrap();
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed.into_panic());
    }
}

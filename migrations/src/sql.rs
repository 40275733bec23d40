//! Runs a file of SQL statements on either database, with its own words for the types that differ.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// `{text}` compares by bytes, `{bytes}` is a byte string. `{searched}` are the further columns of an index that carries what a
/// search looks at: SQLite reads them there, and would otherwise fetch row by row; Postgres reads whole tables well, and
/// its indexes refuse long texts.
pub async fn run(manager: &SchemaManager<'_>, statements: &str) -> Result<(), DbErr> {
    let (text, bytes, searched) = match manager.get_database_backend() {
        DbBackend::Postgres => ("TEXT COLLATE \"C\"", "BYTEA", ""),
        _ => ("TEXT", "BLOB", ", meta_id, digits, search_text"),
    };
    let statements = statements.replace("{text}", text).replace("{bytes}", bytes).replace("{searched}", searched);
    for statement in statements.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()) {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// Declares a migration from its two SQL texts.
macro_rules! migration {
    ($up:literal, $down:literal) => {
        #[derive(sea_orm_migration::prelude::DeriveMigrationName)]
        pub struct Migration;

        #[async_trait::async_trait]
        impl sea_orm_migration::prelude::MigrationTrait for Migration {
            async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                crate::sql::run(manager, $up).await
            }

            async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                crate::sql::run(manager, $down).await
            }

            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }
        }
    };
}
pub(crate) use migration;

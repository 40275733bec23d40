//! Brings the schema up to date, one process at a time.

use clienthub_migrations::{Migrator, MigratorTrait};
use sea_orm::sqlx::{self, postgres::PgConnection};
use sea_orm::{DatabaseConnection, DbBackend};

use super::{Db, StoreResult};

/// "clienthub" as a number: the advisory lock's name.
const LOCK: i64 = 0x0063_6c69_656e_7468;

impl Db {
    /// Applies what is missing. Several processes may call it at once on Postgres; SQLite has one.
    pub async fn migrate(&self) -> anyhow::Result<()> {
        match self.write.get_database_backend() {
            DbBackend::Postgres => {
                // The lock belongs to one connection; it goes with it when the process dies.
                let mut lock = self.write.get_postgres_connection_pool().acquire().await?.detach();
                advisory(&mut lock, "SELECT pg_advisory_lock($1)").await?;
                let done = Migrator::up(&self.write, None).await;
                advisory(&mut lock, "SELECT pg_advisory_unlock($1)").await?;
                Ok(done?)
            }
            _ => Ok(Migrator::up(&self.write, None).await?),
        }
    }

    /// How many migrations are not applied yet.
    pub async fn pending_migrations(&self) -> StoreResult<usize> {
        Ok(Migrator::get_pending_migrations(&self.write as &DatabaseConnection).await?.len())
    }
}

async fn advisory(connection: &mut PgConnection, statement: &'static str) -> anyhow::Result<()> {
    sqlx::query(statement).bind(LOCK).execute(connection).await?;
    Ok(())
}

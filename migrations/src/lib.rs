//! The schema, one migration per family of tables, written once in SQL that both databases understand.
//!
//! The few words that differ are placeholders, see `sql`. Columns that are compared as text sort by bytes on both. Times are
//! UTC microseconds. Each migration works with the release before it (expand, move, contract).

pub use sea_orm_migration::{MigratorTrait, prelude};

use sea_orm_migration::prelude::*;

mod m0001_people;
mod m0002_numbers;
mod m0003_events;
mod m0004_work;
mod m0005_registration;
mod m0006_tokens;
mod m0007_templates;
mod sql;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_people::Migration),
            Box::new(m0002_numbers::Migration),
            Box::new(m0003_events::Migration),
            Box::new(m0004_work::Migration),
            Box::new(m0005_registration::Migration),
            Box::new(m0006_tokens::Migration),
            Box::new(m0007_templates::Migration),
        ]
    }
}

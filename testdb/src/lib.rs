//! Every test on SQLite and on Postgres. For tests only: nothing that is shipped depends on it.
//!
//! ```ignore
//! on_both! {
//!     async fn a_viewer_cannot_rename(app: TestApp) {
//!         let birch = app.factory().org("Birch").await;
//!         let viewer = app.factory().user(birch, Role::Viewer).await;
//!         viewer.patch(&format!("/orgs/{birch}"), json!({"name": "x"})).await.problem(403, "permission_missing");
//!     }
//! }
//! ```
//!
//! makes the tests `a_viewer_cannot_rename::sqlite` and `::postgres`. What a test is given is a `Subject`: something that opens on
//! a migrated, empty database and is closed after the test. Where the databases come from is in `db.rs`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "this is for tests")]

mod db;

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;

use futures_util::FutureExt;

pub use db::TestDb;

/// What a test is about, on a database of its own.
#[expect(async_fn_in_trait, reason = "a test polls it where it stands")]
pub trait Subject: Clone {
    /// `url` is what `database.url` says.
    async fn open(url: String) -> Self;

    /// After a test that passed: fails when it left something undone.
    async fn check(&self) {}

    /// After every test, before the database is removed.
    async fn close(self) {}
}

/// For a test that opens the database itself.
impl Subject for String {
    async fn open(url: String) -> Self {
        url
    }
}

/// Declares tests that run on both databases.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($subject:ident: $of:ty) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn on_one($subject: $of) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                $crate::run(Some($crate::TestDb::sqlite().await), on_one).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                $crate::run($crate::TestDb::postgres().await, on_one).await;
            }
        }
    )+};
}

/// Runs one test and cleans up whether it passes or not. No database: said, and not run.
pub async fn run<S: Subject, F: Future<Output = ()>>(db: Option<TestDb>, test: fn(S) -> F) {
    let Some(db) = db else {
        println!("not run: CLIENTHUB_TEST_SQLITE_ONLY is set");
        return;
    };
    let subject = S::open(db.url().to_owned()).await;
    let outcome = AssertUnwindSafe(async {
        test(subject.clone()).await;
        subject.check().await;
    })
    .catch_unwind()
    .await;
    subject.close().await;
    db.remove().await;
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed);
    }
}

/// The folder of the crate that is tested. Asked at run time: clones may share a target folder, and cargo does not build anew for
/// each.
pub fn package_folder() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").expect("tests are run by cargo").into()
}

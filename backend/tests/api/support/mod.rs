//! The harness. A test asks for a `TestApp` and gets a hub of its own: real HTTP, an empty database, a fixed clock, and a
//! sandbox in Meta's place.
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
//! makes the tests `a_viewer_cannot_rename::sqlite` and `::postgres`, and ends the hub after each.

pub mod app;
pub mod client;
pub mod db;
pub mod factory;
pub mod meta;

pub use app::TestApp;
pub use client::{Answer, Client};

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;

use futures_util::FutureExt;

/// Declares tests that run on both databases.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident: TestApp) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn run($app: TestApp) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                $crate::support::run(Some($crate::support::db::TestDb::sqlite().await), run).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                $crate::support::run($crate::support::db::TestDb::postgres().await, run).await;
            }
        }
    )+};
}
pub(crate) use on_both;

/// `backend/` of the clone that is tested. Asked at run time: clones may share a target folder, and cargo does not build anew
/// for each.
pub fn package_folder() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").expect("tests are run by cargo").into()
}

/// Runs one test and cleans up whether it passes or not. No database: said, and not run.
pub async fn run<F: Future<Output = ()>>(db: Option<db::TestDb>, test: fn(TestApp) -> F) {
    let Some(db) = db else {
        println!("not run: CLIENTHUB_TEST_SQLITE_ONLY is set");
        return;
    };
    let app = TestApp::spawn(db).await;
    match AssertUnwindSafe(test(app.clone())).catch_unwind().await {
        Ok(()) => app.finish().await,
        Err(failed) => {
            app.stop().await;
            std::panic::resume_unwind(failed);
        }
    }
}

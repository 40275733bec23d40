//! The harness. A test asks for a `TestApp` and gets a hub of its own: real HTTP, an empty database, a fixed clock, and a
//! sandbox in Meta's place. `on_both!` gives it both databases, see `testdb`.

pub mod app;
pub mod client;
pub mod factory;
pub mod meta;

pub use app::TestApp;
pub use client::{Answer, Client};
pub use clienthub_testdb::{on_both, package_folder};

//! Business rules. A service writes rows, domain events and tasks in one transaction, calls the network outside any, and
//! knows neither HTTP types nor cookies.

pub mod access_token;
pub mod activity;
pub mod again;
pub mod alert;
pub mod apply;
pub mod budget;
pub mod change;
pub mod expire;
pub mod facts;
pub mod file_turn;
pub mod fold;
pub mod health;
pub mod idempotency;
pub mod intake;
pub mod lease;
pub mod me;
pub mod org;
pub mod own_time;
pub mod password;
pub mod pause;
pub mod record;
pub mod registration;
pub mod session;
pub mod slow_down;
pub mod status;
pub mod stream;
pub mod subscription;
pub mod sync;
pub mod template;
pub mod time_zone;
pub mod token;
pub mod user;
pub mod view;
pub mod waba;

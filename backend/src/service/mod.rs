//! Business rules. A service writes rows, domain events and tasks in one transaction, calls the network outside any, and
//! knows neither HTTP types nor cookies.

pub mod actor;
pub mod alert;
pub mod fold;
pub mod org;
pub mod password;
pub mod session;
pub mod slow_down;
pub mod status;
pub mod time_zone;
pub mod user;
pub mod view;
